//! `nobodys-duty`: a duty that names nobody who is to fulfil it.

use crate::document::Rank;
use crate::norms::{Modality, Norm};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::{one_article, quote};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL306",
    name: "nobodys-duty",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/nobodys_duty.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let document = cx.document();
    for (i, n) in facets::unquoted(cx, facets::NOBODYS) {
        if !nobodys(n) {
            continue;
        }
        // Another norm of the article that names its bearer shows whose business it is.
        let named = |m: &Norm| m.bearer.is_some() && m.strength >= 3 && one_article(document, m.provision, n.provision);
        let before = all.get(i.saturating_sub(6)..i).unwrap_or(&[]).iter().any(named);
        let after = all.get(i + 1..(i + 7).min(all.len())).unwrap_or(&[]).iter().any(named);
        if before || after {
            continue;
        }
        let Some(subject) = n.subject else { continue };
        sink.report(n.modal, format!("nobody is bound to this: “{}” is in the passive and names no one who is to act", quote(cx.text, n.span)))
            .label(subject, "what is to be acted on")
            .label(n.action, "the act")
            .note("looked for and not found: “by …” with a person or body; a bearer in the lead-in; a bearer in a norm of the same article")
            .help("name who must do it: “The … shall …”");
    }
}

fn nobodys(n: &Norm) -> bool {
    n.modality == Modality::Obligation
        && n.passive
        && n.strength >= 3
        && n.bearer.is_none()
        && n.counterparty.is_none()
        && !n.negated
        && !n.quoted
        && matches!(n.rank, Rank::Operative | Rank::Annex)
}
