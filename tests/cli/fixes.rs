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
