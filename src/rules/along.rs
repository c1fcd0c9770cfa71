//! Blocks of text beside units that come in their order.

use crate::document::{Block, Document};

/// A place among the blocks of a text, which moves on with the units that are asked about: both stand in the order of the
/// text, so that none has to be searched for.
pub(super) struct Along<'a> {
    blocks: &'a [Block],
    at: usize,
}

impl<'a> Along<'a> {
    pub fn new(doc: &'a Document) -> Self {
        Self { blocks: &doc.blocks, at: 0 }
    }

    /// The blocks before `start` and those from there on; each `start` is no less than the one before.
    pub fn parted_at(&mut self, start: u32) -> (&'a [Block], &'a [Block]) {
        let rest = self.blocks.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|block| block.span.start < start).count();
        self.blocks.split_at(self.at)
    }
}
