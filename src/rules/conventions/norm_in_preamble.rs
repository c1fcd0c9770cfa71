//! `norm-in-preamble`: a binding verb before the operative part.

use crate::document::Rank;
use crate::findings::Severity;
use crate::rules::{BlockCx, Check, Level, Rule, Sink};
use crate::syntax::Profile;
use crate::text::{WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL602",
    name: "norm-in-preamble",
    level: Level::Off,
    profiles: &[
        (Profile::ItuResolution, Level::On(Severity::Note)),
        (Profile::ItuTreaty, Level::On(Severity::Note)),
        (Profile::EuAct, Level::On(Severity::Note)),
    ],
    page: include_str!("../../../rules/conventions/norm_in_preamble.md"),
    checks: &[Check::Block(check)],
};

const BINDING: [WordHash; 2] = [word("shall"), word("must")];
/// Words by which a recital reports what another text says.
const REPORTS: [WordHash; 18] = [
    word("provides"),
    word("provide"),
    word("states"),
    word("stating"),
    word("stipulates"),
    word("requires"),
    word("requiring"),
    word("decided"),
    word("resolved"),
    word("resolves"),
    word("instructs"),
    word("instructed"),
    word("specifies"),
    word("according"),
    word("whereby"),
    word("lays"),
    word("article"),
    word("under"),
];

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if cx.provision().rank != Rank::Preamble {
        return;
    }
    let Some(verb) = cx.tokens.iter().find(|t| BINDING.contains(&t.word)) else { return };
    let quotes = cx.tokens.iter().any(|t| REPORTS.contains(&t.word) || matches!(t.mark(), '“' | '"' | '«'));
    if !quotes {
        let word = verb.of(cx.text);
        sink.report(verb.span(), format!("“{word}” in the preamble, which binds nobody"))
            .help("move the duty to the operative part, or say it as a fact or an aim");
    }
}
