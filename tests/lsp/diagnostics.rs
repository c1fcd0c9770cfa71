//! Diagnostics, pushed and pulled.

use serde_json::{Value, json};

use crate::client::{Client, capabilities};

const DOUBLED: &str = "The report of the the Council.\n";

#[test]
fn diagnostics_say_rule_page_and_severity() {
    let mut client = Client::with(&[]);
    client.open("a.txt", DOUBLED);
    let found = client.diagnostics("a.txt", 1);
    assert_eq!(Client::codes(&found), ["NL401"]);
    assert_eq!(found[0]["source"], "normlint");
    assert_eq!(found[0]["severity"], 2);
    // The page built into the binary, written out where any editor can open it.
    let page = found[0]["codeDescription"]["href"].as_str().unwrap();
    let path = page.strip_prefix("file://").expect("a file");
    assert!(std::fs::read_to_string(path).unwrap().starts_with("# doubled-word (NL401)"), "{found:?}");
    assert_eq!(found[0]["data"]["fix"], "safe");
    // What does nothing is greyed out.
    assert_eq!(found[0]["tags"], json!([1]));
}

#[test]
fn rule_pages_are_linked_where_the_user_says() {
    let (mut client, _) = Client::start(&[], capabilities(), json!({"docsUrl": "https://law.test/rules/{file}.md"}));
    client.open("a.txt", DOUBLED);
    let found = client.diagnostics("a.txt", 1);
    assert_eq!(found[0]["codeDescription"]["href"], "https://law.test/rules/doubled_word.md");
}

#[test]
fn related_places_are_named_for_every_label() {
    let mut client = Client::with(&[]);
    let text = "\u{a7} 1. Scope\n(a) This Act applies to stations.\n(a) It applies to ships.\n";
    client.open("a.txt", text);
    let found = client.diagnostics_where("a.txt", |l| l.iter().any(|d| d["data"]["rule"] == "duplicate-label"));
    let related = found.iter().find(|d| d["data"]["rule"] == "duplicate-label").unwrap();
    let places = related["relatedInformation"].as_array().expect("related places");
    assert_eq!(places[0]["location"]["range"]["start"]["line"], 2, "{related}");
}

#[test]
fn the_baseline_and_the_ignores_beside_the_drafts_hold_here_too() {
    let config = "baseline = \"known.json\"\n";
    let mut client = Client::with(&[("normlint.toml", config), ("a.txt", DOUBLED), ("b.txt", DOUBLED)]);
    let check = |client: &Client, args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_normlint"));
        let out = command.arg("check").args(args).current_dir(&client.root).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    };
    client.diagnostics_where("a.txt", |l| l.len() == 1);
    client.diagnostics_where("b.txt", |l| l.len() == 1);
    // Written by the command line, read by the server.
    check(&client, &["--write-ignores", "--reason", "as printed", "a.txt"]);
    let changed = json!({"changes": [{"uri": client.uri("normlint-ignore.toml"), "type": 1}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.diagnostics_where("a.txt", <[Value]>::is_empty);
    check(&client, &["--write-baseline", "b.txt"]);
    let changed = json!({"changes": [{"uri": client.uri("known.json"), "type": 1}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.diagnostics_where("b.txt", <[Value]>::is_empty);
    // What is new is still said, in the buffer too.
    client.open("b.txt", &format!("{DOUBLED}\nA copy of the the notice.\n"));
    assert_eq!(client.diagnostics("b.txt", 1).len(), 1);
}

#[test]
fn files_that_are_not_open_are_reported_too_and_open_buffers_win_over_the_disk() {
    let mut client = Client::with(&[("a.txt", DOUBLED), ("b.txt", "Nothing here.\n"), ("c.bin", DOUBLED)]);
    let found = client.diagnostics_where("a.txt", |l| !l.is_empty());
    assert_eq!(found.len(), 1);
    client.open("a.txt", "The report.\n");
    assert!(client.diagnostics("a.txt", 1).is_empty());
    let uri = client.uri("a.txt");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    assert_eq!(client.diagnostics_where("a.txt", |l| !l.is_empty()).len(), 1);
    assert!(!client.published.contains_key(&client.uri("c.bin")));
}

#[test]
fn watched_files_come_change_and_go() {
    let mut client = Client::with(&[("a.txt", "Nothing here.\n")]);
    let events = |client: &Client, name: &str, kind: u8| json!({"changes": [{"uri": client.uri(name), "type": kind}]});
    client
        .until("a request to watch files", |c| c.asked.iter().any(|m| m == "client/registerCapability").then_some(()));
    std::fs::write(client.root.join("new.txt"), DOUBLED).unwrap();
    let created = events(&client, "new.txt", 1);
    client.notify("workspace/didChangeWatchedFiles", created);
    assert_eq!(client.diagnostics_where("new.txt", |l| !l.is_empty()).len(), 1);
    std::fs::write(client.root.join("new.txt"), DOUBLED.repeat(2)).unwrap();
    let changed = events(&client, "new.txt", 2);
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.diagnostics_where("new.txt", |l| l.len() == 2);
    std::fs::remove_file(client.root.join("new.txt")).unwrap();
    let deleted = events(&client, "new.txt", 3);
    client.notify("workspace/didChangeWatchedFiles", deleted);
    client.diagnostics_where("new.txt", <[Value]>::is_empty);
}

#[test]
fn settings_of_the_editor_count() {
    let (mut client, _) = Client::start(&[], capabilities(), json!({"ignore": ["NL401"]}));
    client.open("a.txt", DOUBLED);
    assert!(client.diagnostics("a.txt", 1).is_empty());
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"normlint": {"ignore": []}}}));
    client.diagnostics_where("a.txt", |l| l.len() == 1);
}

#[test]
fn a_client_that_pulls_gets_nothing_pushed() {
    let mut caps = capabilities();
    caps["textDocument"]["diagnostic"] = json!({"dynamicRegistration": false});
    caps["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let (mut client, said) = Client::start(&[("b.txt", DOUBLED)], caps, Value::Null);
    assert_eq!(said["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open("a.txt", DOUBLED);
    let a = json!({"textDocument": {"uri": client.uri("a.txt")}});
    let report = client.request("textDocument/diagnostic", a.clone());
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    let mut again = a;
    again["previousResultId"] = report["resultId"].clone();
    assert_eq!(client.request("textDocument/diagnostic", again)["kind"], "unchanged");
    client
        .until("a request to pull again", |c| c.asked.iter().any(|m| m.ends_with("diagnostic/refresh")).then_some(()));
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let items = all["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{all}");
    let known: Vec<Value> = items.iter().map(|i| json!({"uri": i["uri"], "value": i["resultId"]})).collect();
    let all = client.request("workspace/diagnostic", json!({"previousResultIds": known}));
    assert!(all["items"].as_array().unwrap().iter().all(|i| i["kind"] == "unchanged"), "{all}");
    assert!(client.published.is_empty());
}

#[test]
fn an_ignore_in_the_text_holds_here_too() {
    let mut client = Client::with(&[]);
    client.open("a.txt", &format!("% normlint: ignore-line NL401 -- quoted so\n{DOUBLED}"));
    assert!(client.diagnostics("a.txt", 1).is_empty());
    client.change("a.txt", 2, "% normlint: ignore-line NL401 -- quoted so\nA report.\n");
    let found = client.diagnostics("a.txt", 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0]["data"]["rule"] == "unused-ignore", "{found:?}");
}

#[test]
fn the_project_s_configuration_counts_and_is_read_again_when_it_changes() {
    let mut client = Client::with(&[("normlint.toml", "ignore = [\"NL401\"]\n")]);
    client.open("a.txt", DOUBLED);
    assert!(client.diagnostics("a.txt", 1).is_empty());
    std::fs::write(client.root.join("normlint.toml"), "").unwrap();
    let changed = json!({"changes": [{"uri": client.uri("normlint.toml"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.diagnostics_where("a.txt", |l| l.len() == 1);
}
