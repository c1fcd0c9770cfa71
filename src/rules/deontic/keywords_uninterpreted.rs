//! `keywords-uninterpreted`: capital key words that nothing explains, or an explanation of words that are not used.

use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL318",
    name: "keywords-uninterpreted",
    level: Level::Off,
    profiles: &[(Profile::Rfc, Level::NOTE)],
    page: include_str!("../../../rules/deontic/keywords_uninterpreted.md"),
    checks: &[Check::Document(check)],
};

/// Fewer capital key words than this may be mere emphasis.
const LEAST: usize = 3;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let clause = clause(cx.text);
    let mut used = Vec::new();
    for n in &cx.analysis().norms {
        let first = n.modal.of(cx.text).split_whitespace().next().unwrap_or("");
        let inside = clause.is_some_and(|c| c.overlaps(n.modal));
        if matches!(first, "MUST" | "SHALL" | "SHOULD" | "MAY") && !inside {
            used.push(n.modal);
        }
    }
    match (clause, used.as_slice()) {
        (None, [first, .., last]) if used.len() >= LEAST => {
            sink.report(
                *first,
                format!("“{}” in capitals, and no clause says what such words mean", first.of(cx.text)),
            )
            .label(*last, "and so on, to here")
            .note(format!("{} key words in capitals", used.len()))
            .help("add the clause by which the key words of RFC 2119 and RFC 8174 are to be read");
        }
        (Some(clause), []) => {
            sink.report(clause, "this clause explains key words that the text never uses")
                .help("remove the clause, or use the key words");
        }
        _ => {}
    }
}

/// The words that bring the key words in: the first mention of their RFCs.
fn clause(text: &str) -> Option<Span> {
    ["RFC 2119", "RFC2119", "BCP 14", "RFC 8174", "RFC8174"]
        .iter()
        .filter_map(|name| text.find(name).map(|at| Span::at(at, at + name.len())))
        .min()
}
