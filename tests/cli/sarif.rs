//! SARIF against the published schema.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::{Bench, DRAFT, RULES};

/// The schema as published by OASIS. It is shipped in the source of the crate `serde-sarif`, which stands in
/// Cargo.toml for no other purpose and is never built.
fn schema() -> Value {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["metadata", "--format-version=1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|p| p["name"] == "serde-sarif").expect("serde-sarif in Cargo.lock");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("a path"));
    let path = manifest.with_file_name("src").join("schema.json");
    // As published, a pattern in it has a bracket that stricter engines than a browser's do not take.
    let text = std::fs::read_to_string(path).expect("the schema").replace("{2}]?$", r"{2}\\]?$");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn every_kind_of_result_fits_the_published_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let ignored = DRAFT.replacen("(b)", "% normlint: ignore NL401 -- as printed\n(b)", 1);
    let bench = Bench::new(&[("a draft.txt", &ignored), ("b.txt", DRAFT), ("clean.txt", "Article 1\nKeep records.\n")]);
    bench.run(&["--write-baseline=known.json", RULES, "b.txt"]);
    for args in [&["--baseline=known.json", RULES][..], &["--select=all"], &["clean.txt"]] {
        let ran = bench.run(&[&["--format=sarif"], args].concat());
        assert!(ran.code < 2, "{}", ran.err);
        let log: Value = serde_json::from_str(&ran.out).expect("JSON");
        let faults: Vec<String> = validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    let ran = bench.run(&["--format=sarif", "--baseline=known.json", RULES]);
    assert!(ran.out.contains("\"uri\": \"a%20draft.txt\""));
    assert!(ran.out.contains("\"kind\": \"inSource\"") && ran.out.contains("\"justification\": \"as printed\""));
    assert!(ran.out.contains("\"baselineState\": \"unchanged\""));
}

#[test]
fn fingerprints_hold_when_lines_move_and_differ_among_equals() {
    let prints = |text: &str| -> Vec<String> {
        let bench = Bench::new(&[("draft.txt", text)]);
        let ran = bench.run(&["--format=sarif", RULES, "draft.txt"]);
        let log: Value = serde_json::from_str(&ran.out).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.iter().map(|r| r["partialFingerprints"]["normlint/v1"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(prints(DRAFT), prints(&format!("PREFACE\n\n{DRAFT}")));
    let twice = prints(&format!("{DRAFT}\n{DRAFT}"));
    assert_eq!(twice.len(), 6);
    assert!((0..6).all(|i| !twice[i + 1..].contains(&twice[i])));
}
