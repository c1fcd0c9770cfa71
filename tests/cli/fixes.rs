//! `--fix` and `--diff`.

use crate::{Bench, DRAFT, RULES};

#[test]
fn fixes_are_made_to_the_end_and_then_nothing_is_left_to_do() {
    let text = DRAFT.replacen("the the", "the the the  the", 1);
    let bench = Bench::new(&[("draft.txt", &text)]);
    let ran = bench.run(&["--fix", "--format=short", RULES, "draft.txt"]);
    assert_eq!(ran.code, 1, "what has no fix is still reported: {}", ran.out);
    let fixed = bench.read("draft.txt");
    assert_eq!(fixed, DRAFT.replace("the the", "the"));
    let again = bench.run(&["--fix", "--format=short", RULES, "draft.txt"]);
    assert_eq!((again.out, bench.read("draft.txt")), (ran.out, fixed));
    let left = std::fs::read_dir(bench.path("")).expect("a folder").count();
    assert_eq!(left, 1, "no other file is left behind");
}

#[test]
fn a_diff_changes_nothing() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["--diff", RULES, "draft.txt"]);
    assert_eq!((ran.code, bench.read("draft.txt").as_str()), (1, DRAFT));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let text = format!("\u{feff}{}", DRAFT.replace('\n', "\r\n"));
    let bench = Bench::new(&[("draft.txt", &text)]);
    bench.run(&["--fix", RULES, "draft.txt"]);
    assert_eq!(bench.read("draft.txt"), text.replace("the the", "the"));
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_is_named_and_left_as_it_was_and_so_are_the_others() {
    let bench = Bench::new(&[("a.txt", DRAFT), ("b.txt", DRAFT)]);
    // No file may grow: every write of the system fails, whoever runs the test.
    let script =
        format!("trap '' XFSZ; ulimit -f 0; exec '{}' --fix {RULES} a.txt b.txt", env!("CARGO_BIN_EXE_normlint"));
    let out = std::process::Command::new("sh").current_dir(bench.path("")).args(["-c", &script]).output().expect("sh");
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("a.txt: cannot be written") && said.contains("nothing was changed"), "{said}");
    assert_eq!((bench.read("a.txt").as_str(), bench.read("b.txt").as_str()), (DRAFT, DRAFT));
    let left = std::fs::read_dir(bench.path("")).expect("a folder").count();
    assert_eq!(left, 2, "no other file is left behind");
}

/// A statute, and a regulation that cites it by name.
const ACT: &str = "Signal Station Act\n\n\u{a7} 1. Scope\nThis Act applies to stations.\n\u{a7} 2. Duties\nA station shall keep records.\n";
const RULE: &str =
    "Signal Station Regulations\n\n\u{a7} 1. Records\nRecords under section 2 of the Signal Station Act are open.\n";

#[test]
fn renumbering_is_one_change_of_all_files() {
    let bench = Bench::new(&[("act.txt", ACT), ("regulations.txt", RULE)]);
    let change = ["renumber", "--insert-before", "2", "act.txt", "regulations.txt"];
    let mut with_diff = change.to_vec();
    with_diff.push("--diff");
    let ran = bench.run(&with_diff);
    assert!(ran.out.contains("+++ act.txt") && ran.out.contains("+++ regulations.txt"), "{}\n{}", ran.out, ran.err);
    assert_eq!((bench.read("act.txt").as_str(), bench.read("regulations.txt").as_str()), (ACT, RULE));
    let ran = bench.run(&change);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(bench.read("act.txt").contains("\u{a7} 3. Duties"), "{}", bench.read("act.txt"));
    assert!(bench.read("regulations.txt").contains("section 3 of the Signal Station Act"));
}

#[test]
#[cfg(unix)]
fn renumbering_that_cannot_write_one_file_writes_none() {
    let bench = Bench::new(&[("act.txt", ACT), ("regulations.txt", RULE)]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec '{}' renumber --insert-before 2 act.txt regulations.txt",
        env!("CARGO_BIN_EXE_normlint")
    );
    let out = std::process::Command::new("sh").current_dir(bench.path("")).args(["-c", &script]).output().expect("sh");
    assert_eq!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!((bench.read("act.txt").as_str(), bench.read("regulations.txt").as_str()), (ACT, RULE));
    assert_eq!(std::fs::read_dir(bench.path("")).expect("a folder").count(), 2, "no other file is left behind");
}
