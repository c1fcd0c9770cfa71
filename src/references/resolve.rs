//! From labels to provisions: what a citation's words lead to from where they stand.

use smol_str::SmolStr;

use super::index::{Hit, join};
use super::labels::Labels;
use super::model::{Resolution, Target, TargetRole};
use super::names::{space_before, word_before};
use super::parsed::{Group, Link, Member, Near, Parsed};
use super::reader::Reader;
use super::units::Unit;
use crate::document::{Document, ProvisionId};
use crate::span::Span;
use crate::text::{Change, word_of};

/// What a unit word pointed to the last time, for "that section".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// A unit of this text.
    Unit(ProvisionId),
    /// A unit of another instrument, named by these words.
    Abroad(Span),
    /// A unit that was not found here.
    Open(SmolStr),
}

/// The units cited last, by rank of their unit word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cited {
    last: [Option<Base>; 8],
    /// By rank, where the last citation named several units: these, with their places in the list.
    lists: [Vec<(ProvisionId, TargetRole)>; 8],
    /// Where the last section was cited.
    pub(super) at: usize,
}

impl Cited {
    /// The same after a change of the text; none where the change touches a place that it holds.
    pub(super) fn followed(&self, change: Change) -> Option<Self> {
        let mut own = self.clone();
        own.at = change.at(self.at as u32)? as usize;
        for base in own.last.iter_mut().flatten() {
            if let Base::Abroad(name) = base {
                *name = change.follow(*name)?;
            }
        }
        Some(own)
    }

    pub(super) fn last(&self, unit: Unit) -> Option<&Base> {
        self.last.get(unit.rank() as usize)?.as_ref()
    }

    pub(super) fn set(&mut self, unit: Unit, base: Base) {
        if let Some(slot) = self.last.get_mut(unit.rank() as usize) {
            *slot = Some(base);
        }
        if let Some(list) = self.lists.get_mut(unit.rank() as usize) {
            list.clear();
        }
    }

    /// The units of the last citation with that word, where it named several.
    pub(super) fn list(&self, unit: Unit) -> &[(ProvisionId, TargetRole)] {
        self.lists.get(unit.rank() as usize).map_or(&[], Vec::as_slice)
    }

    /// Notes that the last citation with that word named these units.
    fn note_list(&mut self, unit: Unit, targets: &[Target]) {
        if let Some(list) = self.lists.get_mut(unit.rank() as usize).filter(|_| targets.len() > 1) {
            list.extend(targets.iter().map(|t| match t.resolution {
                Resolution::Found(id) | Resolution::Ambiguous(id, _) => (id, t.role),
                Resolution::Missing | Resolution::Unchecked => (Document::ROOT, t.role),
            }));
        }
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
        // "subsection (b) thereof": of the unit cited before.
        let mut base: Option<Base> = self.thereof.take().map(Base::Unit);
        let mut firm = here;
        for i in 0..count {
            let group = if nested { &chain[i] } else { &chain[count - 1 - i] };
            let inner = i + 1 == count;
            if let Some(near) = group.near {
                firm = true;
                base = match near {
                    // "of these Rules": of the text at hand.
                    Near::This if group.unit.is_container() || group.word.of(self.text) == "Rules" => None,
                    Near::This => self.around(group.unit).map(Base::Unit),
                    // "of that paragraph" after a list: of which is not known.
                    Near::That if !self.cited.list(group.unit).is_empty() => Some(Base::Open(SmolStr::default())),
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
                self.log.leads.push((self.provision, *id));
            }
            if let Some(next) = &next {
                self.remember(group.unit, next, group.word.start as usize);
                self.cited.note_list(group.unit, targets.get(from..).unwrap_or(&[]));
            }
            // "item 1 of Part IV of Schedule III": parts of annexes are not looked into.
            base = match base {
                Some(held) if group.unit.is_container() => Some(Base::Open(match held {
                    Base::Open(path) => path,
                    Base::Unit(id) => self.index.path(id),
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
                    target.path = self.index.path(id);
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
        let near = before_unit(self.text, self.low, group);
        let mut full = Labels::default();
        for member in parsed.members_of(group) {
            if !self.full(parsed, member, &mut full) {
                break;
            }
            let numbered = full.get().first().is_some_and(|l| self.is_number(parsed, group, l));
            // "such paragraph (4)": the paragraph (4) that was named before.
            let named = match self.cited.last(group.unit) {
                _ if !near || numbered || base.is_some() => None,
                Some(Base::Unit(id)) if self.is_labelled(*id, full.get()) => Some(Base::Unit(*id)),
                _ => {
                    let mut listed = self.cited.list(group.unit).iter().map(|&(id, _)| id);
                    let one = listed.rfind(|&id| self.is_labelled(id, full.get()));
                    Some(one.map_or(Base::Open(SmolStr::default()), Base::Unit))
                }
            };
            if let Some(Base::Unit(id)) = named {
                let path = self.index.path(id);
                let (role, resolution) = (member.role, Resolution::Found(id));
                targets.push(Target { span: member.span, path, role, resolution, within: id });
                continue;
            }
            let base = named.as_ref().or(base);
            let (found, from) = match base {
                // "Part 5 of Schedule 3": not the text's own Part 5.
                Some(Base::Open(_)) if group.unit.is_container() => (Found::Nothing, None),
                Some(Base::Unit(id)) if group.unit.is_container() => {
                    (self.container(group.unit, full.get(), Some(*id)), None)
                }
                _ if group.unit.is_container() => (self.container(group.unit, full.get(), None), None),
                _ if group.unit.is_annex() => (self.annex(group.unit, full.get()), None),
                Some(Base::Unit(id)) => (self.descend_near(*id, group, full.get(), firm), Some(*id)),
                Some(Base::Open(path)) => {
                    let path = join(path, full.get().iter().copied());
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
            let found =
                if open && (group.unit.is_top() || numbered) && base.is_none() { Found::Nothing } else { found };
            let found = self.recall(group.unit, member, full.get(), base, found);
            let within = match found {
                Found::Whole(hit) => hit.first(),
                Found::Part(id, _) => id,
                Found::Nothing => from.unwrap_or(Document::ROOT),
            };
            let (resolution, path) = match found {
                Found::Whole(Hit::One(id)) => (Resolution::Found(id), self.index.path(id)),
                Found::Whole(Hit::Two(a, b)) => (self.pick(a, b), self.index.path(a)),
                Found::Part(id, n) => {
                    let path = self.index.path_below(id, full.get().get(n..).unwrap_or(&[]));
                    let inner = full.get().get(n).copied().unwrap_or("");
                    let missing = !open
                        && !near
                        && !self.is_old(group.unit, inner)
                        && self.is_missing(id, full.get().get(n).copied().unwrap_or(""), firm, span);
                    (if missing { Resolution::Missing } else { Resolution::Unchecked }, path)
                }
                Found::Nothing => {
                    let path = self.index.path_below(from.unwrap_or(Document::ROOT), full.get());
                    let first = full.get().first().copied().unwrap_or("");
                    let missing = !open
                        && !near
                        && !self.is_old(group.unit, first)
                        && !self.is_far(from, first)
                        && match from {
                            Some(id) => self.is_missing(id, first, firm || base.is_some(), span),
                            None => {
                                (group.unit.is_top() || first.contains('.') && !group.unit.is_container())
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
        let key = || (unit.rank(), word_of(member.span.of(self.text)));
        match found {
            Found::Whole(hit) => {
                if base.is_some() {
                    self.seen.insert(key(), hit.first());
                }
                found
            }
            _ if base.is_some() || unit.rank() < 2 => found,
            _ => {
                if let Some(&id) = self.seen.get(&key()) {
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

    /// Whether a group's first label is a unit's own number, not one in brackets.
    fn is_number(&self, parsed: &Parsed, group: &Group, first: &str) -> bool {
        parsed.members_of(group).first().is_some_and(|m| m.numbered) && !first.is_empty()
    }
}
