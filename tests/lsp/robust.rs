//! What a server must bear: bad messages, panics, vanished clients, odd characters, large documents.

use serde_json::{Value, json};

use crate::client::{Client, capabilities};

#[test]
fn positions_count_utf16_after_astral_and_combining_characters() {
    let mut client = Client::with(&[]);
    client.open("a.txt", "𝔘 e\u{301} the the end.\n");
    let found = client.diagnostics("a.txt", 1);
    // 𝔘 takes two units, the accent one of its own.
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 6}), "{found:?}");
    assert_eq!(found[0]["range"]["end"], json!({"line": 0, "character": 13}));
}

#[test]
fn positions_count_bytes_where_the_client_prefers_them() {
    let mut caps = capabilities();
    caps["general"] = json!({"positionEncodings": ["utf-16", "utf-8"]});
    let (mut client, said) = Client::start(&[], caps, Value::Null);
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-8");
    client.open("a.txt", "𝔘 e\u{301} the the end.\n");
    let found = client.diagnostics("a.txt", 1);
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 9}), "{found:?}");
}

#[test]
fn positions_count_characters_where_the_client_knows_nothing_else() {
    let mut caps = capabilities();
    caps["general"] = json!({"positionEncodings": ["utf-32"]});
    let (mut client, said) = Client::start(&[], caps, Value::Null);
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-32");
    let text = "𝔘 e\u{301} the the end.\n";
    client.open("a.txt", text);
    let found = client.diagnostics("a.txt", 1);
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 5}), "{found:?}");
    // What the client sends counts so too: the second "the " goes.
    let uri = client.uri("a.txt");
    let range = json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 13}});
    let changes = json!([{"range": range, "text": ""}]);
    let document = json!({"uri": uri, "version": 2});
    client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    assert!(client.diagnostics("a.txt", 2).is_empty());
}

#[test]
fn incremental_changes_are_followed() {
    let mut client = Client::with(&[]);
    client.open("a.txt", "𝔘𝔘 one\r\ntwo of the the end\r\n");
    assert_eq!(client.diagnostics("a.txt", 1).len(), 1);
    let uri = client.uri("a.txt");
    let range = |a: (u32, u32), b: (u32, u32)| json!({"start": {"line": a.0, "character": a.1}, "end": {"line": b.0, "character": b.1}});
    // The second change counts on the text that the first one left.
    client.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [
            {"range": range((0, 5), (0, 8)), "text": "of of\r\nnew"},
            {"range": range((2, 7), (2, 11)), "text": ""},
        ]}),
    );
    let found = client.diagnostics("a.txt", 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["range"], range((0, 5), (0, 10)));
}

#[test]
fn bad_messages_are_answered_and_the_session_goes_on() {
    let mut client = Client::with(&[]);
    let code = |answer: &Value| answer["error"]["code"].as_i64().expect("an error");
    client.raw(b"Content-Length: 9\r\n\r\n{not json");
    assert_eq!(code(&client.answer("null")), -32700);
    client.raw(b"Content-Length: 11\r\n\r\n{\"id\": 999}");
    assert_eq!(code(&client.answer("999")), -32600);
    let id = client.ask("textDocument/hover", json!({"textDocument": 5}));
    assert_eq!(code(&client.answer(&id)), -32602);
    let id = client.ask("textDocument/unheardOf", json!({}));
    assert_eq!(code(&client.answer(&id)), -32601);
    let id = client.ask("initialize", json!({"capabilities": {}}));
    assert_eq!(code(&client.answer(&id)), -32600);
    client.notify("textDocument/didChange", json!({"nonsense": true}));
    client.notify("$/unheardOf", json!({}));
    client.open("a.txt", "of the the end\n");
    assert_eq!(client.diagnostics("a.txt", 1).len(), 1);
    let id = client.ask("shutdown", Value::Null);
    assert!(client.answer(&id)["result"].is_null());
    let id = client.ask("textDocument/hover", json!({}));
    assert_eq!(code(&client.answer(&id)), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(0));
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::spawn(&[]);
    let id = client.ask("textDocument/hover", json!({}));
    assert_eq!(client.answer(&id)["error"]["code"], -32002);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait().code(), Some(1));
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_in_a_handler_is_an_answer() {
    let mut client = Client::with(&[]);
    let id = client.ask("normlint/panic", json!({}));
    let answer = client.answer(&id);
    assert_eq!(answer["error"]["code"], -32603, "{answer}");
    client.open("a.txt", "of the the end\n");
    assert_eq!(client.diagnostics("a.txt", 1).len(), 1);
    assert_eq!(client.goodbye().code(), Some(0));
}

#[test]
fn a_vanished_client_ends_the_process() {
    let mut client = Client::with(&[]);
    client.open("a.txt", "of the the end\n");
    client.diagnostics("a.txt", 1);
    assert_eq!(client.vanish().code(), Some(1));
}

/// Its pipe may be held open by another process: then the process number that it gave tells that it is gone.
#[test]
#[cfg(target_os = "linux")]
fn a_client_whose_process_is_gone_ends_the_process() {
    let mut dead = std::process::Command::new("true").spawn().expect("a process");
    let number = dead.id();
    dead.wait().expect("its end");
    let mut client = Client::spawn(&[]);
    let root = client.root_uri();
    client.request("initialize", json!({"processId": number, "rootUri": root, "capabilities": {}}));
    assert_eq!(client.wait().code(), Some(1));
}

#[test]
fn a_cancelled_request_says_so_once() {
    let mut client = Client::with(&[]);
    // Large enough that its analysis, for which the request waits, is not over when the cancellation arrives.
    client.open("a.txt", &"(a) A body shall report to the the Council.\n".repeat(4_000));
    let uri = client.uri("a.txt");
    let id = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    client.notify("$/cancelRequest", json!({"id": id.parse::<i64>().unwrap()}));
    assert_eq!(client.answer(&id)["error"]["code"], -32800);
}

#[test]
fn a_request_overtaken_by_typing_is_not_answered_with_old_text() {
    let mut client = Client::with(&[]);
    client.open("a.txt", &"(a) A body shall report to the the Council.\n".repeat(4_000));
    let uri = client.uri("a.txt");
    let id = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    client.change("a.txt", 2, "of the the end\n");
    let answer = client.answer(&id);
    assert!(answer["error"]["code"] == -32801 || answer["result"].is_array(), "{answer}");
    assert_eq!(client.diagnostics("a.txt", 2).len(), 1);
    assert_eq!(client.published[&uri]["version"], 2);
}

#[test]
fn diagnostics_of_overtaken_versions_are_never_last() {
    let mut client = Client::with(&[]);
    client.open("a.txt", "start\n");
    for version in 2..200 {
        let text = if version % 2 == 0 { "of the the end\n".repeat(version as usize) } else { "fine\n".to_owned() };
        client.change("a.txt", version, &text);
    }
    client.change("a.txt", 200, "of the the end\n");
    let mut last = 0;
    let uri = client.uri("a.txt");
    client.until("the last version", |c| {
        let version = c.published.get(&uri)?["version"].as_i64()?;
        assert!(version >= last, "{version} after {last}");
        last = version;
        (version == 200).then_some(())
    });
    assert_eq!(client.diagnostics("a.txt", 200).len(), 1);
}

#[test]
fn a_large_document_stays_usable() {
    let line = "    Each Member shall notify the Bureau of every assignment without delay, as set out below.\n";
    // Twenty megabytes are the benchmark's: this is a build for tests.
    let text = line.repeat(512 * 1024 / line.len());
    let mut client = Client::with(&[]);
    client.open("a.txt", &text);
    client.diagnostics("a.txt", 1);
    let uri = client.uri("a.txt");
    // Typing: every key is taken at once, and only the last state is looked at in the end.
    for (n, letter) in "of the the end ".chars().enumerate() {
        let at = json!({"line": 1000, "character": n});
        client.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": n + 2}, "contentChanges": [
                {"range": {"start": at, "end": at}, "text": letter.to_string()},
            ]}),
        );
    }
    let before = std::time::Instant::now();
    let doubled = |list: &[Value]| list.iter().any(|d| d["range"]["start"]["line"] == 1000);
    client.diagnostics_where("a.txt", doubled);
    assert!(before.elapsed().as_secs() < 120, "{:?}", before.elapsed());
}

#[test]
fn a_request_about_one_document_does_not_wait_for_another() {
    let mut client = Client::with(&[]);
    client.open("small.txt", "§ 1. Duties\nA station shall keep the the records.\n");
    client.diagnostics("small.txt", 1);
    let line = "    Each Member shall notify the Bureau of every assignment without delay, as set out below.\n";
    client.open("large.txt", &line.repeat(3 * 1024 * 1024 / line.len()));
    let uri = client.uri("small.txt");
    let outline = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    assert_eq!(outline.as_array().map(Vec::len), Some(1), "{outline}");
    // Typing in it goes on too.
    client.change("small.txt", 2, "§ 1. Duties\nA station shall keep the records.\n");
    assert!(client.diagnostics("small.txt", 2).is_empty());
    let large = client.uri("large.txt");
    assert!(!client.published.contains_key(&large), "the large one was done before: nothing was shown");
    client.diagnostics("large.txt", 1);
}
