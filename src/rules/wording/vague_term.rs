//! `vague-term`: words that leave open what is asked.

use std::sync::LazyLock;

use crate::rules::words::{Phrases, WordList};
use crate::rules::{BlockCx, Check, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL404",
    name: "vague-term",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/wording/vague_term.md"),
    checks: &[Check::Block(check)],
};

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(&WordList::read(include_str!("../../../rules/words/vague-terms.toml"))));

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (span, advice) in PHRASES.find(cx.tokens) {
        sink.report(span, format!("“{}” leaves open what is asked for", span.of(cx.text))).help(advice.to_owned());
    }
}
