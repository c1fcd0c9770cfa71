//! Edits: fixes, ignores, renaming, renumbering.

use serde_json::{Value, json};

use crate::client::{Client, edited, position};

fn actions(client: &mut Client, name: &str, text: &str, words: &str, only: Option<&str>) -> Vec<Value> {
    let at = position(text, text.find(words).expect("the words"));
    let mut context = json!({"diagnostics": []});
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let uri = client.uri(name);
    let params = json!({"textDocument": {"uri": uri}, "range": {"start": at, "end": at}, "context": context});
    client.request("textDocument/codeAction", params).as_array().expect("actions").clone()
}

#[test]
fn a_quick_fix_and_an_ignore_are_offered() {
    let text = "The report of the the Council.\n";
    let mut client = Client::with(&[]);
    client.open("a.txt", text);
    let uri = client.uri("a.txt");
    let list = actions(&mut client, "a.txt", text, "the the", Some("quickfix"));
    assert_eq!(list.len(), 3, "{list:?}");
    assert_eq!(list[0]["isPreferred"], true);
    assert_eq!(list[0]["diagnostics"][0]["code"], "NL401");
    assert_eq!(edited(text, &uri, &list[0]["edit"]), "The report of the Council.\n");
    let ignored = edited(text, &uri, &list[1]["edit"]);
    client.change("a.txt", 2, &ignored);
    let left = client.diagnostics("a.txt", 2);
    assert!(!Client::codes(&left).contains(&"NL401".to_owned()), "{ignored}\n{left:?}");
}

#[test]
fn an_ignore_is_kept_beside_a_draft_that_cannot_carry_it() {
    let text = "The report of the the Council.\n";
    let mut client = Client::with(&[("normlint.toml", ""), ("a.txt", text)]);
    client.open("a.txt", text);
    client.diagnostics("a.txt", 1);
    let beside = |list: &[Value]| {
        let action = list.iter().find(|a| a["title"].as_str().unwrap().contains("in normlint-ignore.toml"));
        action.unwrap_or_else(|| panic!("an entry beside the draft: {list:?}"))["edit"]["documentChanges"].clone()
    };
    let changes = beside(&actions(&mut client, "a.txt", text, "the the", Some("quickfix")));
    let uri = client.uri("normlint-ignore.toml");
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(uri)), "{changes}");
    let edit = &changes[1]["edits"][0];
    assert_eq!(edit["range"]["start"], json!({"line": 0, "character": 0}));
    let entry = edit["newText"].as_str().unwrap();
    assert!(entry.contains("file = \"a.txt\"") && entry.contains("reason = \"reason\""), "{entry}");
    // Made as the editor would make it: the finding goes.
    std::fs::write(client.root.join("normlint-ignore.toml"), entry).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 1}]}));
    client.diagnostics_where("a.txt", <[Value]>::is_empty);
    // Another finding: added to what is there.
    let more = "The report of the the Council.\n\nA copy of the the notice.\n";
    client.change("a.txt", 2, more);
    client.diagnostics_where("a.txt", |l| l.len() == 1);
    let changes = beside(&actions(&mut client, "a.txt", more, "the the notice", Some("quickfix")));
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes}");
    let lines = entry.matches('\n').count();
    assert_eq!(changes[0]["edits"][0]["range"]["start"], json!({"line": lines, "character": 0}));
}

#[test]
fn unsafe_fixes_are_told_apart_and_not_made_at_once() {
    let text = "\u{a7} 10. Returns\nThe Authority shall send to the Minister. a report on the the port.\n";
    let mut caps = crate::client::capabilities();
    caps["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
    let (mut client, _) = Client::start(&[], caps, Value::Null);
    client.open("a.txt", text);
    client.diagnostics("a.txt", 1);
    let list = actions(&mut client, "a.txt", text, ". a report", Some("quickfix"));
    let fix = list.iter().find(|a| a["title"].as_str().unwrap().contains("(unsafe")).expect("an unsafe fix");
    assert_eq!(fix["isPreferred"], false, "{fix}");
    assert_eq!(fix["edit"]["changeAnnotations"]["normlint"]["needsConfirmation"], true, "{fix}");
    let list = actions(&mut client, "a.txt", text, "The Authority", Some("source.fixAll"));
    let uri = client.uri("a.txt");
    assert_eq!(edited(text, &uri, &list[0]["edit"]), text.replace("the the", "the"));
}

#[test]
fn all_safe_fixes_are_made_at_once_and_a_second_time_change_nothing() {
    let text = "The report of the the Council.\n\nA copy of the the report.\n";
    let mut client = Client::with(&[]);
    client.open("a.txt", text);
    let uri = client.uri("a.txt");
    let list = actions(&mut client, "a.txt", text, "report", Some("source.fixAll"));
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(list[0]["kind"], "source.fixAll.normlint");
    let fixed = edited(text, &uri, &list[0]["edit"]);
    assert_eq!(fixed, "The report of the Council.\n\nA copy of the report.\n");
    client.change("a.txt", 2, &fixed);
    assert!(actions(&mut client, "a.txt", &fixed, "report", Some("source.fixAll")).is_empty());
}

const TERMS: &str = "\
§ 1. Definitions
In this Act, “operator” means a person who runs a station.
§ 2. Duties
(a) An operator shall keep records. Operators shall show them on request.
(b) The operator’s records are open.
";

#[test]
fn a_term_is_renamed_throughout_its_scope() {
    let mut client = Client::with(&[]);
    client.open("a.txt", TERMS);
    let uri = client.uri("a.txt");
    let mut params = client.place("a.txt", TERMS, "An operator", 4);
    let prepared = client.request("textDocument/prepareRename", params.clone());
    assert_eq!(prepared["placeholder"], "operator");
    params["newName"] = json!("licensee");
    let edit = client.request("textDocument/rename", params);
    let expected = TERMS
        .replace("“operator”", "“licensee”")
        .replace("An operator", "An licensee")
        .replace("Operators", "Licensees")
        .replace("operator’s", "licensee’s");
    assert_eq!(edited(TERMS, &uri, &edit), expected);
}

const UNITS: &str = "\
§ 1. Scope
(a) This Act applies to stations.
(b) Paragraph (a) does not bind ships.
§ 2. Duties
(a) A station shall keep records.
(b) Section 1(b) and section 3 apply.
§ 3. Records
(a) Records under section 2(a) are open.
";

#[test]
fn inserting_a_section_moves_those_after_it_with_every_reference() {
    let mut client = Client::with(&[]);
    client.open("a.txt", UNITS);
    let uri = client.uri("a.txt");
    let list = actions(&mut client, "a.txt", UNITS, "§ 2", Some("refactor.rewrite"));
    let titles: Vec<&str> = list.iter().filter_map(|a| a["title"].as_str()).collect();
    let insert =
        list.iter().find(|a| a["title"].as_str().is_some_and(|t| t.starts_with("insert") && t.contains("before")));
    let insert = insert.unwrap_or_else(|| panic!("an insertion among {titles:?}"));
    let expected = "\
§ 1. Scope
(a) This Act applies to stations.
(b) Paragraph (a) does not bind ships.
§ 2. [text]
§ 3. Duties
(a) A station shall keep records.
(b) Section 1(b) and section 4 apply.
§ 4. Records
(a) Records under section 3(a) are open.
";
    assert_eq!(edited(UNITS, &uri, &insert["edit"]), expected);
}

#[test]
fn removing_a_paragraph_closes_the_run() {
    let mut client = Client::with(&[]);
    client.open("a.txt", UNITS);
    let uri = client.uri("a.txt");
    let list = actions(&mut client, "a.txt", UNITS, "(a) This Act", Some("refactor.rewrite"));
    let remove = list.iter().find(|a| a["title"].as_str().is_some_and(|t| t.starts_with("remove"))).expect("a removal");
    let after = edited(UNITS, &uri, &remove["edit"]);
    assert!(after.starts_with("§ 1. Scope\n(a) Paragraph (a) does not bind ships.\n"), "{after}");
    assert!(after.contains("Section 1(a) and section 3 apply"), "{after}");
    assert!(remove["title"].as_str().unwrap().contains("need a look"), "{remove}");
}

#[test]
fn a_marginal_note_goes_with_its_section() {
    let text = "\
Scope
1 (1) This Act applies to stations.
  (2) It does not apply to ships.

Records
2 (1) A station shall keep records.
  (2) Records under section 1 are open.

Fees
3 A station shall pay a fee under section 2.
";
    let mut client = Client::with(&[("normlint.toml", "profile = \"ca-act\"\n")]);
    client.open("a.txt", text);
    let uri = client.uri("a.txt");
    let list = actions(&mut client, "a.txt", text, "2 (1) A station", Some("refactor.rewrite"));
    let made = |start: &str| {
        let action = list.iter().find(|a| a["title"].as_str().is_some_and(|t| t.starts_with(start)));
        edited(text, &uri, &action.unwrap_or_else(|| panic!("{start}: {list:#?}"))["edit"])
    };
    let inserted = made("insert a section before");
    assert!(
        inserted.contains("2 [text]\n\nRecords\n3 (1) A station") && inserted.contains("under section 3."),
        "{inserted}"
    );
    let removed = made("remove");
    assert!(removed.contains("ships.\n\nFees\n2 A station"), "{removed}");
}
