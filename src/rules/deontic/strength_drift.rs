//! `strength-drift`: one act at two strengths.

use crate::findings::Severity;
use crate::norms::{self, Modality, Norm, overlap};
use crate::rules::deontic::facets::{self, Facets};
use crate::rules::deontic::pair::{Pair, Scratch, Slot, slots};
use crate::rules::deontic::shared::{firm, quote, unit_name};
use crate::rules::deontic::{across, candidates, forces};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL303",
    name: "strength-drift",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/strength_drift.md"),
    checks: &[Check::Document(check), Check::Document(forces::check), Check::Corpus(across::check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut scratch = Scratch::default();
    let drifts = |a: Facets, b: Facets| {
        let (strong, weak) = if a & facets::FIRM != 0 { (a, b) } else { (b, a) };
        strong & facets::FIRM != 0 && weak & facets::SOFT != 0 && (a ^ b) & facets::NEGATED == 0
    };
    for (candidate, a, b) in candidates::such(cx, drifts) {
        let (strong, weak) = if firm(a) { (a, b) } else { (b, a) };
        if !firm(strong) || !soft(cx.text, weak) || strong.negated != weak.negated {
            continue;
        }
        let Some(pair) = candidate.strictly(cx, &mut scratch) else { continue };
        if pair.bearer == Slot::Differs || pair.conditions == Slot::Differs || !one_matter(strong, weak) {
            continue;
        }
        candidate.tell(cx);
        report(cx, a, b, strong, weak, sink, &pair);
    }
}

/// Advice, or a duty undone by effort.
fn soft(text: &str, n: &Norm) -> bool {
    let duty = n.modality == Modality::Obligation;
    n.modality == Modality::Recommendation || duty && (n.strength < 3 || norms::by_effort(text, n))
}

/// Beside words of effort, the one says nothing that the other does not.
fn one_matter(strong: &Norm, weak: &Norm) -> bool {
    let bare = |n: &Norm| n.words.iter().copied().filter(|w| !norms::is_soft(*w)).collect::<Vec<_>>();
    let o = overlap(&bare(strong), &bare(weak));
    // The act itself stands in both: "ensure", "endeavour to ensure".
    let act = norms::word_key(strong.verb.strip_prefix("be ").unwrap_or(&strong.verb));
    let one_act = strong.verb == weak.verb || weak.words.contains(&act);
    one_act && o.shared >= 3 && (o.first == 0 || o.second == 0)
}

fn report(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, strong: &Norm, weak: &Norm, sink: &mut Sink<'_>, pair: &Pair) {
    let text = cx.text;
    let place = |n: &Norm| unit_name(text, cx.document(), n.provision).map_or(String::new(), |u| format!(" in {u}"));
    let finding = sink.report(
        b.span,
        format!(
            "one act at two strengths: “{}”{} and “{}”{}",
            quote(text, strong.modal),
            place(strong),
            quote(text, weak.modal),
            place(weak)
        ),
    );
    finding.label(strong.span, "the stronger norm").label(weak.span, "the weaker norm");
    finding.label(weak.modal, "weaker words of force");
    for h in &weak.hedges {
        finding.label(h.span, "a hedge");
    }
    slots(a, b, pair, finding);
    finding.help("use one strength, or say why the two differ");
    finding.at_most(Severity::Note);
}
