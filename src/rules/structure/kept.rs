//! What rules on structure find out of a unit, for whoever keeps it while the unit is as it was.

use super::ends::{self, End};
use super::siblings::{self, UnitRows};
use crate::document::ProvisionId;
use crate::rules::DocumentCx;

pub use super::siblings::{outer_units, stretches};

/// What is known of one unit with all below it, apart from where it stands.
#[derive(Clone, Debug)]
pub struct UnitFacts {
    rows: UnitRows,
    /// How it ends, where that was asked.
    end: Option<Option<End>>,
}

/// Makes known what is kept of units that are as they were; before any rule is run, and in the order of the text.
pub fn know(cx: &DocumentCx<'_>, known: &[(ProvisionId, &UnitFacts)]) {
    let rows: Vec<(ProvisionId, &UnitRows)> = known.iter().map(|&(unit, facts)| (unit, &facts.rows)).collect();
    siblings::know(cx, &rows);
    let doc = cx.document();
    ends::know(
        cx,
        known.iter().filter_map(|&(unit, facts)| {
            let end = facts.end?;
            Some((unit, end.map(|end| end.shifted(0, doc.get(unit).span.start))))
        }),
    );
}

/// What is known of a unit; none where it is not looked at by itself.
#[must_use]
pub fn facts(cx: &DocumentCx<'_>, unit: ProvisionId) -> Option<UnitFacts> {
    let doc = cx.document();
    let rows = siblings::apart(cx, unit)?;
    let end = ends::known(cx, unit).map(|end| end.map(|end| end.shifted(doc.get(unit).span.start, 0)));
    Some(UnitFacts { rows, end })
}
