//! `norm-in-definition`: a duty, ban or permission laid down inside a definition.

use crate::definitions::Form;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL108",
    name: "norm-in-definition",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/terms/norm_in_definition.md"),
    checks: &[Check::Document(check)],
};

const SHALL: WordHash = word("shall");
const MUST: WordHash = word("must");
const NOT: WordHash = word("not");
const BE: WordHash = word("be");

/// Verbs after "shall" that say what a word means, not what anyone must do.
const DEFINES: &[WordHash] = &[
    word("mean"),
    word("include"),
    word("have"),
    word("apply"),
    word("refer"),
    word("comprise"),
    word("consist"),
    word("constitute"),
    word("extend"),
    word("cover"),
    word("exclude"),
];

/// The same after "shall be".
const DEEMS: &[WordHash] = &[
    word("deemed"),
    word("considered"),
    word("treated"),
    word("construed"),
    word("read"),
    word("interpreted"),
    word("regarded"),
    word("understood"),
    word("included"),
    word("excluded"),
    word("determined"),
    word("calculated"),
    word("computed"),
    word("measured"),
    word("a"),
    word("an"),
    word("the"),
    word("presumed"),
    word("counted"),
    word("taken"),
    word("disregarded"),
    word("applied"),
    word("used"),
    word("equal"),
    word("made"),
    word("based"),
];

/// Words that make what follows a part of the description, or a condition: no norm is laid down there.
const DESCRIBES: &[WordHash] = &[
    word("that"),
    word("which"),
    word("who"),
    word("whom"),
    word("whose"),
    word("where"),
    word("when"),
    word("if"),
    word("unless"),
    word("whether"),
    word("what"),
    word("how"),
    word("as"),
    word("because"),
    word("until"),
    word("before"),
    word("after"),
    word("than"),
    word("whom"),
    word("under"),
];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut tokens = Vec::new();
    let mut done = 0;
    for d in &cx.analysis().terms.definitions {
        if !matches!(d.form, Form::Means | Form::Includes | Form::Entry)
            || d.body.start < done
            || doc.get(d.provision).quoted
        {
            continue;
        }
        // The sentences that follow in the definition's own paragraph belong to it.
        let from = doc.blocks.partition_point(|b| b.span.end <= d.term.start);
        let Some(block) = doc.blocks.get(from).filter(|b| b.span.contains(d.term)) else { continue };
        // A definition in passing does not make its paragraph one.
        let before = Span::new(block.span.start, d.term.start).of(cx.text);
        if before.len() > 120 || before.contains(". ") {
            continue;
        }
        let span = Span::new(d.body.start.min(block.span.end), block.span.end);
        done = span.end;
        let body = span.of(cx.text);
        if !(body.contains("shall") || body.contains("must")) {
            continue;
        }
        tokenize(cx.text, span, &mut tokens);
        if let Some((subject, modal)) = norm(&tokens) {
            let term = d.term.of(cx.text);
            let words = subject.of(cx.text);
            sink.report(modal, format!("the definition of “{term}” lays down a rule: “{words} …”"))
                .label(d.term, "the term that is being defined")
                .help("say in the definition what the term means, and put the rule into an article of its own");
        }
    }
}

/// A strong modal whose own clause begins a sentence, or follows "; and" or ", and": its clause and the modal.
fn norm(tokens: &[Token]) -> Option<(Span, Span)> {
    let mut start = 0;
    let mut main = false;
    for (i, t) in tokens.iter().enumerate() {
        match t.mark() {
            '.' | ';' if tokens.get(i + 1).is_some_and(|n| n.spaced()) => {
                start = i + 1;
                main = t.is('.') && tokens.get(i + 1).is_some_and(|n| n.capital());
            }
            _ => {}
        }
        if !matches!(t.word, SHALL | MUST) || t.kind() != TokenKind::Word || !main {
            continue;
        }
        let mut next = i + 1;
        if tokens.get(next).is_some_and(|n| n.word == NOT) {
            next += 1;
        }
        let verb = tokens.get(next)?;
        let constitutive = DEFINES.contains(&verb.word)
            || (verb.word == BE && tokens.get(next + 1).is_some_and(|n| DEEMS.contains(&n.word)));
        let described = tokens.get(start..i)?.iter().any(|b| DESCRIBES.contains(&b.word));
        if !constitutive && !described && i > start {
            let end = tokens.get(next).map_or(t.span().end, |v| v.span().end);
            return Some((Span::new(tokens.get(start)?.span().start, end), t.span()));
        }
    }
    None
}
