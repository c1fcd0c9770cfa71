//! `false-imperative`: "shall" where nobody is to do anything.

use crate::norms::Modality;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL312",
    name: "false-imperative",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/deontic/false_imperative.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for n in cx.analysis().norms.iter().filter(|n| n.modality == Modality::Constitutive && !n.quoted && !n.negated) {
        let first = n.modal.of(cx.text).split_whitespace().next().unwrap_or("");
        if !["shall", "must"].iter().any(|w| first.eq_ignore_ascii_case(w)) {
            continue;
        }
        sink.report(
            n.modal,
            format!("“{}” commands nobody here: “{}” fixes a fact", quote(cx.text, n.modal), quote(cx.text, n.action)),
        )
        .help("use the present tense: “means”, “applies”, “consists of”");
    }
}
