//! normlint.toml: which one holds, what it sets, what is wrong in it.

use std::fs;
use std::path::Path;

use crate::{Bench, DRAFT};

fn codes(bench: &Bench, args: &[&str]) -> Vec<String> {
    let ran = bench.run(&[&["--format=short"], args].concat());
    assert!(ran.code < 2, "{}", ran.err);
    let code = |l: &str| l.split(['[', ' ']).nth(2).map(str::to_owned);
    ran.out.lines().filter_map(code).collect()
}

#[test]
fn the_nearest_file_wins_whole() {
    let bench = Bench::new(&[
        ("normlint.toml", "select = [\"doubled-word\"]\n"),
        ("a/draft.txt", DRAFT),
        ("b/normlint.toml", "select = [\"words-against-figure\"]\n"),
        ("b/draft.txt", DRAFT),
    ]);
    assert_eq!(codes(&bench, &["a"]), ["NL401", "NL401"]);
    assert_eq!(codes(&bench, &["b"]), ["NL501"]);
    // Each draft by its own, in one run.
    assert_eq!(codes(&bench, &["a", "b"]), ["NL401", "NL401", "NL501"]);
    assert_eq!(codes(&bench, &["--config", "normlint.toml", "b"]), ["NL401", "NL401"]);
    assert_eq!(codes(&bench, &["--no-config", "--select=NL5", "a"]), ["NL501"]);
    // The command line wins.
    assert_eq!(codes(&bench, &["--select=NL501", "a"]), ["NL501"]);
}

#[test]
fn what_a_file_extends_holds_where_it_says_nothing() {
    let bench = Bench::new(&[
        ("house.toml", "select = [\"NL401\", \"NL501\"]\n[rules]\ndoubled-word = \"note\"\nNL501 = \"note\"\n"),
        ("p/normlint.toml", "extends = \"../house.toml\"\n[rules]\nNL501 = \"warning\"\n"),
        ("p/draft.txt", DRAFT),
    ]);
    let ran = bench.run(&["--format=short", "p"]);
    assert!(ran.out.contains("note[NL401") && ran.out.contains("warning[NL501"), "{}", ran.out);
    let ran = bench.run(&["config", "p/draft.txt"]);
    assert!(ran.out.contains("house.toml:1"), "{}", ran.out);
    assert!(ran.out.contains("p/normlint.toml:3"), "{}", ran.out);
    assert!(ran.out.contains("default"), "{}", ran.out);
}

#[test]
fn overrides_exclusions_levels_and_severity() {
    let bench = Bench::new(&[
        (
            "normlint.toml",
            "severity = \"note\"\nexclude = [\"old/\"]\nselect = [\"NL401\"]\n\n[[overrides]]\npaths = [\"annexes/\"]\n\
             rules = { doubled-word = \"off\" }\n\n[rules]\ndoubled-word = \"note\"\n",
        ),
        ("annexes/deep/a.txt", DRAFT),
        ("old/b.txt", DRAFT),
        ("c.txt", DRAFT),
    ]);
    let ran = bench.run(&["--format=short"]);
    assert_eq!(ran.code, 1, "a note fails where the file says so");
    assert!(ran.out.lines().all(|l| l.starts_with("c.txt:") && l.contains("note[NL401")), "{}", ran.out);
    // A file that is named is read although it is excluded.
    assert_eq!(codes(&bench, &["old/b.txt"]).len(), 2);
}

/// Errors with their place in the file and what was probably meant.
#[test]
fn faults_are_shown_in_the_file() {
    let faults = [
        ("selct = [\"NL401\"]\n", "unknown_key"),
        ("select = [\"doubled-wrod\"]\n", "unknown_rule"),
        ("profile = \"itu-treety\"\n", "unknown_profile"),
        ("[rules]\ndoubled-word = \"warn\"\n", "unknown_level"),
        ("[rules.doubled-word]\nlevel = \"note\"\nmax-words = 3\n", "unknown_option"),
        ("severity = \n", "not_toml"),
        ("extends = \"absent.toml\"\n", "extends_absent"),
        ("extends = \"normlint.toml\"\n", "extends_itself"),
    ];
    for (text, name) in faults {
        let bench = Bench::new(&[("normlint.toml", text), ("draft.txt", DRAFT)]);
        let ran = bench.run(&["--config=normlint.toml", "draft.txt"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}");
        // The system's own words differ from one to another.
        let err = ran.err.split(" (os error").next().unwrap_or("");
        insta::assert_snapshot!(name, err);
    }
}

#[test]
fn init_writes_a_file_that_holds_and_spares_one_that_is_there() {
    let bench = Bench::new(&[("draft.txt", DRAFT)]);
    assert_eq!(bench.run(&["init"]).code, 0);
    assert_eq!(bench.run(&["config"]).code, 0);
    bench.write("normlint.toml", b"# mine\n");
    let ran = bench.run(&["init"]);
    assert_eq!((ran.code, bench.read("normlint.toml").as_str()), (2, "# mine\n"));
}

/// Run with `NORMLINT_WRITE=1` to write it anew.
#[test]
fn the_schema_in_docs_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/normlint.schema.json");
    let schema = Bench::new(&[]).run(&["config", "--schema"]).out;
    if std::env::var_os("NORMLINT_WRITE").is_some() {
        fs::write(&path, &schema).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == schema, "docs/normlint.schema.json is stale: run the tests with NORMLINT_WRITE=1");
}

#[test]
fn the_schema_takes_what_normlint_takes() {
    let schema: serde_json::Value =
        serde_json::from_str(&Bench::new(&[]).run(&["config", "--schema"]).out).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let as_json = |text: &str| {
        let value: toml::Value = toml::from_str(text).expect("TOML");
        serde_json::to_value(value).expect("JSON")
    };
    let good = "profile = \"eu-act\"\nselect = [\"NL2\"]\nseverity = \"error\"\n[rules]\nNL4 = \"off\"\nlong-sentence = \
                { level = \"note\", max-words = 40 }\n[vocabulary]\nabbreviations = [\"ITU\"]\n[vocabulary.instruments]\n\
                \"the Convention\" = \"convention.txt\"\n[[overrides]]\npaths = [\"a/\"]\nignore = [\"NL0\"]\n";
    assert!(validator.is_valid(&as_json(good)));
    for bad in ["selct = []\n", "profile = \"no\"\n", "[rules]\nNL4 = \"warn\"\n", "[[overrides]]\nignore = []\n"] {
        assert!(!validator.is_valid(&as_json(bad)), "{bad}");
    }
}
