//! `unit-drift`: time limits counted in two kinds of days; one limit in two units that are not equal.

use super::super::sought::{self, Sought};
use super::super::{BlockCx, Check, DocumentCx, Level, Rule, Sink, Traits};
use crate::span::Span;
use crate::text::lexicon::hint;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL506",
    name: "unit-drift",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/quantities/unit_drift.md"),
    checks: &[Check::Document(check), Check::BlockWith(Traits::ROUND.and(Traits::DIGIT), check_units)],
};

/// Names of one kind of day.
pub(in crate::rules) const KINDS: [&str; 4] = ["business day", "working day", "banking day", "juridical day"];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    let mut first: Option<Span> = None;
    for kind in KINDS {
        let Some(found) = use_of(cx, kind) else { continue };
        let Some(earlier) = first else {
            first = Some(found);
            continue;
        };
        let (a, b) = (earlier.of(cx.text), found.of(cx.text));
        sink.report(found, format!("“{b}” here, “{a}” elsewhere: the same days, or others?"))
            .label(earlier, "the other name")
            .note("the text defines neither of the two by the other")
            .help("use one name, and define it");
    }
}

/// The first use of the name, unless the text defines it.
fn use_of(cx: &DocumentCx<'_>, kind: &str) -> Option<Span> {
    let bytes = cx.text.as_bytes();
    let found = sought::places(cx, Sought::DAY)
        .map(|at| at..at + kind.len())
        .find(|range| bytes.get(range.clone()).is_some_and(|piece| piece.eq_ignore_ascii_case(kind.as_bytes())))?;
    if cx.analysis().terms.definitions.iter().any(|d| d.key.contains(kind)) {
        return None;
    }
    let plural = usize::from(bytes.get(found.end) == Some(&b's'));
    Some(Span::at(found.start, found.end + plural))
}

/// Units, what they measure, and their size in one unit of it. Gallons and tons are of several sizes, and left out; so are
/// months, which have no fixed length, and currencies.
const UNITS: [(&str, Measure, f64); 22] = [
    ("millimetre", Measure::Length, 0.001),
    ("centimetre", Measure::Length, 0.01),
    ("cm", Measure::Length, 0.01),
    ("metre", Measure::Length, 1.0),
    ("meter", Measure::Length, 1.0),
    ("m", Measure::Length, 1.0),
    ("kilometre", Measure::Length, 1000.0),
    ("kilometer", Measure::Length, 1000.0),
    ("km", Measure::Length, 1000.0),
    ("inch", Measure::Length, 0.0254),
    ("foot", Measure::Length, 0.3048),
    ("feet", Measure::Length, 0.3048),
    ("yard", Measure::Length, 0.9144),
    ("mile", Measure::Length, 1609.344),
    ("kilogram", Measure::Mass, 1.0),
    ("kg", Measure::Mass, 1.0),
    ("pound", Measure::Mass, 0.453_592),
    ("hectare", Measure::Area, 1.0),
    ("acre", Measure::Area, 0.404_686),
    ("hour", Measure::Time, 1.0),
    ("day", Measure::Time, 24.0),
    ("week", Measure::Time, 168.0),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Length,
    Mass,
    Area,
    Time,
}

/// What rounding explains: nautical and statute miles lie farther apart.
const ROUNDING: f64 = 0.15;

/// Finds "10 kilometres (5 miles)".
fn check_units(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (_, open) in cx.hinting(hint::ROUND).filter(|(_, t)| t.is('(')) {
        let before = cx.block.span.start..open.span().start;
        let after = open.span().end..cx.block.span.end;
        // Most brackets hold no value.
        let Some(right) = first_quantity(cx.text, after) else { continue };
        let Some(left) = last_quantity(cx.text, before) else { continue };
        if left.measure != right.measure || left.unit == right.unit {
            continue;
        }
        let (a, b) = (left.size, right.size);
        if (a - b).abs() <= ROUNDING * a.max(b) {
            continue;
        }
        let (here, there) = (left.span.of(cx.text), right.span.of(cx.text));
        sink.report(left.span.to(right.span), format!("“{here}” and “{there}” are not the same"))
            .label(left.span, "one value")
            .label(right.span, "the other")
            .note("compared: the two values in one unit; a seventh is left for rounding")
            .help("correct one of the two, or give the value in one unit only");
    }
}

/// A value with its unit.
struct Quantity {
    span: Span,
    unit: usize,
    measure: Measure,
    /// In one unit of what it measures.
    size: f64,
}

/// "10 kilometres" at the end of a range.
fn last_quantity(text: &str, range: std::ops::Range<u32>) -> Option<Quantity> {
    let piece = text.get(range.start as usize..range.end as usize)?.trim_end();
    let head = piece.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = head.trim_end();
    let rest = number.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    // "1 1/2 inches", "5-10 miles": not read.
    if rest.ends_with(|c: char| !c.is_whitespace()) || rest.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let start = range.start as usize + rest.len();
    quantity(number.get(rest.len()..)?, piece.get(head.len()..)?, Span::at(start, range.start as usize + piece.len()))
}

/// "5 miles)" at the beginning of a range.
fn first_quantity(text: &str, range: std::ops::Range<u32>) -> Option<Quantity> {
    let piece = text.get(range.start as usize..range.end as usize)?;
    if !piece.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let tail = piece.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = piece.get(..piece.len() - tail.len())?;
    let unit = tail.trim_start();
    let after = unit.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = unit.get(..unit.len() - after.len())?;
    let end = range.start as usize + piece.len() - after.len();
    after.starts_with(')').then(|| quantity(number, word, Span::at(range.start as usize, end)))?
}

fn quantity(number: &str, unit: &str, span: Span) -> Option<Quantity> {
    let unit = unit.to_ascii_lowercase();
    let is = |name: &str| unit == name || ["s", "es"].iter().any(|end| unit.strip_suffix(end) == Some(name));
    let found = UNITS.iter().position(|(name, _, _)| is(name))?;
    let &(_, measure, factor) = UNITS.get(found)?;
    // "6,8": a comma for a point.
    if number.split(',').skip(1).any(|group| group.split('.').next().is_none_or(|g| g.len() != 3)) {
        return None;
    }
    let value: f64 = number.replace(',', "").parse().ok()?;
    (value > 0.0).then_some(Quantity { span, unit: found, measure, size: value * factor })
}
