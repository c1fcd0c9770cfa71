//! `duty-or-option`: the same act as a duty here and an option there.

use crate::norms::{Modality, Norm};
use crate::rules::deontic::facets;
use crate::rules::deontic::pair::{Clash, Pair, Scratch, Slot, slots};
use crate::rules::deontic::shared::{quote, unit_name};
use crate::rules::deontic::{candidates, norm_conflict};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL316",
    name: "duty-or-option",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/duty_or_option.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut scratch = Scratch::default();
    let either = facets::DUTY | facets::LEAVE;
    for (candidate, a, b) in candidates::such(cx, |a, b| (a | b) & facets::FORCE == either) {
        if Clash::of(a, b) != Some(Clash::DutyOption) {
            continue;
        }
        let Some(pair) = candidate.strictly(cx, &mut scratch) else { continue };
        let whole = pair.words.first == 0 && pair.words.second == 0 && pair.words.shared >= 2;
        if pair.bearer != Slot::Same
            || !pair.verb
            || !whole
            || pair.conditions != Slot::Same
            || norm_conflict::claims(cx, candidate, a, b, &mut scratch)
        {
            continue;
        }
        candidate.tell(cx);
        report(cx, a, b, sink, &pair);
    }
}

fn report(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, sink: &mut Sink<'_>, pair: &Pair) {
    let text = cx.text;
    let place = |n: &Norm| unit_name(text, cx.document(), n.provision).map_or(String::new(), |u| format!(" in {u}"));
    let (duty, option) = if a.modality == Modality::Obligation { (a, b) } else { (b, a) };
    let finding = sink.report(
        b.span,
        format!(
            "one act is a duty{} (“{}”) and an option{} (“{}”)",
            place(duty),
            quote(text, duty.modal),
            place(option),
            quote(text, option.modal)
        ),
    );
    finding.label(duty.span, "a duty here").label(option.span, "an option here");
    slots(a, b, pair, finding);
    finding.help("a duty holds the option already: keep one, or say in which case each applies");
}
