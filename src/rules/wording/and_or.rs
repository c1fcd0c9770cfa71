//! `and-or`: “and/or”, which is two conjunctions.

use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::{WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL405",
    name: "and-or",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/wording/and_or.md"),
    checks: &[Check::BlockWith(Traits::SLASH, check)],
};

const AND: WordHash = word("and");
const OR: WordHash = word("or");

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for window in cx.tokens.windows(3) {
        let [first, slash, second] = window else { continue };
        if !slash.is('/') || first.word != AND || second.word != OR {
            continue;
        }
        let span = first.span().to(second.span());
        let words = span.of(cx.text);
        sink.report(span, format!("“{words}” leaves open whether one is enough or both are needed"))
            .help("write “A or B or both”, or the one that is meant");
    }
}
