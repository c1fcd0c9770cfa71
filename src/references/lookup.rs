//! Looks labels up in the index of the tree, from where a citation stands.

use super::index::Hit;
use super::model::Resolution;
use super::parsed::Group;
use super::reader::Reader;
use super::resolve::Found;
use super::style::{form, is_bracketed};
use super::units::Unit;
use crate::document::{Document, Kind, ProvisionId};

impl Reader<'_> {
    /// Labels under a unit or, failing that, under those it stands in.
    pub(super) fn under(&self, base: ProvisionId, labels: &[&str]) -> Found {
        let mut at = base;
        loop {
            let found = self.descend(at, labels);
            if matches!(found, Found::Whole(_)) || at == Document::ROOT || self.index.up(at) == Document::ROOT {
                return found;
            }
            at = self.index.up(at);
        }
    }

    /// Labels under a unit that the citation names by "this", "that" or its own label.
    pub(super) fn descend_near(&self, base: ProvisionId, group: &Group, labels: &[&str], firm: bool) -> Found {
        let mut at = base;
        let mut best = None;
        // "such section" may be said of section 5(b): its own units are (b)'s or the section's.
        loop {
            match self.descend(at, labels) {
                found @ Found::Whole(_) => return found,
                // The nearest that has the first label, or the unit itself.
                found @ Found::Part(_, n) if best.is_none_or(|b| n > 0 && matches!(b, Found::Part(_, 0))) => {
                    best = Some(found)
                }
                _ => {}
            }
            if !firm || self.index.up(at) == Document::ROOT || at == Document::ROOT {
                break;
            }
            at = self.index.up(at);
        }
        // "of this paragraph", said in a subparagraph: the nearest such unit.
        if firm
            && self.doc.within(self.provision, base)
            && let (found @ Found::Whole(hit), _) = self.climb(group.unit, labels)
            && (self.style.named(self.text, &self.index, hit.first(), group.unit)
                // "paragraph (B) of this subsection", said in subparagraph (C): the wrong word for a unit of its own list.
                || labels.len() == 1
                    && self.doc.within(self.index.up(hit.first()), base)
                    && !self.doc.within(self.provision, hit.first()))
        {
            return found;
        }
        let best = best.unwrap_or(Found::Nothing);
        self.over_a_level(group.unit, labels, best).unwrap_or(best)
    }

    /// "clause (vii) of section 1a(18)", where clause (vii) stands in 1a(18)(A): the one unit of that name and label a
    /// level below.
    fn over_a_level(&self, unit: Unit, labels: &[&str], found: Found) -> Option<Found> {
        let Found::Part(at, n) = found else { return None };
        let [label] = labels.get(n..)? else { return None };
        let mut only = None;
        for child in self.doc.children(at).take(32) {
            let Some(Hit::One(id)) = self.index.child(child, label) else { continue };
            if only.is_some() || !self.style.named(self.text, &self.index, id, unit) {
                return None;
            }
            only = Some(id);
        }
        only.map(|id| Found::Whole(Hit::One(id)))
    }

    /// The labels under the sibling before the provision or before one that holds it.
    pub(super) fn of_sibling(&self, labels: &[&str]) -> Found {
        let mut at = self.provision;
        for _ in 0..3 {
            let up = self.index.up(at);
            if at == Document::ROOT || up == Document::ROOT {
                break;
            }
            let before = at.0.checked_sub(1).map(ProvisionId);
            let sibling = before.and_then(|b| self.doc.ancestors(b).find(|&a| self.index.up(a) == up && a != up));
            if let Some(found @ Found::Whole(_)) = sibling.map(|s| self.descend(s, labels)) {
                return found;
            }
            at = up;
        }
        Found::Nothing
    }

    /// Follows labels down from a unit.
    pub(super) fn descend(&self, from: ProvisionId, labels: &[&str]) -> Found {
        let mut at = from;
        let mut hit = Hit::One(from);
        for (n, label) in labels.iter().enumerate() {
            match self.index.child(at, label) {
                Some(next) => {
                    hit = next;
                    at = next.first();
                    if let Hit::Two(_, second) = next
                        && let Some(rest) = labels.get(n + 1)
                        && self.index.child(at, rest).is_none()
                        && self.index.child(second, rest).is_some()
                    {
                        at = second;
                    }
                }
                None => return Found::Part(at, n),
            }
        }
        Found::Whole(hit)
    }

    pub(super) fn annex(&self, unit: Unit, labels: &[&str]) -> Found {
        let Some(hit) = labels.first().and_then(|l| self.index.annex(unit, l)) else { return Found::Nothing };
        if labels.len() == 1 { Found::Whole(hit) } else { self.descend(hit.first(), &labels[1..]) }
    }

    /// The part or chapter of that label; where `holder` is given, only one that it holds.
    pub(super) fn container(&self, unit: Unit, labels: &[&str], holder: Option<ProvisionId>) -> Found {
        let [label] = labels else { return Found::Nothing };
        let held = |id: &ProvisionId| holder.is_none_or(|h| self.doc.within(*id, h));
        match self.index.container(unit, label) {
            Some(hit @ Hit::One(id)) if held(&id) => Found::Whole(hit),
            Some(hit @ Hit::Two(a, b)) => match (held(&a), held(&b)) {
                (true, true) => Found::Whole(hit),
                (true, false) => Found::Whole(Hit::One(a)),
                (false, true) => Found::Whole(Hit::One(b)),
                (false, false) => Found::Nothing,
            },
            _ => Found::Nothing,
        }
    }

    /// "section 5(b)", "paragraph 3.4", "No. 54".
    pub(super) fn numbered(&self, unit: Unit, labels: &[&str]) -> Found {
        let Some(&head) = labels.first() else { return Found::Nothing };
        if unit == Unit::Number
            && let Some(hit) = self.index.margin(head)
        {
            return if labels.len() == 1 { Found::Whole(hit) } else { self.descend(hit.first(), &labels[1..]) };
        }
        if unit == Unit::Recital {
            return self.index.recital(head).map_or(Found::Nothing, Found::Whole);
        }
        let mut best = Found::Nothing;
        // Inside the unit it stands in: paragraphs numbered without brackets, an annex's own articles.
        let mut at = self.provision;
        loop {
            // Of two with one label, an article is an article: not an item of a list before the first.
            let hit = self.index.child(at, head).map(|hit| match hit {
                Hit::Two(a, b) if unit.is_top() => {
                    match (unit.fits(self.doc.get(a).kind), unit.fits(self.doc.get(b).kind)) {
                        (true, false) => Hit::One(a),
                        (false, true) => Hit::One(b),
                        _ => hit,
                    }
                }
                one => one,
            });
            let fits = hit.filter(|hit| {
                let id = hit.first();
                if at == Document::ROOT {
                    // An article is no section, where there are sections.
                    let other =
                        unit == Unit::Article && self.doc.get(id).kind == Kind::Section && self.style.is_bracketed();
                    // "item 11 of the schedule" is no section.
                    let table = matches!(unit, Unit::Item | Unit::Point | Unit::Number)
                        && matches!(self.doc.get(id).kind, Kind::Section | Kind::Article);
                    return !other && !table && (unit.is_top() || !is_bracketed(self.text, self.doc, id));
                }
                !is_bracketed(self.text, self.doc, id)
                    && (!unit.is_top() || unit.fits(self.doc.get(id).kind) || head.contains('.'))
            });
            if let Some(hit) = fits {
                let found = if labels.len() == 1 { Found::Whole(hit) } else { self.descend(hit.first(), &labels[1..]) };
                match found {
                    Found::Whole(_) => return found,
                    Found::Part(id, n) if matches!(best, Found::Nothing) => best = Found::Part(id, n + 1),
                    _ => {}
                }
            }
            if at == Document::ROOT {
                break;
            }
            if unit == Unit::Section && matches!(best, Found::Nothing) && self.holds_sections(at) {
                best = Found::Part(at, 0);
            }
            at = self.index.up(at);
        }
        // "Article IV.2": paragraph 2 of Article IV, where no unit is labelled so.
        if let (Found::Nothing, Some((whole, _))) = (best, head.split_once('.'))
            && whole.bytes().all(|b| b.is_ascii_uppercase())
        {
            return self.numbered(unit, &[whole]);
        }
        best
    }

    /// Whether the unit is an article whose sections are numbered from 1.
    fn holds_sections(&self, id: ProvisionId) -> bool {
        let first = || ["1", "I"].iter().find_map(|label| self.index.child(id, label)).map(Hit::first);
        self.doc.get(id).kind == Kind::Article && first().is_some_and(|id| self.doc.get(id).kind == Kind::Section)
    }

    /// "subsection (b)(2)": looked for among the units around, nearest first, those of that name before others. Also
    /// gives the unit in which it should be where it is nowhere.
    pub(super) fn climb(&self, unit: Unit, labels: &[&str]) -> (Found, ProvisionId) {
        let Some(&head) = labels.first() else { return (Found::Nothing, self.provision) };
        let mut any: Option<(Found, ProvisionId)> = None;
        let mut partial: Option<(Found, ProvisionId)> = None;
        // "paragraph (2)(c)", where subsection (2) is here and its (c) is not.
        let mut outer: Option<(Found, ProvisionId)> = None;
        let mut expected = None;
        let forms = form::of(head);
        let mut at = self.provision;
        loop {
            if let Some(hit) = self.index.child(at, head) {
                let id = hit.first();
                let found = match (labels.len(), self.descend(id, &labels[1..])) {
                    (1, _) => Found::Whole(hit),
                    (_, Found::Part(id, n)) => Found::Part(id, n + 1),
                    (_, other) => other,
                };
                let named = self.style.named(self.text, &self.index, id, unit);
                match found {
                    Found::Whole(_) if named => return (found, at),
                    Found::Whole(_) if any.is_none() => any = Some((found, at)),
                    Found::Part(..) if named && partial.is_none() => partial = Some((found, at)),
                    Found::Part(..) if !named && outer.is_none() => outer = Some((found, at)),
                    _ => {}
                }
            } else if expected.is_none() && self.holds(at, unit, forms) {
                expected = Some(at);
            }
            if at == Document::ROOT {
                break;
            }
            at = self.index.up(at);
        }
        // Text after a list speaks of the list's units: "(other than under subclauses (I) and (II))".
        if any.is_none()
            && partial.is_none()
            && let Some(found) = self.climb_from_list(labels)
        {
            return (found, self.provision);
        }
        let top = self.index.top_of(self.provision);
        match (any, partial) {
            // A unit of another name stands nearer than the section's own list, which has no such label.
            (Some(found), None) => found,
            (_, Some(part)) => part,
            (None, None) => match outer {
                Some(part) if labels.len() > 1 && expected.is_none_or(|e| e == part.1) => part,
                _ => (Found::Nothing, expected.unwrap_or(top)),
            },
        }
    }

    /// The same labels looked for from the last unit before the block, where that stands inside this provision.
    fn climb_from_list(&self, labels: &[&str]) -> Option<Found> {
        let n = self.doc.provisions.partition_point(|p| (p.span.start as usize) < self.low);
        let mut at = ProvisionId(n.checked_sub(1)? as u32);
        while at != self.provision && self.doc.within(at, self.provision) {
            if let found @ Found::Whole(_) = self.descend(at, labels) {
                return Some(found);
            }
            at = self.index.up(at);
        }
        None
    }

    /// Whether the unit's children are labelled in one of these forms and go by this unit word.
    fn holds(&self, at: ProvisionId, unit: Unit, forms: u8) -> bool {
        self.doc.children(at).take(4).any(|id| {
            self.doc.get(id).label.as_ref().is_some_and(|l| form::of(&l.key) & forms != 0)
                && self.style.named(self.text, &self.index, id, unit)
        })
    }

    /// Two units of one address: the one in the same part as this provision, if only one is.
    pub(super) fn pick(&self, a: ProvisionId, b: ProvisionId) -> Resolution {
        let mut at = self.doc.get(self.provision).parent;
        while let Some(up) = at {
            if up == Document::ROOT {
                break;
            }
            match (self.doc.within(a, up), self.doc.within(b, up)) {
                (true, false) => return Resolution::Found(a),
                (false, true) => return Resolution::Found(b),
                (true, true) => break,
                (false, false) => at = self.doc.get(up).parent,
            }
        }
        Resolution::Ambiguous(a, b)
    }

    /// The unit of that name around the provision.
    pub(super) fn around(&self, unit: Unit) -> Option<ProvisionId> {
        if unit.is_container() {
            return self.doc.ancestors(self.provision).find(|&id| unit.fits(self.doc.get(id).kind));
        }
        let mut at = self.provision;
        while at != Document::ROOT {
            if self.style.named(self.text, &self.index, at, unit) {
                return Some(at);
            }
            at = self.index.up(at);
        }
        // An article by any other name is the unit at the top.
        let top = self.index.top_of(self.provision);
        (matches!(unit, Unit::Section | Unit::Article) && top != Document::ROOT).then_some(top)
    }

    /// The sibling before or after the unit of that name.
    pub(super) fn neighbour(&self, unit: Unit, after: bool) -> Option<ProvisionId> {
        let own = self.around(unit)?;
        if after {
            let next = self.doc.get(own).end;
            let sibling = self.doc.provisions.get(next.index())?;
            return (sibling.parent == self.doc.get(own).parent).then_some(next);
        }
        // The last unit before this one at its level: climb from the provision just before it.
        let before = ProvisionId(own.0.checked_sub(1)?);
        let parent = self.doc.get(own).parent?;
        self.doc.ancestors(before).find(|&id| self.doc.get(id).parent == Some(parent) && id != own)
    }
}
