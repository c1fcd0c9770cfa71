//! One document over and over, for those who type in it: read and checked on two threads, and only where it changed.
//!
//! A run over many documents keeps every core busy with a document each; here only one has changed, and most of it is as
//! it was. What comes out is what [`analyse`](super::analyse) and [`check_document`](super::check_document) give, in
//! another order.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use super::kept::KeptFindings;
use super::plan::Plan;
use super::steps::Part;
use super::watch::Watch;
use crate::definitions::KeptUses;
use crate::findings::{DocId, Finding};
use crate::graph::{Analysis, Entry};
use crate::rules::Rule;
use crate::source::Source;
use crate::{definitions, document, norms, references};

/// Texts shorter than this, in bytes, are done before a second thread would have begun.
const SHORT: usize = 16 << 10;

/// What is kept of a document from one state to the next. Empty for one that was not read yet.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<Arc<Entry>>,
    /// The state before the last.
    past: Option<Arc<Entry>>,
    norms: norms::Kept,
    uses: KeptUses,
    blocks: KeptFindings,
}

impl Memory {
    /// Lets go what is needed no more. That takes a while, so it is left to a moment when nobody waits.
    pub fn tidy(&mut self) {
        self.past = None;
    }
}

/// Does both, the first on a thread of its own where there is enough to do. A panic in either is passed on.
fn both<A: Send, B>(long: bool, first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    if !long {
        return (first(), second());
    }
    thread::scope(|scope| {
        let other = scope.spawn(first);
        let b = second();
        match other.join() {
            Ok(a) => (a, b),
            Err(panic) => resume_unwind(panic),
        }
    })
}

/// Reads one text and runs the rules that look at one document, in no order. What `memory` holds of an earlier state is
/// put in step; after a panic it is to be thrown away.
///
/// None where `stop` says that nobody waits for the result any more.
#[must_use]
pub fn check_live(
    source: Source,
    doc: DocId,
    plan: &Plan,
    memory: &mut Memory,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<(Arc<Entry>, Vec<Finding>)> {
    let long = source.text.len() >= SHORT;
    let document = document::read(&source, plan.profile);
    if stop() {
        return None;
    }
    memory.past = memory.last.take();
    let (past, kept, uses) = (&memory.past, &mut memory.norms, &mut memory.uses);
    let read_norms = || {
        let terms = definitions::read(&source, &document);
        let before = past.as_ref().map_or(&[][..], |entry| &entry.analysis.norms);
        let norms = norms::reread(&source, &document, &terms, norms::Past { norms: before, kept });
        terms.find_uses(&source.text, &document, uses);
        (terms, norms)
    };
    let ((terms, mut norms), references) = both(long, read_norms, || references::read(&source, &document));
    norms::refer(&mut norms, &references);
    let entry = Arc::new(Entry { source, analysis: Analysis { document, terms, references, norms } });
    memory.last = Some(Arc::clone(&entry));
    if stop() {
        return None;
    }
    let blocks = &mut memory.blocks;
    let (mut findings, rest) = both(
        long,
        || {
            let part = Part { documents: |rule| !compares(rule), blocks: true, kept: Some(blocks), stop };
            part.check(&entry, doc, plan, &mut Watch::default())
        },
        || {
            let part = Part { documents: compares, blocks: false, kept: None, stop };
            part.check(&entry, doc, plan, &mut Watch::default())
        },
    );
    if stop() {
        return None;
    }
    findings.extend(rest);
    Some((entry, findings))
}

/// Whether the rule compares norms or follows citations: about half of the work, and what such rules find out for one
/// another no other rule asks for.
fn compares(rule: &Rule) -> bool {
    rule.code.starts_with("NL2") || rule.code.starts_with("NL3")
}
