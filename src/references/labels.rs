//! The labels of a citation's members: which go on from the one before, and where a list of them ends.

use super::index::join;
use super::model::{Resolution, Target, TargetRole};
use super::parsed::{Group, Member, Parsed};
use super::reader::Reader;
use super::style::form;
use crate::document::Document;
use crate::span::Span;

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

impl<'a> Reader<'a> {
    /// Makes the labels of the member before those of this one, which may go on from it ("163(a), (b)" is 163(a), 163(b)).
    /// False, and nothing made, where the member goes on with nothing.
    pub(super) fn full(&self, parsed: &Parsed, member: &Member, labels: &mut Labels<'a>) -> bool {
        let own = parsed.labels_of(member);
        let Some(first) = own.first() else { return false };
        let kept = if member.numbered || labels.get().is_empty() {
            Some(0)
        } else {
            self.kept(form::of(first.of(self.text)), own, labels)
        };
        // "section 5 and (b)": the bracket begins something else.
        let Some(kept) = kept else { return false };
        labels.numbered = member.numbered || kept > 0 && labels.numbered;
        labels.len = kept;
        for label in own {
            labels.push(label.of(self.text));
        }
        true
    }

    /// How many labels of the member before are this one's too.
    fn kept(&self, forms: u8, own: &[Span], before: &Labels<'a>) -> Option<usize> {
        let prev = before.get();
        let fits = |d: usize| prev.get(d).is_some_and(|l| form::of(l) & forms != 0) && (d > 0 || !before.numbered);
        // "(2)(a)(i) or (b)(i)": of the same length, if it can be.
        let mut keep = prev.len().checked_sub(own.len()).filter(|&d| fits(d));
        // "(b)(1)(B)(i) and (k)(3)(G)": where several labels lie side by side, all of them fit.
        let along = |d: usize| {
            own.iter()
                .enumerate()
                .all(|(i, l)| prev.get(d + i).is_some_and(|p| form::of(p) & form::of(l.of(self.text)) != 0))
        };
        if keep.is_none() && own.len() > 1 {
            keep = (0..prev.len()).rev().find(|&d| fits(d) && along(d));
        }
        for (d, label) in prev.iter().enumerate().rev() {
            if keep.is_none() && form::of(label) & forms != 0 && fits(d) {
                keep = Some(d);
            }
        }
        // "(b)(1)(B)(i) and (k)(3)(G)": as many levels alike as can be.
        if own.len() > 1 {
            let alike = |d: usize| {
                let pairs = prev.get(d..).unwrap_or(&[]).iter().zip(own);
                pairs.clone().all(|(l, o)| form::of(l) & form::of(o.of(self.text)) != 0).then(|| pairs.count())
            };
            let best = (0..prev.len()).filter(|&d| fits(d)).filter_map(|d| Some((alike(d)?, d))).max();
            keep = best.map_or(keep, |(_, d)| Some(d));
        }
        keep
    }

    /// Cuts a parsed citation where a bracketed label is no member of its list but begins an enumerated clause, and where
    /// numbers after commas are joined by nothing.
    pub(super) fn trim(&self, parsed: &mut Parsed) {
        for g in 0..parsed.groups.len() {
            let (from, to) = (parsed.groups[g].members.0 as usize, parsed.groups[g].members.1 as usize);
            // A label by itself is trimmed by nothing.
            if to == from + 1 && parsed.members.get(from).is_some_and(|m| m.labels.0 < m.labels.1) {
                continue;
            }
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
                // "paragraph 3(2) through DCI Limited": a name in capitals is no end of a range.
                let label = parsed.labels_of(&member).first().map_or("", |l| l.of(self.text));
                let name = member.role == TargetRole::RangeEnd
                    && label.len() > 1
                    && label.bytes().all(|b| b.is_ascii_uppercase())
                    && before.get().first().is_some_and(|l| l.starts_with(|c: char| c.is_ascii_digit()));
                if name || !self.full(parsed, &member, &mut before) {
                    stop = Some(m);
                    break;
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
        let mut full = Labels::default();
        for member in parsed.members_of(group) {
            if !self.full(parsed, member, &mut full) {
                break;
            }
            let path = join(base, full.get().iter().copied());
            let (role, within) = (member.role, Document::ROOT);
            targets.push(Target { span: member.span, path, role, resolution: Resolution::Unchecked, within });
        }
    }
}
