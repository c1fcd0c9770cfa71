//! Two documents: what one says of the other, and changes that reach both.

use serde_json::{Value, json};

use crate::client::{Client, edited, position};

const ACT: &str = "\
Signal Station Act

\u{a7} 1. Scope
This Act applies to stations.
\u{a7} 2. Duties
A station shall keep records.
\u{a7} 3. Records
Records under section 2 are open.
";

const RULES: &str = "\
Regulations on Records

\u{a7} 1. Records
Records under section 2 of the Signal Station Act are kept for a year.
\u{a7} 2. Access
Records under section 3 of the Signal Station Act are shown on request.
";

fn dangling(list: &[Value]) -> usize {
    list.iter().filter(|d| d["data"]["rule"] == "dangling-elsewhere").count()
}

#[test]
fn mending_a_label_in_one_file_clears_the_finding_in_the_other() {
    let broken = ACT.replace("\u{a7} 3.", "\u{a7} 4.");
    let mut client = Client::with(&[("act.txt", &broken), ("regulations.txt", RULES)]);
    // Neither is open: both are read from the disk.
    let found = client.diagnostics_where("regulations.txt", |l| dangling(l) == 1);
    let finding = found.iter().find(|d| d["data"]["rule"] == "dangling-elsewhere").unwrap();
    assert_eq!(finding["relatedInformation"][0]["location"]["uri"], client.uri("act.txt"), "{finding}");
    // Mended in the buffer, not on disk: the open buffer wins.
    client.open("act.txt", &broken);
    client.diagnostics("act.txt", 1);
    client.change("act.txt", 2, ACT);
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 0);
    // And broken again.
    client.change("act.txt", 3, &broken);
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 1);
    // Thrown away: the disk counts again, and it is broken; then somebody else mends it there.
    client.change("act.txt", 4, ACT);
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 0);
    let uri = client.uri("act.txt");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 1);
    std::fs::write(client.root.join("act.txt"), ACT).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 2}]}));
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 0);
}

/// Code actions of a kind at the first place of some words.
fn rewrites(client: &mut Client, name: &str, text: &str, words: &str) -> Vec<Value> {
    let at = position(text, text.find(words).expect("the words"));
    let uri = client.uri(name);
    let params = json!({
        "textDocument": {"uri": uri}, "range": {"start": at, "end": at},
        "context": {"diagnostics": [], "only": ["refactor.rewrite"]},
    });
    client.request("textDocument/codeAction", params).as_array().expect("actions").clone()
}

fn insertion(list: &[Value]) -> &Value {
    let fits = |a: &&Value| a["title"].as_str().is_some_and(|t| t.starts_with("insert") && t.contains("before"));
    &list.iter().find(fits).expect("an insertion")["edit"]
}

#[test]
fn renumbering_is_one_edit_of_all_files() {
    let mut client = Client::with(&[("act.txt", ACT), ("regulations.txt", RULES)]);
    client.open("act.txt", ACT);
    client.request("workspace/symbol", json!({"query": "x"}));
    let list = rewrites(&mut client, "act.txt", ACT, "\u{a7} 2");
    let edit = insertion(&list);
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 2, "{edit}");
    // The open one by its version, the other by what is on disk.
    let version = |name: &str| {
        let uri = client.uri(name);
        let change = changes.iter().find(|c| c["textDocument"]["uri"] == uri);
        change.expect("a change of it")["textDocument"]["version"].clone()
    };
    assert_eq!((version("act.txt"), version("regulations.txt")), (json!(1), Value::Null));
    let act = edited(ACT, &client.uri("act.txt"), edit);
    assert!(act.contains("\u{a7} 2. [text]\n") && act.contains("\u{a7} 4. Records\nRecords under section 3"), "{act}");
    let rules = edited(RULES, &client.uri("regulations.txt"), edit);
    assert!(rules.contains("section 3 of the Signal Station Act are kept"), "{rules}");
    assert!(rules.contains("section 4 of the Signal Station Act are shown"), "{rules}");
}

#[test]
fn names_that_the_project_gives_are_followed() {
    let config = "[vocabulary.instruments]\n\"Principal Act\" = \"act.txt\"\n";
    let rules = RULES.replace("Signal Station Act", "Principal Act");
    let files = [("normlint.toml", config), ("act.txt", ACT), ("regulations.txt", rules.as_str())];
    let mut client = Client::with(&files);
    client.open("regulations.txt", &rules);
    client.open("act.txt", ACT);
    client.request("workspace/symbol", json!({"query": "x"}));
    // There.
    let params = client.place("regulations.txt", &rules, "section 2 of the Principal", 8);
    let target = client.request("textDocument/definition", params);
    let target = if target.is_array() { target[0].clone() } else { target };
    assert_eq!(target["uri"], client.uri("act.txt"), "{target}");
    assert_eq!(target["range"]["start"]["line"], 4, "{target}");
    // And back.
    let mut params = client.place("act.txt", ACT, "\u{a7} 2", 0);
    params["context"] = json!({"includeDeclaration": false});
    let cited = client.request("textDocument/references", params);
    let regulations = client.uri("regulations.txt");
    assert!(cited.as_array().unwrap().iter().any(|l| l["uri"] == regulations), "{cited}");
    // And when it moves.
    let list = rewrites(&mut client, "act.txt", ACT, "\u{a7} 2");
    let moved = edited(&rules, &client.uri("regulations.txt"), insertion(&list));
    assert!(moved.contains("section 3 of the Principal Act are kept"), "{moved}");
}

#[test]
fn a_name_that_two_documents_go_by_is_left_for_a_look() {
    let files = [("act.txt", ACT), ("old/act.txt", ACT), ("regulations.txt", RULES)];
    let mut client = Client::with(&files);
    client.open("act.txt", ACT);
    client.request("workspace/symbol", json!({"query": "x"}));
    let list = rewrites(&mut client, "act.txt", ACT, "\u{a7} 2");
    assert_eq!(edited(RULES, &client.uri("regulations.txt"), insertion(&list)), RULES);
    assert!(list[0]["title"].as_str().unwrap().contains("2 citations need a look"), "{}", list[0]["title"]);
}

const TERMS: &str = "\
\u{a7} 1. Definitions
In this Act, \u{201c}operator\u{201d} means a person who runs a station.
\u{a7} 2. Duties
(a) An operator shall keep records. Operators shall show them on request.
\u{a7} 3. Ports
(a) In this section, \u{201c}berth\u{201d} means a place for one ship.
(b) A berth shall be lit.
\u{a7} 4. Other places
A berth of another kind need not be lit. The OPERATOR\u{2019}s name shall be shown.
";

#[test]
fn a_term_is_renamed_in_its_scope_and_nowhere_else() {
    let elsewhere = "\u{a7} 1. Duties\nAn operator of a crane and a berth are other things.\n";
    let mut client = Client::with(&[("act.txt", TERMS), ("other.txt", elsewhere)]);
    client.open("act.txt", TERMS);
    client.request("workspace/symbol", json!({"query": "x"}));
    let rename = |client: &mut Client, words: &str, skip: usize, new: &str| {
        let mut params = client.place("act.txt", TERMS, words, skip);
        params["newName"] = json!(new);
        client.request("textDocument/rename", params)
    };
    let edit = rename(&mut client, "An operator", 4, "licensee");
    assert_eq!(edit["documentChanges"].as_array().unwrap().len(), 1, "{edit}");
    let after = edited(TERMS, &client.uri("act.txt"), &edit);
    assert!(after.contains("Licensees shall show") && after.contains("LICENSEE\u{2019}s name"), "{after}");
    assert!(!after.to_lowercase().contains("operator"), "{after}");
    // A term of one section stays in it.
    let edit = rename(&mut client, "A berth shall", 3, "mooring");
    let after = edited(TERMS, &client.uri("act.txt"), &edit);
    assert!(after.contains("A mooring shall be lit.") && after.contains("A berth of another kind"), "{after}");
}

#[test]
fn files_come_and_go_with_what_they_are_cited_for() {
    let mut client = Client::with(&[("regulations.txt", RULES)]);
    client.open("regulations.txt", RULES);
    client.request("workspace/symbol", json!({"query": "x"}));
    assert_eq!(dangling(&client.diagnostics("regulations.txt", 1)), 0);
    std::fs::write(client.root.join("act.txt"), ACT.replace("\u{a7} 3.", "\u{a7} 4.")).unwrap();
    let uri = client.uri("act.txt");
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 1}]}));
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 1);
    std::fs::remove_file(client.root.join("act.txt")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 3}]}));
    client.diagnostics_where("regulations.txt", |l| dangling(l) == 0);
}

#[test]
fn citations_of_another_file_are_links_to_the_lines_they_cite() {
    let mut client = Client::with(&[("act.txt", ACT), ("regulations.txt", RULES)]);
    client.open("regulations.txt", RULES);
    client.request("workspace/symbol", json!({"query": "x"}));
    let uri = client.uri("regulations.txt");
    let links = client.request("textDocument/documentLink", json!({"textDocument": {"uri": uri}}));
    let act = client.uri("act.txt");
    let targets: Vec<&str> = links.as_array().unwrap().iter().filter_map(|l| l["target"].as_str()).collect();
    assert_eq!(targets, [format!("{act}#L5"), format!("{act}#L7")], "{links}");
    let from = position(RULES, RULES.find("section 2 of").unwrap());
    assert_eq!(links[0]["range"]["start"], from, "{links}");
    let to = position(RULES, RULES.find(" are kept").unwrap());
    assert_eq!(links[0]["range"]["end"], to, "{links}");
    assert_eq!(links[0]["tooltip"], "\u{a7} 2", "{links}");
    // The act cites nothing outside itself.
    let links = client.request("textDocument/documentLink", json!({"textDocument": {"uri": act}}));
    assert_eq!(links, json!([]));
}

#[test]
fn lenses_and_citing_units_count_other_files_too() {
    let mut client = Client::with(&[("act.txt", ACT), ("regulations.txt", RULES)]);
    client.open("act.txt", ACT);
    client.request("workspace/symbol", json!({"query": "x"}));
    let uri = client.uri("act.txt");
    let lenses = client.request("textDocument/codeLens", json!({"textDocument": {"uri": uri}}));
    let titles: Vec<&Value> = lenses.as_array().unwrap().iter().map(|l| &l["command"]["title"]).collect();
    // Section 2 here and in the regulations, section 3 there alone.
    assert_eq!(titles, ["cited by 2", "cited by 1"], "{lenses}");
    let at = client.place("act.txt", ACT, "\u{a7} 3", 0);
    let items = client.request("textDocument/prepareCallHierarchy", at);
    let calls = client.request("callHierarchy/incomingCalls", json!({"item": items[0]}));
    assert_eq!(calls[0]["from"]["uri"], client.uri("regulations.txt"), "{calls}");
    assert_eq!(calls[0]["fromRanges"].as_array().map(Vec::len), Some(1), "{calls}");
}

#[test]
fn folders_of_the_workspace_come_and_go() {
    let mut client = Client::with(&[("a.txt", "Nothing here.\n")]);
    let other = tempfile::tempdir().expect("a temporary folder");
    let root = other.path().canonicalize().expect("its path");
    std::fs::write(root.join("b.txt"), "The report of the the Council.\n").expect("a file written");
    let folder = json!({"uri": format!("file://{}", root.display()), "name": "other"});
    let uri = format!("file://{}/b.txt", root.display());
    let changed = |added: Value, removed: Value| json!({"event": {"added": added, "removed": removed}});
    client.notify("workspace/didChangeWorkspaceFolders", changed(json!([folder]), json!([])));
    client.until("diagnostics in the new folder", |c| {
        let found = c.published.get(&uri)?["diagnostics"].as_array()?.len();
        (found == 1).then_some(())
    });
    client.notify("workspace/didChangeWorkspaceFolders", changed(json!([]), json!([folder])));
    client.until("nothing said of it any more", |c| {
        c.published.get(&uri)?["diagnostics"].as_array()?.is_empty().then_some(())
    });
}
