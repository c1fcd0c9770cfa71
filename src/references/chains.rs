//! Puts a parsed citation together: chains of groups, their instrument, their targets.

use smol_str::SmolStr;

use super::instruments::Tail;
use super::model::{Reference, Resolution, Role, Scope, Target, TargetRole};
use super::names::{skip_space, space_before, word_at, word_before};
use super::parsed::{Group, Link, Member, Near, Parsed};
use super::reader::Reader;
use super::resolve::Base;
use super::roles::role;
use super::style::Style;
use super::units::Unit;
use crate::document::{Document, ProvisionId};
use crate::span::Span;

impl Reader<'_> {
    /// Puts a parsed citation together: chains of groups, their instrument, their targets.
    pub(super) fn citation(&mut self, parsed: &mut Parsed) {
        self.cut(parsed);
        self.trim(parsed);
        self.second(parsed);
        let (high, at_block) = (self.high, self.at_block);
        self.across(parsed);
        self.put_together(parsed);
        (self.high, self.at_block) = (high, at_block);
    }

    /// Goes on with a list or range of numbers that a code in the margin parts: "Nos. 161D to" ⏎ "PP-98 161G of this
    /// Constitution". The rest of the citation is read in the block that follows.
    fn across(&mut self, parsed: &mut Parsed) {
        let Some(group) = parsed.groups.last_mut() else { return };
        let plural = group.word.of(self.text).trim_end_matches('.').ends_with('s');
        let numbered = plural && parsed.members.get(group.members.0 as usize).is_some_and(|m| m.numbered);
        let rest = self.text.get(group.end as usize..self.high).unwrap_or("");
        if !numbered || rest.len() > 12 || group.members.1 as usize != parsed.members.len() {
            return;
        }
        let Some((block, next)) = self.next_part() else { return };
        let (mut at, limit) = (next.start as usize, next.end as usize);
        let mut link = rest.trim();
        if link.is_empty() || link == "," {
            link = word_at(self.text, at, limit);
            at = skip_space(self.text, at + link.len(), limit);
        }
        let range = matches!(link, "to" | "through");
        if !range && !matches!(link.trim_start_matches([',', ' ']), "and" | "or") {
            return;
        }
        let number = word_at(self.text, at, limit);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let figure = (1..=4).contains(&digits) && number.len() <= digits + 2;
        if !figure || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return;
        }
        let span = Span::at(at, at + number.len());
        let from = parsed.labels.len() as u32;
        parsed.labels.push(span);
        let role = if range { TargetRole::RangeEnd } else { TargetRole::Member };
        if let (true, Some(first)) = (range, parsed.members.last_mut()) {
            first.role = TargetRole::RangeStart;
        }
        parsed.members.push(Member { span, role, labels: (from, from + 1), numbered: true });
        group.members.1 += 1;
        group.end = span.end;
        (self.high, self.at_block) = (limit, block);
    }

    fn put_together(&mut self, parsed: &Parsed) {
        let Some(last) = parsed.groups.last() else { return };
        let end = last.end as usize;
        if self.is_land(parsed, end) || self.is_measured(parsed, end) || self.is_class(parsed) {
            self.done = end;
            return;
        }
        let tail = match self.tail(last, end) {
            // What stands in the brackets of such a list cites for itself.
            Tail::Abroad(name, _) if self.lists_on(end) => Tail::Abroad(name, end),
            tail => tail,
        };
        let in_front = match (&tail, parsed.groups.first()) {
            (Tail::None, Some(group)) if group.unit.is_top() => self.source_before(group.word.start as usize, end),
            _ => None,
        };
        let first = self.out.len();
        // Chains: a group and those around it; the last chain's holders may hold the earlier ones too.
        let mut from = 0;
        let mut role = None;
        while from < parsed.groups.len() {
            let mut to = from + 1;
            while parsed.groups.get(to).is_some_and(|g| matches!(g.link, Link::Around)) {
                to += 1;
            }
            let nested = self.nested(parsed, from, to);
            if nested {
                to += 1;
            }
            let at_end = to == parsed.groups.len();
            let chain = &parsed.groups[from..to];
            let joined = self.is_joined(parsed, from, to);
            let shared = if at_end || to - from > 1 || nested || !joined {
                None
            } else {
                // Another group's holder may be this one's as well.
                let mut i = to + 1;
                while parsed.groups.get(i).is_some_and(|g| !matches!(g.link, Link::Around)) {
                    i += 1;
                }
                parsed.groups.get(i..).filter(|g| !g.is_empty())
            };
            let tail = if at_end || joined { tail } else { Tail::None };
            let made = self.out.len();
            if role.is_some() && self.begins_clause(parsed, from) {
                role = None;
            }
            let first_role = role;
            role = Some(self.chain(parsed, chain, nested, shared, tail, at_end, role));
            if !at_end && joined && !nested && self.lost(made) {
                self.through_next(parsed, chain, to, first_role);
            }
            from = to;
        }
        if self.is_cut(end) {
            let made = self.out.iter_mut().skip(first).flat_map(|r| &mut r.targets);
            made.filter(|t| t.resolution == Resolution::Missing).for_each(|t| t.resolution = Resolution::Unchecked);
        }
        if let Some(name) = in_front {
            (first..self.out.len()).for_each(|made| self.send_abroad(made, name));
        }
        let missing = |r: &Reference| r.targets.iter().any(|t| t.resolution == Resolution::Missing);
        for made in first..self.out.len() {
            if self.out.get(made).is_some_and(missing)
                && let Some(name) = self.cited_before(made)
            {
                self.send_abroad(made, name);
            }
        }
        let abroad = |r: &Reference| matches!(r.scope, Scope::External { .. });
        if let Some(n) = self.out.get(first..).and_then(|made| made.iter().position(abroad)) {
            self.share_back(first + n);
        }
    }

    /// Whether the group only stands behind a comma, with no "and" or "or" there or later in the list: "Subject to
    /// subsection (4), subsection (1) does not apply" gives way to the former alone.
    fn begins_clause(&self, parsed: &Parsed, group: usize) -> bool {
        let list = parsed.groups.get(group.saturating_sub(1)..).unwrap_or(&[]);
        let mut links = list.windows(2).filter_map(|two| match two {
            [before, next] if next.link != Link::Around => self.text.get(before.end as usize..next.word.start as usize),
            _ => None,
        });
        links.next().is_some_and(|link| link.trim() == ",") && links.all(|link| link.trim() == ",")
    }

    /// Whether a list goes on where its reading stopped, at a label that fits none before it: what holds the whole was not
    /// seen.
    fn is_cut(&self, end: usize) -> bool {
        let after = self.window(end, 24);
        let after = after.strip_prefix(',').unwrap_or(after);
        let label = [" or (", " and ("].iter().find_map(|link| after.strip_prefix(link));
        label.and_then(|t| t.split_once(')')).is_some_and(|(label, rest)| {
            let short = !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric());
            short && (rest.starts_with('(') || rest.starts_with(" of "))
        })
    }

    /// Whether the citation made last misses a target.
    fn lost(&self, made: usize) -> bool {
        self.out.len() == made + 1
            && self.out.last().is_some_and(|r| r.targets.iter().any(|t| t.resolution == Resolution::Missing))
    }

    /// "subparagraph (C) of paragraph (1) or paragraph (3) of section 5": the paragraphs are both of section 5. Makes the
    /// citation anew, with the next group's holders behind its own.
    fn through_next(&mut self, parsed: &Parsed, chain: &[Group], to: usize, role: Option<Role>) {
        let (Some(last), Some(next)) = (chain.last(), parsed.groups.get(to)) else { return };
        if chain.len() < 2 || last.unit != next.unit {
            return;
        }
        let mut longer = chain.to_vec();
        let holders = parsed.groups.iter().skip(to + 1).take_while(|g| g.link == Link::Around);
        longer.extend(holders.map(|g| Group { end: last.end, ..g.clone() }));
        if longer.len() > chain.len() {
            self.out.pop();
            self.chain(parsed, &longer, false, None, Tail::None, false, role);
        }
    }

    /// Whether what comes after the last group may hold this chain's too: not where a preposition begins anew ("under
    /// section 29 or under section 28 of the Radio Act"), nor where the last unit is of a higher rank ("subsection (a) or
    /// section 5 of the Radio Act").
    fn is_joined(&self, parsed: &Parsed, from: usize, to: usize) -> bool {
        // "subsection 11(2)" stands by itself like a section.
        let rank_of = |g: &Group| {
            let whole = parsed.members_of(g).first().is_some_and(|m| m.numbered);
            if whole { g.unit.rank().min(1) } else { g.unit.rank() }
        };
        let rank = parsed.groups[from..to.min(parsed.groups.len())].iter().map(rank_of).min().unwrap_or(0);
        parsed.groups[to.min(parsed.groups.len())..].iter().enumerate().filter(|(_, g)| g.link != Link::Around).all(
            |(i, g)| {
                let before = parsed.groups.get(to + i - 1).map_or(0, |b| b.end as usize);
                let between = self.text.get(before..g.word.start as usize).unwrap_or("").trim_start_matches(',');
                // ", under section 5" begins anew; "or in paragraph (4)" goes on.
                if matches!(between.trim(), "under" | "in" | "by" | "with" | "from") {
                    return false;
                }
                let words = between.split_whitespace().count();
                // "paragraph (1), or in paragraph (4), of section 5"
                let alike = rank > 1 && parsed.groups.get(from).is_some_and(|f| f.unit == g.unit) && words < 3;
                rank_of(g) >= rank && (words < 2 || alike)
            },
        )
    }

    /// "paragraphs (7)(j) and (k) to the new rates": words behind the second label make it look like the head of a clause,
    /// but the plural asks for it.
    fn second(&self, parsed: &mut Parsed) {
        let [group] = parsed.groups.as_mut_slice() else { return };
        let plural = group.word.of(self.text).ends_with('s');
        let bare = |m: &Member| m.numbered && m.labels.1 == m.labels.0 + 1;
        let first = parsed.members.get(group.members.0 as usize);
        if !plural || group.members.1 != group.members.0 + 1 || first.is_none_or(bare) {
            return;
        }
        let at = group.end as usize;
        let after = self.window(at, 24);
        let Some(link) = [" and (", " or ("].into_iter().find(|w| after.starts_with(w)) else { return };
        let label = after.get(link.len()..).and_then(|t| t.split_once(')')).map_or("", |(label, _)| label);
        if label.is_empty() || label.len() > 6 || !label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.') {
            return;
        }
        let from = at + link.len();
        let (labels, span) = (parsed.labels.len() as u32, Span::at(from - 1, from + label.len() + 1));
        parsed.labels.push(Span::at(from, from + label.len()));
        parsed.members.push(Member { span, role: TargetRole::Member, labels: (labels, labels + 1), numbered: false });
        group.members.1 += 1;
        group.end = span.end;
    }

    /// Drops groups that do not belong: "to section 6" that is no annex's instrument.
    fn cut(&self, parsed: &mut Parsed) {
        let mut keep = parsed.groups.len();
        for (i, pair) in parsed.groups.windows(2).enumerate() {
            let [inner, outer] = pair else { continue };
            if outer.link != Link::Around {
                continue;
            }
            let between = self.text.get(inner.end as usize..outer.word.start as usize).unwrap_or("");
            let to = between.split_whitespace().any(|w| w == "to");
            if to && !inner.unit.is_annex() {
                keep = i + 1;
                break;
            }
        }
        parsed.groups.truncate(keep);
    }

    /// Whether it is land, not law: "section 8, township 10 north".
    fn is_land(&self, parsed: &Parsed, end: usize) -> bool {
        let Some(first) = parsed.groups.first().filter(|g| g.unit == Unit::Section) else { return false };
        let after = self.window(end, 24).trim_start_matches([',', ':', ';', ' ', '\n']);
        if after.starts_with("township")
            || after.starts_with("Township")
            || after.starts_with("T. ")
            || after.starts_with("lot") && after.contains("lots")
        {
            return true;
        }
        let stop = space_before(self.text, first.word.start as usize, self.low);
        let word = word_before(self.text, stop, self.low);
        if word != "of" && word != "said" {
            return false;
        }
        let before = space_before(self.text, stop.saturating_sub(word.len()), self.low);
        matches!(
            word_before(self.text, before, self.low),
            "half" | "quarter" | "corner" | "1/4" | "1/2" | "boundary" | "line"
        ) || self.text.get(self.low..before).is_some_and(|t| t.ends_with(['¼', '½']))
    }

    /// Whether it is a place, not a provision: "a point 100 feet downstream".
    fn is_measured(&self, parsed: &Parsed, end: usize) -> bool {
        const MEASURES: [&str; 10] =
            ["feet", "foot", "miles", "mile", "yards", "rods", "metres", "meters", "kilometres", "kilometers"];
        parsed.groups.first().is_some_and(|g| g.unit == Unit::Point)
            && MEASURES.contains(&word_at(self.text, skip_space(self.text, end, self.high), self.high))
    }

    /// Whether it is a class of goods, not a provision: "Class 1 except for division 1.4", where no Division has that label.
    fn is_class(&self, parsed: &Parsed) -> bool {
        let [group] = parsed.groups.as_slice() else { return false };
        let word = group.word.of(self.text);
        if group.unit != Unit::Division || !word.starts_with('d') {
            return false;
        }
        let label = parsed.members_of(group).first().and_then(|m| parsed.labels_of(m).first());
        label.is_some_and(|l| {
            let label = l.of(self.text);
            label.contains('.') && self.index.container(Unit::Division, label).is_none()
        })
    }

    /// Whether its own text may not be meant: "a subsection (d) hospital as defined by section 1886 of the Health Act" is a
    /// kind of thing that goes by where another text defines it; "paragraph (b) of the description of B in that
    /// subsection" is of a formula; "its paragraph (b)" is of what was spoken of.
    fn is_of_another(&self, start: usize, end: usize) -> bool {
        let after = self.window(end, 90);
        let clause = || after.split([',', ';', '.', '\n']).next().unwrap_or("");
        if after.trim_start().starts_with("of the description of") {
            return clause()
                .trim_start()
                .strip_prefix("of the description of")
                .is_some_and(|what| what.contains(" in "));
        }
        let stop = space_before(self.text, start, self.low);
        let before = word_before(self.text, stop, self.low);
        if matches!(before, "its" | "their") {
            return true;
        }
        matches!(before, "a" | "an")
            && ["defined in", "defined by", "defined under", "within the meaning of"]
                .iter()
                .any(|w| clause().contains(w))
    }

    /// Whether the chain's last group holds the one after the comma: "Article 5, paragraph 2".
    fn nested(&self, parsed: &Parsed, from: usize, to: usize) -> bool {
        let (Some(outer), Some(inner)) = (parsed.groups.get(from), parsed.groups.get(to)) else { return false };
        to == from + 1
            && inner.link == Link::Beside(true)
            && (inner.unit.rank() > outer.unit.rank()
                // "Article I, Section 3" of by-laws.
                || (outer.unit, inner.unit) == (Unit::Article, Unit::Section))
            && (outer.unit.is_annex()
                || matches!(outer.unit, Unit::Article)
                || (outer.unit == Unit::Section && !self.style.is_bracketed()))
            && parsed.members_of(outer).len() == 1
            && !parsed.groups.get(to + 1).is_some_and(|g| g.link == Link::Around)
    }

    /// Emits one chain.
    #[allow(clippy::too_many_arguments)]
    fn chain(
        &mut self,
        parsed: &Parsed,
        chain: &[Group],
        nested: bool,
        shared: Option<&[Group]>,
        tail: Tail,
        at_end: bool,
        first_role: Option<Role>,
    ) -> Role {
        let Some(first) = chain.first() else { return Role::Cites };
        let last = chain.last().unwrap_or(first);
        let start = self.prefix(first.word.start as usize);
        let role = first_role.unwrap_or_else(|| role(self.text, self.low, start));
        let here = matches!(tail, Tail::Here(_));
        let own_holder = chain.len() > 1 || chain.iter().any(|g| g.near.is_some());
        let mut end = last.end as usize;
        if at_end {
            match tail {
                Tail::Here(e) | Tail::Open(e) | Tail::Abroad(_, e) => end = e,
                Tail::None => {}
            }
        }
        // Another instrument: by its name, by a code's title, by a prefix, or because it was named before.
        let mut name = match tail {
            Tail::Abroad(name, _) if at_end || chain.iter().all(|g| g.near.is_none()) => Some(name),
            _ => None,
        };
        let outer = if nested { first } else { last };
        if name.is_none() && start < first.word.start as usize {
            name = Some(Span::at(start, first.word.start as usize - 1));
        }
        if name.is_none() {
            let title = chain.iter().chain(shared.unwrap_or(&[])).find(|g| self.is_code_title(parsed, g));
            name = title.map(|g| g.word.to(parsed.members_of(g).last().map_or(g.word, |m| m.span)));
        }
        if name.is_none() && outer.near == Some(Near::That) {
            match self.cited.last(outer.unit) {
                Some(Base::Abroad(span)) => name = Some(*span),
                _ if outer.unit == Unit::Title => name = Some(Span::new(outer.word.start, outer.end)),
                _ => {}
            }
        }
        let mut targets = std::mem::take(&mut self.spare);
        let span = Span::at(start, end);
        let mut base = SmolStr::default();
        if name.is_none()
            && !own_holder
            && matches!(tail, Tail::None)
            && first.unit.rank() > 1
            && let Some((of, path)) = self.parted_from(start)
        {
            (name, base) = (Some(of), path);
        }
        if name.is_none() && chain.len() == 1 && matches!(tail, Tail::None) {
            name = self.part_of_last(parsed, first, start);
        }
        if name.is_none() && chain.len() == 1 && matches!(tail, Tail::None) && self.is_agency_rule(parsed, first) {
            name = Some(Span::new(first.word.start, first.end));
        }
        if let Some(name) = name {
            self.note_listed(start, end, Document::ROOT);
            self.thereof = None;
            self.abroad_targets(parsed, chain, nested, shared, base, &mut targets);
            self.abroad[self.provision.index()] = true;
            self.log.abroad.push(self.provision);
            let unit = if outer.unit.is_top() { outer.unit } else { Unit::Section };
            self.cited.set(unit, Base::Abroad(name));
            for group in chain {
                self.cited.set(group.unit, Base::Abroad(name));
            }
            let fault = self.fault_abroad(parsed, chain, name);
            self.push_as(span, Some(first.word), Scope::External { name }, false, role, targets);
            self.mark(fault);
            return role;
        }
        let open = matches!(tail, Tail::Open(_)) && (at_end || !own_holder);
        let listed = self.listed_of(first, start).filter(|_| !here);
        // What "of the definition …" at the end of the list names is not an earlier member's.
        let kept = if !at_end && matches!(tail, Tail::None) { self.thereof.take() } else { None };
        if let Some(of) = listed.filter(|&of| of != Document::ROOT) {
            self.thereof.get_or_insert(of);
        }
        self.home_targets(parsed, chain, nested, shared, here, open, span, &mut targets);
        self.thereof = kept.or(self.thereof);
        if listed == Some(Document::ROOT) {
            targets.iter_mut().for_each(|t| t.resolution = Resolution::Unchecked);
        }
        let found = |t: &Target| matches!(t.resolution, Resolution::Found(_) | Resolution::Ambiguous(..));
        // "(Ct. Cl. No. 102–63)": a number of something else, where units have none in the margin.
        if first.unit == Unit::Number
            && chain.len() == 1
            && matches!(tail, Tail::None)
            && !self.index.has_margins()
            && !targets.iter().any(found)
        {
            self.done = self.done.max(end);
            return role;
        }
        let led = targets.iter().rfind(|t| t.role != TargetRole::Holder).map(|t| match t.resolution {
            Resolution::Found(id) => id,
            _ => Document::ROOT,
        });
        self.note_listed(start, end, led.unwrap_or(Document::ROOT));
        if targets.iter().any(|t| t.resolution != Resolution::Unchecked) && self.is_of_another(start, end) {
            targets.iter_mut().for_each(|t| t.resolution = Resolution::Unchecked);
        }
        let relative = chain.iter().any(|g| g.near.is_some() && g.members.0 == g.members.1) && chain.len() == 1;
        let fault = self.fault(parsed, chain, nested, &targets, tail);
        self.push_as(span, Some(first.word), Scope::Internal, relative, role, targets);
        self.mark(fault);
        role
    }

    /// "Rule 10b–5" in a code that has no such unit: a rule that an agency made. An Act has sections, and no rules.
    fn is_agency_rule(&self, parsed: &Parsed, group: &Group) -> bool {
        let rules = || {
            self.doc.title.is_some_and(|t| {
                let title = t.of(self.text);
                title.ends_with("Rules")
                    || title.starts_with("Rules")
                    || title.contains("Rules of ") && !title.contains("Regulations")
            })
        };
        group.word.of(self.text).starts_with("Rule")
            && group.near.is_none()
            && parsed.members_of(group).first().is_some_and(|m| {
                let label = parsed.labels_of(m).first().map_or("", |l| l.of(self.text));
                m.numbered
                    && match self.style {
                        Style::American => self.index.child(Document::ROOT, label).is_none(),
                        Style::Commonwealth => !rules(),
                        Style::Plain => false,
                    }
            })
    }

    /// Notes what "the following provisions of section 5:" leads in with; the root for another instrument.
    pub(super) fn note_listed(&mut self, start: usize, end: usize, of: ProvisionId) {
        let before = self.text.get(self.low..start).unwrap_or("").trim_end();
        let before = before.strip_suffix(" the").filter(|_| of == Document::ROOT).unwrap_or(before);
        if !before.ends_with("following provisions of") {
            return;
        }
        let last = self.text.get(end.max(self.low)..self.high).unwrap_or("").trim_end();
        if last.ends_with([':', '—']) && !last.contains(". ") {
            self.listed.insert(self.provision, of);
            self.log.listed.push((self.provision, of));
        }
    }

    /// What holds the units that a list after "the following provisions of section 5:" names, where the citation begins
    /// an item of it: "(1) Subsection (c)."
    fn listed_of(&self, first: &Group, start: usize) -> Option<ProvisionId> {
        if self.listed.is_empty() || first.unit.rank() < 1 || first.near.is_some() {
            return None;
        }
        let label = self.text.get(self.low..start)?.trim_end();
        if label.len() > 8 || !label.is_empty() && !label.ends_with(')') {
            return None;
        }
        let up = self.doc.get(self.provision).parent?;
        // A section is none of another section's.
        self.listed.get(&up).copied().filter(|&of| of == Document::ROOT || first.unit.rank() > 1)
    }

    /// "section 5(c)(2) of the Radio Act (without regard to subparagraph (F))": the instrument cited before the bracket,
    /// and the address there.
    fn parted_from(&self, start: usize) -> Option<(Span, SmolStr)> {
        let last = self.out.last()?;
        let Scope::External { name } = last.scope else { return None };
        let between = self.text.get((last.span.end as usize).max(self.low)..start)?;
        let words = between.trim_start().strip_prefix('(')?.trim();
        let parts =
            ["without regard to", "determined without regard to", "other than", "except", "excluding", "but not"];
        let target = last.targets.last()?;
        parts.contains(&words).then(|| (name, target.path.clone()))
    }

    /// "CS/" before "Art. 42".
    fn prefix(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        if start == 0 || bytes.get(start - 1) != Some(&b'/') {
            return start;
        }
        let mut at = start - 1;
        while at > self.low && start - at <= 5 && bytes.get(at - 1).is_some_and(u8::is_ascii_uppercase) {
            at -= 1;
        }
        if at + 1 < start && self.begins_word(at) { at } else { start }
    }

    /// "title 5": a title of a code, in a text whose own titles are not numbered so.
    fn is_code_title(&self, parsed: &Parsed, group: &Group) -> bool {
        group.unit == Unit::Title
            && group.near.is_none()
            && parsed.members_of(group).first().is_some_and(|m| {
                m.numbered
                    && parsed.labels_of(m).first().is_some_and(|l| {
                        let label = l.of(self.text);
                        label.bytes().all(|b| b.is_ascii_digit()) && self.index.container(Unit::Title, label).is_none()
                    })
            })
    }

    /// Targets inside another instrument: their addresses as written.
    fn abroad_targets(
        &mut self,
        parsed: &Parsed,
        chain: &[Group],
        nested: bool,
        shared: Option<&[Group]>,
        mut base: SmolStr,
        targets: &mut Vec<Target>,
    ) {
        let shared = shared.unwrap_or(&[]);
        let count = chain.len() + shared.len();
        for i in 0..count {
            let at = if nested { i } else { count - 1 - i };
            let Some(group) = chain.get(at).or_else(|| shared.get(at - chain.len())) else { continue };
            if group.unit.is_container() && i + 1 < count {
                continue;
            }
            let inner = i + 1 == count;
            let from = targets.len();
            self.spell(parsed, group, &base, targets);
            for target in targets.iter_mut().skip(from) {
                if !inner {
                    target.role = TargetRole::Holder;
                }
            }
            if let Some(last) = targets.last() {
                base = last.path.clone();
            }
        }
    }
}
