//! Runs the rules over documents: select, check, ignore, sort.

use std::sync::Arc;

use rayon::prelude::*;

use crate::document::{Block, BlockKind, Document};
use crate::findings::{DocId, Finding, Severity};
use crate::graph::{Analysis, Corpus, Entry};
use crate::rules::{self, BlockCx, Check, CorpusCx, DocumentCx, Level, Rule, Settings, Sink, Traits};
use crate::source::Source;
use crate::syntax::Profile;
use crate::text::{is_english, tokenize};

/// What a run is to do, settled before any document is read.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Read every document by this profile instead of the one detected.
    pub profile: Option<Profile>,
    /// Codes, names or prefixes of the only rules to run; empty for those on by default.
    pub select: Vec<String>,
    /// Codes, names or prefixes of rules not to run.
    pub ignore: Vec<String>,
    /// Options and vocabulary of the rules.
    pub settings: Arc<Settings>,
}

impl Plan {
    /// The severity at which a rule runs on documents of a profile; none where it does not run.
    #[must_use]
    pub fn severity(&self, rule: &Rule, profile: Profile) -> Option<Severity> {
        let named = |list: &[String]| list.iter().any(|s| rule.code.starts_with(s.as_str()) || rule.name == s);
        if named(&self.ignore) {
            return None;
        }
        match rule.level_in(profile) {
            Level::On(severity) if self.select.is_empty() || named(&self.select) => Some(severity),
            Level::Off if named(&self.select) => Some(Severity::Note),
            _ => None,
        }
    }
}

/// Analyses and checks documents in parallel, links them, and checks what holds between them.
///
/// Findings come sorted by document, place, code and message; the order does not hang on the number of threads.
#[must_use]
pub fn check(sources: Vec<Source>, plan: &Plan) -> (Corpus, Vec<Finding>) {
    let done: Vec<(Entry, Vec<Finding>)> = sources
        .into_par_iter()
        .enumerate()
        .map(|(i, source)| {
            let analysis = Analysis::of(&source, plan.profile);
            let entry = Entry { source, analysis };
            let findings = check_document(&entry, DocId(i as u32), plan);
            (entry, findings)
        })
        .collect();
    let mut findings = Vec::new();
    let mut corpus = Corpus::default();
    for (entry, mut found) in done {
        corpus.entries.push(Arc::new(entry));
        findings.append(&mut found);
    }
    let cx = CorpusCx { corpus: &corpus, settings: &plan.settings };
    for rule in rules::all() {
        let Some(severity) = plan.severity(rule, Profile::Generic) else { continue };
        for check in rule.checks {
            if let Check::Corpus(run) = check {
                run(&cx, &mut Sink::new(rule, severity, DocId(0), &mut findings));
            }
        }
    }
    sort(&mut findings);
    (corpus, findings)
}

/// Runs the block and document rules on one document.
#[must_use]
pub fn check_document(entry: &Entry, doc: DocId, plan: &Plan) -> Vec<Finding> {
    let profile = entry.analysis.document.profile;
    let mut findings = Vec::new();
    let text: &str = &entry.source.text;
    let cx = DocumentCx { text, entry, settings: &plan.settings, english: is_english(text) };
    let (mut on_prose, mut on_printed) = (Vec::new(), Vec::new());
    for rule in rules::all() {
        let Some(severity) = plan.severity(rule, profile) else { continue };
        for check in rule.checks {
            match check {
                Check::Document(run) => run(&cx, &mut Sink::new(rule, severity, doc, &mut findings)),
                Check::Block(run) => on_prose.push((rule, severity, *run)),
                Check::Printed(run) => on_printed.push((rule, severity, *run)),
                Check::Corpus(_) | Check::Engine => {}
            }
        }
    }
    if on_prose.is_empty() && on_printed.is_empty() {
        return findings;
    }
    let mut tokens = Vec::new();
    printed(&entry.analysis.document, |block| {
        tokenize(text, block.span, &mut tokens);
        let cx = BlockCx { doc: cx, text, block, tokens: &tokens, has: Traits::of(block.span.of(text)) };
        for (rule, severity, run) in &on_printed {
            run(&cx, &mut Sink::new(rule, *severity, doc, &mut findings));
        }
        if block.kind.is_prose() {
            for (rule, severity, run) in &on_prose {
                run(&cx, &mut Sink::new(rule, *severity, doc, &mut findings));
            }
        }
    });
    findings
}

/// Gives every block of printed text, and every heading that is not a block of its own (run-in headings), in no
/// order that matters.
fn printed(document: &Document, mut see: impl FnMut(&Block)) {
    for block in document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Code)) {
        see(block);
    }
    for (id, provision) in document.iter() {
        let Some(span) = provision.heading else { continue };
        let next = document.blocks.partition_point(|b| b.span.end <= span.start);
        if document.blocks.get(next).is_none_or(|b| !b.span.overlaps(span)) {
            see(&Block { span, provision: id, kind: BlockKind::Heading });
        }
    }
}

fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (a.doc, a.span, a.code, &a.message).cmp(&(b.doc, b.span, b.code, &b.message)));
    findings.dedup();
}
