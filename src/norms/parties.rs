//! Whose claim or duty answers a norm: the one to, for or with whom the act is done.

use super::bearer::{Agency, Parties, agency};
use super::clause::{Phrase, phrase};
use super::model::Modality;
use super::words::{Range, Words, any};
use crate::span::Span;
use crate::text::lexicon::bit;
use crate::text::{TokenKind, word};

/// How far from the verb the other is looked for, in tokens.
const FAR: usize = 60;
/// Longest name of one who receives something, in tokens.
const NAME: usize = 6;

/// The one to or for whom the act is done whose verb stands at `verb`, in a clause that ends at `to`.
pub fn counterparty(w: &Words<'_>, parties: &Parties, modality: Modality, (verb, to): Range) -> Option<Span> {
    if let Some(span) = receiver(w, parties, verb, to) {
        return Some(span);
    }
    // What is taken from another is not owed to him; what one has a right to take is.
    let takes = matches!(modality, Modality::Right | Modality::Permission | Modality::NoRight);
    let far = to.min(verb + FAR);
    for k in (verb + 1..far).filter(|&k| w.has(k, bit::PREP)) {
        let links = any!(w.word(k), "to", "for", "with") || takes && w.word(k) == word("from");
        // "to pay": no one.
        if !links || w.has(k + 1, bit::VERB) || w.hidden(k) {
            continue;
        }
        let end = (k + 1..to).find(|&j| w.stop(j) || w.has(j, bit::PREP | bit::REL | bit::CONJ)).unwrap_or(to);
        let Some(p) = phrase(w, (k + 1, end)) else { continue };
        if agency(w, parties, &p) == Agency::Agent {
            return w.span((p.range.0, p.head + 1));
        }
    }
    None
}

/// "pay the Seller 100 dollars", "give every applicant a receipt", "notify the Authority", "provide the Member with": the
/// one named straight after a verb that is done to someone.
fn receiver(w: &Words<'_>, parties: &Parties, verb: usize, to: usize) -> Option<Span> {
    let mut verb = verb;
    // "indemnify and hold harmless the Buyer", "pay or deliver".
    let (mut gives, mut toward) = (w.has(verb, bit::GIVE), w.has(verb, bit::TOWARD));
    while verb + 2 < to && w.has(verb + 1, bit::CONJ) && w.has(verb + 2, bit::VERB) {
        verb += 2;
        gives |= w.has(verb, bit::GIVE);
        toward |= w.has(verb, bit::TOWARD);
    }
    if !gives && !toward && !w.has(verb, bit::WITH) {
        return None;
    }
    let mut from = verb + 1;
    while from < to && (w.adverb(from) || w.word(from) == word("harmless")) {
        from += 1;
    }
    let mut k = from;
    while k < to && (w.has(k, bit::DET) || any!(w.word(k), "of", "other") && k > from) {
        k += 1;
    }
    let last = to.min(k + NAME);
    while k < last && w.is_word(k) && !w.hidden(k) && !w.has(k, CLOSED) {
        let named = Phrase { range: (from, k + 1), head: k, negative: false, only: false };
        let one = (w.has(k, bit::AGENT) || w.capital(k)) && agency(w, parties, &named) == Agency::Agent;
        let next = k + 1;
        let over = next >= to
            || !w.is_word(next)
            || w.has(next, CLOSED)
            || w.get(next).is_some_and(|t| t.kind() == TokenKind::Number);
        // "the Authority notice", "the tenant access"; not "the Customer Data", "the tenant register to the court".
        let goes_on = !over && (w.capital(next) || !w.capital(k) && (!gives || handed(w, next, to)));
        if one && !goes_on {
            let with = (next..to.min(next + FAR)).any(|j| w.word(j) == word("with"));
            return (gives || toward || with).then(|| w.span((from, next))).flatten();
        }
        k += 1;
    }
    None
}

/// Whether something is handed "to" another later in the clause.
fn handed(w: &Words<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|k| w.word(k) == word("to") && !w.has(k + 1, bit::VERB))
}

/// Words that end a name.
const CLOSED: u64 =
    bit::DET | bit::PREP | bit::CONJ | bit::REL | bit::COND | bit::PRON | bit::NUM | bit::ADV | bit::MODAL;
