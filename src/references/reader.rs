//! Goes over a document's blocks and turns what the scan finds into citations.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::grammar;
use super::index::{Index, Table};
use super::kept::Log;
use super::model::{Reference, Resolution, Role, Scope, Target, TargetRole, WordFault};
use super::names::{self, skip_space, space_before, word_before};
use super::parsed::Parsed;
use super::plain;
use super::resolve::{Base, Cited};
use super::roles::role;
use super::scan::{self, Mark, Place};
use super::style::Style;
use super::targets::Targets;
use super::units::Unit;
use crate::document::{Block, BlockKind, Document, ProvisionId, is_flattened};
use crate::span::Span;
use crate::text::WordsSeen;

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
    pub(super) seen_in: ProvisionId,
    /// By provision: the unit that its lead-in to a list ends with.
    pub(super) lead: FxHashMap<ProvisionId, ProvisionId>,
    /// Unit words against tradition, to be weighed when all are known: index of the citation, section, word and unit.
    pub(super) faults: Vec<(u32, ProvisionId, Unit, Unit)>,
    /// Bytes that may still be searched for enumerators inside sentences.
    pub(super) budget: usize,
    /// The search for enumerators went past that.
    pub(super) exhausted: bool,
    /// What is done besides, for whoever keeps it.
    pub(super) log: Log,
    /// Places of the blocks that belong to no unit, once they are asked for: they lie between all the others.
    pub(super) unheld: Option<Vec<u32>>,
    /// By provision: its own text cites a unit of another instrument.
    pub(super) abroad: Vec<bool>,
    /// The text is laid out in lines, so that its numbers were read where they stand and not guessed from a run.
    pub(super) laid_out: bool,
    pub(super) out: Vec<Reference>,
    pub(super) parsed: Parsed,
    /// A buffer for the targets of the citation at hand, empty.
    pub(super) spare: Vec<Target>,
    /// Where citations can begin in the block at hand.
    marks: Vec<Place>,
    /// Words that are looked for beside.
    beside: Option<WordsSeen<'a>>,
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
    pub(super) defined: FxHashSet<u64>,
    /// The block at hand among the document's.
    pub(super) at_block: usize,
    /// The block is a heading.
    pub(super) heading: bool,
    /// Where the quotation mark at hand opens.
    opened: usize,
    /// The unit that "thereof" after the citation at hand stands for.
    pub(super) thereof: Option<ProvisionId>,
    /// Definitions by the hash of their term, made when first asked for.
    pub(super) terms: Option<FxHashMap<u64, ProvisionId>>,
    /// By provision whose text leads in to a list with "the following provisions of section 5": that section, the root
    /// where it is not here.
    pub(super) listed: FxHashMap<ProvisionId, ProvisionId>,
    /// Citations that stand in headings, where shorthand is used.
    pub(super) headed: Vec<u32>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, doc: &'a Document) -> Self {
        Self::with(text, doc, None)
    }

    /// A reader with an index that was made before, of the same units.
    pub(super) fn with(text: &'a str, doc: &'a Document, table: Option<Arc<Table>>) -> Self {
        let index = table.map_or_else(|| Index::new(doc), |table| Index::again(doc, table));
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
            exhausted: false,
            log: Log::default(),
            unheld: None,
            abroad: vec![false; n],
            laid_out: !is_flattened(text),
            out: Vec::with_capacity(text.len() / 256),
            parsed: Parsed::default(),
            spare: Vec::new(),
            marks: Vec::new(),
            beside: None,
            provision: Document::ROOT,
            low: 0,
            high: 0,
            quoted: false,
            depth: 0,
            straight: false,
            done: 0,
            defined: names::defined(text),
            at_block: 0,
            heading: false,
            opened: 0,
            thereof: None,
            terms: None,
            listed: FxHashMap::default(),
            headed: Vec::new(),
        }
    }

    pub(super) fn read(mut self) -> Vec<Reference> {
        self.read_all();
        self.out
    }

    /// As [`Self::read`]; also gives the places of the words that are looked for beside, and who does.
    pub(super) fn read_beside(mut self, beside: WordsSeen<'a>) -> (Vec<Reference>, Vec<(u32, u8)>) {
        self.beside = Some(beside);
        self.read_all();
        let places = self.beside.map(|beside| beside.found(self.text.as_bytes()));
        (self.out, places.unwrap_or_default())
    }

    fn read_all(&mut self) {
        let doc = self.doc;
        let headings = self.headings();
        let mut heading = 0;
        for (i, block) in doc.blocks.iter().enumerate() {
            self.at_block = i;
            heading = self.headings_before(block, &headings, heading);
            if is_read(block) {
                self.block(block);
            }
        }
        self.weigh();
        self.echo();
    }

    /// A heading cites in short what its text cites in full: "Adaptation to paragraph 2(g)" above "Paragraph 2(g) of the
    /// Harbour Regulation is to be read …". What it cites is the text's, not looked for here.
    pub(super) fn echo(&mut self) {
        /// Citations looked at behind the heading's.
        const NEXT: usize = 8;
        for at in std::mem::take(&mut self.headed) {
            let at = at as usize;
            let Some(short) = self.out.get(at) else { continue };
            if !short.targets.iter().any(|t| t.resolution == Resolution::Missing) {
                continue;
            }
            let words = short.span.of(self.text).as_bytes();
            let path = short.targets.last().map(|t| &t.path);
            let full = self.out.iter().skip(at + 1).take(NEXT).any(|r| {
                // "Radio Act — par. 78(1)(d)"
                if matches!(r.scope, Scope::External { .. }) && r.targets.iter().any(|t| Some(&t.path) == path) {
                    return true;
                }
                let own = r.span.of(self.text).as_bytes();
                let longer = own.len() > words.len() || matches!(r.scope, Scope::External { .. });
                longer && own.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
            });
            if let (true, Some(short)) = (full, self.out.get_mut(at)) {
                for target in &mut short.targets {
                    target.resolution = Resolution::Unchecked;
                }
            }
        }
    }

    /// All headings, in the order of the units.
    pub(super) fn headings(&self) -> Vec<(Span, ProvisionId)> {
        let provisions = self.doc.provisions.iter().enumerate();
        provisions.filter_map(|(i, p)| p.heading.map(|h| (h, ProvisionId(i as u32)))).collect()
    }

    /// Reads the headings before a block that no block holds; gives how many are passed, of which `from` were before.
    pub(super) fn headings_before(&mut self, block: &Block, headings: &[(Span, ProvisionId)], from: usize) -> usize {
        let mut at = from;
        while let Some(&(heading, id)) = headings.get(at).filter(|h| h.0.start < block.span.start) {
            if heading.start as usize >= self.high {
                self.block(&Block { span: heading, provision: id, kind: BlockKind::Heading, continues: false });
            }
            at += 1;
        }
        at
    }

    /// Drops faults of unit words that a section makes time and again: that is its own way of speaking.
    pub(super) fn weigh(&mut self) {
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

    pub(super) fn block(&mut self, block: &Block) {
        let (low, high) = (block.span.start as usize, block.span.end as usize);
        if self.text.get(low..high).is_none() {
            return;
        }
        (self.low, self.high, self.provision) = (low, high, block.provision);
        self.quoted = block.kind == BlockKind::Quotation || self.doc.get(block.provision).quoted;
        self.heading = block.kind == BlockKind::Heading;
        self.depth = 0;
        self.straight = false;
        self.done = low;
        let top = self.index.top_of(block.provision);
        if top != self.seen_in {
            self.seen_in = top;
            self.seen.clear();
        }
        let mut marks = std::mem::take(&mut self.marks);
        scan::marks(self.text, low, high, self.beside.as_mut(), &mut marks);
        for &(start, end, mark) in &marks {
            match mark {
                Mark::Open => {
                    self.depth += 1;
                    self.opened = start;
                }
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
                Mark::Group => self.part(start, end),
                Mark::Title => self.entitled(end),
            }
        }
        self.marks = marks;
    }

    /// Whether words in quotation marks at `at` are read in place of others, or struck.
    fn replaces(&self, at: usize) -> bool {
        let mut from = at.saturating_sub(60).max(self.low);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..at).unwrap_or("");
        ["read", "reference", "substitut", "insert", "striking", "the words", "expression", "replac"]
            .iter()
            .any(|w| before.contains(w))
    }

    pub(super) fn in_quotes(&self) -> bool {
        self.quoted || self.depth > 0 || self.straight
    }

    pub(super) fn limit(&self, at: usize) -> usize {
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

    /// The text of the block before a place, at most `n` bytes.
    pub(super) fn window_before(&self, at: usize, n: usize) -> &'a str {
        let mut from = at.saturating_sub(n).max(self.low);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        self.text.get(from..at).unwrap_or("")
    }

    /// Where the paragraph goes on, and how far, where its block ends at `at`: a code in the margin or a page head stands
    /// between. Elsewhere `at` and `limit`.
    pub(super) fn hop(&self, at: usize, limit: usize) -> (usize, usize) {
        if at != self.high {
            return (at, limit);
        }
        match self.next_part() {
            Some((_, span)) => (span.start as usize, span.end as usize),
            None => (at, limit),
        }
    }

    /// The block in which the paragraph at hand goes on behind a code in the margin or a page head: its place and range.
    pub(super) fn next_part(&self) -> Option<(usize, Span)> {
        let blocks = self.doc.blocks.iter().enumerate().skip(self.at_block + 1).take(4);
        let (at, next) = blocks.into_iter().find(|(_, b)| b.kind != BlockKind::Furniture)?;
        (next.continues && next.provision == self.provision).then_some((at, next.span))
    }

    pub(super) fn begins_word(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match at.checked_sub(1).and_then(|i| bytes.get(i)) {
            None => true,
            Some(b) if b.is_ascii() => !b.is_ascii_alphanumeric() && *b != b'-',
            Some(_) => {
                self.text.get(self.low..at).and_then(|t| t.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
            }
        }
    }

    pub(super) fn push(&mut self, span: Span, unit: Option<Span>, scope: Scope, relative: bool, targets: Vec<Target>) {
        let role = role(self.text, self.low, span.start as usize);
        self.push_as(span, unit, scope, relative, role, targets);
    }

    pub(super) fn push_as(
        &mut self,
        span: Span,
        unit: Option<Span>,
        scope: Scope,
        relative: bool,
        role: Role,
        mut targets: Vec<Target>,
    ) {
        self.done = self.done.max(span.end as usize);
        let (provision, quoted) = (self.provision, self.in_quotes());
        // "were read as “…”": words of another text, and what they cite is not looked for here.
        if self.depth > 0 && !relative && self.replaces(self.opened) {
            for target in &mut targets {
                target.resolution = Resolution::Unchecked;
            }
        }
        if self.heading || self.text.get(span.end as usize..).is_some_and(|t| t.starts_with(".—")) {
            self.headed.push(self.out.len() as u32);
        }
        let of_own = Targets::drained(&mut targets);
        self.spare = targets;
        self.out.push(Reference { span, unit, provision, scope, role, relative, quoted, fault: None, targets: of_own });
    }

    pub(super) fn mark(&mut self, fault: Option<WordFault>) {
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
            if end < self.high && bytes.get(end) == Some(&b'.') && self.text.get(start..end).is_some_and(is_short) {
                end += 1;
            }
        }
        let word = Span::at(start, end);
        let Some(unit) = Unit::read(word.of(self.text)) else { return };
        if unit == Unit::Number && !word.of(self.text).ends_with('.') {
            return;
        }
        // "RESOLUTION No. 2" heads another instrument; "formula No. 1" is none.
        let before = || word_before(self.text, space_before(self.text, start, self.low), self.low);
        if unit == Unit::Number && matches!(before(), "RESOLUTION" | "formula") {
            return;
        }
        let next = skip_space(self.text, end, self.high);
        // "docs/rule4.txt", "old_article09": the name of a file.
        let path = start.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(|b| matches!(b, b'/' | b'_'));
        if path && next == end {
            return;
        }
        let spaced = next > end || word.of(self.text).starts_with('§');
        if self.label_follows(unit, next, spaced) && !is_abbreviated(word.of(self.text), self.window(next, 12)) {
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
        // Most citations are read by bytes; the grammar reads the others.
        let found = plain::citation(self.text, start, limit, &mut parsed)
            .unwrap_or_else(|| grammar::citation(self.text, start, limit, &mut parsed));
        if found {
            self.citation(&mut parsed);
        } else {
            self.relative(start, word, unit);
        }
        self.parsed = parsed;
    }

    // ---- relative citations

    /// "this section", "that paragraph", "the preceding article": a unit word without a label.
    fn relative(&mut self, start: usize, word: Span, unit: Unit) {
        let stop = space_before(self.text, start, self.low);
        let before = word_before(self.text, stop, self.low);
        let from = stop - before.len();
        let plural = word.of(self.text).ends_with(['s', 'S']);
        let that = ["that", "such", "said", "those"].iter().any(|w| before.eq_ignore_ascii_case(w));
        // "those paragraphs" are all that were named last; which of them "that paragraph" is, is not known.
        if that && !unit.is_container() && (plural || !self.cited.list(unit).is_empty()) {
            if plural {
                self.relative_list(from, word, unit);
            }
            return;
        }
        let id = if before.eq_ignore_ascii_case("this") {
            self.around(unit)
        } else if that {
            match self.cited.last(unit) {
                Some(Base::Unit(id)) if self.style.named(self.text, &self.index, *id, unit) => Some(*id),
                _ => None,
            }
        } else if !plural && matches!(before, "preceding" | "previous" | "foregoing" | "following" | "next") {
            self.neighbour(unit, matches!(before, "following" | "next"))
        } else {
            return;
        };
        let Some(id) = id else { return };
        // "that part of the public service" is a part of that, no Part.
        if unit.is_container()
            && before.eq_ignore_ascii_case("that")
            && word.of(self.text).starts_with(char::is_lowercase)
            && self.window(word.end as usize, 4) == " of "
        {
            return;
        }
        let span = Span::at(from, word.end as usize);
        let path = self.index.path(id);
        let resolution = Resolution::Found(id);
        let target = Target { span, path, role: TargetRole::Member, resolution, within: id };
        let mut targets = std::mem::take(&mut self.spare);
        targets.push(target);
        self.push(span, Some(word), Scope::Internal, true, targets);
    }

    /// "those paragraphs", "such sections": the units of the list or range cited last.
    fn relative_list(&mut self, from: usize, word: Span, unit: Unit) {
        let span = Span::at(from, word.end as usize);
        let list = self.cited.list(unit);
        if list.iter().any(|&(id, _)| id == Document::ROOT || !self.style.named(self.text, &self.index, id, unit)) {
            return;
        }
        let target = |&(id, role): &(ProvisionId, TargetRole)| Target {
            span,
            path: self.index.path(id),
            role,
            resolution: Resolution::Found(id),
            within: id,
        };
        let targets: Vec<Target> = list.iter().map(target).collect();
        if !targets.is_empty() {
            self.push(span, Some(word), Scope::Internal, true, targets);
        }
    }
}

/// Whether citations are read in a block of that kind.
pub(super) const fn is_read(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Contents | BlockKind::Furniture | BlockKind::Code)
}

/// Whether what follows a unit word abbreviates words that end in it: "access points (APs)", "policy rule (PDR)".
fn is_abbreviated(word: &str, after: &str) -> bool {
    let initial = match word.as_bytes() {
        [b'p' | b'P', b'o', ..] => b'P',
        [b'r' | b'R', ..] => b'R',
        _ => return false,
    };
    let Some((letters, _)) = after.strip_prefix('(').and_then(|t| t.split_once(')')) else { return false };
    let capitals = letters.strip_suffix('s').unwrap_or(letters);
    (2..=8).contains(&capitals.len())
        && capitals.bytes().all(|b| b.is_ascii_uppercase())
        && (capitals.len() < letters.len() || capitals.as_bytes().contains(&initial))
}

/// Whether a unit word is one that is written short, with a full stop: "Art.", "secs.".
fn is_short(word: &str) -> bool {
    const SHORT: [&str; 9] = ["art", "sec", "subsec", "para", "par", "subpar", "cl", "app", "no"];
    let stem = word.strip_suffix(['s', 'S']).unwrap_or(word);
    SHORT.iter().any(|w| stem.eq_ignore_ascii_case(w))
}
