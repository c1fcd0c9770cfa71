//! Margin numbers of treaties: "31 3.4 Subject to …", "3A a bis) to promote …", "1 While …".

use super::build::{Builder, label_of};
use super::model::{Document, Kind, Label, ProvisionId, Status};
use super::place::Tier;
use super::shape::{begins_lower, ends_closed, item_kind, status_of};
use crate::span::Span;
use crate::syntax::{Follow, Form, Mark, Ordinal, Profile, Series, label_at, readings};

/// Largest step between two margin numbers where nothing else shows that one stands there.
const STEP: u32 = 30;

impl Builder<'_> {
    /// Reads a margin number at the beginning of the row, and opens the unit that it numbers.
    pub(super) fn margin(&mut self, i: usize) -> Option<usize> {
        if self.profile != Profile::ItuTreaty {
            return None;
        }
        let row = self.rows[i];
        let line = row.of(self.text);
        let mark = label_at(line)?;
        if mark.form != Form::Bare {
            return None;
        }
        let ordinal = readings(&mark.key).of(Series::Arabic)?;
        let rest = line.get(mark.len..)?;
        let body = rest.trim_start();
        let next = label_at(body).filter(|m| {
            let after = body.get(m.len..).unwrap_or("").trim_start();
            m.form != Form::Bare || !begins_lower(after) && !after.is_empty()
        });
        if !self.margin_fits(i, ordinal, body, next.is_some()) {
            return None;
        }
        let last = mark.through.as_deref().and_then(|t| readings(t).of(Series::Arabic));
        self.margin_last = last.filter(|l| l.major > ordinal.major).or(Some(ordinal));
        let span = Span::at(row.start as usize, row.start as usize + mark.len);
        let label = Label { span, key: mark.key, through: mark.through.as_deref().map(Box::from) };
        let from = row.end - body.len() as u32;
        // A paragraph with a number of its own stands beside one that has only a margin number, and nothing stands in a
        // suppressed one.
        let numbered = next.as_ref().is_some_and(|m| m.form != Form::Half && m.form != Form::Paren);
        while let Some(top) = self.open.last()
            && top.tier == Tier::Item
            && top.place.is_none()
            && (numbered || self.doc.get(top.id).status != Status::InForce)
        {
            self.open.pop();
        }
        let placed: Option<(ProvisionId, u32)> = next.and_then(|m| {
            let id = self
                .beside(i, from, &m)
                .or_else(|| self.item(i, from, &m, body.get(m.len..).unwrap_or("")))
                .or_else(|| self.numbered(i, from, &m))?;
            self.note_paragraph(id, &m);
            Some((id, from + m.len as u32))
        });
        let (id, from) = placed.unwrap_or_else(|| {
            // What is suppressed stands beside the unit before it, and the next one goes on with that one's list.
            let beside = self.open.last().filter(|o| o.tier == Tier::Item && status_of(body) != Status::InForce);
            let (kind, place) = beside.map_or((Kind::Paragraph, None), |o| (self.doc.get(o.id).kind, o.place));
            if place.is_some() {
                self.open.pop();
            } else {
                self.close_to(|o| o.tier <= Tier::Unit);
            }
            (self.push(kind, None, row.start, Tier::Item, place, i32::from(row.indent), false), from)
        });
        let unit = &mut self.doc.provisions[id.index()];
        unit.span.start = row.start;
        unit.span.end = unit.span.end.max(label.span.end);
        unit.margin = Some(Box::new(label));
        Some(self.after_label(i, id, from))
    }

    /// "4 bis)" behind a margin number, where paragraph 4 is the last one, or where it was suppressed: a paragraph like
    /// it, though printed unlike.
    fn beside(&mut self, i: usize, start: u32, mark: &Mark) -> Option<ProvisionId> {
        let (unit, last) = self.paragraph_last?;
        let ordinal = readings(&mark.key).of(Series::Arabic)?;
        let gone = self.doc.get(self.open[self.top()].id).status != Status::InForce;
        let due = ordinal.major == last.major && ordinal.minor > last.minor
            || gone && ordinal.major > last.major && ordinal.major - last.major <= 5;
        let fits = mark.form == Form::Half && ordinal.minor > 0 && due && self.unit_at_hand() == unit;
        fits.then(|| self.paragraph(i, start, mark, ordinal))
    }

    /// A paragraph's own number behind a margin number: the margin shows that a unit begins here, so the number need only
    /// go on with the article's paragraphs, over suppressed ones, or begin them anew below a heading.
    fn numbered(&mut self, i: usize, start: u32, mark: &Mark) -> Option<ProvisionId> {
        let ordinal = readings(&mark.key).of(Series::Arabic).filter(|_| mark.form == Form::Bare)?;
        let unit = self.unit_at_hand();
        let due = match self.paragraph_last {
            Some((at, last)) if at == unit => {
                matches!(ordinal.after(last), Follow::Next)
                    || matches!(ordinal.after(last), Follow::Gap(n) if n <= 5)
                    || ordinal.is_first()
            }
            _ => ordinal.major <= 5,
        };
        due.then(|| self.paragraph(i, start, mark, ordinal))
    }

    fn paragraph(&mut self, i: usize, start: u32, mark: &Mark, ordinal: Ordinal) -> ProvisionId {
        self.close_to(|o| o.tier <= Tier::Unit);
        let parent = self.doc.get(self.open[self.top()].id).kind;
        let kind = item_kind(self.profile, parent, Form::Bare, Series::Arabic);
        let indent = i32::from(self.rows[i].indent);
        self.push(kind, Some(label_of(start, mark)), start, Tier::Item, Some((Form::Bare, ordinal)), indent, false)
    }

    /// Keeps the number of the article's last paragraph.
    fn note_paragraph(&mut self, id: ProvisionId, mark: &Mark) {
        let unit = self.unit_at_hand();
        if self.doc.get(id).parent == Some(unit)
            && let Some(ordinal) = readings(&mark.key).of(Series::Arabic)
        {
            self.paragraph_last = Some((unit, ordinal));
        }
    }

    /// The article that is open.
    fn unit_at_hand(&self) -> ProvisionId {
        self.open.iter().rev().find(|o| o.tier <= Tier::Unit).map_or(Document::ROOT, |o| o.id)
    }

    /// Whether the row begins with a margin number that is due.
    pub(super) fn is_margin(&self, i: usize) -> bool {
        let line = self.rows[i].of(self.text);
        let Some(mark) = label_at(line).filter(|m| m.form == Form::Bare) else { return false };
        let Some(ordinal) = readings(&mark.key).of(Series::Arabic) else { return false };
        let body = line.get(mark.len..).unwrap_or("").trim_start();
        let labelled = label_at(body)
            .is_some_and(|m| m.form != Form::Bare || !begins_lower(body.get(m.len..).unwrap_or("").trim_start()));
        self.margin_fits(i, ordinal, body, labelled)
    }

    /// Whether a number goes on with the run of margin numbers.
    fn margin_fits(&self, i: usize, ordinal: Ordinal, body: &str, labelled: bool) -> bool {
        let row = self.rows[i];
        let begins =
            body.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '*' | '[' | '(' | '-' | '–' | '—'));
        if body.is_empty() || !(begins || labelled) {
            return false;
        }
        let apart = row.blank_before || i == 0 || ends_closed(self.rows[i - 1].of(self.text));
        match self.margin_last.map(|last| ordinal.after(last)) {
            None => ordinal.major <= 2 || self.articles,
            Some(Follow::Next) => apart || labelled || begins,
            Some(Follow::Gap(n)) => {
                let below_heading = !self.full(i - usize::from(i > 0));
                n <= STEP && (apart || labelled) || (apart || below_heading) && self.fresh()
            }
            // The numbers begin anew with another instrument in the same file.
            Some(Follow::Back) => ordinal.major == 1 && apart && self.fresh() && !labelled,
            Some(Follow::Same) => false,
        }
    }

    /// Whether the innermost unit has just been opened by a heading.
    fn fresh(&self) -> bool {
        let top = &self.open[self.top()];
        top.tier <= Tier::Container || top.tier == Tier::Unit && !top.has_text
    }
}
