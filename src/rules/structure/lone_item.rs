//! `lone-item`: a level with a single labelled unit.

use super::ordinal::{readings, spell};
use super::siblings::{self, called, clip, has_inline, says_dead};
use crate::document::{Document, Kind};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL004",
    name: "lone-item",
    level: Level::WARNING,
    profiles: &[(Profile::Contract, Level::NOTE), (Profile::ItuTreaty, Level::NOTE), (Profile::CaAct, Level::NOTE)],
    page: include_str!("../../../rules/structure/lone_item.md"),
    checks: &[Check::Unit(check)],
};

/// Bytes above a unit that are looked through for the letter before it.
const ABOVE: usize = 400;

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    if !part.is_outer() {
        return;
    }
    let doc = cx.document();
    siblings::rows(cx, Part::Whole, |row| {
        let [only] = row.units else { return };
        let unit = doc.get(only.id);
        let holder = doc.get(row.parent);
        let top = unit.kind.is_container()
            || matches!(
                unit.kind,
                Kind::Article
                    | Kind::Section
                    | Kind::Annex
                    | Kind::Appendix
                    | Kind::Schedule
                    | Kind::Protocol
                    | Kind::Footnote
                    | Kind::Group
                    | Kind::Recital
            );
        if top
            || row.parent == Document::ROOT
            || row.later
            || only.dead
            || siblings::follows_parent(doc, row.parent, only.key(doc))
            || siblings::is_dead(holder, cx.text)
        {
            return;
        }
        let Some(first) = readings(only.key(doc)).into_iter().flatten().find(|o| o.value == 1 && !o.inserted) else {
            return;
        };
        // Labelled siblings of the row's elder or younger lists are no lone units; nor is one that went with others.
        let others = doc.children(row.parent).filter(|&c| doc.get(c).label.is_some()).count();
        if others > 1 || says_dead(cx.text, only.label.start, unit.span.end) {
            return;
        }
        let second = spell(first.style, 2);
        let upto = doc.provisions.get(holder.end.index()).map_or(cx.text.len() as u32, |next| next.span.start);
        // Text set to the margin may have cut the list: the second unit stands next, wherever it was placed.
        // So does it below a heading of its own, where numbers go on from heading to heading.
        let mut next = doc.provisions.iter().skip(unit.end.index());
        let next = next.find(|p| p.kind != Kind::Heading).and_then(|p| p.label.as_ref());
        if next.is_some_and(|l| l.key == second) {
            return;
        }
        if has_inline(clip(cx.text, only.label.end as usize, upto as usize), &second) {
            return;
        }
        // "(g) …; (h) …; or" inside the line above: the letter after them.
        let above = clip(cx.text, (only.label.start as usize).saturating_sub(ABOVE), only.label.start as usize);
        if only.key(doc) == "i" && has_inline(above, "h") {
            return;
        }
        // Nothing but a label: empty-provision's.
        if doc.blocks_within(only.id).is_empty() && unit.heading.is_none() {
            return;
        }
        let place = called(doc, row.parent, cx.text);
        let finding = sink.report(
            only.label,
            format!("{} is the only unit of its level in {place}; no ({second})", called(doc, only.id, cx.text)),
        );
        finding
            .note("looked for a second unit, a label inside a line, and a note that units were repealed or omitted")
            .help(format!("restore ({second}), or run the text into {place} without a label"));
        // "1)" in a run-in text is a note, or one of a list whose other items stand inside lines.
        if only.key(doc).contains('.') || !only.label.of(cx.text).starts_with('(') {
            finding.at_most(Severity::Note);
        }
    });
}
