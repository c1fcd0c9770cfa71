//! Norms of a document that was read before in another state.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Antecedent, Buffers, Reader};
use crate::document::ProvisionId;
use crate::norms::kept::{self, Kept, Unit};
use crate::norms::model::Norm;
use crate::text::{ContentHasher, ContentKey};

/// A run of blocks that was read, and how many norms it gave.
pub(super) struct Done {
    key: (ContentKey, u32),
    unit: Unit,
    /// Where the next run begins.
    next: u32,
    count: usize,
    /// Where its norms stand in the past, if they were taken over from there.
    taken: Option<(u32, u32)>,
}

impl Done {
    /// Where the run's norms stand in the list, in the order of the text; none where they are not together. Notes where
    /// each was taken from.
    pub(super) fn place(mut self, all: &[Norm], origins: &mut [u32]) -> Option<((ContentKey, u32), Unit)> {
        let from = all.partition_point(|n| n.span.start < self.unit.base);
        let to = all.partition_point(|n| n.span.start < self.next);
        self.unit.norms = (from as u32, to as u32);
        if to.checked_sub(from) != Some(self.count) {
            return None;
        }
        let own = origins.get_mut(from..to).unwrap_or_default();
        if let Some((first, last)) = self.taken.filter(|(first, last)| (last - first) as usize == own.len()) {
            own.iter_mut().zip(first..last).for_each(|(to, origin)| *to = origin);
        }
        Some((self.key, self.unit))
    }
}

impl Reader<'_> {
    /// Reads run by run, and takes over the norms of those that are as they were.
    pub(super) fn runs(&mut self, before: &[Norm], kept: &Kept, buffers: &mut Buffers) -> Vec<Done> {
        let (text, document) = (self.text, self.document);
        let parties = self.parties.key();
        let runs = kept::runs(document);
        let mut done = Vec::with_capacity(runs.len());
        let mut alike: FxHashMap<ContentKey, u32> = FxHashMap::default();
        for (i, run) in runs.iter().enumerate() {
            let blocks = run.of(document);
            let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { continue };
            let (base, within) = (first.span.start, first.span.to(last.span));
            // A lead-in above that waits for its items: what the run gives hangs on that too.
            let led = document.ancestors(run.root).any(|up| self.leads.waits(up));
            let mut hasher = ContentHasher::new();
            hasher.add(parties);
            kept::add_bodies(&self.bodies, within, &mut hasher);
            if run.single {
                let speaks = self.antecedent.provision == Some(run.root);
                hasher.add(self.antecedent.head.as_ref().filter(|_| speaks).map(SmolStr::as_str));
            }
            run.add(text, document, base, &mut hasher);
            let content = hasher.key();
            let before_it = alike.entry(content).or_default();
            let key = (content, *before_it);
            *before_it += 1;
            let from = self.out.len();
            self.named = false;
            let known = kept.units.get(&key).or_else(|| kept.units.get(&(content, 0))).filter(|_| !led);
            let mut taken = None;
            if let Some((unit, norms)) =
                known.and_then(|u| Some((u, before.get(u.norms.0 as usize..u.norms.1 as usize)?)))
            {
                taken = Some(unit.norms);
                self.out.extend(norms.iter().map(|n| n.moved((unit.base, base), (unit.root, run.root))));
                if let Some((at, head)) = &unit.antecedent {
                    let provision = Some(ProvisionId(run.root.0 + at));
                    self.antecedent = Antecedent { provision, head: Some(head.clone()) };
                    self.named = true;
                }
            } else {
                blocks.iter().for_each(|block| self.prose(block, buffers));
            }
            if led || run.single && self.leads.waits(run.root) {
                continue;
            }
            let named = self.antecedent.provision.zip(self.antecedent.head.clone()).filter(|_| self.named);
            let antecedent = named.map(|(at, head)| (at.0.saturating_sub(run.root.0), head));
            let next = runs.get(i + 1).and_then(|r| r.of(document).first()).map_or(u32::MAX, |b| b.span.start);
            let unit = Unit { norms: (0, 0), base, root: run.root, antecedent };
            done.push(Done { key, unit, next, count: self.out.len() - from, taken });
        }
        done
    }
}
