//! A linter for regulatory text.
//!
//! `normlint` reads treaties, statutes, regulations, standards and contracts, builds the tree of their provisions,
//! links every reference, collects definitions and norms, and says what does not hold together.
//!
//! The modules stand in layers; each may use those above it in this list and none below it.

pub mod span;
pub mod text;

pub mod source;

pub mod syntax;

pub mod document;

pub mod definitions;
pub mod norms;
pub mod references;

pub mod graph;

pub mod findings;

pub mod rules;

pub mod engine;

pub mod config;
pub mod output;

pub mod cli;
pub mod lsp;
