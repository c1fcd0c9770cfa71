//! `impossible-date`: a day that its month has not.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use super::dates;
use crate::text::lexicon::hint;
use crate::text::{MONTHS, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL502",
    name: "impossible-date",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/quantities/impossible_date.md"),
    checks: &[Check::PrintedWith(Traits::DATE, check)],
};

/// Words before a day and month that make them a date even without a year.
const BEFORE_A_DATE: [WordHash; 16] = [
    word("on"),
    word("by"),
    word("before"),
    word("after"),
    word("until"),
    word("till"),
    word("through"),
    word("to"),
    word("from"),
    word("of"),
    word("between"),
    word("since"),
    word("ending"),
    word("beginning"),
    word("than"),
    word("each"),
];

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (i, _) in cx.hinting(hint::DIGIT) {
        let Some(date) = dates::at(cx.text, cx.tokens, i) else { continue };
        let length = date.month_length();
        if (1..=length).contains(&date.day) {
            continue;
        }
        let before = date.first.checked_sub(1).and_then(|i| cx.tokens.get(i));
        if date.bare && !before.is_some_and(|t| BEFORE_A_DATE.contains(&t.word)) {
            continue;
        }
        let month = MONTHS[usize::from(date.month - 1)];
        let written = date.span.of(cx.text);
        let year = date.year.filter(|_| date.month == 2).map(|y| format!(" {y}")).unwrap_or_default();
        sink.report(date.span, format!("“{written}”: {month}{year} has {length} days"))
            .help("find the date that was meant in the source of the provision");
    }
}
