//! JSON Lines: one finding, or one document, a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::View;
use crate::document::Document;
use crate::engine::Found;
use crate::findings::{Edit, Fix};
use crate::graph::Entry;
use crate::references::{Resolution, Scope};
use crate::span::Span;

/// Writes each finding that counts as one object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_findings(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for f in view.live() {
        serde_json::to_writer(&mut *out, &object(view, f))?;
        out.write_all(b"\n")?;
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
        serde_json::to_writer(&mut *out, &object(view, f))?;
    }
    out.write_all(b"\n]\n")
}

fn object(view: &View<'_>, found: &Found) -> Value {
    let f = &found.finding;
    let labels: Vec<Value> = f
        .labels
        .iter()
        .zip(&found.labels)
        .map(|(l, (at, _))| {
            json!({
                "file": view.path(l.doc), "start": l.span.start, "end": l.span.end, "line": at.line,
                "column": at.column, "message": l.message,
            })
        })
        .collect();
    let edits = |fix: &Fix| -> Vec<Value> {
        let edit =
            |e: &Edit| json!({"file": view.path(e.doc), "start": e.span.start, "end": e.span.end, "text": e.text});
        fix.edits.iter().map(edit).collect()
    };
    json!({
        "file": view.path(f.doc), "code": f.code, "name": f.name, "severity": f.severity,
        "start": f.span.start, "end": f.span.end, "line": found.start.line, "column": found.start.column,
        "end_line": found.end.line, "end_column": found.end.column, "message": f.message,
        "labels": labels, "notes": f.notes, "help": f.help,
        "fix": f.fix.as_ref().map(|x| json!({"safety": x.safety, "message": x.message, "edits": edits(x)})),
        "fingerprint": format!("{:016x}", found.fingerprint),
    })
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
                "label": p.label.as_ref().or(p.margin.as_ref()).map(|l| l.span.of(text)), "level": p.kind.name(),
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
        Scope::External { .. } => "external",
    };
    let has = |f: fn(&Resolution) -> bool| r.targets.iter().any(|t| f(&t.resolution));
    let status = if kind == "external" {
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
