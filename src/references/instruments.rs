//! Citations of instruments, and the instrument that follows a citation of units.

use super::grammar::{self, Instrument};
use super::model::Scope;
use super::names::{self, skip_space, space_before, word_at, word_before};
use super::parsed::{Group, Parsed};
use super::plain;
use super::reader::Reader;
use super::units::Unit;
use crate::document::Document;
use crate::span::Span;
use crate::text::word_of;

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

/// An instrument with a number of its own, read by bytes or by the grammar.
fn read(text: &str, at: usize, limit: usize, out: &mut Parsed) -> Option<(Instrument, usize)> {
    if !plain::instrument_like(text, at) {
        out.clear();
        return None;
    }
    match plain::code(text, at, limit, out) {
        Some(end) => Some((Instrument::Code, end)),
        None => grammar::instrument(text, at, limit, out),
    }
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

    /// The instrument that follows a citation's last group.
    pub(super) fn tail(&mut self, last: &Group, end: usize) -> Tail {
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
            // "Article 263 TFEU": the instrument's short name right behind.
            _ if direct && last.unit.is_top() && is_short_name(link) && {
                // "Article 5 NOTICE OF DELAY" is a heading.
                let next = word_at(self.text, skip_space(self.text, at + link.len(), limit), limit);
                next.len() < 2 || !next.bytes().all(|b| b.is_ascii_uppercase())
            } =>
            {
                return Tail::Abroad(Span::at(at, at + link.len()));
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
                let found = read(self.text, at, limit, &mut buffer);
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
}

/// Whether a word is a short name such as instruments have: three to eight capitals, "and" and "or" shouted left out.
fn is_short_name(word: &str) -> bool {
    (3..=8).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && !matches!(word, "AND" | "THE" | "FOR" | "SHALL" | "MAY" | "NOT" | "WITH" | "FROM" | "APPLIES")
        && Unit::read(word).is_none()
        && !word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}
