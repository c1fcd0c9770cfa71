//! `normlint renumber`, run as a program on files.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output};

const ACT: &str = "\
§ 1. Scope
(a) This Act applies to stations.
(b) Subsection (a) does not bind ships.
§ 2. Duties
(a) A station shall keep records.
(b) Section 1(b) and section 3 apply.
§ 3. Records
(a) Records under section 2(a) are open.
";

fn renumber(folder: &Path, args: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_normlint")).arg("renumber").args(args).current_dir(folder).output();
    run.expect("normlint ran")
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("act.txt"), ACT).expect("a file");
    dir
}

fn text(dir: &tempfile::TempDir) -> String {
    std::fs::read_to_string(dir.path().join("act.txt")).expect("the file")
}

#[test]
fn a_diff_shows_all_and_writes_nothing() {
    let dir = folder();
    let out = renumber(dir.path(), &["--insert-before", "2", "--diff", "act.txt"]);
    let diff = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    for line in ["+§ 2. [text]", "+§ 3. Duties", "-§ 3. Records", "+(b) Section 1(b) and section 4 apply."] {
        assert!(diff.lines().any(|l| l == line), "{line} in\n{diff}");
    }
    assert_eq!(text(&dir), ACT);
}

#[test]
fn a_unit_taken_out_is_closed_up_and_what_cited_it_is_named() {
    let dir = folder();
    let out = renumber(dir.path(), &["--remove", "section 1(a)", "act.txt"]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("act.txt:3:5: needs a look") || said.contains("act.txt:3:16: needs a look"), "{said}");
    let after = text(&dir);
    assert!(after.starts_with("§ 1. Scope\n(a) Subsection (a) does not bind ships.\n"), "{after}");
    assert!(after.contains("(b) Section 1(a) and section 3 apply."), "{after}");
}

#[test]
fn closing_up_twice_changes_nothing_the_second_time() {
    let dir = folder();
    std::fs::write(dir.path().join("act.txt"), ACT.replace("§ 3", "§ 5").replace("section 3", "section 5")).unwrap();
    assert_eq!(renumber(dir.path(), &["--close-up", "2", "act.txt"]).status.code(), Some(0));
    assert_eq!(text(&dir), ACT);
    assert_eq!(renumber(dir.path(), &["--close-up", "2", "act.txt"]).status.code(), Some(0));
    assert_eq!(text(&dir), ACT);
}

#[test]
fn what_is_not_there_is_said_and_changes_nothing() {
    let dir = folder();
    let out = renumber(dir.path(), &["--remove", "9", "act.txt"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("there is no unit “9”"));
    assert_eq!(text(&dir), ACT);
}
