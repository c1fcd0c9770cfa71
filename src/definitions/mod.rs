//! Defined terms, abbreviations and names: where each is fixed, how far it holds, and where it is used.

mod model;

pub use model::{Abbreviation, Definition, Form, Terms};

use crate::document::Document;
use crate::source::Source;

/// Reads every definition and abbreviation of a document.
#[must_use]
pub fn read(_source: &Source, _document: &Document) -> Terms {
    Terms::default()
}
