//! What a rule sees, and where it reports.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::citations;
use super::deontic::{Candidate, Facets, Quiet, Told};
use super::residue::signs::Signs;
use super::rule::Rule;
use super::settings::Settings;
use super::sought::{self, Sought};
use super::structure::{Ends, Rows};
use super::terms::{Capitals, Pair};
use super::traits::{Hinted, Traits};
use super::wording::Spelled;
use crate::definitions::Uses;
use crate::document::{Block, Document, Provision};
use crate::findings::{DocId, Edit, Finding, Fix, Label, Safety, Severity, Words};
use crate::graph::{Analysis, Corpus, Entry, Exports, SharedNames};
use crate::span::Span;
use crate::text::Token;
use crate::text::lexicon::{Hints, hint};

/// One document.
#[derive(Clone, Copy, Debug)]
pub struct DocumentCx<'a> {
    /// Its text.
    pub text: &'a str,
    /// The document with its source.
    pub entry: &'a Entry,
    /// Options and vocabulary.
    pub settings: &'a Settings,
    /// It is English, as far as its small words tell; rules about English words pass other texts by.
    pub english: bool,
    /// What rules found out of the document for one another.
    pub memo: &'a Memo,
}

/// Blocks by where they begin, with what they hold.
type Noted = Rc<[(u32, Traits)]>;

/// What several rules of one document need, worked out by the first that asks.
#[derive(Debug, Default)]
pub struct Memo {
    /// Rows of labelled siblings.
    pub(super) rows: OnceCell<Rows>,
    /// How units end.
    pub(super) ends: RefCell<Ends>,
    /// What is being found while the blocks are gone through.
    ahead: RefCell<Ahead>,
    /// Words with a capital.
    pub(super) capitals: RefCell<Option<Rc<Capitals>>>,
    /// Definitions of one term for one unit.
    pub(super) pairs: OnceCell<Vec<Pair>>,
    /// Where words stand that rules look for all over the text, and who does.
    pub(super) sought: OnceCell<Vec<(u32, Sought)>>,
    /// The blocks with [`Traits::NOTED`], by where they begin, where that is known of all blocks.
    noted: RefCell<Option<Noted>>,
    /// Where signs of residue first stand.
    pub(super) signs: OnceCell<Signs>,
    /// The text is a contract.
    pub(super) contract: OnceCell<bool>,
    /// Where defined terms are used.
    pub(super) uses: OnceCell<Uses>,
    /// What rules ask of each norm first.
    pub(super) facets: OnceCell<Box<[Facets]>>,
    /// What rules ask of each citation first.
    pub(super) cited: OnceCell<Box<[citations::facets::Facets]>>,
    /// Pairs of norms that may speak of one act.
    pub(super) twins: OnceCell<Vec<Candidate>>,
    /// Norms of whose pairs a rule has told something.
    pub(super) told: Told,
    /// Norms of whose pairs nothing is to be told, where that is known.
    pub(super) quiet: OnceCell<Quiet>,
    /// Words in one of two spellings.
    pub(super) spellings: OnceCell<Arc<Spelled>>,
}

/// What rules on the document ask of all the text: found while the text is at hand for others.
#[derive(Debug, Default)]
struct Ahead {
    signs: Signs,
    /// Up to here the text was looked at for signs.
    looked: usize,
}

impl Memo {
    /// Looks at the text up to a place, behind what was looked at before.
    pub fn look_on(&self, text: &str, upto: u32) {
        let Ahead { signs, looked } = &mut *self.ahead.borrow_mut();
        let to = text.len().min(upto as usize);
        if *looked < to {
            signs.look(text, *looked, to);
            *looked = to;
        }
    }

    /// Looks at the rest of the text, and makes known what was found; before the rules ask.
    pub fn look_at_rest(&self, text: &str) {
        self.look_on(text, u32::MAX);
        let Ahead { signs, .. } = self.ahead.take();
        self.signs.get_or_init(|| signs);
    }

    /// A memo that knows something beforehand: the words in one of two spellings.
    #[must_use]
    pub fn knowing(spellings: Arc<Spelled>) -> Self {
        Self { spellings: OnceCell::from(spellings), ..Self::default() }
    }

    /// Lets go of what only rules on units ask for, once they have all run.
    pub fn forget_units(&mut self) {
        self.rows.take();
        self.ends.take();
    }

    /// Lets go of what only rules on terms ask for, once they have all run.
    pub fn forget_terms(&mut self) {
        self.uses.take();
    }

    /// Makes it known where defined terms are used; before the rules ask.
    pub fn know_uses(&self, uses: Uses) {
        self.uses.get_or_init(|| uses);
    }

    /// Makes it known which blocks have [`Traits::NOTED`], by where they begin; before the rules ask.
    pub fn know_noted(&self, mut blocks: Vec<(u32, Traits)>) {
        blocks.sort_unstable_by_key(|block| block.0);
        self.noted.replace(Some(blocks.into()));
    }

    /// Lets go of that: for the last rule that asks.
    pub(super) fn forget_noted(&self) {
        self.noted.take();
    }

    /// Makes it known where words stand that rules look for all over the text, and who does; before the rules ask.
    pub fn know_sought(&self, places: Vec<(u32, u8)>) {
        self.sought.get_or_init(|| sought::of(places));
    }

    /// Makes it known of which norms nothing is to be told; before the rules ask.
    pub fn know_quiet(&self, quiet: Quiet) {
        self.quiet.get_or_init(|| quiet);
    }
}

impl<'a> DocumentCx<'a> {
    /// Everything read from the document.
    #[must_use]
    pub fn analysis(&self) -> &'a Analysis {
        &self.entry.analysis
    }

    /// Its tree.
    #[must_use]
    pub fn document(&self) -> &'a Document {
        &self.entry.analysis.document
    }

    /// Its blocks by number, without those that are known to have none of some [`Traits::NOTED`].
    pub(super) fn blocks_with(&self, wanted: Traits) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        debug_assert!(Traits::NOTED.has(wanted));
        let known = self.memo.noted.borrow().clone();
        let mut next = 0;
        self.document().blocks.iter().enumerate().filter(move |(_, block)| {
            let Some(known) = &known else { return true };
            let from = |next| known.iter().skip(next);
            next += from(next).take_while(|(at, _)| *at < block.span.start).count();
            // A long block was looked at piece by piece.
            from(next).take_while(|(at, _)| *at < block.span.end).any(|(_, has)| has.has_any(wanted))
        })
    }

    /// Where its defined terms are used.
    #[must_use]
    pub fn uses(&self) -> &'a Uses {
        let terms = &self.analysis().terms;
        let find = || terms.uses_in(self.text, self.document());
        terms.known_uses().unwrap_or_else(|| self.memo.uses.get_or_init(find))
    }
}

/// One block of a document, with its tokens.
#[derive(Clone, Copy, Debug)]
pub struct BlockCx<'a> {
    /// The document.
    pub doc: DocumentCx<'a>,
    /// The document's whole text; token spans fit it.
    pub text: &'a str,
    /// The block.
    pub block: &'a Block,
    /// The block's tokens.
    pub tokens: &'a [Token],
    /// What it holds.
    pub has: Traits,
    /// Those of its tokens that have hints for rules.
    pub hinted: &'a [Hinted],
}

impl<'a> BlockCx<'a> {
    /// The provision whose text the block is.
    #[must_use]
    pub fn provision(&self) -> &'a Provision {
        self.doc.document().get(self.block.provision)
    }

    /// Its tokens with one of these hints, each with its index.
    pub(super) fn hinting(&self, hints: Hints) -> impl Iterator<Item = (usize, &'a Token)> + use<'a> {
        debug_assert_eq!(hints & !hint::FOR_RULES, 0);
        let tokens = self.tokens;
        let having = self.hinted.iter().filter(move |hinted| hinted.1 & hints != 0);
        having.filter_map(move |&(i, _)| Some((i as usize, tokens.get(i as usize)?)))
    }
}

/// All documents of a run.
#[derive(Clone, Copy, Debug)]
pub struct CorpusCx<'a> {
    /// The documents.
    pub corpus: &'a Corpus,
    /// What each of them shows the others.
    pub exports: &'a [&'a Exports],
    /// Names that lead nowhere, as more than one document of the run goes by them.
    pub shared: &'a SharedNames,
    /// Options and vocabulary.
    pub settings: &'a Settings,
}

/// Takes a rule's findings.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'static Rule,
    severity: Severity,
    doc: DocId,
    out: &'a mut Vec<Finding>,
}

impl<'a> Sink<'a> {
    /// A sink for one rule at one severity; findings are of document `doc` unless they say otherwise.
    pub fn new(rule: &'static Rule, severity: Severity, doc: DocId, out: &'a mut Vec<Finding>) -> Self {
        Self { rule, severity, doc, out }
    }

    /// Reports the exact words at `span`. Labels, notes, help and a fix are added to what this returns.
    pub fn report(&mut self, span: Span, message: impl Into<Words>) -> &mut Finding {
        self.report_in(self.doc, span, message)
    }

    /// How much was reported so far, by whomever.
    pub(super) const fn count(&self) -> usize {
        self.out.len()
    }

    /// Adds a span of the same document to the finding reported last.
    pub fn label_last(&mut self, span: Span, message: impl Into<Words>) {
        if let Some(last) = self.out.last_mut() {
            last.label(span, message);
        }
    }

    /// Reports in another document: for corpus rules.
    pub fn report_in(&mut self, doc: DocId, span: Span, message: impl Into<Words>) -> &mut Finding {
        let at = self.out.len();
        self.out.push(Finding {
            code: self.rule.code,
            name: self.rule.name,
            severity: self.severity,
            doc,
            span,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        });
        &mut self.out[at]
    }
}

impl Finding {
    /// Adds a span of the same document that the finding compares.
    pub fn label(&mut self, span: Span, message: impl Into<Words>) -> &mut Self {
        self.label_in(self.doc, span, message)
    }

    /// Adds a span of another document.
    pub fn label_in(&mut self, doc: DocId, span: Span, message: impl Into<Words>) -> &mut Self {
        // Most findings have one, and many are kept.
        self.labels.reserve_exact(usize::from(self.labels.is_empty()));
        self.labels.push(Label { doc, span, message: message.into() });
        self
    }

    /// Adds a note: what was compared, what was looked for and not found.
    pub fn note(&mut self, note: impl Into<Words>) -> &mut Self {
        self.notes.reserve_exact(usize::from(self.notes.is_empty()));
        self.notes.push(note.into());
        self
    }

    /// Says what the drafter can do.
    pub fn help(&mut self, help: impl Into<Words>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a replacement in the same document.
    pub fn fix(&mut self, safety: Safety, message: impl Into<Words>, span: Span, text: impl Into<String>) -> &mut Self {
        let edit = Edit { doc: self.doc, span, text: text.into() };
        self.fix = Some(Fix { safety, message: message.into(), edits: vec![edit] });
        self
    }

    /// Lowers the severity, where what was found makes this one less sure than the rule.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.min(severity);
        self
    }
}
