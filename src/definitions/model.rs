//! What a definition says and how far it holds.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::uses::{KeptUses, UseSearch, Uses, find_uses};
use crate::document::{Document, ProvisionId};
use crate::span::Span;

/// How a term is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// "X means …": exhaustive.
    Means,
    /// "X includes …", "X does not include …": open.
    Includes,
    /// "X has the same meaning as in …".
    SameAs,
    /// "(the 'X')", "(hereinafter …)": a name for what was just described.
    Name,
    /// "2.1 X: …", "X — …".
    Entry,
    /// "X \[Repealed\]": the place of a definition that was taken out.
    Repealed,
}

/// How sure the scope of a definition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// The text says so ("In this Part, …"), and the whole of that unit is at hand.
    Stated,
    /// The text says nothing: the unit that such a definition commonly holds in.
    Assumed,
    /// The text says so, and the unit goes beyond the text at hand ("in this title" of a chapter).
    Beyond,
    /// The text names a unit that is not found in it.
    Unknown,
}

/// A defined term.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Definition {
    /// The defined words, without quotation marks.
    pub term: Span,
    /// The defined words in lower case with single spaces.
    pub key: SmolStr,
    /// What the term is said to mean; empty where nothing is said.
    pub body: Span,
    /// The provision that holds the definition.
    pub provision: ProvisionId,
    /// The unit inside which the definition holds; the document's root where it holds throughout.
    pub scope: ProvisionId,
    /// How sure the scope is.
    pub reach: Reach,
    /// How it is fixed.
    pub form: Form,
    /// What limits it to a case: "when used with respect to a State", "in relation to a vessel".
    pub qualifier: Option<Span>,
    /// The defined words stand in quotation marks.
    pub marked: bool,
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
    /// It stands in a list of abbreviations, which serves the whole text.
    pub listed: bool,
}

/// All terms of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Definitions in the order of the text.
    pub definitions: Vec<Definition>,
    /// Abbreviations in the order of the text.
    pub abbreviations: Vec<Abbreviation>,
    /// Uses, found when first asked for.
    #[serde(skip)]
    uses: OnceLock<Uses>,
}

impl Terms {
    /// Terms from their parts.
    #[must_use]
    pub fn new(definitions: Vec<Definition>, abbreviations: Vec<Abbreviation>) -> Self {
        Self { definitions, abbreviations, uses: OnceLock::new() }
    }

    /// Where each definition's term is used within its scope, outside the definition's own words.
    ///
    /// Found in one pass over the text at the first call, and kept.
    pub fn uses(&self, text: &str, document: &Document) -> &Uses {
        self.uses.get_or_init(|| find_uses(text, document, &self.definitions, None))
    }

    /// The uses, where they were found before: see [`Self::uses`].
    #[must_use]
    pub fn known_uses(&self) -> Option<&Uses> {
        self.uses.get()
    }

    /// A search for the uses, for one who goes through the tokens of all blocks; none where there is nothing to be found.
    #[must_use]
    pub fn search(&self, document: &Document) -> Option<UseSearch<'_>> {
        Some(UseSearch::new(document, &self.definitions)).filter(|search| !search.is_idle())
    }

    /// Finds the uses, and does not keep them.
    #[must_use]
    pub fn uses_in(&self, text: &str, document: &Document) -> Uses {
        find_uses(text, document, &self.definitions, None)
    }

    /// Finds the uses now, with what is kept of an earlier state of the document; puts that in step.
    pub fn find_uses(&self, text: &str, document: &Document, kept: &mut KeptUses) {
        self.uses.get_or_init(|| find_uses(text, document, &self.definitions, Some(kept)));
    }
}
