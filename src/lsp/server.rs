//! The state, and who changes it: messages from the client, results from the workers.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::buffers::Buffer;
use super::dispatch::{self, Cx};
use super::options::{Client, Settings};
use super::project::Project;
use super::snapshot::{Doc, Snapshot};
use super::uri::{canonical, name, of_path, to_path};
use super::wire::Outgoing;
use super::work::{self, Job, Linked};
use crate::engine::Stop;
use crate::findings::DocId;
use crate::graph;
use crate::source::Source;

pub(super) type Task = Box<dyn FnOnce() + Send>;

/// Analyses longer than this wait for a pause in typing, in nanoseconds.
const QUICK: u64 = 40_000_000;
/// Pause in typing after which the documents are linked anew: what holds between them is not to slow down a key press.
pub(super) const LINK: Duration = Duration::from_millis(150);
/// Longest wait for a pause in typing.
const PAUSE: Duration = Duration::from_millis(150);

/// What a worker has done.
#[derive(Debug)]
pub enum Event {
    /// A buffer was typed on while it was analysed, and so there is nothing to show.
    Overtaken(Arc<str>),
    /// A buffer was analysed.
    Analysed {
        /// The document.
        doc: Arc<Doc>,
        /// What went wrong.
        message: Option<String>,
        /// How long it took, in nanoseconds.
        nanos: u64,
    },
    /// Files were read.
    Loaded {
        /// Count of whole loads: results of an earlier one no longer count.
        load: u64,
        /// It was the whole workspace.
        whole: bool,
        /// The documents.
        docs: Vec<Arc<Doc>>,
        /// Addresses of files that are no longer there.
        gone: Vec<String>,
        /// What could not be read.
        messages: Vec<String>,
    },
    /// The documents were linked.
    Linked(Box<Linked>),
    /// A request was answered.
    Answered(Response),
}

/// A request that waits for an analysis.
#[derive(Debug)]
struct Waiting {
    request: Request,
    cancelled: Arc<AtomicBool>,
}

/// The state.
#[derive(Debug)]
pub struct Server {
    out: Sender<Outgoing>,
    pub(super) events: Sender<Event>,
    analyst: Sender<Task>,
    pub(super) background: Sender<Task>,
    answerers: Sender<Task>,
    pub(super) client: Arc<Client>,
    pub(super) project: Arc<Project>,
    pub(super) buffers: FxHashMap<String, Buffer>,
    pub(super) snapshot: Arc<Snapshot>,
    /// Buffers being analysed.
    running: FxHashSet<String>,
    /// When to analyse the buffers that wait for a pause in typing.
    due: FxHashMap<String, Instant>,
    waiting: Vec<Waiting>,
    in_flight: FxHashMap<RequestId, Arc<AtomicBool>>,
    pub(super) linking: bool,
    pub(super) link_again: bool,
    /// When to link after typing.
    pub(super) link_due: Option<Instant>,
    /// Documents that have to do with one another, as of the last linking.
    pub(super) together: FxHashSet<Arc<str>>,
    pub(super) load: u64,
    pub(super) loaded: bool,
    edits: u64,
    sent: i32,
    shutdown: bool,
    pub(super) to_publish: VecDeque<Arc<str>>,
    pub(super) published: FxHashMap<Arc<str>, String>,
}

/// A thread that does one task after the other.
fn worker(count: usize) -> Sender<Task> {
    let (send, tasks) = unbounded::<Task>();
    for _ in 0..count {
        let tasks = tasks.clone();
        std::thread::spawn(move || tasks.into_iter().for_each(|task| task()));
    }
    send
}

impl Server {
    /// A server for the client and the workspace's folders.
    #[must_use]
    pub fn new(client: Client, folders: Vec<PathBuf>, out: Sender<Outgoing>, events: Sender<Event>) -> Self {
        let project = Project::read(folders, &client.settings);
        let client = Arc::new(client);
        Self {
            out,
            events,
            analyst: worker(2),
            background: worker(1),
            answerers: worker(2),
            snapshot: Arc::new(Snapshot { client: client.clone(), ..Snapshot::default() }),
            client,
            project: Arc::new(project),
            buffers: FxHashMap::default(),
            running: FxHashSet::default(),
            due: FxHashMap::default(),
            waiting: Vec::new(),
            in_flight: FxHashMap::default(),
            linking: false,
            link_again: false,
            link_due: None,
            together: FxHashSet::default(),
            load: 0,
            loaded: false,
            edits: 0,
            sent: 0,
            shutdown: false,
            to_publish: VecDeque::new(),
            published: FxHashMap::default(),
        }
    }

    pub(super) fn send(&self, message: impl Into<Message>) {
        // The writer ends only when the client is gone, and then the session ends.
        drop(self.out.send(Outgoing::Message(message.into())));
    }

    /// Sends a notification whose parameters are large, in one step from their type to text.
    pub(super) fn notify_with(&self, method: &'static str, params: &impl serde::Serialize) {
        #[derive(serde::Serialize)]
        struct Whole<'a, P> {
            jsonrpc: &'static str,
            method: &'static str,
            params: &'a P,
        }
        if let Ok(text) = serde_json::to_string(&Whole { jsonrpc: "2.0", method, params }) {
            drop(self.out.send(Outgoing::Text(text)));
        }
    }

    pub(super) fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks the client; what it answers is not looked at.
    pub(super) fn ask(&mut self, method: &str, params: Value) {
        self.sent += 1;
        let id = RequestId::from(format!("normlint/{}", self.sent));
        self.send(Request { id, method: method.to_owned(), params });
    }

    fn show(&self, kind: lsp::MessageType, message: &str) {
        if let Ok(kind) = serde_json::to_value(kind) {
            self.notify("window/showMessage", json!({"type": kind, "message": message}));
        }
    }

    fn log(&self, messages: &[String]) {
        for message in messages {
            self.notify("window/logMessage", json!({"type": 2, "message": message}));
        }
    }

    /// Takes a message; gives the exit code where it ends the session.
    pub fn message(&mut self, message: Message) -> Option<ExitCode> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(n) if n.method == "exit" => {
                return Some(if self.shutdown { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
            Message::Notification(n) => self.notification(n),
            Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        if self.shutdown || request.method == "initialize" {
            let message = if self.shutdown { "shut down" } else { "already initialized" };
            let code = ErrorCode::InvalidRequest as i32;
            return self.send(Response::new_err(request.id, code, message.to_owned()));
        }
        if request.method == "shutdown" {
            self.shutdown = true;
            return self.send(Response { id: request.id, response_result: Ok(Value::Null) });
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        self.in_flight.insert(request.id.clone(), cancelled.clone());
        self.waiting.push(Waiting { request, cancelled });
        self.answer_waiting();
    }

    /// Whether what was typed into a document so far is analysed.
    fn is_fresh(&self, uri: &str) -> bool {
        let Some(buffer) = self.buffers.get(uri) else { return true };
        self.snapshot.find(uri).is_some_and(|(_, d)| d.edit == buffer.edit)
    }

    /// Whether a request can be answered: what it is about is analysed, and so are the documents that its answer may speak
    /// of. One about the whole workspace waits until that is read.
    fn is_ready(&self, waiting: &Waiting) -> bool {
        let all = || self.buffers.keys().all(|uri| self.is_fresh(uri));
        let Some(about) = dispatch::subject(&waiting.request.params).map(canonical) else {
            return self.loaded && all();
        };
        if !self.is_fresh(&about) {
            return false;
        }
        let Some((_, doc)) = self.snapshot.find(&about) else { return all() };
        let apart = |uri: &String| {
            let other = self.snapshot.find(uri).map(|(_, other)| &other.exports);
            other.is_none_or(|o| !graph::cites(o, &doc.exports) && !graph::cites(&doc.exports, o))
        };
        self.buffers.keys().all(|uri| self.is_fresh(uri) || apart(uri))
    }

    pub(super) fn answer_waiting(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|w| self.is_ready(w));
        self.waiting = waiting;
        for Waiting { request, cancelled } in ready {
            let (snapshot, events) = (self.snapshot.clone(), self.events.clone());
            let task: Task = Box::new(move || {
                let cx = Cx { snapshot: &snapshot, cancelled: &cancelled };
                let response = dispatch::answer(&cx, request.id, &request.method, request.params);
                drop(events.send(Event::Answered(response)));
            });
            drop(self.answerers.send(task));
        }
    }

    fn notification(&mut self, n: Notification) {
        match n.method.as_str() {
            "initialized" => self.initialized(),
            "$/cancelRequest" => self.cancel(&n.params),
            "textDocument/didOpen" => self.with::<lsp::DidOpenTextDocumentParams>(n, Self::open),
            "textDocument/didChange" => self.with::<lsp::DidChangeTextDocumentParams>(n, Self::change),
            "textDocument/didClose" => self.with::<lsp::DidCloseTextDocumentParams>(n, Self::close),
            "workspace/didChangeWatchedFiles" => self.with::<lsp::DidChangeWatchedFilesParams>(n, Self::watched),
            "workspace/didChangeConfiguration" => {
                let settings = n.params.get("settings").unwrap_or(&Value::Null);
                if !settings.is_null() {
                    self.configure(Settings::read(settings));
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.with::<lsp::DidChangeWorkspaceFoldersParams>(n, |server, params| {
                    let paths = |list: Vec<lsp::WorkspaceFolder>| -> Vec<PathBuf> {
                        list.iter().filter_map(|f| to_path(&f.uri.0)).collect()
                    };
                    let removed = paths(params.event.removed);
                    let mut folders = server.project.folders().to_vec();
                    folders.retain(|f| !removed.contains(f));
                    folders.extend(paths(params.event.added));
                    server.reload(folders);
                });
            }
            // Others are none of our business, as the protocol allows.
            _ => {}
        }
    }

    fn with<P: serde::de::DeserializeOwned>(&mut self, n: Notification, run: impl FnOnce(&mut Self, P)) {
        match serde_json::from_value(n.params) {
            Ok(params) => run(self, params),
            Err(e) => self.log(&[format!("{}: {e}", n.method)]),
        }
    }

    fn initialized(&mut self) {
        if self.client.watches {
            let watchers: Vec<Value> = self.project.globs().iter().map(|g| json!({"globPattern": g})).collect();
            self.ask(
                "client/registerCapability",
                json!({"registrations": [{
                    "id": "normlint/watch", "method": "workspace/didChangeWatchedFiles",
                    "registerOptions": {"watchers": watchers},
                }]}),
            );
        }
        self.load_workspace();
    }

    fn cancel(&mut self, params: &Value) {
        let Some(id) = params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok()) else {
            return;
        };
        if let Some(flag) = self.in_flight.get(&id) {
            flag.store(true, Ordering::Relaxed);
        }
        self.refuse(|w| w.request.id == id, ErrorCode::RequestCanceled, "cancelled");
    }

    /// Answers waiting requests with an error.
    fn refuse(&mut self, which: impl Fn(&Waiting) -> bool, code: ErrorCode, message: &str) {
        let (refused, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().partition(which);
        self.waiting = waiting;
        for Waiting { request, .. } in refused {
            self.in_flight.remove(&request.id);
            let mut response = Response::new_err(request.id, code as i32, message.to_owned());
            if matches!(code, ErrorCode::ContentModified) && request.method.ends_with("/diagnostic") {
                // A pull is to be made again; the protocol has a code of its own for that.
                response = Response {
                    id: response.id,
                    response_result: Err(lsp_server::ResponseError {
                        code: ErrorCode::ServerCancelled as i32,
                        message: message.to_owned(),
                        data: Some(json!({"retriggerRequest": true})),
                    }),
                };
            }
            self.send(response);
        }
    }

    fn open(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let uri = canonical(&document.uri.0);
        self.edits += 1;
        let buffer = Buffer::new(document.uri.0, document.version, document.text, self.edits);
        self.buffers.insert(uri.clone(), buffer);
        self.analyse(&uri);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let uri = canonical(&params.text_document.text_document_identifier.uri.0);
        let Some(buffer) = self.buffers.get_mut(&uri) else { return };
        self.edits += 1;
        buffer.version = params.text_document.version;
        buffer.is_now(self.edits);
        buffer.change(self.client.encoding, params.content_changes);
        let took = buffer.took;
        let about = |w: &Waiting| dispatch::subject(&w.request.params).is_some_and(|s| canonical(s) == uri);
        self.refuse(about, ErrorCode::ContentModified, "the text has changed since");
        if took > QUICK {
            let wait = Duration::from_nanos(took).min(PAUSE);
            self.due.insert(uri, Instant::now() + wait);
        } else {
            self.analyse(&uri);
        }
    }

    fn close(&mut self, params: lsp::DidCloseTextDocumentParams) {
        let uri = canonical(&params.text_document.uri.0);
        self.buffers.remove(&uri);
        self.due.remove(&uri);
        // From here on the disk counts, where there is such a file and it belongs to the workspace.
        match to_path(&uri).filter(|p| self.project.holds(p)) {
            Some(path) => self.load_files(vec![path]),
            None => self.forget(&[uri]),
        }
        self.answer_waiting();
    }

    fn watched(&mut self, params: lsp::DidChangeWatchedFilesParams) {
        let paths: Vec<PathBuf> = params.changes.iter().filter_map(|c| to_path(&c.uri.0)).collect();
        if paths.iter().any(|p| self.project.is_configuration(p)) {
            let folders = self.project.folders().to_vec();
            return self.reload(folders);
        }
        let closed = |p: &PathBuf| !self.buffers.contains_key(&of_path(p));
        let files: Vec<PathBuf> = paths.into_iter().filter(closed).filter(|p| self.project.holds(p)).collect();
        if !files.is_empty() {
            self.load_files(files);
        }
    }

    fn configure(&mut self, settings: Settings) {
        if settings == self.client.settings {
            return;
        }
        self.client = Arc::new(self.client.with(settings));
        let mut snapshot = (*self.snapshot).clone();
        snapshot.client = self.client.clone();
        self.snapshot = Arc::new(snapshot);
        let folders = self.project.folders().to_vec();
        self.reload(folders);
        self.refresh();
    }

    /// Reads configuration and workspace anew.
    fn reload(&mut self, folders: Vec<PathBuf>) {
        self.project = Arc::new(Project::read(folders, &self.client.settings));
        let open: Vec<String> = self.buffers.keys().cloned().collect();
        for uri in open {
            self.edits += 1;
            if let Some(buffer) = self.buffers.get_mut(&uri) {
                buffer.is_now(self.edits);
            }
            self.analyse(&uri);
        }
        self.load_workspace();
    }

    /// Has a buffer analysed, unless it is being analysed now: then again when that is done.
    fn analyse(&mut self, uri: &str) {
        self.due.remove(uri);
        let Some(buffer) = self.buffers.get(uri) else { return };
        if !self.running.insert(uri.to_owned()) {
            return;
        }
        let job = Job {
            uri: uri.into(),
            client_uri: buffer.uri.as_str().into(),
            version: Some(buffer.version),
            edit: buffer.edit,
            source: Source::new(name(uri), buffer.text.as_str()),
            lines: Some(buffer.lines.clone()),
            footing: self.project.footing(&name(uri)),
            slot: self.snapshot.find(uri).map_or(DocId(0), |(slot, _)| slot),
        };
        let (events, newest, memory) = (self.events.clone(), buffer.newest.clone(), buffer.memory.clone());
        let task: Task = Box::new(move || {
            let (uri, edit) = (job.uri.clone(), job.edit);
            let start = Instant::now();
            let stop: Stop = Arc::new(move || newest.load(Ordering::Relaxed) != edit);
            let done = work::analyse_live(job, &memory, &stop);
            let nanos = start.elapsed().as_nanos() as u64;
            drop(events.send(match done {
                Some((doc, message)) => Event::Analysed { doc, message, nanos },
                None => Event::Overtaken(uri),
            }));
            if let Ok(mut memory) = memory.lock() {
                memory.tidy();
            }
        });
        drop(self.analyst.send(task));
    }

    pub(super) fn progress(&mut self, kind: &str, title: Option<&str>) {
        if self.client.progress {
            if kind == "begin" {
                self.ask("window/workDoneProgress/create", json!({"token": "normlint/load"}));
            }
            self.notify(
                "$/progress",
                json!({"token": "normlint/load", "value": {"kind": kind, "title": title.unwrap_or_default()}}),
            );
        }
    }

    /// Takes a worker's result.
    pub fn event(&mut self, event: Event) {
        if !matches!(event, Event::Answered(_)) {
            for fault in self.project.faults() {
                self.show(lsp::MessageType::Error, &fault);
            }
        }
        match event {
            Event::Analysed { doc, message, nanos } => self.analysed(doc, message, nanos),
            Event::Overtaken(uri) => {
                self.running.remove(&*uri);
                if !self.due.contains_key(&*uri) {
                    self.analyse(&uri);
                }
            }
            Event::Loaded { load, whole, docs, gone, messages } => {
                if load == self.load {
                    self.log(&messages);
                    self.merge(whole, docs, gone);
                }
            }
            Event::Linked(linked) => self.linked(*linked),
            Event::Answered(response) => {
                self.in_flight.remove(&response.id);
                self.send(response);
            }
        }
    }

    fn analysed(&mut self, doc: Arc<Doc>, message: Option<String>, nanos: u64) {
        let uri = doc.uri.clone();
        self.running.remove(&*uri);
        self.log(&message.into_iter().collect::<Vec<_>>());
        let Some(buffer) = self.buffers.get_mut(&*uri) else { return };
        buffer.took = nanos;
        if buffer.edit != doc.edit {
            // Typed over meanwhile: what was found is of a text that is gone.
            if !self.due.contains_key(&*uri) {
                self.analyse(&uri);
            }
            return;
        }
        // What other documents see of this one is as it was, and nothing of theirs hangs on it: no need to link.
        let apart = !self.together.contains(&uri)
            && self.snapshot.find(&uri).is_some_and(|(_, old)| old.exports == doc.exports);
        let first = self.snapshot.find(&uri).is_none_or(|(_, old)| old.version.is_none());
        self.install(doc);
        self.publish(&uri);
        self.answer_waiting();
        if first {
            self.link();
        } else if !apart {
            self.link_due = Some(Instant::now() + LINK);
        }
    }

    /// How long to wait for something to happen before [`Server::idle`] has work; none where it has none.
    #[must_use]
    pub fn rest(&self) -> Option<Duration> {
        if !self.to_publish.is_empty() {
            return Some(Duration::ZERO);
        }
        let next = self.due.values().chain(&self.link_due).min();
        next.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Does what waits for a quiet moment.
    pub fn idle(&mut self) {
        let now = Instant::now();
        let due: Vec<String> = self.due.iter().filter(|(_, at)| **at <= now).map(|(u, _)| u.clone()).collect();
        for uri in due {
            self.analyse(&uri);
        }
        if self.link_due.is_some_and(|at| at <= now) {
            self.link();
        }
        if let Some(uri) = self.to_publish.pop_front() {
            self.publish(&uri);
        }
    }
}
