//! `date-order`: a period that ends before it begins.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use super::dates::{self, Written};
use crate::text::lexicon::hint;
use crate::text::{Token, TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL503",
    name: "date-order",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/quantities/date_order.md"),
    checks: &[Check::PrintedWith(Traits::DATE, check)],
};

/// Tokens that may stand between the two dates of a period.
const GAP: usize = 14;

const FROM: WordHash = word("from");
const BETWEEN: WordHash = word("between");
const AND: WordHash = word("and");
const BEGINS: [WordHash; 8] = [
    word("beginning"),
    word("begins"),
    word("commencing"),
    word("commences"),
    word("starting"),
    word("starts"),
    word("force"),
    word("effect"),
];
const ENDS: [WordHash; 14] = [
    word("ending"),
    word("ends"),
    word("end"),
    word("expiring"),
    word("expires"),
    word("expire"),
    word("ceases"),
    word("cease"),
    word("terminates"),
    word("terminate"),
    word("terminating"),
    word("lapses"),
    word("repealed"),
    word("concludes"),
];
const TO: [WordHash; 4] = [word("to"), word("through"), word("until"), word("till")];
const AFTER: WordHash = word("after");
const BEFORE: WordHash = word("before");

/// How the words around two dates tie them into a period.
#[derive(Clone, Copy)]
enum Period {
    /// "from A to B", "beginning on A and ending on B".
    Span,
    /// "after A and before B".
    Window,
}

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    let mut last: Option<Written> = None;
    for (i, _) in cx.hinting(hint::DIGIT) {
        if last.is_some_and(|d| i < d.next) {
            continue;
        }
        let Some(date) = dates::at(cx.text, cx.tokens, i) else { continue };
        if let Some(first) = last
            && let (Some(start), Some(end)) = (first.date(), date.date())
            && start > end
            && let Some(period) = tie(cx.tokens, &first, &date)
        {
            let (a, b) = (first.span.of(cx.text), date.span.of(cx.text));
            let message = match period {
                Period::Span => format!("the period from “{a}” to “{b}” ends before it begins"),
                Period::Window => format!("nothing is after “{a}” and before “{b}”"),
            };
            sink.report(first.span.to(date.span), message)
                .label(first.span, "begins")
                .label(date.span, "ends, and is the earlier date")
                .help("find out which of the two dates is wrong");
        }
        last = Some(date);
    }
}

fn tie(tokens: &[Token], first: &Written, second: &Written) -> Option<Period> {
    let gap = tokens.get(first.next..second.first)?;
    if gap.len() > GAP || gap.iter().any(|t| t.is(';') || t.is('.')) {
        return None;
    }
    let before = tokens.get(first.first.saturating_sub(5)..first.first)?;
    let near = |words: &[WordHash]| before.iter().any(|t| words.contains(&t.word));
    let holds = |words: &[WordHash]| gap.iter().any(|t| words.contains(&t.word));
    let links = gap.iter().filter(|t| t.kind() == TokenKind::Word).count();
    let leads = before.last().is_some_and(|t| t.word == FROM || t.word == BETWEEN);
    if leads && links <= 2 && gap.last().is_some_and(|t| TO.contains(&t.word) || t.word == AND) {
        return Some(Period::Span);
    }
    // "begins before A and ends after B" is true of most periods.
    let relative = [AFTER, BEFORE];
    if near(&BEGINS) && holds(&ENDS) && !near(&relative) && !holds(&relative) {
        return Some(Period::Span);
    }
    let after = before.last().is_some_and(|t| t.word == AFTER);
    let window = after && links <= 4 && gap.last().is_some_and(|t| t.word == BEFORE) && holds(&[AND]);
    window.then_some(Period::Window)
}
