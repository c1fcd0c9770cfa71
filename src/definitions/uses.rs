//! Where defined terms are used: one pass over the text, longest match, plural and possessive let pass.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::key::{beginning, stem};
use super::model::{Definition, Form};
use crate::document::{Block, Document, ProvisionId};
use crate::span::Span;
use crate::text::{Beginnings, ContentHasher, ContentKey, Inside, WordHash, beginnings};

/// One use of a defined term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Index of the definition that holds there, in `Terms::definitions`.
    pub definition: u32,
    /// The words.
    pub span: Span,
}

/// All uses of a document's terms.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// In the order of the text.
    pub all: Vec<Use>,
    /// Number of uses by definition.
    pub counts: Vec<u32>,
    /// Number of places outside every scope where the words stand, by term.
    outside: Vec<u32>,
    /// The term of each definition.
    term_of: Vec<u32>,
}

impl Uses {
    /// Number of places outside the scope where the words of a definition stand.
    #[must_use]
    pub fn elsewhere(&self, definition: usize) -> u32 {
        self.term_of.get(definition).and_then(|&term| self.outside.get(term as usize)).copied().unwrap_or(0)
    }

    /// Spans in which a definition's term is used.
    pub fn of(&self, definition: usize) -> impl Iterator<Item = Span> + '_ {
        self.all.iter().filter(move |u| u.definition as usize == definition).map(|u| u.span)
    }
}

/// A term's words after the first, and its number.
struct Entry {
    rest: Box<[WordHash]>,
    term: u32,
}

/// The defined terms, each once, however many definitions share it.
struct Terms {
    /// By first word; the longest first.
    by_first: FxHashMap<WordHash, Vec<Entry>>,
    /// How their first words begin.
    beginnings: Beginnings,
    /// The definition of a term that holds in a unit.
    by_scope: FxHashMap<(u32, ProvisionId), u32>,
    /// The term of each definition.
    term_of: Vec<u32>,
}

/// Splits a text into words, each with its stem; cheap for words that begin no term.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// The next word: its range.
    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        while from < bytes.len() && !in_word(bytes[from]) {
            from += 1;
        }
        if from >= bytes.len() {
            self.at = from;
            return None;
        }
        let mut to = from + 1;
        while to < bytes.len() && in_word(bytes[to]) {
            to += 1;
        }
        self.at = to;
        Some((from, to))
    }

    fn word(&self, (from, to): (usize, usize)) -> &'a str {
        let word = self.text.get(from..to).unwrap_or("");
        if let [first, .., last] = word.as_bytes()
            && first.is_ascii_alphanumeric()
            && last.is_ascii_alphanumeric()
        {
            return word;
        }
        word.trim_matches(|c: char| !c.is_alphanumeric())
    }
}

/// Bytes of words: letters, digits, and everything beyond ASCII (dashes and quotation marks are trimmed later).
const fn in_word(byte: u8) -> bool {
    const IN: [bool; 256] = {
        let mut all = [false; 256];
        let mut i = 0;
        while i < 256 {
            let byte = i as u8;
            all[i] = byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'\'';
            i += 1;
        }
        all
    };
    IN[byte as usize]
}

/// Where words of defined terms stand, kept from an earlier state of a document: in an editor only blocks that changed are
/// searched anew.
#[derive(Debug, Default)]
pub struct KeptUses {
    /// What the terms were known by.
    terms: ContentKey,
    /// By the text of a block: beginning and end of the words, from the beginning of the block, and the term's number.
    blocks: FxHashMap<ContentKey, Box<[Hit]>>,
}

/// Words of a term: where they begin and end, from the beginning of the block, and the term's number.
type Hit = (u32, u32, u32);

/// Finds the uses of every definition; blocks that are as they were are not searched again.
pub(super) fn find_uses(
    text: &str,
    document: &Document,
    definitions: &[Definition],
    kept: Option<&mut KeptUses>,
) -> Uses {
    let terms = collect(definitions);
    let mut uses = Uses { counts: vec![0; definitions.len()], ..Uses::default() };
    if terms.by_first.is_empty() {
        return uses;
    }
    uses.outside = vec![0; definitions.len()];
    // Definitions' own words do not count as their uses.
    let mut own: Vec<Span> = definitions.iter().map(|d| d.term).collect();
    own.sort_unstable();
    let mut count = Count { document, definitions, terms: &terms, own, own_at: 0, uses };
    let prose = document.blocks.iter().filter(|b| b.kind.is_prose());
    if let Some(kept) = kept {
        let key = known_by(definitions);
        let before = if kept.terms == key { std::mem::take(&mut kept.blocks) } else { FxHashMap::default() };
        kept.terms = key;
        kept.blocks = FxHashMap::with_capacity_and_hasher(document.blocks.len(), Default::default());
        for block in prose {
            let piece = block.span.of(text);
            let mut hasher = ContentHasher::new();
            hasher.add(piece);
            let hits = kept.blocks.entry(hasher.key()).or_insert_with_key(|key| match before.get(key) {
                Some(hits) => hits.clone(),
                None => {
                    let mut hits = Vec::new();
                    find(piece, &terms, |hit| hits.push(hit));
                    hits.into()
                }
            });
            hits.iter().for_each(|&hit| count.hit(block, hit));
        }
    } else {
        for block in prose {
            find(block.span.of(text), &terms, |hit| count.hit(block, hit));
        }
    }
    let mut uses = count.uses;
    uses.term_of = terms.term_of;
    uses
}

/// What the terms and their numbers are known by.
fn known_by(definitions: &[Definition]) -> ContentKey {
    let mut hasher = ContentHasher::new();
    for d in definitions.iter().filter(|d| d.form != Form::Repealed) {
        hasher.add(d.key.as_str());
    }
    hasher.key()
}

/// Finds the words of terms in a block's text.
fn find(piece: &str, terms: &Terms, mut see: impl FnMut(Hit)) {
    let mut words = Words { text: piece, at: 0 };
    for start in beginnings(piece.as_bytes(), 0, piece.len(), Inside::Any) {
        // What stands before `words.at` belongs to a term already found.
        if start < words.at || !terms.beginnings.may_begin(piece.as_bytes(), start) {
            continue;
        }
        words.at = start;
        let Some(range) = words.next().filter(|_| piece.as_bytes().get(start) != Some(&b'\'')) else { continue };
        let first = words.word(range);
        let Some(entries) = terms.by_first.get(&stem(first)) else { continue };
        let Some((entry, end)) = longest(&words, entries, range.1) else { continue };
        let lead = first.as_ptr() as usize - piece.as_ptr() as usize;
        let end = trimmed(piece, lead, end);
        words.at = words.at.max(end);
        see((lead as u32, end as u32, entry.term));
    }
}

/// Counts uses, in the order of the text.
struct Count<'a> {
    document: &'a Document,
    definitions: &'a [Definition],
    terms: &'a Terms,
    /// The words of the definitions themselves, sorted, and how far they were passed.
    own: Vec<Span>,
    own_at: usize,
    uses: Uses,
}

impl Count<'_> {
    fn hit(&mut self, block: &Block, (from, to, term): Hit) {
        let span = Span::new(block.span.start + from, block.span.start + to);
        while self.own_at < self.own.len() && self.own[self.own_at].end <= span.start {
            self.own_at += 1;
        }
        if self.own.get(self.own_at).is_some_and(|o| o.overlaps(span)) {
            return;
        }
        assign(self.document, self.definitions, self.terms, term, block.provision, span, &mut self.uses);
    }
}

/// Gives the use to the definition of the smallest unit that holds it.
fn assign(
    doc: &Document,
    definitions: &[Definition],
    terms: &Terms,
    term: u32,
    at: ProvisionId,
    span: Span,
    uses: &mut Uses,
) {
    let holder = doc.ancestors(at).find_map(|unit| terms.by_scope.get(&(term, unit)));
    match holder {
        // What a definition says of its own term is no use of it.
        Some(&d) if definitions[d as usize].body.contains(span) => {}
        Some(&d) => {
            uses.counts[d as usize] += 1;
            uses.all.push(Use { definition: d, span });
        }
        None => {
            if let Some(count) = uses.outside.get_mut(term as usize) {
                *count += 1;
            }
        }
    }
}

fn collect(definitions: &[Definition]) -> Terms {
    let mut numbers: FxHashMap<&SmolStr, u32> = FxHashMap::default();
    let mut terms = Terms {
        by_first: FxHashMap::default(),
        beginnings: Beginnings::default(),
        by_scope: FxHashMap::default(),
        term_of: vec![u32::MAX; definitions.len()],
    };
    for (i, d) in definitions.iter().enumerate().filter(|(_, d)| d.form != Form::Repealed) {
        let fresh = numbers.len() as u32;
        let term = *numbers.entry(&d.key).or_insert(fresh);
        terms.term_of[i] = term;
        // Of two in one unit the first holds; a definition before a mere name.
        let held = terms.by_scope.entry((term, d.scope)).or_insert(i as u32);
        if definitions[*held as usize].form == Form::Name && d.form != Form::Name {
            *held = i as u32;
        }
    }
    for (key, term) in numbers {
        let mut words = Words { text: key, at: 0 };
        let mut stems = Vec::new();
        while let Some(range) = words.next() {
            let word = words.word(range);
            if !word.is_empty() {
                if stems.is_empty() {
                    terms.beginnings.add(beginning(word));
                }
                stems.push(stem(word));
            }
        }
        if let Some((&first, rest)) = stems.split_first() {
            terms.by_first.entry(first).or_default().push(Entry { rest: rest.into(), term });
        }
    }
    for entries in terms.by_first.values_mut() {
        entries.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then(a.term.cmp(&b.term)));
        entries.truncate(64);
    }
    terms
}

/// The longest term that goes on from byte `from`, and where it ends.
fn longest<'e>(words: &Words<'_>, entries: &'e [Entry], from: usize) -> Option<(&'e Entry, usize)> {
    entries.iter().find_map(|entry| {
        let mut ahead = Words { text: words.text, at: from };
        let mut end = from;
        for &wanted in &entry.rest {
            let range = loop {
                let before = ahead.at;
                let range = ahead.next()?;
                if words
                    .text
                    .as_bytes()
                    .get(before..range.0)?
                    .iter()
                    .any(|b| matches!(b, b'.' | b',' | b';' | b':' | b'(' | b')'))
                {
                    return None;
                }
                if !ahead.word(range).is_empty() {
                    break range;
                }
            };
            if stem(ahead.word(range)) != wanted {
                return None;
            }
            end = range.1;
        }
        Some((entry, end))
    })
}

/// Leaves out closing marks that stand at the end of a word beyond ASCII.
fn trimmed(piece: &str, from: usize, to: usize) -> usize {
    piece.get(from..to).map_or(to, |t| from + t.trim_end_matches(|c: char| !c.is_alphanumeric()).len())
}
