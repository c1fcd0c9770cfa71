//! What the writers of findings are given.

use std::path::Path;

use crate::engine::{Found, Input};
use crate::findings::DocId;

/// The findings of a run with what is needed to write them.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The documents; a [`DocId`] is an index here.
    pub inputs: &'a [Input],
    /// The findings, sorted, those that are ignored or in the baseline too.
    pub found: &'a [Found],
}

impl<'a> View<'a> {
    /// The path of a document as the user gave it.
    #[must_use]
    pub fn path(&self, doc: DocId) -> &'a Path {
        self.inputs.get(doc.0 as usize).map_or(Path::new(""), |i| &i.path)
    }

    /// The findings that count.
    pub fn live(&self) -> impl Iterator<Item = &'a Found> {
        self.found.iter().filter(|f| f.is_live())
    }
}
