//! Where words begin, and with which bytes.

use super::classes::{Classes, piece};
use super::eights::lowest;
use super::starts::{Inside, within};

/// Bytes that a word is told by.
pub const HEAD: usize = 4;

/// Bytes looked at together, and the rest of a head that begins with the last of them.
const MANY: usize = 64 + HEAD - 1;

/// Calls `visit` with the place in `bytes[from..to]` of each word and its first bytes, zeros after the end of `bytes`, in
/// order. What stands before `from` does not count.
///
/// As [`super::beginnings`], for those that look at every word: all is done in one loop, which the compiler makes for the
/// words at hand, and the heads are read from a piece of fixed size, so that none costs a look at where the text ends.
#[inline]
pub fn heads(bytes: &[u8], from: usize, to: usize, inside: Inside, mut visit: impl FnMut(usize, [u8; HEAD])) {
    let end = to.min(bytes.len());
    let (mut base, mut carry, mut room) = (from, 0, [0; MANY]);
    while base < end {
        let piece = piece(bytes, base, &mut room);
        let (words, wanted, beside) = inside.of(Classes::of(piece));
        let mut mask = (wanted & !(words << 1 | carry) | beside) & within(end - base);
        carry = words >> 63;
        while mask != 0 {
            let at = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if let Some(head) = piece.get(at..).and_then(<[u8]>::first_chunk) {
                visit(base + at, *head);
            }
        }
        base += 64;
    }
}

/// Letters of the longest short word, and bytes that are gone through at a time: of a word that begins with one of these it is
/// known how it goes on.
const SHORT: usize = 8;
const STEP: usize = 64 - SHORT;

/// Calls `visit` with the place in `bytes[from..to]` of each word of two to eight small letters of ASCII, with these as a
/// number, the first in the lowest place, and with how many there are. Some words with capitals and figures behind the first
/// letter are among them, and, eight letters of each, some longer ones. What stands before `from` does not count.
#[inline]
pub fn short_words(bytes: &[u8], from: usize, to: usize, mut visit: impl FnMut(usize, u64, usize)) {
    let end = to.min(bytes.len());
    let (mut base, mut carry, mut room) = (from, 0, [0; 64]);
    while base < end {
        let piece = piece(bytes, base, &mut room);
        let classes = Classes::of(piece);
        let words = classes.alphanumerics();
        // Eight bytes of a word from here on, and one more.
        let eight = [1, 2, 4].into_iter().fold(words, |run, n| run & run >> n);
        let long = eight & words >> SHORT;
        let mut mask = classes.small() & words >> 1 & !(words << 1 | carry | long) & within(STEP.min(end - base));
        carry = words >> (STEP - 1) & 1;
        while mask != 0 {
            let at = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            // No branch: how long a word is, is as good as random.
            let len = (!(words >> at) | 1 << SHORT).trailing_zeros() as usize;
            let eight = piece.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |e| u64::from_le_bytes(*e));
            visit(base + at, lowest(eight, len), len);
        }
        base += STEP;
    }
}

#[cfg(test)]
mod tests {
    use super::{heads, short_words};
    use crate::text::{Inside, beginnings, plain_eight};

    #[test]
    fn short_words_come_with_their_letters() {
        let text = "of the Owner, (a) \"so\" gas12 and 12 days é of it telecommunications and eighteen x ".repeat(4);
        let bytes = text.as_bytes();
        for (from, to) in [(0, 0), (0, 3), (1, 64), (1, 66), (4, 70), (0, bytes.len()), (7, bytes.len())] {
            let mut found = Vec::new();
            short_words(bytes, from, to, |at, word, len| found.push((at, word, len)));
            found.retain(|&(at, _, len)| (2..=8).contains(&len) && !bytes[at + len].is_ascii_alphanumeric());
            let all = beginnings(bytes, from, to, Inside::Ascii).afresh();
            let wanted = all.map(|at| (at, plain_eight(bytes, at))).filter(|&(at, (_, len))| {
                let whole = !bytes.get(at + len).is_some_and(u8::is_ascii_alphanumeric);
                len > 1 && whole && bytes[at].is_ascii_lowercase()
            });
            assert_eq!(found, wanted.map(|(at, (word, len))| (at, word, len)).collect::<Vec<_>>(), "{from} {to}");
        }
    }

    #[test]
    fn each_word_comes_with_its_first_bytes() {
        let text = "of the owner, (a) \"so\" and 12 days é of it ".repeat(4);
        let bytes = text.as_bytes();
        for inside in [Inside::Ascii, Inside::Long, Inside::Any, Inside::Letters] {
            for (from, to) in [(0, 0), (0, 3), (1, 64), (1, 66), (4, 70), (0, bytes.len())] {
                let mut found = Vec::new();
                heads(bytes, from, to, inside, |at, head| found.push((at, head)));
                let wanted = beginnings(bytes, from, to, inside).afresh().map(|at| {
                    let mut head = [0; 4];
                    head.iter_mut().zip(&bytes[at..]).for_each(|(to, from)| *to = *from);
                    (at, head)
                });
                assert_eq!(found, wanted.collect::<Vec<_>>(), "{inside:?} {to}");
            }
        }
    }
}
