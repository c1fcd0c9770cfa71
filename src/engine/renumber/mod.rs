//! Renumbering: a unit comes or goes, those after it move, and every citation of what moved follows, in all documents.
//!
//! Nothing here is safe in the sense of [`crate::findings::Safety`]: a person looks at the edits before they are made.
//! What cannot be done by rule (a citation of the unit that goes, a "preceding paragraph" whose neighbour changes) is
//! left as it stands and said in [`Renumbering::attention`].

mod cites;
mod labels;
mod ordinal;

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::document::{Document, ProvisionId};
use crate::findings::{DocId, Edit};
use crate::graph::{Corpus, Entry};
use crate::span::Span;
use labels::Run;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Put an empty unit before this one.
    InsertBefore(ProvisionId),
    /// Put an empty unit after this one.
    InsertAfter(ProvisionId),
    /// Take the unit out, with all that it holds.
    Remove(ProvisionId),
    /// Give the unit another label; its neighbours keep theirs.
    Relabel(ProvisionId, String),
    /// Number the units without gaps or repetitions: the run of siblings that this unit stands in, or, of the document
    /// itself, all runs.
    CloseUp(ProvisionId),
}

/// Edits that renumber, and what they cannot settle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renumbering {
    /// The edits, by document and place, none overlapping.
    pub edits: Vec<Edit>,
    /// What a person must look at.
    pub attention: Vec<Attention>,
}

/// A place that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// The document.
    pub doc: DocId,
    /// The words, in the text before the edits.
    pub span: Span,
    /// What about them.
    pub message: String,
}

/// Why a unit cannot be renumbered.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// It is not there.
    #[error("there is no such unit")]
    NoUnit,
    /// It has no label.
    #[error("the unit has no label, so nothing can be counted on from it")]
    NoLabel,
    /// Its label is no number of a kind that can be counted on.
    #[error("the label “{0}” is no number, letter or Roman numeral, so nothing can be counted on from it")]
    NotCounted(String),
    /// Its text is quoted.
    #[error("the unit is quoted from another text; its labels are that text's own")]
    Quoted,
}

/// Works out a renumbering of a unit of one document. `instruments` are the project's names for files: (name, path's
/// end).
///
/// # Errors
/// Where the unit is not there or its label cannot be counted.
pub fn renumber(
    corpus: &Corpus,
    instruments: &[(String, String)],
    doc: DocId,
    change: &Change,
) -> Result<Renumbering, Refusal> {
    let entry = corpus.entries.get(doc.0 as usize).ok_or(Refusal::NoUnit)?;
    let tree = &entry.analysis.document;
    let mut keys: FxHashMap<ProvisionId, String> = FxHashMap::default();
    let mut out = Renumbering::default();
    let mut removed = None;
    let mut between = None;
    match change {
        Change::InsertBefore(unit) | Change::InsertAfter(unit) => {
            let after = matches!(change, Change::InsertAfter(_));
            let run = labelled(entry, *unit)?;
            let key = run.insert(after, &mut keys)?;
            out.edits.push(labels::insertion(entry, doc, &run, after, &key));
            between = run.neighbours(after);
        }
        Change::Remove(unit) => {
            let run = labelled(entry, *unit)?;
            run.remove(&mut keys)?;
            removed = Some((*unit, run.before()));
            out.edits.push(labels::removal(entry, doc, *unit));
        }
        Change::Relabel(unit, key) => {
            labelled(entry, *unit)?;
            keys.insert(*unit, key.clone());
        }
        Change::CloseUp(unit) if *unit == Document::ROOT => labels::close_all(tree, &mut keys),
        Change::CloseUp(unit) => labelled(entry, *unit)?.close(&mut keys),
    }
    labels::below(tree, &mut keys);
    keys.retain(|id, key| tree.get(*id).label.as_ref().is_some_and(|l| l.key != key.as_str()));
    labels::edits(entry, doc, &keys, &mut out);
    let names = cites::Names::of(corpus, instruments, doc);
    cites::edits(corpus, doc, &names, &cites::Moves { keys: &keys, removed, between }, &mut out);
    if let Some((unit, _)) = removed {
        let gone = tree.get(unit).span;
        let cut = out.edits.first().map_or(gone, |e| e.span);
        let first = out.edits.first().cloned();
        out.edits.retain(|e| e.doc != doc || !cut.overlaps(e.span));
        out.edits.extend(first);
    }
    out.edits.sort_by_key(|e| (e.doc, e.span));
    out.edits.dedup();
    // Two edits of one place say different things of it: neither is made.
    let mut clean: Vec<Edit> = Vec::with_capacity(out.edits.len());
    for edit in out.edits {
        match clean.last() {
            Some(last) if last.doc == edit.doc && last.span.overlaps(edit.span) => {
                let message = "two changes meet here; this one was not made".to_owned();
                out.attention.push(Attention { doc: edit.doc, span: edit.span, message });
            }
            _ => clean.push(edit),
        }
    }
    out.edits = clean;
    out.attention.sort_by(|a, b| (a.doc, a.span, &a.message).cmp(&(b.doc, b.span, &b.message)));
    out.attention.dedup();
    Ok(out)
}

fn labelled(entry: &Entry, unit: ProvisionId) -> Result<Run<'_>, Refusal> {
    let tree = &entry.analysis.document;
    let provision = tree.provisions.get(unit.index()).ok_or(Refusal::NoUnit)?;
    if provision.quoted {
        return Err(Refusal::Quoted);
    }
    let label = provision.label.as_ref().ok_or(Refusal::NoLabel)?;
    Run::of(tree, unit).ok_or_else(|| Refusal::NotCounted(label.key.to_string()))
}

/// The unit that a person names: `3.4`, `151/a/1`, `151(a)(1)`, `Article 5`, `section 151(a)`.
///
/// Unit words say what kind is meant; labels are looked for from the outermost down. None where nothing fits, or more
/// than one thing does.
#[must_use]
pub fn find_unit(tree: &Document, name: &str) -> Option<ProvisionId> {
    let label = |c: char| c.is_alphanumeric() || c == '.';
    let mut parts = Vec::new();
    let mut word = None;
    for part in name.split(|c: char| !label(c)).filter(|p| !p.is_empty()) {
        let part = part.trim_matches('.');
        if part.len() > 3 && part.chars().all(char::is_alphabetic) {
            word = Some(part.to_lowercase());
        } else if !part.is_empty() {
            parts.push(part);
        }
    }
    let last = *parts.last()?;
    let mut found = None;
    for (id, unit) in tree.iter() {
        let fits = !unit.quoted && unit.label.as_ref().is_some_and(|l| l.key.eq_ignore_ascii_case(last));
        if !fits || word.as_ref().is_some_and(|w| parts.len() == 1 && unit.kind.name() != w) {
            continue;
        }
        let path = tree.path(id);
        let ends = path.len() >= parts.len()
            && path.iter().rev().zip(parts.iter().rev()).all(|(a, b)| a.eq_ignore_ascii_case(b));
        if ends {
            // A whole path beats the end of a longer one.
            let whole = path.len() == parts.len();
            match found {
                Some((_, true)) if !whole => {}
                Some((_, had)) if had == whole => return None,
                _ => found = Some((id, whole)),
            }
        }
    }
    found.map(|(id, _)| id)
}
