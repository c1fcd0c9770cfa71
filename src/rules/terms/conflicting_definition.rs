//! `conflicting-definition`: one term with two meanings in one unit.

use super::compare::{pairs, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL104",
    name: "conflicting-definition",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/terms/conflicting_definition.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    for (first, second) in pairs(cx, false) {
        let term = second.term.of(cx.text);
        let unit = unit_name(doc, second.scope);
        sink.report(second.term, format!("“{term}” has a second definition for {unit}, and it says something else"))
            .label(first.term, "the first definition")
            .label(first.body, "what the first says")
            .label(second.body, "what the second says")
            .note("both hold in the same unit, and neither is limited to a case of its own")
            .help("keep one meaning, or give the second a unit (“In this section, …”) or a name of its own");
    }
}
