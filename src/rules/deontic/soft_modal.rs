//! `soft-modal`: advice in the operative part of a text that binds.

use crate::document::Rank;
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL308",
    name: "soft-modal",
    level: Level::NOTE,
    profiles: &[(Profile::Rfc, Level::Off), (Profile::ItuResolution, Level::Off)],
    page: include_str!("../../../rules/deontic/soft_modal.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let count = |facet| facets::all(cx).iter().filter(|own| **own & facet != 0).count();
    let (hard, soft) = (count(facets::STRONGEST), count(facets::ADVICE));
    // A text that mostly advises is no binding text.
    if hard <= soft {
        return;
    }
    for (_, n) in facets::unquoted(cx, facets::ADVICE).filter(|(_, n)| n.rank == Rank::Operative) {
        sink.report(n.modal, format!("“{}” only advises, in a text that binds", quote(cx.text, n.modal)))
            .label(n.span, "the norm")
            .note(format!("this text has {hard} norms with “shall” or “must” and {soft} that advise"))
            .help("say “shall” where a duty is meant; move advice to a note or a recommendation");
    }
}
