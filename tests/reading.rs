//! Reading holds on any text: it never fails, spans lie on character boundaries, the tree is well-formed.

#![allow(clippy::expect_used)]

use normlint::document::{Document, Kind, ProvisionId, read};
use normlint::references::{Resolution, Scope};
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
        for part in unit.label.iter().chain(unit.margin.as_deref()) {
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

/// Each citation of a text: its words, and the addresses it leads to with a mark for how ("=" found, "!" missing, "?" not
/// looked for, "@" another instrument).
fn cited(text: &str, profile: Profile) -> Vec<String> {
    let source = Source::new("draft.txt", text);
    let doc = read(&source, Some(profile));
    normlint::references::read(&source, &doc)
        .iter()
        .map(|r| {
            let targets: Vec<String> = r
                .targets
                .iter()
                .map(|t| {
                    let mark = match (&r.scope, &t.resolution) {
                        (Scope::External { .. }, _) => '@',
                        (_, Resolution::Found(_) | Resolution::Ambiguous(..)) => '=',
                        (_, Resolution::Missing) => '!',
                        (_, Resolution::Unchecked) => '?',
                    };
                    format!("{mark}{}", t.path)
                })
                .collect();
            format!("{} {}", &text[r.span.range()], targets.join(" ")).trim_end().replace('\n', " ")
        })
        .collect()
}

#[test]
fn citations_lead_where_their_words_say() {
    const ACT: &str = "1 (1) The master keeps a log.\n  (a) of fuel; and\n  (b) of speed.\n  (2) The log is open.\n\n2 A pilot helps.\n\n3 A tug helps.\n\n4 A crew helps.\n\n5 ";
    let act = |words: &str| cited(&format!("{ACT}{words}\n"), Profile::CaAct);
    // Another instrument's units: by "thereof", by a definition, by an unnamed standard, in brackets, as a Part.
    assert_eq!(act("Read section 9 of the Tug Act without subsection (2) thereof.")[1], "subsection (2) thereof @2");
    assert_eq!(
        act("It is a tug as in paragraph (a) of the definition vessel in section 2 of the Tug Act.")[0],
        "paragraph (a) @a"
    );
    assert_eq!(act("It meets section 4.2 of the standard.")[0], "section 4.2 of the standard @4.2");
    assert_eq!(act("Section 7(2) of the Tug Act (other than paragraph (c)) applies.")[1], "paragraph (c) @7/2/c");
    assert_eq!(act("The fee is in Part V.1 of the Tug Act.")[0], "Part V.1 of the Tug Act @V.1");
    assert_eq!(act("It is in Chapter IV of SOLAS.")[0], "Chapter IV of SOLAS @IV");
    // Words that stand between a list and what holds it.
    assert_eq!(
        act("Use paragraphs (a) and (b), as the case may be, of subsection 1(1).")[0],
        "paragraphs (a) and (b), as the case may be, of subsection 1(1) =1/1 =1/1/a =1/1/b"
    );
    // A schedule that is not here has Parts of its own; a unit of another time is not missing.
    assert_eq!(act("See Part 5 of Schedule 3.")[0], "Part 5 of Schedule 3 ?3 ?5");
    assert_eq!(
        act("It ran under paragraph 1(2)(c) or subsection 2.2(1), as those provisions then read.")[0],
        "paragraph 1(2)(c) ?1/2/c"
    );
    assert_eq!(act("It is made under paragraph 1(2)(c).")[0], "paragraph 1(2)(c) !1/2/c");
    assert_eq!(act("It is in item 3 of the schedule."), ["item 3 ?3"]);
    assert_eq!(
        act("It serves that part of the harbour, named in Part 1 of the Tug Act."),
        ["Part 1 of the Tug Act @1"]
    );
    assert_eq!(
        act("See Article 10.12 of the Harbour–Quay Agreement.")[0],
        "Article 10.12 of the Harbour–Quay Agreement @10.12"
    );
    // "No. 6" behind an instrument's noun is part of its name.
    assert_eq!(act("By-law No. 3 holds."), Vec::<String>::new());
    // Names with brackets and without a noun of instruments; the plural asks for a second label; a formula's letter.
    assert_eq!(
        act("It is in Part IV of the Harbour Dues (Tugs) Regulations.")[0],
        "Part IV of the Harbour Dues (Tugs) Regulations @IV"
    );
    assert_eq!(act("It is in Annex 1 to the Restricted Tugs List.")[0], "Annex 1 to the Restricted Tugs List @1");
    assert_eq!(
        act("Move it from paragraphs 1(1)(a) and (b) to the new log.")[0],
        "paragraphs 1(1)(a) and (b) =1/1/a =1/1/b"
    );
    assert_eq!(act("See paragraph (a) of the description of B in that subsection.")[0], "paragraph (a) ?5/a");
    assert_eq!(act("It is Class 1 except for division 1.4."), Vec::<String>::new());
    // "Those" are all that were named; of a list, "that paragraph" is not known.
    assert_eq!(
        act("Read paragraphs 1(1)(a) and (b); those paragraphs bind."),
        ["paragraphs 1(1)(a) and (b) =1/1/a =1/1/b", "those paragraphs =1/1/a =1/1/b"]
    );
    assert_eq!(
        act("If any of paragraphs 1(1)(a) and (b) is met, that paragraph binds."),
        ["paragraphs 1(1)(a) and (b) =1/1/a =1/1/b"]
    );
    assert_eq!(act("Read subsection 1(1); that subsection binds."), ["subsection 1(1) =1/1", "that subsection =1/1"]);
    assert_eq!(act("The following sections apply, and the preceding section."), ["preceding section =4"]);
    // Names with "at" in them; a small number in words; a list without spaces; a column of a table; a range's end.
    assert_eq!(act("See subsection 1(1) of the Tugs at Rest Act.")[0], "subsection 1(1) of the Tugs at Rest Act @1/1");
    assert_eq!(act("See section 1 of the Harbour By-law No. 3.")[0], "section 1 of the Harbour By-law No. 3 @1");
    assert_eq!(act("See paragraph (d) of section four of this Act.")[0], "paragraph (d) ?5/d");
    assert_eq!(
        act("See paragraph 4(2)(a),(b) or (c) of the Tug Act.")[0],
        "paragraph 4(2)(a),(b) or (c) of the Tug Act @4/2/a @4/2/b @4/2/c"
    );
    assert_eq!(act("It is in paragraph 2(a), column 1.")[0], "paragraph 2(a) ?2/a");
    assert_eq!(act("It is held under section 2 through DCI Limited.")[0], "section 2 =2");
    assert_eq!(
        act("It is in Chapter 88 of the Harmonized Goods System.")[0],
        "Chapter 88 of the Harmonized Goods System @88"
    );
    // What a statute calls "the Agreement" is not itself; a body's name is no instrument's.
    assert_eq!(act("It carries out paragraph 3 of the Agreement.")[0], "paragraph 3 of the Agreement @3");
    assert_eq!(act("The Harbour Regulations Board sits."), Vec::<String>::new());
    // A subsection is here, its paragraph is not.
    assert_eq!(act("Read paragraph 1(1)(b) or (c).")[0], "paragraph 1(1)(b) or (c) =1/1/b !1/1/c");
    // Rules of another text in an Act; "the Regulations" that were named before; a list whose end alone is a definition's.
    assert_eq!(act("The rules are Rule 1(1) and Rule 3.")[0], "Rule 1(1) @1/1");
    assert_eq!(
        cited(
            "Harbour Dues Regulations\n\n1 A toll is due.\n\n2 (1) Section 11 of the Tug Regulations is read so.\n  (2) Subsection 1(3) of the Regulations is read so.\n\n3 A fee is due.\n",
            Profile::CaAct
        )[1],
        "Subsection 1(3) of the Regulations @1/3"
    );
    assert_eq!(
        act("See paragraphs 2(2)(a) to (e) of the Regulations Respecting Tugs and Tows.")[0],
        "paragraphs 2(2)(a) to (e) of the Regulations Respecting Tugs and Tows @2/2/a @2/2/e"
    );
    // A Part of what is named right before it; a list whose members have brackets of their own.
    assert_eq!(act("It is printed in the Harbour Gazette, Part I.").last().map(String::as_str), Some("Part I @I"));
    assert_eq!(
        act("Under sections 3 (in part), 4 and 6 (on the use of subsection 7(1)) of the Tug Act.")[0],
        "sections 3 @3"
    );
    // Documents by their titles.
    assert_eq!(act("It meets the standard entitled Clean Tugs, published by the guild.")[0], "Clean Tugs");
}

#[test]
fn citations_in_american_style() {
    const LAW: &str = "§ 1. Logs\n(a) In general\n  (1) The log\n    (A) is kept; and\n      (i) bound; and\n      (ii) dry; and\n    (B) is open.\n(b) Fees\n  (1) A fee is due.\n  (2) A toll is due.\n  (3) The toll\n    (A) is low; and\n    (G) is fair.\n§ 2. Tugs\n";
    let law = |words: &str| cited(&format!("{LAW}{words}\n"), Profile::UsCode);
    assert_eq!(law("Under section 5 1 of title 20, a tug pays.")[0], "section 5 1 of title 20 @5");
    assert_eq!(
        law("Under clause (ii) of section 1(a)(1) a tug pays.")[0],
        "clause (ii) of section 1(a)(1) =1/a/1 =1/a/1/A/ii"
    );
    assert_eq!(
        law("Under subsections (a)(1)(A)(i) and (b)(3)(G) of section 1 a tug pays.")[0],
        "subsections (a)(1)(A)(i) and (b)(3)(G) of section 1 =1 =1/a/1/A/i =1/b/3/G"
    );
    // Sections and a chapter of one title; a Rule and a number of something else; a decision; land.
    assert_eq!(
        law("Under sections 41 and 42 and chapter 7 of title 31 a tug pays."),
        ["sections 41 and 42 @41 @42", "chapter 7 of title 31 @7"]
    );
    assert_eq!(
        law("Under section 2 of this title and chapter 7 of title 31 a tug pays.")[0],
        "section 2 of this title =2"
    );
    assert_eq!(law("It is a fraud under Rule 10b–5 thereunder.")[0], "Rule 10b–5 @10b–5");
    assert_eq!(law("It was held in the Tug case (Ct. Cl. No. 102–63)."), Vec::<String>::new());
    assert_eq!(law("It lies in section 2 of the President’s decision.")[0], "section 2 of the President’s decision @2");
    assert_eq!(law("It runs along the North line of section 77, by the dam."), Vec::<String>::new());
    assert_eq!(law("It is in title IX of the Harbour Amendments.")[0], "title IX of the Harbour Amendments @IX");
    // A list that goes on at a label of another form: what holds it is not seen.
    assert_eq!(
        law("Read clauses (i)(I), 7(aa), or (v)(bb) of section 1(a)(1).").iter().filter(|c| c.contains('!')).count(),
        0
    );
    // The following provisions of another section.
    assert_eq!(
        law(
            "(c) Rules\nThe following provisions of section 9 of this title apply:\n  (1) Paragraph (1) of subsection (b).\n  (2) Subsection (a)."
        ),
        ["section 9 of this title ?9", "Paragraph (1) of subsection (b) ?2/b ?2/b/1", "Subsection (a) ?2/a"]
    );
    // The following provisions of another instrument, which only the lead-in names.
    assert_eq!(
        law(
            "(c) Rules\nThe costs described in the following provisions of the Harbour Tax Act are deducted:\n  (1) paragraph 8(1)(d), as to tugs;\n  (2) section 77."
        ),
        ["Harbour Tax Act", "paragraph 8(1)(d) ?8/1/d", "section 77 ?77"]
    );
    // A table inside a section is no schedule.
    assert_eq!(
        law("(c) Power\n  (1) Offers\n    (A) Each tug has power.\n    Schedule A\n    Tug Power Total\n    (B) Each buoy has power under Schedule A of subsection (c)(1)(A).")
            .last()
            .map(String::as_str),
        Some("Schedule A of subsection (c)(1)(A) =2/c/1/A ?A")
    );
    // A bracket that holds brackets stands before the instrument; a place is no provision; a kind that another defines.
    assert_eq!(
        law("It is due under division C (except sections 3, 7(e), and 9) of subtitle I of title 41.")[0],
        "division C (except sections 3, 7(e), and 9) of subtitle I of title 41 @C"
    );
    assert_eq!(law("It runs from a point 100 feet below the dam."), Vec::<String>::new());
    assert_eq!(law("It is a subsection (a) tug as defined by section 9(d) of the Tug Act.")[0], "subsection (a) ?2/a");
    assert_eq!(
        law("Under subparagraph (B) of paragraph (1) or paragraph (2) of section 1(a) a tug pays.")[0],
        "subparagraph (B) of paragraph (1) =1/a =1/a/1 =1/a/1/B"
    );
}

#[test]
fn parts_of_a_resolution_are_cited_by_their_opening_words() {
    let text = "RESOLUTION 9\nAccess to shared masts\nconsidering\na) that masts are few;\nb) that land is dear,\nresolves\n1 that masts be shared;\n2 that resolves 1 and considering b) be read together;\n3 that resolves 5 above be dropped,\ninstructs the Director of the Bureau\n1 to report;\n2 to read instructs the Director of the Bureau 1 above with resolves 1 of Resolution 4.\n";
    assert_eq!(
        cited(text, Profile::ItuResolution),
        [
            "resolves 1 =resolves/1",
            "considering b) =considering/b",
            "resolves 5 !resolves/5",
            "instructs the Director of the Bureau 1 =instructs the director of the bureau/1",
            "resolves 1 ?resolves/1",
            "Resolution 4",
        ]
    );
}

#[test]
fn treaty_numbers_stand_in_their_places() {
    let text = "ARTICLE 1\nThe Council\n1 1 The Council meets.\n2 2 1) It has a chair:\n3 a) elected; or\n4 b) appointed.\n5 (SUP)\n6 c) drawn by lot.\n7 2) The chair speaks first, under No. 11 of this Convention.\n8 (SUP)\n9 4 It votes.\n9A 4 bis) It votes openly.\n9AA 4 ter) It votes once.\n9B 5 It rests.\n9C (SUP)\n9D 6 bis) It wakes.\nThe Secretary\n10 1 The Secretary writes.\n11 2 The Secretary reads.\n\nARTICLE 2\nSeats\n12 1 Seats are free.\n13 2 Seats are numbered.\n";
    let source = Source::new("draft.txt", text);
    let doc = read(&source, Some(Profile::ItuTreaty));
    let units: Vec<String> = doc
        .iter()
        .filter_map(|(id, p)| Some(format!("{}:{}", p.margin.as_ref()?.key, doc.path(id).join("/"))))
        .collect();
    assert_eq!(
        units,
        [
            "1:1/1",
            "2:1/2",
            "3:1/2/1/a",
            "4:1/2/1/b",
            "5:1/2/1",
            "6:1/2/1/c",
            "7:1/2/2",
            "8:1/2",
            "9:1/4",
            "9A:1/4bis",
            "9AA:1/4ter",
            "9B:1/5",
            "9C:1",
            "9D:1/6bis",
            "10:1/1",
            "11:1/2",
            "12:2/1",
            "13:2/2",
        ]
    );
    assert_eq!(cited(text, Profile::ItuTreaty), ["No. 11 of this Convention =1/2"]);
}

/// The profile found for a text, and the paths of its units.
fn tree(text: &str) -> (Profile, Vec<String>) {
    let doc = read(&Source::new("draft.txt", text), None);
    let paths = (0..doc.provisions.len() as u32)
        .map(ProvisionId)
        .filter(|&id| doc.get(id).label.is_some())
        .map(|id| doc.path(id).join("/"))
        .collect();
    (doc.profile, paths)
}

#[test]
fn divisions_counted_by_letter_are_an_acts_sections() {
    let text = "Feed Regulations\n\n\
        C.01.021 (1) No person shall sell feed that\n  (a) is wet; or\n  (b) is warm.\n  (2) A seller shall keep a record.\n\n\
        C.01.03 The Minister may grant leave.\n\n\
        C.01A.004 (1) A licence holder shall tell the Minister.\n  (2) The Minister shall answer.\n";
    let (profile, paths) = tree(text);
    assert_eq!(profile, Profile::CaAct);
    assert_eq!(
        paths,
        [
            "C.01.021",
            "C.01.021/1",
            "C.01.021/1/a",
            "C.01.021/1/b",
            "C.01.021/2",
            "C.01.03",
            "C.01A.004",
            "C.01A.004/1",
            "C.01A.004/2"
        ]
    );
    let cites = "C.01.021 Feed is dry.\n\nC.01A.004 (1) Sections C.01.021 and C.01A.004 apply.\n  (2) Paragraph C.01.021(1)(b) does not.\n";
    assert_eq!(
        cited(cites, Profile::CaAct),
        ["Sections C.01.021 and C.01A.004 =C.01.021 =C.01A.004", "Paragraph C.01.021(1)(b) !C.01.021/1/b"]
    );
}

#[test]
fn a_decimal_put_in_between_is_followed_by_the_next_whole_one() {
    let text = "3 Tariffs\n3.1 A tariff is public.\n3.2 A tariff is fair.\n3.21 The Authority may ask why.\n3.3 A tariff lasts a year.\n";
    let (_, paths) = tree(text);
    assert!(paths.iter().any(|p| p == "3.3"), "{paths:?}");
}

#[test]
fn lead_ins_of_short_items_are_no_broken_lines() {
    let item = |n: u32| {
        format!(
            "{n} (1) For the purposes of subsections 158.2(1) and 158.27(3) of the Act, the duty is the sum of the parts named here, of which\n  \
             (a) the first is the duty on goods that are made in Canada and consumed there, and\n  \
             (b) the second is the duty on all other goods.\n  (2) The Minister may waive it.\n\n"
        )
    };
    let text: String = (1..6).map(item).collect();
    let (profile, paths) = tree(&text);
    assert_eq!(profile, Profile::CaAct);
    assert_eq!(paths.iter().filter(|p| !p.contains('/')).count(), 5);
}

#[test]
fn a_number_alone_above_its_subsections_is_a_section() {
    let text = "Tariffs Act\n\n1 This Act may be cited as the Tariffs Act.\n\n2 (1) The Minister shall act.\n  (2) The Board may advise.\n\n\
        Repeals\n\n169\n  (2) Subsection (1) comes into force in May.\n\n170\n  (2) Subsection (1) comes into force in June.\n";
    let source = Source::new("draft.txt", text);
    let doc = read(&source, Some(Profile::CaAct));
    let paths: Vec<String> = (0..doc.provisions.len() as u32)
        .map(ProvisionId)
        .filter(|&id| doc.get(id).label.is_some())
        .map(|id| doc.path(id).join("/"))
        .collect();
    assert_eq!(paths, ["1", "2", "2/1", "2/2", "169", "169/2", "170", "170/2"]);
}

#[test]
fn a_first_paragraph_behind_the_title_is_a_paragraph() {
    let text = "Article 1\nTugs\n1. A tug helps.\n2. It tows.\nArticle 2\nReports on tugs 1. The master reports.\n2. The board reads.\nArticle 3\nFees\n1. A fee is due.\n2. It is low.\n";
    let (_, units) = tree(text);
    assert!(units.iter().any(|u| u == "2/1"), "{units:?}");
    assert!(units.iter().any(|u| u == "2/2"), "{units:?}");
}

#[test]
fn one_space_before_a_label_shows_no_nesting() {
    let text = "TUG AGREEMENT\n 1. Purpose. The parties hire tugs.\n 2. Use.\n (a) Hire. A tug is hired, and neither party shall:\n (x) sell it; or\n (y) sink it.\n (b) Return. It is returned.\n 3. Fees.\n (a) Toll. A toll is due.\nIt is low.\n (b) Fine. A fine is due.\n 4. End. It ends.\n";
    let (_, units) = tree(text);
    for unit in ["1", "2", "2/a", "2/a/x", "2/a/y", "2/b", "3", "3/a", "3/b", "4"] {
        assert!(units.iter().any(|u| u == unit), "{unit}: {units:?}");
    }
}

#[test]
fn labels_behind_a_unit_s_name_are_read() {
    for word in ["Article", "Section", "RULE"] {
        let text = format!(
            "Harbour Rules\n\n{word} 2 These Rules apply to all tugs.\n\n\
             {word} 3 (1) (a) The pilot shall keep a log.\n(b) The pilot shall sign it.\n(2) The mate helps.\n\n\
             {word} 3 (1) of the Tug Act does not apply.\n\n{word} 4 (Repealed)\n"
        );
        let (_, paths) = tree(&text);
        assert_eq!(paths, ["2", "3", "3/1", "3/1/a", "3/1/b", "3/2", "4"], "{word}");
    }
}

#[test]
fn a_marginal_note_is_no_protocol() {
    let text = "Tug Act\n\nProtocol\n\nRegistration of a tug\n1 (1) A tug is registered.\n  (2) It is marked.\n\n2 A pilot helps.\n";
    let source = Source::new("draft.txt", text);
    let doc = read(&source, Some(Profile::CaAct));
    let paths: Vec<String> = doc.iter().map(|(id, _)| doc.path(id).join("/")).collect();
    assert!(paths.iter().any(|p| p == "1/2"), "{paths:?}");
}

#[test]
fn a_list_of_margin_numbers_goes_on_behind_a_code() {
    let head = "CONSTITUTION OF THE UNION\n\nARTICLE 1\nThe Council\n1 1 The Council meets in a hall\nAB-98 by the sea.\n2 2 It has a chair\nAB-98 of oak.\n";
    let mut text = head.to_owned();
    for n in 3..9 {
        text += &format!("{n} {n} It votes by hand and by\nAB-98 paper.\n");
    }
    text += "9 9 It sits under Nos. 3 to\nAB-98 5 of this Constitution.\n10 10 It acts on Nos. 4 and\nAB-98 6 above.\n";
    text += "ARTICLE 2\n11 1 Article 1 applies with Appendix 1 to maritime traffic.\n\nRESOLUTION No. 2\n";
    let found = cited(&text, Profile::ItuTreaty);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[2], "Article 1 =1");
    assert_eq!(found[0], "Nos. 3 to AB-98 5 of this Constitution =1/3 =1/5");
    assert_eq!(found[1], "Nos. 4 and AB-98 6 =1/4 =1/6");
}

#[test]
fn margin_numbers_of_another_draft_are_found_there() {
    let constitution = "CONSTITUTION OF THE UNION\n\nARTICLE 1\nThe Council\n1 1 The Council meets.\n2 2 It has a chair.\n3 3 It votes.\nARTICLE 2\nSeats\n4 1 Seats are free.\n5 2 Seats are numbered.\n6 3 Seats are kept.\n";
    let convention = "CONVENTION OF THE UNION\n\nARTICLE 1\nSeats\n1 1 The chair sits first, under No. 2 of the Constitution.\n2 2 Seats are those under No. 5 of the Constitution.\n3 3 Members sit.\nARTICLE 2\nVotes\n4 1 Votes count.\n5 2 Votes are open.\n6 3 Votes end.\n";
    let sources = vec![Source::new("constitution.txt", constitution), Source::new("convention.txt", convention)];
    let plan = normlint::engine::Plan { profile: Some(Profile::ItuTreaty), ..Default::default() };
    let (corpus, _) = normlint::engine::check(sources, &plan);
    let found: Vec<String> = normlint::graph::links(&corpus, &Default::default(), &[])
        .iter()
        .filter(|l| l.from == 1 && l.to == 0)
        .flat_map(|l| l.targets.iter())
        .map(|(resolution, _)| match resolution {
            Resolution::Found(id) => corpus.entries[0].analysis.document.path(*id).join("/"),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(found, ["1/2", "2/2"]);
}

#[test]
fn a_title_behind_two_lists_is_named_in_full() {
    let text = "§ 1. Aid\n(1) “body” means one described in paragraphs (1) through (5) of section 170(c) or section 501(c)(3) \
                of title 26;\n(2) none.\n\n§ 170. Hunting\nNo one hunts.\n";
    let source = Source::new("draft.txt", text);
    let entry =
        normlint::engine::analyse(source, &normlint::engine::Plan::default(), &mut normlint::engine::Watch::default());
    let names: Vec<&str> = entry
        .analysis
        .references
        .iter()
        .filter_map(|r| match r.scope {
            normlint::references::Scope::External { name } => Some(name.of(text)),
            normlint::references::Scope::Internal => None,
        })
        .collect();
    assert_eq!(names, ["title 26", "title 26"]);
}
