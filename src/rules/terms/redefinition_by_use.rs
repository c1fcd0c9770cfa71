//! `redefinition-by-use`: a use that adds to an exhaustive definition.

use crate::definitions::Form;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL112",
    name: "redefinition-by-use",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/terms/redefinition_by_use.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let terms = &cx.analysis().terms;
    if !terms.definitions.iter().any(|d| d.form == Form::Means) {
        return;
    }
    for used in &cx.uses().all {
        let rest = text.get(used.span.range().end..).unwrap_or("");
        let Some(after) = rest.strip_prefix(", including ").or_else(|| rest.strip_prefix(" (including ")) else {
            continue;
        };
        // "including for …", "including by …", "including any amendment" add no member.
        let adds = ["a ", "an ", "any person", "any "].iter().any(|s| after.starts_with(s));
        let Some(d) = terms.definitions.get(used.definition as usize) else { continue };
        // "a plan, including" is not the "Plan" that is defined.
        let first = |s: Span| s.of(text).chars().next().is_some_and(char::is_uppercase);
        if first(d.term) != first(used.span) {
            continue;
        }
        // "the notice, including a summary" tells what it holds; "an operator, including a reseller" who counts.
        let open = indefinite(text, used.span.range().start);
        if !adds || !open || d.form != Form::Means || d.qualifier.is_some() {
            continue;
        }
        let end = after.find([',', ';', '.', ')', '\n']).unwrap_or(after.len().min(80));
        let more = after.get(..end).unwrap_or("");
        let term = used.span.of(text);
        let from = used.span.end + (rest.len() - after.len()) as u32;
        sink.report(
            used.span.to(Span::new(from, from + more.len() as u32)),
            format!("“{term}, including {more}” adds to a definition that says all there is"),
        )
        .label(d.term, "defined by “means”: exhaustive")
        .help("put it into the definition, or leave it out here if the definition covers it");
    }
}

/// Whether "a", "an", "any", "every", "each" or "no" stands before.
fn indefinite(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    ["a", "an", "any", "every", "each", "no"].iter().any(|w| w.eq_ignore_ascii_case(word))
}
