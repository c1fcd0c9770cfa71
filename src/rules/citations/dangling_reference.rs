//! `dangling-reference`: the cited unit is not in the text.

use std::cell::{Cell, OnceCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{label, label_span, labelled_children, lacking, unit};
use super::around;
use super::facets;
use crate::document::{Block, BlockKind, Document, ProvisionId, Status};
use crate::findings::{Safety, Severity};
use crate::references::{Reference, Resolution, Target, TargetRole};
use crate::rules::structure::has_inline;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL201",
    name: "dangling-reference",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/citations/dangling_reference.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    let consolidated = is_consolidated(doc);
    let mut cut: FxHashMap<ProvisionId, u8> = FxHashMap::default();
    let mut cut_here = |within: ProvisionId| {
        let top = doc.ancestors(within).take_while(|&up| !doc.get(up).kind.is_container()).last();
        match top {
            Some(top) if top != Document::ROOT => *cut.entry(top).or_insert_with(|| cut_forms(doc, top)),
            _ => 0,
        }
    };
    let mut found: Vec<Absent<'_>> = Vec::new();
    for reference in facets::having(cx, facets::OWN | facets::MISSING, 0) {
        let from = found.len();
        for target in &reference.targets {
            if !matches!(target.resolution, Resolution::Missing)
                || is_excused(text, reference, target)
                || cut_here(target.within) & forms_of(lacking(doc, target)) != 0
            {
                continue;
            }
            // What one list names and one unit lacks is one fault.
            match found.get_mut(from..).and_then(<[Absent<'_>]>::last_mut) {
                Some(last) if joins(text, last, target) => {
                    let label = lacking(doc, target);
                    if !last.labels.contains(&label) {
                        last.labels.push(label);
                    }
                    last.span = last.span.to(target.span);
                    last.range |= target.role == TargetRole::RangeEnd;
                }
                _ => found.push(Absent {
                    reference,
                    target,
                    labels: vec![lacking(doc, target)],
                    span: target.span,
                    range: false,
                }),
            }
            if target.role == TargetRole::Holder {
                break;
            }
        }
    }
    let mut places: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
    for absent in &found {
        places.entry(absent.target.path.as_str()).or_default().push(absent.span);
    }
    let lost = Lost::default();
    for absent in &found {
        let all = places.get(absent.target.path.as_str()).map_or(&[][..], Vec::as_slice);
        // What is cited time and again is reported once, with the other places.
        if all.first() == Some(&absent.span) {
            report(cx, absent, all.get(1..).unwrap_or(&[]), (consolidated, &lost), sink);
        }
    }
    for span in super::anchors::missing(cx) {
        let before = doc.blocks_before(span.start + 1);
        let block = before.checked_sub(1).and_then(|i| doc.blocks.get(i));
        if block.is_some_and(|b| b.kind == BlockKind::Code && b.span.holds(span.start)) {
            continue;
        }
        let name = span.of(text);
        sink.report(span, format!("there is no anchor “{name}” in this text"))
            .at_most(Severity::Warning)
            .help(format!("set [[{name}]] before the unit that is meant, or name another anchor"));
    }
}

/// Labels that one citation gives and one unit does not have.
struct Absent<'a> {
    reference: &'a Reference,
    /// The first of them.
    target: &'a Target,
    labels: Vec<&'a str>,
    /// From the first to the last.
    span: Span,
    /// The last one ends a range.
    range: bool,
}

/// Whether the target goes on with what is already found absent: in the same unit, a few bytes on.
fn joins(text: &str, last: &Absent<'_>, target: &Target) -> bool {
    const NEAR: u32 = 24;
    let gap = target.span.start.saturating_sub(last.span.end);
    last.target.within == target.within
        && last.target.role != TargetRole::Holder
        && target.role != TargetRole::Holder
        && gap <= NEAR
        && !Span::new(last.span.end, target.span.start.max(last.span.end)).of(text).contains(';')
}

/// Whether the words around leave open what the citation is of, or that it is one.
fn is_excused(text: &str, reference: &Reference, target: &Target) -> bool {
    let start = reference.unit.map_or(reference.span.start, |u| u.start);
    around::is_this(text, start)
        || around::takes_out(text, start)
        || around::counted_above(text, target.span)
        || around::held_later(text, target.span)
        || around::begins_item(text, target.span.end)
        || around::is_open_plural(text, target.span)
        || around::of_titled(text, target.span.end)
        || around::of_short_name(text, start)
        || around::is_from_named(text, target.span.end)
        || around::is_of_that(text, target.span)
        || reference.targets.first().is_some_and(|first| around::counts_things(text, first.span, target.span))
        // "(c) (f)": a comma is missing, or one of them is.
        || target.span.of(text).contains(") (")
}

/// Forms of labels as bits: figures, small letters, small roman numerals, capital letters, capital roman numerals.
const FORMS: [(&str, &str); 5] = [("1", "2"), ("a", "b"), ("i", "ii"), ("A", "B"), ("I", "II")];

/// Forms in which a section holds a list without its beginning: "(B)" among the paragraphs, after a formula that stands
/// between it and "(A)". What is cited in that form may be there and misplaced; in any form, where a list begins in its
/// midst with "(vi)", or capital letters stand among figures.
fn cut_forms(doc: &Document, top: ProvisionId) -> u8 {
    let to = doc.get(top).end.0;
    let mut cut = 0;
    for up in (top.0..to).map(ProvisionId) {
        let (mut firsts, mut seconds, mut midst) = (0u8, 0u8, false);
        let (mut figures, mut small, mut capitals) = (false, false, false);
        for key in labelled_children(doc, up).filter_map(|id| doc.get(id).label.as_ref()).map(|l| l.key.as_str()) {
            for (bit, (first, second)) in FORMS.iter().enumerate() {
                firsts |= u8::from(key == *first) << bit;
                seconds |= u8::from(key == *second) << bit;
            }
            midst |= matches!(key, "iv" | "vi" | "vii" | "viii");
            match key.as_bytes() {
                [b'0'..=b'9', ..] => figures = true,
                [b'a'..=b'z', ..] => small = true,
                [b'B'..=b'H'] => capitals = true,
                _ => {}
            }
        }
        cut |= seconds & !firsts;
        let strays = capitals && firsts & 8 == 0 && (figures || small);
        if midst && (firsts | seconds) & 4 == 0 || strays {
            return u8::MAX;
        }
    }
    cut
}

/// The forms that a label can be of, in the bits of `cut_forms`.
fn forms_of(key: &str) -> u8 {
    let roman = key.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x'));
    match key.bytes().next() {
        Some(b'0'..=b'9') => 1,
        Some(b'a'..=b'z') => 2 | u8::from(roman) << 2,
        Some(b'A'..=b'Z') => 8 | u8::from(roman) << 4,
        _ => 0,
    }
}

/// Whether the text is a consolidation: units were struck out of it, or put in between others, after it was enacted.
fn is_consolidated(doc: &Document) -> bool {
    doc.profile == Profile::UsCode
        || doc.profile == Profile::CaAct && doc.provisions.iter().any(|p| p.status != Status::InForce)
}

fn report(
    cx: &DocumentCx<'_>,
    absent: &Absent<'_>,
    others: &[Span],
    (consolidated, lost): (bool, &Lost),
    sink: &mut Sink<'_>,
) {
    let (text, doc) = (cx.text, cx.document());
    let (reference, target) = (absent.reference, absent.target);
    let key = absent.labels.first().copied().unwrap_or("");
    let within = target.within;
    let place = unit(text, doc, within);
    let sibling = labelled_children(doc, within).next();
    let printed = |key: &str| match sibling {
        Some(id) => like(&label(text, doc, id), key),
        None if within == Document::ROOT => key.to_owned(),
        None => format!("({key})"),
    };
    let whole = reference.targets.len() == 1;
    let span = if whole { reference.unit.map_or(target.span, |u| u.to(target.span)) } else { absent.span };
    let message = match (absent.labels.as_slice(), reference.unit) {
        ([_], Some(_)) if whole && within == Document::ROOT => format!("there is no {} in {place}", span.of(text)),
        ([first, last], _) if absent.range => format!("there is no {} to {} in {place}", printed(first), printed(last)),
        ([rest @ .., last], _) if !rest.is_empty() => {
            let rest: Vec<String> = rest.iter().map(|k| printed(k)).collect();
            format!("there is no {} or {} in {place}", rest.join(", "), printed(last))
        }
        _ => format!("there is no {} in {place}", printed(key)),
    };
    let meant = absent.labels.len() == 1 && within != Document::ROOT;
    let slip = if meant { unbracketed(text, doc, reference, target) } else { None };
    let finding = sink.report(span, message);
    let elsewhere_in_text = !same_top(doc, within, reference.provision);
    let stale = match doc.profile {
        Profile::UsCode => sibling.is_none() || elsewhere_in_text,
        _ => elsewhere_in_text && slip.is_none(),
    };
    if consolidated && stale {
        finding.at_most(Severity::Note);
    }
    // "Section II of Article 5": sections that are headings between articles. "§ c)": an item of a text run into lines. "[…
    // Articles 5 to 10 are not printed here]": an editor's note.
    let word = reference.unit.map_or("", |u| u.of(text));
    let lettered = !key.starts_with(|c: char| c.is_ascii_digit());
    let heading = is_heading_word(word) && key.starts_with(|c: char| c.is_ascii_uppercase());
    let note = around::line_start(text, span.start).starts_with('[') || in_heading(doc, span);
    if heading || lettered && doc.profile != Profile::UsCode && word.starts_with('§') || note {
        finding.at_most(Severity::Note);
    }
    if lost.may_have(text, doc, within, key) {
        finding.note("the unit may stand in this text without its label, or inside a line, as a conversion leaves it");
        finding.at_most(Severity::Note);
    }
    if within != Document::ROOT {
        finding.label(label_span(doc, within), format!("{place} begins here"));
    }
    match neighbours(text, doc, within, key) {
        Some(note) => {
            finding.note(note);
        }
        None => {
            let children = labelled_children(doc, within).take(9).count();
            finding.note(match children {
                0 => format!("{place} has no numbered units of its own"),
                _ => format!("units of {place}: {}", list(text, doc, within)),
            });
        }
    }
    if !others.is_empty() {
        finding.note(match others.len() {
            1 => "it is cited in one more place".to_owned(),
            n => format!("it is cited in {n} more places"),
        });
        for &span in others.iter().take(8) {
            finding.label(span, "and here".to_owned());
        }
    }
    if let Some((id, right)) = slip {
        finding.help(format!("did you mean {}?", unit(text, doc, id)));
        finding.label(label_span(doc, id), "this has such a unit".to_owned());
        finding.fix(Safety::Unsafe, format!("write “{right}”"), target.span, right);
    } else if let Some(id) = meant.then(|| elsewhere(doc, reference.provision, target, key)).flatten() {
        finding.help(format!("did you mean {}?", unit(text, doc, id)));
        finding.label(label_span(doc, id), "this has such a unit".to_owned());
    } else {
        finding.help("cite the unit that is meant, or add it".to_owned());
    }
}

/// What tells whether labels were lost on the way, found out once for a document.
#[derive(Default)]
struct Lost {
    headless: OnceCell<bool>,
    /// How many units were looked through.
    looks: Cell<u32>,
}

impl Lost {
    /// Bytes of a unit that are looked through for a label inside a line, and blocks for paragraphs.
    const FAR: usize = 16 * 1024;
    const BLOCKS: usize = 256;
    /// Units of one document that are looked through: where more is missing, more is wrong than labels.
    const MOST: u32 = 1000;

    /// Whether the unit cited may well stand in the text, its label lost on the way or inside a line: "Section 4", where
    /// 4.1 and 4.2 stand under a heading without a number; "Section 4(d)", where section 4 has as many paragraphs and no
    /// label on any.
    fn may_have(&self, text: &str, doc: &Document, within: ProvisionId, key: &str) -> bool {
        if matches!(doc.profile, Profile::UsCode | Profile::CaAct) {
            return false;
        }
        if within == Document::ROOT {
            let digits = key.bytes().all(|b| b.is_ascii_digit());
            return digits && *self.headless.get_or_init(|| is_headless(doc));
        }
        self.looks.set(self.looks.get() + 1);
        if self.looks.get() > Self::MOST {
            return false;
        }
        let unit = doc.get(within).span.of(text);
        if unit.len() < Self::FAR && has_inline(unit, key) {
            return true;
        }
        let Some((form, place)) = order(key) else { return false };
        let place = if form == 1 { place } else { place % 32 } as usize;
        let of_unit = |b: &&Block| b.provision == within && b.kind == BlockKind::Text;
        labelled_children(doc, within).next().is_none()
            && doc.blocks_within(within).iter().take(Self::BLOCKS).filter(of_unit).count() >= place.max(2)
    }
}

/// Whether decimals stand under a number that no unit has: "4.1" and no "4".
fn is_headless(doc: &Document) -> bool {
    let keys = || doc.provisions.iter().filter_map(|p| p.label.as_ref()).map(|l| l.key.as_str());
    let wholes: FxHashSet<&str> = keys().map(|k| k.strip_suffix(".0").unwrap_or(k)).collect();
    keys()
        .filter_map(|k| k.strip_suffix(".1"))
        .any(|head| !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit()) && !wholes.contains(head))
}

/// Whether it stands in a heading or a marginal note, which cite in shorthand: "paragraph 1(a)" for (1)(a).
fn in_heading(doc: &Document, span: Span) -> bool {
    let before = doc.blocks_before(span.start + 1);
    before
        .checked_sub(1)
        .and_then(|i| doc.blocks.get(i))
        .is_some_and(|b| b.kind == BlockKind::Heading && b.span.holds(span.start))
}

/// Units that treaties set as headings between their articles.
fn is_heading_word(word: &str) -> bool {
    matches!(word.trim_end_matches('s').to_ascii_lowercase().as_str(), "section" | "part" | "chapter")
}

/// "paragraph 4(d)" inside a section whose own subsection (4) has a (d): the brackets of the first label are missing.
fn unbracketed(text: &str, doc: &Document, reference: &Reference, target: &Target) -> Option<(ProvisionId, String)> {
    let printed = target.span.of(text);
    let (number, rest) = printed.split_once('(')?;
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let top = doc.ancestors(reference.provision).take_while(|&up| !doc.get(up).kind.is_container()).last()?;
    let child = |at: ProvisionId, key: &str| {
        labelled_children(doc, at).find(|&c| doc.get(c).label.as_ref().is_some_and(|l| l.key == key))
    };
    let keys = rest.trim_end_matches(')').split(")(");
    let id = keys.fold(child(top, number), |at, key| at.and_then(|at| child(at, key)))?;
    Some((id, format!("({number})({rest}")))
}

/// Whether two provisions stand in one section or article.
///
/// A code is consolidated from many Acts: a citation of another section was right when it was enacted, and goes stale
/// when that section is amended. Its editors note such citations apart.
fn same_top(doc: &Document, a: ProvisionId, b: ProvisionId) -> bool {
    let top = |id| doc.ancestors(id).take_while(|&up| !doc.get(up).kind.is_container()).last();
    top(a) == top(b)
}

/// The key in the brackets of a sibling's label.
fn like(sibling: &str, key: &str) -> String {
    let open = if sibling.starts_with('(') { "(" } else { "" };
    let close = if sibling.ends_with(')') { ")" } else { "" };
    format!("{open}{key}{close}")
}

/// "(c) is followed by (e)", "the last one is (5)".
fn neighbours(text: &str, doc: &Document, within: ProvisionId, key: &str) -> Option<String> {
    let wanted = order(key)?;
    let mut before: Option<ProvisionId> = None;
    for id in labelled_children(doc, within) {
        let own = order(&doc.get(id).label.as_ref()?.key)?;
        if own > wanted {
            let (before, after) = (before?, id);
            return Some(format!("{} is followed by {}", label(text, doc, before), label(text, doc, after)));
        }
        before = Some(id);
    }
    before.map(|id| format!("the last one is {}", label(text, doc, id)))
}

/// A label's place among its siblings, where its form leaves no doubt.
fn order(key: &str) -> Option<(u8, u32)> {
    if let Ok(n) = key.parse::<u32>() {
        return Some((1, n));
    }
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_lowercase() => Some((2, u32::from(c))),
        (Some(c), None) if c.is_ascii_uppercase() => Some((3, u32::from(c))),
        _ => None,
    }
}

fn list(text: &str, doc: &Document, within: ProvisionId) -> String {
    let mut labels: Vec<String> = labelled_children(doc, within).take(9).map(|id| label(text, doc, id)).collect();
    if labelled_children(doc, within).nth(9).is_some() {
        labels.push("…".to_owned());
    }
    labels.join(", ")
}

/// The one unit nearby that has what the citation names: a child of the unit where it was looked for, of a sibling of
/// that, or of a unit beside the citation itself.
fn elsewhere(doc: &Document, from: ProvisionId, target: &Target, key: &str) -> Option<ProvisionId> {
    if target.labels().last() != Some(key) {
        return None;
    }
    let within = target.within;
    let beside = |of: ProvisionId, of_own: bool| {
        let mut found = None;
        for sibling in labelled_children(doc, of).take(40).filter(|&s| of_own || s != within) {
            let mut children = labelled_children(doc, sibling).take(40);
            if let Some(child) = children.find(|&c| doc.get(c).label.as_ref().is_some_and(|l| l.key == key)) {
                if found.is_some() {
                    return None;
                }
                found = Some(child);
            }
        }
        found
    };
    let parent = doc.get(within).parent.filter(|&p| !doc.get(p).kind.is_container());
    let top = doc.ancestors(within).take_while(|&up| !doc.get(up).kind.is_container()).last()?;
    beside(within, true)
        .or_else(|| parent.and_then(|parent| beside(parent, false)))
        .or_else(|| doc.ancestors(from).skip(1).take_while(|&up| doc.within(up, top)).find_map(|up| beside(up, true)))
}
