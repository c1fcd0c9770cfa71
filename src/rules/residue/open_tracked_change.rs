//! `open-tracked-change`: a change that is marked and not yet taken or refused.

use memchr::memmem;

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::in_code;
use super::signs::{self, Sign};
use crate::findings::Safety;
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL808",
    name: "open-tracked-change",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/residue/open_tracked_change.md"),
    checks: &[Check::Document(check)],
};

/// How CriticMarkup opens and closes each kind of change.
const MARKS: [(&str, &str, &str); 4] = [
    ("{++", "++}", "an insertion"),
    ("{--", "--}", "a deletion"),
    ("{~~", "~~}", "a replacement"),
    ("{==", "==}", "a highlight"),
];
/// Bytes a marked change may have.
const LONGEST: usize = 20_000;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    let Some(mut from) = signs::first(cx, Sign::Curly) else { return };
    // Where each kind closes next: looked for once, however many open before it.
    let mut next_close = [None::<Option<usize>>; MARKS.len()];
    while let Some(open) = bytes.get(from..).and_then(|rest| memchr::memchr(b'{', rest)).map(|i| from + i) {
        from = open + 1;
        let Some(kind) = MARKS.iter().position(|m| bytes[open..].starts_with(m.0.as_bytes())) else { continue };
        let (start, end, what) = MARKS[kind];
        let body = open + start.len();
        let known = next_close[kind].filter(|at| at.is_none_or(|at| at >= body));
        let close = known.unwrap_or_else(|| memmem::find(&bytes[body..], end.as_bytes()).map(|i| body + i));
        next_close[kind] = Some(close);
        let Some(close) = close.filter(|at| at - body <= LONGEST) else { continue };
        let inner = Span::at(body, close);
        let span = Span::at(open, inner.end as usize + end.len());
        from = span.end as usize;
        if in_code(cx.document(), open) {
            continue;
        }
        let body = inner.of(cx.text);
        let (old, new) = match start {
            "{++" => ("", body),
            "{--" => (body, ""),
            "{~~" => body.split_once("~>").unwrap_or((body, "")),
            _ => (body, body),
        };
        let mut message = format!("{what} that nobody has taken or refused");
        if !old.is_empty() && old.len() < 60 && old != new {
            message = format!("{message}: out goes “{}”", old.trim());
        }
        if !new.is_empty() && new.len() < 60 && old != new {
            message = format!("{message}{} in comes “{}”", if old.is_empty() { ":" } else { "," }, new.trim());
        }
        sink.report(span, message).help("take the change or refuse it").fix(
            Safety::Unsafe,
            "take the change",
            span,
            new,
        );
    }
}
