//! Which norms may speak of one act: an index on their rarest words, so that no text is compared with every other.

use rustc_hash::FxHashMap;

use super::model::Norm;

/// Rare words that a norm is filed under.
const KEYS: usize = 6;
/// Norms of one key that a norm is compared with, the nearest.
const NEAR: u32 = 10;
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
    let mut files = Files::new(&counts);
    let mut wholes = Wholes::for_norms(norms.len());
    let (met, twins) = (vec![NONE; norms.len()], vec![0; norms.len()]);
    let mut search = Search { words: &words, met, twins, found: Vec::new() };
    for (i, card) in cards.iter().enumerate().filter(|(_, card)| card.len > 0) {
        let at = i as u32;
        let (own, own_ids) = (card.of(&words), card.of(&ids));
        let mut rarest = Rarest::default();
        for (place, (&word, &id)) in own.iter().zip(own_ids).take(PLACES).enumerate() {
            let count = counts.get(id as usize).copied().unwrap_or(0);
            if is_key(count) {
                rarest.offer(count, word, place);
            }
        }
        for id in rarest.places().filter_map(|place| own_ids.get(place).copied()) {
            files.of(id).iter().for_each(|filed| search.compare(filed, at, card, own));
            files.add(id, Filed { card: *card, norm: at });
        }
        let whole = own
            .iter()
            .fold(own.len() as u64, |h, &w| (h.rotate_left(5) ^ u64::from(w)).wrapping_mul(0x517c_c1b7_2722_0a95));
        wholes.before(whole, at).for_each(|norm| {
            if let Some(&before) = cards.get(norm as usize) {
                search.compare(&Filed { card: before, norm }, at, card, own);
            }
        });
        for other in search.found.drain(..) {
            if let Some(twin) = norms.get_mut(other as usize) {
                twin.twins.push(at);
            }
        }
    }
}

/// No norm.
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
#[derive(Clone, Copy, Default)]
struct Filed {
    /// Its card: most norms met under a key are turned down by it, without a look elsewhere.
    card: Card,
    norm: u32,
}

/// Norms by the words they are filed under: of each word the last ones, side by side, as all of them are gone through.
struct Files {
    /// Where the norms of each word begin, and where the last ones end.
    from: Vec<u32>,
    /// How many norms were filed under each word.
    count: Vec<u32>,
    filed: Vec<Filed>,
}

impl Files {
    /// Room for all norms that are compared, by how many norms have each word.
    fn new(counts: &[u32]) -> Self {
        let mut end = 0;
        let mut from = Vec::with_capacity(counts.len() + 1);
        from.push(end);
        from.extend(counts.iter().map(|&count| {
            end += if is_key(count) { count.min(NEAR) } else { 0 };
            end
        }));
        Self { from, count: vec![0; counts.len()], filed: vec![Filed::default(); end as usize] }
    }

    /// The place of a word's norms.
    fn place(&self, id: u32) -> Option<std::ops::Range<usize>> {
        Some(*self.from.get(id as usize)? as usize..*self.from.get(id as usize + 1)? as usize)
    }

    /// The norms filed last under a word, in no order.
    fn of(&self, id: u32) -> &[Filed] {
        let all = self.place(id).and_then(|place| self.filed.get(place)).unwrap_or_default();
        let count = self.count.get(id as usize).map_or(0, |&count| count as usize);
        all.get(..count).unwrap_or(all)
    }

    /// Files a norm, in the place of the oldest one if there is no room.
    fn add(&mut self, id: u32, new: Filed) {
        if let Some(place) = self.place(id)
            && let Some(count) = self.count.get_mut(id as usize)
            && let Some(all) = self.filed.get_mut(place)
            && let Some(at) = (*count as usize).checked_rem(all.len())
            && let Some(oldest) = all.get_mut(at)
        {
            *oldest = new;
            *count += 1;
        }
    }
}

/// Norms by all their words: of each, the one before it that has the same.
struct Wholes {
    last: FxHashMap<u64, u32>,
    before: Vec<u32>,
}

impl Wholes {
    fn for_norms(count: usize) -> Self {
        let mut last: FxHashMap<u64, u32> = FxHashMap::default();
        last.reserve(count);
        Self { last, before: vec![NONE; count] }
    }

    /// The last norms with the same words; the one at hand is the next of them.
    fn before(&mut self, whole: u64, at: u32) -> impl Iterator<Item = u32> + '_ {
        let last = self.last.insert(whole, at);
        if let (Some(before), Some(last)) = (self.before.get_mut(at as usize), last) {
            *before = last;
        }
        let next = |norm: &u32| self.before.get(*norm as usize).copied().filter(|&norm| norm != NONE);
        std::iter::successors(last, next).take(NEAR as usize)
    }
}

/// What the comparison of norms needs, and what it finds.
struct Search<'a> {
    /// The words of all norms.
    words: &'a [u32],
    /// By norm, the last norm it was compared with, and how many twins it has.
    met: Vec<u32>,
    twins: Vec<u8>,
    /// Those that the norm at hand is a twin of.
    found: Vec<u32>,
}

impl Search<'_> {
    /// Compares a norm with another that was filed before, and finds whether it is the twin of that.
    #[inline]
    fn compare(&mut self, Filed { card, norm: other }: &Filed, at: u32, new: &Card, words: &[u32]) {
        if !new.may_share(card) {
            return;
        }
        let (Some(met), Some(twins)) = (self.met.get_mut(*other as usize), self.twins.get_mut(*other as usize)) else {
            return;
        };
        if std::mem::replace(met, at) == at || *twins >= TWINS {
            return;
        }
        let o = overlap(card.of(self.words), words);
        if o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6) {
            *twins += 1;
            self.found.push(*other);
        }
    }
}

/// Whether a word that so many norms have is a key.
const fn is_key(count: u32) -> bool {
    count > 1 && count <= COMMON
}

/// Whether a norm may have twins: its words, or one and a figure, say something, and are not as many as those of a table.
fn filed(n: &Norm) -> bool {
    match n.words.len() {
        0 => false,
        1 => !n.quantities.is_empty(),
        count => count <= usize::from(u16::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, Filed, Files, NEAR, NONE, Wholes};

    #[test]
    fn under_a_word_the_last_norms_stand() {
        let mut files = Files::new(&[1, 3, COMMON, COMMON + 1]);
        for norm in 0..25 {
            for id in 0..5 {
                files.add(id, Filed { norm, ..Filed::default() });
            }
        }
        let held = |id: u32| {
            let mut norms: Vec<u32> = files.of(id).iter().map(|filed| filed.norm).collect();
            norms.sort_unstable();
            norms
        };
        assert_eq!(held(1), [22, 23, 24]);
        assert_eq!(held(2), (25 - NEAR..25).collect::<Vec<_>>());
        for no_key in [0, 3, 4, NONE] {
            assert!(held(no_key).is_empty(), "{no_key}");
        }
    }

    #[test]
    fn norms_of_the_same_words_are_known_from_the_last_to_the_first() {
        let mut wholes = Wholes::for_norms(30);
        let mut before = |whole, at| wholes.before(whole, at).collect::<Vec<_>>();
        assert_eq!((before(7, 0), before(8, 1), before(7, 2), before(7, 5)), (vec![], vec![], vec![0], vec![2, 0]));
        (6..25).for_each(|at| _ = before(7, at));
        assert_eq!(before(7, 25), (25 - NEAR..25).rev().collect::<Vec<_>>());
    }
}
