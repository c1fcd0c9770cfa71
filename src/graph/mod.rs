//! All documents of a run, linked.

mod corpus;
mod link;

pub use corpus::{Analysis, Corpus, Entry};
pub use link::{Exports, cites, goes_by, holder, linked};
