//! `exclusivity-conflict`: "only X may" against another's leave or duty to do it.

use crate::norms::{Modality, Norm, overlap};
use crate::rules::deontic::pair::{Scratch, Slot, slots};
use crate::rules::deontic::shared::{at, quote};
use crate::rules::deontic::{candidates, facets};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL313",
    name: "exclusivity-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/exclusivity_conflict.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut scratch = Scratch::default();
    for (candidate, a, b) in candidates::such(cx, |a, b| (a | b) & facets::ONLY != 0) {
        let (only, other) = if exclusive(cx, a) { (a, b) } else { (b, a) };
        if !exclusive(cx, only)
            || exclusive(cx, other)
            || !matches!(other.modality, Modality::Permission | Modality::Obligation)
            || other.passive
        {
            continue;
        }
        if only.bearer_head == other.bearer_head
            || only.verb != other.verb
            || only.object.is_none()
            || only.object(cx.text) != other.object(cx.text)
        {
            continue;
        }
        let Some(pair) = candidate.strictly(cx, &mut scratch) else { continue };
        let text = cx.text;
        if pair.bearer != Slot::Differs
            || !takes_in(only, other)
            || pair.conditions != Slot::Same
            || open_class(text, only)
            || figures(text, only.action).ne(figures(text, other.action))
        {
            continue;
        }
        candidate.tell(cx);
        let show = |s: Option<Span>| s.map_or(String::new(), |s| quote(text, s));
        let finding = sink.report(
            b.span,
            format!(
                "{}{} keeps this act to itself, but “{}” is to do it too{}",
                show(only.bearer),
                at(cx, only),
                show(other.bearer),
                at(cx, other)
            ),
        );
        finding.label(only.span, "reserves the act to one").label(other.span, "gives the act to another");
        slots(a, b, &pair, finding);
        finding.help("take “only” away, or say that the second acts under the first, or which goes first");
    }
}

/// "Only the Authority may".
fn exclusive(cx: &DocumentCx<'_>, n: &Norm) -> bool {
    n.only
        && matches!(n.modality, Modality::Permission | Modality::Obligation)
        && !n.passive
        && n.subject.is_some_and(|s| s.of(cx.text).get(..4).is_some_and(|w| w.eq_ignore_ascii_case("only")))
}

/// Whether the act is reserved to whoever the text lets do it: "only a person who is authorized by this Division may".
fn open_class(text: &str, only: &Norm) -> bool {
    let bearer = text.get(only.span.start as usize..only.modal.start as usize).unwrap_or("");
    let leave = ["authorized", "authorised", "permitted", "licensed", "registered", "entitled", "required", "allowed"];
    let mut words = bearer.split_whitespace();
    words.any(|w| leave.contains(&w)) && words.next().is_some_and(|w| matches!(w, "by" | "under" | "in"))
}

/// The figures of an act: "a Tier 2 component" is no Tier 1 component.
fn figures(text: &str, act: Span) -> impl Iterator<Item = &str> {
    act.of(text).split(|c: char| !c.is_alphanumeric()).filter(|w| w.contains(|c: char| c.is_ascii_digit()))
}

/// The reserved act has no word, beside its bearer, that the other's has not.
fn takes_in(only: &Norm, other: &Norm) -> bool {
    let o = overlap(&only.words, &other.words);
    let bearer = only.bearer_head.as_ref().map_or(0, |h| u32::from(!other.words.contains(&crate::norms::word_key(h))));
    o.shared >= 2 && o.first <= bearer
}
