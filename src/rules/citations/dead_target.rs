//! `dead-target`: a citation of a unit that is repealed or reserved.

use super::address::{label_span, members, unit};
use super::facets;
use crate::document::{Document, ProvisionId, Status};
use crate::graph::is_historic;
use crate::references::{Resolution, TargetRole};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL212",
    name: "dead-target",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/dead_target.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    for reference in facets::having(cx, facets::OWN | facets::FOUND, facets::RELATIVE) {
        // Inside a dead unit, and of the ends of a range, nothing is said.
        if doc.get(reference.provision).status != Status::InForce {
            continue;
        }
        let mut historic = None;
        for target in members(reference).filter(|t| t.role == TargetRole::Member) {
            let Resolution::Found(id) = target.resolution else { continue };
            let Some(dead) = doc.ancestors(id).find(|&a| doc.get(a).status != Status::InForce) else { continue };
            if *historic.get_or_insert_with(|| is_historic(text, reference.span)) {
                break;
            }
            let Some(what) = says(text, doc, dead) else { continue };
            let name = unit(text, doc, dead);
            sink.report(target.span, format!("{name} {what}"))
                .label(label_span(doc, dead), format!("{name} stands here"))
                .help("cite what took its place, or strike the citation out");
        }
    }
}

/// What the unit itself says became of it: units whose text was only left out are not dead.
fn says(text: &str, doc: &Document, id: ProvisionId) -> Option<&'static str> {
    let unit = doc.get(id);
    let mut to = (unit.span.start as usize + 160).min(unit.span.end as usize);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let head = text.get(unit.span.start as usize..to)?;
    [
        ("Repealed", "has been repealed"),
        ("repealed", "has been repealed"),
        ("REPEALED", "has been repealed"),
        ("Suppressed", "has been suppressed"),
        ("SUP", "has been suppressed"),
        ("Reserved", "is only reserved"),
        ("Omitted", "is omitted"),
        ("Transferred", "has been moved elsewhere"),
        ("Renumbered", "has been renumbered"),
        ("Revoked", "has been revoked"),
        ("Deleted", "has been deleted"),
    ]
    .into_iter()
    .find(|(word, _)| head.contains(word))
    .map(|(_, says)| says)
}
