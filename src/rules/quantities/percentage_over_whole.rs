//! `percentage-over-whole`: a share of more than the whole.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::hint;
use crate::text::{TokenKind, WordHash, numeral, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL507",
    name: "percentage-over-whole",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/quantities/percentage_over_whole.md"),
    checks: &[Check::PrintedWith(Traits::DIGIT.and(Traits::PERCENT), check)],
};

const OF: WordHash = word("of");
const THE: WordHash = word("the");
const PER: WordHash = word("per");
const PERCENT: [WordHash; 3] = [word("percent"), word("percentum"), word("pct")];
const CENT: [WordHash; 2] = [word("cent"), word("centum")];
/// What no one can have more than all of.
const WHOLES: [WordHash; 14] = [
    word("members"),
    word("votes"),
    word("voters"),
    word("shares"),
    word("shareholders"),
    word("directors"),
    word("electors"),
    word("delegates"),
    word("delegations"),
    word("seats"),
    word("membership"),
    word("voting"),
    word("stockholders"),
    word("creditors"),
];
/// Words that may stand before what the share is of: "of the total outstanding voting shares".
const REACH: usize = 5;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (i, token) in cx.hinting(hint::DIGIT) {
        if token.kind() != TokenKind::Number || token.span().len() < 3 {
            continue;
        }
        let Some(value) = token.of(cx.text).split('.').next().and_then(numeral).filter(|v| (101..1000).contains(v))
        else {
            continue;
        };
        let next = match cx.tokens.get(i + 1) {
            Some(t) if t.is('%') || PERCENT.contains(&t.word) => i + 2,
            Some(t) if t.word == PER && cx.tokens.get(i + 2).is_some_and(|t| CENT.contains(&t.word)) => i + 3,
            _ => continue,
        };
        let is = |at: usize, word: WordHash| cx.tokens.get(at).is_some_and(|t| t.word == word);
        if !(is(next, OF) && is(next + 1, THE)) {
            continue;
        }
        let after = cx.tokens.get(next + 2..(next + 2 + REACH).min(cx.tokens.len())).unwrap_or_default();
        let Some(whole) = after.iter().take_while(|t| t.kind() == TokenKind::Word).find(|t| WHOLES.contains(&t.word))
        else {
            continue;
        };
        let span = token.span().to(whole.span());
        let name = whole.of(cx.text);
        sink.report(span, format!("{value} per cent of the {name} is more than all of them"))
            .help("write the share that was meant");
    }
}
