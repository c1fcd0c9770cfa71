//! `mixed-modals`: "shall" and "must" for one and the same force.

use crate::norms::Modality;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL309",
    name: "mixed-modals",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/deontic/mixed_modals.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (mut shall, mut must): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    for n in cx.analysis().norms.iter().filter(|n| !n.quoted && n.strength == 4) {
        if !matches!(n.modality, Modality::Obligation | Modality::Prohibition) {
            continue;
        }
        let first = n.modal.of(cx.text).split_whitespace().next().unwrap_or("");
        if first.eq_ignore_ascii_case("shall") {
            shall.push(n.modal);
        } else if first.eq_ignore_ascii_case("must") {
            must.push(n.modal);
        }
    }
    let (few, many, word, other) =
        if shall.len() < must.len() { (&shall, &must, "shall", "must") } else { (&must, &shall, "must", "shall") };
    let Some(first) = many.first() else { return };
    for span in few {
        sink.report(*span, format!("“{word}” here, “{other}” {} times elsewhere, for the same force", many.len()))
            .label(*first, format!("“{other}” first stands here"))
            .help(format!("use “{other}” throughout, or say what “{word}” means beside it"));
    }
}
