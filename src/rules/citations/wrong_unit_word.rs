//! `wrong-unit-word`: the word before the label is not what the unit is called.

use crate::document::Kind;
use crate::findings::{Safety, Severity};
use crate::references::WordFault;
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
    for reference in cx.analysis().references.iter().filter(|r| !r.quoted) {
        let (Some(fault), Some(word)) = (reference.fault, reference.unit) else { continue };
        let printed = word.of(text);
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
                sink.report(span, format!("“{printed} {label}”: the unit is labelled “({number})”")).fix(
                    Safety::Unsafe,
                    format!("write “{right}”"),
                    first.map_or(word, |t| t.span),
                    right,
                );
                continue;
            }
            WordFault::ShouldBePlural => {
                let all = whole(reference.targets.iter().map(|t| t.span), span);
                let right = format!("{printed}s");
                sink.report(all, format!("“{printed}” in the singular before several units: “{}”", flat(all.of(text))))
                    .fix(Safety::Safe, format!("write “{right}”"), word, right);
                continue;
            }
            WordFault::ShouldBeSingular => {
                let right = printed.trim_end_matches(['s', 'S']).to_owned();
                (format!("“{printed}” in the plural before one unit, {label}"), right)
            }
        };
        let finding = sink.report(span, message);
        if loose(text, span, fault) {
            finding.at_most(Severity::Note);
        }
        finding.help(format!("write “{right} {label}”, if that unit is meant"));
        finding.fix(Safety::Unsafe, format!("write “{right}”"), word, right);
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
