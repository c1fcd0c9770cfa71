//! Words of force: where a modal or deontic phrase stands, and what it does.

use super::model::Modality;
use super::words::{Words, any};
use crate::text::lexicon::bit;
use crate::text::{WordHash, word};

/// A word of force with its verb.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// First token of the words of force; the subject stands before it.
    pub start: usize,
    /// One past their last token.
    pub end: usize,
    pub modality: Modality,
    pub strength: u8,
    pub negated: bool,
    /// The first verb of what is to be done.
    pub verb: usize,
    /// The verb is a passive participle.
    pub passive: bool,
    /// The verb is "be" with what follows: no act.
    pub copular: bool,
    /// "only" stands with the modal.
    pub only: bool,
}

const NOT: WordHash = word("not");
const TO: WordHash = word("to");
const BE: WordHash = word("be");
const ONLY: WordHash = word("only");

/// First tokens that [`at`] looks at.
pub fn may_start(w: &Words<'_>, i: usize) -> bool {
    w.has(i, bit::START)
}

/// Reads the words of force that begin at token `i`; none where it begins none. `stop` is the end of the sentence.
pub fn at(w: &Words<'_>, i: usize, stop: usize) -> Option<Hit> {
    let (modality, strength, mut negated, mut next) = force(w, i)?;
    if w.has(i, bit::MODAL) && w.has(next, bit::DET | bit::PRON) && !w.has(next, bit::ADV) || inverted(w, i, next) {
        // "Should the operator fail": a condition.
        return None;
    }
    let mut end = next;
    let mut only = false;
    // "shall not", "shall also", "shall, as far as practicable, keep".
    let mut hops = 0;
    while next < stop && hops < 6 {
        hops += 1;
        if w.word(next) == NOT {
            negated = true;
            next += 1;
            end = next;
        } else if w.word(next) == ONLY {
            only = true;
            next += 1;
            end = next;
        } else if (w.is(next, '—') || w.is(next, ',')) && next + 1 >= stop {
            next = stop;
        } else if w.is(next, ',') || w.is(next, '(') || w.is(next, '—') {
            next = past_aside(w, next, stop)?;
        } else if w.has(next, bit::CONJ) && w.has(next + 1, bit::MODAL) {
            // "shall and may", "may or shall"; "may or may not" leaves it open.
            let open = w.word(next + 1) == w.word(i) && w.word(next + 2) == NOT;
            next += if open { 3 } else { 2 };
            end = if open { next } else { end };
        } else if (w.adverb(next) || w.hidden(next)) && !w.has(next, bit::VERB) {
            next += 1;
        } else if aside_without_comma(w, next) {
            next = past_prepositional(w, next, stop);
        } else {
            break;
        }
    }
    if w.is(next, ':') && next + 1 >= stop {
        next = stop;
    }
    if next < stop && !w.is_word(next) {
        return None;
    }
    let hit = Hit { start: i, end, modality, strength, negated, verb: next, passive: false, copular: false, only };
    if matches!(modality, Modality::Right | Modality::NoRight | Modality::Permission) && !w.has(i, bit::MODAL) {
        return Some(forgo(w, negate(hit)));
    }
    Some(forgo(w, negate(verb_of(w, hit, stop))))
}

/// "Should unforeseen costs arise", "the licence ends, should Licensee fail": a condition, with its subject behind the modal.
fn inverted(w: &Words<'_>, i: usize, next: usize) -> bool {
    let first = w.capital(i) && !w.get(i).is_some_and(|t| t.all_caps()) && (i == 0 || w.stop(i - 1))
        || w.is(i.wrapping_sub(1), ',')
            && (w.capital(next) || w.capital(i.wrapping_sub(2)) && w.word(i.wrapping_sub(2)) == word("however"));
    w.word(i) == word("should")
        && first
        && w.is_word(next)
        && !w.adverb(next)
        && !w.has(next, bit::VERB | bit::BE | bit::HAVE)
}

/// "may refuse to", "can choose not to": need not.
fn forgo(w: &Words<'_>, mut hit: Hit) -> Hit {
    if !matches!(hit.modality, Modality::Permission | Modality::Right) || hit.negated || hit.passive {
        return hit;
    }
    let verb = hit.verb;
    let to = if any!(w.word(verb), "refuse", "decline") {
        verb + 1
    } else if any!(w.word(verb), "choose", "elect", "opt", "decide") && w.word(verb + 1) == NOT {
        verb + 2
    } else {
        return hit;
    };
    if w.word(to) == TO && w.has(to + 1, bit::VERB) {
        hit.modality = Modality::Exemption;
        hit.negated = true;
        hit.strength = 0;
        hit.end = to + 1;
        hit.verb = to + 1;
    }
    hit
}

/// Modality, strength, negation and next token of the words of force at `i`.
fn force(w: &Words<'_>, i: usize) -> Option<(Modality, u8, bool, usize)> {
    use Modality::{Exemption, NoRight, Obligation, Permission, Recommendation, Right};
    let here = w.word(i);
    if w.has(i, bit::MODAL) {
        // "the month of May", "a will", "the need": nouns.
        if w.has(i.wrapping_sub(1), bit::DET | bit::PREP)
            && !w.has(i.wrapping_sub(1), bit::PRON)
            && !w.has(i.wrapping_sub(1), bit::REL)
        {
            return None;
        }
        if w.capital(i) && here == word("may") && i > 0 {
            return None;
        }
        return match () {
            () if any!(here, "shall", "must") => Some((Obligation, 4, false, i + 1)),
            () if here == word("will") => Some((Obligation, 3, false, i + 1)),
            () if here == word("should") => Some((Recommendation, 2, false, i + 1)),
            () if here == word("ought") => (w.word(i + 1) == TO).then_some((Recommendation, 2, false, i + 2)),
            () if here == word("may") => Some((Permission, 0, false, i + 1)),
            () if here == word("can") => Some((Permission, 0, false, i + 1)),
            () if here == word("need") => (w.word(i + 1) == NOT).then_some((Exemption, 0, false, i + 2)),
            () => None,
        };
    }
    if w.has(i, bit::BE) {
        let (negated, next) = past_negation(w, i);
        if w.word(next) == TO && w.is_word(next + 1) && (w.word(next + 1) == BE || w.has(next + 1, bit::VERB)) {
            return Some((Obligation, 3, negated, next + 1));
        }
        return status(w, next, negated);
    }
    if here == word("cannot") {
        return Some((Permission, 0, true, i + 1));
    }
    if any!(here, "agrees", "agree", "undertakes", "undertake") {
        let negated = w.word(i + 1) == NOT;
        let to = i + 1 + usize::from(negated);
        return (w.word(to) == TO).then_some((Obligation, 3, negated, to + 1));
    }
    if w.has(i, bit::DO) {
        // "does not need to", "do not have to", "does not agree to".
        let free = any!(w.word(i + 2), "need", "have", "agree", "undertake");
        return (w.word(i + 1) == NOT && free && w.word(i + 3) == TO && w.has(i + 4, bit::VERB)).then_some((
            Exemption,
            0,
            true,
            i + 4,
        ));
    }
    let (negated, next) = past_negation(w, i);
    if w.has(i, bit::HAVE) || any!(here, "enjoys", "enjoy") {
        let none = w.word(next) == word("no");
        let noun = next + usize::from(w.has(next, bit::DET) || none);
        let right = any!(w.word(noun), "right", "rights", "entitlement");
        let followed = w.word(noun + 1) == TO || w.word(noun + 1) == word("of") || w.word(noun + 1) == word("that");
        // "no person appears to have the right to it" gives no right.
        let infinitive = i.checked_sub(1).is_some_and(|before| w.word(before) == TO);
        if right && followed && !infinitive {
            let modality = if none || negated { NoRight } else { Right };
            return Some((modality, 0, none || negated, noun + 2));
        }
        if w.word(next) == TO && w.has(next + 1, bit::VERB) && w.has(i, bit::HAVE) {
            return Some((Obligation, 3, negated, next + 1));
        }
        if any!(w.word(noun), "duty", "obligation") && w.word(noun + 1) == TO {
            return if none || negated {
                Some((Exemption, 0, true, noun + 2))
            } else {
                Some((Obligation, 4, false, noun + 2))
            };
        }
        return None;
    }
    None
}

/// Whether "not" stands behind token `i`, and the first token behind that and its adverbs.
fn past_negation(w: &Words<'_>, i: usize) -> (bool, usize) {
    let negated = w.word(i + 1) == NOT;
    let mut next = i + 1 + usize::from(negated);
    while w.adverb(next) {
        next += 1;
    }
    (negated, next)
}

/// "required to", "entitled to", "prohibited from" after a form of "be".
fn status(w: &Words<'_>, next: usize, negated: bool) -> Option<(Modality, u8, bool, usize)> {
    use Modality::{Exemption, NoRight, Obligation, Permission, Prohibition, Recommendation, Right};
    let what = w.word(next);
    let then = w.word(next + 1);
    if !any!(then, "to", "from", "for") {
        return None;
    }
    if any!(what, "required", "obliged", "bound", "obligated") && then == TO {
        return Some(if negated { (Exemption, 0, true, next + 2) } else { (Obligation, 4, false, next + 2) });
    }
    if what == word("entitled") && then == TO || what == word("eligible") && any!(then, "for", "to") {
        return Some(if negated { (NoRight, 0, true, next + 2) } else { (Right, 0, false, next + 2) });
    }
    if any!(what, "authorised", "authorized", "permitted", "allowed", "free", "empowered") && then == TO {
        return Some(if negated { (Prohibition, 4, true, next + 2) } else { (Permission, 0, false, next + 2) });
    }
    if any!(what, "prohibited", "forbidden", "precluded") && then == word("from") {
        return Some(if negated { (Permission, 0, true, next + 2) } else { (Prohibition, 4, true, next + 2) });
    }
    if any!(what, "encouraged", "invited", "urged", "recommended", "advised") && then == TO && !negated {
        return Some((Recommendation, 1, false, next + 2));
    }
    None
}

/// Reads "be done", "be required to", "have the right to" after a modal.
fn verb_of(w: &Words<'_>, mut hit: Hit, stop: usize) -> Hit {
    let mut at = hit.verb;
    let have = w.word(at) == word("have");
    if w.word(at) != BE && !have {
        hit.copular = w.word(at) == word("become") || w.word(at) == word("remain");
        return hit;
    }
    if have {
        let none = w.word(at + 1) == word("no");
        let noun = at + 1 + usize::from(w.has(at + 1, bit::DET) || none);
        let followed = w.word(noun + 1) == TO || w.word(noun + 1) == word("of");
        let noun_right = any!(w.word(noun), "right", "rights", "entitlement");
        // "the right from time to time, at its option, to change": the act stands farther on.
        let act = (noun + 1..stop.min(noun + 16))
            .find(|&k| w.word(k) == TO && w.has(k + 1, bit::VERB) && !w.has(k + 1, bit::UNIT | bit::THING));
        if noun_right
            && !followed
            && w.has(noun + 1, bit::PREP | bit::ADV) | w.is(noun + 1, ',')
            && let Some(to) = act
        {
            hit.modality = if none || hit.negated { Modality::NoRight } else { Modality::Right };
            hit.negated |= none;
            hit.end = to + 1;
            hit.verb = to + 1;
            hit.strength = 0;
        } else if noun_right && followed {
            hit.modality = if none || hit.negated { Modality::NoRight } else { Modality::Right };
            hit.negated |= none;
            hit.end = noun + 2;
            hit.verb = noun + 2;
            hit.strength = 0;
        }
        return hit;
    }
    at += 1;
    let mut hops = 0;
    while at < stop && hops < 4 && (w.adverb(at) || w.hidden(at) || w.is(at, ',')) {
        if w.is(at, ',') {
            match past_aside(w, at, stop) {
                Some(next) => at = next,
                None => break,
            }
        } else {
            at += 1;
        }
        hops += 1;
    }
    let base = hit.modality;
    if base == Modality::Obligation
        && let Some((modality, strength, negated, next)) = status(w, at, hit.negated)
    {
        hit.modality = modality;
        hit.strength = strength;
        hit.negated = negated;
        hit.end = next;
        hit.verb = next;
        if w.word(next) == BE && w.participle(next + 1) {
            hit.verb = next + 1;
            hit.passive = true;
        }
        return hit;
    }
    if w.participle(at) {
        hit.verb = at;
        hit.passive = true;
    } else {
        hit.copular = true;
    }
    hit
}

/// Turns the modality round where the modal is negated.
fn negate(mut hit: Hit) -> Hit {
    if hit.negated {
        hit.modality = match hit.modality {
            Modality::Obligation | Modality::Permission => {
                hit.strength = hit.strength.max(if hit.modality == Modality::Permission { 4 } else { 0 });
                Modality::Prohibition
            }
            Modality::Right => Modality::NoRight,
            other => other,
        };
    }
    hit
}

/// One past the comma or bracket that closes the aside that opens at `from`; none where nothing closes it soon.
fn past_aside(w: &Words<'_>, from: usize, stop: usize) -> Option<usize> {
    if w.is(from, '(') {
        let mut i = from + 1;
        while i < stop && w.hidden(i) {
            i += 1;
        }
        return Some(i);
    }
    let close = if w.is(from, '—') { '—' } else { ',' };
    let limit = stop.min(from + 40);
    // "shall, where technically practicable have priority": a short condition that nothing closes.
    if w.has(from + 1, bit::COND) {
        let near = stop.min(from + 7);
        let open = (from + 2..near).take_while(|&k| !w.is(k, close)).find(|&k| {
            let base = w.word(k) == BE || w.word(k) == word("have") || w.has(k, bit::VERB);
            base && !w.has(k - 1, bit::DET | bit::PREP | bit::COND | bit::PRON) && !w.has(k, bit::THING | bit::AGENT)
        });
        if open.is_some() {
            return open;
        }
    }
    let mut last = None;
    let mut i = from + 1;
    while i < limit {
        if w.is(i, close) && !w.hidden(i) {
            last = Some(i);
            // The aside is over where a base verb follows.
            if w.has(i + 1, bit::VERB) || w.word(i + 1) == BE || w.adverb(i + 1) || w.word(i + 1) == NOT {
                break;
            }
        }
        i += 1;
    }
    last.map(|i| i + 1)
}

/// "at all times", "in any case", "upon request" straight after a modal.
fn aside_without_comma(w: &Words<'_>, i: usize) -> bool {
    any!(w.word(i), "at", "in", "upon", "on", "by", "within", "for", "from", "without", "as", "to", "under")
        && w.word(i) != BE
}

fn past_prepositional(w: &Words<'_>, from: usize, stop: usize) -> usize {
    let limit = stop.min(from + 12);
    let mut i = from + 1;
    while i < limit {
        let base = w.has(i, bit::VERB)
            && !w.has(i, bit::THING | bit::AGENT)
            && !w.has(i - 1, bit::DET | bit::PREP | bit::VAGUE);
        if (base && i > from + 1) || w.word(i) == BE {
            return i;
        }
        i += 1;
    }
    stop
}
