//! `term-used-once`: a definition for a single use.

use crate::definitions::{Form, Reach};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL115",
    name: "term-used-once",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/terms/term_used_once.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let terms = &cx.analysis().terms;
    if terms.definitions.is_empty() {
        return;
    }
    let uses = cx.uses();
    let mut first = vec![None; terms.definitions.len()];
    for used in &uses.all {
        if let Some(slot) = first.get_mut(used.definition as usize) {
            *slot = slot.or(Some(used.span));
        }
    }
    for (i, d) in terms.definitions.iter().enumerate() {
        if uses.counts.get(i) == Some(&1)
            && !matches!(d.reach, Reach::Beyond | Reach::Unknown)
            && matches!(d.form, Form::Means | Form::Entry)
            && let Some(Some(place)) = first.get(i)
        {
            let term = d.term.of(cx.text);
            sink.report(d.term, format!("“{term}” is defined for a single use"))
                .label(*place, "used here")
                .help("say it in full where it is used, and drop the definition");
        }
    }
}
