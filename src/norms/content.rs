//! Words that carry matter: what two texts are compared by.

use smol_str::SmolStr;

use crate::span::Span;
use crate::text::lexicon::{bit, lexicon};
use crate::text::{Token, TokenKind, WordHash, number_words, numeral, tokenize, word_of};

/// A word that carries matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hash of its base form.
    pub stem: WordHash,
    /// Where it stands.
    pub span: Span,
}

/// Articles, prepositions, auxiliaries, pronouns, adverbs of the list: what carries no matter.
/// The words of `span` that carry matter, in order, each by its base form; numbers stand as they are printed.
pub fn content(text: &str, span: Span, tokens: &mut Vec<Token>, out: &mut Vec<Content>) {
    out.clear();
    tokenize(text, span, tokens);
    let lexicon = lexicon();
    for t in tokens.iter() {
        if t.kind() == TokenKind::Mark || lexicon.bits(t.word) & bit::CLOSED != 0 || t.word == crate::text::word("be") {
            continue;
        }
        let stem = if t.kind() == TokenKind::Word { lexicon.stem(t.word, t.of(text)) } else { t.word };
        out.push(Content { stem, span: t.span() });
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

/// Number of words that negate.
#[must_use]
pub fn negations(tokens: &[Token]) -> usize {
    tokens.iter().filter(|t| lexicon().bits(t.word) & bit::NEG != 0).count()
}

/// How often the tokens say must or shall or will, may or can, should.
#[must_use]
pub fn forces(tokens: &[Token]) -> [u8; 3] {
    use crate::text::word;
    const MUST: [WordHash; 3] = [word("shall"), word("must"), word("will")];
    const MAY: [WordHash; 3] = [word("may"), word("can"), word("cannot")];
    let mut out = [0u8; 3];
    for (i, t) in tokens.iter().enumerate() {
        // "by May 1": a month.
        if t.capital() && t.word == word("may") && tokens.get(i + 1).is_some_and(|n| n.kind() == TokenKind::Number) {
            continue;
        }
        let at = if MUST.contains(&t.word) {
            0
        } else if MAY.contains(&t.word) {
            1
        } else if t.word == word("should") {
            2
        } else {
            continue;
        };
        if let Some(n) = out.get_mut(at) {
            *n = n.saturating_add(1);
        }
    }
    out
}

/// Whether the tokens hold a word that limits when a norm holds ("if", "unless", "only").
#[must_use]
pub fn limits(tokens: &[Token]) -> bool {
    use crate::text::word;
    const LIMITS: [WordHash; 8] = [
        word("if"),
        word("unless"),
        word("except"),
        word("only"),
        word("solely"),
        word("exclusively"),
        word("until"),
        word("provided"),
    ];
    tokens.iter().any(|t| LIMITS.contains(&t.word))
}

/// Whether the verb itself only asks for effort ("endeavour", "encourage").
#[must_use]
pub fn is_effort(verb: &str) -> bool {
    lexicon().bits(word_of(verb)) & bit::SOFT != 0
}

/// Whether the norm asks for effort in place of a result: "as appropriate" and "from time to time" leave a choice that a
/// drafter may well mean.
#[must_use]
pub fn by_effort(text: &str, norm: &super::Norm) -> bool {
    const CHOICE: [&str; 4] = ["appropriate", "from time to time", "normally", "generally"];
    norm.hedges.iter().filter(|h| h.kind == super::HedgeKind::Effort).any(|h| {
        let words = h.span.of(text).to_lowercase();
        !CHOICE.iter().any(|c| words.contains(c))
    })
}

/// Whether the word sets an act in another time, place or manner ("before", "outside", "without", "other").
#[must_use]
pub fn turns(word: WordHash) -> bool {
    lexicon().bits(word) & bit::TURN != 0
}

/// Whether the phrase is a bare role that belongs to some body ("a retiring member"), in small letters.
#[must_use]
pub fn is_relational(phrase: &str) -> bool {
    phrase.split_whitespace().next_back().is_some_and(|last| {
        let bits = lexicon().bits(word_of(last.trim_matches(|c: char| !c.is_alphanumeric())));
        bits & bit::RELATIONAL != 0 && !last.starts_with(char::is_uppercase)
    })
}

/// Key of a word in [`super::Norm::words`].
#[must_use]
pub fn word_key(printed: &str) -> u32 {
    lexicon().stem(word_of(printed), printed) as u32
}

/// Whether the key is that of a word of effort or of a standard without a test.
#[must_use]
pub fn is_soft(key: u32) -> bool {
    lexicon().soft.contains(&key)
}

/// Whether the word only frames a norm: an article, "be", a modal.
#[must_use]
pub fn is_frame_word(word: WordHash) -> bool {
    use crate::text::word as w;
    const ARTICLES: [WordHash; 5] = [w("a"), w("an"), w("the"), w("be"), w("any")];
    ARTICLES.contains(&word) || lexicon().bits(word) & bit::MODAL != 0
}

/// Whether the word carries no matter of its own.
#[must_use]
pub fn is_closed(word: WordHash) -> bool {
    lexicon().bits(word) & bit::CLOSED != 0
}

/// Whether the word names one who can bear a duty, by the list or by its ending.
#[must_use]
pub fn is_agent(word: WordHash, printed: &str) -> bool {
    let bits = lexicon().bits(word);
    let ending = ["er", "ers", "or", "ors", "ee", "ees"].iter().any(|e| printed.ends_with(e));
    bits & bit::THING == 0 && (bits & bit::AGENT != 0 || ending)
}

/// An event by its head noun, with the words that tell it from others of its kind ("second", "final").
#[must_use]
pub fn event(text: &str, span: Span) -> Vec<WordHash> {
    let mut tokens = Vec::new();
    tokenize(text, span, &mut tokens);
    let lexicon = lexicon();
    let mut head = None;
    let mut out = Vec::new();
    for t in &tokens {
        let bits = lexicon.bits(t.word);
        if bits & bit::TURN != 0 {
            out.push(t.word);
            continue;
        }
        if bits & bit::DET != 0 {
            continue;
        }
        let past = bits & bit::VERB_ED != 0 && head.is_some();
        if t.kind() == TokenKind::Mark
            || past
            || bits & (bit::PREP | bit::BE | bit::HAVE | bit::MODAL | bit::REL | bit::COND | bit::CONJ) != 0
        {
            break;
        }
        head = Some(lexicon.stem(t.word, t.of(text)));
    }
    out.extend(head);
    if head.is_none() {
        out.clear();
    }
    out
}

/// Figures in digits or words that stand for parts: each after a comma, a bracket or "and".
#[must_use]
pub fn figures(text: &str, span: Span) -> Vec<(Span, u64)> {
    let mut tokens = Vec::new();
    tokenize(text, span, &mut tokens);
    let mut out = Vec::new();
    for (i, t) in tokens.iter().enumerate() {
        let opens = i
            .checked_sub(1)
            .and_then(|k| tokens.get(k))
            .is_none_or(|b| b.is(',') || b.is(')') || b.is(':') || b.is(';') || b.word == crate::text::word("and"));
        let time = tokens.get(i + 1).is_some_and(|n| lexicon().bits(n.word) & bit::UNIT != 0);
        if !opens || time {
            continue;
        }
        if t.kind() == TokenKind::Number {
            out.extend(numeral(t.of(text)).map(|n| (t.span(), n)));
        } else if let Some(words) = number_words(&tokens, i).filter(|w| !w.ordinal)
            && let Some(last) = tokens.get(words.next - 1)
        {
            out.push((t.span().to(last.span()), words.value));
        }
    }
    out
}

/// Words by which texts that are to be followed are looked for: "in accordance with", "in conformity with".
pub const ACCORDANCE: [&str; 2] = ["accordance", "conformity"];

/// Whether what is to be done is to be done in accordance with something; one of [`ACCORDANCE`] begins at each of `signs`,
/// which are in order.
fn in_accordance(text: &str, action: Span, signs: &[u32]) -> bool {
    let within = signs.get(signs.partition_point(|&at| at < action.start)..).unwrap_or_default();
    within.iter().take_while(|&&at| at < action.end).any(|&at| {
        let (before, words) = action.of(text).split_at_checked((at - action.start) as usize).unwrap_or_default();
        before.ends_with("in ")
            && ACCORDANCE.iter().any(|w| words.strip_prefix(w).is_some_and(|x| x.starts_with(" with")))
    })
}

/// The instruments that a norm asks to follow, and their class in the singular: "comply with Recommendation X.1". The
/// `signs` are the places of [`ACCORDANCE`] in the text.
#[must_use]
pub fn instrument_followed(text: &str, norm: &super::Norm, signs: &[u32]) -> Option<(Span, SmolStr)> {
    let asks = follows(&norm.verb);
    if !asks && !in_accordance(text, norm.action, signs) {
        return None;
    }
    let mut tokens = Vec::new();
    tokenize(text, norm.action, &mut tokens);
    let lexicon = lexicon();
    // From the words that ask to follow: the verb itself, or "in accordance with".
    let from =
        if asks { 1 } else { 1 + tokens.iter().position(|t| matches!(t.of(text), "accordance" | "conformity"))? };
    for (i, t) in tokens.iter().enumerate().skip(from).take(14) {
        let bits = lexicon.bits(t.word);
        let designated = tokens.get(i + 1).is_some_and(|n| {
            matches!(n.kind(), TokenKind::Number | TokenKind::Mixed) || n.capital() && n.span().len() <= 2
        });
        if bits & bit::INSTRUMENT != 0
            && t.capital()
            && (bits & bit::PLURAL != 0 && tokens.get(i + 1).is_none_or(|n| !n.capital()) || designated)
        {
            // "Recommendation X.1", "ITU-T Recommendations", "the relevant Recommendations".
            let mut start = i;
            while start > from
                && let Some(before) = tokens.get(start - 1)
            {
                let joins =
                    before.is('-') || before.capital() || lexicon.bits(before.word) & (bit::POINTER | bit::DET) != 0;
                if !joins {
                    break;
                }
                start -= 1;
            }
            let mut end = i;
            while let Some(next) = tokens.get(end + 1) {
                let joins = matches!(next.kind(), TokenKind::Number | TokenKind::Mixed)
                    || next.capital()
                    || (next.is('.') && !next.spaced() && tokens.get(end + 2).is_some_and(|n| !n.spaced()));
                if !joins {
                    break;
                }
                end += 1;
            }
            let span = tokens.get(start)?.span().to(tokens.get(end)?.span());
            return Some((span, lexicon.lemma(t.word, t.of(text))));
        }
        // "in accordance with Appendix 1 and taking into account the Recommendations": these are not what is followed.
        let aside = bits & bit::VERB_ING != 0
            && tokens.get(i.wrapping_sub(1)).is_some_and(|b| b.is(',') || lexicon.bits(b.word) & bit::CONJ != 0);
        if aside || t.is(';') || bits & (bit::REL | bit::COND) != 0 {
            return None;
        }
    }
    None
}
