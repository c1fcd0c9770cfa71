//! Words as 64-bit hashes, so that a token is compared with a word list without a look-up in a string table.

use rustc_hash::FxHashSet;

use super::eights;

/// Hash of a word in lower case, soft hyphens and zero-width characters left out.
pub type WordHash = u64;

/// The hash of no bytes at all.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hash of a lower-case ASCII word, at compile time: `const SHALL: WordHash = word("shall");`.
#[must_use]
#[inline]
pub const fn word(text: &str) -> WordHash {
    let bytes = text.as_bytes();
    if let Some(mark) = only_mark(bytes) {
        return word_of_mark(mark);
    }
    let mut hash = SEED;
    let mut i = 0;
    while i < bytes.len() {
        // Written out, so that the hash of a word that stands in the code is a number in the program.
        let eight = byte(bytes, i)
            | byte(bytes, i + 1)
            | byte(bytes, i + 2)
            | byte(bytes, i + 3)
            | byte(bytes, i + 4)
            | byte(bytes, i + 5)
            | byte(bytes, i + 6)
            | byte(bytes, i + 7);
        hash = mix(hash, eight);
        i += 8;
    }
    hash
}

/// A byte at its place among eight; 0 after the end.
#[inline]
const fn byte(bytes: &[u8], i: usize) -> u64 {
    if i < bytes.len() { (bytes[i] as u64) << (8 * (i & 7)) } else { 0 }
}

/// Goes on with eight bytes of a word, the first in the lowest place; fewer at its end only, zeros after them.
#[inline]
const fn mix(hash: u64, eight: u64) -> u64 {
    let product = ((hash ^ eight) as u128).wrapping_mul(FACTOR as u128);
    product as u64 ^ (product >> 64) as u64
}

/// Hash of a mark: a bracket, quotation mark, dash or punctuation that stands for itself.
#[must_use]
#[inline]
pub const fn word_of_mark(mark: char) -> WordHash {
    (mark as u64).wrapping_mul(FACTOR)
}

/// The mark that has the hash; `'\0'` where none has.
#[inline]
pub(super) fn mark_of(hash: WordHash) -> char {
    // What undoes a product by FACTOR: each step gets twice the bits right.
    const BACK: u64 = {
        let mut back = FACTOR;
        let mut step = 0;
        while step < 5 {
            back = back.wrapping_mul(2u64.wrapping_sub(FACTOR.wrapping_mul(back)));
            step += 1;
        }
        back
    };
    u32::try_from(hash.wrapping_mul(BACK)).ok().and_then(char::from_u32).unwrap_or('\0')
}

/// The mark that a text is, where it is one character and no letter or figure of ASCII: such letters beyond ASCII have no
/// hash at compile time.
const fn only_mark(bytes: &[u8]) -> Option<char> {
    match *bytes {
        [a] if !a.is_ascii_alphanumeric() => Some(a as char),
        [a @ 0xc0..=0xdf, b] => char::from_u32((a as u32 & 0x1f) << 6 | b as u32 & 0x3f),
        [a @ 0xe0..=0xef, b, c] => char::from_u32((a as u32 & 0xf) << 12 | (b as u32 & 0x3f) << 6 | c as u32 & 0x3f),
        [a @ 0xf0..=0xf7, b, c, d] => {
            char::from_u32((a as u32 & 0x7) << 18 | (b as u32 & 0x3f) << 12 | (c as u32 & 0x3f) << 6 | d as u32 & 0x3f)
        }
        _ => None,
    }
}

/// Hash of a word as it stands in a text, in any case: agrees with [`word`] and with [`super::Token::word`].
#[must_use]
pub fn word_of(text: &str) -> WordHash {
    // Most begin with a letter of ASCII.
    let begins = text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    if begins { word_by_eights(text) } else { mark_or_word(text) }
}

/// Hash of a text that may be a mark.
#[cold]
fn mark_or_word(text: &str) -> WordHash {
    let mark = only_mark(text.as_bytes()).filter(|c| !c.is_alphanumeric() && !is_invisible(*c));
    mark.map_or_else(|| word_by_eights(text), word_of_mark)
}

/// Hash of a word, eight bytes at a time.
#[inline]
fn word_by_eights(text: &str) -> WordHash {
    let (mut hasher, mut rest) = (Hasher::default(), text.as_bytes());
    while let Some((eight, after)) = rest.split_first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        if eight & eights::HIGH != 0 {
            return hasher.with(text, rest.len());
        }
        hasher.eight(eights::lower(eight), 8);
        rest = after;
    }
    match eights::few(rest) {
        _ if rest.is_empty() => hasher.finish(),
        last if last & eights::HIGH == 0 => hasher.last(eights::lower(last)),
        _ => hasher.with(text, rest.len()),
    }
}

/// What a hash leaves out: soft hyphens and characters without width.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Hash of a word, as far as it is read.
#[derive(Clone, Copy)]
pub(super) struct Hasher {
    hash: u64,
    /// Bytes that do not make eight yet, and eight times their number.
    rest: u64,
    bits: u32,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { hash: SEED, rest: 0, bits: 0 }
    }
}

impl Hasher {
    /// Adds the first `count` bytes of `eight`, the others being zero; nothing may be left over from before.
    #[inline]
    pub const fn eight(&mut self, eight: u64, count: u32) {
        if count == 8 {
            self.hash = mix(self.hash, eight);
        } else {
            (self.rest, self.bits) = (eight, 8 * count);
        }
    }

    /// The hash with the last bytes, one to eight of them, the others being zero; nothing may be left over from before.
    #[inline]
    pub const fn last(self, eight: u64) -> WordHash {
        mix(self.hash, eight)
    }

    /// The hash with the last `len` bytes of a word, character by character.
    #[cold]
    fn with(mut self, word: &str, len: usize) -> WordHash {
        word.get(word.len() - len..).unwrap_or("").chars().for_each(|c| self.push(c));
        self.finish()
    }

    /// Adds a byte, in lower case.
    #[inline]
    pub const fn byte(&mut self, byte: u8) {
        self.rest |= (byte as u64) << self.bits;
        self.bits += 8;
        if self.bits == 64 {
            self.hash = mix(self.hash, self.rest);
            (self.rest, self.bits) = (0, 0);
        }
    }

    /// Adds a character in any case.
    pub fn push(&mut self, c: char) {
        match c {
            c if is_invisible(c) => {}
            '’' => self.byte(b'\''),
            c if c.is_ascii() => self.byte(c.to_ascii_lowercase() as u8),
            c => c.to_lowercase().for_each(|low| self.plain(low)),
        }
    }

    /// Adds a character as it is.
    pub fn plain(&mut self, c: char) {
        let mut buffer = [0; 4];
        for &b in c.encode_utf8(&mut buffer).as_bytes() {
            self.byte(b);
        }
    }

    /// The hash of what was added.
    #[inline]
    pub const fn finish(self) -> WordHash {
        if self.bits == 0 { self.hash } else { mix(self.hash, self.rest) }
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

/// A filter for words: most of those that were not added cost one test of a bit.
#[derive(Clone, Debug)]
pub struct WordFilter {
    /// One bit for each word, by the lower part of its hash; a power of two of them.
    bits: Box<[u64]>,
}

impl WordFilter {
    /// A filter that works well for so many words.
    #[must_use]
    pub fn for_words(count: usize) -> Self {
        Self { bits: vec![0; (count / 4).next_power_of_two().clamp(16, 1 << 14)].into() }
    }

    /// Lets a word pass.
    pub fn add(&mut self, word: WordHash) {
        let at = self.at(word);
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= 1 << (word & 63);
        }
    }

    /// Whether the word may have been added: always true of one that was.
    #[must_use]
    #[inline]
    pub fn may_have(&self, word: WordHash) -> bool {
        self.bits.get(self.at(word)).is_some_and(|bits| bits >> (word & 63) & 1 != 0)
    }

    #[inline]
    const fn at(&self, word: WordHash) -> usize {
        (word >> 6) as usize & (self.bits.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hasher, mark_of, word, word_of, word_of_mark};

    #[test]
    fn a_word_has_one_hash_however_it_is_read() {
        for (low, any) in [
            ("shall", "Shall"),
            ("telecommunications", "TeleCommunications"),
            ("provider", "PROVIDER"),
            ("operator's", "Operator’s"),
            ("co-operation", "Co\u{ad}-opera\u{200b}tion"),
            ("", ""),
        ] {
            assert_eq!(word(low), word_of(any), "{low}");
            let mut hasher = Hasher::default();
            any.chars().for_each(|c| hasher.push(c));
            assert_eq!(word(low), hasher.finish(), "{low}");
        }
        for mark in ["(", "“", "—", "§", "’", "\u{0}", "\u{1f4a1}"] {
            let only = mark.chars().next().unwrap();
            assert_eq!(word_of(mark), word_of_mark(only), "{mark}");
            assert_eq!(mark_of(word_of(mark)), only);
        }
        assert_eq!([word("("), word("“"), word("§")], [word_of("("), word_of("“"), word_of("§")]);
        assert_eq!(mark_of(word("provider")), '\0');
        assert_ne!(word("provider"), word("provide"));
        assert_ne!(word_of("Éire"), word_of("eire"));
        assert_eq!(word_of("ÉTAT de"), word_of("état de"));
    }
}
