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
    /// Its label stands in a heading by markup.
    pub titled: bool,
    /// It is an item of a list whose labels are all printed "1.": Markdown counts them.
    pub ones: bool,
}

impl Open {
    /// Whether it is a heading or a part: only another one closes it. A preamble, which has neither number nor level, ends
    /// where the numbers begin.
    fn stays(&self) -> bool {
        self.tier == Tier::Container && (self.place.is_some() || self.indent < -1)
    }
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
    /// Whether sections hang out to the left of the text.
    pub hanging: bool,
}

impl Wanted<'_> {
    /// Whether the label hangs out and that unit stands in, so that it is over.
    fn is_over(&self, unit: &Open) -> bool {
        self.hanging && self.indent == 0 && unit.tier == Tier::Item && unit.indent > 0
    }

    /// Whether the label stands in and that unit hangs out: they are of different lists.
    fn is_within(&self, unit: &Open) -> bool {
        self.hanging && self.indent > 0 && unit.indent == 0
    }
}

/// The best spot so far, and the best of those of another series that is as good.
#[derive(Default)]
struct Best {
    best: Option<Spot>,
    rival: Option<Spot>,
}

impl Best {
    /// Whether a spot of that cost, or a higher one, is of no use any more.
    fn beats(&self, cost: u32) -> bool {
        self.best.is_some_and(|b| b.cost < cost)
    }

    fn offer(&mut self, spot: Spot) {
        match self.best {
            Some(b) if spot.cost > b.cost => {}
            Some(b) if spot.cost == b.cost => {
                if self.rival.is_none() && b.ordinal.series != spot.ordinal.series {
                    self.rival = Some(spot);
                }
            }
            _ => *self = Self { best: Some(spot), rival: None },
        }
    }
}

/// The best spots: the best, and the best of those of another series that is as good.
pub fn spots(open: &[Open], wanted: Wanted) -> (Option<Spot>, Option<Spot>) {
    let mut found = Best::default();
    for k in (0..open.len()).rev() {
        let unit = &open[k];
        if wanted.is_over(unit) {
            continue;
        }
        if let (Some((form, before)), true) = (unit.place, k > 0 && unit.tier == Tier::Item && !wanted.is_within(unit))
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
            found.offer(Spot { parent: k - 1, ordinal, form, cost: order + as_sibling(unit, wanted) });
            // The next of its list, as most are, and nothing else by its look: no spot is better, and none a rival.
            if wanted.readings.only_one() && found.best.is_some_and(|b| b.cost == 0) {
                return (found.best, None);
            }
        }
        if !found.beats(ODD)
            && let Some(spot) = odd_sibling(unit, k, wanted)
        {
            found.offer(spot);
        }
        if k + 1 < DEEPEST && !found.beats(closing_cost(open, k)) {
            for ordinal in wanted.readings.iter() {
                // Most labels go on with a list: as the first of one they would cost more, whatever stands around.
                if !found.beats(first_cost(open, k, ordinal, wanted)) {
                    let cost = as_child(open, k, ordinal, wanted);
                    found.offer(Spot { parent: k, ordinal, form: wanted.form, cost });
                }
            }
        }
        if unit.tier == Tier::Unit {
            break;
        }
    }
    (found.best.filter(|b| b.cost < REFUSED), found.rival)
}

/// What a label in another style than its elder sibling's costs.
const ODD: u32 = 8;

/// A label in another style than its elder sibling's, with the number that is due: "(4)" after "(c)".
///
/// It keeps the run's own style, so that the next label goes on with it.
fn odd_sibling(unit: &Open, k: usize, wanted: Wanted) -> Option<Spot> {
    let (form, before) = unit.place?;
    // "(b)" after "2.1" is a paragraph of it.
    if unit.tier != Tier::Item || k == 0 || unit.inline || unit.indent != wanted.indent || form == Form::Decimal {
        return None;
    }
    let due = before.major + 1;
    let odd = wanted.form != form || wanted.readings.of(before.series).is_none();
    let fits = odd && wanted.readings.iter().any(|o| o.major == due && o.minor == 0);
    let ordinal = Ordinal { series: before.series, major: due, minor: 0 };
    fits.then(|| Spot { parent: k - 1, ordinal, form, cost: ODD })
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

/// What the label costs at least as the first of a new list in `open[k]`: by its number, and where it closes what is open
/// below.
fn first_cost(open: &[Open], k: usize, ordinal: Ordinal, wanted: Wanted) -> u32 {
    let number = match ordinal.major {
        0 | 1 => 0,
        // "(x) …; and (y) …": contracts begin a list so where (a) and (i) are taken.
        24 if ordinal.series == Series::Lower && wanted.form == Form::Paren && open[k].announces => 0,
        _ => 10,
    };
    number + closing_cost(open, k)
}

/// What it costs to close what is open below `open[k]`: a label rarely closes the heading it stands under.
fn closing_cost(open: &[Open], k: usize) -> u32 {
    match open.get(k + 1) {
        None => 0,
        Some(below) if below.stays() => 10,
        Some(_) => 2,
    }
}

/// How badly the label fits as the first of a new list in `open[k]`.
fn as_child(open: &[Open], k: usize, ordinal: Ordinal, wanted: Wanted) -> u32 {
    let parent = &open[k];
    let mut cost = first_cost(open, k, ordinal, wanted);
    // A letter that could as well be a number of its own series is rarely the first of a list ("(i)" read as a letter).
    let alike =
        |u: &Open| u.tier == Tier::Item && u.place.is_some_and(|(f, o)| f == wanted.form && o.series == ordinal.series);
    // "… resulting from:" announces a list, however it is numbered.
    let led = parent.announces && ordinal.is_first() && (!alike(parent) || wanted.indent > parent.indent);
    if open[..=k].iter().rev().take_while(|u| u.tier == Tier::Item).any(alike) {
        cost += if led { 2 } else { 9 };
    }
    // Without indents, "1." stands above "(a)" and "a)", never below them.
    let numbered = matches!(wanted.form, Form::Dot | Form::Bare) && ordinal.series == Series::Arabic;
    let bracketed = |u: &Open| matches!(u.place, Some((Form::Paren | Form::Half, _)));
    if !wanted.indented
        && numbered
        && !led
        && open[..=k].iter().rev().take_while(|u| u.tier == Tier::Item).any(bracketed)
    {
        cost += 6;
    }
    // What stands no further in than a bulleted item is no list of its own.
    let bulleted = matches!(parent.place, Some((Form::Bullet, _)));
    if !wanted.indented && bulleted && wanted.indent <= parent.indent && !parent.announces {
        cost += 5;
    }
    if wanted.indented && parent.tier == Tier::Item && !parent.inline {
        cost += match wanted.indent - parent.indent {
            1.. => 0,
            0 => 5,
            _ => 13,
        };
    }
    if let Some(child) = open.get(k + 1) {
        if alike(child) {
            cost += 7;
        } else if child.tier == Tier::Item
            && matches!(child.place, Some((form, o)) if form != Form::Bullet && o.major > 1)
        {
            // "a." below "3." begins a list of that unit, and ends the run of numbers in none.
            cost += 8;
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
