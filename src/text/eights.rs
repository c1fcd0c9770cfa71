//! Eight bytes of text at a time in one number: which of them are letters, where words begin.

const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte: what the functions here set for a byte that is asked for.
pub(super) const HIGH: u64 = 0x80 * ONES;

/// The eight bytes from `at` on, the first in the lowest place; zeros after the end.
#[inline]
pub(super) fn at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..) {
        Some(rest) => rest.first_chunk().map_or_else(|| end(rest), |eight| u64::from_le_bytes(*eight)),
        None => 0,
    }
}

/// Fewer than eight bytes.
#[inline]
fn end(rest: &[u8]) -> u64 {
    let len = rest.len();
    if let (Some(&first), Some(&last)) = (rest.first_chunk(), rest.last_chunk()) {
        return u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << (8 * (len - 4));
    }
    let byte = |i: usize| rest.get(i).map_or(0, |&b| u64::from(b) << (8 * i));
    byte(0) | byte(1) | byte(2)
}

/// Bytes from `first` to `last`, both ASCII, `word` having no byte beyond ASCII.
#[inline]
const fn between(word: u64, first: u8, last: u8) -> u64 {
    // No sum goes over the edge of its byte.
    let from = word + (0x80 - first as u64) * ONES;
    let past = word + (0x7f - last as u64) * ONES;
    from & !past & HIGH
}

/// ASCII letters.
#[inline]
pub(super) const fn letters(eight: u64) -> u64 {
    between((eight | (0x20 * ONES)) & !HIGH, b'a', b'z') & !eight
}

/// ASCII capitals.
#[inline]
pub(super) const fn capitals(eight: u64) -> u64 {
    between(eight & !HIGH, b'A', b'Z') & !eight
}

/// ASCII digits.
#[inline]
pub(super) const fn digits(eight: u64) -> u64 {
    between(eight & !HIGH, b'0', b'9') & !eight
}

/// ASCII capitals turned into small letters; without bytes beyond ASCII.
#[inline]
pub(super) const fn lower(eight: u64) -> u64 {
    eight | capitals(eight) >> 2
}

/// Bytes equal to `byte`.
#[inline]
const fn equal(eight: u64, byte: u8) -> u64 {
    let differs = eight ^ (byte as u64 * ONES);
    !(((differs & !HIGH) + !HIGH) | differs) & HIGH
}

/// Where the next byte stands, from `from` on, that is one of `marks`.
#[must_use]
pub fn next_of<const N: usize>(bytes: &[u8], from: usize, marks: [u8; N]) -> Option<usize> {
    let mut at = from;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        let found = marks.iter().fold(0, |found, mark| found | equal(eight, *mark));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|b| marks.contains(b)).map(|i| at + i)
}

/// What counts as a byte of a word, and which words are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Words of ASCII letters and digits.
    Ascii,
    /// Words of letters, digits, straight apostrophes and everything beyond ASCII.
    Any,
    /// Words of ASCII letters and digits and everything beyond ASCII, that begin with an ASCII capital.
    Capital,
}

/// Where words begin in `bytes[from..to]`: offsets in `bytes`, in order. In the middle of a word none begins, even if
/// that word begins before `from`.
pub fn beginnings(bytes: &[u8], from: usize, to: usize, inside: Inside) -> WordStarts<'_> {
    let bytes = bytes.get(..to).unwrap_or(bytes);
    let before = from.checked_sub(1).and_then(|i| bytes.get(i)).map_or(0, |&b| u64::from(b) << 56);
    WordStarts { bytes, inside, base: from, next: from, mask: 0, carry: inside.of(before).0 >> 63 }
}

impl Inside {
    /// The bytes of words, and those with which a wanted word may begin.
    #[inline]
    const fn of(self, eight: u64) -> (u64, u64) {
        let ascii = letters(eight) | digits(eight);
        match self {
            Self::Ascii => (ascii, ascii),
            Self::Any => {
                let all = ascii | eight & HIGH | equal(eight, b'\'');
                (all, all)
            }
            Self::Capital => (ascii | eight & HIGH, capitals(eight)),
        }
    }
}

/// See [`beginnings`].
#[derive(Clone, Debug)]
pub struct WordStarts<'t> {
    bytes: &'t [u8],
    inside: Inside,
    /// Where the bytes at hand begin, and where the next ones do.
    base: usize,
    next: usize,
    /// Where words begin in them, one bit a byte.
    mask: u64,
    /// 1 where the byte before `next` is one of a word.
    carry: u64,
}

impl Iterator for WordStarts<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            let rest = self.bytes.get(self.next..).filter(|r| !r.is_empty())?;
            self.base = self.next;
            self.next += 64;
            self.mask = match rest.first_chunk() {
                Some(whole) => self.gather(whole),
                None => {
                    let mut piece = [0; 64];
                    piece.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    self.gather(&piece)
                }
            };
        }
        let at = self.base + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

impl WordStarts<'_> {
    fn gather(&mut self, piece: &[u8; 64]) -> u64 {
        // One loop a kind.
        match self.inside {
            Inside::Ascii => self.gather_as(piece, |eight| Inside::Ascii.of(eight)),
            Inside::Any => self.gather_as(piece, |eight| Inside::Any.of(eight)),
            Inside::Capital => self.gather_as(piece, |eight| Inside::Capital.of(eight)),
        }
    }

    #[inline]
    fn gather_as(&mut self, piece: &[u8; 64], of: impl Fn(u64) -> (u64, u64)) -> u64 {
        let (eights, _) = piece.as_chunks::<8>();
        let (mut mask, mut carry) = (0, self.carry);
        for (i, eight) in eights.iter().enumerate() {
            let (inside, wanted) = of(u64::from_le_bytes(*eight));
            let begins = wanted & !(inside << 8 | carry << 7);
            carry = inside >> 63;
            // The highest bit of each byte, gathered.
            mask |= ((begins >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
        }
        self.carry = carry;
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_single_bytes() {
        for byte in 0..=u8::MAX {
            let eight = u64::from_le_bytes([b'a', byte, b'9', byte, b' ', b'Z', byte, 0xc3]);
            let flag = |mask: u64, i: u32| mask >> (8 * i + 7) & 1 != 0;
            for i in [1, 3, 6] {
                assert_eq!(flag(letters(eight), i), byte.is_ascii_alphabetic(), "{byte}");
                assert_eq!(flag(capitals(eight), i), byte.is_ascii_uppercase(), "{byte}");
                assert_eq!(flag(digits(eight), i), byte.is_ascii_digit(), "{byte}");
                assert_eq!(flag(equal(eight, b'\''), i), byte == b'\'', "{byte}");
            }
            assert!(flag(letters(eight), 0) && !flag(letters(eight), 7), "{byte}");
            if byte.is_ascii() {
                let low = u64::from_le_bytes([byte.to_ascii_lowercase(); 8]);
                assert_eq!(lower(u64::from_le_bytes([byte; 8])), low, "{byte}");
            }
        }
        for len in 0..12 {
            let text = &b"abcdefghijkl"[..len];
            let mut wanted = [0; 8];
            wanted.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
            assert_eq!(at(text, 0), u64::from_le_bytes(wanted), "{len}");
        }
    }

    #[test]
    fn the_next_mark_is_found_wherever_it_stands() {
        let text = "(a) 12 [x] and so on and on) “to the end”]".as_bytes();
        let marks = [b'(', b')', b'[', b']', 0xe2];
        for from in 0..=text.len() + 1 {
            let wanted = (from..text.len()).find(|&i| marks.contains(&text[i]));
            assert_eq!(next_of(text, from, marks), wanted, "{from}");
        }
    }

    #[test]
    fn words_begin_after_what_is_in_no_word() {
        let text = "The fee, or ‘Fees’ (A1) for the\tship's Élan Zeal—Ox, on page 12345678901234567890 and on and on, ";
        let text = text.repeat(3);
        let bytes = text.as_bytes();
        for inside in [Inside::Ascii, Inside::Any, Inside::Capital] {
            let word = |b: u8| match inside {
                Inside::Ascii => b.is_ascii_alphanumeric(),
                Inside::Any => b.is_ascii_alphanumeric() || b >= 0x80 || b == b'\'',
                Inside::Capital => b.is_ascii_alphanumeric() || b >= 0x80,
            };
            for from in 0..70 {
                for to in [from, from + 1, from + 64, from + 130] {
                    let found: Vec<usize> = beginnings(bytes, from, to, inside).collect();
                    let wanted: Vec<usize> = (from..to)
                        .filter(|&i| word(bytes[i]) && (i == 0 || !word(bytes[i - 1])))
                        .filter(|&i| inside != Inside::Capital || bytes[i].is_ascii_uppercase())
                        .collect();
                    assert_eq!(found, wanted, "{inside:?} {from} {to}");
                }
            }
        }
    }
}
