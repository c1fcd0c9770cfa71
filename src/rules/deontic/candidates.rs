//! Pairs of norms that may speak of one act.

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use crate::norms::Norm;
use crate::rules::DocumentCx;
use crate::rules::deontic::facets::{self, Facets};
use crate::rules::deontic::pair::{Pair, Scratch, Slot, compare_afresh};
use crate::rules::deontic::shared::is_contract;

/// Two norms that the index brought together.
///
/// There are many, and few are compared: what a comparison gives is not kept.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The earlier norm, by index.
    pub first: u32,
    /// The later one.
    pub second: u32,
}

impl Candidate {
    /// The two compared, one of them perhaps set in a time or place, as in a contract: see [`compare_afresh`].
    pub fn loosely(self, cx: &DocumentCx<'_>, scratch: &mut Scratch) -> Option<Pair> {
        self.beside(cx, false, scratch)
    }

    /// As [`Self::loosely`]; with `whole`, a phrase that yields to the agreement as a whole settles nothing.
    pub fn beside(self, cx: &DocumentCx<'_>, whole: bool, scratch: &mut Scratch) -> Option<Pair> {
        let norm = |at: u32| cx.analysis().norms.get(at as usize);
        compare_afresh(cx, norm(self.first)?, norm(self.second)?, whole, scratch)
    }

    /// The two compared; none too where one of them sets its act in a time or place and the other does not.
    pub fn strictly(self, cx: &DocumentCx<'_>, scratch: &mut Scratch) -> Option<Pair> {
        let mut pair = self.loosely(cx, scratch)?;
        if matches!(pair.bearer, Slot::FirstCovers | Slot::SecondCovers) {
            pair.bearer = Slot::Differs;
        }
        (pair.turning == Slot::Same).then_some(pair)
    }

    /// Says that a rule has told something of the two, or would have but for what was told before.
    pub fn tell(self, cx: &DocumentCx<'_>) {
        cx.memo.told.tell(self);
    }
}

/// Norms of whose pairs with later ones a rule has told something.
#[derive(Debug, Default)]
pub struct Told(RefCell<FxHashSet<u32>>);

impl Told {
    fn tell(&self, pair: Candidate) {
        self.0.borrow_mut().insert(pair.first);
    }

    /// Whether something was told of a pair that begins with the norm.
    pub(super) fn of(&self, norm: u32) -> bool {
        self.0.borrow().contains(&norm)
    }
}

/// Every pair of which a rule may have something to tell, by the facets of the two, in the order of the text: other norms are
/// not fetched. Those are left out of which it is known that nothing is to be told. A rule that tells something of a pair says
/// so to the pair: see [`Candidate::tell`]. One that is to see pairs which no other rule looks at says so to the index: see
/// `norms::kin`.
pub fn such<'a>(
    cx: &DocumentCx<'a>,
    wanted: impl Fn(Facets, Facets) -> bool,
) -> impl Iterator<Item = (Candidate, &'a Norm, &'a Norm)> {
    let (norms, facets) = (&cx.analysis().norms, facets::all(cx));
    let norm = |at: u32| norms.get(at as usize);
    let facets = |at: u32| facets.get(at as usize).copied().unwrap_or_default();
    let twins = cx.memo.twins.get_or_init(|| gather(cx)).iter();
    let such = twins.filter(move |pair| wanted(facets(pair.first), facets(pair.second)));
    such.filter_map(move |&pair| Some((pair, norm(pair.first)?, norm(pair.second)?)))
}

/// The pairs, gathered once for all rules: few norms are in any.
fn gather(cx: &DocumentCx<'_>) -> Vec<Candidate> {
    // In a contract the pairs of a sentence are asked for again.
    let quiet = cx.memo.quiet.get().filter(|_| !is_contract(cx));
    let having = facets::having(cx, facets::TWINS).map(|(first, a)| (first as u32, a));
    let asked = having.filter(|(first, _)| !quiet.is_some_and(|q| q.holds(*first)));
    asked.flat_map(|(first, a)| a.twins.iter().map(move |&second| Candidate { first, second })).collect()
}

/// The pairs of one norm with later ones.
pub fn of<'a>(cx: &DocumentCx<'a>, first: u32) -> impl Iterator<Item = (Candidate, &'a Norm, &'a Norm)> {
    let norms = &cx.analysis().norms;
    norms.get(first as usize).into_iter().flat_map(move |a| {
        let with = move |&second: &u32| Some((Candidate { first, second }, a, norms.get(second as usize)?));
        a.twins.iter().filter_map(with)
    })
}

#[cfg(test)]
mod tests {
    use crate::graph::Analysis;
    use crate::rules::deontic::pair::Clash;
    use crate::source::Source;
    use crate::syntax::Profile;

    #[test]
    fn norms_that_clash_are_pairs() {
        const FORCES: [&str; 9] = [
            "shall",
            "shall not",
            "may",
            "need not",
            "should",
            "should not",
            "is entitled to",
            "is not entitled to",
            "will",
        ];
        let norm = |force: &str| format!("The operator {force} publish the annual safety report.\n\n");
        let mut clashes = 0;
        for profile in [Profile::Contract, Profile::UkAct] {
            for (a, b) in FORCES.iter().flat_map(|a| FORCES.iter().map(move |b| (a, b))) {
                let source = Source::new("draft.txt", norm(a) + &norm(b));
                let norms = Analysis::of(&source, Some(profile)).norms;
                assert_eq!(norms.len(), 2, "{a}, {b}");
                let clash = Clash::of(&norms[0], &norms[1]).is_some();
                clashes += usize::from(clash);
                assert!(!clash || norms[0].twins.as_slice() == [1], "{a}, {b}");
                // Two of one force: nothing to tell, but of duties, which two may have.
                assert!(a != b || norms[0].twins.is_empty() || a.starts_with("shall") || *a == "will", "{a}");
            }
        }
        assert!(clashes > 40, "{clashes}");
    }
}
