//! Footnotes at the bottom of a page.

use super::build::Builder;
use super::model::{BlockKind, Kind, Label};
use super::place::Tier;
use super::rows::Tag;
use crate::span::Span;
use crate::syntax::{Form, label_at};
use smol_str::SmolStr;

/// Bytes of a page searched for a footnote's mark.
pub(super) const PAGE: usize = 6000;
/// Rows that a footnote can have.
const ROWS: usize = 12;

impl Builder<'_> {
    /// Reads a footnote: a number at the beginning of a line whose mark stands in the page above, or a star below a
    /// rule.
    pub(super) fn footnote(&mut self, i: usize) -> Option<usize> {
        let row = self.rows[i];
        let (len, key, last) = self.footnote_at(i)?;
        Some(self.note(row.start, len, &key, last))
    }

    /// A footnote's label and its last row, where one begins here.
    pub(super) fn footnote_at(&self, i: usize) -> Option<(usize, SmolStr, usize)> {
        let row = self.rows[i];
        if !matches!(row.head[0], b'[' | b'*' | b'(' | b'0'..=b'9') {
            return None;
        }
        let line = row.of(self.text);
        if let Some(rest) = line.strip_prefix("[^") {
            // Markdown: [^1]: text
            let close = rest.find("]:").filter(|&c| c > 0 && c < 40)?;
            return Some((close + 4, SmolStr::new(rest.get(..close)?), i));
        }
        let before = i.checked_sub(1).and_then(|before| self.rows.get(before));
        let after_rule = before.is_some_and(|b| is_of_rule(b.head[0]) && is_one_rule(b.of(self.text)));
        if !(self.paged || after_rule) {
            return None;
        }
        let (len, key) = match label_at(line) {
            Some(m) if matches!(m.form, Form::Bare | Form::Paren) => (m.len, m.key),
            _ if line.starts_with('*') && after_rule => {
                (line.bytes().take_while(|&b| b == b'*').count(), SmolStr::new("*"))
            }
            _ => return None,
        };
        if key.len() > 3 || !(key == "*" || key.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let rest = line.get(len..)?.trim_start();
        // A wide gap parts the columns of a table.
        if rest.is_empty()
            || rest.contains("   ")
            || !(after_rule || rest.starts_with(|c: char| c.is_uppercase() || c == '“' || c == '"'))
        {
            return None;
        }
        let last = self.page_end(i, after_rule)?;
        if !(after_rule || self.marked_above(row.start as usize, &key)) {
            return None;
        }
        Some((len, key, last))
    }

    /// The row before the end of the page, where that comes soon; other footnotes may stand between.
    fn page_end(&self, i: usize, ruled: bool) -> Option<usize> {
        let mut last = i;
        let mut own = true;
        for at in i + 1..i + ROWS {
            match self.rows.get(at) {
                None => return (self.paged || ruled).then_some(last),
                Some(r) if r.tag == Tag::Furniture => return Some(last),
                Some(r) if r.blank_before => return ruled.then_some(last),
                Some(r) => {
                    // Another footnote of the same page ends this one.
                    own &= label_at(r.of(self.text)).is_none_or(|m| m.form != Form::Bare);
                    if own {
                        last = at;
                    }
                }
            }
        }
        None
    }

    /// Whether a mark hangs on a word of the page above: "countries1".
    fn marked_above(&self, start: usize, key: &str) -> bool {
        let mut from = start.saturating_sub(PAGE);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let page = self.text.get(from..start).unwrap_or("");
        memchr::memmem::find_iter(page.as_bytes(), key.as_bytes()).any(|at| {
            let before = page.get(..at).and_then(|b| b.chars().next_back());
            let after = page.get(at + key.len()..).and_then(|b| b.chars().next());
            before.is_some_and(|c| c.is_lowercase() || matches!(c, ')' | '”' | '"' | '’'))
                && after.is_none_or(|c| !c.is_alphanumeric() && c != ')')
        })
    }

    fn note(&mut self, start: u32, len: usize, key: &str, last: usize) -> usize {
        let label =
            Label { span: Span::at(start as usize, start as usize + len), key: SmolStr::new(key), through: None };
        let id = self.push(Kind::Footnote, Some(label), start, Tier::Item, None, -1, false);
        self.open.pop();
        let end = self.rows[last].end;
        let text = self.at(start + len as u32, end);
        let from = end - text.trim_start().len() as u32;
        if from < end {
            self.block(Span::new(from, end), id, BlockKind::Footnote);
        }
        last + 1
    }
}

/// Whether a line is one drawn rule; several side by side underline the heads of a table's columns.
fn is_one_rule(line: &str) -> bool {
    is_rule(line) && !(line.contains("  ") || line.split(' ').filter(|run| run.len() > 1).nth(1).is_some())
}

/// Whether a line is a drawn rule: underscores, dashes or the like and nothing else.
pub fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(is_of_rule)
}

const fn is_of_rule(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'=' | b'*' | b' ')
}
