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
/// The part of a slot that is a class; the rest is the upper part of a hash.
const CLASS: u32 = CLASSES as u32 - 1;
/// How many slots there are: few, so that a processor keeps them close.
const SLOTS: usize = 1 << 13;
/// How many turns there are, each for the words of a few hashes: see [`Table::place`].
const TURNS: usize = 1 << 11;

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

/// The entries by their word's hash, each in a slot of its own: the slot is a part of the hash, and which part it is was
/// chosen for few words at a time so that no two words share one. What is known of a class stands apart, so that what is
/// asked of every token is small.
pub(super) struct Table {
    /// By how many bits the hashes of some words are turned to tell their slots.
    turns: [u8; TURNS],
    /// The upper part of a hash, and the class of its word; 0 for no word.
    slots: Box<[u32; SLOTS]>,
    /// Asked of every token: not behind a pointer.
    bits: [Bits; CLASSES],
    hints: [Hints; CLASSES],
    classes: usize,
    /// The base form of the word of each slot.
    bases: Box<[Base; SLOTS]>,
    /// Hashes of base forms.
    stems: Vec<WordHash>,
    /// Words for which there was no slot.
    homeless: usize,
}

/// The base form of a word, or what it is compared as.
#[derive(Clone, Copy, Default)]
pub(super) struct Base {
    /// The lower half of its hash, which is all that most ask for, and the number under which the whole stands; 0 where there
    /// is no such word.
    pub key: u32,
    number: u16,
    /// See [`Entry`].
    pub lemma: u16,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            turns: [0; TURNS],
            slots: Box::new([0; SLOTS]),
            bits: [0; CLASSES],
            hints: [0; CLASSES],
            classes: 0,
            bases: Box::new([Base::default(); SLOTS]),
            stems: vec![0],
            homeless: 0,
        }
    }
}

/// What a slot holds of a hash.
const fn tag(hash: WordHash) -> u32 {
    (hash >> 32) as u32 & !CLASS
}

/// Which turn is that of a hash.
const fn turn(hash: WordHash) -> usize {
    (hash >> 20) as usize & (TURNS - 1)
}

/// The slot of a hash that is turned by so many bits.
const fn turned(hash: WordHash, by: u8) -> usize {
    hash.rotate_right(by as u32) as usize & (SLOTS - 1)
}

/// What is known of a token that stands in no list, by its kind, which is the number of its class.
const MADE_OF: [(Bits, Hints); 4] = {
    let mut all = [(0, 0); 4];
    all[TokenKind::Number as usize] = (bit::FIGURE | bit::EMPTY, hint::DIGIT);
    all[TokenKind::Mixed as usize] = (0, hint::DIGIT);
    all[TokenKind::Mark as usize] = (bit::MARK | bit::EMPTY, 0);
    all
};

impl Table {
    pub fn of(words: FxHashMap<WordHash, Entry>) -> Self {
        let mut table = Self::default();
        let mut classes: FxHashMap<(Bits, Hints), Class> = FxHashMap::default();
        for known in MADE_OF {
            table.class_of(known, &mut classes);
        }
        let mut by_turn: Vec<Vec<(WordHash, Entry)>> = vec![Vec::new(); TURNS];
        for (hash, entry) in words {
            if let Some(alike) = by_turn.get_mut(turn(hash)) {
                alike.push((hash, entry));
            }
        }
        // Where there are many, most slots have to be free.
        by_turn.sort_by_key(|alike| std::cmp::Reverse(alike.len()));
        let mut numbers: FxHashMap<WordHash, u16> = FxHashMap::default();
        for alike in by_turn {
            let Some(by) = (0..64).find(|&by| table.has_room(&alike, by)) else {
                table.homeless += alike.len();
                continue;
            };
            for (hash, entry) in alike {
                table.turns[turn(hash)] = by;
                let made_of = if mark_of(hash) == '\0' { 0 } else { bit::MARK | bit::EMPTY };
                let class = table.class_of((entry.bits | made_of, entry.hints), &mut classes);
                table.slots[turned(hash, by)] = tag(hash) | class;
                if entry.bits & bit::DERIVED != 0 {
                    let number = *numbers.entry(entry.stem).or_insert_with(|| {
                        table.stems.push(entry.stem);
                        (table.stems.len() - 1) as u16
                    });
                    table.bases[turned(hash, by)] = Base { key: entry.stem as u32, number, lemma: entry.lemma as u16 };
                }
            }
        }
        table
    }

    /// Whether words have each a free slot of its own if their hashes are turned by so many bits.
    fn has_room(&self, words: &[(WordHash, Entry)], by: u8) -> bool {
        let slot = |i: usize| words.get(i).map(|word| turned(word.0, by));
        (0..words.len()).all(|i| {
            let free = slot(i).is_some_and(|at| self.slots[at] == 0);
            free && (0..i).all(|before| slot(before) != slot(i))
        })
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

    /// The slot of a word, if it has one.
    #[inline]
    fn place(&self, hash: WordHash) -> usize {
        turned(hash, self.turns[turn(hash)])
    }

    /// The class of a word; 0, the class of words of which nothing is known, where it is in no list.
    #[inline]
    pub fn class(&self, hash: WordHash) -> Class {
        // No branch tells the two apart. What is left of a slot with the word's own tag is the class.
        let left = self.slots[self.place(hash)] ^ tag(hash);
        if left <= CLASS { left } else { 0 }
    }

    #[inline]
    pub fn bits(&self, class: Class) -> Bits {
        self.bits[(class & CLASS) as usize]
    }

    #[inline]
    pub fn hints(&self, class: Class) -> Hints {
        self.hints[(class & CLASS) as usize]
    }

    /// The base form of a word that has [`bit::DERIVED`].
    #[inline]
    pub fn base_of_derived(&self, hash: WordHash) -> Base {
        self.bases[self.place(hash)]
    }

    /// The base form of a word, where it has one or is compared as another.
    pub fn base(&self, hash: WordHash) -> Option<Base> {
        let at = self.place(hash);
        let base = self.bases[at];
        (base.number != 0 && (self.slots[at] ^ tag(hash)) <= CLASS).then_some(base)
    }

    /// The hash of a base form.
    pub fn stem(&self, base: Base) -> WordHash {
        self.stems.get(base.number as usize).copied().unwrap_or(0)
    }

    /// Whether there was room for all words and their classes.
    #[cfg(test)]
    pub fn holds_all(&self) -> bool {
        self.homeless == 0 && self.classes <= CLASSES && self.stems.len() <= usize::from(u16::MAX)
    }
}
