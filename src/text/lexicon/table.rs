//! The table from a word's hash to what is known of the word.

use rustc_hash::FxHashMap;

use super::hints::{Hints, hint};
use super::{Bits, bit};
use crate::text::tokens::TokenKind;
use crate::text::words::{WordHash, mark_of};

/// Words of which the same is known have one class: there are few sets of what is known, so that a token has room for its
/// class. Words that stand in no list have that of what they are made of: see [`Table::class`].
pub(in crate::text) type Class = u32;

/// A class has so many bits in a token.
pub(in crate::text) const CLASS_BITS: u32 = 10;
const CLASSES: usize = 1 << CLASS_BITS;
/// The part of a slot that is a class; the rest is the upper part of a hash, whose lower part tells the slot.
const CLASS: u32 = CLASSES as u32 - 1;
/// How many slots there are: several times the number of words, so that most words have their own.
const SLOTS: usize = 1 << 15;

#[derive(Clone, Copy, Default)]
pub(super) struct Entry {
    pub bits: Bits,
    pub hints: Hints,
    /// Index in the lemmas, plus one.
    pub lemma: u32,
    /// Hash of the base form, where there is one, else of the word itself; of a synonym, that of the word it is compared
    /// as. Filled when all lists are read.
    pub stem: WordHash,
}

/// The entries by their word's hash: open addressing in a table that is mostly empty. What is known of a class stands apart,
/// so that what is asked of every token is small.
pub(super) struct Table {
    /// The upper part of a hash, and the class of its word; 0 for no word.
    slots: Box<[u32; SLOTS]>,
    bits: Box<[Bits; CLASSES]>,
    hints: Box<[Hints; CLASSES]>,
    classes: usize,
    /// Words with a base form, by open addressing as well.
    bases: Box<[Base; BASES]>,
}

/// How many slots there are for words with a base form.
const BASES: usize = 1 << 13;

/// The base form of a word: all that is asked for it stands in one place.
#[derive(Clone, Copy, Default)]
struct Base {
    /// The upper part of the word's hash.
    tag: u32,
    /// See [`Entry`]. Both are 0 where there is no word.
    lemma: u32,
    stem: WordHash,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            slots: Box::new([0; SLOTS]),
            bits: Box::new([0; CLASSES]),
            hints: Box::new([0; CLASSES]),
            classes: 0,
            bases: Box::new([Base::default(); BASES]),
        }
    }
}

/// What a slot holds of a hash.
const fn tag(hash: WordHash) -> u32 {
    (hash >> 32) as u32 & !CLASS
}

const fn first(hash: WordHash) -> usize {
    hash as usize & (SLOTS - 1)
}

const fn first_base(hash: WordHash) -> usize {
    hash as usize & (BASES - 1)
}

/// What is known of a token that stands in no list, by its kind, which is the number of its class.
const MADE_OF: [(Bits, Hints); 4] = {
    let mut all = [(0, 0); 4];
    all[TokenKind::Number as usize] = (bit::FIGURE, hint::DIGIT);
    all[TokenKind::Mixed as usize] = (0, hint::DIGIT);
    all[TokenKind::Mark as usize] = (bit::MARK, 0);
    all
};

impl Table {
    pub fn of(words: FxHashMap<WordHash, Entry>) -> Self {
        let mut table = Self::default();
        let mut classes: FxHashMap<(Bits, Hints), Class> = FxHashMap::default();
        for known in MADE_OF {
            table.class_of(known, &mut classes);
        }
        // The words of which there are most in any text come first, each to its own slot.
        let (most, rest): (Vec<_>, Vec<_>) = words.into_iter().partition(|(_, entry)| entry.bits & bit::CLOSED != 0);
        for (hash, entry) in most.into_iter().chain(rest) {
            let mut at = first(hash);
            while table.slots.get(at).is_some_and(|&slot| slot != 0) {
                at = (at + 1) & (SLOTS - 1);
            }
            let made_of = if mark_of(hash) == '\0' { 0 } else { bit::MARK };
            let class = table.class_of((entry.bits | made_of, entry.hints), &mut classes);
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = tag(hash) | class;
            }
            if entry.bits & bit::DERIVED != 0 {
                table.add_base(hash, entry);
            }
        }
        table
    }

    fn add_base(&mut self, hash: WordHash, entry: Entry) {
        let mut at = first_base(hash);
        while self.bases.get(at).is_some_and(|base| base.stem != 0) {
            at = (at + 1) & (BASES - 1);
        }
        if let Some(base) = self.bases.get_mut(at) {
            *base = Base { tag: (hash >> 32) as u32, lemma: entry.lemma, stem: entry.stem };
        }
    }

    /// The class of which so much is known: a new one, if there is none.
    fn class_of(&mut self, known: (Bits, Hints), classes: &mut FxHashMap<(Bits, Hints), Class>) -> Class {
        if known == MADE_OF[TokenKind::Word as usize] && self.classes > 0 {
            return TokenKind::Word as Class;
        }
        *classes.entry(known).or_insert_with(|| {
            let class = self.classes;
            self.classes += 1;
            if let (Some(bits), Some(hints)) = (self.bits.get_mut(class), self.hints.get_mut(class)) {
                (*bits, *hints) = known;
            }
            class as Class & CLASS
        })
    }

    /// The slot in which a word stands; none where it is not in the table.
    fn find(&self, hash: WordHash) -> Option<usize> {
        let mut at = first(hash);
        loop {
            let &slot = self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            if slot & !CLASS == tag(hash) {
                return Some(at);
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    /// The class of a word; 0, the class of words of which nothing is known, where it is in no list.
    #[inline]
    pub fn class(&self, hash: WordHash) -> Class {
        let slot = self.slots[first(hash)];
        let here = (slot ^ tag(hash)) & !CLASS == 0;
        // Mostly the word stands here or nothing does: no branch tells the two apart.
        if here | (slot == 0) { slot & CLASS } else { self.elsewhere(hash) }
    }

    #[cold]
    fn elsewhere(&self, hash: WordHash) -> Class {
        self.find(hash).and_then(|at| self.slots.get(at)).map_or(0, |slot| slot & CLASS)
    }

    #[inline]
    pub fn bits(&self, class: Class) -> Bits {
        self.bits[(class & CLASS) as usize]
    }

    #[inline]
    pub fn hints(&self, class: Class) -> Hints {
        self.hints[(class & CLASS) as usize]
    }

    /// The lemma and stem of a word, where it has a base form or is compared as another: see [`Entry`].
    pub fn base(&self, hash: WordHash) -> Option<(u32, WordHash)> {
        let mut at = first_base(hash);
        loop {
            let base = self.bases.get(at)?;
            if base.stem == 0 {
                return None;
            }
            if base.tag == (hash >> 32) as u32 {
                return Some((base.lemma, base.stem));
            }
            at = (at + 1) & (BASES - 1);
        }
    }

    /// Whether there was room for all words and their classes.
    #[cfg(test)]
    pub fn holds_all(&self) -> bool {
        let words = self.slots.iter().filter(|slot| **slot != 0).count();
        let bases = self.bases.iter().filter(|base| base.stem != 0).count();
        self.classes <= CLASSES && words < SLOTS / 4 && bases < BASES * 2 / 3
    }
}
