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
    // Of the section that is named, not of any.
    let more = format!("{ACT}\u{a7} 4. Records\n(a) One.\n(b) Two.\n(c) Three, as subsection 2(\n");
    assert_eq!(labels(&mut client, &more, 4), ["(a)", "(b)"]);
    // Each label once.
    let more = format!("{ACT}\u{a7} 4. Records\n(c) One.\n(d) Two.\n(e) Three, as subsection (\n");
    assert_eq!(labels(&mut client, &more, 5), ["(a)", "(b)", "(c)", "(d)", "(e)"]);
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

#[test]
fn highlights_tell_the_unit_or_definition_from_what_cites_or_uses_it() {
    let mut client = open();
    let mut marked = |words_at: &str, skip: usize| -> Vec<(String, u64)> {
        let at = client.place("act.txt", ACT, words_at, skip);
        let list = client.request("textDocument/documentHighlight", at);
        let list = list.as_array().expect("highlights").iter();
        list.map(|h| (words(ACT, &h["range"]).to_owned(), h["kind"].as_u64().unwrap())).collect()
    };
    let (written, read) = (3, 2);
    let unit = [("(a)".to_owned(), written), ("(a)".to_owned(), read), ("2(a)".to_owned(), read)];
    // From the unit's label, and from a citation of it.
    assert_eq!(marked("(a) An", 1), unit);
    assert_eq!(marked("section 2(a)", 9), unit);
    let term = marked("An operator that", 5);
    assert_eq!(term[0], ("operator".to_owned(), written));
    assert_eq!(term[1..], vec![("operator".to_owned(), read); 3]);
    assert_eq!(marked("station.", 2), []);
}

#[test]
fn hovers_show_the_frame_of_a_norm_and_what_a_unit_is_cited_for() {
    let text = "\
\u{a7} 1. Duties
(a) Where a port is closed, the master shall report to the Board, unless the Board agrees otherwise.
(b) Paragraph (a) binds pilots. Section 9 of the Harbour Act does not.
(c) Section 1(e) binds tugs.
";
    let mut client = Client::with(&[]);
    client.open("a.txt", text);
    let mut shown = |words_at: &str, skip: usize| {
        let at = client.place("a.txt", text, words_at, skip);
        client.request("textDocument/hover", at)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let norm = shown("shall", 1);
    for row in
        ["**obligation**", "- who: the master", "report to the Board", "- when: ", "port is closed", "- unless: "]
    {
        assert!(norm.contains(row), "{row}: {norm}");
    }
    let unit = shown("(a) Where", 1);
    assert!(unit.contains("`1/a`") && unit.contains("cited by 1"), "{unit}");
    let abroad = shown("Section 9", 2);
    assert!(abroad.contains("**Harbour Act**, which is not in this workspace"), "{abroad}");
    let lost = shown("Section 1(e)", 9);
    assert!(lost.contains("No such unit in this text."), "{lost}");
}

#[test]
fn hovers_in_a_lead_in_show_the_norm_and_that_act_is_named() {
    let text = "\
\u{a7} 1. Powers
The Minister may, under section 4 of the Harbour Act, by order\u{2014}
(a) close a port; or
(b) open a port that section 7 of that Act closes.
";
    let mut client = Client::with(&[]);
    client.open("a.txt", text);
    let mut shown = |words_at: &str, skip: usize| {
        let at = client.place("a.txt", text, words_at, skip);
        client.request("textDocument/hover", at)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let norm = shown("may,", 1);
    assert!(norm.starts_with("**permission**: \u{201c}may\u{201d}\n- who: The Minister"), "{norm}");
    let named = shown("section 7", 9);
    assert!(named.contains("**that Act**, the **Harbour Act**, which is not in this workspace"), "{named}");
}

#[test]
fn hovers_are_plain_where_the_client_reads_no_markdown() {
    let mut caps = capabilities();
    caps["textDocument"]["hover"] = json!({"contentFormat": ["plaintext"]});
    let (mut client, _) = Client::start(&[], caps, Value::Null);
    client.open("act.txt", ACT);
    let at = client.place("act.txt", ACT, "section 2(a)", 9);
    let contents = client.request("textDocument/hover", at)["contents"].clone();
    assert_eq!(
        contents,
        json!({"kind": "plaintext", "value": "subsection (a)\n\n(a) An operator shall keep records."})
    );
    client.open("b.txt", "The report of the the Council*.\n");
    let at = json!({"textDocument": {"uri": client.uri("b.txt")}, "position": {"line": 0, "character": 19}});
    let shown = client.request("textDocument/hover", at)["contents"]["value"].as_str().unwrap().to_owned();
    assert!(shown.starts_with("NL401 doubled-word: "), "{shown}");
}

#[test]
fn tokens_tell_modals_by_their_force_and_a_definition_from_its_uses() {
    let text = "\
\u{a7} 1. Rules
In this Act, \u{201c}port\u{201d} means a place for ships.
(a) The master of a port shall report.
(b) The master shall not close a port.
(c) The master may close a port.
";
    let mut client = Client::with(&[]);
    client.open("a.txt", text);
    let uri = client.uri("a.txt");
    let mut tokens = |method: &str, params: Value| -> Vec<(String, u64, u64)> {
        let found = client.request(method, params);
        let data: Vec<u64> = found["data"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let (mut line, mut column) = (0, 0);
        let mut seen = Vec::new();
        for t in data.chunks(5) {
            line += t[0];
            column = if t[0] == 0 { column + t[1] } else { t[1] };
            let start = offset(text, &json!({"line": line, "character": column}));
            let end = offset(text, &json!({"line": line, "character": column + t[2]}));
            seen.push((text[start..end].to_owned(), t[3], t[4]));
        }
        seen
    };
    let whole = tokens("textDocument/semanticTokens/full", json!({"textDocument": {"uri": uri}}));
    let has = |words: &str, kind: u64, bits: u64| whole.contains(&(words.to_owned(), kind, bits));
    assert!(has("port", 1, 1) && has("port", 1, 0), "{whole:?}");
    assert!(has("shall", 2, 1 << 1) && has("shall not", 2, 1 << 2) && has("may", 2, 1 << 3), "{whole:?}");
    // A range gives what stands in it, and no more.
    let range = json!({"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 40}});
    let part = tokens("textDocument/semanticTokens/range", json!({"textDocument": {"uri": uri}, "range": range}));
    let part: Vec<&str> = part.iter().map(|t| t.0.as_str()).collect();
    assert_eq!(part, ["shall not", "port"]);
}

#[test]
fn lenses_lead_to_the_citations_and_can_be_turned_off() {
    let mut caps = capabilities();
    caps["experimental"] = json!({"commands": {"commands": ["normlint.showReferences"]}});
    let (mut client, _) = Client::start(&[], caps, Value::Null);
    client.open("act.txt", ACT);
    let uri = client.uri("act.txt");
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": uri}}));
    let command = &lenses[0]["command"];
    assert_eq!(command["command"], "normlint.showReferences", "{lenses}");
    let places = command["arguments"][2].as_array().expect("places");
    let spots: Vec<&str> = places.iter().map(|p| words(ACT, &p["range"])).collect();
    assert_eq!(spots, ["(a)", "2(a)"]);
    assert_eq!(lenses[0]["range"]["start"], position(ACT, ACT.find("(a) An").unwrap()));
    let (mut client, _) = Client::start(&[], capabilities(), json!({"codeLens": {"enable": false}}));
    client.open("act.txt", ACT);
    let uri = client.uri("act.txt");
    assert_eq!(client.request("textDocument/codeLens", json!({"textDocument": {"uri": uri}})), json!([]));
}

#[test]
fn nothing_is_written_between_the_words_unless_asked_for() {
    let mut client = Client::with(&[]);
    client.open("a.txt", "\u{a7} 1. Scope\n(a) One.\n(b) The preceding subsection applies.\n");
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let uri = client.uri("a.txt");
    let hints = client.request("textDocument/inlayHint", json!({"textDocument": {"uri": uri}, "range": whole}));
    assert_eq!(hints, json!([]));
}
