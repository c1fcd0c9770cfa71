//! Which norms may speak of one act: an index on their rarest words, so that no text is compared with every other.

use rustc_hash::FxHashMap;

use super::model::Norm;

/// Rare words that a norm is filed under.
const KEYS: usize = 6;
/// Norms of one key that a norm is compared with, nearest first.
const NEAR: usize = 10;
/// Words that more norms share than this are no keys.
const COMMON: u32 = 300;
// A count has nine bits in a key.
const _: () = assert!(COMMON < 1 << 9);
/// Most twins a norm keeps.
const TWINS: u8 = 8;

/// How two sorted lists of words overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Words in both.
    pub shared: u32,
    /// Words only in the first.
    pub first: u32,
    /// Words only in the second.
    pub second: u32,
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
    let (mut i, mut j, mut shared) = (0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        // No branches: which list goes on is as good as random.
        shared += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    Overlap { shared, first: a.len() as u32 - shared, second: b.len() as u32 - shared }
}

/// Fills every norm's twins.
///
/// Words are numbered once, so that what follows goes through arrays; a norm met under several keys is compared once, and
/// most pairs are turned down by their signatures without a look at their words.
pub fn link(norms: &mut [Norm]) {
    if norms.len() < 2 {
        return;
    }
    // Each word's number and how many norms have it; the words of all norms and their numbers, one norm after the other.
    let count: usize = norms.iter().map(|n| n.words.len()).sum();
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    // About so many of the words differ.
    numbers.reserve(count / 8);
    let mut counts: Vec<u32> = Vec::with_capacity(count / 8);
    let mut ids: Vec<u32> = Vec::with_capacity(count);
    let mut words: Vec<u32> = Vec::with_capacity(count);
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
                card.signature |= 1 << (word.wrapping_mul(0x9e37_79b1) >> 26);
            }
            words.extend_from_slice(&n.words);
            card.len = n.words.len() as u16;
            card.spare = card.len - card.signature.count_ones() as u16;
        }
        cards.push(card);
    }
    let mut heads = vec![NONE; counts.len()];
    let mut wholes: FxHashMap<u64, u32> = FxHashMap::default();
    wholes.reserve(norms.len());
    let mut files = Files {
        words: &words,
        filed: Vec::with_capacity(norms.len() * KEYS),
        met: vec![NONE; norms.len()],
        twins: vec![0; norms.len()],
        found: Vec::new(),
    };
    for (i, card) in cards.iter().enumerate().filter(|(_, card)| card.len > 0) {
        let at = i as u32;
        let (own, own_ids) = (card.of(&words), card.of(&ids));
        let mut rarest = Rarest::default();
        for (place, (&word, &id)) in own.iter().zip(own_ids).take(PLACES).enumerate() {
            let count = counts.get(id as usize).copied().unwrap_or(0);
            if count > 1 && count <= COMMON {
                rarest.offer(count, word, place);
            }
        }
        for id in rarest.places().filter_map(|place| own_ids.get(place).copied()) {
            if let Some(head) = heads.get_mut(id as usize) {
                *head = files.compare(*head, at, card, own);
            }
        }
        let whole = own
            .iter()
            .fold(own.len() as u64, |h, &w| (h.rotate_left(5) ^ u64::from(w)).wrapping_mul(0x517c_c1b7_2722_0a95));
        let head = wholes.entry(whole).or_insert(NONE);
        *head = files.compare(*head, at, card, own);
        for other in files.found.drain(..) {
            if let Some(twin) = norms.get_mut(other as usize) {
                twin.twins.push(at);
            }
        }
    }
}

/// No norm, no file.
const NONE: u32 = u32::MAX;

/// Words of a norm that are looked at for the rarest.
const PLACES: usize = 1 << 23;

/// The rarest words of a norm, in order: how many norms have it, the word, and its place in the norm, as one number.
struct Rarest([u64; KEYS]);

impl Default for Rarest {
    fn default() -> Self {
        Self([u64::MAX; KEYS])
    }
}

impl Rarest {
    fn offer(&mut self, count: u32, word: u32, place: usize) {
        let mut held = u64::from(count) << 55 | u64::from(word) << 23 | place as u64;
        if self.0.last().is_some_and(|last| *last < held) {
            return;
        }
        // No branches: which of two is smaller is as good as random.
        for kept in &mut self.0 {
            (*kept, held) = (held.min(*kept), held.max(*kept));
        }
    }

    fn places(&self) -> impl Iterator<Item = usize> {
        self.0.iter().take_while(|key| **key != u64::MAX).map(|key| *key as usize & (PLACES - 1))
    }
}

/// What a comparison needs of a norm before its words.
#[derive(Clone, Copy, Default)]
struct Card {
    /// One bit a word; two words may share one.
    signature: u64,
    /// Where its words' numbers begin.
    from: u32,
    /// Number of its words; none for a norm that is not filed.
    len: u16,
    /// Words that share their bit with another of the norm.
    spare: u16,
}

impl Card {
    /// The norm's part of what is kept of all norms' words.
    fn of<'w>(&self, all: &'w [u32]) -> &'w [u32] {
        all.get(self.from as usize..self.from as usize + usize::from(self.len)).unwrap_or_default()
    }

    /// Whether as many words as twins need can be shared.
    const fn may_share(&self, other: &Self) -> bool {
        let spare = if self.spare < other.spare { self.spare } else { other.spare };
        let most = (self.signature & other.signature).count_ones() + spare as u32;
        let shorter = if self.len < other.len { self.len } else { other.len };
        most * 3 >= self.len as u32 + other.len as u32 || most * 5 >= shorter as u32 * 3
    }
}

/// A norm filed under a key.
#[derive(Clone, Copy)]
struct Filed {
    /// Its card: most norms met in a chain are turned down by it, without a look elsewhere.
    card: Card,
    norm: u32,
    /// The norm filed under the key before it.
    next: u32,
}

/// Norms by the keys they are filed under: chains from the newest to the oldest.
struct Files<'a> {
    /// The words of all norms.
    words: &'a [u32],
    filed: Vec<Filed>,
    /// By norm, the last norm it was compared with, and how many twins it has.
    met: Vec<u32>,
    twins: Vec<u8>,
    /// Those that the norm at hand is a twin of.
    found: Vec<u32>,
}

impl Files<'_> {
    /// Compares a norm with those filed last in a chain, finds those it is the twin of, and files it; gives the chain's new
    /// head.
    fn compare(&mut self, head: u32, at: u32, new: &Card, words: &[u32]) -> u32 {
        let mut link = head;
        for _ in 0..NEAR {
            let Some(Filed { card, norm: other, next }) = self.filed.get(link as usize) else { break };
            link = *next;
            if !new.may_share(card) {
                continue;
            }
            let (Some(met), Some(twins)) = (self.met.get_mut(*other as usize), self.twins.get_mut(*other as usize))
            else {
                break;
            };
            if std::mem::replace(met, at) == at || *twins >= TWINS {
                continue;
            }
            let o = overlap(card.of(self.words), words);
            if o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6) {
                *twins += 1;
                self.found.push(*other);
            }
        }
        self.filed.push(Filed { card: *new, norm: at, next: head });
        self.filed.len() as u32 - 1
    }
}

/// Whether a norm may have twins: its words, or one and a figure, say something, and are not as many as those of a table.
fn filed(n: &Norm) -> bool {
    match n.words.len() {
        0 => false,
        1 => !n.quantities.is_empty(),
        count => count <= usize::from(u16::MAX),
    }
}
