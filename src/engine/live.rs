//! One document over and over, for those who type in it: read and checked on two threads, and only where it changed.
//!
//! A run over many documents keeps every core busy with a document each; here only one has changed, and most of it is as
//! it was. What comes out is what [`analyse`](super::analyse) and [`check_document`](super::check_document) give, in
//! another order.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::kept::KeptFindings;
use super::plan::Plan;
use super::steps::Checker;
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
    let (references, (terms, mut norms)) = both(long, || references::read(&source, &document), read_norms);
    norms::refer(&mut norms, &references);
    let entry = Arc::new(Entry { source, analysis: Analysis { document, terms, references, norms } });
    memory.last = Some(Arc::clone(&entry));
    if stop() {
        return None;
    }
    let share = Share { next: AtomicUsize::new(0), blocks: Mutex::new(Some(&mut memory.blocks)) };
    let (mut findings, rest) =
        both(long, || share.take(&entry, doc, plan, stop), || share.take(&entry, doc, plan, stop));
    if stop() {
        return None;
    }
    findings.extend(rest);
    Some((entry, findings))
}

/// Rules that look at the document, in shares: the beginnings of their codes. Rules of one share ask the same things of the
/// document. What takes longest comes first; whoever is done takes the next, and last come the blocks.
const SHARES: [&[&str]; 6] = [&["NL3"], &["NL1"], &["NL0"], &["NL4", "NL5"], &["NL2"], &[]];

/// Who does what, while two threads share the rules.
struct Share<'a> {
    next: AtomicUsize,
    blocks: Mutex<Option<&'a mut KeptFindings>>,
}

impl Share<'_> {
    /// Does one share after the other, as long as there are any.
    fn take(&self, entry: &Entry, doc: DocId, plan: &Plan, stop: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
        let (mut findings, watch) = (Vec::new(), &mut Watch::default());
        let mut checker = None;
        let begins = |rule: &Rule, share: &[&str]| share.iter().any(|s| rule.code.starts_with(s));
        while !stop() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            if at > SHARES.len() {
                break;
            }
            let checker = checker.get_or_insert_with(|| Checker::new(entry, doc, plan));
            match SHARES.get(at) {
                // Those of no other share.
                Some([]) => {
                    let rest = |rule: &Rule| !SHARES.iter().any(|share| begins(rule, share));
                    checker.documents(rest, watch, &mut findings);
                }
                Some(share) => checker.documents(|rule| begins(rule, share), watch, &mut findings),
                None => {
                    let kept = self.blocks.lock().ok().and_then(|mut kept| kept.take());
                    checker.blocks(kept, watch, &mut findings);
                }
            }
        }
        findings
    }
}
