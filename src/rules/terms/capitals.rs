//! Words with a capital, found byte by byte: what names and abbreviations are made of.

use std::rc::Rc;

use crate::document::{Block, Document};
use crate::rules::DocumentCx;
use crate::span::Span;
use crate::text::{capitals_of, plain_eight};

/// Bytes of text to a word with a capital, about: room is made for so many.
const EACH: usize = 32;

/// The words with a capital of a document's running text, block by block.
#[derive(Debug, Default)]
pub(in crate::rules) struct Capitals {
    words: Vec<Span>,
    /// Of each block with such words, its number and the end of its words.
    blocks: Vec<(u32, u32)>,
    /// Words with a capital behind the first: the number of the block, and of the word.
    shouted: Vec<(u32, u32)>,
}

impl Capitals {
    /// The words with a capital of the document. The text is gone over once for all rules that ask.
    pub fn of(cx: &DocumentCx<'_>) -> Rc<Self> {
        let read = || Rc::new(Self::read(cx.text, cx.document()));
        Rc::clone(cx.memo.capitals.borrow_mut().get_or_insert_with(read))
    }

    /// The words of each block that has any, in order.
    pub fn by_block<'c>(&'c self, doc: &'c Document) -> impl Iterator<Item = (&'c Block, &'c [Span])> {
        let mut from = 0;
        self.blocks.iter().filter_map(move |&(block, end)| {
            let words = self.words.get(from as usize..end as usize);
            from = end;
            Some((doc.blocks.get(block as usize)?, words?))
        })
    }

    /// The words that begin with two capitals, in order, each with its block.
    pub fn shouted<'c>(&'c self, doc: &'c Document) -> impl Iterator<Item = (&'c Block, Span)> {
        self.shouted
            .iter()
            .filter_map(|&(block, word)| Some((doc.blocks.get(block as usize)?, *self.words.get(word as usize)?)))
    }

    fn read(text: &str, doc: &Document) -> Self {
        let words = Vec::with_capacity(text.len() / EACH);
        let mut all = Self { words, blocks: Vec::new(), shouted: Vec::new() };
        for (number, block) in doc.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_prose()) {
            let before = all.words.len();
            read_block(text.as_bytes(), block.span, &mut all.words);
            if all.words.len() > before {
                all.blocks.push((number as u32, all.words.len() as u32));
            }
            let second = |word: &Span| text.as_bytes().get(word.start as usize + 1).is_some_and(u8::is_ascii_uppercase);
            let words = (before as u32..).zip(all.words.iter().skip(before)).filter(|(_, word)| second(word));
            all.shouted.extend(words.map(|(word, _)| (number as u32, word)));
        }
        all
    }
}

/// Lets go of the words with a capital, which take much room in a long text: for the last rule that asks.
pub(super) fn forget(cx: &DocumentCx<'_>) {
    cx.memo.capitals.take();
}

/// Adds every word with a capital that stands in a block.
fn read_block(bytes: &[u8], Span { start, end }: Span, words: &mut Vec<Span>) {
    let (start, end) = (start as usize, (end as usize).min(bytes.len()));
    let mut at = start;
    for from in capitals_of(bytes, start, end) {
        // "sub-Regional": the word began before.
        if from < at || !begins(bytes, start, from) {
            continue;
        }
        at = from;
        loop {
            at = end_of_letters(bytes, at, end);
            if at >= end || !matches!(bytes[at], b'-' | b'\'' | 0xe2) || !joins(bytes, at, end) {
                break;
            }
            // All three bytes of a curly apostrophe: the other two are in words.
            at += 1;
        }
        words.push(Span::at(from, at));
    }
}

/// Whether a word may begin with the capital at `from`.
fn begins(bytes: &[u8], start: usize, from: usize) -> bool {
    let before = |n: usize| from.checked_sub(n).filter(|at| *at >= start).and_then(|at| bytes.get(at));
    match before(1) {
        Some(b'-' | b'\'') => before(2).is_none_or(|&byte| !in_word(byte)),
        Some(byte) => byte.is_ascii() && !byte.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Where bytes end that are in words, from `at` on and before `end`.
fn end_of_letters(bytes: &[u8], mut at: usize, end: usize) -> usize {
    loop {
        // Mostly letters and digits of ASCII.
        let (_, plain) = plain_eight(bytes, at);
        at += plain;
        if at >= end {
            return end;
        }
        if plain < 8 {
            match bytes.get(at) {
                Some(&byte) if in_word(byte) => at += 1,
                _ => return at,
            }
        }
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
