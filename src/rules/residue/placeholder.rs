//! `placeholder`: a place still to be filled in.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::words::{WordList, scanner};
use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::{in_code, line_before};
use super::signs::{self, Sign};
use crate::findings::{Finding, Severity};
use crate::span::Span;
use crate::syntax::{Profile, unit_name};
use crate::text::Token;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL801",
    name: "placeholder",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/residue/placeholder.md"),
    checks: &[Check::Document(check)],
};

/// Kinds of bare placeholders that are told apart in one text.
const MOST_KINDS: usize = 64;
/// A text with more variables than these is a template.
const TEMPLATE: usize = 8;
/// Bytes a run of one sign may have.
const RUN: usize = 64;
/// Bytes a bracket may hold and still be a place to fill in.
const LONGEST: usize = 120;

static WORDS: LazyLock<WordList> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/placeholders.toml")));

/// Words in capitals that hold the place of what is to come.
const CAPITALS: [&str; 5] = ["TBD", "TBC", "TBA", "TODO", "FIXME"];

/// Whether a word in capitals stands for what is to be filled in, and is no abbreviation.
pub(in crate::rules) fn is_placeholder(word: &str) -> bool {
    CAPITALS.contains(&word) || (word.len() > 1 && word.bytes().all(|b| b == b'X'))
}

/// What else does, outside brackets.
const OTHERS: [&str; 6] = ["XXXX", "0XX", "XX/XX", "orem ipsum", "<insert ", "???"];
static SCAN: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| scanner(CAPITALS.iter().chain(&OTHERS)));

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    for open in signs::places(cx, Sign::Square, b'[') {
        let Some(close) = close_of(bytes, open, b']') else { continue };
        let inside = &cx.text[open + 1..close];
        let Some(severity) = to_fill_in(inside) else { continue };
        // "[date](…)" and "[date]: …" are links of Markdown; "[[date]]" is an anchor.
        if matches!(bytes.get(close + 1), Some(b'(' | b'[' | b']'))
            || (open > 0 && matches!(bytes[open - 1], b'[' | b']'))
        {
            continue;
        }
        let severity = if prescribes_a_form(cx, open) { severity.min(Severity::Note) } else { severity };
        let severity = if is_sure(inside) { Severity::Warning } else { severity };
        report(cx, Span::at(open, close + 1), severity, sink);
    }
    let mut seen = Repeated::default();
    let curly = signs::first(cx, Sign::Curly).unwrap_or(bytes.len());
    for open in memchr::memmem::find_iter(bytes.get(curly..).unwrap_or_default(), b"{{").map(|i| curly + i) {
        if let Some(span) = template(cx.text, open) {
            seen.add(cx, span);
        }
    }
    seen.report_template(cx, sink);
    let Some(scan) = SCAN.as_ref() else { return };
    let mut done = 0;
    for found in scan.find_iter(bytes) {
        if found.start() < done {
            continue;
        }
        if let Some(span) = bare(cx, found.start(), found.end())
            && !in_code(cx.document(), found.start())
        {
            done = span.end as usize;
            seen.add(cx, span);
        }
    }
    seen.report(cx, sink);
}

/// Placeholders of a table of "TBD", a text with its secrets struck out as "XXXXX", a template that names the party on each
/// page: each is reported once, and counted.
#[derive(Default)]
struct Repeated(Vec<(Span, usize)>);

impl Repeated {
    fn add(&mut self, cx: &DocumentCx<'_>, span: Span) {
        let same = self.0.iter().position(|(first, _)| first.of(cx.text) == span.of(cx.text));
        if let Some((_, count)) = same.and_then(|i| self.0.get_mut(i)) {
            *count += 1;
        } else if self.0.len() < MOST_KINDS {
            self.0.push((span, 1));
        }
    }

    /// Reports variables: those of a template once for all.
    fn report_template(&mut self, cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
        let kinds = self.0.len();
        let Some(&(first, _)) = self.0.first().filter(|_| kinds > TEMPLATE) else { return self.report(cx, sink) };
        let others = if kinds == MOST_KINDS { format!("{} or more", kinds - 1) } else { (kinds - 1).to_string() };
        let message = format!("“{}” and {others} other variables are still to be filled in", first.of(cx.text));
        sink.report(first, message).note("a template is meant to have them").at_most(Severity::Note);
        self.0.clear();
    }

    fn report(&mut self, cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
        for (span, count) in self.0.drain(..) {
            if let Some(finding) = report(cx, span, Severity::Warning, sink)
                && count > 1
            {
                finding.note(format!("it stands {count} times in the text"));
            }
        }
    }
}

fn report<'s>(cx: &DocumentCx<'_>, span: Span, severity: Severity, sink: &'s mut Sink<'_>) -> Option<&'s mut Finding> {
    if in_code(cx.document(), span.start as usize) {
        return None;
    }
    let written = span.of(cx.text);
    let finding = sink.report(span, format!("“{written}” is still to be filled in"));
    Some(finding.help("write what belongs here, or take the place out").at_most(severity))
}

/// Where the bracket opened at `open` closes, on the same line and near.
fn close_of(bytes: &[u8], open: usize, closing: u8) -> Option<usize> {
    let rest = bytes.get(open + 1..(open + 2 + LONGEST).min(bytes.len()))?;
    let close = memchr::memchr2(closing, b'\n', rest)?;
    (rest[close] == closing).then_some(open + 1 + close)
}

/// Whether what stands in square brackets asks to be replaced; a plain noun ("name") asks less surely than "TBD".
fn to_fill_in(inside: &str) -> Option<Severity> {
    let inside = inside.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '\u{ad}' | '#'));
    let first = inside.chars().next()?;
    let all = |set: &[char]| inside.chars().all(|c| set.contains(&c));
    if all(&['●', '•', '○', '■', '▪', '◊'])
        || (inside.len() > 1 && (all(&['X', 'x']) || all(&['_', ' ']) || all(&['?'])))
    {
        return Some(Severity::Warning);
    }
    if !first.is_ascii_alphabetic() || inside.len() > LONGEST || inside.contains('=') || inside.contains("://") {
        return None;
    }
    if CAPITALS.iter().any(|w| strip_word(inside, w).is_some()) {
        return Some(Severity::Warning);
    }
    for order in &WORDS.words {
        if let Some(rest) = strip_word(inside, order)
            && !rest.trim().is_empty() | order.contains(' ')
        {
            return Some(Severity::Warning);
        }
    }
    WORDS.groups.iter().flatten().any(|noun| inside.eq_ignore_ascii_case(noun)).then_some(Severity::Note)
}

/// Whether the tokens inside a bracket ask to be filled in, so that other rules leave the bracket to this one.
pub(super) fn asks(text: &str, inside: &[Token]) -> bool {
    match inside {
        [first, .., last] => to_fill_in(first.span().to(last.span()).of(text)).is_some(),
        [only] => to_fill_in(only.of(text)).is_some(),
        [] => true,
    }
}

/// "XX", "●", "TBD": no form that a law prescribes has these.
fn is_sure(inside: &str) -> bool {
    !inside.bytes().any(|b| b.is_ascii_lowercase() && b != b'x') && !inside.contains(' ')
}

/// Whether the bracket may belong to a form or label that the text prescribes for others: enacted law, or words quoted.
fn prescribes_a_form(cx: &DocumentCx<'_>, open: usize) -> bool {
    const REACH: usize = 400;
    let enacted = matches!(cx.document().profile, Profile::UsCode | Profile::CaAct | Profile::UkAct | Profile::EuAct);
    let before = line_before(cx.text, open, REACH);
    let quoted = before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1;
    enacted || quoted
}

/// What follows `word` at the beginning of `text`, whatever the case, if a word ends there.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}

/// "{{ company_name }}"; "{{RFC2119}}" and "{{Section 4.2 of RFC2119}}" are references in the Markdown of specifications.
fn template(text: &str, open: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let close = close_of(bytes, open + 1, b'}').filter(|close| bytes.get(close + 1) == Some(&b'}'))?;
    let inside = text.get(open + 2..close)?;
    let named = inside.trim().contains([' ', '_', '.']) || inside.starts_with(' ');
    // "`{{party_name}}`: the name of the party": the text speaks of it.
    if open.checked_sub(1).and_then(|i| bytes.get(i)) == Some(&b'`') {
        return None;
    }
    let cites = |part: &str| unit_name(part.trim()).is_some_and(|unit| unit.key.is_some());
    (named && !inside.contains(['!', '?', '#']) && !inside.split(',').any(cites)).then(|| Span::at(open, close + 2))
}

/// The placeholder without brackets that holds the bytes found, if it is one.
fn bare(cx: &DocumentCx<'_>, start: usize, end: usize) -> Option<Span> {
    let bytes = cx.text.as_bytes();
    let found = &bytes[start..end];
    let wordy = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80;
    let before = start.checked_sub(1).and_then(|i| bytes.get(i));
    let after = bytes.get(end);
    match found {
        b"<insert " => close_of(bytes, start, b'>').map(|close| Span::at(start, close + 1)),
        b"orem ipsum" => before.is_some_and(|b| b.eq_ignore_ascii_case(&b'l')).then(|| Span::at(start - 1, end)),
        b"???" => {
            let run = bytes[start..].iter().take(RUN).take_while(|b| **b == b'?').count();
            let clear = !before.is_some_and(wordy) && !bytes.get(start + run).is_some_and(wordy);
            clear.then(|| Span::at(start, start + run))
        }
        b"0XX" => {
            // "20XX": a year.
            let year = before == Some(&b'2') && !after.is_some_and(wordy);
            let clear = start < 2 || !wordy(&bytes[start - 2]);
            (year && clear).then(|| Span::at(start - 1, end))
        }
        b"XXXX" => {
            let run = bytes[start..].iter().take(RUN).take_while(|b| **b == b'X').count();
            let clear = !before.is_some_and(wordy) && !bytes.get(start + run).is_some_and(wordy);
            // "/domain/XXXX", "FF02:XXXX": any name, any figures.
            let part = before.is_some_and(|b| matches!(b, b'/' | b':'));
            (clear && !part && !is_named(bytes, start, start + run)).then(|| Span::at(start, start + run))
        }
        b"XX/XX" => (!before.is_some_and(wordy)).then(|| {
            let run = bytes[start..].iter().take(RUN).take_while(|b| matches!(b, b'X' | b'/' | b'0'..=b'9')).count();
            Span::at(start, start + run)
        }),
        _ => {
            let clear = !before.is_some_and(wordy) && !after.is_some_and(|b| wordy(b) || *b == b'-');
            let in_bracket = before == Some(&b'[') || (before == Some(&b'(') && after == Some(&b')'));
            let word = cx.text.get(start..end)?;
            let known = cx.analysis().terms.abbreviations.iter().any(|a| a.short.of(cx.text) == word);
            (clear && !in_bracket && !known && !is_named(bytes, start, end)).then(|| Span::at(start, end))
        }
    }
}

/// Whether the placeholder stands alone between quotation marks: the text speaks of it.
fn is_named(bytes: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
    before.ends_with(b"\"") && after.starts_with(b"\"")
        || before.ends_with("“".as_bytes()) && after.starts_with("”".as_bytes())
}

#[cfg(test)]
mod tests {
    use super::to_fill_in;
    use crate::findings::Severity;

    #[test]
    fn knows_what_asks_to_be_filled_in() {
        for text in
            ["XX", "xxx", "●", "TBD", "to be determined", "insert date", "Insert name of party", "____", "TBC by Legal"]
        {
            assert_eq!(to_fill_in(text), Some(Severity::Warning), "{text}");
        }
        for text in ["date", "Name"] {
            assert_eq!(to_fill_in(text), Some(Severity::Note), "{text}");
        }
        for text in [
            "Repealed",
            "sic",
            "Reserved",
            "X",
            "x",
            "*",
            "***",
            "…",
            "42 U.S.C. 1396",
            "the Commission",
            "",
            " ",
            "insert",
            "a",
            "b-ITU-T A.4",
            "Amendments",
        ] {
            assert_eq!(to_fill_in(text), None, "{text}");
        }
    }
}
