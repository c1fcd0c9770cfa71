//! Which norms may speak of one act: an index on their rarest words, so that no text is compared with every other.

use rustc_hash::FxHashMap;

use super::model::Norm;

/// Rare words that a norm is filed under.
const KEYS: usize = 6;
/// Norms of one key that a norm is compared with, nearest first.
const NEAR: usize = 10;
/// Words that more norms share than this are no keys.
const COMMON: u32 = 300;
/// Most twins a norm keeps.
const TWINS: usize = 8;

/// How two sorted lists of words overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Words in both.
    pub shared: usize,
    /// Words only in the first.
    pub first: usize,
    /// Words only in the second.
    pub second: usize,
}

impl Overlap {
    /// Shared words over all words.
    #[must_use]
    pub fn ratio(self) -> f32 {
        let all = self.shared + self.first + self.second;
        if all == 0 { 0.0 } else { self.shared as f32 / all as f32 }
    }

    /// Shared words over those of the shorter text.
    #[must_use]
    pub fn inside(self) -> f32 {
        let least = self.shared + self.first.min(self.second);
        if least == 0 { 0.0 } else { self.shared as f32 / least as f32 }
    }
}

/// Compares two sorted lists.
#[must_use]
pub fn overlap(a: &[u32], b: &[u32]) -> Overlap {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        // No branches: which list goes on is as good as random.
        shared += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    Overlap { shared, first: a.len() - shared, second: b.len() - shared }
}

/// Fills every norm's twins.
pub fn link(norms: &mut [Norm]) {
    if norms.len() < 2 {
        return;
    }
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for n in norms.iter().filter(|n| filed(n)) {
        for &word in &n.words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut files: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut wholes: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut keys: Vec<(u32, u32)> = Vec::new();
    for (i, n) in norms.iter().enumerate() {
        if !filed(n) {
            continue;
        }
        let at = i as u32;
        keys.clear();
        keys.extend(n.words.iter().filter_map(|w| counts.get(w).filter(|&&c| c > 1 && c <= COMMON).map(|&c| (c, *w))));
        keys.sort_unstable();
        for &(_, key) in keys.iter().take(KEYS) {
            compare(norms, files.entry(key).or_default(), at, &mut pairs);
        }
        let whole = n
            .words
            .iter()
            .fold(n.words.len() as u64, |h, &w| (h.rotate_left(5) ^ u64::from(w)).wrapping_mul(0x517c_c1b7_2722_0a95));
        compare(norms, wholes.entry(whole).or_default(), at, &mut pairs);
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (i, j) in pairs {
        if let Some(n) = norms.get_mut(i as usize)
            && n.twins.len() < TWINS
        {
            n.twins.push(j);
        }
    }
}

fn filed(n: &Norm) -> bool {
    n.words.len() >= 2 || (n.words.len() == 1 && !n.quantities.is_empty())
}

/// Compares a norm with those filed last under the same key, and files it.
fn compare(norms: &[Norm], file: &mut Vec<u32>, at: u32, pairs: &mut Vec<(u32, u32)>) {
    let Some(new) = norms.get(at as usize) else { return };
    for &other in file.iter().rev().take(NEAR) {
        let Some(old) = norms.get(other as usize) else { continue };
        let o = overlap(&old.words, &new.words);
        if o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6) {
            pairs.push((other, at));
        }
    }
    file.push(at);
}
