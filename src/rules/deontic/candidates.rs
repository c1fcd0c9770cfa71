//! Pairs of norms that may speak of one act: each is compared once, by the first rule that asks.

use std::cell::OnceCell;

use crate::norms::Norm;
use crate::rules::DocumentCx;
use crate::rules::deontic::pair::{Pair, Scratch, Slot, compare_afresh};

/// Two norms that the index brought together.
#[derive(Debug)]
pub struct Candidate {
    /// The earlier norm, by index.
    pub first: u32,
    /// The later one.
    pub second: u32,
    pair: OnceCell<Option<Pair>>,
    whole: OnceCell<Option<Pair>>,
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
        *self
            .whole
            .get_or_init(|| compare_afresh(cx, self.norm(cx, self.first)?, self.norm(cx, self.second)?, true, scratch))
    }

    /// The two compared; none too where one of them sets its act in a time or place and the other does not.
    pub fn strictly(&self, cx: &DocumentCx<'_>, scratch: &mut Scratch) -> Option<Pair> {
        let mut pair = self.loosely(cx, scratch)?;
        if matches!(pair.bearer, Slot::FirstCovers | Slot::SecondCovers) {
            pair.bearer = Slot::Differs;
        }
        (pair.turning == Slot::Same).then_some(pair)
    }

    fn norm<'a>(&self, cx: &DocumentCx<'a>, at: u32) -> Option<&'a Norm> {
        cx.analysis().norms.get(at as usize)
    }
}

/// Every pair, in the order of the text.
pub fn all<'a>(cx: &DocumentCx<'a>) -> impl Iterator<Item = (&'a Candidate, &'a Norm, &'a Norm)> {
    let norms = &cx.analysis().norms;
    let list = cx.memo.candidates.get_or_init(|| {
        let pair = |first: usize, &second: &u32| Candidate {
            first: first as u32,
            second,
            pair: OnceCell::new(),
            whole: OnceCell::new(),
        };
        norms.iter().enumerate().flat_map(|(i, n)| n.twins.iter().map(move |j| pair(i, j))).collect()
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
