//! `unused-definition`: a defined term that nothing uses.

use super::compare::unit_name;
use rust_stemmers::{Algorithm, Stemmer};

use crate::definitions::{Definition, Form, Reach};
use crate::document::{BlockKind, Document, Kind};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL102",
    name: "unused-definition",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/terms/unused_definition.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let terms = &cx.analysis().terms;
    if terms.definitions.is_empty() {
        return;
    }
    let uses = terms.uses(cx.text, doc);
    let mut budget = 64;
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
        // Only so many whole texts are looked through for other forms of the word.
        budget -= 1;
        if budget < 0 {
            return;
        }
        if inflected(cx.text, doc, d) {
            continue;
        }
        let term = d.term.of(cx.text);
        let elsewhere = uses.elsewhere.get(i).copied().unwrap_or(0);
        let unit = unit_name(doc, d.scope);
        let finding = if elsewhere == 0 {
            sink.report(d.term, format!("“{term}” is defined and nowhere used"))
        } else {
            let f = sink.report(d.term, format!("“{term}” is defined for {unit}, which never uses it"));
            f.note(format!("the words stand {elsewhere} times outside {unit}"));
            f.at_most(Severity::Note)
        };
        // Where nothing says how far it holds, a chapter of a code may not be all of it.
        if d.reach == Reach::Assumed && matches!(doc.profile, Profile::UsCode | Profile::CaAct) {
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

/// Whether the unit holds another form of the term: "transform" as "transformed", "pole-mounted" as "pole mounted".
fn inflected(text: &str, doc: &Document, d: &Definition) -> bool {
    let scope = doc.get(d.scope).span;
    let head = d.key.rsplit([' ', '-']).next().unwrap_or(&d.key);
    let stem = Stemmer::create(Algorithm::English).stem(head);
    let stem = if stem.len() < 3 { head } else { stem.trim_end_matches('i') };
    let own = Span::new(d.term.start, d.body.end.max(d.term.end));
    let Some(piece) = text.get(scope.range()) else { return false };
    let several = d.key.contains([' ', '-']);
    let mut seen = 0;
    for (at, _) in piece.match_indices(stem).chain(capital(stem).iter().flat_map(|s| piece.match_indices(s.as_str()))) {
        let at = scope.start + at as u32;
        let begins = text.get(..at as usize).is_some_and(|b| !b.ends_with(char::is_alphanumeric));
        if !begins || own.holds(at) {
            continue;
        }
        if !several {
            return true;
        }
        // Of several words, another order or a hyphen: all of them near.
        seen += 1;
        let from = floor(text, at.saturating_sub(120) as usize);
        let to = floor(text, at as usize + 120);
        let near = text.get(from..to).unwrap_or("").to_lowercase();
        if d.key.split([' ', '-']).all(|w| near.contains(w.get(..w.len().min(5)).unwrap_or(w))) {
            return true;
        }
        if seen > 2000 {
            return true;
        }
    }
    // Headings, tables and annexes that the text refers to are not prose, and count all the same.
    doc.blocks_within(d.scope)
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading | BlockKind::Table | BlockKind::Quotation))
        .any(|b| {
            doc.get(b.provision).kind != Kind::Definition && !own.overlaps(b.span) && b.span.len() < 2000 && {
                b.span.of(text).to_lowercase().contains(d.key.as_str())
            }
        })
}

fn capital(stem: &str) -> Option<String> {
    let mut chars = stem.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
