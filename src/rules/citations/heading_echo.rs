//! `heading-echo`: a citation that repeats the unit's heading, and repeats another.

use super::address::{members, unit};
use super::facets;
use crate::document::ProvisionId;
use crate::references::Resolution;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL214",
    name: "heading-echo",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/heading_echo.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    let mut echoes: Vec<(Span, Span, ProvisionId)> = Vec::new();
    let mut agree = 0;
    for reference in facets::having(cx, facets::OWN | facets::SINGLE | facets::FOUND, facets::RELATIVE) {
        let mut targets = members(reference);
        let (Some(target), None) = (targets.next(), targets.next()) else { continue };
        let Resolution::Found(id) = target.resolution else { continue };
        // Few have a bracket behind them: the unit cited, which stands elsewhere, is asked last.
        let Some(echo) = bracket(text, target.span.end as usize) else { continue };
        let Some(heading) = doc.get(id).heading else { continue };
        if same(heading.of(text), echo.of(text)) {
            agree += 1;
        } else if !is_within(heading.of(text), echo.of(text)) {
            echoes.push((echo, heading, id));
        }
    }
    for (echo, heading, id) in echoes {
        // Where the text does not cite so elsewhere, the bracket must share a word with the heading to be taken for one.
        if agree == 0 && !shares_word(heading.of(text), echo.of(text)) {
            continue;
        }
        let name = unit(text, doc, id);
        sink.report(echo, format!("{name} is headed “{}”", flat(heading.of(text))))
            .label(heading, "the heading".to_owned())
            .help("repeat the heading as it stands, or cite the unit that has this heading");
    }
}

/// The words in brackets right after a citation, where they look like a heading.
fn bracket(text: &str, at: usize) -> Option<Span> {
    let mut to = (at + 100).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let rest = text.get(at..to)?.strip_prefix(" (")?;
    let inside = rest.get(..rest.find(')')?)?;
    let words = inside.split_whitespace().count();
    let first = inside.split_whitespace().next()?;
    let heading = inside.starts_with(char::is_uppercase)
        && !inside.contains(|c: char| c.is_ascii_digit() || matches!(c, '“' | '"' | '(' | '\n' | ';'))
        && words <= 10
        && first.len() > 2
        && inside.chars().any(char::is_lowercase)
        && !matches!(first, "The" | "Act" | "Public" | "Pub.");
    heading.then(|| Span::at(at + 2, at + 2 + inside.len()))
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn same(a: &str, b: &str) -> bool {
    words(a).eq(words(b))
}

/// Whether one is the beginning of the other: a heading cut short.
fn is_within(heading: &str, echo: &str) -> bool {
    let (heading, echo): (Vec<_>, Vec<_>) = (words(heading).collect(), words(echo).collect());
    heading.starts_with(&echo) || echo.starts_with(&heading)
}

fn shares_word(a: &str, b: &str) -> bool {
    let a: Vec<String> = words(a).filter(|w| w.len() > 3).collect();
    words(b).any(|w| a.contains(&w))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', '—']).to_owned()
}
