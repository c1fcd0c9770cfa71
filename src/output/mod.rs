//! Findings and documents as text and data.

mod jsonl;
mod short;
mod tree;
mod view;

pub use jsonl::{write_findings, write_json, write_parse};
pub use short::write_short;
pub use tree::write_tree;
pub use view::View;
