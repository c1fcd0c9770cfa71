//! `reversed-quantity`: a least amount above the most.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::findings::Severity;
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, number_words, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL504",
    name: "reversed-quantity",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/quantities/reversed_quantity.md"),
    checks: &[Check::PrintedWith(Traits::LEAST, check)],
};

/// Tokens between the two amounts.
const GAP: usize = 6;

/// An amount as written.
#[derive(Clone, Copy)]
struct Amount {
    span: Span,
    next: usize,
    /// In thousandths, so that "2.5" compares exactly.
    value: u64,
    /// The unit word or sign after or before it; 0 where there is none.
    unit: WordHash,
}

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    for (i, token) in cx.tokens.iter().enumerate() {
        let Some((from, both)) = least(cx.tokens, i, token) else { continue };
        let Some(low) = amount(cx, from) else { continue };
        let Some(high) = most(cx, low.next, both) else { continue };
        // One of the two may leave the unit to the other: "not less than 5 nor more than 3 years".
        let same = low.unit == high.unit || low.unit == 0 || high.unit == 0;
        if low.value <= high.value || !same {
            continue;
        }
        // "between 80% and 60%" may tell how something falls; "$100 … and $3 per barrel" are two measures.
        if cx.tokens.get(high.next).is_some_and(|t| t.word == PER || t.word == FOR || t.is('/')) {
            continue;
        }
        let (a, b) = (low.span.of(cx.text), high.span.of(cx.text));
        let finding =
            sink.report(token.span().to(high.span), format!("at least “{a}” and at most “{b}”: nothing can be both"));
        if both {
            finding.at_most(Severity::Note);
        }
        finding
            .label(low.span, "the least")
            .label(high.span, "the most, and less than the least")
            .help("exchange the two, or correct the one that is wrong");
    }
}

const NOT: WordHash = word("not");
const NO: WordHash = word("no");
const LESS: WordHash = word("less");
const FEWER: WordHash = word("fewer");
const MORE: WordHash = word("more");
const GREATER: WordHash = word("greater");
const THAN: WordHash = word("than");
const AT: WordHash = word("at");
const LEAST: WordHash = word("least");
const MOST: WordHash = word("most");
const BETWEEN: WordHash = word("between");
const AND: WordHash = word("and");
const BUT: WordHash = word("but");
const NOR: WordHash = word("nor");
const OR: WordHash = word("or");
const MINIMUM: WordHash = word("minimum");
const MAXIMUM: WordHash = word("maximum");
const OF: WordHash = word("of");
const FOR: WordHash = word("for");
const PER: WordHash = word("per");
const A: WordHash = word("a");

/// Where a least amount is announced at `at`: the index of the amount, and whether "and" alone announces the most.
fn least(tokens: &[Token], at: usize, token: &Token) -> Option<(usize, bool)> {
    let is = |i: usize, word: WordHash| tokens.get(at + i).is_some_and(|t| t.word == word);
    match token.word {
        NOT | NO if (is(1, LESS) || is(1, FEWER)) && is(2, THAN) => Some((at + 3, false)),
        AT if is(1, LEAST) => Some((at + 2, false)),
        MINIMUM if is(1, OF) => Some((at + 2, false)),
        BETWEEN => Some((at + 1, true)),
        _ => None,
    }
}

/// The amount that is announced as the most soon after `from`.
fn most(cx: &BlockCx<'_>, from: usize, both: bool) -> Option<Amount> {
    let tokens = cx.tokens;
    if both {
        return tokens.get(from).filter(|t| t.word == AND).and_then(|_| amount(cx, from + 1));
    }
    let mut at = from;
    let mut joined = false;
    while at < from + GAP {
        let token = tokens.get(at)?;
        if token.is('.') || token.is(';') {
            return None;
        }
        let is = |i: usize, word: WordHash| tokens.get(at + i).is_some_and(|t| t.word == word);
        match token.word {
            AND | BUT | OR | A => joined |= token.word != A,
            NOR if (is(1, MORE) || is(1, GREATER)) && is(2, THAN) => return amount(cx, at + 3),
            NOT | NO if joined && (is(1, MORE) || is(1, GREATER)) && is(2, THAN) => return amount(cx, at + 3),
            AT if joined && is(1, MOST) => return amount(cx, at + 2),
            MAXIMUM if joined && is(1, OF) => return amount(cx, at + 2),
            _ if token.is(',') => {}
            // Another thing is measured: "at least 90 percent ethanol and not more than 10 percent petrol".
            _ => return None,
        }
        at += 1;
    }
    None
}

/// The amount that begins at `at`, in figures or words.
fn amount(cx: &BlockCx<'_>, at: usize) -> Option<Amount> {
    let tokens = cx.tokens;
    let mut first = at;
    let mut unit = 0;
    let token = tokens.get(at)?;
    if matches!(token.mark(), '$' | '€' | '£') {
        unit = token.word;
        first += 1;
    }
    let number = tokens.get(first)?;
    let (value, mut next) = match number.kind() {
        TokenKind::Number => (thousandths(number.of(cx.text))?, first + 1),
        TokenKind::Word => {
            let words = number_words(tokens, first).filter(|w| !w.ordinal)?;
            (words.value.checked_mul(1000)?, words.next)
        }
        _ => return None,
    };
    let mut value = value;
    // "1 500": thousands set off by a space.
    while number.kind() == TokenKind::Number
        && let Some(group) = tokens.get(next).filter(|t| t.kind() == TokenKind::Number && t.span().len() == 3)
        && let Some(low) = crate::text::numeral(group.of(cx.text))
    {
        value = value.checked_mul(1000)?.checked_add(low.checked_mul(1000)?)?;
        next += 1;
    }
    // "thirty (30) days", "5 million"
    if let Some([open, _, close]) = tokens.get(next..next + 3)
        && open.is('(')
        && close.is(')')
    {
        next += 3;
    }
    for (scale, factor) in [(word("million"), 1_000_000), (word("billion"), 1_000_000_000), (word("thousand"), 1_000)] {
        if number.kind() == TokenKind::Number && tokens.get(next).is_some_and(|t| t.word == scale) {
            value = value.checked_mul(factor)?;
            next += 1;
        }
    }
    let mut end = next;
    if let Some(after) = tokens.get(next)
        && unit == 0
    {
        if after.is('%') {
            unit = word("percent");
            end += 1;
        } else if after.word == PER {
            let cent = tokens.get(next + 1).is_some_and(|t| t.word == word("cent") || t.word == word("centum"));
            unit = if cent { word("percent") } else { 0 };
            end += 2 * usize::from(cent);
        } else if after.is('-') || after.is('/') || after.is('°') || after.is('–') {
            // "5-year", "1/2", "5°": no plain amount.
            return None;
        } else if after.kind() == TokenKind::Word && !matches!(after.word, AND | BUT | OR | NOR | OF | AT | NOT | THAN)
        {
            unit = singular(after, cx.text);
            end += 1;
        }
    }
    Some(Amount { span: tokens[at].span().to(tokens[end - 1].span()), next: end, value, unit })
}

/// The unit with its plural taken off, and "per cent" for "percent".
fn singular(token: &Token, text: &str) -> WordHash {
    let word_as_written = token.of(text);
    match word_as_written.strip_suffix('s') {
        Some(one) if one.len() > 1 => crate::text::word_of(one),
        _ if token.word == word("percentum") => word("percent"),
        _ => token.word,
    }
}

/// A number in figures, in thousandths; none with more than three decimals.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = crate::text::numeral(whole)?.checked_mul(1000)?;
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let scale = [1000, 100, 10, 1][part.len()];
    let part = if part.is_empty() { 0 } else { part.parse::<u64>().ok()? };
    whole.checked_add(part * scale)
}
