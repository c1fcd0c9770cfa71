//! The documents of one run, each with everything read from it alone.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::definitions::{self, MadeTokens, Terms};
use crate::document::{self, Document};
use crate::norms::{self, Norm};
use crate::references::{self, Reference, Scope};
use crate::source::Source;
use crate::syntax::Profile;
use crate::text::WordsSeen;

/// Everything read from one document, knowing nothing of the others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Analysis {
    /// Its tree.
    pub document: Document,
    /// Its terms.
    pub terms: Terms,
    /// Its citations, in the order of the text.
    pub references: Vec<Reference>,
    /// Its norms, in the order of the text.
    pub norms: Vec<Norm>,
}

impl Analysis {
    /// Analyses one text. `profile` is detected where none is given.
    #[must_use]
    pub fn of(source: &Source, profile: Option<Profile>) -> Self {
        Self::watched(source, profile, &mut |_| {})
    }

    /// As [`Analysis::of`]; calls `lap` with each stage's name when it is done, for those who measure.
    #[must_use]
    pub fn watched(source: &Source, profile: Option<Profile>, lap: &mut dyn FnMut(&'static str)) -> Self {
        let (mut all, _) = Self::begun_with(source, profile, lap, references::read);
        all.norms = norms::read(source, &all.document, &all.references, &all.terms);
        lap("norms");
        all
    }

    /// As [`Analysis::watched`], without the norms; also gives what tokens were made, for whoever reads these, and the places
    /// of the words that are looked for `beside`.
    #[must_use]
    pub fn begun(
        source: &Source,
        profile: Option<Profile>,
        beside: WordsSeen<'_>,
        lap: &mut dyn FnMut(&'static str),
    ) -> (Self, MadeTokens, Vec<(u32, u8)>) {
        let mut places = Vec::new();
        let (all, made) = Self::begun_with(source, profile, lap, |source, document| {
            let (references, found) = references::read_beside(source, document, beside);
            places = found;
            references
        });
        (all, made, places)
    }

    fn begun_with(
        source: &Source,
        profile: Option<Profile>,
        lap: &mut dyn FnMut(&'static str),
        cited: impl FnOnce(&Source, &Document) -> Vec<Reference>,
    ) -> (Self, MadeTokens) {
        let document = document::read(source, profile);
        lap("document");
        let (terms, made) = definitions::read_with_tokens(source, &document);
        lap("definitions");
        let references = cited(source, &document);
        lap("references");
        (Self { document, terms, references, norms: Vec::new() }, made)
    }

    /// Reads the tree and the citations of other instruments alone: what documents have to do with one another where no
    /// norms of theirs meet. Room left over is given back, as many are held at one time.
    #[must_use]
    pub fn cited(source: &Source, profile: Option<Profile>, lap: &mut dyn FnMut(&'static str)) -> Self {
        let mut document = document::read(source, profile);
        lap("document");
        let mut references = references::read(source, &document);
        references.retain(|r| matches!(r.scope, Scope::External { .. }));
        references.shrink_to_fit();
        document.provisions.shrink_to_fit();
        document.blocks.shrink_to_fit();
        lap("references");
        Self { document, terms: Terms::default(), references, norms: Vec::new() }
    }
}

/// One document with its text.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The text.
    pub source: Source,
    /// What was read from it.
    pub analysis: Analysis,
}

/// The documents of one run, in the order given.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The documents; a [`crate::findings::DocId`] is an index here.
    ///
    /// Shared, so that an editor changes one and keeps the others without a copy.
    pub entries: Vec<Arc<Entry>>,
}
