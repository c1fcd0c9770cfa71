//! The drafts in `corpus/`, each with the findings expected of it beside it.
//!
//! `NORMLINT_UPDATE=1 cargo test --test corpus` writes the files anew: their diff is the report of a change.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use normlint::engine::{self, Plan};
use normlint::source::Source;
use normlint::text::LineIndex;

fn drafts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut drafts: Vec<PathBuf> = fs::read_dir(root)
        .expect("the corpus directory")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md") && !p.ends_with("README.md"))
        .collect();
    drafts.sort();
    drafts
}

fn report(draft: &Path) -> String {
    let text = fs::read_to_string(draft).expect("a draft");
    let name = draft.file_name().expect("a name").to_owned();
    let (corpus, findings) = engine::check(vec![Source::new(name, text)], &Plan::default());
    let text = &corpus.entries[0].source.text;
    let lines = LineIndex::new(text);
    let mut out = String::new();
    for f in findings {
        let (line, column) = lines.position(text, f.span.start);
        writeln!(out, "{line}:{column} {} {} {}: {}", f.severity.name(), f.code, f.name, f.message).expect("a string");
    }
    out
}

#[test]
fn drafts_draw_the_findings_beside_them() {
    let update = std::env::var_os("NORMLINT_UPDATE").is_some();
    let mut wrong = Vec::new();
    for draft in drafts() {
        let beside = draft.with_extension("findings");
        let found = report(&draft);
        if update {
            fs::write(&beside, &found).expect("to write the expected findings");
            continue;
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default().replace("\r\n", "\n");
        if expected != found {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", draft.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_clean_draft_draws_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    assert_eq!(report(&root.join("clean.txt")), "");
}
