//! `status-mismatch`: a duty to follow texts that do not bind.

use std::cell::LazyCell;

use smol_str::SmolStr;

use crate::document::Kind;
use crate::findings::{Finding, Severity};
use crate::norms::{self, Denial, Norm};
use crate::rules::deontic::facets::{self, Facets};
use crate::rules::deontic::{denials, firm, quote, unit_name};
use crate::rules::sought::{self, Sought};
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
    let asks = |own: Facets| own & (facets::DUTY | facets::ADVICE) != 0 && own & facets::QUOTED == 0;
    let norms = facets::such(cx, asks).map(|(_, n)| n);
    let mut denied: Option<Vec<Denial>> = None;
    let signs = LazyCell::new(|| sought::places(cx, Sought::ACCORDANCE).map(|at| at as u32).collect::<Vec<_>>());
    // Once a class of texts, not once a finding.
    let mut pointing: Vec<(SmolStr, Vec<String>)> = Vec::new();
    for n in norms {
        let Some((words, class)) = norms::instrument_followed(cx.text, n, &signs) else { continue };
        let denials = denied.get_or_insert_with(|| denials(cx));
        let denial = denials.iter().find(|d| d.class == class && d.provision != n.provision);
        let listed = cx.settings.vocabulary.non_binding.iter().any(|name| n.span.of(cx.text).contains(name.as_str()));
        let by_profile = class == "recommendation" && cx.document().profile == Profile::ItuTreaty;
        if denial.is_none() && !listed && !by_profile {
            continue;
        }
        // Advice to follow what the text itself denies its force: once a class.
        let advice = n.strength < 3;
        if advice && (denial.is_none() || pointing.iter().any(|(c, _)| *c == class)) {
            continue;
        }
        let known = pointing.iter().position(|(c, _)| *c == class);
        let at = known.unwrap_or_else(|| {
            pointing.push((class.clone(), pointers(cx, &class)));
            pointing.len() - 1
        });
        let own = unit_name(cx.text, cx.document(), n.provision);
        let also: Vec<&str> = pointing
            .get(at)
            .map_or(&[][..], |(_, units)| units)
            .iter()
            .filter(|u| own.as_ref() != Some(*u))
            .map(String::as_str)
            .collect();
        let finding = report(cx, n, words, &class, denial, listed, sink);
        if advice {
            finding.at_most(Severity::Note);
        }
        if !also.is_empty() {
            finding.note(format!("other provisions that point at such texts: {}", also.join(", ")));
        }
    }
}

/// The units that point at texts of the class without saying which: "relevant Recommendations".
fn pointers(cx: &DocumentCx<'_>, class: &str) -> Vec<String> {
    const MOST: usize = 16;
    let document = cx.document();
    let mut units: Vec<String> = Vec::new();
    for id in norms::pointers(cx.text, document, class) {
        let Some(mut unit) = unit_name(cx.text, document, id) else { continue };
        // "1" of an annex is not article 1.
        let annex = document.ancestors(id).find(|&up| {
            matches!(document.get(up).kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol)
        });
        if let Some(annex) = annex.and_then(|up| document.get(up).label.as_ref()) {
            unit = format!("{} {unit}", annex.span.of(cx.text));
        }
        if units.last() != Some(&unit) {
            units.push(unit);
        }
        if units.len() == MOST {
            break;
        }
    }
    units
}

fn report<'s>(
    cx: &DocumentCx<'_>,
    n: &Norm,
    words: Span,
    class: &str,
    denial: Option<&Denial>,
    listed: bool,
    sink: &'s mut Sink<'_>,
) -> &'s mut Finding {
    let text = cx.text;
    let finding = sink.report(
        words,
        format!(
            "{} (“{}”) to follow “{}”, which do not bind",
            if n.strength < 3 { "advice" } else { "a duty" },
            quote(text, n.modal),
            quote(text, words)
        ),
    );
    finding.label(n.modal, if n.strength < 3 { "advice" } else { "a duty" }).label(n.span, "the norm");
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
    finding.help(if n.strength < 3 {
        "say what following them is worth: “take into account”, or that they bind and which edition"
    } else {
        "say “should”, or say that the texts bind and which edition"
    });
    // A hedge brings the duty down to what the texts can bear; without a denial in the text only the tradition speaks.
    if !firm(n) || denial.is_none() && !listed {
        finding.at_most(Severity::Note);
    }
    finding
}
