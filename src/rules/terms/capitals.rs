//! Words with a capital, found byte by byte: what names and abbreviations are made of.

use std::rc::Rc;

use crate::document::{Block, Document};
use crate::rules::DocumentCx;
use crate::span::Span;
use crate::text::{Inside, heads};

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
///
/// The text is gone over once for all rules that ask.
pub(super) fn capitals<'a>(cx: &DocumentCx<'a>, visit: impl FnMut(&'a Block, Capital<'a>)) {
    capitals_with(cx, |_| true, visit);
}

/// As [`capitals`], only the words whose second byte is wanted.
pub(super) fn capitals_with<'a>(
    cx: &DocumentCx<'a>,
    wanted: impl Fn(&u8) -> bool,
    mut visit: impl FnMut(&'a Block, Capital<'a>),
) {
    let (text, doc) = (cx.text, cx.document());
    let all = Rc::clone(cx.memo.capitals.borrow_mut().get_or_insert_with(|| {
        let mut all = Vec::new();
        read(text, doc, |from, to| all.push((from, to)));
        Rc::new(all)
    }));
    // Words and blocks come in the order of the text.
    let mut blocks = prose(doc).peekable();
    let is_wanted = |start: u32| wanted(text.as_bytes().get(start as usize + 1).unwrap_or(&0));
    for &(start, end) in all.iter().filter(|word| is_wanted(word.0)) {
        while blocks.next_if(|b| b.span.end <= start).is_some() {}
        if let (Some(&block), Some(word)) = (blocks.peek(), text.get(start as usize..end as usize)) {
            visit(block, Capital { text: word, start, end });
        }
    }
}

/// Lets go of the words with a capital, which take much room in a long text: for the last rule that asks.
pub(super) fn forget(cx: &DocumentCx<'_>) {
    cx.memo.capitals.take();
}

fn prose(doc: &Document) -> impl Iterator<Item = &Block> {
    doc.blocks.iter().filter(|b| b.kind.is_prose())
}

/// Calls `visit` with both ends of every word with a capital.
fn read(text: &str, doc: &Document, mut visit: impl FnMut(u32, u32)) {
    let bytes = text.as_bytes();
    for block in prose(doc) {
        let Span { start, end } = block.span;
        let (start, end) = (start as usize, (end as usize).min(bytes.len()));
        let mut at = start;
        heads(bytes, start, end, Inside::Capital, |from, _| {
            // "sub-Regional": the word began before.
            let joined = from > start + 1 && matches!(bytes[from - 1], b'-' | b'\'') && in_word(bytes[from - 2]);
            if from < at || joined {
                return;
            }
            at = from;
            loop {
                while at < end && in_word(bytes[at]) {
                    at += 1;
                }
                if at >= end || !matches!(bytes[at], b'-' | b'\'' | 0xe2) || !joins(bytes, at, end) {
                    break;
                }
                // All three bytes of a curly apostrophe: the other two are in words.
                at += 1;
            }
            visit(from as u32, at as u32);
        });
    }
}

const fn in_word(byte: u8) -> bool {
    const IN: [bool; 256] = {
        let mut all = [false; 256];
        let mut i = 0;
        while i < 256 {
            let byte = i as u8;
            all[i] = byte.is_ascii_alphanumeric() || (byte >= 0x80 && byte != 0xe2 && byte != 0xc2);
            i += 1;
        }
        all
    };
    IN[byte as usize]
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
