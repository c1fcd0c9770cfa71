//! Labels at the beginning of a line: § 3, 3 (1), (a), 3.4, 1.

use smol_str::format_smolstr;

use super::build::{Builder, label_of};
use super::mistaken::{
    ends_in_citation, ends_in_unit_word, goes_on_as_list, is_copyright, is_day, is_drawing, is_name, is_range,
    is_short_word, is_telephone,
};
use super::model::{BlockKind, Kind, ProvisionId, Status};
use super::place::{DEEPEST, Open, Spot, Tier, Wanted, spots};
use super::rows::Tag;
use super::shape::{announces, begins_lower, ends_closed, heading_like, item_kind, run_in, status_of};
use crate::span::Span;
use crate::syntax::{Follow, Form, Mark, Ordinal, Profile, Series, label_at, readings, unit_name};

/// Rows looked ahead to settle an ambiguous label.
pub(super) const AHEAD: usize = 48;

/// What a wide gap before a number may cost more where the next number goes on from it.
const GAP: u32 = 2;

/// Whether a list begins with the number: "(1.1)" goes on with one.
pub(super) fn begins_list(ordinal: Ordinal) -> bool {
    ordinal.is_first() && ordinal.minor == 0
}

/// The text without the white space that it begins with: mostly one space before a letter.
pub(super) fn inked(text: &str) -> &str {
    match text.as_bytes() {
        [b' ', first, ..] if first.is_ascii_graphic() => text.get(1..).unwrap_or(""),
        [first, ..] if first.is_ascii_graphic() => text,
        _ => text.trim_start(),
    }
}

/// Length of the signs that close emphasis around a label: "**5.** (1) Every", "_(a)_ to".
fn emphasis(rest: &str) -> usize {
    let run = rest.bytes().take_while(|b| matches!(b, b'*' | b'_')).count();
    let parted = rest.as_bytes().get(run).is_none_or(u8::is_ascii_whitespace);
    if run <= 3 && parted { run } else { 0 }
}

impl Builder<'_> {
    pub(super) fn labels(&mut self, i: usize) -> Option<usize> {
        let row = self.rows[i];
        let line = row.of(self.text);
        let dead = line.starts_with('[');
        let skip = usize::from(dead);
        let mut mark = label_at(line.get(skip..)?)?;
        if dead && mark.form != Form::Sign && status_of(line.get(skip + mark.len..)?) == Status::InForce {
            return None;
        }
        let mut start = row.start + skip as u32;
        let mut rest = line.get(skip + mark.len..)?;
        if let Some((own, at)) = self.own_label(i, &mark, rest) {
            start += (mark.len + at) as u32;
            rest = rest.get(at + own.len..)?;
            mark = own;
        }
        let closing = emphasis(rest);
        let rest = rest.get(closing..)?;
        let none = match mark.form {
            Form::Decimal => is_range(rest),
            Form::Bare => is_day(rest),
            Form::Dot => is_short_word(&mark, rest),
            Form::Paren => self.layout.is_mark(&mark.key) || is_telephone(&mark, rest) || is_drawing(rest),
            _ => false,
        };
        if none {
            return None;
        }
        if row.titled {
            self.end_lists();
        }
        let ones = mark.form == Form::Dot && mark.key == "1" && self.layout.markdown;
        if ones && let Some(number) = self.counted(row.indent) {
            mark.key = format_smolstr!("{number}");
        }
        if let Some((id, end)) = self.again(i, start, &mark, rest) {
            return Some(self.after_label(i, id, end));
        }
        if self.profile == Profile::CaAct && mark.form == Form::Decimal {
            mark.form = Form::Bare;
        }
        let id = match mark.form {
            Form::Sign => self.section(start, &mark, Kind::Section),
            // "2. The Archive" above a line of signs.
            Form::Dot if row.drawn && readings(&mark.key).of(Series::Arabic).is_some() => {
                self.section(start, &mark, Kind::Section)
            }
            Form::Bare if self.bare_fits(i, &mark, rest) => self.section(start, &mark, Kind::Section),
            Form::Bullet => return None,
            Form::Bare if mark.through.is_some() || matches!(self.profile, Profile::CaAct | Profile::UsCode) => {
                return None;
            }
            Form::Bare => self.item(i, start, &mark, rest)?,
            Form::Paren | Form::Half | Form::Dot | Form::Decimal => self.item(i, start, &mark, rest)?,
        };
        // A bracket around a dead unit belongs to it.
        self.doc.provisions[id.index()].span.start = row.start;
        if let Some(open) = self.open.last_mut() {
            (open.titled, open.ones) = (row.titled, ones);
        }
        Some(self.after_label(i, id, start + (mark.len + closing) as u32))
    }

    /// Ends the lists below the last heading by markup that bears a label: no other such heading stands inside one.
    fn end_lists(&mut self) {
        if let Some(last) = self.open.iter().rposition(|o| o.titled) {
            self.open.truncate(last + 1);
        }
    }

    /// The number of an item that is printed as "1." below another one that is.
    fn counted(&self, indent: u16) -> Option<u32> {
        let beside = self.open.iter().rev().find(|o| o.tier != Tier::Item || o.indent <= i32::from(indent))?;
        let ones = beside.ones && !beside.titled && beside.indent == i32::from(indent);
        let (_, last) = beside.place.filter(|_| ones)?;
        last.major.checked_add(1)
    }

    /// The label in emphasis behind the number that Markdown gives to the items of a list, and where it stands: "1. _(a)_ …",
    /// "2. _(b)_ …".
    fn own_label(&self, i: usize, mark: &Mark, rest: &str) -> Option<(Mark, usize)> {
        if mark.form != Form::Dot || !matches!(rest.as_bytes(), [b' ', b'*' | b'_', ..]) {
            return None;
        }
        let number: u32 = mark.key.parse().ok()?;
        let inner = |rest: &str, number: u32| {
            let body = rest.trim_start().trim_start_matches(['*', '_']);
            let own = label_at(body).filter(|own| own.form == Form::Paren)?;
            let counts = readings(&own.key).iter().any(|o| o.major == number && o.minor == 0);
            counts.then_some((own, rest.len() - body.len()))
        };
        let own = inner(rest, number)?;
        // "1. _(a)_" may begin a list in a unit 1: the next number tells.
        let next = self.rows.iter().skip(i + 1).take(AHEAD).map(|row| row.of(self.text)).find_map(|line| {
            let next = label_at(line).filter(|next| next.form == Form::Dot && next.key.parse() == Ok(number + 1))?;
            Some(line.get(next.len..).is_some_and(|rest| inner(rest, number + 1).is_some()))
        });
        next.unwrap_or(number > 1).then_some(own)
    }

    /// Whether a bare number at the beginning of a line is a section's.
    pub(super) fn bare_fits(&self, i: usize, mark: &Mark, rest: &str) -> bool {
        let row = self.rows[i];
        if self.profile != Profile::CaAct && self.profile != Profile::UkAct {
            return false;
        }
        let rest = inked(rest);
        // "169" above "(2)": what it began with was struck out, or stands in its subsections.
        let heads = || {
            row.blank_before
                && self.rows.get(i + 1).is_some_and(|next| !next.blank_before && next.of(self.text).starts_with('('))
        };
        if row.indent > 0 || (rest.is_empty() && mark.through.is_none() && !heads()) {
            return false;
        }
        rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '[' | '“' | '"' | '‘'))
            || (row.blank_before && !begins_lower(rest))
    }

    /// Opens a section or article at the top.
    pub(super) fn section(&mut self, start: u32, mark: &Mark, kind: Kind) -> ProvisionId {
        self.close_for_unit();
        let place = readings(&mark.key).iter().next().map(|o| (mark.form, o));
        let label = label_of(start, mark);
        self.push(kind, Some(label), start, Tier::Unit, place, 0, false)
    }

    /// Opens the next item of a unit whose label is printed again with each of them: "(a)(i) …", then "(a)(ii) …". Gives
    /// where its label ends.
    fn again(&mut self, i: usize, start: u32, mark: &Mark, rest: &str) -> Option<(ProvisionId, u32)> {
        if mark.form != Form::Paren || !rest.starts_with('(') {
            return None;
        }
        let second = label_at(rest).filter(|m| m.form == Form::Paren)?;
        let readings = readings(&second.key);
        let (k, ordinal) = (1..self.open.len()).rev().find_map(|k| {
            let (holder, last) = (self.open.get(k)?, self.open.get(k + 1)?);
            let (form, before) = last.place?;
            let ordinal = readings.of(before.series)?;
            let same = holder.place.is_some_and(|(form, _)| form == mark.form) && self.key_of(holder) == mark.key;
            (same && form == second.form && ordinal.after(before) == Follow::Next).then_some((k, ordinal))
        })?;
        let indent = i32::from(self.rows[i].indent);
        self.open.truncate(k + 1);
        let parent = self.doc.provisions[self.open[k].id.index()].kind;
        let kind = item_kind(self.profile, parent, second.form, ordinal.series);
        let start = start + mark.len as u32;
        let id = self.push(
            kind,
            Some(label_of(start, &second)),
            start,
            Tier::Item,
            Some((second.form, ordinal)),
            indent,
            true,
        );
        Some((id, start + second.len as u32))
    }

    /// Opens an item where it fits best.
    pub(super) fn item(&mut self, i: usize, start: u32, mark: &Mark, rest: &str) -> Option<ProvisionId> {
        let row = self.rows[i];
        let spot = self.spot(i, mark, rest)?;
        if spot.cost > 2 && is_copyright(mark, rest) {
            return None;
        }
        self.open.truncate(spot.parent + 1);
        if self.is_section(spot) {
            self.section_last = Some(spot.ordinal);
        }
        let parent = self.doc.provisions[self.open[self.top()].id.index()].kind;
        let kind = item_kind(self.profile, parent, mark.form, spot.ordinal.series);
        let label = label_of(start, mark);
        let place = Some((spot.form, spot.ordinal));
        Some(self.push(kind, Some(label), start, Tier::Item, place, i32::from(row.indent), false))
    }

    /// Where a label belongs, if it is one.
    ///
    /// What stands in is over where a number hangs out to the left of it.
    pub(super) fn spot(&self, i: usize, mark: &Mark, rest: &str) -> Option<Spot> {
        let readings = readings(&mark.key);
        if mark.form == Form::Decimal {
            let spot = self.decimal(i, mark).filter(|spot| !self.stands_in(i, rest, *spot))?;
            return self.believed(i, mark, rest, spot).then_some(spot);
        }
        if readings.is_empty() {
            return None;
        }
        let wanted = Wanted {
            form: mark.form,
            readings: &readings,
            indent: i32::from(self.rows[i].indent),
            indented: self.layout.indented,
            hanging: self.layout.hanging,
        };
        if let Some(spot) = self.after_decimals(mark).filter(|spot| !self.stands_in(i, rest, *spot)) {
            return self.believed(i, mark, rest, spot).then_some(spot);
        }
        if let Some(spot) = self.inserted(i, mark) {
            return Some(spot);
        }
        let (best, rival) = spots(&self.open, wanted);
        let best = self.numbered_through(best?);
        let spot = match rival {
            Some(rival) => self.settle(i, mark.form, best, rival),
            None => best,
        };
        let nested = self.nests(i, mark.form, spot) || self.below_title(i, spot);
        let spot = if nested { Spot { parent: self.top(), ..spot } } else { spot };
        self.believed(i, mark, rest, spot).then_some(spot)
    }

    /// Whether a list begins below a heading by markup that bears a label, which it would close: "1." below "## 1. Terms".
    fn below_title(&self, i: usize, spot: Spot) -> bool {
        let closed = self.open.get(spot.parent + 1..).unwrap_or_default();
        spot.ordinal.is_first() && !self.rows[i].titled && closed.last().is_some_and(|o| o.titled)
    }

    /// Whether the spot is that of a number with a point in no unit.
    fn is_section(&self, spot: Spot) -> bool {
        spot.form == Form::Dot
            && spot.ordinal.series == Series::Arabic
            && self.open.get(spot.parent).is_some_and(|parent| parent.tier < Tier::Unit)
    }

    /// "3." below "CHAPTER II", where "2." was the last of Chapter I, begins no list: sections are numbered through.
    fn numbered_through(&self, spot: Spot) -> Spot {
        let due = |last: Ordinal| spot.ordinal.after(last) == Follow::Next;
        let begins = |o: &Open| !o.has_text && self.doc.provisions.len() == o.id.index() + 1;
        let through = spot.parent == self.top()
            && self.open.last().is_some_and(begins)
            && self.is_section(spot)
            && self.section_last.is_some_and(due);
        if through { Spot { cost: spot.cost.min(1), ..spot } } else { spot }
    }

    /// Whether a row stands in where sections hang out, and the spot is one of theirs: "3.1" in the text, a list's "2."
    fn stands_in(&self, i: usize, rest: &str, spot: Spot) -> bool {
        let row = self.rows[i];
        if !self.layout.hanging || row.indent == 0 {
            return false;
        }
        let hangs = |o: &Open| o.tier == Tier::Item && o.indent == 0 && o.place.is_some();
        let beside = self.open.get(spot.parent + 1).is_some_and(hangs);
        let within = self.open.get(spot.parent).is_none_or(|o| hangs(o) || o.tier < Tier::Item);
        let alone = row.blank_before && self.rows.get(i + 1).is_none_or(|next| next.blank_before);
        let headed = alone && heading_like(rest.trim_start());
        let decimal = spot.form == Form::Decimal;
        // "1.7" that is due stands in by its depth too, where it begins a paragraph.
        let due = decimal && row.blank_before && spot.cost <= 1;
        (beside || decimal && within) && !headed && !due
    }

    fn key_of(&self, unit: &Open) -> &str {
        self.doc.get(unit.id).label.as_ref().map_or("", |l| l.key.as_str())
    }

    /// "3." after "2.5", where no "2." is open: a heading between closed it. It stands beside the paragraphs before it.
    fn after_decimals(&self, mark: &Mark) -> Option<Spot> {
        if mark.form != Form::Dot {
            return None;
        }
        let ordinal = readings(&mark.key).of(Series::Arabic)?;
        let unit = self.open.iter().rposition(|o| o.tier <= Tier::Unit).unwrap_or(0);
        let (k, first) = (unit + 1..self.open.len()).find_map(|k| {
            let open = self.open.get(k)?;
            let decimal = matches!(open.place, Some((Form::Decimal, _)));
            Some((k, self.key_of(open))).filter(|_| decimal || matches!(open.place, Some((Form::Dot, _))))
        })?;
        // "2." goes on with a list inside "1.1", unless decimals stand in that list.
        let due = |o: &Open| matches!(o.place, Some((Form::Dot, before)) if ordinal.after(before) == Follow::Next);
        let of_decimals = |o: &Open| matches!(o.place, Some((Form::Decimal, _)));
        if self.open.iter().skip(k).rev().take_while(|o| !of_decimals(o)).any(due) {
            return None;
        }
        let (head, _) = first.split_once('.')?;
        head.parse::<u32>().is_ok_and(|h| h.checked_add(1) == Some(ordinal.major)).then_some(Spot {
            parent: k - 1,
            ordinal,
            form: Form::Dot,
            cost: 0,
        })
    }

    /// Where a decimal label belongs: in the unit whose label it begins with, beside the one with the same beginning.
    fn decimal(&self, i: usize, mark: &Mark) -> Option<Spot> {
        let key = mark.key.as_str();
        let (head, last) = key.rsplit_once('.')?;
        // "4.5.2016" is a day.
        if last.len() > 3 {
            return None;
        }
        let ordinal = readings(last).of(Series::Arabic)?;
        let spot = |parent: usize, cost: u32| Some(Spot { parent, ordinal, form: Form::Decimal, cost });
        let mut floor = 0;
        let at_margin = self.layout.hanging && self.rows[i].indent == 0;
        for k in (1..self.open.len()).rev() {
            let unit = &self.open[k];
            if at_margin && unit.tier == Tier::Item && unit.indent > 0 {
                continue;
            }
            let own = self.key_of(unit);
            // "1.1" under "I.".
            let roman = matches!(unit.place, Some((_, o)) if o.series == Series::UpperRoman && o.minor == 0
                && head.parse() == Ok(o.major));
            // "3.1" under "3.0".
            let whole = last != "0" && own.strip_suffix(".0") == Some(head);
            if own == head || roman || whole {
                let first = ordinal.major <= 1;
                return spot(k, if first { 0 } else { 4 });
            }
            if let Some((Form::Decimal, before)) = unit.place
                && own.rsplit_once('.').is_some_and(|(h, _)| h == head)
            {
                let cost = match ordinal.after(before) {
                    Follow::Next => 0,
                    // ".21" stands between ".2" and ".3".
                    Follow::Back if before.major >= 10 && ordinal.major == before.major / 10 + 1 => 0,
                    Follow::Gap(n) if n <= 2 => 5,
                    Follow::Gap(_) => 9,
                    Follow::Same => 8,
                    Follow::Back => 10,
                };
                return spot(k - 1, cost);
            }
            // "1.0.1" right under "1.".
            if !own.is_empty() && unit.tier == Tier::Item && head.strip_prefix(own).is_some_and(|h| h.starts_with('.'))
            {
                return spot(k, 1);
            }
            if unit.tier <= Tier::Unit {
                floor = k;
                break;
            }
            // A shorter decimal, or a plain number, of another run: the new one stands beside it or above.
            if matches!(unit.place, Some((Form::Decimal | Form::Dot | Form::Bare, o)) if o.series == Series::Arabic) {
                floor = k - 1;
            }
        }
        if floor == 0 {
            floor = self.open.iter().rposition(|o| o.tier <= Tier::Unit).unwrap_or(0);
        }
        spot(floor, if ordinal.major <= 1 { 1 } else { 6 })
    }

    /// Whether what begins like a label is one, judged by its fit and by what follows.
    pub(super) fn believed(&self, i: usize, mark: &Mark, rest: &str, spot: Spot) -> bool {
        let row = self.rows[i];
        let before = i.checked_sub(1).and_then(|b| self.rows.get(b));
        let headed = before.is_some_and(|b| {
            self.doc.blocks.last().is_some_and(|x| x.kind == BlockKind::Heading && x.span.end == b.end)
        });
        let wrapped_into = !row.blank_before
            && !headed
            && before.is_some_and(|b| {
                self.layout.wrapped.is_some_and(|w| b.len() as u32 * 10 >= w * 6) && !ends_closed(b.of(self.text))
            });
        let word = inked(rest);
        let lower = begins_lower(word);
        // "as Section 2(a)", broken before "(4) says", where no (4) is due.
        let cited = || before.is_some_and(|b| ends_in_citation(b.of(self.text)));
        let bracketed = mark.form == Form::Paren;
        if lower && bracketed && spot.cost > 2 && !row.blank_before && cited() {
            return false;
        }
        // "contemplated in subsection" ⏎ "(2) for a consumer": a citation that was broken.
        if lower && bracketed && spot.cost > 2 && before.is_some_and(|b| ends_in_unit_word(b.of(self.text))) {
            return false;
        }
        // "10.2.2 or 10.2.3, to make": a citation that a page end broke.
        if mark.form == Form::Decimal && lower && goes_on_as_list(word) {
            return false;
        }
        // "the Authoritative Answer" ⏎ "(AA) bit": a list has a second item.
        if mark.form == Form::Paren && wrapped_into && spot.ordinal.is_first() && !self.has_second(i, mark, spot) {
            return false;
        }
        let limit = match mark.form {
            Form::Paren if wrapped_into => 1,
            Form::Paren => 30,
            Form::Half if wrapped_into => 0,
            Form::Half => 12,
            Form::Bare => return self.bare_item(i, spot, word, wrapped_into),
            _ if wrapped_into => 0,
            Form::Decimal if lower => 0,
            Form::Decimal if row.blank_before => 9,
            Form::Dot if row.blank_before || headed => 12 + if self.goes_on_from(i, spot) { GAP } else { 0 },
            _ => 6,
        };
        // Letters with a point are initials as often as labels ("A. Smith").
        if mark.form == Form::Dot && spot.ordinal.series != Series::Arabic && word.is_empty() {
            return false;
        }
        // "C. M. Heard", "D. Crocker (editor)", where no such letter is due.
        let upper = mark.form == Form::Dot && spot.ordinal.series == Series::Upper;
        let alone = || self.layout.hanging && row.indent > 0 && !self.has_second(i, mark, spot);
        if upper && is_name(word) && (spot.cost > 6 || alone()) {
            return false;
        }
        if mark.form == Form::Decimal && word.is_empty() && wrapped_into {
            return false;
        }
        spot.cost <= limit
    }

    /// Whether a label that begins a line within a paragraph is followed by the next of its list, at the beginning of a line
    /// or, right behind it, inside one; or what stands before it announces a list.
    fn has_second(&self, i: usize, mark: &Mark, spot: Spot) -> bool {
        let announced = self.before(i).is_some_and(|line| line.ends_with([',', ';', ':', '—']))
            || self.open.get(spot.parent).is_some_and(|o| o.announces);
        let due =
            |key: &str| readings(key).of(spot.ordinal.series).is_some_and(|o| o.after(spot.ordinal) == Follow::Next);
        announced
            || self.rows.iter().skip(i).take(AHEAD).filter(|row| row.len() <= 200).any(|row| {
                let line = row.of(self.text);
                let inside = line.split(" (").skip(1).filter_map(|part| part.split_once(')'));
                label_at(line).is_some_and(|m| m.form == mark.form && due(&m.key))
                    || inside.into_iter().any(|(key, _)| due(key))
            })
    }

    /// Whether a bare number is an item's: it must be due, and what follows must look like a clause or a heading.
    fn bare_item(&self, i: usize, spot: Spot, word: &str, wrapped_into: bool) -> bool {
        // "0  1  2  3" above a drawing of bits.
        if spot.ordinal.series != Series::Arabic || spot.ordinal.major == 0 {
            return false;
        }
        if word.is_empty() {
            return spot.cost == 0 && self.rows[i].blank_before && self.title_below(i);
        }
        // "1 Infinite Loop", below a name, where numbers of sections hang out.
        if self.layout.hanging && self.rows[i].indent > 0 && !self.rows[i].blank_before && spot.ordinal.is_first() {
            return false;
        }
        let lower = begins_lower(word);
        let within = self.open.get(spot.parent).map(|o| self.doc.get(o.id).kind);
        let group = within == Some(Kind::Group);
        let line = self.rows[i].of(self.text);
        let tabbed = line.bytes().take(8).any(|b| b == b'\t') || line.contains("  ");
        let title = !lower && heading_like(word) && word.len() <= 90;
        match spot.cost {
            0 | 1 if group => !wrapped_into,
            0..=2 => {
                !wrapped_into
                    && !lower
                    && (title || tabbed || self.rows[i].blank_before || self.profile == Profile::ItuTreaty)
            }
            _ => false,
        }
    }

    /// Reads what follows a label on its line: more labels, a heading, text.
    pub(super) fn after_label(&mut self, i: usize, mut id: ProvisionId, mut from: u32) -> usize {
        let row = self.rows[i];
        let sign = self.doc.get(id).kind == Kind::Section;
        loop {
            let rest = self.at(from, row.end);
            let mut body = inked(rest);
            // "1. _(a)_ A ferry": the signs around a label in emphasis.
            if let [b'*' | b'_', ..] = body.as_bytes()
                && let bare = body.trim_start_matches(['*', '_'])
                && label_at(bare).is_some_and(|m| bare.get(m.len..).is_some_and(|rest| emphasis(rest) > 0))
            {
                body = bare;
            }
            from = row.end - body.len() as u32;
            let bracketed = |mark: &Mark| matches!(mark.form, Form::Paren | Form::Half);
            let Some(mark) = label_at(body).filter(|m| bracketed(m) || self.begins_letters(i, m, body)) else {
                let Some((head, at)) = self.heads_list(i, body) else { break };
                self.heading(id, Span::new(from, from + head));
                from += at;
                continue;
            };
            if mark.form == Form::Paren && self.layout.is_mark(&mark.key) || self.open.len() >= DEEPEST {
                break;
            }
            let Some(ordinal) = readings(&mark.key).iter().find(|o| o.is_first()) else { break };
            let after = inked(body.get(mark.len..).unwrap_or(""));
            if after.is_empty() && !sign {
                break;
            }
            let parent = self.doc.get(id).kind;
            let kind = item_kind(self.profile, parent, mark.form, ordinal.series);
            let label = label_of(from, &mark);
            let place = Some((mark.form, ordinal));
            id = self.push(kind, Some(label), from, Tier::Item, place, i32::from(row.indent), true);
            from += (mark.len + emphasis(body.get(mark.len..).unwrap_or(""))) as u32;
        }
        let body = self.at(from, row.end);
        if body.is_empty() {
            if self.title_below(i)
                && matches!(self.open[self.top()].place, Some((Form::Bare | Form::Dot | Form::Decimal, _)))
            {
                let below = self.rows[i + 1];
                self.heading(id, Span::new(below.start, below.end));
                return i + 2;
            }
            return i + 1;
        }
        let body = match body.as_bytes() {
            [b'a'..=b'z' | b'A'..=b'Z', ..] => body,
            _ => body.trim_start_matches(['.', ' ', '*', '_', '\u{a0}']),
        };
        from = row.end - body.len() as u32;
        let status = status_of(body);
        self.doc.provisions[id.index()].status = status;
        if status == Status::InForce && self.headed(i, id, body) {
            self.heading(id, Span::new(from, row.end));
            return i + 1;
        }
        self.body(id, from, i, status == Status::InForce);
        self.rest_of_paragraph(i, id)
    }

    /// "a. The reader may", behind a number, where a line below begins with "b.".
    fn begins_letters(&self, i: usize, mark: &Mark, body: &str) -> bool {
        let words = body.get(mark.len..).unwrap_or("").trim_start();
        mark.form == Form::Dot
            && mark.key == "a"
            && words.starts_with(char::is_uppercase)
            && self.rows.iter().skip(i + 1).take(AHEAD).any(|row| row.of(self.text).starts_with("b. "))
    }

    /// Whether the words after a label are the unit's heading, the text following on the next line.
    pub(super) fn headed(&self, i: usize, id: ProvisionId, body: &str) -> bool {
        let section = self.doc.get(id).kind == Kind::Section && self.profile == Profile::UsCode;
        if !(section || heading_like(body)) {
            return false;
        }
        if self.rows[i].titled {
            return true;
        }
        if matches!(self.profile, Profile::CaAct | Profile::ItuResolution) {
            return false;
        }
        if self.open[self.top()].tier == Tier::Unit {
            return true;
        }
        let Some(next) = self.rows.get(i + 1) else { return false };
        if next.tag != Tag::Law || next.glued || self.full(i) || (next.blank_before && self.layout.indented) {
            return false;
        }
        let line = next.of(self.text);
        match label_at(line) {
            None => {
                let below = next.indent >= self.rows[i].indent || !self.layout.indented;
                let prose = !begins_lower(line) || next.len() > 120;
                below && prose && unit_name(line).is_none() && !announces(body)
            }
            Some(mark) => {
                let after = line.get(mark.len..).unwrap_or("");
                let own = self.open[self.top()].place;
                let key = self.doc.get(id).label.as_ref().map_or("", |l| l.key.as_str());
                let decimal = mark.form == Form::Decimal && mark.key.rsplit_once('.').is_some_and(|(h, _)| h == key);
                let first = decimal || readings(&mark.key).iter().any(Ordinal::is_first);
                // "2. Records" above "(a) The operator …": numbered clauses are titled so.
                let top = matches!(own, Some((Form::Dot | Form::Bare | Form::Decimal, _)));
                let other =
                    own.is_some_and(|(form, o)| mark.form != form || readings(&mark.key).of(o.series).is_none());
                let below = next.indent > self.rows[i].indent || top && body.len() <= 80 && (other || decimal);
                first && below && !begins_lower(after)
            }
        }
    }

    /// Whether the next row is the title of the label that stands alone on this one.
    fn title_below(&self, i: usize) -> bool {
        self.rows.get(i + 1).is_some_and(|n| {
            let line = n.of(self.text);
            n.tag == Tag::Law
                && heading_like(line)
                && n.len() <= 120
                && label_at(line).is_none()
                && unit_name(line).is_none()
        })
    }

    /// Whether the row reaches the right margin of a wrapped text, so that its words go on below.
    pub(super) fn full(&self, i: usize) -> bool {
        let row = self.rows[i];
        self.layout.wrapped.is_some_and(|w| (row.len() as u32 + u32::from(row.indent)) * 10 >= w * 7)
    }

    pub(super) fn heading(&mut self, id: ProvisionId, span: Span) {
        self.doc.provisions[id.index()].heading = Some(span);
        self.block(span, id, BlockKind::Heading);
    }

    /// Text that stands behind a label, its run-in heading taken off.
    pub(super) fn body(&mut self, id: ProvisionId, from: u32, i: usize, may_head: bool) {
        let row = self.rows[i];
        let text = self.at(from, row.end);
        let cut = if may_head { run_in(text) } else { 0 };
        let mut start = from;
        if cut > 0 {
            let head = text.get(..cut).unwrap_or("").trim_end_matches(['.', '—', '–', ' ']);
            self.heading(id, Span::new(from, from + head.len() as u32));
            let rest = text.get(cut..).unwrap_or("").trim_start();
            start = row.end - rest.len() as u32;
        }
        if start < row.end {
            let text = self.at(start, row.end);
            self.note_text(text);
            self.block(Span::new(start, row.end), id, BlockKind::Text);
        }
    }

    /// Remembers how the innermost unit's text begins and ends.
    pub(super) fn note_text(&mut self, text: &str) {
        let top = self.top();
        let unit = &mut self.open[top];
        if !unit.has_text {
            unit.lower = begins_lower(text);
        }
        unit.has_text = true;
        unit.announces = announces(text);
    }
}

#[cfg(test)]
mod tests;
