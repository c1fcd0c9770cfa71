//! `quantity-conflict`: one measured thing, two values; a maximum below a minimum; parts that miss the whole.

use crate::findings::Severity;
use crate::norms::{Bound, Norm, Quantity};
use crate::rules::deontic::pair::{Pair, Scratch, Slot, near, other_dates, slots, verbatim};
use crate::rules::deontic::shared::{at, is_contract, of_other_units, quote};
use crate::rules::deontic::{candidates, facets};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL305",
    name: "quantity-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/quantity_conflict.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let contract = is_contract(cx);
    let mut scratch = Scratch::default();
    for (_, n) in facets::unquoted(cx, facets::MEASURED) {
        parts(cx, n, sink);
    }
    for (candidate, a, b) in candidates::such(cx, |a, b| a & b & facets::MEASURED != 0) {
        let Some((x, y, fault)) = clash(a, b, contract) else { continue };
        let same_force = a.modality == b.modality && a.negated == b.negated;
        if !same_force && matches!(fault, Fault::Two) {
            continue;
        }
        // Outside contracts only norms of one article are sure to speak of one thing.
        if !contract && !near(cx.document(), a, b) {
            continue;
        }
        // "4 members shall serve for 2 years", "4 members … for 6 years": parts of one body.
        if a.subject.is_some_and(|s| counted(cx.text, s)) || other_dates(a, b) || !contract && scale(a, b) {
            continue;
        }
        let Some(pair) = candidate.beside(cx, contract, &mut scratch) else { continue };
        let verb = pair.verb || matches!(fault, Fault::Empty);
        if matches!(pair.bearer, Slot::Differs | Slot::FirstCovers | Slot::SecondCovers)
            || pair.conditions != Slot::Same
            || !verb
            || of_other_units(cx, a, b)
            || of_own_things(cx, a, b)
        {
            continue;
        }
        let plain = pair.turning == Slot::Same;
        let sure = plain && pair.near && verbatim(cx.text, a, b, &mut scratch)
            || plain && contract && pair.words.ratio() >= 0.75 && pair.words.shared >= 4
            || plain && contract && pair.literal() && pair.words.shared >= 2
            || contract && pair.words.inside() >= 0.9 && pair.words.shared >= 5 && pair.verb;
        if sure {
            candidate.tell(cx);
            report(cx, a, b, (x, y, fault), &pair, sink);
        }
    }
}

/// Whether the subject is so many of something: "4 members", "Three directors".
fn counted(text: &str, subject: Span) -> bool {
    !subject.of(text).starts_with(char::is_alphabetic)
        || crate::norms::figures(text, subject).first().is_some_and(|f| f.0.start == subject.start)
}

/// Whether two values or more differ in turn: steps of a scale, as 60 days for 2 offences and 120 days for 3.
fn scale(a: &Norm, b: &Norm) -> bool {
    let differ = a.quantities.iter().zip(&b.quantities).filter(|(x, y)| x.unit == y.unit && x.number != y.number);
    a.quantities.len() == b.quantities.len() && differ.take(2).count() > 1
}

/// Whether each goes on with what the first sentence of its own item names: "(1) One near each side. Clearance shall be
/// …", "(2) One near each end. Clearance shall be …".
fn of_own_things(cx: &DocumentCx<'_>, a: &Norm, b: &Norm) -> bool {
    let doc = cx.document();
    let goes_on = |n: &Norm| {
        let unit = doc.get(n.provision);
        let from = unit.label.as_ref().map_or(unit.span.start, |l| l.span.end);
        unit.label.is_some() && !Span::new(from, n.sentence.start.max(from)).of(cx.text).trim().is_empty()
    };
    a.provision != b.provision && doc.get(a.provision).parent == doc.get(b.provision).parent && goes_on(a) && goes_on(b)
}

#[derive(Clone, Copy)]
enum Fault {
    Two,
    Empty,
}

/// The first two values of one thing: in the order of the text, or in a contract that counts other things besides, of one
/// unit that each counts once.
fn clash<'a>(a: &'a Norm, b: &'a Norm, contract: bool) -> Option<(&'a Quantity, &'a Quantity, Fault)> {
    if a.quantities.len() == b.quantities.len() {
        return a.quantities.iter().zip(&b.quantities).find_map(|(x, y)| fault(x, y).map(|f| (x, y, f)));
    }
    let once = |n: &'a Norm, x: &Quantity| n.quantities.iter().filter(|q| q.unit == x.unit).count() == 1;
    a.quantities.iter().take(8).filter(|x| contract && !x.unit.is_empty() && once(a, x)).find_map(|x| {
        let y = b.quantities.iter().take(8).find(|y| y.unit == x.unit).filter(|y| once(b, y))?;
        fault(x, y).map(|f| (x, y, f))
    })
}

fn fault(x: &Quantity, y: &Quantity) -> Option<Fault> {
    if x.unit != y.unit || x.number == y.number {
        return None;
    }
    match (x.bound, y.bound) {
        (Bound::AtMost, Bound::AtLeast) | (Bound::For, Bound::AtLeast) => (x.number < y.number).then_some(Fault::Empty),
        (Bound::AtLeast, Bound::AtMost) => (y.number < x.number).then_some(Fault::Empty),
        (x, y) => (x == y).then_some(Fault::Two),
    }
}

fn report(
    cx: &DocumentCx<'_>,
    a: &Norm,
    b: &Norm,
    (x, y, fault): (&Quantity, &Quantity, Fault),
    pair: &Pair,
    sink: &mut Sink<'_>,
) {
    let text = cx.text;
    let (first, second) = (quote(text, x.span), quote(text, y.span));
    let message = match fault {
        Fault::Two => format!("one thing has two values: “{first}”{} and “{second}”{}", at(cx, a), at(cx, b)),
        Fault::Empty => {
            format!("no value is left: “{first}”{} and “{second}”{} exclude each other", at(cx, a), at(cx, b))
        }
    };
    let finding = sink.report(b.span, message);
    finding.label(a.span, "what is measured, with one value").label(b.span, "the same, with the other value");
    finding.label(x.span, "one value").label(y.span, "the other value");
    slots(a, b, pair, finding);
    finding.help("keep one value, or say to which case each applies");
    // "121 bush carriers": a figure before an adjective may be a name.
    let counts = |q: &Quantity| q.number < 2 || q.unit.is_empty() || !q.span.of(text).ends_with(q.unit.as_str());
    if !is_contract(cx) && (!counts(x) || !counts(y)) {
        finding.at_most(Severity::Note);
    }
}

/// "seven members, three of whom …, three by …": parts beside their whole.
fn parts(cx: &DocumentCx<'_>, n: &Norm, sink: &mut Sink<'_>) {
    let text = cx.text;
    let words = n.sentence.of(text);
    if !(words.contains("of whom") || words.contains("of which"))
        || !matches!(n.verb.as_str(), "consist" | "comprise" | "compose" | "have" | "be")
    {
        return;
    }
    let Some(whole) = n.quantities.first().filter(|q| q.bound == Bound::For && !q.unit.is_empty()) else { return };
    let mut found = crate::norms::figures(text, Span::new(whole.span.end, n.sentence.end.max(whole.span.end)));
    let cited = &cx.analysis().references;
    let cited = cited.get(n.references.0 as usize..n.references.1 as usize).unwrap_or_default();
    found.retain(|(span, _)| !cited.iter().any(|r| r.span.overlaps(*span)));
    // "of which a copy shall be on file" speaks of no part.
    let told = |&(span, _): &(Span, u64)| {
        let after = text.get(span.end as usize..n.sentence.end as usize).unwrap_or("").trim_start();
        after.starts_with("of whom") || after.starts_with("of which")
    };
    if found.len() < 2 || !found.iter().any(told) {
        return;
    }
    let sum: u64 = found.iter().map(|f| f.1).sum();
    // A part told in other words leaves the sum short.
    if sum == whole.number || sum < whole.number && found.len() < 3 {
        return;
    }
    let finding = sink.report(whole.span, format!("the parts make {sum}, the whole is {}", whole.number));
    for (span, number) in &found {
        finding.label(*span, format!("a part: {number}"));
    }
    finding.help("correct the whole or a part");
    if found.len() > 6 || sum < whole.number && found.len() != 3 {
        finding.at_most(Severity::Note);
    }
}
