//! Citations read by bytes. It accepts what the rule `citation` of `grammar/reference.pest` accepts and gives the same,
//! or says that it is not sure (labels like "b)", "5 bis"), and the grammar is asked. The grammar is the reference: a
//! change there is made here too, and the test below compares the two.

mod keys;
mod laws;

use super::grammar::Instrument;
use super::parsed::{Lower, Parsed};
use crate::span::Span;

/// Letters of the longest unit word, and more.
const LONGEST: usize = 16;

/// Why a part could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// It is not there.
    No,
    /// It could be there in a form that only the grammar reads.
    Unsure,
}

/// Where a part ends.
type End = Result<usize, Stop>;

/// Reads a citation that begins at `at`, within `text[..limit]`: whether there was one, or none where the grammar must say.
pub(super) fn citation(text: &str, at: usize, limit: usize, out: &mut Parsed) -> Option<bool> {
    out.clear();
    let bytes = text.as_bytes().get(..limit)?;
    let mut plain = Plain { bytes, lower: Lower::new(text, out) };
    let mut end = match plain.group(at, Join::First) {
        Ok(end) => end,
        Err(Stop::No) => return Some(false),
        Err(Stop::Unsure) => return None,
    };
    loop {
        let from = plain.past_aside(end);
        if plain.noted(end) || from > end && plain.noted(from) {
            return None;
        }
        let next = match plain.holder(from) {
            Err(Stop::No) => plain.coordinate(end, from),
            other => other,
        };
        match next {
            Ok(next) => end = next,
            Err(Stop::No) => break,
            Err(Stop::Unsure) => return None,
        }
    }
    plain.lower.close();
    Some(true)
}

/// Reads "42 U.S.C. 1396d(a)", "Pub. L. 93–415", "88 Stat. 1109": what it is and where it ends; none where the grammar
/// must say whether it is one.
pub(super) fn instrument(text: &str, at: usize, limit: usize, out: &mut Parsed) -> Option<(Instrument, usize)> {
    out.clear();
    let bytes = text.as_bytes().get(..limit)?;
    let mut plain = Plain { bytes, lower: Lower::new(text, out) };
    let digits = plain.run(at, 4, u8::is_ascii_digit);
    if digits == 0 {
        return plain.law(at).map(|end| (Instrument::Law, end));
    }
    let p = plain.space(at + digits)?;
    if digits <= 3 && plain.rest(p).starts_with(b"Stat.") {
        return plain.page(plain.space(p + 5)?).map(|end| (Instrument::Law, end));
    }
    let code = first(&[b"U.S.C.", b"U.S.C", b"USC", b"C.F.R.", b"CFR"], plain.rest(p)).filter(|_| digits <= 2)?;
    let mut p = plain.spaces(p + code);
    if plain.rest(p).starts_with("§".as_bytes()) {
        p = plain.spaces(plain.unit(p).ok()?);
    }
    // Only a number: "App.", "part 5" and "note" are the grammar's.
    if !plain.at(p).is_ascii_digit() {
        return None;
    }
    let mut labels = Labels::default();
    let end = plain.label(p, &mut labels).ok()?;
    plain.lower.code(at);
    plain.take(&labels);
    let end = plain.list(end).ok()?;
    plain.lower.close();
    Some((Instrument::Code, plain.trail(end)))
}

/// Whether an instrument with a number of its own may begin here: a look at its first word.
pub(super) fn instrument_like(text: &str, at: usize) -> bool {
    const WORDS: [&[u8]; 14] = [
        b"Public Law",
        b"Pub. L.",
        b"P.L.",
        b"Regulation",
        b"Directive",
        b"Decision",
        b"Recommendation",
        b"Framework",
        b"Report",
        b"Resolution",
        b"Question",
        b"Opinion",
        b"ITU-",
        b"CCI",
    ];
    let rest = text.as_bytes().get(at..).unwrap_or(&[]);
    match rest.first() {
        Some(b'0'..=b'9') => true,
        Some(b'A'..=b'Z') => {
            // "June 25, 1948, ch. 645"
            let word = rest.iter().skip(1).take(10).take_while(|b| b.is_ascii_lowercase()).count() + 1;
            let dated = word > 2 && {
                let after = rest.get(word..).unwrap_or(&[]);
                let after = after.strip_prefix(b".").unwrap_or(after);
                let digit = after.iter().find(|b| !matches!(b, b' ' | b'\n' | b'\r' | b'\t'));
                digit.is_some_and(|b| b.is_ascii_digit() || !b.is_ascii())
            };
            let Some(named) = first(&WORDS, rest) else { return dated };
            // "Regulation (EU)", "Resolution No. 5", "Recommendation ITU-T": not the bare noun.
            let end = named + rest.get(named..).map_or(0, |r| usize::from(r.first() == Some(&b's')));
            let next = rest.iter().skip(end).find(|b| !matches!(b, b' ' | b'\n' | b'\r' | b'\t'));
            dated
                || !matches!(rest.first(), Some(b'R' | b'D' | b'Q' | b'O'))
                || next.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'(' | b'N' | b'I' | b'C') || !b.is_ascii())
        }
        _ => false,
    }
}

/// What joins a group to the one before.
#[derive(Clone, Copy, Debug)]
enum Join {
    First,
    Around,
    Also(Span),
}

/// A label with its sub-labels, before it is known whether what must follow does.
#[derive(Clone, Copy, Debug, Default)]
struct Labels {
    /// Where each stands; the first may be a number.
    spans: [Span; 12],
    len: usize,
    numbered: bool,
}

impl Labels {
    fn push(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        // Deeper than any unit: left to the grammar.
        *self.spans.get_mut(self.len).ok_or(Stop::Unsure)? = Span::at(start, end);
        self.len += 1;
        Ok(())
    }
}

struct Plain<'a> {
    /// The text up to the limit.
    bytes: &'a [u8],
    lower: Lower<'a>,
}

impl Plain<'_> {
    fn at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or(&[])
    }

    /// How many bytes from `at` on are of a class, at most `most`.
    fn run(&self, at: usize, most: usize, is: impl Fn(&u8) -> bool) -> usize {
        self.rest(at).iter().take(most).take_while(|b| is(b)).count()
    }

    // ---- instruments

    /// "1109", "1109–1112".
    fn page(&self, at: usize) -> Option<usize> {
        let digits = self.run(at, 5, u8::is_ascii_digit);
        let end = at + digits;
        let last = self.dash(end).map(|dash| (dash, self.run(dash, 5, u8::is_ascii_digit)));
        match last {
            _ if digits == 0 => None,
            Some((dash, more)) if more > 0 => Some(dash + more),
            _ => Some(end),
        }
    }

    /// End of "et seq." and "note" behind the sections of a code.
    fn trail(&self, at: usize) -> usize {
        let mut end = at;
        while let Some(word) = self.space(end)
            && let Some(len) = first(&[b"note", b"nt.", b"et seq."], self.rest(word))
            && self.edge(word + len)
        {
            end = word + len;
        }
        end
    }

    // ---- groups

    /// A unit word with its labels.
    fn group(&mut self, at: usize, join: Join) -> End {
        let end = self.unit(at)?;
        let mut labels = Labels::default();
        let p = self.label(self.spaces(end), &mut labels)?;
        match join {
            Join::First => {}
            Join::Around => self.lower.around(),
            Join::Also(span) => self.lower.also(span),
        }
        if !self.lower.unit(Span::at(at, end)) {
            return Err(Stop::Unsure);
        }
        self.take(&labels);
        self.list(p)
    }

    /// The range and the list that go on from a label.
    fn list(&mut self, at: usize) -> End {
        let mut p = self.range(at)?;
        while let Some(next) = self.more(self.past_aside(p)) {
            let mut labels = Labels::default();
            p = match self.next(next, &mut labels) {
                Ok(end) => end,
                Err(Stop::No) => break,
                Err(Stop::Unsure) => return Err(Stop::Unsure),
            };
            self.lower.more();
            self.take(&labels);
            p = self.range(p)?;
        }
        Ok(p)
    }

    /// The end of a range, where one follows.
    fn range(&mut self, at: usize) -> End {
        let Some(next) = self.through(at) else { return Ok(at) };
        let mut labels = Labels::default();
        match self.next(next, &mut labels) {
            Ok(end) => {
                self.lower.through();
                self.take(&labels);
                Ok(end)
            }
            Err(Stop::No) => Ok(at),
            Err(Stop::Unsure) => Err(Stop::Unsure),
        }
    }

    fn take(&mut self, labels: &Labels) {
        for (i, span) in labels.spans.iter().take(labels.len).enumerate() {
            if i == 0 && labels.numbered { self.lower.number(*span) } else { self.lower.key(*span) }
        }
    }

    /// "of subsection (b)", "of this section".
    fn holder(&mut self, at: usize) -> End {
        let comma = at + usize::from(self.at(at) == b',');
        let p = self.space(comma).ok_or(Stop::No)?;
        match self.rest(p) {
            [b'o', b'f', ..] | [b't', b'o', ..] => {}
            _ => return Err(Stop::No),
        }
        let mut p = self.space(p + 2).ok_or(Stop::No)?;
        if let Some(next) = self.word(p, b"the") {
            match self.unit(next) {
                Ok(_) => p = next,
                Err(Stop::No) => {}
                Err(Stop::Unsure) => return Err(Stop::Unsure),
            }
        }
        let such = [b"such", b"said", b"that", b"this"].into_iter().find_map(|w| self.word(p, w)).unwrap_or(p);
        // "of this section (1) intervene": an item begins there.
        let item = self.word(p, b"this").and_then(|q| self.unit(q).ok()).and_then(|end| self.space(end));
        if item.is_none_or(|n| self.at(n) != b'(') {
            match self.group(such, Join::Around) {
                Err(Stop::No) => {}
                other => return other,
            }
        }
        let near = self.near(p).ok_or(Stop::No)?;
        let unit = self.space(near).ok_or(Stop::No)?;
        let end = self.unit(unit)?;
        self.lower.around();
        self.lower.near(Span::at(p, near));
        if self.lower.unit(Span::at(unit, end)) { Ok(end) } else { Err(Stop::Unsure) }
    }

    /// ", section 5", "and under paragraph (2)"; `from` is where words end that may stand before it.
    fn coordinate(&mut self, at: usize, from: usize) -> End {
        let mut p = self.joined(from).ok_or(Stop::No)?;
        const PREPOSITIONS: [&[u8]; 9] = [b"under", b"in", b"of", b"to", b"by", b"with", b"from", b"either", b"the"];
        if let Some(len) = first(&PREPOSITIONS, self.rest(p))
            && let Some(next) = self.space(p + len)
        {
            p = next;
        }
        self.group(p, Join::Also(Span::at(at, p)))
    }

    // ---- what joins

    /// End of white space from `at` on, which may be none.
    fn spaces(&self, at: usize) -> usize {
        let mut p = at;
        loop {
            match self.rest(p) {
                [b' ' | b'\n' | b'\r' | b'\t', ..] => p += 1,
                [0xc2, 0xa0, ..] => p += 2,
                [0xe2, 0x80, 0xaf | 0x89, ..] => p += 3,
                _ => return p,
            }
        }
    }

    /// End of white space from `at` on, where there is any.
    fn space(&self, at: usize) -> Option<usize> {
        let end = self.spaces(at);
        (end > at).then_some(end)
    }

    /// End of a word and the white space behind it.
    fn word(&self, at: usize, word: &[u8]) -> Option<usize> {
        if self.rest(at).starts_with(word) { self.space(at + word.len()) } else { None }
    }

    /// End of the words that may stand here between a list and what goes on with it or holds it: ", respectively".
    fn past_aside(&self, at: usize) -> usize {
        const WORDS: [&[u8]; 4] = [b"respectively", b"inclusive", b"as the case may be", b"as applicable"];
        let from = at + usize::from(self.at(at) == b',');
        let words = self.space(from).and_then(|p| first(&WORDS, self.rest(p)).map(|len| p + len));
        words.unwrap_or(at)
    }

    /// Whether a footnote's mark may stand here: the grammar reads those.
    fn noted(&self, at: usize) -> bool {
        let comma = self.at(at) == b',';
        let from = at + usize::from(comma);
        let marks = if comma { self.run(from, 2, u8::is_ascii_digit) } else { 0 };
        let Some(p) = self.space(from + marks) else { return false };
        let note = if comma { 0 } else { self.run(p, 2, u8::is_ascii_digit) };
        marks > 0 || note > 0 && self.space(p + note).is_some_and(|n| self.rest(n).starts_with(b"of"))
    }

    /// ", ", ", and ", " or ": after it, a member or a group. A digit after the comma is a footnote's mark.
    fn joined(&self, at: usize) -> Option<usize> {
        const CONJUNCTIONS: [&[u8]; 5] = [b"and/or", b"and", b"or", b"nor", b"&"];
        let conjunction = |p: usize| first(&CONJUNCTIONS, self.rest(p)).and_then(|len| self.space(p + len));
        let p = self.spaces(at);
        if self.at(p) == b',' {
            let marks = self.run(p + 1, 2, u8::is_ascii_digit);
            let p = self.space(p + 1 + marks)?;
            return Some(conjunction(p).unwrap_or(p));
        }
        if p > at { conjunction(p) } else { None }
    }

    /// As `joined`; in "(a),(b)" the space is missing.
    fn more(&self, at: usize) -> Option<usize> {
        if self.rest(at).starts_with(b",(") { Some(at + 1) } else { self.joined(at) }
    }

    /// " to ", " through ", "–".
    fn through(&self, at: usize) -> Option<usize> {
        const WORDS: [&[u8]; 4] = [b"through", b"to and including", b"to", b"up to"];
        let p = self.spaces(at);
        if p > at
            && let Some(len) = first(&WORDS, self.rest(p))
            && let Some(end) = self.space(p + len)
        {
            return Some(end);
        }
        match self.rest(p) {
            [b'-', ..] => Some(self.spaces(p + 1)),
            [0xe2, 0x80, 0x93, ..] => Some(self.spaces(p + 3)),
            _ => None,
        }
    }

    /// "this", "that" and the like, in any case, with white space behind.
    fn near(&self, at: usize) -> Option<usize> {
        const WORDS: [&[u8]; 7] = [b"this", b"that", b"such", b"said", b"the same", b"these", b"those"];
        let rest = self.rest(at);
        if !matches!(rest.first(), Some(b't' | b'T' | b's' | b'S')) {
            return None;
        }
        let word = WORDS.iter().find(|w| rest.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)))?;
        let end = at + word.len();
        self.space(end).map(|_| end)
    }

    // ---- unit words

    /// A unit word, with its full stop where it is an abbreviation.
    fn unit(&self, at: usize) -> End {
        const SIGN: [u8; 2] = [0xc2, 0xa7];
        if self.rest(at).starts_with(&SIGN) {
            return Ok(at + if self.rest(at + 2).starts_with(&SIGN) { 4 } else { 2 });
        }
        // "sub-paragraph"
        let hyphen = self.rest(at).get(..4).is_some_and(|t| t.eq_ignore_ascii_case(b"sub-"));
        let from = if hyphen { at + 4 } else { at };
        let len = self.run(from, LONGEST, u8::is_ascii_alphabetic);
        // No unit word has one letter.
        if len < 2 {
            return Err(Stop::No);
        }
        let mut end = from + len;
        let mut low = [0u8; LONGEST];
        low.iter_mut().zip(self.rest(from)).for_each(|(to, b)| *to = b.to_ascii_lowercase());
        let word = low.get(..len).unwrap_or(&[]);
        let mut ends = self.at(end);
        if !is_stem(word, hyphen) {
            // Abbreviations are read in these two cases only.
            let exact = !hyphen && self.rest(at + 1).iter().take(len.max(1) - 1).all(u8::is_ascii_lowercase);
            if !exact || !is_short(word) {
                return Err(Stop::No);
            }
            if ends == b'.' {
                end += 1;
                ends = self.at(end);
            }
        }
        if ends.is_ascii_alphabetic() || ends == b'.' && self.at(end + 1).is_ascii_alphabetic() {
            return Err(Stop::No);
        }
        Ok(end)
    }

    // ---- labels
}

/// Length of the first of the words that stands at the beginning of `rest`, as a choice of the grammar takes it.
fn first(words: &[&[u8]], rest: &[u8]) -> Option<usize> {
    let begins = rest.first()?;
    words.iter().find(|w| w.first() == Some(begins) && rest.starts_with(w)).map(|w| w.len())
}

/// Whether a suffix of inserted units may begin here.
fn is_latin(rest: &[u8]) -> bool {
    matches!(rest.get(..3), Some(b"bis" | b"ter" | b"qua" | b"qui" | b"pen" | b"sex" | b"sep" | b"oct"))
}

/// Whether the word, in lower case and without "sub-" where it has a hyphen, is a unit word in full.
fn is_stem(word: &[u8], hyphen: bool) -> bool {
    let bare = word.strip_prefix(b"sub").filter(|_| !hyphen).unwrap_or(word);
    let one = bare.strip_suffix(b"s").unwrap_or(bare);
    if matches!(
        one,
        b"section" | b"paragraph" | b"clause" | b"chapter" | b"title" | b"part" | b"division" | b"rule" | b"item"
    ) {
        return true;
    }
    !hyphen
        && (matches!(
            word.strip_suffix(b"s").unwrap_or(word),
            b"article" | b"schedule" | b"point" | b"protocol" | b"recital" | b"exhibit" | b"attachment" | b"book"
        ) || matches!(word, b"annex" | b"annexes" | b"appendix" | b"appendixes" | b"appendices"))
}

/// Whether the word, in lower case, is an abbreviated unit word.
fn is_short(word: &[u8]) -> bool {
    matches!(
        word.strip_suffix(b"s").unwrap_or(word),
        b"art" | b"sec" | b"para" | b"par" | b"no" | b"cl" | b"subsec" | b"subpar" | b"app"
    )
}

/// Words that show that a bracketed label before them begins an enumerated clause, in the order of the grammar.
const FRESH: [&[u8]; 26] = [
    b"the", b"a", b"an", b"any", b"all", b"each", b"every", b"no", b"such", b"his", b"its", b"their", b"if",
    b"whether", b"persons", b"other", b"those", b"for the", b"in the", b"to the", b"by the", b"at", b"on", b"which",
    b"who", b"without",
];

/// Words that show that a number before them counts something, in the order of the grammar.
const MEASURES: [&[u8]; 28] = [
    b"day",
    b"month",
    b"year",
    b"week",
    b"hour",
    b"percent",
    b"per centum",
    b"per cent",
    b"dollar",
    b"calendar",
    b"business",
    b"working",
    b"times",
    b"or more",
    b"U.S.C",
    b"USC",
    b"Stat.",
    b"F.R.",
    b"C.F.R",
    b"CFR",
    b"Fed. Reg",
    b"%",
    b"\xc2\xb0",
    b",0",
    b"million",
    b"feet",
    b"miles",
    b"acres",
];

#[cfg(test)]
mod tests;
