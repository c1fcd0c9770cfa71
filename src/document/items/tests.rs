use crate::document::{Kind, Provision, read};
use crate::source::Source;

/// The tree of a text, one unit a line: its label or heading, two spaces a level.
fn tree(text: &str) -> String {
    let source = Source::new("draft.txt", text.to_owned());
    let doc = read(&source, None);
    doc.iter()
        .skip(1)
        .map(|(_, unit)| format!("{}{}\n", "  ".repeat(unit.depth as usize - 1), name(unit, text)))
        .collect()
}

fn name<'t>(unit: &Provision, text: &'t str) -> &'t str {
    let heading = || unit.heading.filter(|_| unit.kind == Kind::Heading);
    unit.label.as_ref().map(|l| l.span).or_else(heading).map_or("-", |s| s.of(text))
}

#[test]
fn a_list_begun_again_does_not_end_the_run_of_sections() {
    let text = "1. Grants\na. The owner grants the right to copy.\nb. The owner grants the right to sell.\n2. Duties\n\
                a. The user keeps the notices; and\nb. the user keeps the marks:\n     i. of the owner;\n     ii. of the maker.\n\n\
                When the work is printed:\n\na. it must be printed whole; and\nb. a copy must be sent.\n3. Sales\n4. Law\n";
    assert_eq!(tree(text), "1.\n  a.\n  b.\n2.\n  a.\n  b.\n    i.\n    ii.\n    a.\n    b.\n3.\n4.\n");
}

#[test]
fn points_behind_indents_show_nesting() {
    let text = "1. Scope\n\n2. Grants\n\n3. Duties\n\n     A. The user may copy the work, provided that:\n\n          \
                1. it is copied whole;\n\n          2. the notices are kept; and\n\n          3. no fee is asked.\n\n     \
                B. The user shall keep the marks.\n\n4. Law\n\n5. Courts\n";
    assert_eq!(tree(text), "1.\n2.\n3.\n  A.\n    1.\n    2.\n    3.\n  B.\n4.\n5.\n");
}

#[test]
fn numbers_go_on_after_decimals() {
    let text = "1. Scope\n\n1.0.1. The work is a text.\n\n1.1. The user is a reader.\n\n1.2. The owner is a writer.\n\n\
                2. Grants\n\n2.1. The user may read.\n\nMORE TO SAY\n\n2.2. The user may copy.\n\n3. Law\n\n3.1. No law.\n";
    assert_eq!(tree(text), "1.\n  1.0.1.\n  1.1.\n  1.2.\n2.\n  2.1.\nMORE TO SAY\n  2.2.\n  3.\n    3.1.\n");
}

#[test]
fn units_of_a_section_numbered_with_a_nought_stand_in_it() {
    let text =
        "1.0 Scope\n\n1.1 The work is a text.\n\n1.2 The user reads it.\n\n2.0 Grants\n\n2.1 The user may copy it.\n";
    assert_eq!(tree(text), "1.0\n  1.1\n  1.2\n2.0\n  2.1\n");
}

#[test]
fn the_sign_of_copyright_is_no_label() {
    let text = "The notice reads:\n\n(c) 2004 by the authors\n(C) Copyright A Writer\n(c) A Writer, 1999\n\n\
                (C) . All Rights Reserved.\n\n§ 5. Copies\n(a) A copy is free.\n(b) A copy is whole.\n(c) 2010 is the year of the first copy.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n  (b)\n  (c)\n");
}

#[test]
fn a_label_printed_again_with_each_item_is_one_unit() {
    let text =
        "§ 5. Fees\n(a)(i) The owner pays ten dollars.\n(a)(ii) The tenant pays five.\n(b) The State pays nothing.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n    (i)\n    (ii)\n  (b)\n");
}

#[test]
fn a_line_drawn_below_a_line_makes_it_a_heading() {
    let text = "FIRST LICENCE OF THE WORK\n-------------------------\n\n1. The user may read it.\n\n2. The user may copy it.\n\n\
                Second licence of the work\n==========================\n\n1. The user may sell it.\n\n2. The user may not burn it.\n";
    assert_eq!(tree(text), "FIRST LICENCE OF THE WORK\n  1.\n  2.\nSecond licence of the work\n  1.\n  2.\n");
}

#[test]
fn a_full_stop_alone_is_a_blank_line() {
    let text = " 1. Scope\n .\n This holds for all copies of\n the work.\n .\n 2. Grants\n .\n The user may copy it.\n";
    assert_eq!(tree(text), "1.\n2.\n");
}

#[test]
fn a_citation_broken_before_its_second_label_goes_on() {
    let text =
        "§ 5. Copies\n(a) A copy that is made as section 2(a)\n(4) says is never a new work.\n(b) A copy is whole.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n  (b)\n");
}

#[test]
fn a_number_above_a_drawn_line_begins_a_section_whatever_list_is_open() {
    let text = "1. Scope\n********\n\nThe work holds:\n\n1. texts\n\n2. pictures\n\n3. sounds\n\n2. Grants\n*********\n\n2.1. Reading\n============\n\n\
                The user may read.\n";
    assert_eq!(tree(text), "1.\n  1.\n  2.\n  3.\n2.\n  2.1.\n");
}

#[test]
fn a_nought_after_decimals_is_read() {
    assert_eq!(tree("1.1. The work is a text.\n\n0. The work is old.\n\n2. The work is new.\n"), "1.1.\n  0.\n2.\n");
}

#[test]
fn a_list_of_bullets_ends_where_the_numbers_go_on() {
    let text = "These terms hold for\n\n• the book,\n• its covers.\n\n1. READING. You may read the book.\n\n\
                2. LIMITS. You may not\n\n• lend the book;\n• sell the book.\n\n3. COPIES. You may copy one page.\n";
    assert_eq!(tree(text), "-\n-\n1.\n2.\n  -\n  -\n3.\n");
}

#[test]
fn a_list_that_a_colon_announces_stands_in_its_unit_however_it_is_numbered() {
    let text = "1. Scope\na. The book is lent.\n2. Care\na. The reader pays for harm that comes from:\n1. water;\n2. fire; or\n3. pets.\n\
                b. The owner pays for the rest.\n\n3. Law\na. The law of the place holds.\n";
    assert_eq!(tree(text), "1.\n  a.\n2.\n  a.\n    1.\n    2.\n    3.\n  b.\n3.\n  a.\n");
    let text = "§ 1 Lending\n\n(1) Who lends the book hands over:\n\n1. the covers; and\n\n2. the index.\n\n(2) The book comes back whole.\n";
    assert_eq!(tree(text), "§ 1\n  (1)\n    1.\n    2.\n  (2)\n");
}

#[test]
fn a_citation_that_a_page_end_broke_is_no_label() {
    let text = "10. Duties\n\n10.1 The owner gives leave under Section\n\n10.2 or 10.3, to read and to copy.\n\n10.2 The reader reads.\n";
    assert_eq!(tree(text), "10.\n  10.1\n  10.2\n");
    let text = "The book is named in\nANNEX A. The covers belong to it.\n\n1. Scope\n\nANNEX A\nBOOKS\n";
    assert_eq!(tree(text), "1.\nANNEX A\n");
}

#[test]
fn a_letter_behind_a_number_begins_a_list_that_goes_on_below() {
    let text = "1. The reader reads.\n\n2. a. The reader may copy a page, if the page\n      is whole.\n\n   b. The reader may lend the copy.\n\n3. a. Smith wrote it.\n";
    assert_eq!(tree(text), "1.\n2.\n  a.\n  b.\n3.\n");
}

#[test]
fn a_title_may_begin_with_an_ordinal() {
    let text = "Section 1 - Loan\n\nThe book is lent.\n\nSection 2 - 3rd Party Books\n\n(1) They are lent too.\n\n(2) They come back.\n";
    assert_eq!(tree(text), "Section 1\nSection 2\n  (1)\n  (2)\n");
}

#[test]
fn a_sentence_above_a_list_is_no_heading() {
    let text = "1. Loan\n\n1.1. Grant.\n\nSubject to the claims of others, the owner hereby grants the reader a free licence\n\n\
                (a) to read the book; and\n\n(b) to copy it.\n\n2. Law\n";
    assert_eq!(tree(text), "1.\n  1.1.\n    (a)\n    (b)\n2.\n");
}

#[test]
fn a_numbered_list_goes_on_inside_a_decimal_unit() {
    let text = "1.1. Loan\n\n1.1.1. Grant\n\nThe owner lets the reader:\n\n1.\nRead the book,\n2.\nCopy a page, and\n3.\nLend the copy.\n\n\
                1.1.2. Care\n\nThe reader keeps the book dry.\n\n1.2. Return\n\nThe book comes back.\n";
    assert_eq!(tree(text), "1.1.\n  1.1.1.\n    1.\n    2.\n    3.\n  1.1.2.\n1.2.\n");
}

#[test]
fn headings_of_markdown_are_read_in_plain_text() {
    let text = "# Loan Rules\n\n## 1.0 Scope\n\n1.1 The book is lent.\n\n## 2.0 Care\n\n2.1 It is kept dry.\n\n2.2 It is kept whole.\n";
    assert_eq!(tree(text), "Loan Rules\n  1.0\n    1.1\n  2.0\n    2.1\n    2.2\n");
    let text = "# 1. The program\n# reads a file.\n#\n# 2. It writes\n# another.\n";
    assert_eq!(tree(text), "");
}

/// A text of which sections and headings hang out to the left, printed in pages.
fn hanging() -> String {
    let prose = "   The key is held by the office that asks for it, and by no other one\n   of the port; it is given back to the master of the harbour when the\n   year of the port ends, or when he asks for it.\n\n";
    let page = |n: u32| {
        format!(
            "\n\n\nSmith & Jones             Best Practice for Keys                  [Page {n}]\n\x0c\nKEY 7                       The Care of Keys                   May 2031\n\n\n"
        )
    };
    let mut text = String::from("The Care of Keys\n\nAbstract\n\n");
    text.push_str(&prose.repeat(4));
    text.push_str("1.  Scope\n\n");
    text.push_str(&prose.repeat(3));
    text.push_str("   These are the rules:\n\n   1.  A key is made of steel or of brass,\n       and has a number.\n");
    text.push_str(&page(1));
    text.push_str(&prose.repeat(3));
    text.push_str("   2.  A key is not lent.\n\n   3.  A key is not copied, as section\n   2.1 says of seals.\n\n                Keys of the Office\n\n");
    text.push_str(&page(2));
    text.push_str(&prose.repeat(3));
    text.push_str("1.1.  Seals\n\n");
    text.push_str(&prose.repeat(3));
    text.push_str(&page(3));
    text.push_str("2.  Seals\n\n");
    text.push_str(&prose.repeat(3));
    text.push_str(
        "2.1.  Wax\n\n   The wax is red.\n\n3.  Author\n\n   C. M. Smith\n   1 Harbour Loop\n   Port Utopia\n",
    );
    text
}

#[test]
fn what_hangs_out_is_a_section_and_what_stands_in_is_not() {
    assert_eq!(tree(&hanging()), "Abstract\n  1.\n    1.\n    2.\n    3.\n    1.1.\n  2.\n    2.1.\n  3.\n");
}

#[test]
fn letters_that_mark_entries_are_no_labels() {
    let mut text = String::from("1. Glossary\n\n");
    for n in 0..12 {
        text.push_str(&format!(
            "$ word{n}\n   (N) A word of the standard.\n\n$ other{n}\n   (O) A word of others.\n\n"
        ));
    }
    assert_eq!(tree(&text), "1.\n");
}

#[test]
fn an_area_code_is_no_label() {
    let text = "1. Offices\n\nThe offices are:\n\n   Port Utopia\n   (303) 555-0123\n\n   Port Ruritania\n   (213) 555-0145\n\n\
                2. Hours\n\nThe office opens.\n";
    assert_eq!(tree(text), "1.\n2.\n");
}

#[test]
fn a_word_in_brackets_at_the_beginning_of_a_line_begins_no_list() {
    let prose = "The key is held by the office that asks for it, and by no other office of the\nport, and it is given back to the \
                 harbour master when the year of the port ends,\nor when he asks for it.\n\n";
    let text = format!(
        "1. Answers\n\n{prose}{prose}We expect that the answer is sent with the flag of an authoritative answer\n(AA) and the flag \
         of a query set, and that nothing else is sent with it to\nthe reader who asked.\n\n2. Questions\n\n{prose}"
    );
    assert_eq!(tree(&text), "1.\n2.\n");
    let list = text.replace("flag of a query set", "flag (BB) of a query set");
    assert_eq!(tree(&list), "1.\n  (AA)\n2.\n");
}

#[test]
fn the_letter_o_stands_for_a_bullet() {
    let text = "1. Keys\n\n   The office:\n\n   o  makes the keys; and\n\n   o  keeps them.\n\n2. Seals\n";
    assert_eq!(tree(text), "1.\n  -\n  -\n2.\n");
}

#[test]
fn a_heading_inside_a_list_does_not_end_it() {
    let text = "§ 5. Vessels\n\n(a) A vessel is listed.\n\n(1) The list shows:\n\n(i) The master.\n\n(ii) The following marks.\n\n\
                Mark of the port\n\nMark of the owner\n\n(iii) The tonnage.\n\n(2) The list is public.\n\nTable of Fees\n\n\
                (b) A fee is due.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n    (1)\n      (i)\n      (ii)\n      (iii)\n    (2)\n  (b)\n");
    // Where a list begins below it, or none is open in a unit, it heads what follows.
    let text = "§ 5. Vessels\n\n(a) A vessel is listed.\n\nFees and Charges\n\n(a) A fee is due.\n\n(b) It is low.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\nFees and Charges\n  (a)\n  (b)\n");
}

#[test]
fn a_list_numbered_like_one_above_is_nested_where_that_goes_on_below_it() {
    let text = "§ 5. Labels\n\n(a) A label is due.\n\n(1) It is white.\n\n(2) It is small.\n\n(i) It may be cut by these means.\n\n\
                (A) The maker may use a table.\n\n(1) The first shows it.\n\n(2) The second shows a line.\n\n\
                (B) The maker may use short words.\n\n(ii) It may be left out.\n\n(3) It is glued.\n\n(b) No label is blue.\n";
    let nested = "      (i)\n        (A)\n          (1)\n          (2)\n        (B)\n      (ii)\n";
    assert_eq!(tree(text), format!("§ 5\n  (a)\n    (1)\n    (2)\n{nested}    (3)\n  (b)\n"));
}

#[test]
fn a_list_may_begin_behind_the_heading_of_its_unit() {
    let text = "§ 5. Waste\n\n(a) Ashes that are no waste. (1) Ashes are no waste when they are:\n\n(i) dry; or\n\n(ii) cold.\n\n\
                (2) All others are.\n\n(b) In general.—(1) A fee is due.\n\n(2) It is low.\n\n(c) See the list. (1) is its mark.\n";
    let found = "§ 5\n  (a)\n    (1)\n      (i)\n      (ii)\n    (2)\n  (b)\n    (1)\n    (2)\n  (c)\n";
    assert_eq!(tree(text), found);
}

#[test]
fn double_letters_are_put_in_between_letters_that_go_on_behind_them() {
    let text = "§ 5. Judges\n\n(a) A judge is a lawyer;\n\n(aa) a year at sea counts;\n\n(ab) a year in port does not;\n\n\
                (b) a judge is old.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n  (aa)\n  (ab)\n  (b)\n");
    let text =
        "§ 5. Judges\n\n(a) A judge is one of these:\n\n(aa) a lawyer;\n\n(bb) a master;\n\n(b) a judge is old.\n";
    assert_eq!(tree(text), "§ 5\n  (a)\n    (aa)\n    (bb)\n  (b)\n");
}

#[test]
fn a_list_of_numbers_goes_on_where_many_are_left_out() {
    let text = "1. Fees.—A fee is due.\n\n2. Ports.—(1) A port is open.\n\n(2) It is safe.\n\n21. Powers.—(1) The master commands.\n\n\
                (2) He may sail.\n\n22. Title.—This is the Ports Act.\n";
    assert_eq!(tree(text), "1.\n2.\n  (1)\n  (2)\n21.\n  (1)\n  (2)\n22.\n");
}

#[test]
fn a_wide_gap_may_stand_before_the_first_label_of_a_list() {
    let text = "6. Rights.—A person is a citizen if—\n\n(a) the person was born here; and\n\n(b)     (i) the person lives here; or\n\n\
                (ii) the person was listed.\n\n7. Duties.—None.\n";
    assert_eq!(tree(text), "6.\n  (a)\n  (b)\n    (i)\n    (ii)\n7.\n");
}

#[test]
fn a_citation_broken_behind_the_word_of_a_unit_goes_on() {
    let text = "58. Warnings\n\n(1) A notice is due.\n\n(2) A packer shall mark the goods.\n\n(3) A person who fits goods named in subsection\n\n\
                (2) for a consumer shall give the notice.\n\n(4) No fee is due.\n";
    assert_eq!(tree(text), "58.\n  (1)\n  (2)\n  (3)\n  (4)\n");
    // Words that point at a whole unit may stand above a list.
    let text = "58. Pensions\n\n(1) There is paid under this section\n\n(a) a sum; and\n\n(b) a share.\n";
    assert_eq!(tree(text), "58.\n  (1)\n    (a)\n    (b)\n");
}

#[test]
fn a_quotation_may_begin_with_the_heading_of_what_is_put_in() {
    let text = "3. Pensions\n\n(1) For regulation 42 there shall be substituted—\n\n“Partners’ pensions\n\n42 Partner’s pension\n\n\
                (1) A partner is paid.\n\n(2) It is a short pension.”.\n\n(2) Regulation 43 is omitted.\n";
    assert_eq!(tree(text), "3.\n  (1)\n  (2)\n");
}
