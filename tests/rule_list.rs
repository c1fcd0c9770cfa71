//! `rules/README.md` lists every rule: generated, committed, and current.
//!
//! `NORMLINT_UPDATE=1 cargo test --test rule_list` writes it anew.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use normlint::rules::{self, Level};

fn list() -> String {
    let mut out = String::from(
        "# Rules\n\nWritten by `NORMLINT_UPDATE=1 cargo test --test rule_list`. An error is wrong in every drafting tradition; a warning is\n\
         right at least four times in five on real law; a note is worth a look; off is a matter of house style.\n\n\
         | code | rule | level | what it does |\n|---|---|---|---|\n",
    );
    let mut all: Vec<_> = rules::all().collect();
    all.sort_by_key(|rule| rule.code);
    for rule in all {
        let level = match rule.level {
            Level::On(severity) => severity.name(),
            Level::Off => "off",
        };
        let page = page_of(rule.page);
        let summary = rule.summary().split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        writeln!(out, "| {} | [{}]({page}) | {level} | {summary} |", rule.code, rule.name).expect("a string");
    }
    out
}

/// The page's path below `rules/`, by its text.
fn page_of(page: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for family in fs::read_dir(&root).expect("the rules directory").flatten().filter(|f| f.path().is_dir()) {
        for file in fs::read_dir(family.path()).expect("a family's directory").flatten() {
            if fs::read_to_string(file.path()).is_ok_and(|t| t == page) {
                let family = family.file_name();
                return format!("{}/{}", family.to_string_lossy(), file.file_name().to_string_lossy());
            }
        }
    }
    panic!("a rule without a page: {}", page.lines().next().unwrap_or(""));
}

#[test]
fn the_list_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let list = list();
    if std::env::var_os("NORMLINT_UPDATE").is_some() {
        fs::write(&path, &list).expect("to write the list");
    }
    let found = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, list, "run NORMLINT_UPDATE=1 cargo test --test rule_list");
}
