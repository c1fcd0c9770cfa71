//! Where a label belongs: sibling of an open unit, or first child of one.

use crate::syntax::{Follow, Form, Ordinal, Readings, Series};

use super::model::ProvisionId;

/// What an open unit can hold and be followed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// The document.
    Root,
    /// Part, chapter, annex, heading.
    Container,
    /// Article, section, group of a resolution.
    Unit,
    /// Everything inside these.
    Item,
}

/// A unit that is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The unit.
    pub id: ProvisionId,
    /// What it can hold.
    pub tier: Tier,
    /// How its label is written, and its place in the series; none for units without one.
    pub place: Option<(Form, Ordinal)>,
    /// Indent of the line it begins on; below 0 for what stands above indentation.
    pub indent: i32,
    /// Its label stands behind another label on the same line.
    pub inline: bool,
    /// It has text of its own.
    pub has_text: bool,
    /// That text begins with a small letter: it completes a lead-in.
    pub lower: bool,
    /// Its lead-in ends as if a list were to follow.
    pub announces: bool,
}

/// Where to put a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Index among the open units of the parent.
    pub parent: usize,
    /// The reading chosen.
    pub ordinal: Ordinal,
    /// The form of the run that it goes on with: another one than its own where a list changes style.
    pub form: Form,
    /// How badly it fits; 0 is perfect.
    pub cost: u32,
}

/// A label is refused as one where no spot is cheaper than this.
pub const REFUSED: u32 = 30;
/// Deepest nesting.
pub const DEEPEST: usize = 48;

/// A label to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// How it is written.
    pub form: Form,
    /// What it can mean.
    pub readings: &'a Readings,
    /// Indent of its line.
    pub indent: i32,
    /// Whether indents show nesting in this text.
    pub indented: bool,
}

/// The best spots: the best, and the best of those of another series that is as good.
pub fn spots(open: &[Open], wanted: Wanted) -> (Option<Spot>, Option<Spot>) {
    let mut best: Option<Spot> = None;
    let mut rival: Option<Spot> = None;
    let mut offer = |spot: Spot| match best {
        Some(b) if spot.cost > b.cost => {}
        Some(b) if spot.cost == b.cost => {
            if rival.is_none() && b.ordinal.series != spot.ordinal.series {
                rival = Some(spot);
            }
        }
        _ => {
            rival = None;
            best = Some(spot);
        }
    };
    for k in (0..open.len()).rev() {
        let unit = &open[k];
        if let (Some((form, before)), true) = (unit.place, k > 0 && unit.tier == Tier::Item)
            && form == wanted.form
            && let Some(ordinal) = wanted.readings.of(before.series)
        {
            let order = match ordinal.after(before) {
                Follow::Next => 0,
                Follow::Gap(n) if n <= 2 => 6,
                Follow::Gap(n) if n <= 10 => 9,
                Follow::Gap(_) => 14,
                Follow::Same => 8,
                Follow::Back => 12,
            };
            offer(Spot { parent: k - 1, ordinal, form, cost: order + as_sibling(unit, wanted) });
        }
        if let Some(spot) = odd_sibling(unit, k, wanted) {
            offer(spot);
        }
        if k + 1 < DEEPEST {
            for ordinal in wanted.readings.iter() {
                let cost = as_child(open, k, ordinal, wanted);
                offer(Spot { parent: k, ordinal, form: wanted.form, cost });
            }
        }
        if unit.tier == Tier::Unit {
            break;
        }
    }
    (best.filter(|b| b.cost < REFUSED), rival)
}

/// A label in another style than its elder sibling's, with the number that is due: "(4)" after "(c)".
///
/// It keeps the run's own style, so that the next label goes on with it.
fn odd_sibling(unit: &Open, k: usize, wanted: Wanted) -> Option<Spot> {
    let (form, before) = unit.place?;
    if unit.tier != Tier::Item || k == 0 || unit.inline || unit.indent != wanted.indent {
        return None;
    }
    let due = before.major + 1;
    let odd = wanted.form != form || wanted.readings.of(before.series).is_none();
    let fits = odd && wanted.readings.iter().any(|o| o.major == due && o.minor == 0);
    let ordinal = Ordinal { series: before.series, major: due, minor: 0 };
    fits.then(|| Spot { parent: k - 1, ordinal, form, cost: 8 })
}

/// How badly the indent fits a sibling of `unit`.
fn as_sibling(unit: &Open, wanted: Wanted) -> u32 {
    let same = unit.indent == wanted.indent || (unit.inline && wanted.indent > unit.indent);
    match (wanted.indented, same) {
        (_, true) => 0,
        (true, false) => 12,
        (false, false) => 1,
    }
}

/// How badly the label fits as the first of a new list in `open[k]`.
fn as_child(open: &[Open], k: usize, ordinal: Ordinal, wanted: Wanted) -> u32 {
    let parent = &open[k];
    let mut cost = match ordinal.major {
        0 | 1 => 0,
        // "(x) …; and (y) …": contracts begin a list so where (a) and (i) are taken.
        24 if ordinal.series == Series::Lower && wanted.form == Form::Paren && parent.announces => 0,
        _ => 10,
    };
    // A letter that could as well be a number of its own series is rarely the first of a list ("(i)" read as a letter).
    let alike =
        |u: &Open| u.tier == Tier::Item && u.place.is_some_and(|(f, o)| f == wanted.form && o.series == ordinal.series);
    if open[..=k].iter().rev().take_while(|u| u.tier == Tier::Item).any(alike) {
        cost += 9;
    }
    // Without indents, "1." stands above "(a)" and "a)", never below them.
    let numbered = matches!(wanted.form, Form::Dot | Form::Bare) && ordinal.series == Series::Arabic;
    let bracketed = |u: &Open| matches!(u.place, Some((Form::Paren | Form::Half, _)));
    if !wanted.indented && numbered && open[..=k].iter().rev().take_while(|u| u.tier == Tier::Item).any(bracketed) {
        cost += 6;
    }
    if wanted.indented && parent.tier == Tier::Item && !parent.inline {
        cost += match wanted.indent - parent.indent {
            1.. => 0,
            0 => 5,
            _ => 12,
        };
    }
    if let Some(child) = open.get(k + 1) {
        // Closes what is open below the parent.
        cost += 2;
        if alike(child) {
            cost += 7;
        }
        if wanted.indented {
            cost += match wanted.indent - child.indent {
                1.. => 8,
                0 => 3,
                _ => 0,
            };
        }
    }
    if matches!(ordinal.series, Series::LowerDouble | Series::UpperDouble)
        && ordinal.major == 1
        && parent.tier < Tier::Item
    {
        cost += 1;
    }
    cost
}
