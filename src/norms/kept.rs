//! Norms kept from an earlier state of a document: in an editor only the units that changed are read anew.
//!
//! A run of blocks is known by its text and by all else that its norms hang on: the tree of the units they stand in, the
//! definitions that reach into it, the names of the parties, the agent that a pronoun may stand for. Where all that is as
//! it was, its norms are those read then, moved to where they stand now. What comes out is what reading anew gives.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use thin_vec::ThinVec;

use super::model::{Adjunct, DateLimit, Hedge, Norm, Precedence, Quantity, Window};
use crate::document::{Block, Document, Kind, ProvisionId};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey};

/// Where the norms of each unit stand among those read last.
#[derive(Debug, Default)]
pub struct Kept {
    /// By content, and how many units before have the same: of two that are alike each goes on with its own.
    pub(super) units: FxHashMap<(ContentKey, u32), Unit>,
}

/// The norms of one run of blocks.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Their range among those of the document.
    pub norms: (u32, u32),
    /// Where the run began.
    pub base: u32,
    /// The unit it belongs to.
    pub root: ProvisionId,
    /// The agent named last in it, and the provision, counted from `root`.
    pub antecedent: Option<(u32, SmolStr)>,
}

/// Consecutive blocks of one unit: an article with all below it, or one block of a part or chapter's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// The blocks, by index.
    pub blocks: (usize, usize),
    /// The unit.
    pub root: ProvisionId,
    /// One block of a unit that other blocks belong to as well.
    pub single: bool,
}

/// Whether the unit holds articles rather than being part of one.
const fn holds_articles(kind: Kind) -> bool {
    kind.is_container() || matches!(kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol)
}

/// The blocks in runs; a unit whose blocks lie apart gives runs of one block each.
pub(super) fn runs(document: &Document) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        if let Some(last) = runs.last_mut()
            && !last.single
            && document.within(block.provision, last.root)
        {
            last.blocks.1 = i + 1;
            continue;
        }
        let root = document.ancestors(block.provision).filter(|&up| !holds_articles(document.get(up).kind)).last();
        let (root, single) = root.map_or((block.provision, true), |root| (root, false));
        runs.push(Run { blocks: (i, i + 1), root, single });
    }
    let mut counts: FxHashMap<ProvisionId, u32> = FxHashMap::default();
    for run in &runs {
        *counts.entry(run.root).or_default() += 1;
    }
    if runs.iter().all(|r| r.single || counts.get(&r.root) == Some(&1)) {
        return runs;
    }
    let parted = |run: Run| {
        let apart = !run.single && counts.get(&run.root) != Some(&1);
        let each = (run.blocks.0..run.blocks.1).map(move |i| Run {
            blocks: (i, i + 1),
            root: document.blocks.get(i).map_or(run.root, |b| b.provision),
            single: true,
        });
        each.take(if apart { usize::MAX } else { 0 }).chain((!apart).then_some(run))
    };
    runs.into_iter().flat_map(parted).collect()
}

impl Run {
    /// Its blocks.
    pub fn of(self, document: &Document) -> &[Block] {
        document.blocks.get(self.blocks.0..self.blocks.1).unwrap_or_default()
    }

    /// Takes in the text of the run and the tree it stands in.
    pub fn add(self, text: &str, document: &Document, base: u32, hasher: &mut ContentHasher) {
        let root = document.get(self.root);
        hasher.add(self.single);
        let end = if self.single { ProvisionId(self.root.0 + 1) } else { root.end };
        let units = document.provisions.get(self.root.index()..end.index()).unwrap_or_default();
        for (i, unit) in units.iter().enumerate() {
            let own = self.root.0 + i as u32;
            let parent = unit.parent.map_or(u32::MAX, |p| own.wrapping_sub(p.0));
            // Of a unit that holds others only whether it does; where its parent stands is no matter of its own.
            let (parent, children) = match (self.single, i) {
                (true, _) => (0, u32::from(unit.end.0 > own + 1)),
                (false, 0) => (0, unit.end.0 - own),
                (false, _) => (parent, unit.end.0 - own),
            };
            let kind = [unit.kind as u8, unit.status as u8, unit.rank as u8, u8::from(unit.quoted)];
            hasher.add((u64::from(u32::from_le_bytes(kind)) << 32 | u64::from(parent), children));
        }
        for block in self.of(document) {
            let provision = block.provision.0.saturating_sub(self.root.0);
            hasher.add(u64::from(block.kind as u8) << 32 | u64::from(provision));
            hasher.add((block.span.start.wrapping_sub(base), block.span.of(text)));
        }
    }
}

/// Takes in the definition bodies that reach into `within`; they are sorted.
pub(super) fn add_bodies(bodies: &[Span], within: Span, hasher: &mut ContentHasher) {
    let from = bodies.partition_point(|b| b.start < within.start);
    let before = from.checked_sub(1).and_then(|i| bodies.get(i)).map_or(0, |b| b.end.saturating_sub(within.start));
    hasher.add(before.min(within.len() as u32));
    for body in bodies.iter().skip(from).take_while(|b| b.start < within.end) {
        hasher.add((body.start - within.start, body.len()));
    }
}

impl Norm {
    /// The norm as it stands where its unit has moved: bytes from `from` to `to`, provisions from `old` to `new`.
    pub(super) fn moved(&self, (from, to): (u32, u32), (old, new): (ProvisionId, ProvisionId)) -> Self {
        let at = |span: Span| span.shifted(from, to);
        let maybe = |span: Option<Span>| span.map(at);
        let all = |spans: &[Span]| spans.iter().map(|&s| at(s)).collect();
        // Every field by name, so that a new one is not forgotten here.
        let Self {
            span,
            sentence,
            subject,
            passive,
            negated,
            ordered,
            bearer_head,
            precedence,
            words,
            turning,
            twins: _,
            windows,
            dates,
            adjuncts,
            references: _,
            quantities,
            modal,
            provision,
            modality,
            strength,
            bearer,
            counterparty,
            action,
            only,
            verb,
            object,
            conditions,
            exceptions,
            hedges,
            rank,
            quoted,
        } = self;
        Self {
            span: at(*span),
            sentence: at(*sentence),
            subject: maybe(*subject),
            passive: *passive,
            negated: *negated,
            ordered: *ordered,
            bearer_head: bearer_head.clone(),
            precedence: precedence.iter().map(|p| Precedence { span: at(p.span), ..*p }).collect(),
            words: words.clone(),
            turning: *turning,
            // Both are found for the whole document, when all its norms are there.
            twins: ThinVec::new(),
            references: (0, 0),
            windows: windows
                .iter()
                .map(|w| Window { span: at(w.span), trigger: maybe(w.trigger), ..w.clone() })
                .collect(),
            dates: dates.iter().map(|d| DateLimit { span: at(d.span), ..*d }).collect(),
            adjuncts: adjuncts.iter().map(|a| Adjunct { span: at(a.span), ..*a }).collect(),
            quantities: quantities.iter().map(|q| Quantity { span: at(q.span), ..q.clone() }).collect(),
            modal: at(*modal),
            provision: ProvisionId(new.0 + provision.0.saturating_sub(old.0)),
            modality: *modality,
            strength: *strength,
            bearer: maybe(*bearer),
            counterparty: maybe(*counterparty),
            action: at(*action),
            only: *only,
            verb: verb.clone(),
            object: maybe(*object),
            conditions: all(conditions),
            exceptions: all(exceptions),
            hedges: hedges.iter().map(|h| Hedge { span: at(h.span), ..*h }).collect(),
            rank: *rank,
            quoted: *quoted,
        }
    }
}
