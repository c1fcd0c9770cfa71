//! `stray-full-stop`: a full stop in the middle of a sentence.

use std::sync::LazyLock;

use crate::findings::Safety;
use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::{Token, TokenKind, WordSet};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL413",
    name: "stray-full-stop",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/stray_full_stop.md"),
    checks: &[Check::BlockWith(Traits::BROKEN_SENTENCE, check)],
};

static ABBREVIATIONS: LazyLock<WordSet> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/abbreviations.toml")).set());
/// Words that carry a sentence on. Others in small letters may be names ("subsp. sativus") or another language's.
static SMALL_WORDS: LazyLock<WordSet> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/small-words.toml")).set());

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (i, window) in cx.tokens.windows(3).enumerate() {
        let [before, stop, after] = window else { continue };
        if !stop.is('.') || stop.spaced() || !after.spaced() || after.fresh_line() || after.kind() != TokenKind::Word {
            continue;
        }
        if after.capital() || !ends_a_word(cx, i, before) || !goes_on(cx, i + 2, after) {
            continue;
        }
        let next = after.of(cx.text);
        let comma = matches!(next, "and" | "or" | "but" | "which" | "who" | "as" | "if" | "unless" | "except");
        let finding = sink.report(
            stop.span().to(after.span()),
            format!("a full stop before “{next}”, which goes on in a small letter"),
        );
        finding.help("take the full stop out, write a comma, or begin a sentence");
        if comma {
            finding.fix(Safety::Unsafe, "write a comma", stop.span(), ",");
        } else {
            finding.fix(Safety::Unsafe, "remove the full stop", stop.span(), "");
        }
    }
}

/// Whether the token before the full stop is the end of a word and no abbreviation or label.
fn ends_a_word(cx: &BlockCx<'_>, at: usize, token: &Token) -> bool {
    match token.kind() {
        TokenKind::Word => {
            let least = if token.capital() { 6 } else { 4 };
            !token.all_caps() && token.span().len() >= least && !ABBREVIATIONS.has(token.word) && !joined(cx, at)
        }
        TokenKind::Mark => match token.mark() {
            // "(1). text" at the beginning is a label.
            ')' | ']' => at > 3,
            '”' | '"' => true,
            _ => false,
        },
        TokenKind::Number | TokenKind::Mixed => false,
    }
}

/// Part of an address or a dotted name: "www.example. org", "e.g. such".
fn joined(cx: &BlockCx<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| cx.tokens.get(i));
    before.is_some_and(|t| !cx.tokens[at].spaced() && matches!(t.mark(), '.' | '/' | '@' | '_' | ':'))
}

/// Whether the word after the full stop is one that carries the sentence on, with more words after it.
fn goes_on(cx: &BlockCx<'_>, at: usize, token: &Token) -> bool {
    let more =
        cx.tokens.get(at + 1).is_some_and(|t| t.kind() != TokenKind::Mark || matches!(t.mark(), '(' | '“' | '"'));
    let wordy = SMALL_WORDS.has(token.word) || token.of(cx.text) == "a";
    more && wordy
}
