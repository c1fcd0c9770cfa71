//! `norm-conflict`: one act, two forces that cannot both hold.

use crate::findings::Severity;
use crate::norms::{Modality, Norm};
use crate::rules::deontic::candidates::{self, Candidate};
use crate::rules::deontic::choices;
use crate::rules::deontic::facets::{self, Facets};
use crate::rules::deontic::pair::{Clash, Pair, Scratch, Slot, exclusive, other_dates, settles, slots, verbatim};
use crate::rules::deontic::restated;
use crate::rules::deontic::shared::{adds, at, is_contract, opens_with_case, quote};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL301",
    name: "norm-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/norm_conflict.md"),
    checks: &[Check::Document(check)],
};

/// How sure a clash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Degree {
    /// The slots fit only in part.
    Tension,
    /// Word for word, or a ban that takes in the whole act.
    Contradiction,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let contract = is_contract(cx);
    let mut scratch = Scratch::default();
    // Later norms told of lately.
    let mut told: Vec<u32> = Vec::new();
    // In a law, besides what clashes, two duties may not be fulfilled together.
    let done = |own: Facets| own & (facets::DUTY | facets::FACT) != 0 && own & (facets::NEGATED | facets::QUOTED) == 0;
    let wanted = |a: Facets, b: Facets| contract || Clash::may_be(a, b) || done(a) && done(b);
    for (candidate, a, b) in candidates::such(cx, wanted) {
        if told.contains(&candidate.second) {
            candidate.tell(cx);
            continue;
        }
        let Some(clash) = clash(a, b) else {
            let before = sink.count();
            choices::pair(cx, (candidate, a, b), contract, &mut scratch, sink);
            if sink.count() > before {
                candidate.tell(cx);
            }
            continue;
        };
        if exclusive(a, b).is_some() || other_dates(a, b) {
            continue;
        }
        let Some(pair) = candidate.loosely(cx, &mut scratch) else { continue };
        let Some(degree) = degree(cx, a, b, clash, &pair, contract, &mut scratch) else { continue };
        if told.len() > 64 {
            told.drain(..32);
        }
        told.push(candidate.second);
        candidate.tell(cx);
        report(cx, a, b, clash, &pair, degree, sink);
    }
    if contract {
        choices::laws(cx, sink);
        versions(cx, sink);
    }
}

/// Sentences of a contract that stand there in two versions.
fn versions(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let sentences = restated::sentences(cx);
    let mut scratch = Scratch::default();
    for pair in restated::pairs(&sentences) {
        let (Some(x), Some(y)) = (sentences.get(pair.first), sentences.get(pair.second)) else { continue };
        let (Some(a), Some(b)) = (all.get(x.norm), all.get(y.norm)) else { continue };
        if a.rank != b.rank
            || mirrored(a, b)
            || settles(cx.text, a, b)
            || other_case(cx, (x, a), (y, b))
            || scratch.other_cases(cx.text, &a.conditions, &b.conditions)
            || clause_told(cx, x, y, &mut scratch)
        {
            continue;
        }
        let finding = sink.report(
            y.span,
            format!(
                "one sentence stands here in two versions, with {}: “{}”{} and “{}”{}",
                pair.differs,
                quote(cx.text, x.span),
                at(cx, a),
                quote(cx.text, y.span),
                at(cx, b)
            ),
        );
        finding
            .label(x.span, "one version")
            .label(y.span, "the other version")
            .label(a.modal, "its words of force")
            .label(b.modal, "its words of force");
        finding.note(format!(
            "{} words in common, {} differ; bearer: {}",
            pair.words.shared,
            pair.words.first + pair.words.second,
            a.bearer_head.as_ref().map_or("none named".to_owned(), |h| format!("“{h}” in both"))
        ));
        finding.note(
            "looked for and not found: a phrase of precedence in one of the two that names this text; another bearer",
        );
        finding.help("keep one version, or say which case each is for");
    }
}

/// Whether the two sentences say themselves that they are for two cases: "if the user accepts" and "if the user does not
/// accept"; or the second adds to the first ("must also").
fn other_case(cx: &DocumentCx<'_>, (x, a): (&restated::Sentence, &Norm), (y, b): (&restated::Sentence, &Norm)) -> bool {
    adds(cx.text, a) != adds(cx.text, b) || x.denied != y.denied
}

/// The same words with the parties changed about, or about another's duty.
fn mirrored(a: &Norm, b: &Norm) -> bool {
    a.bearer_head != b.bearer_head && a.bearer_head.is_some() && b.bearer_head.is_some()
}

/// Whether the clauses of the two sentences are reported already.
fn clause_told(cx: &DocumentCx<'_>, x: &restated::Sentence, y: &restated::Sentence, scratch: &mut Scratch) -> bool {
    let all = &cx.analysis().norms;
    let inside = |at: usize, span: crate::span::Span| {
        (at..at + 6).take_while(move |&k| all.get(k).is_some_and(|n| n.sentence == span))
    };
    inside(x.norm, x.span)
        .any(|k| candidates::of(cx, k as u32).any(|(c, a, b)| b.sentence == y.span && claims(cx, c, a, b, scratch)))
}

/// Whether this rule reports the pair, so that a weaker rule need not.
pub fn claims(cx: &DocumentCx<'_>, candidate: Candidate, a: &Norm, b: &Norm, scratch: &mut Scratch) -> bool {
    let Some(clash) = clash(a, b) else { return false };
    let Some(pair) = candidate.loosely(cx, scratch) else { return false };
    degree(cx, a, b, clash, &pair, is_contract(cx), scratch).is_some()
}

/// The clash of two norms; none of two in one sentence, which says how they stand together.
fn clash(a: &Norm, b: &Norm) -> Option<Clash> {
    Clash::of(a, b).filter(|_| a.sentence != b.sentence)
}

/// Judges a clash; none where the two can stand together.
fn degree(
    cx: &DocumentCx<'_>,
    a: &Norm,
    b: &Norm,
    clash: Clash,
    pair: &Pair,
    contract: bool,
    scratch: &mut Scratch,
) -> Option<Degree> {
    if pair.bearer == Slot::Differs || may_be(cx.text, a, clash) || may_be(cx.text, b, clash) {
        return None;
    }
    if conditional(cx.text, a) != conditional(cx.text, b) || unfinished(cx.text, a) || unfinished(cx.text, b) {
        return None;
    }
    // "Employees who get a meal break shall not also get a rest break": one of the two at a time.
    if [a, b].iter().any(|n| negative(n) && adds(cx.text, n)) {
        return None;
    }
    if contract && takes_back(cx, a, b, clash, pair, scratch) {
        return Some(Degree::Contradiction);
    }
    if pair.turning != Slot::Same
        || matches!(pair.bearer, Slot::FirstCovers | Slot::SecondCovers)
        || clash == Clash::Undoing
    {
        return None;
    }
    let ratio = pair.words.ratio();
    let shared = pair.words.shared;
    let literal = pair.literal() && shared >= if clash == Clash::DutyOption { 4 } else { 2 };
    if literal && (contract || pair.near && clash != Clash::DutyOption && verbatim(cx.text, a, b, scratch)) {
        return Some(Degree::Contradiction);
    }
    if literal && clash != Clash::DutyOption && verbatim(cx.text, a, b, scratch) && shared >= 6 {
        return Some(Degree::Contradiction);
    }
    // One clause restated with another force: a contract says each thing once.
    // A few words, and each has some that the other has not: "a key for a trial licence", "a key for a student licence".
    let other_thing = clash == Clash::DutyOption && shared < 9 && pair.words.first.min(pair.words.second) > 0;
    if contract && !other_thing && shared >= 4 && (ratio >= 0.75 || (pair.verb && ratio >= 0.6 && shared >= 5)) {
        return Some(Degree::Contradiction);
    }
    if pair.external {
        return None;
    }
    if clash == Clash::DutyOption || clash == Clash::FactDenial {
        return None;
    }
    // A ban without condition that takes in all of the act.
    let same_act = pair.verb
        || contract
            && [a, b].iter().all(|n| {
                n.words.contains(&crate::norms::word_key(&a.verb)) || n.words.contains(&crate::norms::word_key(&b.verb))
            });
    let (no, yes, only_no) = if negative(b) { (b, a, pair.words.second) } else { (a, b, pair.words.first) };
    let bare = no.conditions.is_empty() && no.exceptions.is_empty() && no.hedges.is_empty();
    if bare && only_no == 0 && same_act && shared >= 3 && pair.bearer == Slot::Same && yes.exceptions.is_empty() {
        if contract {
            return Some(Degree::Contradiction);
        }
        return (complete(cx.text, no) && complete(cx.text, yes) && !restricted(cx.text, no))
            .then_some(Degree::Tension);
    }
    None
}

/// Whether the norm is a whole clause of a whole sentence: no item of a list, no second predicate, and no lead-in.
fn complete(text: &str, n: &Norm) -> bool {
    let rest = text.get(n.span.end as usize..).unwrap_or("").trim_start();
    n.sentence.contains(n.span)
        && n.subject.is_some_and(|s| n.span.contains(s))
        && !n.sentence.of(text).starts_with(char::is_lowercase)
        && !rest.starts_with(['—', '–', ':'])
}

/// Whether the words of a ban narrow it: a relative clause on its subject ("no person who is insane"), what the text
/// spoke of before ("such action", "those payments"), a negation of its own ("any plan that is not approved").
fn restricted(text: &str, n: &Norm) -> bool {
    let gap = n.subject.map_or("", |s| text.get(s.end as usize..n.modal.start as usize).unwrap_or(""));
    let words = || text.get(n.modal.end as usize..n.span.end as usize).unwrap_or("").split_whitespace();
    gap.split_whitespace().count() > 1
        || words().any(|w| matches!(w, "such" | "that" | "those" | "this" | "these" | "not" | "other"))
        || n.subject
            .is_some_and(|s| s.of(text).split_whitespace().any(|w| matches!(w, "such" | "Such" | "that" | "those")))
}

/// Whether one clause of a contract takes back what the other says: nearly all its words are the other's, it has no
/// condition of its own, and its bearer is the other's or one of them.
fn takes_back(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, clash: Clash, pair: &Pair, scratch: &mut Scratch) -> bool {
    let shared = pair.words.shared;
    if shared < 3
        || clash == Clash::DutyOption
        || !matches!(pair.bearer, Slot::Same | Slot::FirstCovers | Slot::SecondCovers)
    {
        return false;
    }
    if clash == Clash::Undoing {
        // Beside the verb, the shorter says nothing that the other does not.
        return pair.words.first.min(pair.words.second) <= 1 && pair.turning == Slot::Same;
    }
    let first = negative(a) && !negative(b);
    let (no, yes) = if first { (a, b) } else { (b, a) };
    let (only_no, only_yes) =
        if first { (pair.words.first, pair.words.second) } else { (pair.words.second, pair.words.first) };
    let key = |n: &Norm| crate::norms::word_key(n.verb.strip_prefix("be ").unwrap_or(&n.verb));
    // "shall store and sell" names the act of "shall not store"; "have" and "be" name none.
    let named = |n: &Norm| !matches!(n.verb.as_str(), "have" | "be");
    let same_act = pair.verb
        || named(a) && named(b) && [key(a), key(b)].iter().any(|k| a.words.contains(k) && b.words.contains(k));
    if !same_act || !yes.exceptions.is_empty() {
        return false;
    }
    let turned = match pair.turning {
        Slot::Same => true,
        Slot::OnlyFirst => !first,
        _ => first,
    };
    if turned && only_no * 4 <= shared && no.exceptions.is_empty() && no.hedges.is_empty() {
        return no.conditions.is_empty()
            || yes.conditions.is_empty() && scratch.mostly_in(cx.text, &no.conditions, yes.sentence);
    }
    // "All … shall" against a ban on some.
    let of = |n: &Norm| n.subject.map_or("", |s| s.of(cx.text)).split_whitespace().next().unwrap_or("").to_lowercase();
    only_yes == 0
        && shared >= 4
        && pair.turning == Slot::Same
        && matches!(of(yes).as_str(), "all" | "every" | "any" | "each")
        && yes.conditions.is_empty()
}

/// "so the limitation may not apply to you": tells what may be, and denies nothing.
fn may_be(text: &str, n: &Norm, clash: Clash) -> bool {
    clash == Clash::FactDenial
        && text.get(n.modal.start as usize..).is_some_and(|t| t.starts_with("may ") || t.starts_with("MAY "))
}

/// Whether a condition that opens the sentence holds for the norm though it is not its own: "If the user has no licence, the
/// user pays a fee and shall not sell".
fn conditional(text: &str, n: &Norm) -> bool {
    let sentence = n.sentence.of(text);
    n.conditions.is_empty()
        && n.span.start > n.sentence.start
        && n.sentence.contains(n.span)
        && (opens_with_case(sentence)
            || sentence.split_once(") ").is_some_and(|(label, rest)| label.len() <= 5 && opens_with_case(rest)))
}

/// Whether the act breaks off before its object, which it shares with what follows: "shall not use the tower for, or let
/// others use it for, any …".
fn unfinished(text: &str, n: &Norm) -> bool {
    let last = n.span.of(text).trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    let next = text.get(n.modal.end as usize..).map_or("", str::trim_start);
    matches!(last, "for" | "to" | "of" | "in" | "on" | "with" | "under" | "by" | "from" | "into" | "upon")
        || ["and ", "or "].iter().any(|link| next.starts_with(link))
}

fn negative(n: &Norm) -> bool {
    matches!(n.modality, Modality::Prohibition | Modality::Exemption | Modality::NoRight) || n.negated
}

fn report(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, clash: Clash, pair: &Pair, degree: Degree, sink: &mut Sink<'_>) {
    let text = cx.text;
    let what = match degree {
        Degree::Contradiction => "contradict each other",
        Degree::Tension => "stand in tension",
    };
    let message = format!(
        "{} on one act {what}: “{}”{} and “{}”{}",
        clash.name(),
        quote(text, a.span),
        at(cx, a),
        quote(text, b.span),
        at(cx, b)
    );
    let finding = sink.report(b.span, message);
    finding.label(a.span, format!("{} here", force(a))).label(b.span, format!("{} here", force(b)));
    finding.label(a.modal, "its words of force").label(b.modal, "its words of force");
    slots(a, b, pair, finding);
    finding.help("keep one of the two, or say which goes first (“notwithstanding …”, “subject to …”), or give each its own condition");
    if degree == Degree::Tension {
        finding.at_most(Severity::Note);
    }
}

fn force(n: &Norm) -> &'static str {
    match n.modality {
        Modality::Obligation => "a duty",
        Modality::Prohibition => "a ban",
        Modality::Permission => "a permission",
        Modality::Exemption => "an exemption",
        Modality::Right => "a right",
        Modality::NoRight => "no right",
        Modality::Recommendation => "advice",
        Modality::Constitutive => "a statement",
    }
}
