//! A tree kept from an earlier state of a document: in an editor only the rows around a change are read anew.
//!
//! While rows are read, it is noted from time to time what is open. Rows before the change are as they were, so the reader
//! begins at a stop short of it. Behind the change, where it comes to a row at which everything is open that was open
//! there before, all that follows is what followed then, moved to where it stands now. The rows themselves, the layout and
//! the tradition hang on the text as a whole and are found anew each time.

use super::build::Builder;
use super::model::{Block, Document, Provision, ProvisionId};
use super::notes::PAGE;
use super::place::Open;
use super::rows::{Layout, Row};
use crate::span::Span;
use crate::syntax::{Ordinal, Profile};
use crate::text::Change;

/// Rows between two stops. Tests stop in short drafts as well.
const APART: u32 = if cfg!(debug_assertions) { 3 } else { 32 };
/// Rows that the reader looks ahead at most, and back.
const AHEAD: usize = 64;
const BACK: usize = 9;

/// What is kept of a reading for the next.
#[derive(Debug)]
pub struct Kept {
    rows: Vec<Row>,
    layout: Layout,
    profile: Profile,
    paged: bool,
    /// None where blocks were parted when all was read.
    stops: Vec<Stop>,
}

/// The stops of a reading.
#[derive(Default)]
pub(super) struct Stops(Vec<Stop>);

impl Kept {
    /// What is kept of a reading, all but the tree.
    pub(super) fn new(stops: Stops, rows: Vec<Row>, layout: Layout, paged: bool, profile: Profile) -> Self {
        Self { rows, layout, profile, paged, stops: stops.0 }
    }
}

/// An earlier state of a document.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Its tree.
    pub document: &'a Document,
    /// What was kept when it was read.
    pub kept: &'a Kept,
    /// What has changed since.
    pub change: Change,
}

/// What the reader knows before it reads a row.
#[derive(Clone, Debug)]
struct Stop {
    row: u32,
    /// How many provisions and blocks there are.
    provisions: u32,
    blocks: u32,
    /// The last block: what comes next may still lengthen it.
    last: Option<Block>,
    open: Vec<Open>,
    begun: bool,
    articles: bool,
    titled: bool,
    margin: Option<Ordinal>,
    section: Option<Ordinal>,
    /// Which of the open units has paragraphs, and the last one's number.
    paragraph: Option<(usize, Ordinal)>,
}

impl Stop {
    fn of(row: usize, builder: &Builder<'_>) -> Self {
        let open = |id: ProvisionId| builder.open.iter().position(|o| o.id == id);
        Self {
            row: row as u32,
            provisions: builder.doc.provisions.len() as u32,
            blocks: builder.doc.blocks.len() as u32,
            last: builder.doc.blocks.last().copied(),
            open: builder.open.clone(),
            begun: builder.begun,
            articles: builder.articles,
            titled: builder.doc.title.is_some(),
            margin: builder.margin_last,
            section: builder.section_last,
            // The paragraphs of a unit that is closed are asked for no more.
            paragraph: builder.paragraph_last.and_then(|(id, last)| Some((open(id)?, last))),
        }
    }
}

/// A reader's stops, and the way from those of the past to its own.
pub(super) struct Again<'a> {
    past: Option<Along<'a>>,
    stops: Vec<Stop>,
}

/// The past while it is gone along.
struct Along<'a> {
    old: Past<'a>,
    /// The first row that is not as it was; the first from which on all are.
    changed: (usize, usize),
    /// The stop that may come next.
    next: usize,
}

impl<'a> Again<'a> {
    /// Begins a reading, at a stop where one lies before the change; gives the row to begin with.
    pub fn begin(past: Option<Past<'a>>, builder: &mut Builder<'_>) -> (Self, usize) {
        let fits = |p: &Past<'_>| {
            let kept = p.kept;
            (kept.profile, kept.layout, kept.paged) == (builder.profile, builder.layout, builder.paged)
        };
        let mut again = Self { past: None, stops: Vec::new() };
        let Some(old) = past.filter(fits) else { return (again, 0) };
        let changed = changed(old.change, &old.kept.rows, builder.rows);
        let before = old.kept.stops.partition_point(|s| s.row as usize + AHEAD <= changed.0);
        again.past = Some(Along { old, changed, next: before });
        let Some(stop) = before.checked_sub(1).and_then(|at| old.kept.stops.get(at)) else { return (again, 0) };
        if !restore(builder, stop, old.document) {
            return (again, 0);
        }
        again.stops.extend(old.kept.stops.iter().take(before - 1).cloned());
        (again, stop.row as usize)
    }

    /// Called before a row is read: notes what is open, or takes over all that follows, where that is as it was. Says
    /// whether the reading is over.
    pub fn at(&mut self, row: usize, builder: &mut Builder<'_>) -> bool {
        if self.take_over(row, builder).is_some() {
            return true;
        }
        let due = self.stops.last().is_none_or(|s| s.row + APART <= row as u32);
        if due && builder.notes.is_empty() {
            self.stops.push(Stop::of(row, builder));
        }
        false
    }

    /// The stops that the next reading may begin at.
    pub fn stops(self) -> Stops {
        Stops(self.stops)
    }

    fn take_over(&mut self, row: usize, builder: &mut Builder<'_>) -> Option<()> {
        let along = self.past.as_mut()?;
        let start = builder.rows.get(row)?.start;
        if row < along.changed.1 + BACK || builder.paged && start < along.old.change.end() + PAGE as u32 {
            return None;
        }
        let (old, rows) = (along.old, builder.rows.len());
        let then = (row + old.kept.rows.len()).checked_sub(rows)?;
        while old.kept.stops.get(along.next).is_some_and(|s| (s.row as usize) < then) {
            along.next += 1;
        }
        let stops = old.kept.stops.get(along.next..)?;
        let stop = stops.first().filter(|s| s.row as usize == then)?;
        let own = Stop::of(row, builder);
        if !builder.notes.is_empty() || !same(stop, &own, old, builder) {
            return None;
        }
        let moved = Moved { stop, change: old.change, own };
        let provisions = old.document.provisions.get(stop.provisions as usize..)?;
        let blocks = old.document.blocks.get(stop.blocks as usize..)?;
        let ids = (moved.own.provisions..).map(ProvisionId);
        let provisions: Vec<Provision> =
            ids.zip(provisions).map(|(id, p)| moved.provision(id, p)).collect::<Option<_>>()?;
        let blocks: Vec<Block> = blocks.iter().map(|b| moved.block(b)).collect::<Option<_>>()?;
        let stops: Vec<Stop> = stops.iter().map(|s| moved.stop(s)).collect::<Option<_>>()?;
        // What came next may have lengthened the last block.
        let last = (stop.blocks as usize).checked_sub(1).and_then(|at| old.document.blocks.get(at));
        if let (Some(last), Some(now)) = (last, builder.doc.blocks.last_mut())
            && stop.last.is_some_and(|before| before.span != last.span)
        {
            now.span.end = moved.offset(last.span.end);
        }
        builder.doc.provisions.extend(provisions);
        builder.doc.blocks.extend(blocks);
        if !stop.titled {
            builder.doc.title = old.document.title.map(|t| moved.span(t));
        }
        self.stops.extend(stops);
        Some(())
    }
}

/// The first of the new rows that is not as it was, and the first from which on all are.
fn changed(change: Change, old: &[Row], new: &[Row]) -> (usize, usize) {
    let place = |row: &Row| Span::new(row.start, row.end);
    let before = old.iter().zip(new).take_while(|(a, b)| a == b && change.follow(place(a)) == Some(place(b))).count();
    let most = old.len().min(new.len()) - before;
    let moved = |(a, b): &(&Row, &Row)| {
        change.follow(place(a)) == Some(place(b)) && Row { start: b.start, end: b.end, ..**a } == **b
    };
    let behind = old.iter().rev().zip(new.iter().rev()).take(most).take_while(moved).count();
    (before, new.len() - behind)
}

/// Takes over the tree up to a stop, as it was before its units were closed.
fn restore(builder: &mut Builder<'_>, stop: &Stop, old: &Document) -> bool {
    let (Some(provisions), Some(blocks)) =
        (old.provisions.get(1..stop.provisions as usize), old.blocks.get(..stop.blocks as usize))
    else {
        return false;
    };
    let units = (1..).zip(provisions).map(|(id, p)| unclosed(p.clone(), ProvisionId(id)));
    builder.doc.provisions.extend(units);
    builder.doc.blocks.extend_from_slice(blocks);
    if let (Some(last), Some(now)) = (stop.last, builder.doc.blocks.last_mut()) {
        *now = last;
    }
    builder.doc.title = old.title.filter(|_| stop.titled);
    builder.open.clone_from(&stop.open);
    builder.begun = stop.begun;
    builder.articles = stop.articles;
    builder.margin_last = stop.margin;
    builder.section_last = stop.section;
    builder.paragraph_last = stop.paragraph.and_then(|(at, last)| Some((stop.open.get(at)?.id, last)));
    true
}

/// A unit as it was before its end was known.
fn unclosed(mut unit: Provision, id: ProvisionId) -> Provision {
    let label = unit.label.as_ref().map_or(unit.span.start, |l| l.span.end);
    unit.span.end = unit.margin.as_ref().map_or(label, |m| label.max(m.span.end));
    unit.end = ProvisionId(id.0 + 1);
    unit
}

/// Whether the reader stands now as it stood at a stop.
fn same(stop: &Stop, now: &Stop, old: Past<'_>, builder: &Builder<'_>) -> bool {
    let shifted = |b: &Block| (b.kind, old.change.at(b.span.end));
    let last = now.last.map(|b| (b.kind, Some(b.span.end)));
    let unit = |a: &Open, b: &Open| {
        let (Some(x), Some(y)) = (old.document.provisions.get(a.id.index()), builder.doc.provisions.get(b.id.index()))
        else {
            return false;
        };
        let key = |p: &Provision| p.label.as_ref().map(|l| l.key.clone());
        let holds = |count: usize, id: ProvisionId| count > id.index() + 1;
        (x.kind, x.status, x.rank) == (y.kind, y.status, y.rank)
            && key(x) == key(y)
            && holds(stop.provisions as usize, a.id) == holds(now.provisions as usize, b.id)
            && Open { id: b.id, ..a.clone() } == *b
    };
    (stop.begun, stop.articles, stop.titled) == (now.begun, now.articles, now.titled)
        && (stop.margin, stop.section, stop.paragraph) == (now.margin, now.section, now.paragraph)
        && stop.last.as_ref().map(shifted) == last
        && stop.open.len() == now.open.len()
        && stop.open.iter().zip(&now.open).all(|(a, b)| unit(a, b))
}

/// The way from what stood behind a stop to where it stands now.
struct Moved<'a> {
    /// Where the reader stood then.
    stop: &'a Stop,
    /// Where it stands now.
    own: Stop,
    change: Change,
}

impl Moved<'_> {
    fn id(&self, id: ProvisionId) -> Option<ProvisionId> {
        if id.0 >= self.stop.provisions {
            return Some(ProvisionId(id.0 - self.stop.provisions + self.own.provisions));
        }
        let at = self.stop.open.iter().position(|o| o.id == id)?;
        self.own.open.get(at).map(|o| o.id)
    }

    /// Behind the change every place has an image.
    fn offset(&self, offset: u32) -> u32 {
        self.change.at(offset).unwrap_or(offset)
    }

    fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start);
        Span::new(start, self.offset(span.end).max(start))
    }

    fn provision(&self, id: ProvisionId, p: &Provision) -> Option<Provision> {
        let mut unit = p.clone();
        for label in unit.label.iter_mut().chain(unit.margin.as_deref_mut()) {
            label.span = self.span(label.span);
        }
        unit.heading = unit.heading.map(|h| self.span(h));
        unit.span = self.span(unit.span);
        unit.parent = Some(self.id(p.parent?)?);
        Some(unclosed(unit, id))
    }

    fn block(&self, b: &Block) -> Option<Block> {
        Some(Block { span: self.span(b.span), provision: self.id(b.provision)?, ..*b })
    }

    fn stop(&self, s: &Stop) -> Option<Stop> {
        let open = |o: &Open| Some(Open { id: self.id(o.id)?, ..o.clone() });
        let last = match (&s.last, self.own.last) {
            // The block that was the last at the first stop, perhaps longer.
            (Some(last), Some(own)) if s.blocks == self.stop.blocks => {
                Some(Block { span: Span::new(own.span.start, self.offset(last.span.end)), ..own })
            }
            (Some(last), _) => Some(self.block(last)?),
            (None, _) => None,
        };
        Some(Stop {
            row: s.row - self.stop.row + self.own.row,
            provisions: s.provisions - self.stop.provisions + self.own.provisions,
            blocks: s.blocks - self.stop.blocks + self.own.blocks,
            last,
            open: s.open.iter().map(open).collect::<Option<_>>()?,
            ..s.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Again, Past};
    use crate::document::build::{begin, prepare};
    use crate::document::{read, reread};
    use crate::source::Source;
    use crate::text::Change;

    fn draft(articles: usize) -> String {
        let article = |n: usize| {
            format!(
                "Article {n}\nFees of class {n}\n1. The carrier shall pay:\n(a) the fee; and\n(b) the dues\nof the port.\n\n\
                 2. The port keeps records.\n\n"
            )
        };
        (1..=articles).map(article).collect()
    }

    #[test]
    fn only_the_rows_around_a_change_are_read_again() {
        let old = Source::new("draft.txt", draft(200));
        let (document, kept) = reread(&old, None, None);
        let at = old.text.find("class 120").unwrap();
        for (cut, put) in [(0, "x"), (0, "\n(c) a toll;\n"), (300, ""), (0, "\nArticle 119A\nTolls\n")] {
            let new = Source::new("draft.txt", format!("{}{put}{}", &old.text[..at], &old.text[at + cut..]));
            let past = Past { document: &document, kept: &kept, change: Change::between(&old.text, &new.text) };
            let rows = prepare(&new);
            let mut builder = begin(&new, None, &rows);
            let (mut again, mut row) = Again::begin(Some(past), &mut builder);
            let mut read_rows = 0;
            while row < rows.len() && !again.at(row, &mut builder) {
                let next = builder.row(row).max(row + 1);
                read_rows += next - row;
                row = next;
            }
            assert!(read_rows < 150, "{read_rows} of {} rows for {put:?}", rows.len());
            assert_eq!(format!("{:?}", builder.finish()), format!("{:?}", read(&new, None)));
        }
    }
}
