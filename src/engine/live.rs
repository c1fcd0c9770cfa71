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
use super::steps::{Checker, Ground};
use super::watch::Watch;
use crate::definitions::{KeptUses, Terms};
use crate::document::is_flattened;
use crate::findings::{DocId, Finding};
use crate::graph::{Analysis, Entry};
use crate::rules::deontic::Quiet;
use crate::rules::wording::Spelled;
use crate::rules::{Memo, Rule};
use crate::source::Source;
use crate::text::{Change, is_english};
use crate::{definitions, document, norms, references};

/// Texts shorter than this, in bytes, are done before a second thread would have begun.
const SHORT: usize = 16 << 10;

/// What is kept of a document from one state to the next. Empty for one that was not read yet.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<Arc<Entry>>,
    /// The state before the last.
    past: Option<Arc<Entry>>,
    spellings: Arc<Spelled>,
    /// The rows of the last text, and where its reader stood.
    tree: Option<document::Kept>,
    references: references::Kept,
    definitions: definitions::Kept,
    norms: norms::Kept,
    pairs: KeptPairs,
    uses: KeptUses,
    blocks: KeptFindings,
    units: KeptUnits,
    helper: Helper,
}

/// Of which norms nothing was to be told, and by what that was judged.
#[derive(Debug, Default)]
struct KeptPairs {
    plan: Option<Arc<Plan>>,
    english: bool,
    quiet: Quiet,
}

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
    // What hangs on the text alone is done while the tree is built.
    let change = memory.last.as_ref().map(|past| Change::between(&past.source.text, &source.text));
    let look = {
        let (text, known) = (Arc::clone(&source.text), Arc::clone(&memory.spellings));
        move || Glance::of(&text, change, &known)
    };
    let read = || {
        let last = memory.last.as_ref().zip(memory.tree.as_ref()).zip(change);
        let past = last.map(|((entry, kept), change)| {
            let document = &entry.analysis.document;
            document::Past { document, kept, change }
        });
        document::reread(&source, plan.profile, past)
    };
    let (glance, (document, tree)) = memory.helper.both(long, look, read);
    if stop() {
        return None;
    }
    // What hangs on the text and the tree alone is done while the rest is read.
    let analysis = Analysis { document, terms: Terms::default(), references: Vec::new(), norms: Vec::new() };
    let begun = Arc::new(Entry { source, analysis });
    let ground = Arc::new(Ground::of(&begun, plan, (glance.english, glance.flattened)));
    memory.past = memory.last.take();
    memory.spellings = Arc::clone(&glance.spellings);
    memory.tree = Some(tree);
    let Memory { past, definitions: looks, norms: kept, uses, helper, .. } = memory;
    let read_references = {
        let (begun, past, plan, stop) = (Arc::clone(&begun), past.clone(), Arc::clone(plan), Arc::clone(stop));
        let (mut kept, mut units) = (std::mem::take(&mut memory.references), std::mem::take(&mut memory.units));
        let (mut blocks, ground) = (std::mem::take(&mut memory.blocks), Arc::clone(&ground));
        move || {
            let (source, document) = (&begun.source, &begun.analysis.document);
            let past = past.as_ref().zip(change).map(|(entry, change)| references::Past {
                text: &entry.source.text,
                document: &entry.analysis.document,
                references: &entry.analysis.references,
                change,
            });
            let references = references::reread(source, document, past, &mut kept);
            let (mut findings, watch) = (Vec::new(), &mut Watch::default());
            if !stop() {
                let checker = Checker::new(&begun, doc, &plan, (&ground, Memo::default()));
                checker.units(&mut units, watch, &mut findings);
                checker.blocks(&mut blocks, watch, &mut findings);
            }
            (references, findings, (kept, units, blocks))
        }
    };
    let read_norms = || {
        let (source, document) = (&begun.source, &begun.analysis.document);
        let terms = definitions::reread(source, document, looks, change);
        let before = past.as_ref().map_or(&[][..], |entry| &entry.analysis.norms);
        let (norms, origins) = norms::reread(source, document, &terms, norms::Past { norms: before, kept });
        terms.find_uses(&source.text, document, uses);
        (terms, norms, origins)
    };
    let ((references, mut findings, kept), (terms, mut norms, origins)) =
        helper.both(long, read_references, read_norms);
    (memory.references, memory.units, memory.blocks) = kept;
    norms::refer(&mut norms, &references);
    let Entry { source, analysis } = Arc::unwrap_or_clone(begun);
    let analysis = Analysis { terms, references, norms, ..analysis };
    let entry = Arc::new(Entry { source, analysis });
    memory.last = Some(Arc::clone(&entry));
    let pairs = std::mem::take(&mut memory.pairs);
    if stop() {
        return None;
    }
    let same = pairs.english == ground.english && pairs.plan.is_some_and(|p| Arc::ptr_eq(&p, plan));
    let english = ground.english;
    let share = Arc::new(Share {
        next: AtomicUsize::new(0),
        entry: Arc::clone(&entry),
        doc,
        plan: Arc::clone(plan),
        ground,
        spellings: glance.spellings,
        past: memory.past.clone().filter(|_| same).map(|past| (past, pairs.quiet, origins)),
        quiet: Mutex::default(),
        stop: Arc::clone(stop),
    });
    let result = Arc::clone(&share);
    let theirs = Arc::clone(&share);
    let (theirs, ours) = memory.helper.both(long, move || theirs.take(), || share.take());
    if stop() {
        return None;
    }
    findings.extend(theirs);
    findings.extend(ours);
    memory.pairs =
        KeptPairs { plan: Some(Arc::clone(plan)), english, quiet: std::mem::take(&mut *lock(&result.quiet)) };
    Some((entry, findings))
}

/// What hangs on the text alone.
struct Glance {
    english: bool,
    flattened: bool,
    spellings: Arc<Spelled>,
}

impl Glance {
    /// Looks at a text; `known` is what was found in the last one, `change` what has changed since, if there was one.
    fn of(text: &str, change: Option<Change>, known: &Spelled) -> Self {
        let spellings = Arc::new(change.map_or_else(|| Spelled::read(text), |change| known.follow(text, change)));
        Self { english: is_english(text), flattened: is_flattened(text), spellings }
    }
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
    ground: Arc<Ground>,
    spellings: Arc<Spelled>,
    /// The state before, which of its norms were quiet, and from which of them each norm was taken over.
    past: Option<(Arc<Entry>, Quiet, Vec<u32>)>,
    /// The norms that are quiet now, once that is known.
    quiet: Mutex<Quiet>,
    stop: Stop,
}

/// The share that looks at pairs of norms.
const PAIRS: usize = 0;

impl Share {
    /// Does one share after the other, as long as there are any.
    fn take(&self) -> Vec<Finding> {
        let (mut findings, watch) = (Vec::new(), &mut Watch::default());
        let mut checker = None;
        let begins = |rule: &Rule, share: &[&str]| share.iter().any(|s| rule.code.starts_with(s));
        while !(self.stop)() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = SHARES.get(at) else { break };
            let checker = checker.get_or_insert_with(|| {
                let memo = Memo::knowing(Arc::clone(&self.spellings));
                Checker::new(&self.entry, self.doc, &self.plan, (&self.ground, memo))
            });
            if let (PAIRS, Some((past, quiet, origins))) = (at, &self.past) {
                checker.memo.know_quiet(quiet.follow(past, &self.entry, origins));
            }
            match share {
                // Those of no other share.
                [] => {
                    let rest = |rule: &Rule| !SHARES.iter().any(|share| begins(rule, share));
                    checker.documents(rest, watch, &mut findings);
                }
                share => checker.documents(|rule| begins(rule, share), watch, &mut findings),
            }
            if at == PAIRS {
                *lock(&self.quiet) = Quiet::after(&checker.memo, self.entry.analysis.norms.len());
            }
        }
        findings
    }
}
