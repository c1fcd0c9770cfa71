//! `orphan-lead-in`: a lead-in that announces a list, and no list.

use super::ordinal::opens;
use super::siblings::{called, clip, is_dead, leads_in};
use crate::document::{Block, BlockKind, Document};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink, Traits};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL012",
    name: "orphan-lead-in",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/orphan_lead_in.md"),
    checks: &[Check::Document(check)],
};

/// Words near the end of a lead-in that announce matter which plain text often lacks.
const MATTER: [&str; 36] = [
    "table",
    "form",
    "schedule",
    "formula",
    "chart",
    "map",
    "figure",
    "equation",
    "oath",
    "words",
    "text",
    "statement",
    "notice",
    "read",
    "says",
    "sign",
    "symbol",
    "label",
    "legend",
    "diagram",
    "tariff",
    "rate",
    "amended",
    "inserted",
    "replace",
    "added",
    "adding",
    "points",
    "listed",
    "coefficient",
    "warning",
    "endorsement",
    "terms and conditions",
    "deleted",
    "substitut",
    "certificate",
];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    for (i, block) in cx.blocks_with(Traits::LEAD_IN) {
        if block.kind != BlockKind::Text || !leads_in(block.span.of(cx.text)) {
            continue;
        }
        let unit = doc.get(block.provision);
        if unit.quoted || unit.end.0 != block.provision.0 + 1 || is_dead(unit, cx.text) || unit.label.is_none() {
            continue;
        }
        let next = doc.blocks.get(i + 1);
        if next.is_some_and(|n| carries_on(doc, block, n)) || next_opens(doc, block) || runs_on(block.span.of(cx.text))
        {
            continue;
        }
        report(cx, sink, block, next);
    }
}

/// Whether the block after a lead-in is what it leads to: more text of the unit, a table, a quotation, a form.
fn carries_on(doc: &Document, block: &Block, next: &Block) -> bool {
    next.provision == block.provision
        || !matches!(next.kind, BlockKind::Text | BlockKind::Heading)
        || doc.get(next.provision).label.is_none()
        || doc.get(next.provision).quoted
}

/// Whether the next labelled unit begins a list, wherever it was placed.
fn next_opens(doc: &Document, block: &Block) -> bool {
    let Some(next) = doc.provisions.get(block.provision.index() + 1) else { return false };
    next.label.as_ref().is_some_and(|l| opens(&l.key)) && !next.kind.is_container()
}

/// Whether the words before the dash tie it to the next sibling: "the ratio of— (i) … to— (ii) …".
fn runs_on(text: &str) -> bool {
    let words = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    matches!(last, "to" | "over" | "by" | "plus" | "minus" | "than" | "and" | "or" | "from" | "with" | "but" | "as")
}

fn report(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, block: &Block, next: Option<&Block>) {
    let doc = cx.document();
    let text = block.span.of(cx.text).trim_end();
    let tail = clip(text, text.len().saturating_sub(120), text.len()).to_ascii_lowercase();
    let from = text.char_indices().rev().nth(24).map_or(0, |(i, _)| i);
    let at = Span::new(block.span.start + from as u32, block.span.start + text.len() as u32);
    let finding =
        sink.report(at, format!("{} leads into a list, and no list follows", called(doc, block.provision, cx.text)));
    if let Some(next) = next {
        finding.label(
            Span::new(next.span.start, next.span.start.max(next.span.end.min(next.span.start + 40))),
            "what follows",
        );
    }
    finding.help("restore the list, or end the sentence");
    let announced = tail.contains("following") || text.ends_with('—');
    if !announced || MATTER.iter().any(|w| tail.contains(w)) {
        finding.at_most(Severity::Note);
    }
}
