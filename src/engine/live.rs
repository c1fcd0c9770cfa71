//! One document over and over, for those who type in it: read and checked on two threads, and only where it changed.
//!
//! A run over many documents keeps every core busy with a document each; here only one has changed, and most of it is as
//! it was. What comes out is what [`analyse`](super::analyse) and [`check_document`](super::check_document) give, in
//! another order.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::kept::{KeptFindings, KeptUnits};
use super::plan::Plan;
use super::steps::Checker;
use super::watch::Watch;
use crate::definitions::{KeptUses, Terms};
use crate::document::BlockTokens;
use crate::findings::{DocId, Finding};
use crate::graph::{Analysis, Entry};
use crate::rules::Rule;
use crate::source::Source;
use crate::text::Change;
use crate::{definitions, document, norms, references};

/// Texts shorter than this, in bytes, are done before a second thread would have begun.
const SHORT: usize = 16 << 10;

/// What is kept of a document from one state to the next. Empty for one that was not read yet.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<Arc<Entry>>,
    /// The state before the last.
    past: Option<Arc<Entry>>,
    references: references::Kept,
    norms: norms::Kept,
    uses: KeptUses,
    blocks: KeptFindings,
    units: KeptUnits,
    helper: Helper,
}

/// Most blocks are as they were, and nobody reads them again.
static NONE: BlockTokens = BlockTokens::none();

/// Says whether nobody waits for a result any more.
pub type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

impl Memory {
    /// Lets go what is needed no more. That takes a while, so it is left to a moment when nobody waits.
    pub fn tidy(&mut self) {
        self.past = None;
    }
}

type Task = Box<dyn FnOnce() + Send>;

/// A thread that takes a part of what is long. It is started when first needed and ends with its owner.
#[derive(Debug, Default)]
struct Helper(Option<Sender<Task>>);

impl Helper {
    /// Does both, the first on the helper's thread; or here as well, where the second is done before the helper has begun,
    /// as on a machine that has other things to do. A panic in either is passed on.
    fn both<A: Send + 'static, B>(
        &mut self,
        long: bool,
        first: impl FnOnce() -> A + Send + 'static,
        second: impl FnOnce() -> B,
    ) -> (A, B) {
        if !long {
            let b = second();
            return (first(), b);
        }
        let ours = Arc::new(Mutex::new(Some(first)));
        let theirs = Arc::clone(&ours);
        let (send, result) = channel();
        self.ask(Box::new(move || {
            let Some(first) = lock(&theirs).take() else { return };
            // What the first holds is let go before the result is there.
            let done = catch_unwind(AssertUnwindSafe(first));
            drop(send.send(done));
        }));
        let b = second();
        let left = lock(&ours).take();
        if let Some(first) = left {
            return (first(), b);
        }
        match result.recv() {
            Ok(Ok(a)) => (a, b),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(gone) => resume_unwind(Box::new(gone.to_string()) as Box<dyn Any + Send>),
        }
    }

    /// Hands a task over. Where there can be no thread it is let go.
    fn ask(&mut self, task: Task) {
        let start = || {
            let (send, tasks) = channel::<Task>();
            let work = move || tasks.into_iter().for_each(|task| task());
            thread::Builder::new().name("normlint helper".to_owned()).spawn(work).ok().map(|_| send)
        };
        if self.0.is_none() {
            self.0 = start();
        }
        if let Some(send) = &self.0 {
            drop(send.send(task));
        }
    }
}

/// Nothing is left half done under these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads one text and runs the rules that look at one document, in no order. What `memory` holds of an earlier state is
/// put in step; after a panic it is to be thrown away.
///
/// None where `stop` says that nobody waits for the result any more.
#[must_use]
pub fn check_live(
    source: Source,
    doc: DocId,
    plan: &Arc<Plan>,
    memory: &mut Memory,
    stop: &Stop,
) -> Option<(Arc<Entry>, Vec<Finding>)> {
    let long = source.text.len() >= SHORT;
    let document = document::read(&source, plan.profile);
    if stop() {
        return None;
    }
    // What hangs on the text and the tree alone is done while the rest is read.
    let analysis = Analysis { document, terms: Terms::default(), references: Vec::new(), norms: Vec::new() };
    let begun = Arc::new(Entry { source, analysis });
    memory.past = memory.last.take();
    let Memory { past, norms: kept, uses, helper, .. } = memory;
    let read_references = {
        let (begun, past, plan, stop) = (Arc::clone(&begun), past.clone(), Arc::clone(plan), Arc::clone(stop));
        let (mut kept, mut units) = (std::mem::take(&mut memory.references), std::mem::take(&mut memory.units));
        let mut blocks = std::mem::take(&mut memory.blocks);
        move || {
            let (source, document) = (&begun.source, &begun.analysis.document);
            let past = past.as_ref().map(|entry| references::Past {
                text: &entry.source.text,
                document: &entry.analysis.document,
                references: &entry.analysis.references,
                change: Change::between(&entry.source.text, &source.text),
            });
            let references = references::reread(source, document, past, &mut kept);
            let (mut findings, watch) = (Vec::new(), &mut Watch::default());
            if !stop() {
                let checker = Checker::new(&begun, &NONE, doc, &plan);
                checker.units(Some(&mut units), watch, &mut findings);
                checker.blocks(Some(&mut blocks), watch, &mut findings);
            }
            (references, findings, (kept, units, blocks))
        }
    };
    let read_norms = || {
        let (source, document) = (&begun.source, &begun.analysis.document);
        let terms = definitions::read(source, document, &NONE);
        let before = past.as_ref().map_or(&[][..], |entry| &entry.analysis.norms);
        let norms = norms::reread(source, document, &terms, norms::Past { norms: before, kept });
        terms.find_uses(&source.text, document, uses);
        (terms, norms)
    };
    let ((references, mut findings, kept), (terms, mut norms)) = helper.both(long, read_references, read_norms);
    (memory.references, memory.units, memory.blocks) = kept;
    norms::refer(&mut norms, &references);
    let Entry { source, analysis } = Arc::unwrap_or_clone(begun);
    let analysis = Analysis { terms, references, norms, ..analysis };
    let entry = Arc::new(Entry { source, analysis });
    memory.last = Some(Arc::clone(&entry));
    if stop() {
        return None;
    }
    let share = Arc::new(Share {
        next: AtomicUsize::new(0),
        entry: Arc::clone(&entry),
        doc,
        plan: Arc::clone(plan),
        stop: Arc::clone(stop),
    });
    let theirs = Arc::clone(&share);
    let (theirs, ours) = memory.helper.both(long, move || theirs.take(), || share.take());
    if stop() {
        return None;
    }
    findings.extend(theirs);
    findings.extend(ours);
    Some((entry, findings))
}

/// Rules that look at the document, in shares: the beginnings of their codes. Rules of one share ask the same things of the
/// document. What takes longest comes first; whoever is done takes the next.
const SHARES: [&[&str]; 6] = [&["NL3"], &["NL1"], &["NL0"], &["NL4", "NL5"], &["NL2"], &[]];

/// Who does what, while two threads share the rules.
struct Share {
    next: AtomicUsize,
    entry: Arc<Entry>,
    doc: DocId,
    plan: Arc<Plan>,
    stop: Stop,
}

impl Share {
    /// Does one share after the other, as long as there are any.
    fn take(&self) -> Vec<Finding> {
        let (mut findings, watch) = (Vec::new(), &mut Watch::default());
        let mut checker = None;
        let begins = |rule: &Rule, share: &[&str]| share.iter().any(|s| rule.code.starts_with(s));
        while !(self.stop)() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = SHARES.get(at) else { break };
            let checker = checker.get_or_insert_with(|| Checker::new(&self.entry, &NONE, self.doc, &self.plan));
            match share {
                // Those of no other share.
                [] => {
                    let rest = |rule: &Rule| !SHARES.iter().any(|share| begins(rule, share));
                    checker.documents(rest, watch, &mut findings);
                }
                share => checker.documents(|rule| begins(rule, share), watch, &mut findings),
            }
        }
        findings
    }
}
