//! What rules ask of each norm first, in a few bits.
//!
//! Most rules on norms look at few of them. The norms of a long text take so much room that to ask each of them is to fetch
//! all of it from far away: that is done once for all rules.

use crate::norms::{HedgeKind, Modality, Norm};
use crate::rules::DocumentCx;

/// Some bits, one for each question.
pub(in crate::rules) type Facets = u16;

/// It has twins.
pub const TWINS: Facets = 1;
/// It has limits in time, or dates.
pub const LIMITED: Facets = 1 << 1;
/// It has figures.
pub const MEASURED: Facets = 1 << 2;
/// It gives a right to someone.
pub const RIGHT: Facets = 1 << 3;
/// It advises.
pub const ADVICE: Facets = 1 << 4;
/// A duty, and one in the passive for which no bearer is named.
pub const DUTY: Facets = 1 << 5;
pub const NOBODYS: Facets = 1 << 6;
/// A duty or ban of full force: see [`super::firm`]; one of the strongest words, hedged or not.
pub const FIRM: Facets = 1 << 7;
pub const STRONGEST: Facets = 1 << 8;
/// A hedge asks for effort.
pub const BY_EFFORT: Facets = 1 << 9;
/// It is negated.
pub const NEGATED: Facets = 1 << 10;
/// It may say that one thing comes after another.
pub const ORDERED: Facets = 1 << 11;
/// It stands in quoted text.
pub const QUOTED: Facets = 1 << 12;

fn of(n: &Norm) -> Facets {
    let bit = |holds: bool, facet: Facets| if holds { facet } else { 0 };
    let duty = n.modality == Modality::Obligation;
    let strong = duty || n.modality == Modality::Prohibition;
    bit(!n.twins.is_empty(), TWINS)
        | bit(!n.windows.is_empty() || !n.dates.is_empty(), LIMITED)
        | bit(!n.quantities.is_empty(), MEASURED)
        | bit(n.modality == Modality::Right && n.bearer.is_some(), RIGHT)
        | bit(n.modality == Modality::Recommendation, ADVICE)
        | bit(duty, DUTY)
        | bit(duty && n.passive && n.bearer.is_none(), NOBODYS)
        | bit(super::firm(n), FIRM)
        | bit(strong && n.strength == 4, STRONGEST)
        | bit(n.hedges.iter().any(|h| h.kind == HedgeKind::Effort), BY_EFFORT)
        | bit(n.negated, NEGATED)
        | bit(n.ordered, ORDERED)
        | bit(n.quoted, QUOTED)
}

/// The facets of the document's norms, in their order.
pub fn all<'a>(cx: &DocumentCx<'a>) -> &'a [Facets] {
    cx.memo.facets.get_or_init(|| cx.analysis().norms.iter().map(of).collect())
}

/// The norms that have all of these facets, each with its index.
pub fn having<'a>(cx: &DocumentCx<'a>, wanted: Facets) -> impl Iterator<Item = (usize, &'a Norm)> + use<'a> {
    among(cx, wanted, wanted)
}

/// As [`having`], without those in quoted text.
pub fn unquoted<'a>(cx: &DocumentCx<'a>, wanted: Facets) -> impl Iterator<Item = (usize, &'a Norm)> + use<'a> {
    among(cx, wanted | QUOTED, wanted)
}

/// The norms that have, of the facets that are asked for, the wanted ones and no others.
fn among<'a>(cx: &DocumentCx<'a>, asked: Facets, wanted: Facets) -> impl Iterator<Item = (usize, &'a Norm)> + use<'a> {
    let norms = &cx.analysis().norms;
    let such = all(cx).iter().enumerate().filter(move |(_, own)| **own & asked == wanted);
    such.filter_map(|(at, _)| Some((at, norms.get(at)?)))
}
