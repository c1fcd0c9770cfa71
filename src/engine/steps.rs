//! The steps of a run, one document or one corpus at a time.

use std::borrow::Borrow;
use std::sync::{Arc, Mutex};

use super::kept::{KeptFindings, KeptUnits};
use super::plan::Plan;
use super::watch::Watch;
use crate::definitions::{MadeTokens, UseSearch};
use crate::document::{Block, BlockKind, Document, ProvisionId, is_flattened};
use crate::findings::{DocId, Finding, Severity};
use crate::graph::{self, Analysis, Corpus, Entry, Exports, SharedNames};
use crate::norms;
use crate::rules::structure::{leads_in, stretches};
use crate::rules::{self, BlockCx, Check, CorpusCx, DocumentCx, Hinting, Memo, Part, Rule, Sink, Traits};
use crate::source::{Format, Source};
use crate::syntax::Profile;
use crate::text::{PIECE, Token, drop_code, is_english, pieces, tokenize, tokenize_onto};

/// Analyses one text, knowing nothing of others.
#[must_use]
pub fn analyse(source: Source, plan: &Plan, watch: &mut Watch) -> Entry {
    watch.start();
    let analysis = Analysis::watched(&source, plan.profile, &mut |stage| watch.lap(stage));
    Entry { source, analysis }
}

/// Reads of one text what the corpus rules look at where no norms of two documents meet: the tree and the citations.
#[must_use]
pub fn analyse_cited(source: Source, plan: &Plan, watch: &mut Watch) -> Entry {
    watch.start();
    let analysis = Analysis::cited(&source, plan.profile, &mut |stage| watch.lap(stage));
    Entry { source, analysis }
}

/// Runs the block and document rules on one document. Findings come in the order of the rules.
#[must_use]
pub fn check_document(entry: &Entry, doc: DocId, plan: &Plan, watch: &mut Watch) -> Vec<Finding> {
    let ground = Ground::of_text(entry, plan);
    let mut checker = Checker::new(entry, doc, plan, (&ground, Memo::default()));
    let mut findings = Vec::new();
    let beside = Beside { norms: None, uses: checker.search_for_uses() };
    checker.blocks_and_units(beside, MadeTokens::default(), watch, &mut findings);
    checker.all_documents(watch, &mut findings);
    findings
}

/// As [`analyse`] and then [`check_document`]. The blocks are gone through once for the norms, the uses of defined terms and
/// the rules that look at blocks, so that few tokens are made twice, or kept. What no rule asks for is read only where the
/// document is to be kept `whole`.
#[must_use]
pub(super) fn read_and_check(
    source: Source,
    doc: DocId,
    (plan, grounds): (&Arc<Plan>, &Grounds),
    whole: bool,
    watch: &mut Watch,
) -> (Entry, Vec<Finding>) {
    watch.start();
    let beside = rules::words_seen(&source.text);
    let (analysis, made, places) = Analysis::begun(&source, plan.profile, beside, &mut |stage| watch.lap(stage));
    let memo = Memo::default();
    memo.know_sought(places);
    let mut entry = Entry { source, analysis };
    let ground = grounds.of_text(&entry, plan);
    let mut findings = Vec::new();
    let mut checker = Checker::new(&entry, doc, plan, (&ground, memo));
    let Analysis { document, terms, references, .. } = &entry.analysis;
    let reading = if whole { norms::Reading::new } else { norms::Reading::for_rules };
    let reading = reading(&entry.source.text, document, terms).referring(references);
    let beside = Beside { norms: Some(reading), uses: checker.search_for_uses() };
    let norms = checker.blocks_and_units(beside, made, watch, &mut findings);
    let memo = checker.memo;
    entry.analysis.norms = norms.map(norms::Reading::done).unwrap_or_default();
    watch.lap("norms");
    Checker::new(&entry, doc, plan, (&ground, memo)).all_documents(watch, &mut findings);
    (entry, findings)
}

/// What the codes of rules on terms begin with, and the code after them and those of rules on structure.
const TERMS: &str = "NL1";
const AFTER_TERMS: &str = "NL2";

/// What is read off the tokens of all blocks beside the rules that look at blocks. For these there are no norms yet.
struct Beside<'a> {
    norms: Option<norms::Reading<'a>>,
    uses: Option<UseSearch<'a>>,
}

impl Beside<'_> {
    fn see(&mut self, text: &str, stretch: &Stretch, watch: &mut Watch) {
        if let Some(reading) = &mut self.norms {
            stretch.each(|block, tokens| reading.see(block, tokens));
            watch.lap("norms");
        }
        if let Some(search) = &mut self.uses {
            stretch.each(|block, tokens| search.see(text, block, tokens));
            watch.lap("uses");
        }
    }
}

/// A rule that looks at units, its level and its function.
pub(super) type OnUnit = (&'static Rule, Severity, fn(&DocumentCx<'_>, Part, &mut Sink<'_>));

type OnBlock = (&'static Rule, Severity, Traits, fn(&BlockCx<'_>, &mut Sink<'_>));

type OnDocument = (&'static Rule, Severity, fn(&DocumentCx<'_>, &mut Sink<'_>));

/// What holds for all rules on one document: which run, and at what level.
pub(super) struct Ground {
    /// The text is English.
    pub english: bool,
    rules: Arc<Running>,
}

impl Ground {
    /// Settles it, with a look at the text.
    fn of_text(entry: &Entry, plan: &Plan) -> Self {
        let text: &str = &entry.source.text;
        Self::of(entry, plan, (is_english(text), is_flattened(text)))
    }

    /// Settles it; of the text it is known whether it is English, and whether it was flattened on its way here.
    pub fn of(entry: &Entry, plan: &Plan, (english, flattened): (bool, bool)) -> Self {
        Self { english, rules: Arc::new(Running::of(plan, entry.analysis.document.profile, flattened)) }
    }
}

/// The rules that run on documents of one plan and profile, by what they look at.
struct Running {
    documents: Vec<OnDocument>,
    units: Vec<OnUnit>,
    blocks: OnBlocks,
    /// Rules on terms are among them.
    on_terms: bool,
}

impl Running {
    fn of(plan: &Plan, profile: Profile, flattened: bool) -> Self {
        let blocks = OnBlocks { prose: Vec::new(), printed: Vec::new() };
        let mut all = Self { documents: Vec::new(), units: Vec::new(), blocks, on_terms: false };
        for rule in rules::all() {
            let Some(severity) = plan.severity(rule, profile) else { continue };
            let guessed = flattened && rule.rests_on_layout();
            let severity = if guessed { severity.min(Severity::Note) } else { severity };
            all.on_terms |= rule.code.starts_with(TERMS);
            for check in rule.checks {
                match check {
                    Check::Block(run) => all.blocks.prose.push((rule, severity, Traits::NONE, *run)),
                    Check::BlockWith(needs, run) => all.blocks.prose.push((rule, severity, *needs, *run)),
                    Check::Printed(run) => all.blocks.printed.push((rule, severity, Traits::NONE, *run)),
                    Check::PrintedWith(needs, run) => all.blocks.printed.push((rule, severity, *needs, *run)),
                    Check::Unit(run) => all.units.push((rule, severity, *run)),
                    Check::Document(run) => all.documents.push((rule, severity, *run)),
                    Check::Corpus(_) | Check::Engine => {}
                }
            }
        }
        all
    }
}

/// The grounds of the documents of a run: most are of few kinds, for each of which rules are looked through once.
#[derive(Default)]
pub(super) struct Grounds(Mutex<Vec<(Kind, Arc<Running>)>>);

/// What rules run hangs on: the plan, the profile, whether the text was flattened.
type Kind = (Arc<Plan>, Profile, bool);

impl Grounds {
    fn of_text(&self, entry: &Entry, plan: &Arc<Plan>) -> Ground {
        let text: &str = &entry.source.text;
        let (english, flattened) = (is_english(text), is_flattened(text));
        let profile = entry.analysis.document.profile;
        let new = || Arc::new(Running::of(plan, profile, flattened));
        let Ok(mut known) = self.0.lock() else { return Ground { english, rules: new() } };
        let is = |kind: &Kind| Arc::ptr_eq(&kind.0, plan) && (kind.1, kind.2) == (profile, flattened);
        let rules = known.iter().find(|(kind, _)| is(kind)).map(|(_, rules)| Arc::clone(rules));
        let rules = rules.unwrap_or_else(|| {
            let rules = new();
            known.push(((Arc::clone(plan), profile, flattened), Arc::clone(&rules)));
            rules
        });
        Ground { english, rules }
    }
}

/// The rules that run on one document, to be run all at once or some at a time.
pub(super) struct Checker<'a> {
    entry: &'a Entry,
    doc: DocId,
    plan: &'a Plan,
    ground: &'a Ground,
    /// What the rules found out for one another.
    pub memo: Memo,
}

impl<'a> Checker<'a> {
    pub fn new(entry: &'a Entry, doc: DocId, plan: &'a Plan, (ground, memo): (&'a Ground, Memo)) -> Self {
        Self { entry, doc, plan, ground, memo }
    }

    fn cx(&self) -> DocumentCx<'_> {
        let (text, settings) = (&*self.entry.source.text, &*self.plan.settings);
        let Self { entry, ground, ref memo, .. } = *self;
        DocumentCx { text, entry, settings, english: ground.english, memo }
    }

    /// Runs all rules that look at the document; what several of them need is let go of as soon as it may be.
    fn all_documents(mut self, watch: &mut Watch, findings: &mut Vec<Finding>) {
        watch.start();
        self.documents(|rule| rule.code < AFTER_TERMS, watch, findings);
        self.memo.forget_terms();
        self.documents(|rule| rule.code >= AFTER_TERMS, watch, findings);
    }

    /// Runs those of the rules that look at the document.
    pub fn documents(&self, which: impl Fn(&Rule) -> bool, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let cx = self.cx();
        for (rule, severity, run) in self.ground.rules.documents.iter().filter(|r| which(r.0)) {
            run(&cx, &mut Sink::new(rule, *severity, self.doc, findings));
            watch.lap(rule.code);
        }
    }

    /// Runs the rules that look at units; what they found in units that are as they were is taken from `kept`.
    pub fn units(&self, kept: &mut KeptUnits, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let cx = self.cx();
        let on_units = &self.ground.rules.units;
        let pass = kept.begin(&cx, &self.plan.settings, on_units);
        self.part(Part::Above, watch, findings);
        pass.units(&cx, self.doc, on_units, findings);
    }

    /// Runs the rules that look at units on a part of the document.
    fn part(&self, part: Part, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let cx = self.cx();
        for (rule, severity, run) in &self.ground.rules.units {
            run(&cx, part, &mut Sink::new(rule, *severity, self.doc, findings));
            watch.lap(rule.code);
        }
    }

    /// A search for uses of defined terms, if rules on terms are to run, which ask for them, and they are not known.
    fn search_for_uses(&self) -> Option<UseSearch<'a>> {
        let Analysis { document, terms, .. } = &self.entry.analysis;
        if !self.ground.rules.on_terms || terms.known_uses().is_some() {
            return None;
        }
        let search = terms.search(document)?;
        let every = self.ground.rules.documents.iter().any(|r| rules::terms::asks_for_every_use(r.0));
        let text = &self.entry.source.text;
        Some(if every { search } else { search.for_rules(|d| rules::terms::asks_for_uses_of(text, d)) })
    }

    /// Runs the rules that look at blocks; what they found in blocks that are as they were is taken from `kept`.
    pub fn blocks(&self, kept: &mut KeptFindings, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let on_blocks = &self.ground.rules.blocks;
        if on_blocks.is_empty() {
            return;
        }
        let cx = self.cx();
        let (mut tokens, mut look) = (Vec::new(), self.look(on_blocks));
        let rules = |list: &[OnBlock]| list.iter().map(|r| (r.0.code, r.1)).collect::<Vec<_>>();
        let mut pass = kept.begin(&cx, &self.plan.settings, (rules(&on_blocks.printed), rules(&on_blocks.prose)));
        printed(cx.text, cx.document(), |block| {
            pass.block(block, self.doc, findings, |block, findings| {
                tokenize(cx.text, block.span, &mut tokens);
                look(block, &tokens, watch, findings);
            });
        });
    }

    /// Runs the rules that look at blocks on all of them, of some of which tokens are made already, and those that look at
    /// units; gives back the reading of norms. Units are looked at when their blocks were, so that of a long text they are
    /// still at hand.
    fn blocks_and_units(
        &mut self,
        mut beside: Beside<'a>,
        mut made: MadeTokens,
        watch: &mut Watch,
        findings: &mut Vec<Finding>,
    ) -> Option<norms::Reading<'a>> {
        let (on_blocks, cx) = (&self.ground.rules.blocks, self.cx());
        let (mut stretch, mut look) = (Stretch::for_text(cx.text), self.look(on_blocks));
        let (mut noted, mut in_units) = (Vec::new(), Vec::new());
        let document = cx.document();
        let begins = |id: ProvisionId| document.provisions.get(id.index()).map_or(u32::MAX, |next| next.span.start);
        let several = stretches(document).nth(1).is_some();
        let mut units = stretches(document).filter(|_| several).peekable();
        let mut go = |stretch: &mut Stretch| {
            watch.lap("tokens");
            beside.see(cx.text, stretch, watch);
            stretch.each(|block, tokens| {
                let mut has = look(block, tokens, watch, findings);
                if leads_in(block.span.of(cx.text)) {
                    has = has.and(Traits::LEAD_IN);
                }
                if has.has_any(Traits::NOTED) {
                    noted.push((block.span.start, has));
                }
            });
            let seen = stretch.blocks.last().map_or(0, |(block, _)| block.span.end);
            stretch.clear();
            watch.start();
            self.memo.look_on(cx.text, seen);
            watch.lap("signs");
            while let Some((from, to)) = units.next_if(|stretch| begins(stretch.1) <= seen) {
                self.part(Part::Units(from, to), watch, &mut in_units);
            }
        };
        printed(cx.text, document, |block| {
            stretch.add(cx.text, block, &mut made);
            if stretch.is_full() {
                go(&mut stretch);
            }
        });
        go(&mut stretch);
        drop(look);
        self.memo.look_at_rest(cx.text);
        watch.lap("signs");
        for (from, to) in units {
            self.part(Part::Units(from, to), watch, &mut in_units);
        }
        self.part(if several { Part::Above } else { Part::Whole }, watch, findings);
        findings.append(&mut in_units);
        // Of Markdown not all tokens were looked at: see [`drop_code`].
        if self.entry.source.format != Format::Markdown {
            self.memo.know_noted(noted);
        }
        if let Some(search) = beside.uses {
            self.memo.know_uses(search.done());
        }
        self.memo.forget_units();
        beside.norms
    }

    /// Runs the rules on one block with its tokens, and gives back what it holds.
    fn look<'s>(
        &'s self,
        on_blocks: &'s OnBlocks,
    ) -> impl FnMut(&Block, &[Token], &mut Watch, &mut Vec<Finding>) -> Traits + 's {
        let (cx, doc) = (self.cx(), self.doc);
        let markdown = self.entry.source.format == Format::Markdown;
        let (mut spare, mut hinted) = (Vec::new(), Hinting::default());
        move |block, tokens, watch, findings| {
            watch.start();
            let tokens = if markdown {
                spare.clear();
                spare.extend_from_slice(tokens);
                drop_code(&mut spare);
                &spare
            } else {
                tokens
            };
            let has = Traits::of(tokens, &mut hinted);
            let cx = BlockCx { doc: cx, text: cx.text, block, tokens, has, hinted: hinted.tokens() };
            watch.lap("traits");
            let prose = if block.kind.is_prose() { &on_blocks.prose[..] } else { &[] };
            for list in [&on_blocks.printed[..], prose] {
                for (rule, severity, _, run) in list.iter().filter(|r| has.has(r.2)) {
                    run(&cx, &mut Sink::new(rule, *severity, doc, findings));
                    watch.lap(rule.code);
                }
            }
            has
        }
    }
}

/// Some blocks and their tokens, which one reader after the other goes through: were all of them to take turns at each
/// block, none would find its code at hand.
struct Stretch {
    tokens: Vec<Token>,
    /// Each block, and the end of its tokens.
    blocks: Vec<(Block, usize)>,
    /// Tokens that make it full.
    full: usize,
}

impl Stretch {
    /// Tokens that make it full: what a processor keeps close. A long text has many terms, and what is known of them is to be
    /// fetched anew for each stretch: more tokens make up for that.
    const FULL: usize = 8 * 1024;
    const FULL_OF_LONG: usize = 2 * Self::FULL;
    /// Tokens of a block, about: room is made for so many.
    const EACH: usize = 32;
    /// Bytes of a long text.
    const LONG: usize = 4 * 1024 * 1024;

    /// With room for as many tokens as it may come to, so that none are moved while they are made.
    fn for_text(text: &str) -> Self {
        let full = if text.len() < Self::LONG { Self::FULL } else { Self::FULL_OF_LONG };
        let tokens = (text.len() / 4).min(full + full / 4);
        Self { tokens: Vec::with_capacity(tokens), blocks: Vec::with_capacity(tokens / Self::EACH), full }
    }

    fn add(&mut self, text: &str, block: &Block, made: &mut MadeTokens) {
        match made.of(block.span) {
            Some(tokens) => self.tokens.extend_from_slice(tokens),
            None => tokenize_onto(text, block.span, &mut self.tokens),
        }
        self.blocks.push((*block, self.tokens.len()));
    }

    fn is_full(&self) -> bool {
        self.tokens.len() >= self.full
    }

    fn each(&self, mut see: impl FnMut(&Block, &[Token])) {
        let mut from = 0;
        for &(ref block, end) in &self.blocks {
            see(block, self.tokens.get(from..end).unwrap_or_default());
            from = end;
        }
    }

    fn clear(&mut self) {
        self.tokens.clear();
        self.blocks.clear();
    }
}

/// The rules that look at blocks: at those of prose, at all that are printed.
struct OnBlocks {
    prose: Vec<OnBlock>,
    printed: Vec<OnBlock>,
}

impl OnBlocks {
    fn is_empty(&self) -> bool {
        self.prose.is_empty() && self.printed.is_empty()
    }
}

/// Gives every block of printed text, and every heading that is not a block of its own (run-in headings), in no
/// order that matters.
fn printed(text: &str, document: &Document, mut see: impl FnMut(&Block)) {
    for block in document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Code)) {
        for span in pieces(text, block.span, PIECE) {
            see(&Block { span, ..*block });
        }
    }
    for (id, provision) in document.iter() {
        let Some(span) = provision.heading else { continue };
        let next = document.blocks_before(span.start);
        let near = document.blocks.get(next.saturating_sub(1)..document.blocks.len().min(next + 1));
        if !near.unwrap_or_default().iter().any(|b| b.span.overlaps(span)) {
            see(&Block { span, provision: id, kind: BlockKind::Heading, continues: false });
        }
    }
}

/// Which documents take part in what holds between documents: those that name another one, and those named; and the names
/// that lead nowhere.
#[must_use]
pub fn link<E: Borrow<Exports>>(exports: &[E]) -> (Vec<DocId>, SharedNames) {
    let (linked, shared) = graph::linked(exports);
    (linked.iter().enumerate().filter(|(_, on)| **on).map(|(i, _)| DocId(i as u32)).collect(), shared)
}

/// Runs the corpus rules over linked documents. `plan` gives the plan of each document of the corpus: a rule runs where
/// any of them wants it, and each finding is kept, and levelled, as its own document's plan says. `exports` are those of the
/// documents, in their order; `shared` are names that lead nowhere.
#[must_use]
pub fn check_corpus<'p>(
    corpus: &Corpus,
    (exports, shared): (&[&Exports], &SharedNames),
    plan: impl Fn(DocId) -> &'p Plan,
    watch: &mut Watch,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if corpus.entries.is_empty() {
        return findings;
    }
    let cx = CorpusCx { corpus, exports, shared, settings: &plan(DocId(0)).settings };
    let severity = |rule: &Rule, doc: DocId| -> Option<Severity> {
        let entry = corpus.entries.get(doc.0 as usize)?;
        plan(doc).severity(rule, entry.analysis.document.profile)
    };
    watch.start();
    for rule in rules::all() {
        for check in rule.checks {
            let Check::Corpus(run) = check else { continue };
            let top = (0..corpus.entries.len()).filter_map(|i| severity(rule, DocId(i as u32))).max();
            let Some(top) = top else { continue };
            let from = findings.len();
            run(&cx, &mut Sink::new(rule, top, DocId(0), &mut findings));
            let found = findings.split_off(from);
            findings.extend(found.into_iter().filter_map(|mut f| {
                let own = severity(rule, f.doc)?;
                // A rule may lower a single finding; a document's level must not raise it again.
                f.severity = if f.severity < top { f.severity.min(own) } else { own };
                Some(f)
            }));
            watch.lap(rule.code);
        }
    }
    findings
}

/// Turns the document numbers of a part of the corpus into those of the run.
pub fn renumber_documents(findings: &mut [Finding], linked: &[DocId]) {
    let of = |doc: DocId| linked.get(doc.0 as usize).copied().unwrap_or(doc);
    for f in findings {
        f.doc = of(f.doc);
        for label in &mut f.labels {
            label.doc = of(label.doc);
        }
        for edit in f.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.doc = of(edit.doc);
        }
    }
}

/// Sorts findings by document, place, code and message, and drops those that say the same twice.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (a.doc, a.span, a.code, &a.message).cmp(&(b.doc, b.span, b.code, &b.message)));
    findings.dedup_by(|a, b| a.says_as(b));
}
