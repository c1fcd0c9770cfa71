//! `false-imperative`: "shall" where nobody is to do anything.

use crate::norms::Modality;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL312",
    name: "false-imperative",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/deontic/false_imperative.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for n in cx.analysis().norms.iter().filter(|n| n.modality == Modality::Constitutive && !n.quoted && !n.negated) {
        let first = n.modal.of(cx.text).split_whitespace().next().unwrap_or("");
        if !["shall", "must"].iter().any(|w| first.eq_ignore_ascii_case(w)) {
            continue;
        }
        sink.report(
            n.modal,
            format!("“{}” commands nobody here: “{}” fixes a fact", quote(cx.text, n.modal), quote(cx.text, n.action)),
        )
        .help("use the present tense: “means”, “applies”, “consists of”");
    }
    definitions(cx, sink);
}

/// “"Member" shall mean a State”: between a term and its definition.
fn definitions(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    const REACH: usize = 4;
    let mut tokens = Vec::new();
    for d in &cx.analysis().terms.definitions {
        let end = d.body.end.min(d.term.end.saturating_add(60)).max(d.term.end);
        let mut end = end as usize;
        while !cx.text.is_char_boundary(end) {
            end -= 1;
        }
        tokenize(cx.text, Span::new(d.term.end, (end as u32).max(d.term.end)), &mut tokens);
        let Some(k) = tokens.iter().take(REACH).position(|t| [word("shall"), word("must")].contains(&t.word)) else {
            continue;
        };
        let (Some(modal), Some(verb)) = (tokens.get(k), tokens.get(k + 1)) else { continue };
        let means = [word("mean"), word("include"), word("have"), word("be"), word("denote"), word("refer")];
        if means.contains(&verb.word) {
            sink.report(
                modal.span(),
                format!("“{}” commands nobody here: “{}” fixes a meaning", modal.of(cx.text), verb.of(cx.text)),
            )
            .label(d.term, "the term defined")
            .help("use the present tense: “means”, “includes”");
        }
    }
}
