//! `duplicate-definition`: one term defined twice, in the same words, in one unit.

use super::compare::{pairs, unit_name};
use crate::findings::Safety;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL103",
    name: "duplicate-definition",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/terms/duplicate_definition.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    for (first, second) in pairs(cx, true) {
        let term = second.term.of(cx.text);
        let unit = unit_name(doc, second.scope);
        let all = doc.get(second.provision).span;
        sink.report(second.term, format!("“{term}” is defined twice for {unit}, in the same words"))
            .label(first.term, "first defined here")
            .help("keep one of the two")
            .fix(Safety::Unsafe, "remove the second definition", all, "");
    }
}
