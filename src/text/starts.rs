//! Where words begin, 64 bytes of text at a time.

use super::classes::Classes;

/// What counts as a byte of a word, and which words are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Words of ASCII letters and digits.
    Ascii,
    /// Words of letters, digits, straight apostrophes and everything beyond ASCII.
    Any,
    /// Words of ASCII letters and digits and everything beyond ASCII, that begin with an ASCII capital.
    Capital,
    /// Words of ASCII letters; beside words, every straight quotation mark and character beyond ASCII.
    Letters,
}

/// Where words begin in `bytes[from..to]`: offsets in `bytes`, in order. In the middle of a word none begins, even if
/// that word begins before `from`.
pub fn beginnings(bytes: &[u8], from: usize, to: usize, inside: Inside) -> WordStarts<'_> {
    let bytes = bytes.get(..to).unwrap_or(bytes);
    let before = from.checked_sub(1).and_then(|i| bytes.get(i..=i)).unwrap_or_default();
    let carry = inside.of(Classes::at(before, 0)).0 & 1;
    WordStarts { bytes, inside, base: from, next: from, mask: 0, carry }
}

impl Inside {
    /// The bytes of words, those with which a wanted word may begin, and those that are wanted wherever they stand.
    #[inline]
    fn of(self, classes: Classes) -> (u64, u64, u64) {
        if self == Self::Letters {
            let letters = classes.letters();
            return (letters, letters, classes.leads() | classes.equal(b'"'));
        }
        let ascii = classes.alphanumerics();
        match self {
            Self::Ascii | Self::Letters => (ascii, ascii, 0),
            Self::Any => {
                let all = ascii | classes.beyond_ascii() | classes.equal(b'\'');
                (all, all, 0)
            }
            Self::Capital => (ascii | classes.beyond_ascii(), classes.capitals(), 0),
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
        if self.mask == 0 && !self.refill() {
            return None;
        }
        let at = self.base + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

impl WordStarts<'_> {
    /// Goes on to the next bytes in which a word begins; says whether there are any.
    #[inline(never)]
    fn refill(&mut self) -> bool {
        while self.mask == 0 && self.next < self.bytes.len() {
            let (inside, wanted, beside) = self.inside.of(Classes::at(self.bytes, self.next));
            self.mask = wanted & !(inside << 1 | self.carry) | beside;
            self.carry = inside >> 63;
            self.base = self.next;
            self.next += 64;
        }
        self.mask != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_after_what_is_in_no_word() {
        let text = "The \"fee\" of \"1\", or ‘Fees’ (A1) for the\tship's Élan Zeal—Ox, on page 12345678901234567890 and on and on, ";
        let text = text.repeat(3);
        let bytes = text.as_bytes();
        for inside in [Inside::Ascii, Inside::Any, Inside::Capital, Inside::Letters] {
            let word = |b: u8| match inside {
                Inside::Ascii => b.is_ascii_alphanumeric(),
                Inside::Any => b.is_ascii_alphanumeric() || b >= 0x80 || b == b'\'',
                Inside::Capital => b.is_ascii_alphanumeric() || b >= 0x80,
                Inside::Letters => b.is_ascii_alphabetic(),
            };
            let beside = |b: u8| inside == Inside::Letters && (b == b'"' || b >= 0xc0);
            for from in 0..70 {
                for to in [from, from + 1, from + 64, from + 130] {
                    let found: Vec<usize> = beginnings(bytes, from, to, inside).collect();
                    let wanted: Vec<usize> = (from..to)
                        .filter(|&i| beside(bytes[i]) || word(bytes[i]) && (i == 0 || !word(bytes[i - 1])))
                        .filter(|&i| inside != Inside::Capital || bytes[i].is_ascii_uppercase())
                        .collect();
                    assert_eq!(found, wanted, "{inside:?} {from} {to}");
                }
            }
        }
    }
}
