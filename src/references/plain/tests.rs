//! The byte reader and the grammar agree.

use proptest::prelude::*;

use super::super::grammar;
use super::*;

/// Whether the two readers agree, where this one is sure; and whether it is.
fn agree(text: &str) -> bool {
    let (mut plain, mut reference) = (Parsed::default(), Parsed::default());
    let Some(found) = citation(text, 0, text.len(), &mut plain) else { return false };
    let is = grammar::citation(text, 0, text.len(), &mut reference);
    assert_eq!(found, is, "{text:?}");
    if is {
        assert_eq!(format!("{plain:?}"), format!("{reference:?}"), "{text:?}");
    }
    true
}

#[test]
fn plain_citations_are_read_without_the_grammar() {
    for text in [
        "section 12",
        "subsection (a)(2)",
        "paragraph (3) of this section",
        "section 4 of title 18",
        "subparagraphs (A) and (C) of paragraph (2) of subsection (b) of section 5",
        "sections 14001–14002, and 14005 shall",
        "§§ 3 to 5",
        "Articles 4 to 7 and 9 (2) (b)",
        "section 1396r-8(d)(4)(B)(iii)—",
        "paragraphs 2(a), (c) and 5 of the Schedule",
        "section 5 (relating to fees) of",
        "Part IV of Schedule III",
        "Nos. 54 to 56 of this Constitution",
        "that section",
        "sections 5 and 30 days",
        "paragraph (1), (2), or (3) the owner",
        "section 5(b) or under section 7 of that Act",
        "paragraphs (1)(a.1) and (3.1)(b) of this section",
        "sections C.01.014.5 and C.01A.005 apply",
        "subsections (a) and (b) of this section (1) intervene",
        "sections 34 and 37, respectively, of title 10",
        "section 3583, 5947, or 8583 of this title, as applicable",
        "paragraph (A) of such paragraph, as the case may be, or paragraph (B)",
    ] {
        assert!(agree(text), "{text:?} is left to the grammar");
    }
}

/// Unit words, right and wrong.
const UNITS: &str = "section|sections|Section|SECTION|subsection|sub-section|paragraph|subparagraphs|clause|subclauses|\
    Article|Articles|Art.|art|ART.|Part|Parts|chapter|title|item|rule|schedule|Annex|annexes|Appendices|No.|Nos.|no|\
    Para.|par|app.|§|§§|point|sectional|sub--part";
/// Labels, and what joins them or stands near.
const PIECES: &str = " | | | |\n|\u{a0}|\u{2009}|,|, |,2 |,12 and |;|.|. |)|(|—|–|-|\u{2011}|/|°|%|”|5|12|163|1234567|\
    1396r|3.4|3.4.1|2.|17A|IV|X|C|A|A.2|C.01.014|C.01A.5|B-1|VIIIa|abc|(a)|(b)|(1)|(2)|(A)|(iv)|(viii)|(12345)|(a1)|(3.1)|\
    (a.1)|(b-1)|(b–12)|(2.1a)|(3.1.2)|(12-b)|(ab.123)|(a bis)|\
    (abbis)|(other|(letter)|a)|b.|bis|ter| and | or | and/or |, and | of | to | through | up to | to and including |\
    of this | of that | of such | of the same | of the | under | in the |the |this |respectively| days|Stat.|a |an |\
    shall|that | of said |, inclusive|, as the case may be,| 1 of ";

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_grammar(pieces in proptest::collection::vec((0..5usize, 0..180usize), 1..14)) {
        let units: Vec<&str> = UNITS.split('|').collect();
        let others: Vec<&str> = PIECES.split('|').collect();
        let mut text = String::new();
        for (i, (kind, n)) in pieces.into_iter().enumerate() {
            let list = if i == 0 || kind == 0 { &units } else { &others };
            text.push_str(list[n % list.len()]);
        }
        agree(&text);
    }

    #[test]
    fn instruments_agree_with_the_grammar(pieces in proptest::collection::vec(0..190usize, 0..8), head in 0..24usize) {
        const HEADS: &str = "42 U.S.C. |5 U.S.C. §|7 USC |40 CFR |40 C.F.R. §§ |142 U.S.C. |42 U.S.C.|5 U.S.C. App. |\
            June 25, 1948, ch. |Public Law 9|Pub. L. 93–415|Pub. L. No. 110-2, title |The |88 Stat. |1234 Stat. 5|\
            88 Stat. 1109–|Regulation |Regulations (EU) |Directive|Resolution No. 5|Decision 2019/|Opinion 7|\
            Recommendation ITU-T |Report s";
        let heads: Vec<&str> = HEADS.split('|').collect();
        let more = [" note", " et seq.", ", 1401", " 552(b)", "1396r-8(a)", ", title II", ", § 5", "1112"];
        let parts = [", div. A", ", §§ 7(c)(1)", ", 108 Stat. 3", ", 42(a), ", "–80.2(b)", ", § [[13", ", subpt. ", "(a)(2)"];
        let others: Vec<&str> = PIECES.split('|').chain(more).chain(parts).collect();
        let mut text = String::from(heads[head % heads.len()]);
        text.extend(pieces.iter().map(|n| others[n % others.len()]));
        let (mut plain, mut reference) = (Parsed::default(), Parsed::default());
        let is = grammar::instrument(&text, 0, text.len(), &mut reference);
        prop_assert!(is.is_none() || instrument_like(&text, 0), "{text:?}");
        if let Some(found) = instrument(&text, 0, text.len(), &mut plain) {
            prop_assert_eq!(is, Some(found), "{:?}", text);
            prop_assert_eq!(format!("{plain:?}"), format!("{reference:?}"), "{:?}", text);
        }
    }

    #[test]
    fn agrees_on_citations(words in proptest::collection::vec((0..8usize, 0..7usize, 0..12usize, 0..12usize), 1..6)) {
        const JOINS: [&str; 8] = [", ", " and ", " of ", " of this ", " to ", ", or under ", " of the ", " to the "];
        const UNITS: [&str; 7] = ["section", "paragraphs", "clause", "Articles", "Schedule", "title", "§"];
        const LABELS: [&str; 12] =
            ["5", "5(b)", "(a)(1)", "IV", "(ii), (iii)", "5 to 7", "3 (1)", "(A)–(C)", "5 days", "(1), (2) or (3)", "", "A"];
        const NEXT: [&str; 12] =
            ["", "", "", ", 7", " and 9(2)", ", (b)", " or (c) the", " through (9)", "–4", ", and (d)", ", 30 days", " (a) of"];
        let mut text = String::new();
        for (i, (join, unit, label, next)) in words.into_iter().enumerate() {
            if i > 0 {
                text.push_str(JOINS[join]);
            }
            text.push_str(UNITS[unit]);
            text.push(' ');
            text.push_str(LABELS[label]);
            text.push_str(NEXT[next]);
        }
        agree(&text);
    }
}
