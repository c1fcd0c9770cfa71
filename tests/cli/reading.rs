//! Paths, standard input, what cannot be read, exit codes, threads.

use std::io::Write;
use std::process::Stdio;

use crate::{Bench, DRAFT, RULES, Ran};

#[test]
fn exit_codes() {
    let bench = Bench::new(&[("bad.txt", DRAFT), ("good.txt", "Article 1\nThe operator shall keep records.\n")]);
    let code = |args: &[&str]| bench.run(args).code;
    assert_eq!(code(&[RULES, "good.txt"]), 0);
    assert_eq!(code(&[RULES, "bad.txt"]), 1);
    assert_eq!(code(&[RULES, "--exit-zero", "bad.txt"]), 0);
    assert_eq!(code(&["--select=doubled-word", "--severity=error", "bad.txt"]), 0);
    assert_eq!(code(&["--select=words-against-figure", "--severity=error", "bad.txt"]), 1);
    assert_eq!(code(&[RULES, "absent.txt"]), 2);
    assert_eq!(code(&["--no-such-option"]), 2);
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_its_byte_and_the_others_go_on() {
    let bench = Bench::new(&[("good.txt", DRAFT)]);
    bench.write("latin.txt", b"Article 1\nThe caf\xe9 shall close.\n");
    let ran = bench.run(&["--format=short", RULES, "latin.txt", "good.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("latin.txt: not UTF-8: byte 17 (0xe9)"), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 3);
}

#[test]
fn a_file_that_cannot_be_read_is_not_called_clean() {
    let bench = Bench::new(&[("good.txt", "Article 1\nThe operator shall keep records.\n")]);
    bench.write("latin.txt", b"The caf\xe9.\n");
    let ran = bench.run(&[RULES, "latin.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, "No draft was checked.\n"));
    let ran = bench.run(&[RULES, "latin.txt", "good.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, "No findings in 1 draft; 1 could not be checked.\n"));
    let ran = bench.run(&["--format=junit", RULES, "latin.txt"]);
    assert!(ran.out.contains("errors=\"1\"") && !ran.out.contains("no findings"), "{}", ran.out);
}

#[test]
fn folders_respect_gitignore_and_take_known_extensions() {
    let files = [
        ("drafts/a.txt", DRAFT),
        ("drafts/b.md", DRAFT),
        ("drafts/c.bin", DRAFT),
        ("drafts/old/d.txt", DRAFT),
        ("drafts/.gitignore", "old/\n"),
    ];
    let bench = Bench::new(&files);
    let ran = bench.run(&["--format=short", RULES, "drafts"]);
    let mut names: Vec<&str> = ran.out.lines().filter_map(|l| l.split(':').next()).collect();
    names.dedup();
    assert_eq!(names, ["drafts/a.txt", "drafts/b.md"]);
    // A file that is named is read whatever it is called; one that is named twice is read once.
    let ran = bench.run(&["--format=short", RULES, "drafts/c.bin", "./drafts/c.bin", "drafts/old/d.txt"]);
    assert_eq!(ran.out.lines().count(), 6);
}

#[test]
fn standard_input_goes_by_the_name_given() {
    let bench = Bench::new(&[]);
    let mut child = bench
        .command(&["--format=short", RULES, "--stdin-filename", "notes/draft.md", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("normlint runs");
    child.stdin.take().expect("a pipe").write_all(DRAFT.as_bytes()).expect("written");
    let ran = Ran::of(child.wait_with_output().expect("it ends"));
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("notes/draft.md:4:28: warning[NL401 doubled-word] "), "{}", ran.out);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let text = format!("Article 1\n{}", "Keep the the records.\n".repeat(20_000));
    let bench = Bench::new(&[("draft.txt", &text)]);
    let mut child = bench.command(&["--format=text", RULES, "draft.txt"]).spawn().expect("normlint runs");
    drop(child.stdout.take());
    let ran = Ran::of(child.wait_with_output().expect("it ends"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn the_same_output_for_any_number_of_threads() {
    let drafts: Vec<(String, String)> = (0..40).map(|i| (format!("d/{i:02}.txt"), DRAFT.repeat(i % 7 + 1))).collect();
    let files: Vec<(&str, &str)> = drafts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let bench = Bench::new(&files);
    for format in ["text", "jsonl", "sarif"] {
        let one = bench.run(&["--jobs=1", "--format", format, "d"]);
        for jobs in ["--jobs=2", "--jobs=7"] {
            let many = bench.run(&[jobs, "--format", format, "d"]);
            assert!(one == many, "{format} {jobs}");
        }
    }
}

#[test]
fn names_that_are_near_are_suggested() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let err = |args: &[&str]| {
        let ran = bench.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        ran.err
    };
    assert!(err(&["--select=doubled-wrod", "draft.txt"]).contains("doubled-word"));
    assert!(err(&["--format=sraif", "draft.txt"]).contains("sarif"));
    assert!(err(&["explain", "doubled-wird"]).contains("did you mean doubled-word (NL401)?"));
}

#[test]
fn pages_lists_completions_and_manual_are_printed() {
    let bench = Bench::new(&[]);
    let out = |args: &[&str]| {
        let ran = bench.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran.out
    };
    assert!(out(&["explain", "nl401"]).starts_with("# doubled-word (NL401)\n"));
    assert!(out(&["rules"]).contains("NL401  doubled-word"));
    assert!(serde_json::from_str::<serde_json::Value>(&out(&["rules", "--json"])).is_ok());
    assert!(out(&["completions", "bash"]).contains("normlint"));
    assert!(out(&["man"]).contains(".TH normlint"));
}

#[test]
fn timings_name_stages_and_rules() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["--timings", "draft.txt"]);
    assert!(ran.err.contains("document") && ran.err.contains("NL401 doubled-word"), "{}", ran.err);
}
