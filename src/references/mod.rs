//! Citations of provisions and instruments, read from the text, and what they point to in the text at hand.

mod model;

pub use model::{Reference, Resolution, Role, Scope, Target, TargetRole};

use crate::document::Document;
use crate::source::Source;

/// Reads every citation of a document and resolves those that stay inside it.
#[must_use]
pub fn read(_source: &Source, _document: &Document) -> Vec<Reference> {
    Vec::new()
}
