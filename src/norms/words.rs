//! A block's tokens with what is known of each: what the other files of this layer read.

use smol_str::SmolStr;

use crate::span::Span;
use crate::text::lexicon::{Bits, Signs, bit, lexicon};
use crate::text::{Token, TokenKind, WordHash};

/// Tokens of a block, with their bits.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub bits: &'a [Bits],
    /// Those of the bits that are signs.
    pub signs: &'a [Signs],
    /// Tokens inside brackets or quoted clauses: no part of the sentence around them.
    pub hidden: &'a [bool],
}

/// Half-open range of token indices.
pub type Range = (usize, usize);

impl Words<'_> {
    pub fn get(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    pub fn word(&self, i: usize) -> WordHash {
        self.tokens.get(i).map_or(0, |t| t.word)
    }

    /// Whether the token has one of the bits.
    pub fn has(&self, i: usize, bits: Bits) -> bool {
        self.bits.get(i).is_some_and(|b| b & bits != 0)
    }

    /// The first token from `from` on that has one of the bits, which are to be signs; `to` where none before `to` has.
    pub fn find(&self, from: usize, to: usize, bits: Bits) -> usize {
        find(self.signs, (from, to), bits)
    }

    pub fn is(&self, i: usize, mark: char) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(mark))
    }

    pub fn hidden(&self, i: usize) -> bool {
        self.hidden.get(i).copied().unwrap_or(false)
    }

    pub fn printed(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// Whether the token is printed with that ending.
    fn ends(&self, i: usize, ending: &[u8]) -> bool {
        let printed = self.get(i).and_then(|t| self.text.as_bytes().get(t.span().range()));
        printed.is_some_and(|printed| printed.ends_with(ending))
    }

    pub fn lemma(&self, i: usize) -> SmolStr {
        let (Some(token), Some(&bits)) = (self.tokens.get(i), self.bits.get(i)) else { return SmolStr::default() };
        lexicon().lemma_of(token, bits, self.text)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| matches!(t.kind(), TokenKind::Word | TokenKind::Mixed))
    }

    pub fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital())
    }

    /// The text from the first to the last token of a range.
    pub fn span(&self, (from, to): Range) -> Option<Span> {
        if from >= to {
            return None;
        }
        Some(self.tokens.get(from)?.span().to(self.tokens.get(to - 1)?.span()))
    }

    /// Whether the words stand one after the other from `i`.
    pub fn phrase(&self, i: usize, words: &[WordHash]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.word(i + k) == *w)
    }

    /// A verb in a finite form, or an auxiliary.
    pub fn finite(&self, i: usize) -> bool {
        self.has(i, bit::BE | bit::HAVE | bit::DO | bit::MODAL)
            || (self.has(i, bit::VERB_S) && !self.has(i.wrapping_sub(1), bit::DET | bit::PREP))
    }

    /// An adverb: of the list, or ending in "-ly".
    pub fn adverb(&self, i: usize) -> bool {
        self.has(i, bit::ADV) || (self.is_word(i) && self.ends(i, b"ly") && !self.has(i, bit::VERB | bit::AGENT))
    }

    /// A past participle.
    pub fn participle(&self, i: usize) -> bool {
        if self.has(i, bit::VERB_ED) {
            return true;
        }
        let long = self.get(i).is_some_and(|t| t.span().len() > 4);
        self.is_word(i) && long && self.ends(i, b"ed") && !self.has(i, bit::AGENT | bit::THING)
    }

    /// A comma, semicolon, colon, dash or full stop.
    pub fn stop(&self, i: usize) -> bool {
        self.tokens.get(i).is_none_or(|t| matches!(t.mark(), ',' | ';' | ':' | '.' | '—' | '–' | '?'))
    }
}

/// The first token of the range that has one of the bits, which are to be signs; its end where none has. Most have not: four
/// are tested at once.
pub fn find(all: &[Signs], (from, to): Range, bits: Bits) -> usize {
    debug_assert_eq!(bits >> Signs::BITS, 0);
    let within = all.get(from..to).unwrap_or_default();
    let (fours, rest) = within.as_chunks::<4>();
    let wanted = bits * (1 | 1 << 16 | 1 << 32 | 1 << 48);
    for (k, &[a, b, c, d]) in fours.iter().enumerate() {
        let four = u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32 | u64::from(d) << 48;
        if four & wanted != 0 {
            return from + k * 4 + ((four & wanted).trailing_zeros() / Signs::BITS) as usize;
        }
    }
    rest.iter().position(|s| Bits::from(*s) & bits != 0).map_or(to, |k| to - rest.len() + k)
}

/// All signs that some token of the range has.
pub fn held(signs: &[Signs], (from, to): Range) -> Bits {
    Bits::from(signs.get(from..to).unwrap_or_default().iter().fold(0, |all, s| all | s))
}

/// Whether a word is one of those given; their hashes are worked out at compile time.
macro_rules! any {
    ($word:expr, $($of:literal),+) => {{
        let word = $word;
        false $(|| word == const { $crate::text::word($of) })+
    }};
}
pub(super) use any;
