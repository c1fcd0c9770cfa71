//! A document's norms as a table, a sheet and data: who, force, what, when, unless.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::document::{Document, Rank};
use crate::graph::Entry;
use crate::norms::{AdjunctKind, Modality, Norm};
use crate::span::Span;
use crate::text::LineIndex;

/// Which norms of one document are printed.
#[derive(Clone, Copy, Debug)]
pub struct NormList<'a> {
    /// The document.
    pub entry: &'a Entry,
    /// Only norms whose bearer holds these words, in any case.
    pub bearer: Option<&'a str>,
    /// Only norms of these forces, by name ("obligation").
    pub force: &'a [String],
    /// Only norms of the unit of this label and those inside it ("3.4", "Article 3").
    pub unit: Option<&'a str>,
    /// Statements that bind nobody, too.
    pub all: bool,
}

struct Row<'a> {
    norm: &'a Norm,
    line: usize,
    unit: String,
    who: String,
    what: String,
    when: String,
    unless: String,
    other: Option<String>,
    how: String,
    place: String,
    cites: Vec<Span>,
}

impl<'a> NormList<'a> {
    fn rows(&self, lines: &LineIndex) -> Vec<Row<'a>> {
        let (text, doc) = (&*self.entry.source.text, &self.entry.analysis.document);
        let wanted = |n: &&'a Norm| {
            let who = n.bearer.map_or(String::new(), |s| one_line(text, s).to_lowercase());
            (self.all
                || n.modality != Modality::Constitutive
                || self.force.iter().any(|f| f == Modality::Constitutive.name()))
                && self.bearer.is_none_or(|b| who.contains(&b.to_lowercase()))
                && (self.force.is_empty() || self.force.iter().any(|f| f.eq_ignore_ascii_case(n.modality.name())))
                && self.unit.is_none_or(|u| stands_in(text, doc, n, u))
        };
        let row = |norm: &'a Norm| Row {
            norm,
            line: lines.line(norm.span.start) + 1,
            unit: unit(text, doc, norm),
            who: norm.bearer.map_or("—".to_owned(), |s| one_line(text, s)),
            what: act(text, norm),
            when: joined(
                text,
                norm.conditions
                    .iter()
                    .copied()
                    .chain(norm.windows.iter().map(|w| w.span))
                    .chain(norm.dates.iter().map(|d| d.span)),
            ),
            unless: joined(text, norm.exceptions.iter().copied()),
            other: counterpart(text, norm),
            how: adjuncts(text, norm, |k| k != AdjunctKind::Place),
            place: adjuncts(text, norm, |k| k == AdjunctKind::Place),
            cites: {
                let (from, to) = norm.references;
                let all = &self.entry.analysis.references;
                all.get(from as usize..to as usize).unwrap_or(&[]).iter().map(|r| r.span).collect()
            },
        };
        self.entry.analysis.norms.iter().filter(wanted).map(row).collect()
    }
}

/// Writes the norms as a table for reading, one block a norm.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_norms(list: &NormList<'_>, out: &mut impl Write) -> io::Result<()> {
    let lines = LineIndex::new(&list.entry.source.text);
    let rows = list.rows(&lines);
    writeln!(out, "{}: {} norms", list.entry.source.path.display(), rows.len())?;
    for r in rows {
        let unit = if r.unit.is_empty() { String::new() } else { format!("  {}", r.unit) };
        writeln!(out, "{:>6}{unit}  {}{}", r.line, label(r.norm), if r.norm.quoted { ", quoted" } else { "" })?;
        for (name, words) in [
            ("who", &r.who),
            ("what", &r.what),
            ("how", &r.how),
            ("where", &r.place),
            ("when", &r.when),
            ("unless", &r.unless),
        ] {
            if !words.is_empty() {
                writeln!(out, "        {name:<7} {words}")?;
            }
        }
        for h in &r.norm.hedges {
            writeln!(out, "        hedge   {}", one_line(&list.entry.source.text, h.span))?;
        }
        if let Some(other) = r.other {
            writeln!(out, "        so      {other}")?;
        }
    }
    Ok(())
}

/// Writes the head of the sheet.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_norms_head(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "file,line,unit,who,force,strength,what,when,unless,counterpart,counterparty,how,where,references,rank"
    )
}

/// Writes the norms as comma-separated values.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_norms_csv(list: &NormList<'_>, out: &mut impl Write) -> io::Result<()> {
    let lines = LineIndex::new(&list.entry.source.text);
    let file = list.entry.source.path.display().to_string();
    for r in list.rows(&lines) {
        let other = r.other.unwrap_or_default();
        let (line, strength) = (r.line.to_string(), r.norm.strength.to_string());
        let who = if r.norm.bearer.is_some() { r.who.as_str() } else { "" };
        let text = &*list.entry.source.text;
        let party = r.norm.counterparty.map_or(String::new(), |s| one_line(text, s));
        let cites = joined(text, r.cites.iter().copied());
        let cells = [
            &file,
            &line,
            &r.unit,
            who,
            r.norm.modality.name(),
            &strength,
            &r.what,
            &r.when,
            &r.unless,
            &other,
            &party,
            &r.how,
            &r.place,
            &cites,
            rank(r.norm.rank),
        ];
        writeln!(out, "{}", cells.map(cell).join(","))?;
    }
    Ok(())
}

/// Writes the norms of one document as a JSON object.
///
/// # Errors
/// Where the output cannot be written.
pub fn write_norms_json(list: &NormList<'_>, out: &mut impl Write) -> io::Result<()> {
    let text = &*list.entry.source.text;
    let lines = LineIndex::new(text);
    let place = |s: Span| json!({"start": s.start, "end": s.end, "text": one_line(text, s)});
    let norms: Vec<Value> = list
        .rows(&lines)
        .iter()
        .map(|r| {
            let n = r.norm;
            json!({
                "line": r.line, "unit": r.unit, "start": n.span.start, "end": n.span.end,
                "force": n.modality, "strength": n.strength, "bearer": n.bearer.map(place),
                "counterparty": n.counterparty.map(place), "counterpart": r.other, "modal": place(n.modal),
                "action": place(n.action), "verb": n.verb, "object": n.object(text),
                "conditions": n.conditions.iter().copied().map(place).collect::<Vec<_>>(),
                "exceptions": n.exceptions.iter().copied().map(place).collect::<Vec<_>>(),
                "limits": n.windows.iter().map(|w| place(w.span)).collect::<Vec<_>>(),
                "quantities": n.quantities.iter().map(|q| place(q.span)).collect::<Vec<_>>(),
                "hedges": n.hedges.iter().map(|h| json!({"kind": h.kind, "text": one_line(text, h.span)})).collect::<Vec<_>>(),
                "precedence": n.precedence.iter().map(|p| json!({"kind": p.kind, "text": one_line(text, p.span)})).collect::<Vec<_>>(),
                "dates": n.dates.iter().map(|d| place(d.span)).collect::<Vec<_>>(),
                "adjuncts": n.adjuncts.iter().map(|a| json!({"kind": a.kind, "start": a.span.start, "end": a.span.end, "text": one_line(text, a.span)})).collect::<Vec<_>>(),
                "references": r.cites.iter().copied().map(place).collect::<Vec<_>>(),
                "rank": n.rank, "quoted": n.quoted,
            })
        })
        .collect();
    serde_json::to_writer(out, &json!({"file": list.entry.source.path, "norms": norms})).map_err(io::Error::from)
}

fn label(n: &Norm) -> String {
    match n.strength {
        0 => n.modality.name().to_owned(),
        s => format!("{} ({s})", n.modality.name()),
    }
}

/// The act: with what is acted on before a passive, and with its subject where that bears nothing.
fn act(text: &str, n: &Norm) -> String {
    let words = one_line(text, n.action);
    let subject =
        n.subject.filter(|&s| (n.passive || n.bearer.is_none()) && n.bearer != Some(s) && !s.overlaps(n.action));
    match subject.map(|s| one_line(text, s)) {
        Some(subject) if n.passive => format!("{subject} — be {words}"),
        Some(subject) => format!("{subject} — {words}"),
        None => words,
    }
}

/// A name as it stands inside a sentence: "the Buyer"; nobody is anybody there.
fn inside(name: &str) -> String {
    let Some((first, rest)) = name.split_once(' ') else { return name.to_owned() };
    match first {
        "No" | "no" | "Neither" => format!("any {rest}"),
        "The" | "A" | "An" | "Any" | "Every" | "Each" | "All" | "Either" | "Both" | "Its" | "Their" | "Such" => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => name.to_owned(),
    }
}

/// Hohfeld's other side, where the text names who stands there.
fn counterpart(text: &str, n: &Norm) -> Option<String> {
    // Verbs by which one lays a duty on another.
    const POWERS: [&str; 8] = ["require", "order", "direct", "instruct", "oblige", "summon", "forbid", "prohibit"];
    let (bearer, other) = (inside(&one_line(text, n.bearer?)), inside(&one_line(text, n.counterparty?)));
    Some(match n.modality {
        Modality::Permission if POWERS.contains(&n.verb.as_str()) => {
            format!("{other} is subject to this power of {bearer}")
        }
        Modality::Obligation | Modality::Prohibition => format!("{other} has a claim against {bearer}"),
        Modality::Right => format!("{other} owes a duty to {bearer}"),
        Modality::Permission => format!("{other} has no claim that {bearer} should not"),
        Modality::Exemption | Modality::NoRight | Modality::Recommendation | Modality::Constitutive => return None,
    })
}

fn unit(text: &str, doc: &Document, n: &Norm) -> String {
    let holder = doc.ancestors(n.provision).find_map(|id| doc.get(id).label.as_ref());
    holder.map_or(String::new(), |label| one_line(text, label.span))
}

/// Whether the norm stands in a unit of that label, or inside one.
fn stands_in(text: &str, doc: &Document, n: &Norm, unit: &str) -> bool {
    doc.ancestors(n.provision).any(|id| {
        doc.get(id)
            .label
            .as_ref()
            .is_some_and(|l| l.key.eq_ignore_ascii_case(unit) || one_line(text, l.span).eq_ignore_ascii_case(unit))
    })
}

/// Words of the adjuncts of some kinds.
fn adjuncts(text: &str, n: &Norm, kind: impl Fn(AdjunctKind) -> bool) -> String {
    joined(text, n.adjuncts.iter().filter(|a| kind(a.kind)).map(|a| a.span))
}

fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Preamble => "preamble",
        Rank::Operative => "operative",
        Rank::Annex => "annex",
        Rank::Note => "note",
    }
}

fn joined(text: &str, spans: impl Iterator<Item = Span>) -> String {
    spans.map(|s| one_line(text, s)).collect::<Vec<_>>().join("; ")
}

fn one_line(text: &str, span: Span) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell of a sheet: quoted where it holds a comma, a quotation mark or a line end.
pub(super) fn cell(words: &str) -> String {
    if words.contains([',', '"', '\n']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words.to_owned() }
}
