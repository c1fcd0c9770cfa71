//! `mixed-label-style`: siblings labelled in two styles.

use super::ordinal::Style;
use super::siblings::{self, Row, Unit, called};
use crate::document::Kind;
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL006",
    name: "mixed-label-style",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/structure/mixed_label_style.md"),
    checks: &[Check::Unit(check)],
};

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let doc = cx.document();
    siblings::rows(cx, part, |row| {
        let [first, second, _, ..] = row.units else { return };
        let kind = doc.get(first.id).kind;
        if kind.is_container() || matches!(kind, Kind::Footnote | Kind::Annex | Kind::Appendix | Kind::Schedule) {
            return;
        }
        let style = majority(row, |u| u.ord.style);
        let frame = majority(row, |u| frame_of(u, cx.text));
        for (i, unit) in row.units.iter().enumerate().filter(|(_, u)| !u.dead) {
            let like = if i == 0 { second } else { &row.units[i - 1] };
            if let Some((most, count)) = style
                && unit.ord.style != most
                && most != Style::Other
                && unit.ord.style != Style::Other
            {
                sink.report(
                    unit.label,
                    format!(
                        "{} counts in {}, {count} siblings in {}",
                        called(doc, unit.id, cx.text),
                        unit.ord.style.name(),
                        most.name()
                    ),
                )
                .label(like.label, "a sibling")
                .help("relabel it like its siblings, or nest it where its label belongs")
                .at_most(if row.later || matches!(kind, Kind::Section | Kind::Article) {
                    Severity::Note
                } else {
                    Severity::Warning
                });
            } else if let Some((most, count)) = frame
                && frame_of(unit, cx.text) != most
            {
                sink.report(
                    unit.label,
                    format!(
                        "label {} is printed unlike its {count} siblings, {}",
                        unit.label.of(cx.text),
                        like.label.of(cx.text)
                    ),
                )
                .label(like.label, "a sibling")
                .help("print the labels of one list alike")
                .at_most(Severity::Note);
            }
        }
    });
}

/// What the labels of a row have in common, where at least three have it and at most one in four has not.
fn majority<T: PartialEq + Copy>(row: Row<'_>, of: impl Fn(&Unit) -> T) -> Option<(T, usize)> {
    // Mostly all are alike.
    let first = of(row.units.first()?);
    if row.units.iter().skip(1).all(|u| of(u) == first) {
        return None;
    }
    let mut best: Option<(T, usize)> = None;
    let mut kinds: Vec<(T, usize)> = Vec::new();
    for unit in row.units {
        let value = of(unit);
        if let Some((_, n)) = kinds.iter_mut().find(|(v, _)| *v == value) {
            *n += 1;
        } else if kinds.len() < 6 {
            kinds.push((value, 1));
        } else {
            // So many kinds are no list of one style.
            return None;
        }
    }
    for (value, n) in kinds {
        if best.is_none_or(|(_, most)| n > most) {
            best = Some((value, n));
        }
    }
    best.filter(|&(_, n)| n >= 3 && n < row.units.len() && (row.units.len() - n) * 3 <= n)
}

/// The marks around a label: `(`…`)`, …`)`, …`.`, or none.
type Frame = (bool, Option<char>);

fn frame_of(unit: &Unit, text: &str) -> Frame {
    let printed = unit.label.of(text);
    (printed.starts_with('('), printed.chars().next_back().filter(|c| !c.is_alphanumeric()))
}
