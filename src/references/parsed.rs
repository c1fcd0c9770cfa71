//! A citation as it was read: groups of a unit word and labels, flat. Both readers, by bytes and by the grammar, give it.

use super::model::TargetRole;
use super::units::Unit;
use crate::span::Span;

/// How a group hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// It is the first.
    First,
    /// "and paragraph (2)", ", section 5": beside it. The flag: only a comma stands between.
    Beside(bool),
    /// "of subsection (b)": around it.
    Around,
}

/// "this", "that", "such" before a unit word without a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// "this section": the one it stands in.
    This,
    /// "that section", "such section": the one named last.
    That,
}

/// A unit word with its labels.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) link: Link,
    pub(super) unit: Unit,
    /// The unit word.
    pub(super) word: Span,
    pub(super) near: Option<Near>,
    /// Range in [`Parsed::members`].
    pub(super) members: (u32, u32),
    /// Where its last word ends.
    pub(super) end: u32,
}

/// One label with its sub-labels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) span: Span,
    pub(super) role: TargetRole,
    /// Range in [`Parsed::labels`].
    pub(super) labels: (u32, u32),
    /// The first label is a number before brackets ("163" in "163(b)").
    pub(super) numbered: bool,
}

/// A parsed citation; its buffers serve again for the next one.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) groups: Vec<Group>,
    pub(super) members: Vec<Member>,
    /// Bare labels as they stand in the text.
    pub(super) labels: Vec<Span>,
}

impl Parsed {
    pub(super) fn members_of(&self, group: &Group) -> &[Member] {
        self.members.get(group.members.0 as usize..group.members.1 as usize).unwrap_or(&[])
    }

    pub(super) fn labels_of(&self, member: &Member) -> &[Span] {
        self.labels.get(member.labels.0 as usize..member.labels.1 as usize).unwrap_or(&[])
    }

    pub(super) fn clear(&mut self) {
        self.groups.clear();
        self.members.clear();
        self.labels.clear();
    }
}

/// Takes the words of a citation one by one and puts them into a [`Parsed`].
pub(super) struct Lower<'a> {
    text: &'a str,
    out: &'a mut Parsed,
    link: Link,
    near: Option<Near>,
    role: TargetRole,
    /// A member takes labels.
    open: bool,
}

impl<'a> Lower<'a> {
    pub(super) const fn new(text: &'a str, out: &'a mut Parsed) -> Self {
        Self { text, out, link: Link::First, near: None, role: TargetRole::Member, open: false }
    }

    /// A unit word; false where it is none after all.
    pub(super) fn unit(&mut self, span: Span) -> bool {
        self.close();
        let Some(unit) = Unit::read(span.of(self.text)) else { return false };
        let from = self.out.members.len() as u32;
        let (link, near) = (self.link, self.near.take());
        self.out.groups.push(Group { link, unit, word: span, near, members: (from, from), end: span.end });
        true
    }

    /// The title of a code, before its sections.
    pub(super) fn code(&mut self, at: usize) {
        let word = Span::at(at, at);
        self.out.groups.push(Group {
            link: Link::First,
            unit: Unit::Section,
            word,
            near: None,
            members: (0, 0),
            end: word.end,
        });
    }

    /// "this", "that" before a unit word.
    pub(super) fn near(&mut self, span: Span) {
        let word = span.of(self.text);
        let this = word.eq_ignore_ascii_case("this") || word.eq_ignore_ascii_case("these");
        self.near = Some(if this { Near::This } else { Near::That });
    }

    /// "of": what comes holds what came.
    pub(super) const fn around(&mut self) {
        self.link = Link::Around;
    }

    /// ", and under": what comes stands beside what came.
    pub(super) fn also(&mut self, span: Span) {
        let words = span.of(self.text);
        self.link = Link::Beside(!words.bytes().any(|b| b.is_ascii_alphabetic()));
    }

    /// Another member of the list.
    pub(super) const fn more(&mut self) {
        self.open = false;
        self.role = TargetRole::Member;
    }

    /// The end of a range.
    pub(super) fn through(&mut self) {
        if let Some(last) = self.out.members.last_mut() {
            last.role = TargetRole::RangeStart;
        }
        self.open = false;
        self.role = TargetRole::RangeEnd;
    }

    /// A number without brackets.
    pub(super) fn number(&mut self, span: Span) {
        // "sections 14001–14002": two numbers, not one with a dash in it.
        if let Some((first, last)) = self.dashed(span) {
            self.label(first, true);
            if let Some(member) = self.out.members.last_mut() {
                member.role = TargetRole::RangeStart;
            }
            self.open = false;
            self.role = TargetRole::RangeEnd;
            self.label(last, true);
            return;
        }
        self.label(span, true);
    }

    /// A label in brackets, or before one.
    pub(super) fn key(&mut self, span: Span) {
        self.label(span, false);
    }

    /// The two ends of a range with a dash, after a plural unit word.
    fn dashed(&self, span: Span) -> Option<(Span, Span)> {
        let word = self.out.groups.last()?.word.of(self.text);
        if !(word.ends_with(['s', 'S']) || word == "§§" || word.ends_with("s.")) {
            return None;
        }
        let text = span.of(self.text);
        let at = text.find(['–', '-'])?;
        let dash = text.get(at..)?.chars().next()?.len_utf8();
        let (first, last) = (text.get(..at)?, text.get(at + dash..)?);
        let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        let forward = first.len() < last.len() || (first.len() == last.len() && first < last);
        (plain(first) && plain(last) && forward).then(|| {
            let start = span.start as usize;
            (Span::at(start, start + at), Span::at(start + at + dash, span.end as usize))
        })
    }

    fn label(&mut self, span: Span, number: bool) {
        let at = self.out.labels.len() as u32;
        let outer = if number {
            span
        } else {
            // The brackets around the key, or the one after it, or the full stop that stands for them.
            let bytes = self.text.as_bytes();
            let before = u32::from(span.start > 0 && bytes.get(span.start as usize - 1) == Some(&b'('));
            let after = u32::from(bytes.get(span.end as usize) == Some(&b')'));
            Span::new(span.start - before, span.end + after)
        };
        self.out.labels.push(span);
        if self.open {
            if let Some(member) = self.out.members.last_mut() {
                member.labels.1 = at + 1;
                member.span.end = outer.end;
            }
        } else {
            self.out.members.push(Member { span: outer, role: self.role, labels: (at, at + 1), numbered: number });
            self.open = true;
        }
    }

    /// Ends the last group.
    pub(super) fn close(&mut self) {
        self.open = false;
        self.role = TargetRole::Member;
        let members = self.out.members.len() as u32;
        if let Some(group) = self.out.groups.last_mut() {
            group.members.1 = members;
            if let Some(last) = self.out.members.last().filter(|_| group.members.0 < members) {
                group.end = last.span.end;
            }
        }
    }
}
