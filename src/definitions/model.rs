//! What a definition says and how far it holds.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::document::ProvisionId;
use crate::span::Span;

/// How a term is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// "X means …": exhaustive.
    Means,
    /// "X includes …": open.
    Includes,
    /// "X has the same meaning as in …".
    SameAs,
    /// "(the 'X')", "(hereinafter …)": a name for what was just described.
    Name,
    /// "2.1 X: …", "X — …".
    Entry,
}

/// A defined term.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Definition {
    /// The defined words, without quotation marks.
    pub term: Span,
    /// The defined words in lower case with single spaces.
    pub key: SmolStr,
    /// What the term is said to mean.
    pub body: Span,
    /// The provision that holds the definition.
    pub provision: ProvisionId,
    /// The unit inside which the definition holds; the document's root where it holds throughout.
    pub scope: ProvisionId,
    /// How it is fixed.
    pub form: Form,
}

/// An abbreviation and what it stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Abbreviation {
    /// The short form.
    pub short: Span,
    /// The words it stands for.
    pub long: Span,
    /// The provision that expands it.
    pub provision: ProvisionId,
}

/// All terms of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Definitions in the order of the text.
    pub definitions: Vec<Definition>,
    /// Abbreviations in the order of the text.
    pub abbreviations: Vec<Abbreviation>,
}
