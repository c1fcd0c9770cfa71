//! `citation-drift`: one instrument under two designations.

use rustc_hash::FxHashMap;

use super::facets;
use crate::references::{Reference, Scope};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL211",
    name: "citation-drift",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/citation_drift.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let mut first: FxHashMap<(String, String), (String, Span)> = FxHashMap::default();
    for reference in facets::having(cx, facets::EXTERNAL, facets::QUOTED) {
        let Some((key, designation, span)) = designation(text, reference) else { continue };
        match first.get(&key) {
            None => {
                first.insert(key, (designation, span));
            }
            Some((known, place)) if *known != designation => {
                let (word, number) = &key;
                sink.report(span, format!("{word} {number} is cited as “({designation})” and as “({known})”"))
                    .label(*place, format!("“({known})” here"))
                    .help("use one designation, that of the edition that is meant");
            }
            Some(_) => {}
        }
    }
}

/// "Resolution 146 (Rev. Dubai, 2018)": what it is, its number, and what stands in the brackets.
fn designation(text: &str, reference: &Reference) -> Option<((String, String), String, Span)> {
    let Scope::External { name } = reference.scope else { return None };
    let printed = name.of(text);
    let (head, rest) = printed.split_once('(')?;
    let inside = rest.strip_suffix(')')?;
    let mut words = head.split_whitespace();
    let word = words.next()?;
    if !matches!(word, "Resolution" | "Decision" | "Recommendation" | "Opinion") {
        return None;
    }
    let number = words.filter(|w| !w.starts_with("No")).collect::<Vec<_>>().join(" ");
    let dated = inside.bytes().filter(u8::is_ascii_digit).count() >= 2;
    if !dated || !number.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let inside = inside.split_whitespace().collect::<Vec<_>>().join(" ").replace(". ", ".");
    Some(((word.to_owned(), number), inside, name))
}
