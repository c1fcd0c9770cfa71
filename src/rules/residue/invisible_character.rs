//! `invisible-character`: a character that does not show and does not belong.

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::{code_point, find_byte, word_around};
use super::signs::{self, Sign, is_control};
use crate::findings::{Safety, Severity};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL803",
    name: "invisible-character",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/residue/invisible_character.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if let Some(from) = signs::first(cx, Sign::Invisible) {
        invisible(cx, from, sink);
    }
    if let Some(from) = signs::first(cx, Sign::Control) {
        control(cx, from, sink);
    }
}

/// Characters that are not seen, from the first of them on.
fn invisible(cx: &DocumentCx<'_>, from: usize, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    // The last bytes of U+200B, U+200C and U+200D, then those of U+2060 and U+FEFF.
    let mut found: Vec<Span> = memchr::memchr3_iter(0x8B, 0x8C, 0x8D, rest)
        .map(|i| from + i)
        .filter(|&at| ends(bytes, at, [0xE2, 0x80]))
        .map(|at| Span::at(at - 2, at + 1))
        .collect();
    found.extend(memchr::memchr2_iter(0xA0, 0xBF, rest).map(|i| from + i).filter_map(|at| {
        let before = if bytes[at] == 0xA0 { [0xE2, 0x81] } else { [0xEF, 0xBB] };
        // A byte-order mark begins the file.
        (at > 2 && ends(bytes, at, before)).then(|| Span::at(at - 2, at + 1))
    }));
    found.sort_by_key(|s| s.start);
    // Those that stand side by side are one fault.
    for run in found.chunk_by(|a, b| a.end == b.start) {
        if let [first, ..] = run {
            report(cx, *first, run.len(), sink);
        }
    }
}

/// Control characters, from the first of them on.
fn control(cx: &DocumentCx<'_>, mut from: usize, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    while let Some(at) = find_byte(bytes, from, is_control) {
        from = at + bytes[at..].iter().take_while(|b| is_control(**b)).count();
        let span = Span::at(at, from);
        sink.report(span, format!("a control character ({}) that no text needs", code_point(bytes[at] as char)))
            .at_most(Severity::Warning)
            .note("it comes from another program's file, not from the keyboard")
            .fix(Safety::Unsafe, "remove it", span, "");
    }
}

fn ends(bytes: &[u8], at: usize, before: [u8; 2]) -> bool {
    at >= 2 && bytes[at - 2..at] == before
}

/// Reports a run of `count` three-byte characters of which `first` is the first, unless their script needs them.
fn report(cx: &DocumentCx<'_>, first: Span, count: usize, sink: &mut Sink<'_>) {
    let span = Span::at(first.start as usize, first.start as usize + 3 * count);
    let shown = span.of(cx.text);
    let Some(c) = shown.chars().next() else { return };
    let before = cx.text.get(..span.start as usize).and_then(|t| t.chars().next_back());
    let after = cx.text.get(span.end as usize..).and_then(|t| t.chars().next());
    let latin =
        |c: Option<char>| c.is_none_or(|c| c.is_ascii() || ('\u{a0}'..'\u{250}').contains(&c) || is_punctuation(c));
    let joins = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{2060}');
    // Joiners shape the letters of other scripts, and hold emoji together.
    let shapes = shown.chars().all(|c| matches!(c, '\u{200c}' | '\u{200d}'));
    if shapes && !(latin(before) && latin(after)) {
        return;
    }
    let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    let word: String = word_around(cx.text, span).of(cx.text).chars().filter(|c| !is_invisible(*c)).collect();
    let what = match count {
        1 => format!("an invisible {} ({})", name(c), code_point(c)),
        n if shown.chars().all(|d| d == c) => format!("{n} invisible {}s ({}) in a row", name(c), code_point(c)),
        n => format!("{n} invisible characters ({} first) in a row", code_point(c)),
    };
    let message = if inside {
        format!("{what} inside “{word}”")
    } else if word.is_empty() {
        what
    } else {
        format!("{what} beside “{word}”")
    };
    let finding = sink.report(span, message);
    finding.note("a search for the word as it is seen does not find it");
    finding.fix(Safety::Safe, "remove it", span, "");
    if !inside {
        // Beside a mark a joiner keeps a line from breaking, and no word is cut.
        finding.at_most(if shown.chars().all(joins) { Severity::Note } else { Severity::Warning });
    }
}

fn is_punctuation(c: char) -> bool {
    ('\u{2010}'..='\u{2027}').contains(&c) || c.is_whitespace() || is_invisible(c)
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

const fn name(c: char) -> &'static str {
    match c {
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        _ => "byte-order mark",
    }
}
