//! Words as 64-bit hashes, so that a token is compared with a word list without a look-up in a string table.

use rustc_hash::FxHashSet;

/// Hash of a word in lower case, soft hyphens and zero-width characters left out.
pub type WordHash = u64;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Hash of a lower-case ASCII word, at compile time: `const SHALL: WordHash = word("shall");`.
#[must_use]
pub const fn word(text: &str) -> WordHash {
    let bytes = text.as_bytes();
    let mut hash = SEED;
    let mut i = 0;
    while i < bytes.len() {
        hash = step(hash, bytes[i]);
        i += 1;
    }
    hash
}

pub(super) const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(PRIME)
}

/// Hash of a word as it stands in a text, in any case: agrees with [`word`] and with [`super::Token::word`].
#[must_use]
pub fn word_of(text: &str) -> WordHash {
    let mut hash = SEED;
    for (i, &byte) in text.as_bytes().iter().enumerate() {
        if byte >= 0x80 {
            return text.get(i..).unwrap_or("").chars().fold(hash, push);
        }
        hash = step(hash, byte.to_ascii_lowercase());
    }
    hash
}

pub(super) const START: u64 = SEED;

pub(super) fn push(hash: u64, c: char) -> u64 {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => hash,
        '’' => step(hash, b'\''),
        c if c.is_ascii() => step(hash, c.to_ascii_lowercase() as u8),
        c => {
            let mut hash = hash;
            let mut buffer = [0; 4];
            for low in c.to_lowercase() {
                for &b in low.encode_utf8(&mut buffer).as_bytes() {
                    hash = step(hash, b);
                }
            }
            hash
        }
    }
}

/// A set of words to test tokens against.
#[derive(Clone, Debug, Default)]
pub struct WordSet(FxHashSet<WordHash>);

impl WordSet {
    /// Whether the set holds the word.
    #[must_use]
    pub fn has(&self, hash: WordHash) -> bool {
        self.0.contains(&hash)
    }
}

impl<'a> FromIterator<&'a str> for WordSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        Self(words.into_iter().map(word_of).collect())
    }
}
