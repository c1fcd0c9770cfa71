//! Time limits and bounds on quantities.

use smol_str::SmolStr;

use super::model::{Bound, Norm, Quantity, Side, Window};
use super::words::{Range, Words, any};
use crate::text::lexicon::{Bits, bit};
use crate::text::{NumberWords, TokenKind, number_words, word};

/// Reads the limits of `[from, to)`; a figure straight before the verb's object counts only after `verb`. All of them stand
/// aside of the act.
pub fn read(w: &Words<'_>, (from, to): Range, verb: usize, frame: &mut Norm, aside: &mut Vec<Range>) {
    // No limit without a figure; one may stand a few words past the end.
    const FIGURE: Bits = bit::FIGURE;
    // The words of a limit before its figure, at most: "no later than a period of".
    const BEFORE: usize = 6;
    let end = w.bits.len().min(to + 8);
    let mut figures = w.found((from, end), FIGURE);
    let mut begins = None;
    let mut i = from;
    // Up to here no figure stands from `i` on.
    let mut figure_at = from;
    loop {
        if i >= figure_at {
            figure_at = figures.from(i);
            if figure_at >= end {
                return;
            }
            i = i.max(figure_at.saturating_sub(BEFORE));
        }
        let begins = begins.get_or_insert_with(|| w.found((i, to), FIGURE | bit::BOUND | bit::DET));
        i = begins.from(i);
        if i >= to {
            return;
        }
        // An article, with neither a figure nor "period of" behind it.
        let article = w.bits.get(i).is_some_and(|b| b & (FIGURE | bit::BOUND) == 0);
        if w.hidden(i) || article && !w.has(i + 1, FIGURE | bit::BOUND) {
            i += 1;
            continue;
        }
        let (bound, at) = match bound(w, i) {
            Some((bound, len)) => (Some(bound), i + len),
            None => (None, i),
        };
        let at = at + usize::from(w.has(at, bit::DET) && !w.has(at, bit::NUM));
        let at = if w.phrase(at, &const { [word("period"), word("of")] }) { at + 2 } else { at };
        let Some((number, mut next)) = figure(w, at, to) else {
            i += 1;
            continue;
        };
        let start = if bound.is_some() { i } else { at };
        let qualifier = any!(w.word(next), "business", "working", "calendar", "clear", "consecutive")
            .then(|| w.printed(next).to_lowercase());
        next += usize::from(qualifier.is_some());
        if w.is(next, '%') || w.word(next) == word("percent") || w.phrase(next, &const { [word("per"), word("cent")] })
        {
            let len = if w.word(next) == word("per") { 2 } else { 1 };
            push(w, (start, next + len), (number, SmolStr::new("%"), bound.or(Some(Bound::For))), frame, aside);
            i = next + len;
            continue;
        }
        if w.has(next, bit::UNIT) {
            let unit = unit_name(w, next, qualifier.as_deref());
            let after = next + 1;
            let side = side(w, after);
            let comma = w.is(after, '’') || w.is(after, '\'');
            if side.is_none()
                && let (Some(bound), Some((side, from, end)), Ok(number)) =
                    (bound, shared_side(w, after, to), u32::try_from(number))
                && let Some(span) = w.span((start, after))
            {
                let bound = counted_back(w, i, bound, side);
                aside.push((start, after));
                frame.windows.push(Window { span, number, unit, bound, side, trigger: w.span((from, end)) });
                i = after;
                continue;
            }
            if let (Some((side, len)), Ok(number32)) = (side, u32::try_from(number)) {
                let end = trigger_end(w, after + len, to);
                let bound = counted_back(w, i, bound.unwrap_or(Bound::AtMost), side);
                if let Some(span) = w.span((start, after + len)) {
                    aside.push((start, after + len));
                    frame.windows.push(Window {
                        span,
                        number: number32,
                        unit,
                        bound,
                        side,
                        trigger: w.span((after + len, end)),
                    });
                }
                i = after + len;
                continue;
            }
            let within = bound.is_some() && any!(w.word(i), "within");
            if within && let (Some(span), Ok(number32)) = (w.span((start, after)), u32::try_from(number)) {
                aside.push((start, after));
                frame.windows.push(Window {
                    span,
                    number: number32,
                    unit,
                    bound: Bound::AtMost,
                    side: Side::After,
                    trigger: None,
                });
            } else if !comma {
                push(w, (start, after), (number, unit, bound.or(Some(Bound::For))), frame, aside);
            }
            i = after;
            continue;
        }
        let counted = w.is_word(next) && !w.has(next, bit::CLOSED) && !w.has(next, bit::PROVISION) && next < to;
        if counted && (bound.is_some() || i > verb) && !w.has(at.wrapping_sub(1), bit::PROVISION) && !date(w, at, next)
        {
            push(w, (start, next + 1), (number, w.lemma(next), bound.or(Some(Bound::For))), frame, aside);
        } else if bound.is_some() && !w.has(at.wrapping_sub(1), bit::PROVISION) && (next >= to || w.stop(next)) {
            push(w, (start, next), (number, SmolStr::default(), bound), frame, aside);
        }
        i = next.max(i + 1);
    }
}

/// Adds what a range says of a quantity: the figure, what is counted, the bound.
fn push(
    w: &Words<'_>,
    range: Range,
    (number, unit, bound): (u64, SmolStr, Option<Bound>),
    frame: &mut Norm,
    aside: &mut Vec<Range>,
) {
    if let (Some(span), Some(bound)) = (w.span(range), bound) {
        aside.push(range);
        frame.quantities.push(Quantity { span, number, unit, bound });
    }
}

/// "no later than", "at least", "not exceed": what bound the words set, and how many they are.
fn bound(w: &Words<'_>, i: usize) -> Option<(Bound, usize)> {
    let negative = any!(w.word(i), "not", "no");
    if negative {
        let then = w.word(i + 1);
        if w.word(i + 2) == word("than") {
            if any!(then, "later", "more", "greater", "longer", "higher") {
                return Some((Bound::AtMost, 3));
            }
            if any!(then, "earlier", "sooner", "less", "fewer", "lower", "shorter") {
                return Some((Bound::AtLeast, 3));
            }
        }
        if any!(then, "exceed", "exceeding") {
            return Some((Bound::AtMost, 2));
        }
        return None;
    }
    if w.word(i) == word("within") {
        return Some((Bound::AtMost, 1));
    }
    if w.word(i) == word("at") && any!(w.word(i + 1), "least", "most") {
        return Some((if w.word(i + 1) == word("least") { Bound::AtLeast } else { Bound::AtMost }, 2));
    }
    if w.phrase(i, &const { [word("up"), word("to")] }) {
        return Some((Bound::AtMost, 2));
    }
    (w.word(i) == word("for") && (w.has(i + 1, bit::NUM) || w.word(i + 1) == word("a") || number(w, i + 1).is_some()))
        .then_some((Bound::For, 1))
}

fn number(w: &Words<'_>, i: usize) -> Option<u64> {
    let t = w.get(i)?;
    if t.kind() != TokenKind::Number {
        return None;
    }
    let printed = t.of(w.text);
    if printed.contains('.') {
        return None;
    }
    if printed.contains(',') { printed.replace(',', "").parse().ok() } else { printed.parse().ok() }
}

/// A figure at `i`, in digits or words ("thirty (30)", "twenty-four"), and the token after it.
fn figure(w: &Words<'_>, i: usize, to: usize) -> Option<(u64, usize)> {
    if let Some(n) = number(w, i) {
        // "30 (thirty) days", "100 000".
        let mut next = i + 1;
        while next < to && w.hidden(next) {
            next += 1;
        }
        return Some((n, next));
    }
    if !w.has(i, bit::NUM) {
        return None;
    }
    let NumberWords { value, mut next, .. } = number_words(w.tokens, i).filter(|n| !n.ordinal)?;
    while next < to && w.hidden(next) {
        next += 1;
    }
    Some((value, next))
}

fn unit_name(w: &Words<'_>, i: usize, qualifier: Option<&str>) -> SmolStr {
    let printed = w.printed(i).to_lowercase();
    let unit = printed.strip_suffix('s').unwrap_or(&printed);
    match qualifier {
        Some(q) if q != "consecutive" && q != "calendar" => SmolStr::new(format!("{q} {unit}")),
        _ => SmolStr::new(unit),
    }
}

/// "after", "of", "before", "prior to": on which side of the event, and how many words.
fn side(w: &Words<'_>, i: usize) -> Option<(Side, usize)> {
    let here = w.word(i);
    if any!(here, "after", "following", "from", "of", "upon") {
        return Some((Side::After, 1));
    }
    if any!(here, "before", "preceding") {
        return Some((Side::Before, 1));
    }
    w.phrase(i, &const { [word("prior"), word("to")] }).then_some((Side::Before, 2))
}

/// End of the event's words: a comma, a modal or the clause's end.
fn trigger_end(w: &Words<'_>, from: usize, to: usize) -> usize {
    // "October 21, 1980": the comma of a date.
    let year = |k: usize| w.is(k, ',') && number(w, k - 1).is_some() && number(w, k + 1).is_some_and(|y| y > 1500);
    let ends = |k: usize| {
        w.stop(k) && !(k > from && year(k))
            || w.has(k, bit::MODAL | bit::COND)
            || (w.has(k, bit::CONJ) || w.word(k) == word("but")) && bound(w, k + 1).is_some()
    };
    (from..to).find(|&k| !w.hidden(k) && ends(k)).unwrap_or(to)
}

/// "not earlier than 60 days before" is at most 60 days away, "not later than" at least.
fn counted_back(w: &Words<'_>, i: usize, bound: Bound, side: Side) -> Bound {
    let point = side == Side::Before && any!(w.word(i + 1), "later", "earlier", "sooner");
    match bound {
        Bound::AtMost if point => Bound::AtLeast,
        Bound::AtLeast if point => Bound::AtMost,
        other => other,
    }
}

/// "at least 30 days and not more than 60 days after …": the side and event that the second limit gives to the first.
fn shared_side(w: &Words<'_>, after: usize, to: usize) -> Option<(Side, usize, usize)> {
    let joint = after + usize::from(w.is(after, ','));
    if !w.has(joint, bit::CONJ) {
        return None;
    }
    let (_, len) = bound(w, joint + 1)?;
    let (_, next) = figure(w, joint + 1 + len, to)?;
    let unit = next + usize::from(any!(w.word(next), "business", "working", "calendar", "clear"));
    let (side, len) = side(w, unit + 1).filter(|_| w.has(unit, bit::UNIT))?;
    Some((side, unit + 1 + len, trigger_end(w, unit + 1 + len, to)))
}

/// "1 March", "March 1, 2020": a date.
fn date(w: &Words<'_>, at: usize, next: usize) -> bool {
    let month = |i: usize| w.has(i, bit::MONTH) && (w.word(i) != word("may") || w.capital(i));
    month(next) || month(at.wrapping_sub(1)) || number(w, at).is_some_and(|n| (1600..2200).contains(&n))
}
