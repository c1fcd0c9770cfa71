//! The library's edits as the protocol's.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use gen_lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, CreateFileOptions, DocumentChange, Edit as LspEdit,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri,
    WorkspaceEdit,
};

use super::position::Lines;
use super::snapshot::Snapshot;
use super::uri::of_path;
use crate::findings::{DocId, Edit};

/// What a change is called where the client shows it for review.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    /// What it does.
    pub label: &'a str,
    /// Ask before it is made.
    pub confirm: bool,
}

/// One change of the workspace. Edits in texts that are not edited as they are read, and so have no place of their own
/// in a file, are left out.
#[must_use]
pub fn workspace_edit(snapshot: &Snapshot, edits: &[Edit], review: Option<Review<'_>>) -> WorkspaceEdit {
    let mut by_doc: BTreeMap<DocId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_doc.entry(edit.doc).or_default().push(edit);
    }
    let client = &snapshot.client;
    let review = review.filter(|_| client.annotates_edits && client.versioned_edits);
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    let mut documents = Vec::new();
    for (id, mut edits) in by_doc {
        let Some(doc) = snapshot.doc(id) else { continue };
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        let uri = Uri(doc.client_uri.to_string());
        let text_edits = edits
            .into_iter()
            .map(|e| TextEdit { range: snapshot.range(doc, e.span), new_text: native(doc.text(), &e.text) });
        if client.versioned_edits {
            let edits = text_edits.map(|text_edit| match review {
                Some(_) => {
                    LspEdit::AnnotatedTextEdit(AnnotatedTextEdit { annotation_id: "normlint".to_owned(), text_edit })
                }
                None => LspEdit::TextEdit(text_edit),
            });
            documents.push(DocumentChange::TextDocumentEdit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    version: doc.version,
                    text_document_identifier: TextDocumentIdentifier { uri },
                },
                edits: edits.collect(),
            }));
        } else {
            changes.insert(uri, text_edits.collect());
        }
    }
    WorkspaceEdit {
        changes: (!client.versioned_edits).then_some(changes),
        document_changes: client.versioned_edits.then_some(documents),
        change_annotations: review.map(|r| {
            let annotation =
                ChangeAnnotation { label: r.label.to_owned(), needs_confirmation: Some(r.confirm), description: None };
            HashMap::from([("normlint".to_owned(), annotation)])
        }),
    }
}

/// A change that adds text at the end of a file that is not checked itself; `old` is its text, none where it is to be
/// made. None where the client makes no files.
#[must_use]
pub fn appended(snapshot: &Snapshot, file: &Path, old: Option<&str>, added: &str) -> Option<WorkspaceEdit> {
    let client = &snapshot.client;
    let uri = Uri(of_path(file));
    let before = old.unwrap_or_default();
    let end = Lines::new(before).position(before, client.encoding, before.len() as u32);
    let edit = TextEdit { range: Range { start: end, end }, new_text: native(before, added) };
    if !client.versioned_edits {
        return old.map(|_| WorkspaceEdit { changes: Some(HashMap::from([(uri, vec![edit])])), ..Default::default() });
    }
    let mut changes = Vec::new();
    if old.is_none() {
        if !client.creates_files {
            return None;
        }
        let options = CreateFileOptions { overwrite: None, ignore_if_exists: Some(true) };
        changes.push(DocumentChange::CreateFile(CreateFile {
            uri: uri.clone(),
            options: Some(options),
            annotation_id: None,
        }));
    }
    changes.push(DocumentChange::TextDocumentEdit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: None,
            text_document_identifier: TextDocumentIdentifier { uri },
        },
        edits: vec![LspEdit::TextEdit(edit)],
    }));
    Some(WorkspaceEdit { document_changes: Some(changes), ..Default::default() })
}

/// Inserted text with the line ends that the file has.
fn native(text: &str, inserted: &str) -> String {
    let crlf =
        inserted.contains('\n') && text.find('\n').is_some_and(|i| text.get(..i).is_some_and(|t| t.ends_with('\r')));
    if crlf { inserted.replace("\r\n", "\n").replace('\n', "\r\n") } else { inserted.to_owned() }
}
