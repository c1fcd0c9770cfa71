//! `open-comment`: a remark to the drafters left in the text.

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::in_code;
use super::signs::{self, Sign};
use crate::span::Span;
use memchr::memmem;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL809",
    name: "open-comment",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/residue/open_comment.md"),
    checks: &[Check::Document(check)],
};

/// How a remark in brackets begins, in small letters.
const REMARKS: [&str; 14] = [
    "note to draft",
    "note to reader",
    "note to self",
    "note to ed",
    "drafting note",
    "drafter’s note",
    "drafter's note",
    "drafters’ note",
    "comment:",
    "comment by",
    "editorial note",
    "author’s note",
    "secretariat note",
    "query:",
];
/// Bytes a remark may have.
const LONGEST: usize = 1_000;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    let mut done = 0;
    let curly = signs::first(cx, Sign::Curly).unwrap_or(bytes.len());
    for open in memmem::find_iter(bytes.get(curly..).unwrap_or_default(), b"{>>").map(|i| curly + i) {
        if open < done {
            continue;
        }
        // No close further on means none for any later remark.
        let Some(close) = memmem::find(&bytes[open..], b"<<}") else { break };
        done = open + close + 3;
        report(cx, Span::at(open, done), sink);
    }
    for open in signs::places(cx, Sign::Square, b'[') {
        let inside = &bytes[open + 1..];
        let begins =
            |remark: &str| inside.get(..remark.len()).is_some_and(|head| head.eq_ignore_ascii_case(remark.as_bytes()));
        if !REMARKS.iter().any(|r| begins(r)) {
            continue;
        }
        let rest = &inside[..LONGEST.min(inside.len())];
        if let Some(close) = memchr::memchr2(b']', b'\n', rest) {
            let end = open + 1 + close + usize::from(rest[close] == b']');
            report(cx, Span::at(open, end), sink);
        }
    }
}

fn report(cx: &DocumentCx<'_>, span: Span, sink: &mut Sink<'_>) {
    if !in_code(cx.document(), span.start as usize) {
        sink.report(span, "a remark to the drafters, not part of the text").help("answer it, and take it out");
    }
}
