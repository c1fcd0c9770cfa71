//! 64 bytes of text at a time: which of them are letters, digits, white space.

use wide::i8x16;

use super::starts::within;

/// Bytes looked at together.
const MANY: usize = 64;

/// The bytes from `at` on; where the text ends before, they are put in `room`, zeros after them.
#[inline]
pub(super) fn piece<'t, const N: usize>(bytes: &'t [u8], at: usize, room: &'t mut [u8; N]) -> &'t [u8; N] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().unwrap_or_else(|| {
        *room = [0; N];
        room.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        room
    })
}

/// 64 bytes of a text. What each of them is comes as a mask: one bit a byte, the first in the lowest place.
#[derive(Clone, Copy)]
pub(super) struct Classes([i8x16; 4]);

impl Classes {
    /// The bytes from `at` on, zeros after the end. Always in place: a call would hand over 64 bytes.
    #[inline(always)]
    pub fn at(bytes: &[u8], at: usize) -> Self {
        Self::of(piece::<MANY>(bytes, at, &mut [0; MANY]))
    }

    /// The first bytes of a piece, which has 64 at least.
    #[inline]
    pub fn of<const N: usize>(piece: &[u8; N]) -> Self {
        let (parts, _) = piece.as_chunks::<16>();
        // A loop, as the compiler calls `map` of an array where it ought to copy 16 bytes.
        let part = |i: usize| {
            let mut signed = [0; 16];
            let part = parts.get(i).into_iter().flatten();
            signed.iter_mut().zip(part).for_each(|(to, from)| *to = from.cast_signed());
            i8x16::new(signed)
        };
        Self([part(0), part(1), part(2), part(3)])
    }

    /// Gathers the highest bit of each byte that `of` gives.
    #[inline]
    fn mask(&self, of: impl Fn(i8x16) -> i8x16) -> u64 {
        let [a, b, c, d] = self.0.map(|part| u64::from(of(part).to_bitmask()));
        a | b << 16 | c << 32 | d << 48
    }

    /// ASCII letters.
    #[inline]
    pub fn letters(&self) -> u64 {
        self.mask(letters)
    }

    /// ASCII digits.
    #[inline]
    pub fn digits(&self) -> u64 {
        self.mask(|part| between(part, b'0', b'9'))
    }

    /// Small ASCII letters.
    #[inline]
    pub fn small(&self) -> u64 {
        self.mask(|part| between(part, b'a', b'z'))
    }

    /// ASCII letters and digits.
    #[inline]
    pub fn alphanumerics(&self) -> u64 {
        self.mask(|part| letters(part) | between(part, b'0', b'9'))
    }

    /// ASCII letters and digits, bytes of characters beyond ASCII, and bytes equal to `byte`.
    #[inline]
    pub fn word_bytes_or(&self, byte: u8) -> u64 {
        let also = i8x16::splat(byte.cast_signed());
        self.mask(|part| letters(part) | between(part, b'0', b'9') | part | part.simd_eq(also))
    }

    /// ASCII letters, bytes of characters beyond ASCII, and bytes equal to `byte`.
    #[inline]
    pub fn letters_and_beyond_or(&self, byte: u8) -> u64 {
        let also = i8x16::splat(byte.cast_signed());
        self.mask(|part| letters(part) | part | part.simd_eq(also))
    }

    /// ASCII capitals.
    #[inline]
    pub fn capitals(&self) -> u64 {
        self.mask(|part| between(part, b'A', b'Z'))
    }

    /// The space and whatever of ASCII stands before it: white space and controls.
    #[inline]
    pub fn spaces(&self) -> u64 {
        self.mask(|part| between(part, 0, b' '))
    }

    /// Bytes of characters beyond ASCII.
    #[inline]
    pub fn beyond_ascii(&self) -> u64 {
        self.mask(|part| part)
    }

    /// First bytes of characters beyond ASCII, and bytes equal to `byte`.
    #[inline]
    pub fn leads_or(&self, byte: u8) -> u64 {
        let also = i8x16::splat(byte.cast_signed());
        self.mask(|part| between(part, 0xc0, u8::MAX) | part.simd_eq(also))
    }

    /// Bytes that are no letters, digits or spaces of ASCII and none of its marks from `'` to `;`.
    #[inline]
    pub fn rare(&self) -> u64 {
        let space = i8x16::splat(b' '.cast_signed());
        !self.mask(|part| letters(part) | between(part, b'\'', b';') | part.simd_eq(space))
    }

    /// Bytes equal to one of `bytes`.
    #[inline]
    pub fn any_of<const N: usize>(&self, bytes: [u8; N]) -> u64 {
        self.mask(|part| {
            bytes.iter().fold(i8x16::default(), |all, &byte| all | part.simd_eq(i8x16::splat(byte.cast_signed())))
        })
    }

    /// Bytes equal to `byte`.
    #[inline]
    pub fn equal(&self, byte: u8) -> u64 {
        self.mask(|part| part.simd_eq(i8x16::splat(byte.cast_signed())))
    }
}

/// The first 64 bytes of a stretch of text as masks: one bit a byte, none after its end.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// ASCII letters and digits.
    pub words: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Bytes of characters beyond ASCII.
    pub beyond: u64,
}

impl Near {
    /// How many bytes are looked at.
    pub const MANY: usize = MANY;

    /// Looks at `bytes[from..to]`.
    #[must_use]
    pub fn of(bytes: &[u8], from: usize, to: usize) -> Self {
        let (classes, own) = (Classes::at(bytes, from), within(to.saturating_sub(from)));
        Self {
            words: classes.alphanumerics() & own,
            digits: classes.digits() & own,
            beyond: classes.beyond_ascii() & own,
        }
    }
}

#[inline]
fn letters(part: i8x16) -> i8x16 {
    between(part | i8x16::splat(0x20), b'a', b'z')
}

/// Bytes from `first` to `last`, moved to the upper end of signed numbers, so that one comparison tells them.
#[inline]
fn between(part: i8x16, first: u8, last: u8) -> i8x16 {
    let moved = part + i8x16::splat(0x7f_u8.wrapping_sub(last).cast_signed());
    moved.simd_gt(i8x16::splat((0x7f - (i16::from(last) - i16::from(first)) - 1) as i8))
}

#[cfg(test)]
mod tests {
    use super::Classes;

    #[test]
    fn classes_are_those_of_single_bytes() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        for from in 0..all.len() {
            let classes = Classes::at(&all, from);
            for (i, byte) in all[from..].iter().take(64).enumerate() {
                let has = |mask: u64| mask >> i & 1 != 0;
                assert_eq!(has(classes.digits()), byte.is_ascii_digit(), "{byte}");
                assert_eq!(has(classes.small()), byte.is_ascii_lowercase(), "{byte}");
                assert_eq!(has(classes.letters()), byte.is_ascii_alphabetic(), "{byte}");
                assert_eq!(has(classes.alphanumerics()), byte.is_ascii_alphanumeric(), "{byte}");
                let word = byte.is_ascii_alphanumeric() || !byte.is_ascii() || *byte == b'\'';
                assert_eq!(has(classes.word_bytes_or(b'\'')), word, "{byte}");
                let on = byte.is_ascii_alphabetic() || !byte.is_ascii() || *byte == b'-';
                assert_eq!(has(classes.letters_and_beyond_or(b'-')), on, "{byte}");
                assert_eq!(has(classes.capitals()), byte.is_ascii_uppercase(), "{byte}");
                assert_eq!(has(classes.spaces()), *byte <= b' ', "{byte}");
                assert_eq!(has(classes.beyond_ascii()), !byte.is_ascii(), "{byte}");
                assert_eq!(has(classes.leads_or(b'"')), *byte >= 0xc0 || *byte == b'"', "{byte}");
                assert_eq!(has(classes.equal(b'\n')), *byte == b'\n', "{byte}");
                assert_eq!(has(classes.any_of([b'.', b','])), matches!(byte, b'.' | b','), "{byte}");
            }
        }
    }
}
