//! Text without a label: headings, marginal notes, definitions, paragraphs.

use super::build::Builder;
use super::model::{BlockKind, Document, Kind, ProvisionId};
use super::notes::is_rule;
use super::place::{DEEPEST, Tier};
use super::rows::{Row, Tag};
use super::shape::{all_capitals, announces, begins_lower, breaks_off, definition_like, ends_closed, heading_like};
use super::units::behind_name;
use crate::span::Span;
use crate::syntax::{Form, Ordinal, Profile, Series, label_at, readings, unit_name};

/// Length of the dash or bullet that a line begins with, and of the white space behind it.
pub(super) fn bullet_len(line: &str) -> Option<usize> {
    let mark = line.chars().next()?;
    // "o  The first": what stood for a bullet on typewriters.
    if mark == 'o' {
        let words = line.strip_prefix("o  ").map(str::trim_start);
        return words.filter(|w| w.starts_with(char::is_alphabetic)).map(|words| line.len() - words.len());
    }
    if !matches!(mark, '-' | '–' | '—' | '•' | '‣' | '▪' | '●' | '◦' | '·' | '*' | '\u{f0b7}') {
        return None;
    }
    let rest = line.get(mark.len_utf8()..)?;
    let body = rest.trim_start();
    let spaced = body.len() < rest.len();
    let begins =
        body.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '“' | '"' | '[' | '‘' | '*' | '_' | '`'));
    let tight = matches!(mark, '-' | '–' | '—' | '•') && begins && body.len() > 3;
    ((spaced || tight) && begins).then(|| line.len() - body.len())
}

/// Whether a line ends as the marginal notes of Indian Acts do: "Definitions.—".
fn ends_in_dash(line: &str) -> bool {
    line.len() <= 160
        && [".-", ".—", ".–"].iter().any(|end| line.ends_with(end))
        && line.starts_with(char::is_uppercase)
}

impl Builder<'_> {
    pub(super) fn plain(&mut self, i: usize) -> usize {
        let row = self.rows[i];
        let span = Span::new(row.start, row.end);
        let line = row.of(self.text);
        let kind = match row.tag {
            Tag::Furniture => Some(BlockKind::Furniture),
            Tag::Contents => Some(BlockKind::Contents),
            Tag::Quotation => Some(BlockKind::Quotation),
            Tag::Table => Some(BlockKind::Table),
            Tag::Code => Some(BlockKind::Code),
            _ => None,
        };
        if let Some(kind) = kind {
            let id = self.open[self.top()].id;
            self.block(span, id, kind);
            return i + 1;
        }
        if self.begins()
            && !matches!(row.tag, Tag::Heading(_))
            && !line.eq_ignore_ascii_case("preamble")
            && (heading_like(line) || all_capitals(line))
        {
            return self.title(i);
        }
        if is_rule(line) && !row.glued {
            let id = self.open[self.top()].id;
            self.block(span, id, BlockKind::Furniture);
            return i + 1;
        }
        if line.eq_ignore_ascii_case("preamble") && !row.glued {
            self.close_to(|o| o.tier <= Tier::Root);
            let id = self.push(Kind::Preamble, None, row.start, Tier::Container, None, -1, false);
            self.heading(id, span);
            return i + 1;
        }
        if self.marginal(i) {
            // Until a unit takes it, the note stands with what is open.
            let id = self.open[self.top()].id;
            self.notes.push(self.doc.blocks.len());
            self.block(span, id, BlockKind::Heading);
            return i + 1;
        }
        if self.centred(i) {
            if self.stands_within(i) {
                let id = self.open[self.top()].id;
                self.block(span, id, BlockKind::Heading);
                return i + 1;
            }
            let level = match row.tag {
                Tag::Heading(level) => i32::from(level),
                _ => 50,
            };
            // A heading closes headings of its own level and below, never a part or a chapter.
            self.close_to(|o| o.tier <= Tier::Container);
            while let Some(top) = self.open.last()
                && matches!(self.doc.get(top.id).kind, Kind::Heading | Kind::Preamble)
                && top.indent >= level - 100
            {
                self.open.pop();
            }
            if level == 1 && self.doc.title.is_none() {
                self.doc.title = Some(span);
            }
            let id = self.push(Kind::Heading, None, row.start, Tier::Container, None, level - 100, false);
            self.heading(id, span);
            return i + 1;
        }
        if let Some(next) = self.bullet(i) {
            return next;
        }
        let id = self.owner(i);
        if self.defines(i) {
            let id = self.push(Kind::Definition, None, row.start, Tier::Item, None, i32::from(row.indent), false);
            self.body(id, row.start, i, false);
            return self.rest_of_paragraph(i, id);
        }
        let has_children = self.doc.get(id).end.0 > id.0 + 1 || self.doc.provisions.len() > id.index() + 1;
        let kind = if has_children && id != Document::ROOT { BlockKind::Flush } else { BlockKind::Text };
        self.note_text(line);
        self.block(span, id, kind);
        self.rest_of_paragraph(i, id)
    }

    /// Whether no law was read yet.
    fn begins(&self) -> bool {
        self.doc.title.is_none() && self.doc.provisions.len() == 1 && !self.begun
    }

    /// Takes the text's title: one line, or several in capitals.
    fn title(&mut self, i: usize) -> usize {
        let mut last = i;
        let capitals = all_capitals(self.rows[i].of(self.text));
        while let Some(next) = self.rows.get(last + 1) {
            let line = next.of(self.text);
            let more = capitals && all_capitals(line) && !next.blank_before && next.tag == Tag::Law;
            if !more || unit_name(line).is_some() || last - i >= 5 {
                break;
            }
            last += 1;
        }
        let span = Span::new(self.rows[i].start, self.rows[last].end);
        self.doc.title = Some(span);
        self.block(span, Document::ROOT, BlockKind::Heading);
        last + 1
    }

    /// The text of the row before, page furniture left out.
    pub(super) fn before(&self, i: usize) -> Option<&str> {
        self.rows.get(..i)?.iter().rev().take(8).find(|r| r.tag != Tag::Furniture).map(|r| r.of(self.text))
    }

    /// Opens an item that a dash or a bullet marks.
    fn bullet(&mut self, i: usize) -> Option<usize> {
        let row = self.rows[i];
        let line = row.of(self.text);
        let len = bullet_len(line)?;
        if !row.blank_before
            && !row.glued
            && self.before(i).is_some_and(|b| !ends_closed(b) && !b.ends_with([',', ':']))
            && self.full(i.checked_sub(1)?)
        {
            return None;
        }
        let indent = i32::from(row.indent);
        let same = self.open.iter().rposition(|o| {
            matches!(o.place, Some((Form::Bullet, _)))
                && (!self.layout.indented && o.indent >= indent || o.indent == indent)
        });
        let unit = self.open.iter().rposition(|o| o.tier <= Tier::Unit).unwrap_or(0);
        match same {
            Some(at) if at > unit => self.open.truncate(at),
            _ if self.open.len() >= DEEPEST => return None,
            _ if self.layout.indented => self.close_to(|o| o.tier < Tier::Item || o.indent <= indent),
            _ => {}
        }
        let place = Some((Form::Bullet, Ordinal { series: Series::Arabic, major: 1, minor: 0 }));
        let id = self.push(Kind::Item, None, row.start, Tier::Item, place, indent, false);
        self.body(id, row.start + len as u32, i, false);
        Some(self.rest_of_paragraph(i, id))
    }

    /// Whether the row is the marginal note of the unit on the next row.
    pub(super) fn marginal(&self, i: usize) -> bool {
        let row = self.rows[i];
        let close = |below: usize| self.rows.get(i + below).filter(|r| !r.blank_before && r.indent == row.indent);
        let Some(next) = close(1) else { return false };
        let line = row.of(self.text);
        if !matches!(self.profile, Profile::CaAct | Profile::UkAct) {
            return next.head[0].is_ascii_digit()
                && (ends_in_dash(line) || row.blank_before && heading_like(line))
                && self.section_due(next);
        }
        if !heading_like(line) {
            return false;
        }
        // Two notes may stand above one another.
        let second = || heading_like(next.of(self.text)) && close(2).is_some_and(|after| self.labelled(after));
        self.labelled(next) || second()
    }

    /// Whether the row begins with the number of the section that is due: "3. (1) Whoever …" below section 2.
    fn section_due(&self, row: &Row) -> bool {
        let line = row.of(self.text);
        let Some(mark) = label_at(line).filter(|mark| mark.form == Form::Dot) else { return false };
        let due = self.section_last.map_or(1, |last| last.major + 1);
        let is_due = readings(&mark.key).of(Series::Arabic).is_some_and(|o| o.major == due && o.minor == 0);
        let words = line.get(mark.len..).unwrap_or("").trim_start();
        is_due && words.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '“' | '"'))
    }

    /// Whether the row is a heading on its own, parted from the text by blank lines.
    pub(super) fn centred(&self, i: usize) -> bool {
        let row = self.rows[i];
        let line = row.of(self.text);
        if let Tag::Heading(_) = row.tag {
            return true;
        }
        let alone = row.blank_before && self.rows.get(i + 1).is_some_and(|n| n.blank_before);
        let stands_in = self.layout.hanging && row.indent > 0;
        alone
            && !stands_in
            && row.len() <= 160
            && (heading_like(line) || (all_capitals(line) && line.len() > 3))
            && !line.contains("  ")
            && !self.leads_in(i)
            && !self.within_item(i)
    }

    /// Whether the row stands in an item's text, which goes on below it with a small letter: a pattern set off by blank
    /// lines ("YYYY-MM-DD", "where YYYY is the year"), or the last row of a page.
    fn within_item(&self, i: usize) -> bool {
        let item = &self.open[self.top()];
        if item.tier != Tier::Item || i32::from(self.rows[i].indent) <= item.indent {
            return false;
        }
        let below = self.rows.get(i + 1..).unwrap_or(&[]);
        let next = below.iter().take(8).find(|r| r.tag != Tag::Furniture);
        next.is_some_and(|r| i32::from(r.indent) > item.indent && begins_lower(r.of(self.text)))
    }

    /// Whether the row is a sentence without its colon above the first item of a list: "Subject to the claims of others, the
    /// owner hereby grants the reader a licence".
    fn leads_in(&self, i: usize) -> bool {
        const FORCE: [&str; 7] = [" hereby ", " shall ", " may ", " must ", " will ", " agrees ", " grants "];
        let line = self.rows[i].of(self.text);
        let first = |line: &str| {
            label_at(line).is_some_and(|m| m.form == Form::Paren && readings(&m.key).iter().any(Ordinal::is_first))
        };
        line.len() > 60
            && FORCE.iter().any(|word| line.contains(word))
            && self.rows.get(i + 1).is_some_and(|next| first(next.of(self.text)))
    }

    /// Whether the row defines a term, as a unit of its own.
    pub(super) fn defines(&self, i: usize) -> bool {
        let row = self.rows[i];
        if !self.layout.indented {
            return false;
        }
        let top = &self.open[self.top()];
        let deeper = i32::from(row.indent) > top.indent || top.inline && i32::from(row.indent) > top.indent;
        let in_list = deeper && top.tier >= Tier::Unit && top.has_text;
        // Where all text stands in, that says nothing of a list.
        let line = row.of(self.text);
        in_list && (!self.layout.hanging || line.starts_with(['"', '“'])) && definition_like(line)
    }

    /// Closes what the row's text cannot belong to, and returns what it does.
    pub(super) fn owner(&mut self, i: usize) -> ProvisionId {
        let row = self.rows[i];
        let indent = i32::from(row.indent);
        let line = row.of(self.text);
        if self.layout.indented {
            self.close_to(|o| o.tier < Tier::Item || o.indent <= indent);
            let top = self.top();
            if self.open[top].tier == Tier::Item && self.open[top].indent == indent && !self.open[top].inline {
                let is_definition = self.doc.get(self.open[top].id).kind == Kind::Definition;
                if is_definition && definition_like(line) {
                    self.open.pop();
                } else {
                    self.flush(line);
                }
            }
        } else {
            self.flush(line);
        }
        self.open[self.top()].id
    }

    /// Gives text after a list's last item to the list's parent, where item and lead-in show that it ends there.
    pub(super) fn flush(&mut self, line: &str) {
        let top = self.top();
        let item = &self.open[top];
        if item.tier != Tier::Item || !item.has_text || item.announces {
            return;
        }
        let parent = &self.open[top - 1];
        // Text below a unit's own list is that unit's.
        if self.doc.provisions.len() > item.id.index() + 1 {
            return;
        }
        let completes = item.lower && (begins_lower(line) || parent.announces);
        if completes && parent.tier >= Tier::Unit && parent.has_text {
            self.open.pop();
        }
    }

    /// Joins the following rows of a hard-wrapped paragraph to the block just made, over page heads and margin codes.
    pub(super) fn rest_of_paragraph(&mut self, i: usize, id: ProvisionId) -> usize {
        let mut at = i;
        while let Some(next) = self.goes_on(at) {
            let row = self.rows[next];
            let kind = self.doc.blocks.last().map_or(BlockKind::Text, |b| b.kind);
            if next > at + 1 {
                for between in at + 1..next {
                    let head = self.rows[between];
                    self.block(Span::new(head.start, head.end), id, BlockKind::Furniture);
                }
                self.block(Span::new(row.start, row.end), id, kind);
                if let Some(last) = self.doc.blocks.last_mut() {
                    last.continues = true;
                }
            } else if let Some(last) = self.doc.blocks.last_mut() {
                last.span.end = row.end;
            }
            let announces = announces(row.of(self.text));
            if let Some(top) = self.open.last_mut() {
                top.announces = announces;
                top.has_text = true;
            }
            at = next;
        }
        at + 1
    }

    /// The row with which the paragraph goes on, where it does.
    fn goes_on(&self, at: usize) -> Option<usize> {
        let row = self.rows[at];
        let mut next = at + 1;
        while next < at + 8 && self.rows.get(next).is_some_and(|r| r.tag == Tag::Furniture) {
            next += 1;
        }
        let after = self.rows.get(next)?;
        if after.tag != Tag::Law {
            return None;
        }
        if after.glued {
            return Some(next);
        }
        let over = next > at + 1;
        let line = row.of(self.text);
        let words = after.of(self.text);
        let open = || !ends_closed(line);
        if over
            && self.rows.get(at + 1..next).is_some_and(|heads| heads.iter().any(|h| h.page_before || h.blank_before))
        {
            // A page ends here: only a sentence that is not over goes on.
            return (open() && (begins_lower(words) || !line.ends_with(',')) && !self.starts_unit(next, words))
                .then_some(next);
        }
        if after.blank_before {
            return None;
        }
        if unit_name(words).is_some() && breaks_off(line) {
            return (!self.starts_unit(next, words)).then_some(next);
        }
        let width = self.layout.wrapped?;
        let full = (row.len() as u32 + u32::from(row.indent)) * 10 >= width * 6;
        if !full && !open() && !begins_lower(words) {
            return None;
        }
        (!self.starts_unit(next, words)).then_some(next)
    }

    /// Whether a row within a paragraph begins a unit after all.
    fn starts_unit(&self, i: usize, line: &str) -> bool {
        if let Some(name) = unit_name(line) {
            let rest = line.get(name.len..).unwrap_or("");
            if self.is_unit(i, &name, rest, behind_name(rest)) {
                return true;
            }
        }
        if self.group_at(i).is_some() {
            return true;
        }
        if is_rule(line) || line.eq_ignore_ascii_case("preamble") || self.footnote_at(i).is_some() {
            return true;
        }
        if bullet_len(line).is_some() && self.before(i).is_some_and(|b| ends_closed(b) || b.ends_with([',', ':'])) {
            return true;
        }
        let Some(mark) = label_at(line) else { return self.title_of_unit(i) };
        let rest = line.get(mark.len..).unwrap_or("");
        if self.profile == Profile::ItuTreaty && self.is_margin(i) {
            return true;
        }
        if mark.form == Form::Sign {
            return self.before(i).is_none_or(ends_closed);
        }
        if mark.form == Form::Bare && self.bare_fits(i, &mark, rest) {
            return true;
        }
        self.spot(i, &mark, rest).is_some()
    }

    /// Whether the row is a heading in capitals below a finished sentence.
    fn title_of_unit(&self, i: usize) -> bool {
        let line = self.rows[i].of(self.text);
        i > 0 && all_capitals(line) && line.len() > 8 && ends_closed(self.rows[i - 1].of(self.text))
    }
}
