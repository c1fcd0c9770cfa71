//! Words that rules look for all over a text, found in one pass for all of them by how they begin.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::DocumentCx;
use super::deontic::commencement_conflict;
use super::quantities::{sum_mismatch, unit_drift};
use super::residue::editor_residue;
use super::wording::spelling_drift;
use crate::text::{Beginnings, HEAD, WordsSeen, lowest, small_eight};
use crate::{norms, references};

/// Who looks for a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sought(u8);

impl Sought {
    /// Spellings of which there are two.
    pub const SPELLING: Self = Self(1);
    /// Words that say when something begins to hold.
    pub const COMMENCEMENT: Self = Self(1 << 1);
    /// Kinds of days.
    pub const DAY: Self = Self(1 << 2);
    /// Words of phrases that deny texts their force.
    pub const DENIAL: Self = Self(1 << 3);
    /// Words by which texts that are to be followed are looked for.
    pub const ACCORDANCE: Self = Self(1 << 4);
    /// Verbs after which a whole is named.
    pub const WHOLE: Self = Self(1 << 5);
    /// The second of two spellings that begin otherwise.
    pub const OTHER_SPELLING: Self = Self(1 << 6);
    /// Names of fields that a word processor left.
    pub const FIELD: Self = Self(1 << 7);

    /// Whether `other` looks for it too.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

struct Search {
    beginnings: Beginnings,
    /// These, and at which words citations are looked for.
    either: Beginnings,
    /// Words that are looked for, by their first bytes: see [`key`]; none has fewer letters.
    by_head: FxHashMap<u32, Vec<Wanted>>,
}

/// The first bytes of a word as a number, the same in any case of its letters.
const fn key(head: [u8; HEAD]) -> u32 {
    u32::from_le_bytes(head) | 0x2020_2020
}

/// What a word begins with that is looked for, and who does.
struct Wanted {
    /// Its first bytes: see [`small_eight`].
    eight: u64,
    /// The bytes of `eight` that are its own.
    own: u64,
    who: Sought,
}

static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let (beginnings, either) = (Beginnings::default(), Beginnings::default());
    let mut search = Search { beginnings, either, by_head: FxHashMap::default() };
    references::sought().for_each(|word| search.either.add(&word.to_ascii_lowercase()));
    search.add(Sought::SPELLING, spelling_drift::beginnings());
    search.add(Sought::OTHER_SPELLING, spelling_drift::second_spellings());
    search.add(Sought::COMMENCEMENT, commencement_conflict::ANCHORS.into_iter());
    search.add(Sought::DAY, unit_drift::KINDS.into_iter());
    search.add(Sought::DENIAL, norms::signs_of_denial());
    search.add(Sought::ACCORDANCE, norms::ACCORDANCE.into_iter());
    search.add(Sought::WHOLE, sum_mismatch::MADE_OF.into_iter());
    search.add(Sought::FIELD, editor_residue::FIELDS.into_iter());
    search
});

impl Search {
    fn add(&mut self, who: Sought, words: impl Iterator<Item = &'static str>) {
        for word in words {
            if let Some(first) = word.as_bytes().first_chunk() {
                self.beginnings.add(word);
                self.either.add(word);
                let own = lowest(u64::MAX, word.len());
                let eight = small_eight(word.as_bytes(), 0) & own;
                let alike = self.by_head.entry(key(*first)).or_default();
                match alike.iter_mut().find(|w| (w.eight, w.own) == (eight, own)) {
                    Some(same) => same.who.0 |= who.0,
                    None => alike.push(Wanted { eight, own, who }),
                }
            }
        }
    }
}

impl Search {
    /// Who looks for the word at a place.
    fn at(&self, bytes: &[u8], at: usize) -> Option<(u32, Sought)> {
        let here = small_eight(bytes, at);
        let wanted = self.by_head.get(&(here as u32))?;
        let mut who = wanted.iter().filter(|w| here & w.own == w.eight).fold(0, |all, w| all | w.who.0);
        // Most words that begin as a spelling does go on otherwise.
        if Sought(who).has(Sought::SPELLING) && !spelling_drift::stands_at(bytes, at) {
            who &= !Sought::SPELLING.0;
        }
        (who != 0).then_some((at as u32, Sought(who)))
    }
}

/// Bytes of text to a word that is found, at least: room is made for so many.
const EACH: usize = 512;

/// Looks for the words of a text beside a reader of citations.
#[must_use]
pub fn words_seen(text: &str) -> WordsSeen<'static> {
    WordsSeen::new(&SEARCH.beginnings, &SEARCH.either, who, text.len() / EACH)
}

/// Who looks for the word at a place; nobody where none begins.
fn who(bytes: &[u8], at: usize) -> u8 {
    let begins = at.checked_sub(1).is_none_or(|i| !bytes.get(i).is_some_and(u8::is_ascii_alphanumeric));
    if begins { SEARCH.at(bytes, at).map_or(0, |place| place.1.0) } else { 0 }
}

/// What was found beside a reader of citations.
pub(super) fn of(places: Vec<(u32, u8)>) -> Vec<(u32, Sought)> {
    places.into_iter().map(|(at, who)| (at, Sought(who))).collect()
}

/// Where words stand that some rule looks for, in any case of their letters, and who does.
pub(super) fn find(text: &str) -> Vec<(u32, Sought)> {
    let (search, bytes) = (&*SEARCH, text.as_bytes());
    let mut found = Vec::with_capacity(text.len() / EACH);
    search.beginnings.each(bytes, 0, bytes.len(), |at, _| found.extend(search.at(bytes, at)));
    found
}

/// The places of the words that one of the rules looks for; the text is gone over once for all of them.
pub(super) fn places<'c>(cx: &DocumentCx<'c>, who: Sought) -> impl Iterator<Item = usize> + 'c {
    let all = cx.memo.sought.get_or_init(|| find(cx.text));
    all.iter().filter(move |place| place.1.has(who)).map(|place| place.0 as usize)
}

#[cfg(test)]
mod tests {
    use super::{find, of, who};

    #[test]
    fn places_tell_as_much_as_the_whole_text() {
        let text = "To organise it in accordance with 5centres, CENTRES and co-operation; it enters into force after 3 \
                    business days and consists of 2 parts. Organisation-wide colour";
        let every = (0..text.len() as u32).map(|at| (at, who(text.as_bytes(), at as usize)));
        assert_eq!(of(every.filter(|place| place.1 != 0).collect()), find(text));
        assert!(find(text).len() > 5);
    }
}
