//! Whether a text is English, so that rules about English words leave other languages alone.

use super::starts::{Inside, beginnings};
use super::tokens::plain_word;
use super::words::{WordHash, word};

/// Bytes looked at: enough words to tell, few enough to cost nothing.
const SAMPLE: usize = 4096;
/// Words below which a text says too little about its language.
const FEW: usize = 60;
/// Small words that no other language has so many of.
const WORDS: [&str; 14] =
    ["the", "of", "and", "to", "for", "by", "shall", "with", "this", "that", "is", "be", "any", "not"];

/// What small words are told by: most other words by none of it.
struct Small {
    hashes: [WordHash; WORDS.len()],
    /// One bit for each of the hashes, by its low bits.
    bits: u64,
    /// One bit for each first letter, by its low bits.
    firsts: u32,
}

const SMALL: Small = {
    let (mut small, mut i) = (Small { hashes: [0; WORDS.len()], bits: 0, firsts: 0 }, 0);
    while i < WORDS.len() {
        let hash = word(WORDS[i]);
        small.hashes[i] = hash;
        small.bits |= 1 << (hash & 63);
        small.firsts |= 1 << (WORDS[i].as_bytes()[0] & 31);
        i += 1;
    }
    small
};

/// Whether a small word begins at `at`. A word beyond ASCII is none of them.
fn is_small(bytes: &[u8], at: usize) -> bool {
    let first = bytes.get(at).map_or(0, |byte| byte & 31);
    if SMALL.firsts >> first & 1 == 0 {
        return false;
    }
    let hash = plain_word(bytes, at).map_or(0, |(_, hash)| hash);
    SMALL.bits >> (hash & 63) & 1 != 0 && SMALL.hashes.contains(&hash)
}

/// Whether a text reads as English: at least one word in ten among the small words of English, or too few words to
/// tell. Looks at the beginning of the text and at its middle.
#[must_use]
pub fn is_english(text: &str) -> bool {
    let bytes = text.as_bytes();
    let middle = floor(text, (text.len() / 2).max(SAMPLE / 2));
    let pieces = [(0, floor(text, SAMPLE / 2)), (middle, floor(text, middle.saturating_add(SAMPLE / 2)))];
    let (mut words, mut small, mut before) = (0, 0, 0);
    for (from, to) in pieces {
        for at in beginnings(bytes, from, to, Inside::Any) {
            words += usize::from(!bytes.get(at).is_some_and(u8::is_ascii_digit));
            if is_small(bytes, at) {
                small += 1;
                // Enough of them, even if all that is left were words of one letter.
                let left = SAMPLE.saturating_sub(before + at - from);
                if small * 10 > words + left / 2 + 1 {
                    return true;
                }
            }
        }
        before += to - from;
    }
    words < FEW || small * 10 >= words
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::is_english;

    #[test]
    fn tells_english_from_other_languages() {
        let english = "The operator shall keep the records of each call for a period of two years. ".repeat(9);
        let german = "Der Betreiber hat die Aufzeichnungen jeder Verbindung zwei Jahre lang zu bewahren. ".repeat(9);
        let french = "L’exploitant conserve les relevés de chaque appel pendant une durée de deux ans. ".repeat(9);
        assert!(is_english(&english));
        assert!(!is_english(&german));
        assert!(!is_english(&french));
        assert!(is_english("Ein Satz."), "too short to tell");
        assert!(is_english(""));
    }
}
