//! What a piece of text is known by: a key of 128 bits over its bytes and whatever else hangs on it.

use std::hash::{Hash, Hasher};

/// Equal for equal contents; for others different, but for a chance that is nought in practice: two hashes of 64 bits
/// that have no multiplier in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContentKey(u64, u64);

/// Takes in what a key is made of, piece by piece.
///
/// Strings are taken in with their lengths, so that "ab", "c" and "a", "bc" differ.
#[derive(Clone)]
pub struct ContentHasher(Lanes);

impl Default for ContentHasher {
    fn default() -> Self {
        Self(Lanes(SEEDS.0, SEEDS.1))
    }
}

impl std::fmt::Debug for ContentHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContentHasher({:?})", self.key())
    }
}

impl ContentHasher {
    /// A hasher that has taken in nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the next piece.
    pub fn add(&mut self, piece: impl Hash) {
        piece.hash(&mut self.0);
    }

    /// The key of all that was taken in.
    #[must_use]
    pub fn key(&self) -> ContentKey {
        let Lanes(first, second) = self.0;
        ContentKey(folded(first, FACTORS.1), folded(second, FACTORS.0))
    }
}

/// What the lanes begin with, and what they multiply by: digits of pi, the factors made odd.
const SEEDS: (u64, u64) = (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344);
const FACTORS: (u64, u64) = (0xa409_3822_299f_31d1, 0x082e_fa98_ec4e_6c89);

/// Two hashes side by side, eight bytes at a time.
#[derive(Clone, Copy)]
struct Lanes(u64, u64);

/// Both halves of a product, one on the other.
#[inline]
const fn folded(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    product as u64 ^ (product >> 64) as u64
}

impl Lanes {
    #[inline]
    const fn mix(&mut self, word: u64) {
        self.0 = folded(self.0 ^ word, FACTORS.0).wrapping_add(word);
        self.1 = folded(self.1 ^ word.rotate_left(32), FACTORS.1).wrapping_add(self.1);
    }
}

impl Hasher for Lanes {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.mix(u64::from_le_bytes(*eight));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            for (to, from) in last.iter_mut().zip(rest) {
                *to = *from;
            }
            // Fewer than eight: the highest byte is free to say how many.
            self.mix(u64::from_le_bytes(last) | (rest.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.mix(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.mix(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.mix(n);
    }

    fn write_usize(&mut self, n: usize) {
        self.mix(n as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pieces: &[&str]) -> ContentKey {
        let mut hasher = ContentHasher::new();
        for piece in pieces {
            hasher.add(piece);
        }
        hasher.key()
    }

    #[test]
    fn equal_contents_have_equal_keys() {
        assert_eq!(key(&["a ship", "shall"]), key(&["a ship", "shall"]));
        assert_ne!(key(&["a ship", "shall"]), key(&["a ship shall"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    }

    #[test]
    fn contents_that_differ_little_have_other_keys() {
        let mut keys = std::collections::HashSet::new();
        let mut halves = [std::collections::HashSet::new(), std::collections::HashSet::new()];
        let mut count = 0;
        let mut see = |pieces: &[&str]| {
            let key = key(pieces);
            count += 1;
            keys.insert(key);
            halves[0].insert(key.0);
            halves[1].insert(key.1);
        };
        let text = "The operator shall keep the register, and a copy of it.\0\0\0\0\0\0\0\0";
        for at in 0..=text.len() {
            see(&[&text[..at]]);
            see(&[&text[..at], &text[at..]]);
            for letter in ["a", "b", "\0", "\u{1}", "\u{7f}"] {
                see(&[&text[..at], letter, "", &text[at..]]);
                see(&["", &text[..at], letter, &text[at..]]);
            }
        }
        assert_eq!((keys.len(), halves[0].len(), halves[1].len()), (count, count, count));
    }
}
