//! From labels to provisions: what a citation's words lead to from where they stand.

use smol_str::SmolStr;

use super::grammar::{Group, Link, Member, Near, Parsed};
use super::index::{Hit, join};
use super::model::{Resolution, Target, TargetRole};
use super::reader::Reader;
use super::style::{form, is_bracketed};
use super::units::Unit;
use crate::document::{Document, ProvisionId, Status};
use crate::span::Span;

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

impl<'a> Reader<'a> {
    /// Where the labels of each member begin: a member may go on from the one before ("163(a), (b)" is 163(a), 163(b)).
    pub(super) fn full(&self, parsed: &Parsed, member: &Member, before: &Labels<'a>) -> Option<Labels<'a>> {
        let own = parsed.labels_of(member);
        let mut full = Labels::default();
        let first = own.first()?.of(self.text);
        if !member.numbered && !before.get().is_empty() {
            let forms = form::of(first);
            let prev = before.get();
            let numbered = prev.first().is_some_and(|l| l.starts_with(|c: char| c.is_ascii_digit())) && prev.len() > 1;
            let mut keep = None;
            for (d, label) in prev.iter().enumerate().rev() {
                if form::of(label) & forms != 0 {
                    keep = Some(d);
                    break;
                }
            }
            // "section 5 and (b)": the bracket begins something else.
            let d = keep?;
            let _ = numbered;
            for label in &prev[..d] {
                full.push(label);
            }
        }
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
            if let Some(next) = &next {
                self.remember(group.unit, next);
            }
            base = if group.unit.is_container() { None } else { next };
            firm |= !inner && !group.unit.is_container();
        }
    }

    fn remember(&mut self, unit: Unit, base: &Base) {
        self.cited.set(unit, base.clone());
        if unit.is_top() || unit.is_container() {
            return;
        }
        // "subsection 47(2)" and "paragraph (2) of section 5" name a section too.
        match base {
            Base::Unit(id) => {
                let top = self.index.top_of(*id);
                if top != self.index.top_of(self.provision) {
                    self.cited.set(Unit::Section, Base::Unit(top));
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
            let (found, from) = match base {
                Some(Base::Unit(id)) => (self.descend(*id, full.get()), Some(*id)),
                Some(Base::Open(path)) => {
                    let path = full.get().iter().fold(path.clone(), |p, l| join(&p, l));
                    let (role, within) = (member.role, Document::ROOT);
                    targets.push(Target { span: member.span, path, role, resolution: Resolution::Unchecked, within });
                    continue;
                }
                Some(Base::Abroad(_)) => (Found::Nothing, None),
                None if group.unit.is_container() => (self.container(group.unit, full.get()), None),
                None if numbered => (self.numbered(group.unit, full.get()), None),
                None => {
                    let (found, from) = self.climb(group.unit, full.get());
                    (found, Some(from))
                }
            };
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
                    let missing = !open && self.is_missing(id, full.get().get(n).copied().unwrap_or(""), firm, span);
                    (if missing { Resolution::Missing } else { Resolution::Unchecked }, path)
                }
                Found::Nothing => {
                    let start = from.map_or_else(SmolStr::default, |id| self.index.path(id).clone());
                    let path = full.get().iter().fold(start, |p, l| join(&p, l));
                    let first = full.get().first().copied().unwrap_or("");
                    let missing = !open
                        && match from {
                            Some(id) => self.is_missing(id, first, firm || base.is_some(), span),
                            None => group.unit.is_top() && self.is_absent(group.unit, first, firm, span),
                        };
                    (if missing { Resolution::Missing } else { Resolution::Unchecked }, path)
                }
            };
            targets.push(Target { span: member.span, path, role: member.role, resolution, within });
        }
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
                    return unit.is_top() || !is_bracketed(self.text, self.doc, id);
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
        let top = self.index.top_of(self.provision);
        match (any, partial) {
            // A unit of another name stands nearer than the section's own list, which has no such label.
            (Some(found), None) => found,
            (_, Some(part)) => part,
            (None, None) => (Found::Nothing, expected.unwrap_or(top)),
        }
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

    /// Whether a label that is not among a unit's children should be there.
    fn is_missing(&self, from: ProvisionId, label: &str, firm: bool, span: Span) -> bool {
        if from == Document::ROOT || self.is_historic(span) {
            return false;
        }
        let unit = self.doc.get(from);
        if unit.status != Status::InForce || self.doc.ancestors(from).any(|id| self.doc.get(id).quoted) {
            return false;
        }
        if !firm && self.is_abroad() {
            return false;
        }
        !self.is_inline(from, label, span)
    }

    /// Whether a top unit's number lies in the run of this text's numbers and is not there.
    fn is_absent(&self, unit: Unit, label: &str, firm: bool, span: Span) -> bool {
        let top = self.index.top;
        if self.style == super::style::Style::American
            || unit.is_annex()
            || unit == Unit::Number
            || top.count < 5
            || top.low > 2
        {
            return false;
        }
        let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
        let plain = digits.len() == label.len();
        let Ok(n) = digits.parse::<u32>() else { return false };
        let inside = n > 0 && n < top.high && plain;
        (inside || (firm && plain && n > top.high)) && !self.is_historic(span) && (firm || !self.is_abroad())
    }

    /// Whether a unit of another instrument was cited before in this block or in what leads in to it: then a unit cited
    /// without an instrument may be that one's.
    fn is_abroad(&self) -> bool {
        self.doc.ancestors(self.provision).any(|id| self.abroad.get(id.index()).copied().unwrap_or(false))
    }

    /// "(as in effect before …)", "former section", "as added by": a unit of another time.
    fn is_historic(&self, span: Span) -> bool {
        let after = self.window(span.end as usize, 110);
        const AFTER: [&str; 14] = [
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
            || before.ends_with("former")
            || before.ends_with("old")
            || before.ends_with("then")
    }

    /// Whether "(d)" stands inside the running text as an enumerator: "… if (a) …; (b) …".
    fn is_inline(&self, unit: ProvisionId, label: &str, span: Span) -> bool {
        let mut budget = 24_000usize;
        let own = |id: ProvisionId| self.doc.blocks_of(id);
        for block in own(unit).chain(own(self.provision)) {
            let text = block.span.of(self.text);
            let Some(rest) = budget.checked_sub(text.len()) else { return true };
            budget = rest;
            for (i, _) in text.match_indices(label) {
                let at = block.span.start as usize + i;
                if span.holds(at as u32) || i == 0 {
                    continue;
                }
                let bytes = text.as_bytes();
                let open = bytes.get(i - 1) == Some(&b'(');
                if bytes.get(i + label.len()) != Some(&b')') {
                    continue;
                }
                let before = text.get(..i - usize::from(open)).unwrap_or("").trim_end();
                let after = text.get(i + label.len() + 1..).unwrap_or("");
                let fresh = before.is_empty()
                    || before.ends_with([',', ';', ':', '—', '.'])
                    || before.ends_with(" and")
                    || before.ends_with(" or");
                let goes_on = after.starts_with(' ') && after.trim_start().starts_with(char::is_alphabetic);
                let word = after.trim_start().split(' ').next().unwrap_or("");
                if fresh
                    && goes_on
                    && !matches!(
                        word,
                        "of" | "and" | "or" | "shall" | "to" | "through" | "is" | "are" | "above" | "below"
                    )
                {
                    return true;
                }
            }
        }
        false
    }
}
