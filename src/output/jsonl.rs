//! JSON Lines: one finding, or one document, a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::View;
use crate::document::Document;
use crate::engine::Found;
use crate::findings::{DocId, Fix};
use crate::graph::Entry;
use crate::references::{Resolution, Scope, Sort};
use crate::span::Span;

/// Writes each finding that counts as one object.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_findings(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    // A line is made of many small pieces: they go to a buffer of a known type, and the line goes out as a whole.
    let mut objects = Objects::of(view);
    for f in view.live() {
        objects.made.clear();
        objects.finding(f)?;
        objects.made.push(b'\n');
        out.write_all(&objects.made)?;
    }
    Ok(())
}

/// Writes the findings that count as one array.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_json(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut objects = Objects::of(view);
    out.write_all(b"[")?;
    for (i, f) in view.live().enumerate() {
        objects.made.clear();
        objects.made.extend_from_slice(if i == 0 { b"\n  " } else { b",\n  " });
        objects.finding(f)?;
        out.write_all(&objects.made)?;
    }
    out.write_all(b"\n]\n")
}

/// Makes objects of findings. Keys in the order of the alphabet, as they have always been.
struct Objects<'a> {
    view: &'a View<'a>,
    made: Vec<u8>,
    /// The path of a document, in quotation marks: most findings and labels are of the document of the one before.
    path: (Option<DocId>, Vec<u8>),
}

impl<'a> Objects<'a> {
    const fn of(view: &'a View<'a>) -> Self {
        Self { view, made: Vec::new(), path: (None, Vec::new()) }
    }

    fn finding(&mut self, found: &Found) -> io::Result<()> {
        let f = &found.finding;
        self.string("{\"code\":", f.code)?;
        self.number(",\"column\":", found.start.column)?;
        self.number(",\"end\":", f.span.end)?;
        self.number(",\"end_column\":", found.end.column)?;
        self.number(",\"end_line\":", found.end.line)?;
        self.path(",\"file\":", f.doc)?;
        write!(self.made, ",\"fingerprint\":\"{:016x}\"", found.fingerprint)?;
        match &f.fix {
            Some(fix) => self.fix(fix)?,
            None => self.key(",\"fix\":null"),
        }
        match &f.help {
            Some(help) => self.string(",\"help\":", help)?,
            None => self.key(",\"help\":null"),
        }
        self.key(",\"labels\":[");
        for (i, (label, (at, _))) in f.labels.iter().zip(&found.labels).enumerate() {
            self.number(if i == 0 { "{\"column\":" } else { ",{\"column\":" }, at.column)?;
            self.number(",\"end\":", label.span.end)?;
            self.path(",\"file\":", label.doc)?;
            self.number(",\"line\":", at.line)?;
            self.string(",\"message\":", &label.message)?;
            self.number(",\"start\":", label.span.start)?;
            self.key("}");
        }
        self.number("],\"line\":", found.start.line)?;
        self.string(",\"message\":", &f.message)?;
        self.string(",\"name\":", f.name)?;
        self.key(",\"notes\":[");
        for (i, note) in f.notes.iter().enumerate() {
            self.string(if i == 0 { "" } else { "," }, note)?;
        }
        self.string("],\"severity\":", f.severity.name())?;
        self.number(",\"start\":", f.span.start)?;
        self.key("}");
        Ok(())
    }

    fn fix(&mut self, fix: &Fix) -> io::Result<()> {
        self.key(",\"fix\":{\"edits\":[");
        for (i, edit) in fix.edits.iter().enumerate() {
            self.number(if i == 0 { "{\"end\":" } else { ",{\"end\":" }, edit.span.end)?;
            self.path(",\"file\":", edit.doc)?;
            self.number(",\"start\":", edit.span.start)?;
            self.string(",\"text\":", &edit.text)?;
            self.key("}");
        }
        self.string("],\"message\":", &fix.message)?;
        self.key(",\"safety\":");
        serde_json::to_writer(&mut self.made, &fix.safety)?;
        self.key("}");
        Ok(())
    }

    /// Adds what stands between values: marks, and keys as they are written.
    fn key(&mut self, key: &str) {
        self.made.extend_from_slice(key.as_bytes());
    }

    fn number(&mut self, key: &str, number: u32) -> io::Result<()> {
        self.key(key);
        Ok(serde_json::to_writer(&mut self.made, &number)?)
    }

    fn string(&mut self, key: &str, words: &str) -> io::Result<()> {
        self.key(key);
        // No way out before the end: the compiler then tests many bytes at a time.
        let escape = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
        if words.bytes().fold(false, |any, byte| any | escape(byte)) {
            return Ok(serde_json::to_writer(&mut self.made, words)?);
        }
        self.made.push(b'"');
        self.key(words);
        self.made.push(b'"');
        Ok(())
    }

    fn path(&mut self, key: &str, doc: DocId) -> io::Result<()> {
        self.key(key);
        if self.path.0 != Some(doc) {
            self.path = (Some(doc), serde_json::to_vec(self.view.path(doc))?);
        }
        self.made.extend_from_slice(&self.path.1);
        Ok(())
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
