//! `party-name-drift`: a party to a contract called by two names.

use std::sync::LazyLock;

use crate::rules::words::WordList;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL410",
    name: "party-name-drift",
    level: Level::WARNING,
    // Laws and treaties have no parties of that kind.
    profiles: &[
        (Profile::UsCode, Level::Off),
        (Profile::CaAct, Level::Off),
        (Profile::EuAct, Level::Off),
        (Profile::UkAct, Level::Off),
        (Profile::ItuTreaty, Level::Off),
        (Profile::ItuResolution, Level::Off),
        (Profile::Rfc, Level::Off),
    ],
    page: include_str!("../../../rules/wording/party_name_drift.md"),
    checks: &[Check::Document(check)],
};

static ROLES: LazyLock<WordList> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/party-roles.toml")));

/// What follows a party's name where it acts.
const ACTS: [&str; 7] = [" shall ", " must ", " will ", " may ", " agrees ", " is entitled ", "’s obligation"];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    // A contract names its parties in brackets and quotation marks: (the “Supplier”).
    if !cx.english
        || !(cx.text.contains("(the “")
            || cx.text.contains("(the \"")
            || cx.text.contains("(“")
            || cx.text.contains("(\""))
    {
        return;
    }
    for group in &ROLES.groups {
        let names: Vec<String> = group.iter().map(|role| capitalised(role)).collect();
        let mut defined = names.iter().filter_map(|name| quoted(cx.text, name).map(|span| (name, span)));
        let Some((party, place)) = defined.next() else { continue };
        if defined.next().is_some() {
            continue;
        }
        for other in names.iter().filter(|n| *n != party) {
            let Some((first, count)) = uses(cx.text, other) else { continue };
            sink.report(first, format!("“{other}” is no party here; the one defined is “{party}”"))
                .label(place, "the party as defined")
                .note(format!("“{other}” acts in {count} places, and nothing defines it"))
                .help(format!("write “{party}”, or define “{other}”"));
        }
    }
}

fn capitalised(role: &str) -> String {
    let mut letters = role.chars();
    letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Where the name stands alone in quotation marks: a definition of whatever kind.
fn quoted(text: &str, name: &str) -> Option<Span> {
    memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).find_map(|at| {
        let end = at + name.len();
        let opens = text[..at].ends_with(['“', '"', '‘']);
        let closes = text[end..].starts_with(['”', '"', '’']);
        (opens && closes).then(|| Span::at(at, end))
    })
}

/// Where the name acts for the first time, and how often it does: at least twice.
fn uses(text: &str, name: &str) -> Option<(Span, usize)> {
    let mut first = None;
    let mut count = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
        let end = at + name.len();
        let begins = text[..at].ends_with("the ") || text[..at].ends_with("The ");
        if begins && ACTS.iter().any(|a| text[end..].starts_with(a)) {
            first.get_or_insert(Span::at(at, end));
            count += 1;
        }
    }
    first.filter(|_| count > 1).map(|span| (span, count))
}
