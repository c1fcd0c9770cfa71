//! Findings on real law that were judged by reading: the data is whole, and the figures printed of it are its own.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use normlint::rules;

const HEAD: &str = "corpus\taddress\trule\tlevel\tverdict\twhy";

#[test]
fn the_sample_is_whole_and_its_figures_are_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = fs::read_to_string(root.join("tests/data/verdicts-sample.tsv")).unwrap();
    let mut lines = data.lines();
    assert_eq!(lines.next(), Some(HEAD));
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
        seen.insert((*corpus, *address, *rule));
    }
    assert_eq!(all[0] + all[1], 200);
    assert!(seen.len() > 190, "one finding is judged once");
    assert!(right[1] * 5 >= all[1] * 4, "four warnings in five are right");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let figures = format!("{} of {} errors and {} of {} warnings", right[0], all[0], right[1], all[1]);
    assert!(readme.contains(&figures), "the README says: {figures}");
}
