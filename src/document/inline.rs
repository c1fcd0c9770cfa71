//! Clauses that stand one behind another on one long line, as texts without line ends have them:
//! "… agree as follows: 1. DEFINITIONS 1.1 "Goods" means … 1.2 …".
//!
//! A number inside a line is a clause's only where a run of ascending numbers proves it. Such lines are cut into rows
//! before the tree is built; all that follows reads them as any other.

use super::rows::{Row, Tag};
use crate::syntax::{UnitWord, readings, unit_name};

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
                out.push(Row { start, end, blank_before: row.blank_before || !first, ..row });
            }
            first = false;
            start = cut;
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
    let mut article = 0;
    for space in memchr::memchr_iter(b' ', bytes) {
        let at = space + 1;
        match bytes.get(at) {
            Some(b'0'..=b'9') => {
                if let Some((number, pointed)) = number_at(bytes, at)
                    && (number.depth > 1 || pointed)
                    && number.follows(last)
                    && (closed(bytes, space, true) || number.depth > 1 && number.is_next(last) && !cites(line, space))
                {
                    last = number;
                    out.push(at);
                }
            }
            Some(b'A' | b'S') if closed(bytes, space, true) => {
                let Some(rest) = line.get(at..) else { continue };
                let Some(name) = unit_name(rest) else { continue };
                let Some(key) = &name.key else { continue };
                if name.word == UnitWord::Article {
                    let Some(ordinal) = readings(key).iter().find(|o| o.major == article + 1) else { continue };
                    article = ordinal.major;
                    out.push(at);
                } else if name.word == UnitWord::Section
                    && let Some((number, _)) = number_at(key.as_bytes(), 0)
                    && number.follows(last)
                {
                    last = number;
                    out.push(at);
                }
            }
            _ => {}
        }
    }
    out
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
