//! Rows of labelled siblings: one list of items, one run of articles.

use std::cell::{Cell, OnceCell};

use super::ordinal::{self, Ordinal, Style};
use crate::document::{Document, Kind, Provision, ProvisionId, Status};
use crate::rules::words::begins_with_unit;
use crate::rules::{DocumentCx, Part};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::{Near, WordHash, word, word_of};

/// One labelled unit of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Which provision it is.
    pub(super) id: ProvisionId,
    /// Its printed label.
    pub(super) label: Span,
    /// What its label counts, settled by the whole row.
    pub(super) ord: Ordinal,
    /// Repealed, omitted, reserved or moved: it has no text to judge.
    pub(super) dead: bool,
    /// The words right after its label say that it is alive; where they do not, it may be alive nonetheless.
    pub(super) alive: bool,
}

impl Unit {
    /// Its bare label.
    pub(super) fn key(self, doc: &Document) -> &str {
        doc.get(self.id).label.as_ref().map_or("", |l| l.key.as_str())
    }

    /// What is known of the life of a unit that is not dead.
    pub(super) const fn life(self) -> Life {
        if self.alive { Life::Alive } else { Life::Unclear }
    }
}

/// Labelled siblings that stand in one row.
///
/// Flush text that leads into a new list ("… does not include—") ends one row and begins the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The unit that holds them.
    pub(super) parent: ProvisionId,
    /// The units, in order.
    pub(super) units: &'a [Unit],
    /// An elder row of the same parent stands before it.
    pub(super) later: bool,
    /// Its lists end as lists do, as a rule has found: there is nothing to tell of their ends.
    pub(super) ends_well: &'a Cell<bool>,
}

/// Words that say a unit is no longer, or not yet, in force.
const DEAD: [&str; 22] = [
    "repealed",
    "omitted",
    "reserved",
    "transferred",
    "redesignated",
    "renumbered",
    "suppressed",
    "deleted",
    "vacant",
    "spent",
    "revoked",
    "rescinded",
    "struck",
    "stricken",
    "executed",
    "terminated",
    "expired",
    "superseded",
    "intentionally",
    "abrogated",
    "unused",
    "sup",
];

/// The hashes of [`DEAD`].
const DEAD_HASHES: [WordHash; DEAD.len()] = {
    let mut all = [0; DEAD.len()];
    let mut i = 0;
    while i < DEAD.len() {
        all[i] = word(DEAD[i]);
        i += 1;
    }
    all
};

/// The lengths that words of [`DEAD`] have, as bits, by the five low bits of the first letter: they tell most other words
/// before a hash is made.
const DEAD_LENGTHS: [u32; 32] = {
    let mut all = [0; 32];
    let mut i = 0;
    while i < DEAD.len() {
        let word = DEAD[i].as_bytes();
        all[(word[0] & 31) as usize] |= 1 << word.len();
        i += 1;
    }
    all
};

/// Whether an ASCII word, in small letters or capitals, is one of [`DEAD`].
fn says_dead_word(piece: &str) -> bool {
    let first = piece.as_bytes().first().map_or(0, |b| b & 31);
    let may = piece.len() < 32 && DEAD_LENGTHS[first as usize] >> piece.len() & 1 != 0;
    may && DEAD_HASHES.contains(&word_of(piece))
}

/// All rows of a document, stretch by stretch: each is read when a rule first asks for it, and lent to many.
#[derive(Debug)]
pub(in crate::rules) struct Rows(Vec<((ProvisionId, ProvisionId), OnceCell<Stretch>)>);

/// The rows of some units that stand one behind the other.
#[derive(Debug, Default)]
struct Stretch {
    rows: Vec<Packed>,
    /// The units of all rows.
    units: Vec<Unit>,
}

/// A row: where its units begin among all of them, and how many there are.
#[derive(Clone, Debug)]
struct Packed {
    parent: ProvisionId,
    units: (u32, u32),
    /// An elder row of the parent stands before it.
    later: bool,
    /// It stands in a unit that is looked at by itself.
    inner: bool,
    /// See [`Row::ends_well`].
    ends_well: Cell<bool>,
}

/// The outermost units that are no part, chapter or other group, in order.
pub fn outer_units(doc: &Document) -> impl Iterator<Item = ProvisionId> + '_ {
    outer_units_in(doc, (Document::ROOT, end_of(doc)))
}

/// Those from one provision to before another.
fn outer_units_in(doc: &Document, (from, to): (ProvisionId, ProvisionId)) -> impl Iterator<Item = ProvisionId> + '_ {
    let mut at = from.index();
    std::iter::from_fn(move || {
        while at < to.index() && doc.provisions.get(at)?.kind.is_container() {
            at += 1;
        }
        let id = ProvisionId(at as u32);
        at = doc.get(Some(id).filter(|&id| id < to)?).end.index();
        Some(id)
    })
}

/// The provision behind the last.
fn end_of(doc: &Document) -> ProvisionId {
    ProvisionId(doc.provisions.len() as u32)
}

/// Provisions that rules on units go through together: what a processor keeps close, with their text.
const TOGETHER: u32 = 512;

/// Gives the outermost units of a document in stretches: the first provision of each, and the one behind its last.
pub fn stretches(doc: &Document) -> impl Iterator<Item = (ProvisionId, ProvisionId)> + '_ {
    let (mut units, mut next) = (outer_units(doc), Some(Document::ROOT));
    std::iter::from_fn(move || {
        let from = next?;
        let end = units.by_ref().map(|unit| doc.get(unit).end).find(|end| end.0 - from.0 >= TOGETHER);
        next = end;
        Some((from, end.unwrap_or_else(|| end_of(doc))))
    })
}

impl Rows {
    /// All rows of a document, none of them read yet.
    fn of(doc: &Document) -> Self {
        Self(stretches(doc).map(|stretch| (stretch, OnceCell::new())).collect())
    }

    /// All rows of a document, read at once, but for those of `known` units, which are as they were.
    fn with(doc: &Document, text: &str, known: &[(ProvisionId, &UnitRows)]) -> Self {
        let whole = (Document::ROOT, end_of(doc));
        Self(vec![(whole, OnceCell::from(Stretch::of(doc, text, whole, known)))])
    }

    /// The stretches with some of the provisions from one to before another, those that were not read yet read now.
    fn meeting<'r>(
        &'r self,
        (doc, text): (&'r Document, &'r str),
        (from, to): (ProvisionId, ProvisionId),
    ) -> impl Iterator<Item = &'r Stretch> {
        let first = self.0.partition_point(|(stretch, _)| stretch.1 <= from);
        let meeting = self.0.iter().skip(first).take_while(move |(stretch, _)| stretch.0 < to);
        meeting.map(move |(stretch, rows)| rows.get_or_init(|| Stretch::of(doc, text, *stretch, &[])))
    }
}

impl Stretch {
    /// Reads the rows of the provisions from one to before another, but for those of `known` units, which are as they were.
    fn of(doc: &Document, text: &str, stretch: (ProvisionId, ProvisionId), known: &[(ProvisionId, &UnitRows)]) -> Self {
        let (from, to) = (stretch.0.index(), stretch.1.index());
        let mut all = Self { rows: Vec::new(), units: Vec::with_capacity(to - from) };
        let (mut known, mut ords) = (known.iter().peekable(), Vec::new());
        let mut at = from;
        for unit in outer_units_in(doc, stretch).map(Some).chain([None]) {
            let upto = unit.map_or(to, ProvisionId::index);
            all.read(doc, text, (at, upto), &mut ords);
            let Some(unit) = unit else { break };
            at = doc.get(unit).end.index();
            let from = all.rows.len();
            match known.next_if(|k| k.0 == unit) {
                Some((_, rows)) => all.take(doc, unit, rows),
                None => {
                    all.read(doc, text, (upto, at), &mut ords);
                    // Sections that stand in a unit are numbered and ended as those of the whole text are.
                    let own = all.rows.get(from..).unwrap_or_default();
                    let closed = own.iter().all(|r| {
                        let first = all.units.get(r.units.0 as usize);
                        first.is_none_or(|u| class_of(doc.get(u.id).kind).is_none())
                    });
                    all.rows.iter_mut().skip(from).for_each(|r| r.inner = closed);
                }
            }
        }
        all
    }

    /// Reads the rows of the provisions in a range.
    fn read(&mut self, doc: &Document, text: &str, (from, to): (usize, usize), ords: &mut Vec<Ordinal>) {
        for (i, holder) in doc.provisions.iter().enumerate().take(to).skip(from) {
            let parent = ProvisionId(i as u32);
            if holder.end.0 > parent.0 + 1 {
                self.read_below(doc, text, parent, ords);
            }
        }
    }

    /// Reads the rows of one parent.
    fn read_below(&mut self, doc: &Document, text: &str, parent: ProvisionId, ords: &mut Vec<Ordinal>) {
        let (mut from, mut later) = (self.units.len(), false);
        let mut class = None;
        let own = doc.get(parent).label.as_ref().map_or("", |l| l.key.as_str());
        for child in doc.children(parent) {
            let unit = doc.get(child);
            let Some(label) = &unit.label else { continue };
            if unit.quoted {
                continue;
            }
            // "2.1" below a list of 2 that counts 1, 2, 3. In Canada it is a unit put in behind 2.
            let decimal = doc.profile != Profile::CaAct
                && !own.is_empty()
                && !label.span.of(text).starts_with('(')
                && label.key.strip_prefix(own).is_some_and(|rest| rest.starts_with('.'));
            let kin = (class_of(unit.kind), decimal);
            let last = self.units.get(from..).and_then(<[_]>::last);
            let new = class != Some(kin)
                || last.is_some_and(|last| {
                    ordinal::opens(&label.key) && led_in(doc, text, parent, last.label.end, label.span.start)
                });
            if new {
                let changed = class.is_some_and(|c| c != kin);
                later |= self.finish(doc, parent, (from, later), ords);
                later &= !changed;
                from = self.units.len();
                class = Some(kin);
            }
            let life = life_of(unit, text);
            self.units.push(Unit {
                id: child,
                label: label.span,
                ord: Ordinal { style: Style::Other, value: 0, inserted: false },
                dead: life == Life::Dead,
                alive: life == Life::Alive,
            });
        }
        self.finish(doc, parent, (from, later), ords);
    }

    /// Makes a row of the units from the given one on, and settles what their labels count; says whether there are any.
    fn finish(
        &mut self,
        doc: &Document,
        parent: ProvisionId,
        (from, later): (usize, bool),
        ords: &mut Vec<Ordinal>,
    ) -> bool {
        let units = self.units.get_mut(from..).unwrap_or_default();
        if units.is_empty() {
            return false;
        }
        let prefix = common_prefix(doc, units);
        let keys = units.iter().map(|u| u.key(doc));
        ordinal::align(keys.map(|key| key.get(prefix..).unwrap_or(key)), ords);
        for (unit, ord) in units.iter_mut().zip(ords.iter()) {
            unit.ord = *ord;
        }
        let units = (from as u32, self.units.len() as u32);
        self.rows.push(Packed { parent, units, later, inner: false, ends_well: Cell::default() });
        true
    }

    /// Takes over the rows of a unit.
    fn take(&mut self, doc: &Document, unit: ProvisionId, known: &UnitRows) {
        let at = self.units.len() as u32;
        self.units.extend(known.units.iter().map(|&(id, ord, dead)| {
            let id = ProvisionId(unit.0 + id);
            let label = doc.get(id).label.as_ref().map_or(Span::default(), |l| l.span);
            Unit { id, label, ord, dead, alive: false }
        }));
        self.rows.extend(known.rows.iter().map(|&(parent, count, later)| {
            let from = at + count.0;
            let parent = ProvisionId(unit.0 + parent);
            Packed { parent, units: (from, from + count.1), later, inner: true, ends_well: Cell::default() }
        }));
    }

    /// The rows of units, from one to before another, by their indices.
    fn within(&self, (from, to): (ProvisionId, ProvisionId)) -> std::ops::Range<usize> {
        self.rows.partition_point(|r| r.parent < from)..self.rows.partition_point(|r| r.parent < to)
    }

    /// The rows of one unit, apart from where it stands; none where they are not looked at by themselves.
    fn apart(&self, doc: &Document, unit: ProvisionId) -> Option<UnitRows> {
        let rows = self.rows.get(self.within((unit, doc.get(unit).end)))?;
        if rows.iter().any(|r| !r.inner) {
            return None;
        }
        let (from, to) = (rows.first().map_or(0, |r| r.units.0), rows.last().map_or(0, |r| r.units.1));
        let units = self.units.get(from as usize..to as usize)?;
        Some(UnitRows {
            rows: rows
                .iter()
                .map(|r| (r.parent.0 - unit.0, (r.units.0 - from, r.units.1 - r.units.0), r.later))
                .collect(),
            units: units.iter().map(|u| (u.id.0 - unit.0, u.ord, u.dead)).collect(),
        })
    }
}

/// Parent, first unit and number of units, whether an elder row stands before it.
type UnitRow = (u32, (u32, u32), bool);

/// The rows of one unit: provisions are counted from it.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitRows {
    rows: Box<[UnitRow]>,
    units: Box<[(u32, Ordinal, bool)]>,
}

/// Reads all rows of the document, those of `known` units taken over; before any rule asks.
pub(super) fn know(cx: &DocumentCx<'_>, known: &[(ProvisionId, &UnitRows)]) {
    cx.memo.rows.get_or_init(|| Rows::with(cx.document(), cx.text, known));
}

/// The rows of one unit, apart from where it stands; none where they are not looked at by themselves.
pub(super) fn apart(cx: &DocumentCx<'_>, unit: ProvisionId) -> Option<UnitRows> {
    let doc = cx.document();
    let all = cx.memo.rows.get_or_init(|| Rows::of(doc));
    all.meeting((doc, cx.text), (unit, doc.get(unit).end)).next()?.apart(doc, unit)
}

/// Calls `visit` with every row of labelled siblings in a part of the document, quoted units left out.
pub(super) fn rows<'a>(cx: &DocumentCx<'a>, part: Part, mut visit: impl FnMut(Row<'a>)) {
    let doc = cx.document();
    let all = cx.memo.rows.get_or_init(|| Rows::of(doc));
    let range = match part {
        Part::Whole | Part::Above => (Document::ROOT, end_of(doc)),
        Part::Unit(unit) => (unit, doc.get(unit).end),
        Part::Units(from, to) => (from, to),
    };
    for stretch in all.meeting((doc, cx.text), range) {
        for packed in stretch.rows.get(stretch.within(range)).unwrap_or_default() {
            let other = match part {
                Part::Above => packed.inner,
                Part::Units(..) => !packed.inner,
                Part::Whole | Part::Unit(_) => false,
            };
            if other {
                continue;
            }
            let units = stretch.units.get(packed.units.0 as usize..packed.units.1 as usize).unwrap_or_default();
            visit(Row { parent: packed.parent, units, later: packed.later, ends_well: &packed.ends_well });
        }
    }
}

/// Units that are numbered together: parts with parts, annexes with annexes, everything below an article as one.
const fn class_of(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Subsection
        | Kind::Paragraph
        | Kind::Subparagraph
        | Kind::Clause
        | Kind::Subclause
        | Kind::Item
        | Kind::Definition => None,
        other => Some(other),
    }
}

/// Length of the decimal beginning that all labels of a row share: 2 in "3.1", "3.2".
fn common_prefix(doc: &Document, units: &[Unit]) -> usize {
    let Some((first, others)) = units.split_first() else { return 0 };
    let first = first.key(doc);
    let Some(dot) = first.bytes().rposition(|b| b == b'.') else { return 0 };
    let prefix = &first[..=dot];
    let shared = others.iter().filter(|u| u.key(doc).starts_with(prefix)).count();
    if !others.is_empty() && shared * 2 >= others.len() { dot + 1 } else { 0 }
}

/// Whether text of the parent's own between two children, or the text before the second, opens a new list.
fn led_in(doc: &Document, text: &str, parent: ProvisionId, from: u32, to: u32) -> bool {
    let at = doc.blocks_before(to);
    let Some(before) = at.checked_sub(1).and_then(|i| doc.blocks.get(i)) else { return false };
    if before.span.start < from {
        return false;
    }
    before.provision == parent || leads_in(before.span.of(text))
}

/// Whether a text ends as a lead-in does: with a dash or colon.
#[must_use]
pub fn leads_in(text: &str) -> bool {
    // Most texts end with another mark or a letter.
    if text.as_bytes().last().is_some_and(|b| b.is_ascii_graphic() && !b.is_ascii_digit() && !matches!(b, b':' | b'-'))
    {
        return false;
    }
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_digit());
    text.ends_with([':', '—', '–', '―']) || text.ends_with(" -") || text.ends_with("--") || text.ends_with(":-")
}

/// What the first words of a unit say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// Nothing of it is in force.
    Dead,
    /// It begins with other words than those of a dead unit.
    Alive,
    /// No more was looked at, or a word is there that may stand in a sentence too.
    Unclear,
}

/// Whether nothing of the unit is in force, by its status or by its first word.
pub(super) fn is_dead(unit: &Provision, text: &str) -> bool {
    life_of(unit, text) == Life::Dead
}

/// What the status and the first words of a unit say of it.
pub(super) fn life_of(unit: &Provision, text: &str) -> Life {
    if unit.status != Status::InForce {
        return Life::Dead;
    }
    let Some(label) = &unit.label else { return Life::Unclear };
    let from = label.span.end as usize;
    life_by_head(text, from, (unit.span.end as usize).min(from + HEAD))
}

/// Bytes of a unit in which its first words stand.
const HEAD: usize = 90;

/// Whether the first word of a text, past brackets, labels and "to", says that the unit is dead.
pub(super) fn dead_head(text: &str) -> bool {
    life_by_head(text, 0, text.len()) == Life::Dead
}

/// The same of `text[span]`, as far as first words stand in it.
pub(super) fn begins_dead(text: &str, span: Span) -> bool {
    let from = span.start as usize;
    life_by_head(text, from, (span.end as usize).min(from + HEAD)) == Life::Dead
}

/// What the first words of `text[from..to]` say.
fn life_by_head(text: &str, from: usize, to: usize) -> Life {
    let (from, to) = clipped(text, from, to);
    if let Some(life) = life_by_masks(text, from, to) {
        return life;
    }
    let head = text.get(from..to).unwrap_or_default();
    for piece in head.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()) {
        if DEAD_HASHES.contains(&word_of(piece)) {
            return dead_or_unclear(piece, head);
        }
        let plain = piece.len() > 3 && piece.chars().all(char::is_alphabetic);
        if plain && !names_unit(piece) {
            break;
        }
    }
    Life::Unclear
}

/// What a word of dead units says, which stands in living ones too.
fn dead_or_unclear(word: &str, head: &str) -> Life {
    let dead = word.chars().next().is_some_and(char::is_uppercase) || head.trim_end().len() < 60;
    if dead { Life::Dead } else { Life::Unclear }
}

/// Whether a word stands before what says that units are dead: "Subsection (b) repealed".
fn names_unit(word: &str) -> bool {
    matches!(word, "through" | "Subsection" | "Paragraph" | "Section" | "Article")
}

/// The answer of [`life_by_head`] where one look gives it, as it mostly does: at the first words, all of ASCII.
fn life_by_masks(text: &str, from: usize, to: usize) -> Option<Life> {
    let near = Near::of(text.as_bytes(), from, to);
    let mut left = near.words | near.beyond;
    while left != 0 {
        let start = left.trailing_zeros() as usize;
        let len = (!(near.words >> start)).trailing_zeros() as usize;
        let end = start + len;
        // It may go on behind what was looked at.
        if end >= Near::MANY || near.beyond >> end & 1 != 0 {
            return None;
        }
        if len > 2 {
            let piece = text.get(from + start..from + end)?;
            if says_dead_word(piece) {
                return text.get(from..to).map(|head| dead_or_unclear(piece, head));
            }
            let plain = len > 3 && near.digits >> start & !(u64::MAX << len) == 0;
            if plain && !names_unit(piece) {
                // The last word may be cut short.
                return Some(if from + end == to { Life::Unclear } else { Life::Alive });
            }
        }
        left &= u64::MAX << end;
    }
    (to - from <= Near::MANY).then_some(Life::Unclear)
}

/// `text[from..to]`, with both ends moved inwards to character boundaries.
pub(super) fn clip(text: &str, from: usize, to: usize) -> &str {
    let (from, to) = clipped(text, from, to);
    text.get(from..to).unwrap_or("")
}

/// The ends of [`clip`], in order.
fn clipped(text: &str, from: usize, to: usize) -> (usize, usize) {
    let mut from = from.min(text.len());
    let mut to = to.min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    (from, to.max(from))
}

/// The last label of a range that a dead unit stands for: "h" in "(e) to (h) Omitted".
pub(super) fn range_end<'a>(unit: &Unit, text: &'a str) -> Option<&'a str> {
    let head = clip(text, unit.label.end as usize, unit.label.end as usize + 40);
    let head = head.trim_start();
    if !(head.starts_with(',') || ["to ", "through ", "and ", "–", "-", "—"].iter().any(|w| head.starts_with(w))) {
        return None;
    }
    let stop = head.find(char::is_uppercase).unwrap_or(head.len());
    let close = head[..stop.max(head.find(')').map_or(0, |i| i + 1))].rfind(')')?;
    let open = head[..close].rfind('(')?;
    Some(&head[open + 1..close])
}

/// Whether the lines before `to` (no further back than `from`) say that units were repealed, omitted or left out.
pub(super) fn says_dead(text: &str, from: u32, to: u32) -> bool {
    let near = clip(text, (from as usize).max((to as usize).saturating_sub(900)), to as usize);
    near.lines().rev().take(6).any(|line| {
        let line = line.trim();
        let dots = line.len() >= 3 && line.chars().all(|c| matches!(c, '*' | '.' | '…' | ' ' | '[' | ']' | '_'));
        let opens = line.starts_with(['[', '(']) || line.starts_with(|c: char| c.is_ascii_digit());
        dots || ((opens || line.len() <= 60) && begins_dead(line, Span::at(0, line.len())))
    })
}

/// Whether `text` uses `(key)` as a label inside a line: after a mark or "and"/"or", before a word that is no link.
pub(in crate::rules) fn has_inline(text: &str, key: &str) -> bool {
    let mut from = 0;
    let needle = format!("({key})");
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], needle.as_bytes()).map(|i| from + i) {
        from = at + needle.len();
        let before = text[..at].trim_end();
        let last_word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let opens = before.is_empty()
            || before.ends_with([',', ';', ':', '—', '.', '–'])
            || matches!(
                last_word,
                "and"
                    | "or"
                    | "that"
                    | "by"
                    | "to"
                    | "either"
                    | "both"
                    | "means"
                    | "is"
                    | "be"
                    | "if"
                    | "within"
                    | "for"
                    | "with"
                    | "from"
                    | "on"
                    | "at"
                    | "any"
            );
        let after = &text[from..];
        // "; or (2)(A) if": the item begins with a list of its own.
        let parted = || before.trim_end_matches(char::is_alphabetic).trim_end().ends_with([';', ':', '—', '.']);
        let inner = after.strip_prefix('(').filter(|_| parted()).and_then(|t| t.split_once(')'));
        let after = inner.map_or(after, |(_, rest)| rest);
        let spaced = after.starts_with([' ', '\n', '\u{a0}']);
        let next: &str = after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let links = matches!(next, "" | "of" | "and" | "or" | "through" | "shall" | "may" | "above" | "below")
            // "paragraphs (1), (2) to (5)" is a range; "(1) to keep; (2) to destroy" is a list.
            || (next == "to" && !before.ends_with([';', ':', '—']) && !matches!(last_word, "and" | "or"));
        // "Other Matters (a) Claims": a title before the first item.
        let titled = || {
            after.trim_start().starts_with(char::is_uppercase)
                && before.ends_with(last_word)
                && last_word.starts_with(char::is_uppercase)
                && !begins_with_unit(&last_word.to_lowercase())
        };
        if spaced && !links && (opens || titled()) {
            return true;
        }
    }
    false
}

/// What a unit is called: "paragraph (3)", "Article 5".
pub(super) fn called(doc: &Document, id: ProvisionId, text: &str) -> String {
    let unit = doc.get(id);
    let Some(label) = &unit.label else { return unit.kind.name().to_owned() };
    let printed = label.span.of(text);
    if printed.starts_with('§') || printed.chars().next().is_some_and(char::is_alphabetic) {
        printed.to_owned()
    } else {
        format!("{} {printed}", unit.kind.name())
    }
}

/// Whether a label is the letter after its parent's: "(i)" under "(h)" is more likely its next sibling, set one level in.
pub(super) fn follows_parent(doc: &Document, parent: ProvisionId, key: &str) -> bool {
    let Some(above) = &doc.get(parent).label else { return false };
    match (above.key.as_bytes(), key.as_bytes()) {
        ([a], [b]) => a.is_ascii_alphabetic() && a.checked_add(1) == Some(*b),
        _ => false,
    }
}
