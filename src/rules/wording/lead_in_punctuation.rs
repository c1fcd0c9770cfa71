//! `lead-in-punctuation`: a lead-in that ends in a semicolon.

use crate::document::{ProvisionId, Status};
use crate::findings::Safety;
use crate::rules::along::Along;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL414",
    name: "lead-in-punctuation",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/lead_in_punctuation.md"),
    checks: &[Check::Document(check)],
};

/// Labels with which a list begins.
const FIRST: [&str; 7] = ["1", "a", "A", "i", "I", "aa", "AA"];
/// Bytes below which a text is a heading or a fragment.
const SHORTEST: usize = 25;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let document = cx.document();
    let mut along = Along::new(document);
    for (id, unit) in document.iter() {
        // A unit's first child, if it has one, comes next.
        let first = ProvisionId(id.0 + 1);
        if unit.quoted || unit.label.is_none() || first >= unit.end {
            continue;
        }
        let child = document.get(first);
        let begins = child.label.as_ref().is_some_and(|l| FIRST.contains(&l.key.as_str()));
        if !begins || child.end >= unit.end || child.status != Status::InForce {
            continue;
        }
        let Some(lead) = along.parted_at(child.span.start).0.last() else { continue };
        if lead.provision != id || !lead.kind.is_prose() || lead.span.len() < SHORTEST {
            continue;
        }
        let text = lead.span.of(cx.text).trim_end();
        if !text.ends_with(';') {
            continue;
        }
        let end = lead.span.start as usize + text.len();
        let mark = Span::at(end - 1, end);
        let label = child.label.as_ref().map_or("", |l| l.span.of(cx.text));
        sink.report(mark, format!("the text before {label} ends in a semicolon, as an item does, not a lead-in"))
            .label(child.label.as_ref().map_or(child.span, |l| l.span), "the list begins here")
            .help("write a colon or a dash if the text announces the list")
            .fix(Safety::Unsafe, "write a colon", mark, ":");
    }
}
