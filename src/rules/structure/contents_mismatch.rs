//! `contents-mismatch`: table of contents and headings disagree.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::siblings::is_dead;
use crate::document::{BlockKind, Document, Kind, ProvisionId};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL011",
    name: "contents-mismatch",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/contents_mismatch.md"),
    checks: &[Check::Document(check)],
};

/// A unit with a heading, as the contents may list it.
struct Headed {
    id: ProvisionId,
    kind: Kind,
    title: String,
    listed: bool,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    if !doc.blocks.iter().any(|b| b.kind == BlockKind::Contents) {
        return;
    }
    let mut units: Vec<Headed> = Vec::new();
    // Printed label in plain words ("article 5") → index; a label that stands twice matches nothing.
    let mut by_label: FxHashMap<String, Option<usize>> = FxHashMap::default();
    // Labels of units whose title runs into their text ("838.015 Tax rate. A rate …").
    let mut run_in: FxHashSet<String> = FxHashSet::default();
    for (id, unit) in doc.iter() {
        let Some(label) = unit.label.as_ref().filter(|_| !unit.quoted && !is_dead(unit, cx.text)) else { continue };
        let Some(heading) = unit.heading else {
            run_in.insert(plain(label.span.of(cx.text)));
            continue;
        };
        let at = units.len();
        units.push(Headed { id, kind: unit.kind, title: plain(heading.of(cx.text)), listed: false });
        by_label.entry(plain(label.span.of(cx.text))).and_modify(|v| *v = None).or_insert(Some(at));
    }
    let lines: Vec<Span> = doc.blocks.iter().filter(|b| b.kind == BlockKind::Contents).map(|b| b.span).collect();
    let below = OnceCell::new();
    let mut unknown: Vec<(Span, String)> = Vec::new();
    let (mut known, mut runs) = (0, 0);
    for line in &lines {
        let words = plain(entry(line.of(cx.text)));
        let Some((label, title)) = split(&words, &by_label) else {
            let Some(label) = looks_labelled(&words) else { continue };
            if run_in.contains(label) {
                runs += 1;
            } else {
                unknown.push((*line, label.to_owned()));
            }
            continue;
        };
        known += 1;
        let Some(unit) = by_label.get(label).copied().flatten().and_then(|i| units.get_mut(i)) else { continue };
        unit.listed = true;
        if title.is_empty() || same(title, &unit.title) {
            continue;
        }
        let provision = doc.get(unit.id);
        let Some(heading) = provision.heading else { continue };
        // The title heads something after all, whose label was not read.
        let below = below.get_or_init(|| lines_below(cx.text, lines.last().map_or(0, |l| l.end)));
        if below.contains(title) {
            continue;
        }
        sink.report(*line, format!("the contents differ from the heading, “{}”", heading.of(cx.text).trim()))
            .label(heading, "the heading")
            .help("make the two read alike");
    }
    // A list that matches this text so seldom is of another text.
    if known < 3 || known * 3 < (known + runs + unknown.len()) * 2 {
        return;
    }
    for (line, label) in unknown {
        sink.report(line, format!("the contents list “{label}”, and no unit of that label has a heading"))
            .help("take the line out, or look for the unit that was lost or renumbered");
    }
    for kind in [Kind::Part, Kind::Chapter, Kind::Article, Kind::Section, Kind::Annex, Kind::Appendix, Kind::Schedule] {
        let all = units.iter().filter(|u| u.kind == kind).count();
        let listed = units.iter().filter(|u| u.kind == kind && u.listed).count();
        if listed < 3 || listed * 5 < all * 4 {
            continue;
        }
        for unit in units.iter().filter(|u| u.kind == kind && !u.listed) {
            report_unlisted(doc, cx, sink, unit.id, &lines);
        }
    }
}

/// The short lines below `from` in plain words, each with and without its first word, which may be a label.
fn lines_below(text: &str, from: u32) -> FxHashSet<String> {
    let lines = text.get(from as usize..).unwrap_or("").lines().filter(|line| line.len() <= 200);
    let mut all = FxHashSet::default();
    for words in lines.map(plain).filter(|words| !words.is_empty()) {
        all.extend(words.split_once(' ').map(|(_, rest)| rest.to_owned()));
        all.insert(words);
    }
    all
}

fn report_unlisted(doc: &Document, cx: &DocumentCx<'_>, sink: &mut Sink<'_>, id: ProvisionId, lines: &[Span]) {
    let Some(label) = &doc.get(id).label else { return };
    let finding =
        sink.report(label.span, format!("{} is absent from the contents", super::siblings::called(doc, id, cx.text)));
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        let shown = if last.end - first.start > 400 { *first } else { first.to(*last) };
        finding.label(shown, "the contents");
    }
    finding.help("add it to the contents");
}

/// An entry without its leader dots and page number.
fn entry(line: &str) -> &str {
    let line = line.trim();
    let cut = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let dotted = cut.trim_end_matches(['.', '…', ' ', '\t', '·', '_']);
    let led = cut.len() < line.len() && (cut.len() - dotted.len() > 1 || cut.ends_with('\t'));
    if led { dotted } else { line.trim_end_matches(['.', '…', ' ', '\t', '·', '_']) }
}

/// Lower-case letters and figures, words apart by one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '.')) {
        let word = word.trim_matches('.');
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Splits an entry into a label that the text has, and the title after it.
fn split<'a>(words: &'a str, by_label: &FxHashMap<String, Option<usize>>) -> Option<(&'a str, &'a str)> {
    let mut ends = words.match_indices(' ').map(|(i, _)| i).chain([words.len()]).take(3).collect::<Vec<_>>();
    ends.reverse();
    ends.into_iter().find(|&i| by_label.contains_key(&words[..i])).map(|i| (&words[..i], words[i..].trim_start()))
}

/// The label of an entry whose label the text has not: "article 7", "3.2".
fn looks_labelled(words: &str) -> Option<&str> {
    let mut parts = words.splitn(3, ' ');
    let (first, second) = (parts.next()?, parts.next());
    let counts = |w: &str| w.chars().any(|c| c.is_ascii_digit()) && w.len() <= 8;
    if matches!(first, "article" | "section" | "part" | "chapter" | "annex" | "appendix" | "schedule") {
        return second.filter(|s| counts(s) || s.len() <= 4).map(|s| &words[..first.len() + 1 + s.len()]);
    }
    (counts(first) && second.is_some()).then_some(first)
}

/// Whether two titles are the same but for a cut or a slip of one letter in ten.
fn same(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    a == b || (shorter >= 8 && (a.starts_with(b) || b.starts_with(a))) || (a.replace(' ', "") == b.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_without_its_page() {
        assert_eq!(entry("Article 5 Records ....... 12"), "Article 5 Records");
        assert_eq!(entry("Article 5\tRecords\t12"), "Article 5\tRecords");
        assert_eq!(entry("5 Rules of 1998"), "5 Rules of 1998");
        assert_eq!(plain("ARTICLE 5. — Records"), "article 5 records");
        assert_eq!(looks_labelled("article 7 fees"), Some("article 7"));
        assert_eq!(looks_labelled("foreword"), None);
    }
}
