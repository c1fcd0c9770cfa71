//! Findings and documents as text and data.

mod jsonl;

pub use jsonl::{write_findings, write_parse};
