//! Eight bytes of text at a time in one number: which of them are letters, and all in lower case.

const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte: what the functions here set for a byte that is asked for.
pub(super) const HIGH: u64 = 0x80 * ONES;
/// The bit that tells a small letter from a capital; digits have it too.
pub(super) const SMALL: u64 = 0x20 * ONES;

/// The eight bytes from `at` on, the first in the lowest place; zeros after the end.
#[inline]
pub(super) fn at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..) {
        Some(rest) => rest.first_chunk().map_or_else(|| at_end(rest), |eight| u64::from_le_bytes(*eight)),
        None => 0,
    }
}

/// The eight bytes from `at` on, the first in the lowest place, letters of ASCII in lower case. Other bytes may be others
/// here, the same ones always; after the end stand spaces.
#[must_use]
#[inline]
pub fn small_eight(bytes: &[u8], at: usize) -> u64 {
    self::at(bytes, at) | SMALL
}

/// The letters and digits of ASCII from `at` on, eight at most: as they are, the first in the lowest place, and how many.
#[must_use]
#[inline]
pub fn plain_eight(bytes: &[u8], at: usize) -> (u64, usize) {
    let eight = self::at(bytes, at);
    let count = (others(eight).trailing_zeros() / 8) as usize;
    (lowest(eight, count), count)
}

/// The lowest bytes of a number, eight at most.
#[must_use]
#[inline]
pub const fn lowest(eight: u64, bytes: usize) -> u64 {
    if bytes < 8 { eight & ((1 << (8 * bytes)) - 1) } else { eight }
}

/// The last bytes of a text, fewer than eight.
#[cold]
fn at_end(rest: &[u8]) -> u64 {
    few(rest)
}

/// Fewer than eight bytes, the first in the lowest place; zeros after them.
#[inline]
pub(super) fn few(rest: &[u8]) -> u64 {
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
const fn letters(eight: u64) -> u64 {
    between((eight | SMALL) & !HIGH, b'a', b'z') & !eight
}

/// ASCII capitals.
#[inline]
const fn capitals(eight: u64) -> u64 {
    between(eight & !HIGH, b'A', b'Z') & !eight
}

/// ASCII digits.
#[inline]
const fn digits(eight: u64) -> u64 {
    between(eight & !HIGH, b'0', b'9') & !eight
}

/// What is neither an ASCII letter nor an ASCII digit.
#[inline]
pub(super) const fn others(eight: u64) -> u64 {
    !(letters(eight) | digits(eight)) & HIGH
}

/// ASCII capitals turned into small letters; without bytes beyond ASCII.
#[inline]
pub(super) const fn lower(eight: u64) -> u64 {
    eight | capitals(eight) >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_are_numbers() {
        let text = b"Act, telecommunications (2)";
        assert_eq!(plain_eight(text, 0), (u64::from_le_bytes(*b"Act\0\0\0\0\0"), 3));
        assert_eq!(plain_eight(text, 5), (u64::from_le_bytes(*b"telecomm"), 8));
        assert_eq!(plain_eight(text, 3), (0, 0));
        assert_eq!(plain_eight(text, 25), (u64::from(b'2'), 1));
        assert_eq!(small_eight(b"ACT (2)", 0), u64::from_le_bytes(*b"act (2) "));
        assert_eq!(lowest(small_eight(text, 0), 3), u64::from_le_bytes(*b"act\0\0\0\0\0"));
    }

    #[test]
    fn classes_are_those_of_single_bytes() {
        for byte in 0..=u8::MAX {
            let eight = u64::from_le_bytes([b'a', byte, b'9', byte, b' ', b'Z', byte, 0xc3]);
            let flag = |mask: u64, i: u32| mask >> (8 * i + 7) & 1 != 0;
            for i in [1, 3, 6] {
                assert_eq!(flag(letters(eight), i), byte.is_ascii_alphabetic(), "{byte}");
                assert_eq!(flag(capitals(eight), i), byte.is_ascii_uppercase(), "{byte}");
                assert_eq!(flag(digits(eight), i), byte.is_ascii_digit(), "{byte}");
                assert_eq!(flag(others(eight), i), !byte.is_ascii_alphanumeric(), "{byte}");
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
}
