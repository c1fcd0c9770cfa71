//! `hedged-duty`: a strong modal undone by its hedge.

use crate::norms::{HedgeKind, Modality};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL307",
    name: "hedged-duty",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/hedged_duty.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for (_, n) in facets::unquoted(cx, facets::BY_EFFORT) {
        if n.strength < 3
            || !matches!(n.modality, Modality::Obligation | Modality::Prohibition)
            || !n.quantities.is_empty()
            || !n.windows.is_empty()
        {
            continue;
        }
        let Some(hedge) = n.hedges.iter().find(|h| h.kind == HedgeKind::Effort) else { continue };
        sink.report(
            hedge.span,
            format!(
                "“{}” leaves the duty “{}” to its bearer's own measure",
                quote(cx.text, hedge.span),
                quote(cx.text, n.modal)
            ),
        )
        .label(n.modal, "the words of force")
        .label(n.action, "what is asked")
        .note("looked for and not found: a figure or a time limit in the same clause that gives the measure")
        .help("give the measure (a figure, a time, a test), or say “should” if advice is meant");
    }
}
