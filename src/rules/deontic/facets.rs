//! What rules ask of each norm first, in a few bits.
//!
//! Most rules on norms look at few of them. The norms of a long text take so much room that to ask each of them is to fetch
//! all of it from far away: that is done once for all rules.

use crate::norms::{HedgeKind, Modality, Norm, PrecedenceKind};
use crate::rules::DocumentCx;

/// Some bits, one for each question.
pub(in crate::rules) type Facets = u32;

/// It has twins.
pub const TWINS: Facets = 1;
/// It has limits in time, or dates.
pub const LIMITED: Facets = 1 << 1;
/// It has figures.
pub const MEASURED: Facets = 1 << 2;
/// It gives a right to someone.
pub const RIGHT: Facets = 1 << 3;
/// Its force: it advises, is a duty, a ban, a permission, an exemption, a right, the lack of one, or says how things are.
pub const ADVICE: Facets = 1 << 4;
pub const DUTY: Facets = 1 << 5;
pub const BAN: Facets = 1 << 6;
pub const LEAVE: Facets = 1 << 7;
pub const EXEMPTION: Facets = 1 << 8;
pub const CLAIM: Facets = 1 << 9;
pub const NO_CLAIM: Facets = 1 << 10;
pub const FACT: Facets = 1 << 11;
/// All of these, of which each norm has one.
pub const FORCE: Facets = ADVICE | DUTY | BAN | LEAVE | EXEMPTION | CLAIM | NO_CLAIM | FACT;
/// A duty in the passive for which no bearer is named.
pub const NOBODYS: Facets = 1 << 12;
/// A duty or ban of full force: see [`super::firm`]; one of the strongest words, hedged or not.
pub const FIRM: Facets = 1 << 13;
pub const STRONGEST: Facets = 1 << 14;
/// Advice, or a duty of lesser words or that a hedge brings down to an effort.
pub const SOFT: Facets = 1 << 15;
/// A hedge asks for effort.
pub const BY_EFFORT: Facets = 1 << 16;
/// It is negated.
pub const NEGATED: Facets = 1 << 17;
/// It says "only".
pub const ONLY: Facets = 1 << 18;
/// It may say that one thing comes after another.
pub const ORDERED: Facets = 1 << 19;
/// It stands in quoted text.
pub const QUOTED: Facets = 1 << 20;
/// It goes before other provisions.
pub const OVERRIDES: Facets = 1 << 21;
/// It names a bearer.
pub const BORNE: Facets = 1 << 22;

/// The facet of a force.
const fn force(modality: Modality) -> Facets {
    match modality {
        Modality::Obligation => DUTY,
        Modality::Prohibition => BAN,
        Modality::Permission => LEAVE,
        Modality::Exemption => EXEMPTION,
        Modality::Right => CLAIM,
        Modality::NoRight => NO_CLAIM,
        Modality::Recommendation => ADVICE,
        Modality::Constitutive => FACT,
    }
}

fn of(n: &Norm) -> Facets {
    let bit = |holds: bool, facet: Facets| if holds { facet } else { 0 };
    let duty = n.modality == Modality::Obligation;
    let strong = duty || n.modality == Modality::Prohibition;
    let by_effort = n.hedges.iter().any(|h| h.kind == HedgeKind::Effort);
    force(n.modality)
        | bit(!n.twins.is_empty(), TWINS)
        | bit(!n.windows.is_empty() || !n.dates.is_empty(), LIMITED)
        | bit(!n.quantities.is_empty(), MEASURED)
        | bit(n.modality == Modality::Right && n.bearer.is_some(), RIGHT)
        | bit(duty && n.passive && n.bearer.is_none(), NOBODYS)
        | bit(super::firm(n), FIRM)
        | bit(strong && n.strength == 4, STRONGEST)
        | bit(by_effort, BY_EFFORT)
        | bit(n.modality == Modality::Recommendation || duty && (n.strength < 3 || by_effort), SOFT)
        | bit(n.bearer.is_some(), BORNE)
        | bit(n.only, ONLY)
        | bit(n.precedence.iter().any(|p| p.kind == PrecedenceKind::Overrides), OVERRIDES)
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
    such(cx, move |own| own & asked == wanted)
}

/// The norms whose facets are wanted, each with its index.
pub fn such<'a, W: Fn(Facets) -> bool>(
    cx: &DocumentCx<'a>,
    wanted: W,
) -> impl Iterator<Item = (usize, &'a Norm)> + use<'a, W> {
    let norms = &cx.analysis().norms;
    let such = all(cx).iter().enumerate().filter(move |(_, own)| wanted(**own));
    such.filter_map(move |(at, _)| Some((at, norms.get(at)?)))
}
