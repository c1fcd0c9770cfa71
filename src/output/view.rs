//! What the writers of findings are given.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::engine::{Found, Input};
use crate::findings::DocId;

/// The findings of a run with what is needed to write them.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The documents; a [`DocId`] is an index here.
    pub inputs: &'a [Input],
    /// The findings, sorted, those that are ignored or in the baseline too.
    pub found: &'a [Found],
    /// Whether a baseline was given.
    pub baseline: bool,
    /// Documents of which nothing is known: they could not be read, or a rule failed over them. In order.
    pub failed: &'a [DocId],
}

impl<'a> View<'a> {
    /// The path of a document as the user gave it.
    #[must_use]
    pub fn path(&self, doc: DocId) -> &'a Path {
        self.inputs.get(doc.0 as usize).map_or(Path::new(""), |i| &i.path)
    }

    /// The path of a document with `/` between its parts, as other tools want it.
    #[must_use]
    pub fn key(&self, doc: DocId) -> String {
        let path = self.path(doc).to_string_lossy();
        if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
    }

    /// The findings that count.
    pub fn live(&self) -> impl Iterator<Item = &'a Found> {
        self.found.iter().filter(|f| f.is_live())
    }

    /// A fingerprint for each finding, alike on every run, and no two alike: findings that share their words are
    /// numbered in order.
    pub fn all_fingerprints(&self) -> impl Iterator<Item = String> {
        let mut seen: FxHashMap<(DocId, u64), u32> = FxHashMap::default();
        self.found.iter().map(move |f| {
            let n = seen.entry((f.finding.doc, f.fingerprint)).or_insert(0);
            *n += 1;
            format!("{:016x}:{n}", f.fingerprint)
        })
    }

    /// As [`View::all_fingerprints`], of those that count; the document is part of each.
    pub fn fingerprints(&self) -> impl Iterator<Item = String> {
        let files = self.found.iter().map(|f| crate::engine::text_hash(&self.key(f.finding.doc)));
        let all = self.all_fingerprints().zip(files).zip(self.found);
        all.filter(|(_, f)| f.is_live()).map(|((print, file), _)| format!("{file:016x}{}", print.replace(':', "-")))
    }
}
