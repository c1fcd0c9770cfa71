//! Citations of provisions and instruments, read from the text, and what they point to in the text at hand.
//!
//! A scan over each block finds what a citation can begin with (`scan`). From there the pest grammar reads unit words
//! and labels (`grammar`, `labels`), and `names` and `instruments` read what instrument is meant. `reader` goes over the
//! blocks, `chains` puts the parts of a citation together, `shared` says whose units are meant where another citation names the
//! instrument, `resolve` says where they lead: `lookup` follows labels through
//! an index of the tree (`index`), `absent` weighs whether what is not found should be there.

mod absent;
mod addresses;
mod chains;
mod foreign;
mod grammar;
mod index;
mod instruments;
mod kept;
mod labels;
mod lookup;
mod model;
mod names;
mod parsed;
mod parts;
mod plain;
mod reader;
mod resolve;
mod roles;
mod scan;
mod shared;
mod sort;
mod style;
mod targets;
mod unit_words;
mod units;

pub use addresses::Addresses;
pub use kept::{Kept, Past};
pub use model::{Reference, Resolution, Role, Scope, Target, TargetRole, WordFault};
pub use sort::Sort;
pub use targets::Targets;

use crate::document::Document;
use crate::source::Source;
use crate::text::WordsSeen;

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

/// The words at which citations are looked for.
pub fn sought() -> impl Iterator<Item = &'static str> {
    scan::words()
}

/// As [`read`]; also gives the places of words that are looked for `beside`: most words of a text are gone through for
/// citations.
#[must_use]
pub fn read_beside(source: &Source, document: &Document, beside: WordsSeen<'_>) -> (Vec<Reference>, Vec<(u32, u8)>) {
    reader::Reader::new(&source.text, document).read_beside(beside)
}

/// Reads every citation of a document that was read before in another state; gives what [`read`] gives.
#[must_use]
pub fn reread(source: &Source, document: &Document, past: Option<Past<'_>>, kept: &mut Kept) -> Vec<Reference> {
    let (reader, again) = kept.reader(&source.text, document, past);
    reader.read_again(again)
}
