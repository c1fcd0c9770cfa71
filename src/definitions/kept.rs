//! What is seen of a block's text at a glance, kept from an earlier state of a document: whether a definition may stand in it
//! at all. In an editor only blocks that changed are looked through again.

use std::cell::Cell;

use super::abbreviations;
use super::triggers::Triggers;
use super::words::{looks_like_heading, may_be_entry, opens_like_lead_in, speaks_of_definitions};
use crate::document::{Block, Document, Kind};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::Change;

/// What is seen of each block.
#[derive(Debug, Default)]
pub struct Kept {
    blocks: Vec<Seen>,
}

/// What is seen of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    span: Span,
    pub looks: Looks,
    /// Where it stood when it was read in vain; see [`Stand`].
    vain: Cell<Option<Stand>>,
}

impl Seen {
    /// Whether the block was read before in such a place, and nothing was found.
    pub fn is_vain(&self, stand: Stand) -> bool {
        self.vain.get() == Some(stand)
    }

    /// Says that nothing was found in it.
    pub fn in_vain(&self, stand: Stand) {
        self.vain.set(Some(stand));
    }
}

/// What the reading of a block hangs on beside its text, outside lists of definitions: its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    kind: Kind,
    profile: Profile,
    labelled: bool,
    /// The block stands right behind the label.
    close: bool,
    margin: bool,
    quoted: bool,
}

impl Stand {
    pub fn of(block: &Block, document: &Document) -> Self {
        let unit = document.get(block.provision);
        Self {
            kind: unit.kind,
            profile: document.profile,
            labelled: unit.label.is_some(),
            close: unit.label.as_ref().is_some_and(|l| block.span.start <= l.span.end + 4),
            margin: unit.margin.is_some(),
            quoted: unit.quoted,
        }
    }
}

/// What is seen of a block: one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Looks(u8);

impl Looks {
    /// A short line in capitals.
    pub const HEADING: Self = Self(1);
    /// It speaks of definitions, as their headings do.
    pub const DEFINES: Self = Self(2);
    /// It is to be read, wherever it stands.
    pub const READ: Self = Self(4);
    /// It may be an entry of a list of definitions.
    pub const ENTRY: Self = Self(8);

    fn of(piece: &str) -> Self {
        let mut all = 0;
        for look in [Self::HEADING, Self::DEFINES, Self::READ, Self::ENTRY] {
            all |= if look.asked_of(piece) { look.0 } else { 0 };
        }
        Self(all)
    }

    /// Looks at the text of a block for this one bit.
    pub fn asked_of(self, piece: &str) -> bool {
        match self {
            Self::HEADING => looks_like_heading(piece),
            Self::DEFINES => speaks_of_definitions(piece, Span::at(0, piece.len())),
            Self::READ => {
                opens_like_lead_in(piece)
                    || abbreviations::may_hold(piece)
                    || Triggers::of(piece).stand_in(Span::at(0, piece.len()))
            }
            Self::ENTRY => may_be_entry(piece),
            Self(_) => false,
        }
    }

    /// Whether the bit is among these.
    pub const fn has(self, bit: Self) -> bool {
        self.0 & bit.0 != 0
    }
}

impl Kept {
    /// Looks at the blocks of a document that differs from the one looked at last by a change; at all of them, where it
    /// is not known by which.
    pub(super) fn look(&mut self, text: &str, document: &Document, change: Option<Change>) -> &[Seen] {
        let before = std::mem::take(&mut self.blocks);
        let mut known =
            before.into_iter().filter_map(|seen| Some(Seen { span: change?.follow(seen.span)?, ..seen })).peekable();
        let look = |span: Span| {
            while known.next_if(|k| k.span.start < span.start).is_some() {}
            known.next_if(|k| k.span == span).unwrap_or_else(|| Seen {
                span,
                looks: Looks::of(span.of(text)),
                vain: Cell::default(),
            })
        };
        self.blocks = document.blocks.iter().map(|b| b.span).map(look).collect();
        &self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, Looks};
    use crate::document;
    use crate::source::Source;
    use crate::text::Change;

    #[test]
    fn blocks_that_changed_are_looked_at_again() {
        let texts = [
            "Article 1\n\nDefinitions\n\nThe carrier pays.\n\n“port” means a place.\n",
            "Article 1\n\nDefinitions\n\nThe carrier means to pay.\n\n“port” means a place.\n",
            "Article 1\n\nThe port and the carrier (the Owner) pay.\n\n(a) a fee;\n\n(b) dues.\n",
            "",
        ];
        let mut kept = Kept::default();
        let mut last: Option<&str> = None;
        for text in texts {
            let source = Source::new("draft.txt", text);
            let document = document::read(&source, None);
            let seen = kept.look(text, &document, last.map(|last| Change::between(last, text)));
            let seen: Vec<_> = seen.iter().map(|s| (s.span, s.looks)).collect();
            let anew: Vec<_> = document.blocks.iter().map(|b| (b.span, Looks::of(b.span.of(text)))).collect();
            assert_eq!(seen, anew);
            last = Some(text);
        }
    }
}
