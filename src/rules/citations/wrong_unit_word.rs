//! `wrong-unit-word`: the word before the label is not what the unit is called.

use rustc_hash::FxHashMap;

use super::{around, facets};
use crate::document::Kind;
use crate::findings::{Finding, Safety, Severity};
use crate::references::{Reference, WordFault};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL202",
    name: "wrong-unit-word",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/wrong_unit_word.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    // The same words again are the same fault again: the first place is reported, with the others.
    let mut places: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
    let faulty = || facets::having(cx, facets::FAULT, facets::QUOTED);
    for reference in faulty() {
        if let Some(word) = reference.unit {
            let all = whole(reference.targets.iter().map(|t| t.span), word);
            places.entry(all.of(text)).or_default().push(all);
        }
    }
    for reference in faulty() {
        let (Some(fault), Some(word)) = (reference.fault, reference.unit) else { continue };
        let printed = word.of(text);
        let all = whole(reference.targets.iter().map(|t| t.span), word);
        let same = places.get(all.of(text)).map_or(&[][..], Vec::as_slice);
        if same.first() != Some(&all) || is_excused(text, reference, word, all, fault) {
            continue;
        }
        let first = reference.targets.iter().filter(|t| t.span.start >= word.end).min_by_key(|t| t.span.start);
        let label = first.map_or("", |t| t.span.of(text));
        let span = first.map_or(word, |t| word.to(t.span));
        let (message, right) = match fault {
            WordFault::ShouldBe(kind) => {
                let right = like(printed, kind.name());
                (format!("“{printed} {label}” is a {}", kind.name()), right)
            }
            WordFault::Unbracketed => {
                let at = label.find('(').unwrap_or(label.len());
                let (number, rest) = label.split_at(at);
                let right = format!("({number}){rest}");
                let finding = sink.report(span, format!("“{printed} {label}”: the unit is labelled “({number})”"));
                again(finding, same);
                finding.fix(Safety::Unsafe, format!("write “{right}”"), first.map_or(word, |t| t.span), right);
                continue;
            }
            WordFault::ShouldBePlural => {
                let right = format!("{printed}s");
                let finding = sink
                    .report(all, format!("“{printed}” in the singular before several units: “{}”", flat(all.of(text))));
                again(finding, same);
                finding.fix(Safety::Safe, format!("write “{right}”"), word, right);
                continue;
            }
            WordFault::ShouldBeSingular => {
                let right = printed.trim_end_matches(['s', 'S']).to_owned();
                (format!("“{printed}” in the plural before one unit, {label}"), right)
            }
        };
        let finding = sink.report(span, message);
        again(finding, same);
        if loose(text, span, fault) {
            finding.at_most(Severity::Note);
        }
        finding.help(format!("write “{right} {label}”, if that unit is meant"));
        finding.fix(Safety::Unsafe, format!("write “{right}”"), word, right);
    }
}

/// Points at the other places that say the same.
fn again(finding: &mut Finding, same: &[Span]) {
    for &span in same.iter().skip(1).take(8) {
        finding.label(span, "and here");
    }
}

/// Whether the words around explain the number or the label.
fn is_excused(text: &str, reference: &Reference, word: Span, all: Span, fault: WordFault) -> bool {
    match fault {
        // "sections 15 of this title (relating to witnesses), 16 and 17", "sections 15 of this title and 16(b)".
        WordFault::ShouldBeSingular => {
            let rest = around::after(text, all.end);
            let rest = rest.strip_prefix(" of this ").map_or(rest, |r| r.trim_start_matches(char::is_alphabetic));
            let rest = match rest.trim_start().strip_prefix('(') {
                Some(inner) => inner.split_once(')').map_or("", |(_, rest)| rest),
                None => rest,
            };
            let rest = rest.trim_start_matches([',', ' ']);
            let rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("or ")).unwrap_or(rest);
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '(') || rest.starts_with("this ")
        }
        WordFault::ShouldBePlural => {
            let first = reference.targets.first().map_or(word, |t| t.span);
            let counts = reference.targets.iter().any(|t| around::counts_things(text, first, t.span));
            let before = around::before(text, word.start).trim_end();
            let labels = Span::new(word.end, all.end.max(word.end)).of(text);
            counts
                || before.ends_with("either")
                || before.ends_with("from")
                // "section A-II/4": one label with a hyphen.
                || !labels.trim().contains(char::is_whitespace)
        }
        // "paragraph 2 (A)": a note's number that a conversion left, or a space too many.
        WordFault::Unbracketed => {
            let label = reference.targets.first().map_or(word, |t| t.span);
            label.of(text).contains(char::is_whitespace)
                || around::after(text, label.end).starts_with(" (")
                || around::is_this(text, word.start)
        }
        WordFault::ShouldBe(_) => false,
    }
}

/// Whether only the name of a unit below the section is off, and the citation does not say of what: readers find such a
/// unit all the same, and enacted law has many.
fn loose(text: &str, span: Span, fault: WordFault) -> bool {
    /// Bytes after the label in which "of this section" counts as its own.
    const NEAR: usize = 40;
    let WordFault::ShouldBe(kind) = fault else { return false };
    if matches!(kind, Kind::Section | Kind::Article) {
        return false;
    }
    let from = span.end as usize;
    let mut to = (from + NEAR).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let after = text.get(from..to).unwrap_or("");
    let clause = after.split(['.', ';']).next().unwrap_or("");
    !(clause.contains("of this ") || clause.contains("of section") || clause.contains("of article"))
}

fn whole(spans: impl Iterator<Item = Span>, first: Span) -> Span {
    spans.filter(|s| s.start >= first.start && s.end - first.start < 300).fold(first, Span::to)
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The right word in the case and number of the one it replaces.
fn like(printed: &str, right: &str) -> String {
    let mut out = String::with_capacity(right.len() + 1);
    for (i, c) in right.chars().enumerate() {
        if i == 0 && printed.starts_with(char::is_uppercase) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    if printed.ends_with('s') {
        out.push('s');
    }
    out
}
