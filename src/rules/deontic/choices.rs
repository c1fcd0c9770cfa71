//! Duties that cannot be fulfilled together: two ways, places or laws for one act, one power in two hands.

use crate::findings::Severity;
use crate::norms::{AdjunctKind, Modality, Norm, Overlap};
use crate::rules::deontic::candidates::Candidate;
use crate::rules::deontic::pair::{Scratch, Slot, exclusive, slots};
use crate::rules::deontic::shared::{adds, at, is_contract, opens_with_case, quote};
use crate::rules::{DocumentCx, Sink};
use crate::span::Span;

/// Reports two duties on one act that choose ways or places which exclude each other, or give one power to two bodies.
pub fn pair(
    cx: &DocumentCx<'_>,
    (candidate, a, b): (Candidate, &Norm, &Norm),
    contract: bool,
    scratch: &mut Scratch,
    sink: &mut Sink<'_>,
) {
    let duties = |n: &Norm| matches!(n.modality, Modality::Obligation | Modality::Constitutive) && !n.negated;
    if contract && only_if(cx, (candidate, a, b), scratch, sink) {
        return;
    }
    if !duties(a) || !duties(b) || a.quoted || b.quoted || adds(cx.text, a) != adds(cx.text, b) {
        return;
    }
    if contract && burden(cx, a, b, sink) {
        return;
    }
    if let Some((x, y)) = exclusive(a, b).filter(|(x, _)| x.kind != AdjunctKind::Law) {
        let Some(pair) = candidate.beside(cx, contract, scratch) else { return };
        let place = x.kind == AdjunctKind::Place;
        // The names of two places are no difference beside the places.
        let mut named =
            |s: Span, only: u32| if place { only.saturating_sub(scratch.matter_count(cx.text, s)) } else { only };
        let words = Overlap {
            shared: pair.words.shared,
            first: named(x.span, pair.words.first),
            second: named(y.span, pair.words.second),
        };
        let (ratio, inside, shared) = (words.ratio(), words.inside(), words.shared);
        let whole = words.first == 0 && words.second == 0 && pair.verb;
        let in_contract = contract
            && (shared >= 3 && inside >= 0.6 || shared >= 2 && whole)
            && (!place || ratio >= 0.75 && pair.verb);
        let same = pair.words.first == 0 && pair.words.second == 0 && pair.verb && pair.conditions == Slot::Same;
        let in_law = pair.near && same && pair.turning == Slot::Same && pair.bearer == Slot::Same;
        if pair.bearer == Slot::Differs || !(in_contract || in_law) {
            return;
        }
        let what = if place { "two places" } else { "two ways that exclude each other" };
        let finding = sink.report(
            b.span,
            format!(
                "one act is to be done in {what}: “{}”{} and “{}”{}",
                quote(cx.text, x.span),
                at(cx, a),
                quote(cx.text, y.span),
                at(cx, b)
            ),
        );
        finding.label(a.span, "a duty here").label(b.span, "a duty here");
        finding.label(x.span, "one way").label(y.span, "the other way");
        slots(a, b, &pair, finding);
        finding.help("keep one of the two, or say which case each is for");
        if !(in_contract || x.only || y.only) {
            // Both can be done, one after the other.
            finding.at_most(Severity::Note);
        }
        return;
    }
    competence(cx, a, b, scratch, sink);
}

/// One act that a contract allows or asks for without condition, and again "only if": reported.
fn only_if(
    cx: &DocumentCx<'_>,
    (candidate, a, b): (Candidate, &Norm, &Norm),
    scratch: &mut Scratch,
    sink: &mut Sink<'_>,
) -> bool {
    if a.modality != b.modality || a.negated || b.negated || a.quoted || b.quoted {
        return false;
    }
    let strict = |n: &Norm| {
        n.conditions.first().copied().filter(|c| {
            let before = cx.text.get(n.span.start.min(c.start) as usize..c.start as usize).unwrap_or("");
            before.trim_end().ends_with("only") || before.trim_end().ends_with("Only")
        })
    };
    let free = |n: &Norm| n.conditions.is_empty() && n.exceptions.is_empty() && n.precedence.is_empty();
    let (bound, plain, condition) = match (strict(a), strict(b)) {
        (Some(c), None) if free(b) => (a, b, c),
        (None, Some(c)) if free(a) => (b, a, c),
        _ => return false,
    };
    let Some(pair) = candidate.beside(cx, true, scratch) else { return false };
    let (only_bound, only_plain) = if std::ptr::eq(bound, a) {
        (pair.words.first, pair.words.second)
    } else {
        (pair.words.second, pair.words.first)
    };
    if pair.bearer != Slot::Same || !pair.verb || pair.words.shared < 4 || only_bound > 0 || only_plain > 1 {
        return false;
    }
    let finding = sink.report(
        b.span,
        format!(
            "one act without condition{} and only on a condition{}: “{}”",
            at(cx, plain),
            at(cx, bound),
            quote(cx.text, condition)
        ),
    );
    finding.label(plain.span, "no condition here").label(bound.span, "on a condition here");
    finding.label(condition, "the condition");
    slots(a, b, &pair, finding);
    finding.help("put the condition in both, or take it away");
    true
}

/// One cost or duty that a contract lays on two parties, each by itself: reported.
fn burden(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, sink: &mut Sink<'_>) -> bool {
    const BURDENS: [&str; 4] = ["bear", "pay", "be responsible", "be liable"];
    let (Some(x), Some(y), Some(first), Some(second)) = (a.bearer, b.bearer, &a.bearer_head, &b.bearer_head) else {
        return false;
    };
    if a.verb != b.verb || !BURDENS.contains(&a.verb.as_str()) || first == second {
        return false;
    }
    let text = cx.text;
    let alone = |n: &Norm| {
        n.conditions.is_empty()
            && n.exceptions.is_empty()
            && n.precedence.is_empty()
            && n.windows.is_empty()
            && n.quantities.is_empty()
            && n.sentence == n.span
            && !n.span.of(text).split_whitespace().any(|w| matches!(w, "its" | "their" | "own" | "such" | "half"))
    };
    let party = |s: Span| {
        let words = s.of(text);
        words.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase))
            && !["Each", "Every", "Any", "All", "Either", "Both", "Neither", "each", "either"]
                .iter()
                .any(|d| words.starts_with(d))
            && !words.contains(" and ")
            && !words.contains(" or ")
    };
    if !alone(a) || !alone(b) || !party(x) || !party(y) {
        return false;
    }
    let rest = |n: &Norm, span: Span| -> Vec<u32> {
        let who: Vec<u32> = span.of(text).split_whitespace().map(crate::norms::word_key).collect();
        n.words.iter().copied().filter(|w| !who.contains(w)).collect()
    };
    let (p, q) = (rest(a, x), rest(b, y));
    if p.len() < 3 || p != q {
        return false;
    }
    let finding = sink.report(
        b.span,
        format!(
            "one burden lies on two: “{}”{} and “{}”{} are each to “{}” it",
            quote(text, x),
            at(cx, a),
            quote(text, y),
            at(cx, b),
            a.verb
        ),
    );
    finding.label(a.span, "on the one").label(b.span, "on the other");
    finding.note("bearer: differs; verb and all other words: same; conditions: none in either");
    finding.note("looked for and not found: “jointly”, a share for each, a condition");
    finding.help("say which of the two bears it, or what share each");
    true
}

/// Verbs of a power that two cannot hold each for itself.
const POWERS: [&str; 14] = [
    "set",
    "fix",
    "determine",
    "decide",
    "appoint",
    "designate",
    "elect",
    "approve",
    "prescribe",
    "select",
    "choose",
    "nominate",
    "convene",
    "chair",
];

/// "The Minister shall set the tariff", "The Authority shall set the tariff".
fn competence(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, scratch: &mut Scratch, sink: &mut Sink<'_>) {
    let text = cx.text;
    if a.verb != b.verb
        || !POWERS.contains(&a.verb.as_str())
        || a.passive
        || b.passive
        || a.bearer_head == b.bearer_head
    {
        return;
    }
    let (Some(x), Some(y)) = (a.bearer, b.bearer) else { return };
    // Two bodies, each named: no class of persons, of whom each acts for itself.
    let body = |s: Span| {
        let words = s.of(text);
        (words.starts_with("The ") || words.starts_with("the ") || words.starts_with(char::is_uppercase))
            && words.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase))
            && !["Each", "Every", "Any", "A", "An", "All", "Either", "Both"]
                .iter()
                .any(|d| words.split_whitespace().next() == Some(d))
    };
    let bare = |n: &Norm| {
        n.conditions.is_empty()
            && n.exceptions.is_empty()
            && n.precedence.is_empty()
            && n.windows.is_empty()
            && n.sentence == n.span
    };
    // One thing: "the tariff", not "a secretary" or "its rules".
    let definite =
        |n: &Norm| n.action.of(text).split_whitespace().nth(1).is_some_and(|w| w.eq_ignore_ascii_case("the"));
    let near = crate::rules::deontic::shared::one_article(cx.document(), a.provision, b.provision);
    if !near
        || !body(x)
        || !body(y)
        || !bare(a)
        || !bare(b)
        || !definite(a)
        || !scratch.same_matter(text, Some(a.action), Some(b.action))
    {
        return;
    }
    let finding = sink.report(
        b.span,
        format!(
            "one power lies with two: “{}”{} and “{}”{} are each to “{}”",
            quote(text, x),
            at(cx, a),
            quote(text, y),
            at(cx, b),
            quote(text, a.action)
        ),
    );
    finding
        .label(x, "one holder")
        .label(y, "the other holder")
        .label(a.action, "the act")
        .label(b.action, "the same act");
    finding.note("bearer: differs; act: same words; conditions: none in either");
    finding.note("looked for and not found: “jointly”, “after consulting”, a delegation, a phrase of precedence");
    finding.help("give the power to one, or say how the two act together");
    finding.at_most(Severity::Note);
}

/// Whether the line above the norm says for which case it is: "If Buyer is a company of Ruritania, then:".
fn led_by_case(cx: &DocumentCx<'_>, n: &Norm) -> bool {
    let blocks = &cx.document().blocks;
    let at = blocks.partition_point(|b| b.span.end <= n.span.start);
    let before = at.checked_sub(1).and_then(|i| blocks.get(i)).map_or("", |b| b.span.of(cx.text).trim_end());
    let last = before.rsplit(['.', ';']).next().unwrap_or("").trim_start();
    before.ends_with(':') && (opens_with_case(before) || opens_with_case(last))
}

/// Two laws that a contract names as its own.
pub fn laws(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !is_contract(cx) {
        return;
    }
    let whole = |n: &&Norm| {
        let subject = n.subject.map_or("", |s| s.of(cx.text));
        !n.quoted
            && n.adjuncts.iter().any(|x| x.kind == AdjunctKind::Law)
            && ["Agreement", "agreement", "Contract", "contract"].iter().any(|w| subject.contains(w))
            && ["govern", "construe", "interpret", "follow"].contains(&n.verb.as_str())
    };
    let law = |n: &Norm| n.adjuncts.iter().find(|x| x.kind == AdjunctKind::Law).copied();
    let all = &cx.analysis().norms;
    let Some((a, x)) = all.iter().find(whole).and_then(|n| Some((n, law(n)?))) else { return };
    for b in all.iter().filter(whole).skip(1).take(8) {
        let Some(y) = law(b) else { continue };
        let limited = |n: &Norm| !n.conditions.is_empty() || led_by_case(cx, n);
        if x.value == y.value || a.span.overlaps(b.span) || limited(a) || limited(b) {
            continue;
        }
        let finding = sink.report(
            b.span,
            format!(
                "the contract stands under two laws: “{}”{} and “{}”{}",
                quote(cx.text, x.span),
                at(cx, a),
                quote(cx.text, y.span),
                at(cx, b)
            ),
        );
        finding.label(a.span, "one law governs here").label(b.span, "another law governs here");
        finding.label(x.span, "one law").label(y.span, "the other law");
        finding.note(
            "compared: the laws by name; looked for and not found: a condition that says which matter each governs",
        );
        finding.help("keep one law, or say what each governs");
        return;
    }
}
