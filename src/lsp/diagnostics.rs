//! Findings as the protocol's diagnostics, and the requests that pull them.

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport, Message,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use rustc_hash::{FxHashMap, FxHasher};
use serde_json::json;
use std::hash::{Hash, Hasher};

use super::dispatch::{Answer, Cx};
use super::snapshot::{Doc, Snapshot};
use crate::findings::{DocId, Finding, Safety, Severity};

/// Diagnostics given for one document at most. Editors keep and draw each of them; a text with more is not read one by
/// one.
const MOST: usize = 5000;

/// The diagnostics of a document; where there are very many, the gravest, and a word that there are more.
#[must_use]
pub fn of(snapshot: &Snapshot, id: DocId, doc: &Doc) -> Vec<Diagnostic> {
    let findings = snapshot.findings(id);
    let mut chosen: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > MOST {
        chosen.sort_by_key(|&i| findings.get(i).map(|f| std::cmp::Reverse(f.severity)));
        chosen.truncate(MOST);
        chosen.sort_unstable();
    }
    let mut out: Vec<Diagnostic> =
        chosen.into_iter().filter_map(|i| findings.get(i).map(|f| diagnostic(snapshot, doc, f, i))).collect();
    if findings.len() > MOST {
        let message = format!("{MOST} of {} findings are shown; `normlint check` prints all", findings.len());
        out.insert(
            0,
            Diagnostic {
                severity: Some(DiagnosticSeverity::Information),
                source: Some("normlint".to_owned()),
                message: Message::String(message),
                ..Default::default()
            },
        );
    }
    out
}

/// A finding as a diagnostic; `index` is its place among the document's findings.
#[must_use]
pub fn diagnostic(snapshot: &Snapshot, doc: &Doc, finding: &Finding, index: usize) -> Diagnostic {
    let client = &snapshot.client;
    let mut message = finding.message.clone().into_owned();
    let related = || -> Vec<DiagnosticRelatedInformation> {
        finding
            .labels
            .iter()
            .filter_map(|label| {
                let other = snapshot.doc(label.doc)?;
                Some(DiagnosticRelatedInformation {
                    location: snapshot.location(other, label.span),
                    message: label.message.clone().into_owned(),
                })
            })
            .collect()
    };
    for note in &finding.notes {
        message.push_str("\nnote: ");
        message.push_str(note);
    }
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    Diagnostic {
        range: snapshot.range(doc, finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.code.to_owned())),
        code_description: client.pages.of(finding.name).map(|page| CodeDescription { href: Uri(page) }),
        source: Some("normlint".to_owned()),
        message: Message::String(message),
        tags: tags(finding.name),
        related_information: (client.related && !finding.labels.is_empty()).then(related),
        data: Some(json!({
            "rule": finding.name,
            "index": index,
            "fix": finding.fix.as_ref().map(|f| if f.safety == Safety::Safe { "safe" } else { "unsafe" }),
        })),
    }
}

/// Text that does nothing is greyed out; text that is out of force is struck through.
fn tags(rule: &str) -> Option<Vec<DiagnosticTag>> {
    match rule {
        "unused-definition" | "unused-ignore" | "doubled-word" | "redundant-pair" => {
            Some(vec![DiagnosticTag::Unnecessary])
        }
        "dead-target" => Some(vec![DiagnosticTag::Deprecated]),
        _ => None,
    }
}

/// What a result is known by: equal for equal findings at equal places.
#[must_use]
pub fn result_id(snapshot: &Snapshot, id: DocId, doc: &Doc) -> String {
    let mut hash = FxHasher::default();
    doc.edit.hash(&mut hash);
    doc.version.hash(&mut hash);
    doc.text().len().hash(&mut hash);
    for f in snapshot.findings(id) {
        (f.code, f.span, &f.message, f.severity as u8, f.fix.is_some()).hash(&mut hash);
        for label in &f.labels {
            (label.doc, label.span, &label.message).hash(&mut hash);
        }
        (&f.notes, &f.help).hash(&mut hash);
    }
    format!("{:016x}", hash.finish())
}

/// `textDocument/diagnostic`.
pub fn document(cx: &Cx<'_>, params: DocumentDiagnosticParams) -> Answer<DocumentDiagnosticReport> {
    let Some((id, doc)) = cx.snapshot.find(&params.text_document.uri.0) else {
        return Ok(DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(Default::default()));
    };
    let result_id = result_id(cx.snapshot, id, doc);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        return Ok(DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
            RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
            },
        ));
    }
    Ok(DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items: of(cx.snapshot, id, doc),
        },
    }))
}

/// `workspace/diagnostic`.
pub fn workspace(cx: &Cx<'_>, params: WorkspaceDiagnosticParams) -> Answer<WorkspaceDiagnosticReport> {
    let mut known: FxHashMap<String, String> =
        params.previous_result_ids.into_iter().map(|p| (super::uri::canonical(&p.uri.0), p.value)).collect();
    let mut items = Vec::new();
    for (slot, doc) in cx.snapshot.docs.iter().enumerate() {
        cx.check()?;
        let id = DocId(slot as u32);
        let previous = known.remove(&*doc.uri);
        let skip = cx.snapshot.client.settings.open_only && doc.version.is_none();
        let quiet = skip || cx.snapshot.findings(id).is_empty();
        if quiet && previous.is_none() {
            continue;
        }
        let uri = Uri(doc.client_uri.to_string());
        let result_id = if skip { "none".to_owned() } else { result_id(cx.snapshot, id, doc) };
        items.push(if previous.as_ref() == Some(&result_id) {
            WorkspaceDocumentDiagnosticReport::WorkspaceUnchangedDocumentDiagnosticReport(
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version: doc.version,
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
                },
            )
        } else {
            WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(
                WorkspaceFullDocumentDiagnosticReport {
                    uri,
                    version: doc.version,
                    full_document_diagnostic_report: FullDocumentDiagnosticReport {
                        result_id: Some(result_id),
                        items: if skip { Vec::new() } else { of(cx.snapshot, id, doc) },
                    },
                },
            )
        });
    }
    // Documents that are gone: what was said of them no longer holds.
    for uri in known.into_keys() {
        items.push(WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(
            WorkspaceFullDocumentDiagnosticReport {
                uri: Uri(uri),
                version: None,
                full_document_diagnostic_report: FullDocumentDiagnosticReport::default(),
            },
        ));
    }
    Ok(WorkspaceDiagnosticReport { items })
}
