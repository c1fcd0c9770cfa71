//! Every form of label and layout, in small drafts written for this test: the tree that each must give.

use normlint::document::{BlockKind, Document, read};
use normlint::source::Source;
use normlint::syntax::Profile;

fn tree(name: &str, text: &str, profile: Option<Profile>) -> (Document, Vec<String>) {
    let doc = read(&Source::new(name, text), profile);
    let lines = doc
        .iter()
        .skip(1)
        .map(|(id, p)| {
            let margin = p.margin.as_ref().map(|m| format!("[{}] ", m.key)).unwrap_or_default();
            let heading = p.heading.map(|h| format!(" {{{}}}", h.of(text))).unwrap_or_default();
            format!("{margin}{} {}{heading}", p.kind.name(), doc.path(id).join("/")).trim().to_owned()
        })
        .collect();
    (doc, lines)
}

fn gives(text: &str, expected: &[&str]) {
    assert_eq!(tree("draft.txt", text, None).1, expected, "{text}");
}

fn gives_as(profile: Profile, text: &str, expected: &[&str]) -> Document {
    let (doc, lines) = tree("draft.txt", text, Some(profile));
    assert_eq!(lines, expected, "{text}");
    doc
}

#[test]
fn sections_by_sign_with_items_at_five_levels() {
    gives(
        "CHAPTER 4—HARBOURS\n\n§ 401. Berths\n(a) Grant.—The master may grant a berth to—\n  (1) a ship; or\n  (2) a boat that—\n    (A) is under tow;\n    (B) carries—\n      (i) grain; or\n      (ii) salt.\n(b) Refusal\nThe master may refuse.\n\n§ 402a. Repealed. Pub. L. 9\n",
        &[
            "chapter 4 {HARBOURS}",
            "section 401 {Berths}",
            "subsection 401/a {Grant}",
            "paragraph 401/a/1",
            "paragraph 401/a/2",
            "subparagraph 401/a/2/A",
            "subparagraph 401/a/2/B",
            "clause 401/a/2/B/i",
            "clause 401/a/2/B/ii",
            "subsection 401/b {Refusal}",
            "section 402a",
        ],
    );
}

#[test]
fn several_labels_on_one_line_and_inserted_units() {
    let text = "Harbour Act\n\nShort title\n1 This Act may be cited as the Harbour Act.\n\nDefinitions\n2 (1) In this Act,\n  berth means a place\n    (a) at a quay, or\n    (b) at a buoy; (poste)\n  master means the harbour master. (capitaine)\n  Other terms\n  (2) Other terms have their usual meaning.\n\nFees\n2.1 (1) A fee is due if\n  (a) a ship moors;\n  (a.1) a boat moors; or\n  (b) a raft moors.\nThe fee is small.\n  (2) and (3) [Repealed]\n\n3 to 5 [Repealed]\n";
    gives_as(
        Profile::CaAct,
        text,
        &[
            "section 1 {Short title}",
            "section 2 {Definitions}",
            "subsection 2/1",
            "definition 2/1",
            "paragraph 2/1/a",
            "paragraph 2/1/b",
            "definition 2/1",
            "subsection 2/2 {Other terms}",
            "section 2.1 {Fees}",
            "subsection 2.1/1",
            "paragraph 2.1/1/a",
            "paragraph 2.1/1/a.1",
            "paragraph 2.1/1/b",
            "subsection 2.1/2",
            "section 3",
        ],
    );
}

#[test]
fn margin_numbers_of_treaties() {
    let text = "Preamble\n\n1 While each State keeps its rights, these Rules apply.\n\nArticle 1\n\nScope\n\n2 1.1 a) These Rules govern mooring.\n\n3 b) They do not govern towing.\n\n4 1.2 A State may:\n\n4A a) close a port;\n\n4B a bis) open a port;\n\n5 b) do neither.\n\nArticle 2\n\nFees\n\n6 2.1 Fees shall be fair.\n\n7 2.2 Fees shall be public.\n\n8 to 10 (SUP)\n\n11 2.3 Fees are listed.\n";
    let doc = gives_as(
        Profile::ItuTreaty,
        text,
        &[
            "preamble  {Preamble}",
            "[1] paragraph",
            "article 1 {Scope}",
            "[2] paragraph 1.1",
            "subparagraph 1.1/a",
            "[3] subparagraph 1.1/b",
            "[4] paragraph 1.2",
            "[4A] subparagraph 1.2/a",
            "[4B] subparagraph 1.2/abis",
            "[5] subparagraph 1.2/b",
            "article 2 {Fees}",
            "[6] paragraph 2.1",
            "[7] paragraph 2.2",
            "[8] paragraph 2",
            "[11] paragraph 2.3",
        ]
        .map(|l| l.trim()),
    );
    assert_eq!(doc.profile, Profile::ItuTreaty);
}

#[test]
fn a_paged_treaty_has_furniture_and_codes_taken_out() {
    let page = |n: u32, side: &str| {
        if side == "left" { format!("\n{n} HR/Article {}\n", n / 2) } else { format!("\nHR/Article {} {n}\n", n / 2) }
    };
    let mut text = String::from("HARBOUR RULES OF THE COAST\n");
    let mut number = 1;
    for n in 3..9 {
        text.push_str(&format!("ARTICLE {}\nDuties of the Masters and of the Pilots\n", n - 2));
        for paragraph in 1..5 {
            text.push_str(&format!("{number} {paragraph} The master of each harbour on the coast shall keep a book and\nAB-9{n} shall enter in it the name and the flag of each ship that moors\nthere, and the day on which it moors and leaves.\n"));
            number += 1;
        }
        text.push_str(&page(n, if n % 2 == 0 { "left" } else { "right" }));
    }
    let (doc, lines) = tree("draft.txt", &text, None);
    assert_eq!(doc.profile, Profile::ItuTreaty);
    assert_eq!(lines.iter().filter(|l| l.contains("paragraph")).count(), 24, "{lines:#?}");
    let furniture: Vec<&str> =
        doc.blocks.iter().filter(|b| b.kind == BlockKind::Furniture).map(|b| b.span.of(&text)).collect();
    assert_eq!(furniture.iter().filter(|f| f.contains("HR/")).count(), 6);
    assert_eq!(furniture.iter().filter(|f| f.starts_with("AB-")).count(), 24);
    assert_eq!(doc.blocks.iter().filter(|b| b.continues).count(), 24);
}

#[test]
fn parts_of_a_resolution() {
    let text = "RESOLUTION 9 (PORTO, 2001)\nDredging of harbours\nThe Conference of Harbours (Porto, 2001),\nconsidering\na) that silt settles in harbours;\nb) that dredging is dear,\nresolves\n1 to dredge each harbour:\ni) in spring;\nii) in autumn;\n2 to share the cost,\ninstructs the Secretary\nto report on it.\n";
    let doc = gives_as(
        Profile::ItuResolution,
        text,
        &[
            "group considering {considering}",
            "item considering/a",
            "item considering/b",
            "group resolves {resolves}",
            "item resolves/1",
            "item resolves/1/i",
            "item resolves/1/ii",
            "item resolves/2",
            "group instructs the secretary {instructs the Secretary}",
        ],
    );
    assert_eq!(read(&Source::new("r.txt", text), None).profile, Profile::ItuResolution);
    assert_eq!(doc.provisions[1].rank, normlint::document::Rank::Preamble);
    assert_eq!(doc.provisions[4].rank, normlint::document::Rank::Operative);
}

#[test]
fn siblings_settle_letters_and_numerals() {
    gives(
        "Article 1\n(g) grain;\n(h) salt;\n(i) tar;\n(j) rope.\n\nArticle 2\n(g) grain;\n(h) salt:\n(i) coarse;\n(ii) fine.\n\nArticle 3\n(u) oil;\n(v) wine;\n(w) ale;\n(x) malt.\n",
        &[
            "article 1",
            "paragraph 1/g",
            "paragraph 1/h",
            "paragraph 1/i",
            "paragraph 1/j",
            "article 2",
            "paragraph 2/g",
            "paragraph 2/h",
            "subparagraph 2/h/i",
            "subparagraph 2/h/ii",
            "article 3",
            "paragraph 3/u",
            "paragraph 3/v",
            "paragraph 3/w",
            "paragraph 3/x",
        ],
    );
}

#[test]
fn clauses_on_one_long_line_are_parted_where_their_numbers_prove_them() {
    let filler = "The supplier shall deliver the goods at the quay, and the buyer shall take them over there without delay and against a receipt that names the goods and the day. ".repeat(3);
    let text = format!(
        "SUPPLY AGREEMENT between the buyer and the supplier: 1. DEFINITIONS 1.1 \"Goods\" means rope. {filler}1.2 \"Quay\" means the north quay. {filler}2. DELIVERY. {filler}2.1 Notice. {filler}2.2 Delay. {filler}3. TERM. This Agreement ends in section 4. Year two. {filler}"
    );
    let (_, lines) = tree("draft.txt", &text, Some(Profile::Contract));
    let paths: Vec<&str> = lines.iter().map(|l| l.split(" {").next().unwrap()).collect();
    assert_eq!(
        paths,
        ["section 1", "subsection 1.1", "subsection 1.2", "section 2", "subsection 2.1", "subsection 2.2", "section 3"],
        "{lines:#?}"
    );
}

#[test]
fn quoted_amending_text_has_no_units_of_the_document() {
    let text = "Article 1\n1. Section 4 of the Act is replaced by the following:\n“4. The master shall:\n(a) pay; and\n(b) report.”\n2. Section 5 is repealed.\n";
    gives(text, &["article 1", "paragraph 1/1", "paragraph 1/2"]);
    let doc = read(&Source::new("draft.txt", text), None);
    assert_eq!(doc.blocks.iter().filter(|b| b.kind == BlockKind::Quotation).count(), 3);
}

#[test]
fn a_table_of_contents_is_no_law() {
    let text = "Harbour Rules\n\nContents\nArticle 1 Fees ........ 2\nArticle 2 Books ....... 3\nArticle 3 Ropes ....... 3\n\nArticle 1\nFees\nA fee is due.\n\nArticle 2\nBooks\nA book is kept.\n\nArticle 3\nRopes\nA rope is strong.\n";
    gives(text, &["article 1 {Fees}", "article 2 {Books}", "article 3 {Ropes}"]);
}

#[test]
fn markdown_is_read_as_the_law_it_sets() {
    let text = "---\ntitle: By-law\n---\n# Harbour By-law\n\n## Part 1 Berths\n\n### 1. Fees\n\n**1.1** The master shall pay the fee.\n\n1.2 The fee is due:\n\n- on arrival;\n- on departure.\n\nIt is due once.\n\n| Ship | Fee |\n|---|---|\n| a | 3 |\n\n```\n(a) code\n```\n\n> (a) quoted text\n\n### 2. Records\n\n(a) The master shall keep a record.[^1]\n(b) It is open.\n\n[^1]: See the Act.\n";
    let (doc, lines) = tree("draft.md", text, None);
    assert_eq!(
        lines,
        [
            "heading  {Harbour By-law}",
            "part 1 {Berths}",
            "section 1 {Fees}",
            "subsection 1.1",
            "subsection 1.2",
            "item 1.2",
            "item 1.2",
            "section 2 {Records}",
            "paragraph 2/a",
            "paragraph 2/b",
            "footnote 2/b/1",
        ]
    );
    let count = |kind| doc.blocks.iter().filter(|b| b.kind == kind).count();
    assert_eq!((count(BlockKind::Table), count(BlockKind::Quotation), count(BlockKind::Footnote)), (3, 1, 1));
    assert_eq!(count(BlockKind::Code), 6);
    let flush = doc.blocks.iter().find(|b| b.kind == BlockKind::Flush).map(|b| b.span.of(text));
    assert_eq!(flush, Some("It is due once."));
}

#[test]
fn flush_text_belongs_to_the_parent() {
    let text = "§ 5. Berths\n(a) The master may—\n  (1) grant a berth;\n  (2) refuse a berth,\nas the case requires.\n(b) A berth is free.\n";
    let doc = read(&Source::new("draft.txt", text), None);
    let flush = doc.blocks.iter().find(|b| b.kind == BlockKind::Flush).copied();
    let flush = flush.expect("flush text is found");
    assert_eq!((flush.span.of(text), doc.path(flush.provision).join("/").as_str()), ("as the case requires.", "5/a"));
}

#[test]
fn wrapped_paragraphs_are_one_block() {
    let text = "Article 1\n\nThe master of each harbour on the coast shall keep a book in which the\nname and the flag of each ship that moors there is entered, and shall\nshow it to any person who asks to see it at a reasonable hour of the\nday. Article 5 does not apply to the book.\n\nArticle 2\n\n1. The book is open to all persons who have business in the harbour,\nand to no other.\n2. It is closed on feast days, unless the master of the harbour allows\nit to be seen.\n";
    let doc = read(&Source::new("draft.txt", text), None);
    let blocks: Vec<usize> =
        doc.blocks.iter().filter(|b| b.kind == BlockKind::Text).map(|b| b.span.of(text).lines().count()).collect();
    assert_eq!(blocks, [4, 2, 2]);
}

#[test]
fn sections_that_group_articles_stand_outside_addresses() {
    gives_as(
        Profile::EuAct,
        "CHAPTER III\nDuties\nSection 1\nMasters\nArticle 12\nBooks\n1. The master shall keep a book:\n(a) of ships;\n(b) of boats.\n2. It is open.\n",
        &[
            "chapter III {Duties}",
            "section 1 {Masters}",
            "article 12 {Books}",
            "paragraph 12/1",
            "item 12/1/a",
            "item 12/1/b",
            "paragraph 12/2",
        ],
    );
}
