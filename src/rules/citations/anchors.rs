//! Cross-references of AsciiDoc, `<<fee>>`, and the anchors they point to.

use rustc_hash::FxHashSet;

use crate::rules::DocumentCx;
use crate::rules::residue::signs::{self, Sign};
use crate::span::Span;

/// The names in `<<…>>` for which the text has no anchor, each with its place, in order and once. Nothing where the text
/// sets no anchors, or takes in other files.
pub(super) fn missing(cx: &DocumentCx<'_>) -> Vec<Span> {
    let text = cx.text;
    if signs::first(cx, Sign::Angles).is_none() || text.contains("include::") {
        return Vec::new();
    }
    let known = anchors(text);
    if known.is_empty() {
        return Vec::new();
    }
    let mut seen = FxHashSet::default();
    let mut out = Vec::new();
    for (at, _) in text.match_indices("<<") {
        let from = at + 2;
        // "`<<fee>>`" shows how a cross-reference is written, "\<<fee>>" is none.
        if text.get(..at).is_some_and(|t| t.ends_with(['`', '\\', '+', '<'])) {
            continue;
        }
        let Some(line) = text.get(from..).and_then(|t| t.lines().next()) else { continue };
        let Some(inner) = line.find(">>").and_then(|end| line.get(..end)) else { continue };
        let name = inner.split(',').next().unwrap_or("");
        let id = name.trim_start_matches('#');
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        // "_fees" stands for a heading, "law.adoc#fees" for another file; a name with blanks is a heading's words.
        let skip = id.is_empty() || id.starts_with('_') || !id.contains(char::is_lowercase) || !id.chars().all(plain);
        if !skip && !known.contains(id) && seen.insert(id) {
            let start = from + (name.len() - id.len());
            out.push(Span::at(start, start + id.len()));
        }
    }
    out
}

/// The names of a text's anchors: `[[fee]]`, `[[fee,Fee]]`, `[[[fee]]]`, `[#fee]`, `[quote#fee]`, `[id=fee]`,
/// `anchor:fee[]`.
fn anchors(text: &str) -> FxHashSet<&str> {
    let mut known = FxHashSet::default();
    let until = |at: usize, stops: &[char]| {
        text.get(at..)
            .and_then(|t| t.lines().next())
            .and_then(|line| line.split(stops).next())
            .map(str::trim)
            .filter(|id| !id.is_empty())
    };
    known.extend(text.match_indices("[[").filter_map(|(at, _)| until(at + 2, &[',', ']', '['])));
    known.extend(text.match_indices("[[[").filter_map(|(at, _)| until(at + 3, &[',', ']'])));
    known.extend(text.match_indices("anchor:").filter_map(|(at, _)| until(at + 7, &['[', ' '])));
    for line in text.lines().filter(|l| l.contains('[')) {
        for list in line.split('[').skip(1).filter_map(|l| l.split(']').next()) {
            let id = list.split(',').filter_map(|part| match part.trim().strip_prefix("id=") {
                Some(id) => Some(id.trim_matches('"')),
                None => part.split_once('#').and_then(|(_, id)| id.split(['.', '%', ',']).next()),
            });
            known.extend(id.filter(|id| !id.is_empty()));
        }
    }
    known
}
