//! Citations of instruments, and the instrument that follows a citation of units.

use rustc_hash::FxHashMap;

use super::grammar::{self, Instrument};
use super::model::{Resolution, Scope};
use super::names::{self, skip_space, space_before, word_at, word_before};
use super::parsed::{Group, Parsed};
use super::plain;
use super::reader::Reader;
use super::units::Unit;
use crate::document::{Document, Kind, ProvisionId};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::word_of;

/// Words that make the name of a body of the name before them.
const BODIES: [&str; 8] =
    ["Board", "Committee", "Commission", "Council", "Secretariat", "Tribunal", "Authority", "Commissioner"];

/// What stands after a citation's last group: "of this Act", "of the Clean Air Act".
#[derive(Clone, Copy, Debug)]
pub(super) enum Tail {
    None,
    /// The text at hand.
    Here(usize),
    /// Another instrument, and where the words end that name it.
    Abroad(Span, usize),
    /// "the Act" in a text that calls itself one, "thereof": not known.
    Open(usize),
}

/// An instrument with a number of its own, read by bytes or by the grammar.
fn read(text: &str, at: usize, limit: usize, out: &mut Parsed) -> Option<(Instrument, usize)> {
    if !plain::instrument_like(text, at) {
        out.clear();
        return None;
    }
    plain::instrument(text, at, limit, out).or_else(|| grammar::instrument(text, at, limit, out))
}

fn abroad(name: Span) -> Tail {
    Tail::Abroad(name, name.end as usize)
}

impl Reader<'_> {
    /// "42 U.S.C. 7401": the mark stands after the title's number.
    pub(super) fn code(&mut self, start: usize) {
        let stop =
            space_before(self.text, start + usize::from(self.text.as_bytes().get(start) == Some(&b' ')), self.low);
        let number = word_before(self.text, stop, self.low.max(self.done));
        if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        self.instrument(stop - number.len());
    }

    pub(super) fn statutes(&mut self, start: usize) {
        let number = word_before(self.text, start, self.low.max(self.done));
        if !number.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) {
            self.instrument(start - number.len());
        }
    }

    /// "June 25, 1948, ch. 645, § 21".
    pub(super) fn session(&mut self, start: usize) {
        let Some(before) = self.text.get(self.low.max(self.done)..start) else { return };
        let mut from = before.char_indices().rev().take(20).filter(|(_, c)| c.is_uppercase()).map(|(i, _)| i);
        if let Some(i) = from.next() {
            self.instrument(self.low.max(self.done) + i);
        }
    }

    /// Reads an instrument of the grammar at `at`.
    pub(super) fn instrument(&mut self, at: usize) -> bool {
        let limit = self.limit(at);
        let mut parsed = std::mem::take(&mut self.parsed);
        let found = read(self.text, at, limit, &mut parsed);
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

    pub(super) fn noun(&mut self, start: usize) {
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
        if word == "Act" && self.long_title(start) {
            return;
        }
        let Some(name) = names::around(self.text, noun, self.low.max(self.done), self.high) else { return };
        // "the Radio Regulations Board" is a body; "this Constitution of the Union" is the text at hand.
        let next = word_at(self.text, skip_space(self.text, name.end as usize, self.high), self.high);
        let stop = space_before(self.text, name.start as usize, self.low);
        let this = word_before(self.text, stop, self.low).eq_ignore_ascii_case("this");
        if this || name.end == noun.end && BODIES.contains(&next) {
            self.done = name.end as usize;
            return;
        }
        // A text's own title at its head cites nothing, nor does the use of a name that the text itself fixes.
        if self.heading && self.provision == Document::ROOT && self.is_title(name) {
            self.done = self.high;
            return;
        }
        // A heading says what a unit is about: "Regulations of the Board", "Special Rules" name no instrument there.
        let bare =
            |w: &str| matches!(w, "Act" | "Code" | "Regulations" | "Convention" | "Agreement" | "Treaty" | "Charter");
        if self.heading
            && (!name.of(self.text).rsplit([' ', ',']).any(bare) || name.of(self.text).starts_with("Regulations "))
        {
            self.done = name.end as usize;
            return;
        }
        if !self.defined.is_empty() && self.defined.contains(&word_of(name.of(self.text))) {
            self.done = name.end as usize;
            return;
        }
        self.note_listed(name.start as usize, name.end as usize, Document::ROOT);
        self.push(name, None, Scope::External { name }, false, Vec::new());
    }

    /// Whether the words before the name in a title are names, too: "Canada–Chile Free Trade Agreement Implementation
    /// Act". A title that says what it does to another instrument has a verb there: "Order repealing the Radio Act".
    fn is_title(&self, name: Span) -> bool {
        let before = self.text.get(self.low..name.start as usize).unwrap_or("");
        before.split_whitespace().all(|w| w.len() <= 3 || w.starts_with(|c: char| c.is_uppercase()))
    }

    /// "An Act to incorporate the Harbour Company": an Act by its long title.
    fn long_title(&mut self, act: usize) -> bool {
        let stop = space_before(self.text, act, self.low);
        let article = word_before(self.text, stop, self.low.max(self.done));
        let link = word_at(self.text, skip_space(self.text, act + 3, self.high), self.high);
        // At the head of a text it is that text's own.
        if article != "An" || !matches!(link, "to" | "respecting" | "concerning" | "relating") || stop - 2 == self.low {
            return false;
        }
        let from = stop - article.len();
        let end = self.title_end(act);
        let name = Span::at(from, end);
        self.push(name, None, Scope::External { name }, false, Vec::new());
        true
    }

    /// "the standard entitled Reference Method for Smoke, published by …": a document by its title.
    pub(super) fn entitled(&mut self, at: usize) {
        let quote =
            self.text.get(at..self.high).and_then(|t| t.chars().next()).filter(|c| matches!(c, '“' | '"' | '‘'));
        let from = at + quote.map_or(0, char::len_utf8);
        if !self.text.get(from..self.high).is_some_and(|t| t.starts_with(char::is_uppercase)) {
            return;
        }
        let end = match quote {
            Some(open) => {
                let close = match open {
                    '“' => '”',
                    '‘' => '’',
                    other => other,
                };
                let Some(len) = self.window(from, 300).find(close) else { return };
                from + len
            }
            None => self.title_end(from),
        };
        if end <= from + 8 {
            return;
        }
        let name = Span::at(from, end);
        self.push(name, None, Scope::External { name }, false, Vec::new());
    }

    /// Where a title ends that is not in quotation marks: at the end of the clause, or at a comma that no capital follows.
    fn title_end(&self, from: usize) -> usize {
        let text = self.window(from, 300);
        let mut open = 0;
        for (i, c) in text.char_indices() {
            let after = text.get(i + c.len_utf8()..).unwrap_or("");
            match c {
                '(' => open += 1,
                ')' if open == 0 => return from + i,
                ')' => open -= 1,
                ';' | '\n' | '”' => return from + i,
                '.' if after.is_empty() || after.starts_with([' ', '\n']) => return from + i,
                ',' => {
                    let next = after.trim_start();
                    let next = next.strip_prefix("and ").unwrap_or(next);
                    let dated = next.starts_with("S.C.") || next.starts_with("R.S.");
                    if !next.starts_with(char::is_uppercase) || dated {
                        return from + i;
                    }
                }
                ' ' if after.starts_with("and published") || after.starts_with("published by") => return from + i,
                _ => {}
            }
        }
        from + text.trim_end().len()
    }

    /// The instrument that follows a citation's last group.
    pub(super) fn tail(&mut self, last: &Group, end: usize) -> Tail {
        let limit = self.limit(end);
        // "Section 4.e of the Trust Legal Provisions"
        let letter = match self.text.as_bytes().get(end..end + 3) {
            Some([b'.', b'a'..=b'z', b' ' | b'\n']) => 2,
            _ => 0,
        };
        let end = self.past_link(end + letter, limit);
        let (mut at, limit) = self.hop(skip_space(self.text, end, limit), limit);
        // "section 5(a) (relating to fees) of the Radio Act": what is in brackets does not matter here.
        if self.text.as_bytes().get(at) == Some(&b'(') {
            let Some(close) = closing(self.window(at, 300)) else { return Tail::None };
            at = skip_space(self.text, at + close + 1, limit);
            at = self.past_list(at, limit).unwrap_or(at);
        } else if self.text.as_bytes().get(at) == Some(&b',') {
            at = skip_space(self.text, at + 1, limit);
        }
        // Units after words in between are not looked for.
        let (first, _) = self.hop(skip_space(self.text, end, limit), limit);
        let direct = at == first;
        at = self.past_note(at, limit);
        let mut link = word_at(self.text, at, limit);
        if link == "column" {
            // "paragraph 2(a), column 2, of Schedule 3"
            let Some(of) = self.window(at, 40).find(" of ") else { return Tail::Open(end) };
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
            "of" | "in" if self.of_definition(at + link.len(), limit) => return self.tail_of_definition(end),
            "of" => {}
            "to" if last.unit.is_annex() => {}
            // "Section 15, RFC 3261"
            _ if !direct
                && link.len() >= 2
                && link.bytes().all(|b| b.is_ascii_uppercase())
                && is_number(word_at(self.text, skip_space(self.text, at + link.len(), limit), limit)) =>
            {
                let number = skip_space(self.text, at + link.len(), limit);
                return abroad(Span::at(at, number + word_at(self.text, number, limit).len()));
            }
            "hereof" => return Tail::Here(at + link.len()),
            "thereof" => return self.tail_thereof(at + link.len()),
            // "paragraph (5) under section 2506(a)"
            "under" | "in" if last.unit.rank() > 1 && direct => {
                let next = skip_space(self.text, at + link.len(), limit);
                let unit = Unit::read(word_at(self.text, next, limit));
                return if unit.is_some_and(|u| u.rank() < last.unit.rank()) { Tail::Open(end) } else { Tail::None };
            }
            // "section 5.2 in CMS"
            "in" if direct && is_short_name(word_at(self.text, skip_space(self.text, at + 2, limit), limit)) => {
                let name = skip_space(self.text, at + 2, limit);
                return abroad(Span::at(name, name + word_at(self.text, name, limit).len()));
            }
            // "section 21(1) Education Lands Act 1949"
            _ if direct
                && last.unit.is_top()
                && names::is_capital(link)
                && let Some(name) = names::forward(self.text, at, limit)
                && names::year_follows(self.text, name.span.end as usize, limit) =>
            {
                return abroad(name.span);
            }
            // "Article 263 TFEU": the instrument's short name right behind.
            _ if direct && last.unit.is_top() && is_short_name(link) && {
                // "Article 5 NOTICE OF DELAY" is a heading.
                let next = word_at(self.text, skip_space(self.text, at + link.len(), limit), limit);
                next.len() < 2 || !next.bytes().all(|b| b.is_ascii_uppercase())
            } =>
            {
                return abroad(Span::at(at, at + link.len()));
            }
            _ => return Tail::None,
        }
        let (mut at, limit) = self.hop(skip_space(self.text, at + link.len(), limit), limit);
        if !direct {
            at = self.past_part(at, limit);
        }
        let word = word_at(self.text, at, limit);
        let (next, limit) = self.hop(skip_space(self.text, at + word.len(), limit), limit);
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
                    abroad(Span::at(at, next + noun.len()))
                } else {
                    Tail::Open(end)
                }
            }
            "the" | "The" => match names::forward(self.text, next, limit) {
                Some(name) if name.bare && self.is_self(name.span) => match self.named_before(name.span) {
                    Some(other) => Tail::Abroad(other, name.span.end as usize),
                    None => Tail::Here(name.span.end as usize),
                },
                Some(name) => abroad(name.span),
                None if direct && let Some(name) = self.plain_name(next, limit) => abroad(name),
                None if direct
                    && (last.unit.is_top() || last.unit.is_container())
                    && let Some(name) = self.capitals(next, limit) =>
                {
                    abroad(name)
                }
                // "of the schedule", "of the preceding sentence": a place that is not looked for.
                None if Unit::read(word_at(self.text, next, limit)).is_some_and(|u| !u.is_annex()) => Tail::None,
                None => Tail::Open(end),
            },
            "title" if !direct && self.text.as_bytes().get(next).is_some_and(u8::is_ascii_digit) => {
                abroad(Span::at(at, next + word_at(self.text, next, limit).len()))
            }
            _ => {
                let mut buffer = std::mem::take(&mut self.parsed);
                let found = read(self.text, at, limit, &mut buffer);
                self.parsed = buffer;
                match (found, names::forward(self.text, at, limit)) {
                    (Some((_, end)), _) => abroad(Span::at(at, end)),
                    (None, Some(name)) => abroad(name.span),
                    // "Chapter VI of SOLAS"
                    _ if is_short_name(word) => abroad(Span::at(at, at + word.len())),
                    // "Article 6 and Appendix 1 to maritime traffic"
                    _ if link == "to" && word.starts_with(char::is_lowercase) => Tail::None,
                    // "of section four"
                    _ if direct && Unit::read(word).is_some() && !is_cardinal(word_at(self.text, next, limit)) => {
                        Tail::None
                    }
                    _ => Tail::Open(end),
                }
            }
        }
    }

    /// Past the address that a link of Markdown ends with: "[section 2(1)][22] of the Act", "[section 5](#s5)".
    fn past_link(&self, end: usize, limit: usize) -> usize {
        /// Longest address.
        const ADDRESS: usize = 300;
        let rest = self.window(end, ADDRESS.min(limit.saturating_sub(end)));
        let close = match rest.as_bytes() {
            [b']', b'[', ..] => ']',
            [b']', b'(', ..] => ')',
            _ => return end,
        };
        rest.get(2..).and_then(|address| address.find(close)).map_or(end, |at| end + at + 3)
    }

    /// Whether a list goes on behind the bracket that follows a citation, and ends with "of".
    pub(super) fn lists_on(&self, end: usize) -> bool {
        let limit = self.limit(end);
        let at = skip_space(self.text, end, limit);
        let close = if self.text.as_bytes().get(at) == Some(&b'(') { closing(self.window(at, 300)) } else { None };
        close.is_some_and(|close| self.past_list(skip_space(self.text, at + close + 1, limit), limit).is_some())
    }

    /// Behind the rest of a list whose members have brackets of their own, where "of" follows it: "sections 33 (in part),
    /// 34 and 36 (in whole) of the Radio Act". None where no member follows.
    fn past_list(&self, from: usize, limit: usize) -> Option<usize> {
        /// Most members and links of a list that a reader follows.
        const STEPS: usize = 24;
        let bytes = self.text.as_bytes();
        let (mut at, mut members) = (from, 0);
        for _ in 0..STEPS {
            let word = word_at(self.text, at, limit);
            let end = match bytes.get(at).filter(|_| at < limit) {
                Some(b',') => at + 1,
                Some(b'(') => match closing(self.window(at, 300)) {
                    Some(close) => at + close + 1,
                    None => return None,
                },
                Some(b'0'..=b'9') => {
                    members += 1;
                    at + word.len()
                }
                Some(_) if matches!(word, "and" | "or" | "to") => at + word.len(),
                Some(_) if word == "of" => return (members > 0).then_some(at),
                _ => return None,
            };
            at = skip_space(self.text, end, limit);
        }
        None
    }

    /// Behind the number of a footnote that stands before "of": "section 644 1 of title 20".
    fn past_note(&self, at: usize, limit: usize) -> usize {
        let note = word_at(self.text, at, limit);
        let next = skip_space(self.text, at + note.len(), limit);
        let marks = (1..=2).contains(&note.len()) && note.bytes().all(|b| b.is_ascii_digit());
        if marks && next > at + note.len() && word_at(self.text, next, limit) == "of" { next } else { at }
    }

    /// Behind "subtitle I of" before "title 41".
    fn past_part(&self, at: usize, limit: usize) -> usize {
        let word = word_at(self.text, at, limit);
        if !Unit::read(word).is_some_and(|u| u.is_container() && u != Unit::Title) {
            return at;
        }
        let label = skip_space(self.text, at + word.len(), limit);
        let of = skip_space(self.text, label + word_at(self.text, label, limit).len(), limit);
        if word_at(self.text, of, limit) == "of" { skip_space(self.text, of + 2, limit) } else { at }
    }

    /// "of the standard", "of the document entitled …": another text, without a name.
    fn plain_name(&self, at: usize, limit: usize) -> Option<Span> {
        const NOUNS: [&str; 9] = [
            "standard",
            "standards",
            "document",
            "manual",
            "guidelines",
            "treaty",
            "convention",
            "decision",
            "proclamation",
        ];
        let mut i = at;
        for _ in 0..3 {
            let word = word_at(self.text, i, limit);
            let end = i + word.len();
            if NOUNS.contains(&word) {
                return Some(Span::at(at, end));
            }
            let next = skip_space(self.text, end, limit);
            if word.is_empty() || next == end || matches!(word, "of" | "in" | "for" | "to" | "and" | "or") {
                break;
            }
            i = next;
        }
        // A name that a code in the margin cuts: its capitals up to there.
        let (cut, _) = self.hop(limit, limit);
        let words = self.text.get(at..limit).unwrap_or("").trim_end();
        let capitals = words.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
        (cut != limit && !words.is_empty() && capitals).then(|| Span::at(at, at + words.len()))
    }

    /// "of the Restricted Vessels List": another text by a name in capitals, in a text that is not all capitals here.
    fn capitals(&self, at: usize, limit: usize) -> Option<Span> {
        let end = names::capitals(self.text, at, limit)?;
        let name = Span::at(at, end);
        let own = self.doc.title.is_some_and(|t| t.of(self.text).contains(name.of(self.text)));
        let shouted = !name.of(self.text).contains(char::is_lowercase);
        (!self.heading && !own && !shouted).then_some(name)
    }

    /// Whether "the definition …" stands at `at`.
    fn of_definition(&self, at: usize, limit: usize) -> bool {
        let next = skip_space(self.text, at, limit);
        let mut words = self.text.get(next..limit).unwrap_or("").split_whitespace();
        words.next() == Some("the") && words.next() == Some("definition")
    }

    /// "paragraph (c) of the definition dealer in section 2 of the Radio Act": of that Act, or of this text's definition.
    fn tail_of_definition(&mut self, end: usize) -> Tail {
        let window = self.window(end, 240);
        let Some(at) = window.find("definition") else { return Tail::Open(end) };
        let rest = window.get(at + "definition".len()..).unwrap_or("");
        let clause = rest.split([';', '\n']).next().unwrap_or("");
        let clause = clause.split(". ").next().unwrap_or("");
        let (term, place) = clause.split_once(" in ").unwrap_or((clause, ""));
        if let Some(of) = place.find(" of ") {
            let low = end + at + "definition".len() + term.len() + " in ".len() + of + 4;
            let low = low + self.text.get(low..).map_or(0, |t| if t.starts_with("the ") { 4 } else { 0 });
            match names::forward(self.text, low, self.high) {
                Some(name) if !(name.bare && self.is_self(name.span)) => return Tail::Abroad(name.span, end),
                _ => {}
            }
        }
        let term = term.trim().trim_start_matches("of ").trim_matches(['“', '”', '"', ',', '.', ' ']);
        self.thereof = self.definition(term.split(", ").next().unwrap_or(term));
        Tail::Open(end)
    }

    /// The definition of a term.
    fn definition(&mut self, term: &str) -> Option<ProvisionId> {
        self.terms().get(&word_of(term)).copied()
    }

    /// The units that define terms, by the hash of the term.
    pub(super) fn terms(&mut self) -> &FxHashMap<u64, ProvisionId> {
        let (doc, text) = (self.doc, self.text);
        self.terms.get_or_insert_with(|| {
            let mut terms = FxHashMap::default();
            for block in &doc.blocks {
                if doc.get(block.provision).kind == Kind::Definition
                    && doc.get(block.provision).span.start == block.span.start
                {
                    let head = block.span.of(text);
                    let end = [" means", " includes", " has "].iter().filter_map(|v| head.find(v)).min();
                    if let Some(term) = end.and_then(|e| head.get(..e)).filter(|t| t.len() <= 120) {
                        terms.entry(word_of(term.trim_matches(['“', '”', '"', ' ', ',']))).or_insert(block.provision);
                    }
                }
            }
            terms
        })
    }

    /// "subsection (2) thereof": of what was cited before in the same paragraph.
    fn tail_thereof(&mut self, end: usize) -> Tail {
        let low = self.low as u32;
        let Some(last) = self.out.last().filter(|r| r.span.start >= low) else { return Tail::Open(end) };
        match (&last.scope, last.targets.last().map(|t| &t.resolution)) {
            (Scope::External { name }, _) => return Tail::Abroad(*name, end),
            (Scope::Internal, Some(Resolution::Found(id))) => self.thereof = Some(*id),
            _ => {}
        }
        Tail::Open(end)
    }

    /// The other instrument that "the Regulations" stand for in Regulations: the one named before in the same section.
    fn named_before(&self, noun: Span) -> Option<Span> {
        /// Citations looked back at.
        const BACK: usize = 16;
        let word = noun.of(self.text);
        let top = self.index.top_of(self.provision);
        let before = self.out.iter().rev().take(BACK).take_while(|r| self.index.top_of(r.provision) == top);
        before.into_iter().find_map(|r| match r.scope {
            Scope::External { name } if word == "Regulations" && name.of(self.text).ends_with(" Regulations") => {
                Some(name)
            }
            _ => None,
        })
    }

    /// Whether a bare noun with "the" is what the text calls itself: "the Agreement" in an agreement.
    fn is_self(&self, noun: Span) -> bool {
        let word = noun.of(self.text);
        // In a statute "the Agreement" is one that it speaks of.
        let statute = matches!(self.doc.profile, Profile::UsCode | Profile::CaAct | Profile::UkAct);
        !statute && matches!(word, "Agreement" | "Contract" | "Policy" | "Terms" | "Guidelines" | "By-laws")
            || (matches!(word, "Constitution" | "Charter" | "Code" | "Rules")
                && self.doc.title.is_some_and(|t| t.of(self.text).contains(word)))
            || (word == "Regulations"
                && !self.defined.contains(&word_of(word))
                && self.doc.title.is_some_and(|t| t.of(self.text).ends_with(word)))
    }
}

/// Whether a word is a small number in words.
fn is_cardinal(word: &str) -> bool {
    const WORDS: [&str; 20] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fifteen", "twenty", "thirty", "forty", "fifty", "eighty", "ninety",
    ];
    let first = word.split('-').next().unwrap_or("");
    WORDS.contains(&first.strip_suffix("teen").or_else(|| first.strip_suffix("ty")).unwrap_or(first))
        || WORDS.contains(&first)
}

/// Where the bracket closes that the text opens with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.bytes().position(|b| {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// Whether what stands in square brackets is the tag of a source: "RFC2616", "WEBDAV", "23"; no word of an editor's.
pub(super) fn is_tag(tag: &str) -> bool {
    let capitals = tag.bytes().filter(u8::is_ascii_uppercase).count();
    !tag.contains([' ', '\n'])
        && tag.starts_with(|c: char| c.is_ascii_alphanumeric())
        && (capitals >= 2 || tag.bytes().any(|b| b.is_ascii_digit()))
}

/// Whether a word is the number of one in a series of standards: "2578", "60601-1".
pub(super) fn is_number(word: &str) -> bool {
    word.len() >= 3
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':'))
}

/// Whether a word is a standard's number: "RFC-793", "ISO9001", "H.248.1".
pub(super) fn is_standard(word: &str) -> bool {
    if !word.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let number = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - number.len();
    let digits = number.trim_start_matches(['-', '.']);
    let least = if letters == 1 && number.starts_with('.') { 2 } else { 3 };
    (letters >= 2 || letters == 1 && number.starts_with('.'))
        && digits.len() + 1 >= number.len()
        && digits.bytes().take_while(u8::is_ascii_digit).count() >= least
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether a word is a short name such as instruments have: three to eight capitals, "and" and "or" shouted left out.
fn is_short_name(word: &str) -> bool {
    (3..=8).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && !matches!(word, "AND" | "THE" | "FOR" | "SHALL" | "MAY" | "NOT" | "WITH" | "FROM" | "APPLIES")
        && Unit::read(word).is_none()
        && !word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

#[cfg(test)]
mod tests {
    use crate::document;
    use crate::references::{Scope, read};
    use crate::source::Source;

    /// The instrument of the first citation of a section in a text; none where it is the text's own.
    fn named(text: &str) -> Option<String> {
        let source = Source::new("draft.txt", text.to_owned());
        let doc = document::read(&source, None);
        let first = read(&source, &doc).into_iter().next()?;
        match first.scope {
            Scope::External { name } => Some(name.of(text).to_owned()),
            _ => None,
        }
    }

    #[test]
    fn a_source_may_stand_before_its_section() {
        for (text, name) in [
            ("See [TAG2616], Section 3.11, for the tag.", Some("TAG2616")),
            ("It is held in [Keys, Section 5.5] alone.", Some("Keys")),
            ("See [23], Section 2.17, for more.", Some("23")),
            ("The rules of KEY 2578 Section 10 apply.", Some("KEY 2578")),
            ("The rules of KEY  2578 Section 10 apply.", Some("KEY  2578")),
            ("The rules (KEY 3080's Section 5.1) apply.", Some("KEY 3080")),
            ("As KEY-793 Section 2.7 says.", Some("KEY-793")),
            ("As H.248.1 Section 10 says.", Some("H.248.1")),
            ("Consult [2]'s Section 9 for more.", Some("2")),
            ("As suggested in section 5.2 in CMS [5].", Some("CMS")),
            ("The mobile node scans for access points (APs).", None),
            ("The seal differs (Section 17.1, KEY 3261 [1]).", Some("KEY 3261")),
            ("It is done as Section 4.e of the Trust Provisions says.", Some("Trust Provisions")),
            ("The seal is red.[1] Section 10 says so.", None),
            ("[Repealed] Section 10 says so.", None),
            ("The seal is red, Section 10 says.", None),
        ] {
            assert_eq!(named(text).as_deref(), name, "{text}");
        }
    }
}
