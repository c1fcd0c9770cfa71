//! Sentences of a block, and what inside them is bracketed or quoted.

use super::lexicon::{Bits, bit};
use super::words::Range;
use crate::text::{Token, TokenKind};

/// Splits a block's tokens into sentences: ranges without the final stop.
pub fn sentences(tokens: &[Token], bits: &[Bits], out: &mut Vec<Range>) {
    out.clear();
    let mut from = 0;
    for (i, t) in tokens.iter().enumerate() {
        if !matches!(t.mark, '.' | '?' | '!') || t.spaced && i == from {
            continue;
        }
        // A closing quotation mark or bracket belongs to the sentence that it closes.
        let mut next = i + 1;
        while tokens.get(next).is_some_and(|t| !t.spaced && matches!(t.mark, '"' | '”' | '’' | ')' | ']' | '*')) {
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

/// Whether the stop at `i` ends a sentence, given the token after it.
fn ends(tokens: &[Token], bits: &[Bits], i: usize, after: &Token) -> bool {
    if !after.spaced {
        // "2015.The operator": a space forgotten.
        return after.capital && after.span.len() > 3 && before_is_word(tokens, i, 4);
    }
    // "7UP/RC shall": a name that begins with a figure.
    let named = after.kind == TokenKind::Mixed && after.all_caps;
    let opens =
        named || after.capital || matches!(after.mark, '"' | '“' | '(' | '‘' | '*' | '[') || after.kind == TokenKind::Number;
    if !opens {
        return false;
    }
    let Some(before) = i.checked_sub(1).and_then(|k| tokens.get(k)) else { return true };
    if before.kind == TokenKind::Word && before.span.len() == 1 {
        return false;
    }
    let abbreviation = bits.get(i - 1).is_some_and(|b| b & bit::ABBREV != 0);
    // "No." and the like before a number, a title before a name; at the end of a sentence "Inc." stands before a modal only.
    !(abbreviation && (after.kind == TokenKind::Number || after.capital && before.capital))
}

fn before_is_word(tokens: &[Token], i: usize, len: usize) -> bool {
    i.checked_sub(1)
        .and_then(|k| tokens.get(k))
        .is_some_and(|t| t.kind == TokenKind::Word && t.span.len() >= len && !t.capital)
}

/// Marks tokens inside brackets, and finds quotations of four words and more; both hide from the sentence around them.
pub fn hide(tokens: &[Token], range: Range, hidden: &mut [bool], quotes: &mut Vec<Range>) {
    quotes.clear();
    let mut open: Option<(usize, char)> = None;
    let mut depth = 0u32;
    let mut bracket = range.0;
    for i in range.0..range.1 {
        let (Some(t), Some(flag)) = (tokens.get(i), hidden.get_mut(i)) else { break };
        *flag = false;
        match (t.mark, open) {
            ('(' | '[', _) => {
                if depth == 0 {
                    bracket = i;
                }
                depth += 1;
                *flag = true;
                continue;
            }
            (')' | ']', _) if depth > 0 => {
                depth -= 1;
                *flag = true;
                continue;
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
        *flag |= depth > 0;
    }
    if depth > 0 {
        // A bracket that nothing closes hides nothing.
        for flag in hidden.get_mut(bracket..range.1).into_iter().flatten() {
            *flag = false;
        }
    }
}
