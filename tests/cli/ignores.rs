//! Directives, the file of ignores beside the drafts, baselines.

use crate::{Bench, DRAFT, RULES};

fn lines(text: &str) -> Vec<usize> {
    let bench = Bench::new(&[("draft.txt", text)]);
    let ran = bench.run(&["--format=short", "--select=doubled-word", "draft.txt"]);
    ran.out.lines().filter_map(|l| l.split(':').nth(1)?.parse().ok()).collect()
}

#[test]
fn directives_reach_a_unit_a_line_a_range_a_file() {
    let body = "Article 1\nKeep the the lists.\n\nArticle 2\n(a) the the bills;\n(b) the the accounts.\n\nArticle 3\nShow them to to all.\n";
    assert_eq!(lines(body), [2, 5, 6, 9]);
    let put = |before: &str, directive: &str| body.replacen(before, &format!("{directive}\n{before}"), 1);
    // The next unit with all that it holds; the lines below it move by one.
    assert_eq!(lines(&put("Article 2", "% normlint: ignore NL401 -- as printed")), [2, 10]);
    assert_eq!(lines(&put("(a)", "<!-- normlint: ignore-next doubled-word: as printed -->")), [2, 7, 10]);
    assert_eq!(lines(&put("Keep", "// normlint: ignore-line NL4 -- as printed")), [6, 7, 10]);
    assert_eq!(lines(&put("Article 1", "% normlint: ignore-file all -- a model text")), Vec::<usize>::new());
    let range = put("Article 2", "% normlint: ignore-start NL401 -- as printed");
    assert_eq!(lines(&range), [2], "to the end of the file");
    assert_eq!(lines(&range.replacen("Article 3", "% normlint: ignore-end\nArticle 3", 1)), [2, 11]);
    // Another rule's ignore leaves it standing.
    assert_eq!(lines(&put("Article 2", "% normlint: ignore NL501 -- no")), [2, 6, 7, 10]);
}

#[test]
fn a_directive_leaves_the_tree_as_it_was() {
    let plain = Bench::new(&[("draft.txt", DRAFT)]);
    let with = DRAFT.replacen("(b)", "% normlint: ignore NL401 -- as printed\n(b)", 1);
    let with = with.replacen("1. The", "% normlint: ignore NL501 -- as printed\n1. The", 1);
    let marked = Bench::new(&[("draft.txt", &with)]);
    let tree = |b: &Bench| b.run(&["parse", "draft.txt"]).out;
    assert_eq!(tree(&plain), tree(&marked));
    let all = |b: &Bench| b.run(&["--format=short", "--statistics", "draft.txt"]).out;
    let without = all(&plain).lines().filter(|l| !l.contains("doubled-word") && !l.contains("words-against")).count();
    assert_eq!(all(&marked).lines().filter(|l| !l.contains("doubled-word")).count(), without);
}

#[test]
fn the_sidecar_holds_while_the_text_stays() {
    let bench = Bench::new(&[("normlint.toml", ""), ("d/draft.txt", DRAFT)]);
    let ran = bench.run(&["--write-ignores", "--reason", "as agreed", RULES, "d"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let sidecar = bench.read("normlint-ignore.toml");
    assert!(sidecar.contains("file = \"d/draft.txt\"") && sidecar.contains("reason = \"as agreed\""), "{sidecar}");
    assert_eq!(bench.run(&["--format=short", RULES, "d"]).out, "");
    // Written again, nothing is added.
    bench.run(&["--write-ignores", RULES, "d"]);
    assert_eq!(bench.read("normlint-ignore.toml"), sidecar);
    // Lines before it, other spacing: still ignored. Other words: no longer, and the entry is reported.
    let moved = DRAFT.replacen("Article 1", "Article 0\nNothing here.\n\nArticle 1", 1);
    bench.write("d/draft.txt", moved.replacen("each call for", "each  call for", 1).as_bytes());
    assert_eq!(bench.run(&["--format=short", RULES, "d"]).out, "");
    bench.write("d/draft.txt", DRAFT.replacen("accounts of the year", "accounts of each year", 1).as_bytes());
    let ran = bench.run(&["--format=short", "--select=NL401,NL501,NL9", "d"]);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert!(ran.out.contains("NL401") && ran.out.contains("NL901"), "{}", ran.out);
}

#[test]
fn a_baseline_knows_findings_by_their_words() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    let ran = bench.run(&["--write-baseline=known.json", RULES, "draft.txt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let known = ["--format=short", "--baseline=known.json", RULES, "draft.txt"];
    assert_eq!(bench.run(&known).code, 0);
    // Moved: still known. One more of the same in another place: new.
    bench.write("draft.txt", format!("PREFACE\n\n{DRAFT}").as_bytes());
    assert_eq!(bench.run(&known).out, "");
    bench.write("draft.txt", format!("{DRAFT}\nArticle 3\nA new the the.\n").as_bytes());
    assert_eq!(bench.run(&known).out.lines().count(), 1);
    // SARIF marks the known ones instead of dropping them.
    let ran = bench.run(&["--format=sarif", "--baseline=known.json", RULES, "draft.txt"]);
    assert_eq!(ran.out.matches("\"baselineState\": \"unchanged\"").count(), 3);
    assert_eq!(ran.out.matches("\"baselineState\": \"new\"").count(), 1);
}
