//! Forms of definition, read from short texts.

use super::*;
use crate::document;

fn terms(text: &str) -> Vec<String> {
    let source = Source::new("draft.txt", text.to_owned());
    let doc = document::read(&source, None);
    read(&source, &doc).definitions.iter().map(|d| d.key.to_string()).collect()
}

#[test]
fn a_term_in_quotation_marks_is_read_with_its_verb() {
    assert_eq!(terms("The term “carrier” means a person who carries."), ["carrier"]);
    assert_eq!(terms("In this Part, “mast” or “tower” includes a pole."), ["mast", "tower"]);
    assert_eq!(terms("“Consent” of the user means a free statement."), ["consent"]);
    assert_eq!(terms("The term “grant”, when used of land, means a lease."), ["grant"]);
    assert_eq!(terms("“Minister”—the Minister of Works."), ["minister"]);
    assert!(terms("with respect to the meaning of the term “employed”.").is_empty());
    assert!(terms("as the term “subsidiary” is defined in section 4.").is_empty());
}

#[test]
fn a_term_without_marks_needs_a_lead_in_or_the_head_of_a_line() {
    assert_eq!(terms("In this section, fee means a sum of money."), ["fee"]);
    assert_eq!(terms("In sections 4 to 7, deposit, in relation to waste, includes a spill."), ["deposit"]);
    assert_eq!(terms("mast means a pole. (mât)\nfee [Repealed]"), ["mast", "fee"]);
    assert_eq!(terms("In this Order, mast and pole have the same meanings as in section 3."), ["mast", "pole"]);
    assert!(terms("The report includes a summary.").is_empty());
    assert_eq!(terms("The term Base Date as defined in Annex 1 shall mean the first of May."), ["base date"]);
    assert!(terms("In this Agreement, words importing the singular include the plural.").is_empty());
    assert!(terms("It travels by whatever means the parties agree.").is_empty());
}

#[test]
fn names_in_brackets_are_read() {
    assert_eq!(
        terms("Acme Limited (the “Seller”) and Birch plc (hereinafter referred to as the Buyer) agree."),
        ["seller", "buyer"]
    );
    assert!(terms("The word (see “mast”) is not used.").is_empty());
}

#[test]
fn entries_of_a_list_of_definitions_are_read() {
    assert_eq!(terms("Definitions\n2.1 Signal: Any wave that carries a message."), ["signal"]);
    assert_eq!(terms("Definitions\n2.1 Grant (of a licence): The act by which a licence is given."), ["grant"]);
    assert!(terms("Definitions\n\n1. Definitions: In this Agreement the words below shall bind.").is_empty());
    assert!(terms("B. TERMS OF AGREEMENT\n\n1. Checks: The carrier shall be checked.").is_empty());
}

#[test]
fn terms_under_a_heading_of_definitions_may_stand_with_an_article_a_label_or_emphasis() {
    let list = |line: &str| terms(&format!("Article 1\nDefinitions\n{line}\n"));
    assert_eq!(list("1.1 A mooring means a rope made fast."), ["mooring"]);
    assert_eq!(list("1.1 The term crew refers to all persons on board."), ["crew"]);
    assert_eq!(list("1.1 *Beacon*: Any light on a mast."), ["beacon"]);
    assert_eq!(list("1.1 \"Pilot\" has the same meaning as in the Pilots Act."), ["pilot"]);
}

#[test]
fn straight_single_marks_hold_a_term_at_the_head_of_a_sentence() {
    assert_eq!(terms("In this Part, 'mooring' means a rope made fast."), ["mooring"]);
    assert_eq!(terms("'Pilot' has the meaning given in section 4."), ["pilot"]);
    assert_eq!(terms("A berth is let. 'Master's list' means the list of berths."), ["master's list"]);
    assert_eq!(terms("The term 'crew list' includes a copy."), ["crew list"]);
    assert!(terms("The owners' report means a lot to the masters' guild.").is_empty());
    assert!(terms("'The port is safe' is what the master's word means.").is_empty());
}

#[test]
fn a_term_in_marks_that_is_something_is_defined_in_a_list_of_definitions() {
    assert_eq!(terms("Article 1\nDefinitions\n1. “Toll” is the fee for a passage."), ["toll"]);
    assert_eq!(terms("Article 1\nDefinitions\n“Locks” are the gates of the canal."), ["locks"]);
    assert!(terms("Article 1\nDuties\n“Locks” are the gates of the canal.").is_empty());
}

#[test]
fn a_name_without_marks_is_fixed_in_brackets() {
    assert_eq!(terms("The Harbour Council (hereinafter the Council) meets."), ["council"]);
    assert_eq!(terms("The Harbour Board, hereinafter referred to as the Board, meets."), ["board"]);
    assert!(terms("The Board meets as hereinafter provided in the Rules.").is_empty());
}

#[test]
fn short_names_are_fixed_in_brackets_with_or_without_hereinafter() {
    assert_eq!(terms("The Harbour Union (hereinafter “the Union”) keeps the log."), ["union"]);
    assert_eq!(terms("The Board of Ports (the \"Board\") meets."), ["board"]);
}

#[test]
fn an_annex_may_have_its_title_below_its_label() {
    let treaty = "ARTICLE 1\nPurposes\n1 The purposes are these.\nARTICLE 2\nMembers\n2 The Union has Members.\n\
                  ANNEX\nDefinition of Certain Terms Used in this Treaty,\nand in the Regulations\n\
                  1001 For the purpose of the above, the\nfollowing terms shall have the meanings below:\n\
                  1002 Member State: A State which is a Member of the Union.\n\
                  1003 Telegram: Written matter for delivery to the person addressed.\n";
    assert_eq!(terms(treaty), ["member state", "telegram"]);
}

#[test]
fn lists_of_abbreviations_are_read_line_by_line() {
    let text = "4 Abbreviations\n\nPLR Packet Loss Ratio\n\nQoS Quality of Service\n\nNOTE Names of bodies are not listed.\n\n5 Scope\n\nThe PLR is low.\n";
    let source = Source::new("draft.txt", text.to_owned());
    let doc = document::read(&source, None);
    let found = read(&source, &doc).abbreviations;
    let read: Vec<&str> = found.iter().map(|a| a.short.of(text)).collect();
    assert_eq!(read, ["PLR", "QoS"]);
}

#[test]
fn fields_of_entries_and_data_define_nothing() {
    let field = |what: &str| format!("{what}: A key of the kind that the office makes.\n\n");
    let list = format!("1. Definitions\n\n{}{}", field("Seal"), field("Letter"));
    assert_eq!(terms(&list), ["seal", "letter"]);
    assert_eq!(terms(&format!("{list}{}", field("Usage").repeat(3))), ["seal", "letter"]);
    assert!(terms("\"name\" : \"value\",\n\n\"count\": 3").is_empty());
    assert_eq!(terms("“Fee”: 3 dollars a day."), ["fee"]);
}
