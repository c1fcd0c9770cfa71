//! `term-case-drift`: a defined term written without the capitals that its definition gives it.

use rustc_hash::FxHashMap;

use crate::definitions::{Definition, Form};
use crate::findings::Safety;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL106",
    name: "term-case-drift",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/terms/term_case_drift.md"),
    checks: &[Check::Document(check)],
};

/// How often a term stands as defined, and where first it does not.
#[derive(Default)]
struct Tally {
    kept: u32,
    drifted: u32,
    first: Option<Span>,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let terms = &cx.analysis().terms;
    // Capitals of the terms that are judged; of the others none.
    let of_term = |d: &Definition| if judged(text, d) { capitals(d.term.of(text)) } else { 0 };
    let of_terms: Vec<u16> = terms.definitions.iter().map(of_term).collect();
    if of_terms.iter().all(|&own| own == 0) {
        return;
    }
    let uses = cx.uses();
    let mut tallies: FxHashMap<u32, Tally> = FxHashMap::default();
    for used in &uses.all {
        let Some(&own) = of_terms.get(used.definition as usize).filter(|&&own| own > 0) else { continue };
        let tally = tallies.entry(used.definition).or_default();
        if capitals(used.span.of(text)) < own {
            tally.drifted += 1;
            tally.first = tally.first.or(Some(used.span));
        } else {
            tally.kept += 1;
        }
    }
    let mut found: Vec<(u32, Tally)> = tallies.into_iter().filter(|(_, t)| t.kept >= 2 && t.kept > t.drifted).collect();
    found.sort_by_key(|(i, _)| *i);
    for (i, tally) in found {
        let (Some(d), Some(first)) = (terms.definitions.get(i as usize), tally.first) else { continue };
        let (here, term) = (first.of(text), d.term.of(text));
        let places = if tally.drifted == 1 { "once".to_owned() } else { format!("{} times", tally.drifted) };
        sink.report(first, format!("“{here}” is defined as “{term}”, with capitals"))
            .label(d.term, "defined here")
            .note(format!("it stands {} times with them and {places} without", tally.kept))
            .help(format!("write “{term}” if the defined term is meant, and other words if it is not"))
            .fix(Safety::Unsafe, format!("write “{term}”"), first, capitalised(here));
    }
}

/// Only terms of several words that all begin with capitals are sure not to be everyday words.
pub(super) fn judged(text: &str, d: &Definition) -> bool {
    let term = d.term.of(text);
    d.marked
        && matches!(d.form, Form::Means | Form::Includes | Form::SameAs | Form::Name)
        && term.contains(' ')
        && term
            .split_whitespace()
            .filter(|w| w.len() > 3)
            .all(|w| w.starts_with(char::is_uppercase) && w.contains(char::is_lowercase))
        && capitals(term) >= 2
}

/// Number of words that begin with a capital.
fn capitals(words: &str) -> u16 {
    words.split([' ', '\u{a0}', '\n']).filter(|w| w.starts_with(char::is_uppercase)).count() as u16
}

fn capitalised(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut begins = true;
    for c in words.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        begins = c.is_whitespace();
    }
    out
}
