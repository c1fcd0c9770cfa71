//! Findings on real law that were judged by reading: the data is whole, and the figures printed of it are its own.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use normlint::rules;

const HEAD: &str = "corpus\taddress\trule\tlevel\tverdict\twhy";

/// What was judged of one file: by level (errors, warnings), how many are right and how many there are.
fn judged(file: &str) -> ([i32; 2], [i32; 2]) {
    let data = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)).unwrap();
    let mut lines = data.lines();
    assert_eq!(lines.next(), Some(HEAD), "{file}");
    let codes: HashSet<&str> = rules::all().map(|r| r.code).collect();
    let mut seen = HashSet::new();
    let (mut right, mut all) = ([0; 2], [0; 2]);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let [corpus, address, rule, level, verdict, why] = cells.as_slice() else { panic!("six cells: {line}") };
        assert!(matches!(*corpus, "us" | "ca" | "itu" | "ca-bulk"), "corpus: {line}");
        assert!(address.split_once(':').is_some_and(|(_, n)| n.parse::<u32>().is_ok()), "document:line: {line}");
        assert!(codes.contains(rule), "a rule of this name: {line}");
        assert!(!why.trim().is_empty() && why.len() < 100, "a few words: {line}");
        let place = match *level {
            "error" => 0,
            "warning" => 1,
            _ => panic!("error or warning: {line}"),
        };
        assert!(matches!(*verdict, "right" | "wrong" | "doubtful"), "verdict: {line}");
        all[place] += 1;
        right[place] += i32::from(*verdict == "right");
        // An error is always right: one that is wrong goes down a level, or its cause is mended.
        assert!((*level, *verdict) != ("error", "wrong"), "{line}");
        seen.insert((address.to_owned(), rule.to_owned(), why.to_owned()));
    }
    assert!(seen.len() * 20 > 19 * data.lines().skip(1).count(), "{file}: one finding is judged once");
    assert!(right[1] * 5 >= all[1] * 4, "{file}: four warnings in five are right");
    (right, all)
}

#[test]
fn the_sample_is_whole_and_its_figures_are_printed() {
    let (right, all) = judged("verdicts-sample.tsv");
    assert_eq!(all[0] + all[1], 200);
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let figures = format!("{} of {} errors and {} of {} warnings", right[0], all[0], right[1], all[1]);
    assert!(readme.contains(&figures), "the README says: {figures}");
}

#[test]
fn findings_in_the_treaties_keep_the_promise_too() {
    let (_, all) = judged("verdicts-itu.tsv");
    assert_eq!(all[0], 0, "no error");
}
