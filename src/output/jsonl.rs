//! JSON Lines: one finding, or one document, a line.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::View;
use crate::document::Document;
use crate::engine::Found;
use crate::findings::{Safety, Severity, Words};
use crate::graph::Entry;
use crate::references::{Resolution, Scope, Sort};
use crate::span::Span;

/// Writes each finding that counts as one object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_findings(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    // A line is made of many small pieces: they go to a buffer of a known type, and the line goes out as a whole.
    let mut line = Vec::new();
    for f in view.live() {
        line.clear();
        serde_json::to_writer(&mut line, &shown(view, f))?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// Writes the findings that count as one array.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, f) in view.live().enumerate() {
        out.write_all(if i == 0 { b"\n  " } else { b",\n  " })?;
        serde_json::to_writer(&mut *out, &shown(view, f))?;
    }
    out.write_all(b"\n]\n")
}

/// A finding as it is written. Keys in the order of the alphabet, as they have always been.
#[derive(Serialize)]
struct Shown<'a> {
    code: &'a str,
    column: u32,
    end: u32,
    end_column: u32,
    end_line: u32,
    file: &'a Path,
    fingerprint: String,
    fix: Option<ShownFix<'a>>,
    help: Option<&'a str>,
    labels: Vec<ShownLabel<'a>>,
    line: u32,
    message: &'a str,
    name: &'a str,
    notes: &'a [Words],
    severity: Severity,
    start: u32,
}

#[derive(Serialize)]
struct ShownLabel<'a> {
    column: u32,
    end: u32,
    file: &'a Path,
    line: u32,
    message: &'a str,
    start: u32,
}

#[derive(Serialize)]
struct ShownFix<'a> {
    edits: Vec<ShownEdit<'a>>,
    message: &'a str,
    safety: Safety,
}

#[derive(Serialize)]
struct ShownEdit<'a> {
    end: u32,
    file: &'a Path,
    start: u32,
    text: &'a str,
}

fn shown<'a>(view: &'a View<'_>, found: &'a Found) -> Shown<'a> {
    let f = &found.finding;
    let labels = f.labels.iter().zip(&found.labels).map(|(l, (at, _))| ShownLabel {
        column: at.column,
        end: l.span.end,
        file: view.path(l.doc),
        line: at.line,
        message: &l.message,
        start: l.span.start,
    });
    let fix = f.fix.as_ref().map(|fix| ShownFix {
        edits: fix
            .edits
            .iter()
            .map(|e| ShownEdit { end: e.span.end, file: view.path(e.doc), start: e.span.start, text: &e.text })
            .collect(),
        message: &fix.message,
        safety: fix.safety,
    });
    Shown {
        code: f.code,
        column: found.start.column,
        end: f.span.end,
        end_column: found.end.column,
        end_line: found.end.line,
        file: view.path(f.doc),
        fingerprint: format!("{:016x}", found.fingerprint),
        fix,
        help: f.help.as_deref(),
        labels: labels.collect(),
        line: found.start.line,
        message: &f.message,
        name: f.name,
        notes: &f.notes,
        severity: f.severity,
        start: f.span.start,
    }
}

/// Writes one document's units, references, definitions and norms as one object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_parse(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let text: &str = &entry.source.text;
    let doc = &entry.analysis.document;
    let place = |s: Span| json!({"start": s.start, "end": s.end});
    let provisions: Vec<Value> = doc
        .iter()
        .filter(|(_, p)| (p.label.is_some() || p.margin.is_some()) && !p.quoted)
        .map(|(id, p)| {
            json!({
                "label": p.label.as_ref().or(p.margin.as_deref()).map(|l| l.span.of(text)), "level": p.kind.name(),
                "path": doc.path(id), "margin": p.margin.as_ref().map(|m| &m.key),
                "start": p.span.start, "end": p.span.end,
            })
        })
        .collect();
    let references: Vec<Value> = entry.analysis.references.iter().map(|r| reference(text, doc, r)).collect();
    let definitions: Vec<Value> = entry
        .analysis
        .terms
        .definitions
        .iter()
        .map(|d| json!({"term": d.term.of(text), "start": d.term.start, "end": d.term.end}))
        .collect();
    let norms: Vec<Value> = entry
        .analysis
        .norms
        .iter()
        .map(|n| {
            json!({
                "start": n.span.start, "end": n.span.end, "modality": n.modality, "strength": n.strength,
                "bearer": n.bearer.map(place), "action": place(n.action),
                "conditions": n.conditions.iter().copied().map(place).collect::<Vec<_>>(),
                "exceptions": n.exceptions.iter().copied().map(place).collect::<Vec<_>>(),
                "hedges": n.hedges.iter().map(|h| place(h.span)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let object = json!({
        "file": entry.source.path, "profile": doc.profile, "provisions": provisions, "references": references,
        "definitions": definitions, "norms": norms,
    });
    serde_json::to_writer(&mut *out, &object)?;
    out.write_all(b"\n")
}

fn reference(text: &str, doc: &Document, r: &crate::references::Reference) -> Value {
    let kind = match r.scope {
        Scope::Internal => "internal",
        Scope::External { name } => Sort::of(name.of(text)).as_str(),
    };
    let has = |f: fn(&Resolution) -> bool| r.targets.iter().any(|t| f(&t.resolution));
    let status = if kind != "internal" {
        "external"
    } else if has(|x| matches!(x, Resolution::Missing)) {
        "dangling"
    } else if has(|x| matches!(x, Resolution::Ambiguous(..))) {
        "ambiguous"
    } else if has(|x| matches!(x, Resolution::Found(_))) {
        "resolved"
    } else {
        "unchecked"
    };
    let targets: Vec<Value> = r
        .targets
        .iter()
        .map(|t| {
            let path: Vec<&str> = t.labels().collect();
            match t.resolution {
                Resolution::Found(id) => {
                    let span = doc.get(id).span;
                    json!({"path": path, "start": span.start, "end": span.end})
                }
                _ => json!({"path": path}),
            }
        })
        .collect();
    json!({
        "text": r.span.of(text), "start": r.span.start, "end": r.span.end, "kind": kind, "status": status,
        "targets": targets,
    })
}
