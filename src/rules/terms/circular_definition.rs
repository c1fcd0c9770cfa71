//! `circular-definition`: terms defined through each other.

use rustc_hash::FxHashMap;

use crate::definitions::{Definition, Form, stem};
use crate::document::Document;
use crate::findings::Severity;
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
    let mut bodies: Vec<Option<Body>> = Vec::with_capacity(definitions.len());
    for (i, d) in definitions.iter().enumerate() {
        let judged = matches!(d.form, Form::Means | Form::Entry) && !doc.get(d.provision).quoted;
        bodies.push(if judged { body(cx.text, d, &mut tokens) } else { None });
        if judged {
            by_term.entry(key(cx.text, d.term, &mut tokens)).or_default().push(i as u32);
        }
    }
    // Definition → the one whose term is all that it says, or the kind of thing that it says it is.
    let next: Vec<Option<u32>> = definitions
        .iter()
        .enumerate()
        .map(|(i, d)| bodies.get(i)?.as_ref().and_then(|b| genus(doc, definitions, &by_term, d, b)))
        .collect();
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
            report(cx, sink, definitions, &bodies, ring);
        }
    }
}

fn report(
    cx: &DocumentCx<'_>,
    sink: &mut Sink<'_>,
    definitions: &[Definition],
    bodies: &[Option<Body>],
    ring: &[usize],
) {
    let Some(first) = ring.first().and_then(|&i| definitions.get(i)) else { return };
    let term = first.term.of(cx.text);
    if ring.len() == 1 {
        let more = ring.first().and_then(|&i| bodies.get(i)?.as_ref()).is_some_and(|b| b.more);
        let finding = sink.report(first.term, format!("“{term}” is defined as “{term}”"));
        finding.label(first.body, "the definition begins with the term itself");
        finding.help("say what kind of thing it is in other words");
        if more {
            finding.note("what follows narrows it, but not what kind of thing it is").at_most(Severity::Note);
        }
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

/// The words with which a definition's body begins, and whether it goes on after them.
struct Body {
    words: Vec<WordHash>,
    /// Number of words in the body's first clause.
    clause: usize,
    more: bool,
}

fn key(text: &str, span: Span, tokens: &mut Vec<Token>) -> Vec<WordHash> {
    tokenize(text, span, tokens);
    tokens.iter().filter(|t| t.kind != TokenKind::Mark).map(|t| stem(t.of(text))).collect()
}

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

/// The beginning of a definition's body; none where it is seen at a glance that the body goes on.
fn body(text: &str, d: &Definition, tokens: &mut Vec<Token>) -> Option<Body> {
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
    let clause = tokens
        .iter()
        .skip(from)
        .position(|t| t.kind == TokenKind::Mark && !matches!(t.mark, '-' | '’' | '“' | '”' | '"'))
        .unwrap_or(tokens.len().saturating_sub(from));
    let words: Vec<WordHash> = tokens
        .iter()
        .skip(from)
        .take(clause)
        .filter(|t| t.kind != TokenKind::Mark)
        .take(16)
        .map(|t| stem(t.of(text)))
        .collect();
    let n = words.len();
    let closed = tokens.get(from + clause).is_none_or(|t| matches!(t.mark, '.' | ';'));
    Some(Body { words, clause: n, more: !closed })
}

/// The definition whose term stands where the body says what kind of thing it is.
///
/// Only where nothing but the term stands there, or a plain "of", "for" or "under" phrase follows: "an operator of a
/// network". "A person who", "licence issued under this Act" have said more by then.
fn genus(
    doc: &Document,
    definitions: &[Definition],
    by_term: &FxHashMap<Vec<WordHash>, Vec<u32>>,
    d: &Definition,
    body: &Body,
) -> Option<u32> {
    for n in (1..=body.words.len().min(8)).rev() {
        // All the body says is the term; a body that goes on tells the term apart.
        if n != body.clause || body.more {
            continue;
        }
        let Some(found) = body.words.get(..n).and_then(|w| by_term.get(w)) else { continue };
        let best = found
            .iter()
            .take(64)
            .filter(|&&i| definitions.get(i as usize).is_some_and(|x| doc.within(d.provision, x.scope)))
            .max_by_key(|&&i| definitions.get(i as usize).map_or(0, |x| doc.get(x.scope).depth));
        if let Some(&i) = best {
            return Some(i);
        }
    }
    None
}
