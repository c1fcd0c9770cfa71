//! JSON Lines: one finding, or one document, a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::document::Document;
use crate::findings::Finding;
use crate::graph::{Corpus, Entry};
use crate::references::{Resolution, Scope};
use crate::span::Span;
use crate::text::LineIndex;

/// Writes each finding as one object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_findings(corpus: &Corpus, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let mut index: Option<(u32, LineIndex)> = None;
    for f in findings {
        let entry = &corpus.entries[f.doc.0 as usize];
        if index.as_ref().is_none_or(|(doc, _)| *doc != f.doc.0) {
            index = Some((f.doc.0, LineIndex::new(&entry.source.text)));
        }
        let Some((_, lines)) = &index else { continue };
        let (line, column) = lines.position(&entry.source.text, f.span.start);
        let labels: Vec<Value> = f
            .labels
            .iter()
            .map(|l| {
                let file = &corpus.entries[l.doc.0 as usize].source.path;
                json!({"file": file, "start": l.span.start, "end": l.span.end, "message": l.message})
            })
            .collect();
        let object = json!({
            "file": entry.source.path, "code": f.code, "name": f.name, "severity": f.severity,
            "start": f.span.start, "end": f.span.end, "line": line, "column": column, "message": f.message,
            "labels": labels, "notes": f.notes, "help": f.help,
            "fix": f.fix.as_ref().map(|x| json!({
                "safety": x.safety, "message": x.message,
                "edits": x.edits.iter().map(|e| json!({"start": e.span.start, "end": e.span.end, "text": e.text}))
                    .collect::<Vec<_>>(),
            })),
        });
        serde_json::to_writer(&mut *out, &object)?;
        out.write_all(b"\n")?;
    }
    Ok(())
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
        .filter(|(_, p)| p.label.is_some() && !p.quoted)
        .map(|(id, p)| {
            json!({
                "label": p.label.as_ref().map(|l| l.span.of(text)), "level": p.kind.name(), "path": doc.path(id),
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
