//! Hover: the unit cited, the meaning of the term, the frame of the norm, what the rule is about.

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};
use std::fmt::Write as _;

use super::dispatch::{Answer, Cx};
use super::navigate::{Thing, citations, target, thing};
use super::pages::Pages;
use super::snapshot::Doc;
use crate::document::{Document, ProvisionId};
use crate::findings::Finding;
use crate::norms::Norm;
use crate::references::{Reference, Resolution, Scope};
use crate::rules;
use crate::span::Span;

/// Characters of quoted text shown.
const SHOWN: usize = 1200;

/// `textDocument/hover`.
pub fn hover(cx: &Cx<'_>, params: HoverParams) -> Answer<Option<Hover>> {
    let at = params.text_document_position_params;
    let Some((id, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let mut parts: Vec<String> = Vec::new();
    let mut range: Option<Span> = None;
    let holds = |s: Span| s.start <= offset && offset <= s.end;
    let findings = cx.snapshot.findings(id);
    let from = findings.partition_point(|f| f.span.start <= offset);
    for finding in findings.get(from.saturating_sub(64)..from).unwrap_or(&[]).iter().filter(|f| holds(f.span)) {
        range.get_or_insert(finding.span);
        parts.push(about(&cx.snapshot.client.pages, finding));
    }
    match thing(doc, offset) {
        Some(Thing::Citation(reference, named)) => {
            range = Some(named.map_or(reference.span, |t| t.span));
            let units = target(cx.snapshot, doc, reference, named);
            for (home, unit) in &units {
                parts.push(unit_text(home, *unit));
            }
            if units.is_empty() {
                parts.push(match (&reference.scope, named.map(|t| &t.resolution)) {
                    (Scope::External { name }, _) => abroad(doc, reference, *name),
                    (_, Some(Resolution::Missing)) => "No such unit in this text.".to_owned(),
                    _ => "Not found here; this text may hold a part of the instrument only.".to_owned(),
                });
            }
        }
        Some(Thing::Term(i, words)) => {
            range = Some(words);
            parts.extend(definition(doc, i));
        }
        Some(Thing::Unit(unit)) => {
            let count = citations(cx.snapshot, id, doc, unit).len();
            let path = doc.tree().path(unit).join("/");
            parts.push(format!("**{}** `{path}` · cited by {count}", plain(&doc.title(unit))));
        }
        None => {}
    }
    if let Some(norm) = norm_at(doc, offset).or_else(|| norm_led_in(doc, offset)) {
        let on_modal = holds(norm.modal);
        if on_modal || parts.is_empty() {
            range.get_or_insert(if on_modal { norm.modal } else { norm.span });
            parts.push(frame(doc, norm));
        }
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let markdown = cx.snapshot.client.markdown;
    let value = parts.join("\n\n---\n\n");
    let value = if markdown { value } else { unmarked(&value) };
    Ok(Some(Hover {
        contents: Contents::MarkupContent(MarkupContent {
            kind: if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText },
            value,
        }),
        range: range.map(|s| cx.snapshot.range(doc, s)),
    }))
}

/// What a finding's rule is about, and what the finding adds to its message.
fn about(pages: &Pages, finding: &Finding) -> String {
    let summary = rules::find(finding.code).map_or("", |r| r.summary());
    let name = match pages.of(finding.name) {
        Some(page) => format!("[{}]({page})", finding.name),
        None => finding.name.to_owned(),
    };
    let mut out = format!("**{} {name}**: {}", finding.code, summary.replace('\n', " "));
    for note in &finding.notes {
        let _ = write!(out, "\n\nnote: {}", plain(note));
    }
    if let Some(help) = &finding.help {
        let _ = write!(out, "\n\nhelp: {}", plain(help));
    }
    out
}

/// Text without signs that Markdown would take as its own.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '#') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// What was written as Markdown here, for a client that shows text as it stands.
fn unmarked(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let mut rest = line.strip_prefix("> ").unwrap_or(line).trim_end();
        while let Some(c) = rest.chars().next() {
            let from = if rest.starts_with("**") {
                2
            } else if c == '`' {
                1
            } else if let Some((name, after)) = rest.strip_prefix('[').and_then(|r| r.split_once("](")) {
                // A link: its words alone.
                out.push_str(name);
                rest = after.split_once(')').map_or("", |(_, after)| after);
                continue;
            } else {
                let at = if c == '\\' { c.len_utf8() } else { 0 };
                let shown = rest.get(at..).and_then(|r| r.chars().next());
                out.extend(shown);
                at + shown.map_or(0, char::len_utf8)
            };
            rest = rest.get(from..).unwrap_or("");
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

/// A piece of the text as a quotation, cut where it is long.
fn quoted(text: &str) -> String {
    let cut = text.char_indices().nth(SHOWN).map_or(text.len(), |(i, _)| i);
    let shown = text.get(..cut).unwrap_or("");
    let mut out = String::new();
    for line in shown.lines() {
        // The text's own indentation shows its levels; non-breaking spaces keep it without making code of it.
        let content = line.trim_start();
        let depth = line.chars().take_while(|c| c.is_whitespace()).count().min(16);
        let _ = writeln!(out, "> {}{}  ", "\u{a0}".repeat(depth), plain(content));
    }
    if cut < text.len() {
        out.push_str("> …");
    }
    out.trim_end().to_owned()
}

fn unit_text(doc: &Doc, id: ProvisionId) -> String {
    if id == Document::ROOT {
        let title = doc.tree().title.map_or("", |t| t.of(doc.text()));
        return format!("**{}** {}", plain(&doc.source().path.display().to_string()), plain(title));
    }
    let unit = doc.tree().get(id);
    format!("**{}**\n\n{}", plain(&doc.title(id)), quoted(unit.span.of(doc.text())))
}

fn definition(doc: &Doc, index: usize) -> Option<String> {
    let terms = doc.terms();
    let definition = terms.definitions.get(index)?;
    let text = doc.text();
    let count = terms.uses(text, doc.tree()).counts.get(index).copied().unwrap_or(0);
    let place = doc.place(definition.provision);
    let scope =
        if definition.scope == Document::ROOT { "the whole text".to_owned() } else { doc.title(definition.scope) };
    Some(format!(
        "**{}** · defined in {} for {} · used {count} times\n\n{}",
        plain(definition.term.of(text)),
        plain(&place),
        plain(&scope),
        quoted(definition.body.of(text)),
    ))
}

/// The smallest norm at an offset.
fn norm_at(doc: &Doc, offset: u32) -> Option<&Norm> {
    let norms = &doc.entry().analysis.norms;
    let from = norms.partition_point(|n| n.span.start <= offset);
    let near = norms.get(from.saturating_sub(16)..from)?;
    near.iter().filter(|n| n.span.start <= offset && offset <= n.span.end).min_by_key(|n| n.span.len())
}

/// The first norm of a list whose lead-in has its word of force at an offset.
fn norm_led_in(doc: &Doc, offset: u32) -> Option<&Norm> {
    let norms = &doc.entry().analysis.norms;
    let from = norms.partition_point(|n| n.span.start <= offset);
    norms.iter().skip(from).take(4).find(|n| n.modal.start <= offset && offset <= n.modal.end)
}

/// What is said of a citation of an instrument that is not at hand; "that Act" is the one named before.
fn abroad(doc: &Doc, reference: &Reference, name: Span) -> String {
    let text = doc.text();
    let again = |name: Span| {
        let first = name.of(text).split_whitespace().next().unwrap_or("").to_lowercase();
        matches!(first.as_str(), "that" | "such" | "said" | "those" | "this")
    };
    let shown = plain(name.of(text));
    if again(name) {
        let references = &doc.entry().analysis.references;
        let from = references.partition_point(|r| r.span.start < reference.span.start);
        let before = references.iter().take(from).rev().take(32).find_map(|r| match r.scope {
            Scope::External { name } if !again(name) => Some(name),
            _ => None,
        });
        // Of the same kind: "that Act" is no regulations.
        let last = |s: Span| s.of(text).split_whitespace().next_back().map(str::to_lowercase);
        if let Some(named) = before.filter(|&named| last(named) == last(name)) {
            let named = plain(named.of(text));
            return format!("Cites **{shown}**, the **{named}**, which is not in this workspace.");
        }
    }
    format!("Cites **{shown}**, which is not in this workspace.")
}

/// Who must do what, when.
fn frame(doc: &Doc, norm: &Norm) -> String {
    let text = doc.text();
    let words = |s: Span| plain(s.of(text).trim());
    // A permission or a definition binds nobody more or less.
    let force = ["", " (weak)", " (advice)", " (firm)", " (strict)"].get(norm.strength as usize).unwrap_or(&"");
    let mut out = format!("**{}**{force}: “{}”", norm.modality.name(), words(norm.modal));
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = write!(out, "\n- {name}: {value}");
        }
    };
    row("who", norm.bearer.map(words).unwrap_or_default());
    row("towards", norm.counterparty.map(words).unwrap_or_default());
    row("what", words(norm.action));
    for condition in &norm.conditions {
        row("when", words(*condition));
    }
    for exception in &norm.exceptions {
        row("unless", words(*exception));
    }
    for hedge in &norm.hedges {
        row("weakened by", words(hedge.span));
    }
    out
}
