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
    let words: usize = norms.iter().map(|n| n.words.len()).sum();
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    // About so many of the words differ.
    numbers.reserve(words / 8);
    let mut counts: Vec<u32> = Vec::with_capacity(words / 8);
    let mut ids: Vec<u32> = Vec::with_capacity(words);
    let mut cards: Vec<Card> = Vec::with_capacity(norms.len());
    for n in norms.iter() {
        let mut card = Card { from: ids.len() as u32, ..Card::default() };
        if filed(n) {
            for &word in &n.words {
                let fresh = counts.len() as u32;
                let id = *numbers.entry(word).or_insert(fresh);
                if let Some(count) = counts.get_mut(id as usize) {
                    *count += 1;
                } else {
                    counts.push(1);
                }
                ids.push(id);
                card.signature |= 1 << (word.wrapping_mul(0x9e37_79b1) >> 25);
            }
            card.len = n.words.len() as u32;
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
    wholes.reserve(norms.len());
    for (i, card) in cards.iter().enumerate().filter(|(_, card)| card.len > 0) {
        let at = i as u32;
        let own = ids.get(card.from as usize..(card.from + card.len) as usize).unwrap_or_default();
        let Some((before, [n, ..])) = norms.split_at_mut_checked(i) else { break };
        let mut rarest = Rarest::default();
        for (&word, &id) in n.words.iter().zip(own) {
            let count = counts.get(id as usize).copied().unwrap_or(0);
            if count > 1 && count <= COMMON {
                rarest.offer((count, word, id));
            }
        }
        for &(_, _, id) in rarest.keys() {
            let Some(head) = files.heads.get(id as usize).copied() else { continue };
            let filed = files.compare(before, head, at, card, &n.words);
            if let Some(head) = files.heads.get_mut(id as usize) {
                *head = filed;
            }
        }
        let whole = n
            .words
            .iter()
            .fold(n.words.len() as u64, |h, &w| (h.rotate_left(5) ^ u64::from(w)).wrapping_mul(0x517c_c1b7_2722_0a95));
        let head = wholes.entry(whole).or_insert(NONE);
        *head = files.compare(before, *head, at, card, &n.words);
    }
}

/// No norm, no file.
const NONE: u32 = u32::MAX;

/// A word of a norm: how many norms have it, the word, its number.
type Key = (u32, u32, u32);

/// The rarest words of a norm, in order.
#[derive(Default)]
struct Rarest {
    keys: [Key; KEYS],
    len: usize,
}

impl Rarest {
    fn offer(&mut self, key: Key) {
        let after = self.keys().iter().take_while(|k| **k < key).count();
        if after < KEYS {
            self.len = KEYS.min(self.len + 1);
            let mut held = key;
            for place in self.keys.iter_mut().take(self.len).skip(after) {
                std::mem::swap(place, &mut held);
            }
        }
    }

    fn keys(&self) -> &[Key] {
        self.keys.get(..self.len).unwrap_or_default()
    }
}

/// What a comparison needs of a norm before its words.
#[derive(Clone, Copy, Default)]
struct Card {
    /// Where its words' numbers begin.
    from: u32,
    /// Number of its words; none for a norm that is not filed.
    len: u32,
    /// One bit a word; two words may share one.
    signature: u128,
    /// Words that share their bit with another of the norm.
    spare: u32,
}

impl Card {
    /// Whether as many words as twins need can be shared.
    const fn may_share(&self, other: &Self) -> bool {
        let spare = if self.spare < other.spare { self.spare } else { other.spare };
        let most = (self.signature & other.signature).count_ones() + spare;
        let shorter = if self.len < other.len { self.len } else { other.len };
        most * 3 >= self.len + other.len || most * 5 >= shorter * 3
    }
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
    /// Compares a norm with those filed last in a chain, makes it the twin of those that are like it, and files it; gives
    /// the chain's new head.
    fn compare(&mut self, before: &mut [Norm], head: u32, at: u32, new: &Card, words: &[u32]) -> u32 {
        let mut link = head;
        for _ in 0..NEAR {
            let Some(&(other, next)) = self.filed.get(link as usize) else { break };
            link = next;
            let (Some(met), Some(old)) = (self.met.get_mut(other as usize), self.cards.get(other as usize)) else {
                break;
            };
            if std::mem::replace(met, at) == at || !new.may_share(old) {
                continue;
            }
            let Some(twin) = before.get_mut(other as usize) else { continue };
            let o = overlap(&twin.words, words);
            if (o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6)) && twin.twins.len() < TWINS {
                twin.twins.push(at);
            }
        }
        self.filed.push((at, head));
        self.filed.len() as u32 - 1
    }
}

fn filed(n: &Norm) -> bool {
    n.words.len() >= 2 || (n.words.len() == 1 && !n.quantities.is_empty())
}
