//! Text as every layer sees it: lines, tokens, labels' numerals. No law in here.

mod language;
mod lines;
mod numbers;
mod tokens;
mod words;

pub use language::is_english;
pub use lines::{Line, LineIndex, lines};
pub use numbers::{NumberWords, number_words, number_words_before, numeral};
pub use tokens::{Token, TokenKind, tokenize};
pub use words::{WordHash, WordSet, word, word_of};
