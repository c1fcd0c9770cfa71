//! Statements that a class of texts does not bind ("… are not to be taken as giving … the same legal status …").

use crate::document::{Document, ProvisionId};
use crate::span::Span;
use crate::text::lexicon::{bit, lexicon};
use crate::text::{WordHash, tokenize};

use smol_str::SmolStr;

/// A statement that denies a class of instruments its force.
#[derive(Clone, Debug)]
pub struct Denial {
    /// The sentence.
    pub span: Span,
    /// The provision it stands in.
    pub provision: ProvisionId,
    /// The class, in the singular ("recommendation").
    pub class: SmolStr,
}

/// The words by which phrases of denial are looked for.
pub fn signs_of_denial() -> impl Iterator<Item = &'static str> {
    lexicon().denials().iter().map(|phrase| sign(phrase).1)
}

/// The longest word of a phrase, of several the last, and where it stands.
fn sign(phrase: &str) -> (usize, &str) {
    let longest = phrase.split([' ', '-']).max_by_key(|word| word.len()).unwrap_or_default();
    (phrase.rfind(longest).unwrap_or_default(), longest)
}

/// Every statement in the document that some class of instruments does not bind.
///
/// Looks for the phrases of denial where their signs stand; reads only the blocks that hold one.
#[must_use]
pub fn denials(text: &str, document: &Document, signs: impl Iterator<Item = usize>) -> Vec<Denial> {
    let lexicon = lexicon();
    let phrases: Vec<(usize, &str)> = lexicon.denials().iter().map(|p| (sign(p).0, p.as_str())).collect();
    let mut out: Vec<Denial> = Vec::new();
    let mut tokens = Vec::new();
    for (at, phrase) in signs.filter_map(|sign| denial_at(text, sign, &phrases)) {
        let k = document.blocks_before(at + 1);
        let Some(block) = k.checked_sub(1).and_then(|k| document.blocks.get(k)) else { continue };
        if !block.span.holds(at) || out.last().is_some_and(|d| d.span.holds(at)) {
            continue;
        }
        let piece = sentence_around(text, block.span, at);
        tokenize(text, piece, &mut tokens);
        let negative = tokens.iter().any(|t| lexicon.bits(t.word) & bit::NEG != 0);
        let needs_not = phrase.ends_with("status") || phrase.ends_with("status of the");
        if needs_not && !negative {
            continue;
        }
        let class = tokens
            .iter()
            .find(|t| lexicon.bits(t.word) & bit::INSTRUMENT != 0 && lexicon.bits(t.word) & bit::PLURAL != 0);
        if let Some(class) = class {
            out.push(Denial {
                span: piece,
                provision: block.provision,
                class: lexicon.lemma(class.word as WordHash, class.of(text)),
            });
        }
    }
    out
}

/// The phrase around a sign, and where it begins; the phrases come with the places of their signs.
fn denial_at<'p>(text: &str, sign: usize, phrases: &[(usize, &'p str)]) -> Option<(u32, &'p str)> {
    phrases.iter().find_map(|&(before, phrase)| {
        let at = sign.checked_sub(before)?;
        let here = text.as_bytes().get(at..at + phrase.len())?;
        here.eq_ignore_ascii_case(phrase.as_bytes()).then_some((at as u32, phrase))
    })
}

/// The provisions, in the order of the text, that point at texts of the class without saying which: "the relevant
/// Recommendations".
pub fn pointers<'t>(text: &'t str, document: &'t Document, class: &'t str) -> impl Iterator<Item = ProvisionId> + 't {
    /// Tokens between the word that points and the class.
    const GAP: usize = 4;
    let lexicon = lexicon();
    let (mut last, mut tokens) = (None, Vec::new());
    // The first letter may be a capital.
    let finder = memchr::memmem::Finder::new(class.get(1..).unwrap_or(class));
    document.blocks.iter().filter(|b| b.kind.is_prose()).filter_map(move |block| {
        if last == Some(block.provision)
            || document.get(block.provision).quoted
            || finder.find(block.span.of(text).as_bytes()).is_none()
        {
            return None;
        }
        tokenize(text, block.span, &mut tokens);
        let of_class = |t: &crate::text::Token| {
            let bits = lexicon.bits(t.word);
            bits & bit::INSTRUMENT != 0 && bits & bit::PLURAL != 0 && lexicon.lemma(t.word, t.of(text)) == class
        };
        let points = tokens.iter().enumerate().any(|(i, t)| {
            let before = tokens.get(i.saturating_sub(GAP)..i).unwrap_or(&[]);
            of_class(t) && before.iter().any(|b| lexicon.bits(b.word) & bit::POINTER != 0)
        });
        last = if points { Some(block.provision) } else { last };
        points.then_some(block.provision)
    })
}

/// The sentence of a block that holds the offset.
fn sentence_around(text: &str, block: Span, at: u32) -> Span {
    let start = text
        .get(block.start as usize..at as usize)
        .and_then(|s| s.rfind(". "))
        .map_or(block.start, |i| block.start + i as u32 + 2);
    let end =
        text.get(at as usize..block.end as usize).and_then(|s| s.find(". ")).map_or(block.end, |i| at + i as u32 + 1);
    Span::new(start.min(at), end.max(at))
}

#[cfg(test)]
mod tests {
    use super::{denial_at, lexicon, sign};
    use crate::text::HEAD;

    #[test]
    fn every_phrase_of_denial_is_found_by_its_sign() {
        for phrase in lexicon().denials() {
            let (before, word) = sign(phrase);
            assert!(word.len() >= HEAD, "{phrase}");
            let text = format!("It has {} at all", phrase.to_uppercase());
            let found = denial_at(&text, 7 + before, &[(before, phrase.as_str())]);
            assert_eq!(found, Some((7, phrase.as_str())));
            assert_eq!(denial_at(&text, 8 + before, &[(before, phrase.as_str())]), None);
        }
    }
}
