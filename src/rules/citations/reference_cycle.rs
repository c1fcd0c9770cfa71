//! `reference-cycle`: units that only send the reader on, in a ring.

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{label_span, members, own, unit};
use crate::document::ProvisionId;
use crate::references::{Reference, Resolution};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL204",
    name: "reference-cycle",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/reference_cycle.md"),
    checks: &[Check::Document(check)],
};

/// Longest text, in bytes, of a unit that only sends the reader on.
const SHORT: usize = 220;

/// Units that a ring has at most.
const LONGEST: usize = 8;

const SENDS: [&str; 12] = [
    "as provided",
    "as set out",
    "as set forth",
    "as specified",
    "as prescribed",
    "as determined",
    "as defined",
    "as laid down",
    "in accordance with",
    "provided for in",
    "set out in",
    "governed by",
];

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    // Units that do nothing but cite one other unit.
    let mut next: FxHashMap<ProvisionId, (ProvisionId, &Reference)> = FxHashMap::default();
    let mut count: FxHashMap<ProvisionId, u32> = FxHashMap::default();
    let is_short = |r: &&Reference| !r.relative && doc.get(r.provision).span.len() <= SHORT;
    for reference in own(&cx.analysis().references).filter(is_short) {
        *count.entry(reference.provision).or_default() += 1;
        let mut targets = members(reference);
        let (Some(target), None) = (targets.next(), targets.next()) else { continue };
        let Resolution::Found(to) = target.resolution else { continue };
        if to != reference.provision {
            next.insert(reference.provision, (to, reference));
        }
    }
    next.retain(|from, _| count.get(from) == Some(&1));
    // What leads nowhere is in no ring: most units are let go so, without a look at their words.
    for _ in 0..LONGEST {
        let leading: FxHashSet<ProvisionId> = next.keys().copied().collect();
        next.retain(|_, (to, _)| leading.contains(to));
        if next.len() == leading.len() {
            break;
        }
    }
    next.retain(|from, _| {
        let body = doc.get(*from).span.of(text);
        SENDS.iter().any(|s| body.contains(s))
    });
    let mut starts: Vec<ProvisionId> = next.keys().copied().collect();
    starts.sort_unstable();
    for start in starts {
        let mut ring = vec![start];
        let mut at = start;
        while let Some(&(to, _)) = next.get(&at) {
            // Each ring is reported once, at its first unit.
            if to <= start || ring.len() > LONGEST {
                at = to;
                break;
            }
            ring.push(to);
            at = to;
        }
        if at != start || ring.len() < 2 {
            continue;
        }
        let Some((_, reference)) = next.get(&start) else { continue };
        let names: Vec<String> = ring.iter().map(|&id| unit(text, doc, id)).collect();
        let finding =
            sink.report(reference.span, format!("units that only refer to each other: {}", names.join(" → ")));
        for &id in ring.iter().skip(1) {
            finding.label(label_span(doc, id), "sends the reader back".to_owned());
        }
        finding.help("say in one of them what holds");
    }
}
