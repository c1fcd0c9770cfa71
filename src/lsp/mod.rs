//! The language server: `normlint server`, over standard input and output. Thin over the library.
//!
//! One thread owns the state: it reads messages, keeps the buffers, hands out work and sends results. Others do the
//! work: two analyse documents being typed in, each with a helper, one loads, links and reloads the workspace, two answer
//! requests. An analysis that was typed over stops. A request sees a `snapshot::Snapshot` that nothing changes; where the
//! client has since typed into a document that the answer may speak of, it waits for the analysis of what was typed, so
//! that no answer speaks of text that is gone.
//!
//! One file a family of handlers; each takes a snapshot and the protocol's parameters and gives the protocol's result.

mod actions;
mod buffers;
mod calls;
mod capabilities;
mod complete;
mod diagnostics;
mod dispatch;
mod edits;
mod hover;
mod lens;
mod navigate;
mod options;
mod outline;
mod pages;
mod position;
mod project;
mod publish;
mod rename;
mod server;
mod session;
mod snapshot;
mod symbols;
mod tokens;
mod uri;
mod wire;
mod work;
mod workspace;

use std::process::ExitCode;

/// Serves until the client says goodbye or is gone.
#[must_use]
pub fn serve() -> ExitCode {
    let wire = wire::stdio();
    let code = session::run(&wire);
    // What is still to be sent is sent before the process ends.
    drop(wire.outgoing);
    if wire.writer.join().is_err() {
        return ExitCode::FAILURE;
    }
    code
}
