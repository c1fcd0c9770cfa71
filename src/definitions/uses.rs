//! Where defined terms are used: one pass over the text, longest match, plural and possessive let pass.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::key::stem;
use super::model::{Definition, Form};
use crate::document::{Document, ProvisionId};
use crate::span::Span;
use crate::text::WordHash;

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
    /// Number of places outside the scope where the words of a definition stand.
    pub elsewhere: Vec<u32>,
}

impl Uses {
    /// Spans in which a definition's term is used.
    pub fn of(&self, definition: usize) -> impl Iterator<Item = Span> + '_ {
        self.all.iter().filter(move |u| u.definition as usize == definition).map(|u| u.span)
    }
}

/// A term's words after the first, and the definitions that fix it.
struct Entry {
    rest: Box<[WordHash]>,
    definitions: Vec<u32>,
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
        word.trim_matches(|c: char| !c.is_alphanumeric())
    }
}

/// Bytes of words: letters, digits, and everything beyond ASCII (dashes and quotation marks are trimmed later).
const fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'\''
}

/// Finds the uses of every definition.
pub(super) fn find_uses(text: &str, document: &Document, definitions: &[Definition]) -> Uses {
    let mut uses = Uses { all: Vec::new(), counts: vec![0; definitions.len()], elsewhere: vec![0; definitions.len()] };
    let terms = collect(definitions);
    if terms.is_empty() {
        return uses;
    }
    let mut firsts = vec![0u64; 1024].into_boxed_slice();
    for d in definitions {
        let first = d.key.as_bytes();
        let bit = two_bytes(first);
        firsts[bit >> 6] |= 1 << (bit & 63);
    }
    // Definitions' own words do not count as their uses.
    let mut own: Vec<Span> = definitions.iter().map(|d| d.term).collect();
    own.sort_unstable();
    let mut own_at = 0;
    for block in document.blocks.iter().filter(|b| b.kind.is_prose()) {
        let piece = block.span.of(text);
        let base = block.span.start;
        let mut words = Words { text: piece, at: 0 };
        while let Some(range) = words.next() {
            let bit = two_bytes(piece.as_bytes().get(range.0..).unwrap_or(&[]));
            let beyond_ascii = piece.as_bytes()[range.0] >= 0x80;
            if !beyond_ascii && firsts[bit >> 6] & (1 << (bit & 63)) == 0 {
                continue;
            }
            let first = words.word(range);
            let Some(entries) = terms.get(&stem(first)) else { continue };
            let Some((entry, end)) = longest(&words, entries, range.1) else { continue };
            let lead = first.as_ptr() as usize - piece.as_ptr() as usize;
            let end = trimmed(piece, lead, end);
            let span = Span::at(base as usize + lead, base as usize + end);
            words.at = words.at.max(end);
            while own_at < own.len() && own[own_at].end <= span.start {
                own_at += 1;
            }
            if own.get(own_at).is_some_and(|o| o.overlaps(span)) {
                continue;
            }
            assign(document, definitions, entry, block.provision, span, &mut uses);
        }
    }
    uses
}

/// Gives the use to the definition of the smallest unit that holds it.
fn assign(doc: &Document, definitions: &[Definition], entry: &Entry, at: ProvisionId, span: Span, uses: &mut Uses) {
    // Few definitions share one term; where many do, the nearest above the use are looked at.
    let near = entry.definitions.partition_point(|&d| definitions[d as usize].term.start <= span.start);
    let window = entry.definitions[near.saturating_sub(64)..(near + 8).min(entry.definitions.len())].iter();
    let best = window.clone().filter(|&&d| doc.within(at, definitions[d as usize].scope)).max_by_key(|&&d| {
        let def = &definitions[d as usize];
        (doc.get(def.scope).depth, def.form != Form::Name, std::cmp::Reverse(d))
    });
    match best {
        // What a definition says of its own term is no use of it.
        Some(&d) if definitions[d as usize].body.contains(span) => {}
        Some(&d) => {
            uses.counts[d as usize] += 1;
            uses.all.push(Use { definition: d, span });
        }
        None => {
            for &d in window {
                uses.elsewhere[d as usize] += 1;
            }
        }
    }
}

fn collect(definitions: &[Definition]) -> FxHashMap<WordHash, Vec<Entry>> {
    let mut by_key: FxHashMap<&SmolStr, Vec<u32>> = FxHashMap::default();
    for (i, d) in definitions.iter().enumerate().filter(|(_, d)| d.form != Form::Repealed) {
        by_key.entry(&d.key).or_default().push(i as u32);
    }
    let mut terms: FxHashMap<WordHash, Vec<Entry>> = FxHashMap::default();
    for (key, definitions) in by_key {
        let mut words = Words { text: key, at: 0 };
        let mut stems = Vec::new();
        while let Some(range) = words.next() {
            let word = words.word(range);
            if !word.is_empty() {
                stems.push(stem(word));
            }
        }
        if let Some((&first, rest)) = stems.split_first() {
            terms.entry(first).or_default().push(Entry { rest: rest.into(), definitions });
        }
    }
    for entries in terms.values_mut() {
        entries.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then(a.definitions.cmp(&b.definitions)));
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

fn two_bytes(word: &[u8]) -> usize {
    let first = word.first().copied().unwrap_or(0).to_ascii_lowercase() as usize;
    let second = word.get(1).copied().unwrap_or(0).to_ascii_lowercase() as usize;
    first << 8 | second
}
