//! What rules ask of each citation first, in a few bits: most rules look at few citations, and those of a long text take so
//! much room that to ask each of them is to fetch all of it from far away.

use crate::references::{Reference, Resolution, Role, Scope, TargetRole};
use crate::rules::DocumentCx;

/// Some bits, one for each question.
pub(in crate::rules) type Facets = u16;

/// It cites a unit of this text, and is not quoted.
pub const OWN: Facets = 1;
/// It stands in quoted text.
pub const QUOTED: Facets = 1 << 1;
/// It says its target by position.
pub const RELATIVE: Facets = 1 << 2;
/// It points to one unit alone, holders left out; to a unit that was found; to one of which two fit.
pub const SINGLE: Facets = 1 << 3;
pub const FOUND: Facets = 1 << 4;
pub const AMBIGUOUS: Facets = 1 << 5;
/// Something it names is not there.
pub const MISSING: Facets = 1 << 6;
/// It has a range.
pub const RANGE: Facets = 1 << 7;
/// A label in it has a point.
pub const DECIMAL: Facets = 1 << 8;
/// Something is wrong with its unit word.
pub const FAULT: Facets = 1 << 9;
/// The target goes before the norm, or the other way round, or is an exception to it; the first of these.
pub const RANKED: Facets = 1 << 10;
pub const YIELDS: Facets = 1 << 11;
/// It says where something is defined.
pub const DEFINES: Facets = 1 << 12;
/// It cites another instrument.
pub const EXTERNAL: Facets = 1 << 13;

fn of(r: &Reference) -> Facets {
    let bit = |holds: bool, facet: Facets| if holds { facet } else { 0 };
    let internal = matches!(r.scope, Scope::Internal);
    let mut all = bit(internal && !r.quoted, OWN)
        | bit(!internal, EXTERNAL)
        | bit(r.quoted, QUOTED)
        | bit(r.relative, RELATIVE)
        | bit(r.fault.is_some(), FAULT)
        | bit(matches!(r.role, Role::Overrides | Role::Yields | Role::Excepts), RANKED)
        | bit(r.role == Role::Yields, YIELDS)
        | bit(r.role == Role::Defines, DEFINES);
    let mut members = 0;
    for target in &r.targets {
        all |= bit(matches!(target.resolution, Resolution::Missing), MISSING)
            | bit(target.role == TargetRole::RangeEnd, RANGE)
            | bit(target.path.as_bytes().contains(&b'.'), DECIMAL);
        if target.role != TargetRole::Holder {
            members += 1;
            all |= match target.resolution {
                Resolution::Found(_) => FOUND,
                Resolution::Ambiguous(..) => AMBIGUOUS,
                _ => 0,
            };
        }
    }
    all | bit(members == 1, SINGLE)
}

/// The citations that have all of the `wanted` facets and none that are not: in order.
pub(in crate::rules) fn having<'a>(
    cx: &DocumentCx<'a>,
    wanted: Facets,
    not: Facets,
) -> impl Iterator<Item = &'a Reference> + use<'a> {
    such(cx, move |own| own & (wanted | not) == wanted)
}

/// The citations whose facets are wanted, in order.
pub(in crate::rules) fn such<'a, W: Fn(Facets) -> bool>(
    cx: &DocumentCx<'a>,
    wanted: W,
) -> impl Iterator<Item = &'a Reference> + use<'a, W> {
    let references = &cx.analysis().references;
    let all = cx.memo.cited.get_or_init(|| references.iter().map(of).collect());
    all.iter().zip(references).filter(move |(own, _)| wanted(**own)).map(|(_, reference)| reference)
}
