//! Open documents as the client has them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use gen_lsp_types::TextDocumentContentChangeEvent as Change;

use super::position::{Encoding, Lines};
use crate::engine::Memory;
use crate::span::Span;

/// One open document.
#[derive(Debug)]
pub struct Buffer {
    /// The address as the client spells it.
    pub uri: String,
    /// The client's number for this state.
    pub version: i32,
    /// Our own count of states: some clients repeat a version.
    pub edit: u64,
    /// The same count, for whoever analyses an earlier state and is to stop.
    pub newest: Arc<AtomicU64>,
    /// What is kept from one analysis to the next.
    pub memory: Arc<Mutex<Memory>>,
    /// The text.
    pub text: String,
    /// Its lines.
    pub lines: Lines,
    /// Nanoseconds that its last analysis took.
    pub took: u64,
}

impl Buffer {
    /// A document that was just opened.
    #[must_use]
    pub fn new(uri: String, version: i32, text: String, edit: u64) -> Self {
        let lines = Lines::new(&text);
        Self {
            uri,
            version,
            edit,
            newest: Arc::new(AtomicU64::new(edit)),
            memory: Arc::default(),
            text,
            lines,
            took: 0,
        }
    }

    /// Gives the state a number: what is analysed of earlier ones is of no use any more.
    pub fn is_now(&mut self, edit: u64) {
        self.edit = edit;
        self.newest.store(edit, Ordering::Relaxed);
    }

    /// Makes the client's changes, in order.
    pub fn change(&mut self, encoding: Encoding, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::TextDocumentContentChangePartial(change) => {
                    let span = self.lines.span_of(&self.text, encoding, change.range);
                    self.replace(span, &change.text);
                }
                Change::TextDocumentContentChangeWholeDocument(change) => {
                    self.lines = Lines::new(&change.text);
                    self.text = change.text;
                }
            }
        }
    }

    fn replace(&mut self, span: Span, new: &str) {
        // Beyond the limit of a span, the text stays as it was rather than lose its places.
        if self.text.len() + new.len() >= u32::MAX as usize {
            return;
        }
        if self.text.get(span.range()).is_none() {
            return;
        }
        self.text.replace_range(span.range(), new);
        self.lines.edit(span, new.len() as u32, &self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    #[test]
    fn changes_count_in_the_agreed_encoding() {
        let at = |line, character| Position { line, character };
        let mut buffer = Buffer::new("file:///a".into(), 1, "a 𝔘 b\r\nc".into(), 0);
        let change = |start, end, text: &str| {
            Change::TextDocumentContentChangePartial(TextDocumentContentChangePartial {
                range: Range { start, end },
                text: text.into(),
                ..Default::default()
            })
        };
        // After the astral character in UTF-16, then on the second line that the first change made.
        buffer.change(Encoding::Utf16, vec![change(at(0, 4), at(0, 6), "\nx"), change(at(1, 0), at(1, 1), "é")]);
        assert_eq!(buffer.text, "a 𝔘\né\r\nc");
        assert_eq!(buffer.lines, Lines::new(&buffer.text));
    }
}
