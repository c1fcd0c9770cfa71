//! The text as rows: lines with ink on them, and what the whole says about its layout.

use crate::syntax::directive::is_directive;
use crate::text::lines;

/// What a row was found to be before the tree is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// To be read as law.
    #[default]
    Law,
    /// Page head, page number.
    Furniture,
    /// A line of a table of contents.
    Contents,
    /// Quoted: its labels are not the document's own.
    Quotation,
    /// A line of a table.
    Table,
    /// Fenced code, front matter, comments.
    Code,
    /// A heading by markup, of that level.
    Heading(u8),
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Offset of its first visible byte.
    pub start: u32,
    /// Offset past its last visible byte.
    pub end: u32,
    /// Width of the white space it begins with.
    pub indent: u16,
    /// A blank line (or the beginning of the text) stands before it.
    pub blank_before: bool,
    /// A page break stands before it.
    pub page_before: bool,
    /// Its markup says that it is a heading.
    pub titled: bool,
    /// A line is drawn below it across the page: it is a heading of the first level.
    pub drawn: bool,
    /// It goes on on a line that something else stands before: no label can stand here.
    pub glued: bool,
    /// What it is.
    pub tag: Tag,
    /// Its first two bytes and its last, zeros where there are none: they tell most readers that they have nothing to do
    /// with it, and of a long text the bytes themselves are far away.
    pub head: [u8; 2],
    pub last: u8,
}

impl Row {
    /// The row's text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The same as bytes, for a look at the first or the last of them.
    pub fn bytes(self, text: &str) -> &[u8] {
        text.as_bytes().get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The row with what `head` and `last` say of it.
    pub fn edged(self, text: &str) -> Self {
        let bytes = self.bytes(text);
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        Self { head: [byte(0), byte(1)], last: bytes.last().copied().unwrap_or(0), ..self }
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

/// All rows of a text.
pub fn rows(text: &str) -> Vec<Row> {
    let mut out = Vec::with_capacity(text.len() / 80);
    let bytes = text.as_bytes();
    let mut blank_before = true;
    let mut page_before = false;
    for line in lines(text) {
        let white = bytes.get(line.span.start as usize..line.content as usize).unwrap_or_default();
        page_before |= white.contains(&0xc);
        if line.is_blank() {
            blank_before = true;
            continue;
        }
        let ink = text.get(line.content as usize..line.span.end as usize).unwrap_or("");
        let ink = match ink.as_bytes() {
            [.., last] if last.is_ascii_graphic() => ink,
            _ => ink.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{feff}'),
        };
        let end = line.content + ink.len() as u32;
        if end == line.content {
            blank_before = true;
            continue;
        }
        // A full stop alone stands for a blank line in the licences of Debian's packages.
        let stop = ink == ".";
        let tag = if stop || is_directive(ink) { Tag::Furniture } else { Tag::Law };
        let row = Row {
            start: line.content,
            end,
            indent: line.indent,
            blank_before,
            page_before,
            titled: false,
            drawn: false,
            glued: false,
            tag,
            head: [0; 2],
            last: 0,
        };
        out.push(row.edged(text));
        blank_before = stop;
        page_before = false;
    }
    out
}

/// What the rows say about the layout as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Nesting is shown by indentation.
    pub indented: bool,
    /// Paragraphs are broken into lines of about this many bytes.
    pub wrapped: Option<u32>,
    /// Numbers and headings of sections hang out to the left of all the text, as in RFCs: what begins a line at the margin
    /// is a section's, and what stands in is not.
    pub hanging: bool,
    /// Capital letters that stand in brackets before paragraphs as marks, in no order, A being the lowest bit.
    pub marks: u32,
    /// The text is Markdown, which counts the items of a list itself.
    pub markdown: bool,
}

/// Rows looked at to judge the layout.
const SAMPLE: usize = 20_000;

impl Layout {
    /// Judges the layout.
    pub fn of(text: &str, rows: &[Row]) -> Self {
        let wrapped = wrapped(text, rows);
        let hanging = wrapped.is_some() && hanging(text, rows);
        Self { indented: indented(text, rows), wrapped, hanging, marks: marks(text, rows), markdown: false }
    }

    /// Whether that key of a label in brackets is a mark: "(N)" and "(O)" before the entries of a glossary.
    pub fn is_mark(&self, key: &str) -> bool {
        matches!(key.as_bytes(), [letter @ b'A'..=b'Z'] if self.marks & 1 << (letter - b'A') != 0)
    }
}

/// All but a few lines stand in, and those that do not are short and begin after a blank line, numbers among them.
fn hanging(text: &str, rows: &[Row]) -> bool {
    let (mut inside, mut heads, mut prose) = (0u32, 0u32, 0u32);
    for row in rows.iter().take(SAMPLE).filter(|r| r.tag == Tag::Law) {
        if row.indent >= 2 {
            inside += 1;
        } else if row.indent == 0 {
            let line = row.of(text);
            heads += u32::from(row.blank_before && line.starts_with(|c: char| c.is_ascii_digit()) && line.len() < 80);
            prose += u32::from(line.len() >= if row.blank_before { 80 } else { 50 });
        }
    }
    heads >= 3 && inside >= 20 && prose * 10 <= inside
}

/// Letters that open lines in brackets often, and far oftener than the letter before them, which a list would need too.
/// Those that are numerals are marks where others are, and no "(II)" stands in the text.
fn marks(text: &str, rows: &[Row]) -> u32 {
    const NUMERALS: u32 = bit(b'I') | bit(b'V') | bit(b'X');
    const fn bit(letter: u8) -> u32 {
        1 << (letter - b'A')
    }
    let (mut counts, mut numbered) = ([0u32; 26], false);
    for row in rows.iter().take(SAMPLE) {
        match row.bytes(text) {
            [b'(', letter @ b'A'..=b'Z', b')', ..] => counts[usize::from(letter - b'A')] += 1,
            [b'(', b'I', b'I', b')', ..] => numbered = true,
            _ => {}
        }
    }
    let often = |i: usize, elder: u32| counts[i] > elder * 4 + 8;
    let marks = (1..counts.len()).fold(0, |all, i| {
        // No list has a letter whose elder is a mark.
        let elder = if all & 1 << (i - 1) == 0 { counts[i - 1] } else { 0 };
        if NUMERALS & 1 << i == 0 && often(i, elder) { all | 1 << i } else { all }
    });
    let numerals = (0..counts.len()).filter(|&i| NUMERALS & 1 << i != 0 && often(i, 0)).fold(0, |all, i| all | 1 << i);
    if marks != 0 && !numbered { marks | numerals } else { marks }
}

/// A fair share of the labels in brackets is indented, or of those with a point, in from where the others stand. A single
/// space is no indent: texts out of converters have it or lack it at random.
fn indented(text: &str, rows: &[Row]) -> bool {
    let (mut labels, mut deep) = (0u32, 0u32);
    // Labels with a point by their indent; what is in by more than a few levels is counted as one.
    let mut pointed = [0u32; 64];
    for row in rows.iter().take(SAMPLE) {
        let head = row.bytes(text);
        let bracket = head.first() == Some(&b'(') || head.iter().take(5).any(|&b| b == b')');
        if bracket {
            labels += 1;
            deep += u32::from(row.indent > 1);
        } else if is_pointed(head) {
            pointed[usize::from(row.indent).min(pointed.len() - 1)] += 1;
        }
    }
    let points: u32 = pointed.iter().sum();
    let at_margin: u32 = pointed.iter().skip_while(|&&count| count == 0).take(2).sum();
    deep * 20 > labels || points >= 6 && at_margin >= 2 && (points - at_margin) * 5 > points
}

/// Whether a line begins with a number or a letter and a point: "1. ", "iv. ".
fn is_pointed(line: &[u8]) -> bool {
    let key = line.iter().take(5).take_while(|b| b.is_ascii_alphanumeric()).count();
    (1..5).contains(&key) && matches!(line.get(key..key + 2), Some([b'.', b' ' | b'\t']))
}

/// Most full lines end alike near the right margin, without the end of a sentence.
fn wrapped(text: &str, rows: &[Row]) -> Option<u32> {
    let bytes = text.as_bytes();
    let mut widths = [0u32; 161];
    let (mut lines, mut long, mut open) = (0u32, 0u32, 0u32);
    for pair in rows.windows(2).take(SAMPLE) {
        let (row, next) = (pair[0], pair[1]);
        let width = row.len() + row.indent as usize;
        lines += 1;
        if width > 160 {
            long += 1;
            continue;
        }
        widths[width] += 1;
        // What goes on in an item is a lead-in, not a line that was broken.
        let leads = || bytes.get(next.start as usize) == Some(&b'(');
        if !next.blank_before && width >= 40 && !leads() {
            let last = bytes.get(row.end as usize - 1).copied().unwrap_or(b'.');
            open += u32::from(last.is_ascii_alphanumeric() || last == b',');
        }
    }
    if lines < 3 || long * 20 > lines || open * 4 < lines {
        return None;
    }
    // The width that nine lines in ten keep within.
    let mut left = (lines - long) / 10;
    let mut width = 160;
    while width > 40 && left >= widths[width] {
        left -= widths[width];
        width -= 1;
    }
    (width > 40).then_some(width as u32)
}
