//! `may-not`: a "may not" that can be read two ways.

use crate::norms::Modality;
use crate::rules::deontic::shared::quote;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL310",
    name: "may-not",
    level: Level::NOTE,
    profiles: &[(Profile::UsCode, Level::Off), (Profile::ItuTreaty, Level::Off)],
    page: include_str!("../../../rules/deontic/may_not.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for n in cx.analysis().norms.iter().filter(|n| n.modality == Modality::Prohibition && !n.quoted && !n.only) {
        let mut words = n.modal.of(cx.text).split_whitespace();
        if !words.next().is_some_and(|w| w.eq_ignore_ascii_case("may"))
            || !words.next_back().is_some_and(|w| w.eq_ignore_ascii_case("not"))
        {
            continue;
        }
        sink.report(
            n.modal,
            format!("“{}” can forbid, or allow not to, or say that it is possible that not", quote(cx.text, n.modal)),
        )
        .label(n.action, "the act")
        .help("“shall not” or “must not” forbids; “need not” allows not to");
    }
}
