//! Whose units a citation means where the instrument is named by another citation: one before it, or one at the end of the
//! list that it stands in.

use super::instruments::{is_number, is_standard, is_tag};
use super::model::{Reference, Resolution, Scope};
use super::names::{space_before, word_before};
use super::parsed::{Group, Parsed};
use super::reader::Reader;
use super::units::Unit;
use crate::document::Document;
use crate::span::Span;

impl Reader<'_> {
    /// Gives the instrument of the citation made at `made` to those right before it that only a link parts from it: in
    /// "the Radio Act, except subsection 2(1) and of sections 4 and 5 of that Act", and where a line ends in the midst of
    /// a list ("Article 6(2) or" ⏎ "Article 7 of Directive 95/46/EC").
    pub(super) fn share_back(&mut self, made: usize) {
        let Some(own) = self.out.get(made) else { return };
        let (Scope::External { name }, Some(word), mut next) = (&own.scope, own.unit, own.span.start) else { return };
        let name = *name;
        let again = ["that ", "such ", "said ", "those "].iter().any(|w| name.of(self.text).starts_with(w));
        let begins = next as usize == self.low;
        if !again && !begins {
            self.share_title(made, name, word);
            self.share_lost(made, name);
            return;
        }
        for at in (0..made).rev() {
            let Some(before) = self.out.get(at) else { return };
            let Some(between) = self.text.get(before.span.end as usize..next as usize) else { return };
            let line = begins && at + 1 == made;
            let link = match between.trim().trim_start_matches(',').trim_start() {
                "or" | "and" if line => {
                    between.contains('\n')
                        && !between.contains("\n\n")
                        && before.unit.is_some_and(|u| {
                            let stem = |w: Span| Unit::read(w.of(self.text));
                            stem(u) == stem(word)
                        })
                }
                "" | "and" | "or" | "and of" | "or of" | "and in" | "or in" => again && !between.contains('\n'),
                _ => false,
            };
            if !link || before.relative || before.scope != Scope::Internal || before.unit.is_none() {
                return;
            }
            // "that Act" is one that the sentence names before the list.
            let named = line || {
                let low = self.low as u32;
                let mut earlier = self.out.iter().take(at).rev().take(32).take_while(|r| r.span.start >= low);
                earlier.any(|r| {
                    matches!(r.scope, Scope::External { .. })
                        && self
                            .text
                            .get(r.span.end as usize..before.span.start as usize)
                            .is_some_and(|t| t.len() < 1000 && !t.contains(". ") && !t.contains(';'))
                })
            };
            if !named {
                return;
            }
            next = before.span.start;
            self.send_abroad(at, name);
        }
    }

    /// "subsection 2(1) and of sections 4 and 5 of the Radio Act", "the portion of section 11 before paragraph (a) and the
    /// portion of section 25 before paragraph (b) of the Gas Act": what is not here is of the Act named at the end.
    fn share_lost(&mut self, made: usize, name: Span) {
        const LINKS: [&str; 10] =
            ["and", "or", "of", "in", "the", "portion", "before", "after", "preceding", "following"];
        let Some(mut next) = self.out.get(made).map(|r| r.span.start) else { return };
        for at in (0..made).rev() {
            let Some(before) = self.out.get(at).filter(|r| r.scope == Scope::Internal && !r.relative) else { return };
            let Some(between) = self.text.get(before.span.end as usize..next as usize) else { return };
            let mut words = between.split([' ', ',', '\n', '\u{a0}']).filter(|w| !w.is_empty()).peekable();
            let apart = words.clone().any(|w| !matches!(w, "and" | "or"));
            let Some(unit) = before.unit.filter(|_| words.peek().is_some() && apart) else { return };
            if before.span.start < self.low as u32 || !words.all(|w| LINKS.contains(&w)) {
                return;
            }
            next = before.span.start;
            let has = |wanted: fn(&Resolution) -> bool| before.targets.iter().any(|t| wanted(&t.resolution));
            let part = self.text.get(unit.end as usize..).is_some_and(|t| t.trim_start().starts_with('('));
            if has(|r| *r == Resolution::Missing) && !has(|r| matches!(r, Resolution::Found(_))) {
                self.send_abroad(at, name);
            } else if !part {
                return;
            }
        }
    }

    /// "sections 41 and 42 and subchapter II of chapter 15 of title 31": the sections are of that title, too, where no
    /// such sections are here.
    fn share_title(&mut self, made: usize, name: Span, word: Span) {
        let code =
            name.of(self.text).strip_prefix("title ").is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        let group = Unit::read(word.of(self.text)).is_some_and(|u| u.is_container() && u != Unit::Title);
        let Some(before) = made.checked_sub(1).and_then(|at| self.out.get(at)).filter(|_| code && group) else {
            return;
        };
        let link = self.text.get(before.span.end as usize..word.start as usize).map_or("", str::trim);
        let section = before.unit.is_some_and(|u| Unit::read(u.of(self.text)) == Some(Unit::Section));
        let here =
            before.targets.iter().any(|t| matches!(t.resolution, Resolution::Found(_) | Resolution::Ambiguous(..)));
        let own = before.span.of(self.text).contains(" of ");
        if !section
            || here
            || own
            || before.relative
            || before.scope != Scope::Internal
            || !matches!(link, "and" | "or")
        {
            return;
        }
        self.send_abroad(made - 1, name);
    }

    /// Makes a citation one of the instrument named, whose units are not looked for here.
    pub(super) fn send_abroad(&mut self, at: usize, name: Span) {
        if let Some(reference) = self.out.get_mut(at) {
            reference.scope = Scope::External { name };
            reference.fault = None;
            reference.targets.iter_mut().for_each(|t| t.resolution = Resolution::Unchecked);
        }
    }

    /// The instrument of a citation shortly before in the same unit that begins with the same words: "article 47, paragraph
    /// 2, of the Convention …, established under article 47".
    pub(super) fn cited_before(&self, at: usize) -> Option<Span> {
        /// Citations looked at.
        const FAR: usize = 8;
        let reference = self.out.get(at)?;
        let words = reference.span.of(self.text);
        let alike = |r: &&Reference| {
            let text = r.span.of(self.text);
            let (head, rest) = text.split_at_checked(words.len()).unwrap_or_default();
            head.eq_ignore_ascii_case(words) && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '(')
        };
        let nearby = self.out.get(..at)?.iter().rev().take(FAR).take_while(|r| r.provision == reference.provision);
        nearby.filter(|r| r.unit.is_some()).filter(alike).find_map(|r| match r.scope {
            Scope::External { name } => Some(name),
            _ => None,
        })
    }

    /// "the Canada Gazette, Part I": the instrument named right before a Part, an article or a section that is not here;
    /// behind an instrument's number ("Regulation (EU) 2016/679, Article 9(1)") it is of that, whatever is here.
    pub(super) fn part_of_last(&self, parsed: &Parsed, group: &Group, start: usize) -> Option<Span> {
        let last = self.out.last().filter(|r| r.unit.is_none())?;
        let Scope::External { name } = last.scope else { return None };
        let label = parsed.members_of(group).first().and_then(|m| parsed.labels_of(m).first())?.of(self.text);
        let between = self.text.get((last.span.end as usize).max(self.low)..start)?;
        // "Property Code § 93"
        let sign = between == " " && group.word.of(self.text).starts_with('§');
        if !(sign || between == ", ") || group.near.is_some() {
            return None;
        }
        let numbered = || name.of(self.text).contains('/');
        let is_its_own = match group.unit {
            Unit::Part => self.index.container(Unit::Part, label).is_none(),
            unit => unit.is_top() && (sign || numbered() || self.index.child(Document::ROOT, label).is_none()),
        };
        is_its_own.then_some(name)
    }

    /// The source named right before a citation: the tag of a bibliography, as in "\[RFC2616\], Section 3.11" and "\[PGP,
    /// section 5.5\]", or a standard's number, as in "RFC 2578 Section 10".
    pub(super) fn source_before(&self, start: usize, end: usize) -> Option<Span> {
        /// Longest name looked for.
        const NAME: usize = 40;
        let mut low = self.low.max(start.saturating_sub(NAME));
        while low < self.text.len() && !self.text.is_char_boundary(low) {
            low += 1;
        }
        let before = self.text.get(low..start)?.trim_end();
        let bare = before.strip_suffix(',').unwrap_or(before);
        let comma = bare.len() < before.len();
        let name = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let owned = name.len() < bare.len();
        // The last `len` bytes before `end`, counted from `low`.
        let span = |end: usize, len: usize| Span::at(low + end - len, low + end);
        if let Some((_, tag)) = name.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
            let apart = comma || owned || !tag.bytes().all(|b| b.is_ascii_digit());
            return (apart && is_tag(tag)).then(|| span(name.len() - 1, tag.len()));
        }
        if let (true, Some((_, tag))) = (comma, bare.rsplit_once('[')) {
            let closed = self.text.as_bytes().get(end) == Some(&b']');
            let named = tag.starts_with(char::is_uppercase) && !tag.contains(' ');
            return (closed && named).then(|| span(bare.len(), tag.len()));
        }
        let last = name.rsplit([' ', '\n', '(', '\u{a0}']).next().unwrap_or("");
        let number = span(name.len(), last.len());
        if is_standard(last) {
            return Some(number);
        }
        let stop = space_before(self.text, number.start as usize, low);
        let series = word_before(self.text, stop, low);
        let named = series.len() >= 2 && series.bytes().all(|b| b.is_ascii_uppercase());
        (named && is_number(last)).then(|| Span::at(stop - series.len(), number.end as usize))
    }
}
