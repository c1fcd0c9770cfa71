//! Words that rules look for all over a text, found in one pass for all of them by how they begin.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::DocumentCx;
use super::deontic::commencement_conflict;
use super::quantities::unit_drift;
use super::wording::spelling_drift;
use crate::text::{Beginnings, HEAD};

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

    /// Whether `other` looks for it too.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

struct Search {
    beginnings: Beginnings,
    /// Who looks for words that begin so, in small letters; none that is looked for has fewer letters.
    by_whom: FxHashMap<[u8; HEAD], Sought>,
}

static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let mut search = Search { beginnings: Beginnings::default(), by_whom: FxHashMap::default() };
    search.add(Sought::SPELLING, spelling_drift::beginnings());
    search.add(Sought::COMMENCEMENT, commencement_conflict::ANCHORS.into_iter());
    search.add(Sought::DAY, unit_drift::KINDS.into_iter());
    search
});

impl Search {
    fn add(&mut self, who: Sought, words: impl Iterator<Item = &'static str>) {
        for word in words {
            if let Some(first) = word.as_bytes().first_chunk() {
                self.beginnings.add(word);
                self.by_whom.entry(*first).or_default().0 |= who.0;
            }
        }
    }
}

/// Where words stand that some rule looks for, in any case of their letters, and who does.
pub(super) fn find(text: &str) -> Vec<(u32, Sought)> {
    let (search, bytes) = (&*SEARCH, text.as_bytes());
    let mut found = Vec::new();
    search.beginnings.each(bytes, 0, bytes.len(), |at, head| {
        let who = search.by_whom.get(&head.map(|b| b.to_ascii_lowercase()));
        found.extend(who.map(|&who| (at as u32, who)));
    });
    found
}

/// The places of the words that one of the rules looks for; the text is gone over once for all of them.
pub(super) fn places<'c>(cx: &DocumentCx<'c>, who: Sought) -> impl Iterator<Item = usize> + 'c {
    let all = cx.memo.sought.get_or_init(|| find(cx.text));
    all.iter().filter(move |place| place.1.has(who)).map(|place| place.0 as usize)
}
