//! `weekday-mismatch`: a day of the week that the date beside it did not fall on.

use jiff::civil::Weekday;

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use super::dates::{self, Written};
use crate::span::Span;
use crate::text::lexicon::hint;
use crate::text::{WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL508",
    name: "weekday-mismatch",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/quantities/weekday_mismatch.md"),
    checks: &[Check::PrintedWith(Traits::DATE, check)],
};

const WEEKDAYS: [(WordHash, Weekday); 7] = [
    (word("monday"), Weekday::Monday),
    (word("tuesday"), Weekday::Tuesday),
    (word("wednesday"), Weekday::Wednesday),
    (word("thursday"), Weekday::Thursday),
    (word("friday"), Weekday::Friday),
    (word("saturday"), Weekday::Saturday),
    (word("sunday"), Weekday::Sunday),
];
/// Before this year a date may be of the Julian calendar.
const FIRST_YEAR: i16 = 1800;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (i, _) in cx.hinting(hint::DIGIT) {
        let Some(date) = dates::at(cx.text, cx.tokens, i).filter(|d| d.year.is_some_and(|y| y >= FIRST_YEAR)) else {
            continue;
        };
        let Some((span, named)) = weekday_before(cx, &date) else { continue };
        let Some(real) = date.date().map(|d| d.weekday()).filter(|d| *d != named) else { continue };
        let written = date.span.of(cx.text);
        sink.report(span.to(date.span), format!("{written} is a {}, not a {}", name(real), name(named)))
            .label(span, "the day of the week")
            .label(date.span, format!("a {}", name(real)))
            .help("find out whether the day of the week or the date was meant");
    }
}

/// "Monday, November 24", "Monday the 24th of November".
fn weekday_before(cx: &BlockCx<'_>, date: &Written) -> Option<(Span, Weekday)> {
    const THE: WordHash = word("the");
    let mut at = date.first.checked_sub(1)?;
    for _ in 0..2 {
        let token = cx.tokens.get(at)?;
        if !(token.is(',') || token.word == THE) {
            break;
        }
        at = at.checked_sub(1)?;
    }
    let token = cx.tokens.get(at).filter(|t| t.capital())?;
    WEEKDAYS.iter().find(|(word, _)| *word == token.word).map(|&(_, day)| (token.span(), day))
}

const fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
