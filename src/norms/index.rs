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
///
/// Words are numbered once, so that what follows goes through arrays; a norm met under several keys is compared once, and
/// most pairs are turned down by their signatures without a look at their words.
pub fn link(norms: &mut [Norm]) {
    if norms.len() < 2 {
        return;
    }
    // Each word's number and how many norms have it; the numbers of each norm's words, one after the other.
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut ids: Vec<u32> = Vec::with_capacity(norms.iter().map(|n| n.words.len()).sum());
    let mut cards: Vec<Card> = Vec::with_capacity(norms.len());
    for n in norms.iter() {
        let from = ids.len() as u32;
        let mut card = Card { from, len: n.words.len() as u32, ..Card::default() };
        if filed(n) {
            for &word in &n.words {
                let fresh = counts.len() as u32;
                let id = *numbers.entry(word).or_insert(fresh);
                if id == fresh {
                    counts.push(0);
                }
                if let Some(count) = counts.get_mut(id as usize) {
                    *count += 1;
                }
                ids.push(id);
                card.signature |= 1 << (word.wrapping_mul(0x9e37_79b1) >> 25);
            }
            card.spare = card.len - card.signature.count_ones();
        }
        cards.push(card);
    }
    let mut files = Files {
        cards: &cards,
        heads: vec![NONE; counts.len()],
        filed: Vec::with_capacity(norms.len() * KEYS),
        met: vec![NONE; norms.len()],
    };
    let mut wholes: FxHashMap<u64, u32> = FxHashMap::default();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut keys: Vec<(u32, u32, u32)> = Vec::new();
    for (i, (n, card)) in norms.iter().zip(&cards).enumerate() {
        if !filed(n) {
            continue;
        }
        let at = i as u32;
        keys.clear();
        let own = ids.get(card.from as usize..(card.from + card.len) as usize).unwrap_or_default();
        keys.extend(n.words.iter().zip(own).filter_map(|(&word, &id)| {
            counts.get(id as usize).filter(|&&c| c > 1 && c <= COMMON).map(|&c| (c, word, id))
        }));
        if keys.len() > KEYS {
            keys.select_nth_unstable(KEYS - 1);
            keys.truncate(KEYS);
        }
        for &(_, _, id) in &keys {
            let Some(head) = files.heads.get(id as usize).copied() else { continue };
            let filed = files.compare(norms, head, at, &mut pairs);
            if let Some(head) = files.heads.get_mut(id as usize) {
                *head = filed;
            }
        }
        let whole = n
            .words
            .iter()
            .fold(n.words.len() as u64, |h, &w| (h.rotate_left(5) ^ u64::from(w)).wrapping_mul(0x517c_c1b7_2722_0a95));
        let head = wholes.entry(whole).or_insert(NONE);
        *head = files.compare(norms, *head, at, &mut pairs);
    }
    pairs.sort_unstable();
    for (i, j) in pairs {
        if let Some(n) = norms.get_mut(i as usize)
            && n.twins.len() < TWINS
        {
            n.twins.push(j);
        }
    }
}

/// No norm, no file.
const NONE: u32 = u32::MAX;

/// What a comparison needs of a norm before its words.
#[derive(Clone, Copy, Default)]
struct Card {
    /// Where its words' numbers begin.
    from: u32,
    /// Number of its words.
    len: u32,
    /// One bit a word; two words may share one.
    signature: u128,
    /// Words that share their bit with another of the norm.
    spare: u32,
}

/// Norms by the keys they are filed under: chains from the newest to the oldest.
struct Files<'a> {
    cards: &'a [Card],
    /// By word, the newest link of its chain.
    heads: Vec<u32>,
    /// Links: a norm, and the link before.
    filed: Vec<(u32, u32)>,
    /// By norm, the last norm it was compared with.
    met: Vec<u32>,
}

impl Files<'_> {
    /// Compares a norm with those filed last in a chain, and files it; gives the chain's new head.
    fn compare(&mut self, norms: &[Norm], head: u32, at: u32, pairs: &mut Vec<(u32, u32)>) -> u32 {
        let new = self.cards.get(at as usize).copied().unwrap_or_default();
        let mut link = head;
        for _ in 0..NEAR {
            let Some(&(other, before)) = self.filed.get(link as usize) else { break };
            link = before;
            let Some(met) = self.met.get_mut(other as usize) else { continue };
            if std::mem::replace(met, at) == at {
                continue;
            }
            let old = self.cards.get(other as usize).copied().unwrap_or_default();
            // No more words can be shared than that.
            let most = (old.signature & new.signature).count_ones() + old.spare.min(new.spare);
            if most * 3 < old.len + new.len && most * 5 < old.len.min(new.len) * 3 {
                continue;
            }
            let (Some(old), Some(new)) = (norms.get(other as usize), norms.get(at as usize)) else { continue };
            let o = overlap(&old.words, &new.words);
            if o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6) {
                pairs.push((other, at));
            }
        }
        self.filed.push((at, head));
        self.filed.len() as u32 - 1
    }
}

fn filed(n: &Norm) -> bool {
    n.words.len() >= 2 || (n.words.len() == 1 && !n.quantities.is_empty())
}
