//! `mutual-subjection`: two units, each subject to the other.

use rustc_hash::FxHashMap;

use super::address::{label_span, members, unit};
use super::facets;
use crate::document::ProvisionId;
use crate::references::{Reference, Resolution, TargetRole};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL208",
    name: "mutual-subjection",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/mutual_subjection.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    let mut yields: FxHashMap<(ProvisionId, ProvisionId), &Reference> = FxHashMap::default();
    for reference in facets::having(cx, facets::OWN | facets::YIELDS | facets::FOUND, 0) {
        for target in members(reference).filter(|t| t.role == TargetRole::Member) {
            let Resolution::Found(to) = target.resolution else { continue };
            let from = reference.provision;
            if to == from {
                continue;
            }
            if let Some(first) = yields.get(&(to, from)) {
                let (a, b) = (unit(text, doc, from), unit(text, doc, to));
                sink.report(target.span, format!("{a} is subject to {b}, which is subject to {a}"))
                    .label(first.span, format!("{b} gives way here"))
                    .label(label_span(doc, to), b.clone())
                    .help("say which of the two goes first");
            }
            yields.entry((from, to)).or_insert(reference);
        }
    }
}
