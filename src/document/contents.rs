//! Tables of contents: lines that list what comes later, not units of their own.

use super::rows::{Row, Tag};
use crate::syntax::unit_name;

/// Headings of a table of contents, in lower case.
const HEADINGS: [&str; 11] = [
    "contents",
    "table of contents",
    "index",
    "arrangement of sections",
    "arrangement of articles",
    "arrangement of clauses",
    "arrangement of provisions",
    "arrangement of regulations",
    "arrangement of rules",
    "table of provisions",
    "list of articles",
];
/// The longest of them with what may stand around it, in bytes.
const HEADING: usize = 40;
/// An entry is no longer than this, in bytes.
const LONGEST: usize = 200;
/// Most entries of one table.
const MOST: usize = 3000;
/// Long rows that may stand between a table of several entries and where the first comes again.
const CLAUSES: usize = 2;
const SEVERAL: usize = 8;
/// Rows that may stand between two entries of a table without a heading: headings of parts.
const BETWEEN: usize = 4;
/// Rows of it that may be the first.
const FIRSTS: usize = 4;

/// Tags the rows of tables of contents.
///
/// A row that ends in leader dots (or a tab, or wide space) and a page number is an entry where at least three such rows
/// stand close together. Below a heading "Contents", everything is an entry up to where the first entry comes again. Without
/// one, numbers with titles are a table where the first of them comes again with its text behind it.
pub fn tag(text: &str, rows: &mut [Row]) {
    led(text, rows);
    headed(text, rows);
    unheaded(text, rows);
}

/// The first row from `at` on that may be what is looked for.
fn next(rows: &[Row], at: usize, may_be: impl Fn(&Row) -> bool) -> Option<usize> {
    Some(at + rows.get(at..)?.iter().position(may_be)?)
}

fn led(text: &str, rows: &mut [Row]) {
    let mut at = 0;
    let may_be = |row: &Row| ends_page(row.last) && row.tag == Tag::Law && row.len() <= LONGEST;
    while let Some(found) = next(rows, at, may_be) {
        at = found;
        if page(rows[at].of(text)).is_none() {
            at += 1;
            continue;
        }
        let (mut entries, mut last, mut next) = (1, at, at + 1);
        // A part's heading, or the first half of a long entry, may stand between two entries.
        while next < rows.len() && next - last <= 2 && rows[next].len() <= LONGEST {
            if page(rows[next].of(text)).is_some() {
                entries += 1;
                last = next;
            }
            next += 1;
        }
        if entries >= 3 {
            for row in &mut rows[at..=last] {
                if row.tag == Tag::Law {
                    row.tag = Tag::Contents;
                }
            }
        }
        at = last + 1;
    }
}

fn headed(text: &str, rows: &mut [Row]) {
    let mut at = 0;
    // A text has few tables; a heading that comes again and again is a running head.
    let mut tries = 0;
    let may_be = |row: &Row| row.len() <= HEADING && opens_heading(row.head[0]);
    while let Some(found) = next(rows, at, may_be).filter(|found| found + 2 < rows.len() && tries < 8) {
        at = found;
        if !is_heading(rows[at].of(text)) {
            at += 1;
            continue;
        }
        tries += 1;
        let first = at + 1;
        let key = title(rows[first].of(text)).to_owned();
        // "PART 1" above "Targets" comes again as "Part 1 Targets".
        let parted = unit_name(&key).is_some_and(|n| n.key.is_some() && n.len == key.len());
        let whole = rows.get(first + 1).filter(|_| parted).map(|next| format!("{key} {}", title(next.of(text))));
        let window = &rows[first + 1..rows.len().min(first + MOST)];
        // A long title and an enacting clause may stand below the entries.
        let mut long = 0;
        let within = |&(n, row): &(usize, &Row)| {
            long += usize::from(row.len() > LONGEST);
            long <= if n >= SEVERAL { CLAUSES } else { 0 }
        };
        let end = window.iter().enumerate().take_while(within).position(|(_, r)| {
            let row = title(r.of(text));
            r.tag != Tag::Contents && (again(&key, row) || whole.as_ref().is_some_and(|whole| alike(whole, row)))
        });
        // Two entries at least, or what comes again is a running head: but below "Table of Contents", which is none.
        let sure = rows[at].of(text).trim().eq_ignore_ascii_case("table of contents");
        let Some(count) = end.filter(|&n| (n >= 2 || sure) && !key.is_empty()) else {
            if rows[first].tag == Tag::Contents {
                rows[at].tag = Tag::Contents;
            }
            at += 1;
            continue;
        };
        for row in rows[at..=first + count].iter_mut().take_while(|r| r.len() <= LONGEST) {
            if row.tag == Tag::Law {
                row.tag = Tag::Contents;
            }
        }
        at = first + count + 1;
    }
}

/// Tables without a heading: "838.005     Definitions" and so on, above "838.005 Definitions. As used in this chapter, …".
fn unheaded(text: &str, rows: &mut [Row]) {
    let mut at = 0;
    // What a table may begin with: a row above it may look like an entry ("2021 EDITION").
    let mut firsts = Vec::with_capacity(FIRSTS);
    while let Some(found) = next(rows, at, begins_entry) {
        at = found;
        let Some(first) = entry(text, &rows[at]) else {
            at += 1;
            continue;
        };
        firsts.clear();
        firsts.push((at, first));
        let (mut entries, mut last, mut next) = (1, at, at + 1);
        let mut begins = None;
        while let Some(row) = rows.get(next).filter(|_| next - last <= BETWEEN) {
            begins = firsts.iter().position(|(_, first)| comes_again(*first, row.of(text)));
            if begins.is_some() {
                break;
            }
            if let Some(entry) = entry(text, row) {
                entries += 1;
                last = next;
                if firsts.len() < FIRSTS {
                    firsts.push((next, entry));
                }
            } else if row.tag != Tag::Law || row.len() > LONGEST {
                break;
            }
            next += 1;
        }
        if let Some(nth) = begins.filter(|nth| entries - nth >= 3)
            && let Some((from, _)) = firsts.get(nth)
        {
            for row in rows[*from..=last].iter_mut().filter(|row| row.tag == Tag::Law) {
                row.tag = Tag::Contents;
            }
        }
        at = last + 1;
    }
}

/// Whether a row begins as an entry of a table without a heading does.
fn begins_entry(row: &Row) -> bool {
    row.head[0].is_ascii_digit() && row.tag == Tag::Law && row.len() <= LONGEST
}

/// Number and title of a row that could be an entry of a table without a heading.
fn entry<'t>(text: &'t str, row: &Row) -> Option<(&'t str, &'t str)> {
    if !begins_entry(row) || matches!(row.last, b'.' | b',' | b';' | b':' | b'-') {
        return None;
    }
    numbered(row.of(text)).filter(|(_, title)| title.starts_with(char::is_uppercase))
}

/// The number at the beginning of a row, and what stands behind it.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let (number, rest) = line.split_once([' ', '\t', '\u{a0}'])?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some((number.trim_end_matches('.'), rest))
}

/// Whether a row is the entry come again, with its text behind the title.
fn comes_again((number, title): (&str, &str), row: &str) -> bool {
    if row.as_bytes().first() != number.as_bytes().first() {
        return false;
    }
    let Some((again, rest)) = numbered(row) else { return false };
    number == again
        && rest.len() > title.len()
        && rest.get(..title.len()).is_some_and(|head| head.eq_ignore_ascii_case(title))
        && rest.get(title.len()..).is_some_and(|behind| behind.starts_with(['.', '—', '–', ':', '-']))
}

/// Whether a row is an entry come again: as a whole, or its unit's name with the title on the next row.
fn again(entry: &str, row: &str) -> bool {
    let named = |name: crate::syntax::UnitName| name.key.is_some() && name.len == row.len() && entry.len() > row.len();
    // "1. Scope" comes again as "Chapter 1. Scope".
    let below = || row.split_once(' ').filter(|_| unit_name(row).is_some_and(|n| n.key.is_some()));
    alike(entry, row)
        || entry.starts_with(|c: char| c.is_ascii_digit()) && below().is_some_and(|(_, rest)| alike(entry, rest))
        || entry.get(..row.len()).is_some_and(|e| e.eq_ignore_ascii_case(row))
            && entry.as_bytes().get(row.len()).is_some_and(|b| !b.is_ascii_alphanumeric())
            && unit_name(row).is_some_and(named)
}

/// Whether two lines have the same words, whatever the case and the spaces between.
fn alike(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || a.as_bytes().first().map(u8::to_ascii_lowercase) == b.as_bytes().first().map(u8::to_ascii_lowercase)
            && (a.contains('\u{a0}') || b.contains('\u{a0}'))
            && a.split_whitespace().map(str::to_ascii_lowercase).eq(b.split_whitespace().map(str::to_ascii_lowercase))
}

/// Whether one of the headings may begin so; marks of markup may stand before it.
const fn opens_heading(first: u8) -> bool {
    matches!(first.to_ascii_lowercase(), b'a' | b'c' | b'i' | b'l' | b't' | b'#' | b'*')
}

fn is_heading(row: &str) -> bool {
    let name = row.trim_matches(|c: char| !c.is_alphanumeric());
    HEADINGS.iter().any(|heading| heading.eq_ignore_ascii_case(name))
}

/// An entry without its page.
fn title(row: &str) -> &str {
    page(row).unwrap_or(row).trim_end_matches(['.', ' '])
}

/// Whether a row that ends so ends with a figure or a letter of a small Roman number.
const fn ends_page(last: u8) -> bool {
    matches!(last, b'0'..=b'9' | b'i' | b'v' | b'x')
}

/// What stands before the leader and page number of an entry; none where the row has none.
fn page(row: &str) -> Option<&str> {
    if !row.as_bytes().last().is_some_and(|&b| ends_page(b)) || row.len() > LONGEST {
        return None;
    }
    let cut = row.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    let digits = row.len() - cut.len();
    let body = cut.trim_end_matches(['.', '…', ' ', '\t', '·', '_', '\u{a0}']);
    let leader = &cut[body.len()..];
    let count = leader.chars().filter(|c| matches!(c, '.' | '·' | '_')).count();
    // " ..44" is what is left of the leader behind a long title.
    let dots = count >= 3 || count == 2 && leader == " .." || leader.contains('…');
    let wide = leader.contains('\t') || leader.len() >= 4;
    ((1..=4).contains(&digits) && (dots || wide) && body.chars().any(char::is_alphabetic)).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::super::rows::rows;
    use super::*;

    fn tagged(text: &str) -> usize {
        let mut rows = rows(text);
        tag(text, &mut rows);
        rows.iter().filter(|r| r.tag == Tag::Contents).count()
    }

    #[test]
    fn leaders_make_a_table_of_contents() {
        assert_eq!(tagged("Contents\nArticle 1 A .... 1\nArticle 2 B .... 2\nArticle 3 C .... 9\n\nArticle 1\nA\n"), 4);
        assert_eq!(tagged("The fee is ... 5\n\nThe other is payable later.\n"), 0);
    }

    #[test]
    fn numbers_with_titles_above_the_same_with_text_make_one() {
        let text = "2021 EDITION\n\nAVIATION\n\n838.005     Definitions\n\n838.010     Establishing district\n\n838.015     Election\n\n      \
                    838.005 Definitions. As used in this chapter:\n      (1) \u{201c}District\u{201d} means a district.\n\n      \
                    838.010 Establishing district. A district is established.\n";
        assert_eq!(tagged(text), 3);
    }

    #[test]
    fn a_heading_and_what_comes_again_make_one() {
        assert_eq!(tagged("CONTENTS\nPart I General\n1 Scope\n2 Terms\n\nPart I General\n1 Scope\nThis Act.\n"), 4);
        assert_eq!(tagged("CONTENTS\n1 Scope\nThis Act covers calls.\n2 Terms\nA call is a call.\n"), 0);
        assert_eq!(tagged("Table of Contents\n1.1. Scope\n\n1.1. Scope\nThis Act covers calls.\n"), 2);
        assert_eq!(tagged("CONTENTS\nPART 1\nTargets\n1. Scope\n\nPart 1 Targets\n1. This Act covers calls.\n"), 4);
        let entries: String = (2..12).map(|n| format!("{n}. Part {n}\n")).collect();
        let clause = "A Bill to set targets. ".repeat(10);
        let text = format!("CONTENTS\n1. Scope\n{entries}A bill\nto\n{clause}\n1. Scope\nThis Act.\n");
        assert_eq!(tagged(&text), 14);
        // An entry comes again with another space in it, or as the number of a chapter.
        assert_eq!(tagged("Contents\n2.1. Scope\n2.2. Terms\n2.3. End\n\n2.1.\u{a0}Scope\nThis Act.\n"), 4);
        assert_eq!(tagged("Contents\n1. Scope\n2. Terms\n3. End\n\nChapter 1. Scope\nThis Act.\n"), 4);
    }
}
