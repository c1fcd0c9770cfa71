//! Page heads, page numbers and codes in the margin: printed, but no part of the text.
//!
//! Nothing here knows what any publisher prints. A page head is a short line that comes again and again, apart from a
//! number at its edge that grows as pages do; a margin code is a token that stands at the beginning of lines again and
//! again, and hardly ever elsewhere.

use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};

use super::rows::{Row, Tag};
use crate::syntax::unit_name;

/// Longest page head, in bytes.
const HEAD: usize = 100;
/// Pages are at least so many rows apart.
const PAGE: usize = 8;

/// Marks page heads and page numbers.
pub fn mark(text: &str, rows: &mut [Row]) {
    let mut classes: FxHashMap<u64, Vec<(u32, u32)>> = FxHashMap::default();
    for (i, row) in rows.iter().enumerate() {
        let edge = row.blank_before || row.page_before || rows.get(i + 1).is_none_or(|n| n.blank_before);
        if row.len() > HEAD || row.tag != Tag::Law || !edge || is_worded(row) {
            continue;
        }
        let line = row.of(text);
        for (rest, page) in edge_numbers(line).into_iter().flatten() {
            let sentence = rest.ends_with(['.', ',', ';', ':', '—']) || inked(rest) > 60;
            if sentence || unit_name(line).is_some_and(|n| n.len >= line.len()) || is_unit_word(rest) {
                continue;
            }
            classes.entry(class(rest)).or_default().push((i as u32, page));
        }
    }
    let mut found = Vec::new();
    let parting = |row: &Row| row.tag == Tag::Law && parts_pages(row, text);
    for (i, _) in rows.iter().enumerate().filter(|(_, row)| parting(row)) {
        found.push(i);
        // The page's own number stands above.
        if let Some(above) = i.checked_sub(1).filter(|&a| rows[a].len() <= 4 && rows[a].head[0].is_ascii_digit())
            && rows[above].of(text).bytes().all(|b| b.is_ascii_digit())
        {
            found.push(above);
        }
    }
    for members in classes.values() {
        if pages(members, text, rows) {
            found.extend(members.iter().map(|m| m.0 as usize));
        }
    }
    for &i in &found {
        rows[i].tag = Tag::Furniture;
    }
    title_head(text, rows);
    if found.is_empty() {
        return;
    }
    beside(text, rows);
    settle(rows);
}

/// Whether the row parts two pages of a text taken out of another format: "=== Annex 2 · page 14 ===", "--- Page 3 ---",
/// "-- 3 of 20 --".
fn parts_pages(row: &Row, text: &str) -> bool {
    let sign = row.head[0];
    if !matches!(sign, b'=' | b'-' | b'*' | b'#' | b'~') || row.last != sign || row.len() > HEAD {
        return false;
    }
    let line = row.of(text);
    let run = |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(|b| *b == sign).count();
    if run(&mut line.bytes()) < 2 || run(&mut line.bytes().rev()) < 2 {
        return false;
    }
    let figure = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let bare = line.trim_matches(|c: char| c == char::from(sign) || c.is_whitespace());
    let counted = bare.split_once(" of ").is_some_and(|(page, all)| figure(page) && figure(all));
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    counted || words.any(|word| word.eq_ignore_ascii_case("page")) && line.bytes().any(|b| b.is_ascii_digit())
}

/// Length of a line, white space between its columns counted as one space each: "Author      Standard      [Page".
fn inked(line: &str) -> usize {
    let bytes = line.as_bytes();
    bytes.len() - bytes.windows(2).filter(|w| *w == b"  ").count()
}

/// Whether neither number nor mark of a page stands at either end, as in most lines.
fn is_worded(row: &Row) -> bool {
    let worded = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'(' | b')' | b'.' | b',' | b';' | b':');
    worded(row.head[0]) && worded(row.last)
}

/// What is left of a line without the number at its beginning, and without the one at its end.
fn edge_numbers(line: &str) -> [Option<(&str, u32)>; 2] {
    let bare = line.trim_matches(|c: char| matches!(c, '[' | ']' | '-' | '–' | '—' | '|' | '*') || c.is_whitespace());
    let head = bare.bytes().take_while(u8::is_ascii_digit).count();
    let tail = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
    let first = (1..=4).contains(&head).then(|| {
        let rest = bare.get(head..).unwrap_or("");
        (rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']))
            .then(|| (rest.trim(), bare.get(..head).and_then(|n| n.parse().ok()).unwrap_or(0)))
    });
    let last = ((1..=4).contains(&tail) && tail < bare.len()).then(|| {
        let at = bare.len() - tail;
        let rest = bare.get(..at).unwrap_or("");
        rest.ends_with([' ', '\t', '\u{a0}'])
            .then(|| (rest.trim(), bare.get(at..).and_then(|n| n.parse().ok()).unwrap_or(0)))
    });
    [first.flatten(), last.flatten()]
}

/// Whether nothing but a unit's word is left: "Article 5" is a heading, not a page head.
fn is_unit_word(rest: &str) -> bool {
    let name = rest.trim_end_matches(['.', ':']);
    !name.is_empty()
        && !name.contains(' ')
        && (unit_name(&format!("{name} 1")).is_some() || matches!(name.len(), 1..=2))
        || ["table", "figure", "resolution", "recital", "form", "item", "no", "nos", "question", "step", "phase"]
            .iter()
            .any(|w| name.eq_ignore_ascii_case(w))
}

/// A line's class: its words, numbers all alike, also those of inserted units ("Article 11A").
fn class(rest: &str) -> u64 {
    let mut hash = rustc_hash::FxHasher::default();
    let mut digits = false;
    let stem =
        rest.strip_suffix(|c: char| c.is_ascii_uppercase()).filter(|s| s.ends_with(|c: char| c.is_ascii_digit()));
    for b in stem.unwrap_or(rest).bytes() {
        if b.is_ascii_digit() {
            if !digits {
                b'#'.hash(&mut hash);
            }
            digits = true;
        } else {
            digits = false;
            b.to_ascii_lowercase().hash(&mut hash);
        }
    }
    hash.finish()
}

/// Whether numbers grow from line to line as pages do, pages apart.
fn pages(members: &[(u32, u32)], text: &str, rows: &[Row]) -> bool {
    let alone = members.first().is_some_and(|m| rows[m.0 as usize].of(text).bytes().all(|b| !b.is_ascii_alphabetic()));
    // Two will do for a name and a number; a longer line must come three times.
    let short = members.iter().all(|m| rows[m.0 as usize].len() <= 30);
    let least = if alone {
        4
    } else if short {
        2
    } else {
        3
    };
    if members.len() < least {
        return false;
    }
    let mut good = 0;
    let mut apart = 0;
    for pair in members.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        good += usize::from(matches!(to.1.wrapping_sub(from.1), 1 | 2));
        apart += usize::from((to.0 - from.0) as usize >= PAGE || rows[to.0 as usize].page_before);
    }
    let steps = members.len() - 1;
    good * 10 >= steps * 7 && apart * 10 >= steps * 7
}

/// A first row that repeats the title with a page number.
fn title_head(text: &str, rows: &mut [Row]) {
    let (Some(first), Some(second)) = (rows.first().copied(), rows.get(1).copied()) else { return };
    let title = second.of(text).to_lowercase();
    let repeats = edge_numbers(first.of(text))
        .into_iter()
        .flatten()
        .any(|(rest, _)| rest.len() >= 4 && title.starts_with(&rest.to_lowercase()));
    if repeats && first.len() <= HEAD {
        rows[0].tag = Tag::Furniture;
    }
}

/// Marks lines that stand beside page furniture every time, and at least three times.
fn beside(text: &str, rows: &mut [Row]) {
    let mut counts: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    let near = |rows: &[Row], i: usize| {
        let is = |j: usize| rows.get(j).is_some_and(|r| r.tag == Tag::Furniture);
        is(i + 1) || (i > 0 && is(i - 1))
    };
    for (i, row) in rows.iter().enumerate() {
        if row.len() <= HEAD && row.tag == Tag::Law {
            let entry = counts.entry(row.of(text)).or_default();
            entry.0 += 1;
            entry.1 += u32::from(near(rows, i));
        }
    }
    let marked: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(i, row)| {
            row.tag == Tag::Law
                && row.len() <= HEAD
                && near(rows, *i)
                && counts.get(row.of(text)).is_some_and(|c| c.0 >= 3 && c.0 == c.1)
        })
        .map(|(i, _)| i)
        .collect();
    for i in marked {
        rows[i].tag = Tag::Furniture;
    }
}

/// A blank line around a page head is the page's, not a paragraph's, where the text goes on.
fn settle(rows: &mut [Row]) {
    for i in 1..rows.len() {
        if rows[i - 1].tag == Tag::Furniture && rows[i].tag != Tag::Furniture {
            rows[i].page_before = true;
        }
    }
}

/// Parts codes in the margin ("AB-98" at the beginning of lines) from the lines that they stand before.
pub fn codes(text: &str, rows: Vec<Row>) -> Vec<Row> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for row in rows.iter().filter(|row| row.head.iter().all(u8::is_ascii_uppercase)) {
        if let Some((prefix, _)) = code(row.of(text)) {
            *counts.entry(prefix).or_default() += 1;
        }
    }
    let mut prefixes: Vec<(&str, u32)> = counts.into_iter().filter(|c| c.1 >= 5).collect();
    prefixes.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    prefixes.truncate(3);
    prefixes.retain(|(prefix, at_start)| {
        let all = memchr::memmem::find_iter(text.as_bytes(), prefix.as_bytes()).count();
        (*at_start as usize) * 10 >= all * 7
    });
    if prefixes.is_empty() {
        return rows;
    }
    let mut out = Vec::with_capacity(rows.len() + rows.len() / 4);
    for row in rows {
        match code(row.of(text)) {
            Some((prefix, len)) if row.tag == Tag::Law && prefixes.iter().any(|p| p.0 == prefix) => {
                let end = row.start + len as u32;
                out.push(Row { end, tag: Tag::Furniture, ..row }.edged(text));
                let rest = text.get(end as usize..row.end as usize).unwrap_or("").trim_start();
                if !rest.is_empty() {
                    // A unit's name in capitals, alone on the line, heads it; all else goes on with the line before.
                    let heads = unit_name(rest).is_some_and(|n| n.capitals && n.len == rest.len() && n.key.is_some());
                    let start = row.end - rest.len() as u32;
                    out.push(Row { start, glued: !heads, blank_before: false, ..row }.edged(text));
                }
            }
            _ => out.push(row),
        }
    }
    out
}

/// A code at the beginning of a line: its constant part, and its length.
fn code(line: &str) -> Option<(&str, usize)> {
    let bytes = line.as_bytes();
    let letters = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if !(2..=5).contains(&letters) || bytes.get(letters) != Some(&b'-') {
        return None;
    }
    let digits = bytes.iter().skip(letters + 1).take_while(|b| b.is_ascii_digit()).count();
    let len = letters + 1 + digits;
    let ends = matches!(bytes.get(len), None | Some(b' ' | b'\t'));
    ((1..=4).contains(&digits) && ends).then(|| (line.get(..=letters).unwrap_or(""), len))
}
