//! `ambiguous-reference`: a citation that fits two units.

use rustc_hash::FxHashMap;

use super::address::{label_span, members};
use super::facets;
use crate::document::ProvisionId;
use crate::findings::Severity;
use crate::references::Resolution;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL215",
    name: "ambiguous-reference",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/ambiguous_reference.md"),
    checks: &[Check::Document(check)],
};

/// Further citations of the same two units that get a label of their own.
const SHOWN: usize = 3;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    // One flaw is told once, however often it is cited.
    let mut by_units: FxHashMap<(ProvisionId, ProvisionId), usize> = FxHashMap::default();
    let mut found: Vec<((ProvisionId, ProvisionId), Vec<Span>)> = Vec::new();
    for reference in facets::having(cx, facets::OWN | facets::AMBIGUOUS, 0) {
        for target in members(reference) {
            let Resolution::Ambiguous(a, b) = target.resolution else { continue };
            let words = reference.unit.map_or(target.span, |u| u.to(target.span));
            let span = if words.len() < 80 { words } else { target.span };
            let at = *by_units.entry((a, b)).or_insert_with(|| {
                found.push(((a, b), Vec::new()));
                found.len() - 1
            });
            if let Some((_, spans)) = found.get_mut(at) {
                spans.push(span);
            }
        }
    }
    for ((a, b), spans) in found {
        let Some((&span, others)) = spans.split_first() else { continue };
        let finding = sink.report(span, format!("“{}” fits two units", span.of(cx.text)));
        finding.label(label_span(doc, a), "this one".to_owned());
        finding.label(label_span(doc, b), "and this one".to_owned());
        for &other in others.iter().take(SHOWN) {
            finding.label(other, "cited here too");
        }
        if others.len() > SHOWN {
            finding.note(format!("{} citations in all fit the two", spans.len()));
        }
        finding.help("say in which part the unit stands");
        if doc.get(a).parent == doc.get(b).parent {
            // The label that stands twice is a finding of its own.
            finding.help("give one of the two units another label").at_most(Severity::Note);
        }
    }
}
