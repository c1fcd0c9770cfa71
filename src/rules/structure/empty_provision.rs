//! `empty-provision`: a label with no text.

use super::siblings::{self, called, says_dead};
use crate::document::{Block, Kind};
use crate::rules::along::Along;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL005",
    name: "empty-provision",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/structure/empty_provision.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut along = Along::new(doc);
    for (id, unit) in doc.iter() {
        let Some(label) = &unit.label else { continue };
        let leaf = unit.end.0 == id.0 + 1;
        if !leaf || unit.quoted || unit.kind.is_container() || unit.kind == Kind::Footnote || unit.heading.is_some() {
            continue;
        }
        // "SECTION 1" over "ARTICLE 1" groups articles.
        let over = doc.provisions.get(id.index() + 1).is_some_and(|n| n.kind == Kind::Article);
        if over && unit.kind == Kind::Section {
            continue;
        }
        let (_, blocks) = along.parted_at(unit.span.start);
        let own = |b: &Block| b.provision == id;
        if unit.span.end > label.span.end && blocks.iter().take_while(|b| b.span.start < unit.span.end).any(own) {
            continue;
        }
        let next = doc.provisions.get(id.index() + 1).map_or(cx.text.len() as u32, |p| p.span.start);
        // What stands before the next unit is its text, wherever it was placed.
        let upto = (next as usize).max(unit.span.end as usize).min(label.span.end as usize + 400);
        let rest = siblings::clip(cx.text, label.span.end as usize, upto);
        if rest.chars().any(char::is_alphanumeric) || siblings::is_dead(unit, cx.text) {
            continue;
        }
        if says_dead(cx.text, label.span.end, unit.span.end) {
            continue;
        }
        sink.report(label.span, format!("{} has no text", called(doc, id, cx.text)))
            .help("write its text, take the label out, or mark it “[Reserved]”");
    }
}
