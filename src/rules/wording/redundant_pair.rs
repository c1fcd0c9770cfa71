//! `redundant-pair`: two words where one says it.

use std::sync::LazyLock;

use crate::rules::words::{Phrases, WordList};
use crate::rules::{BlockCx, Check, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL408",
    name: "redundant-pair",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/wording/redundant_pair.md"),
    checks: &[Check::Block(check)],
};

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(&WordList::read(include_str!("../../../rules/words/redundant-pairs.toml"))));

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (span, advice) in PHRASES.find(cx.tokens) {
        sink.report(span, format!("“{}” says one thing twice", span.of(cx.text))).help(format!("write “{advice}”"));
    }
}
