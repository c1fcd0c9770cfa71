//! `duplicate-label`: two siblings with one label.

use rustc_hash::FxHashMap;

use super::ordinal::{self, Style};
use super::siblings::{self, Row, Unit, called};
use crate::document::{Document, Kind, ProvisionId};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL001",
    name: "duplicate-label",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/structure/duplicate_label.md"),
    checks: &[Check::Unit(check)],
};

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
    let mut elder: FxHashMap<&str, Unit> = FxHashMap::default();
    // How often the label of the unit at that place of the row was seen, where it stands again.
    let mut times: FxHashMap<usize, usize> = FxHashMap::default();
    let mut before: &[Unit] = &[];
    siblings::rows(cx, part, |row| {
        // The labels of elder rows count only where a later one follows.
        if row.later {
            for unit in before {
                elder.entry(unit.key(doc)).or_insert(*unit);
            }
        } else {
            elder.clear();
        }
        before = row.units;
        if !seen.is_empty() {
            seen.clear();
        }
        times.clear();
        if distinct(doc, row) && elder.is_empty() {
            return;
        }
        let mut again = false;
        // Headings of several articles in one row, where the articles were not read as holding them.
        let headings = row
            .units
            .iter()
            .filter(|u| doc.get(u.id).kind.is_container() && seen.insert(u.key(doc), 0).is_some())
            .count();
        seen.clear();
        for (i, unit) in row.units.iter().enumerate() {
            // An annex without a number has no label to share.
            let unnumbered = unit.ord.style == Style::Other
                && matches!(doc.get(unit.id).kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol);
            // Notes to stars have these on each page anew.
            let starred = doc.get(unit.id).kind == Kind::Footnote && unit.key(doc).starts_with('*');
            if unit.dead || unnumbered || starred || siblings::follows_parent(doc, row.parent, unit.key(doc)) {
                continue;
            }
            if let Some(&first) = seen.get(unit.key(doc)) {
                let begun = again;
                let returns = ordinal::opens(unit.key(doc)) && i > 0 && row.units[i - 1].ord.value > 1;
                again |= returns && row.units.get(i + 1).is_some_and(|n| seen.contains_key(n.key(doc)));
                // The parts of a schedule are often numbered apart, under headings of their own.
                again |= ordinal::opens(unit.key(doc))
                    && doc.get(unit.id).kind == Kind::Section
                    && matches!(doc.get(row.parent).kind, Kind::Annex | Kind::Appendix | Kind::Schedule);
                // Headings whose numbers fall back are those of another article, which was not read as holding them.
                again |= doc.get(unit.id).kind.is_container()
                    && (headings > 1
                        || row.units.get(first + 1..i).is_some_and(|l| l.iter().any(|u| u.ord.value > unit.ord.value)));
                // A list that begins again is reported where it does.
                if !(begun && again) {
                    let nth = times.entry(first).and_modify(|n| *n += 1).or_insert(2);
                    report(cx, sink, row.parent, row.units[first], (*unit, *nth), again);
                }
                continue;
            }
            seen.insert(unit.key(doc), i);
            if let Some(first) = elder.get(unit.key(doc)) {
                let name = called(doc, unit.id, cx.text);
                sink.report(
                    unit.label,
                    format!("{name} stands in two lists of one unit, so a citation of it fits both"),
                )
                .label(first.label, format!("{name} of the list before"))
                .help("label the second list otherwise, or make it a unit of its own")
                .at_most(Severity::Note);
            }
        }
    });
    if part.is_outer() {
        across_parts(cx, sink);
    }
}

/// Whether no two labels of a row are the same: it counts up, as most rows do, or is short and they are compared.
fn distinct(doc: &Document, row: Row<'_>) -> bool {
    let counts_up = |two: &[Unit]| match two {
        [a, b] => a.ord.style == b.ord.style && a.ord.value < b.ord.value,
        _ => false,
    };
    if row.units.windows(2).all(counts_up) {
        return true;
    }
    let mut keys = [""; 12];
    for (i, unit) in row.units.iter().enumerate() {
        let key = unit.key(doc);
        let elder = keys.get(..i).unwrap_or_default();
        if elder.contains(&key) {
            return false;
        }
        let Some(place) = keys.get_mut(i) else { return false };
        *place = key;
    }
    true
}

/// Reports the second of two units with one label, or the third and so on of several; the first is reported once.
fn report(
    cx: &DocumentCx<'_>,
    sink: &mut Sink<'_>,
    parent: ProvisionId,
    first: Unit,
    (second, nth): (Unit, usize),
    again: bool,
) {
    let doc = cx.document();
    // "Rule 1" above the provisions 1 to 5 is of another series than they are.
    let worded = |u: &Unit| u.ord.value > 0 && u.label.of(cx.text).starts_with(char::is_alphabetic);
    if worded(&first) != worded(&second) {
        return;
    }
    let name = called(doc, second.id, cx.text);
    let place = if parent == Document::ROOT { String::new() } else { format!(" in {}", called(doc, parent, cx.text)) };
    let help = "give one of them a label of its own, and look through the citations of both";
    let margins = doc.get(first.id).margin.is_some() && doc.get(second.id).margin.is_some();
    // Margin numbers tell two lists of one article apart, and are what such treaties cite. Labels that begin again and run
    // on are a second list, which the text around may set apart: the notes of a table, a schedule set into lines.
    // "1)" at the margin of a text is a note more often than a unit.
    let half = |u: &Unit| !u.label.of(cx.text).starts_with('(') && u.label.of(cx.text).ends_with(')');
    let notes = parent == Document::ROOT && half(&first) && half(&second);
    let nested = runs_in(cx.text, doc, first) || runs_in(cx.text, doc, second);
    let most = if margins || again || notes || nested { Severity::Note } else { Severity::Error };
    if again {
        sink.report(second.label, format!("{name} stands twice{place}: the labels begin again here"))
            .label(first.label, "the first stands here")
            .help("label the second list otherwise, or make it a unit of its own")
            .at_most(most);
        return;
    }
    let message = match nth {
        0..=2 => format!("{name} stands twice{place}; this is the second"),
        3 => format!("{name} stands again{place}; this is the third"),
        _ => format!("{name} stands again{place}; this is number {nth}"),
    };
    sink.report(second.label, message).label(first.label, "the first stands here").help(help).at_most(most);
    if nth > 2 {
        return;
    }
    sink.report(first.label, format!("{name} stands twice{place}; this is the first"))
        .label(second.label, "the second stands here")
        .help(help)
        .at_most(most);
}

/// Whether the unit goes on with a list whose item before stands inside the line above ("(9) “owner” means— (a) …, or" and
/// then "(b) …" on a line of its own): it is one of that list, wherever it was placed.
fn runs_in(text: &str, doc: &Document, unit: Unit) -> bool {
    let before = unit.id.0.checked_sub(1).and_then(|i| doc.provisions.get(i as usize));
    let Some(label) = before.and_then(|p| p.label.as_ref()) else { return false };
    let Some(value) = unit.ord.value.checked_sub(1).filter(|&v| v > 0) else { return false };
    let line = siblings::clip(text, label.span.end as usize, unit.label.start as usize);
    siblings::has_inline(line, &ordinal::spell(unit.ord.style, value))
}

/// Sections and articles are cited without their part or chapter: they may not share a number across parts either.
fn across_parts(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut seen: FxHashMap<(ProvisionId, Kind, &str), Unit> = FxHashMap::default();
    let mut count = 0;
    siblings::rows(cx, Part::Above, |row| count += row.units.len());
    seen.reserve(count);
    let mut restarts: FxHashMap<ProvisionId, u32> = FxHashMap::default();
    let mut pairs: Vec<(ProvisionId, Unit, Unit)> = Vec::new();
    siblings::rows(cx, Part::Above, |row| {
        for unit in row.units {
            let provision = doc.get(unit.id);
            if unit.dead || !matches!(provision.kind, Kind::Section | Kind::Article) {
                continue;
            }
            let scope = doc
                .ancestors(unit.id)
                .skip(1)
                .find(|&up| up == Document::ROOT || !doc.get(up).kind.is_container())
                .unwrap_or(Document::ROOT);
            match seen.get(&(scope, provision.kind, unit.key(doc))) {
                Some(first) if doc.get(first.id).parent == provision.parent => {}
                Some(first) => {
                    if unit.ord.value <= 1 {
                        *restarts.entry(scope).or_default() += 1;
                    }
                    pairs.push((scope, *first, *unit));
                }
                None => {
                    seen.insert((scope, provision.kind, unit.key(doc)), *unit);
                }
            }
        }
    });
    let mut counts: FxHashMap<ProvisionId, usize> = FxHashMap::default();
    for (scope, first, second) in pairs {
        let nth = *counts.entry(first.id).and_modify(|n| *n += 1).or_insert(2);
        // Where the parts each count from 1, no number is unique and none is meant to be.
        if !restarts.contains_key(&scope) {
            report(cx, sink, Document::ROOT, first, (second, nth), false);
        }
    }
}
