//! `circular-definition`: terms defined through each other.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::words_of;
use crate::definitions::{Definition, Form, stem};
use crate::document::Document;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL105",
    name: "circular-definition",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/terms/circular_definition.md"),
    checks: &[Check::Document(check)],
};

/// What the kind of thing named first in a body may begin with.
const BEFORE: [WordHash; 8] =
    [word("a"), word("an"), word("the"), word("any"), word("every"), word("each"), word("all"), word("one")];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let definitions = &cx.analysis().terms.definitions;
    let mut by_term: FxHashMap<Vec<WordHash>, Vec<u32>> = FxHashMap::default();
    let mut tokens = Vec::new();
    let judged = |d: &Definition| matches!(d.form, Form::Means | Form::Entry) && !doc.get(d.provision).quoted;
    let body_of = |d| if judged(d) { body(cx.text, d, &mut tokens) } else { None };
    let bodies: Vec<Option<Vec<WordHash>>> = definitions.iter().map(body_of).collect();
    // Few bodies are so short that they may be a term, and few terms begin as one of them does.
    let begun: FxHashSet<WordHash> = bodies.iter().flatten().filter_map(|body| body.first().copied()).collect();
    if begun.is_empty() {
        return;
    }
    for (i, d) in definitions.iter().enumerate().filter(|(_, d)| judged(d)) {
        let term = words_of(cx.text, d.term, &mut tokens);
        if term.clone().next().is_some_and(|first| begun.contains(&first)) {
            by_term.entry(term.collect()).or_default().push(i as u32);
        }
    }
    // Definition → the one whose term is all that it says.
    let next: Vec<Option<u32>> =
        definitions.iter().zip(bodies).map(|(d, body)| genus(doc, definitions, by_term.get(&body?)?, d)).collect();
    if next.iter().all(Option::is_none) {
        return;
    }
    let mut done = vec![0u32; definitions.len()];
    for start in 0..definitions.len() {
        let (mut at, mut path) = (start, Vec::new());
        while done[at] == 0 {
            done[at] = start as u32 + 1;
            path.push(at);
            match next[at] {
                Some(to) => at = to as usize,
                None => break,
            }
        }
        let Some(from) = path.iter().position(|&p| p == at).filter(|_| done[at] == start as u32 + 1) else { continue };
        let ring = &path[from..];
        let closed = ring.last().is_some_and(|&last| next[last] == Some(ring[0] as u32));
        if closed {
            report(cx, sink, definitions, ring);
        }
    }
}

fn report(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, definitions: &[Definition], ring: &[usize]) {
    let Some(first) = ring.first().and_then(|&i| definitions.get(i)) else { return };
    let term = first.term.of(cx.text);
    if ring.len() == 1 {
        let finding = sink.report(first.term, format!("“{term}” is defined as “{term}”"));
        finding.label(first.body, "the definition begins with the term itself");
        finding.help("say what kind of thing it is in other words");
        return;
    }
    let names: Vec<&str> = ring.iter().filter_map(|&i| definitions.get(i)).map(|d| d.term.of(cx.text)).collect();
    let finding =
        sink.report(first.term, format!("“{term}” is defined through itself: {} → {term}", names.join(" → ")));
    for &i in ring {
        if let Some(d) = definitions.get(i) {
            finding.label(d.body, format!("“{}” is said to be this", d.term.of(cx.text)));
        }
    }
    finding.help("define one of them without the others");
}

/// Words of the longest body that is looked at.
const LONGEST: usize = 8;

/// Whether the first mark of a body may end it; after a comma, bracket or colon it goes on, and no body that does is all that
/// its term means. A cheap sign: bodies are long, and few end so soon.
fn may_end(body: &str) -> bool {
    let bytes = body.as_bytes();
    let Some(at) = bytes.iter().position(|b| matches!(b, b'.' | b';' | b',' | b'(' | b':')) else { return true };
    match bytes.get(at..) {
        Some([b'(', ..]) => false,
        // "1,000" and "10:30" are figures.
        Some([b',' | b':', next, ..]) => !next.is_ascii_whitespace(),
        _ => true,
    }
}

/// The words of a definition's body, where they are so few that they may be a term; none where it goes on after them.
fn body(text: &str, d: &Definition, tokens: &mut Vec<Token>) -> Option<Vec<WordHash>> {
    let mut end = (d.body.start as usize + 400).min(d.body.end as usize);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let head = Span::at(d.body.start as usize, end.max(d.body.start as usize));
    if !may_end(head.of(text)) {
        return None;
    }
    tokenize(text, head, tokens);
    let from = tokens.iter().position(|t| !BEFORE.contains(&t.word)).unwrap_or(0);
    let rest = tokens.get(from..)?;
    let ends = |t: &Token| t.kind() == TokenKind::Mark && !matches!(t.mark(), '-' | '’' | '“' | '”' | '"');
    let (clause, after) = rest.split_at(rest.iter().position(ends).unwrap_or(rest.len()));
    let closed = after.first().is_none_or(|t| matches!(t.mark(), '.' | ';'));
    let words = || clause.iter().filter(|t| t.kind() != TokenKind::Mark);
    (closed && (1..=LONGEST).contains(&words().count())).then(|| words().map(|t| stem(t.of(text))).collect())
}

/// Of the definitions of the term that is all that the body of `d` says, the one that holds where `d` stands.
///
/// Only where nothing but the term stands there: "a person who", "licence issued under this Act" say more.
fn genus(doc: &Document, definitions: &[Definition], found: &[u32], d: &Definition) -> Option<u32> {
    let holds = |i: u32| definitions.get(i as usize).is_some_and(|x| doc.within(d.provision, x.scope));
    let depth = |i: u32| definitions.get(i as usize).map_or(0, |x| doc.get(x.scope).depth);
    found.iter().copied().take(64).filter(|&i| holds(i)).max_by_key(|&i| depth(i))
}
