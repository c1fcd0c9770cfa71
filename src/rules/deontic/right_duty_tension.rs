//! `right-duty-tension`: a right beside a companion duty that cannot carry it.

use rustc_hash::FxHashMap;

use crate::document::{ProvisionId, Rank};
use crate::findings::{Finding, Severity};
use crate::norms::{self, Content, Denial, HedgeKind, Modality, Norm};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::{denials, firm, one_article, quote, same_bearer, together, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordFilter};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL302",
    name: "right-duty-tension",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/right_duty_tension.md"),
    checks: &[Check::Document(check)],
};

/// How many norms after the right a companion duty is looked for.
const NEAR: usize = 4;
/// How many norms of one article are looked at for a duty on the right's object.
const IN_ARTICLE: usize = 40;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let mut words = Words::default();
    // Each right with its companion duty.
    let mut beside: Vec<(usize, usize)> = Vec::new();
    for (i, right) in facets::having(cx, facets::RIGHT) {
        // Recitals are expected to be soft.
        if right.rank == Rank::Preamble || settled(right) || admits(cx, right) {
            continue;
        }
        let Some(j) = companion(cx, all, i, &mut words) else { continue };
        // One quotation given twice.
        if !said_again(cx.text, all, i, j) {
            beside.push((i, j));
        }
    }
    if beside.is_empty() {
        return;
    }
    let mut index = Index::default();
    index.file(cx, beside.iter().filter_map(|&(i, _)| all.get(i)), &mut words);
    let mut last = None;
    for &(i, j) in &beside {
        // Two rights with one duty: once.
        if last == Some(j) {
            continue;
        }
        let (Some(right), Some(duty)) = (all.get(i), all.get(j)) else { continue };
        if !answered(cx, all, i, &mut words, &mut index) {
            last = Some(j);
            report(cx, all, right, duty, &mut index, sink);
        }
    }
}

/// "is eligible for": who may be chosen or apply, which no one else owes. "was entitled to": a right that is told of.
fn admits(cx: &DocumentCx<'_>, right: &Norm) -> bool {
    let modal = right.modal.of(cx.text);
    modal.contains("eligible") || modal.split_whitespace().any(|w| matches!(w, "was" | "were" | "had"))
}

/// A phrase that says which of the two goes first.
fn settled(norm: &Norm) -> bool {
    norm.precedence.iter().any(|p| p.internal)
}

/// The weak duty that stands as the right's other side.
fn companion(cx: &DocumentCx<'_>, all: &[Norm], i: usize, words: &mut Words) -> Option<usize> {
    let right = all.get(i)?;
    let after = (i + 1..all.len().min(i + 1 + NEAR))
        .take_while(|&j| all.get(j).is_some_and(|d| together(cx.document(), right, d)));
    words.right(cx.text, right);
    let close = |j: &usize, words: &mut Words| {
        all.get(*j).is_some_and(|d| duty_of(right, d) && (weak(d, 3) || (weak(d, 1) && words.on_object(cx.text, d))))
    };
    if let Some(j) = after.into_iter().find(|j| close(j, words)) {
        return Some(j);
    }
    if right.quoted {
        return None;
    }
    // Elsewhere in the article: only a duty on what the right is to.
    let document = cx.document();
    let inside = |j: &usize| all.get(*j).is_some_and(|d| one_article(document, d.provision, right.provision));
    let after = (i + 1..all.len().min(i + 1 + IN_ARTICLE)).take_while(inside);
    let before = (i.saturating_sub(IN_ARTICLE)..i).rev().take_while(inside);
    after.chain(before).find(|&j| {
        all.get(j).is_some_and(|d| {
            !together(document, right, d) && duty_of(right, d) && weak(d, 2) && words.on_object(cx.text, d)
        })
    })
}

/// Whether the norm is a duty, by quotation or not as the right is, of someone else than the right's holder.
fn duty_of(right: &Norm, duty: &Norm) -> bool {
    matches!(duty.modality, Modality::Obligation | Modality::Recommendation)
        && duty.quoted == right.quoted
        && duty.rank == right.rank
        && !same_bearer(right, duty)
        && !settled(duty)
}

/// Whether the duty is advisory or hedged, and weak in at least `least` ways.
fn weak(duty: &Norm, least: usize) -> bool {
    let advisory = duty.strength <= 2;
    let effort = duty.hedges.iter().any(|h| h.kind == HedgeKind::Effort);
    let other = duty.hedges.iter().any(|h| h.kind != HedgeKind::Effort);
    let ways = usize::from(advisory) + usize::from(effort) + usize::from(other) + usize::from(duty.bearer.is_none());
    (advisory || effort) && ways >= least
}

/// Whether the duty is a sentence of its own, no item of a list, and advisory or weakened by what is practicable: "as
/// appropriate" and "from time to time" leave a choice that a drafter may well mean.
fn plain(text: &str, duty: &Norm) -> bool {
    duty.sentence.contains(duty.span) && (duty.strength <= 2 || norms::by_effort(text, duty))
}

/// Whether the same words give the same right again before the duty.
fn said_again(text: &str, all: &[Norm], i: usize, j: usize) -> bool {
    let Some(right) = all.get(i) else { return false };
    all.get(i + 1..j.max(i + 1))
        .unwrap_or(&[])
        .iter()
        .any(|n| n.modality == Modality::Right && n.span.of(text) == right.span.of(text))
}

/// Whether a firm duty with a bearer, anywhere in the text, answers the right.
fn answered(cx: &DocumentCx<'_>, all: &[Norm], i: usize, words: &mut Words, index: &mut Index) -> bool {
    let Some(right) = all.get(i) else { return false };
    let answers = |d: &Norm| {
        d.quoted == right.quoted
            && d.modality == Modality::Obligation
            && firm(d)
            && d.bearer.is_some()
            && !same_bearer(right, d)
    };
    let after = all.get(i + 1..all.len().min(i + 1 + IN_ARTICLE)).unwrap_or(&[]);
    let mut beside = after.iter().take_while(|d| together(cx.document(), right, d));
    if beside.any(|d| answers(d) && d.span.start > right.span.end) {
        return true;
    }
    words.right(cx.text, right);
    index.candidates(words.right.iter().map(|c| c.stem as u32)).into_iter().any(|k| {
        let Some(d) = all.get(k as usize) else { return false };
        let seen = index.seen.get(&k);
        if !answers(d) || d.rank != right.rank || seen.is_some_and(|&seen| !words.may_be_of(seen)) {
            return false;
        }
        let on_object = words.on_object(cx.text, d);
        if seen.is_none() {
            index.seen.insert(k, words.other.iter().fold(0, |all, c| all | bit_of(c)));
        }
        if !on_object {
            return false;
        }
        let one_object = d.object.is_some() && d.object(cx.text) == right.object(cx.text);
        words.kin(&d.verb)
            || one_object && (norms::serves(&d.verb) || d.verb == right.verb || words.names_holder(cx.text, d))
    })
}

/// What is looked up for each right: made for the first, kept for the document.
#[derive(Default)]
struct Index {
    /// Duties by the words of subject and act, as far as these are words of a right.
    duties: FxHashMap<u32, Vec<u32>>,
    /// The words of duties that were looked at, one bit each: in a long text the same ones are looked at again and again.
    seen: FxHashMap<u32, u64>,
    /// Statements that a class of texts does not bind.
    denials: Option<Vec<Denial>>,
    /// Norms that ask to follow texts which they do not identify, by advice or effort only.
    soft: Option<Vec<u32>>,
}

/// The bit of a word.
const fn bit_of(word: &Content) -> u64 {
    1 << (word.stem >> 58)
}

/// Duties filed under one word that a right is compared with.
const FILED: usize = 200;

impl Index {
    /// Files the duties of a text under the words of some rights.
    fn file<'n>(&mut self, cx: &DocumentCx<'_>, rights: impl Iterator<Item = &'n Norm>, words: &mut Words) {
        for right in rights {
            words.right(cx.text, right);
            self.duties.extend(words.right.iter().map(|c| (c.stem as u32, Vec::new())));
        }
        let mut wanted = WordFilter::for_words(self.duties.len() * 4);
        self.duties.keys().for_each(|&word| wanted.add(word.into()));
        for (k, n) in facets::having(cx, facets::DUTY | facets::FIRM | facets::BORNE) {
            for word in n.words.iter().filter(|word| wanted.may_have((**word).into())) {
                if let Some(filed) = self.duties.get_mut(word) {
                    filed.push(k as u32);
                }
            }
        }
    }

    /// Duties that may have half of the words: those filed under the rarer half of them.
    fn candidates(&self, words: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut lists: Vec<&Vec<u32>> =
            words.filter_map(|w| self.duties.get(&w)).filter(|filed| !filed.is_empty()).collect();
        lists.sort_by_key(|l| l.len());
        let half = lists.len().div_ceil(2) + 1;
        let mut out: Vec<u32> = lists.iter().take(half).flat_map(|l| l.iter().take(FILED).copied()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn denials(&mut self, cx: &DocumentCx<'_>) -> &[Denial] {
        self.denials.get_or_insert_with(|| denials(cx))
    }

    fn soft(&mut self, all: &[Norm]) -> &[u32] {
        self.soft.get_or_insert_with(|| {
            let points = |n: &Norm| n.hedges.iter().any(|h| h.kind == HedgeKind::UnidentifiedInstrument);
            let soft = |n: &&Norm| !n.quoted && norms::follows(&n.verb) && !firm(n) && points(n);
            all.iter().enumerate().filter(|(_, n)| soft(n)).map(|(k, _)| k as u32).collect()
        })
    }
}

/// Words of the right that a duty is compared with.
#[derive(Default)]
struct Words {
    tokens: Vec<Token>,
    right: Vec<Content>,
    other: Vec<Content>,
    printed: Vec<String>,
    holder: String,
}

impl Words {
    fn right(&mut self, text: &str, right: &Norm) {
        norms::content(text, right.action, &mut self.tokens, &mut self.right);
        self.printed = self.right.iter().map(|c| c.span.of(text).to_lowercase()).collect();
        self.holder = right.bearer_head.as_ref().map_or(String::new(), ToString::to_string);
    }

    /// Whether the duty's clause is about what the right is to: half of the right's words, and at least its object.
    fn on_object(&mut self, text: &str, duty: &Norm) -> bool {
        norms::content(text, duty.span, &mut self.tokens, &mut self.other);
        self.are_half(|c| self.other.iter().any(|o| o.stem == c.stem))
    }

    /// Whether a clause whose words have those bits may be about that.
    fn may_be_of(&self, bits: u64) -> bool {
        self.are_half(|c| bits & bit_of(c) != 0)
    }

    fn are_half(&self, stands: impl Fn(&Content) -> bool) -> bool {
        let shared = self.right.iter().filter(|c| stands(c)).count();
        shared > 0 && shared * 2 >= self.right.len().min(6)
    }

    /// Whether the verb is the root of a noun of the right ("port", "portability").
    fn kin(&self, verb: &str) -> bool {
        verb.len() >= 4 && self.printed.iter().any(|w| w.len() > verb.len() + 2 && w.starts_with(verb))
    }

    fn names_holder(&self, text: &str, duty: &Norm) -> bool {
        !self.holder.is_empty()
            && duty.span.of(text).split(|c: char| !c.is_alphanumeric()).any(|w| norms::lemma(w) == self.holder)
    }
}

fn report(cx: &DocumentCx<'_>, all: &[Norm], right: &Norm, duty: &Norm, index: &mut Index, sink: &mut Sink<'_>) {
    let text = cx.text;
    let Some(holder) = right.bearer else { return };
    let mut faults: Vec<String> = Vec::new();
    if duty.bearer.is_none() {
        faults.push("names nobody who is to fulfil it".to_owned());
    }
    if duty.strength <= 2 {
        faults.push(format!("only advises (“{}”)", quote(text, duty.modal)));
    }
    for h in &duty.hedges {
        let words = quote(text, h.span);
        faults.push(match h.kind {
            HedgeKind::Effort => format!("is hedged (“{words}”)"),
            HedgeKind::VagueStandard => format!("sets a standard without a test (“{words}”)"),
            HedgeKind::UnidentifiedInstrument => format!("points at texts that it does not identify (“{words}”)"),
        });
    }
    let place = if right.quoted { quotation(cx, duty) } else { String::new() };
    let message = format!(
        "tension between a right and its companion duty{place}: “{}” has the right to “{}”, but the duty beside it {}",
        quote(text, holder),
        quote(text, right.action),
        list(&faults)
    );
    let finding = sink.report(right.span, message);
    finding.label(holder, "holds the right").label(right.modal, "a right, without condition of its own force");
    finding.label(duty.span, if right.quoted { "the companion duty, in the quotation" } else { "the companion duty" });
    if duty.strength <= 2 {
        finding.label(duty.modal, "advice, no duty");
    } else {
        finding.label(duty.modal, "a duty");
    }
    if duty.bearer.is_none() {
        finding.label(duty.subject.unwrap_or(duty.modal), "passive, no bearer: nobody is bound");
    }
    for h in &duty.hedges {
        finding.label(
            h.span,
            match h.kind {
                HedgeKind::Effort => "asks for effort, not for a result",
                HedgeKind::VagueStandard => "a standard without a test",
                HedgeKind::UnidentifiedInstrument => "which texts these are is not said",
            },
        );
    }
    for condition in &right.conditions {
        finding.label(*condition, "the right itself is conditional");
        finding.note(format!("the right is itself conditional: “{}”", quote(text, *condition)));
    }
    if !right.quoted {
        non_binding(cx, all, duty, index, finding);
    }
    finding.note("a tension, not a contradiction: both sentences can be obeyed, but nothing in the second makes the first enforceable");
    finding.note(
        "looked for and not found: a duty of full force with a bearer on the same object; a phrase of precedence between the two (“notwithstanding”, “subject to”, “without prejudice to”)",
    );
    // What stands elsewhere in the article may speak of something else in like words.
    if !plain(text, duty) || !weak(duty, 2) || !together(cx.document(), right, duty) {
        finding.at_most(Severity::Note);
    }
    finding.help("say who must give effect to the right, with “shall”, and to what measurable standard; or state that the right yields");
}

/// Labels the units that deny the cited class of texts its force, and those that ask to follow it only by effort.
fn non_binding(cx: &DocumentCx<'_>, all: &[Norm], duty: &Norm, index: &mut Index, finding: &mut Finding) {
    let text = cx.text;
    let classes: Vec<_> = duty
        .hedges
        .iter()
        .filter(|h| h.kind == HedgeKind::UnidentifiedInstrument)
        .filter_map(|h| class(text, h.span))
        .collect();
    if classes.is_empty() {
        return;
    }
    for name in &cx.settings.vocabulary.non_binding {
        if duty.span.of(text).contains(name.as_str()) {
            finding.note(format!("the project's configuration lists “{name}” as not binding"));
        }
    }
    for denial in index.denials(cx).iter().filter(|d| classes.contains(&d.class)) {
        finding.label(denial.span, format!("{}denies these texts the force of this one", at(cx, denial.provision)));
    }
    let soft = index.soft(all).iter().filter_map(|&k| all.get(k as usize)).filter(|n| {
        n.provision != duty.provision
            && n.rank == duty.rank
            && n.hedges.iter().any(|h| {
                h.kind == HedgeKind::UnidentifiedInstrument && class(text, h.span).is_some_and(|c| classes.contains(&c))
            })
    });
    for n in soft.take(3) {
        finding.label(n.span, format!("{}asks to follow them only by advice or effort", at(cx, n.provision)));
    }
}

fn at(cx: &DocumentCx<'_>, id: ProvisionId) -> String {
    unit_name(cx.text, cx.document(), id).map_or(String::new(), |u| format!("{u} "))
}

/// The class of instruments that a hedge names: its last word, in the singular.
fn class(text: &str, span: Span) -> Option<smol_str::SmolStr> {
    span.of(text).split_whitespace().next_back().map(norms::lemma)
}

/// ", in text quoted as “para 3.4”": the last unit that the block names before the quotation.
fn quotation(cx: &DocumentCx<'_>, quoted: &Norm) -> String {
    let document = cx.document();
    let k = document.blocks.partition_point(|b| b.span.start <= quoted.span.start);
    let Some(block) = k.checked_sub(1).and_then(|k| document.blocks.get(k)) else {
        return ", in quoted text".to_owned();
    };
    let mut tokens = Vec::new();
    // From at most so many bytes before the quotation.
    let mut from = quoted.span.start.saturating_sub(400).max(block.span.start);
    while !cx.text.is_char_boundary(from as usize) {
        from += 1;
    }
    crate::text::tokenize(cx.text, Span::new(from.min(quoted.span.start), quoted.span.start), &mut tokens);
    let named = tokens.windows(2).rev().find(|pair| {
        matches!(pair, [unit, number] if norms::is_unit(unit.word) && matches!(number.kind(), TokenKind::Number | TokenKind::Mixed))
    });
    let named = named.or_else(|| {
        tokens.windows(3).rev().find(|t| matches!(t, [unit, dot, number] if norms::is_unit(unit.word) && dot.is('.') && number.kind() == TokenKind::Number))
    });
    match named {
        Some([first, .., last]) => format!(", in text quoted from “{}”", first.span().to(last.span()).of(cx.text)),
        _ => ", in quoted text".to_owned(),
    }
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
