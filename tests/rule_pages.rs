//! Every rule's page is its documentation, its examples and its tests.
//!
//! A ```` ```draft ```` block is run through the rule alone. A line that ends in `←` must draw a finding that starts on
//! it; no other line may. Words after `draft` set the case: `profile=us-code`, `format=md`, and `file=name.txt`, which
//! joins neighbouring blocks into one corpus.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use normlint::engine::{self, Plan};
use normlint::rules::{self, Check, Rule};
use normlint::source::Source;
use normlint::syntax::Profile;
use normlint::text::LineIndex;

const SECTIONS: [&str; 6] = ["What it does", "Why it matters", "Example", "Use instead", "Known limits", "Fix safety"];

#[derive(Default)]
struct Case {
    files: Vec<(String, String)>,
    profile: Option<Profile>,
}

fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = page.lines();
    let mut joined = false;
    while let Some(line) = lines.next() {
        // Under another heading another case begins.
        joined &= !line.starts_with('#');
        let Some(info) = line.strip_prefix("```draft") else { continue };
        let mut name = "draft.txt".to_owned();
        let (mut profile, mut file) = (None, false);
        for word in info.split_whitespace() {
            match word.split_once('=') {
                Some(("profile", value)) => profile = Some(Profile::named(value).expect("a known profile")),
                Some(("format", value)) => name = format!("draft.{value}"),
                Some(("file", value)) => {
                    value.clone_into(&mut name);
                    file = true;
                }
                _ => panic!("unknown word in a draft block: {word}"),
            }
        }
        let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let text = body.join("\n") + "\n";
        match cases.last_mut() {
            Some(last) if file && joined => last.files.push((name, text)),
            _ => cases.push(Case { files: vec![(name, text)], profile }),
        }
        joined = file;
    }
    cases
}

fn run(rule: &Rule, case: &Case) -> Vec<String> {
    let mut expected = Vec::new();
    let mut sources = Vec::new();
    for (name, marked) in &case.files {
        let mut text = String::new();
        for (i, line) in marked.lines().enumerate() {
            let plain = line.strip_suffix('←').map(str::trim_end);
            if plain.is_some() {
                expected.push((name.clone(), i + 1));
            }
            text.push_str(plain.unwrap_or(line));
            text.push('\n');
        }
        sources.push(Source::new(name, text));
    }
    // What concerns ignores shows only where the rules that they name run.
    let alone = !rule.checks.iter().any(|c| matches!(c, Check::Engine));
    let select = if alone { vec![rule.code.to_owned()] } else { Vec::new() };
    let plan = Plan { profile: case.profile, select, ..Plan::default() };
    let (corpus, findings) = engine::check(sources, &plan);
    let mut found: Vec<(String, usize)> = Vec::new();
    for f in findings.iter().filter(|f| f.code == rule.code) {
        let source = &corpus.entries[f.doc.0 as usize].source;
        let line = LineIndex::new(&source.text).position(&source.text, f.span.start).0;
        found.push((source.path.display().to_string(), line));
    }
    let mut wrong = Vec::new();
    for at in &expected {
        if !found.contains(at) {
            wrong.push(format!("{} {}: no finding on line {} of {}", rule.code, rule.name, at.1, at.0));
        }
    }
    for at in &found {
        if !expected.contains(at) {
            wrong.push(format!(
                "{} {}: a finding on line {} of {}, which is not marked",
                rule.code, rule.name, at.1, at.0
            ));
        }
    }
    if !wrong.is_empty() {
        wrong.push(format!("in:\n{}", case.files.iter().map(|(_, t)| t.as_str()).collect::<String>()));
    }
    wrong
}

#[test]
fn examples_report_what_they_are_marked_to_report() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let cases = cases(rule.page);
        assert!(cases.iter().any(|c| c.files.iter().any(|f| f.1.contains('←'))), "{}: no marked line", rule.name);
        assert!(cases.iter().any(|c| c.files.iter().all(|f| !f.1.contains('←'))), "{}: no clean example", rule.name);
        wrong.extend(cases.iter().flat_map(|case| run(rule, case)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pages_have_their_sections_in_order() {
    for rule in rules::all() {
        assert!(
            rule.page.starts_with(&format!("# {} ({})\n", rule.name, rule.code)),
            "{}: the first line must be “# {} ({})”",
            rule.name,
            rule.name,
            rule.code
        );
        let mut from = 0;
        for section in SECTIONS {
            let heading = format!("\n## {section}\n");
            let at = rule.page[from..].find(&heading);
            assert!(at.is_some(), "{}: section “{section}” is absent or out of order", rule.name);
            from += at.unwrap_or(0) + heading.len() - 1;
        }
    }
}

#[test]
fn codes_and_names_are_unique() {
    let mut seen = std::collections::HashSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.code), "{} stands twice", rule.code);
        assert!(seen.insert(rule.name), "{} stands twice", rule.name);
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for family in fs::read_dir(root).expect("the rules directory").flatten() {
        if !family.path().is_dir() || family.file_name() == "words" {
            continue;
        }
        for page in fs::read_dir(family.path()).expect("a family's directory").flatten() {
            let text = fs::read_to_string(page.path()).expect("a page");
            assert!(rules::all().any(|r| r.page == text), "{}: no rule has this page", page.path().display());
        }
    }
}
