//! Which norms may speak of one act: an index on their rarest words, so that no text is compared with every other.

use rustc_hash::FxHashMap;

use super::kin::{Asks, Kin};
use super::model::Norm;

/// Rare words that a norm is filed under.
const KEYS: usize = 6;
/// Norms of one key that a norm is compared with, the nearest.
const NEAR: usize = 10;
/// Words that more norms share than this are no keys.
const COMMON: u32 = 300;
// A count has nine bits in a key.
const _: () = assert!(COMMON < 1 << 9);
/// Most twins a norm keeps.
const TWINS: usize = 8;

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

/// Fills every norm's twins: those of which a rule may have something to tell, in a contract or in another text.
///
/// Words are numbered once, so that what follows goes through arrays; a norm met under several keys is compared once, and
/// most pairs are turned down by what the two are to each other, or by their signatures, without a look at their words.
pub fn link(norms: &mut [Norm], contract: bool) {
    if norms.len() < 2 {
        return;
    }
    // The words of all norms and their numbers, one norm after the other, and how many norms have each word.
    let count: usize = norms.iter().map(|n| n.words.len()).sum();
    let mut numbers = Numbers::for_words(count);
    let (mut ids, mut words) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut cards: Vec<Card> = Vec::with_capacity(norms.len());
    let mut kins: Vec<Kin> = Vec::with_capacity(norms.len());
    for n in norms.iter() {
        let mut card = Card { from: words.len() as u32, ..Card::default() };
        if filed(n) {
            words.extend_from_slice(&n.words);
            ids.extend(n.words.iter().map(|&word| {
                card.signature |= 1 << (word.wrapping_mul(0x9e37_79b1) >> 26);
                numbers.count(word)
            }));
            card.len = n.words.len() as u16;
            card.spare = card.len - card.signature.count_ones() as u16;
        }
        cards.push(card);
        kins.push(Kin::of(n, contract));
    }
    let counts = numbers.counts;
    let known = Known { cards: &cards, kins: &kins, words: &words, ids: &ids, counts: &counts };
    let mut search = Search {
        known,
        files: Files::new(&counts),
        wholes: Wholes::for_norms(norms.len()),
        met: vec![NONE; norms.len()],
        full: vec![false; norms.len()],
        between: Vec::new(),
    };
    let mut near = Vec::new();
    for (at, (card, kin)) in (0..).zip(cards.iter().zip(&kins)).filter(|(_, (card, _))| card.len > 0) {
        search.near(card, at, kin.asks(contract), &mut near);
        for other in near.drain(..) {
            if search.is_twin(other, at, card)
                && let Some(twin) = norms.get_mut(other as usize)
            {
                twin.twins.push(at);
            }
        }
    }
}

/// No norm, no word.
const NONE: u32 = u32::MAX;

/// Words by number, in the order in which they are met, and how often each was.
struct Numbers {
    /// Open addressing, at most half of it taken: a word and its number. Words are hashes already.
    slots: Vec<(u32, u32)>,
    counts: Vec<u32>,
}

impl Numbers {
    /// Room for so many words: of a few each may be another, of many about one in sixteen is.
    fn for_words(count: usize) -> Self {
        let room = (count / 8).max(count.min(1 << 12)).max(16);
        Self { slots: vec![(0, NONE); room.next_power_of_two()], counts: Vec::with_capacity(count / 8) }
    }

    /// Counts a word; its number.
    #[inline]
    fn count(&mut self, word: u32) -> u32 {
        let mut at = word as usize & (self.slots.len() - 1);
        loop {
            match self.slots.get(at) {
                Some(&(here, id)) if here == word && id != NONE => {
                    if let Some(count) = self.counts.get_mut(id as usize) {
                        *count += 1;
                    }
                    return id;
                }
                Some((_, NONE)) | None => return self.add(word, at),
                Some(_) => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    /// Adds a word whose slot is free.
    fn add(&mut self, word: u32, at: usize) -> u32 {
        let id = self.counts.len() as u32;
        self.counts.push(1);
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (word, id);
        }
        if self.counts.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    #[cold]
    fn grow(&mut self) {
        let wider = vec![(0, NONE); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, wider).into_iter().filter(|slot| slot.1 != NONE) {
            let mut at = slot.0 as usize & (self.slots.len() - 1);
            while self.slots.get(at).is_some_and(|slot| slot.1 != NONE) {
                at = (at + 1) & (self.slots.len() - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

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

    fn places(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().take_while(|key| *key != u64::MAX).map(|key| key as usize & (PLACES - 1))
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

/// Norms by the words they are filed under: those of one word side by side, in the order of the text.
struct Files {
    /// Where the norms of each word begin, and how many were filed under it.
    places: Vec<(u32, u32)>,
    filed: Vec<u32>,
}

impl Files {
    /// Room for all norms that are compared, by how many norms have each word.
    fn new(counts: &[u32]) -> Self {
        let mut end = 0;
        let place = |&count: &u32| {
            let from = end;
            end += if is_key(count) { count } else { 0 };
            (from, 0)
        };
        let places = counts.iter().map(place).collect();
        Self { places, filed: vec![NONE; end as usize] }
    }

    /// The norms filed under a word.
    fn of(&self, id: u32) -> &[u32] {
        let (from, count) = self.places.get(id as usize).copied().unwrap_or_default();
        self.filed.get(from as usize..(from + count) as usize).unwrap_or_default()
    }

    /// Those filed last, with which another is compared.
    fn last(&self, id: u32) -> &[u32] {
        let all = self.of(id);
        all.last_chunk::<NEAR>().map_or(all, |last| last)
    }

    /// Files a norm under a word that is a key; each norm once, so that there is room.
    fn add(&mut self, id: u32, norm: u32) {
        if let Some((from, count)) = self.places.get_mut(id as usize)
            && let Some(place) = self.filed.get_mut((*from + *count) as usize)
        {
            *place = norm;
            *count += 1;
        }
    }
}

/// Norms by all their words: of each, the one before it and the one behind it that have the same.
struct Wholes {
    last: FxHashMap<u64, u32>,
    before: Vec<u32>,
    behind: Vec<u32>,
}

impl Wholes {
    fn for_norms(count: usize) -> Self {
        let mut last: FxHashMap<u64, u32> = FxHashMap::default();
        last.reserve(count);
        Self { last, before: vec![NONE; count], behind: vec![NONE; count] }
    }

    /// The last norms with the same words; the one at hand is the next of them.
    fn before(&mut self, whole: u64, at: u32) -> impl Iterator<Item = u32> + '_ {
        let last = self.last.insert(whole, at);
        if let Some(last) = last
            && let (Some(before), Some(behind)) = (self.before.get_mut(at as usize), self.behind.get_mut(last as usize))
        {
            (*before, *behind) = (last, at);
        }
        std::iter::successors(last, |norm| linked(&self.before, *norm)).take(NEAR)
    }

    /// The next norms with the same words.
    fn behind(&self, norm: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(linked(&self.behind, norm), |norm| linked(&self.behind, *norm)).take(NEAR)
    }
}

/// The norm that another leads to.
fn linked(links: &[u32], from: u32) -> Option<u32> {
    links.get(from as usize).copied().filter(|&norm| norm != NONE)
}

/// What is known of all norms before they are compared.
#[derive(Clone, Copy)]
struct Known<'a> {
    cards: &'a [Card],
    kins: &'a [Kin],
    /// The words of all norms, their numbers, and how many norms have each.
    words: &'a [u32],
    ids: &'a [u32],
    counts: &'a [u32],
}

impl<'a> Known<'a> {
    /// The numbers of the words that a norm is filed under.
    fn keys(self, card: &Card) -> impl Iterator<Item = u32> + use<'a> {
        let ids = card.of(self.ids);
        let mut rarest = Rarest::default();
        for (place, (&word, &id)) in card.of(self.words).iter().zip(ids).take(PLACES).enumerate() {
            let count = self.counts.get(id as usize).copied().unwrap_or(0);
            if is_key(count) {
                rarest.offer(count, word, place);
            }
        }
        rarest.places().filter_map(move |place| ids.get(place).copied())
    }

    /// Whether a rule may have something to tell of a norm and one that asks.
    fn met(self, asks: Asks, norm: u32) -> bool {
        self.kins.get(norm as usize).is_some_and(|&kin| asks.pass(kin))
    }

    /// Whether the words of two norms are nearly the same.
    fn alike(self, a: &Card, b: &Card) -> bool {
        if !a.may_share(b) {
            return false;
        }
        let o = overlap(a.of(self.words), b.of(self.words));
        o.ratio() >= 0.5 || (o.shared >= 2 && o.inside() >= 0.6)
    }
}

/// What the comparison of norms needs.
struct Search<'a> {
    known: Known<'a>,
    files: Files,
    wholes: Wholes,
    /// By norm, the last norm it was compared with, and whether it has as many twins as it may have.
    met: Vec<u32>,
    full: Vec<bool>,
    /// A buffer for norms between two.
    between: Vec<u32>,
}

impl Search<'_> {
    /// Files a norm; into `out` those filed before that it is to be compared with.
    fn near(&mut self, card: &Card, at: u32, asks: Asks, out: &mut Vec<u32>) {
        for id in self.known.keys(card) {
            if !asks.nothing() {
                out.extend(self.files.last(id).iter().copied().filter(|&other| self.known.met(asks, other)));
            }
            self.files.add(id, at);
        }
        // Each word is there once, so that their order is no matter.
        let hash = |&word: &u32| u64::from(word).wrapping_mul(u64::from(word) ^ 0x517c_c1b7_2722_0a95);
        let whole = card.of(self.known.words).iter().map(hash).fold(u64::from(card.len), u64::wrapping_add);
        let known = self.known;
        out.extend(self.wholes.before(whole, at).filter(|&other| known.met(asks, other)));
    }

    /// Whether the norm at hand, `at`, is the twin of one before it.
    fn is_twin(&mut self, other: u32, at: u32, card: &Card) -> bool {
        let (Some(before), Some(met)) = (self.known.cards.get(other as usize), self.met.get_mut(other as usize)) else {
            return false;
        };
        let again = std::mem::replace(met, at) == at;
        if again || self.full.get(other as usize) != Some(&false) || !self.known.alike(before, card) {
            return false;
        }
        let full = self.has_twins(other, at, before);
        if let Some(known) = self.full.get_mut(other as usize) {
            *known = full;
        }
        !full
    }

    /// Whether a norm has as many twins before `at` as it may have. All norms that it was near to count, whatever a rule may
    /// have to tell of them: of what is said again and again, the first few times are enough.
    fn has_twins(&mut self, norm: u32, at: u32, card: &Card) -> bool {
        if ((at - norm) as usize) <= TWINS {
            return false;
        }
        self.between.clear();
        for id in self.known.keys(card) {
            let filed = self.files.of(id);
            let behind = filed.get(filed.partition_point(|&filed| filed <= norm)..).unwrap_or_default();
            self.between.extend(behind.iter().copied().take(NEAR).filter(|&norm| norm < at));
        }
        self.between.extend(self.wholes.behind(norm).filter(|&norm| norm < at));
        if self.between.len() < TWINS {
            return false;
        }
        self.between.sort_unstable();
        self.between.dedup();
        let cards = self.between.iter().filter_map(|&other| self.known.cards.get(other as usize));
        cards.filter(|other| self.known.alike(card, other)).take(TWINS).count() == TWINS
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
    use super::{COMMON, Files, NEAR, NONE, Numbers, Wholes};

    #[test]
    fn under_a_word_the_last_norms_stand() {
        let mut files = Files::new(&[1, 3, COMMON, COMMON + 1, 2]);
        for norm in 0..25 {
            (0..3).for_each(|_| files.add(2, norm));
            let keys = [1, 4].into_iter().filter(|id| norm % 8 == id % 3);
            keys.take(1).for_each(|id| files.add(id, norm));
        }
        assert_eq!(files.last(1), [1, 9, 17]);
        assert_eq!(files.of(2).len(), 75);
        assert_eq!(files.last(2).len(), NEAR);
        assert_eq!(files.last(2).last(), Some(&24));
        for empty in [0, 3, 4, NONE] {
            assert!(files.last(empty).is_empty(), "{empty}");
        }
    }

    #[test]
    fn norms_of_the_same_words_are_known_from_the_last_to_the_first() {
        let mut wholes = Wholes::for_norms(30);
        let mut before = |whole, at| wholes.before(whole, at).collect::<Vec<_>>();
        assert_eq!((before(7, 0), before(8, 1), before(7, 2), before(7, 5)), (vec![], vec![], vec![0], vec![2, 0]));
        (6..25).for_each(|at| _ = before(7, at));
        assert_eq!(before(7, 25), (25 - NEAR as u32..25).rev().collect::<Vec<_>>());
        assert_eq!(wholes.behind(5).collect::<Vec<_>>(), (6..6 + NEAR as u32).collect::<Vec<_>>());
    }

    #[test]
    fn words_keep_their_numbers() {
        let mut numbers = Numbers::for_words(0);
        let words = (0..1000u32).map(|i| i.wrapping_mul(0x9e37_79b1) & !0xff);
        let ids: Vec<u32> = words.clone().map(|word| numbers.count(word)).collect();
        assert_eq!(words.map(|word| numbers.count(word)).collect::<Vec<_>>(), ids);
        assert_eq!(numbers.counts.iter().sum::<u32>(), 2000);
    }
}
