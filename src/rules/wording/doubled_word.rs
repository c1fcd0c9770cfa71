//! `doubled-word`: one word twice in a row.

use crate::findings::Safety;
use crate::rules::{BlockCx, Check, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL401",
    name: "doubled-word",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/doubled_word.md"),
    checks: &[Check::Block(check)],
};

/// Words that may stand twice in good English.
const MAY_DOUBLE: [WordHash; 4] = [word("that"), word("had"), word("is"), word("in")];

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for pair in cx.tokens.windows(2) {
        let [first, second] = pair else { continue };
        if first.word != second.word
            || first.kind != TokenKind::Word
            || second.kind != TokenKind::Word
            || !second.spaced
            || MAY_DOUBLE.contains(&first.word)
            || (first.capital && second.capital)
        {
            continue;
        }
        let word = second.of(cx.text);
        let extra = Span::new(first.span.end, second.span.end);
        sink.report(first.span.to(second.span), format!("“{word}” stands twice")).fix(
            Safety::Safe,
            format!("remove the second “{word}”"),
            extra,
            "",
        );
    }
}
