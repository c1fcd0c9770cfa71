//! Norms: who must, must not, may or should do what, when, unless what.
//!
//! Deterministic: word lists (`rules/words/*.toml`) and a small grammar over tokens, one sentence at a time. Only
//! sentences with a word of force are looked at. Slots that the text does not fill stay empty.

mod adjuncts;
mod bearer;
mod clause;
mod content;
mod held;
mod index;
mod kept;
mod kin;
mod lists;
mod measures;
mod modal;
mod model;
mod parties;
mod reader;
mod sentence;
mod slots;
mod spans;
mod status;
mod words;

pub use content::{
    ACCORDANCE, Content, by_effort, content, event, figures, follows, forces, instrument_followed, is_agent, is_closed,
    is_effort, is_frame_word, is_relational, is_soft, is_unit, lemma, limits, negations, serves, turns, word_key,
};
pub use held::WordList;
pub use index::{Overlap, overlap};
pub use kept::Kept;
pub use kin::may_be_contract;
pub use model::{
    Adjunct, AdjunctKind, Bound, DateLimit, Hedge, HedgeKind, Modality, Norm, Precedence, PrecedenceKind, Quantity,
    Side, Window,
};
pub use reader::Reading;
pub use spans::Spans;
pub use status::{Denial, denials, pointers, signs_of_denial};

use crate::definitions::Terms;
use crate::document::Document;
use crate::references::Reference;
use crate::source::Source;

/// Reads every norm of a document, in the order of the text.
#[must_use]
pub fn read(source: &Source, document: &Document, references: &[Reference], terms: &Terms) -> Vec<Norm> {
    let (mut norms, _) = reader::read(&source.text, document, terms, None);
    refer(&mut norms, references);
    norms
}

/// The norms of an earlier state of a document.
#[derive(Debug)]
pub struct Past<'a> {
    /// All of them, as they were read.
    pub norms: &'a [Norm],
    /// Where those of each unit stand among them; put in step with what is read now.
    pub kept: &'a mut Kept,
}

/// Reads every norm of a document that was read before in another state. Their references are still to be given with
/// [`refer`]; then this is what [`read`] gives. With them, for each the norm of the past that it was taken over from, by
/// index: `u32::MAX` for those read anew.
#[must_use]
pub fn reread(source: &Source, document: &Document, terms: &Terms, past: Past<'_>) -> (Vec<Norm>, Vec<u32>) {
    reader::read(&source.text, document, terms, Some(past))
}

/// Whether the one act undoes the other, by the list of opposites.
#[must_use]
pub fn opposite(a: &str, b: &str) -> bool {
    crate::text::lexicon::lexicon().opposite(a, b)
}

/// Gives every norm the references that stand in its clause, by their place in the document's list.
pub fn refer(norms: &mut [Norm], references: &[Reference]) {
    Referring::new(references).refer(norms);
}

/// Gives norms their references, some norms at a time.
struct Referring<'a> {
    references: &'a [Reference],
    /// Norms stand mostly in the order of the text: the next one's references are looked for from the last one's.
    from: usize,
    start: u32,
}

impl<'a> Referring<'a> {
    /// For references in the order of the text; where they are not, none are given.
    fn new(references: &'a [Reference]) -> Self {
        let sorted = references.is_sorted_by_key(|r| r.span.start);
        Self { references: if sorted { references } else { &[] }, from: 0, start: 0 }
    }

    fn refer(&mut self, norms: &mut [Norm]) {
        let Self { references, from, start } = self;
        for n in norms {
            let before = |r: &Reference| r.span.start < n.span.start;
            if n.span.start < *start {
                *from = references.partition_point(before);
            }
            *start = n.span.start;
            *from += references.get(*from..).unwrap_or_default().iter().take_while(|r| before(r)).count();
            let own = references.get(*from..).unwrap_or_default().iter().take_while(|r| r.span.start < n.span.end);
            n.references = (*from as u32, (*from + own.count()) as u32);
        }
    }
}
