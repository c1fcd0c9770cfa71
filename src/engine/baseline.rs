//! What was there before: findings that are known, and so do not count.

use rustc_hash::FxHashMap;

use super::place::{Found, Standing};

/// What a known finding is recognised by: its file, its rule and the words around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The file, as a path from the project's root with `/` between its parts.
    pub file: String,
    /// The rule's code.
    pub code: String,
    /// See [`super::fingerprint`].
    pub fingerprint: u64,
}

/// Known findings, each with how often it occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How often each occurs.
    pub known: FxHashMap<Key, u32>,
}

impl Baseline {
    /// A baseline of all findings that count.
    #[must_use]
    pub fn of<'a>(found: impl Iterator<Item = &'a Found>, file: impl Fn(&Found) -> String) -> Self {
        let mut known = FxHashMap::default();
        for f in found.filter(|f| f.is_live()) {
            *known.entry(key(f, file(f))).or_insert(0) += 1;
        }
        Self { known }
    }

    /// Marks the findings that are known, each as often as the baseline holds it; says how many entries met nothing.
    pub fn mark(&self, found: &mut [Found], file: impl Fn(&Found) -> String) -> u32 {
        let mut left = self.known.clone();
        for f in found.iter_mut().filter(|f| f.is_live()) {
            if let Some(n) = left.get_mut(&key(f, file(f)))
                && *n > 0
            {
                *n -= 1;
                f.standing = Standing::Baselined;
            }
        }
        left.values().sum()
    }
}

fn key(f: &Found, file: String) -> Key {
    Key { file, code: f.finding.code.to_owned(), fingerprint: f.fingerprint }
}
