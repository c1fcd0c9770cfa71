//! The lines that one finding shows: short ones whole, long ones cut to what its labels point at.
//!
//! Nothing here grows with the document, or with the length of a line: each label looks a few hundred bytes around
//! itself. A paragraph on a line of a megabyte, and a thousand findings in it, cost what a thousand short lines cost.

use std::collections::BTreeMap;
use std::ops::Range;

use codespan_reporting::files::{Error, Files, Location};

use crate::engine::Place;
use crate::span::Span;

/// Bytes of a line that is shown whole.
const WHOLE: usize = 140;
/// Bytes shown before and after each end of a label in a longer line.
const AROUND: usize = 56;
/// Lines of a label that are all shown; of a longer one, the first.
const LINES: u32 = 8;

/// Where a label stands, before the lines are laid out.
#[derive(Clone, Debug)]
pub(super) struct Point {
    file: usize,
    start: (u32, usize),
    end: (u32, usize),
    place: Place,
}

#[derive(Debug, Default)]
struct Line {
    /// Offsets in the document that must be shown.
    points: Vec<usize>,
    /// Pieces shown: where each begins in the document, and where in the snippet.
    pieces: Vec<(usize, usize)>,
    /// The line in the snippet.
    range: Range<usize>,
}

#[derive(Debug)]
struct File {
    doc: u32,
    name: String,
    lines: BTreeMap<u32, Line>,
    text: String,
    /// Places of labels' beginnings, by offset in the snippet.
    places: BTreeMap<usize, Place>,
}

/// The lines of one finding, by file.
#[derive(Debug, Default)]
pub(super) struct Snippets(Vec<File>);

/// A character as it is shown: what a terminal would act on, or nobody would see, as a sign for it.
pub(super) fn shown(c: char) -> char {
    match c {
        '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => '\u{fffd}',
        c => c,
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Beginning of the line that holds `at`, if it lies within reach.
fn line_start(text: &str, at: usize) -> Option<usize> {
    let from = at.saturating_sub(WHOLE);
    let piece = text.as_bytes().get(from..at)?;
    match memchr::memrchr(b'\n', piece) {
        Some(i) => Some(from + i + 1),
        None => (from == 0).then_some(0),
    }
}

/// End of the line that holds `at`, its line end left out, if it lies within reach.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let to = (at + WHOLE).min(text.len());
    let piece = text.as_bytes().get(at..to)?;
    match memchr::memchr(b'\n', piece) {
        Some(i) => Some(at + i),
        None => (to == text.len()).then_some(to),
    }
}

impl Snippets {
    /// The number of a file in this finding.
    pub(super) fn file(&mut self, doc: u32, name: &str) -> usize {
        if let Some(at) = self.0.iter().position(|f| f.doc == doc) {
            return at;
        }
        let name = name.chars().map(shown).collect();
        self.0.push(File { doc, name, lines: BTreeMap::new(), text: String::new(), places: BTreeMap::new() });
        self.0.len() - 1
    }

    /// Notes that a label must be shown.
    pub(super) fn add(&mut self, file: usize, text: &str, span: Span, start: Place, end: Place) -> Point {
        let from = floor(text, span.start as usize);
        let mut to = ceil(text, (span.end as usize).max(from));
        let mut last = end.line.max(start.line);
        if last - start.line >= LINES {
            // Too long to show: its first line stands for it.
            to = line_end(text, from).unwrap_or_else(|| floor(text, from + WHOLE));
            last = start.line;
        }
        let point = Point { file, start: (start.line, from), end: (last, to), place: start };
        let Some(file) = self.0.get_mut(file) else { return point };
        file.lines.entry(start.line).or_default().points.push(from);
        let mut line = start.line;
        let mut at = from;
        while line < last {
            let Some(i) = text.as_bytes().get(at..to).and_then(|b| memchr::memchr(b'\n', b)) else { break };
            at += i + 1;
            line += 1;
            file.lines.entry(line).or_default().points.push(at);
        }
        file.lines.entry(last).or_default().points.push(to);
        point
    }

    /// Builds the lines, once all labels are in.
    pub(super) fn lay_out<'a>(&mut self, text_of: impl Fn(u32) -> &'a str) {
        for file in &mut self.0 {
            let text = text_of(file.doc);
            for line in file.lines.values_mut() {
                line.points.sort_unstable();
                line.points.dedup();
                let begin = file.text.len();
                line.lay_out(text, &mut file.text);
                line.range = begin..file.text.len();
                file.text.push('\n');
            }
        }
    }

    /// A label's range in the snippet of its file.
    pub(super) fn range(&mut self, point: &Point) -> (usize, Range<usize>) {
        let Some(file) = self.0.get_mut(point.file) else { return (point.file, 0..0) };
        let at = |(line, offset): (u32, usize)| file.lines.get(&line).map_or(0, |l| l.place(offset));
        let (start, end) = (at(point.start), at(point.end));
        file.places.entry(start).or_insert(point.place);
        (point.file, start..end.max(start))
    }
}

impl Line {
    fn lay_out(&mut self, text: &str, out: &mut String) {
        let (Some(&first), Some(&last)) = (self.points.first(), self.points.last()) else { return };
        let (start, end) = (line_start(text, first), line_end(text, last));
        let mut pieces: Vec<Range<usize>> = Vec::new();
        match (start, end) {
            (Some(start), Some(end)) if end - start <= WHOLE => pieces.push(start..end),
            _ => {
                for &point in &self.points {
                    let near_start = line_start(text, point).unwrap_or(0);
                    let from = ceil(text, point.saturating_sub(AROUND)).max(near_start).min(point);
                    let near_end = line_end(text, point).unwrap_or(text.len());
                    let to = floor(text, point + AROUND).min(near_end).max(point);
                    match pieces.last_mut() {
                        Some(piece) if from <= piece.end + 8 => piece.end = piece.end.max(to),
                        _ => pieces.push(from..to),
                    }
                }
            }
        }
        let bounds = pieces.first().map(|p| p.start).zip(pieces.last().map(|p| p.end));
        let cut_before = bounds.is_some_and(|(from, _)| start.is_none_or(|s| s < from));
        let cut_after = bounds.is_some_and(|(_, to)| end.is_none_or(|e| to < e));
        if cut_before {
            out.push_str("… ");
        }
        for (i, piece) in pieces.into_iter().enumerate() {
            if i > 0 {
                out.push_str(" … ");
            }
            let from = piece.start;
            self.pieces.push((from, out.len()));
            let words = text.get(piece).unwrap_or("").trim_end_matches(['\r', '\n']);
            for (i, c) in words.char_indices() {
                let sign = shown(c);
                out.push(sign);
                if sign.len_utf8() != c.len_utf8() {
                    // The sign is longer or shorter: what follows is a piece of its own.
                    self.pieces.push((from + i + c.len_utf8(), out.len()));
                }
            }
        }
        if cut_after {
            out.push_str(" …");
        }
    }

    /// Where an offset of the document stands in the snippet.
    fn place(&self, offset: usize) -> usize {
        let i = self.pieces.partition_point(|(from, _)| *from <= offset);
        match i.checked_sub(1).and_then(|i| self.pieces.get(i)) {
            Some((from, at)) => (at + (offset - from)).min(self.range.end),
            None => self.range.start,
        }
    }
}

impl Snippets {
    fn get(&self, id: usize) -> Result<&File, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> Files<'a> for Snippets {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|f| f.name.as_str())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|f| f.text.as_str())
    }

    /// The document's own line number, so that a gap between lines shows as one.
    fn line_index(&'a self, id: usize, at: usize) -> Result<usize, Error> {
        let file = self.get(id)?;
        let line = file.lines.iter().find(|(_, l)| at <= l.range.end).or(file.lines.iter().next_back());
        line.map(|(n, _)| *n as usize).ok_or(Error::IndexTooLarge { given: at, max: file.text.len() })
    }

    fn line_number(&'a self, _: usize, line: usize) -> Result<usize, Error> {
        Ok(line)
    }

    /// Lines that are not in the snippet are empty.
    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let file = self.get(id)?;
        Ok(u32::try_from(line).ok().and_then(|n| file.lines.get(&n)).map_or(0..0, |l| l.range.clone()))
    }

    fn location(&'a self, id: usize, at: usize) -> Result<Location, Error> {
        let place = self.get(id)?.places.get(&at).copied().unwrap_or_default();
        Ok(Location { line_number: place.line as usize, column_number: place.column as usize })
    }
}
