//! Conditions, exceptions, precedence and hedges of a clause.

use thin_vec::ThinVec;

use super::model::{Hedge, HedgeKind, Precedence, PrecedenceKind};
use super::spans::Spans;
use super::words::{Range, Words, any};
use crate::text::lexicon::{bit, lexicon};
use crate::text::{TokenKind, word};

/// What a clause says beside its act.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    pub conditions: Spans,
    pub exceptions: Spans,
    pub precedence: ThinVec<Precedence>,
    pub hedges: ThinVec<Hedge>,
}

/// Reads the slots of `[from, to)`; `subject` is where the main clause's subject begins, `modal` the token that carries
/// the force. Conditions, exceptions and phrases of precedence stand aside of the act.
pub fn read(w: &Words<'_>, (from, to): Range, (subject, modal): (usize, usize), aside: &mut Vec<Range>) -> Slots {
    let at = Frame { to, subject, modal };
    let mut slots = Slots::default();
    let mut found = w.slots((from, to));
    let mut i = from;
    loop {
        i = found.from(i);
        if i >= to {
            return slots;
        }
        if w.hidden(i) {
            i += 1;
            continue;
        }
        let opening = opening(w, i, from);
        if let Some(Opening::Precedence(kind, len)) = opening {
            let end = phrase_end(w, i, at);
            if let Some(span) = w.span((i, end)) {
                // "The foregoing notwithstanding".
                let behind = any!(w.word(i.wrapping_sub(1)), "foregoing", "above");
                aside.push((i, end));
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
        if let Some(Opening::Exception(len)) = opening {
            let end = phrase_end(w, i, at);
            if let Some(span) = w.span((i, end)) {
                aside.push((i, end));
                slots.exceptions.push(span);
            }
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
        if let Some(Opening::Condition(len)) = opening {
            let end = phrase_end(w, i, at);
            if let Some(span) = w.span((i, end)) {
                aside.push((i, end));
                slots.conditions.push(span);
            }
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

/// First words of what opens.
mod first {
    use crate::text::{WordHash, word};

    pub const TO: WordHash = word("to");
    pub const IN: WordHash = word("in");
    pub const BY: WordHash = word("by");
    pub const AS: WordHash = word("as");
    pub const OTHER: WordHash = word("other");
    pub const OTHERWISE: WordHash = word("otherwise");
    pub const NOTWITHSTANDING: WordHash = word("notwithstanding");
    pub const DESPITE: WordHash = word("despite");
    pub const REGARDLESS: WordHash = word("regardless");
    pub const IRRESPECTIVE: WordHash = word("irrespective");
    pub const SUBJECT: WordHash = word("subject");
    pub const WITHOUT: WordHash = word("without");
    pub const NOTHING: WordHash = word("nothing");
    pub const EXCEPT: WordHash = word("except");
    pub const SAVE: WordHash = word("save");
    pub const UNLESS: WordHash = word("unless");
    pub const UNTIL: WordHash = word("until");
    pub const EXCLUDING: WordHash = word("excluding");
    pub const IF: WordHash = word("if");
    pub const WHERE: WordHash = word("where");
    pub const WHEN: WordHash = word("when");
    pub const WHENEVER: WordHash = word("whenever");
    pub const WHEREVER: WordHash = word("wherever");
    pub const WHILE: WordHash = word("while");
    pub const WHILST: WordHash = word("whilst");
    pub const ONCE: WordHash = word("once");
    pub const PROVIDED: WordHash = word("provided");
    pub const PROVIDING: WordHash = word("providing");
    pub const UPON: WordHash = word("upon");
    pub const FOLLOWING: WordHash = word("following");
    pub const AFTER: WordHash = word("after");
    pub const BEFORE: WordHash = word("before");
}

/// What the words at a token open, and how many they are.
enum Opening {
    Precedence(PrecedenceKind, usize),
    Exception(usize),
    Condition(usize),
}

/// What opens at `i`, in a clause that begins at `from`.
fn opening(w: &Words<'_>, i: usize, from: usize) -> Option<Opening> {
    use Opening::{Condition, Exception, Precedence};
    use PrecedenceKind::{Excepts, Overrides, Preserves, Yields};
    let next = w.word(i + 1);
    let otherwise = next == first::OTHERWISE;
    match w.word(i) {
        first::TO => w.phrase(i + 1, &const { [word("the"), word("extent"), word("that")] }).then_some(Condition(4)),
        first::IN if next == word("derogation") => Some(Precedence(Overrides, 2)),
        first::IN => {
            let noun = i + 1 + usize::from(w.has(i + 1, bit::DET));
            any!(w.word(noun), "case", "event", "cases", "circumstances").then_some(Condition(noun + 1 - i))
        }
        first::BY => w
            .phrase(i + 1, &const { [word("way"), word("of"), word("derogation")] })
            .then_some(Precedence(Overrides, 2)),
        first::AS => otherwise.then_some(Precedence(Excepts, 2)),
        first::OTHER | first::OTHERWISE if next == word("than") => {
            if any!(w.word(i + 2), "under", "as", "in", "pursuant") {
                Some(Precedence(Excepts, 3))
            } else {
                (w.word(i) == first::OTHER).then_some(Exception(2))
            }
        }
        first::NOTWITHSTANDING | first::DESPITE => Some(Precedence(Overrides, 1)),
        first::REGARDLESS | first::IRRESPECTIVE => (next == word("of")).then_some(Precedence(Overrides, 2)),
        first::SUBJECT => {
            let said = w.has(i.wrapping_sub(1), bit::BE) || w.word(i.wrapping_sub(1)) == word("be");
            (next == word("to") && !said).then_some(Precedence(Yields, 2))
        }
        first::WITHOUT => {
            w.phrase(i + 1, &const { [word("prejudice"), word("to")] }).then_some(Precedence(Preserves, 3))
        }
        first::NOTHING => any!(next, "in", "herein", "contained").then_some(Precedence(Preserves, 2)),
        first::EXCEPT | first::SAVE => {
            let provided = any!(next, "as", "provided", "under", "by", "in", "pursuant", "authorized", "authorised");
            if provided || otherwise && w.word(i) == first::EXCEPT {
                Some(Precedence(Excepts, 2))
            } else {
                (!w.has(i, bit::VERB_ING)).then_some(Exception(1))
            }
        }
        first::UNLESS | first::WHERE if otherwise => Some(Precedence(Excepts, 2)),
        first::UNLESS | first::UNTIL | first::EXCLUDING => Some(Exception(1)),
        first::IF
        | first::WHERE
        | first::WHEN
        | first::WHENEVER
        | first::WHEREVER
        | first::WHILE
        | first::WHILST
        | first::ONCE => (i == from || !asks(w, i.wrapping_sub(1))).then_some(Condition(1)),
        first::PROVIDED | first::PROVIDING => {
            (next == word("that") || i > from && w.is(i - 1, ',')).then_some(Condition(1))
        }
        first::UPON | first::FOLLOWING | first::AFTER | first::BEFORE => {
            let opens = (i == from || w.stop(i - 1)) && !w.has(i + 1, bit::THING | bit::AGENT);
            opens.then_some(Condition(1))
        }
        _ => None,
    }
}

/// "determine if", "decide where": before a question, which is no condition.
fn asks(w: &Words<'_>, i: usize) -> bool {
    any!(
        w.word(i),
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
    )
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
        if !w.has(k, bit::MARK) || w.hidden(k) {
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
