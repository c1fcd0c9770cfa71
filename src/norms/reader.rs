//! From blocks to norms: sentences, their words of force, the clause of each.

mod frame;
mod reread;

use std::sync::Arc;

use smol_str::SmolStr;

use super::bearer::Parties;
use super::clause::{self, Place};
use super::kin::may_be_contract;
use super::lists::Leads;
use super::modal::{self, Hit};
use super::model::Norm;
use super::sentence::{hide, sentences};
use super::words::{Range, TOGETHER, Words, found};
use super::{Past, Referring, index};
use crate::definitions::{Form, Terms};
use crate::document::{Block, BlockKind, Document, Kind, ProvisionId, Rank, Status};
use crate::references::Reference;
use crate::span::Span;
use crate::text::lexicon::{Bits, Signs, bit, lexicon};
use crate::text::{PIECE, Token, pieces, tokenize};

/// Longest sentence looked at, in tokens: longer runs are tables and lists, no sentences.
const LONGEST: usize = 1500;

/// Bytes of text to a norm, about: room is made for so many.
const EACH: usize = 200;
/// Words of a norm, about.
const WORDS: usize = 10;

/// The agent that a pronoun may stand for.
#[derive(Clone, Debug, Default)]
struct Antecedent {
    provision: Option<ProvisionId>,
    head: Option<SmolStr>,
}

struct Reader<'a> {
    text: &'a str,
    document: &'a Document,
    parties: Parties,
    leads: Leads,
    antecedent: Antecedent,
    /// The antecedent was set since this was last taken back.
    named: bool,
    /// Definition bodies, in the order of the text.
    bodies: Vec<Span>,
    /// Whose claim or duty answers a norm that binds someone is looked for.
    answered: bool,
    /// The norms, in the order of the text but for some of blocks that were not given in it.
    out: Vec<Norm>,
    unordered: bool,
    /// The words of all norms.
    all_words: Vec<u32>,
    /// Buffers: the words of force of a sentence, each with its subject and how far it may look back; words of a norm, as
    /// they stand and sorted; what stands aside of its act.
    found: Vec<(Hit, Range, usize)>,
    words: Vec<u32>,
    sorted: Vec<u32>,
    aside: Vec<Range>,
}

/// Where a sentence stands.
#[derive(Clone, Copy)]
struct Home<'a> {
    block: &'a Block,
    quoted: bool,
    /// The sentence is the last of a block that is not ended, with items below.
    open: bool,
}

/// Reads all norms of a document; those of units that are as they were come from `past`, where there is any. Says of each
/// from which norm of the past it was taken over, `u32::MAX` for none; nothing where there is no past.
pub fn read(text: &str, document: &Document, terms: &Terms, past: Option<Past<'_>>) -> (Vec<Norm>, Vec<u32>) {
    let mut reading = Reading::new(text, document, terms);
    let mut origins = Vec::new();
    let Reading { reader, buffers, .. } = &mut reading;
    match past {
        None => document.blocks.iter().for_each(|block| reader.prose(block, buffers)),
        Some(past) => {
            let units = reader.runs(past.norms, past.kept, buffers);
            reader.out.sort_by_key(in_text);
            reader.unordered = false;
            origins = vec![u32::MAX; reader.out.len()];
            past.kept.units = units.into_iter().filter_map(|u| u.place(&reader.out, &mut origins)).collect();
        }
    }
    (reading.done(), origins)
}

/// A reading of norms, block by block.
pub struct Reading<'a> {
    reader: Reader<'a>,
    buffers: Buffers,
    /// Gives each norm its references once it is read, if it is to.
    referring: Option<Referring<'a>>,
}

impl<'a> Reading<'a> {
    /// Begins to read the norms of a document.
    #[must_use]
    pub fn new(text: &'a str, document: &'a Document, terms: &Terms) -> Self {
        let mut bodies: Vec<Span> =
            terms.definitions.iter().filter(|d| d.form != Form::Name).map(|d| d.term.to(d.body)).collect();
        bodies.sort_unstable();
        let reader = Reader {
            text,
            document,
            parties: Parties::of(text, terms),
            leads: Leads::default(),
            antecedent: Antecedent::default(),
            named: false,
            bodies,
            answered: true,
            out: Vec::with_capacity(text.len() / EACH),
            unordered: false,
            all_words: Vec::with_capacity(text.len() / EACH * WORDS),
            found: Vec::new(),
            words: Vec::new(),
            sorted: Vec::new(),
            aside: Vec::new(),
        };
        Self { reader, buffers: Buffers::default(), referring: None }
    }

    /// Gives each norm its references once it is read: see [`super::refer`].
    #[must_use]
    pub fn referring(mut self, references: &'a [Reference]) -> Self {
        self.referring = Some(Referring::new(references));
        self
    }

    /// As [`Self::new`], for rules alone: whose claim or duty answers a norm that binds someone is not looked for, as no rule
    /// asks for it.
    #[must_use]
    pub fn for_rules(text: &'a str, document: &'a Document, terms: &Terms) -> Self {
        let mut reading = Self::new(text, document, terms);
        reading.reader.answered = false;
        reading
    }

    /// Reads a block, or a piece of one, that has the tokens, where its kind and unit can hold norms. All blocks of the
    /// document are to be shown, in the order of the text.
    pub fn see(&mut self, block: &Block, tokens: &[Token]) {
        if self.reader.reads(block) {
            let before = self.reader.out.len();
            self.reader.block(block, tokens, &mut self.buffers);
            self.reader.order(before);
            if let Some(referring) = &mut self.referring {
                referring.refer(self.reader.out.get_mut(before..).unwrap_or_default());
            }
        }
    }

    /// The norms, in the order of the text; if it was not said before, their references are still to be given with
    /// [`super::refer`].
    #[must_use]
    pub fn done(self) -> Vec<Norm> {
        let contract = may_be_contract(self.reader.document.profile);
        let Reader { out: mut norms, unordered, all_words, .. } = self.reader;
        let all_words = Arc::new(all_words);
        let common = norms.iter_mut().fold(true, |common, n| n.words.share(&all_words) & common);
        if unordered {
            norms.sort_by_cached_key(in_text);
        }
        index::link(&mut norms, contract, Some(all_words).filter(|_| common));
        norms
    }
}

/// The order of the text.
fn in_text(n: &Norm) -> (u32, u32, u32) {
    (n.span.start, n.modal.start, n.span.end)
}

#[derive(Default)]
struct Buffers {
    spare: Vec<Token>,
    bits: Vec<Bits>,
    signs: Vec<Signs>,
    hidden: Vec<bool>,
    sentences: Vec<Range>,
    quotes: Vec<Range>,
}

impl Reader<'_> {
    /// Whether the kind and unit of a block can hold norms.
    fn reads(&self, block: &Block) -> bool {
        let read = block.kind.is_prose() || block.kind == BlockKind::Quotation;
        let unit = self.document.get(block.provision);
        read && unit.status == Status::InForce && unit.kind != Kind::Definition
    }

    /// Reads a block, where it can hold norms.
    fn prose(&mut self, block: &Block, buffers: &mut Buffers) {
        if !self.reads(block) {
            return;
        }
        let mut tokens = std::mem::take(&mut buffers.spare);
        for span in pieces(self.text, block.span, PIECE) {
            tokenize(self.text, span, &mut tokens);
            let before = self.out.len();
            self.block(&Block { span, ..*block }, &tokens, buffers);
            self.order(before);
        }
        buffers.spare = tokens;
    }

    /// Puts the norms of a block, from the one at `from` on, in the order of the text: those of what is quoted were read
    /// before those around it.
    fn order(&mut self, from: usize) {
        let own = self.out.get_mut(from..).unwrap_or_default();
        if !own.is_sorted_by_key(in_text) {
            own.sort_by_cached_key(in_text);
        }
        if let Some(last) = from.checked_sub(1)
            && let (Some(last), Some(first)) = (self.out.get(last), self.out.get(from))
        {
            self.unordered |= in_text(last) > in_text(first);
        }
    }

    fn block(&mut self, block: &Block, tokens: &[Token], b: &mut Buffers) {
        if tokens.is_empty() {
            return;
        }
        let (lexicon, count) = (lexicon(), tokens.len());
        if b.bits.len() < count {
            b.bits.resize(count, 0);
            // As many as are looked at together.
            b.signs.resize(count + TOGETHER, 0);
        }
        let mut held_by_block = 0;
        for (t, (bits, signs)) in tokens.iter().zip(b.bits.iter_mut().zip(&mut b.signs)) {
            *bits = lexicon.bits_of(t);
            *signs = *bits as Signs | if t.capital() { bit::CAPITAL as Signs } else { 0 };
            held_by_block |= *bits;
        }
        let bits = b.bits.get(..count).unwrap_or_default();
        // A block without a word that may begin words of force can only complete a lead-in.
        let forced = held_by_block & bit::START != 0;
        let completes = block.kind == BlockKind::Text && self.leads.of(self.document, block.provision).is_some();
        if !forced && !completes {
            return;
        }
        b.hidden.clear();
        b.hidden.resize(tokens.len(), false);
        sentences(tokens, (bits, &b.signs), &mut b.sentences);
        let unit = self.document.get(block.provision);
        let quoted = unit.quoted || block.kind == BlockKind::Quotation;
        let has_children = unit.end.0 > block.provision.0 + 1;
        let before = self.out.len();
        let count = b.sentences.len();
        for n in 0..count {
            let Some(&range) = b.sentences.get(n) else { break };
            if range.1 - range.0 > LONGEST || !found(&b.signs, range, bit::START).any() {
                continue;
            }
            hide(tokens, &b.signs, range, &mut b.hidden, &mut b.quotes);
            let last = n + 1 == count;
            let open = last && has_children && block.kind == BlockKind::Text && !closed(tokens, range);
            let home = Home { block, quoted, open };
            for q in 0..b.quotes.len() {
                let Some(&quote) = b.quotes.get(q) else { break };
                let w = Words { text: self.text, tokens, bits, signs: &b.signs, hidden: &b.hidden };
                let found = self.sentence(&w, quote, Home { quoted: true, open: false, ..home });
                if found {
                    for flag in b.hidden.get_mut(quote.0..quote.1).into_iter().flatten() {
                        *flag = true;
                    }
                }
            }
            let w = Words { text: self.text, tokens, bits, signs: &b.signs, hidden: &b.hidden };
            self.sentence(&w, range, home);
        }
        if completes && self.out.len() == before {
            for range in b.sentences.iter().filter(|r| r.1 - r.0 <= LONGEST) {
                hide(tokens, &b.signs, *range, &mut b.hidden, &mut b.quotes);
            }
            let w = Words { text: self.text, tokens, bits, signs: &b.signs, hidden: &b.hidden };
            self.item(&w, block, has_children && b.sentences.last().is_some_and(|r| !closed(tokens, *r)));
        }
    }

    /// Reads the norms of one sentence; says whether there were any.
    fn sentence(&mut self, w: &Words<'_>, range: Range, home: Home<'_>) -> bool {
        let before = self.out.len();
        let mut floor = range.0;
        let mut fresh = true;
        let mut i = range.0;
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let mut signs = w.found(range, bit::START | bit::CLAUSE);
        loop {
            i = signs.from(i);
            if i >= range.1 {
                break;
            }
            if w.hidden(i) {
                i += 1;
                continue;
            }
            if w.has(i, bit::CLAUSE) && clause::breaks(w, i) {
                floor = i + 1;
                fresh = true;
            }
            if !modal::may_start(w, i) {
                i += 1;
                continue;
            }
            let Some(hit) = modal::at(w, i, range.1) else {
                i += 1;
                continue;
            };
            if self.defines(w, i) {
                i = hit.end;
                continue;
            }
            if clause::in_opening(w, floor, i, hit.verb) {
                i = hit.end;
                continue;
            }
            match clause::place(w, floor, i, fresh) {
                Place::Main(subject) => {
                    // A subject left out is that of the norm before.
                    let left_out = subject.0 == subject.1 && !fresh;
                    let subject = if left_out { found.last().map_or(subject, |f| f.1) } else { subject };
                    let subject = clause::past_heading(w, subject);
                    fresh = false;
                    found.push((hit, subject, floor));
                    floor = hit.end;
                    i = hit.verb.max(hit.end);
                }
                Place::Subordinate => i = hit.end,
            }
        }
        for k in 0..found.len() {
            let Some(&(hit, subject, floor)) = found.get(k) else { break };
            let from = if k == 0 { range.0 } else { own_start(floor, subject, hit.start) };
            let to = found.get(k + 1).map_or(range.1, |n| clause_end(w, hit.verb, own_start(n.2, n.1, n.0.start)));
            let to = semicolon(w, hit.verb + 1, to);
            let open = home.open && k + 1 == found.len();
            self.norm(w, (from, trim(w, from, to)), range, hit, subject, Home { open, ..home });
        }
        let any = !found.is_empty();
        self.found = found;
        self.out.len() > before || (home.open && any)
    }

    /// Whether the token stands in a definition.
    fn defines(&self, w: &Words<'_>, i: usize) -> bool {
        let Some(t) = w.get(i) else { return false };
        let at = self.bodies.partition_point(|s| s.start <= t.span().start);
        at.checked_sub(1).and_then(|k| self.bodies.get(k)).is_some_and(|s| s.holds(t.span().start))
    }
}

fn rank(document: &Document, block: &Block) -> Rank {
    if block.kind == BlockKind::Footnote { Rank::Note } else { document.get(block.provision).rank }
}

/// The first semicolon of `[from, to)` that stands in the sentence itself; `to` where there is none.
fn semicolon(w: &Words<'_>, from: usize, to: usize) -> usize {
    let mut found = w.found((from, to), bit::CLAUSE);
    let mut at = from;
    loop {
        at = found.from(at);
        if at >= to || w.is(at, ';') && !w.hidden(at) {
            return at.min(to);
        }
        at += 1;
    }
}

/// Whether the sentence ends with a stop.
fn closed(tokens: &[Token], range: Range) -> bool {
    let mut at = range.1;
    while at > range.0 {
        at -= 1;
        let Some(t) = tokens.get(at) else { return false };
        match t.mark() {
            '.' | '?' | '!' | ';' => return true,
            '"' | '”' | '’' | ')' | ']' | '*' => {}
            _ => return false,
        }
    }
    false
}

/// Where a clause after another begins: at its subject, or at the words of force where the subject is left out.
fn own_start(floor: usize, subject: Range, modal: usize) -> usize {
    if subject.0 >= floor && subject.0 < subject.1 { subject.0 } else { modal }
}

/// End of a clause before the next one's subject: commas and conjunctions left out.
fn clause_end(w: &Words<'_>, verb: usize, next: usize) -> usize {
    let mut to = next;
    while to > verb + 1 && (w.stop(to - 1) || w.has(to - 1, bit::CONJ)) {
        to -= 1;
    }
    to.max(verb + 1).max(next.min(verb + 1))
}

/// Leaves final stops, commas and conjunctions out.
fn trim(w: &Words<'_>, from: usize, to: usize) -> usize {
    let mut to = to;
    while to > from + 1 && (w.stop(to - 1) || w.is(to - 1, '”') || w.has(to - 1, bit::CONJ)) {
        to -= 1;
    }
    to
}
