//! Work done off the main thread: analysing, linking, settling what stands.

use std::borrow::Borrow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::position::Lines;
use super::project::Footing;
use super::snapshot::{Doc, Held, Snapshot, number};
use super::uri;
use crate::engine::{self, Found, Ignores, Memory, Place, Plan, Standing, Stop, Watch};
use crate::findings::{DocId, Finding};
use crate::graph::{self, Corpus, Entry, Exports};
use crate::source::Source;
use crate::span::Span;

/// One document to analyse.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its address, in one spelling.
    pub uri: Arc<str>,
    /// The address as the client spells it.
    pub client_uri: Arc<str>,
    /// The buffer's version; none for a file on disk.
    pub version: Option<i32>,
    /// The buffer's count of edits.
    pub edit: u64,
    /// Its text.
    pub source: Source,
    /// Its lines, where they are known.
    pub lines: Option<Lines>,
    /// What it is checked by.
    pub footing: Footing,
    /// Its slot, as far as known.
    pub slot: DocId,
}

/// A document, and what went wrong with it.
pub type Analysed = (Arc<Doc>, Option<String>);

/// Analyses and checks one document. Where a reader or a rule panics, the document counts as one without structure and
/// without findings: the session goes on, and nothing stale is shown. The message says so.
#[must_use]
pub fn analyse(job: Job) -> Analysed {
    let done = catch_unwind(AssertUnwindSafe(|| {
        let watch = &mut Watch::default();
        let entry = engine::analyse(job.source.clone(), &job.footing.plan, watch);
        let own = engine::check_document(&entry, job.slot, &job.footing.plan, watch);
        // Nobody types in it: what others ask of it is kept.
        let profile = job.footing.plan.profile;
        checked(&job, entry, own, |entry| Held::part(entry, profile))
    }));
    done.map_or_else(|panic| failed(job, &*panic), |doc| (Arc::new(doc), None))
}

/// As [`analyse`], for a document that somebody types in: with what is kept of its last state, and only as long as `stop`
/// does not say that it was typed on.
#[must_use]
pub fn analyse_live(job: Job, memory: &Mutex<Memory>, stop: &Stop) -> Option<Analysed> {
    let done = catch_unwind(AssertUnwindSafe(|| {
        // What a panic left half done is thrown away with it.
        let mut memory = memory.lock().unwrap_or_else(|poisoned| {
            memory.clear_poison();
            let mut memory = poisoned.into_inner();
            *memory = Memory::default();
            memory
        });
        let (entry, own) = engine::check_live(job.source.clone(), job.slot, &job.footing.plan, &mut memory, stop)?;
        Some(checked(&job, entry, own, Held::Whole))
    }));
    match done {
        Ok(doc) => doc.map(|doc| (Arc::new(doc), None)),
        Err(panic) => Some(failed(job, &*panic)),
    }
}

fn checked<E: Borrow<Entry>>(job: &Job, entry: E, mut own: Vec<Finding>, hold: impl FnOnce(E) -> Held) -> Doc {
    let read: &Entry = entry.borrow();
    let (ignores, about) = Ignores::read(read, job.slot, &job.footing.plan, &job.footing.key);
    own.extend(about);
    own.shrink_to_fit();
    let exports = Exports::of(read, &job.footing.plan.settings.vocabulary.instruments);
    let lines = job.lines.clone().unwrap_or_else(|| Lines::new(&read.source.text));
    Doc {
        uri: job.uri.clone(),
        client_uri: job.client_uri.clone(),
        version: job.version,
        edit: job.edit,
        held: hold(entry),
        lines,
        footing: job.footing.clone(),
        own,
        ignores,
        exports,
        cited: OnceLock::new(),
    }
}

fn failed(job: Job, panic: &(dyn std::any::Any + Send)) -> Analysed {
    let message = format!("{}: could not be analysed: {}", job.source.path.display(), engine::panic_message(panic));
    (Arc::new(bare(job)), Some(message))
}

fn bare(job: Job) -> Doc {
    let lines = Lines::new(&job.source.text);
    // An empty text has nothing to panic over; its analysis serves for the one that failed.
    let empty = Source::new(job.source.path.clone(), "");
    let analysis = crate::graph::Analysis::of(&empty, job.footing.plan.profile);
    Doc {
        uri: job.uri,
        client_uri: job.client_uri,
        version: job.version,
        edit: job.edit,
        held: Held::Whole(Arc::new(Entry { source: job.source, analysis })),
        lines,
        footing: job.footing,
        own: Vec::new(),
        ignores: Ignores::default(),
        exports: Exports::default(),
        cited: OnceLock::new(),
    }
}

/// Reads and analyses files, in parallel; those that cannot be read are left out, with a message.
#[must_use]
pub fn load(jobs: Vec<(std::path::PathBuf, Footing)>) -> (Vec<Arc<Doc>>, Vec<String>) {
    let done: Vec<Result<Analysed, String>> = jobs
        .into_par_iter()
        .map(|(path, footing)| {
            let source = Source::open(&path).map_err(|e| e.to_string())?;
            let uri: Arc<str> = uri::of_path(&path).into();
            Ok(analyse(Job {
                client_uri: uri.clone(),
                uri,
                version: None,
                edit: 0,
                source,
                lines: None,
                footing,
                slot: DocId::default(),
            }))
        })
        .collect();
    let (mut docs, mut messages) = (Vec::with_capacity(done.len()), Vec::new());
    for result in done {
        match result {
            Ok((doc, message)) => {
                docs.push(doc);
                messages.extend(message);
            }
            Err(message) => messages.push(message),
        }
    }
    (docs, messages)
}

/// Checks what holds between documents: findings by slot, and the slots of the documents that were looked at.
#[must_use]
pub fn link(docs: &[Arc<Doc>]) -> (Vec<Vec<Finding>>, Vec<DocId>) {
    let mut by_doc = vec![Vec::new(); docs.len()];
    let exports: Vec<&Exports> = docs.iter().map(|d| &d.exports).collect();
    let (linked, shared) = engine::link(&exports);
    if linked.len() < 2 {
        return (by_doc, Vec::new());
    }
    let members: Vec<&Arc<Doc>> = linked.iter().filter_map(|d| docs.get(d.0 as usize)).collect();
    // Where no rule looks at a document's norms, what is at hand is enough.
    let parts: Vec<&Exports> = members.iter().map(|d| &d.exports).collect();
    let with_norms = graph::with_norms(&parts);
    let entry = |(d, norms): (&&Arc<Doc>, &bool)| Arc::clone(if *norms { d.entry() } else { d.outside() });
    let entries = members.par_iter().zip(&with_norms).map(entry).collect();
    let corpus = Corpus { entries };
    let fallback = Plan::default();
    let plan = |doc: DocId| members.get(doc.0 as usize).map_or(&fallback, |d| &*d.footing.plan);
    let found = catch_unwind(AssertUnwindSafe(|| {
        engine::check_corpus(&corpus, (&parts, &shared), plan, &mut Watch::default())
    }));
    let mut found = found.unwrap_or_default();
    engine::renumber_documents(&mut found, &linked);
    for finding in found {
        if let Some(list) = by_doc.get_mut(finding.doc.0 as usize) {
            list.push(finding);
        }
    }
    (by_doc, linked)
}

/// What stands of a document's findings: its own and those between documents, without what is ignored or known.
#[must_use]
pub fn settle(doc: &Doc, slot: DocId, between: &[Finding]) -> Vec<Finding> {
    let baseline = &*doc.footing.baseline;
    let (text, tree) = (doc.text(), doc.tree());
    let anchors = doc.ignores.needs_anchors();
    let known = !baseline.known.is_empty();
    let place = |finding: Finding| Found {
        start: Place::default(),
        end: Place::default(),
        labels: Vec::new(),
        fingerprint: if known { engine::fingerprint(text, tree, &finding) } else { 0 },
        anchor: anchors.then(|| engine::Anchor::of(text, tree, finding.span)),
        standing: Standing::Live,
        finding,
    };
    let mut own = doc.own.clone();
    number(&mut own, slot);
    own.extend_from_slice(between);
    engine::sort(&mut own);
    let mut found: Vec<Found> = own.into_iter().map(place).collect();
    if !doc.ignores.is_empty() {
        let mut ignores = doc.ignores.clone();
        ignores.place(place);
        ignores.apply(&mut found);
        let mut unused: Vec<Found> = ignores.unused().collect();
        for f in &mut unused {
            number(std::slice::from_mut(&mut f.finding), slot);
        }
        found.append(&mut unused);
    }
    if known {
        baseline.mark(&mut found, |_| doc.footing.key.clone());
    }
    let mut live: Vec<Finding> = found.into_iter().filter(Found::is_live).map(|f| f.finding).collect();
    engine::sort(&mut live);
    live
}

/// Findings of the text before an edit, where they stand after it: what touches the edit is left out, what follows
/// moves. Labels and edits in other documents stay as they are.
#[must_use]
pub fn follow(findings: &[Finding], slot: DocId, old: &str, new: &str) -> Vec<Finding> {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let before = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len()) - before;
    let after = a.iter().rev().zip(b.iter().rev()).take(shorter).take_while(|(x, y)| x == y).count();
    let (edit_end, delta) = (a.len() - after, b.len() as i64 - a.len() as i64);
    let moved = |doc: DocId, span: Span| -> Option<Span> {
        if doc != slot || (span.end as usize) < before {
            Some(span)
        } else if span.start as usize > edit_end {
            Some(Span::new((i64::from(span.start) + delta) as u32, (i64::from(span.end) + delta) as u32))
        } else {
            None
        }
    };
    findings
        .iter()
        .filter_map(|f| {
            let mut f = f.clone();
            f.span = moved(f.doc, f.span)?;
            f.labels.retain_mut(|l| moved(l.doc, l.span).map(|s| l.span = s).is_some());
            let kept = f
                .fix
                .as_mut()
                .is_none_or(|fix| fix.edits.iter_mut().all(|e| moved(e.doc, e.span).map(|s| e.span = s).is_some()));
            if !kept {
                f.fix = None;
            }
            Some(f)
        })
        .collect()
}

/// Links a snapshot anew and settles every document; also says which documents' findings changed.
#[must_use]
pub fn relink(snapshot: &Snapshot) -> Linked {
    let (between, together) = link(&snapshot.docs);
    let settled: Vec<Option<Vec<Finding>>> = snapshot
        .docs
        .par_iter()
        .zip(&between)
        .enumerate()
        .map(|(i, (doc, between))| {
            let same =
                snapshot.between.get(i).is_some_and(|b| **b == *between) && snapshot.settled.get(i) == Some(&true);
            (!same).then(|| settle(doc, DocId(i as u32), between))
        })
        .collect();
    let together = together.iter().filter_map(|d| snapshot.docs.get(d.0 as usize)).map(|d| d.uri.clone()).collect();
    Linked { docs: snapshot.docs.clone(), together, between, settled }
}

/// What linking found.
#[derive(Debug)]
pub struct Linked {
    /// The documents that were linked.
    pub docs: Vec<Arc<Doc>>,
    /// Addresses of those that have to do with one another.
    pub together: FxHashSet<Arc<str>>,
    /// Findings between documents, by slot.
    pub between: Vec<Vec<Finding>>,
    /// What stands now, for the documents where that changed.
    pub settled: Vec<Option<Vec<Finding>>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Severity;

    fn at(start: u32, end: u32) -> Finding {
        Finding {
            code: "NL000",
            name: "test",
            severity: Severity::Note,
            doc: DocId(3),
            span: Span::new(start, end),
            message: "".into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    #[test]
    fn findings_follow_an_edit() {
        let (old, new) = ("one two three four", "one two xx three four");
        let spans: Vec<Span> =
            follow(&[at(0, 3), at(4, 9), at(14, 18)], DocId(3), old, new).into_iter().map(|f| f.span).collect();
        assert_eq!(spans, [Span::new(0, 3), Span::new(17, 21)]);
        let elsewhere = follow(&[at(4, 9)], DocId(1), old, new);
        assert_eq!(elsewhere[0].span, Span::new(4, 9));
    }
}
