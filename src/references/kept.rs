//! Citations kept from an earlier state of a document: in an editor only the stretch that changed is read anew.
//!
//! Where every unit is as it was, and only words have changed, labels lead where they led. The text is read in stretches
//! that begin with a unit of their own. What a stretch gives hangs on its words, on what the reader carries from one
//! stretch to the next ("that section"), on the blocks that it looked into for enumerators, and on what is asked of the
//! document as a whole. Where all that is as it was, its citations are those read then, moved to where they stand now.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Table;
use super::model::{Reference, Resolution, Scope, WordFault};
use super::reader::{Reader, is_read};
use super::resolve::Cited;
use super::style::Style;
use super::units::Unit;
use crate::document::{Block, Document, Label, ProvisionId};
use crate::span::Span;
use crate::text::Change;

/// Shortest stretch, in bytes: what is carried into each is kept too. Tests part short drafts as well.
const SHORTEST: u32 = if cfg!(debug_assertions) { 256 } else { 4 << 10 };
/// Bytes around a stretch that its reading may look at.
const MARGIN: u32 = 16;

/// What is kept of a reading for the next.
#[derive(Debug, Default)]
pub struct Kept {
    whole: Option<Whole>,
    stretches: Vec<Stretch>,
}

/// An earlier state of a document.
#[derive(Debug)]
pub struct Past<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub document: &'a Document,
    /// Its citations.
    pub references: &'a [Reference],
    /// What has changed since.
    pub change: Change,
}

/// What the reader asked of the document as a whole.
#[derive(Debug)]
struct Whole {
    table: Arc<Table>,
    style: Style,
    laid_out: bool,
    defined: FxHashSet<u64>,
    terms: Option<FxHashMap<u64, ProvisionId>>,
    /// The search for enumerators ended early: what was found hangs on how much was searched before.
    exhausted: bool,
}

/// What the reader carries into a stretch.
#[derive(Debug)]
struct Carried {
    cited: Cited,
    /// End of the block before.
    high: u32,
    /// Headings passed so far.
    headings: usize,
    seen_in: ProvisionId,
}

/// A stretch of the text.
#[derive(Debug)]
struct Stretch {
    /// Its first block.
    block: usize,
    /// Where it begins.
    start: u32,
    /// Its citations among those of the document.
    references: (u32, u32),
    carried: Carried,
    log: Log,
}

/// What a stretch did beside giving citations.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Blocks looked into for enumerators.
    pub looked: Vec<Span>,
    /// Units whose own text cites a unit of another instrument.
    pub abroad: Vec<ProvisionId>,
    /// Units whose lead-in ends with a unit.
    pub leads: Vec<(ProvisionId, ProvisionId)>,
    /// Units whose lead-in lists provisions of a unit.
    pub listed: Vec<(ProvisionId, ProvisionId)>,
    /// Citations in headings before they were compared with those of the text: index from the stretch's first citation,
    /// and what was found of each target.
    headed: Vec<(u32, Vec<Resolution>)>,
    /// Faults of unit words before they were weighed: index from the stretch's first citation.
    faults: Vec<(u32, ProvisionId, Unit, Unit, Option<WordFault>)>,
    /// Bytes searched for enumerators.
    spent: usize,
}

/// How many faults and citations in headings the reader had, and its budget.
struct Begun {
    faults: usize,
    headed: usize,
    budget: usize,
}

type Headings = [(Span, ProvisionId)];

/// A reading with what is kept of the last one.
pub(super) struct Again<'k, 'p> {
    past: Option<(Past<'p>, Vec<Stretch>)>,
    kept: &'k mut Kept,
    /// The stretch at hand, and what the reader had when it began.
    open: Option<(Stretch, Begun)>,
    /// Stretch of the past that begins next.
    next: usize,
    /// What was read is not to be kept.
    spoiled: bool,
}

/// Whether the units of two trees are the same but for their words, and stand where the change has put them.
fn same_tree(past: &Past<'_>, text: &str, document: &Document) -> bool {
    let old = past.document;
    let follows = |a: Span, b: Span| past.change.follow(a).is_none_or(|now| now == b);
    // What a label looks like is asked too: "(a)", "a)".
    let printed = |text: &str, l: &Label| {
        let end = l.span.end as usize;
        (text.as_bytes().get(end).copied(), l.span.len(), text.as_bytes().get(l.span.start as usize).copied())
    };
    let label = |a: Option<&Label>, b: Option<&Label>| match (a, b) {
        (Some(a), Some(b)) => a.key == b.key && a.through == b.through && printed(past.text, a) == printed(text, b),
        (None, None) => true,
        _ => false,
    };
    old.profile == document.profile
        && old.provisions.len() == document.provisions.len()
        && old.blocks.len() == document.blocks.len()
        && old.title.map(|t| t.of(past.text)) == document.title.map(|t| t.of(text))
        && old.provisions.iter().zip(&document.provisions).all(|(a, b)| {
            (a.kind, a.parent, a.end, a.status, a.rank, a.quoted)
                == (b.kind, b.parent, b.end, b.status, b.rank, b.quoted)
                && label(a.label.as_ref(), b.label.as_ref())
                && label(a.margin.as_deref(), b.margin.as_deref())
                && match (a.heading, b.heading) {
                    (Some(a), Some(b)) => follows(a, b),
                    (a, b) => a == b,
                }
        })
        && old.blocks.iter().zip(&document.blocks).all(|(a, b)| {
            (a.kind, a.provision, a.continues) == (b.kind, b.provision, b.continues) && follows(a.span, b.span)
        })
}

impl Kept {
    /// Makes a reader that knows what is kept, where it still holds.
    pub(super) fn reader<'a, 'k, 'p>(
        &'k mut self,
        text: &'a str,
        document: &'a Document,
        past: Option<Past<'p>>,
    ) -> (Reader<'a>, Again<'k, 'p>) {
        let (whole, stretches) = (self.whole.take(), std::mem::take(&mut self.stretches));
        let past = past.filter(|past| whole.as_ref().is_some_and(|w| !w.exhausted) && same_tree(past, text, document));
        let table = whole.as_ref().filter(|_| past.is_some()).map(|w| Arc::clone(&w.table));
        let mut reader = Reader::with(text, document, table);
        let holds = whole.is_some_and(|w| {
            let same = w.style == reader.style && w.laid_out == reader.laid_out && w.defined == reader.defined;
            // Asked of the whole once, the definitions are to be what they were.
            same && w.terms.is_none_or(|terms| *reader.terms() == terms)
        });
        let past = past.filter(|_| holds).map(|past| (past, stretches));
        (reader, Again { past, kept: self, open: None, next: 0, spoiled: false })
    }
}

impl Again<'_, '_> {
    /// Called before each block that is read: ends a stretch where one may end, and passes over those that are as they
    /// were. Gives the block to go on with, where that is another.
    pub(super) fn at(
        &mut self,
        reader: &mut Reader<'_>,
        at: usize,
        block: &Block,
        headings: (&Headings, &mut usize),
    ) -> Option<usize> {
        let anew = reader.begins_anew(block);
        match &self.open {
            Some((open, _)) if block.span.start < open.start + SHORTEST || !anew => return None,
            Some(_) => self.close(reader, at),
            // What goes on here may yet change what was passed over.
            None => self.spoiled |= !anew && !self.kept.stretches.is_empty(),
        }
        let (headings, heading) = headings;
        if let Some(next) = self.pass_over(reader, at, block, headings, heading) {
            return Some(next);
        }
        self.begin(reader, at, block.span.start, *heading);
        None
    }

    fn begin(&mut self, reader: &mut Reader<'_>, block: usize, start: u32, headings: usize) {
        let carried =
            Carried { cited: reader.cited.clone(), high: reader.high as u32, headings, seen_in: reader.seen_in };
        let from = reader.out.len() as u32;
        reader.log = Log::default();
        let stretch = Stretch { block, start, references: (from, from), carried, log: Log::default() };
        let begun = Begun { faults: reader.faults.len(), headed: reader.headed.len(), budget: reader.budget };
        self.open = Some((stretch, begun));
    }

    /// Ends the stretch at hand before a block.
    fn close(&mut self, reader: &mut Reader<'_>, end: usize) {
        let Some((mut stretch, begun)) = self.open.take() else { return };
        stretch.references.1 = reader.out.len() as u32;
        stretch.log = std::mem::take(&mut reader.log);
        stretch.log.spent = begun.budget - reader.budget;
        let from = stretch.references.0;
        stretch.log.faults = reader
            .faults
            .get(begun.faults..)
            .unwrap_or_default()
            .iter()
            .map(|&(at, top, word, own)| {
                let fault = reader.out.get(at as usize).and_then(|r| r.fault);
                (at.saturating_sub(from), top, word, own, fault)
            })
            .collect();
        let headed = reader.headed.get(begun.headed..).unwrap_or_default().iter();
        let found = |at: u32| {
            let r = reader.out.get(at as usize)?;
            Some((at.saturating_sub(from), r.targets.iter().map(|t| t.resolution.clone()).collect()))
        };
        stretch.log.headed = headed.filter_map(|&at| found(at)).collect();
        // Later stretches look at what this one noted of units.
        if let Some((_, old)) = &self.past {
            let from = old.partition_point(|s| s.block < stretch.block);
            let was = old.get(from..old.partition_point(|s| s.block < end)).unwrap_or_default();
            let same = was.first().is_some_and(|w| w.block == stretch.block)
                && was.iter().flat_map(|w| &w.log.abroad).eq(&stretch.log.abroad)
                && was.iter().flat_map(|w| &w.log.leads).eq(&stretch.log.leads)
                && was.iter().flat_map(|w| &w.log.listed).eq(&stretch.log.listed);
            if !same {
                self.past = None;
            }
        }
        self.kept.stretches.push(stretch);
    }

    /// Ends the reading.
    pub(super) fn finish(mut self, reader: &mut Reader<'_>) {
        self.close(reader, reader.doc.blocks.len());
        if self.spoiled {
            *self.kept = Kept::default();
            return;
        }
        let exhausted = reader.exhausted;
        self.kept.whole = Some(Whole {
            table: reader.index.table(),
            style: reader.style,
            laid_out: reader.laid_out,
            defined: std::mem::take(&mut reader.defined),
            terms: reader.terms.take(),
            exhausted,
        });
    }

    /// Takes over the stretches from here on that are as they were; gives the block where the first begins that is not.
    fn pass_over(
        &mut self,
        reader: &mut Reader<'_>,
        at: usize,
        block: &Block,
        headings: &Headings,
        heading: &mut usize,
    ) -> Option<usize> {
        let (past, old) = self.past.as_mut()?;
        let change = past.change;
        while old.get(self.next).is_some_and(|s| s.block < at) {
            self.next += 1;
        }
        // Everything carried is to be as it was.
        let first = old.get(self.next).filter(|s| s.block == at)?;
        let last = |list: &[Reference], upto: usize| upto.checked_sub(1).and_then(|i| list.get(i)).cloned();
        let before = last(past.references, first.references.0 as usize).map(|r| followed(r, change));
        let same = first.carried.followed(change).is_some_and(|c| {
            c.cited == reader.cited
                && c.high as usize == reader.high
                && c.headings == *heading
                && c.seen_in == reader.seen_in
        }) && match (before, reader.out.last()) {
            (None, None) => true,
            (Some(Some(a)), Some(b)) => {
                let path = |r: &Reference| r.targets.last().map(|t| t.path.clone());
                a.span == b.span && a.scope == b.scope && path(&a) == path(b)
            }
            _ => false,
        };
        if !same || change.at(first.start) != Some(block.span.start) {
            return None;
        }
        let mut done = None;
        while let Some(stretch) = old.get(self.next) {
            let next = old.get(self.next + 1);
            let Some(start) = change.at(stretch.start) else { break };
            let end = match next.map(|n| change.at(n.start)) {
                Some(Some(end)) => end,
                Some(None) => break,
                None => reader.text.len() as u32,
            };
            // What the next stretch begins with is to be known before this one is passed over.
            let carried = next.map(|n| n.carried.followed(change));
            if !change.spares(Span::new(start, end.max(start)), MARGIN)
                || matches!(carried, Some(None))
                || stretch.log.spent > reader.budget
                || stretch.log.looked.iter().any(|&l| change.follow(l).is_none())
            {
                break;
            }
            let (from, to) = (stretch.references.0 as usize, stretch.references.1 as usize);
            let own = past.references.get(from..to).unwrap_or_default();
            let made = reader.out.len();
            reader.out.extend(own.iter().cloned().map_while(|r| followed(r, change)));
            if reader.out.len() - made != own.len() {
                reader.out.truncate(made);
                break;
            }
            for &(i, top, word, own, fault) in &stretch.log.faults {
                let at = made + i as usize;
                reader.faults.push((at as u32, top, word, own));
                if let Some(r) = reader.out.get_mut(at) {
                    r.fault = fault;
                }
            }
            for (i, found) in &stretch.log.headed {
                let at = made + *i as usize;
                reader.headed.push(at as u32);
                for (target, found) in reader.out.get_mut(at).into_iter().flat_map(|r| &mut r.targets).zip(found) {
                    target.resolution = found.clone();
                }
            }
            reader.budget -= stretch.log.spent;
            for &unit in &stretch.log.abroad {
                if let Some(flag) = reader.abroad.get_mut(unit.index()) {
                    *flag = true;
                }
            }
            reader.lead.extend(stretch.log.leads.iter().copied());
            reader.listed.extend(stretch.log.listed.iter().copied());
            // Moved to its new place, it is kept for the next reading.
            let Some(stretch) = old.get_mut(self.next) else { break };
            let Some(carried_in) = stretch.carried.followed(change) else { break };
            let mut log = std::mem::take(&mut stretch.log);
            log.looked.iter_mut().for_each(|l| *l = change.follow(*l).unwrap_or(*l));
            let moved = Stretch {
                block: stretch.block,
                start,
                references: (made as u32, reader.out.len() as u32),
                carried: carried_in,
                log,
            };
            self.kept.stretches.push(moved);
            self.next += 1;
            match (old.get(self.next), carried) {
                (Some(next), Some(Some(carried))) => {
                    reader.cited = carried.cited;
                    reader.high = carried.high as usize;
                    reader.seen_in = carried.seen_in;
                    reader.seen.clear();
                    *heading = carried.headings;
                    done = Some(next.block);
                }
                _ => {
                    *heading = headings.len();
                    done = Some(reader.doc.blocks.len());
                    break;
                }
            }
        }
        done
    }
}

impl Carried {
    /// The same after a change; none where a place that it holds has changed.
    fn followed(&self, change: Change) -> Option<Self> {
        Some(Self {
            cited: self.cited.followed(change)?,
            high: change.at(self.high)?,
            headings: self.headings,
            seen_in: self.seen_in,
        })
    }
}

/// The citation where a change has put it; none where the change touches it.
fn followed(mut r: Reference, change: Change) -> Option<Reference> {
    r.span = change.follow(r.span)?;
    if let Some(unit) = &mut r.unit {
        *unit = change.follow(*unit)?;
    }
    if let Scope::External { name } = &mut r.scope {
        *name = change.follow(*name)?;
    }
    for target in &mut r.targets {
        target.span = change.follow(target.span)?;
    }
    Some(r)
}

impl Reader<'_> {
    /// Whether nothing that was read so far goes on in the block, but for what is carried into every stretch.
    fn begins_anew(&self, block: &Block) -> bool {
        if self.thereof.is_some() || self.index.top_of(block.provision) == self.seen_in {
            return false;
        }
        // "Article 6 or", and on the next line "Article 7 of Directive 95/46/EC"; "sections 41", and in the next block "and
        // subchapter II of title 31".
        let last = self.out.last().map(|r| r.span.end as usize);
        last.is_none_or(|end| {
            let between = self.text.get(end..block.span.start as usize).unwrap_or("");
            let (link, own) = (between.trim().trim_start_matches(',').trim(), block.span.of(self.text));
            let goes_on = link.is_empty() && (own.starts_with("and") || own.starts_with("or"));
            between.contains('\n') && !goes_on && !matches!(link, "or" | "and")
        })
    }

    /// Goes over the blocks, with what is kept of the last reading.
    pub(super) fn read_again(mut self, mut again: Again<'_, '_>) -> Vec<Reference> {
        let doc = self.doc;
        let headings = self.headings();
        let (mut at, mut heading) = (0, 0);
        while let Some(block) = doc.blocks.get(at) {
            self.at_block = at;
            heading = self.headings_before(block, &headings, heading);
            at += 1;
            if !is_read(block) {
                continue;
            }
            match again.at(&mut self, at - 1, block, (&headings, &mut heading)) {
                Some(next) => at = next,
                None => self.block(block),
            }
        }
        again.finish(&mut self);
        self.weigh();
        self.echo();
        self.out
    }
}
