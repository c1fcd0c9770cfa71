//! Text as every layer sees it: lines, tokens, labels' numerals. No law in here.

mod beginnings;
mod change;
mod classes;
mod content;
mod eights;
mod heads;
mod language;
pub(crate) mod lexicon;
mod lines;
mod months;
mod numbers;
mod pieces;
mod rare;
mod roman;
mod starts;
mod tokens;
mod words;
mod xml;

pub use beginnings::{Beginnings, WordsSeen};
pub use change::Change;
pub use classes::Near;
pub use content::{ContentHasher, ContentKey};
pub use eights::{lowest, plain_eight, small_eight};
pub use heads::{HEAD, heads, short_words};
pub use language::is_english;
pub use lines::{Line, LineIndex, lines};
pub use months::{MONTH_WORDS, MONTHS, is_month};
pub use numbers::{NumberWords, number_words, number_words_before, numeral};
pub use pieces::{PIECE, pieces};
pub use rare::rare_bytes;
pub use roman::{roman, spell_roman};
pub use starts::{Inside, WordStarts, beginnings, capitals_of, places_of};
pub use tokens::{Token, TokenKind, drop_code, tokenize, tokenize_onto};
pub use words::{WordFilter, WordHash, WordSet, word, word_of};
pub use xml::xml_text;
