//! Whether a citation without an instrument is of another text all the same: the one that is being amended or repealed, or on
//! which this one rests.

use super::reader::Reader;
use crate::document::{Rank, heads_repeals};
use crate::span::Span;

/// How much before and after a citation is looked at, in bytes.
const NEAR: usize = 90;
/// How much of its paragraph, for the name of what it rests on.
const OPENING: usize = 600;

/// Words behind a citation of what they change, within its clause.
const CHANGED: [&str; 19] = [
    "by striking",
    "by inserting",
    "by adding",
    "by redesignating",
    "by amending",
    "by substituting",
    "by omitting",
    "be inserted",
    "be substituted",
    "be added",
    "be omitted",
    "to read as follows",
    " insert “",
    " substitute “",
    " omit “",
    " insert—",
    "after the word",
    "before the word",
    "for the word",
];

/// The same right behind it.
const IS_CHANGED: [&str; 6] =
    ["is amended", "are amended", "shall be amended", "is repealed", "are repealed", "shall be repealed"];

/// The same before it.
const CHANGES: [&str; 6] =
    ["by striking", "by inserting", "by adding", "by redesignating", "by amending", "by substituting"];

impl Reader<'_> {
    /// Whether what is cited is a unit of another text.
    pub(super) fn is_foreign(&self, span: Span) -> bool {
        self.is_amended(span) || self.is_legal_basis(span) || self.is_repealed()
    }

    /// "in subparagraph (B), by striking “young”": of the law that is amended.
    fn is_amended(&self, span: Span) -> bool {
        let after = self.window(span.end as usize, NEAR);
        let after = after.split(';').next().and_then(|t| t.split(". ").next()).unwrap_or("");
        let before = self.window_before(span.start as usize, NEAR);
        let before = before.rsplit(';').next().and_then(|t| t.rsplit(". ").next()).unwrap_or("");
        let behind = after.trim_start();
        IS_CHANGED.iter().any(|words| behind.starts_with(words))
            || CHANGED.iter().any(|words| after.contains(words))
            || CHANGES.iter().any(|words| before.contains(words))
    }

    /// "Having regard to the Treaty on …, and in particular Article 83(1), in conjunction with Article 218(9) thereof".
    fn is_legal_basis(&self, span: Span) -> bool {
        let before = self.text.as_bytes().get(self.low..span.start as usize).unwrap_or_default().trim_ascii_start();
        let opening = before.get(..before.len().min(OPENING)).unwrap_or_default();
        opening.starts_with(b"Having regard to ") && memchr::memmem::find(opening, b" in particular ").is_some()
    }

    /// A unit of a schedule of repeals: it belongs to the Act on the line above.
    fn is_repealed(&self) -> bool {
        self.doc.ancestors(self.provision).map(|id| self.doc.get(id)).any(|unit| {
            unit.rank == Rank::Annex && unit.heading.is_some_and(|heading| heads_repeals(heading.of(self.text)))
        })
    }
}
