//! Conditions, exceptions, precedence and hedges of a clause.

use thin_vec::ThinVec;

use super::model::{Hedge, HedgeKind, Precedence, PrecedenceKind};
use super::words::{Range, Words, any};
use crate::span::Span;
use crate::text::lexicon::{bit, lexicon};
use crate::text::{TokenKind, word};

/// What a clause says beside its act.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    pub conditions: ThinVec<Span>,
    pub exceptions: ThinVec<Span>,
    pub precedence: ThinVec<Precedence>,
    pub hedges: ThinVec<Hedge>,
}

/// Reads the slots of `[from, to)`; `subject` is where the main clause's subject begins, `modal` the token that carries
/// the force.
pub fn read(w: &Words<'_>, (from, to): Range, subject: usize, modal: usize) -> Slots {
    let at = Frame { to, subject, modal };
    let mut slots = Slots::default();
    let mut i = from;
    loop {
        i = w.find(i, to, bit::SLOT);
        if i >= to {
            return slots;
        }
        if w.hidden(i) {
            i += 1;
            continue;
        }
        if let Some((kind, len)) = precedence(w, i) {
            let end = phrase_end(w, i, at);
            if let Some(span) = w.span((i, end)) {
                // "The foregoing notwithstanding".
                let behind = any!(w.word(i.wrapping_sub(1)), "foregoing", "above");
                slots.precedence.push(Precedence { span, kind, internal: behind || internal(w, i + len, end) });
                match kind {
                    PrecedenceKind::Yields => slots.conditions.push(span),
                    PrecedenceKind::Excepts => slots.exceptions.push(span),
                    PrecedenceKind::Overrides | PrecedenceKind::Preserves => {}
                }
            }
            i += len;
            continue;
        }
        if let Some(len) = exception(w, i) {
            let end = phrase_end(w, i, at);
            slots.exceptions.extend(w.span((i, end)));
            i += len;
            continue;
        }
        if w.has(i, bit::EFFORT)
            && (w.has(i + 1, bit::EFFORT_ON) || w.has(i, bit::EFFORT_ALONE))
            && let Some(len) = lexicon().effort(w.tokens.get(i..to).unwrap_or_default())
        {
            if let Some(span) = w.span((i, i + len)) {
                slots.hedges.push(Hedge { span, kind: HedgeKind::Effort });
            }
            i += len;
            continue;
        }
        if let Some(len) = condition(w, i, from) {
            let end = phrase_end(w, i, at);
            slots.conditions.extend(w.span((i, end)));
            i += len;
            continue;
        }
        if w.has(i, bit::POINTER)
            && let Some(end) = unidentified(w, i, to)
        {
            let start = if w.has(i.wrapping_sub(1), bit::DET) { i - 1 } else { i };
            if let Some(span) = w.span((start, end)) {
                slots.hedges.push(Hedge { span, kind: HedgeKind::UnidentifiedInstrument });
            }
            i = end;
            continue;
        }
        if w.has(i, bit::VAGUE)
            && attributive(w, i, to)
            && let Some(t) = w.get(i)
        {
            slots.hedges.push(Hedge { span: t.span(), kind: HedgeKind::VagueStandard });
        }
        i += 1;
    }
}

/// Where a clause's parts stand.
#[derive(Clone, Copy)]
struct Frame {
    to: usize,
    subject: usize,
    modal: usize,
}

/// A phrase of precedence at `i`, and how many words it begins with.
fn precedence(w: &Words<'_>, i: usize) -> Option<(PrecedenceKind, usize)> {
    let two = |a: &str, b: &str| w.word(i) == word(a) && w.word(i + 1) == word(b);
    if any!(w.word(i), "notwithstanding", "despite") {
        return Some((PrecedenceKind::Overrides, 1));
    }
    if two("regardless", "of") || two("irrespective", "of") {
        return Some((PrecedenceKind::Overrides, 2));
    }
    if w.phrase(i, &[word("in"), word("derogation")])
        || w.phrase(i, &[word("by"), word("way"), word("of"), word("derogation")])
    {
        return Some((PrecedenceKind::Overrides, 2));
    }
    if two("subject", "to") && !w.has(i.wrapping_sub(1), bit::BE) && w.word(i.wrapping_sub(1)) != word("be") {
        return Some((PrecedenceKind::Yields, 2));
    }
    if w.phrase(i, &[word("without"), word("prejudice"), word("to")]) {
        return Some((PrecedenceKind::Preserves, 3));
    }
    if w.word(i) == word("nothing") && any!(w.word(i + 1), "in", "herein", "contained") {
        return Some((PrecedenceKind::Preserves, 2));
    }
    let provided = |k: usize| any!(w.word(k), "provided", "under", "by", "in", "pursuant", "authorized", "authorised");
    if any!(w.word(i), "except", "save") && (w.word(i + 1) == word("as") || provided(i + 1)) {
        return Some((PrecedenceKind::Excepts, 2));
    }
    if any!(w.word(i), "other", "otherwise")
        && w.word(i + 1) == word("than")
        && any!(w.word(i + 2), "under", "as", "in", "pursuant")
    {
        return Some((PrecedenceKind::Excepts, 3));
    }
    if any!(w.word(i), "unless", "except", "where", "as") && w.word(i + 1) == word("otherwise") {
        return Some((PrecedenceKind::Excepts, 2));
    }
    None
}

fn exception(w: &Words<'_>, i: usize) -> Option<usize> {
    if any!(w.word(i), "unless", "until") {
        return Some(1);
    }
    if any!(w.word(i), "except", "save", "excluding") && !w.has(i, bit::VERB_ING) | (w.word(i) == word("excluding")) {
        return Some(1);
    }
    (w.word(i) == word("other") && w.word(i + 1) == word("than")).then_some(2)
}

fn condition(w: &Words<'_>, i: usize, from: usize) -> Option<usize> {
    let here = w.word(i);
    // "determine if", "decide where": a question, no condition.
    if any!(here, "if", "where", "when", "whenever", "wherever", "while", "whilst", "once") {
        let asks = any!(
            w.word(i.wrapping_sub(1)),
            "determine",
            "decide",
            "know",
            "ask",
            "ascertain",
            "see",
            "verify",
            "check",
            "consider",
            "specify",
            "establish"
        );
        return (i == from || !asks).then_some(1);
    }
    if any!(here, "provided", "providing") && (w.word(i + 1) == word("that") || (i > from && w.is(i - 1, ','))) {
        return Some(1);
    }
    if here == word("in") {
        let noun = i + 1 + usize::from(w.has(i + 1, bit::DET));
        if any!(w.word(noun), "case", "event", "cases", "circumstances") {
            return Some(noun + 1 - i);
        }
    }
    if any!(here, "upon", "following", "after", "before")
        && (i == from || w.stop(i - 1))
        && !w.has(i + 1, bit::THING | bit::AGENT)
    {
        return Some(1);
    }
    (here == word("to") && w.phrase(i + 1, &[word("the"), word("extent"), word("that")])).then_some(4)
}

/// One past the last token of a phrase that begins at `i`: up to a comma after which the main clause goes on, or the
/// clause's end.
fn phrase_end(w: &Words<'_>, i: usize, Frame { to, subject, modal }: Frame) -> usize {
    let limit = if i < subject {
        subject
    } else if i < modal {
        modal
    } else {
        to
    };
    let mut end = limit;
    let mut last = None;
    for k in i + 1..limit {
        if w.hidden(k) {
            continue;
        }
        if w.is(k, ';') || w.is(k, ':') {
            end = k;
            break;
        }
        if w.is(k, ',') {
            last = Some(k);
            // After the modal a phrase goes on to the first comma that no list goes over.
            if i > modal && !w.has(k + 1, bit::CONJ | bit::REL) {
                return k;
            }
        }
    }
    if i < modal { last.unwrap_or(end) } else { end }
}

/// Whether the words name a unit of this text, or all of it.
fn internal(w: &Words<'_>, from: usize, to: usize) -> bool {
    for k in from..to {
        if !w.has(k, bit::PROVISION) {
            if any!(w.word(k), "anything", "foregoing", "herein", "hereof") {
                return true;
            }
            continue;
        }
        let next = w.get(k + 1);
        let numbered = next
            .is_some_and(|t| t.kind() != TokenKind::Word && (t.is('(') || !matches!(t.kind(), TokenKind::Mark)))
            || next.is_some_and(|t| t.span().len() <= 5 && t.capital() && t.all_caps());
        let pointed = (k.saturating_sub(3).max(from)..k).any(|j| {
            any!(
                w.word(j),
                "this",
                "that",
                "these",
                "any",
                "other",
                "preceding",
                "first",
                "second",
                "following",
                "foregoing",
                "above"
            )
        });
        if numbered || pointed {
            return true;
        }
    }
    false
}

/// One past the end of "relevant ITU-T Recommendations": a class of texts that no number or name singles out.
fn unidentified(w: &Words<'_>, i: usize, to: usize) -> Option<usize> {
    let mut k = i + 1;
    while k < to && k < i + 6 {
        if w.has(k, bit::INSTRUMENT) && w.has(k, bit::PLURAL) {
            let next = w.get(k + 1);
            let named = next.is_some_and(|t| {
                matches!(t.kind(), TokenKind::Number | TokenKind::Mixed)
                    || (t.capital() && t.spaced() && !w.stop(k + 1))
            });
            return (!named).then_some(k + 1);
        }
        let joins = w.is_word(k) || w.is(k, '-') || w.is(k, '/') || w.has(k, bit::CONJ);
        if !joins || w.has(k, bit::PREP | bit::DET | bit::REL) {
            return None;
        }
        k += 1;
    }
    None
}

/// A vague adjective that stands before a noun, or after "be".
fn attributive(w: &Words<'_>, i: usize, to: usize) -> bool {
    let next = i + 1;
    let noun = next < to
        && w.is_word(next)
        && !w.has(next, bit::PREP | bit::CONJ | bit::DET | bit::COND | bit::REL | bit::MODAL);
    (noun || w.has(i.wrapping_sub(1), bit::BE) || w.word(i.wrapping_sub(1)) == word("be"))
        && !w.capital(i) | (i == 0) | w.has(i.wrapping_sub(1), bit::DET) | noun
}
