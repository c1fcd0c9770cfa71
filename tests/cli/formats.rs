//! Every output format, on one small draft.

use crate::{Bench, DRAFT, RULES};

fn in_format(format: &str) -> String {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["check", "--format", format, RULES, "draft.txt"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}");
    // Fingerprints hang on how the reader cuts paragraphs; tests/cli/sarif.rs looks at what they promise.
    let print = regex::Regex::new("[0-9a-f]{16,32}(-[0-9]+)?").expect("a pattern");
    print.replace_all(&ran.out, "<fingerprint>").into_owned()
}

#[test]
fn text() {
    insta::assert_snapshot!(in_format("text"));
}

#[test]
fn short() {
    insta::assert_snapshot!(in_format("short"));
}

#[test]
fn json() {
    let out = in_format("json");
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value.as_array().map(Vec::len), Some(3));
    insta::assert_snapshot!(out);
}

#[test]
fn jsonl() {
    let out = in_format("jsonl");
    for line in out.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for field in ["file", "code", "name", "severity", "start", "end", "line", "column", "message", "labels", "fix"]
        {
            assert!(value.get(field).is_some(), "{field}");
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn github() {
    insta::assert_snapshot!(in_format("github"));
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(in_format("gitlab"));
}

#[test]
fn junit() {
    insta::assert_snapshot!(in_format("junit"));
}

#[test]
fn statistics() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    insta::assert_snapshot!(bench.run(&["--statistics", RULES, "draft.txt"]).out);
}

#[test]
fn tree() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["parse", "draft.txt"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("article Article 2") && ran.out.contains("(b)  the the accounts"), "{}", ran.out);
}

#[test]
fn colour_only_where_asked() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    assert!(!bench.run(&[RULES, "draft.txt"]).out.contains('\u{1b}'));
    assert!(bench.run(&["--color", "always", RULES, "draft.txt"]).out.contains("\u{1b}["));
}

#[test]
fn a_terminal_s_escape_sequences_in_a_draft_are_shown_not_sent() {
    let bench = Bench::new(&[("draft.txt", "Article 1\nKeep the the \u{1b}[31mred\u{202e} line.\n")]);
    let ran = bench.run(&[RULES, "draft.txt"]);
    assert!(ran.out.contains('␛') && !ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{}", ran.out);
}

#[test]
fn output_to_a_file_leaves_standard_output_empty() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["--format", "short", "-o", "found.txt", RULES, "draft.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(bench.read("found.txt").lines().count(), 3);
}

/// One paragraph a line, with a finding every few words: cut to what matters, and no slower than short lines.
#[test]
fn very_long_lines_are_cut() {
    let mut text = String::from("Article 1\n");
    for i in 0..4000 {
        text.push_str(&format!("Operator number {i} shall keep the the records of each call made over its lines. "));
    }
    text.push('\n');
    let bench = Bench::new(&[("draft.txt", &text)]);
    let ran = bench.run(&[RULES, "draft.txt"]);
    assert!(ran.out.lines().all(|l| l.chars().count() < 200), "a long line");
    assert_eq!(ran.out.matches("stands twice").count(), 4000);
    assert!(ran.out.contains("… "), "{}", &ran.out[..400]);
}
