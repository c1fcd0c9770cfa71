//! Requests to their handlers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, RequestId, Response};
use serde_json::Value;

use super::snapshot::Snapshot;
use super::{actions, calls, complete, diagnostics, hover, lens, navigate, outline, rename, symbols, tokens};

/// Why a request has no result.
#[derive(Debug)]
pub struct Failure {
    code: ErrorCode,
    message: String,
}

impl Failure {
    /// The request makes sense, but cannot be done; the message is shown to the user.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

/// What a handler gives.
pub type Answer<T> = Result<T, Failure>;

/// What a handler works on.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    /// The workspace.
    pub snapshot: &'a Snapshot,
    /// Set when the client no longer wants the answer.
    pub cancelled: &'a AtomicBool,
}

impl Cx<'_> {
    /// Ends a long job that nobody waits for any more.
    ///
    /// # Errors
    /// Where the client took the request back.
    pub fn check(&self) -> Answer<()> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Failure { code: ErrorCode::RequestCanceled, message: "cancelled".to_owned() });
        }
        Ok(())
    }
}

/// Answers one request; a panic is an answer too.
#[must_use]
pub fn answer(cx: &Cx<'_>, id: RequestId, method: &str, params: Value) -> Response {
    let result = catch_unwind(AssertUnwindSafe(|| {
        cx.check()?;
        let value = route(cx, method, params)?;
        cx.check()?;
        Ok(value)
    }));
    let failure = match result {
        Ok(Ok(value)) => return Response { id, response_result: Ok(value) },
        Ok(Err(failure)) => failure,
        Err(panic) => Failure {
            code: ErrorCode::InternalError,
            message: format!("{method}: {}", crate::engine::panic_message(&*panic)),
        },
    };
    Response::new_err(id, failure.code as i32, failure.message)
}

fn run<R: lsp::Request>(
    cx: &Cx<'_>,
    params: Value,
    handler: impl FnOnce(&Cx<'_>, R::Params) -> Answer<R::Result>,
) -> Answer<Value> {
    let params = serde_json::from_value(params)
        .map_err(|e| Failure { code: ErrorCode::InvalidParams, message: e.to_string() })?;
    serde_json::to_value(handler(cx, params)?)
        .map_err(|e| Failure { code: ErrorCode::InternalError, message: e.to_string() })
}

fn route(cx: &Cx<'_>, method: &str, params: Value) -> Answer<Value> {
    match method {
        "textDocument/diagnostic" => run::<lsp::DocumentDiagnosticRequest>(cx, params, diagnostics::document),
        "workspace/diagnostic" => run::<lsp::WorkspaceDiagnosticRequest>(cx, params, diagnostics::workspace),
        "textDocument/documentSymbol" => run::<lsp::DocumentSymbolRequest>(cx, params, symbols::document),
        "workspace/symbol" => run::<lsp::WorkspaceSymbolRequest>(cx, params, symbols::workspace),
        "textDocument/foldingRange" => run::<lsp::FoldingRangeRequest>(cx, params, outline::folding),
        "textDocument/selectionRange" => run::<lsp::SelectionRangeRequest>(cx, params, outline::selection),
        "textDocument/definition" => run::<lsp::DefinitionRequest>(cx, params, navigate::definition),
        "textDocument/references" => run::<lsp::ReferencesRequest>(cx, params, navigate::references),
        "textDocument/documentHighlight" => run::<lsp::DocumentHighlightRequest>(cx, params, navigate::highlight),
        "textDocument/documentLink" => run::<lsp::DocumentLinkRequest>(cx, params, navigate::links),
        "textDocument/hover" => run::<lsp::HoverRequest>(cx, params, hover::hover),
        "textDocument/codeLens" => run::<lsp::CodeLensRequest>(cx, params, lens::lenses),
        "textDocument/inlayHint" => run::<lsp::InlayHintRequest>(cx, params, lens::hints),
        "textDocument/semanticTokens/full" => run::<lsp::SemanticTokensRequest>(cx, params, tokens::full),
        "textDocument/semanticTokens/range" => run::<lsp::SemanticTokensRangeRequest>(cx, params, tokens::range),
        "textDocument/completion" => run::<lsp::CompletionRequest>(cx, params, complete::complete),
        "textDocument/codeAction" => run::<lsp::CodeActionRequest>(cx, params, actions::actions),
        "textDocument/prepareRename" => run::<lsp::PrepareRenameRequest>(cx, params, rename::prepare),
        "textDocument/rename" => run::<lsp::RenameRequest>(cx, params, rename::rename),
        "textDocument/prepareCallHierarchy" => run::<lsp::CallHierarchyPrepareRequest>(cx, params, calls::prepare),
        "callHierarchy/incomingCalls" => run::<lsp::CallHierarchyIncomingCallsRequest>(cx, params, calls::incoming),
        "callHierarchy/outgoingCalls" => run::<lsp::CallHierarchyOutgoingCallsRequest>(cx, params, calls::outgoing),
        // For the tests: that a handler's panic is survived can be shown only by one.
        #[cfg(debug_assertions)]
        "normlint/panic" => panic!("asked to"),
        _ => Err(Failure { code: ErrorCode::MethodNotFound, message: format!("unknown method {method}") }),
    }
}

/// The document a request is about; none for one about the workspace.
#[must_use]
pub fn subject(params: &Value) -> Option<&str> {
    params.pointer("/textDocument/uri").or_else(|| params.pointer("/item/uri")).and_then(Value::as_str)
}
