//! What the rules about single characters share: finding them without a look at every character, and the word around.

use crate::document::{BlockKind, Document};
use crate::span::Span;

/// The word around the offset: letters, digits and joiners on both sides, at most 40 bytes either way.
pub(super) fn word_around(text: &str, at: Span) -> Span {
    const REACH: usize = 40;
    let start = text[..at.start as usize]
        .char_indices()
        .rev()
        .take_while(|(i, c)| in_word(*c) && at.start as usize - i <= REACH)
        .last()
        .map_or(at.start as usize, |(i, _)| i);
    let end = text[at.end as usize..]
        .char_indices()
        .take_while(|(i, c)| in_word(*c) && *i <= REACH)
        .last()
        .map_or(at.end as usize, |(i, c)| at.end as usize + i + c.len_utf8());
    Span::at(start, end)
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The line around the offset, at most `reach` bytes either way.
pub(super) fn line_around(text: &str, at: usize, reach: usize) -> &str {
    let bytes = text.as_bytes();
    let low = at.saturating_sub(reach);
    let high = at.saturating_add(reach).min(bytes.len());
    let mut start = bytes.get(low..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(low, |i| low + i + 1);
    let mut end = bytes.get(at..high).and_then(|b| memchr::memchr(b'\n', b)).map_or(high, |i| at + i);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[start..end]
}

/// What stands before the offset on its line, at most `reach` bytes.
pub(super) fn line_before(text: &str, at: usize, reach: usize) -> &str {
    let low = at.saturating_sub(reach);
    let mut start = text.as_bytes().get(low..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(low, |i| low + i + 1);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or("")
}

/// Whether the offset stands in code or other matter that is no text of the document.
pub(super) fn in_code(document: &Document, at: usize) -> bool {
    let at = at as u32;
    let next = document.blocks.partition_point(|b| b.span.end <= at);
    document.blocks.get(next).is_some_and(|b| b.span.holds(at) && b.kind == BlockKind::Code)
}

/// The next byte at or after `from` that `is` accepts. Whole chunks are tested without a branch, many bytes at once.
pub(super) fn find_byte(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    const CHUNK: usize = 128;
    let mut at = from;
    for chunk in bytes.get(from..)?.chunks(CHUNK) {
        if chunk.iter().fold(0, |any, b| any | u8::from(is(*b))) != 0
            && let Some(i) = chunk.iter().position(|b| is(*b))
        {
            return Some(at + i);
        }
        at += chunk.len();
    }
    None
}

/// Name of a character for messages: "U+200B".
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
