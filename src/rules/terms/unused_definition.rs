//! `unused-definition`: a defined term that nothing uses.

use super::compare::unit_name;
use aho_corasick::AhoCorasick;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use crate::definitions::{Definition, Form, Reach};
use crate::document::{Document, ProvisionId};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::Beginnings;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL102",
    name: "unused-definition",
    level: Level::WARNING,
    profiles: &[
        (Profile::UsCode, Level::NOTE),
        (Profile::CaAct, Level::NOTE),
        (Profile::UkAct, Level::NOTE),
        (Profile::EuAct, Level::NOTE),
        (Profile::ItuTreaty, Level::NOTE),
    ],
    page: include_str!("../../../rules/terms/unused_definition.md"),
    checks: &[Check::Document(check)],
};

/// Unused definitions of one text that are looked at.
const MOST: usize = 1000;
/// Places at which the last word of a term is looked at for the others.
const MOST_LOOKS: u32 = 400;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let terms = &cx.analysis().terms;
    if terms.definitions.is_empty() {
        return;
    }
    let uses = cx.uses();
    let mut candidates: Vec<(usize, &Definition)> = Vec::new();
    for (i, d) in terms.definitions.iter().enumerate() {
        if uses.counts.get(i).is_none_or(|&n| n > 0)
            || matches!(d.reach, Reach::Beyond | Reach::Unknown)
            || !matches!(d.form, Form::Means | Form::Includes | Form::Entry)
            || doc.get(d.provision).quoted
            || alternative(terms.definitions.get(i.wrapping_sub(1)), d, i, &uses.counts, usize::wrapping_sub)
            || alternative(terms.definitions.get(i + 1), d, i, &uses.counts, usize::wrapping_add)
        {
            continue;
        }
        // "a reference in any law to X includes": X is used there.
        let before = cx.text.get(floor(cx.text, (d.term.start as usize).saturating_sub(48))..d.term.range().start);
        if before.is_some_and(|b| b.contains("reference")) {
            continue;
        }
        candidates.push((i, d));
    }
    candidates.truncate(MOST);
    let inflected = inflected(cx.text, doc, &candidates);
    for ((i, d), used) in candidates.into_iter().zip(inflected) {
        if used {
            continue;
        }
        let term = d.term.of(cx.text);
        let elsewhere = uses.elsewhere(i);
        let unit = unit_name(doc, d.scope);
        let finding = if elsewhere == 0 {
            sink.report(d.term, format!("“{term}” is defined and nowhere used"))
        } else {
            let f = sink.report(d.term, format!("“{term}” is defined for {unit}, which never uses it"));
            f.note(format!("the words stand {elsewhere} times outside {unit}"));
            f.at_most(Severity::Note)
        };
        // Where nothing says how far it holds, a chapter of a code may not be all of it.
        // "when used in a section that applies here": the uses stand in another text.
        let beyond = d.qualifier.is_some_and(|q| {
            let q = q.of(cx.text).trim_start_matches([',', ' ']);
            q.starts_with("when used in") || q.starts_with("as used in")
        });
        if beyond || d.reach == Reach::Assumed && matches!(doc.profile, Profile::UsCode | Profile::CaAct) {
            finding.at_most(Severity::Note);
        }
        finding
            .note(format!("looked for “{term}”, its plural and other forms in {unit}, outside its own definition"))
            .help("remove the definition, or use the term where it is meant");
    }
}

/// Whether the neighbour defines another name of the same thing ("X or Y means"), and that one is used.
fn alternative(
    other: Option<&Definition>,
    d: &Definition,
    i: usize,
    counts: &[u32],
    step: fn(usize, usize) -> usize,
) -> bool {
    other.is_some_and(|o| o.body == d.body) && counts.get(step(i, 1)).is_some_and(|&n| n > 0)
}

/// Which of the terms stand in their unit in another form ("transform" as "transformed", "pole-mounted" as "pole
/// mounted"), headings and tables included. One pass over the text for all of them.
fn inflected(text: &str, doc: &Document, candidates: &[(usize, &Definition)]) -> Vec<bool> {
    let mut used = vec![false; candidates.len()];
    if candidates.is_empty() {
        return used;
    }
    let stemmer = Stemmer::create(Algorithm::English);
    // Each stem once, and by unit the terms that have it and were not seen yet.
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut stems: Vec<String> = Vec::new();
    let mut wanted: FxHashMap<(u32, ProvisionId), Vec<usize>> = FxHashMap::default();
    for (i, (_, d)) in candidates.iter().enumerate() {
        let head = d.key.rsplit([' ', '-']).next().unwrap_or(&d.key);
        let stem = stemmer.stem(head);
        // "disability" has the stem "disabl", "disabilities" does not: what both begin with.
        let common =
            head.char_indices().zip(stem.chars()).find(|((_, a), b)| a != b).map_or(stem.len(), |((i, _), _)| i);
        let stem = head.get(..common).unwrap_or(head).trim_end_matches('i');
        let stem = if stem.len() < 3 { head } else { stem };
        let number = *numbers.entry(stem.to_owned()).or_insert_with(|| {
            stems.push(stem.to_owned());
            stems.len() as u32 - 1
        });
        wanted.entry((number, d.scope)).or_default().push(i);
    }
    let mut looks = vec![0u32; candidates.len()];
    // A term is looked for in its unit only; units that overlap or touch are gone through as one.
    let mut places: Vec<Span> = Vec::new();
    let mut units: Vec<Span> = candidates.iter().map(|(_, d)| doc.get(d.scope).span).collect();
    units.sort_unstable();
    for unit in units {
        match places.last_mut() {
            Some(last) if unit.start <= last.end => last.end = last.end.max(unit.end),
            _ => places.push(unit),
        }
    }
    find_beginnings(text, &places, &stems, |start, stem| {
        let at = start as u32;
        let mut near: Option<String> = None;
        for unit in doc.ancestors(doc.at(at)) {
            let Some(left) = wanted.get_mut(&(stem, unit)) else { continue };
            left.retain(|&i| {
                let Some((_, d)) = candidates.get(i) else { return false };
                if Span::new(d.term.start, d.body.end.max(d.term.end)).holds(at) {
                    return true;
                }
                // Of several words, another order or a hyphen: all of them near. A head so common is looked at no
                // further.
                looks[i] += 1;
                let seen = !d.key.contains([' ', '-']) || looks[i] > MOST_LOOKS || {
                    let near = near.get_or_insert_with(|| {
                        let around = floor(text, start.saturating_sub(120))..floor(text, start + 120);
                        text.get(around).unwrap_or("").to_lowercase()
                    });
                    d.key.split([' ', '-']).all(|w| near.contains(w.get(..w.len().min(5)).unwrap_or(w)))
                };
                used[i] |= seen;
                !seen
            });
        }
    });
    used
}

/// Calls `visit` with every place inside `places` where a word begins with one of the stems, ASCII case aside, and the stem's number.
fn find_beginnings(text: &str, places: &[Span], stems: &[String], mut visit: impl FnMut(usize, u32)) {
    let bytes = text.as_bytes();
    let fresh = |at: usize| !text.get(..at).is_some_and(|b| b.ends_with(char::is_alphanumeric));
    // Stems that begin with a letter or figure are looked for where a word begins, by their first bytes; the rest, which
    // are few, wherever they stand.
    let mut beginnings = Beginnings::default();
    // By the number of bytes and these bytes; which numbers there are.
    let mut by_first: FxHashMap<(usize, [u8; 4]), Vec<u32>> = FxHashMap::default();
    let mut lengths = 0u8;
    let mut others: Vec<(&str, u32)> = Vec::new();
    for (number, stem) in (0..).zip(stems) {
        if stem.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
            beginnings.add(stem);
            let len = stem.len().min(4);
            lengths |= 1 << len;
            by_first.entry((len, first(stem.as_bytes(), len))).or_default().push(number);
        } else {
            others.push((stem, number));
        }
    }
    let found = places.iter().flat_map(|p| beginnings.find(bytes, p.start as usize, p.end as usize));
    for at in found.filter(|&at| fresh(at)) {
        for len in (1..=4).filter(|len| lengths & 1 << len != 0 && at + len <= bytes.len()) {
            for &number in by_first.get(&(len, first(&bytes[at..], len))).into_iter().flatten() {
                let stem = stems[number as usize].as_bytes();
                if bytes.get(at..at + stem.len()).is_some_and(|b| b.eq_ignore_ascii_case(stem)) {
                    visit(at, number);
                }
            }
        }
    }
    if others.is_empty() {
        return;
    }
    let Ok(search) = AhoCorasick::builder().ascii_case_insensitive(true).build(others.iter().map(|o| o.0)) else {
        return;
    };
    for hit in search.find_overlapping_iter(text) {
        if let Some(&(_, number)) = others.get(hit.pattern().as_usize())
            && fresh(hit.start())
        {
            visit(hit.start(), number);
        }
    }
}

/// The first bytes of a word, at most four, in lower case.
fn first(word: &[u8], len: usize) -> [u8; 4] {
    let mut out = [0; 4];
    for (to, from) in out.iter_mut().zip(word.iter().take(len)) {
        *to = from.to_ascii_lowercase();
    }
    out
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
