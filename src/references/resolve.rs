//! From labels to provisions: what a citation's words lead to from where they stand.

use smol_str::SmolStr;

use super::grammar::{Group, Link, Member, Near, Parsed};
use super::index::{Hit, join};
use super::model::{Resolution, Target, TargetRole};
use super::names::{space_before, word_before};
use super::reader::Reader;
use super::style::{Style, form, is_bracketed};
use super::units::Unit;
use crate::document::{Document, Kind, ProvisionId, Status};
use crate::span::Span;
use crate::text::word_of;

/// What a unit word pointed to the last time, for "that section".
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// A unit of this text.
    Unit(ProvisionId),
    /// A unit of another instrument, named by these words.
    Abroad(Span),
    /// A unit that was not found here.
    Open(SmolStr),
}

/// The units cited last, by rank of their unit word.
#[derive(Debug, Default)]
pub(super) struct Cited {
    last: [Option<Base>; 8],
    /// Where the last section was cited.
    pub(super) at: usize,
}

impl Cited {
    pub(super) fn last(&self, unit: Unit) -> Option<&Base> {
        self.last.get(unit.rank() as usize)?.as_ref()
    }

    pub(super) fn set(&mut self, unit: Unit, base: Base) {
        if let Some(slot) = self.last.get_mut(unit.rank() as usize) {
            *slot = Some(base);
        }
    }
}

/// A full address in labels; no citation goes deeper.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Labels<'t> {
    items: [&'t str; 10],
    len: usize,
    /// The first is a number before brackets: what stands in brackets is no sibling of it.
    numbered: bool,
}

impl<'t> Labels<'t> {
    fn push(&mut self, label: &'t str) {
        if let Some(slot) = self.items.get_mut(self.len) {
            *slot = label;
            self.len += 1;
        }
    }

    pub(super) fn get(&self) -> &[&'t str] {
        self.items.get(..self.len).unwrap_or(&[])
    }
}

/// How far labels lead.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    /// All the way.
    Whole(Hit),
    /// To this unit, by so many labels; the next one is not there.
    Part(ProvisionId, usize),
    /// Not even the first.
    Nothing,
}

/// Whether "such" or "said" stands before the unit word: "such subparagraph (B)" is one named before.
fn before_unit(text: &str, low: usize, group: &Group) -> bool {
    let at = group.word.start as usize;
    let stop = space_before(text, at, low);
    matches!(word_before(text, stop, low), "such" | "said" | "that" | "those" | "foregoing" | "preceding")
}

impl<'a> Reader<'a> {
    /// Where the labels of each member begin: a member may go on from the one before ("163(a), (b)" is 163(a), 163(b)).
    pub(super) fn full(&self, parsed: &Parsed, member: &Member, before: &Labels<'a>) -> Option<Labels<'a>> {
        let own = parsed.labels_of(member);
        let mut full = Labels::default();
        let first = own.first()?.of(self.text);
        if !member.numbered && !before.get().is_empty() {
            let forms = form::of(first);
            let prev = before.get();
            let fits = |d: usize| prev.get(d).is_some_and(|l| form::of(l) & forms != 0) && (d > 0 || !before.numbered);
            // "(2)(a)(i) or (b)(i)": of the same length, if it can be.
            let mut keep = prev.len().checked_sub(own.len()).filter(|&d| fits(d));
            for (d, label) in prev.iter().enumerate().rev() {
                if keep.is_none() && form::of(label) & forms != 0 && fits(d) {
                    keep = Some(d);
                }
            }
            // "section 5 and (b)": the bracket begins something else.
            let d = keep?;
            full.numbered = before.numbered;
            for label in &prev[..d] {
                full.push(label);
            }
        }
        full.numbered |= member.numbered;
        for label in own {
            full.push(label.of(self.text));
        }
        Some(full)
    }

    /// Cuts a parsed citation where a bracketed label is no member of its list but begins an enumerated clause, and where
    /// numbers after commas are joined by nothing.
    pub(super) fn trim(&self, parsed: &mut Parsed) {
        for g in 0..parsed.groups.len() {
            let (from, to) = (parsed.groups[g].members.0 as usize, parsed.groups[g].members.1 as usize);
            let mut before = Labels::default();
            let mut stop = None;
            let word = parsed.groups[g].word.of(self.text).trim_end_matches('.');
            let plural = word.ends_with(['s', 'S']) || word.ends_with("§§") || word == "appendices";
            let mut joined = plural;
            for m in from..to {
                let member = parsed.members[m];
                if m > from {
                    let between = self.text.get(parsed.members[m - 1].span.end as usize..member.span.start as usize);
                    joined |= between.is_some_and(|b| b.bytes().any(|b| b.is_ascii_alphabetic()));
                }
                match self.full(parsed, &member, &before) {
                    Some(full) => before = full,
                    None => {
                        stop = Some(m);
                        break;
                    }
                }
            }
            if !joined && parsed.members.get(from).is_some_and(|m| m.numbered) && to > from + 1 {
                let lone = (from + 1..to)
                    .find(|&m| parsed.members[m].numbered && parsed.members[m].role == TargetRole::Member);
                stop = match (stop, lone) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            // "Schedule 1 or 1(a) of Schedule 2": what has labels below it is no schedule.
            if parsed.groups[g].unit.is_annex() || parsed.groups[g].unit.is_container() {
                let deep = (from + 1..to).find(|&m| parsed.members[m].labels.1 - parsed.members[m].labels.0 > 1);
                stop = match (stop, deep) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            if let Some(stop) = stop {
                let group = &mut parsed.groups[g];
                group.members.1 = stop as u32;
                if stop > from {
                    group.end = parsed.members[stop - 1].span.end;
                    parsed.members[stop - 1].role = match parsed.members[stop - 1].role {
                        TargetRole::RangeStart => TargetRole::Member,
                        role => role,
                    };
                }
                parsed.groups.truncate(g + 1);
                return;
            }
        }
    }

    /// The addresses of a group as written, under `base`, not looked up.
    pub(super) fn spell(&self, parsed: &Parsed, group: &Group, base: &str, targets: &mut Vec<Target>) {
        let mut before = Labels::default();
        for member in parsed.members_of(group) {
            let Some(full) = self.full(parsed, member, &before) else { break };
            before = full;
            let path = full.get().iter().fold(SmolStr::new(base), |path, label| join(&path, label));
            let (role, within) = (member.role, Document::ROOT);
            targets.push(Target { span: member.span, path, role, resolution: Resolution::Unchecked, within });
        }
    }

    /// Targets in this text.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn home_targets(
        &mut self,
        parsed: &Parsed,
        chain: &[Group],
        nested: bool,
        shared: Option<&[Group]>,
        here: bool,
        open: bool,
        span: Span,
        targets: &mut Vec<Target>,
    ) {
        let count = chain.len();
        let mut base: Option<Base> = None;
        let mut firm = here;
        for i in 0..count {
            let group = if nested { &chain[i] } else { &chain[count - 1 - i] };
            let inner = i + 1 == count;
            if let Some(near) = group.near {
                firm = true;
                base = match near {
                    Near::This if group.unit.is_container() => None,
                    Near::This => self.around(group.unit).map(Base::Unit),
                    Near::That => Some(self.cited.last(group.unit).cloned().unwrap_or(Base::Open(SmolStr::default()))),
                };
                continue;
            }
            let from = targets.len();
            self.group_targets(parsed, group, base.as_ref(), firm, open, span, targets);
            if inner && base.is_none() && count == 1 {
                self.try_shared(parsed, group, shared, &mut targets[from..]);
            }
            for target in targets.iter_mut().skip(from) {
                if !inner {
                    target.role = TargetRole::Holder;
                }
            }
            let last = targets.get(from..).and_then(<[Target]>::last);
            let next = match last.map(|t| (&t.resolution, &t.path)) {
                Some((Resolution::Found(id) | Resolution::Ambiguous(id, _), _)) => Some(Base::Unit(*id)),
                Some((_, path)) => Some(Base::Open(path.clone())),
                None => None,
            };
            if let (Some(Base::Unit(id)), true) = (&next, self.ends_block(group.end as usize)) {
                self.lead.insert(self.provision, *id);
            }
            if let Some(next) = &next {
                self.remember(group.unit, next, group.word.start as usize);
            }
            // "item 1 of Part IV of Schedule III": parts of annexes are not looked into.
            base = match base {
                Some(held) if group.unit.is_container() => Some(Base::Open(match held {
                    Base::Open(path) => path,
                    Base::Unit(id) => self.index.path(id).clone(),
                    Base::Abroad(_) => SmolStr::default(),
                })),
                _ if group.unit.is_container() => None,
                _ => next,
            };
            firm |= !inner && !group.unit.is_container();
        }
    }

    /// Whether the block ends here, but for a dash or colon: what stands here leads in to a list.
    fn ends_block(&self, at: usize) -> bool {
        let rest = self.text.get(at..self.high).unwrap_or("");
        rest.len() <= 40 && rest.trim_end().ends_with(['—', ':', '–'])
    }

    fn remember(&mut self, unit: Unit, base: &Base, at: usize) {
        self.cited.set(unit, base.clone());
        if unit == Unit::Section {
            self.cited.at = at;
        }
        if unit.is_top() || unit.is_container() {
            return;
        }
        // "subsection 47(2)" and "paragraph (2) of section 5" name a section too.
        match base {
            Base::Unit(id) => {
                if self.index.top_of(*id) != self.index.top_of(self.provision) {
                    self.cited.set(Unit::Section, Base::Unit(*id));
                    self.cited.at = at;
                }
            }
            Base::Open(path) => {
                let head = path.split('/').next().unwrap_or("");
                self.cited.set(Unit::Section, Base::Open(SmolStr::new(head)));
            }
            Base::Abroad(_) => {}
        }
    }

    /// Targets not found from here, looked for under the holder of the next group: "subparagraph (A) or clause (ii) of
    /// subparagraph (B) of paragraph (3)".
    fn try_shared(&mut self, parsed: &Parsed, group: &Group, shared: Option<&[Group]>, targets: &mut [Target]) {
        let Some(shared) = shared else { return };
        if targets.iter().all(|t| matches!(t.resolution, Resolution::Found(_))) {
            return;
        }
        let holders: Vec<&Group> = shared
            .iter()
            .take_while(|g| g.link == Link::Around)
            .filter(|g| g.unit.rank() < group.unit.rank())
            .collect();
        let Some(outer) = holders.last() else { return };
        let mut base = match outer.near {
            Some(Near::This) => self.around(outer.unit),
            Some(Near::That) => match self.cited.last(outer.unit) {
                Some(Base::Unit(id)) => Some(*id),
                _ => None,
            },
            None => None,
        };
        for holder in holders.iter().rev().filter(|g| g.near.is_none()) {
            let mut found = Vec::new();
            let at = base.map(Base::Unit);
            self.group_targets(parsed, holder, at.as_ref(), false, true, holder.word, &mut found);
            base = found.iter().find_map(|t| match t.resolution {
                Resolution::Found(id) => Some(id),
                _ => None,
            });
            if base.is_none() {
                break;
            }
        }
        for target in targets.iter_mut() {
            let own: Vec<SmolStr> =
                target.span.of(self.text).split(['(', ')']).filter(|l| !l.is_empty()).map(SmolStr::new).collect();
            let found =
                base.and_then(|b| own.iter().try_fold(b, |at, label| self.index.child(at, label).map(Hit::first)));
            match found {
                Some(id) => {
                    target.resolution = Resolution::Found(id);
                    target.within = id;
                    target.path = self.index.path(id).clone();
                }
                // The holder may lie elsewhere: nothing is known.
                None => target.resolution = Resolution::Unchecked,
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn group_targets(
        &mut self,
        parsed: &Parsed,
        group: &Group,
        base: Option<&Base>,
        firm: bool,
        open: bool,
        span: Span,
        targets: &mut Vec<Target>,
    ) {
        let mut before = Labels::default();
        for member in parsed.members_of(group) {
            let Some(full) = self.full(parsed, member, &before) else { break };
            before = full;
            let numbered = full.get().first().is_some_and(|l| self.is_number(parsed, group, l));
            let near = before_unit(self.text, self.low, group);
            // "such paragraph (4)": the paragraph (4) that was named before.
            let named = match self.cited.last(group.unit) {
                _ if !near || numbered || base.is_some() => None,
                Some(Base::Unit(id)) if self.is_labelled(*id, full.get()) => Some(Base::Unit(*id)),
                _ => Some(Base::Open(SmolStr::default())),
            };
            if let Some(Base::Unit(id)) = named {
                let path = self.index.path(id).clone();
                let (role, resolution) = (member.role, Resolution::Found(id));
                targets.push(Target { span: member.span, path, role, resolution, within: id });
                continue;
            }
            let base = named.as_ref().or(base);
            let (found, from) = match base {
                _ if group.unit.is_container() => (self.container(group.unit, full.get()), None),
                _ if group.unit.is_annex() => (self.annex(group.unit, full.get()), None),
                Some(Base::Unit(id)) => (self.descend_near(*id, group, full.get(), firm), Some(*id)),
                Some(Base::Open(path)) => {
                    let path = full.get().iter().fold(path.clone(), |p, l| join(&p, l));
                    let (role, within) = (member.role, Document::ROOT);
                    targets.push(Target { span: member.span, path, role, resolution: Resolution::Unchecked, within });
                    continue;
                }
                Some(Base::Abroad(_)) => (Found::Nothing, None),
                None if numbered => (self.numbered(group.unit, full.get()), None),
                None => {
                    let (found, from) = self.climb(group.unit, full.get());
                    (found, Some(from))
                }
            };
            // "section 201(h) of" something that was not understood: not looked for here.
            let found = if open && group.unit.is_top() && base.is_none() { Found::Nothing } else { found };
            let found = self.recall(group.unit, member, full.get(), base, found);
            let within = match found {
                Found::Whole(hit) => hit.first(),
                Found::Part(id, _) => id,
                Found::Nothing => from.unwrap_or(Document::ROOT),
            };
            let (resolution, path) = match found {
                Found::Whole(Hit::One(id)) => (Resolution::Found(id), self.index.path(id).clone()),
                Found::Whole(Hit::Two(a, b)) => (self.pick(a, b), self.index.path(a).clone()),
                Found::Part(id, n) => {
                    let path = full.get().iter().skip(n).fold(self.index.path(id).clone(), |p, l| join(&p, l));
                    let inner = full.get().get(n).copied().unwrap_or("");
                    let missing = !open
                        && !near
                        && !self.is_old(group.unit, inner)
                        && self.is_missing(id, full.get().get(n).copied().unwrap_or(""), firm, span);
                    (if missing { Resolution::Missing } else { Resolution::Unchecked }, path)
                }
                Found::Nothing => {
                    let start = from.map_or_else(SmolStr::default, |id| self.index.path(id).clone());
                    let path = full.get().iter().fold(start, |p, l| join(&p, l));
                    let first = full.get().first().copied().unwrap_or("");
                    let missing = !open
                        && !near
                        && !self.is_old(group.unit, first)
                        && !self.is_far(from, first)
                        && match from {
                            Some(id) => self.is_missing(id, first, firm || base.is_some(), span),
                            None => {
                                (group.unit.is_top() || first.contains('.'))
                                    && self.is_absent(group.unit, first, firm, span)
                            }
                        };
                    (if missing { Resolution::Missing } else { Resolution::Unchecked }, path)
                }
            };
            targets.push(Target { span: member.span, path, role: member.role, resolution, within });
        }
    }

    /// A unit that was not found, but cited before in this section in the same words and more: "clause (ii)(IX) of
    /// paragraph (2)(A)", then "clause (ii)(IX)". Remembers what is found.
    fn recall(&mut self, unit: Unit, member: &Member, labels: &[&str], base: Option<&Base>, found: Found) -> Found {
        let key = (unit.rank(), word_of(member.span.of(self.text)));
        match found {
            Found::Whole(hit) => {
                if base.is_some() {
                    self.seen.insert(key, hit.first());
                }
                found
            }
            _ if base.is_some() || unit.rank() < 2 => found,
            _ => {
                if let Some(&id) = self.seen.get(&key) {
                    return Found::Whole(Hit::One(id));
                }
                // "to carry out subsection (a)— (i) … paragraph (4)": a unit of what the lead-in ends with.
                let mut at = self.provision;
                for _ in 0..4 {
                    at = self.index.up(at);
                    if let Some(&id) = self.lead.get(&at)
                        && let found @ Found::Whole(_) = self.under(id, labels)
                    {
                        return found;
                    }
                }
                // A clause of the subparagraph before, which these words go on about.
                if matches!(unit, Unit::Clause | Unit::Subclause | Unit::Item)
                    && let found @ Found::Whole(_) = self.of_sibling(labels)
                {
                    return found;
                }
                // "section 18, without regard to paragraph (1)(j)": a unit of the section cited just before.
                if let (Some(Base::Unit(id)), true) = (self.cited.last(Unit::Section), self.cited.at >= self.low)
                    && !member.numbered
                    && let found @ Found::Whole(_) = self.under(*id, labels)
                {
                    return found;
                }
                found
            }
        }
    }

    /// Labels under a unit or, failing that, under those it stands in.
    fn under(&self, base: ProvisionId, labels: &[&str]) -> Found {
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
    fn descend_near(&self, base: ProvisionId, group: &Group, labels: &[&str], firm: bool) -> Found {
        let mut at = base;
        let mut best = None;
        // "such section" may be said of section 5(b): its own units are (b)'s or the section's.
        loop {
            match self.descend(at, labels) {
                found @ Found::Whole(_) => return found,
                found @ Found::Part(_, n) if n > 0 || best.is_none() => best = Some(found),
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
            && self.style.named(self.text, &self.index, hit.first(), group.unit)
        {
            return found;
        }
        best.unwrap_or(Found::Nothing)
    }

    /// The labels under the sibling before the provision or before one that holds it.
    fn of_sibling(&self, labels: &[&str]) -> Found {
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

    /// "clause (1)", "items (1) and (2)": old words for what is counted inside a sentence.
    fn is_old(&self, unit: Unit, label: &str) -> bool {
        let roman = form::of(label) & (form::LOWER_ROMAN | form::UPPER_ROMAN) != 0;
        self.style == Style::American
            && (matches!(unit, Unit::Point)
                || matches!(unit, Unit::Clause | Unit::Item) && !roman && form::of(label) & form::DOUBLE == 0)
    }

    /// "paragraph (77)" in a list that ends at (21): of another list. Only where numbered paragraphs run so high.
    fn is_far(&self, from: Option<ProvisionId>, label: &str) -> bool {
        /// Children looked at, so that long lists stay cheap.
        const MOST: usize = 256;
        if self.style == Style::Commonwealth {
            return false;
        }
        let Ok(n) = label.parse::<u32>() else { return false };
        let Some(from) = from.filter(|_| n > 20) else { return false };
        let last = self
            .doc
            .children(from)
            .take(MOST)
            .filter_map(|c| self.doc.get(c).label.as_ref()?.key.parse::<u32>().ok())
            .max();
        last.is_none_or(|last| n > last + 10)
    }

    /// Whether a group's first label is a unit's own number, not one in brackets.
    fn is_number(&self, parsed: &Parsed, group: &Group, first: &str) -> bool {
        parsed.members_of(group).first().is_some_and(|m| m.numbered) && !first.is_empty()
    }

    /// Follows labels down from a unit.
    fn descend(&self, from: ProvisionId, labels: &[&str]) -> Found {
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

    fn annex(&self, unit: Unit, labels: &[&str]) -> Found {
        let Some(hit) = labels.first().and_then(|l| self.index.annex(unit, l)) else { return Found::Nothing };
        if labels.len() == 1 { Found::Whole(hit) } else { self.descend(hit.first(), &labels[1..]) }
    }

    fn container(&self, unit: Unit, labels: &[&str]) -> Found {
        match labels.first().and_then(|l| self.index.container(unit, l)) {
            Some(hit) if labels.len() == 1 => Found::Whole(hit),
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
        let mut best = Found::Nothing;
        // Inside the unit it stands in: paragraphs numbered without brackets, an annex's own articles.
        let mut at = self.provision;
        loop {
            let fits = self.index.child(at, head).filter(|hit| {
                let id = hit.first();
                if at == Document::ROOT {
                    // An article is no section, where there are sections.
                    let other =
                        unit == Unit::Article && self.doc.get(id).kind == Kind::Section && self.style.is_bracketed();
                    return !other && (unit.is_top() || !is_bracketed(self.text, self.doc, id));
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
            at = self.index.up(at);
        }
        best
    }

    /// "subsection (b)(2)": looked for among the units around, nearest first, those of that name before others. Also
    /// gives the unit in which it should be where it is nowhere.
    pub(super) fn climb(&self, unit: Unit, labels: &[&str]) -> (Found, ProvisionId) {
        let Some(&head) = labels.first() else { return (Found::Nothing, self.provision) };
        let mut any: Option<(Found, ProvisionId)> = None;
        let mut partial: Option<(Found, ProvisionId)> = None;
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
            (None, None) => (Found::Nothing, expected.unwrap_or(top)),
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
    fn pick(&self, a: ProvisionId, b: ProvisionId) -> Resolution {
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

    // ---- when nothing is there

    /// Whether a unit's own label is the only one given.
    fn is_labelled(&self, id: ProvisionId, labels: &[&str]) -> bool {
        let own = self.doc.get(id).label.as_ref();
        labels.len() == 1 && own.is_some_and(|l| labels.first() == Some(&l.key.as_str()))
    }

    /// Whether a label that is not among a unit's children should be there.
    fn is_missing(&mut self, from: ProvisionId, label: &str, firm: bool, span: Span) -> bool {
        // Units on one endless line were guessed from a run of numbers: some were not seen.
        if from == Document::ROOT || !self.laid_out || self.is_historic(span) {
            return false;
        }
        let unit = self.doc.get(from);
        if unit.status != Status::InForce || self.doc.ancestors(from).any(|id| self.doc.get(id).quoted) {
            return false;
        }
        if !firm && (self.is_abroad() || self.is_aside(span)) {
            return false;
        }
        // Definitions that once had letters, and are cited by them.
        if self.doc.children(from).take(3).any(|c| self.doc.get(c).kind == Kind::Definition) {
            return false;
        }
        // "paragraph 3.4 of this article", said in a unit 2: of another text's article.
        let own = self.doc.get(from).label.as_ref().map_or("", |l| l.key.as_str());
        if label.contains('.') && !label.strip_prefix(own).is_some_and(|rest| rest.starts_with('.')) {
            return false;
        }
        // A list that begins after that label is not here in full.
        let first = self.doc.children(from).find_map(|c| self.doc.get(c).label.as_ref());
        if first.is_some_and(|f| {
            f.key.len() == 1 && label.len() == 1 && label < f.key.as_str() && form::of(label) & form::of(&f.key) != 0
        }) {
            return false;
        }
        !self.is_inline(from, label, span)
    }

    /// Whether a top unit's number lies in the run of this text's numbers and is not there.
    fn is_absent(&self, unit: Unit, label: &str, firm: bool, span: Span) -> bool {
        let top = self.index.top;
        // Chapters of a code hold a part of its sections, and consolidated Acts leave out what is not in force.
        if !self.laid_out
            || self.style.is_bracketed()
            || unit.is_annex()
            || unit == Unit::Number
            || top.count < 3
            || top.low > 2
        {
            return false;
        }
        if top.count < 5 && !top.is_whole() {
            return false;
        }
        let (whole, decimal) = match label.split_once('.') {
            Some((whole, rest)) => (whole, Some(rest)),
            None => (label, None),
        };
        let Ok(n) = whole.parse::<u32>() else { return false };
        let plain = decimal.is_none_or(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if let Some(rest) = decimal
            && n <= top.high
        {
            // "4.5" is missing where article 4 has a 4.1 and the like, one step below it.
            let mut first = String::with_capacity(whole.len() + 2);
            first.push_str(whole);
            first.push_str(".1");
            let holder = self.index.child(Document::ROOT, whole).map_or(Document::ROOT, Hit::first);
            let numbered = self.index.child(holder, &first).is_some();
            return plain && numbered && !rest.contains('.') && !self.is_historic(span) && (firm || !self.is_abroad());
        }
        let inside = n > 0 && n < top.high && plain && decimal.is_none();
        let whole = top.is_whole() && n <= top.high.saturating_mul(3) + 5;
        let firm = firm || whole && !self.is_aside(span) && !self.is_abroad();
        (inside || (firm && plain && n > top.high)) && !self.is_historic(span) && (firm || !self.is_abroad())
    }

    /// Whether the citation stands in brackets after another, which it takes a part from ("(h) (other than paragraph
    /// (4))"), or in words that apply another unit with changes ("by substituting “3” for “5” in clause (i)").
    fn is_aside(&self, span: Span) -> bool {
        let at = span.start as usize;
        let mut from = at.saturating_sub(110).max(self.low);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..at).unwrap_or("");
        let aside = before.rfind(" (").is_some_and(|i| {
            let open = from + i;
            before.get(i + 1..).is_some_and(|t| !t.contains(')')) && open == self.done
        });
        aside
            || before.contains("substituting")
            || before.contains("by striking")
            || before.contains("amendments made by")
            || before.contains("amendment made by")
    }

    /// Whether a unit of another instrument was cited before in this block or in what leads in to it: then a unit cited
    /// without an instrument may be that one's.
    fn is_abroad(&self) -> bool {
        self.doc.ancestors(self.provision).any(|id| self.abroad.get(id.index()).copied().unwrap_or(false))
    }

    /// "(as in effect before …)", "former section", "as added by": a unit of another time.
    fn is_historic(&self, span: Span) -> bool {
        let after = self.window(span.end as usize, 110);
        const AFTER: [&str; 16] = [
            "as those",
            "read immediately",
            "in effect",
            "in force",
            "as added",
            "as amended",
            "as redesignated",
            "before the date",
            "prior to",
            "as it read",
            "as so ",
            "before its",
            "as enacted",
            " note",
            "as that ",
            "as such ",
        ];
        let near = after.split(['.', ';']).next().unwrap_or("");
        let mut from = (span.start as usize).saturating_sub(24).max(self.low);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..span.start as usize).unwrap_or("").trim_end();
        AFTER.iter().any(|w| near.contains(w))
            || before.ends_with("SUP)")
            || before.ends_with("former")
            || before.ends_with("old")
            || before.ends_with("then")
    }

    /// Whether "(d)" stands inside the running text as an enumerator: "… if (a) …, or (b) …". Where the search has grown
    /// too long, it is taken to.
    fn is_inline(&mut self, unit: ProvisionId, label: &str, span: Span) -> bool {
        let places = [unit, self.provision, self.index.up(self.provision), self.index.up(unit)];
        let doc = self.doc;
        for (i, place) in places.into_iter().enumerate() {
            if places.iter().take(i).any(|&p| p == place) {
                continue;
            }
            for block in doc.blocks_of(place) {
                let text = block.span.of(self.text);
                let Some(rest) = self.budget.checked_sub(text.len()) else { return true };
                self.budget = rest;
                for (i, _) in text.match_indices(label) {
                    let at = block.span.start as usize + i;
                    if !span.holds(at as u32) && enumerates(text, i, label) {
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// Whether the label at `at` is an enumerator in running text, and not the tail of a citation.
fn enumerates(text: &str, at: usize, label: &str) -> bool {
    let bytes = text.as_bytes();
    let end = at + label.len();
    let open = at.checked_sub(1).is_some_and(|i| bytes.get(i) == Some(&b'('));
    if bytes.get(end) != Some(&b')')
        || (!open && at.checked_sub(1).is_some_and(|i| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric)))
    {
        return false;
    }
    let before = text.get(..at - usize::from(open)).unwrap_or("");
    let after = text.get(end + 1..).unwrap_or("");
    let goes_on = after.starts_with([' ', '\n'])
        && after.trim_start().starts_with(|c: char| c.is_alphabetic() || c == '“' || c == '$');
    let next = after.trim_start().split([' ', '\n', ',']).next().unwrap_or("");
    if !goes_on || before.is_empty() || !(before.ends_with([' ', '\n', '—'])) {
        return !before.is_empty() && goes_on && before.ends_with('—');
    }
    if matches!(
        next,
        "of" | "and" | "or" | "shall" | "through" | "is" | "are" | "above" | "below" | "may" | "does" | "do"
    ) {
        return false;
    }
    let before = before.trim_end();
    // A list of labels before it: ") and", "), (", "paragraphs".
    let mut stem = before.trim_end_matches([',']).trim_end();
    for word in ["and", "or", "to", "through"] {
        if let Some(rest) = stem.strip_suffix(word) {
            stem = rest.trim_end().trim_end_matches(',').trim_end();
            break;
        }
    }
    let word = before.rsplit([' ', '\n', '(', '—']).next().unwrap_or("");
    !stem.ends_with(')') && Unit::read(word.trim_end_matches(',')).is_none()
}

#[cfg(test)]
mod tests {
    use super::enumerates;

    fn at(text: &str, label: &str) -> bool {
        text.match_indices(label).any(|(i, _)| enumerates(text, i, label))
    }

    #[test]
    fn enumerators_inside_sentences() {
        assert!(at("may be used for (a) roads, or (b) bridges", "b"));
        assert!(at("who (1) holds a licence; and (2) has paid", "2"));
        assert!(!at("under subsection (b) the agency", "b"));
        assert!(!at("subsections (a) and (b) of this section", "b"));
        assert!(!at("under paragraphs (1), (2), or (3), the", "3"));
    }
}
