//! Norms: who must, must not, may or should do what, when, unless what.

mod model;

pub use model::{Hedge, HedgeKind, Modality, Norm};

use crate::definitions::Terms;
use crate::document::Document;
use crate::references::Reference;
use crate::source::Source;

/// Reads every norm of a document.
#[must_use]
pub fn read(_source: &Source, _document: &Document, _references: &[Reference], _terms: &Terms) -> Vec<Norm> {
    Vec::new()
}
