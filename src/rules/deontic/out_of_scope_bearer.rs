//! `out-of-scope-bearer`: a duty on one whom the scope clause leaves out.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::norms::{self, Modality, Norm};
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{TokenKind, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL314",
    name: "out-of-scope-bearer",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/out_of_scope_bearer.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let Some((clause, scope)) = scope(cx) else { return };
    let mut told: FxHashSet<SmolStr> = FxHashSet::default();
    for n in &cx.analysis().norms {
        let (Some(bearer), Some(head)) = (n.bearer, &n.bearer_head) else { continue };
        if !bound(n) || !class_of_persons(cx.text, bearer) || scope.contains(head) || !told.insert(head.clone()) {
            continue;
        }
        sink.report(
            bearer,
            format!("“{}” is bound here, but the scope clause does not name such persons", quote(cx.text, bearer)),
        )
        .label(clause, "whom the text applies to")
        .label(n.modal, "a duty")
        .note(format!("the scope clause names: {}", scope.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(", ")))
        .help("widen the scope clause, or put the duty on someone within it");
    }
}

fn bound(n: &Norm) -> bool {
    !n.quoted && n.strength == 4 && matches!(n.modality, Modality::Obligation | Modality::Prohibition)
}

/// "a consumer", "every consumer", "consumers": a class, in small letters; bodies named by capitals are addressed anyway.
fn class_of_persons(text: &str, bearer: Span) -> bool {
    let words = bearer.of(text);
    let mut plain = words.split_whitespace();
    let first = plain.next().unwrap_or("").to_ascii_lowercase();
    let class = matches!(first.as_str(), "a" | "an" | "any" | "every" | "each" | "no" | "all");
    class
        && words.split_whitespace().skip(1).all(|w| !w.starts_with(char::is_uppercase))
        && words.split_whitespace().count() == 2
}

/// The first "This Act applies to … and …" and the persons it names; none where it names things, or goes on in a list.
fn scope(cx: &DocumentCx<'_>) -> Option<(Span, Vec<SmolStr>)> {
    let document = cx.document();
    let mut tokens = Vec::new();
    for block in document.blocks.iter().filter(|b| b.kind.is_prose() && b.span.len() < 600) {
        let printed = block.span.of(cx.text);
        if !(printed.starts_with("This ") || printed.starts_with("These ")) || !printed.contains("appl") {
            continue;
        }
        tokenize(cx.text, block.span, &mut tokens);
        let Some(at) = tokens.iter().position(|t| [word("applies"), word("apply")].contains(&t.word)) else { continue };
        if at > 3 || tokens.get(at + 1).is_none_or(|t| t.word != word("to")) {
            continue;
        }
        let end = tokens.iter().skip(at).position(|t| t.is('.') || t.is(';')).map_or(tokens.len(), |k| at + k);
        let rest = tokens.get(at + 2..end)?;
        // Only a plain list of persons: "operators, resellers and consumers".
        let joins = |t: &crate::text::Token| t.is(',') || norms::is_closed(t.word);
        let heads: Vec<SmolStr> = rest
            .iter()
            .filter(|t| t.kind() == TokenKind::Word && !joins(t))
            .map(|t| norms::lemma(t.of(cx.text)))
            .collect();
        let all_persons = !heads.is_empty()
            && rest
                .iter()
                .filter(|t| t.kind() == TokenKind::Word && !joins(t))
                .all(|t| norms::is_agent(t.word, t.of(cx.text)));
        if all_persons && !heads.iter().any(|h| matches!(h.as_str(), "person" | "everyone" | "individual" | "party")) {
            return Some((block.span, heads));
        }
        return None;
    }
    None
}
