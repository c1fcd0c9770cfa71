//! All documents of a run, linked.

mod corpus;

pub use corpus::{Analysis, Corpus, Entry};
