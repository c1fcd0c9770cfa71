//! Where defined terms are used: one pass over the text, longest match, plural and possessive let pass.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::key::{forms, stem};
use super::model::{Definition, Form};
use crate::document::{Block, BlockTokens, Document, ProvisionId};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey, PIECE, Token, TokenKind, WordFilter, WordHash, pieces, tokenize};

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

/// A term's words after the second, by their stems, and its number.
struct Entry {
    rest: Box<[WordHash]>,
    term: u32,
}

/// What begins with a word.
struct First {
    /// Its stem.
    stem: WordHash,
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
    /// By every form of their first words.
    by_first: FxHashMap<WordHash, First>,
    /// Terms of two words and more by the stems of these two, each with the longest first; where they are found by the stem
    /// of the first word and every form of the second.
    of_two: Vec<Vec<Entry>>,
    by_two: FxHashMap<(WordHash, WordHash), u32>,
    /// Their first words in every form, and their second: most words of a text are none of these.
    firsts: WordFilter,
    seconds: WordFilter,
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
    tokens: &BlockTokens,
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
    let mut buffer = Vec::new();
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
                    find(text, block.span, tokens, &mut buffer, &terms, |hit| hits.push(hit));
                    hits.into()
                }
            });
            hits.iter().for_each(|&hit| count.hit(block, hit));
        }
    } else {
        for block in prose {
            find(text, block.span, tokens, &mut buffer, &terms, |hit| count.hit(block, hit));
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

/// Finds the words of terms in a block.
fn find(text: &str, block: Span, kept: &BlockTokens, buffer: &mut Vec<Token>, terms: &Terms, mut see: impl FnMut(Hit)) {
    for piece in pieces(text, block, PIECE) {
        let tokens = kept.of(text, piece, buffer);
        let mut at = 0;
        while let Some(next) = tokens.get(at..).and_then(|t| t.iter().position(|t| terms.firsts.may_have(t.word))) {
            let from = at + next;
            at = from + 1;
            let Some((term, end)) = terms.longest(text, tokens, from) else { continue };
            at = end;
            if let (Some(first), Some(last)) = (tokens.get(from), tokens.get(end - 1)) {
                see((first.span().start - block.start, last.span().end - block.start, term));
            }
        }
    }
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
    let (by_first, of_two, by_two) = (FxHashMap::default(), Vec::new(), FxHashMap::default());
    let (firsts, seconds) = (WordFilter::for_words(numbers.len() * 4), WordFilter::for_words(numbers.len() * 4));
    let mut terms = Terms { by_first, of_two, by_two, firsts, seconds, scopes, of_term, term_of };
    // The words of all terms, the longest terms first.
    let mut tokens = Vec::new();
    let mut all: Vec<(Vec<&str>, u32)> = Vec::with_capacity(numbers.len());
    for (key, term) in numbers {
        tokenize(key, Span::at(0, key.len()), &mut tokens);
        let words = tokens.iter().filter(|t| t.kind() != TokenKind::Mark).map(|t| t.of(key));
        all.push((words.collect(), term));
    }
    let mut by_stems: FxHashMap<(WordHash, WordHash), u32> = FxHashMap::default();
    all.sort_unstable_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
    for (words, term) in all {
        let Some((&first, rest)) = words.split_first() else { continue };
        let (second, first_stem) = (rest.first().copied(), stem(first));
        forms(first, |form| {
            terms.firsts.add(form);
            let begun = terms.by_first.entry(form).or_insert(First { stem: first_stem, alone: None, longer: false });
            match second {
                None => _ = begun.alone.get_or_insert(term),
                Some(_) => begun.longer = true,
            }
        });
        if let Some(second) = second {
            let fresh = terms.of_two.len() as u32;
            let at = *by_stems.entry((first_stem, stem(second))).or_insert(fresh);
            if at == fresh {
                terms.of_two.push(Vec::new());
            }
            forms(second, |form| {
                terms.seconds.add(form);
                terms.by_two.insert((first_stem, form), at);
            });
            if let Some(entries) = terms.of_two.get_mut(at as usize).filter(|entries| entries.len() < MOST) {
                entries.push(Entry { rest: rest.iter().skip(1).map(|word| stem(word)).collect(), term });
            }
        }
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
    /// The longest term that begins at token `from`, and one past its last token.
    fn longest(&self, text: &str, tokens: &[Token], from: usize) -> Option<(u32, usize)> {
        let begun = self.by_first.get(&tokens.get(from)?.word)?;
        if begun.longer
            && let Some(second) = on(tokens, from + 1)
            && let Some(word) = tokens.get(second).filter(|t| self.seconds.may_have(t.word))
            && let Some(&at) = self.by_two.get(&(begun.stem, word.word))
            && let Some(entries) = self.of_two.get(at as usize)
        {
            let found = entries.iter().find_map(|entry| {
                let mut last = second;
                for &wanted in &entry.rest {
                    last = on(tokens, last + 1)?;
                    if stem(tokens.get(last)?.of(text)) != wanted {
                        return None;
                    }
                }
                Some((entry.term, last + 1))
            });
            if found.is_some() {
                return found;
            }
        }
        begun.alone.map(|term| (term, from + 1))
    }
}

/// The next word of the same phrase from token `at` on; none where a mark stands before it that parts phrases.
fn on(tokens: &[Token], mut at: usize) -> Option<usize> {
    loop {
        let token = tokens.get(at)?;
        match token.mark() {
            '.' | ',' | ';' | ':' | '(' | ')' => return None,
            _ if token.kind() != TokenKind::Mark => return Some(at),
            _ => at += 1,
        }
    }
}
