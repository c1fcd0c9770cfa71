//! `ambiguous-reference`: a citation that fits two units.

use super::address::{label_span, members, own};
use crate::findings::Severity;
use crate::references::Resolution;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL215",
    name: "ambiguous-reference",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/ambiguous_reference.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    for reference in own(&cx.analysis().references) {
        for target in members(reference) {
            let Resolution::Ambiguous(a, b) = target.resolution else { continue };
            let words = reference.unit.map_or(target.span, |u| u.to(target.span));
            let span = if words.len() < 80 { words } else { target.span };
            let siblings = doc.get(a).parent == doc.get(b).parent;
            let finding = sink.report(span, format!("“{}” fits two units", span.of(cx.text)));
            finding.label(label_span(doc, a), "this one".to_owned());
            finding.label(label_span(doc, b), "and this one".to_owned());
            finding.help("say in which part the unit stands");
            if siblings {
                // The label that stands twice is a finding of its own.
                finding.help("give one of the two units another label").at_most(Severity::Note);
            }
        }
    }
}
