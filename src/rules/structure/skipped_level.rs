//! `skipped-level`: a unit nested under one two levels up, or under one labelled like it.

use rustc_hash::FxHashMap;

use super::ordinal::Style;
use super::siblings::{self, called};
use crate::document::{Document, ProvisionId};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL007",
    name: "skipped-level",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/skipped_level.md"),
    checks: &[Check::Unit(check)],
};

/// How often a nesting must be seen before it is the document's habit.
const HABIT: u32 = 6;

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    if !part.is_outer() {
        return;
    }
    let doc = cx.document();
    let mut styles = vec![Style::Other; doc.provisions.len()];
    let mut firsts: Vec<ProvisionId> = Vec::new();
    siblings::rows(cx, Part::Whole, |row| {
        for unit in row.units {
            if let Some(place) = styles.get_mut(unit.id.index()) {
                *place = unit.ord.style;
            }
        }
        if row.parent != Document::ROOT && !doc.get(row.parent).kind.is_container() {
            firsts.extend(row.units.first().map(|u| u.id));
        }
    });
    let style = |id: ProvisionId| styles.get(id.index()).copied().unwrap_or(Style::Other);
    let parent = |id: ProvisionId| doc.get(id).parent;
    // How often a list of one style stands right below a unit of another.
    let mut habit: FxHashMap<(Style, Style), u32> = FxHashMap::default();
    let mut total: FxHashMap<Style, u32> = FxHashMap::default();
    for &id in &firsts {
        let (Some(up), low) = (parent(id), style(id)) else { continue };
        *habit.entry((style(up), low)).or_default() += 1;
        *total.entry(low).or_default() += 1;
    }
    let usual = |low: Style| {
        habit
            .iter()
            .filter(|((_, l), n)| *l == low && **n >= HABIT && **n * 6 >= total.get(&low).copied().unwrap_or(0) * 5)
            .map(|((up, _), _)| *up)
            .next()
    };
    let mut usually: FxHashMap<Style, Option<Style>> = FxHashMap::default();
    for &id in &firsts {
        let (Some(up), low) = (parent(id), style(id)) else { continue };
        let high = style(up);
        let Some(middle) = *usually.entry(low).or_insert_with(|| usual(low)) else { continue };
        let Some(label) = &doc.get(id).label else { continue };
        // A list that begins with the very label of the unit it stands in is wrong by itself.
        let above = doc.get(up).label.as_ref();
        let alike = doc.get(id).kind == doc.get(up).kind && above.is_some_and(|l| l.key == label.key);
        let between = |usual: Option<Style>| usual == Some(high) || alike;
        if high == middle || low == Style::Other || !between(*usually.entry(middle).or_insert_with(|| usual(middle))) {
            continue;
        }
        let finding = sink.report(
            label.span,
            format!(
                "{} stands right under {}; elsewhere a level in {} comes between",
                called(doc, id, cx.text),
                called(doc, up, cx.text),
                middle.name()
            ),
        );
        finding.help("label it as the level between, or give it the unit it belongs to");
        if !alike {
            finding.at_most(Severity::Note);
        }
    }
}
