//! Goes over a document's blocks and turns what the scan finds into citations.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::grammar::{self, Group, Instrument, Link, Near, Parsed};
use super::index::Index;
use super::model::{Reference, Resolution, Role, Scope, Target, TargetRole, WordFault};
use super::names::{self, skip_space, space_before, word_at, word_before};
use super::resolve::{Base, Cited};
use super::roles::role;
use super::scan::{self, Mark};
use super::style::Style;
use super::units::Unit;
use crate::document::{Block, BlockKind, Document, ProvisionId};
use crate::span::Span;
use crate::text::word_of;

/// How many bytes a citation may reach: more than any list seen, yet bounded.
const REACH: usize = 4096;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) doc: &'a Document,
    pub(super) index: Index<'a>,
    pub(super) style: Style,
    pub(super) cited: Cited,
    /// Units cited before in the same section, by unit word and labels as written: a later mention may leave out the rest.
    pub(super) seen: FxHashMap<(u8, u64), ProvisionId>,
    seen_in: ProvisionId,
    /// By provision: the unit that its lead-in to a list ends with.
    pub(super) lead: FxHashMap<ProvisionId, ProvisionId>,
    /// Unit words against tradition, to be weighed when all are known: index of the citation, section, word and unit.
    faults: Vec<(u32, ProvisionId, Unit, Unit)>,
    /// Bytes that may still be searched for enumerators inside sentences.
    pub(super) budget: usize,
    /// By provision: its own text cites a unit of another instrument.
    pub(super) abroad: Vec<bool>,
    /// The text is laid out in lines, so that its numbers were read where they stand and not guessed from a run.
    pub(super) laid_out: bool,
    out: Vec<Reference>,
    parsed: Parsed,
    // The block at hand.
    pub(super) provision: ProvisionId,
    /// Its range.
    pub(super) low: usize,
    pub(super) high: usize,
    quoted: bool,
    depth: i32,
    straight: bool,
    /// End of the last citation.
    pub(super) done: usize,
    /// Short names of instruments that this text fixes.
    defined: FxHashSet<u64>,
}

/// What stands after a citation's last group: "of this Act", "of the Clean Air Act".
#[derive(Clone, Copy, Debug)]
pub(super) enum Tail {
    None,
    /// The text at hand.
    Here(usize),
    /// Another instrument.
    Abroad(Span),
    /// "the Act" in a text that calls itself one, "thereof": not known.
    Open(usize),
}

/// Bytes a line of a text that is laid out, at most, on the average.
const LINE: usize = 1_500;

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, doc: &'a Document) -> Self {
        let index = Index::new(doc);
        let style = Style::of(text, &index);
        let n = doc.provisions.len();
        Self {
            text,
            doc,
            index,
            style,
            cited: Cited::default(),
            seen: FxHashMap::default(),
            seen_in: Document::ROOT,
            lead: FxHashMap::default(),
            faults: Vec::new(),
            budget: text.len().saturating_mul(2).max(1 << 16),
            abroad: vec![false; n],
            laid_out: memchr::memchr_iter(b'\n', text.as_bytes()).count().saturating_mul(LINE) >= text.len(),
            out: Vec::with_capacity(text.len() / 256),
            parsed: Parsed::default(),
            provision: Document::ROOT,
            low: 0,
            high: 0,
            quoted: false,
            depth: 0,
            straight: false,
            done: 0,
            defined: names::defined(text),
        }
    }

    pub(super) fn read(mut self) -> Vec<Reference> {
        let doc = self.doc;
        let mut headings = doc
            .provisions
            .iter()
            .enumerate()
            .filter_map(|(i, p)| p.heading.map(|h| (h, ProvisionId(i as u32))))
            .peekable();
        for block in &doc.blocks {
            // Headings that no block holds.
            while let Some(&(heading, id)) = headings.peek() {
                if heading.start >= block.span.start {
                    break;
                }
                if heading.start as usize >= self.high {
                    self.block(&Block { span: heading, provision: id, kind: BlockKind::Heading, continues: false });
                }
                headings.next();
            }
            if matches!(block.kind, BlockKind::Contents | BlockKind::Furniture | BlockKind::Code) {
                continue;
            }
            self.block(block);
        }
        self.weigh();
        self.out
    }

    /// Drops faults of unit words that a section makes time and again: that is its own way of speaking.
    fn weigh(&mut self) {
        let mut counts: FxHashMap<(ProvisionId, u8, u8), u32> = FxHashMap::default();
        for (_, top, word, own) in &self.faults {
            *counts.entry((*top, word.rank(), own.rank())).or_default() += 1;
        }
        for (at, top, word, own) in &self.faults {
            if counts.get(&(*top, word.rank(), own.rank())).is_some_and(|&n| n > 1)
                && let Some(reference) = self.out.get_mut(*at as usize)
            {
                reference.fault = None;
            }
        }
    }

    pub(super) fn note_fault(&mut self, word: Unit, own: Unit) {
        let at = self.out.len() as u32;
        self.faults.push((at, self.index.top_of(self.provision), word, own));
    }

    fn block(&mut self, block: &Block) {
        let (low, high) = (block.span.start as usize, block.span.end as usize);
        let Some(text) = self.text.get(low..high) else { return };
        (self.low, self.high, self.provision) = (low, high, block.provision);
        self.quoted = block.kind == BlockKind::Quotation || self.doc.get(block.provision).quoted;
        self.depth = 0;
        self.straight = false;
        self.done = low;
        let top = self.index.top_of(block.provision);
        if top != self.seen_in {
            self.seen_in = top;
            self.seen.clear();
        }
        for (start, end, mark) in scan::marks(text) {
            let (start, end) = (low + start, low + end);
            match mark {
                Mark::Open => self.depth += 1,
                Mark::Close => self.depth = (self.depth - 1).max(0),
                Mark::Straight => self.straight = !self.straight,
                _ if start < self.done => {}
                Mark::Unit => self.unit(start),
                Mark::Code => self.code(start),
                Mark::Law => {
                    self.instrument(start);
                }
                Mark::Stat => self.statutes(start),
                Mark::Session => self.session(start),
                Mark::Numbered => {
                    if self.begins_word(start) {
                        self.instrument(start);
                    }
                }
                Mark::Noun => self.noun(start),
                Mark::Group => self.group(start, end),
            }
        }
    }

    fn in_quotes(&self) -> bool {
        self.quoted || self.depth > 0 || self.straight
    }

    fn limit(&self, at: usize) -> usize {
        let mut limit = (at + REACH).min(self.high);
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        limit
    }

    /// The block's text from `at` on, at most `n` bytes of it.
    pub(super) fn window(&self, at: usize, n: usize) -> &'a str {
        let mut to = (at + n).min(self.high);
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        self.text.get(at..to).unwrap_or("")
    }

    fn begins_word(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match at.checked_sub(1).and_then(|i| bytes.get(i)) {
            None => true,
            Some(b) if b.is_ascii() => !b.is_ascii_alphanumeric() && *b != b'-',
            Some(_) => {
                self.text.get(self.low..at).and_then(|t| t.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
            }
        }
    }

    fn push(&mut self, span: Span, unit: Option<Span>, scope: Scope, relative: bool, targets: Vec<Target>) {
        let role = role(self.text, self.low, span.start as usize);
        self.push_as(span, unit, scope, relative, role, targets);
    }

    fn push_as(
        &mut self,
        span: Span,
        unit: Option<Span>,
        scope: Scope,
        relative: bool,
        role: Role,
        targets: Vec<Target>,
    ) {
        self.done = self.done.max(span.end as usize);
        let (provision, quoted) = (self.provision, self.in_quotes());
        self.out.push(Reference { span, unit, provision, scope, role, relative, quoted, fault: None, targets });
    }

    fn mark(&mut self, fault: Option<WordFault>) {
        if let (Some(fault), Some(last)) = (fault, self.out.last_mut())
            && !last.quoted
        {
            last.fault = Some(fault);
        }
    }

    // ---- units

    fn unit(&mut self, start: usize) {
        if !self.begins_word(start) {
            return;
        }
        let bytes = self.text.as_bytes();
        let mut end = start;
        if self.text.get(start..).is_some_and(|t| t.starts_with('§')) {
            while self.text.get(end..self.high).is_some_and(|t| t.starts_with('§')) {
                end += '§'.len_utf8();
            }
        } else {
            while end < self.high && bytes.get(end).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'-') {
                end += 1;
            }
            if end < self.high && bytes.get(end) == Some(&b'.') && end - start <= 7 {
                let word = &self.text[start..end];
                if !word.eq_ignore_ascii_case("part")
                    && !word.eq_ignore_ascii_case("item")
                    && !word.eq_ignore_ascii_case("title")
                {
                    end += 1;
                }
            }
        }
        let word = Span::at(start, end);
        let Some(unit) = Unit::read(word.of(self.text)) else { return };
        if unit == Unit::Number && !word.of(self.text).ends_with('.') {
            return;
        }
        let next = skip_space(self.text, end, self.high);
        if self.label_follows(unit, next, next > end || word.of(self.text).starts_with('§')) {
            self.labelled(start, word, unit);
        } else {
            self.relative(start, word, unit);
        }
    }

    /// Whether a label can begin at `at`: a look at its bytes, before the grammar is asked.
    fn label_follows(&self, unit: Unit, at: usize, spaced: bool) -> bool {
        let bytes = self.text.as_bytes();
        let run = |from: usize| {
            let mut n = 0;
            while n < 10 && from + n < self.high && bytes.get(from + n).is_some_and(u8::is_ascii_alphanumeric) {
                n += 1;
            }
            n
        };
        let Some(&first) = bytes.get(at).filter(|_| at < self.high) else { return false };
        match first {
            b'0'..=b'9' => true,
            b'(' => {
                let n = run(at + 1);
                n > 0
                    && (bytes.get(at + 1 + n).is_some_and(|b| matches!(b, b')' | b'.' | 0xe2))
                        || bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
            }
            b'A'..=b'Z' if spaced => {
                let n = run(at);
                let word = bytes.get(at..at + n).unwrap_or(&[]);
                (n == 1 || word.iter().all(|b| b"IVXLCDM".contains(b)) || word.iter().skip(1).all(u8::is_ascii_digit))
                    && bytes.get(at + n) != Some(&b'\'')
            }
            b'a'..=b'z' if spaced && !unit.is_container() => {
                let n = run(at);
                (n <= 2 && bytes.get(at + n) == Some(&b')') && at + n < self.high)
                    || (n == 1
                        && bytes.get(at + 1) == Some(&b'.')
                        && unit.rank() > 1
                        && matches!(bytes.get(at + 2), None | Some(b' ' | b'\n')))
                    || (n <= 4
                        && bytes.get(at + n) == Some(&b' ')
                        && self
                            .text
                            .get(at + n..self.high)
                            .is_some_and(|t| t.starts_with(" bis)") || t.starts_with(" ter)")))
                    || (n > 2
                        && n <= 5
                        && bytes.get(at + n) == Some(&b')')
                        && bytes.get(at + 1..at + n).is_some_and(|t| t == b"bis" || t == b"ter"))
            }
            _ => false,
        }
    }

    fn labelled(&mut self, start: usize, word: Span, unit: Unit) {
        let limit = self.limit(start);
        let mut parsed = std::mem::take(&mut self.parsed);
        if grammar::citation(self.text, start, limit, &mut parsed) {
            self.citation(&mut parsed);
        } else {
            self.relative(start, word, unit);
        }
        self.parsed = parsed;
    }

    /// Puts a parsed citation together: chains of groups, their instrument, their targets.
    fn citation(&mut self, parsed: &mut Parsed) {
        self.cut(parsed);
        self.trim(parsed);
        let Some(last) = parsed.groups.last() else { return };
        let end = last.end as usize;
        if self.is_land(parsed, end) {
            self.done = end;
            return;
        }
        let tail = self.tail(last, end);
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
            role = Some(self.chain(parsed, chain, nested, shared, tail, at_end, role));
            from = to;
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
                let words = between.split_whitespace().count();
                // "paragraph (1), or in paragraph (4), of section 5"
                let alike = rank > 1 && parsed.groups.get(from).is_some_and(|f| f.unit == g.unit) && words < 3;
                rank_of(g) >= rank && (words < 2 || alike)
            },
        )
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
        matches!(word_before(self.text, before, self.low), "half" | "quarter" | "corner" | "1/4" | "1/2" | "boundary")
            || self.text.get(self.low..before).is_some_and(|t| t.ends_with(['¼', '½']))
    }

    /// Whether the chain's last group holds the one after the comma: "Article 5, paragraph 2".
    fn nested(&self, parsed: &Parsed, from: usize, to: usize) -> bool {
        let (Some(outer), Some(inner)) = (parsed.groups.get(from), parsed.groups.get(to)) else { return false };
        to == from + 1
            && inner.link == Link::Beside(true)
            && inner.unit.rank() > outer.unit.rank()
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
                Tail::Here(e) | Tail::Open(e) => end = e,
                Tail::Abroad(name) => end = name.end as usize,
                Tail::None => {}
            }
        }
        // Another instrument: by its name, by a code's title, by a prefix, or because it was named before.
        let mut name = match tail {
            Tail::Abroad(name) if at_end || chain.iter().all(|g| g.near.is_none()) => Some(name),
            _ => None,
        };
        let outer = if nested { first } else { last };
        if name.is_none() && start < first.word.start as usize {
            name = Some(Span::at(start, first.word.start as usize - 1));
        }
        if name.is_none() {
            let title = chain.iter().chain(shared.unwrap_or(&[])).find(|g| self.is_code_title(parsed, g));
            name = title.map(|g| Span::new(g.word.start, g.end));
        }
        if name.is_none() && outer.near == Some(Near::That) {
            match self.cited.last(outer.unit) {
                Some(Base::Abroad(span)) => name = Some(*span),
                _ if outer.unit == Unit::Title => name = Some(Span::new(outer.word.start, outer.end)),
                _ => {}
            }
        }
        let mut targets = Vec::new();
        let span = Span::at(start, end);
        if let Some(name) = name {
            self.abroad_targets(parsed, chain, nested, shared, &mut targets);
            self.abroad[self.provision.index()] = true;
            let unit = if outer.unit.is_top() { outer.unit } else { Unit::Section };
            self.cited.set(unit, Base::Abroad(name));
            let fault = self.fault_abroad(parsed, chain, name);
            self.push_as(span, Some(first.word), Scope::External { name }, false, role, targets);
            self.mark(fault);
            return role;
        }
        let open = matches!(tail, Tail::Open(_)) && (at_end || !own_holder);
        self.home_targets(parsed, chain, nested, shared, here, open, span, &mut targets);
        let relative = chain.iter().any(|g| g.near.is_some() && g.members.0 == g.members.1) && chain.len() == 1;
        let fault = self.fault(parsed, chain, nested, &targets, tail);
        self.push_as(span, Some(first.word), Scope::Internal, relative, role, targets);
        self.mark(fault);
        role
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
        targets: &mut Vec<Target>,
    ) {
        let mut groups: Vec<&Group> = chain.iter().chain(shared.unwrap_or(&[])).collect();
        if !nested {
            groups.reverse();
        }
        let mut base = SmolStr::default();
        let count = groups.len();
        for (i, group) in groups.into_iter().enumerate() {
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

    // ---- relative citations

    /// "this section", "that paragraph", "the preceding article": a unit word without a label.
    fn relative(&mut self, start: usize, word: Span, unit: Unit) {
        let stop = space_before(self.text, start, self.low);
        let before = word_before(self.text, stop, self.low);
        let from = stop - before.len();
        let id = if before.eq_ignore_ascii_case("this") {
            self.around(unit)
        } else if before.eq_ignore_ascii_case("that")
            || before.eq_ignore_ascii_case("such")
            || before.eq_ignore_ascii_case("said")
        {
            match self.cited.last(unit) {
                Some(Base::Unit(id)) if self.style.named(self.text, &self.index, *id, unit) => Some(*id),
                _ => None,
            }
        } else if matches!(before, "preceding" | "previous" | "foregoing" | "following" | "next") {
            self.neighbour(unit, matches!(before, "following" | "next"))
        } else {
            return;
        };
        let Some(id) = id else { return };
        let span = Span::at(from, word.end as usize);
        let path = self.index.path(id).clone();
        let resolution = Resolution::Found(id);
        let target = Target { span, path, role: TargetRole::Member, resolution, within: id };
        self.push(span, Some(word), Scope::Internal, true, vec![target]);
    }

    // ---- instruments

    /// "42 U.S.C. 7401": the mark stands after the title's number.
    fn code(&mut self, start: usize) {
        let stop =
            space_before(self.text, start + usize::from(self.text.as_bytes().get(start) == Some(&b' ')), self.low);
        let number = word_before(self.text, stop, self.low.max(self.done));
        if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        self.instrument(stop - number.len());
    }

    fn statutes(&mut self, start: usize) {
        let number = word_before(self.text, start, self.low.max(self.done));
        if !number.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) {
            self.instrument(start - number.len());
        }
    }

    /// "June 25, 1948, ch. 645, § 21".
    fn session(&mut self, start: usize) {
        let Some(before) = self.text.get(self.low.max(self.done)..start) else { return };
        let mut from = before.char_indices().rev().take(20).filter(|(_, c)| c.is_uppercase()).map(|(i, _)| i);
        if let Some(i) = from.next() {
            self.instrument(self.low.max(self.done) + i);
        }
    }

    /// Reads an instrument of the grammar at `at`.
    fn instrument(&mut self, at: usize) -> bool {
        let limit = self.limit(at);
        let mut parsed = std::mem::take(&mut self.parsed);
        let found = grammar::instrument(self.text, at, limit, &mut parsed);
        if let Some((kind, end)) = found {
            let span = Span::at(at, end);
            let mut targets = Vec::new();
            if kind == Instrument::Code
                && let Some(group) = parsed.groups.first()
            {
                self.spell(&parsed, group, "", &mut targets);
            }
            self.push(span, None, Scope::External { name: span }, false, targets);
        }
        self.parsed = parsed;
        found.is_some()
    }

    fn noun(&mut self, start: usize) {
        if !self.begins_word(start) {
            return;
        }
        let word = word_at(self.text, start, self.high);
        if matches!(word, "Regulation" | "Directive" | "Regulations" | "Directives") && self.instrument(start) {
            return;
        }
        if !names::is_noun(word) {
            return;
        }
        let noun = Span::at(start, start + word.len());
        let Some(name) = names::around(self.text, noun, self.low.max(self.done), self.high) else { return };
        // A text's own title at its head cites nothing, nor does the use of a name that the text itself fixes.
        let title =
            self.provision == Document::ROOT && name.start as usize == self.low && name.end as usize == self.high;
        if title || (!self.defined.is_empty() && self.defined.contains(&word_of(name.of(self.text)))) {
            self.done = name.end as usize;
            return;
        }
        self.push(name, None, Scope::External { name }, false, Vec::new());
    }

    // ---- after a citation

    /// The instrument that follows a citation's last group.
    fn tail(&mut self, last: &Group, end: usize) -> Tail {
        let limit = self.limit(end);
        let mut at = skip_space(self.text, end, limit);
        // "section 5(a) (relating to fees) of the Radio Act": what is in brackets does not matter here.
        if self.text.as_bytes().get(at) == Some(&b'(') {
            let Some(close) = self.window(at, 200).find(')') else { return Tail::None };
            at = skip_space(self.text, at + close + 1, limit);
        } else if self.text.as_bytes().get(at) == Some(&b',') {
            at = skip_space(self.text, at + 1, limit);
        }
        // Units after words in between are not looked for.
        let direct = at == skip_space(self.text, end, limit);
        let mut link = word_at(self.text, at, limit);
        if link == "column" {
            // "paragraph 2(a), column 2, of Schedule 3"
            let Some(of) = self.window(at, 40).find(" of ") else { return Tail::None };
            at += of + 1;
            link = "of";
        }
        if link == "respectively" {
            at = skip_space(self.text, at + link.len(), limit);
            if self.text.as_bytes().get(at) == Some(&b',') {
                at = skip_space(self.text, at + 1, limit);
            }
            link = word_at(self.text, at, limit);
        }
        match link {
            "of" => {}
            "to" if last.unit.is_annex() => {}
            "hereof" => return Tail::Here(at + link.len()),
            "thereof" => return Tail::Open(at + link.len()),
            // "paragraph (5) under section 2506(a)"
            "under" | "in" if last.unit.rank() > 1 && direct => {
                let next = skip_space(self.text, at + link.len(), limit);
                let unit = Unit::read(word_at(self.text, next, limit));
                return if unit.is_some_and(|u| u.rank() < last.unit.rank()) { Tail::Open(end) } else { Tail::None };
            }
            _ => return Tail::None,
        }
        at = skip_space(self.text, at + link.len(), limit);
        let word = word_at(self.text, at, limit);
        let next = skip_space(self.text, at + word.len(), limit);
        match word {
            "this" | "these" | "This" | "These" => {
                let noun = word_at(self.text, next, limit);
                if Unit::read(noun).is_some() {
                    return Tail::None;
                }
                if noun == "sentence" { Tail::Open(end) } else { Tail::Here(next + noun.len()) }
            }
            "that" | "such" | "said" | "those" => {
                let noun = word_at(self.text, next, limit);
                if Unit::read(noun).is_some() || noun.is_empty() {
                    return if direct { Tail::None } else { Tail::Open(end) };
                }
                if names::is_noun(noun)
                    || noun.starts_with(char::is_lowercase)
                        && matches!(noun, "act" | "law" | "code" | "regulations" | "convention")
                {
                    Tail::Abroad(Span::at(at, next + noun.len()))
                } else {
                    Tail::Open(end)
                }
            }
            "the" | "The" => match names::forward(self.text, next, limit) {
                Some(name) if name.bare && self.is_self(name.span) => Tail::Here(name.span.end as usize),
                Some(name) => Tail::Abroad(name.span),
                // "of the schedule", "of the preceding sentence": a place that is not looked for.
                None if Unit::read(word_at(self.text, next, limit)).is_some_and(|u| !u.is_annex()) => Tail::None,
                None => Tail::Open(end),
            },
            _ => {
                let mut buffer = std::mem::take(&mut self.parsed);
                let found = grammar::instrument(self.text, at, limit, &mut buffer);
                self.parsed = buffer;
                match (found, names::forward(self.text, at, limit)) {
                    (Some((_, end)), _) => Tail::Abroad(Span::at(at, end)),
                    (None, Some(name)) => Tail::Abroad(name.span),
                    _ if direct && Unit::read(word).is_some() => Tail::None,
                    _ => Tail::Open(end),
                }
            }
        }
    }

    /// Whether a bare noun with "the" is what the text calls itself: "the Agreement" in an agreement.
    fn is_self(&self, noun: Span) -> bool {
        let word = noun.of(self.text);
        matches!(word, "Agreement" | "Contract" | "Policy" | "Terms" | "Guidelines" | "By-laws")
            || (matches!(word, "Constitution" | "Charter" | "Code" | "Rules")
                && self.doc.title.is_some_and(|t| t.of(self.text).contains(word)))
    }

    /// "resolves 2", "considering e)".
    fn group(&mut self, start: usize, end: usize) {
        if !self.begins_word(start) {
            return;
        }
        let limit = self.limit(end);
        let at = skip_space(self.text, end, limit);
        let label = word_at(self.text, at, limit);
        let after = self.text.as_bytes().get(at + label.len());
        let number = !label.is_empty() && label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit());
        let letter = !label.is_empty()
            && label.len() <= 2
            && label.bytes().all(|b| b.is_ascii_lowercase())
            && after == Some(&b')');
        if !(number && matches!(after, None | Some(b' ' | b',' | b'.' | b';' | b')' | b'\n')) || letter) {
            return;
        }
        let word = Span::at(start, space_before(self.text, end, start));
        let span = Span::at(start, at + label.len() + usize::from(letter));
        let path = SmolStr::new(label);
        let (role, within) = (TargetRole::Member, Document::ROOT);
        let target = Target { span, path, role, resolution: Resolution::Unchecked, within };
        self.push(span, Some(word), Scope::Internal, false, vec![target]);
    }
}
