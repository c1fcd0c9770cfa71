//! The tokens of a document's blocks, made once for all who read them.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::model::{BlockKind, Document};
use crate::span::Span;
use crate::text::{Token, tokenize, tokenize_onto};

/// Tokens of a document's blocks. Of a very long text none are kept, so that memory stays within bounds: its blocks are
/// tokenized each time somebody asks.
#[derive(Debug)]
pub struct BlockTokens {
    tokens: Vec<Token>,
    /// The blocks kept, in the order of the text, and the end of each one's tokens.
    blocks: Vec<(Span, u32)>,
    /// The block found last: most are asked for in the order of the text.
    last: AtomicUsize,
}

/// Bytes of a text whose tokens are kept, so that two such texts read side by side stay within three times their size; and
/// tokens of one: a text of marks may have more of them than bytes allow for.
const LONG: usize = 12 << 20;
const MOST: usize = LONG / 4;
/// Bytes of text to a token, about.
const EACH: usize = 5;
/// Bytes of a block whose tokens are kept: longer ones are read piece by piece.
const LONGEST: usize = 64 * 1024;

impl BlockTokens {
    /// No tokens.
    #[must_use]
    pub const fn none() -> Self {
        Self { tokens: Vec::new(), blocks: Vec::new(), last: AtomicUsize::new(0) }
    }

    /// The tokens of all printed blocks of a document, as far as they are kept.
    #[must_use]
    pub fn read(text: &str, document: &Document) -> Self {
        let printed = document.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Code));
        let mut kept = Self::none();
        if text.len() > LONG {
            return kept;
        }
        kept.tokens.reserve(text.len() / EACH);
        for block in printed.filter(|b| b.span.len() <= LONGEST) {
            let before = kept.tokens.len();
            tokenize_onto(text, block.span, &mut kept.tokens);
            if kept.tokens.len() > MOST {
                kept.tokens.truncate(before);
                break;
            }
            kept.blocks.push((block.span, kept.tokens.len() as u32));
        }
        kept
    }

    /// What [`tokenize`] does; the tokens of a block are taken from those kept.
    pub fn tokenize(&self, text: &str, span: Span, out: &mut Vec<Token>) {
        match self.kept(span) {
            Some(tokens) => {
                out.clear();
                out.extend_from_slice(tokens);
            }
            None => tokenize(text, span, out),
        }
    }

    /// The tokens that [`tokenize`] gives, to be read only: those kept of a block, or those made anew in `buffer`.
    pub fn of<'t>(&'t self, text: &str, span: Span, buffer: &'t mut Vec<Token>) -> &'t [Token] {
        self.kept(span).unwrap_or_else(|| {
            tokenize(text, span, buffer);
            buffer
        })
    }

    /// The tokens of a block, where they are kept.
    fn kept(&self, span: Span) -> Option<&[Token]> {
        let begins = |at: usize| self.blocks.get(at).is_some_and(|(block, _)| block.start == span.start);
        let last = self.last.load(Relaxed);
        let at = if begins(last + 1) {
            last + 1
        } else if begins(last) {
            last
        } else {
            self.blocks.partition_point(|(block, _)| block.start < span.start)
        };
        self.last.store(at, Relaxed);
        let &(block, end) = self.blocks.get(at)?;
        let from = at.checked_sub(1).and_then(|before| self.blocks.get(before)).map_or(0, |b| b.1);
        self.tokens.get(from as usize..end as usize).filter(|_| block == span)
    }
}

#[cfg(test)]
mod tests {
    use super::BlockTokens;
    use crate::document;
    use crate::source::Source;
    use crate::span::Span;
    use crate::text::tokenize;

    #[test]
    fn what_is_kept_is_what_tokenizing_gives() {
        let text = "Article 1\n\nThe carrier shall pay the fee.\n\n(a) one;\n\n(b) “two” fees of 1,000.\n";
        let source = Source::new("draft.txt", text);
        let document = document::read(&source, None);
        let (kept, none) = (BlockTokens::read(&source.text, &document), BlockTokens::none());
        assert_eq!(kept.blocks.len(), document.blocks.len());
        let spans = document.blocks.iter().map(|b| b.span).chain([Span::at(11, 40), Span::at(0, text.len())]);
        for span in spans {
            let (mut tokens, mut spare) = (Vec::new(), Vec::new());
            tokenize(&source.text, span, &mut tokens);
            for those in [&kept, &none] {
                let found = those.of(&source.text, span, &mut spare);
                assert_eq!(format!("{found:?}"), format!("{tokens:?}"));
            }
        }
    }
}
