//! A filter for words by how they begin, so that most words of a text cost one test of a bit.

use super::starts::{Inside, beginnings};

/// Beginnings of words, ASCII case aside. It may let a word pass that begins otherwise, and never holds one back that
/// begins so.
#[derive(Clone, Debug)]
pub struct Beginnings {
    /// By a hash of the first four bytes.
    four: Box<[u64]>,
    /// By the first two bytes, for beginnings that are no longer.
    two: Box<[u64]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self { four: vec![0; 1024].into(), two: vec![0; 1024].into() }
    }
}

impl Beginnings {
    /// Adds a beginning, in lower case; an empty one lets everything pass.
    pub fn add(&mut self, beginning: &str) {
        match *beginning.as_bytes() {
            [a, b, c, d, ..] => set(&mut self.four, hash([a, b, c, d])),
            [a, b, c] => (0..=u8::MAX).for_each(|d| set(&mut self.four, hash([a, b, c, d]))),
            [a, b] => set(&mut self.two, pair(a, b)),
            [a] => (0..=u8::MAX).for_each(|b| set(&mut self.two, pair(a, b))),
            [] => self.two.fill(u64::MAX),
        }
    }

    /// Whether a word that stands at `at` may begin so; always true where its first four bytes are not all ASCII.
    #[must_use]
    #[inline]
    pub fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let first = match text.get(at..) {
            Some([a, b, c, d, ..]) => [*a, *b, *c, *d],
            Some(rest) => {
                let mut first = [b' '; 4];
                first.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                first
            }
            None => return false,
        };
        u32::from_le_bytes(first) & 0x8080_8080 != 0
            || has(&self.four, hash(first))
            || has(&self.two, pair(first[0], first[1]))
    }
}

impl Beginnings {
    /// Where, from `from` on and before `to`, words of ASCII letters and figures stand that may begin so: offsets of
    /// their first bytes.
    pub fn find<'a>(&'a self, text: &'a [u8], from: usize, to: usize) -> impl Iterator<Item = usize> + 'a {
        beginnings(text, from, to, Inside::Ascii).filter(|&at| self.may_begin(text, at))
    }
}

/// Letters of either case have the same hash; so have a few marks, which does no harm.
#[inline]
const fn hash(bytes: [u8; 4]) -> usize {
    ((u32::from_le_bytes(bytes) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

#[inline]
const fn pair(a: u8, b: u8) -> usize {
    ((a | 0x20) as usize) << 8 | (b | 0x20) as usize
}

fn set(bits: &mut [u64], at: usize) {
    if let Some(word) = bits.get_mut(at >> 6) {
        *word |= 1 << (at & 63);
    }
}

#[inline]
fn has(bits: &[u64], at: usize) -> bool {
    bits.get(at >> 6).is_some_and(|word| word >> (at & 63) & 1 != 0)
}

#[cfg(test)]
mod tests {
    use super::Beginnings;

    #[test]
    fn what_was_added_passes_in_any_case() {
        let mut some = Beginnings::default();
        for word in ["carrier", "fee", "at", "x"] {
            some.add(word);
        }
        for text in ["Carriers", "CARR", "fee", "Fees", "at", "AT sea", "x", "X2", "école"] {
            assert!(some.may_begin(text.as_bytes(), 0), "{text}");
        }
        for text in ["car", "ship", "fed", "an", "y"] {
            assert!(!some.may_begin(text.as_bytes(), 0), "{text}");
        }
        assert!(!some.may_begin(b"x", 1));
        let text = "a fee, or (fees) for the ship's carriers";
        let found: Vec<&str> = some.find(text.as_bytes(), 0, text.len()).map(|at| &text[at..at + 3]).collect();
        assert_eq!(found, ["fee", "fee", "car"]);
    }
}
