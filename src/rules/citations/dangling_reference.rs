//! `dangling-reference`: the cited unit is not in the text.

use rustc_hash::FxHashMap;

use super::address::{label, label_span, labelled_children, lacking, own, unit};
use crate::document::{Document, ProvisionId};
use crate::findings::Severity;
use crate::references::{Reference, Resolution, Target, TargetRole};
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
    let mut found: Vec<(&Reference, &Target)> = Vec::new();
    for reference in own(&cx.analysis().references) {
        for target in &reference.targets {
            if !matches!(target.resolution, Resolution::Missing) {
                continue;
            }
            found.push((reference, target));
            if target.role == TargetRole::Holder {
                break;
            }
        }
    }
    let mut places: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
    for (_, target) in &found {
        places.entry(target.path.as_str()).or_default().push(target.span);
    }
    for (reference, target) in found {
        let all = places.get(target.path.as_str()).map_or(&[][..], Vec::as_slice);
        // What is cited time and again is reported once, with the other places.
        if all.len() < MANY {
            report(text, doc, reference, target, &[], sink);
        } else if all.first() == Some(&target.span) {
            report(text, doc, reference, target, all.get(1..).unwrap_or(&[]), sink);
        }
    }
}

/// From how many citations of one absent unit on they make one finding.
const MANY: usize = 3;

fn report(text: &str, doc: &Document, reference: &Reference, target: &Target, others: &[Span], sink: &mut Sink<'_>) {
    let key = lacking(doc, target);
    let within = target.within;
    let place = unit(text, doc, within);
    let sibling = labelled_children(doc, within).next();
    let printed = match sibling {
        Some(id) => like(&label(text, doc, id), key),
        None if within == Document::ROOT => key.to_owned(),
        None => format!("({key})"),
    };
    let whole = reference.targets.len() == 1;
    let span = if whole { reference.unit.map_or(target.span, |u| u.to(target.span)) } else { target.span };
    let message = match reference.unit {
        Some(_) if whole && within == Document::ROOT => format!("there is no {} in {place}", span.of(text)),
        _ => format!("there is no {printed} in {place}"),
    };
    let finding = sink.report(span, message);
    if doc.profile == Profile::UsCode && (sibling.is_none() || !same_top(doc, within, reference.provision)) {
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
        finding.note(format!("it is cited in {} more places", others.len()));
        for &span in others.iter().take(8) {
            finding.label(span, "and here".to_owned());
        }
    }
    if let Some(id) = elsewhere(doc, within, target, key) {
        finding.help(format!("did you mean {}?", unit(text, doc, id)));
        finding.label(label_span(doc, id), "this has such a unit".to_owned());
    } else {
        finding.help("cite the unit that is meant, or add it".to_owned());
    }
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

/// The one unit nearby that has what the citation names: a sibling of the holder with such a child.
fn elsewhere(doc: &Document, within: ProvisionId, target: &Target, key: &str) -> Option<ProvisionId> {
    if target.labels().last() != Some(key) {
        return None;
    }
    let parent = doc.get(within).parent?;
    if doc.get(parent).kind.is_container() {
        return None;
    }
    let mut found = None;
    for sibling in labelled_children(doc, parent).take(40).filter(|&s| s != within) {
        let child =
            labelled_children(doc, sibling).take(40).find(|&c| doc.get(c).label.as_ref().is_some_and(|l| l.key == key));
        if let Some(child) = child {
            if found.is_some() {
                return None;
            }
            found = Some(child);
        }
    }
    found
}
