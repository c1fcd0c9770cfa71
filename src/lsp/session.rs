//! A session from `initialize` to `exit`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, select, unbounded};
use gen_lsp_types::{InitializeParams, InitializeResult, ServerInfo, WorkspaceFolders};
use lsp_server::{ErrorCode, Message, Request, Response};
use serde_json::Value;

use super::capabilities::capabilities;
use super::options::Client;
use super::server::Server;
use super::uri;
use super::wire::{Incoming, Outgoing, Wire};

/// How often to look whether the client's process is still there.
const ALIVE: Duration = Duration::from_secs(3);

/// Serves one session: exit code 0 where the client said `shutdown` before `exit`, 1 where it did not or is gone.
pub fn run(wire: &Wire) -> ExitCode {
    let send = |message: Message| wire.outgoing.send(Outgoing::Message(message)).is_ok();
    let request = loop {
        match wire.incoming.recv() {
            Ok(Incoming::Message(Message::Request(r))) if r.method == "initialize" => break r,
            Ok(Incoming::Message(Message::Request(r))) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                send(Response::new_err(r.id, code, "initialize comes first".to_owned()).into());
            }
            Ok(Incoming::Message(Message::Notification(n))) if n.method == "exit" => return ExitCode::FAILURE,
            Ok(Incoming::Message(_)) => {}
            Ok(Incoming::Malformed(answer)) => drop(wire.outgoing.send(Outgoing::Raw(answer))),
            Err(_) => return ExitCode::FAILURE,
        }
    };
    let Some((client, folders, process)) = begin(&request, &send) else { return ExitCode::FAILURE };
    let (events_in, events) = unbounded();
    let mut server = Server::new(client, folders, wire.outgoing.clone(), events_in);
    let mut looked = Instant::now();
    loop {
        let wait = server.rest();
        select! {
            recv(wire.incoming) -> message => match message {
                Ok(Incoming::Message(message)) => {
                    if let Some(code) = server.message(message) {
                        return code;
                    }
                }
                Ok(Incoming::Malformed(answer)) => drop(wire.outgoing.send(Outgoing::Raw(answer))),
                Err(_) => return ExitCode::FAILURE,
            },
            recv(events) -> event => match event {
                Ok(event) => server.event(event),
                Err(_) => return ExitCode::FAILURE,
            },
            default(wait.unwrap_or(ALIVE)) => server.idle(),
        }
        if looked.elapsed() >= ALIVE {
            looked = Instant::now();
            if process.is_some_and(gone) {
                return ExitCode::FAILURE;
            }
        }
        // What was done meanwhile goes first: a result may answer what the next message asks.
        loop {
            match events.recv_timeout(Duration::ZERO) {
                Ok(event) => server.event(event),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return ExitCode::FAILURE,
            }
        }
    }
}

/// Answers `initialize`.
fn begin(request: &Request, send: &dyn Fn(Message) -> bool) -> Option<(Client, Vec<PathBuf>, Option<i32>)> {
    let params: InitializeParams = match serde_json::from_value(request.params.clone()) {
        Ok(params) => params,
        Err(e) => {
            send(Response::new_err(request.id.clone(), ErrorCode::InvalidParams as i32, e.to_string()).into());
            return None;
        }
    };
    let client = Client::read(&params, &request.params);
    let result = InitializeResult {
        capabilities: capabilities(&client),
        server_info: Some(ServerInfo {
            name: "normlint".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    let value = serde_json::to_value(result).unwrap_or(Value::Null);
    send(Message::Response(Response { id: request.id.clone(), response_result: Ok(value) }));
    Some((client, folders(&params, &request.params), params.process_id))
}

/// The workspace's folders.
fn folders(params: &InitializeParams, raw: &Value) -> Vec<PathBuf> {
    if let Some(WorkspaceFolders::WorkspaceFolderList(list)) =
        &params.workspace_folders_initialize_params.workspace_folders
    {
        return list.iter().filter_map(|f| uri::to_path(&f.uri.0)).collect();
    }
    let root = raw.get("rootUri").and_then(Value::as_str).and_then(uri::to_path);
    root.or_else(|| raw.get("rootPath").and_then(Value::as_str).map(PathBuf::from)).into_iter().collect()
}

/// Whether the client's process ended, where the system says so in `/proc`. Its pipe may be held open by another.
fn gone(process: i32) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists()
}
