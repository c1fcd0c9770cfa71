//! Findings in blocks, kept from an earlier state of a document: in an editor only blocks that changed are looked at anew.
//!
//! A rule that looks at blocks sees the block's tokens and kind, whether its unit has a label and stands in a preamble, and
//! of the document the profile, the format, and whether it is English. Where all that is as it was, and the same rules run,
//! it finds what it found, where the block stands now. A rule that comes to see more of the document says so here.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::steps::OnUnit;
use crate::document::{Block, Document, Label, ProvisionId, Rank};
use crate::findings::{DocId, Finding, Severity};
use crate::rules::structure::{self, UnitFacts, outer_units};
use crate::rules::{DocumentCx, Part, Settings, Sink};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey};

/// What rules found in each block.
#[derive(Debug, Default)]
pub struct KeptFindings {
    /// What the rules and the document were known by.
    all: ContentKey,
    /// The options they ran with.
    settings: Option<Arc<Settings>>,
    /// Findings by block, counted from its beginning.
    blocks: FxHashMap<ContentKey, Box<[Finding]>>,
}

/// Rules with their levels.
type Rules = Vec<(&'static str, Severity)>;

impl KeptFindings {
    /// Begins a pass over the blocks of a document.
    pub(super) fn begin<'k, 'a>(
        &'k mut self,
        cx: &DocumentCx<'a>,
        settings: &Arc<Settings>,
        (printed, prose): (Rules, Rules),
    ) -> Pass<'k, 'a> {
        let document = cx.document();
        let all = known_by(cx, (printed, prose));
        let same = all == self.all && self.settings.as_ref().is_some_and(|s| Arc::ptr_eq(s, settings) || s == settings);
        let before = std::mem::take(&mut self.blocks);
        self.all = all;
        self.settings = Some(Arc::clone(settings));
        self.blocks = FxHashMap::with_capacity_and_hasher(document.blocks.len(), Default::default());
        Pass {
            kept: self,
            before: if same { before } else { FxHashMap::default() },
            text: cx.text,
            document,
            last: None,
        }
    }
}

/// What rules and the document are known by.
fn known_by(cx: &DocumentCx<'_>, rules: impl Hash) -> ContentKey {
    let mut hasher = ContentHasher::new();
    hasher.add(rules);
    hasher.add((cx.document().profile as u8, cx.entry.source.format, cx.english));
    // A rule about the documents of one organisation asks whether the text names it.
    hasher.add(memchr::memmem::find(cx.text.as_bytes(), b"ITU").is_some());
    hasher.key()
}

/// A pass over the blocks of a document.
pub(super) struct Pass<'k, 'a> {
    kept: &'k mut KeptFindings,
    before: FxHashMap<ContentKey, Box<[Finding]>>,
    text: &'a str,
    document: &'a Document,
    /// The provision of the block before.
    last: Option<ProvisionId>,
}

impl Pass<'_, '_> {
    /// Gives the findings of a block; `look` finds them where they are not known.
    pub fn block(
        &mut self,
        block: &Block,
        doc: DocId,
        findings: &mut Vec<Finding>,
        look: impl FnOnce(&Block, &mut Vec<Finding>),
    ) {
        let unit = self.document.get(block.provision);
        let mut hasher = ContentHasher::new();
        // Whether the block is the first of a unit is asked only of units with a label.
        let first = unit.label.is_some() && self.last != Some(block.provision) && {
            let first = self.document.blocks_of(block.provision).next();
            first.is_some_and(|b| b.span == block.span)
        };
        self.last = Some(block.provision);
        let about =
            [block.kind as u8, u8::from(unit.label.is_some()), u8::from(unit.rank == Rank::Preamble), u8::from(first)];
        hasher.add((u32::from_le_bytes(about), block.span.of(self.text)));
        let (key, base, from) = (hasher.key(), block.span.start, findings.len());
        match self.kept.blocks.get(&key).or_else(|| self.before.get(&key)) {
            Some(known) => findings.extend(known.iter().map(|f| moved(f, doc, 0, base))),
            None => look(block, findings),
        }
        if !self.kept.blocks.contains_key(&key) {
            let found = match self.before.remove(&key) {
                Some(known) => known,
                None => findings.iter().skip(from).map(|f| moved(f, doc, base, 0)).collect(),
            };
            self.kept.blocks.insert(key, found);
        }
    }
}

/// What rules found in each of the outermost units, kept while the unit's words and the tree below it are as they were.
///
/// A rule that looks at units ([`Check::Unit`](crate::rules::Check::Unit)) sees of the document what a rule on blocks sees,
/// and of the text the unit and a few bytes around it, and what [`structure::seen_above`] tells of what stands above.
#[derive(Debug, Default)]
pub struct KeptUnits {
    /// What the rules and the document were known by.
    all: ContentKey,
    /// The options they ran with.
    settings: Option<Arc<Settings>>,
    units: FxHashMap<ContentKey, KeptUnit>,
}

/// What is known of one unit; findings are counted from its beginning.
#[derive(Debug)]
struct KeptUnit {
    facts: UnitFacts,
    findings: Box<[Finding]>,
}

/// A pass over the units of a document.
pub(super) struct UnitPass<'k> {
    kept: &'k mut KeptUnits,
    before: FxHashMap<ContentKey, KeptUnit>,
    units: Vec<(ProvisionId, ContentKey)>,
}

impl KeptUnits {
    /// Begins a pass over the units of a document: what is known of them is made known to the rules.
    pub(super) fn begin<'k>(
        &'k mut self,
        cx: &DocumentCx<'_>,
        settings: &Arc<Settings>,
        rules: &[OnUnit],
    ) -> UnitPass<'k> {
        let document = cx.document();
        let all = known_by(cx, rules.iter().map(|r| (r.0.code, r.1)).collect::<Vec<_>>());
        let same = all == self.all && self.settings.as_ref().is_some_and(|s| Arc::ptr_eq(s, settings) || s == settings);
        let before = std::mem::take(&mut self.units);
        let before = if same { before } else { FxHashMap::default() };
        (self.all, self.settings) = (all, Some(Arc::clone(settings)));
        let units: Vec<_> = outer_units(document).map(|unit| (unit, unit_key(cx.text, document, unit))).collect();
        let known: Vec<_> = units.iter().filter_map(|(unit, key)| Some((*unit, &before.get(key)?.facts))).collect();
        structure::know(cx, &known);
        UnitPass { kept: self, before, units }
    }
}

impl UnitPass<'_> {
    /// Gives the findings in all units; the rules look at those that are not known.
    pub fn units(mut self, cx: &DocumentCx<'_>, doc: DocId, rules: &[OnUnit], findings: &mut Vec<Finding>) {
        let document = cx.document();
        let units = &mut self.kept.units;
        *units = FxHashMap::with_capacity_and_hasher(self.units.len(), Default::default());
        for (unit, key) in self.units {
            let base = document.get(unit).span.start;
            if let Some(known) = units.get(&key) {
                findings.extend(known.findings.iter().map(|f| moved(f, doc, 0, base)));
            } else if let Some(known) = self.before.remove(&key) {
                findings.extend(known.findings.iter().map(|f| moved(f, doc, 0, base)));
                units.insert(key, known);
            } else if let Some(facts) = structure::facts(cx, unit) {
                let from = findings.len();
                for (rule, severity, run) in rules {
                    run(cx, Part::Unit(unit), &mut Sink::new(rule, *severity, doc, findings));
                }
                let found = findings.iter().skip(from).map(|f| moved(f, doc, base, 0)).collect();
                units.insert(key, KeptUnit { facts, findings: found });
            }
        }
    }
}

/// Bytes before and after a unit that rules look at with it.
const AROUND: (usize, usize) = (16, 64);

/// What a unit with all below it is known by.
fn unit_key(text: &str, document: &Document, unit: ProvisionId) -> ContentKey {
    let own = document.get(unit);
    let base = own.span.start;
    let (from, to) = ((base as usize).saturating_sub(AROUND.0), (own.span.end as usize + AROUND.1).min(text.len()));
    let mut hasher = ContentHasher::new();
    hasher.add((base as usize - from, text.as_bytes().get(from..to)));
    hasher.add(structure::seen_above(text, document, unit));
    let at = |span: Span| [span.start.wrapping_sub(base), span.len() as u32];
    let label = |l: &Label, hasher: &mut ContentHasher| hasher.add((at(l.span), l.key.as_str(), l.through.as_deref()));
    for (i, p) in (unit.0..).zip(document.provisions.get(unit.index()..own.end.index()).unwrap_or_default()) {
        let about = u32::from_le_bytes([p.kind as u8, p.status as u8, p.rank as u8, u8::from(p.quoted)]);
        let has =
            u32::from(p.label.is_some()) | u32::from(p.margin.is_some()) << 1 | u32::from(p.heading.is_some()) << 2;
        let parent = p.parent.filter(|_| i != unit.0).map_or(u32::MAX, |up| i - up.0);
        hasher.add(([about, has, parent, p.end.0 - i], at(p.span)));
        for l in p.label.iter().chain(p.margin.as_deref()) {
            label(l, &mut hasher);
        }
        if let Some(heading) = p.heading {
            hasher.add(at(heading));
        }
    }
    for block in document.blocks_within(unit) {
        hasher.add(([block.kind as u32, block.provision.0.wrapping_sub(unit.0)], at(block.span)));
    }
    hasher.key()
}

/// The finding as it stands where its block or unit has moved.
fn moved(finding: &Finding, doc: DocId, from: u32, to: u32) -> Finding {
    let at = |span: Span| span.shifted(from, to);
    let mut f = finding.clone();
    f.doc = doc;
    f.span = at(f.span);
    for label in &mut f.labels {
        label.doc = doc;
        label.span = at(label.span);
    }
    for edit in f.fix.iter_mut().flat_map(|x| &mut x.edits) {
        edit.doc = doc;
        edit.span = at(edit.span);
    }
    f
}
