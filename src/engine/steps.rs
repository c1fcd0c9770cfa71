//! The steps of a run, one document or one corpus at a time.

use std::borrow::Borrow;

use super::kept::KeptFindings;
use super::plan::Plan;
use super::watch::Watch;
use crate::document::{Block, BlockKind, Document, is_flattened};
use crate::findings::{DocId, Finding, Severity};
use crate::graph::{self, Analysis, Corpus, Entry, Exports};
use crate::rules::{self, BlockCx, Check, CorpusCx, DocumentCx, Memo, Rule, Sink, Traits};
use crate::source::Source;
use crate::text::{is_english, pieces, tokenize};

/// Analyses one text, knowing nothing of others.
#[must_use]
pub fn analyse(source: Source, plan: &Plan, watch: &mut Watch) -> Entry {
    watch.start();
    let analysis = Analysis::watched(&source, plan.profile, &mut |stage| watch.lap(stage));
    Entry { source, analysis }
}

/// Runs the block and document rules on one document. Findings come in the order of the rules.
#[must_use]
pub fn check_document(entry: &Entry, doc: DocId, plan: &Plan, watch: &mut Watch) -> Vec<Finding> {
    let all = Part { documents: |_| true, blocks: true, kept: None, stop: &|| false };
    all.check(entry, doc, plan, watch)
}

/// Some of the rules on one document, for those who share the work out or do it again and again.
pub(super) struct Part<'a> {
    /// Which rules look at the document.
    pub documents: fn(&Rule) -> bool,
    /// Rules look at blocks.
    pub blocks: bool,
    /// What they found in blocks of an earlier state of the document.
    pub kept: Option<&'a mut KeptFindings>,
    /// Nobody waits for the result any more: what comes out is not all.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

type OnBlock = (&'static Rule, Severity, Traits, fn(&BlockCx<'_>, &mut Sink<'_>));

impl Part<'_> {
    pub fn check(self, entry: &Entry, doc: DocId, plan: &Plan, watch: &mut Watch) -> Vec<Finding> {
        let profile = entry.analysis.document.profile;
        let mut findings = Vec::new();
        let text: &str = &entry.source.text;
        let memo = Memo::default();
        let cx = DocumentCx { text, entry, settings: &plan.settings, english: is_english(text), memo: &memo };
        let (mut on_prose, mut on_printed): (Vec<OnBlock>, Vec<OnBlock>) = Default::default();
        watch.start();
        let flattened = is_flattened(text);
        for rule in rules::all() {
            let Some(mut severity) = plan.severity(rule, profile) else { continue };
            if flattened && rule.rests_on_layout() {
                severity = severity.min(Severity::Note);
            }
            for check in rule.checks {
                match check {
                    Check::Document(run) if (self.documents)(rule) && !(self.stop)() => {
                        run(&cx, &mut Sink::new(rule, severity, doc, &mut findings));
                        watch.lap(rule.code);
                    }
                    Check::Block(run) => on_prose.push((rule, severity, Traits::NONE, *run)),
                    Check::BlockWith(needs, run) => on_prose.push((rule, severity, *needs, *run)),
                    Check::Printed(run) => on_printed.push((rule, severity, Traits::NONE, *run)),
                    Check::PrintedWith(needs, run) => on_printed.push((rule, severity, *needs, *run)),
                    Check::Document(_) | Check::Corpus(_) | Check::Engine => {}
                }
            }
        }
        if !self.blocks || on_prose.is_empty() && on_printed.is_empty() {
            return findings;
        }
        let mut tokens = Vec::new();
        let mut look = |block: &Block, findings: &mut Vec<Finding>| {
            watch.start();
            tokenize(text, block.span, &mut tokens);
            let has = Traits::of(&tokens);
            let cx = BlockCx { doc: cx, text, block, tokens: &tokens, has };
            watch.lap("tokens");
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
        match self.kept {
            None => printed(text, &entry.analysis.document, |block| look(block, &mut findings)),
            Some(kept) => {
                let rules = |list: &[OnBlock]| list.iter().map(|r| (r.0.code, r.1)).collect::<Vec<_>>();
                let mut pass = kept.begin(&cx, &plan.settings, (rules(&on_printed), rules(&on_prose)));
                printed(text, &entry.analysis.document, |block| pass.block(block, doc, &mut findings, &mut look));
            }
        }
        findings
    }
}

/// A block longer than this goes to the rules piece by piece, so that its tokens do not fill the memory.
const PIECE: usize = 256 * 1024;

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
/// any of them wants it, and each finding is kept, and levelled, as its own document's plan says.
#[must_use]
pub fn check_corpus<'p>(corpus: &Corpus, plan: impl Fn(DocId) -> &'p Plan, watch: &mut Watch) -> Vec<Finding> {
    let mut findings = Vec::new();
    if corpus.entries.is_empty() {
        return findings;
    }
    let cx = CorpusCx { corpus, settings: &plan(DocId(0)).settings };
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
