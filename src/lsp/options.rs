//! What the client can do, and what its user wants.

use gen_lsp_types::InitializeParams;
use serde_json::Value;

use super::pages::Pages;
use super::position::Encoding;
use crate::syntax::Profile;

/// The client, settled when the session begins; its user's settings may change later.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What a column counts.
    pub encoding: Encoding,
    /// It asks for diagnostics itself.
    pub pulls: bool,
    /// It can be told to ask for diagnostics again.
    pub refreshes_diagnostics: bool,
    /// It can be told to ask for code lenses again.
    pub refreshes_lenses: bool,
    /// It can be told to ask for semantic tokens again.
    pub refreshes_tokens: bool,
    /// It can be told to ask for inlay hints again.
    pub refreshes_hints: bool,
    /// It lets the server say which files to watch.
    pub watches: bool,
    /// It takes edits that name the version they were made for.
    pub versioned_edits: bool,
    /// It shows a note beside an edit and asks before it is made.
    pub annotates_edits: bool,
    /// It shows related places of a diagnostic.
    pub related: bool,
    /// Where the pages of the rules are; nowhere where it shows no link from a diagnostic's code.
    pub pages: Pages,
    /// It shows a link from a diagnostic's code.
    pub code_links: bool,
    /// It makes new files as part of an edit.
    pub creates_files: bool,
    /// It takes a tree of document symbols.
    pub symbol_tree: bool,
    /// It takes code actions as objects, not only commands.
    pub literal_actions: bool,
    /// It folds whole lines only.
    pub folds_lines: bool,
    /// It shows progress.
    pub progress: bool,
    /// It runs `normlint.showReferences`, as the VS Code extension does.
    pub shows_references: bool,
    /// It reads Markdown in hovers.
    pub markdown: bool,
    /// What the user set.
    pub settings: Settings,
}

/// What the user set in the editor. The project's own configuration file says the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Read every document by this profile.
    pub profile: Option<Profile>,
    /// The only rules to run.
    pub select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
    /// A configuration file to use instead of the one found.
    pub configuration: Option<String>,
    /// Where the pages of the rules are, instead of in the files that this binary writes out.
    pub docs_url: Option<String>,
    /// Report on open documents only.
    pub open_only: bool,
    /// Say above each unit how often it is cited.
    pub code_lens: bool,
    /// Show beside relative references what they mean.
    pub inlay_hints: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            profile: None,
            select: Vec::new(),
            ignore: Vec::new(),
            configuration: None,
            docs_url: None,
            open_only: false,
            code_lens: true,
            inlay_hints: false,
        }
    }
}

impl Settings {
    /// Reads settings, by themselves or under `normlint`. What is missing or of another type keeps its default.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        let value = value.get("normlint").unwrap_or(value);
        let default = Self::default();
        let words = |key: &str| -> Vec<String> {
            value
                .get(key)
                .and_then(Value::as_array)
                .map(|list| list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
                .unwrap_or_default()
        };
        let flag = |path: &str, default: bool| value.pointer(path).and_then(Value::as_bool).unwrap_or(default);
        let text = |path: &str| value.pointer(path).and_then(Value::as_str).filter(|s| !s.is_empty());
        Self {
            profile: text("/profile").and_then(Profile::named),
            select: words("select"),
            ignore: words("ignore"),
            configuration: text("/configuration").map(str::to_owned),
            docs_url: text("/docsUrl").map(str::to_owned),
            open_only: text("/diagnostics/scope") == Some("openFiles"),
            code_lens: flag("/codeLens/enable", default.code_lens),
            inlay_hints: flag("/inlayHints/enable", default.inlay_hints),
        }
    }
}

impl Client {
    /// Reads what the client says of itself.
    #[must_use]
    pub fn read(params: &InitializeParams, raw: &Value) -> Self {
        let caps = raw.get("capabilities").unwrap_or(&Value::Null);
        let has = |path: &str| caps.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let says = |path: &str| caps.pointer(path).is_some_and(|v| !v.is_null());
        let lists = |path: &str, what: &str| {
            caps.pointer(path).and_then(Value::as_array).is_some_and(|l| l.iter().any(|v| v == what))
        };
        let encoding = if lists("/general/positionEncodings", "utf-8") {
            Encoding::Utf8
        } else if lists("/general/positionEncodings", "utf-32") && !lists("/general/positionEncodings", "utf-16") {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        };
        let settings: Settings = params.initialization_options.as_ref().map(Settings::read).unwrap_or_default();
        let code_links = has("/textDocument/publishDiagnostics/codeDescriptionSupport")
            || has("/textDocument/diagnostic/codeDescriptionSupport");
        Self {
            pages: if code_links { pages(&settings) } else { Pages::default() },
            encoding,
            pulls: says("/textDocument/diagnostic"),
            refreshes_diagnostics: has("/workspace/diagnostics/refreshSupport")
                || has("/workspace/diagnostic/refreshSupport"),
            refreshes_lenses: has("/workspace/codeLens/refreshSupport"),
            refreshes_tokens: has("/workspace/semanticTokens/refreshSupport"),
            refreshes_hints: has("/workspace/inlayHint/refreshSupport"),
            watches: has("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            versioned_edits: has("/workspace/workspaceEdit/documentChanges"),
            annotates_edits: says("/workspace/workspaceEdit/changeAnnotationSupport"),
            related: has("/textDocument/publishDiagnostics/relatedInformation")
                || has("/textDocument/diagnostic/relatedInformation"),
            code_links,
            creates_files: has("/workspace/workspaceEdit/documentChanges")
                && lists("/workspace/workspaceEdit/resourceOperations", "create"),
            symbol_tree: has("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            literal_actions: says("/textDocument/codeAction/codeActionLiteralSupport"),
            folds_lines: has("/textDocument/foldingRange/lineFoldingOnly"),
            progress: has("/window/workDoneProgress"),
            shows_references: lists("/experimental/commands/commands", "normlint.showReferences"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            settings,
        }
    }

    /// The same client whose user wants something else now.
    #[must_use]
    pub fn with(&self, settings: Settings) -> Self {
        let mut client = self.clone();
        if self.code_links && settings.docs_url != self.settings.docs_url {
            client.pages = pages(&settings);
        }
        client.settings = settings;
        client
    }
}

fn pages(settings: &Settings) -> Pages {
    settings.docs_url.as_deref().map_or_else(Pages::written_out, Pages::at)
}
