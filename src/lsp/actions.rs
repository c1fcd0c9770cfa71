//! Code actions: fixes, ignores, renumbering.

use std::sync::Arc;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Diagnostic};

use super::diagnostics;
use super::dispatch::{Answer, Cx};
use super::edits::{Review, appended, workspace_edit};
use super::snapshot::{Doc, Snapshot};
use crate::config::{self, NewIgnore};
use crate::document::{Document, ProvisionId};
use crate::engine::renumber::{Change, Refusal, Renumbering, renumber};
use crate::engine::{Anchor, Edits, choose_edits};
use crate::findings::{DocId, Edit, Finding, Safety};
use crate::graph::{self, Corpus};
use crate::rules::suppression;
use crate::source::Format;
use crate::span::Span;

/// Kind of the action that makes all safe fixes of a document: for "on save" settings.
pub const FIX_ALL: &str = "source.fixAll.normlint";

/// Works out a renumbering of a document's unit, in that document and in those that cite it.
///
/// # Errors
/// Where the unit is not there or its label cannot be counted.
pub fn renumbered(snapshot: &Snapshot, home: DocId, doc: &Doc, change: &Change) -> Result<Renumbering, Refusal> {
    // Also those that go by one of its names: a citation by that name is left for a look.
    let concerned = |other: &Doc| {
        graph::cites(&other.exports, &doc.exports) || other.exports.names.iter().any(|n| doc.exports.names.contains(n))
    };
    let slots: Vec<DocId> = (0..snapshot.docs.len() as u32)
        .map(DocId)
        .filter(|&slot| slot == home || snapshot.doc(slot).is_some_and(concerned))
        .collect();
    let at = slots.iter().position(|&slot| slot == home).unwrap_or_default();
    let entries = slots.iter().filter_map(|&slot| {
        let other = snapshot.doc(slot)?;
        Some(if slot == home { Arc::clone(other.entry()) } else { Arc::clone(other.outside()) })
    });
    let corpus = Corpus { entries: entries.collect() };
    let mut plan = renumber(&corpus, doc.instruments(), DocId(at as u32), change)?;
    let slot = |doc: DocId| slots.get(doc.0 as usize).copied().unwrap_or(doc);
    plan.edits.iter_mut().for_each(|e| e.doc = slot(e.doc));
    plan.attention.iter_mut().for_each(|a| a.doc = slot(a.doc));
    Ok(plan)
}

/// `textDocument/codeAction`.
pub fn actions(cx: &Cx<'_>, params: CodeActionParams) -> Answer<Option<Vec<CodeActionResponse>>> {
    let Some((id, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    if !cx.snapshot.client.literal_actions {
        return Ok(Some(Vec::new()));
    }
    let only = params.context.only;
    let wants = |kind: &str| {
        only.as_ref().is_none_or(|list| {
            list.iter().any(|k| {
                let asked = k.as_str();
                asked.is_empty() || kind == asked || kind.strip_prefix(asked).is_some_and(|r| r.starts_with('.'))
            })
        })
    };
    let at = cx.snapshot.span(doc, params.range);
    let mut out = Vec::new();
    if wants("quickfix") {
        let touches = |s: Span| s.start <= at.end && at.start <= s.end;
        for (i, finding) in cx.snapshot.findings(id).iter().enumerate().filter(|(_, f)| touches(f.span)) {
            cx.check()?;
            let shown = diagnostics::diagnostic(cx.snapshot, doc, finding, i);
            out.extend(fix(cx.snapshot, finding, &shown));
            // What is said of ignores is not ignored in turn.
            if !suppression::RULES.iter().any(|r| r.code == finding.code) {
                out.push(ignore(cx.snapshot, id, doc, finding, &shown));
                out.extend(ignore_beside(cx.snapshot, doc, finding, &shown));
            }
        }
        // Fixes before ignores: editors offer the first.
        out.sort_by_key(|a| a.is_preferred != Some(true));
    }
    if wants(FIX_ALL) {
        out.extend(fix_all(cx.snapshot, id));
    }
    // These cost a walk over all documents, so they are offered only where asked for or at a unit's own label.
    if wants("refactor.rewrite") {
        let unit = doc.tree().at(at.start);
        let label = doc.tree().get(unit).label.as_ref().map(|l| l.span);
        let on_label = label.is_some_and(|l| doc.lines.line(l.start) == doc.lines.line(at.start));
        if unit != Document::ROOT && (on_label || only.is_some()) {
            out.extend(renumbering(cx.snapshot, id, doc, unit));
        }
    }
    Ok(Some(out.into_iter().map(CodeActionResponse::CodeAction).collect()))
}

fn fix(snapshot: &Snapshot, finding: &Finding, shown: &Diagnostic) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let safe = fix.safety == Safety::Safe;
    let title = if safe {
        fix.message.clone().into_owned()
    } else {
        format!("{} (unsafe: may change the effect)", fix.message)
    };
    let review = Review { label: &fix.message, confirm: !safe };
    Some(CodeAction {
        edit: Some(workspace_edit(snapshot, &fix.edits, (!safe).then_some(review))),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.clone()]),
        is_preferred: Some(safe),
        title: format!("{}: {title}", finding.name),
        ..Default::default()
    })
}

/// A directive on the line above, with a place for the reason.
fn ignore(snapshot: &Snapshot, id: DocId, doc: &Doc, finding: &Finding, shown: &Diagnostic) -> CodeAction {
    let text = doc.text();
    let line = doc.lines.span(doc.lines.line(finding.span.start), text);
    let content = line.of(text);
    let indent: String = content.chars().take_while(|c| *c == ' ' || *c == '\t').collect();
    let directive = format!("normlint: ignore-line {} -- reason", finding.code);
    let directive = match doc.source().format {
        Format::Markdown => format!("{indent}<!-- {directive} -->\n"),
        _ => format!("{indent}% {directive}\n"),
    };
    let edit = Edit { doc: id, span: Span::new(line.start, line.start), text: directive };
    CodeAction {
        title: format!("ignore {} here (say why)", finding.name),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.clone()]),
        is_preferred: Some(false),
        edit: Some(workspace_edit(snapshot, &[edit], None)),
        ..Default::default()
    }
}

/// An entry in the file beside the drafts, with a place for the reason: for texts that cannot carry comments.
fn ignore_beside(snapshot: &Snapshot, doc: &Doc, finding: &Finding, shown: &Diagnostic) -> Option<CodeAction> {
    let file = doc.footing.sidecar.as_deref()?;
    let old = match std::fs::read_to_string(file) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(_) => return None,
    };
    let anchor = Anchor::of(doc.text(), doc.tree(), finding.span);
    let entry = NewIgnore {
        file: doc.footing.key.clone(),
        unit: anchor.unit,
        rule: finding.code.to_owned(),
        hash: anchor.hash,
        reason: Some("reason".to_owned()),
    };
    let before = old.as_deref().unwrap_or_default();
    let text = config::add_to_sidecar(file, before, &[entry]).ok()?;
    let added = text.strip_prefix(before).filter(|added| !added.is_empty())?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Some(CodeAction {
        title: format!("ignore {} here, in {name} (say why)", finding.name),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![shown.clone()]),
        is_preferred: Some(false),
        edit: Some(appended(snapshot, file, old.as_deref(), added)?),
        ..Default::default()
    })
}

fn fix_all(snapshot: &Snapshot, id: DocId) -> Option<CodeAction> {
    let here = |f: &&Finding| f.fix.as_ref().is_some_and(|x| x.edits.iter().all(|e| e.doc == id));
    let (edits, made): (Edits, usize) = choose_edits(snapshot.findings(id).iter().filter(here), false);
    let edits: Vec<Edit> = edits.into_values().flatten().collect();
    (made > 0).then(|| CodeAction {
        title: if made == 1 { "make the one safe fix".to_owned() } else { format!("make all {made} safe fixes") },
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(workspace_edit(snapshot, &edits, None)),
        ..Default::default()
    })
}

/// Inserting and removing a unit, with every citation of what moves.
fn renumbering(snapshot: &Snapshot, id: DocId, doc: &Doc, unit: ProvisionId) -> Vec<CodeAction> {
    let title = doc.title(unit);
    let kind = doc.tree().get(unit).kind.name();
    let a = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    [
        (Change::InsertBefore(unit), format!("insert {a} {kind} before {title} and renumber")),
        (Change::InsertAfter(unit), format!("insert {a} {kind} after {title} and renumber")),
        (Change::Remove(unit), format!("remove {title} and renumber")),
        (Change::CloseUp(unit), format!("number {title} and its neighbours without gaps")),
    ]
    .into_iter()
    .filter_map(|(change, label)| {
        let Renumbering { edits, attention } = renumbered(snapshot, id, doc, &change).ok()?;
        if edits.is_empty() {
            return None;
        }
        let label = match attention.len() {
            0 => label,
            n => format!("{label} ({n} citations need a look)"),
        };
        Some(CodeAction {
            edit: Some(workspace_edit(snapshot, &edits, Some(Review { label: &label, confirm: true }))),
            title: label,
            kind: Some(CodeActionKind::RefactorRewrite),
            ..Default::default()
        })
    })
    .collect()
}
