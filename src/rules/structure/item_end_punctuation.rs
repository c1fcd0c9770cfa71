//! `item-end-punctuation`: an item that ends unlike its siblings, or with nothing.

use super::ends::{End, Link, Lists, Mark, begins_again, is_fragment, lead, unit_end};
use super::siblings::{self, Row, Unit, called, leads_in};
use crate::document::{Block, BlockKind, Kind, ProvisionId};
use crate::findings::{Safety, Severity};
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL008",
    name: "item-end-punctuation",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/item_end_punctuation.md"),
    checks: &[Check::Unit(check)],
};

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let mut lists = Lists::default();
    siblings::rows(cx, part, |row| {
        if row.units.len() >= 2 && !begins_again(cx.document(), row) {
            lists.live(cx, row, |list| compare(cx, sink, row, list));
        }
    });
    if part.is_outer() {
        last_words(cx, sink);
    }
}

/// How sure the siblings make a finding.
enum Weight {
    Strong,
    Weak,
}

/// Every item but the last is to end as most of its siblings do; the last may end the sentence.
fn compare(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, row: Row<'_>, live: &[(Unit, Option<End>)]) {
    let doc = cx.document();
    let Some((_, inner)) = live.split_last() else { return };
    if inner.is_empty() || row.units.first().is_some_and(|u| doc.get(u.id).kind.is_container()) {
        return;
    }
    let mut counts = [0usize; 6];
    for (_, end) in inner {
        if let Some(end) = end {
            counts[end.mark as usize] += 1;
        }
    }
    if counts.iter().filter(|count| **count > 0).count() < 2 {
        return;
    }
    let known: usize = counts.iter().sum();
    for (i, (unit, end)) in inner.iter().enumerate() {
        let Some(end) = end else { continue };
        let Some((next, _)) = live.get(i + 1) else { continue };
        let marks = [Mark::Semicolon, Mark::Comma, Mark::Period, Mark::Bare];
        let Some(usual) = marks.into_iter().max_by_key(|m| (counts[*m as usize], *m as usize == end.mark as usize))
        else {
            continue;
        };
        let alike = counts[usual as usize];
        if usual == end.mark || alike == 0 || end.mark == Mark::Dash || end.link == Some(Link::Other) {
            continue;
        }
        let others = known - alike - 1;
        let Some(mut weight) = weigh(cx, *unit, *next, *end, usual, (alike, others)) else { continue };
        // Another mark among two or three siblings is a matter of taste as often as a slip.
        if alike < 4 && end.mark != Mark::Bare {
            weight = Weight::Weak;
        }
        report(cx, sink, inner, i, *end, (usual, alike), weight);
    }
}

/// Weighs one odd end against its siblings: how many agree, how many more are odd, and whether the items are sentences.
fn weigh(
    cx: &DocumentCx<'_>,
    unit: Unit,
    next: Unit,
    end: End,
    usual: Mark,
    (alike, others): (usize, usize),
) -> Option<Weight> {
    let doc = cx.document();
    let fragments = is_fragment(doc, cx.text, unit.id) && is_fragment(doc, cx.text, next.id);
    let clear = alike >= 3 * (others + 1) && alike >= 2;
    match (end.mark, usual) {
        // Names and figures need no mark, and a list of them has one only by chance.
        (_, Mark::Bare) => None,
        (Mark::Colon, _) => {
            let leaf = doc.get(unit.id).end.0 == unit.id.0 + 1;
            (leaf && clear && usual != Mark::Period).then_some(Weight::Strong)
        }
        (Mark::Bare, Mark::Period) => {
            let prose = lead(doc, cx.text, unit.id).split_whitespace().nth(6).is_some();
            match (clear, prose) {
                (true, true) => Some(Weight::Strong),
                (false, true) if others == 0 => Some(Weight::Weak),
                _ => None,
            }
        }
        (Mark::Bare, _) if others == 0 || clear => Some(Weight::Strong),
        (Mark::Period, _) if clear && (fragments || others == 0 && alike >= 4) => Some(Weight::Strong),
        (Mark::Period, _) if fragments && others == 0 => Some(Weight::Strong),
        (Mark::Semicolon | Mark::Comma, Mark::Period) if clear && !fragments => Some(Weight::Strong),
        (Mark::Semicolon | Mark::Comma, Mark::Comma | Mark::Semicolon) if clear => Some(Weight::Strong),
        _ if others == 0 || clear => Some(Weight::Weak),
        _ => None,
    }
}

fn report(
    cx: &DocumentCx<'_>,
    sink: &mut Sink<'_>,
    inner: &[(Unit, Option<End>)],
    i: usize,
    end: End,
    (usual, count): (Mark, usize),
    weight: Weight,
) {
    let doc = cx.document();
    let Some((unit, _)) = inner.get(i) else { return };
    let others = match count {
        1 => "its one sibling ends".to_owned(),
        n => format!("{n} siblings end"),
    };
    let name = called(doc, unit.id, cx.text);
    let finding =
        sink.report(end.span, format!("{name} ends with {}; {others} with {}", end.mark.shown(), usual.shown()));
    // The nearest sibling on each side shows what is meant; a few steps each way, so that long lists stay cheap.
    let like = |(_, end): &&(Unit, Option<End>)| end.is_some_and(|e| e.mark == usual);
    let before = inner.get(i.saturating_sub(8)..i).and_then(|l| l.iter().rev().find(like));
    let after = inner.get(i + 1..(i + 9).min(inner.len())).and_then(|l| l.iter().find(like));
    for (_, sibling) in before.into_iter().chain(after) {
        if let Some(sibling) = sibling {
            finding.label(sibling.span, "a sibling ends so");
        }
    }
    let (span, text) = match end.mark {
        Mark::Bare => (Span::new(end.span.end, end.span.end), usual.text()),
        _ => (end.span, usual.text()),
    };
    finding.fix(Safety::Unsafe, format!("end it with {}", usual.shown()), span, text);
    if matches!(weight, Weight::Weak) {
        finding.at_most(Severity::Note);
    }
}

/// A section or article ends a sentence, whatever list it ends with. Those among enough others are compared with them;
/// this looks at the last of a row and at rows too short to compare, where the document's sections end with periods.
fn last_words(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut apart: Vec<(ProvisionId, End)> = Vec::new();
    let (mut periods, mut known) = (0usize, 0usize);
    siblings::rows(cx, Part::Above, |row| {
        if !row.units.first().is_some_and(|u| matches!(doc.get(u.id).kind, Kind::Section | Kind::Article)) {
            return;
        }
        let short = row.units.len() < 4;
        for (i, unit) in row.units.iter().enumerate() {
            let Some(end) = (!unit.dead).then(|| unit_end(cx, *unit)).flatten() else { continue };
            known += 1;
            periods += usize::from(end.mark == Mark::Period);
            // "…, and" goes on with the next.
            let linked = end.link.is_some() && i + 1 < row.units.len();
            if (short || i + 1 == row.units.len()) && end.mark != Mark::Period && !linked {
                apart.push((unit.id, end));
            }
        }
    });
    if periods * 5 < known * 4 {
        return;
    }
    for (id, end) in apart {
        // The article that the section is the last of is judged by the same mark.
        let judged = |up: ProvisionId| {
            let above = doc.get(up);
            matches!(above.kind, Kind::Section | Kind::Article) && above.end == doc.get(id).end
        };
        if doc.ancestors(id).skip(1).any(judged) {
            continue;
        }
        let blocks = doc.blocks_within(id);
        let Some(last) = blocks.last() else { continue };
        if !follows_period(blocks) {
            continue;
        }
        let name = called(doc, id, cx.text);
        match end.mark {
            Mark::Semicolon | Mark::Comma => {
                sink.report(end.span, format!("{name} ends with {}, not with “.”", end.mark.shown())).fix(
                    Safety::Unsafe,
                    "end it with “.”",
                    end.span,
                    ".",
                );
            }
            Mark::Bare if end.link.is_none() && is_sentence(cx, id, last) => {
                sink.report(end.span, format!("{name} ends with no mark; a sentence ends with “.”")).fix(
                    Safety::Unsafe,
                    "end it with “.”",
                    Span::new(end.span.end, end.span.end),
                    ".",
                );
            }
            _ => {}
        }
    }
}

/// Whether the section holds prose that ends sentences with periods elsewhere: it is no form, title or list of names.
fn follows_period(blocks: &[Block]) -> bool {
    !blocks.iter().any(|b| matches!(b.kind, BlockKind::Table | BlockKind::Quotation | BlockKind::Code))
        && blocks.iter().map(|b| b.span.len()).sum::<usize>() > 60
}

/// Whether the last block is a sentence or the end of one: long enough, and begun with a capital or led into.
fn is_sentence(cx: &DocumentCx<'_>, id: ProvisionId, last: &Block) -> bool {
    let text = last.span.of(cx.text);
    let long = text.split_whitespace().nth(8).is_some();
    let doc = cx.document();
    let own = last.provision == id;
    let led = doc
        .get(last.provision)
        .parent
        .is_some_and(|up| doc.blocks_of(up).any(|b| b.kind == BlockKind::Text && leads_in(b.span.of(cx.text))));
    long && (led || text.starts_with(char::is_uppercase)) && (own || led || text.contains(". ") || text.len() > 120)
}
