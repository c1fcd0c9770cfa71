//! What the labels below a row say of it: whether a list begins, goes on or is nested here, and which reading is right.

use super::build::Builder;
use super::items::{AHEAD, begins_list, inked};
use super::place::{DEEPEST, Open, Spot, Tier};
use super::rows::Tag;
use super::shape::begins_lower;
use crate::syntax::{Follow, Form, Mark, Ordinal, Series, label_at, readings, unit_name};

/// Whether a label in brackets is the next of the list that an open unit stands in.
fn goes_on(unit: &Open, mark: &Mark) -> bool {
    let due = |(form, before): (Form, Ordinal)| {
        form == Form::Paren && readings(&mark.key).of(before.series).is_some_and(|o| o.after(before) == Follow::Next)
    };
    mark.form == Form::Paren && unit.tier == Tier::Item && unit.place.is_some_and(due)
}

impl Builder<'_> {
    /// The labels with which the rows below begin, up to the next section, named unit or heading of Markdown.
    fn labels_below(&self, i: usize) -> impl Iterator<Item = Mark> + '_ {
        self.rows
            .iter()
            .skip(i + 1)
            .take(AHEAD)
            .map(|row| (row.tag, row.of(self.text)))
            .take_while(|(tag, line)| !matches!(tag, Tag::Heading(_)) && unit_name(line).is_none())
            .filter_map(|(_, line)| label_at(line))
            .take_while(|mark| mark.form != Form::Sign)
    }

    /// Settles between two readings by the next label of the same form.
    pub(super) fn settle(&self, i: usize, form: Form, best: Spot, rival: Spot) -> Spot {
        for mark in self.labels_below(i).filter(|mark| mark.form == form) {
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

    /// Whether what looks like a heading stands inside a list, as those of tables and of examples do: the next label goes on
    /// with a list that is open here, in a unit or in another list's item.
    pub(super) fn stands_within(&self, i: usize) -> bool {
        let unit = self.open.iter().rposition(|o| o.tier == Tier::Unit);
        let item = || self.open.iter().position(|o| o.tier == Tier::Item);
        let Some(outer) = unit.or_else(item) else { return false };
        let open = self.open.get(outer + 1..).unwrap_or_default();
        if matches!(self.rows[i].tag, Tag::Heading(_))
            || !open.iter().any(|o| matches!(o.place, Some((Form::Paren, _))))
        {
            return false;
        }
        let next = self.labels_below(i).find(|mark| mark.form == Form::Paren);
        next.is_some_and(|mark| {
            let first = readings(&mark.key).iter().any(Ordinal::is_first);
            if first { self.cuts_sentence(i) } else { open.iter().any(|o| goes_on(o, &mark)) }
        })
    }

    /// Whether the row parts a sentence from the list that it goes on with, as a marginal note does that a conversion left in
    /// the text: "the functions of the Bank shall be to", "Functions of the Bank", "(a) determine …".
    fn cuts_sentence(&self, i: usize) -> bool {
        let open =
            self.before(i).is_some_and(|line| line.ends_with(|c: char| c.is_lowercase() || matches!(c, ':' | '—')));
        let list = self.rows.get(i + 1).map(|row| row.of(self.text)).and_then(|line| {
            let mark = label_at(line).filter(|mark| mark.form == Form::Paren)?;
            line.get(mark.len..)
        });
        open && list.is_some_and(|words| begins_lower(words.trim_start()))
    }

    /// Whether the first label of a list, which would close the lists that are open here, stands in the innermost of them: the
    /// label behind its own list goes on with one of those. So "(1)" below "(A)", above "(B)".
    pub(super) fn nests(&self, i: usize, form: Form, spot: Spot) -> bool {
        let closed = self.open.get(spot.parent + 1..).unwrap_or_default();
        let listed = |o: &Open| o.tier == Tier::Item && matches!(o.place, Some((Form::Paren, _)));
        if form != Form::Paren || !begins_list(spot.ordinal) || self.open.len() >= DEEPEST || !closed.iter().any(listed)
        {
            return false;
        }
        let mut last = spot.ordinal;
        for mark in self.labels_below(i).filter(|mark| mark.form == Form::Paren) {
            let next = readings(&mark.key);
            match next.of(last.series) {
                Some(ordinal) if ordinal.after(last) == Follow::Next => {
                    last = ordinal;
                    continue;
                }
                // Another list begins so: that of a table's next part.
                Some(ordinal) if ordinal == spot.ordinal => return false,
                _ => {}
            }
            // "(a)" between "(b)" and "(c)" stands in the wrong place.
            let alone = |o: &Open| o.place.is_some_and(|(_, o)| o.series == last.series && last == spot.ordinal);
            if closed.iter().any(|o| goes_on(o, &mark) && !alone(o)) {
                return true;
            }
            if !next.iter().any(Ordinal::is_first) {
                return false;
            }
        }
        false
    }

    /// Where "(aa)", "(ab)" stand that were put in between "(a)" and "(b)": beside them, where "(b)" comes next.
    pub(super) fn inserted(&self, i: usize, mark: &Mark) -> Option<Spot> {
        let &[first @ b'a'..=b'z', second @ b'a'..=b'z'] = mark.key.as_bytes() else { return None };
        let (series, major) = (Series::Lower, u32::from(first - b'a') + 1);
        let ordinal = Ordinal { series, major, minor: u32::from(second - b'a') + 1 };
        let elder = |(form, o): (Form, Ordinal)| {
            form == mark.form && (o.series, o.major) == (series, major) && o.minor < ordinal.minor
        };
        let beside = |o: &Open| o.tier == Tier::Item && o.place.is_some_and(elder);
        let at = self.open.iter().rposition(beside).filter(|&at| at > 0 && mark.form == Form::Paren)?;
        let deeper = |mark: &Mark| self.open.iter().skip(at + 1).any(|o| goes_on(o, mark));
        if deeper(mark) {
            return None;
        }
        for mark in self.labels_below(i).filter(|mark| mark.form == Form::Paren) {
            let next = readings(&mark.key);
            if next.of(Series::LowerDouble).is_some_and(|o| o.major == major + 1) || deeper(&mark) {
                return None;
            }
            if next.of(series).is_some_and(|o| (o.major, o.minor) == (major + 1, 0)) {
                return Some(Spot { parent: at - 1, ordinal, form: Form::Paren, cost: 0 });
            }
        }
        None
    }

    /// Whether the next number with a point is the one after this: where many are left out ("378A.", "392.", "393."), a list
    /// goes on all the same.
    pub(super) fn goes_on_from(&self, i: usize, spot: Spot) -> bool {
        let next = || self.labels_below(i).find(|mark| mark.form == Form::Dot);
        let due = |mark: Mark| readings(&mark.key).of(Series::Arabic).map(|o| o.after(spot.ordinal));
        spot.ordinal.series == Series::Arabic && next().and_then(due) == Some(Follow::Next)
    }

    /// "Materials that are no waste. (1) Materials …", where "(2)" begins a row below: how long the heading is behind which a
    /// list begins on its line, and where its first label stands.
    pub(super) fn heads_list(&self, i: usize, body: &str) -> Option<(u32, u32)> {
        /// Longest heading.
        const TITLE: usize = 200;
        if !body.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"')) {
            return None;
        }
        let title = body.as_bytes().get(..body.len().min(TITLE)).unwrap_or_default();
        let at = memchr::memchr_iter(b'(', title).find(|&at| {
            let before = title.get(..at).unwrap_or_default();
            before.ends_with(b". ") || before.ends_with("—".as_bytes())
        })?;
        let head = body.get(..at)?.trim_end_matches(['.', '—', ' ']);
        let mark = label_at(body.get(at..)?).filter(|m| m.form == Form::Paren)?;
        let words = inked(body.get(at + mark.len..)?);
        let one_sentence = !head.is_empty() && !head.contains(". ");
        if !one_sentence || !words.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '(')) {
            return None;
        }
        let first = readings(&mark.key).iter().find(|o| begins_list(*o))?;
        // The second proves the first, where it goes on with no other list.
        for next in self.labels_below(i) {
            if self.open.iter().any(|o| goes_on(o, &next)) {
                return None;
            }
            let ordinal = readings(&next.key).of(first.series).filter(|_| next.form == mark.form);
            match ordinal.map(|o| o.after(first)) {
                Some(Follow::Next) => return Some((head.len() as u32, at as u32)),
                Some(Follow::Same) => return None,
                _ => {}
            }
        }
        None
    }
}
