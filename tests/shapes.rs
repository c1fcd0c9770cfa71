//! Shapes that texts come in, by tradition and by the format they were taken from: what tree is read from each.

#![allow(clippy::expect_used)]

use normlint::document::{BlockKind, Document, Kind, ProvisionId, read};
use normlint::engine::{self, Plan};
use normlint::source::Source;

fn parsed(path: &str, text: &str) -> Document {
    read(&Source::new(path, text), None)
}

/// The paths of a document's labelled units.
fn paths(doc: &Document) -> Vec<String> {
    let ids = (0..doc.provisions.len() as u32).map(ProvisionId);
    ids.filter(|&id| doc.get(id).label.is_some()).map(|id| doc.path(id).join("/")).collect()
}

fn headings<'t>(doc: &Document, text: &'t str) -> Vec<&'t str> {
    doc.provisions.iter().filter_map(|p| p.heading).map(|h| h.of(text)).collect()
}

/// Codes and messages of what is found in a text, notes left out.
fn findings(path: &str, text: &str) -> Vec<String> {
    let (_, findings) = engine::check(vec![Source::new(path, text)], &Plan::default());
    let told = findings.into_iter().filter(|f| f.severity > normlint::findings::Severity::Note);
    told.map(|f| format!("{} {}", f.code, f.message)).collect()
}

#[test]
fn sections_are_numbered_through_chapters_below_their_notes() {
    let text = "CHAPTER I — PRELIMINARY\n\nShort title.-\n1. (1) This Act may be called the Ferries Act.\n\
                (2) It extends to the whole land.\n\nDefinitions\n2. In this Act a ferry is a boat.\n\n\
                CHAPTER II — OFFENCES\n\nPunishment for obstruction.-\n3. (1) Whoever obstructs a ferry shall be punished.\n\
                (2) Whoever helps shall be punished.\n\nPunishment of officers.-\n4. An officer who obstructs a ferry \
                shall be punished.\n";
    let doc = parsed("act.txt", text);
    assert_eq!(paths(&doc), ["I", "1", "1/1", "1/2", "2", "II", "3", "3/1", "3/2", "4"]);
    let titles = ["Short title.-", "Definitions", "Punishment for obstruction.-", "Punishment of officers.-"];
    assert!(titles.iter().all(|title| headings(&doc, text).contains(title)), "{:?}", headings(&doc, text));
}

#[test]
fn a_table_of_contents_needs_no_heading() {
    let text = "Chapter 12 — Ferries\n\n2021 EDITION\n\nFERRIES\n\n12.005     Definitions\n\n12.010     Licences; fees\n\n\
                12.015     Penalties\n\n      12.005 Definitions. As used in this chapter:\n      (1) “Ferry” means a boat.\n      \
                (2) “Pilot” means a person who steers a ferry.\n\n      12.010 Licences; fees. A pilot shall hold a licence.\n\n      \
                12.015 Penalties. A pilot without a licence shall be fined.\n";
    let doc = parsed("chapter.txt", text);
    assert_eq!(paths(&doc), ["12", "12.005", "12.005/1", "12.005/2", "12.010", "12.015"]);
    assert_eq!(doc.blocks.iter().filter(|b| b.kind == BlockKind::Contents).count(), 3);
    assert_eq!(findings("chapter.txt", text), [""; 0]);
}

#[test]
fn articles_of_by_laws_hold_their_sections() {
    for (path, text) in [
        (
            "bylaws.txt",
            "ARTICLE I\nNAME\n\nSection 1. Name. The name is the Club.\n\nSection 2. Seat. The seat is in the town.\n\n\
             ARTICLE II\nMEMBERS\n\nSection 1. Members. Any person may join under Section 2.\n\nSection 2. Dues. Each member \
             shall pay as Section 4 says, and as Article I, Section 2 does.\n",
        ),
        (
            "bylaws.md",
            "## ARTICLE I<br>Name\n\n### Section 1. Name\n\nThe name is the Club.\n\n### Section 2.\n\nThe seat is in the \
             town.\n\n## ARTICLE II<br>Members\n\n### Section 1.\n\nAny person may join under Section 2.\n\n### Section 2.\n\n\
             Each member shall pay as Section 4 says.\n",
        ),
    ] {
        let doc = parsed(path, text);
        assert_eq!(paths(&doc), ["I", "I/1", "I/2", "II", "II/1", "II/2"], "{path}");
        assert_eq!(findings(path, text), ["NL201 there is no 4 in article II"], "{path}");
    }
}

#[test]
fn a_section_above_articles_groups_them() {
    let text =
        "SECTION 1\n\nGENERAL RULES\n\nArticle 1\n\nThe Parties shall act.\n\nArticle 2\n\nThe Parties may end this.\n";
    let doc = parsed("treaty.txt", text);
    assert_eq!(doc.provisions.iter().filter(|p| p.kind == Kind::SectionGroup).count(), 1);
    assert_eq!(paths(&doc), ["1", "1", "2"]);
}

#[test]
fn bullets_before_labels_are_left_out() {
    let text = "##### 3  Interpretation\n\n   * (1) In this Act:\n\n   * **_authority_** includes:\n\n     * (a) a court; and\n\n     \
                * (b) any officer authorized:\n\n      * (i) to take evidence; or\n\n      * (ii) to ask questions.\n\n   \
                * (2) A reference to a judgment is one to a decree.\n\n##### 4  Application\n\n   * This Act applies to:\n\n     \
                * (a) boats; and\n\n     * (b) ferries.\n\n##### 5  Duty\n\n   * The master of a ferry to which paragraph 4(b) \
                applies shall keep a log.\n";
    let doc = parsed("act.md", text);
    assert_eq!(paths(&doc), ["3", "3/1", "3/1/a", "3/1/b", "3/1/b/i", "3/1/b/ii", "3/2", "4", "4/a", "4/b", "5"]);
    assert_eq!(findings("act.md", text), [""; 0]);
}

#[test]
fn a_heading_of_markdown_may_lack_its_space_and_stand_below_the_unit() {
    let text = "###Article 1\n\n####Scope\n\nThis Agreement applies to ferries.\n\n###Article 2\n\n####Duties\n\n\
                1. Each Party shall keep a register.\n2. The register under paragraph 1 of this Article is public.\n";
    let doc = parsed("treaty.md", text);
    assert_eq!(paths(&doc), ["1", "2", "2/1", "2/2"]);
    assert_eq!(headings(&doc, text), ["Scope", "Duties"]);
    // A lone sign is a tag as often as a heading.
    assert_eq!(parsed("note.md", "#ferries are boats\n\nText.\n").provisions.len(), 1);
}

#[test]
fn a_note_that_cuts_a_sentence_ends_no_list() {
    let text = "7. (1) Subject to this Act, the functions of the Bank shall be to\n\nFunctions of the Bank\n\n\
                (a) issue money; and\n\n(b) keep the reserves.\n\n(2) The Board shall exercise the functions of the Bank.\n";
    assert_eq!(paths(&parsed("act.txt", text)), ["7", "7/1", "7/1/a", "7/1/b", "7/2"]);
}

#[test]
fn signs_between_pages_are_no_text() {
    let text = "1. The fee is due on\n157\n\n=== chapter 16 · page 2 ===\nthe first of May.\n\n-- 3 of 20 --\n\n2. The fee is ten.\n";
    let doc = parsed("rules.txt", text);
    let shown = |kind| doc.blocks.iter().filter(move |b| b.kind == kind).map(|b| b.span.of(text)).collect::<Vec<_>>();
    assert_eq!(shown(BlockKind::Furniture), ["157", "=== chapter 16 · page 2 ===", "-- 3 of 20 --"]);
    let wiki = parsed("wiki.txt", "== Duties of Part 2 ==\n\n1. The fee is due.\n");
    assert!(wiki.blocks.iter().all(|b| b.kind != BlockKind::Furniture));
}

#[test]
fn labels_in_emphasis_are_labels() {
    let bill = "**5.** (1) Every member shall have the following duties:\n\n_(a)_ to assist any authority; and\n\n_(b)_ to take part in \
                service.\n\n(2) Every member shall obey.\n";
    assert_eq!(paths(&parsed("bill.md", bill)), ["5", "5/1", "5/1/a", "5/1/b", "5/2"]);
    // Markdown counts the items, whose own labels stand behind.
    let code = "## 12.03   Agent\n\n1. _(a)_ A dwelling shall have an agent.\n\n2. _(b)_ The agent under Subsection (a) shall answer:\n\n    \
                1. _(1)_ by day; and\n\n    2. _(2)_ by night.\n";
    assert_eq!(paths(&parsed("code.md", code)), ["12.03", "12.03/a", "12.03/b", "12.03/b/1", "12.03/b/2"]);
    assert_eq!(findings("code.md", code), [""; 0]);
    // Here the number is the unit's own.
    let act = "1. _(a)_ A ferry is a boat.\n\n_(b)_ A boat is none.\n\n2. A ferry has a master.\n";
    assert_eq!(paths(&parsed("act.md", act)), ["1", "1/a", "1/b", "2"]);
}

#[test]
fn a_colon_announces_a_list_of_the_same_numbers_further_in() {
    let text = "1. Claims are excluded which are:\n   1. made late, or\n   2. made orally; and\n2. designs.\n";
    assert_eq!(paths(&parsed("policy.txt", text)), ["1", "1/1", "1/2", "2"]);
}

#[test]
fn days_and_words_cut_short_are_no_labels() {
    let text = "Notes\n\n5 July 1946\n\n5 July 1946\n\nS. 3\tam. No. 94, 1973\n\nS. 4\tad. No. 32, 1974\n\nam. No. 35, 1960\n\n\
                26 Oct 1992 (see s. 2)\n";
    assert_eq!(paths(&parsed("act.md", text)), [""; 0]);
}

#[test]
fn a_pattern_inside_an_item_is_no_heading() {
    let text = "3.  Formats\n\n   1.  Dates MUST be formatted as follows:\n\n          YYYY-MM-DD\n\n       where YYYY is the year.\n\n   \
                2.  Times MUST be formatted as follows:\n\n          hh:mm\n\n       where hh is the hour.\n\n4.  Security\n\n   None.\n";
    assert_eq!(paths(&parsed("rfc.txt", text)), ["3", "3/1", "3/2", "4"]);
}

#[test]
fn cells_below_an_underlined_row_are_no_footnotes() {
    let text = "1.  Rates\n\n     Rate      Loss\n     --------  --------\n     10        0.05\n     25        0.06\n\n     Rate      Loss\n     \
                --------  --------\n     10        0.07\n     25        0.08\n";
    let doc = parsed("rates.txt", text);
    assert!(!doc.provisions.iter().any(|p| p.kind == Kind::Footnote));
}

#[test]
fn emphasis_sets_terms_off_as_quotation_marks_do() {
    let text = "## 1 Interpretation\n\nIn this Act,---\n\n_register_ means the register of ferries\n\n\
                **_court_** or **_tribunal_**, in relation to a country, includes a board\n\n*pilot* has the same meaning as in the \
                Harbours Act\n\n## 2 Register\n\nThe pilot shall show the register to the court or tribunal.\n";
    let source = Source::new("act.md", text);
    let doc = read(&source, None);
    let terms = normlint::definitions::read(&source, &doc);
    let names: Vec<&str> = terms.definitions.iter().map(|d| d.term.of(text)).collect();
    assert_eq!(names, ["register", "court", "tribunal", "pilot"]);
}

#[test]
fn an_instrument_s_number_before_an_article_says_whose_it_is() {
    let text = "1. Data\n\nThe data are those of Regulation 2016/679, Article 9(1), and of Directive 95/46/EC, Article 8(4).\n\n\
                8. Keys\n\nKeys are kept.\n\n9. Notices\n\nNotices are given.\n";
    assert_eq!(findings("terms.txt", text), [""; 0]);
}

#[test]
fn links_and_brackets_of_markdown_are_seen_through() {
    let text = "## 2 Title\n\nThis is the Act.\n\n## 6 Levy\n\n(1) The levy is due.\n\n(2) It was set by [section 2(1)][22] of the Levy \
                Amendment Act 1912.\n\nSection 6(5): repealed, on 1 May 1992, by section 9 of the Levy Act 1991.\n\n\
                ## 7 Lists\n\nThe list `\\[A-Control]]` is one of code.\n\n### [Optional rights\n\nThe holder may sell.\n\n### ]\n";
    assert_eq!(findings("act.md", text), [""; 0]);
}

#[test]
fn markdown_counts_the_items_of_a_list_and_a_heading_holds_its_list() {
    let text = "## 1. Definitions\n\n1. A ferry is a boat.\n2. A pilot steers it.\n\n## 2. Duties\n\n### 2.1. Pilots\n\n\
                1. The pilot shall steer.\n1. The pilot shall:\n   1. keep a log;\n   1. keep a watch.\n1. The pilot shall \
                rest.\n\n## 3. End\n\nAs item 3 of section 2.1 says, the pilot rests.\n";
    let doc = parsed("policy.md", text);
    let due = ["1", "1/1", "1/2", "2", "2.1", "2.1/1", "2.1/2", "2.1/2/1", "2.1/2/2", "2.1/3", "3"];
    assert_eq!(paths(&doc), due);
    assert_eq!(findings("policy.md", text), [""; 0]);
    // A plain text is printed as it stands.
    assert_eq!(paths(&parsed("policy.txt", "1. The pilot shall steer.\n\n1. The pilot shall rest.\n")), ["1", "1"]);
}

#[test]
fn spaces_written_as_entities_indent_a_label() {
    let text = "(a) In general.\n\n&nbsp;&nbsp;(1) The pilot shall:\n\n&nbsp;&nbsp;&nbsp;&nbsp;(A) steer; and\n\n\
                &nbsp;&nbsp;&nbsp;&nbsp;(B) rest.\n\n&nbsp;&nbsp;(2) The mate shall help.\n\n(b) Fees.\n\n&nbsp;&nbsp;(1) A fee is due.\n";
    let doc = parsed("rule.md", text);
    assert_eq!(paths(&doc), ["a", "a/1", "a/1/A", "a/1/B", "a/2", "b", "b/1"]);
}

#[test]
fn the_space_behind_a_label_may_be_lost() {
    let text = "Article 1\n\n1. For this Agreement:\n\na)the term \"pilot\" means a person who steers;\n\nb)in the port, the \
                mate is a pilot;\n\n(i)The harbour is in the port.\n\n(ii)N-type boats are boats.\n\n2. (s)he who steers \
                is bound.\n";
    assert_eq!(paths(&parsed("treaty.md", text)), ["1", "1/1", "1/1/a", "1/1/b", "1/1/b/i", "1/1/b/ii", "1/2"]);
}

#[test]
fn terms_are_set_off_behind_labels_between_tags_and_by_two_sorts_of_marks() {
    let terms = |path: &str, text: &str| -> Vec<String> {
        let source = Source::new(path, text);
        let terms = normlint::definitions::read(&source, &read(&source, None));
        terms.definitions.iter().map(|d| d.term.of(text).to_owned()).collect()
    };
    let list = "# Definitions\n\n1.  **Affiliate** means an entity.\n\n2.  **End of Services** means a date.\n\n(a) _Holder_ means \
                a person.\n\n3. \"<a id=\"editor\">**Editor**</a>\" means a person.\n\n4. \"[Review Draft][draft]\" means a text.\n";
    assert_eq!(terms("addendum.md", list), ["Affiliate", "End of Services", "Holder", "Editor", "Review Draft"]);
    let treaty = "Article 1\n\na) the term “investments\" shall comprise every kind of asset:\n\nb) the term “nationals\" shall mean \
                  persons.\n";
    assert_eq!(terms("treaty.txt", treaty), ["investments", "nationals"]);
}

#[test]
fn the_name_of_an_instrument_may_stand_right_beside_its_unit() {
    let text = "1 Title\n\nThis is the School Act.\n\n2 Funds\n\n(1) They were made by section 1(2) Education Reserves Act 1908, and by \
                [section 2(3)][28] Education Lands Act 1949.\n\n(2) The tax is that of the Tax Code § 2.13, and of article 47, \
                paragraph 2, of the Bergen Convention; the office set up under article 47 collects it.\n";
    assert_eq!(findings("act.md", text), [""; 0]);
}
