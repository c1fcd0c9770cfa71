//! Reading holds on any text: it never fails, spans lie on character boundaries, the tree is well-formed.

#![allow(clippy::expect_used)]

use normlint::document::{Document, Kind, read};
use normlint::source::Source;
use normlint::syntax::Profile;
use proptest::prelude::*;

/// Checks everything that later layers rely on.
fn sound(text: &str, doc: &Document) {
    let n = doc.provisions.len();
    assert_eq!(doc.provisions[0].kind, Kind::Document);
    assert_eq!(doc.provisions[0].end.index(), n, "the document holds everything");
    for (id, unit) in doc.iter() {
        assert!(text.get(unit.span.range()).is_some(), "{:?} off the text or inside a character", unit.span);
        assert!(unit.end.index() > id.index() && unit.end.index() <= n);
        for part in unit.label.iter().chain(&unit.margin) {
            assert!(text.get(part.span.range()).is_some());
            assert!(unit.span.contains(part.span), "a label stands inside its unit");
            assert!(!part.key.is_empty() || unit.label.as_ref() == Some(part));
        }
        if let Some(heading) = unit.heading {
            assert!(text.get(heading.range()).is_some());
        }
        match unit.parent {
            None => assert_eq!(id, Document::ROOT),
            Some(parent) => {
                assert!(parent < id, "pre-order");
                let up = doc.get(parent);
                assert!(unit.end <= up.end, "a unit ends before its parent");
                assert!(unit.span.end <= up.span.end, "the parent's span covers it");
                assert!(up.span.start <= unit.span.start);
                assert_eq!(unit.depth, up.depth + 1);
            }
        }
    }
    let starts: Vec<u32> = doc.provisions.iter().skip(1).map(|p| p.span.start).collect();
    assert!(starts.windows(2).all(|w| w[0] <= w[1]), "provisions stand in the order of the text");
    for pair in doc.blocks.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "blocks are disjoint and in order: {pair:?}");
    }
    for block in &doc.blocks {
        let words = text.get(block.span.range()).expect("a block's span fits the text");
        assert!(!words.is_empty());
        assert!(words.len() <= 64 * 1024);
        assert!(block.provision.index() < n);
        assert!(block.span.end <= doc.get(block.provision).span.end, "a unit's span covers its text");
    }
}

fn check(text: &str) {
    for path in ["draft.txt", "draft.md"] {
        let source = Source::new(path, text);
        sound(text, &read(&source, None));
    }
    for profile in Profile::ALL {
        sound(text, &read(&Source::new("draft.txt", text), Some(profile)));
    }
}

/// Pieces that labels, headings and layouts are made of.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "(a) ",
            "(b) ",
            "(i) ",
            "(1) ",
            "(A) ",
            "a) ",
            "1) ",
            "1. ",
            "2. ",
            "3 ",
            "31 3.4 ",
            "3.4 ",
            "3.4.1 ",
            "§ 5. ",
            "§§ 3 to 5. ",
            "Article 1",
            "ARTICLE IV",
            "PART I",
            "CHAPTER 2—Fees",
            "SCHEDULE",
            "ANNEX",
            "Section 3. ",
            "- ",
            "— ",
            "• ",
            "* ",
            "“",
            "”",
            "\"",
            "[^1]: ",
            "[Repealed]",
            "(2) to (5) ",
            "considering",
            "resolves",
            "Preamble",
            "Contents",
            ".....",
            " 12",
            "AB-98 ",
            "____",
            "```",
            "| a | b |",
            "> ",
            "# ",
            "## ",
            "---",
            "= ",
            ":a: b",
            "The operator shall keep a record.",
            "Fees",
            "means a fee; (frais)",
            "and",
            ":",
            ";",
            ".",
            "—",
            "bis",
            "\u{a0}",
            "\u{ad}",
            "\u{feff}",
            "é",
            "漢",
            "\u{c}",
            "\t",
            "  ",
            "    ",
            "\r",
            "(",
            ")",
            "[",
            "]",
            "word1",
        ])
        .prop_map(str::to_owned),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        "[a-z]{1,8} ",
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        check(&text);
    }

    #[test]
    fn any_mixture_of_labels_and_layout_is_read(pieces in prop::collection::vec(piece(), 0..120)) {
        check(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = Source::from_bytes(std::path::Path::new("draft.txt"), bytes) {
            sound(&source.text, &read(&source, None));
        }
    }
}

#[test]
fn hostile_texts_are_read() {
    let deep: String = (0..2000).map(|i| format!("{}(a) x\n", " ".repeat(i % 300))).collect();
    let inline = "1.1 Foo is. ".repeat(2000);
    for text in [
        "(".repeat(100_000),
        "(a) ".repeat(20_000),
        "x".repeat(300_000),
        "é".repeat(100_000),
        "(a) x\n".repeat(20_000),
        "Article 1\n".repeat(5_000),
        "1. Foo\n".repeat(5_000),
        "“(a) x\n".repeat(5_000),
        "1.1.1.1.1.1.1.1\n".repeat(2_000),
        "\n".repeat(100_000),
        "[^1]: x\n".repeat(3_000),
        deep,
        inline,
    ] {
        let source = Source::new("draft.txt", text.as_str());
        sound(&text, &read(&source, None));
    }
}

#[test]
fn line_ends_and_marks_of_encoding_change_nothing_in_the_tree() {
    let plain = "Article 1\nFees\n1. The master shall pay:\n(a) the fee;\n(b) the toll.\n\nArticle 2\nRecords\n1. The master keeps a record.\n2. It is open.\n";
    let keys = |text: &str| -> Vec<String> {
        let doc = read(&Source::new("draft.txt", text), None);
        sound(text, &doc);
        doc.iter().filter_map(|(id, p)| p.label.as_ref().map(|_| doc.path(id).join("/"))).collect()
    };
    let expected = keys(plain);
    assert_eq!(expected, ["1", "1/1", "1/1/a", "1/1/b", "2", "2/1", "2/2"]);
    assert_eq!(keys(&plain.replace('\n', "\r\n")), expected);
    assert_eq!(keys(&format!("\u{feff}{plain}")), expected);
    assert_eq!(keys(&plain.replace("1. ", "1.\t").replace(") ", ")\u{a0}")), expected);
    assert_eq!(keys(plain.trim_end()), expected);
}
