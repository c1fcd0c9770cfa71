//! `words-against-figure`: a number in words and the figure in brackets after it that differ.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::hint;
use crate::text::{NumberWords, Token, TokenKind, WordHash, number_words, number_words_before, numeral, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL501",
    name: "words-against-figure",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/quantities/words_against_figure.md"),
    checks: &[Check::PrintedWith(Traits::ROUND.and(Traits::DIGIT), check)],
};

/// Words that stand between a number in words and its figure ("thirty days (30 days)", "ten per cent (10%)").
const UNITS: [WordHash; 27] = [
    word("days"),
    word("day"),
    word("months"),
    word("month"),
    word("years"),
    word("year"),
    word("weeks"),
    word("week"),
    word("hours"),
    word("hour"),
    word("minutes"),
    word("business"),
    word("working"),
    word("calendar"),
    word("percent"),
    word("per"),
    word("cent"),
    word("percentum"),
    word("dollars"),
    word("dollar"),
    word("euros"),
    word("euro"),
    word("pounds"),
    word("francs"),
    word("members"),
    word("copies"),
    word("persons"),
];
/// Words after which a number is a name, and the bracket its subdivision: "section twenty (2)".
const NAMES: [WordHash; 16] = [
    word("section"),
    word("sections"),
    word("article"),
    word("articles"),
    word("paragraph"),
    word("paragraphs"),
    word("subsection"),
    word("clause"),
    word("clauses"),
    word("chapter"),
    word("title"),
    word("rule"),
    word("part"),
    word("item"),
    word("regulation"),
    word("schedule"),
];
/// Tokens before which the enumeration "(1) … (2)" is looked for.
const LOOK_BACK: usize = 120;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (i, token) in cx.hinting(hint::ROUND) {
        if token.is('(') && i > 0 {
            words_then_figure(cx, i, sink);
            figure_then_words(cx, i, sink);
        }
    }
}

/// The figure in a bracket: its token, and whether a unit stands in the bracket too.
struct Figure {
    at: usize,
    value: u64,
    unit: bool,
    ordinal: bool,
}

/// "thirty (20) days", "five thousand dollars ($4,000)", "tenth (12th)".
fn words_then_figure(cx: &BlockCx<'_>, open: usize, sink: &mut Sink<'_>) {
    let Some(figure) = figure_in(cx, open) else { return };
    let Some(words) = words_before(cx.tokens, open, figure.unit) else { return };
    // "must be zero (4)": a field of four bytes.
    if words.value == figure.value || words.value == 0 || words.ordinal != figure.ordinal {
        return;
    }
    let before = words.first.checked_sub(1).and_then(|i| cx.tokens.get(i));
    if before.is_some_and(|t| NAMES.contains(&t.word) || t.kind() == TokenKind::Number || t.is('.') || t.is('/')) {
        return;
    }
    if begins_glued(cx, words.first, before) {
        return;
    }
    if !figure.unit && enumerates(cx, open, figure.value) {
        return;
    }
    let span = cx.tokens[words.first].span().to(cx.tokens[words.next - 1].span());
    let number = cx.tokens[figure.at].span();
    report(cx, span, number, words.value, sink);
}

/// Whether the number in words begins before what was read: "ThirtyOne Million", "threehundred eighty".
fn begins_glued(cx: &BlockCx<'_>, first: usize, before: Option<&Token>) -> bool {
    const LARGE: [WordHash; 4] = [word("hundred"), word("thousand"), word("million"), word("billion")];
    let Some(before) = before.filter(|t| t.kind() == TokenKind::Word) else { return false };
    let large = LARGE.contains(&cx.tokens[first].word) && before.word != word("a");
    let written = before.of(cx.text);
    let ends_large = ["hundred", "thousand", "million", "billion"].iter().any(|end| {
        written.len() > end.len()
            && written.get(written.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    });
    large || ends_large
}

/// "30 (forty) days".
fn figure_then_words(cx: &BlockCx<'_>, open: usize, sink: &mut Sink<'_>) {
    let Some(words) = number_words(cx.tokens, open + 1) else { return };
    if words.ordinal || !cx.tokens.get(words.next).is_some_and(|t| t.is(')')) {
        return;
    }
    let figure = cx.tokens[open - 1];
    let Some(value) = (figure.kind() == TokenKind::Number).then(|| numeral(figure.of(cx.text))).flatten() else {
        return;
    };
    let before = open.checked_sub(2).and_then(|i| cx.tokens.get(i));
    if value == words.value || before.is_some_and(|t| NAMES.contains(&t.word) || matches!(t.mark(), '.' | '_')) {
        return;
    }
    let span = cx.tokens[words.first].span().to(cx.tokens[words.next - 1].span());
    report(cx, span, figure.span(), words.value, sink);
}

fn report(cx: &BlockCx<'_>, words: crate::span::Span, figure: crate::span::Span, value: u64, sink: &mut Sink<'_>) {
    let (said, shown) = (words.of(cx.text), figure.of(cx.text));
    sink.report(words.to(figure), format!("“{said}” is {value}, but the figure beside it is {shown}"))
        .label(words, format!("{value} in words"))
        .label(figure, "another number in figures")
        .help("find out which of the two was agreed, and write it in both places");
}

/// The bracket that opens at `open`, if it holds nothing but a figure with its unit or sign.
fn figure_in(cx: &BlockCx<'_>, open: usize) -> Option<Figure> {
    let mut at = open + 1;
    let mut unit = false;
    // "$", "US$", "EUR"
    for _ in 0..2 {
        let token = cx.tokens.get(at)?;
        let currency = matches!(token.mark(), '$' | '€' | '£' | '¥') || (token.all_caps() && token.span().len() <= 3);
        if currency {
            at += 1;
            unit = true;
        }
    }
    let figure = cx.tokens.get(at)?;
    let text = figure.of(cx.text);
    let (value, ordinal) = match figure.kind() {
        TokenKind::Number => (numeral(text.strip_suffix(".00").unwrap_or(text))?, false),
        TokenKind::Mixed => (ordinal(text)?, true),
        _ => return None,
    };
    for next in at + 1..at + 4 {
        let token = cx.tokens.get(next)?;
        if token.is(')') {
            return Some(Figure { at, value, unit, ordinal });
        }
        if !(token.is('%') || UNITS.contains(&token.word)) {
            return None;
        }
        unit = true;
    }
    None
}

fn ordinal(text: &str) -> Option<u64> {
    ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).and_then(numeral)
}

/// The number in words before the bracket; where the bracket names a unit, the words may name it too.
fn words_before(tokens: &[Token], open: usize, unit: bool) -> Option<NumberWords> {
    if let Some(words) = number_words_before(tokens, open) {
        return Some(words);
    }
    let mut end = open;
    for _ in 0..3 {
        end = end.checked_sub(1)?;
        if !unit || !UNITS.contains(&tokens[end].word) {
            return None;
        }
        if let Some(words) = number_words_before(tokens, end) {
            return Some(words);
        }
    }
    None
}

/// Whether "(n)" continues an enumeration inside the text: "(1) one, (2) two".
fn enumerates(cx: &BlockCx<'_>, open: usize, value: u64) -> bool {
    let earlier = value.wrapping_sub(1);
    let from = open.saturating_sub(LOOK_BACK);
    let later = cx.tokens.get(open + 1..(open + LOOK_BACK).min(cx.tokens.len())).unwrap_or_default();
    let holds = |tokens: &[Token], number: u64| {
        tokens.windows(3).any(|w| {
            w[0].is('(')
                && w[2].is(')')
                && w[1].kind() == TokenKind::Number
                && numeral(w[1].of(cx.text)) == Some(number)
        })
    };
    value <= 20 && ((value > 1 && holds(&cx.tokens[from..open], earlier)) || (value == 1 && holds(later, 2)))
}
