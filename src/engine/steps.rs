//! The steps of a run, one document or one corpus at a time.

use std::borrow::Borrow;

use super::kept::{KeptFindings, KeptUnits};
use super::plan::Plan;
use super::watch::Watch;
use crate::definitions::UseSearch;
use crate::document::{Block, BlockKind, BlockTokens, Document, is_flattened};
use crate::findings::{DocId, Finding, Severity};
use crate::graph::{self, Analysis, Corpus, Entry, Exports};
use crate::rules::{self, BlockCx, Check, CorpusCx, DocumentCx, Memo, Part, Rule, Sink, Traits};
use crate::source::{Format, Source};
use crate::text::{PIECE, drop_code, is_english, pieces};

/// Analyses one text, knowing nothing of others.
#[must_use]
pub fn analyse(source: Source, plan: &Plan, watch: &mut Watch) -> Entry {
    analyse_to_check(source, plan, watch).0
}

/// As [`analyse`], with the tokens for [`check_analysed`].
#[must_use]
pub(super) fn analyse_to_check(source: Source, plan: &Plan, watch: &mut Watch) -> (Entry, BlockTokens) {
    watch.start();
    let (analysis, tokens) = Analysis::watched(&source, plan.profile, &mut |stage| watch.lap(stage));
    (Entry { source, analysis }, tokens)
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
    check_analysed(entry, &BlockTokens::read(&entry.source.text, &entry.analysis.document), doc, plan, watch)
}

/// What the codes of rules on terms begin with, and the code after them and those of rules on structure.
const TERMS: &str = "NL1";
const AFTER_TERMS: &str = "NL2";

/// As [`check_document`], with the document's tokens at hand.
#[must_use]
pub(super) fn check_analysed(
    entry: &Entry,
    tokens: &BlockTokens,
    doc: DocId,
    plan: &Plan,
    watch: &mut Watch,
) -> Vec<Finding> {
    let text: &str = &entry.source.text;
    let ground = Ground::of(entry, plan, (is_english(text), is_flattened(text)));
    let mut checker = Checker::new(entry, tokens, doc, plan, (&ground, Memo::default()));
    let mut findings = Vec::new();
    watch.start();
    checker.units(None, watch, &mut findings);
    checker.memo.forget_units();
    checker.blocks(None, watch, &mut findings);
    checker.documents(|rule| rule.code < AFTER_TERMS, watch, &mut findings);
    checker.memo.forget_terms();
    checker.documents(|rule| rule.code >= AFTER_TERMS, watch, &mut findings);
    findings
}

/// A rule that looks at units, its level and its function.
pub(super) type OnUnit = (&'static Rule, Severity, fn(&DocumentCx<'_>, Part, &mut Sink<'_>));

type OnBlock = (&'static Rule, Severity, Traits, fn(&BlockCx<'_>, &mut Sink<'_>));

/// What holds for all rules on one document: which run, and at what level.
#[derive(Debug)]
pub(super) struct Ground {
    /// The text is English.
    pub english: bool,
    rules: Vec<(&'static Rule, Severity)>,
}

impl Ground {
    /// Settles it; of the text it is known whether it is English, and whether it was flattened on its way here.
    pub fn of(entry: &Entry, plan: &Plan, (english, flattened): (bool, bool)) -> Self {
        let profile = entry.analysis.document.profile;
        let level = |rule: &'static Rule| {
            let severity = plan.severity(rule, profile)?;
            let guessed = flattened && rule.rests_on_layout();
            Some((rule, if guessed { severity.min(Severity::Note) } else { severity }))
        };
        Self { english, rules: rules::all().filter_map(level).collect() }
    }
}

/// The rules that run on one document, to be run all at once or some at a time.
pub(super) struct Checker<'a> {
    entry: &'a Entry,
    tokens: &'a BlockTokens,
    doc: DocId,
    plan: &'a Plan,
    ground: &'a Ground,
    /// What the rules found out for one another.
    pub memo: Memo,
}

impl<'a> Checker<'a> {
    pub fn new(
        entry: &'a Entry,
        tokens: &'a BlockTokens,
        doc: DocId,
        plan: &'a Plan,
        (ground, memo): (&'a Ground, Memo),
    ) -> Self {
        Self { entry, tokens, doc, plan, ground, memo }
    }

    fn cx(&self) -> DocumentCx<'_> {
        let (text, settings) = (&*self.entry.source.text, &*self.plan.settings);
        let Self { entry, tokens, ground, ref memo, .. } = *self;
        DocumentCx { text, entry, tokens, settings, english: ground.english, memo }
    }

    /// Runs those of the rules that look at the document.
    pub fn documents(&self, which: impl Fn(&Rule) -> bool, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let cx = self.cx();
        for &(rule, severity) in self.ground.rules.iter().filter(|r| which(r.0)) {
            for check in rule.checks {
                if let Check::Document(run) = check {
                    run(&cx, &mut Sink::new(rule, severity, self.doc, findings));
                    watch.lap(rule.code);
                }
            }
        }
    }

    /// Runs the rules that look at units; what they found in units that are as they were is taken from `kept`.
    pub fn units(&self, kept: Option<&mut KeptUnits>, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let cx = self.cx();
        let mut on_units: Vec<OnUnit> = Vec::new();
        for &(rule, severity) in &self.ground.rules {
            for check in rule.checks {
                if let Check::Unit(run) = check {
                    on_units.push((rule, severity, *run));
                }
            }
        }
        let pass = kept.map(|kept| kept.begin(&cx, &self.plan.settings, &on_units));
        let part = if pass.is_some() { Part::Above } else { Part::Whole };
        for (rule, severity, run) in &on_units {
            run(&cx, part, &mut Sink::new(rule, *severity, self.doc, findings));
            watch.lap(rule.code);
        }
        if let Some(pass) = pass {
            pass.units(&cx, self.doc, &on_units, findings);
        }
    }

    /// A search for uses of defined terms, if rules on terms are to run, which ask for them, and they are not known.
    fn search_for_uses(&self) -> Option<UseSearch<'_>> {
        let Analysis { document, terms, .. } = &self.entry.analysis;
        let asked = self.ground.rules.iter().any(|(rule, _)| rule.code.starts_with(TERMS));
        if asked && terms.known_uses().is_none() { terms.search(document) } else { None }
    }

    /// Runs the rules that look at blocks; what they found in blocks that are as they were is taken from `kept`.
    ///
    /// Where all blocks are gone through, the uses of defined terms are found at the same time: of a long text no tokens are
    /// kept, and making them once more takes longer than the search.
    pub fn blocks(&self, kept: Option<&mut KeptFindings>, watch: &mut Watch, findings: &mut Vec<Finding>) {
        let (mut on_prose, mut on_printed): (Vec<OnBlock>, Vec<OnBlock>) = Default::default();
        for &(rule, severity) in &self.ground.rules {
            for check in rule.checks {
                match check {
                    Check::Block(run) => on_prose.push((rule, severity, Traits::NONE, *run)),
                    Check::BlockWith(needs, run) => on_prose.push((rule, severity, *needs, *run)),
                    Check::Printed(run) => on_printed.push((rule, severity, Traits::NONE, *run)),
                    Check::PrintedWith(needs, run) => on_printed.push((rule, severity, *needs, *run)),
                    Check::Document(_) | Check::Unit(_) | Check::Corpus(_) | Check::Engine => {}
                }
            }
        }
        if on_prose.is_empty() && on_printed.is_empty() {
            return;
        }
        let (cx, doc) = (self.cx(), self.doc);
        let (text, document) = (cx.text, cx.document());
        let (mut buffer, mut hinted) = (Vec::new(), Vec::new());
        let markdown = self.entry.source.format == Format::Markdown;
        // What code in Markdown says counts as a use.
        let mut uses = if kept.is_none() && !markdown { self.search_for_uses() } else { None };
        let mut look = |block: &Block, findings: &mut Vec<Finding>| {
            watch.start();
            let tokens = if markdown {
                cx.tokens.tokenize(text, block.span, &mut buffer);
                drop_code(&mut buffer);
                &buffer
            } else {
                cx.tokens.of(text, block.span, &mut buffer)
            };
            let has = Traits::of(tokens, &mut hinted);
            let cx = BlockCx { doc: cx, text, block, tokens, has, hinted: &hinted };
            watch.lap("tokens");
            if let Some(search) = &mut uses {
                search.see(text, block, tokens);
                watch.lap("uses");
            }
            for (rule, severity, _, run) in on_printed.iter().filter(|r| has.has(r.2)) {
                run(&cx, &mut Sink::new(rule, *severity, doc, findings));
                watch.lap(rule.code);
            }
            if block.kind.is_prose() {
                for (rule, severity, _, run) in on_prose.iter().filter(|r| has.has(r.2)) {
                    run(&cx, &mut Sink::new(rule, *severity, doc, findings));
                    watch.lap(rule.code);
                }
            }
        };
        let Some(kept) = kept else {
            printed(text, document, |block| look(block, findings));
            if let Some(search) = uses {
                self.memo.know_uses(search.done());
            }
            return;
        };
        let rules = |list: &[OnBlock]| list.iter().map(|r| (r.0.code, r.1)).collect::<Vec<_>>();
        let mut pass = kept.begin(&cx, &self.plan.settings, (rules(&on_printed), rules(&on_prose)));
        printed(text, document, |block| pass.block(block, doc, findings, &mut look));
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
        let next = document.blocks.partition_point(|b| b.span.end <= span.start);
        if document.blocks.get(next).is_none_or(|b| !b.span.overlaps(span)) {
            see(&Block { span, provision: id, kind: BlockKind::Heading, continues: false });
        }
    }
}

/// Which documents take part in what holds between documents: those that name another one, and those named.
#[must_use]
pub fn link<E: Borrow<Exports>>(exports: &[E]) -> Vec<DocId> {
    let linked = graph::linked(exports);
    linked.iter().enumerate().filter(|(_, on)| **on).map(|(i, _)| DocId(i as u32)).collect()
}

/// Runs the corpus rules over linked documents. `plan` gives the plan of each document of the corpus: a rule runs where
/// any of them wants it, and each finding is kept, and levelled, as its own document's plan says. `exports` are those of the
/// documents, in their order.
#[must_use]
pub fn check_corpus<'p>(
    corpus: &Corpus,
    exports: &[&Exports],
    plan: impl Fn(DocId) -> &'p Plan,
    watch: &mut Watch,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if corpus.entries.is_empty() {
        return findings;
    }
    let cx = CorpusCx { corpus, exports, settings: &plan(DocId(0)).settings };
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
    findings.dedup();
}
