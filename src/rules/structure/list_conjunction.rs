//! `list-conjunction`: "and" or "or" absent before the last item, at the wrong item, or both kinds in one list.

use super::ends::{End, Link, Lists, Mark, are_known_as, begins_again, is_fragment, lead};
use super::siblings::{self, Row, Unit, called, leads_in};
use crate::document::ProvisionId;
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL009",
    name: "list-conjunction",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/list_conjunction.md"),
    checks: &[Check::Unit(check)],
};

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let mut lists = Lists::default();
    siblings::rows(cx, part, |row| {
        // Mostly the units are sentences, as the rule before has found.
        let is_sentence = |end: &End| !is_link(end) && !matches!(end.mark, Mark::Semicolon | Mark::Comma);
        if row.units.len() < 2 || are_known_as(cx, row, is_sentence) || begins_again(cx.document(), row) {
            return;
        }
        lists.live(cx, row, |list| {
            if !wrong_item(cx, sink, list) {
                absent(cx, sink, row, list);
            }
        });
    });
}

const fn is_link(end: &End) -> bool {
    matches!(end.link, Some(Link::And | Link::Or | Link::AndOr))
}

/// A link at an item that is not the last but one. Returns whether the list has any link at all.
fn wrong_item(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, live: &[(Unit, Option<End>)]) -> bool {
    let doc = cx.document();
    let Some((_, inner)) = live.split_last() else { return true };
    let linked = inner.iter().filter(|(_, e)| e.is_some_and(|e| is_link(&e))).count();
    let Some(((before_last, last_end), early)) = inner.split_last() else { return linked > 0 };
    let last_link = last_end.and_then(|e| e.link);
    let early_links = linked - usize::from(last_end.is_some_and(|e| is_link(&e)));
    // Where most items have a link, linking each is the custom.
    if early_links == 0 || linked * 2 > inner.len() && inner.len() > 2 || linked == inner.len() {
        return linked > 0;
    }
    let known = early.iter().all(|(_, e)| e.is_some());
    for (i, (unit, end)) in early.iter().enumerate() {
        let Some(end) = end.filter(is_link) else { continue };
        let (Some(link), Some((next, next_end))) = (end.link, inner.get(i + 1)) else { continue };
        if sentences_follow(cx, live.get(i + 1..).unwrap_or(&[])) {
            continue;
        }
        let steps = inner.len() - 1 - i;
        let name = called(doc, unit.id, cx.text);
        let text = link.text();
        let message = match last_link {
            Some(l) if l == link => format!("“{text}” stands after {name} and again before the last item"),
            Some(l) => format!("“{text}” stands after {name}, “{}” before the last item", l.text()),
            None => format!("“{text}” stands after {name}, not after the last item but one"),
        };
        let finding = sink.report(end.word, message);
        // A link that stands twice is mostly the mark of items added later, with the old last item left as it was.
        if last_link == Some(link) {
            finding.at_most(Severity::Note);
        }
        if let Some(e) = last_end {
            let (span, what) =
                if is_link(e) { (e.word, "before the last item") } else { (e.span, "the last item but one ends so") };
            finding.label(span, what);
        }
        finding.help(format!("“{text}” belongs after {}, the last item but one", called(doc, before_last.id, cx.text)));
        let fragments = is_fragment(doc, cx.text, next.id);
        let closes = next_end.is_some_and(|e| e.mark == Mark::Period);
        // "…; and (2) …. (3) The Board may …": the list ended, and sentences were added under its labels.
        let added = closes && live.get(i + 2).is_some_and(|(u, _)| !is_fragment(doc, cx.text, u.id));
        let strong = early_links == 1
            && !added
            && known
            && fragments
            && match last_link {
                Some(l) => l == link && steps <= 2 && inner.len() >= 3,
                None => closes || inner.len() >= 3,
            };
        if !strong {
            finding.at_most(Severity::Note);
        }
    }
    true
}

/// Whether a list ends with the first of the units, and those after it, two or more, are sentences, small letters or not:
/// "…; and (b) under patents. (c) the grants are … . (d) no grant is … .".
fn sentences_follow(cx: &DocumentCx<'_>, units: &[(Unit, Option<End>)]) -> bool {
    const MOST: usize = 32;
    if units.len() > MOST {
        return false;
    }
    let Some(((last, _), rest)) = units.split_first() else { return false };
    let ends = units.iter().all(|(_, e)| e.is_some_and(|e| e.mark == Mark::Period));
    let own = first_word(cx, last.id);
    ends && rest.len() >= 2 && rest.iter().all(|(u, _)| first_word(cx, u.id) != own)
}

/// The word that a unit's own text begins with.
fn first_word<'a>(cx: &DocumentCx<'a>, id: ProvisionId) -> &'a str {
    lead(cx.document(), cx.text, id).split_whitespace().next().unwrap_or("")
}

/// No link anywhere in a list of pieces of one sentence.
fn absent(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, row: Row<'_>, live: &[(Unit, Option<End>)]) {
    let doc = cx.document();
    let [.., (before_last, Some(end)), (last, Some(last_end))] = live else { return };
    if !matches!(end.mark, Mark::Semicolon | Mark::Comma) || end.link.is_some() || last_end.mark != Mark::Period {
        return;
    }
    let lead = lead(doc, cx.text, row.parent);
    let same = live
        .iter()
        .rev()
        .skip(1)
        .all(|(u, e)| e.is_some_and(|e| e.mark == end.mark && e.link.is_none()) && is_fragment(doc, cx.text, u.id));
    // "any of the following" says what a link would say.
    if row.later || !same || !is_fragment(doc, cx.text, last.id) || !leads_in(lead) || says_how(lead) {
        return;
    }
    sink.report(
        end.span,
        format!("no “and” or “or” after {}, the last item but one", called(doc, before_last.id, cx.text)),
    )
    .label(last.label, "the last item")
    .note("without it the list may mean all of its items or any of them")
    .help("write “and” or “or” here, or say “all of the following” or “any of the following” in the lead-in")
    .at_most(Severity::Note);
}

/// Whether a lead-in says itself whether all items are meant or any.
fn says_how(lead: &str) -> bool {
    let at = lead.len().saturating_sub(160);
    let tail = siblings::clip(lead, at, lead.len()).to_ascii_lowercase();
    [
        "following",
        "any of",
        "all of",
        "each of",
        "either",
        "both",
        "one of",
        "one or more",
        "such as",
        "as follows",
        "includ",
    ]
    .iter()
    .any(|w| tail.contains(w))
}
