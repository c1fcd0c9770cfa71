//! Findings and documents as text and data. One file a format.

mod github;
mod gitlab;
mod jsonl;
mod junit;
mod norms;
mod sarif;
mod short;
mod terms;
mod text;
mod tree;
mod view;

pub use github::write_github;
pub use gitlab::write_gitlab;
pub use jsonl::{write_findings, write_json, write_parse};
pub use junit::write_junit;
pub use norms::{NormList, write_norms, write_norms_csv, write_norms_head, write_norms_json};
pub use sarif::write_sarif;
pub use short::write_short;
pub use terms::{TermList, write_terms, write_terms_csv, write_terms_head, write_terms_json};
pub use text::{write_config_error, write_text};
pub use tree::write_tree;
pub use view::View;
