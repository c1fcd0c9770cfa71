//! Words that carry matter: what two texts are compared by.

use smol_str::SmolStr;

use super::lexicon::{bit, lexicon};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, tokenize, word_of};

/// A word that carries matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hash of its base form.
    pub stem: WordHash,
    /// Where it stands.
    pub span: Span,
}

/// Articles, prepositions, auxiliaries, pronouns, adverbs of the list: what carries no matter.
const CLOSED: u64 = bit::DET
    | bit::PREP
    | bit::COND
    | bit::REL
    | bit::CONJ
    | bit::PRON
    | bit::BE
    | bit::HAVE
    | bit::DO
    | bit::NEG
    | bit::ADV
    | bit::MODAL;

/// The words of `span` that carry matter, in order, each by its base form; numbers stand as they are printed.
pub fn content(text: &str, span: Span, tokens: &mut Vec<Token>, out: &mut Vec<Content>) {
    out.clear();
    tokenize(text, span, tokens);
    let lexicon = lexicon();
    for t in tokens.iter() {
        if t.kind == TokenKind::Mark || lexicon.bits(t.word) & CLOSED != 0 || t.word == crate::text::word("be") {
            continue;
        }
        let stem = if t.kind == TokenKind::Word { lexicon.stem(t.word, t.of(text)) } else { t.word };
        out.push(Content { stem, span: t.span });
    }
}

/// The base form of a word, in lower case.
#[must_use]
pub fn lemma(printed: &str) -> SmolStr {
    lexicon().lemma(word_of(printed), printed)
}

/// Whether the verb gives another what a right is to ("provide", "allow").
#[must_use]
pub fn serves(verb: &str) -> bool {
    lexicon().bits(word_of(verb)) & bit::SERVE != 0
}

/// Whether the verb asks to follow a text ("comply", "observe").
#[must_use]
pub fn follows(verb: &str) -> bool {
    lexicon().bits(word_of(verb)) & bit::FOLLOW != 0
}

/// Whether the word names a unit ("Article", "para").
#[must_use]
pub fn is_unit(word: WordHash) -> bool {
    lexicon().bits(word) & bit::PROVISION != 0
}
