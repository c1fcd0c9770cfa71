//! `repeated-footnote`: one footnote given twice.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::signs::{self, Sign};
use crate::document::BlockKind;
use crate::findings::Severity;
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL810",
    name: "repeated-footnote",
    level: Level::NOTE,
    profiles: &[
        (Profile::ItuTreaty, Level::On(Severity::Warning)),
        (Profile::ItuResolution, Level::On(Severity::Warning)),
    ],
    page: include_str!("../../../rules/residue/repeated_footnote.md"),
    checks: &[Check::Document(check)],
};

/// Letters and figures a footnote must have to be more than a mark or an "ibid.".
const SHORTEST: usize = 15;
/// Bytes an exported footnote may have.
const LONGEST: usize = 2_000;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut notes = Vec::new();
    notes.extend(cx.document().blocks.iter().filter(|b| b.kind == BlockKind::Footnote).map(|b| b.span));
    exported(cx, &mut notes);
    notes.sort_unstable();
    let mut seen: FxHashMap<u64, Span> = FxHashMap::default();
    for note in notes {
        let Some(key) = key(note.of(cx.text)) else { continue };
        let first = *seen.entry(key).or_insert(note);
        if first.start == note.start || first.end > note.start {
            continue;
        }
        let short: String = note.of(cx.text).trim().chars().take(60).collect();
        sink.report(note, format!("the footnote “{short}…” is given a second time"))
            .label(first, "the same footnote")
            .help("refer to the first one again, and drop this one");
    }
}

/// Footnotes as converters write them into the text: "[1:  See the annex.]".
fn exported(cx: &DocumentCx<'_>, out: &mut Vec<Span>) {
    let bytes = cx.text.as_bytes();
    for open in signs::places(cx, Sign::Square, b'[') {
        let digits = bytes[open + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let colon = open + 1 + digits;
        if digits == 0 || bytes.get(colon) != Some(&b':') || bytes.get(colon + 1) != Some(&b' ') {
            continue;
        }
        let rest = &bytes[colon + 1..(colon + 1 + LONGEST).min(bytes.len())];
        if let Some(close) = memchr::memchr2(b']', b'\n', rest).filter(|i| rest[*i] == b']') {
            out.push(Span::at(colon + 1, colon + 1 + close));
        }
    }
}

/// What makes two footnotes the same: their letters and figures, the number at their head left out.
fn key(note: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut count = 0;
    let body = note.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '*' | ')' | '.' | '['));
    for c in body.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        hasher.write_u32(c.into());
        count += 1;
    }
    (count >= SHORTEST).then(|| hasher.finish())
}
