//! Where words begin, 64 bytes of text at a time.

use super::classes::Classes;
use super::heads::HEAD;

/// What counts as a byte of a word, and which words are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Words of ASCII letters and digits.
    Ascii,
    /// Words of ASCII letters, those with [`HEAD`](super::HEAD) bytes at least, hyphens and characters beyond ASCII counted
    /// with them. What follows a figure counts as a word, too.
    Long,
    /// Words of letters, digits, straight apostrophes and everything beyond ASCII.
    Any,
    /// Words of ASCII letters; beside words, every straight quotation mark and character beyond ASCII.
    Letters,
}

/// Where words begin in `bytes[from..to]`: offsets in `bytes`, in order. In the middle of a word none begins, even if
/// that word begins before `from`.
pub fn beginnings(bytes: &[u8], from: usize, to: usize, inside: Inside) -> WordStarts<'_> {
    let end = to.min(bytes.len());
    let before = from.checked_sub(1).and_then(|i| bytes.get(i..=i)).unwrap_or_default();
    let carry = inside.of(Classes::at(before, 0)).0 & 1;
    WordStarts { bytes, end, inside, base: from, next: from, mask: 0, carry }
}

impl Inside {
    /// The bytes of words, those with which a wanted word may begin, and those that are wanted wherever they stand.
    ///
    /// Always in place: where the kind is known, only what it asks for is worked out.
    #[inline(always)]
    pub(super) fn of(self, classes: Classes) -> (u64, u64, u64) {
        let alike = |bytes| (bytes, bytes, 0);
        match self {
            Self::Ascii => alike(classes.alphanumerics()),
            Self::Long => {
                let (words, on) = (classes.letters(), classes.letters_and_beyond_or(b'-'));
                // How a word goes on after the bytes at hand is not known.
                let long = (1..HEAD).fold(words, |long, n| long & (on >> n | !(u64::MAX >> n)));
                (words, long, 0)
            }
            Self::Any => alike(classes.word_bytes_or(b'\'')),
            Self::Letters => {
                let letters = classes.letters();
                (letters, letters, classes.leads_or(b'"'))
            }
        }
    }
}

/// See [`beginnings`].
#[derive(Clone, Debug)]
pub struct WordStarts<'t> {
    bytes: &'t [u8],
    end: usize,
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
    /// The same as if nothing stood before the first byte.
    #[must_use]
    pub const fn afresh(self) -> Self {
        Self { carry: 0, ..self }
    }

    /// Goes on to the next bytes in which a word begins; says whether there are any.
    #[inline(never)]
    fn refill(&mut self) -> bool {
        while self.mask == 0 && self.next < self.end {
            let (inside, wanted, beside) = self.inside.of(Classes::at(self.bytes, self.next));
            self.mask = (wanted & !(inside << 1 | self.carry) | beside) & within(self.end - self.next);
            self.carry = inside >> 63;
            self.base = self.next;
            self.next += 64;
        }
        self.mask != 0
    }
}

/// The places of the first `count` bytes of a mask.
#[inline]
pub(super) const fn within(count: usize) -> u64 {
    if count < 64 { (1 << count) - 1 } else { u64::MAX }
}

/// Where one of `marks` stands in `bytes[from..to]`: offsets in `bytes`, in order.
pub fn places_of<const N: usize>(bytes: &[u8], from: usize, to: usize, marks: [u8; N]) -> impl Iterator<Item = usize> {
    places(bytes, from, to, move |classes| classes.any_of(marks))
}

/// Where capitals of ASCII stand in `bytes[from..to]`, as [`places_of`].
pub fn capitals_of(bytes: &[u8], from: usize, to: usize) -> impl Iterator<Item = usize> {
    places(bytes, from, to, |classes| classes.capitals())
}

/// Where bytes stand of which `mask` says so.
#[inline(always)]
fn places(bytes: &[u8], from: usize, to: usize, mask_of: impl Fn(Classes) -> u64) -> impl Iterator<Item = usize> {
    let end = to.min(bytes.len());
    let (mut base, mut next, mut mask) = (from, from, 0u64);
    std::iter::from_fn(move || {
        while mask == 0 {
            if next >= end {
                return None;
            }
            mask = mask_of(Classes::at(bytes, next)) & within(end - next);
            (base, next) = (next, next + 64);
        }
        let at = base + mask.trailing_zeros() as usize;
        mask &= mask - 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_after_what_is_in_no_word() {
        let text = "The \"fee\" of \"1\", or ‘Fees’ (A1) for the\tship's Élan Zeal—Ox, on page 12345678901234567890 and on and on, ";
        let text = text.repeat(3);
        let bytes = text.as_bytes();
        for inside in [Inside::Ascii, Inside::Any, Inside::Letters] {
            let word = |b: u8| match inside {
                Inside::Ascii | Inside::Long => b.is_ascii_alphanumeric(),
                Inside::Any => b.is_ascii_alphanumeric() || b >= 0x80 || b == b'\'',
                Inside::Letters => b.is_ascii_alphabetic(),
            };
            let beside = |b: u8| inside == Inside::Letters && (b == b'"' || b >= 0xc0);
            for from in 0..70 {
                for to in [from, from + 1, from + 64, from + 130] {
                    let found: Vec<usize> = beginnings(bytes, from, to, inside).collect();
                    let wanted: Vec<usize> = (from..to)
                        .filter(|&i| beside(bytes[i]) || word(bytes[i]) && (i == 0 || !word(bytes[i - 1])))
                        .collect();
                    assert_eq!(found, wanted, "{inside:?} {from} {to}");
                }
            }
        }
    }
    #[test]
    fn marks_are_found_wherever_they_stand() {
        let text = "(a) 12 [x] and so on and on) “to the End”]. ".repeat(4);
        let bytes = text.as_bytes();
        let marks = [b'(', b')', b'[', b']', 0xe2];
        for from in 0..70 {
            for to in [from, from + 1, from + 64, from + 90, bytes.len() + 1] {
                let wanted: Vec<usize> = (from..to.min(bytes.len())).filter(|&i| marks.contains(&bytes[i])).collect();
                assert_eq!(places_of(bytes, from, to, marks).collect::<Vec<_>>(), wanted, "{from} {to}");
                let wanted = (from..to.min(bytes.len())).filter(|&i| bytes[i].is_ascii_uppercase());
                assert_eq!(capitals_of(bytes, from, to).collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{from} {to}");
            }
        }
    }

    #[test]
    fn a_word_begins_where_what_stands_before_does_not_count() {
        let found = |afresh: bool| {
            let words = beginnings(b"1Text on", 1, 8, Inside::Any);
            if afresh { words.afresh().collect::<Vec<_>>() } else { words.collect() }
        };
        assert_eq!((found(false), found(true)), (vec![6], vec![1, 6]));
    }
}
