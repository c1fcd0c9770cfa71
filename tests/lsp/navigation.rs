//! Navigation: outline, citations, terms, hovers, lenses, hints, tokens, completion.

use serde_json::{Value, json};

use crate::client::{Client, capabilities, offset, position};

const ACT: &str = "\
§ 1. Definitions
In this Act, “operator” means a person who runs a station.
§ 2. Duties
(a) An operator shall keep records.
(b) An operator shall show the records of paragraph (a) on request.
§ 3. Fees
An operator that fails under section 2(a) shall pay a fee.
";

fn open() -> Client {
    let mut client = Client::with(&[]);
    client.open("act.txt", ACT);
    client
}

fn words<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[offset(text, &range["start"])..offset(text, &range["end"])]
}

#[test]
fn the_outline_is_a_tree() {
    let mut client = open();
    let uri = client.uri("act.txt");
    let symbols = client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    let list = symbols.as_array().unwrap();
    assert_eq!(list.len(), 3, "{symbols:#}");
    let inner = list[1]["children"].as_array().unwrap();
    assert_eq!(inner.len(), 2);
    assert_eq!(inner[0]["name"], "(a)");
    assert_eq!(words(ACT, &inner[1]["range"]), "(b) An operator shall show the records of paragraph (a) on request.");
}

#[test]
fn a_reference_leads_to_its_unit_and_a_unit_to_its_citations() {
    let mut client = open();
    let at = client.place("act.txt", ACT, "section 2(a)", 9);
    let found = client.request("textDocument/definition", at);
    assert_eq!(found[0]["range"]["start"], position(ACT, ACT.find("(a) An").unwrap()), "{found}");
    let mut at = client.place("act.txt", ACT, "(a) An", 1);
    at["context"] = json!({"includeDeclaration": false});
    let found = client.request("textDocument/references", at);
    let spots: Vec<&str> = found.as_array().unwrap().iter().map(|l| words(ACT, &l["range"])).collect();
    assert_eq!(spots.len(), 2, "{spots:?}");
}

#[test]
fn a_term_leads_to_its_definition_and_a_definition_to_its_uses() {
    let mut client = open();
    let at = client.place("act.txt", ACT, "An operator that", 5);
    let found = client.request("textDocument/definition", at.clone());
    assert_eq!(words(ACT, &found[0]["range"]), "operator");
    assert_eq!(found[0]["range"]["start"]["line"], 1);
    let mut at = at;
    at["context"] = json!({"includeDeclaration": true});
    assert_eq!(client.request("textDocument/references", at.clone()).as_array().unwrap().len(), 4);
    assert_eq!(client.request("textDocument/documentHighlight", at).as_array().unwrap().len(), 4);
}

#[test]
fn hovers_show_units_terms_and_findings() {
    let mut client = open();
    let text = |client: &mut Client, at: Value| {
        client.request("textDocument/hover", at)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let at = client.place("act.txt", ACT, "section 2(a)", 9);
    assert!(text(&mut client, at).contains("An operator shall keep records."));
    let at = client.place("act.txt", ACT, "An operator that", 5);
    assert!(text(&mut client, at).contains("a person who runs a station"));
    client.open("b.txt", "The report of the the Council.\n");
    let at = json!({"textDocument": {"uri": client.uri("b.txt")}, "position": {"line": 0, "character": 19}});
    let shown = text(&mut client, at);
    assert!(shown.contains("NL401"), "{shown}");
}

#[test]
fn lenses_count_citations() {
    let mut client = open();
    let uri = client.uri("act.txt");
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": uri}}));
    assert!(lenses.as_array().unwrap().iter().any(|l| l["command"]["title"] == "cited by 2"), "{lenses}");
}

#[test]
fn folds_and_selections_follow_the_units() {
    let mut client = open();
    let uri = client.uri("act.txt");
    let folds = client.request("textDocument/foldingRange", json!({"textDocument": {"uri": uri}}));
    assert!(folds.as_array().unwrap().iter().any(|f| f["startLine"] == 2 && f["endLine"] == 4), "{folds}");
    let at = position(ACT, ACT.find("keep records").unwrap());
    let ranges =
        client.request("textDocument/selectionRange", json!({"textDocument": {"uri": uri}, "positions": [at]}));
    let mut steps = Vec::new();
    let mut range = &ranges[0];
    while range.is_object() {
        steps.push(words(ACT, &range["range"]));
        range = &range["parent"];
    }
    assert_eq!(steps.first(), Some(&"keep"));
    assert!(steps.contains(&"(a) An operator shall keep records."), "{steps:?}");
    assert_eq!(steps.last(), Some(&ACT));
}

#[test]
fn tokens_stay_in_order_and_on_their_lines() {
    let mut client = open();
    let uri = client.uri("act.txt");
    let tokens = client.request("textDocument/semanticTokens/full", json!({"textDocument": {"uri": uri}}));
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
    let (mut line, mut column) = (0, 0);
    let mut seen = Vec::new();
    for t in data.chunks(5) {
        line += t[0];
        column = if t[0] == 0 { column + t[1] } else { t[1] };
        let start = json!({"line": line, "character": column});
        let end = json!({"line": line, "character": column + t[2]});
        seen.push((&ACT[offset(ACT, &start)..offset(ACT, &end)], t[3]));
    }
    assert!(seen.contains(&("operator", 1)), "{seen:?}");
    assert!(seen.iter().any(|(w, kind)| *kind == 0 && w.contains("2(a)")), "{seen:?}");
}

#[test]
fn completion_knows_labels_and_terms() {
    let mut client = open();
    let labels = |client: &mut Client, text: &str, version: i64| -> Vec<String> {
        client.change("act.txt", version, text);
        let at = json!({
            "textDocument": {"uri": client.uri("act.txt")}, "position": position(text, text.trim_end_matches('\n').len()),
        });
        let list = client.request("textDocument/completion", at);
        list["items"].as_array().unwrap().iter().filter_map(|i| i["label"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(labels(&mut client, &format!("{ACT}As set out in section \n"), 2), ["1", "2", "3"]);
    assert_eq!(labels(&mut client, &format!("{ACT}It binds an op\n"), 3), ["operator"]);
}

#[test]
fn relative_references_are_explained_where_asked_for() {
    let text = "§ 1. Scope\n(a) One.\n(b) The preceding subsection applies.\n";
    let (mut client, _) = Client::start(&[], capabilities(), json!({"inlayHints": {"enable": true}}));
    client.open("a.txt", text);
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let uri = client.uri("a.txt");
    let hints = client.request("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": whole}));
    assert!(hints.as_array().unwrap().iter().any(|h| h["label"].as_str().unwrap().contains("(a)")), "{hints}");
}

#[test]
fn symbols_of_the_workspace_and_citations_as_calls() {
    let mut client = Client::with(&[("act.txt", ACT)]);
    let found = client.request("workspace/symbol", json!({"query": "operator"}));
    assert!(found.as_array().unwrap().iter().any(|s| s["name"] == "operator"), "{found}");
    let found = client.request("workspace/symbol", json!({"query": "duties"}));
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    let at = client.place("act.txt", ACT, "(a) An", 1);
    let items = client.request("textDocument/prepareCallHierarchy", at);
    let calls = client.request("callHierarchy/incomingCalls", json!({"item": items[0]}));
    assert_eq!(calls.as_array().unwrap().len(), 2, "{calls}");
    let back = client.request("callHierarchy/outgoingCalls", json!({"item": calls[0]["from"]}));
    assert_eq!(back[0]["to"]["name"], items[0]["name"], "{back}");
}
