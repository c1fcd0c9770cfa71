//! Positions of the protocol and byte offsets of the text, one into the other.
//!
//! The protocol counts lines, and within a line code units of the encoding that client and server agreed on. It ends
//! a line at `\n`, at `\r\n` and at a lone `\r`, so the library's own line index, which knows only the first two,
//! will not do here.

use gen_lsp_types::{Position, Range};

use crate::span::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what the protocol means where nothing is agreed on.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// Code units that a character takes.
    const fn units(self, c: char) -> u32 {
        match self {
            Self::Utf8 => c.len_utf8() as u32,
            Self::Utf16 => c.len_utf16() as u32,
            Self::Utf32 => 1,
        }
    }
}

/// Where every line begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<u32>,
}

/// Whether a line begins at `at`: the byte before it ends one.
fn begins(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|i| bytes.get(i)) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at) != Some(&b'\n'),
        _ => false,
    }
}

impl Lines {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        starts.extend(
            memchr::memchr2_iter(b'\n', b'\r', bytes).map(|i| i + 1).filter(|&s| begins(bytes, s)).map(|s| s as u32),
        );
        Self { starts }
    }

    /// Follows the replacement of `old` by `len` bytes; `text` is the text after it.
    ///
    /// A line begins by the two bytes around its start, so only starts from the replaced range on can change.
    pub fn edit(&mut self, old: Span, len: u32, text: &str) {
        let bytes = text.as_bytes();
        let from = self.starts.partition_point(|&s| s < old.start.max(1));
        let to = self.starts.partition_point(|&s| s <= old.end);
        let new_end = old.start + len;
        let near = (old.start.saturating_sub(1) as usize)..(new_end as usize).min(bytes.len());
        let base = near.start;
        let fresh: Vec<u32> = memchr::memchr2_iter(b'\n', b'\r', bytes.get(near).unwrap_or(&[]))
            .map(|i| base + i + 1)
            .filter(|&s| s >= old.start.max(1) as usize && begins(bytes, s))
            .map(|s| s as u32)
            .collect();
        for start in self.starts.iter_mut().skip(to) {
            *start = *start - old.end + new_end;
        }
        self.starts.splice(from..to.max(from), fresh);
    }

    /// Line of the byte at `offset`, from 0.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&s| s <= offset).saturating_sub(1)
    }

    /// A line's bytes with its line end; empty past the last line.
    #[must_use]
    pub fn span(&self, line: usize, text: &str) -> Span {
        let len = text.len() as u32;
        let start = self.starts.get(line).copied().unwrap_or(len);
        let end = self.starts.get(line + 1).copied().unwrap_or(len);
        Span::new(start.min(len), end.clamp(start.min(len), len))
    }

    /// The offset a position stands for. A column past the line's end is the end, as the protocol has it; one inside
    /// a character is that character's start.
    #[must_use]
    pub fn offset(&self, text: &str, encoding: Encoding, position: Position) -> u32 {
        let span = self.span(position.line as usize, text);
        let line = span.of(text).trim_end_matches(['\n', '\r']);
        if line.is_ascii() {
            return span.start + position.character.min(line.len() as u32);
        }
        let mut column = 0;
        for (i, c) in line.char_indices() {
            column += encoding.units(c);
            if column > position.character {
                return span.start + i as u32;
            }
        }
        span.start + line.len() as u32
    }

    /// The position of an offset; an offset inside a character counts as that character's start.
    #[must_use]
    pub fn position(&self, text: &str, encoding: Encoding, offset: u32) -> Position {
        let offset = (offset as usize).min(text.len());
        let line = self.line(offset as u32);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let mut end = offset;
        while end > start && !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or("");
        let character = match encoding {
            Encoding::Utf8 => before.len() as u32,
            _ if before.is_ascii() => before.len() as u32,
            _ => before.chars().map(|c| encoding.units(c)).sum(),
        };
        Position { line: line as u32, character }
    }

    /// The range of a span.
    #[must_use]
    pub fn range(&self, text: &str, encoding: Encoding, span: Span) -> Range {
        Range { start: self.position(text, encoding, span.start), end: self.position(text, encoding, span.end) }
    }

    /// The span of a range; ends that stand the wrong way round are swapped.
    #[must_use]
    pub fn span_of(&self, text: &str, encoding: Encoding, range: Range) -> Span {
        let (a, b) = (self.offset(text, encoding, range.start), self.offset(text, encoding, range.end));
        Span::new(a.min(b), a.max(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_units() {
        // An astral character, and an e with a combining accent.
        let text = "a𝔘e\u{301}z\nb";
        let lines = Lines::new(text);
        let z = text.find('z').unwrap() as u32;
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 5), (Encoding::Utf32, 4)] {
            let at = lines.position(text, encoding, z);
            assert_eq!((at.line, at.character), (0, column), "{encoding:?}");
            assert_eq!(lines.offset(text, encoding, at), z, "{encoding:?}");
        }
    }

    #[test]
    fn a_column_inside_a_character_or_past_the_end_is_put_right() {
        let text = "a𝔘z\r\nb";
        let lines = Lines::new(text);
        assert_eq!(lines.offset(text, Encoding::Utf16, Position { line: 0, character: 2 }), 1);
        assert_eq!(lines.offset(text, Encoding::Utf16, Position { line: 0, character: 99 }), 6);
        assert_eq!(lines.offset(text, Encoding::Utf16, Position { line: 9, character: 9 }), text.len() as u32);
        assert_eq!(lines.position(text, Encoding::Utf8, 3).character, 1);
        assert_eq!(lines.position(text, Encoding::Utf8, 999), Position { line: 1, character: 1 });
    }

    #[test]
    fn edits_move_lines_as_reading_anew_would() {
        let pieces = ["", "\n", "\r", "\r\n", "x", "x\ry\nz", "\n\n", "\r\r\n"];
        let texts = ["", "a", "a\nb", "a\r\nb\rc\n", "\n\r\n", "ab\r", "\r\n"];
        for text in texts {
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    for piece in pieces {
                        let mut new = text.to_owned();
                        new.replace_range(start..end, piece);
                        let mut lines = Lines::new(text);
                        lines.edit(Span::at(start, end), piece.len() as u32, &new);
                        assert_eq!(lines, Lines::new(&new), "{text:?} {start}..{end} {piece:?}");
                    }
                }
            }
        }
    }
}
