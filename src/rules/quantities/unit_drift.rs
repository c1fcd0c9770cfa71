//! `unit-drift`: time limits counted in two kinds of days.

use memchr::memmem;

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL506",
    name: "unit-drift",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/quantities/unit_drift.md"),
    checks: &[Check::Document(check)],
};

/// Names of one kind of day.
const KINDS: [&str; 4] = ["business day", "working day", "banking day", "juridical day"];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    let mut first: Option<Span> = None;
    for kind in KINDS {
        let Some(found) = use_of(cx, kind) else { continue };
        let Some(earlier) = first else {
            first = Some(found);
            continue;
        };
        let (a, b) = (earlier.of(cx.text), found.of(cx.text));
        sink.report(found, format!("“{b}” here, “{a}” elsewhere: the same days, or others?"))
            .label(earlier, "the other name")
            .note("the text defines neither of the two by the other")
            .help("use one name, and define it");
    }
}

/// The first use of the name, unless the text defines it.
fn use_of(cx: &DocumentCx<'_>, kind: &str) -> Option<Span> {
    let terms = &cx.analysis().terms.definitions;
    if terms.iter().any(|d| d.key.contains(kind)) {
        return None;
    }
    let last = kind.rfind(' ')? + 1;
    // "Day" and "day" alike: the search is for the rarer first word, the second is looked at.
    let bytes = cx.text.as_bytes();
    let (head, tail) = kind.split_at(last);
    let found = memmem::find_iter(bytes, head.trim_end().get(1..)?.as_bytes())
        .filter_map(|at| Some(at.checked_sub(1)?..at + kind.len() - 1))
        .find(|range| {
            let piece = cx.text.get(range.clone()).unwrap_or("");
            piece.get(..head.len()).is_some_and(|h| h.eq_ignore_ascii_case(head))
                && piece.get(head.len()..).is_some_and(|t| t.eq_ignore_ascii_case(tail))
        })?;
    let plural = usize::from(bytes.get(found.end) == Some(&b's'));
    Some(Span::at(found.start, found.end + plural))
}
