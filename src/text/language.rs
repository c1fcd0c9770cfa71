//! Whether a text is English, so that rules about English words leave other languages alone.

use super::classes::Classes;
use super::heads::{HEAD, heads};
use super::starts::{Inside, within};
use super::tokens::plain_word;
use super::words::{WordHash, word};

/// Bytes looked at: enough words to tell, few enough to cost nothing.
const SAMPLE: usize = 4096;
/// Bytes looked at before it is asked whether that was enough.
const STEP: usize = 512;
/// Words below which a text says too little about its language.
const FEW: usize = 60;
/// Small words that no other language has so many of.
const WORDS: [&str; 14] =
    ["the", "of", "and", "to", "for", "by", "shall", "with", "this", "that", "is", "be", "any", "not"];

/// What small words are told by: most other words by none of it.
struct Small {
    hashes: [WordHash; WORDS.len()],
    /// One bit for each second letter, by its low bits; one entry for each first letter.
    pairs: [u32; 32],
}

const SMALL: Small = {
    let (mut small, mut i) = (Small { hashes: [0; WORDS.len()], pairs: [0; 32] }, 0);
    while i < WORDS.len() {
        let letters = WORDS[i].as_bytes();
        small.hashes[i] = word(WORDS[i]);
        small.pairs[(letters[0] & 31) as usize] |= 1 << (letters[1] & 31);
        i += 1;
    }
    small
};

/// Whether a small word begins at `at`, with those bytes. A word beyond ASCII is none of them.
fn is_small(bytes: &[u8], at: usize, head: [u8; HEAD]) -> bool {
    let [first, second, ..] = head;
    SMALL.pairs[usize::from(first & 31)] >> (second & 31) & 1 != 0
        && plain_word(bytes, at).is_some_and(|(_, hash)| SMALL.hashes.contains(&hash))
}

/// Whether a text reads as English: at least one word in ten among the small words of English, or too few words to
/// tell. Looks at the beginning of the text and at its middle.
#[must_use]
pub fn is_english(text: &str) -> bool {
    let bytes = text.as_bytes();
    let middle = floor(text, (text.len() / 2).max(SAMPLE / 2));
    let pieces = [(0, floor(text, SAMPLE / 2)), (middle, floor(text, middle.saturating_add(SAMPLE / 2)))];
    // To count words costs little, and tells how many small ones are enough.
    let words: usize = pieces.iter().map(|&(from, to)| count_words(bytes, from, to)).sum();
    if words < FEW {
        return true;
    }
    let (mut left, mut steps) = (words.div_ceil(10), pieces.into_iter().flat_map(steps));
    while let Some((from, to)) = steps.next().filter(|_| left > 0) {
        each_word(bytes, from, to, |at, head| left = left.saturating_sub(usize::from(is_small(bytes, at, head))));
    }
    left == 0
}

/// A range in steps.
fn steps((from, to): (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    (from..to).step_by(STEP).map(move |at| (at, to.min(at + STEP)))
}

/// Whether a word goes on at `at`: what stands there is not its beginning.
fn is_parted(bytes: &[u8], at: usize) -> bool {
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | 0x80..);
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(inside)
}

/// How many words begin in a range and are no figures.
fn count_words(bytes: &[u8], from: usize, to: usize) -> usize {
    let (mut count, mut carry) = (0, u64::from(is_parted(bytes, from)));
    for at in (from..to).step_by(64) {
        let classes = Classes::at(bytes, at);
        let words = classes.word_bytes_or(b'\'');
        count += (words & !(words << 1 | carry) & !classes.digits() & within(to - at)).count_ones() as usize;
        carry = words >> 63;
    }
    count
}

/// Gives the words that begin in a range and are no figures, with their first bytes. Where the range begins inside a word,
/// that word begins before it.
#[inline]
fn each_word(bytes: &[u8], from: usize, to: usize, mut see: impl FnMut(usize, [u8; HEAD])) {
    let parted = is_parted(bytes, from);
    heads(bytes, from, to, Inside::Any, |at, head| {
        if !(head[0].is_ascii_digit() || parted && at == from) {
            see(at, head);
        }
    });
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
    use super::{count_words, each_word, is_english};

    #[test]
    fn words_are_counted_as_they_are_gone_through() {
        let text = "The operator’s 3 records, the user's 12b and É of 1990-A ".repeat(5);
        for from in 0..70 {
            for to in [from, from + 1, from + 64, from + 130, text.len()] {
                let mut words = 0;
                each_word(text.as_bytes(), from, to, |_, _| words += 1);
                assert_eq!(count_words(text.as_bytes(), from, to), words, "{from} {to}");
            }
        }
    }

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
