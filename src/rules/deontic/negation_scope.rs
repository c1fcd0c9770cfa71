//! `negation-scope`: "all … shall not".

use crate::norms::Modality;
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL311",
    name: "negation-scope",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/negation_scope.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for (_, n) in facets::unquoted(cx, facets::NEGATED) {
        if !matches!(
            n.modality,
            Modality::Prohibition | Modality::NoRight | Modality::Constitutive | Modality::Recommendation
        ) {
            continue;
        }
        let Some(subject) = n.subject else { continue };
        let first = subject.of(cx.text).split_whitespace().next().unwrap_or("");
        if !["all", "every", "each", "both"].iter().any(|w| first.eq_ignore_ascii_case(w)) {
            continue;
        }
        sink.report(
            subject.to(n.modal),
            format!("“{} … {}” can mean none, or not all", first, quote(cx.text, n.modal)),
        )
        .label(n.action, "what is denied")
        .help("write “No … shall …” for none, or “Not every … need …” for not all");
    }
}
