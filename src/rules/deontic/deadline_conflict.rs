//! `deadline-conflict`: one act, one event, two time limits.

use crate::findings::Severity;
use crate::norms::{Bound, Modality, Norm, Side, Window};
use crate::rules::deontic::pair::{Pair, Scratch, Slot, compare, slots, verbatim};
use crate::rules::deontic::shared::{is_contract, of_other_units, quote, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL304",
    name: "deadline-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/deadline_conflict.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let contract = is_contract(cx);
    let mut scratch = Scratch::default();
    for a in all.iter().filter(|n| !n.windows.is_empty()) {
        for &j in &a.twins {
            let Some(b) = all.get(j as usize) else { continue };
            if b.windows.is_empty()
                || a.modality != b.modality
                || a.negated != b.negated
                || a.modality == Modality::Exemption
            {
                continue;
            }
            let Some((x, y, fault)) = a
                .windows
                .iter()
                .find_map(|x| b.windows.iter().find_map(|y| fault(cx, x, y, &mut scratch).map(|f| (x, y, f))))
            else {
                continue;
            };
            let Some(pair) = compare(cx, a, b, &mut scratch) else { continue };
            if pair.bearer == Slot::Differs || pair.conditions != Slot::Same || of_other_units(cx, a, b) {
                continue;
            }
            let sure = pair.near && verbatim(cx.text, a, b, &mut scratch)
                || contract && pair.words.ratio() >= 0.75 && pair.words.shared >= 4;
            let likely = a.sentence.contains(a.span)
                && b.sentence.contains(b.span)
                && pair.verb
                && pair.near
                && pair.words.ratio() >= 0.8;
            if sure || likely {
                report(cx, a, b, (x, y, fault), &pair, sure, sink);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Fault {
    /// Two limits of one kind.
    Two,
    /// A lower bound beyond the upper one.
    Empty,
}

/// Compares two limits that are counted from one event.
fn fault(cx: &DocumentCx<'_>, x: &Window, y: &Window, scratch: &mut Scratch) -> Option<Fault> {
    if x.side != y.side || !scratch.same_matter(cx.text, x.trigger, y.trigger) {
        return None;
    }
    let (scale, m) = x.scale()?;
    let (other, n) = y.scale()?;
    if scale != other || m == n {
        return None;
    }
    match (x.bound, y.bound) {
        (Bound::AtMost, Bound::AtMost) | (Bound::AtLeast, Bound::AtLeast) | (Bound::For, Bound::For) => {
            Some(Fault::Two)
        }
        (Bound::AtMost, Bound::AtLeast) => (m < n).then_some(Fault::Empty),
        (Bound::AtLeast, Bound::AtMost) => (n < m).then_some(Fault::Empty),
        _ => None,
    }
}

fn report(
    cx: &DocumentCx<'_>,
    a: &Norm,
    b: &Norm,
    (x, y, fault): (&Window, &Window, Fault),
    pair: &Pair,
    sure: bool,
    sink: &mut Sink<'_>,
) {
    let text = cx.text;
    let place = |n: &Norm| unit_name(text, cx.document(), n.provision).map_or(String::new(), |u| format!(" ({u})"));
    let (first, second) = (quote(text, x.span), quote(text, y.span));
    let message = match fault {
        Fault::Two => format!("one act has two time limits: “{first}”{} and “{second}”{}", place(a), place(b)),
        Fault::Empty => {
            format!("no time is left for this act: “{first}”{} and “{second}”{} exclude each other", place(a), place(b))
        }
    };
    let finding = sink.report(b.span, message);
    finding.label(a.span, "the act, with one limit").label(b.span, "the act, with the other limit");
    finding.label(x.span, "one limit").label(y.span, "the other limit");
    let side = if x.side == Side::After { "after" } else { "before" };
    finding.note(match (&x.trigger, &y.trigger) {
        (Some(t), Some(_)) => format!("event: the same (“{}”), both limits lie {side} it", quote(text, *t)),
        _ => "event: neither names one".to_owned(),
    });
    slots(a, b, pair, finding);
    finding.help("keep one limit, or say to which case each applies");
    if !sure {
        finding.at_most(Severity::Note);
    }
}
