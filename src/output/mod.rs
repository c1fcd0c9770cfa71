//! Findings and documents as text and data.

mod jsonl;
mod short;
mod terms;
mod tree;
mod view;

pub use jsonl::{write_findings, write_json, write_parse};
pub use short::write_short;
pub use terms::{TermList, write_terms, write_terms_csv, write_terms_head, write_terms_json};
pub use tree::write_tree;
pub use view::View;
