//! Lines: where they begin, and how offsets turn into line and column.

use crate::span::Span;

/// One line of text, without its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line from its first byte to the last before its line end (`\n` or `\r\n`).
    pub span: Span,
    /// Width of the white space it begins with: a space or no-break space counts 1, a tab goes on to the next
    /// multiple of 4.
    pub indent: u16,
    /// Offset of the first byte that is not white space; the line's end where there is none.
    pub content: u32,
}

impl Line {
    /// Whether the line holds nothing but white space.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.content == self.span.end
    }
}

/// The lines of `text`, in order. A last line without a line end counts; an empty text has none.
pub fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let stop = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |i| start + i);
        let end = if stop > start && bytes[stop - 1] == b'\r' { stop - 1 } else { stop };
        let line = measure(&text[start..end], start);
        start = stop + 1;
        Some(line)
    })
}

fn measure(line: &str, at: usize) -> Line {
    // Most lines begin with a mark or letter of ASCII, some with spaces before it.
    let spaces = line.bytes().take_while(|&b| b == b' ').count();
    if line.as_bytes().get(spaces).is_some_and(u8::is_ascii_graphic) {
        let indent = u16::try_from(spaces).unwrap_or(u16::MAX);
        return Line { span: Span::at(at, at + line.len()), indent, content: (at + spaces) as u32 };
    }
    let mut indent: u16 = 0;
    let mut content = line.len();
    for (i, c) in line.char_indices() {
        match c {
            ' ' | '\u{a0}' | '\u{202f}' => indent = indent.saturating_add(1),
            '\t' => indent = indent.saturating_add(4 - indent % 4),
            '\u{feff}' => {}
            c if c.is_whitespace() => indent = indent.saturating_add(1),
            _ => {
                content = i;
                break;
            }
        }
    }
    Line { span: Span::at(at, at + line.len()), indent, content: (at + content) as u32 }
}

/// Start of every line, to turn byte offsets into line and column numbers.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        Self { starts }
    }

    /// Line of the byte at `offset`, counted from 0.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&s| s <= offset).saturating_sub(1)
    }

    /// Offset at which a line (from 0) begins; the last line's where there are fewer.
    #[must_use]
    pub fn start(&self, line: usize) -> u32 {
        self.starts[line.min(self.starts.len() - 1)]
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> (usize, usize) {
        let line = self.line(offset);
        let before = text.get(self.starts[line] as usize..offset as usize).unwrap_or("");
        (line + 1, before.chars().count() + 1)
    }

    /// Number of lines.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}
