//! Who must do what for whom: norms read from sentences written for this test.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use normlint::engine::{Plan, Watch, analyse};
use normlint::norms::Modality;
use normlint::source::Source;

/// Bearer, force, act and counterparty of every norm.
fn read(text: &str) -> Vec<(String, Modality, String, String)> {
    let entry = analyse(Source::new("draft.txt", text), &Plan::default(), &mut Watch::default());
    let words = |s: Option<normlint::span::Span>| s.map_or(String::new(), |s| s.of(text).to_owned());
    let norms = entry.analysis.norms.iter();
    norms.map(|n| (words(n.bearer), n.modality, words(Some(n.action)), words(n.counterparty))).collect()
}

fn for_whom(text: &str) -> String {
    read(text).first().map_or(String::new(), |n| n.3.clone())
}

#[test]
fn the_one_who_receives_stands_before_what_is_given() {
    for (text, whom) in [
        ("The Buyer shall pay the Seller 100 crowns.\n", "the Seller"),
        ("The carrier shall give the Authority notice of each fault.\n", "the Authority"),
        ("The Union shall provide the Member with a copy of the record.\n", "the Member"),
        ("The registrar shall send every applicant a receipt.\n", "every applicant"),
        ("The landlord shall not deny the tenant access.\n", "the tenant"),
        ("The Minister shall inform the Council of any change.\n", "the Council"),
        ("The Buyer shall indemnify and hold harmless the Seller against all claims.\n", "the Seller"),
        ("The Agency may require a carrier to produce papers.\n", "a carrier"),
        ("The Seller shall deliver the crates to the Buyer.\n", "the Buyer"),
        ("The Buyer is entitled to claim damages from the Seller.\n", "the Seller"),
    ] {
        assert_eq!(for_whom(text), whom, "{text}");
    }
}

#[test]
fn what_is_taken_is_not_owed() {
    assert_eq!(for_whom("The carrier shall obtain a permit from the Authority.\n"), "");
    assert_eq!(for_whom("The carrier shall provide a list of its stops.\n"), "");
}

#[test]
fn a_relative_clause_on_the_bearer_hides_no_norm() {
    for (text, who) in [
        ("An operator that fails under section 2(a) shall pay a fee.\n", "An operator"),
        ("A member who is absent without leave shall vacate the seat.\n", "A member"),
        ("A person to whom a licence is issued under subsection (1) shall display it.\n", "A person"),
        ("An operator which has been fined pursuant to section 4 must not carry freight.\n", "An operator"),
    ] {
        let norms = read(text);
        assert_eq!(norms.len(), 1, "{text}");
        assert_eq!(norms[0].0, who, "{text}");
    }
}

#[test]
fn should_before_its_subject_opens_a_condition() {
    for (text, count) in [
        ("Should unforeseen costs arise, the carrier shall give notice of them.\n", 1),
        ("However, should transport fail, the carrier shall give notice of it.\n", 1),
        ("The carrier should give notice of each fault.\n", 1),
        ("A client SHOULD cache the answer.\n", 1),
    ] {
        let norms = read(text);
        assert_eq!(norms.len(), count, "{text}");
        assert_ne!(norms[0].2, "unforeseen costs arise", "{text}");
    }
}

#[test]
fn no_one_is_required_is_no_ban() {
    let norms = read("No carrier is required to keep a list.\nNo carrier shall keep a list.\n");
    let forces: Vec<Modality> = norms.iter().map(|n| n.1).collect();
    assert_eq!(forces, [Modality::Exemption, Modality::Prohibition]);
}

#[test]
fn a_heading_run_into_the_sentence_is_no_bearer() {
    let norms = read("Help in relation to claims The director and her staff shall give an account of the tariff.\n");
    assert_eq!(norms[0].0, "The director and her staff");
}

#[test]
fn a_right_inside_a_condition_is_no_norm() {
    for text in [
        "Where the court is satisfied that no person appears to be in possession or to have the right to the possession of the vessel, it may order its sale.\n",
        "If the person who is the owner or is lawfully entitled to its possession is known, the court may order its return.\n",
    ] {
        let norms = read(text);
        assert!(norms.iter().all(|n| n.1 != Modality::Right), "{text} {norms:?}");
    }
    assert_eq!(read("If it is necessary, the operator shall stop the line.\n")[0].1, Modality::Obligation);
}
