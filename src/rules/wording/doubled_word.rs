//! `doubled-word`: one word, or one short phrase, twice in a row.

use std::sync::LazyLock;

use super::common::is_english_around;
use crate::document::BlockKind;
use crate::findings::Safety;
use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, WordSet, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL401",
    name: "doubled-word",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/doubled_word.md"),
    checks: &[Check::PrintedWith(Traits::DOUBLED, check)],
};

/// Words that may stand twice in good English.
const MAY_DOUBLE: [WordHash; 3] = [word("that"), word("had"), word("quarter")];
/// Verbs with a particle of their own, which another such word may follow: "carried on on a farm".
const PHRASAL: [(WordHash, &[WordHash]); 3] = [
    (word("on"), &[word("carry"), word("carries"), word("carried"), word("carrying")]),
    (word("in"), &[word("engage"), word("engages"), word("engaged"), word("engaging")]),
    (word("for"), &[word("provided"), word("accounted"), word("paid"), word("applied"), word("called")]),
];

static SMALL_WORDS: LazyLock<WordSet> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/small-words.toml")).set());

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (i, pair) in cx.tokens.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if first.word == second.word && is_doubled(cx, i, first, second) {
            let word = second.of(cx.text);
            let extra = Span::new(first.span().end, second.span().end);
            sink.report(first.span().to(second.span()), format!("“{word}” stands twice")).fix(
                Safety::Safe,
                format!("remove the second “{word}”"),
                extra,
                "",
            );
        }
        if let Some(before) = i.checked_sub(2).and_then(|i| cx.tokens.get(i..i + 4))
            && before[0].word == before[2].word
            && before[1].word == before[3].word
            && is_phrase_doubled(before)
        {
            let phrase = before[2].span().to(before[3].span());
            let words = phrase.of(cx.text);
            sink.report(before[0].span().to(before[3].span()), format!("“{words}” stands twice")).fix(
                Safety::Safe,
                format!("remove the second “{words}”"),
                Span::new(before[1].span().end, before[3].span().end),
                "",
            );
        }
    }
}

fn is_doubled(cx: &BlockCx<'_>, at: usize, first: &Token, second: &Token) -> bool {
    if first.kind() != TokenKind::Word || second.kind() != TokenKind::Word || !second.spaced() {
        return false;
    }
    // "a stand-in in accordance with": the first is part of another word.
    if at.checked_sub(1).and_then(|i| cx.tokens.get(i)).is_some_and(|t| t.is('-') && !t.spaced() && !first.spaced()) {
        return false;
    }
    // Columns of a table stand apart.
    let between = cx.text.get(first.span().end as usize..second.span().start as usize).unwrap_or("");
    if between.len() > 2 && between.bytes().all(|b| b == b' ') {
        return false;
    }
    // "as As" is a word and a symbol; "The the" begins a sentence.
    let alike = if second.capital() { second.all_caps() } else { !first.capital() || begins_sentence(cx, at) };
    if MAY_DOUBLE.contains(&first.word) || second.all_caps() != first.all_caps() || !alike {
        return false;
    }
    let before = at.checked_sub(1).and_then(|i| cx.tokens.get(i));
    let after = cx.tokens.get(at + 2);
    // "Over Over Over": a table's heads; "Bison bison bison".
    if before.is_some_and(|t| t.word == first.word) && after.is_none_or(|t| t.kind() != TokenKind::Word) {
        return false;
    }
    // "at at least one office", "carried on on a farm"
    let amount = first.word == word("at") && after.is_some_and(|t| t.word == word("least") || t.word == word("most"));
    let phrasal = |(particle, verbs): &(WordHash, &[WordHash])| {
        first.word == *particle && before.is_some_and(|t| verbs.contains(&t.word))
    };
    if amount || PHRASAL.iter().any(phrasal) {
        return false;
    }
    // "by by-law", "at at-risk"
    if cx.tokens.get(at + 2).is_some_and(|t| t.is('-') && !t.spaced()) {
        return false;
    }
    if second.span().len() == 1 {
        // An article, not the label or symbol "a".
        let next = cx.tokens.get(at + 2);
        return second.of(cx.text) == "a"
            && next.is_some_and(|t| t.kind() == TokenKind::Word && t.spaced() && !t.capital() && t.span().len() > 3);
    }
    if SMALL_WORDS.has(first.word) {
        // "The the", "the The"; headings in capitals too.
        return true;
    }
    // Names are doubled ("Walla Walla"), cells of tables repeat, and a heading may end in the text's first word.
    let prose = cx.block.kind.is_prose() || cx.block.kind == BlockKind::Quotation;
    prose
        && !first.capital()
        && !second.capital()
        && !second.fresh_line()
        && second.span().len() > 2
        // "tax-exempt exempt facility"
        && (first.spaced() || before.is_none_or(|t| !t.is('-')))
        && before.is_none_or(|t| t.word != first.word)
        && is_english_around(cx.tokens, at)
}

fn begins_sentence(cx: &BlockCx<'_>, at: usize) -> bool {
    at.checked_sub(1).and_then(|i| cx.tokens.get(i)).is_none_or(|t| t.kind() == TokenKind::Mark)
}

/// "by the by the": a small word and another, both twice, with nothing between.
fn is_phrase_doubled(tokens: &[Token]) -> bool {
    tokens.iter().all(|t| t.kind() == TokenKind::Word && t.span().len() > 1)
        && tokens[1..].iter().all(|t| t.spaced() && !t.fresh_line() && !t.capital())
        && tokens[0].word != tokens[1].word
        && SMALL_WORDS.has(tokens[0].word)
        && SMALL_WORDS.has(tokens[1].word)
}
