//! `double-negative`: a negation of a negation.

use std::sync::LazyLock;

use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::hint;
use crate::text::{TokenKind, WordHash, WordSet, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL407",
    name: "double-negative",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/wording/double_negative.md"),
    checks: &[Check::BlockWith(Traits::NOT, check)],
};

const BE: WordHash = word("be");
const TO: WordHash = word("to");
const FAILING: [WordHash; 3] = [word("fail"), word("omit"), word("neglect")];

static NEGATIVE: LazyLock<WordSet> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/negative-words.toml")).set());

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (i, token) in cx.hinting(hint::NOT) {
        let next = i + 1 + usize::from(cx.tokens.get(i + 1).is_some_and(|t| t.word == BE));
        let Some(second) = cx.tokens.get(next).filter(|t| t.kind() == TokenKind::Word) else { continue };
        let failing = FAILING.contains(&second.word) && cx.tokens.get(next + 1).is_some_and(|t| t.word == TO);
        if !failing && !NEGATIVE.has(second.word) {
            continue;
        }
        let span = token.span().to(second.span());
        let words = span.of(cx.text);
        sink.report(span, format!("“{words}” denies a denial")).help("say what is so, or what must be done");
    }
}
