//! `status-mismatch`: a duty to follow texts that do not bind.

use smol_str::SmolStr;

use crate::findings::Severity;
use crate::norms::{self, Denial, Modality, Norm};
use crate::rules::deontic::{firm, quote, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL210",
    name: "status-mismatch",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/status_mismatch.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let norms =
        cx.analysis().norms.iter().filter(|n| !n.quoted && n.modality == Modality::Obligation && n.strength >= 3);
    let mut denied: Option<Vec<Denial>> = None;
    for n in norms {
        let Some((words, class)) = followed(cx.text, n) else { continue };
        let denials = denied.get_or_insert_with(|| norms::denials(cx.text, cx.document()));
        let denial = denials.iter().find(|d| d.class == class && d.provision != n.provision);
        let listed = cx.settings.vocabulary.non_binding.iter().any(|name| n.span.of(cx.text).contains(name.as_str()));
        let by_profile = class == "recommendation" && cx.document().profile == Profile::ItuTreaty;
        if denial.is_none() && !listed && !by_profile {
            continue;
        }
        report(cx, n, words, &class, denial, listed, sink);
    }
}

/// The instruments that the norm asks to follow: "comply with Recommendation X", "in accordance with the standards".
fn followed(text: &str, n: &Norm) -> Option<(Span, SmolStr)> {
    norms::instrument_followed(text, n)
}

fn report(
    cx: &DocumentCx<'_>,
    n: &Norm,
    words: Span,
    class: &str,
    denial: Option<&Denial>,
    listed: bool,
    sink: &mut Sink<'_>,
) {
    let text = cx.text;
    let finding = sink.report(
        words,
        format!("a duty (“{}”) to follow “{}”, which do not bind", quote(text, n.modal), quote(text, words)),
    );
    finding.label(n.modal, "a duty").label(n.span, "the norm");
    match denial {
        Some(d) => {
            let place = unit_name(text, cx.document(), d.provision).map_or(String::new(), |u| format!("{u} "));
            finding.label(d.span, format!("{place}denies them the force of this text"));
        }
        None if listed => {
            finding.note("the project's configuration lists these texts as not binding");
        }
        None => {
            finding
                .note(format!("in this tradition a {class} does not bind; nothing in the text at hand gives it force"));
        }
    }
    finding.note("looked for and not found: words that take these texts into this one with a date or number and give them its force");
    finding.help("say “should”, or say that the texts bind and which edition");
    // A hedge brings the duty down to what the texts can bear; without a denial in the text only the tradition speaks.
    if !firm(n) || denial.is_none() && !listed {
        finding.at_most(Severity::Note);
    }
}
