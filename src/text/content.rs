//! What a piece of text is known by: a key of 128 bits over its bytes and whatever else hangs on it.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHasher;

/// Equal for equal contents; for others different, but for a chance that is nought in practice: two hashes of
/// different makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ContentKey(u64, u64);

/// Takes in what a key is made of, piece by piece.
///
/// Strings are taken in with their lengths, so that "ab", "c" and "a", "bc" differ.
#[derive(Clone, Default)]
pub struct ContentHasher {
    first: DefaultHasher,
    second: FxHasher,
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
        piece.hash(&mut self.first);
        piece.hash(&mut self.second);
    }

    /// The key of all that was taken in.
    #[must_use]
    pub fn key(&self) -> ContentKey {
        ContentKey(self.first.finish(), self.second.finish())
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
}
