//! Clauses that stand one behind another on one long line, as texts without line ends have them:
//! "… agree as follows: 1. DEFINITIONS 1.1 "Goods" means … 1.2 …".
//!
//! A number inside a line is a clause's only where a run of ascending numbers proves it. Such lines are cut into rows
//! before the tree is built; all that follows reads them as any other.

use super::rows::{Row, Tag};
use super::shape::heading_like;
use crate::syntax::{Series, UnitWord, readings, unit_name};

/// Shortest line that is looked into, in bytes.
const LONG: usize = 1500;
/// Least number of clauses in a line for the run to prove itself.
const PROOF: usize = 4;
/// Deepest number: 1.2.3.4.
const DEEP: usize = 4;

/// Cuts long lines at the clauses that they hold.
pub fn split(text: &str, rows: Vec<Row>) -> Vec<Row> {
    if rows.iter().all(|r| r.len() < LONG || r.tag != Tag::Law) {
        return rows;
    }
    let mut out = Vec::with_capacity(rows.len() + 64);
    for row in rows {
        if row.len() < LONG || row.tag != Tag::Law {
            out.push(row);
            continue;
        }
        let cuts = cuts(row.of(text));
        if cuts.len() < PROOF {
            out.push(row);
            continue;
        }
        let mut start = row.start;
        let mut first = true;
        for cut in cuts.iter().map(|c| row.start + *c as u32).chain([row.end]) {
            let piece = text.get(start as usize..cut as usize).unwrap_or("").trim_end();
            let end = start + piece.len() as u32;
            if end > start {
                out.push(Row { start, end, blank_before: row.blank_before || !first, ..row }.edged(text));
            }
            first = false;
            start = cut;
        }
    }
    out
}

/// Cuts a unit's title from the first paragraph that stands behind it on the line: "Reports on tugs 1. The master
/// reports.", below "Article 9" and above "2. …".
pub fn part_titles(text: &str, rows: Vec<Row>) -> Vec<Row> {
    /// Longest title.
    const TITLE: usize = 200;
    let second = |i: usize| {
        rows.get(i).is_some_and(|r| r.head == *b"2." && r.tag == Tag::Law && r.bytes(text).starts_with(b"2. "))
    };
    let title = |i: usize| {
        let (name, row) = (rows.get(i)?, rows.get(i + 1)?);
        let at = row.of(text).find(" 1. ").filter(|&at| at > 0 && at <= TITLE)?;
        let (head, rest) = (row.of(text).get(..at)?, row.of(text).get(at + 4..)?);
        let alone = unit_name(name.of(text)).is_some_and(|n| {
            n.len == name.len() && matches!(n.word, UnitWord::Article | UnitWord::Section | UnitWord::Rule)
        });
        (alone && rest.starts_with(char::is_uppercase) && heading_like(head)).then_some((i + 1, at as u32))
    };
    let cuts: Vec<(usize, u32)> = (0..rows.len()).filter(|&i| second(i + 2)).filter_map(title).collect();
    if cuts.is_empty() {
        return rows;
    }
    let mut out = Vec::with_capacity(rows.len() + cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for (i, row) in rows.into_iter().enumerate() {
        match cuts.next_if(|c| c.0 == i) {
            Some((_, at)) => {
                out.push(Row { end: row.start + at, ..row }.edged(text));
                out.push(Row { start: row.start + at + 1, blank_before: false, ..row }.edged(text));
            }
            None => out.push(row),
        }
    }
    out
}

/// A number of up to [`DEEP`] parts.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Number {
    parts: [u16; DEEP],
    depth: usize,
}

impl Number {
    /// Whether `self` is the very next number: one more at its level, or the first below.
    fn is_next(self, last: Self) -> bool {
        let level = self.depth - 1;
        let above = self.parts.iter().zip(&last.parts).take(level).all(|(a, b)| a == b);
        let step =
            if last.depth > level { self.parts[level].wrapping_sub(last.parts[level]) } else { self.parts[level] };
        above && step == 1 && last.depth >= level
            || level == 1 && last.depth > 0 && self.parts[0].wrapping_sub(last.parts[0]) == 1 && self.parts[1] <= 1
    }

    /// Whether `self` can come after `last`: the next at its level, the first below it, or the next above it.
    fn follows(self, last: Self) -> bool {
        if last.depth == 0 {
            return self.parts.iter().take(self.depth).all(|&p| p <= 1);
        }
        let shared = self
            .parts
            .iter()
            .zip(last.parts.iter())
            .take(self.depth.min(last.depth))
            .take_while(|(a, b)| a == b)
            .count();
        if shared == self.depth {
            return false;
        }
        let rest_first = self.parts.iter().take(self.depth).skip(shared + 1).all(|&p| p <= 1);
        let step = match last.parts.get(shared) {
            Some(&before) if shared < last.depth => self.parts[shared].wrapping_sub(before),
            _ => return self.depth == last.depth + 1 && self.parts[shared] <= 1 && rest_first,
        };
        // One missing number is a gap in the text, not the end of the run.
        rest_first && (step == 1 || step == 2 && self.depth > 1)
    }
}

/// Whether the word before a space leads to a number in running text: "Section 5.2", "in 5.2", "version 5.2".
fn cites(line: &str, space: usize) -> bool {
    const WORDS: [&str; 40] = [
        "section",
        "sections",
        "paragraph",
        "paragraphs",
        "article",
        "articles",
        "clause",
        "clauses",
        "subsection",
        "subsections",
        "subparagraph",
        "exhibit",
        "schedule",
        "appendix",
        "annex",
        "part",
        "item",
        "items",
        "version",
        "rule",
        "table",
        "figure",
        "no",
        "of",
        "in",
        "to",
        "and",
        "or",
        "by",
        "under",
        "with",
        "per",
        "see",
        "than",
        "the",
        "is",
        "at",
        "from",
        "through",
        "for",
    ];
    let before = line.get(..space).unwrap_or("");
    let word = before.rsplit(' ').next().unwrap_or("");
    let bare = word.trim_end_matches('.');
    bare.is_empty() || word.ends_with([',', '-', '&', '$', '/']) || WORDS.iter().any(|w| bare.eq_ignore_ascii_case(w))
}

/// Offsets in the line at which clauses begin.
fn cuts(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut last = Number::default();
    let (mut article, mut roman) = (0, 0);
    // Behind an article's heading, numbers may begin anew.
    let mut anew = false;
    let mut done = 0;
    for space in memchr::memchr_iter(b' ', bytes) {
        let at = space + 1;
        if at < done {
            continue;
        }
        match bytes.get(at) {
            Some(b'0'..=b'9') => {
                if let Some((number, pointed)) = number_at(bytes, at)
                    && (number.depth > 1 || pointed)
                    && (number.follows(last) || anew && number.follows(Number::default()))
                    && (closed(bytes, space, true)
                        || (number.is_next(last) || anew && number.is_next(Number::default()))
                            && (number.depth > 1 || heads(line, at, number))
                            && !cites(line, space))
                    && !is_entry(line, at)
                {
                    last = number;
                    anew = false;
                    out.push(at);
                }
            }
            Some(b'A' | b'S' | b'E') => {
                let Some(rest) = line.get(at..) else { continue };
                // A page number may stand before a heading in capitals.
                let shut = closed(bytes, space, true);
                let paged = space > 0 && bytes.get(space - 1).is_some_and(u8::is_ascii_digit);
                if !(shut || paged) {
                    continue;
                }
                let Some(name) = unit_name(rest) else { continue };
                let Some(key) = &name.key else { continue };
                let titled = name.capitals && is_loud(word(line, at + name.len + 1));
                let due = titled || name.word == UnitWord::Article && name.capitals;
                if !shut && !due || is_entry(line, at + name.len) {
                    continue;
                }
                match name.word {
                    UnitWord::Article => {
                        let Some(ordinal) = readings(key).iter().find(|o| o.major == article + 1) else { continue };
                        article = ordinal.major;
                        anew = true;
                        out.push(at);
                    }
                    UnitWord::Section => {
                        let Some((number, _)) = number_at(key.as_bytes(), 0) else { continue };
                        if number.follows(last) {
                            last = number;
                            out.push(at);
                        }
                    }
                    // What is attached has numbers of its own, and begins where no line shows it: nothing more is cut.
                    UnitWord::Annex | UnitWord::Appendix | UnitWord::Schedule | UnitWord::Exhibit
                        if titled && out.len() >= PROOF && closed(bytes, space, false) =>
                    {
                        break;
                    }
                    _ => {}
                }
            }
            Some(b'I' | b'V' | b'X') if closed(bytes, space, false) => {
                let Some((number, end)) = roman_heading(line, at) else { continue };
                // The first proves itself by the number behind it.
                let proved = roman > 0 || line.get(end..).is_some_and(|t| t.starts_with("1.1 "));
                // One missing number is a gap in the text here too.
                let due = number == roman + 1 || roman > 0 && number == roman + 2;
                if due && proved {
                    roman = number;
                    last = Number { parts: [number, 0, 0, 0], depth: 1 };
                    out.extend([at, end]);
                    done = end + 1;
                    // A number that stands behind the heading was cut with it.
                    if let Some((number, _)) = number_at(bytes, end)
                        && number.depth > 1
                        && number.follows(last)
                    {
                        last = number;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// The word at an offset.
fn word(line: &str, at: usize) -> &str {
    line.get(at..).and_then(|t| t.split(' ').next()).unwrap_or("")
}

/// Whether a word is in capitals, as headings are.
fn is_loud(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    letters >= 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_punctuation())
}

/// Whether a number that no full stop goes before heads a clause: its title is in capitals, or the first number below it
/// stands right behind.
fn heads(line: &str, at: usize, number: Number) -> bool {
    let title = line.get(at..).and_then(|t| t.split_once(' ')).map_or("", |(_, t)| t);
    if is_loud(word(title, 0)) {
        return true;
    }
    let mut below = title.split(' ').take(12);
    below.any(|w| {
        w.split_once('.').is_some_and(|(n, first)| n.parse() == Ok(number.parts[0]) && matches!(first, "1" | "01"))
    })
}

/// Whether a heading is an entry of a table of contents: dots lead from it to its page.
fn is_entry(line: &str, at: usize) -> bool {
    /// Longest entry looked at.
    const ENTRY: usize = 120;
    let bytes = line.as_bytes();
    let label = bytes.iter().skip(at).take(12).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let rest = bytes.get(at + label..).unwrap_or(&[]);
    let title = rest.iter().take(ENTRY).take_while(|b| !b.is_ascii_digit()).count();
    let title = rest.get(..title).unwrap_or(&[]);
    title.windows(4).any(|w| w == b"....") || title.windows(6).any(|w| w == b". . . ")
}

/// A Roman number with a title in capitals behind it, "IX FORCE MAJEURE": the number, and where the title ends.
fn roman_heading(line: &str, at: usize) -> Option<(u16, usize)> {
    let numeral = word(line, at);
    if numeral.len() > 5 || !numeral.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let number = readings(numeral).of(Series::UpperRoman)?.major;
    let mut end = at + numeral.len() + 1;
    if !is_loud(word(line, end)) {
        return None;
    }
    while end < line.len() {
        let next = word(line, end);
        let loud = next.len() > 1 && next.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b',' | b'-' | b'/'));
        if !loud && next != "&" {
            break;
        }
        end += next.len() + 1;
    }
    Some((u16::try_from(number).ok()?, end.min(line.len())))
}

/// The number at an offset, and whether a point ends it; what follows must begin like a clause.
fn number_at(bytes: &[u8], mut at: usize) -> Option<(Number, bool)> {
    let mut number = Number::default();
    let mut pointed = false;
    loop {
        let digits = bytes.get(at..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            if number.depth > 0 && digits == 0 {
                break;
            }
            return None;
        }
        if number.depth == DEEP {
            return None;
        }
        let value = bytes.get(at..at + digits)?.iter().fold(0u16, |v, b| v * 10 + u16::from(b - b'0'));
        number.parts[number.depth] = value;
        number.depth += 1;
        at += digits;
        pointed = bytes.get(at) == Some(&b'.');
        if !pointed {
            break;
        }
        at += 1;
    }
    if at == bytes.len() {
        return Some((number, pointed));
    }
    let space = bytes.get(at) == Some(&b' ');
    let next = bytes.iter().skip(at).copied().find(|b| *b != b' ')?;
    let begins = next.is_ascii_uppercase() || matches!(next, b'"' | b'(' | b'[' | 0xe2);
    (space && begins).then_some((number, pointed))
}

/// Whether the text before a space ends a sentence, or is a word in capitals as headings are.
fn closed(bytes: &[u8], space: usize, marked: bool) -> bool {
    let Some(before) = space.checked_sub(1).and_then(|b| bytes.get(b)) else { return true };
    match before {
        b'.' | b';' | b':' | b')' | b'"' | b'_' | b']' | b' ' => true,
        // The last byte of a closing quotation mark or a dash.
        0x9d | 0x94 | 0x93 => true,
        b'A'..=b'Z' => marked && space >= 2 && bytes.get(space - 2).is_some_and(u8::is_ascii_uppercase),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_due_needs_no_full_stop_before_it() {
        let text = "pay as follows: 1.1 Tugs. The tug helps. 1.2 Pilots. Under Section 1.3 Tugs help in a calm state 1.3 Fees. A fee is due 2.0 Term. It runs. 2.1 End. It ends.";
        let found: Vec<&str> = cuts(text).into_iter().map(|at| &text[at..at + 3]).collect();
        assert_eq!(found, ["1.1", "1.2", "1.3", "2.0", "2.1"]);
        assert_eq!(cuts(text)[2], text.rfind("1.3").unwrap());
    }

    /// The first words of each clause that is cut off.
    fn heads_of(text: &str) -> Vec<&str> {
        let found = cuts(text);
        let ends = found.iter().skip(1).copied().chain([text.len()]);
        found.iter().zip(ends).map(|(a, b)| text[*a..b].split(". ").next().unwrap().trim()).collect()
    }

    #[test]
    fn a_page_number_may_stand_before_a_title() {
        let text = "agree: 1. TERM It runs. 1.1 End. It ends on page AM 85 2. PRICE It is due in port 3 4 3. Fees of Tugs. 3.01 A fee is due. 3.02 It is low.";
        assert_eq!(heads_of(text), ["1", "1.1 End", "2", "3", "3.01 A fee is due", "3.02 It is low."]);
    }

    #[test]
    fn entries_of_contents_are_no_clauses() {
        let text = "CONTENTS ARTICLE 1 TUGS......2 1.1 Hire......2 ARTICLE 2 FEES......3 agree: ARTICLE 1 TUGS 1.1 Hire. A tug is hired. ARTICLE 2 FEES 2.1 Fee. It is due.";
        assert_eq!(heads_of(text), ["ARTICLE 1 TUGS", "1.1 Hire", "ARTICLE 2 FEES", "2.1 Fee"]);
    }

    #[test]
    fn numbers_begin_anew_in_an_article_and_end_at_a_schedule() {
        let text = "agree: ARTICLE I TERMS 1. Tug. A ship. 2. Quay. A wall. ARTICLE II FEES 1. Toll. It is due. SCHEDULE A TUGS 1. The first tug. 2. The next.";
        assert_eq!(heads_of(text), ["ARTICLE I TERMS", "1", "2", "ARTICLE II FEES", "1"]);
    }

    #[test]
    fn roman_numbers_head_clauses_where_their_titles_are_in_capitals() {
        let text = "agree: I TUGS 1.1 Hire. A tug is hired. II FEES DUE 2.1 Fee. It is low. III FORCE MAJEURE No party is liable. IV LAW OF PORT 4.1 Port. It governs.";
        assert_eq!(
            heads_of(text),
            [
                "I TUGS",
                "1.1 Hire",
                "II FEES DUE",
                "2.1 Fee",
                "III FORCE MAJEURE",
                "No party is liable",
                "IV LAW OF PORT",
                "4.1 Port"
            ]
        );
    }

    #[test]
    fn numbers_follow_one_another_at_their_level_below_and_above() {
        let number = |t: &str| number_at(t.as_bytes(), 0).unwrap().0;
        for (last, next) in [
            ("1.", "1.1"),
            ("1.1", "1.2"),
            ("1.2", "2."),
            ("1.2.3", "1.3"),
            ("2.4", "3.1"),
            ("1.1", "1.1.1"),
            ("1.1", "1.3"),
        ] {
            assert!(number(next).follows(number(last)), "{next} after {last}");
        }
        for (last, next) in [("1.1", "1.1"), ("2.1", "1.2"), ("1.1", "4.4"), ("2.", "7."), ("1.1", "1.5")] {
            assert!(!number(next).follows(number(last)), "{next} after {last}");
        }
    }
}
