//! Units that a word names: PART I, Article 5, SCHEDULE 2.

use super::build::Builder;
use super::model::{BlockKind, Kind, Label, ProvisionId, Status};
use super::place::{Open, Tier};
use super::rows::{Row, Tag};
use super::shape::{
    all_capitals, begins_lower, breaks_off, ends_closed, heading_like, heads_repeals, kind_of, status_of,
};
use crate::span::Span;
use crate::syntax::{Form, Ordinal, Profile, UnitName, UnitWord, label_at, readings, unit_name};

/// What stands behind a unit's name and the marks that part it from its title: "ARTICLE III<br>Votes" in Markdown.
pub(super) fn behind_name(rest: &str) -> &str {
    let parts = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '—' | '–' | '-');
    let body = rest.trim_start_matches(parts);
    match body.strip_prefix("<br") {
        Some(tag) => tag.trim_start_matches([' ', '/']).strip_prefix('>').unwrap_or(body).trim_start_matches(parts),
        None => body,
    }
}

/// How many signs of a heading of Markdown stand before a place.
fn level(text: &str, at: u32) -> u8 {
    let line = text.get(..at as usize).unwrap_or("").trim_end_matches([' ', '*', '_']);
    line.bytes().rev().take(6).take_while(|b| *b == b'#').count() as u8
}

impl Builder<'_> {
    pub(super) fn unit(&mut self, i: usize, name: &UnitName) -> Option<usize> {
        let row = self.rows[i];
        let line = row.of(self.text);
        let rest = line.get(name.len..)?;
        let body = behind_name(rest);
        if !self.is_unit(i, name, rest, body) {
            return None;
        }
        let mut kind = kind_of(name.word);
        if kind == Kind::Section && body.is_empty() && self.groups_articles(i) {
            kind = Kind::SectionGroup;
        }
        let label_end = row.start + name.len as u32;
        let body_start = row.end - body.len() as u32;
        let key = name.key.clone().unwrap_or_default();
        let place = readings(&key).iter().next().map(|o| (Form::Sign, o));
        let tier = if matches!(kind, Kind::Article | Kind::Section) { Tier::Unit } else { Tier::Container };
        self.articles |= kind == Kind::Article;
        match tier {
            Tier::Unit => match self.article_of(kind, &key) {
                Some(article) => self.open.truncate(article + 1),
                None => self.close_for_unit(),
            },
            _ => self.close_for_container(kind),
        }
        let label =
            Label { span: Span::new(row.start, label_end), key, through: name.through.as_deref().map(Box::from) };
        let id = self.push(kind, Some(label), row.start, tier, place, -1, false);
        let status = status_of(body);
        self.doc.provisions[id.index()].status = status;
        // The title: on the same line, or on the next.
        let mut next = i + 1;
        if body.is_empty() {
            next = self.titles(id, next);
        } else if tier == Tier::Unit && first_item(body) {
            // "Article 3 (1) (a) The Parties shall …"
            next = self.after_label(i, id, body_start);
        } else if tier == Tier::Unit && !heading_like(body) && !all_capitals(body) && status == Status::InForce {
            self.body(id, body_start, i, true);
            next = self.rest_of_paragraph(i, id);
        } else {
            self.heading(id, Span::new(body_start, row.end));
        }
        Some(next)
    }

    /// Whether the section named on a row of its own holds articles: one follows its title.
    fn groups_articles(&self, i: usize) -> bool {
        let article = |line: &str| unit_name(line).is_some_and(|n| n.word == UnitWord::Article && n.key.is_some());
        let below = self.rows.iter().skip(i + 1).take(4).map(|row| row.of(self.text));
        let mut below = below.skip_while(|line| !article(line) && (heading_like(line) || all_capitals(line)));
        below.next().is_some_and(article)
    }

    /// The article that is open, where a section of that label is one of it, as in by-laws and covenants ("Article II",
    /// "Section 1"): its place among what is open.
    fn article_of(&self, kind: Kind, key: &str) -> Option<usize> {
        if kind != Kind::Section {
            return None;
        }
        let at = self.open.iter().position(|o| self.doc.get(o.id).kind == Kind::Article)?;
        let article = self.open.get(at)?;
        let holds = self.open.get(at + 1).is_some_and(|o| self.doc.get(o.id).kind == Kind::Section);
        let bare = !article.has_text && self.doc.provisions.len() == article.id.index() + 1;
        let first = || readings(key).iter().any(Ordinal::is_first);
        (holds || bare || first()).then_some(at)
    }

    /// Whether a schedule of repeals is open.
    fn repeals(&self) -> bool {
        let schedule = self.open.iter().map(|o| self.doc.get(o.id)).find(|unit| unit.kind == Kind::Schedule);
        schedule.and_then(|unit| unit.heading).is_some_and(|heading| heads_repeals(heading.of(self.text)))
    }

    /// Whether a line that begins with a unit's name is its heading, and no sentence about it.
    pub(super) fn is_unit(&self, i: usize, name: &UnitName, rest: &str, body: &str) -> bool {
        let row = self.rows[i];
        // "as shown in" ⏎ "Section 7.5." within a paragraph, where sections hang out.
        if self.layout.hanging && row.indent > 0 && !row.blank_before {
            return false;
        }
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
        // "Protocol", "Exhibits" in the margin of an Act head what is about them; what is attached is in capitals there.
        if attached && name.key.is_none() && !name.capitals && matches!(self.profile, Profile::CaAct | Profile::UkAct) {
            return false;
        }
        // An indented "Schedule A" is a table inside a section.
        if attached && row.indent > 0 && self.profile == Profile::UsCode {
            return false;
        }
        if row.len() > 2000 && name.key.is_none() {
            return false;
        }
        // "Schedule 7." in a schedule of repeals is one of the Act on the line above.
        if !name.capitals && self.repeals() {
            return false;
        }
        // Within a wrapped paragraph a line can begin with anything.
        if !row.blank_before && i > 0 && self.layout.wrapped.is_some() {
            let before = self.rows[i - 1].of(self.text);
            if !(ends_closed(before) || name.capitals || body.is_empty() && heading_like(before)) {
                return false;
            }
        }
        // Nor can the line below "referred to in", however the text is wrapped.
        let sentence = !name.capitals || !(body.is_empty() || all_capitals(body));
        if !row.blank_before && sentence && self.before(i).is_some_and(breaks_off) {
            return false;
        }
        if body.is_empty() {
            return rest.trim().is_empty() || !rest.contains(',');
        }
        let parted = rest.trim_start().starts_with(['.', ':', '—', '–', '-']);
        // "Article 3 (1) of the Convention applies" is a sentence about it.
        if goes_on(body) {
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
    pub(super) fn titles(&mut self, id: ProvisionId, mut i: usize) -> usize {
        let mut span: Option<Span> = None;
        let level = i.checked_sub(1).map_or(0, |unit| level(self.text, self.rows[unit].start));
        while let Some(&row) = self.rows.get(i) {
            let code = row.tag == Tag::Furniture && self.rows.get(i + 1).is_some_and(|n| n.glued);
            if code {
                self.block(Span::new(row.start, row.end), id, BlockKind::Furniture);
                i += 1;
                continue;
            }
            let line = row.of(self.text);
            let parenthesis = line.starts_with('(') && line.ends_with(')') && line.len() < 200;
            // "### Article 5" above "#### Records".
            let below = matches!(row.tag, Tag::Heading(own) if level > 0 && own > level);
            let fits = (row.tag == Tag::Law || below)
                && (below || heading_like(line) || all_capitals(line) || parenthesis)
                && unit_name(line).is_none()
                && (parenthesis || label_at(line).is_none());
            let goes_on = span.is_none_or(|s| !row.blank_before && s.len() >= 20);
            if !fits || !goes_on {
                break;
            }
            // In a text with marginal notes, the note above the first unit is that unit's.
            let labelled_next = self.rows.get(i + 1).is_some_and(|n| !n.blank_before && self.labelled(n));
            if labelled_next && self.profile == Profile::CaAct {
                break;
            }
            if parenthesis {
                self.block(Span::new(row.start, row.end), id, BlockKind::Heading);
            } else {
                let here = Span::new(row.start, row.end);
                match self.doc.blocks.last_mut() {
                    Some(last) if span.is_some() && last.kind == BlockKind::Heading => last.span.end = here.end,
                    _ => self.block(here, id, BlockKind::Heading),
                }
                span = Some(span.map_or(here, |s| s.to(here)));
            }
            i += 1;
        }
        self.doc.provisions[id.index()].heading = span;
        i
    }

    pub(super) fn labelled(&self, row: &Row) -> bool {
        let line = row.of(self.text);
        label_at(line).is_some() || unit_name(line).is_some()
    }

    /// Closes what an article or section cannot stand in.
    pub(super) fn close_for_unit(&mut self) {
        self.close_to(|o| o.tier <= Tier::Container);
        while self.open.last().is_some_and(|o| self.doc.get(o.id).kind == Kind::Preamble) {
            self.open.pop();
        }
    }

    /// Closes what a container of that kind cannot stand in.
    pub(super) fn close_for_container(&mut self, kind: Kind) {
        if matches!(kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol) {
            self.close_to(|o| o.tier == Tier::Root);
            return;
        }
        let same = self.open.iter().position(|o| self.doc.provisions[o.id.index()].kind == kind);
        match same {
            Some(at) => self.open.truncate(at.max(1)),
            None => {
                self.close_to(|o| o.tier <= Tier::Container);
                while self.open.len() > 1
                    && matches!(self.doc.get(self.open[self.top()].id).kind, Kind::Heading | Kind::Preamble)
                {
                    self.open.pop();
                }
            }
        }
    }

    /// Closes units until the innermost one fits.
    pub(super) fn close_to(&mut self, fits: impl Fn(&Open) -> bool) {
        while self.open.len() > 1 && !fits(&self.open[self.open.len() - 1]) {
            self.open.pop();
        }
    }
}

/// Whether the text begins with the label of a first item, and the item's text stands behind it: "(1) The Parties".
fn first_item(text: &str) -> bool {
    text.starts_with('(')
        && label_at(text).is_some_and(|m| {
            readings(&m.key).iter().any(Ordinal::is_first) && !text.get(m.len..).unwrap_or("").trim().is_empty()
        })
}

/// Whether the text, behind labels that it may begin with, goes on with a sentence.
fn goes_on(text: &str) -> bool {
    let mut after = text;
    while after.starts_with('(')
        && let Some(mark) = label_at(after)
    {
        after = after.get(mark.len..).unwrap_or("").trim_start();
    }
    begins_lower(after) || after.starts_with([',', ';', ')', '’', '\''])
}

#[cfg(test)]
mod tests {
    use crate::document::{self, Kind};
    use crate::source::Source;

    fn articles(text: &str) -> usize {
        let source = Source::new("draft.txt", text.to_owned());
        document::read(&source, None).provisions.iter().filter(|p| p.kind == Kind::Article).count()
    }

    #[test]
    fn a_sentence_broken_before_a_citation_goes_on() {
        let text = "Article 1\nTasks\n1. The board carries out the tasks referred to in\nArticle 2.\nIt acts in accordance with\n\
                    Article 3 and without delay.\nArticle 2\nPowers\n1. The board decides.\n";
        assert_eq!(articles(text), 2);
    }
}
