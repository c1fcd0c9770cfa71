//! `long-sentence`: a sentence too long to be read at once.

use crate::rules::{BlockCx, Check, Level, Rule, Sink};
use crate::text::TokenKind;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL409",
    name: "long-sentence",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/wording/long_sentence.md"),
    checks: &[Check::Block(check)],
};

/// Words a sentence may have where nothing is configured.
const MOST_WORDS: i64 = 60;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if cx.tokens.len() < 8 {
        return;
    }
    let most = cx.doc.settings.number(RULE.name, "words", MOST_WORDS);
    let mut first = 0;
    let mut words = 0;
    for (i, token) in cx.tokens.iter().enumerate() {
        words += i64::from(token.kind() != TokenKind::Mark);
        let next = cx.tokens.get(i + 1);
        let ends = matches!(token.mark(), '.' | '!' | '?') && next.is_none_or(|n| n.spaced() && n.capital());
        if !ends && next.is_some() {
            continue;
        }
        if words > most {
            let span = cx.tokens[first].span().to(token.span());
            sink.report(span, format!("a sentence of {words} words; at most {most} are set"))
                .help("make several sentences of it, or a list");
        }
        first = i + 1;
        words = 0;
    }
}
