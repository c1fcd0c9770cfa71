//! `sum-mismatch`: parts that do not make the whole.

use super::super::sought::{self, Sought};
use super::super::{Check, DocumentCx, Level, Rule, Sink};
use crate::document::{Block, BlockKind, ProvisionId, Status};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, WordSet, number_words, numeral, tokenize, word};
use std::sync::LazyLock;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL505",
    name: "sum-mismatch",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/quantities/sum_mismatch.md"),
    checks: &[Check::Document(check)],
};

/// How the words begin after which a whole is named: "The Board consists of nine members".
pub(in crate::rules) const MADE_OF: [&str; 4] = ["consist", "compose", "compris", "membership"];
/// The words themselves.
static MADE_OF_WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    ["consist", "consists", "consisting", "composed", "comprise", "comprises", "comprised", "membership"]
        .into_iter()
        .collect()
});
/// Tokens between the verb and the number.
const REACH: usize = 8;
/// Parts a whole may have.
const MOST_PARTS: usize = 40;

/// A number and the thing counted.
struct Count {
    span: Span,
    value: u64,
    thing: WordHash,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    let document = cx.document();
    let (mut tokens, mut done) = (Vec::new(), 0);
    for at in sought::places(cx, Sought::WHOLE).map(|at| at as u32) {
        let before = document.blocks_before(at + 1).checked_sub(1);
        let Some(lead) = before.and_then(|i| document.blocks.get(i)).filter(|b| b.span.holds(at) && done <= at) else {
            continue;
        };
        done = lead.span.end;
        if !matches!(lead.span.of(cx.text).as_bytes().last(), Some(b':' | 0x94)) {
            continue;
        }
        let id = lead.provision;
        let provision = document.get(id);
        if provision.quoted || document.children(id).nth(1).is_none() || lead.span.start >= first_child(cx, id) {
            continue;
        }
        let blocks = document.blocks.get(document.blocks_before(provision.span.start)..).unwrap_or_default();
        if first_text(blocks, id).is_none_or(|first| first.span != lead.span) {
            continue;
        }
        tokenize(cx.text, lead.span, &mut tokens);
        let Some(whole) = whole(cx.text, &tokens) else { continue };
        // Text after the list may name more of them.
        if document.blocks_of(id).any(|b| b.kind == BlockKind::Flush) {
            continue;
        }
        let Some(parts) = parts(cx, id, whole.thing, &mut tokens) else { continue };
        let sum: u64 = parts.iter().map(|p| p.value).sum();
        if sum == whole.value {
            continue;
        }
        let said = whole.span.of(cx.text);
        let finding = sink.report(whole.span, format!("the parts make {sum}, not “{said}”"));
        for part in &parts {
            finding.label(part.span, format!("{}", part.value));
        }
        finding.help("correct the whole, or the part that is wrong");
    }
}

/// The text a unit begins with, its heading passed over; the blocks are those from its beginning on.
fn first_text(blocks: &[Block], id: ProvisionId) -> Option<&Block> {
    blocks.iter().take(3).find(|b| b.provision == id && b.kind.is_prose())
}

fn first_child(cx: &DocumentCx<'_>, id: ProvisionId) -> u32 {
    cx.document().children(id).next().map_or(u32::MAX, |child| cx.document().get(child).span.start)
}

/// "consists of nine members": exactly that many, neither more nor fewer.
fn whole(text: &str, tokens: &[Token]) -> Option<Count> {
    const LIMITS: [WordHash; 8] = [
        word("least"),
        word("most"),
        word("than"),
        word("up"),
        word("maximum"),
        word("minimum"),
        word("between"),
        word("exceed"),
    ];
    let verb = tokens.iter().position(|t| MADE_OF_WORDS.has(t.word))?;
    // "members, 7 of whom …", "and three nonvoting members", "and the following": more than the list counts.
    // "seven members, of whom—" leads straight to the parts.
    let last = tokens.iter().rposition(|t| t.kind() == TokenKind::Word);
    let more = |(k, t): (usize, &Token)| {
        t.word == word("whom") && Some(k) != last || t.word == word("following") || t.word == word("nonvoting")
    };
    if tokens.iter().enumerate().any(more) {
        return None;
    }
    let near = tokens.get(verb..(verb + REACH).min(tokens.len()))?;
    if near.iter().any(|t| LIMITS.contains(&t.word)) {
        return None;
    }
    let mut counts = (verb + 1..tokens.len()).filter_map(|at| count(text, tokens, at));
    let whole = counts.next().filter(|c| c.thing != 0 && near.iter().any(|t| t.span().start == c.span.start))?;
    counts.next().is_none().then_some(whole)
}

/// The number at `tokens[at]` with the noun it counts, one or two words on.
fn count(text: &str, tokens: &[Token], at: usize) -> Option<Count> {
    let token = tokens.get(at)?;
    let (value, next) = match token.kind() {
        TokenKind::Number => (numeral(token.of(text))?, at + 1),
        TokenKind::Word => {
            let words = number_words(tokens, at).filter(|w| !w.ordinal)?;
            (words.value, words.next)
        }
        _ => return None,
    };
    let thing = tokens.get(next..(next + 3).min(tokens.len()))?.iter().find(|t| is_plural(t, text));
    Some(Count { span: token.span().to(tokens[next - 1].span()), value, thing: thing.map_or(0, |t| t.word) })
}

fn is_plural(token: &Token, text: &str) -> bool {
    token.kind() == TokenKind::Word && token.span().len() > 4 && token.of(text).ends_with('s')
}

/// A number of things for every child, each at the head of its text; none where one of them has no number.
fn parts(cx: &DocumentCx<'_>, id: ProvisionId, thing: WordHash, spare: &mut Vec<Token>) -> Option<Vec<Count>> {
    let document = cx.document();
    let mut parts = Vec::new();
    for child in document.children(id) {
        let unit = document.get(child);
        if parts.len() == MOST_PARTS || unit.status != Status::InForce || unit.label.is_none() {
            return None;
        }
        let block = first_text(document.blocks_within(child), child)?;
        tokenize(cx.text, block.span, spare);
        let tokens: &[Token] = spare;
        let part = count(cx.text, tokens, 0)?;
        let again =
            (1..tokens.len()).filter_map(|at| count(cx.text, tokens, at)).any(|c| c.span.start >= part.span.end);
        let each = tokens.iter().any(|t| t.word == word("each") || t.word == word("remaining"));
        if again || each {
            return None;
        }
        // "one member", "3 members", "2 shall be appointed": the same things, or unnamed ones.
        if part.thing != 0 && part.thing != thing {
            return None;
        }
        parts.push(part);
    }
    (parts.len() > 1).then_some(parts)
}
