//! Pairs of norms that may speak of one act: each is compared once, by the first rule that asks.

use std::cell::{Cell, OnceCell};

use crate::document::Document;
use crate::graph::Entry;
use crate::norms::Norm;
use crate::references::Scope;
use crate::rules::deontic::pair::{Pair, Scratch, Slot, compare_afresh};
use crate::rules::deontic::shared::is_contract;
use crate::rules::{DocumentCx, Memo};

/// Two norms that the index brought together.
#[derive(Debug)]
pub struct Candidate {
    /// The earlier norm, by index.
    pub first: u32,
    /// The later one.
    pub second: u32,
    pair: OnceCell<Option<Pair>>,
    /// In a box, as only contracts ask for it.
    whole: OnceCell<Box<Option<Pair>>>,
    told: Cell<bool>,
}

impl Candidate {
    /// The two compared, one of them perhaps set in a time or place, as in a contract: see [`compare_afresh`].
    pub fn loosely(&self, cx: &DocumentCx<'_>, scratch: &mut Scratch) -> Option<Pair> {
        *self
            .pair
            .get_or_init(|| compare_afresh(cx, self.norm(cx, self.first)?, self.norm(cx, self.second)?, false, scratch))
    }

    /// As [`Self::loosely`]; with `whole`, a phrase that yields to the agreement as a whole settles nothing.
    pub fn beside(&self, cx: &DocumentCx<'_>, whole: bool, scratch: &mut Scratch) -> Option<Pair> {
        if !whole {
            return self.loosely(cx, scratch);
        }
        let mut compare = || compare_afresh(cx, self.norm(cx, self.first)?, self.norm(cx, self.second)?, true, scratch);
        **self.whole.get_or_init(|| Box::new(compare()))
    }

    /// The two compared; none too where one of them sets its act in a time or place and the other does not.
    pub fn strictly(&self, cx: &DocumentCx<'_>, scratch: &mut Scratch) -> Option<Pair> {
        let mut pair = self.loosely(cx, scratch)?;
        if matches!(pair.bearer, Slot::FirstCovers | Slot::SecondCovers) {
            pair.bearer = Slot::Differs;
        }
        (pair.turning == Slot::Same).then_some(pair)
    }

    /// Says that a rule has told something of the two, or would have but for what was told before.
    pub fn tell(&self) {
        self.told.set(true);
    }

    fn norm<'a>(&self, cx: &DocumentCx<'a>, at: u32) -> Option<&'a Norm> {
        cx.analysis().norms.get(at as usize)
    }
}

/// Every pair, in the order of the text, but for those of which it is known that nothing is to be told. A rule that tells
/// something of a pair says so to the pair: see [`Candidate::tell`].
pub fn all<'a>(cx: &DocumentCx<'a>) -> impl Iterator<Item = (&'a Candidate, &'a Norm, &'a Norm)> {
    let norms = &cx.analysis().norms;
    let list = cx.memo.candidates.get_or_init(|| {
        let pair = |first: usize, &second: &u32| Candidate {
            first: first as u32,
            second,
            pair: OnceCell::new(),
            whole: OnceCell::new(),
            told: Cell::new(false),
        };
        // In a contract the pairs of a sentence are asked for again.
        let quiet = cx.memo.quiet.get().filter(|_| !is_contract(cx));
        let asked = norms.iter().enumerate().filter(|(i, _)| !quiet.is_some_and(|q| q.holds(*i)));
        asked.flat_map(|(i, n)| n.twins.iter().map(move |j| pair(i, j))).collect()
    });
    list.iter().filter_map(|c| Some((c, norms.get(c.first as usize)?, norms.get(c.second as usize)?)))
}

/// The pairs of one norm with later ones.
pub fn of<'a>(cx: &DocumentCx<'a>, first: u32) -> impl Iterator<Item = (&'a Candidate, &'a Norm, &'a Norm)> {
    let list = cx.memo.candidates.get().map_or(&[][..], Vec::as_slice);
    let from = list.partition_point(|c| c.first < first);
    let norms = &cx.analysis().norms;
    list.iter()
        .skip(from)
        .take_while(move |c| c.first == first)
        .filter_map(|c| Some((c, norms.get(c.first as usize)?, norms.get(c.second as usize)?)))
}

/// Norms of which it is known, from an earlier state of the document, that no rule tells anything of their pairs with later
/// norms.
///
/// What a rule says of a pair hangs on the two norms with their sentences, on the units that they stand in, on what they
/// cite, and on what stands right beside their words. Where all that is as it was, nothing is to be told where nothing was.
#[derive(Debug, Default)]
pub struct Quiet(Vec<bool>);

impl Quiet {
    /// The norms of an earlier state that were quiet, where they stand now; `origins` says which norm of that state each
    /// norm was taken over from.
    #[must_use]
    pub fn follow(&self, past: &Entry, entry: &Entry, origins: &[u32]) -> Self {
        let (old, new) = (&past.analysis, &entry.analysis);
        if self.0.is_empty() || !same_units(&old.document, &new.document) {
            return Self::default();
        }
        let same = |(n, &origin): (&Norm, &u32)| {
            let was = old.norms.get(origin as usize)?;
            let as_it_was = was.provision == n.provision
                && cites(past, was).eq(cites(entry, n))
                && beside(past, was) == beside(entry, n);
            as_it_was.then_some(origin)
        };
        let same: Vec<Option<u32>> = new.norms.iter().zip(origins).map(same).collect();
        let quiet = |(n, same_as): (&Norm, &Option<u32>)| {
            let Some(was) =
                same_as.and_then(|at| self.holds(at as usize).then(|| old.norms.get(at as usize)).flatten())
            else {
                return false;
            };
            let twin = |at: &u32| same.get(*at as usize).copied().flatten();
            n.twins.len() == was.twins.len() && n.twins.iter().zip(&was.twins).all(|(a, b)| twin(a) == Some(*b))
        };
        Self(new.norms.iter().zip(&same).map(quiet).collect())
    }

    /// The norms that are quiet now, after all rules have looked at their pairs.
    #[must_use]
    pub fn after(memo: &Memo, norms: usize) -> Self {
        if memo.contract.get() == Some(&true) {
            return Self::default();
        }
        let mut quiet = vec![true; norms];
        for told in memo.candidates.get().into_iter().flatten().filter(|c| c.told.get()) {
            if let Some(flag) = quiet.get_mut(told.first as usize) {
                *flag = false;
            }
        }
        Self(quiet)
    }

    fn holds(&self, norm: usize) -> bool {
        self.0.get(norm).copied().unwrap_or(false)
    }
}

/// Whether the units of two documents are the same but for their words.
fn same_units(old: &Document, new: &Document) -> bool {
    old.profile == new.profile
        && old.provisions.len() == new.provisions.len()
        && old.provisions.iter().zip(&new.provisions).all(|(a, b)| {
            let key = |p: &crate::document::Provision| p.label.as_ref().map(|l| l.key.clone());
            (a.kind, a.parent, a.heading.is_some()) == (b.kind, b.parent, b.heading.is_some()) && key(a) == key(b)
        })
}

/// What a norm cites: of each citation its first path, where it stays in the text.
fn cites<'a>(entry: &'a Entry, n: &Norm) -> impl Iterator<Item = impl PartialEq + use<'a>> + use<'a> {
    let all = &entry.analysis.references;
    let own = all.get(n.references.0 as usize..n.references.1 as usize).unwrap_or_default();
    own.iter().map(|r| (matches!(r.scope, Scope::Internal), r.targets.first().map(|t| &t.path)))
}

/// What stands beside a norm as far as rules look: the next letter or mark behind it, and whether its unit has words before
/// its sentence.
fn beside(entry: &Entry, n: &Norm) -> (Option<char>, bool) {
    let text: &str = &entry.source.text;
    let unit = entry.analysis.document.get(n.provision);
    let from = unit.label.as_ref().map_or(unit.span.start, |l| l.span.end);
    let opening = text.get(from as usize..n.sentence.start.max(from) as usize).unwrap_or("");
    let behind = text.get(n.span.end as usize..).unwrap_or("");
    (behind.trim_start().chars().next(), opening.trim_start().is_empty())
}
