//! Markdown, and the AsciiDoc that Recommendations are kept in: headings, lists, tables, fences, quotations, front
//! matter. Marks rows as what they are; a heading or list item that carries a label stays law, its markup left out.

use super::notes::is_rule;
use super::prose::bullet_len;
use super::rows::{Row, Tag};
use super::shape::ends_closed;
use crate::source::Format;
use crate::syntax::{Form, label_at, readings, unit_name};

/// Marks rows by their markup, where the text has any.
pub fn mark(text: &str, format: Format, rows: &mut [Row]) {
    let ascii_doc = is_ascii_doc(text, rows);
    let sign = match (format, ascii_doc) {
        (Format::Markdown, _) => b'#',
        (_, true) => b'=',
        _ if is_hashed(text, rows) => b'#',
        _ => return underlines(text, rows),
    };
    let mut fence: Option<&str> = None;
    let mut i = if format == Format::Markdown { front_matter(text, rows) } else { 0 };
    while i < rows.len() {
        if sign == b'#' && rows[i].head[0] == b'&' {
            spaces(text, &mut rows[i]);
        }
        let row = rows[i];
        let line = row.of(text);
        if let Some(mark) = fence {
            rows[i].tag = if mark == "|===" { Tag::Table } else { Tag::Code };
            if line.starts_with(mark) {
                fence = None;
            }
            i += 1;
            continue;
        }
        if row.tag != Tag::Law {
            i += 1;
            continue;
        }
        let fences: &[&str] = if ascii_doc { &["|===", "----", "....", "====", "++++"] } else { &["```", "~~~"] };
        if let Some(mark) = fences.iter().find(|f| line.starts_with(**f) && (!ascii_doc || line.len() <= 8)) {
            fence = Some(mark);
            rows[i].tag = if *mark == "|===" { Tag::Table } else { Tag::Code };
        } else if let Some((level, skip)) = heading(line, sign) {
            rows[i].start += skip as u32;
            rows[i].blank_before = true;
            rows[i].titled = true;
            let words = rows[i].of(text);
            if sign == b'#' {
                rows[i].end -= (words.len() - words.trim_end_matches(['#', ' ']).len()) as u32;
            }
            rows[i].end = rows[i].end.max(rows[i].start);
            strip(text, &mut rows[i]);
            head(text, &mut rows[i], level);
            if let Some(next) = rows.get_mut(i + 1) {
                next.blank_before = true;
            }
        } else if ascii_doc && attribute(line) || !ascii_doc && line.starts_with("<!--") {
            rows[i].tag = Tag::Code;
        } else if !ascii_doc && line.starts_with('|') {
            rows[i].tag = Tag::Table;
        } else if !ascii_doc && line.starts_with('>') {
            let rest = line.trim_start_matches(['>', ' ', '\t']);
            rows[i].start = row.end - rest.len() as u32;
            rows[i].tag = if rest.is_empty() { Tag::Furniture } else { Tag::Quotation };
        } else if !ascii_doc && is_rule(line) {
            let under = i > 0
                && !row.blank_before
                && rows[i - 1].tag == Tag::Law
                && line.bytes().all(|b| matches!(b, b'=' | b'-'));
            if under {
                head(text, &mut rows[i - 1], if line.starts_with('=') { 1 } else { 2 });
            }
            rows[i].tag = Tag::Furniture;
        } else {
            strip(text, &mut rows[i]);
        }
        i += 1;
    }
    rows.iter_mut().for_each(|row| *row = row.edged(text));
}

/// Whether a plain text has headings of Markdown: some lines, each after a blank one, begin with "#", and most do not, as
/// they do in the comments of a program.
fn is_hashed(text: &str, rows: &[Row]) -> bool {
    let (mut headings, mut others) = (0, 0);
    for row in rows.iter().filter(|r| r.head[0] == b'#') {
        let is_heading = row.blank_before && row.indent == 0 && heading(row.of(text), b'#').is_some();
        headings += usize::from(is_heading);
        others += usize::from(!is_heading);
    }
    headings >= 3 && others * 8 <= headings && headings * 2 <= rows.len()
}

/// Whether a line is one of a table or drawing made of signs: "| … | … |", "+----+----+".
fn is_drawn(line: &str) -> bool {
    match line.as_bytes() {
        [b'|', .., b'|'] => true,
        [b'+', b'-' | b'=', .., b'+'] => line.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b' ')),
        _ => false,
    }
}

/// Marks the headings of a plain text that have a line of one sign drawn below them.
fn underlines(text: &str, rows: &mut [Row]) {
    for i in 1..rows.len() {
        let (above, below) = (rows[i - 1], rows[i]);
        let sign = below.head[0];
        if !matches!(sign, b'|' | b'+' | b'=' | b'-' | b'*' | b'~') {
            continue;
        }
        let line = below.of(text);
        if is_drawn(line) {
            rows[i].tag = Tag::Table;
            continue;
        }
        if below.blank_before || matches!(sign, b'|' | b'+') || line.bytes().any(|b| b != sign) {
            continue;
        }
        let words = above.of(text);
        let (long, width) = (line.len(), words.chars().count());
        let under = above.blank_before && above.tag == Tag::Law && above.indent == below.indent;
        let fits = long >= 4 && long * 2 >= width && long <= width * 2 + 4;
        if under && fits && width <= 100 && !words.contains("  ") && !ends_closed(words) {
            let first = matches!(sign, b'=' | b'*');
            head(text, &mut rows[i - 1], if first { 1 } else { 2 });
            rows[i - 1].drawn = first;
            rows[i].tag = Tag::Furniture;
            if let Some(next) = rows.get_mut(i + 1) {
                next.blank_before = true;
            }
        }
    }
}

/// Marks a row as a heading. Where it carries a label or a unit's name it stays law, with the rest of it as its title.
fn head(text: &str, row: &mut Row, level: u8) {
    let words = row.of(text);
    if unit_name(words).is_some() || label_at(words).is_some() {
        row.titled = true;
    } else {
        row.tag = Tag::Heading(level);
    }
}

/// Takes the spaces that are written as "&nbsp;" at the beginning of a line for what they are.
fn spaces(text: &str, row: &mut Row) {
    while let Some(rest) = row.of(text).strip_prefix("&nbsp;").filter(|rest| !rest.is_empty()) {
        row.indent = row.indent.saturating_add(1);
        let rest = rest.trim_start();
        row.start = row.end - rest.len() as u32;
    }
}

/// Leaves emphasis out around a label or a unit's name: "**1.** The owner", "**Article 5**"; and the bullet before a label:
/// "* (a) the owner".
fn strip(text: &str, row: &mut Row) {
    let labelled = |rest: &str| {
        label_at(rest)
            .is_some_and(|m| matches!(m.form, Form::Paren | Form::Half) && readings(&m.key).iter().next().is_some())
    };
    if let Some(len) = bullet_len(row.of(text))
        && row.of(text).get(len..).is_some_and(labelled)
    {
        row.start += len as u32;
        return;
    }
    let line = row.of(text);
    let marks = line.bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
    if marks == 0 || marks > 3 {
        return;
    }
    let rest = line.get(marks..).unwrap_or("");
    let bare = rest.trim_end_matches(['*', '_']);
    let whole = bare.len() < rest.len() && !bare.contains(['*', '_']);
    if unit_name(rest).is_some() && whole {
        row.start += marks as u32;
        row.end -= (rest.len() - bare.len()) as u32;
        row.end = row.end.max(row.start);
    } else if label_at(rest).is_some() {
        row.start += marks as u32;
    }
}

/// Level of a heading, and the length of its signs and the space behind them. Many leave that out: "###Article 6".
fn heading(line: &str, sign: u8) -> Option<(u8, usize)> {
    let level = line.bytes().take_while(|b| *b == sign).count();
    let rest = line.get(level..)?;
    let body = rest.trim_start();
    let parted = body.len() < rest.len() || sign == b'#' && level > 1 && body.starts_with(char::is_alphanumeric);
    ((1..=6).contains(&level) && parted && !body.is_empty()).then(|| (level as u8, line.len() - body.len()))
}

/// Marks front matter; returns the first row behind it.
fn front_matter(text: &str, rows: &mut [Row]) -> usize {
    if rows.first().is_none_or(|r| r.of(text).trim_start_matches('\u{feff}') != "---") {
        return 0;
    }
    let Some(close) = rows.iter().skip(1).take(400).position(|r| matches!(r.of(text), "---" | "...")) else { return 0 };
    for row in rows.iter_mut().take(close + 2) {
        row.tag = Tag::Code;
    }
    close + 2
}

/// Whether the text begins as AsciiDoc does: a title behind "= ", then attributes between colons.
fn is_ascii_doc(text: &str, rows: &[Row]) -> bool {
    rows.first().is_some_and(|r| r.of(text).starts_with("= "))
        && rows.iter().skip(1).take(4).any(|r| r.of(text).starts_with(':'))
}

/// An attribute, an anchor or a block's style.
fn attribute(line: &str) -> bool {
    let anchor = line.starts_with('[') && line.ends_with(']') && line.len() < 120;
    let entry = line
        .strip_prefix(':')
        .is_some_and(|r| r.split_once(':').is_some_and(|(name, _)| !name.is_empty() && !name.contains(' ')));
    let comment = line.starts_with("//");
    anchor || entry || comment || line == "{blank}" || line == "+"
}
