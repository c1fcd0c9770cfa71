//! `bidi-control`: a control character that changes the order in which text is shown.

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::{code_point, line_around};
use super::signs::{self, Sign};
use crate::findings::{Safety, Severity};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL805",
    name: "bidi-control",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/residue/bidi_control.md"),
    checks: &[Check::Document(check)],
};

/// Bytes of the line looked at, for letters that run from right to left.
const REACH: usize = 400;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    // Those controls are E2 80 8E, 8F, AA to AE and E2 81 A6 to A9: E2 80 and E2 81 begin few other marks.
    let Some(mut at) = signs::first(cx, Sign::Direction) else { return };
    while let Some(next) = memchr::memchr(0xE2, &bytes[at..]) {
        let start = at + next;
        at = start + 3;
        let found = match bytes.get(start + 1..start + 3) {
            Some([0x80, last]) => matches!(last, 0x8E | 0x8F | 0xAA..=0xAE),
            Some([0x81, last]) => matches!(last, 0xA6..=0xA9),
            _ => false,
        };
        if found {
            report(cx, Span::at(start, start + 3), sink);
        }
        if at >= bytes.len() {
            break;
        }
    }
}

fn report(cx: &DocumentCx<'_>, span: Span, sink: &mut Sink<'_>) {
    let Some(c) = span.of(cx.text).chars().next() else { return };
    let line = line_around(cx.text, span.start as usize, REACH);
    let overrides = matches!(c, '\u{202d}' | '\u{202e}');
    if !overrides && line.chars().any(runs_right_to_left) {
        return;
    }
    let finding = sink.report(span, format!("an invisible {} ({}) in text that runs one way", name(c), code_point(c)));
    finding.note("what is shown may stand in another order than what is stored");
    if overrides {
        return;
    }
    finding.fix(Safety::Safe, "remove it", span, "");
    // A mark turns nothing round in text that runs one way; it is left over from a paste.
    if matches!(c, '\u{200e}' | '\u{200f}') {
        finding.at_most(Severity::Note);
    }
}

const fn runs_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

const fn name(c: char) -> &'static str {
    match c {
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of an embedding",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first-strong isolate",
        _ => "end of an isolate",
    }
}
