//! Citations of provisions and instruments, read from the text, and what they point to in the text at hand.
//!
//! A scan over each block finds what a citation can begin with (`scan`). From there the pest grammar reads unit words
//! and labels (`grammar`), and `names` reads the names of instruments. `reader` puts the parts together, `resolve`
//! follows labels through an index of the tree (`index`).

mod addresses;
mod grammar;
mod index;
mod model;
mod names;
mod reader;
mod resolve;
mod roles;
mod scan;
mod style;
mod unit_words;
mod units;

pub use addresses::Addresses;
pub use model::{Reference, Resolution, Role, Scope, Target, TargetRole, WordFault};

use crate::document::Document;
use crate::source::Source;

/// Whether a noun is one that instruments are called by: "Act", "Convention".
#[must_use]
pub fn is_instrument_noun(word: &str) -> bool {
    names::is_noun(word)
}

/// Reads every citation of a document and resolves those that stay inside it.
#[must_use]
pub fn read(source: &Source, document: &Document) -> Vec<Reference> {
    reader::Reader::new(&source.text, document).read()
}
