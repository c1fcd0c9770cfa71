//! A whole run: many documents, in parallel, within bounded memory.
//!
//! Each document is opened, analysed and checked by one thread, and let go at once; what stays is its findings, its
//! ignores and a few names. Documents that have to do with one another are read a second time, unless they were small
//! enough to keep, and go through the corpus rules together.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::anchor::fingerprint;
use super::ignores::{Anchor, Ignores};
use super::place::{Found, Places, Standing};
use super::plan::Plan;
use super::steps::{self, Grounds, analyse, analyse_cited, check_corpus, link, read_and_check, renumber_documents};
use super::watch::{Observer, Timings, Watch};
use crate::findings::{DocId, Finding};
use crate::graph::{self, Corpus, Entry, Exports};
use crate::rules::{self, Check};
use crate::source::{ReadError, Source};
use crate::syntax::Profile;

/// Bytes of text whose analysis is kept in case the document turns out to be linked, instead of reading it again.
const KEEP: u64 = 512 << 10;

/// One document to check.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path as the user gave it, or as it was found in a folder.
    pub path: PathBuf,
    /// Its path from the project's root with `/` between the parts: what baselines and sidecars know it by.
    pub key: String,
    /// Its size in bytes, for order and progress; 0 where not known.
    pub bytes: u64,
    /// What is to be done with it.
    pub plan: Arc<Plan>,
}

/// A run to make.
pub struct Job<'a> {
    /// The documents; a [`DocId`] is an index here.
    pub inputs: &'a [Input],
    /// Opens one of them.
    pub open: &'a (dyn Fn(DocId, &Input) -> Result<Source, ReadError> + Sync),
    /// Progress and clock.
    pub observer: Observer<'a>,
    /// Keep every document with its analysis in [`Report::corpus`], whatever memory that takes.
    pub keep: bool,
    /// Give every finding its [`Anchor`].
    pub anchors: bool,
}

impl std::fmt::Debug for Job<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Job {{ {} inputs, keep: {}, anchors: {} }}", self.inputs.len(), self.keep, self.anchors)
    }
}

/// What is known of a document that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The document.
    pub doc: DocId,
    /// The tradition it was read by.
    pub profile: Profile,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Why nothing is known of a document.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A reader or a rule panicked over it: a fault of normlint, not of the draft.
    #[error("{}: normlint failed over this file, which is a fault of normlint ({reason}); the others were checked", path.display())]
    Panicked {
        /// The file.
        path: PathBuf,
        /// What the panic said.
        reason: String,
    },
}

/// Runs `work`; a panic in it is trouble with the file at `path`, no more.
fn guarded<T>(path: &std::path::Path, work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(Trouble::from),
        Err(panic) => Err(Trouble::Panicked { path: path.to_owned(), reason: panic_message(&*panic) }),
    }
}

/// What a panic said.
#[must_use]
pub fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown panic".to_owned())
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings, ignored ones too, by document, place, code and message.
    pub found: Vec<Found>,
    /// The documents that were read, in order.
    pub seen: Vec<Seen>,
    /// Those that could not be, or over which a rule panicked, in order.
    pub failures: Vec<(DocId, Trouble)>,
    /// Times, where a clock was given.
    pub timings: Timings,
    /// The documents, where they were to be kept; then, with no failures, a [`DocId`] is an index here.
    pub corpus: Corpus,
}

/// What stays of one document.
struct Kept {
    seen: Seen,
    found: Vec<Found>,
    ignores: Ignores,
    exports: Exports,
    entry: Option<Arc<Entry>>,
}

/// Checks all documents, and what holds between them.
///
/// The result does not hang on the number of threads.
#[must_use]
pub fn run(job: &Job<'_>) -> Report {
    let timings = Mutex::new(Timings::default());
    let (kept_bytes, grounds) = (AtomicU64::new(0), Grounds::default());
    // Large files first, so that no thread is left alone with one at the end.
    let mut order: Vec<u32> = (0..job.inputs.len() as u32).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(job.inputs.get(i as usize).map_or(0, |x| x.bytes)));
    let mut done: Vec<(DocId, Result<Kept, Trouble>)> = order
        .into_iter()
        .par_bridge()
        .filter_map(|i| {
            let input = job.inputs.get(i as usize)?;
            let mut watch = Watch::new(job.observer.clock);
            let kept = guarded(&input.path, || one(job, input, DocId(i), (&kept_bytes, &grounds), &mut watch));
            watch.finish(&timings);
            if let Some(done) = job.observer.done {
                done(input.bytes);
            }
            Some((DocId(i), kept))
        })
        .collect();
    done.sort_by_key(|(doc, _)| *doc);

    let mut report = Report::default();
    let mut documents = Vec::with_capacity(done.len());
    let mut exports = Vec::with_capacity(done.len());
    for (doc, result) in done {
        match result {
            Ok(mut kept) => {
                report.seen.push(kept.seen.clone());
                exports.push(std::mem::take(&mut kept.exports));
                documents.push(kept);
            }
            Err(e) => report.failures.push((doc, e)),
        }
    }
    let mut between = across(job, &mut documents, &exports, &timings, &mut report.failures);
    for mut document in documents {
        let doc = document.seen.doc;
        let mut found = document.found;
        let from = between.partition_point(|f| f.finding.doc < doc);
        let to = between.partition_point(|f| f.finding.doc <= doc);
        found.extend(between.drain(from..to));
        sort(&mut found);
        if !document.ignores.is_empty() {
            document.ignores.apply(&mut found);
            found.extend(document.ignores.unused());
            sort(&mut found);
        }
        report.found.append(&mut found);
        report.corpus.entries.extend(document.entry.filter(|_| job.keep));
    }
    if let Ok(timings) = timings.into_inner() {
        report.timings = timings;
    }
    report
}

/// Opens, analyses and checks one document.
fn one(
    job: &Job<'_>,
    input: &Input,
    doc: DocId,
    (kept_bytes, grounds): (&AtomicU64, &Grounds),
    watch: &mut Watch,
) -> Result<Kept, ReadError> {
    watch.start();
    let source = (job.open)(doc, input)?;
    watch.lap("open");
    let plan: &Plan = &input.plan;
    let (entry, mut findings) = read_and_check(source, doc, (&input.plan, grounds), job.keep, watch);
    watch.start();
    let (mut ignores, about) = Ignores::read(&entry, doc, plan, &input.key);
    findings.extend(about);
    watch.lap("ignores");
    let exports = Exports::of(&entry, &plan.settings.vocabulary.instruments);
    watch.lap("exports");
    // In order already when all documents come together, which one thread does; and what is placed next stands near.
    steps::sort(&mut findings);
    let mut offsets = Vec::new();
    for f in findings.iter().chain(ignores.pending()) {
        offsets.extend([f.span.start, f.span.end]);
        offsets.extend(f.labels.iter().flat_map(|l| [l.span.start, l.span.end]));
    }
    let places = if offsets.is_empty() { Places::default() } else { Places::of(&entry.source.text, offsets) };
    let anchors = job.anchors || ignores.needs_anchors();
    ignores.place(|f| place(f, &entry, anchors, |_| Some(&places)));
    let found: Vec<Found> = findings.into_iter().map(|f| place(f, &entry, anchors, |_| Some(&places))).collect();
    watch.lap("places");
    let bytes = entry.source.text.len() as u64;
    let keep =
        job.keep || (corpus_rules().next().is_some() && kept_bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= KEEP);
    let seen = Seen { doc, profile: entry.analysis.document.profile, bytes };
    Ok(Kept { seen, found, ignores, exports, entry: keep.then(|| Arc::new(entry)) })
}

/// The rules that look at documents together.
fn corpus_rules() -> impl Iterator<Item = &'static rules::Rule> {
    rules::all().filter(|rule| rule.checks.iter().any(|check| matches!(check, Check::Corpus(_))))
}

/// Runs the corpus rules over the documents that are linked. Findings come sorted.
///
/// Where no document's plan wants such a rule, nothing is read a second time.
fn across(
    job: &Job<'_>,
    documents: &mut [Kept],
    exports: &[Exports],
    timings: &Mutex<Timings>,
    failures: &mut Vec<(DocId, Trouble)>,
) -> Vec<Found> {
    let wanted = |document: &Kept| {
        let plan = job.inputs.get(document.seen.doc.0 as usize).map(|input| &input.plan);
        plan.is_some_and(|plan| corpus_rules().any(|rule| plan.severity(rule, document.seen.profile).is_some()))
    };
    if !documents.iter().any(wanted) {
        return Vec::new();
    }
    // Indices into `documents`, which holds only those that could be read.
    let (linked, shared) = link(exports);
    if linked.len() < 2 {
        return Vec::new();
    }
    let part: Vec<&Exports> = linked.iter().filter_map(|d| exports.get(d.0 as usize)).collect();
    let with_norms = graph::with_norms(&part);
    let mut entries: Vec<(usize, Result<Arc<Entry>, Trouble>)> = Vec::with_capacity(linked.len());
    let mut again = Vec::new();
    for (at, with_norms) in linked.iter().map(|d| d.0 as usize).zip(with_norms) {
        let Some(document) = documents.get_mut(at) else { continue };
        match document.entry.take() {
            Some(entry) => entries.push((at, Ok(entry))),
            None => again.push((at, document.seen.doc, with_norms)),
        }
    }
    entries.par_extend(again.into_par_iter().filter_map(|(at, doc, with_norms)| {
        let input = job.inputs.get(doc.0 as usize)?;
        let mut watch = Watch::new(job.observer.clock);
        let analyse = if with_norms { analyse } else { analyse_cited };
        let entry = guarded(&input.path, || {
            (job.open)(doc, input).map(|source| Arc::new(analyse(source, &input.plan, &mut watch)))
        });
        watch.finish(timings);
        Some((at, entry))
    }));
    entries.sort_by_key(|(at, _)| *at);
    let mut corpus = Corpus::default();
    // From the part's numbers to indices into `documents`, and to those of the run.
    let (mut places_in, mut ids, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for (at, entry) in entries {
        let (Some(document), Some(exports)) = (documents.get(at), exports.get(at)) else { continue };
        match entry {
            Ok(entry) => {
                corpus.entries.push(entry);
                places_in.push(at);
                ids.push(document.seen.doc);
                shown.push(exports);
            }
            // It could be read a moment ago and now cannot.
            Err(e) => failures.push((document.seen.doc, e)),
        }
    }
    failures.sort_by_key(|(doc, _)| *doc);
    let fallback = Plan::default();
    let plan = |local: DocId| -> &Plan {
        let input = ids.get(local.0 as usize).and_then(|doc| job.inputs.get(doc.0 as usize));
        input.map_or(&fallback, |input| &input.plan)
    };
    let mut watch = Watch::new(job.observer.clock);
    let first = ids.first().copied().unwrap_or_default();
    let path = job.inputs.get(first.0 as usize).map(|input| input.path.clone()).unwrap_or_default();
    let mut findings = match guarded(&path, || Ok(check_corpus(&corpus, (&shown, &shared), plan, &mut watch))) {
        Ok(findings) => findings,
        Err(trouble) => {
            failures.push((first, trouble));
            failures.sort_by_key(|(doc, _)| *doc);
            Vec::new()
        }
    };
    watch.finish(timings);

    let mut offsets: Vec<Vec<u32>> = vec![Vec::new(); corpus.entries.len()];
    for f in &findings {
        for (doc, span) in std::iter::once((f.doc, f.span)).chain(f.labels.iter().map(|l| (l.doc, l.span))) {
            if let Some(list) = offsets.get_mut(doc.0 as usize) {
                list.extend([span.start, span.end]);
            }
        }
    }
    let places: Vec<Places> =
        corpus.entries.par_iter().zip(offsets).map(|(e, o)| Places::of(&e.source.text, o)).collect();
    let mut found: Vec<Found> = findings
        .drain(..)
        .filter_map(|f| {
            let local = f.doc.0 as usize;
            let entry = corpus.entries.get(local)?;
            let needed =
                places_in.get(local).and_then(|&at| documents.get(at)).is_some_and(|d| d.ignores.needs_anchors());
            Some(place(f, entry, job.anchors || needed, |doc| places.get(doc.0 as usize)))
        })
        .collect();
    for f in &mut found {
        renumber_documents(std::slice::from_mut(&mut f.finding), &ids);
    }
    if job.keep {
        for (at, entry) in places_in.into_iter().zip(corpus.entries) {
            if let Some(document) = documents.get_mut(at) {
                document.entry = Some(entry);
            }
        }
    }
    sort(&mut found);
    found
}

fn place<'p>(
    mut finding: Finding,
    entry: &Entry,
    anchors: bool,
    places: impl Fn(DocId) -> Option<&'p Places>,
) -> Found {
    finding.shrink_to_fit();
    let at = |doc, offset| places(doc).map_or_else(Default::default, |p| p.get(offset));
    let (text, document) = (&entry.source.text, &entry.analysis.document);
    Found {
        start: at(finding.doc, finding.span.start),
        end: at(finding.doc, finding.span.end),
        labels: finding.labels.iter().map(|l| (at(l.doc, l.span.start), at(l.doc, l.span.end))).collect(),
        fingerprint: fingerprint(text, document, &finding),
        anchor: anchors.then(|| Anchor::of(text, document, finding.span)),
        standing: Standing::Live,
        finding,
    }
}

/// Sorts findings by document, place, code and message, and drops those that say the same twice.
fn sort(found: &mut Vec<Found>) {
    found.sort_by(|a, b| {
        let (a, b) = (&a.finding, &b.finding);
        (a.doc, a.span, a.code, &a.message).cmp(&(b.doc, b.span, b.code, &b.message))
    });
    found.dedup_by(|a, b| a.finding.says_as(&b.finding));
}

/// Checks texts already in memory, and gives back the documents with the findings that count.
///
/// For few and small texts: everything is kept. [`run`] is for the rest.
#[must_use]
pub fn check(sources: Vec<Source>, plan: &Plan) -> (Corpus, Vec<Finding>) {
    let plan = Arc::new(plan.clone());
    let input = |s: &Source| Input {
        path: s.path.clone(),
        key: s.path.to_string_lossy().into_owned(),
        bytes: s.text.len() as u64,
        plan: Arc::clone(&plan),
    };
    let inputs: Vec<Input> = sources.iter().map(input).collect();
    let open = |doc: DocId, _: &Input| -> Result<Source, ReadError> {
        Ok(sources.get(doc.0 as usize).map_or_else(|| Source::new("", ""), Source::clone))
    };
    let observer = Observer::default();
    let report = run(&Job { inputs: &inputs, open: &open, observer, keep: true, anchors: false });
    let live = report.found.into_iter().filter(Found::is_live).map(|f| f.finding);
    (report.corpus, live.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in for a rule that panics: everything done for one document is within the same guard.
    #[test]
    fn a_panic_over_one_document_leaves_the_others_checked() {
        let plan = Arc::new(Plan::default());
        let input = |name: &str| Input { path: name.into(), key: name.into(), bytes: 1, plan: Arc::clone(&plan) };
        let inputs = [input("a.txt"), input("bad.txt"), input("c.txt")];
        let open = |doc: DocId, input: &Input| -> Result<Source, ReadError> {
            assert!(doc.0 != 1, "no such luck");
            Ok(Source::new(input.path.clone(), "The report of the the Council.\n"))
        };
        let observer = Observer::default();
        let report = run(&Job { inputs: &inputs, open: &open, observer, keep: false, anchors: false });
        let docs: Vec<u32> =
            report.found.iter().filter(|f| f.finding.code == "NL401").map(|f| f.finding.doc.0).collect();
        assert_eq!(docs, [0, 2]);
        let [(DocId(1), trouble)] = &report.failures[..] else { panic!("{:?}", report.failures) };
        let said = trouble.to_string();
        assert!(said.starts_with("bad.txt: normlint failed") && said.contains("no such luck"), "{said}");
    }
}
