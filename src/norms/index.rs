//! Which norms may speak of one act: an index on their rarest words, so that no text is compared with every other.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wide::i16x16;

use super::kin::{Among, AmongFew, Asks, Kin};
use super::model::Norm;

/// Rare words that a norm is filed under.
const KEYS: usize = 6;
/// Norms of one key that a norm is compared with, the nearest.
const NEAR: usize = 10;
/// Words that more norms share than this are no keys.
const COMMON: u32 = 300;
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
/// most pairs are turned down by what the two are to each other, or by their signatures, without a look at their words. `common`
/// are the words of all of them, where they were read together.
pub fn link(norms: &mut [Norm], contract: bool, common: Option<Arc<Vec<u32>>>) {
    if norms.len() < 2 {
        return;
    }
    // The words of all norms and their numbers, one norm after the other, and how many norms have each word. Those that were
    // read together stand so already.
    let together = || Arc::new(norms.iter().flat_map(|n| n.words.iter().copied()).collect());
    let words = common.clone().unwrap_or_else(together);
    let mut numbers = Numbers::for_words(words.len());
    let (mut ids, mut end) = (vec![0; words.len()], 0);
    let mut cards: Vec<Card> = Vec::with_capacity(norms.len());
    let mut kins: Vec<Kin> = Vec::with_capacity(norms.len());
    for n in norms.iter() {
        let from = if common.is_some() { n.words.from() } else { end };
        end += n.words.len() as u32;
        let mut card = Card { from, ..Card::default() };
        if filed(n) {
            for (id, &word) in ids.iter_mut().skip(from as usize).zip(&n.words) {
                card.signature |= 1 << (word.wrapping_mul(0x9e37_79b1) >> 26);
                // Each word is there once, so that their order is no matter.
                let whole = u64::from(word).wrapping_mul(u64::from(word) ^ 0x517c_c1b7_2722_0a95);
                card.whole = card.whole.wrapping_add(whole);
                *id = numbers.count(word);
            }
            card.len = n.words.len() as u16;
            card.whole = card.whole.wrapping_add(u64::from(card.len));
            card.spare = card.len - card.signature.count_ones() as u16;
        }
        cards.push(card);
        kins.push(Kin::of(n, contract));
    }
    let Numbers { slots, counts } = numbers;
    drop(slots);
    let known = Known { cards: &cards, kins: &kins, words: &words, ids: &ids, counts: &counts };
    let mut search = Search {
        known,
        files: Files::new(&counts),
        wholes: Wholes::for_norms(norms.len()),
        among: Among::default(),
        met: vec![NONE; norms.len()],
        full: vec![false; norms.len()],
        between: Vec::new(),
    };
    let mut near = Vec::new();
    for (at, (card, kin)) in (0..).zip(cards.iter().zip(&kins)).filter(|(_, (card, _))| card.len > 0) {
        search.near(card, at, *kin, contract, &mut near);
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
    /// Room for so many words: of a few one in four may be another, of many about one in sixteen is.
    fn for_words(count: usize) -> Self {
        let room = (count / 8).max((count / 2).min(1 << 11)).max(16);
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

/// The words that a norm is filed under: the rarest, of those of which there are as many the first.
#[derive(Clone, Copy, Default)]
struct Keys {
    ids: [u32; KEYS],
    count: usize,
}

impl Keys {
    /// The rarest of words, given by their numbers; `held` says how many norms have one, where that makes it a key.
    fn of(ids: &[u32], held: impl Fn(u32) -> Option<u32>) -> Self {
        match ids.len() {
            0..=16 => Self::of_few::<1>(ids, held),
            17..=32 => Self::of_few::<2>(ids, held),
            _ => Self::of_many(ids, held),
        }
    }

    /// Of at most sixteen times so many words: each is a key if few are rarer. That takes more steps than to keep the rarest so
    /// far, but no branches, and which of two words is rarer is as good as random.
    fn of_few<const PARTS: usize>(ids: &[u32], held: impl Fn(u32) -> Option<u32>) -> Self {
        const { assert!((COMMON as usize + 1) * 16 * PARTS <= i16::MAX as usize) }
        let (mut all, mut keys) = ([[i16::MAX; 16]; PARTS], Self::default());
        for ((to, &id), place) in all.as_flattened_mut().iter_mut().zip(ids).zip(0..) {
            *to = held(id).map_or(i16::MAX, |count| count as i16 * 16 * PARTS as i16 + place);
        }
        let (parts, mut rarer) = (all.map(i16x16::new), [i16x16::default(); PARTS]);
        for &other in all.as_flattened().iter().take(ids.len()) {
            let other = i16x16::splat(other);
            rarer.iter_mut().zip(&parts).for_each(|(count, part)| *count -= part.simd_gt(other));
        }
        let rarer = rarer.map(i16x16::to_array);
        for ((&own, &rarer), &id) in all.as_flattened().iter().zip(rarer.as_flattened()).zip(ids) {
            if let Some(place) = keys.ids.get_mut(keys.count) {
                *place = id;
            }
            keys.count += usize::from((own != i16::MAX) & (rarer < KEYS as i16));
        }
        keys
    }

    fn of_many(ids: &[u32], held: impl Fn(u32) -> Option<u32>) -> Self {
        let (mut rarest, mut keys) = ([(u32::MAX, 0); KEYS], Self::default());
        for (&id, place) in ids.iter().zip(0usize..) {
            let Some(count) = held(id) else { continue };
            let at = rarest.partition_point(|&(other, _)| other <= count);
            if let Some(behind) = rarest.get_mut(at..)
                && let Some(last) = behind.last_mut()
            {
                *last = (count, place);
                behind.rotate_right(1);
            }
        }
        rarest.iter().filter(|kept| kept.0 != u32::MAX).filter_map(|kept| ids.get(kept.1)).for_each(|&id| keys.add(id));
        keys
    }

    fn add(&mut self, id: u32) {
        if let Some(place) = self.ids.get_mut(self.count) {
            *place = id;
            self.count += 1;
        }
    }

    fn iter(self) -> impl Iterator<Item = u32> {
        self.ids.into_iter().take(self.count)
    }
}

/// What a comparison needs of a norm before its words.
#[derive(Clone, Copy, Default)]
struct Card {
    /// One bit a word; two words may share one.
    signature: u64,
    /// The same for the same words.
    whole: u64,
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
    places: Vec<File>,
    filed: Vec<u32>,
}

/// Where the norms of a word begin, how many were filed under it, and what there is among those filed last: the last few of
/// [`NEAR`], and as many before.
#[derive(Clone, Copy, Default)]
struct File {
    from: u32,
    count: u32,
    among: [AmongFew; 2],
}

impl Files {
    /// Room for all norms that are compared, by how many norms have each word.
    fn new(counts: &[u32]) -> Self {
        let mut end = 0;
        let place = |&count: &u32| {
            let from = end;
            end += if is_key(count) { count } else { 0 };
            File { from, ..File::default() }
        };
        let places = counts.iter().map(place).collect();
        Self { places, filed: vec![NONE; end as usize] }
    }

    /// The norms filed under a word.
    fn of(&self, id: u32) -> &[u32] {
        let File { from, count, .. } = self.places.get(id as usize).copied().unwrap_or_default();
        self.filed.get(from as usize..(from + count) as usize).unwrap_or_default()
    }

    /// Whether a rule may have something to tell of one of those filed last and a norm that asks.
    fn may_answer(&self, id: u32, asks: &Asks) -> bool {
        self.places.get(id as usize).is_some_and(|file| file.among.iter().any(|few| few.may_answer(asks)))
    }

    /// Those filed last, with which another is compared.
    fn last(&self, id: u32) -> &[u32] {
        let all = self.of(id);
        all.last_chunk::<NEAR>().map_or(all, |last| last)
    }

    /// Files a norm under a word that is a key; each norm once, so that there is room.
    fn add(&mut self, id: u32, norm: u32, kin: Kin) {
        if let Some(file) = self.places.get_mut(id as usize)
            && let Some(place) = self.filed.get_mut((file.from + file.count) as usize)
        {
            *place = norm;
            if (file.count as usize).is_multiple_of(NEAR) {
                file.among = [AmongFew::default(), file.among[0]];
            }
            file.count += 1;
            file.among[0].add(kin);
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
    /// The words that a norm is filed under.
    fn keys(self, card: &Card) -> Keys {
        Keys::of(card.of(self.ids), |id| self.counts.get(id as usize).copied().filter(|&count| is_key(count)))
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
    /// The norms filed.
    among: Among,
    /// By norm, the last norm it was compared with, and whether it has as many twins as it may have.
    met: Vec<u32>,
    full: Vec<bool>,
    /// A buffer for norms between two.
    between: Vec<u32>,
}

impl Search<'_> {
    /// Files a norm; into `out` those filed before that it is to be compared with.
    fn near(&mut self, card: &Card, at: u32, kin: Kin, contract: bool, out: &mut Vec<u32>) {
        let asks = kin.asks(contract);
        let answered = self.among.may_answer(asks);
        self.among.add(kin);
        for id in self.known.keys(card).iter() {
            if answered && self.files.may_answer(id, &asks) {
                out.extend(self.files.last(id).iter().copied().filter(|&other| self.known.met(asks, other)));
            }
            self.files.add(id, at, kin);
        }
        let known = self.known;
        let before = self.wholes.before(card.whole, at);
        if answered {
            out.extend(before.filter(|&other| known.met(asks, other)));
        }
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
        for id in self.known.keys(card).iter() {
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
    use super::{COMMON, Files, KEYS, Keys, Kin, NEAR, NONE, Numbers, Wholes, is_key};

    #[test]
    fn the_keys_of_a_norm_are_its_rarest_words() {
        for len in 0..80u32 {
            let ids: Vec<u32> = (0..len).collect();
            let count = |id: u32| id.wrapping_mul(0x9e37_79b1) >> 16 & 7;
            let mut wanted: Vec<u32> = ids.iter().copied().filter(|&id| is_key(count(id))).collect();
            wanted.sort_by_key(|&id| (count(id), id));
            wanted.truncate(KEYS);
            wanted.sort_unstable();
            let mut keys: Vec<u32> = Keys::of(&ids, |id| Some(count(id)).filter(|&n| is_key(n))).iter().collect();
            keys.sort_unstable();
            assert_eq!(keys, wanted, "{len}");
        }
    }

    #[test]
    fn under_a_word_the_last_norms_stand() {
        let mut files = Files::new(&[1, 3, COMMON, COMMON + 1, 2]);
        for norm in 0..25 {
            (0..3).for_each(|_| files.add(2, norm, Kin::default()));
            let keys = [1, 4].into_iter().filter(|id| norm % 8 == id % 3);
            keys.take(1).for_each(|id| files.add(id, norm, Kin::default()));
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
