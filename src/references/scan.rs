//! One scan over a block for everything a citation can begin with.

use std::sync::LazyLock;

use crate::text::{HEAD, Inside, WordsSeen, heads};

/// What a scan has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A unit word, or its beginning.
    Unit,
    /// "U.S.C.", "C.F.R.": the title's number stands before it.
    Code,
    /// "Public Law", "Pub. L.".
    Law,
    /// "Stat.": the volume stands before it.
    Stat,
    /// "ch. 645": a date stands before it.
    Session,
    /// "Resolution", "Regulation", "ITU-T": a number may follow.
    Numbered,
    /// A noun that instruments are called by.
    Noun,
    /// "resolves", "considering": a group of a resolution.
    Group,
    /// "entitled": a document's title follows.
    Title,
    /// “ or «.
    Open,
    /// ” or ».
    Close,
    /// The straight quotation mark.
    Straight,
}

const UNITS: [&str; 21] = [
    "section",
    "subsection",
    "paragraph",
    "subparagraph",
    "clause",
    "subclause",
    "sub-",
    "article",
    "chapter",
    "subchapter",
    "part ",
    "parts ",
    "subpart",
    "title",
    "subtitle",
    "division",
    "schedule",
    "annex",
    "appendi",
    "item",
    "rule",
];
const UNITS_CAPITAL: [&str; 21] = [
    "Section",
    "Subsection",
    "Paragraph",
    "Subparagraph",
    "Clause",
    "Subclause",
    "Sub-",
    "Article",
    "Chapter",
    "Subchapter",
    "Part ",
    "Parts ",
    "Subpart",
    "Title",
    "Subtitle",
    "Division",
    "Schedule",
    "Annex",
    "Appendi",
    "Item",
    "Rule",
];
const UNITS_ONLY_LOWER: [&str; 9] = ["point", "art.", "arts.", "sec.", "para", "par.", "pars.", "subdivision", "nos."];
const UNITS_AS_GIVEN: [&str; 15] = [
    "No. ",
    "Nos. ",
    "No.\u{a0}",
    "Nos.\u{a0}",
    "no. ",
    "Art.",
    "Arts.",
    "Sec.",
    "Para",
    "SECTION",
    "ARTICLE",
    "ANNEX",
    "APPENDIX",
    "Exhibit",
    "Recital",
];
/// "Act" is looked for by itself.
const NOUNS: [&str; 25] = [
    "Agreement",
    "By-law",
    "By-laws",
    "Charter",
    "Code",
    "Compact",
    "Constitution",
    "Convention",
    "Covenant",
    "Gazette",
    "Guidelines",
    "Journal",
    "Order",
    "Ordinance",
    "Plan",
    "Proclamation",
    "Protocol",
    "Register",
    "Regulation",
    "Rules",
    "Statute",
    "Tariff",
    "Treaty",
    "Directive",
    "Policy",
];
const NUMBERED: [&str; 9] =
    ["Resolution", "Recommendation", "Decision", "Opinion", "ITU-T", "ITU-R", "ITU-D", "CCITT", "CCIR"];
const GROUPS: [&str; 13] = [
    "resolves ",
    "considering ",
    "recognizing ",
    "noting ",
    "recalling ",
    "instructs ",
    "invites ",
    "emphasizing ",
    "bearing in mind ",
    "requests ",
    "decides ",
    "encourages ",
    "urges ",
];

/// A word to look for: what it marks, and how many bytes before it belong to it (" Stat. ", ", ch. ").
#[derive(Clone, Copy, Debug)]
struct Word {
    text: &'static [u8],
    before: usize,
    mark: Mark,
}

/// Words by their first four bytes, in a table that every such four bytes has a slot of its own in; none has fewer.
struct Table {
    /// First four bytes.
    keys: Box<[u32; 1 << BITS]>,
    /// The words that begin so, longest first: a range of `words`.
    slots: Vec<(u16, u16)>,
    words: Vec<Word>,
    factor: u32,
}

/// The table's size, as a power of two.
const BITS: u32 = 10;

impl Table {
    fn new() -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut add = |text: &'static str, before: usize, mark: Mark| {
            let text = text.as_bytes().get(before..).unwrap_or(&[]);
            words.push(Word { text, before, mark });
        };
        for word in UNITS.iter().chain(&UNITS_CAPITAL).chain(&UNITS_ONLY_LOWER).chain(&UNITS_AS_GIVEN) {
            add(word, 0, Mark::Unit);
        }
        for (word, before) in [("U.S.C", 0), (" USC ", 1), ("C.F.R", 0), (" CFR ", 1)] {
            add(word, before, Mark::Code);
        }
        for word in ["Public Law", "Pub. L.", "P.L. "] {
            add(word, 0, Mark::Law);
        }
        add(" Stat. ", 1, Mark::Stat);
        add(", ch. ", 2, Mark::Session);
        for word in NUMBERED {
            add(word, 0, Mark::Numbered);
        }
        for word in NOUNS {
            add(word, 0, Mark::Noun);
        }
        for word in GROUPS {
            add(word, 0, Mark::Group);
        }
        add("entitled ", 0, Mark::Title);
        words.sort_by_key(|w| (four(w.text), std::cmp::Reverse(w.text.len())));
        let mut slots: Vec<(u32, u16, u16)> = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let key = four(word.text);
            match slots.last_mut() {
                Some(last) if last.0 == key => last.2 += 1,
                _ => slots.push((key, i as u16, 1)),
            }
        }
        // The first factor that gives every key its own slot.
        let mut factor = 0x9e37_79b1_u32;
        while !all_apart(&slots, factor) {
            factor = factor.wrapping_mul(0x0001_0dcd).wrapping_add(2);
        }
        let mut keys = Box::new([0; 1 << BITS]);
        let mut ranges = vec![(0, 0); 1 << BITS];
        for &(key, from, count) in &slots {
            let at = place(key, factor);
            keys[at] = key;
            ranges[at] = (from, count);
        }
        Self { keys, slots: ranges, words, factor }
    }
}

/// Whether every key has a slot of its own by that factor.
fn all_apart(keys: &[(u32, u16, u16)], factor: u32) -> bool {
    let mut taken = [0u64; (1 << BITS) / 64];
    keys.iter().all(|&(key, ..)| {
        let at = place(key, factor);
        let bit = 1 << (at % 64);
        let free = taken[at / 64] & bit == 0;
        taken[at / 64] |= bit;
        free
    })
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// The words that are looked for by their first bytes.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    TABLE.words.iter().filter_map(|word| std::str::from_utf8(word.text).ok())
}

/// "Act" has three letters only, and a slot for none.
const ACT: u32 = u32::from_le_bytes(*b"Act\0");

const fn place(key: u32, factor: u32) -> usize {
    (key.wrapping_mul(factor) >> (32 - BITS)) as usize
}

/// The first four bytes of a word, as a number.
fn four(word: &[u8]) -> u32 {
    word.first_chunk().map_or(0, |head| u32::from_le_bytes(*head))
}

/// A place where a citation can begin: from where to where its first word stands, and what it is.
pub(super) type Place = (usize, usize, Mark);

/// Puts every place in `text[low..high]` where a citation can begin into `out`, which is emptied first.
///
/// What is looked at is where a word begins, a quotation mark, and a character that is not ASCII. Whoever looks for words
/// `beside` is shown all of them.
pub(super) fn marks(text: &str, low: usize, high: usize, beside: Option<&mut WordsSeen<'_>>, out: &mut Vec<Place>) {
    let Some(beside) = beside else { return each_mark(text, low, high, |_, _| true, out) };
    beside.up_to(text.as_bytes(), low);
    each_mark(text, low, high, beside.shown(high), out);
}

/// As [`marks`]; `may_be` is shown all that is looked at, and tells what may be a word of the table.
#[inline]
fn each_mark(
    text: &str,
    low: usize,
    high: usize,
    mut may_be: impl FnMut(usize, [u8; HEAD]) -> bool,
    out: &mut Vec<Place>,
) {
    let table = &*TABLE;
    let scan = Scan { bytes: text.as_bytes().get(..high).unwrap_or_default(), low, table };
    out.clear();
    heads(text.as_bytes(), low, high, Inside::Letters, |at, head| {
        let key = u32::from_le_bytes(head);
        let slot = place(key, table.factor);
        if may_be(at, head) && table.keys[slot] == key {
            out.extend(scan.word(at, slot));
        } else if !(b'B'..=b'z').contains(&head[0]) {
            // "Act", or no letter: one test for what few words begin with.
            out.extend(if key & 0x00ff_ffff == ACT { scan.act(at) } else { scan.sign(at) });
        }
    });
}

/// What is looked at by [`marks`] where the first bytes fit.
struct Scan<'t> {
    /// The text up to the end of the range.
    bytes: &'t [u8],
    low: usize,
    table: &'static Table,
}

impl Scan<'_> {
    /// The longest word of a slot that stands at `at`.
    #[inline]
    fn word(&self, at: usize, slot: usize) -> Option<Place> {
        let &(from, count) = self.table.slots.get(slot)?;
        let words = self.table.words.get(from as usize..(from + count) as usize)?;
        words.iter().find_map(|w| self.is(at, w))
    }

    /// The noun "Act" at `at`.
    fn act(&self, at: usize) -> Option<Place> {
        (at + 3 <= self.bytes.len()).then_some((at, at + 3, Mark::Noun))
    }

    /// A quotation mark or the sign of a section.
    fn sign(&self, at: usize) -> Option<Place> {
        let (len, mark) = match self.bytes.get(at..)? {
            [b'"', ..] => (1, Mark::Straight),
            [0xc2, 0xa7, ..] => (2, Mark::Unit),
            [0xc2, 0xab, ..] => (2, Mark::Open),
            [0xc2, 0xbb, ..] => (2, Mark::Close),
            [0xe2, 0x80, 0x9c, ..] => (3, Mark::Open),
            [0xe2, 0x80, 0x9d, ..] => (3, Mark::Close),
            _ => return None,
        };
        Some((at, at + len, mark))
    }

    #[inline]
    fn is(&self, at: usize, word: &Word) -> Option<Place> {
        if !self.bytes.get(at..)?.starts_with(word.text) {
            return None;
        }
        let start = at.checked_sub(word.before).filter(|&start| start >= self.low)?;
        let before = match word.before {
            0 => true,
            1 => self.bytes.get(start) == Some(&b' '),
            _ => self.bytes.get(start..at) == Some(b", "),
        };
        before.then_some((start, at + word.text.len(), word.mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_in(text: &str, low: usize, high: usize) -> Vec<Mark> {
        let mut out = Vec::new();
        marks(text, low, high, None, &mut out);
        out.into_iter().map(|m| m.2).collect()
    }

    fn found(text: &str) -> Vec<Mark> {
        found_in(text, 0, text.len())
    }

    #[test]
    fn nothing_is_found_that_does_not_lie_within_the_range() {
        let text = "a Stat. 5 section Act";
        assert_eq!(found(text), [Mark::Stat, Mark::Unit, Mark::Noun]);
        assert_eq!(found_in(text, 2, 15), []);
        assert_eq!(found_in(text, 1, 20), [Mark::Stat, Mark::Unit]);
        assert_eq!(found_in("subsection", 3, 10), [Mark::Unit]);
    }

    #[test]
    fn the_longest_word_wins() {
        assert_eq!(
            found("see subsection (a) of the Clean Air Act, 42 U.S.C. 7401"),
            [Mark::Unit, Mark::Noun, Mark::Code]
        );
    }
}
