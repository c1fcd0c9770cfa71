//! Tokens of the blocks that were read for definitions, for whoever goes through all blocks next.

use crate::span::Span;
use crate::text::Token;

/// Tokens of some blocks, so that they are not made twice: of so many as take little room, whatever the text.
#[derive(Debug, Default)]
pub struct MadeTokens {
    /// Those of one block after the other.
    pub(super) tokens: Vec<Token>,
    /// Each block, and the end of its tokens.
    blocks: Vec<(Span, u32)>,
    /// Blocks that stand before the one asked for last.
    passed: usize,
}

impl MadeTokens {
    /// Tokens that are kept at most, of 16 bytes each.
    const MOST: usize = 1 << 16;

    /// Makes room, where there is none, for the tokens of a text of which about half the blocks are read.
    pub(super) fn make_room(&mut self, text: usize) {
        if self.tokens.capacity() == 0 {
            self.tokens.reserve((text / 8).min(Self::MOST + Self::MOST / 8));
        }
    }

    /// Keeps the tokens from `from` on, those of a block; drops them where there are enough.
    pub(super) fn keep(&mut self, block: Span, from: usize) {
        if self.tokens.len() > Self::MOST {
            self.tokens.truncate(from);
        } else {
            self.blocks.push((block, self.tokens.len() as u32));
        }
    }

    /// The tokens of a block, where they are kept. Blocks are asked for in the order of the text; none is found of those
    /// that are not.
    pub fn of(&mut self, block: Span) -> Option<&[Token]> {
        while self.blocks.get(self.passed).is_some_and(|b| b.0.start < block.start) {
            self.passed += 1;
        }
        let &(_, end) = self.blocks.get(self.passed).filter(|b| b.0 == block)?;
        let from = self.passed.checked_sub(1).and_then(|before| self.blocks.get(before)).map_or(0, |b| b.1);
        self.tokens.get(from as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::MadeTokens;
    use crate::span::Span;
    use crate::text::{tokenize, tokenize_onto};

    #[test]
    fn tokens_kept_of_a_block_are_those_that_it_has() {
        let text = "The carrier pays. The port (the “Port”) pays. No ship waits.";
        let blocks = [Span::at(0, 17), Span::at(18, 45), Span::at(46, 60)];
        let mut made = MadeTokens::default();
        for block in [blocks[0], blocks[2]] {
            let from = made.tokens.len();
            tokenize_onto(text, block, &mut made.tokens);
            made.keep(block, from);
        }
        let mut anew = Vec::new();
        for block in blocks {
            tokenize(text, block, &mut anew);
            let spans = |tokens: &[crate::text::Token]| tokens.iter().map(|t| (t.word, t.span())).collect::<Vec<_>>();
            let kept = made.of(block).map(spans);
            assert_eq!(kept, (block != blocks[1]).then(|| spans(&anew)));
        }
    }
}
