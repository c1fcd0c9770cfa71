//! Whether a citation's unit word fits what it names.

use super::instruments::Tail;
use super::labels::Labels;
use super::model::{Resolution, Target, TargetRole, WordFault};
use super::parsed::{Group, Link, Member, Parsed};
use super::reader::Reader;
use super::resolve::Found;
use super::style::{Style, form};
use super::units::Unit;
use crate::document::Kind;
use crate::span::Span;

impl Reader<'_> {
    /// What is wrong with the unit word of a citation of this text.
    pub(super) fn fault(
        &mut self,
        parsed: &Parsed,
        chain: &[Group],
        nested: bool,
        targets: &[Target],
        tail: Tail,
    ) -> Option<WordFault> {
        let group = chain.first().filter(|_| !nested)?;
        if matches!(tail, Tail::Open(_)) {
            return None;
        }
        if let Some(fault) = self.number_fault(parsed, group) {
            return Some(fault);
        }
        if !matches!(
            group.unit,
            Unit::Subsection | Unit::Paragraph | Unit::Subparagraph | Unit::Clause | Unit::Subclause
        ) {
            return None;
        }
        let member = parsed.members_of(group).first()?;
        let labels = parsed.labels_of(member);
        if self.style == Style::American && member.numbered {
            let lone = chain.get(1).is_none_or(|g| g.near.is_some());
            return if lone { self.bare_number(group, labels) } else { None };
        }
        let target = targets.iter().find(|t| t.span == member.span && t.role != TargetRole::Holder)?;
        let Resolution::Found(mut id) = target.resolution else { return None };
        if self.style == Style::American {
            for _ in 1..labels.len() {
                id = self.index.up(id);
            }
        }
        let own = self.style.unit_of(&self.index, id)?;
        // "clause (1)" is old usage for any item of a list, "subclause (A)" for one of those under it; "subparagraph (a)" in
        // a list of its own likewise.
        let first = labels.first().map_or(0, |l| form::of(l.of(self.text)));
        if own == group.unit
            || (matches!(group.unit, Unit::Clause | Unit::Subclause)
                && first & (form::DIGIT | form::LOWER | form::UPPER) != 0
                && first & form::UPPER_ROMAN == 0)
        {
            return None;
        }
        self.note_fault(group.unit, own);
        Some(WordFault::ShouldBe(kind_of(own)?))
    }

    /// The same for a citation of another instrument, where the number alone tells: "subsection 552(b) of title 5".
    pub(super) fn fault_abroad(&self, parsed: &Parsed, chain: &[Group], name: Span) -> Option<WordFault> {
        let group = chain.first()?;
        let word = name.of(self.text);
        let code = word.starts_with("title") || word.starts_with("such title");
        let plain = chain.len() == 2 && chain.get(1).is_some_and(|g| g.unit == Unit::Title);
        if self.style != Style::American || !code || !plain || !is_lower(group.unit) {
            return None;
        }
        let member = parsed.members_of(group).first().filter(|m| m.numbered)?;
        let whole = parsed.labels_of(member).first()?.of(self.text).bytes().all(|b| b != b'.');
        whole.then_some(WordFault::ShouldBe(Kind::Section))
    }

    /// "subsection 1085(b)" is a section; "paragraph 3(A)" lacks its brackets.
    fn bare_number(&self, group: &Group, labels: &[Span]) -> Option<WordFault> {
        let bytes = self.text.as_bytes();
        let head = labels.first()?.of(self.text);
        let dotted = labels.get(1).is_some_and(|l| bytes.get(l.end as usize) == Some(&b'.'));
        if !is_lower(group.unit) || head.contains('.') || dotted || !head.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut all = [""; 10];
        for (slot, label) in all.iter_mut().zip(labels) {
            *slot = label.of(self.text);
        }
        let all = all.get(..labels.len().min(10))?;
        if matches!(self.numbered(Unit::Section, all), Found::Whole(_)) {
            return Some(WordFault::ShouldBe(Kind::Section));
        }
        if let (Found::Whole(hit), _) = self.climb(group.unit, all)
            && self.style.named(self.text, &self.index, hit.first(), group.unit) | (all.len() > 1)
        {
            return Some(WordFault::Unbracketed);
        }
        // "of this title" follows a section of the code, whether or not it stands in this text.
        let after = self.window(group.end as usize, 24);
        (after.starts_with(" of this title") && head.len() > 2).then_some(WordFault::ShouldBe(Kind::Section))
    }

    /// Singular and plural against the number of units named.
    fn number_fault(&self, parsed: &Parsed, group: &Group) -> Option<WordFault> {
        let members = parsed.members_of(group);
        let word = group.word.of(self.text);
        if word.ends_with('.') || word.starts_with('§') || group.unit.is_annex() || group.unit.is_container() {
            return None;
        }
        let plural = word.ends_with(['s', 'S']);
        if plural {
            return (members.len() == 1 && self.ends_here(group)).then_some(WordFault::ShouldBeSingular);
        }
        if members.len() < 2 {
            return None;
        }
        // Members beside the first: "subsection (a) and (c)", not "paragraph (1)(A) and (B)".
        let mut full = Labels::default();
        let mut beside = false;
        for (i, member) in members.iter().enumerate() {
            if !self.full(parsed, member, &mut full) {
                return None;
            }
            if i > 0 && full.get().len() == own_len(parsed, member) {
                let between = Span::new(members.get(i - 1)?.span.end, member.span.start).of(self.text);
                beside |= member.role == TargetRole::RangeEnd || between.contains(" and ");
            }
        }
        (beside && group.near.is_none() && !self.is_each(group)).then_some(WordFault::ShouldBePlural)
    }

    /// Whether nothing after the group can go on with its list.
    fn ends_here(&self, group: &Group) -> bool {
        let after = self.window(group.end as usize, 24);
        let of = ["this", "section", "subsection", "such", "paragraph"];
        let word = after.strip_prefix(" of ").and_then(|t| t.split([' ', '(']).next());
        let before = self.text.get(self.low..group.word.start as usize).unwrap_or("").trim_end();
        word.is_some_and(|w| of.contains(&w))
            && !before.ends_with("and")
            && !before.ends_with("or")
            && group.link == Link::First
    }

    /// "each of subsection (a) and …", "in both paragraph (1) and …".
    fn is_each(&self, group: &Group) -> bool {
        let before = self.text.get(self.low..group.word.start as usize).unwrap_or("").trim_end();
        before.ends_with("between") || before.ends_with("both") || before.ends_with("each of")
    }
}

fn own_len(parsed: &Parsed, member: &Member) -> usize {
    parsed.labels_of(member).len()
}

const fn is_lower(unit: Unit) -> bool {
    matches!(unit, Unit::Subsection | Unit::Paragraph | Unit::Subparagraph | Unit::Clause)
}

const fn kind_of(unit: Unit) -> Option<Kind> {
    Some(match unit {
        Unit::Section => Kind::Section,
        Unit::Subsection => Kind::Subsection,
        Unit::Paragraph => Kind::Paragraph,
        Unit::Subparagraph => Kind::Subparagraph,
        Unit::Clause => Kind::Clause,
        Unit::Subclause => Kind::Subclause,
        Unit::Item => Kind::Item,
        _ => return None,
    })
}
