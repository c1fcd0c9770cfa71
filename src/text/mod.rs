//! Text as every layer sees it: lines, tokens, labels' numerals. No law in here.

mod lines;
mod tokens;
mod words;

pub use lines::{Line, LineIndex, lines};
pub use tokens::{Token, TokenKind, tokenize};
pub use words::{WordHash, WordSet, word, word_of};
