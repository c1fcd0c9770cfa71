//! Messages over standard input and output.
//!
//! `lsp_server` has the messages; its reader ends at the first one it cannot read. The protocol wants such a message
//! answered and the next one read, so the framing is done here.

use std::io::{self, BufRead, Read, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// Largest message read, in bytes: a document at the size limit with every byte escaped is still below it.
const LARGEST: u64 = 2 << 30;

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is no message; what to answer.
    Malformed(Value),
}

/// What goes out.
#[derive(Debug)]
pub enum Outgoing {
    /// A message.
    Message(Message),
    /// An answer that `lsp_server` has no type for: one without an id.
    Raw(Value),
    /// A message as text.
    Text(String),
}

/// The two ends of the wire. `incoming` closes when the client is gone.
#[derive(Debug)]
pub struct Wire {
    /// What the client says.
    pub incoming: Receiver<Incoming>,
    /// What the server says.
    pub outgoing: Sender<Outgoing>,
    /// Ends when everything is written and `outgoing` is dropped.
    pub writer: JoinHandle<()>,
}

/// Starts reading and writing.
#[must_use]
pub fn stdio() -> Wire {
    let (to_server, incoming) = unbounded();
    let (outgoing, from_server) = unbounded::<Outgoing>();
    // The reader stays blocked on standard input when the server ends; the process's end ends it.
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(message)) = read(&mut input) {
            if to_server.send(message).is_err() {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        let mut output = io::BufWriter::new(io::stdout().lock());
        for message in from_server {
            let written = match message {
                Outgoing::Message(message) => message.write(&mut output),
                Outgoing::Raw(value) => framed(&mut output, &value.to_string()),
                Outgoing::Text(text) => framed(&mut output, &text),
            };
            if written.is_err() {
                break;
            }
        }
    });
    Wire { incoming, outgoing, writer }
}

fn framed(output: &mut impl Write, text: &str) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| output.flush())
}

fn malformed(id: &Value, code: ErrorCode, message: &str) -> Incoming {
    Incoming::Malformed(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}}))
}

/// Reads one message; none at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    let mut line = Vec::new();
    let mut seen = false;
    loop {
        line.clear();
        if input.by_ref().take(64 << 10).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let header = String::from_utf8_lossy(&line);
        let header = header.trim_end_matches(['\r', '\n']);
        if header.is_empty() {
            match length {
                Some(length) => return body(input, length).map(Some),
                None if seen => {
                    return Ok(Some(malformed(&Value::Null, ErrorCode::ParseError, "no Content-Length header")));
                }
                None => continue,
            }
        }
        seen = true;
        if let Some((name, value)) = header.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Incoming> {
    let null = Value::Null;
    if length > LARGEST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(malformed(&null, ErrorCode::InvalidRequest, "message over 2 GiB"));
    }
    let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
    if (input.by_ref().take(length).read_to_end(&mut bytes)? as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(e) => return Ok(malformed(&null, ErrorCode::ParseError, &format!("not JSON: {e}"))),
    };
    let id = value.get("id").filter(|id| id.is_string() || id.is_number()).unwrap_or(&null).clone();
    let answers = value.get("result").or(value.get("error")).is_some();
    if (answers || value.get("method").is_some_and(Value::is_string))
        && let Ok(message) = serde_json::from_value(value)
    {
        return Ok(Incoming::Message(message));
    }
    Ok(malformed(&id, ErrorCode::InvalidRequest, "neither request, notification nor response"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Incoming> {
        let mut input = text;
        let mut out = Vec::new();
        while let Ok(Some(message)) = read(&mut input) {
            out.push(message);
        }
        out
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_no_message_is_answered_and_the_next_one_read() {
        let text = [
            frame("{not json"),
            frame("[1,2]"),
            frame(r#"{"jsonrpc":"2.0","id":7}"#),
            frame(r#"{"jsonrpc":"2.0","id":7,"method":12}"#),
            "X-Other: 1\r\n\r\n".to_owned(),
            frame(r#"{"jsonrpc":"2.0","id":8,"method":"shutdown"}"#),
            frame(r#"{"jsonrpc":"2.0","method":"exit"}"#),
        ]
        .concat();
        let seen = all(text.as_bytes());
        let codes: Vec<i64> = seen
            .iter()
            .filter_map(|m| match m {
                Incoming::Malformed(v) => v["error"]["code"].as_i64(),
                Incoming::Message(_) => None,
            })
            .collect();
        assert_eq!(codes, [-32700, -32600, -32600, -32600, -32700]);
        assert!(matches!(&seen[2], Incoming::Malformed(v) if v["id"] == 7));
        assert!(matches!(&seen[5], Incoming::Message(Message::Request(r)) if r.method == "shutdown"));
        assert!(matches!(&seen[6], Incoming::Message(Message::Notification(n)) if n.method == "exit"));
    }

    #[test]
    fn a_body_cut_short_ends_the_input() {
        assert!(all(b"Content-Length: 50\r\n\r\n{}").is_empty());
        assert!(all(b"Content-Length: x").is_empty());
    }
}
