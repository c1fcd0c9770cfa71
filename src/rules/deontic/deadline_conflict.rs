//! `deadline-conflict`: one act, one event, two time limits.

use crate::findings::{Finding, Severity};
use crate::norms::{Bound, DateLimit, Modality, Norm, Side, Window};
use crate::rules::deontic::facets::Facets;
use crate::rules::deontic::pair::{Pair, Scratch, Slot, near, slots, verbatim};
use crate::rules::deontic::shared::{at, is_contract, of_other_things, of_other_units, quote};
use crate::rules::deontic::{candidates, facets};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL304",
    name: "deadline-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/deadline_conflict.md"),
    checks: &[Check::Document(check)],
};

/// Most limits of one norm that are compared with each other.
const LIMITS: usize = 6;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let contract = is_contract(cx);
    let mut scratch = Scratch::default();
    let same = facets::FORCE | facets::NEGATED;
    let limited = |a: Facets, b: Facets| a & b & facets::LIMITED != 0 && (a ^ b) & same == 0;
    for (_, n) in facets::unquoted(cx, facets::LIMITED) {
        within(cx, n, &mut scratch, sink);
    }
    for (candidate, a, b) in candidates::such(cx, limited) {
        if a.modality == Modality::Exemption {
            continue;
        }
        // Outside contracts only norms of one article are sure to speak of one act: asked first, as it costs least.
        if !contract && !near(cx.document(), a, b) {
            continue;
        }
        let Some((x, y, fault)) = clash(cx, a, b, &mut scratch) else { continue };
        if steps(cx, a, b, &mut scratch) {
            continue;
        }
        let Some(pair) = candidate.strictly(cx, &mut scratch) else { continue };
        if pair.bearer == Slot::Differs || pair.conditions != Slot::Same || of_other_units(cx, a, b) {
            continue;
        }
        let sure = pair.near && verbatim(cx.text, a, b, &mut scratch)
            || contract && pair.words.ratio() >= 0.75 && pair.words.shared >= 4
            || contract && pair.literal() && pair.words.shared >= 2
            || contract && pair.words.inside() >= 0.9 && pair.words.shared >= 5 && pair.verb;
        let likely = matches!(x, Limit::Window(_))
            && a.sentence.contains(a.span)
            && b.sentence.contains(b.span)
            && pair.verb
            && pair.near
            && pair.words.ratio() >= 0.8
            && !of_other_things(cx.text, a, b);
        if sure || likely {
            candidate.tell(cx);
            let sure = sure && (contract || !in_turn(cx.text, a, b, x, y));
            report(cx, a, b, (x, y, fault), &pair, sure, sink);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Two limits of one kind.
    Two,
    /// A lower bound beyond the upper one.
    Empty,
}

/// A time limit of either kind.
#[derive(Clone, Copy)]
enum Limit<'a> {
    /// Counted from an event.
    Window(&'a Window),
    /// A date.
    Date(&'a DateLimit),
}

impl Limit<'_> {
    fn span(self) -> Span {
        match self {
            Self::Window(w) => w.span,
            Self::Date(d) => d.span,
        }
    }
}

/// Time limits of an act, without what measures how long something has lasted: "has completed 20 years of service".
fn limits<'a>(text: &'a str, n: &'a Norm) -> impl Iterator<Item = Limit<'a>> + Clone {
    n.windows
        .iter()
        .filter(move |w| !measures(text, w))
        .map(Limit::Window)
        .chain(n.dates.iter().filter(|d| d.deadline).map(Limit::Date))
        .take(LIMITS)
}

/// "30 years of" service: words that say how long something lasts, and not by when.
fn measures(text: &str, window: &Window) -> bool {
    let words = window.span.of(text);
    let first = words.split(' ').next().unwrap_or("").to_ascii_lowercase();
    let limiting = matches!(first.as_str(), "within" | "in" | "inside" | "not" | "no" | "before" | "up");
    words.ends_with(" of") && (window.bound != Bound::AtMost || !limiting)
}

/// Whether the two are steps of one series: all their limits, two or more, differ in turn ("as it stands after 18 months,
/// within the month that begins then").
fn steps(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, scratch: &mut Scratch) -> bool {
    let mut clashing = limits(cx.text, a).zip(limits(cx.text, b)).filter(|&(x, y)| fault(cx, x, y, scratch).is_some());
    clashing.next().is_some() && clashing.next().is_some()
}

/// Whether two units of one article set an act two dates, so that it is to be done in turn, as a standard that is reviewed
/// by 2010 and again by 2015; or speak of "such" things in like words.
fn in_turn(text: &str, a: &Norm, b: &Norm, x: Limit<'_>, y: Limit<'_>) -> bool {
    let dated = |limit: Limit<'_>| matches!(limit, Limit::Date(d) if d.year != 0);
    let points = |n: &Norm| n.span.of(text).split(' ').any(|word| word == "such");
    a.provision != b.provision && (dated(x) && dated(y) || points(a) && points(b))
}

/// The first two limits of two norms that cannot both be kept.
fn clash<'a>(
    cx: &DocumentCx<'a>,
    a: &'a Norm,
    b: &'a Norm,
    scratch: &mut Scratch,
) -> Option<(Limit<'a>, Limit<'a>, Fault)> {
    limits(cx.text, a).find_map(|x| limits(cx.text, b).find_map(|y| fault(cx, x, y, scratch).map(|f| (x, y, f))))
}

/// Limits of one norm that leave it no time.
fn within(cx: &DocumentCx<'_>, n: &Norm, scratch: &mut Scratch, sink: &mut Sink<'_>) {
    let mut rest = limits(cx.text, n).filter(|l| matches!(l, Limit::Window(w) if w.trigger.is_some()));
    while let Some(x) = rest.next() {
        let Some(y) = rest.clone().find(|&y| fault(cx, x, y, scratch) == Some(Fault::Empty)) else { continue };
        let (first, second) = (quote(cx.text, x.span()), quote(cx.text, y.span()));
        let finding =
            sink.report(n.span, format!("no time is left for this act: “{first}” and “{second}” exclude each other"));
        finding.label(x.span(), "one limit").label(y.span(), "the other limit");
        event(cx.text, x, finding);
        finding.help("correct one of the two limits");
        return;
    }
}

/// Compares two limits that are counted from one event, or two dates.
fn fault(cx: &DocumentCx<'_>, x: Limit<'_>, y: Limit<'_>, scratch: &mut Scratch) -> Option<Fault> {
    let (m, n, bounds) = match (x, y) {
        (Limit::Window(x), Limit::Window(y)) => {
            if x.side != y.side {
                return None;
            }
            let ((scale, m), (other, n)) = (x.scale()?, y.scale()?);
            if scale != other || m == n || !scratch.same_matter(cx.text, x.trigger, y.trigger) {
                return None;
            }
            (m, n, (x.bound, y.bound))
        }
        (Limit::Date(x), Limit::Date(y)) => {
            let day = |d: &DateLimit| (u64::from(d.year) * 12 + u64::from(d.month)) * 31 + u64::from(d.day);
            if (x.year == 0) != (y.year == 0) || day(x) == day(y) {
                return None;
            }
            (day(x), day(y), (x.bound, y.bound))
        }
        _ => return None,
    };
    match bounds {
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
    (x, y, fault): (Limit<'_>, Limit<'_>, Fault),
    pair: &Pair,
    sure: bool,
    sink: &mut Sink<'_>,
) {
    let text = cx.text;
    let (first, second) = (quote(text, x.span()), quote(text, y.span()));
    let message = match fault {
        Fault::Two => format!("one act has two time limits: “{first}”{} and “{second}”{}", at(cx, a), at(cx, b)),
        Fault::Empty => {
            format!(
                "no time is left for this act: “{first}”{} and “{second}”{} exclude each other",
                at(cx, a),
                at(cx, b)
            )
        }
    };
    let finding = sink.report(b.span, message);
    finding.label(a.span, "the act, with one limit").label(b.span, "the act, with the other limit");
    finding.label(x.span(), "one limit").label(y.span(), "the other limit");
    event(text, x, finding);
    slots(a, b, pair, finding);
    finding.help("keep one limit, or say to which case each applies");
    if !sure {
        finding.at_most(Severity::Note);
    }
}

/// Notes from what event both limits count.
fn event(text: &str, limit: Limit<'_>, finding: &mut Finding) {
    let Limit::Window(x) = limit else {
        finding.note("compared: the dates");
        return;
    };
    let side = if x.side == Side::After { "after" } else { "before" };
    finding.note(match &x.trigger {
        Some(t) => format!("event: the same (“{}”), both limits lie {side} it", quote(text, *t)),
        None => "event: neither names one".to_owned(),
    });
}
