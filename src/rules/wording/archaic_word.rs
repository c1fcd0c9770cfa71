//! `archaic-word`: words that only lawyers of another age use.

use std::sync::LazyLock;

use crate::rules::words::{Phrases, WordList};
use crate::rules::{BlockCx, Check, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL406",
    name: "archaic-word",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/wording/archaic_word.md"),
    checks: &[Check::Block(check)],
};

static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(&WordList::read(include_str!("../../../rules/words/archaic-words.toml"))));

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (span, advice) in PHRASES.find(cx.tokens) {
        sink.report(span, format!("“{}” is a word of another age", span.of(cx.text))).help(if advice.is_empty() {
            "leave it out, or say it in today’s words".to_owned()
        } else {
            format!("write {advice}")
        });
    }
}
