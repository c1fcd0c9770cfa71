//! A document's terms as a list, a table and data.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::norms::cell;
use crate::definitions::{Definition, Form, Reach, Uses};
use crate::document::Document;
use crate::findings::Finding;
use crate::graph::Entry;
use crate::text::LineIndex;

/// What is printed of one document's terms.
#[derive(Clone, Copy, Debug)]
pub struct TermList<'a> {
    /// The document.
    pub entry: &'a Entry,
    /// Findings that name what is not defined.
    pub undefined: &'a [Finding],
    /// Only definitions without a use.
    pub only_unused: bool,
    /// The line of every use, too.
    pub uses: bool,
}

/// Widest term in the list, in characters.
const WIDTH: usize = 40;

struct Row<'a> {
    definition: &'a Definition,
    term: String,
    line: usize,
    scope: String,
    uses: u32,
    lines: Vec<usize>,
}

impl<'a> TermList<'a> {
    fn rows(&self, lines: &LineIndex) -> Vec<Row<'a>> {
        let (text, doc) = (&*self.entry.source.text, &self.entry.analysis.document);
        let terms = &self.entry.analysis.terms;
        let uses: &Uses = terms.uses(text, doc);
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); if self.uses { terms.definitions.len() } else { 0 }];
        for used in uses.all.iter().filter(|_| self.uses) {
            if let Some(list) = places.get_mut(used.definition as usize) {
                list.push(lines.line(used.span.start) + 1);
            }
        }
        let all = terms.definitions.iter().enumerate().map(|(i, definition)| Row {
            definition,
            term: one_line(definition.term.of(text)),
            line: lines.line(definition.term.start) + 1,
            scope: scope(text, doc, definition),
            uses: uses.counts.get(i).copied().unwrap_or(0),
            lines: places.get_mut(i).map(std::mem::take).unwrap_or_default(),
        });
        all.filter(|r| !self.only_unused || r.uses == 0 && r.definition.form != Form::Repealed).collect()
    }
}

/// Writes a list for reading: each term with its line, how it is fixed, how far it holds and how often it is used.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_terms(list: &TermList<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text: &str = &list.entry.source.text;
    let lines = LineIndex::new(text);
    let rows = list.rows(&lines);
    writeln!(out, "{}: {} definitions", list.entry.source.path.display(), rows.len())?;
    let wide = rows.iter().map(|r| r.term.chars().count()).max().unwrap_or(0).min(WIDTH);
    for row in &rows {
        let used = match row.uses {
            _ if row.definition.form == Form::Repealed => "repealed".to_owned(),
            0 => "unused".to_owned(),
            1 => "1 use".to_owned(),
            n => format!("{n} uses"),
        };
        let at = if row.lines.is_empty() { String::new() } else { format!(" (lines {})", numbers(&row.lines)) };
        writeln!(
            out,
            "{:>6}  {:wide$}  {:8}  {}  {used}{at}",
            row.line,
            row.term,
            form(row.definition.form),
            row.scope
        )?;
    }
    let abbreviations = &list.entry.analysis.terms.abbreviations;
    if !abbreviations.is_empty() && !list.only_unused {
        writeln!(out, "abbreviations")?;
        for a in abbreviations {
            let line = lines.line(a.short.start) + 1;
            writeln!(out, "{line:>6}  {}  {}", a.short.of(text), one_line(a.long.of(text)))?;
        }
    }
    if !list.undefined.is_empty() && !list.only_unused {
        writeln!(out, "undefined")?;
        for f in list.undefined {
            let line = lines.line(f.span.start) + 1;
            writeln!(out, "{line:>6}  {}: {}", one_line(f.span.of(text)), f.message)?;
        }
    }
    Ok(())
}

/// Writes the names of the columns of [`write_terms_csv`].
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_terms_head(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "file,line,term,form,scope,uses,definition")
}

/// Writes one line of comma-separated values a term.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_terms_csv(list: &TermList<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text: &str = &list.entry.source.text;
    let file = list.entry.source.path.display().to_string();
    for row in list.rows(&LineIndex::new(text)) {
        let body = one_line(row.definition.body.of(text));
        let fields = [
            file.clone(),
            row.line.to_string(),
            row.term,
            form(row.definition.form).to_owned(),
            row.scope,
            row.uses.to_string(),
            body,
        ];
        writeln!(out, "{}", fields.iter().map(|f| cell(f)).collect::<Vec<_>>().join(","))?;
    }
    Ok(())
}

/// Writes one object a document.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_terms_json(list: &TermList<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text: &str = &list.entry.source.text;
    let lines = LineIndex::new(text);
    let definitions: Vec<Value> = list
        .rows(&lines)
        .into_iter()
        .map(|r| {
            json!({
                "term": r.term, "line": r.line, "start": r.definition.term.start, "end": r.definition.term.end,
                "form": form(r.definition.form), "scope": r.scope, "uses": r.uses,
                "lines": if list.uses { Some(r.lines) } else { None },
                "definition": one_line(r.definition.body.of(text)),
            })
        })
        .collect();
    let abbreviations: Vec<Value> = list
        .entry
        .analysis
        .terms
        .abbreviations
        .iter()
        .map(|a| {
            json!({
                "short": a.short.of(text), "long": one_line(a.long.of(text)), "line": lines.line(a.short.start) + 1,
                "start": a.short.start, "end": a.short.end,
            })
        })
        .collect();
    let undefined: Vec<Value> = list
        .undefined
        .iter()
        .map(|f| {
            json!({
                "term": f.span.of(text), "line": lines.line(f.span.start) + 1, "start": f.span.start, "end": f.span.end,
                "message": f.message,
            })
        })
        .collect();
    let object = json!({
        "file": list.entry.source.path, "definitions": definitions, "abbreviations": abbreviations,
        "undefined": undefined,
    });
    serde_json::to_writer(&mut *out, &object)?;
    Ok(())
}

const fn form(form: Form) -> &'static str {
    match form {
        Form::Means => "means",
        Form::Includes => "includes",
        Form::SameAs => "same as",
        Form::Name => "name",
        Form::Entry => "entry",
        Form::Repealed => "repealed",
    }
}

/// How far a definition holds: "the whole text", "section 4", with a question mark where nothing says so.
fn scope(text: &str, doc: &Document, d: &Definition) -> String {
    let unit = doc.get(d.scope);
    let name = match (&unit.label, d.reach) {
        (_, Reach::Beyond) => return "beyond this text".to_owned(),
        (_, Reach::Unknown) => return "a unit not found".to_owned(),
        _ if d.scope == Document::ROOT => "the whole text".to_owned(),
        (Some(label), _) => {
            let printed = one_line(label.span.of(text));
            let path = doc.path(d.scope);
            match path.split_first() {
                Some((first, rest)) if !rest.is_empty() => {
                    let rest: String = rest.iter().map(|k| format!("({k})")).collect();
                    format!("{} {first}{rest}", unit.kind.name())
                }
                _ if printed.chars().all(|c| c.is_alphanumeric() || c == '.') => {
                    format!("{} {printed}", unit.kind.name())
                }
                _ => printed,
            }
        }
        (None, _) => format!("this {}", unit.kind.name()),
    };
    if d.reach == Reach::Assumed { format!("{name}?") } else { name }
}

fn numbers(lines: &[usize]) -> String {
    lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
