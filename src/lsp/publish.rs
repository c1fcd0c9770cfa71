//! Telling the client: diagnostics pushed, and requests to ask again.

use std::sync::Arc;

use gen_lsp_types::{PublishDiagnosticsParams, Uri};
use serde_json::Value;

use super::diagnostics;
use super::server::Server;

impl Server {
    /// Pushes a document's diagnostics, where the client does not pull them and they are not those pushed last.
    pub(super) fn publish(&mut self, uri: &Arc<str>) {
        if self.client.pulls {
            return;
        }
        let Some((id, doc)) = self.snapshot.find(uri) else { return };
        let shown = doc.version.is_some() || !self.client.settings.open_only;
        let quiet = !shown || self.snapshot.findings(id).is_empty();
        if quiet && doc.version.is_none() && !self.published.contains_key(uri) {
            return;
        }
        let result = diagnostics::result_id(&self.snapshot, id, doc);
        if self.published.get(uri) == Some(&result) {
            return;
        }
        let params = PublishDiagnosticsParams {
            uri: Uri(doc.client_uri.to_string()),
            version: doc.version,
            diagnostics: if shown { diagnostics::of(&self.snapshot, id, doc) } else { Vec::new() },
        };
        if quiet && doc.version.is_none() {
            self.published.remove(uri);
        } else {
            self.published.insert(uri.clone(), result);
        }
        self.notify_with("textDocument/publishDiagnostics", &params);
    }

    /// Takes back what was said of a document that is gone.
    pub(super) fn clear(&mut self, uri: &str) {
        if self.published.remove(uri).is_some() {
            let params = PublishDiagnosticsParams { uri: Uri(uri.to_owned()), version: None, diagnostics: Vec::new() };
            self.notify_with("textDocument/publishDiagnostics", &params);
        }
    }

    /// Has the client ask again for what hangs on more than one document.
    pub(super) fn refresh(&mut self) {
        let client = self.client.clone();
        let wanted = [
            (client.pulls && client.refreshes_diagnostics, "workspace/diagnostic/refresh"),
            (client.refreshes_lenses, "workspace/codeLens/refresh"),
            (client.refreshes_tokens, "workspace/semanticTokens/refresh"),
            (client.refreshes_hints && client.settings.inlay_hints, "workspace/inlayHint/refresh"),
        ];
        for (on, method) in wanted {
            if on {
                self.ask(method, Value::Null);
            }
        }
    }
}
