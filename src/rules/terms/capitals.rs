//! Words with a capital, found byte by byte: what names and abbreviations are made of.

use crate::document::{Block, Document};

/// A word that begins with a capital.
#[derive(Clone, Copy)]
pub(super) struct Capital<'a> {
    /// The word.
    pub text: &'a str,
    /// Where it begins in the document's text.
    pub start: u32,
    /// One past its end.
    pub end: u32,
}

/// Calls `visit` for every word of the running text that begins with a capital, with its block.
pub(super) fn capitals<'a>(text: &'a str, doc: &'a Document, mut visit: impl FnMut(&'a Block, Capital<'a>)) {
    let bytes = text.as_bytes();
    for block in doc.blocks.iter().filter(|b| b.kind.is_prose()) {
        let end = block.span.range().end.min(bytes.len());
        let mut at = block.span.range().start;
        while at < end {
            let byte = bytes[at];
            if !in_word(byte) {
                at += 1;
                continue;
            }
            let from = at;
            while at < end && (in_word(bytes[at]) || joins(bytes, at, end)) {
                at += 1;
            }
            if byte.is_ascii_uppercase()
                && let Some(word) = text.get(from..at)
            {
                visit(block, Capital { text: word, start: from as u32, end: at as u32 });
            }
        }
    }
}

const fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || (byte >= 0x80 && byte != 0xe2 && byte != 0xc2)
}

/// A hyphen or apostrophe between letters.
fn joins(bytes: &[u8], at: usize, end: usize) -> bool {
    matches!(bytes[at], b'-' | b'\'') && at + 1 < end && bytes[at + 1].is_ascii_alphanumeric() || curly(bytes, at, end)
}

/// One of the three bytes of ’ between letters.
fn curly(bytes: &[u8], at: usize, end: usize) -> bool {
    let is = |from: usize| {
        from + 3 < end && bytes[from..from + 3] == *"’".as_bytes() && bytes[from + 3].is_ascii_alphabetic()
    };
    bytes[at] == 0xe2 && is(at)
        || at > 0 && bytes[at] == 0x80 && is(at - 1)
        || at > 1 && bytes[at] == 0x99 && is(at - 2)
}
