//! Looking up addresses in a document: what other documents' citations of it lead to.

use super::index::{Hit, Index};
use super::model::Resolution;
use crate::document::{Document, ProvisionId};

/// The addresses of one document, to look up citations that other documents make of it.
#[derive(Debug)]
pub struct Addresses<'a>(Index<'a>);

impl<'a> Addresses<'a> {
    /// Indexes a document.
    #[must_use]
    pub fn new(document: &'a Document) -> Self {
        Self(Index::new(document))
    }

    /// What bare labels, outermost first, lead to; and the innermost unit found on the way.
    ///
    /// A first label is looked for among margin numbers too: "No. 54". A unit whose first label is not there at all is
    /// unchecked, not missing, as an edition may lack it; one whose first label is there must have the rest.
    pub fn find<'l>(&self, labels: impl Iterator<Item = &'l str>, margin: bool) -> (Resolution, ProvisionId) {
        let mut at = Document::ROOT;
        let mut hit = None;
        for (n, label) in labels.enumerate() {
            let next = match (n, margin) {
                (0, true) => self.0.margin(label).or_else(|| self.0.child(at, label)),
                _ => self.0.child(at, label),
            };
            match next {
                Some(next) => {
                    at = next.first();
                    hit = Some(next);
                }
                None if at == Document::ROOT => return (Resolution::Unchecked, at),
                None => return (Resolution::Missing, at),
            }
        }
        let resolution = match hit {
            Some(Hit::One(id)) => Resolution::Found(id),
            Some(Hit::Two(a, b)) => Resolution::Ambiguous(a, b),
            None => Resolution::Found(Document::ROOT),
        };
        (resolution, at)
    }
}
