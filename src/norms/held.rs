//! The words of norms: those of all that were read together stand in one list, and each norm holds its part of it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The words of one norm, by hash, sorted, each once. It is read as a slice; while norms are still being read, as an empty
/// one.
#[derive(Clone, Default)]
pub struct WordList {
    /// The words of all norms, once all are there.
    all: Option<Arc<Vec<u32>>>,
    from: u32,
    len: u32,
}

impl WordList {
    /// What was added to the words of all norms from `from` on.
    pub(super) fn last(all: &[u32], from: usize) -> Self {
        Self { all: None, from: from as u32, len: (all.len() - from) as u32 }
    }

    /// Its part of the words of all norms, while these are still being read.
    pub(super) fn of<'w>(&self, all: &'w [u32]) -> &'w [u32] {
        all.get(self.from as usize..self.from as usize + self.len as usize).unwrap_or_default()
    }

    /// Where its part begins in the words of all norms.
    pub(super) const fn from(&self) -> u32 {
        self.from
    }

    /// Gives it the words of all norms that were read with its own; norms of an earlier reading have theirs. Says whether it
    /// is a part of these words.
    pub(super) fn share(&mut self, all: &Arc<Vec<u32>>) -> bool {
        Arc::ptr_eq(self.all.get_or_insert_with(|| Arc::clone(all)), all)
    }
}

impl Deref for WordList {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        self.all.as_ref().map_or(&[], |all| self.of(all))
    }
}

impl<'w> IntoIterator for &'w WordList {
    type Item = &'w u32;
    type IntoIter = std::slice::Iter<'w, u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

impl Serialize for WordList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WordList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::deserialize(deserializer)?;
        let len = words.len() as u32;
        Ok(Self { all: Some(Arc::new(words)), from: 0, len })
    }
}
