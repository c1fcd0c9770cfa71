//! Lead-ins whose sentence goes on in the items below.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::held::WordList;
use super::model::Norm;
use crate::document::{Document, ProvisionId};

/// A norm that waits for its items.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The frame as far as the lead-in fills it, but for its words.
    pub norm: Norm,
    /// Its words, among those of all norms.
    pub words: WordList,
    /// The lead-in has its verb; items give the object.
    pub verb: bool,
}

impl Lead {
    /// A frame that waits, with its verb or without.
    pub fn of(mut norm: Norm, verb: bool) -> Self {
        let words = std::mem::take(&mut norm.words);
        Self { norm, words, verb }
    }
}

/// Lead-ins by the provision they stand in.
#[derive(Debug, Default)]
pub struct Leads {
    waiting: FxHashMap<ProvisionId, Lead>,
    /// As many may wait before those of units that are behind are let go.
    room: usize,
}

impl Leads {
    /// Keeps a lead-in for the items of `provision`.
    pub fn open(&mut self, document: &Document, provision: ProvisionId, lead: Lead) {
        if self.waiting.len() >= self.room {
            let here = document.get(provision).span.start;
            self.waiting.retain(|&unit, _| document.get(unit).span.end > here);
            self.room = 64 + 2 * self.waiting.len();
        }
        self.waiting.insert(provision, lead);
    }

    /// The lead-in that the provision's text completes.
    pub fn of(&self, document: &Document, provision: ProvisionId) -> Option<&Lead> {
        self.waiting.get(&document.get(provision).parent?)
    }

    /// Whether a lead-in of the provision waits for its items.
    pub fn waits(&self, provision: ProvisionId) -> bool {
        self.waiting.contains_key(&provision)
    }

    /// The bearer that a lead-in above gives, for a passive in an item.
    pub fn bearer(&self, document: &Document, provision: ProvisionId) -> Option<(crate::span::Span, Option<SmolStr>)> {
        if self.waiting.is_empty() {
            return None;
        }
        document
            .ancestors(provision)
            .skip(1)
            .take(4)
            .filter_map(|up| self.waiting.get(&up))
            .find_map(|lead| Some((lead.norm.bearer?, lead.norm.bearer_head.clone())))
    }
}
