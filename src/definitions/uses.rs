//! Where defined terms are used: one pass over the text, longest match, plural and possessive let pass.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::key::{beginning, stem};
use super::model::{Definition, Form};
use crate::document::{Block, Document, ProvisionId};
use crate::span::Span;
use crate::text::{Beginnings, ContentHasher, ContentKey, Inside, WordHash, beginnings, plain_word};

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

/// A term's words after the second, and its number.
struct Entry {
    rest: Box<[WordHash]>,
    term: u32,
}

/// What begins with a word.
#[derive(Default)]
struct First {
    /// The term that is this word alone.
    alone: Option<u32>,
    /// There are terms of more words.
    longer: bool,
}

/// A unit for which a definition of some term holds.
#[derive(Clone, Copy)]
struct Scope {
    /// The unit, and the one after all it holds.
    unit: ProvisionId,
    end: ProvisionId,
    definition: u32,
    /// The next larger unit for which a definition of the same term holds: its index among the scopes.
    around: u32,
}

/// The defined terms, each once, however many definitions share it.
struct Terms {
    by_first: FxHashMap<WordHash, First>,
    /// Terms of two words and more by their first two; the longest first.
    by_two: FxHashMap<(WordHash, WordHash), Vec<Entry>>,
    /// How their first words begin, and their second.
    beginnings: Beginnings,
    seconds: Beginnings,
    /// Where definitions hold, by term and in the order of the text; by term, where its scopes begin.
    scopes: Vec<Scope>,
    of_term: Vec<u32>,
    /// The term of each definition.
    term_of: Vec<u32>,
}

impl Terms {
    /// The definition of a term that holds in a unit: that of the smallest unit around it.
    fn holding(&self, term: u32, at: ProvisionId) -> Option<u32> {
        let from = *self.of_term.get(term as usize)?;
        let own = self.scopes.get(from as usize..*self.of_term.get(term as usize + 1)? as usize)?;
        // Units lie apart or inside one another.
        let last = own.partition_point(|s| s.unit <= at).checked_sub(1)?;
        let mut scope = own.get(last)?;
        while scope.end <= at {
            scope = self.scopes.get(scope.around as usize)?;
        }
        Some(scope.definition)
    }
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
    let terms = collect(document, definitions);
    let mut uses = Uses { counts: vec![0; definitions.len()], ..Uses::default() };
    if terms.by_first.is_empty() {
        return uses;
    }
    uses.outside = vec![0; definitions.len()];
    // Definitions' own words do not count as their uses.
    let mut own: Vec<Span> = definitions.iter().map(|d| d.term).collect();
    own.sort_unstable();
    let mut count = Count { definitions, terms: &terms, own, own_at: 0, uses };
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
                    find(text, block.span, &terms, |hit| hits.push(hit));
                    hits.into()
                }
            });
            hits.iter().for_each(|&hit| count.hit(block, hit));
        }
    } else {
        for block in prose {
            find(text, block.span, &terms, |hit| count.hit(block, hit));
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
fn find(text: &str, block: Span, terms: &Terms, mut see: impl FnMut(Hit)) {
    let (piece, base) = (block.of(text), block.start as usize);
    let mut words = Words { text: piece, at: 0 };
    for start in beginnings(text.as_bytes(), base, base + piece.len(), Inside::Any).afresh().map(|at| at - base) {
        // What stands before `words.at` belongs to a term already found.
        if start < words.at || !terms.beginnings.may_begin(piece.as_bytes(), start) {
            continue;
        }
        let (from, to, first) = match plain_stem(piece, start) {
            Some((to, hash)) => {
                words.at = to;
                (start, to, hash)
            }
            None => {
                words.at = start;
                let Some(range) = words.next().filter(|_| piece.as_bytes().get(start) != Some(&b'\'')) else {
                    continue;
                };
                let first = words.word(range);
                (first.as_ptr() as usize - piece.as_ptr() as usize, range.1, stem(first))
            }
        };
        let Some((term, end)) = terms.longest(piece, first, to) else { continue };
        let end = trimmed(piece, from, end);
        words.at = words.at.max(end);
        see((from as u32, end as u32, term));
    }
}

/// Where the word ends that begins at `from`, and its stem, where it is a word of ASCII letters and digits without an
/// ending to take off, and so its own stem.
#[inline]
fn plain_stem(piece: &str, from: usize) -> Option<(usize, WordHash)> {
    let word = plain_word(piece.as_bytes(), from)?;
    (!matches!(piece.as_bytes().get(word.0 - 1), Some(b's' | b'S' | b'y' | b'Y'))).then_some(word)
}

/// Counts uses, in the order of the text.
struct Count<'a> {
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
        assign(self.definitions, self.terms, term, block.provision, span, &mut self.uses);
    }
}

/// Gives the use to the definition of the smallest unit that holds it.
fn assign(definitions: &[Definition], terms: &Terms, term: u32, at: ProvisionId, span: Span, uses: &mut Uses) {
    match terms.holding(term, at) {
        // What a definition says of its own term is no use of it.
        Some(d) if definitions[d as usize].body.contains(span) => {}
        Some(d) => {
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

fn collect(document: &Document, definitions: &[Definition]) -> Terms {
    let mut numbers: FxHashMap<&SmolStr, u32> = FxHashMap::default();
    let mut by_scope: FxHashMap<(u32, ProvisionId), u32> = FxHashMap::default();
    let mut term_of = vec![u32::MAX; definitions.len()];
    for (i, d) in definitions.iter().enumerate().filter(|(_, d)| d.form != Form::Repealed) {
        let fresh = numbers.len() as u32;
        let term = *numbers.entry(&d.key).or_insert(fresh);
        term_of[i] = term;
        // Of two in one unit the first holds; a definition before a mere name.
        let held = by_scope.entry((term, d.scope)).or_insert(i as u32);
        if definitions[*held as usize].form == Form::Name && d.form != Form::Name {
            *held = i as u32;
        }
    }
    let (scopes, of_term) = scopes(document, by_scope, numbers.len());
    let (by_first, by_two) = (FxHashMap::default(), FxHashMap::default());
    let (beginnings, seconds) = Default::default();
    let mut terms = Terms { by_first, by_two, beginnings, seconds, scopes, of_term, term_of };
    // The stems of all terms, the longest terms first.
    let mut stems: Vec<(Vec<WordHash>, u32)> = Vec::with_capacity(numbers.len());
    for (key, term) in numbers {
        let mut words = Words { text: key, at: 0 };
        let mut own = Vec::new();
        while let Some(range) = words.next() {
            let word = words.word(range);
            if !word.is_empty() {
                match own.len() {
                    0 => terms.beginnings.add(beginning(word)),
                    1 => terms.seconds.add(beginning(word)),
                    _ => {}
                }
                own.push(stem(word));
            }
        }
        stems.push((own, term));
    }
    stems.sort_unstable_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
    for (stems, term) in stems {
        let Some((&first, rest)) = stems.split_first() else { continue };
        let begun = terms.by_first.entry(first).or_default();
        match rest.split_first() {
            None => {
                begun.alone.get_or_insert(term);
            }
            Some((&second, rest)) => {
                begun.longer = true;
                terms.by_two.entry((first, second)).or_default().push(Entry { rest: rest.into(), term });
            }
        }
    }
    for entries in terms.by_two.values_mut() {
        entries.truncate(MOST);
    }
    terms
}

/// Terms with the same two first words that are looked for.
const MOST: usize = 64;

/// Puts the scopes of each term in order.
fn scopes(document: &Document, by_scope: FxHashMap<(u32, ProvisionId), u32>, terms: usize) -> (Vec<Scope>, Vec<u32>) {
    let mut all: Vec<((u32, ProvisionId), u32)> = by_scope.into_iter().collect();
    all.sort_unstable();
    let mut scopes: Vec<Scope> = Vec::with_capacity(all.len());
    let mut of_term: Vec<u32> = Vec::with_capacity(terms + 1);
    for ((term, unit), definition) in all {
        while of_term.len() <= term as usize {
            of_term.push(scopes.len() as u32);
        }
        let from = of_term.get(term as usize).map_or(0, |&from| from as usize);
        // The scope before, or the nearest one around it, that holds this unit.
        let mut around = scopes.len().checked_sub(1).filter(|&last| last >= from);
        while let Some(outer) = around.and_then(|i| scopes.get(i))
            && outer.end <= unit
        {
            around = (outer.around != u32::MAX).then_some(outer.around as usize);
        }
        let around = around.map_or(u32::MAX, |i| i as u32);
        scopes.push(Scope { unit, end: document.get(unit).end, definition, around });
    }
    of_term.resize(terms + 1, scopes.len() as u32);
    (scopes, of_term)
}

impl Terms {
    /// Whether the word after the one that ends at byte `at` may be the second of a term.
    fn may_go_on(&self, piece: &[u8], at: usize) -> bool {
        match piece.get(at..at + 2) {
            Some([b' ', next]) if next.is_ascii_alphanumeric() => self.seconds.may_begin(piece, at + 1),
            _ => true,
        }
    }

    /// The longest term that begins with the word `first`, which ends at byte `from`, and where it ends.
    fn longest(&self, piece: &str, first: WordHash, from: usize) -> Option<(u32, usize)> {
        let begun = self.by_first.get(&first)?;
        let mut ahead = Words { text: piece, at: from };
        if begun.longer
            && self.may_go_on(piece.as_bytes(), from)
            && let Some((second, end)) = ahead.on()
            && let Some(entries) = self.by_two.get(&(first, second))
        {
            let found = entries.iter().find_map(|entry| {
                let (mut ahead, mut end) = (Words { ..ahead }, end);
                for &wanted in &entry.rest {
                    let (stem, to) = ahead.on()?;
                    if stem != wanted {
                        return None;
                    }
                    end = to;
                }
                Some((entry.term, end))
            });
            if found.is_some() {
                return found;
            }
        }
        begun.alone.map(|term| (term, from))
    }
}

impl Words<'_> {
    /// The stem of the next word of the same phrase, and where the word ends; none where a mark stands before it.
    fn on(&mut self) -> Option<(WordHash, usize)> {
        if self.text.as_bytes().get(self.at) == Some(&b' ')
            && let Some((end, stem)) = plain_stem(self.text, self.at + 1)
        {
            self.at = end;
            return Some((stem, end));
        }
        loop {
            let before = self.at;
            let range = self.next()?;
            let between = self.text.as_bytes().get(before..range.0)?;
            if between.iter().any(|b| matches!(b, b'.' | b',' | b';' | b':' | b'(' | b')')) {
                return None;
            }
            let word = self.word(range);
            if !word.is_empty() {
                return Some((stem(word), range.1));
            }
        }
    }
}

/// Leaves out closing marks that stand at the end of a word beyond ASCII.
fn trimmed(piece: &str, from: usize, to: usize) -> usize {
    piece.get(from..to).map_or(to, |t| from + t.trim_end_matches(|c: char| !c.is_alphanumeric()).len())
}
