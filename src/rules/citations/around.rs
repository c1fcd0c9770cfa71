//! The words around a citation that tie it to a unit which its own words do not name.

use crate::rules::words::begins_with_unit;
use crate::span::Span;

/// How many bytes after a citation are looked at.
const AFTER: usize = 240;
/// How many bytes before it.
const BEFORE: usize = 48;

/// What stands after an offset, at most [`AFTER`] bytes of it and not beyond the line.
pub(super) fn after(text: &str, at: u32) -> &str {
    let from = at as usize;
    let mut to = (from + AFTER).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(from..to).unwrap_or("").lines().next().unwrap_or("")
}

/// What stands before an offset on its line, at most [`BEFORE`] bytes of it.
pub(super) fn before(text: &str, at: u32) -> &str {
    let to = at as usize;
    let mut from = to.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..to).unwrap_or("").rsplit('\n').next().unwrap_or("")
}

/// The line around an offset, from its first letter, at most 400 bytes before the offset.
pub(super) fn line_start(text: &str, at: u32) -> &str {
    let to = at as usize;
    let mut from = to.saturating_sub(400);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..to).unwrap_or("").rsplit('\n').next().unwrap_or("").trim_start()
}

/// Whether the list that the citation belongs to goes on past words in brackets, other unit words or a stray note number,
/// and ends in "of …": "subsections (g), (h) (other than paragraph (4)), and (o) of section 16", "paragraph (1) or
/// paragraph (3) of section 26(a)", "subsection 4(3) or (6), as the case may be, of the Pensions Act". Then the unit at its
/// end may hold this one too.
pub(super) fn held_later(text: &str, span: Span) -> bool {
    let mut rest = after(text, span.end);
    // "(or that part of clause (3) that relates to clause (2)) of section 16"
    let behind = rest.trim_start_matches(')');
    if behind.len() < rest.len() && behind.starts_with(" of section ") {
        return true;
    }
    // "of paragraph (1), or with paragraph (2), of section 16": the last comma says that both are of that section.
    let clause = rest.split(". ").next().and_then(|t| t.split(';').next()).unwrap_or("");
    if clause.contains("), of section ") || clause.contains("), of such section") {
        return true;
    }
    let (mut passed, mut joined) = (false, false);
    // Each step takes something off; a list of more steps is none that a reader follows.
    for _ in 0..24 {
        rest = rest.trim_start_matches([' ', ',', '\u{a0}']);
        if let Some(tail) = rest.strip_prefix('(') {
            let Some(close) = closing(tail) else { return false };
            passed |= close > 8;
            rest = tail.get(close + 1..).unwrap_or("");
            joined = false;
            continue;
        }
        if let Some(tail) = rest.strip_prefix("as the case may be") {
            (rest, passed) = (tail, true);
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            passed |= digits <= 2 && rest.as_bytes().get(digits) != Some(&b'(');
            let label = rest.get(digits..).unwrap_or("");
            rest = label.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '–' | '-'));
            continue;
        }
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let tail = rest.get(word.len()..).unwrap_or("");
        match word {
            "and" | "or" | "to" | "through" | "respectively" | "any" => {
                passed |= word == "respectively";
                joined = true;
            }
            "thereof" => return passed,
            "of" | "in" => {
                let tail = tail.trim_start();
                // "in the subsection “Duties”": a unit that is known by its heading.
                let named = tail.strip_prefix("the ").is_some_and(begins_with_unit);
                return named || passed && word == "of" && !tail.starts_with("this ") && !tail.starts_with("these ");
            }
            // "paragraphs (3) and (4), subsection (a) of this section": the holder after a comma.
            _ if begins_with_unit(rest) && !joined && holds(tail) => return true,
            _ if begins_with_unit(rest) => passed = true,
            _ => return false,
        }
        rest = tail;
    }
    false
}

/// Whether a label and "of this section" come next.
fn holds(tail: &str) -> bool {
    tail.trim_start()
        .strip_prefix('(')
        .and_then(|t| t.split_once(')'))
        .is_some_and(|(_, rest)| rest.starts_with(" of this "))
}

/// Where the bracket that is open at the start closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}

/// Whether the words before take the citation out of one named before them: "the requirements of subsection (a) other
/// than paragraph (8)", "all of the above, except paragraph (4)", "read without reference to subparagraph (ii)".
pub(super) fn takes_out(text: &str, at: u32) -> bool {
    const WORDS: [&str; 6] =
        ["other than", "except", "excepting", "excluding", "with the exception of", "without reference to"];
    let before = before(text, at).trim_end();
    // "as defined in subsection (d)(1)(A) without regard to clause (i)"
    before.ends_with(") without regard to") || WORDS.iter().any(|w| before.ends_with(w))
}

/// Whether the citation points to what is counted inside a sentence before it: "clauses (i) and (ii) above", where "(i)"
/// stands in the running text of the unit or of the ones right before.
pub(super) fn counted_above(text: &str, span: Span) -> bool {
    /// How many bytes before the citation are looked at.
    const BACK: usize = 6000;
    let label = span.of(text);
    let label = label.get(label.rfind('(').unwrap_or(0)..).unwrap_or("");
    let rest = after(text, span.end);
    // Other labels of the list may stand between.
    let rest = rest.trim_start_matches(['(', ',', ' ']);
    let points = rest.split_whitespace().take(4).take_while(|w| {
        let bare = w.trim_matches(['(', ')', ',']);
        matches!(*w, "and" | "or" | "to" | "through") || bare.len() <= 4 && w.ends_with([')', ',']) || bare == "above"
    });
    if !label.starts_with('(') || !points.into_iter().any(|w| w.trim_end_matches([',', '.', ';', ')']) == "above") {
        return false;
    }
    let to = span.start as usize;
    let mut from = to.saturating_sub(BACK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..to).unwrap_or("");
    before.match_indices(label).take(64).any(|(at, _)| {
        let line = before.get(..at).unwrap_or("").rsplit('\n').next().unwrap_or("");
        let word = line.trim_end();
        // Inside a line, behind a word that names no unit.
        line.ends_with(' ') && !word.is_empty() && !begins_with_unit(word.rsplit(' ').next().unwrap_or(""))
    })
}

/// Whether a short name in capitals stands right before the unit word: "FAR Section 12.212", "DMCA subsection (c)".
pub(super) fn of_short_name(text: &str, at: u32) -> bool {
    let before = before(text, at);
    let Some(before) = before.strip_suffix(' ') else { return false };
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let capitals = (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let unit = text.get(at as usize..).unwrap_or("");
    // In a line of capitals any word looks so.
    capitals
        && unit.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase)
        && !matches!(word, "THIS" | "THE" | "SEE" | "AND" | "OR" | "IN" | "OF" | "TO" | "PER" | "UNDER" | "WITH" | "BY")
}

/// Whether the words after say from what other text the unit is: "Section 4(c) from the Charter".
pub(super) fn is_from_named(text: &str, at: u32) -> bool {
    let rest = after(text, at);
    let Some((labels, name)) = rest.split_once(" from the ") else { return false };
    let label = |w: &str| matches!(w, "and" | "or") || w.contains('(');
    name.starts_with(char::is_uppercase) && labels.split_whitespace().all(label)
}

/// "item(s)": a plural left open, no label.
pub(super) fn is_open_plural(text: &str, label: Span) -> bool {
    let before = before(text, label.start);
    label.of(text) == "(s)" && before.ends_with(|c: char| c.is_ascii_lowercase())
}

/// Whether the words after give another text by its title: "paragraph 1(a) of the Regulations Respecting Harbours".
pub(super) fn of_titled(text: &str, at: u32) -> bool {
    const TEXTS: [&str; 8] =
        ["Regulations", "Regulation", "Rules", "Order", "Act", "By-law", "Convention", "Agreement"];
    let mut words = after(text, at).split_whitespace();
    words.next() == Some("of")
        && words.next() == Some("the")
        && words.next().is_some_and(|w| TEXTS.contains(&w))
        && words.next().is_some_and(|w| w.starts_with(char::is_uppercase) && w.ends_with("ing"))
}

/// Whether "this" stands before the unit word: "under this section (A) may be disclosed" enumerates and cites nothing.
pub(super) fn is_this(text: &str, at: u32) -> bool {
    let before = before(text, at).trim_end();
    before.ends_with(" this") || before == "this"
}

/// Whether an item begins after the label: "of a kind in clause (i) and (ii) or (iv) any project".
pub(super) fn begins_item(text: &str, at: u32) -> bool {
    let rest = after(text, at);
    [" any ", " a ", " an "].iter().any(|w| rest.starts_with(w))
}

/// Whether the words after point to another instrument by "of that subsection" where one was named before.
pub(super) fn is_of_that(text: &str, span: Span) -> bool {
    let rest = after(text, span.end).trim_start();
    ["of that ", "of those ", "of such "].iter().any(|w| rest.starts_with(w))
}

/// Whether a bare number among labels in brackets counts things: "paragraphs (a) and (c), 500 mL".
pub(super) fn counts_things(text: &str, first: Span, number: Span) -> bool {
    let words = number.of(text);
    let bare = words.bytes().all(|b| b.is_ascii_digit());
    let first = first.of(text);
    // "subsections (2) and 62(2)": a section of its own.
    // "For the purposes of subsections (6) and (7), P1 is": a symbol.
    let symbol = words.starts_with(|c: char| c.is_ascii_uppercase()) && words.ends_with(|c: char| c.is_ascii_digit());
    let other = symbol || words.starts_with(|c: char| c.is_ascii_digit());
    words != first && (bare && first.contains('(') || first.starts_with('(') && other)
}

#[cfg(test)]
mod tests {
    use super::{held_later, is_this, takes_out};
    use crate::span::Span;

    fn held(text: &str, label: &str) -> bool {
        let at = text.find(label).unwrap_or(0);
        held_later(text, Span::at(at, at + label.len()))
    }

    #[test]
    fn lists_that_end_in_a_holder() {
        assert!(held("subsections (g), (h) (other than paragraph (4)), and (o) of section 16 apply", "(g)"));
        assert!(held("of paragraph (1) or paragraph (3) of section 26(a)", "(1)"));
        assert!(held("subsection (n) (relating to staff) and subsection (t) (relating to pay) of section 4", "(n)"));
        assert!(held("subsection 4(3), (6) or (8), as the case may be, of the Pensions Act", "(8)"));
        assert!(held("paragraphs (17) and (37),2 respectively, of section 40 of title 49", "(17)"));
        assert!(held("items (cc) and (gg) 1 of clause (i)(II)", "(gg)"));
        assert!(held("paragraphs (f) and (k) in the subsection “Duties”", "(f)"));
        assert!(held("subparagraphs (3) and (4), subdivision (a) of this section", "(4)"));
        assert!(held("of paragraph (1), or with the requirements of paragraph (2), of section 16(b)", "(1)"));
        assert!(held("under paragraph (8)(A) 2 thereof", "(8)(A)"));
        assert!(!held("under subsection (d) of this section", "(d)"));
        assert!(!held("paragraph (1), (5), or (6) of subsection (a)", "(5)"));
        assert!(!held("paragraph (4) or subsection (d), or under section 5 of that Act", "(4)"));
        assert!(!held("in accordance with paragraph (4); and", "(4)"));
    }

    #[test]
    fn words_before() {
        let text = "the requirements of subsection (a) other than paragraph (8)";
        assert!(takes_out(text, text.find("paragraph").unwrap_or(0) as u32));
        let text = "required under this section (A) may be disclosed";
        assert!(is_this(text, text.find("section").unwrap_or(0) as u32));
        assert!(!is_this("under section (A)", 6));
    }
}
