//! A client: frames messages, waits for answers and notifications, keeps what was published.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longest wait for anything; far above what is needed, as test machines stall.
pub const PATIENCE: Duration = Duration::from_secs(180);

#[allow(dead_code)] // Tests and the benchmark each use a part.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// Answers that came while something else was waited for.
    answers: HashMap<String, Value>,
    /// Latest diagnostics by address.
    pub published: HashMap<String, Value>,
    /// Requests of the server, by method.
    pub asked: Vec<String>,
    pub root: PathBuf,
    _dir: Option<tempfile::TempDir>,
}

/// What Neovim of today and VS Code say of themselves, as far as the server looks.
pub fn capabilities() -> Value {
    json!({
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "hover": {"contentFormat": ["markdown"]},
        },
    })
}

#[allow(dead_code)]
impl Client {
    /// A server with the files in a folder of its own, initialised.
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self::start(files, capabilities(), Value::Null).0
    }

    /// The same with other capabilities and options; also what the server said of itself.
    pub fn start(files: &[(&str, &str)], capabilities: Value, options: Value) -> (Self, Value) {
        let mut client = Self::spawn(files);
        let root = client.root_uri();
        let said = client.request(
            "initialize",
            json!({
                "processId": std::process::id(), "rootUri": root, "capabilities": capabilities,
                "workspaceFolders": [{"uri": root, "name": "test"}], "initializationOptions": options,
            }),
        );
        client.notify("initialized", json!({}));
        (client, said)
    }

    /// A server that was told nothing yet.
    pub fn spawn(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().canonicalize().expect("its path");
        for (name, text) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file written");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_normlint"))
            .arg("server")
            .env("XDG_CACHE_HOME", root.join(".cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server started");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let (send, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input,
            messages,
            next: 0,
            answers: HashMap::new(),
            published: HashMap::new(),
            asked: Vec::new(),
            root,
            _dir: Some(dir),
        }
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn root_uri(&self) -> String {
        format!("file://{}", self.root.display())
    }

    pub fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.root_uri())
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open input");
        input.write_all(bytes).and_then(|()| input.flush()).expect("written");
    }

    pub fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request; gives its id.
    pub fn ask(&mut self, method: &str, params: Value) -> String {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id.to_string()
    }

    /// The result of a request.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(&id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The whole answer to a request.
    pub fn answer(&mut self, id: &str) -> Value {
        let id = id.to_owned();
        self.until(&format!("answer {id}"), |c| c.answers.remove(&id))
    }

    /// Reads messages until there is what is looked for.
    pub fn until<T>(&mut self, what: &str, mut look: impl FnMut(&mut Self) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).unwrap_or_else(|e| panic!("no {what}: {e}"));
            self.take(message);
        }
    }

    fn take(&mut self, mut message: Value) {
        match (message.get("method").and_then(Value::as_str), message.get("id")) {
            (Some("textDocument/publishDiagnostics"), _) => {
                let params = message["params"].take();
                self.published.insert(params["uri"].as_str().expect("an address").to_owned(), params);
            }
            (Some(method), Some(id)) => {
                self.asked.push(method.to_owned());
                self.send(&json!({"jsonrpc": "2.0", "id": id, "result": null}));
            }
            (Some(_), None) => {}
            (None, Some(id)) => {
                self.answers.insert(id.to_string(), message);
            }
            (None, None) => panic!("neither: {message}"),
        }
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.notify(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "plaintext", "version": 1, "text": text}}),
        );
    }

    /// Replaces the whole text.
    pub fn change(&mut self, name: &str, version: i64, text: &str) {
        let uri = self.uri(name);
        self.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}),
        );
    }

    /// Diagnostics of a document at a version.
    pub fn diagnostics(&mut self, name: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(name);
        self.until(&format!("diagnostics of {name} at version {version}"), |c| {
            let params = c.published.get(&uri)?;
            (params["version"] == version).then(|| params["diagnostics"].as_array().expect("a list").clone())
        })
    }

    /// Waits until there are diagnostics of a document at a version.
    pub fn fresh(&mut self, name: &str, version: i64) {
        let uri = self.uri(name);
        self.until(&format!("diagnostics of {name} at version {version}"), |c| {
            (c.published.get(&uri)?["version"] == version).then_some(())
        });
    }

    /// Waits until the diagnostics of a document satisfy a condition.
    pub fn diagnostics_where(&mut self, name: &str, ok: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(name);
        self.until(&format!("awaited diagnostics of {name}"), |c| {
            let list = c.published.get(&uri)?["diagnostics"].as_array()?.clone();
            ok(&list).then_some(list)
        })
    }

    /// Codes of diagnostics, in order.
    pub fn codes(list: &[Value]) -> Vec<String> {
        list.iter().map(|d| d["code"].as_str().unwrap_or("").to_owned()).collect()
    }

    /// `textDocument` and `position` of the first place where `words` stand in `text`, `skip` bytes on.
    pub fn place(&self, name: &str, text: &str, words: &str, skip: usize) -> Value {
        let at = text.find(words).unwrap_or_else(|| panic!("{words:?} in the text")) + skip;
        json!({"textDocument": {"uri": self.uri(name)}, "position": position(text, at)})
    }

    /// Waits for the process to end after `shutdown` and `exit`.
    pub fn goodbye(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.wait()
    }

    /// Closes the input and waits for the process to end.
    pub fn vanish(mut self) -> ExitStatus {
        drop(self.input.take());
        self.wait()
    }

    pub fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status;
            }
            assert!(Instant::now() < end, "the server did not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(n) = line.strip_prefix("Content-Length: ") {
            length = n.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// Position of a byte offset, in UTF-16.
pub fn position(text: &str, at: usize) -> Value {
    let before = &text[..at];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    json!({"line": line, "character": before[start..].encode_utf16().count()})
}

/// Byte offset of a position, in UTF-16.
pub fn offset(text: &str, position: &Value) -> usize {
    let (line, column) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
    let start = text.split_inclusive('\n').take(line as usize).map(str::len).sum::<usize>();
    let mut left = column as i64;
    let rest = &text[start..];
    let at = rest.char_indices().find(|(_, c)| {
        let here = left <= 0;
        left -= c.len_utf16() as i64;
        here
    });
    start + at.map_or(rest.len(), |(i, _)| i)
}

/// The text of a document after a workspace edit.
pub fn edited(text: &str, uri: &str, edit: &Value) -> String {
    let list = edit["documentChanges"].as_array().expect("versioned edits");
    let mut edits: Vec<(usize, usize, String)> = list
        .iter()
        .filter(|d| d["textDocument"]["uri"] == uri)
        .flat_map(|d| d["edits"].as_array().expect("edits").clone())
        .map(|e| {
            let (start, end) = (offset(text, &e["range"]["start"]), offset(text, &e["range"]["end"]));
            (start, end, e["newText"].as_str().expect("a text").to_owned())
        })
        .collect();
    edits.sort();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, &new);
    }
    out
}

/// Whether a path exists on the `PATH`.
pub fn installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|p| Path::new(&p).join(program).is_file()))
}
