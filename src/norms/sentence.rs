//! Sentences of a block, and what inside them is bracketed or quoted.

use super::words::{Range, found};
use crate::text::lexicon::{Bits, Signs, bit};
use crate::text::{Token, TokenKind, WordHash, word};

const PAGE: WordHash = word("page");
const OF: WordHash = word("of");

/// Splits a block's tokens into sentences: ranges without the final stop.
pub fn sentences(tokens: &[Token], (bits, signs): (&[Bits], &[Signs]), out: &mut Vec<Range>) {
    out.clear();
    let mut stops = found(signs, (0, tokens.len()), bit::SPLIT);
    let (mut from, mut seen) = (0, 0);
    loop {
        let i = stops.from(seen);
        let Some(t) = tokens.get(i) else { break };
        seen = i + 1;
        if let Some(after) = page_furniture(tokens, i)
            && i >= from
        {
            if i > from {
                out.push((from, i));
            }
            from = after;
            continue;
        }
        if i < from {
            continue;
        }
        if !matches!(t.mark(), '.' | '?' | '!') || t.spaced() && i == from {
            continue;
        }
        // A closing quotation mark or bracket belongs to the sentence that it closes.
        let mut next = i + 1;
        while tokens.get(next).is_some_and(|t| !t.spaced() && matches!(t.mark(), '"' | '”' | '’' | ')' | ']' | '*'))
        {
            next += 1;
        }
        if tokens.get(next).is_some_and(|after| !ends(tokens, bits, i, after)) {
            continue;
        }
        if i > from {
            out.push((from, next.max(i + 1)));
        }
        from = next;
    }
    if from < tokens.len() {
        out.push((from, tokens.len()));
    }
}

/// "Page 3", "Page 3 of 9" between two sentences, in text whose page breaks are lost: the token after it.
fn page_furniture(tokens: &[Token], i: usize) -> Option<usize> {
    let t = tokens.get(i)?;
    let number = |k: usize| tokens.get(k).is_some_and(|t| t.kind() == TokenKind::Number);
    if t.word != PAGE || !t.capital() || !number(i + 1) {
        return None;
    }
    let total = tokens.get(i + 2).is_some_and(|t| t.word == OF) && number(i + 3);
    let next = if total { i + 4 } else { i + 2 };
    let before = i.checked_sub(1).and_then(|k| tokens.get(k));
    let apart =
        before.is_none_or(|b| matches!(b.mark(), '.' | ';' | ':') || b.capital() || b.kind() == TokenKind::Number);
    (apart && tokens.get(next).is_none_or(|n| n.capital())).then_some(next)
}

/// Whether the stop at `i` ends a sentence, given the token after it.
fn ends(tokens: &[Token], bits: &[Bits], i: usize, after: &Token) -> bool {
    if !after.spaced() {
        // "2015.The operator": a space forgotten.
        return after.capital() && after.span().len() > 3 && before_is_word(tokens, i, 4);
    }
    // "7UP/RC shall": a name that begins with a figure.
    let named = after.kind() == TokenKind::Mixed && after.all_caps();
    let opens = named
        || after.capital()
        || matches!(after.mark(), '"' | '“' | '(' | '‘' | '*' | '[')
        || after.kind() == TokenKind::Number;
    if !opens {
        return false;
    }
    let Some(before) = i.checked_sub(1).and_then(|k| tokens.get(k)) else { return true };
    if before.kind() == TokenKind::Word && before.span().len() == 1 {
        return false;
    }
    let abbreviation = bits.get(i - 1).is_some_and(|b| b & bit::ABBREV != 0);
    // "No." and the like before a number, a title before a name; at the end of a sentence "Inc." stands before a modal only.
    !(abbreviation && (after.kind() == TokenKind::Number || after.capital() && before.capital()))
}

fn before_is_word(tokens: &[Token], i: usize, len: usize) -> bool {
    i.checked_sub(1)
        .and_then(|k| tokens.get(k))
        .is_some_and(|t| t.kind() == TokenKind::Word && t.span().len() >= len && !t.capital())
}

/// Marks tokens inside brackets, and finds quotations of four words and more; both hide from the sentence around them.
///
/// Only where a bracket or quotation mark stands ([`bit::NEST`]) is there anything to mark.
pub fn hide(tokens: &[Token], signs: &[Signs], range: Range, hidden: &mut [bool], quotes: &mut Vec<Range>) {
    quotes.clear();
    let mut marks = found(signs, range, bit::NEST);
    if !marks.any() {
        return;
    }
    let mut fill = |from: usize, to: usize, hides: bool| {
        if let Some(flags) = hidden.get_mut(from..to) {
            flags.fill(hides);
        }
    };
    fill(range.0, range.1, false);
    let mut open: Option<(usize, char)> = None;
    let mut depth = 0u32;
    let mut bracket = range.0;
    let mut seen = range.0;
    loop {
        let i = marks.from(seen);
        let Some(t) = tokens.get(i).filter(|_| i < range.1) else { break };
        seen = i + 1;
        match (t.mark(), open) {
            ('(' | '[', _) => {
                if depth == 0 {
                    bracket = i;
                }
                depth += 1;
            }
            (')' | ']', _) if depth > 0 => {
                depth -= 1;
                // A bracket that nothing closes hides nothing.
                if depth == 0 {
                    fill(bracket, i + 1, true);
                }
            }
            ('“', None) => open = Some((i, '”')),
            ('"', None) => open = Some((i, '"')),
            ('‘', None) => open = Some((i, '’')),
            (c, Some((from, close))) if c == close => {
                if i - from > 5 {
                    quotes.push((from + 1, i));
                }
                open = None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::lexicon;

    fn split(text: &str) -> Vec<&str> {
        let (mut tokens, mut out) = (Vec::new(), Vec::new());
        crate::text::tokenize(text, crate::span::Span::new(0, text.len() as u32), &mut tokens);
        let bits: Vec<Bits> = tokens.iter().map(|t| lexicon().bits(t.word)).collect();
        let signs: Vec<Signs> = bits.iter().map(|&bits| bits as Signs).collect();
        sentences(&tokens, (&bits, &signs), &mut out);
        out.iter().map(|&(a, b)| tokens[a].span().to(tokens[b - 1].span()).of(text)).collect()
    }

    #[test]
    fn a_lost_page_break_stands_between_sentences() {
        let found = split("Name: Date: Page 4 of 9 The Seller shall pay. Page 5 The Buyer may pay. See page 7 for it.");
        assert_eq!(found, ["Name: Date:", "The Seller shall pay.", "The Buyer may pay.", "See page 7 for it."]);
    }

    #[test]
    fn a_name_may_begin_with_a_figure() {
        assert_eq!(split("The Buyer shall pay. 3COM may wait."), ["The Buyer shall pay.", "3COM may wait."]);
    }
}
