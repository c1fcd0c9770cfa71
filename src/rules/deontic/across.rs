//! One act at two strengths in two instruments that have to do with each other.

use crate::findings::{DocId, Severity};
use crate::graph::{self, Entry, Exports};
use crate::norms::Norm;
use crate::references::is_instrument_noun;
use crate::rules::deontic::shared::{quote, unit_name};
use crate::rules::{CorpusCx, Sink};
use crate::text::{TokenKind, tokenize};

/// Longest title that names an instrument in a message, in bytes.
const TITLE: usize = 80;

/// Compares the norms of documents that name each other.
pub fn check(cx: &CorpusCx<'_>, sink: &mut Sink<'_>) {
    for meeting in graph::meetings_of(cx.exports) {
        let norm = |(doc, at): (usize, u32)| {
            let entry = cx.corpus.entries.get(doc)?;
            Some((DocId(doc as u32), &**entry, entry.analysis.norms.get(at as usize)?))
        };
        let (Some((d, strong_in, strong)), Some((e, weak_in, weak))) = (norm(meeting.strong), norm(meeting.weak))
        else {
            continue;
        };
        let (text, other) = (&*weak_in.source.text, &*strong_in.source.text);
        let finding = sink.report_in(
            e,
            weak.span,
            format!(
                "one matter at two strengths: “{}” in {}{} and “{}” in {}{}",
                quote(text, weak.modal),
                name(weak_in),
                at(weak_in, weak),
                quote(other, strong.modal),
                name(strong_in),
                at(strong_in, strong)
            ),
        );
        finding.label_in(e, weak.span, "the weaker norm").label_in(d, strong.span, "the stronger norm");
        finding.label_in(e, weak.modal, "its words of force").label_in(d, strong.modal, "its words of force");
        for h in &weak.hedges {
            finding.label_in(e, h.span, "a hedge");
        }
        finding.note(format!(
            "compared: the acts, which have {} words in common, {} pairs of them that stand side by side; the words of force",
            meeting.words, meeting.pairs
        ));
        match prevails(cx, meeting.strong.0, meeting.weak.0) {
            Some((doc, clause)) => {
                let Some(entry) = cx.corpus.entries.get(doc.0 as usize) else { continue };
                finding.label_in(doc, clause.sentence, "says which instrument goes first");
                finding.note(format!(
                    "settled: “{}” ({}{})",
                    quote(&entry.source.text, clause.sentence),
                    name(entry),
                    at(entry, clause)
                ));
            }
            None => {
                finding.note("looked for and not found: a clause that says which of the two instruments prevails");
            }
        }
        finding.help("use one strength in both, or say that the one is read subject to the other");
        finding.at_most(Severity::Note);
    }
}

/// The clause, in any of the documents, that sets one of the two instruments before the other: "in the case of
/// inconsistency …, the Constitution shall prevail".
fn prevails<'a>(cx: &'a CorpusCx<'_>, a: usize, b: usize) -> Option<(DocId, &'a Norm)> {
    cx.corpus.entries.iter().enumerate().find_map(|(i, entry)| {
        let text: &str = &entry.source.text;
        let clauses = entry.analysis.norms.iter().filter(|n| n.ranks());
        clauses
            .filter(|n| {
                let winner = n.subject.map_or("", |s| s.of(text));
                let wins = |doc: usize| cx.exports.get(doc).is_some_and(|e| graph::goes_by(e, winner));
                // The other is named by its noun: "a provision of … the Administrative Regulations".
                let named = |doc: usize| names(text, n, cx.corpus.entries.get(doc), cx.exports.get(doc).copied());
                wins(a) && named(b) || wins(b) && named(a)
            })
            .map(|n| (DocId(i as u32), n))
            .next()
    })
}

fn names(text: &str, clause: &Norm, entry: Option<&std::sync::Arc<Entry>>, exports: Option<&Exports>) -> bool {
    let (Some(entry), Some(exports)) = (entry, exports) else { return false };
    let title = entry.analysis.document.title.map_or("", |t| t.of(&entry.source.text));
    let last = title.split_whitespace().next_back().unwrap_or("");
    let mut tokens = Vec::new();
    tokenize(text, clause.sentence, &mut tokens);
    tokens.iter().filter(|t| t.kind() == TokenKind::Word && t.capital()).any(|t| {
        let word = t.of(text);
        word.eq_ignore_ascii_case(last) || graph::goes_by(exports, word)
    })
}

/// An instrument by its title, or by its file's name where the first line of a cover page stands for a title.
fn name(entry: &Entry) -> String {
    let title = entry.analysis.document.title.map_or("", |t| t.of(&entry.source.text));
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let noun = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        is_instrument_noun(&(first.to_uppercase() + rest))
    };
    if title.len() <= TITLE && title.split_whitespace().any(noun) {
        return title.trim_end_matches(['*', '.']).to_owned();
    }
    entry.source.path.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned()
}

fn at(entry: &Entry, n: &Norm) -> String {
    unit_name(&entry.source.text, &entry.analysis.document, n.provision).map_or(String::new(), |u| format!(", {u}"))
}
