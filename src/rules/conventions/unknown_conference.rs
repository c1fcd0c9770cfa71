//! `unknown-conference`: a resolution cited by a conference that was not held.

use std::sync::LazyLock;

use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::syntax::Profile;
use crate::text::lexicon::hint;
use crate::text::{TokenKind, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL601",
    name: "unknown-conference",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/conventions/unknown_conference.md"),
    checks: &[Check::PrintedWith(Traits::CITED.and(Traits::ROUND).and(Traits::DIGIT), check)],
};

static CONFERENCES: LazyLock<WordList> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/itu-conferences.toml")));

/// Tokens a designation in brackets may have.
const LONGEST: usize = 8;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    for (i, token) in cx.hinting(hint::CITED) {
        if !token.capital() {
            continue;
        }
        let numbered = cx.tokens.get(i + 1).is_some_and(|t| t.kind() == TokenKind::Number);
        if !numbered || !cx.tokens.get(i + 2).is_some_and(|t| t.is('(')) {
            continue;
        }
        designation(cx, i, sink);
    }
}

/// "(Rev. Dubai, 2018)" after the number of what is cited at `at`.
fn designation(cx: &BlockCx<'_>, at: usize, sink: &mut Sink<'_>) {
    let inside = cx.tokens.get(at + 3..(at + 4 + LONGEST).min(cx.tokens.len())).unwrap_or_default();
    let Some(close) = inside.iter().position(|t| t.is(')')) else { return };
    let inside = &inside[..close];
    let first = match inside {
        [rev, point, ..] if rev.word == word("rev") && point.is('.') => 2,
        [rev, ..] if rev.word == word("rev") => 1,
        _ => 0,
    };
    let Some([place @ .., comma, year]) = inside.get(first..) else { return };
    let (Some(head), Some(tail)) = (place.first(), place.last()) else { return };
    if !comma.is(',') || year.kind() != TokenKind::Number {
        return;
    }
    let city = head.span().to(tail.span()).of(cx.text);
    let Some([_, years @ ..]) =
        CONFERENCES.groups.iter().find(|g| g.first().is_some_and(|c| c == city)).map(Vec::as_slice)
    else {
        return;
    };
    let written = year.of(cx.text);
    if years.iter().any(|y| y == written) || !is_of_the_union(cx) {
        return;
    }
    let span = cx.tokens[at].span().to(year.span());
    let known = years.join(" and ");
    sink.report(head.span().to(year.span()), format!("no conference of the Union met in {city} in {written}"))
        .label(span, "the citation")
        .note(format!("a conference met there in {known}"))
        .help("correct the place or the year of the revision");
}

/// Whether the text has to do with the ITU at all: others too meet in these cities.
fn is_of_the_union(cx: &BlockCx<'_>) -> bool {
    matches!(cx.doc.document().profile, Profile::ItuTreaty | Profile::ItuResolution)
        || memchr::memmem::find(cx.text.as_bytes(), b"ITU").is_some()
}
