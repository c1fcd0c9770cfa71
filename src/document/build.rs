//! From rows to the tree.

use smol_str::SmolStr;

use super::model::{Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
use super::place::{DEEPEST, Open, Spot, Tier, Wanted, spots};
use super::rows::{Layout, Row, Tag, rows};
use super::shape::{
    all_capitals, announces, begins_lower, definition_like, ends_closed, heading_like, item_kind, kind_of, run_in,
    status_of,
};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::{Follow, Form, Mark, Ordinal, Profile, Series, UnitName, UnitWord, label_at, readings, unit_name};

/// Reads a text into a document. Never fails: what it cannot place becomes text of the unit before it.
#[must_use]
pub fn read(source: &Source, profile: Option<Profile>) -> Document {
    let text: &str = &source.text;
    let rows = rows(text);
    let profile = profile.unwrap_or_else(|| super::detect::profile(text, &rows));
    let layout = Layout::of(text, &rows);
    let mut builder = Builder::new(text, profile, layout, &rows);
    let mut i = 0;
    while i < rows.len() {
        let next = builder.row(i);
        i = next.max(i + 1);
    }
    builder.finish()
}

/// Longest block, in bytes: longer ones are parted where a sentence or a word ends.
const LONGEST: usize = 64 * 1024;
/// Rows looked ahead to settle an ambiguous label.
const AHEAD: usize = 48;

struct Builder<'a> {
    text: &'a str,
    profile: Profile,
    layout: Layout,
    rows: &'a [Row],
    doc: Document,
    open: Vec<Open>,
    /// Marginal notes that wait for their unit.
    notes: Vec<Span>,
    /// Unit words of containers that were seen, outermost first.
    articles: bool,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, profile: Profile, layout: Layout, rows: &'a [Row]) -> Self {
        let root = Provision {
            kind: Kind::Document,
            label: None,
            margin: None,
            heading: None,
            span: Span::at(0, text.len()),
            parent: None,
            end: ProvisionId(1),
            depth: 0,
            status: Status::InForce,
            rank: Rank::Operative,
            quoted: false,
        };
        let doc = Document { profile, title: None, provisions: vec![root], blocks: Vec::new() };
        let root = Open {
            id: Document::ROOT,
            tier: Tier::Root,
            place: None,
            indent: -2,
            inline: false,
            has_text: false,
            lower: false,
            announces: false,
        };
        Self { text, profile, layout, rows, doc, open: vec![root], notes: Vec::new(), articles: false }
    }

    fn at(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Index of the innermost open unit.
    fn top(&self) -> usize {
        self.open.len() - 1
    }

    /// Reads the row and returns the index of the next one to read.
    fn row(&mut self, i: usize) -> usize {
        let row = self.rows[i];
        let line = row.of(self.text);
        if row.tag != Tag::Law {
            return self.plain(i);
        }
        if let Some(name) = unit_name(line)
            && let Some(next) = self.unit(i, &name)
        {
            return next;
        }
        if let Some(next) = self.labels(i) {
            return next;
        }
        self.plain(i)
    }

    // ---- units with a word: PART I, Article 5 ----

    fn unit(&mut self, i: usize, name: &UnitName) -> Option<usize> {
        let row = self.rows[i];
        let line = row.of(self.text);
        let rest = line.get(name.len..)?;
        let body = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '—' | '–' | '-'));
        if !self.is_unit(i, name, rest, body) {
            return None;
        }
        let kind = kind_of(name.word);
        let label_end = row.start + name.len as u32;
        let body_start = row.end - body.len() as u32;
        let key = name.key.clone().unwrap_or_default();
        let place = readings(&key).iter().next().map(|o| (Form::Sign, o));
        let tier = if matches!(kind, Kind::Article | Kind::Section) { Tier::Unit } else { Tier::Container };
        self.articles |= kind == Kind::Article;
        match tier {
            Tier::Unit => self.close_to(|o| o.tier <= Tier::Container),
            _ => self.close_for_container(kind),
        }
        let label = Label { span: Span::new(row.start, label_end), key, through: name.through.clone() };
        let id = self.push(kind, Some(label), row.start, tier, place, -1, false);
        let status = status_of(body);
        self.doc.provisions[id.index()].status = status;
        // The title: on the same line, or on the next.
        let mut next = i + 1;
        if body.is_empty() {
            next = self.titles(id, next);
        } else if tier == Tier::Unit && !heading_like(body) && !all_capitals(body) && status == Status::InForce {
            self.body(id, body_start, i, true);
            next = self.rest_of_paragraph(i, id);
        } else {
            self.heading(id, Span::new(body_start, row.end));
        }
        Some(next)
    }

    /// Whether a line that begins with a unit's name is its heading, and no sentence about it.
    fn is_unit(&self, i: usize, name: &UnitName, rest: &str, body: &str) -> bool {
        let row = self.rows[i];
        // "Schedule 1" right above a unit, in texts with marginal notes, is its note.
        if !name.capitals && !matches!(name.word, UnitWord::Article) && self.marginal(i) {
            return false;
        }
        let attached = matches!(
            name.word,
            UnitWord::Annex | UnitWord::Appendix | UnitWord::Schedule | UnitWord::Exhibit | UnitWord::Protocol
        );
        if name.key.is_none() && !(attached && body.is_empty()) {
            return false;
        }
        if row.len() > 2000 && name.key.is_none() {
            return false;
        }
        // Within a wrapped paragraph a line can begin with anything.
        if !row.blank_before && i > 0 && self.layout.wrapped.is_some() {
            let before = self.rows[i - 1].of(self.text);
            if !ends_closed(before) && !name.capitals && !(body.is_empty() && heading_like(before)) {
                return false;
            }
        }
        if body.is_empty() {
            return rest.trim().is_empty() || !rest.contains(',');
        }
        let parted = rest.trim_start().starts_with(['.', ':', '—', '–', '-']);
        if begins_lower(body) || body.starts_with([',', ';', ')', '’', '\'']) {
            return false;
        }
        if parted || heading_like(body) || all_capitals(body) {
            return true;
        }
        // Text on the heading's own line: "Article 5 The Parties shall …"
        matches!(name.word, UnitWord::Article | UnitWord::Section | UnitWord::Rule)
            && body.starts_with(|c: char| c.is_uppercase() || c == '[' || c == '(')
            && row.blank_before
    }

    /// Takes the title lines below a unit's name.
    fn titles(&mut self, id: ProvisionId, mut i: usize) -> usize {
        let mut span: Option<Span> = None;
        while let Some(&row) = self.rows.get(i) {
            let line = row.of(self.text);
            let parenthesis = line.starts_with('(') && line.ends_with(')') && line.len() < 200;
            let fits = row.tag == Tag::Law
                && (heading_like(line) || all_capitals(line) || parenthesis)
                && unit_name(line).is_none()
                && (parenthesis || label_at(line).is_none());
            let goes_on = span.is_none_or(|s| !row.blank_before && s.len() >= 20);
            if !fits || !goes_on {
                break;
            }
            // In a text with marginal notes, the note above the first unit is that unit's.
            let labelled_next = self.rows.get(i + 1).is_some_and(|n| !n.blank_before && self.labelled(n));
            if (span.is_some() || self.profile == Profile::CaAct) && labelled_next && self.profile == Profile::CaAct {
                break;
            }
            if parenthesis {
                self.block(Span::new(row.start, row.end), id, BlockKind::Heading);
            } else {
                let here = Span::new(row.start, row.end);
                self.block(here, id, BlockKind::Heading);
                span = Some(span.map_or(here, |s| s.to(here)));
            }
            i += 1;
        }
        self.doc.provisions[id.index()].heading = span;
        i
    }

    fn labelled(&self, row: &Row) -> bool {
        let line = row.of(self.text);
        label_at(line).is_some() || unit_name(line).is_some()
    }

    /// Closes what a container of that kind cannot stand in.
    fn close_for_container(&mut self, kind: Kind) {
        if matches!(kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol) {
            self.close_to(|o| o.tier == Tier::Root);
            return;
        }
        let same = self.open.iter().position(|o| self.doc.provisions[o.id.index()].kind == kind);
        match same {
            Some(at) => self.open.truncate(at.max(1)),
            None => {
                self.close_to(|o| o.tier <= Tier::Container);
                while self.open.len() > 1 && self.doc.provisions[self.open[self.top()].id.index()].kind == Kind::Heading
                {
                    self.open.pop();
                }
            }
        }
    }

    /// Closes units until the innermost one fits.
    fn close_to(&mut self, fits: impl Fn(&Open) -> bool) {
        while self.open.len() > 1 && !fits(&self.open[self.open.len() - 1]) {
            self.open.pop();
        }
    }

    // ---- labels: § 3, 3 (1), (a) ----

    fn labels(&mut self, i: usize) -> Option<usize> {
        let row = self.rows[i];
        let line = row.of(self.text);
        let dead = line.starts_with('[');
        let skip = usize::from(dead);
        let mut mark = label_at(line.get(skip..)?)?;
        if dead && mark.form != Form::Sign && status_of(line.get(skip + mark.len..)?) == Status::InForce {
            return None;
        }
        let start = row.start + skip as u32;
        let rest = line.get(skip + mark.len..)?;
        if self.profile == Profile::CaAct && mark.form == Form::Decimal {
            mark.form = Form::Bare;
        }
        let id = match mark.form {
            Form::Sign => self.section(start, &mark, Kind::Section),
            Form::Bare => {
                if !self.bare_fits(i, &mark, rest) {
                    return None;
                }
                self.section(start, &mark, Kind::Section)
            }
            Form::Paren | Form::Half | Form::Dot | Form::Decimal => self.item(i, start, &mark, rest)?,
        };
        // A bracket around a dead unit belongs to it.
        self.doc.provisions[id.index()].span.start = row.start;
        Some(self.after_label(i, id, start + mark.len as u32))
    }

    /// Whether a bare number at the beginning of a line is a section's.
    fn bare_fits(&self, i: usize, mark: &Mark, rest: &str) -> bool {
        let row = self.rows[i];
        if self.profile != Profile::CaAct && self.profile != Profile::UkAct {
            return false;
        }
        let rest = rest.trim_start();
        if row.indent > 0 || (rest.is_empty() && mark.through.is_none()) {
            return false;
        }
        rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '[' | '“' | '"' | '‘'))
            || (row.blank_before && !begins_lower(rest))
    }

    /// Opens a section or article at the top.
    fn section(&mut self, start: u32, mark: &Mark, kind: Kind) -> ProvisionId {
        self.close_to(|o| o.tier <= Tier::Container);
        let place = readings(&mark.key).iter().next().map(|o| (mark.form, o));
        let label = label_of(start, mark);
        self.push(kind, Some(label), start, Tier::Unit, place, 0, false)
    }

    /// Opens an item where it fits best.
    fn item(&mut self, i: usize, start: u32, mark: &Mark, rest: &str) -> Option<ProvisionId> {
        let row = self.rows[i];
        let readings = readings(&mark.key);
        if readings.is_empty() {
            return None;
        }
        let wanted = Wanted {
            form: mark.form,
            readings: &readings,
            indent: i32::from(row.indent),
            indented: self.layout.indented,
        };
        let (best, rival) = spots(&self.open, wanted);
        let best = best?;
        let spot = match rival {
            Some(rival) => self.settle(i, mark.form, best, rival),
            None => best,
        };
        if !self.believed(i, mark, rest, spot) {
            return None;
        }
        self.open.truncate(spot.parent + 1);
        let parent = self.doc.provisions[self.open[self.top()].id.index()].kind;
        let kind = item_kind(self.profile, parent, mark.form, spot.ordinal.series);
        let label = label_of(start, mark);
        let place = Some((spot.form, spot.ordinal));
        Some(self.push(kind, Some(label), start, Tier::Item, place, i32::from(row.indent), false))
    }

    /// Whether what begins like a label is one, judged by its fit and by what follows.
    fn believed(&self, i: usize, mark: &Mark, rest: &str, spot: Spot) -> bool {
        let row = self.rows[i];
        let wrapped_into = !row.blank_before
            && self.layout.wrapped.is_some_and(|w| i > 0 && self.rows[i - 1].len() as u32 * 10 >= w * 6)
            && i > 0
            && !ends_closed(self.rows[i - 1].of(self.text));
        let limit = match mark.form {
            Form::Paren if wrapped_into => 1,
            Form::Paren => 30,
            _ if wrapped_into => 0,
            Form::Half => 12,
            Form::Dot | Form::Decimal if row.blank_before => 12,
            _ => 6,
        };
        let word = rest.trim_start();
        // Letters with a point are initials as often as labels ("A. Smith").
        if mark.form == Form::Dot && spot.ordinal.series != Series::Arabic && word.is_empty() {
            return false;
        }
        spot.cost <= limit
    }

    /// Settles between two readings by the next label of the same form.
    fn settle(&self, i: usize, form: Form, best: Spot, rival: Spot) -> Spot {
        for row in self.rows.iter().skip(i + 1).take(AHEAD) {
            let line = row.of(self.text);
            let Some(mark) = label_at(line) else { continue };
            if mark.form == Form::Sign {
                break;
            }
            if mark.form != form {
                continue;
            }
            let next = readings(&mark.key);
            let follows =
                |spot: Spot| next.of(spot.ordinal.series).is_some_and(|o| o.after(spot.ordinal) == Follow::Next);
            match (follows(best), follows(rival)) {
                (true, false) => return best,
                (false, true) => return rival,
                _ => {}
            }
        }
        best
    }

    /// Reads what follows a label on its line: more labels, a heading, text.
    fn after_label(&mut self, i: usize, mut id: ProvisionId, mut from: u32) -> usize {
        let row = self.rows[i];
        let sign = self.doc.get(id).kind == Kind::Section;
        loop {
            let rest = self.at(from, row.end);
            let body = rest.trim_start();
            from = row.end - body.len() as u32;
            let Some(mark) = label_at(body) else { break };
            if !matches!(mark.form, Form::Paren | Form::Half) || self.open.len() >= DEEPEST {
                break;
            }
            let Some(ordinal) = readings(&mark.key).iter().find(|o| o.is_first()) else { break };
            let after = body.get(mark.len..).unwrap_or("").trim_start();
            if after.is_empty() && !sign {
                break;
            }
            let parent = self.doc.get(id).kind;
            let kind = item_kind(self.profile, parent, mark.form, ordinal.series);
            let label = label_of(from, &mark);
            let place = Some((mark.form, ordinal));
            id = self.push(kind, Some(label), from, Tier::Item, place, i32::from(row.indent), true);
            from += mark.len as u32;
        }
        let body = self.at(from, row.end);
        if body.is_empty() {
            return i + 1;
        }
        let body = body.trim_start_matches(['.', ' ']);
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

    /// Whether the words after a label are the unit's heading, the text following on the next line.
    fn headed(&self, i: usize, id: ProvisionId, body: &str) -> bool {
        if !heading_like(body) && !(self.doc.get(id).kind == Kind::Section && self.profile == Profile::UsCode) {
            return false;
        }
        if self.profile == Profile::CaAct {
            return false;
        }
        if self.open[self.top()].tier == Tier::Unit {
            return true;
        }
        let Some(next) = self.rows.get(i + 1) else { return false };
        if next.blank_before && self.layout.indented {
            return false;
        }
        let line = next.of(self.text);
        match label_at(line) {
            None => {
                next.indent >= self.rows[i].indent
                    && !begins_lower(line)
                    && unit_name(line).is_none()
                    && !announces(body)
            }
            Some(mark) => {
                let after = line.get(mark.len..).unwrap_or("");
                let first = readings(&mark.key).iter().any(Ordinal::is_first);
                first && next.indent > self.rows[i].indent && !begins_lower(after)
            }
        }
    }

    fn heading(&mut self, id: ProvisionId, span: Span) {
        self.doc.provisions[id.index()].heading = Some(span);
        self.block(span, id, BlockKind::Heading);
    }

    /// Text that stands behind a label, its run-in heading taken off.
    fn body(&mut self, id: ProvisionId, from: u32, i: usize, may_head: bool) {
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
    fn note_text(&mut self, text: &str) {
        let top = self.top();
        let unit = &mut self.open[top];
        if !unit.has_text {
            unit.lower = begins_lower(text);
        }
        unit.has_text = true;
        unit.announces = announces(text);
    }

    // ---- text without a label ----

    fn plain(&mut self, i: usize) -> usize {
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
        if self.doc.title.is_none()
            && self.doc.provisions.len() == 1
            && self.doc.blocks.is_empty()
            && heading_like(line)
        {
            self.doc.title = Some(span);
            self.block(span, Document::ROOT, BlockKind::Heading);
            return i + 1;
        }
        if self.marginal(i) {
            self.notes.push(span);
            return i + 1;
        }
        if self.centred(i) {
            self.close_to(|o| o.tier <= Tier::Container);
            while self.open.len() > 1 && self.doc.get(self.open[self.top()].id).kind == Kind::Heading {
                self.open.pop();
            }
            let id = self.push(Kind::Heading, None, row.start, Tier::Container, None, -1, false);
            self.heading(id, span);
            return i + 1;
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

    /// Whether the row is the marginal note of the unit on the next row.
    fn marginal(&self, i: usize) -> bool {
        if !matches!(self.profile, Profile::CaAct | Profile::UkAct) {
            return false;
        }
        let row = self.rows[i];
        let line = row.of(self.text);
        if !heading_like(line) {
            return false;
        }
        // Two notes may stand above one another.
        (1..=2).any(|n| {
            let Some(next) = self.rows.get(i + n) else { return false };
            let between =
                (1..=n).all(|m| self.rows.get(i + m).is_some_and(|r| !r.blank_before && r.indent == row.indent));
            between
                && self.labelled(next)
                && (n == 1 || self.rows.get(i + 1).is_some_and(|r| heading_like(r.of(self.text))))
        })
    }

    /// Whether the row is a heading on its own, parted from the text by blank lines.
    fn centred(&self, i: usize) -> bool {
        let row = self.rows[i];
        let line = row.of(self.text);
        if let Tag::Heading(_) = row.tag {
            return true;
        }
        let alone = row.blank_before && self.rows.get(i + 1).is_some_and(|n| n.blank_before);
        alone
            && row.len() <= 160
            && (heading_like(line) || (all_capitals(line) && line.len() > 3))
            && !line.contains("  ")
    }

    /// Whether the row defines a term, as a unit of its own.
    fn defines(&self, i: usize) -> bool {
        let row = self.rows[i];
        if !self.layout.indented {
            return false;
        }
        let top = &self.open[self.top()];
        let deeper = i32::from(row.indent) > top.indent || top.inline && i32::from(row.indent) > top.indent;
        let in_list = deeper && top.tier >= Tier::Unit && top.has_text;
        in_list && definition_like(row.of(self.text))
    }

    /// Closes what the row's text cannot belong to, and returns what it does.
    fn owner(&mut self, i: usize) -> ProvisionId {
        let row = self.rows[i];
        let indent = i32::from(row.indent);
        let line = row.of(self.text);
        if self.layout.indented {
            self.close_to(|o| o.tier < Tier::Item || o.indent <= indent);
            let top = self.top();
            if self.open[top].tier == Tier::Item && self.open[top].indent == indent && !self.open[top].inline {
                let is_definition = self.doc.get(self.open[top].id).kind == Kind::Definition;
                let has_children = self.doc.provisions.len() > self.open[top].id.index() + 1;
                if is_definition && !has_children && definition_like(line) {
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
    fn flush(&mut self, line: &str) {
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

    /// Joins the following rows of a hard-wrapped paragraph to the block just made.
    fn rest_of_paragraph(&mut self, i: usize, id: ProvisionId) -> usize {
        let Some(width) = self.layout.wrapped else { return i + 1 };
        let _ = id;
        let mut i = i;
        while let (Some(&row), Some(&next)) = (self.rows.get(i), self.rows.get(i + 1)) {
            if next.blank_before || next.tag != Tag::Law {
                break;
            }
            let line = row.of(self.text);
            let full = (row.len() as u32 + u32::from(row.indent)) * 10 >= width * 6;
            if !full && ends_closed(line) {
                break;
            }
            let after = next.of(self.text);
            if self.starts_unit(i + 1, after) {
                break;
            }
            if let Some(last) = self.doc.blocks.last_mut() {
                last.span.end = next.end;
            }
            let top = self.top();
            self.open[top].announces = announces(after);
            i += 1;
        }
        i + 1
    }

    /// Whether a row within a paragraph begins a unit after all.
    fn starts_unit(&self, i: usize, line: &str) -> bool {
        if let Some(name) = unit_name(line) {
            let rest = line.get(name.len..).unwrap_or("");
            let body = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '—' | '–' | '-'));
            if self.is_unit(i, &name, rest, body) {
                return true;
            }
        }
        let Some(mark) = label_at(line) else { return false };
        if mark.form == Form::Sign || mark.form == Form::Bare {
            return mark.form == Form::Sign && ends_closed(self.rows[i - 1].of(self.text))
                || mark.form == Form::Bare && self.bare_fits(i, &mark, line.get(mark.len..).unwrap_or(""));
        }
        let readings = readings(&mark.key);
        let wanted = Wanted {
            form: mark.form,
            readings: &readings,
            indent: i32::from(self.rows[i].indent),
            indented: self.layout.indented,
        };
        let (best, _) = spots(&self.open, wanted);
        best.is_some_and(|spot| self.believed(i, &mark, line.get(mark.len..).unwrap_or(""), spot))
    }

    // ---- the tree ----

    #[allow(clippy::too_many_arguments, reason = "one place where a unit is made")]
    fn push(
        &mut self,
        kind: Kind,
        label: Option<Label>,
        start: u32,
        tier: Tier,
        place: Option<(Form, Ordinal)>,
        indent: i32,
        inline: bool,
    ) -> ProvisionId {
        let parent = self.open[self.top()].id;
        let id = ProvisionId(self.doc.provisions.len() as u32);
        let rank = match kind {
            Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol => Rank::Annex,
            Kind::Preamble | Kind::Recital => Rank::Preamble,
            Kind::Footnote => Rank::Note,
            _ => self.doc.get(parent).rank,
        };
        let end = label.as_ref().map_or(start, |l| l.span.end);
        let span = Span::new(start, end);
        let mut heading = None;
        for note in std::mem::take(&mut self.notes) {
            self.block(note, id, BlockKind::Heading);
            heading = Some(heading.map_or(note, |h: Span| h.to(note)));
        }
        self.doc.provisions.push(Provision {
            kind,
            label,
            margin: None,
            heading,
            span,
            parent: Some(parent),
            end: ProvisionId(id.0 + 1),
            depth: self.open.len() as u16,
            status: Status::InForce,
            rank,
            quoted: false,
        });
        self.open.push(Open { id, tier, place, indent, inline, has_text: false, lower: false, announces: false });
        id
    }

    fn block(&mut self, span: Span, provision: ProvisionId, kind: BlockKind) {
        if span.len() <= LONGEST {
            self.doc.blocks.push(Block { span, provision, kind });
            return;
        }
        let mut start = span.start as usize;
        let end = span.end as usize;
        while end - start > LONGEST {
            let cut = cut_at(self.text, start, start + LONGEST);
            self.doc.blocks.push(Block { span: Span::at(start, cut), provision, kind });
            start = cut;
        }
        self.doc.blocks.push(Block { span: Span::at(start, end), provision, kind });
    }

    fn finish(mut self) -> Document {
        for note in std::mem::take(&mut self.notes) {
            let id = self.open[self.top()].id;
            self.block(note, id, BlockKind::Heading);
        }
        close(&mut self.doc);
        self.doc
    }
}

fn label_of(start: u32, mark: &Mark) -> Label {
    Label {
        span: Span::new(start, start + mark.len as u32),
        key: SmolStr::clone(&mark.key),
        through: mark.through.clone(),
    }
}

/// Where to part a long block: behind a sentence, else behind a space, else at a character, before `limit`.
fn cut_at(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let window = &bytes[start..limit];
    let sentence = window.windows(2).rposition(|w| w == b". ").map(|at| at + 2);
    let space = || window.iter().rposition(|&b| b == b' ').map(|at| at + 1);
    let cut = sentence.filter(|&at| at > LONGEST / 2).or_else(space).map_or(limit, |at| start + at);
    let mut cut = if cut > start { cut } else { limit };
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    cut
}

/// Sets every unit's end and span from its descendants and blocks.
fn close(doc: &mut Document) {
    for i in 0..doc.blocks.len() {
        let block = doc.blocks[i];
        let span = &mut doc.provisions[block.provision.index()].span;
        span.end = span.end.max(block.span.end);
    }
    for i in (1..doc.provisions.len()).rev() {
        let (end, span) = (doc.provisions[i].end, doc.provisions[i].span);
        if let Some(parent) = doc.provisions[i].parent {
            let up = &mut doc.provisions[parent.index()];
            up.end = up.end.max(end);
            up.span.end = up.span.end.max(span.end);
        }
    }
}
