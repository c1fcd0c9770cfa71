//! `phrase-drift`: one phrase in two wordings.

use crate::norms::{Norm, overlap};
use crate::rules::deontic::candidates;
use crate::rules::deontic::facets;
use crate::rules::deontic::pair::{Scratch, Slot};
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL317",
    name: "phrase-drift",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/deontic/phrase_drift.md"),
    checks: &[Check::Document(check)],
};

/// Fewer words in common than this are no phrase.
const LEAST: u32 = 6;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut scratch = Scratch::default();
    let same = facets::FORCE | facets::NEGATED;
    for (candidate, a, b) in candidates::such(cx, |a, b| (a ^ b) & same == 0) {
        if !drifted(a, b) {
            continue;
        }
        let Some(pair) = candidate.strictly(cx, &mut scratch) else { continue };
        if pair.bearer != Slot::Same || pair.conditions != Slot::Same {
            continue;
        }
        candidate.tell(cx);
        sink.report(
            b.span,
            format!("nearly the words of “{}”: the difference will be read as meant", quote(cx.text, a.span)),
        )
        .label(a.span, "first wording")
        .label(b.span, "second wording")
        .note(format!("{} words in common, one differs", pair.words.shared))
        .help("use the same words if the same is meant");
    }
}

/// One word replaced by another, the rest the same.
fn drifted(a: &Norm, b: &Norm) -> bool {
    let o = overlap(&a.words, &b.words);
    o.shared >= LEAST && o.first == 1 && o.second == 1 && a.verb == b.verb
}
