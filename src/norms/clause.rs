//! Clauses: whether a word of force stands in the main clause, and what its subject is.

use super::words::{Range, Words, any};
use crate::text::lexicon::bit;
use crate::text::{TokenKind, word};

/// Where a modal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a main clause, with its subject's tokens.
    Main(Range),
    /// In a relative clause, a condition or a like place: makes no norm of the sentence.
    Subordinate,
}

/// Finds the subject of the words of force at `modal`, looking back no farther than `floor`.
///
/// `fresh` says that no word of force stands between the beginning of the clause and `floor`. An empty range is a
/// subject left out: that of the norm before, or of the lead-in.
pub fn place(w: &Words<'_>, floor: usize, modal: usize, fresh: bool) -> Place {
    let mut floor = floor;
    if !fresh {
        // A second predicate: "shall keep records and shall publish them", "…, and the buyer shall pay".
        let mut end = modal;
        while end > floor && (w.adverb(end - 1) || (w.is(end - 1, ',') && w.has(end.wrapping_sub(2), bit::CONJ))) {
            end -= 1;
        }
        let Some(joint) = (floor..end).rev().find(|&k| !w.hidden(k) && (w.has(k, bit::CONJ) || breaks(w, k))) else {
            return agreed(w, floor, modal);
        };
        if joint + 1 == end {
            return Place::Main((modal, modal));
        }
        // "A and B shall": the joint stands inside the subject, which a comma sets off.
        let comma = (floor..joint).rev().find(|&k| !w.hidden(k) && w.is(k, ',') && nominal(w, (k + 1, joint)));
        let list = comma
            .filter(|&k| w.has(joint, bit::CONJ) && !w.is(joint - 1, ',') && joint - k < 9 && !w.has(k + 1, bit::VERB));
        floor = list.map_or(joint, |k| k + 1);
        if w.has(joint, bit::CONJ) && list.is_none() {
            floor = joint + 1;
        }
    }
    let mut end = modal;
    while end > floor
        && (w.adverb(end - 1) || any!(w.word(end - 1), "each", "all", "both"))
        && !w.has(end - 1, bit::AGENT | bit::PRON)
    {
        end -= 1;
    }
    if end == floor {
        // "Shall the operator fail": a question or a condition by inversion; in an item, the lead-in has the subject.
        return Place::Main((floor, floor));
    }
    let mut segments = segments(w, floor, end);
    let Some((mut from, mut to)) = segments.next() else { return Place::Subordinate };
    if w.is(end - 1, ',') || w.is(end - 1, '—') {
        // An aside stands between subject and modal: "The Minister, after consulting the Authority, shall".
        while opens_aside(w, (from, to))
            && let Some(before) = segments.next()
        {
            (from, to) = before;
        }
    }
    from = skip_openers(w, from, to);
    if from >= to {
        return Place::Subordinate;
    }
    match subordinate(w, from, to) {
        Some(Inside::Yes) => return Place::Subordinate,
        Some(Inside::From(at)) => from = at,
        None => {}
    }
    if w.has(from, bit::CONJ) {
        // The end of a list of subjects, or a clause of its own.
        from += 1;
        for (start, end) in segments.take_while(|&before| nominal(w, before)) {
            from = skip_openers(w, start, end);
        }
    }
    if from >= to {
        return Place::Subordinate;
    }
    let (from, to) = trim_lead(w, from, to);
    // "If the person who is the owner or is entitled to it is known, the court may": still inside the condition.
    let conditional = w.has(from, bit::COND) && (from..to).any(|k| w.finite(k));
    if conditional { Place::Subordinate } else { Place::Main((from, to)) }
}

/// "Subject to any rights the seller may have, the buyer shall": a relative clause without a pronoun, in an opening that
/// a comma ends after the verb.
pub fn in_opening(w: &Words<'_>, floor: usize, modal: usize, verb: usize) -> bool {
    if !w.is(verb + 1, ',') || !w.has(verb, bit::VERB) {
        return false;
    }
    let comma = (floor..modal).rev().find(|&k| w.is(k, ',') && !w.hidden(k));
    let from = comma.map_or(floor, |k| k + 1);
    w.phrase(from, &const { [word("subject"), word("to")] })
        || any!(w.word(from), "notwithstanding", "despite", "without", "under", "in", "to", "regardless")
            && (from..modal).any(|k| w.word(k) == word("any"))
}

/// A clause that hangs on "agrees that" or "provided that" after another word of force.
fn agreed(w: &Words<'_>, floor: usize, modal: usize) -> Place {
    let that = (floor..modal).rev().find(|&k| !w.hidden(k) && w.word(k) == word("that") && opens_clause(w, k));
    that.map_or(Place::Subordinate, |k| place(w, k + 1, modal, true))
}

/// Whether "that" at `k` opens a clause with a norm of its own.
fn opens_clause(w: &Words<'_>, k: usize) -> bool {
    k > 0 && any!(w.word(k - 1), "agree", "agrees", "provided", "acknowledge", "acknowledges", "except")
}

/// Whether a new clause begins after the token.
pub fn breaks(w: &Words<'_>, i: usize) -> bool {
    w.is(i, ';') || w.is(i, ':') || (w.is(i, '—') && (w.capital(i + 1) || w.is(i + 1, '(')))
}

/// Parts of `[floor, end)` between commas and dashes outside brackets, empty ones left out, from the last to the first.
fn segments<'w>(w: &'w Words<'_>, floor: usize, end: usize) -> impl Iterator<Item = Range> + 'w {
    let mut end = Some(end);
    std::iter::from_fn(move || {
        loop {
            let to = end?;
            let joint = (floor..to).rev().find(|&i| !w.hidden(i) && (w.is(i, ',') || w.is(i, '—')));
            end = joint;
            let from = joint.map_or(floor, |k| k + 1);
            if from < to {
                return Some((from, to));
            }
        }
    })
}

/// Skips labels, hidden tokens, marks and connecting adverbs at the beginning of a clause.
pub fn skip_openers(w: &Words<'_>, mut from: usize, to: usize) -> usize {
    while from < to {
        let numeral = w.get(from).is_some_and(|t| t.kind() == TokenKind::Number);
        let mark = !w.is_word(from) && !numeral;
        let label = numeral
            && (w.capital(from + 1)
                || w.hidden(from + 1)
                || w.get(from + 1).is_some_and(|t| t.kind() == TokenKind::Number));
        let adverb = w.has(from, bit::ADV)
            && !w.has(from, bit::DET)
            && w.word(from) != word("one")
            && w.word(from) != word("only");
        if w.hidden(from) || mark || label || adverb {
            from += 1;
        } else {
            break;
        }
    }
    from
}

fn opens_aside(w: &Words<'_>, (from, to): Range) -> bool {
    let from = skip_openers(w, from, to);
    from >= to
        || w.has(from, bit::COND | bit::PREP | bit::REL | bit::VERB_ING | bit::ADV)
        || w.has(from, bit::CONJ)
        || w.participle(from)
        || any!(w.word(from), "including", "acting", "having", "being", "other", "as", "inter")
}

enum Inside {
    /// The modal belongs to the subordinate clause.
    Yes,
    /// The main clause begins there.
    From(usize),
}

/// Whether a subordinator before the modal takes it into a clause of its own.
fn subordinate(w: &Words<'_>, from: usize, to: usize) -> Option<Inside> {
    let mut i = to;
    while i > from {
        i -= 1;
        if !w.has(i, bit::REL | bit::COND) || w.hidden(i) {
            continue;
        }
        let cond = w.has(i, bit::COND);
        // "that Member shall": a determiner where it opens the clause.
        if i == from
            && any!(w.word(i), "that", "what", "which")
            && !w.has(i + 1, bit::DET | bit::MODAL)
            && w.word(i) == word("that")
        {
            return None;
        }
        if w.word(i) == word("that") && i > from && w.has(i - 1, bit::PREP | bit::CONJ) {
            // "under that section", "and that person".
            continue;
        }
        if w.word(i) == word("as") {
            continue;
        }
        let own = (i + 1..to).filter(|&k| !w.hidden(k));
        if cond {
            let finite = own
                .clone()
                .any(|k| w.finite(k) || (w.has(k, bit::VERB_ED) && k > i + 1 && !w.has(k - 1, bit::DET | bit::BE)));
            if !finite {
                return Some(Inside::Yes);
            }
            return match last_subject(w, i + 1, to) {
                Some(at) => Some(Inside::From(at)),
                None => Some(Inside::Yes),
            };
        }
        if i + 1 >= to {
            return Some(Inside::Yes);
        }
        if w.word(i) == word("that") && i > from && opens_clause(w, i) {
            return Some(Inside::From(i + 1));
        }
        let next = i + 1 + usize::from(w.adverb(i + 1));
        let verbal = w.finite(next)
            || w.has(next, bit::VERB | bit::VERB_S | bit::VERB_ED) && !w.has(next, bit::DET | bit::AGENT | bit::THING);
        let object_clause = !verbal;
        if !object_clause {
            // "any person who operates a network shall": the relative pronoun has its verb.
            return None;
        }
        let has_verb = own.skip(2).any(|k| w.finite(k) || (w.has(k, bit::VERB_ED) && !w.has(k - 1, bit::DET)));
        return if has_verb { None } else { Some(Inside::Yes) };
    }
    None
}

/// Start of the last noun phrase with a determiner that no preposition or verb governs.
fn last_subject(w: &Words<'_>, from: usize, to: usize) -> Option<usize> {
    let mut verb = None;
    for k in from..to {
        if w.finite(k) || (w.has(k, bit::VERB_ED) && k > from) {
            verb = Some(k);
        }
    }
    let verb = verb?;
    (verb + 1..to).rev().find(|&k| {
        (w.has(k, bit::DET) || (w.has(k, bit::PRON) && k + 1 == to))
            && !w.has(k - 1, bit::PREP | bit::DET | bit::CONJ)
            && k > verb + 1
    })
}

/// Whether a part between commas can be one of a list of subjects.
fn nominal(w: &Words<'_>, (from, to): Range) -> bool {
    let start = skip_openers(w, from, to);
    start < to
        && !w.has(start, bit::COND | bit::PREP | bit::VERB_ING)
        && !(start..to).any(|k| w.finite(k))
        && to - start <= 12
}

fn trim_lead(w: &Words<'_>, from: usize, to: usize) -> Range {
    let mut from = from;
    while from < to
        && (w.has(from, bit::CONJ) || w.hidden(from) || (w.has(from, bit::ADV) && !w.has(from, bit::DET)))
        && w.word(from) != word("only")
    {
        from += 1;
    }
    // "In that event the operator shall": the noun phrase after a prepositional opening.
    if w.has(from, bit::PREP)
        && let Some(at) = (from + 2..to).find(|&k| {
            w.has(k, bit::DET)
                && !w.has(
                    k - 1,
                    bit::PREP | bit::DET | bit::CONJ | bit::VERB | bit::VERB_ED | bit::VERB_ING | bit::HAVE | bit::BE,
                )
        })
    {
        from = at;
    }
    (from, to)
}

/// "Relation to claims The director shall": where a heading has run into the sentence in a flattened text, the subject begins
/// at the capital of the sentence's own article.
pub fn past_heading(w: &Words<'_>, (from, to): Range) -> Range {
    let small = |k: usize| {
        w.is_word(k)
            && !w.capital(k)
            && !w.has(k, bit::PREP | bit::CONJ | bit::DET | bit::VERB_ED | bit::REL | bit::COND)
    };
    let article = |k: &usize| {
        w.capital(*k) && w.has(*k, bit::DET | bit::PRON) && !w.get(*k).is_some_and(|t| t.all_caps()) && small(*k - 1)
    };
    (from + 1..to).rev().find(article).map_or((from, to), |at| (at, to))
}

/// A noun phrase taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// From its determiner to the end of its complement ("of …"), relative clauses left out.
    pub range: Range,
    /// Its head noun.
    pub head: usize,
    /// "no", "neither", "nothing" at its beginning.
    pub negative: bool,
    /// "only" at its beginning.
    pub only: bool,
}

/// Takes a noun phrase apart; none where `range` holds no noun.
pub fn phrase(w: &Words<'_>, (from, to): Range) -> Option<Phrase> {
    let Noun { head, mut end, negative, only } = noun(w, (from, to))?;
    // The complement belongs to the phrase, what a relative clause or participle adds does not.
    while end < to
        && !w.hidden(end)
        && !w.has(end, bit::REL | bit::COND)
        && !w.is(end, ',')
        && w.word(end) != word("not")
    {
        end += 1;
    }
    // "a person to whom": the preposition belongs to the relative clause.
    while end > head + 1 && w.has(end - 1, bit::PREP) {
        end -= 1;
    }
    Some(Phrase { range: (from, end.max(head + 1)), head, negative, only })
}

/// The head noun of the phrase that begins `range`; none where it holds no noun.
pub fn head(w: &Words<'_>, range: Range) -> Option<usize> {
    noun(w, range).map(|n| n.head)
}

/// A noun phrase up to its head.
struct Noun {
    head: usize,
    /// Where its complement may begin.
    end: usize,
    negative: bool,
    only: bool,
}

fn noun(w: &Words<'_>, (from, to): Range) -> Option<Noun> {
    let mut at = from;
    let (mut negative, mut only) = (false, false);
    while at < to {
        let word_ = w.word(at);
        negative |= w.has(at, bit::NEG) && word_ != word("not");
        only |= word_ == word("only");
        let partitive = w.word(at + 1) == word("of")
            && any!(word_, "each", "any", "all", "one", "none", "either", "neither", "both", "some");
        if partitive {
            at += 2;
        } else if w.has(at, bit::DET) || w.hidden(at) || word_ == word("only") || (w.has(at, bit::NUM) && at + 1 < to) {
            at += 1;
        } else {
            break;
        }
    }
    if at >= to {
        // "Each shall", "None may", "This shall".
        let last = to.checked_sub(1)?;
        return (from < to).then_some(Noun { head: last, end: to, negative, only });
    }
    let mut head = at;
    let mut k = at;
    while k < to {
        // "CO 2 emissions": a figure inside the noun.
        if k > at
            && ends_noun(w, k)
            && !(w.get(k).is_some_and(|t| t.kind() == TokenKind::Number)
                && k + 1 < to
                && w.is_word(k + 1)
                && !w.has(k + 1, bit::PREP))
        {
            break;
        }
        // "the State concerned", "the body established under …".
        if k > at && w.participle(k) && (k + 1 >= to || !w.is_word(k + 1) || w.has(k + 1, bit::PREP | bit::ADV)) {
            break;
        }
        if w.is_word(k) && !w.hidden(k) && !w.adverb(k) {
            head = k;
        }
        k += 1;
    }
    Some(Noun { head, end: k, negative, only })
}

fn ends_noun(w: &Words<'_>, k: usize) -> bool {
    w.has(k, bit::PREP | bit::REL | bit::COND | bit::CONJ | bit::BE | bit::HAVE | bit::MODAL)
        && !w.has(k, bit::VERB_ING)
        || w.is(k, ',')
        || (w.has(k, bit::VERB_ING) && w.has(k + 1, bit::DET | bit::PREP))
        || (!w.is_word(k) && !w.is(k, '/') && !w.is(k, '-') && !w.is(k, '.') && !w.is(k, '*') && !w.is(k, '&'))
}
