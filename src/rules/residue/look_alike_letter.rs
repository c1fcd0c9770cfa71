//! `look-alike-letter`: a letter of another script that looks like the one meant.

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::{code_point, find_byte, line_around, word_around};
use super::signs::{self, Sign};
use crate::findings::Safety;
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL804",
    name: "look-alike-letter",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/residue/look_alike_letter.md"),
    checks: &[Check::Document(check)],
};

/// Letters of Cyrillic and Greek that print like letters of Latin, each with the one it looks like.
const TWINS: [(char, char); 52] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
    ('у', 'y'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('һ', 'h'),
    ('ӏ', 'l'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('Ԛ', 'Q'),
    ('Ԝ', 'W'),
    ('Һ', 'H'),
    ('Ӏ', 'I'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ι', 'i'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ϲ', 'c'),
];
/// Bytes of the line looked at, to tell a foreign word from a foreign letter.
const REACH: usize = 200;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    // Greek begins with the bytes CE and CF, Cyrillic with D0 to D4.
    let (known, more) = signs::known(cx, Sign::Twin);
    let beyond = std::iter::successors(find(bytes, more), |&at| find(bytes, at + 2));
    let mut done = 0;
    for start in known.iter().map(|&at| at as usize).chain(beyond) {
        if start < done {
            continue;
        }
        let word = word_around(cx.text, Span::at(start, (start + 2).min(bytes.len())));
        done = word.end as usize;
        if let Some(meant) = meant(cx.text, word) {
            report(cx, word, &meant, sink);
        }
    }
}

/// The first byte of a letter of either from a place on.
fn find(bytes: &[u8], from: usize) -> Option<usize> {
    find_byte(bytes, from, |b| (0xCE..=0xD4).contains(&b))
}

/// The Latin word that was meant, where all foreign letters of the word have a Latin twin.
fn meant(text: &str, span: Span) -> Option<String> {
    let word = span.of(text);
    let (mut latin, mut foreign) = (0, 0);
    let mut meant = String::with_capacity(word.len());
    for c in word.chars() {
        if c.is_ascii_alphabetic() || ('\u{c0}'..'\u{250}').contains(&c) {
            latin += 1;
            meant.push(c);
        } else if let Some((_, twin)) = TWINS.iter().find(|(letter, _)| *letter == c) {
            foreign += 1;
            meant.push(*twin);
        } else if c.is_alphabetic() {
            return None;
        } else {
            meant.push(c);
        }
    }
    if foreign == 0 {
        return None;
    }
    // "сор" alone may be a Russian word; between Latin words only it is not.
    let mixed = latin >= 1 && latin + foreign >= 3 || latin > foreign;
    let alone = latin == 0 && foreign >= 2 && {
        let line = line_around(text, span.start as usize, REACH);
        let other = line.chars().filter(|c| ('\u{370}'..'\u{530}').contains(c)).count();
        other == foreign && line.bytes().filter(u8::is_ascii_alphabetic).count() >= 20
    };
    (mixed || alone).then_some(meant)
}

fn report(cx: &DocumentCx<'_>, word: Span, meant: &str, sink: &mut Sink<'_>) {
    let letters: Vec<(usize, char)> =
        word.of(cx.text).char_indices().filter(|(_, c)| TWINS.iter().any(|(letter, _)| letter == c)).collect();
    let Some(&(first, letter)) = letters.first() else { return };
    let Some((_, twin)) = TWINS.iter().find(|(l, _)| *l == letter) else { return };
    let script = if ('\u{370}'..'\u{400}').contains(&letter) { "Greek" } else { "Cyrillic" };
    let finding = sink.report(
        word,
        format!("“{meant}” is written with the {script} letter “{letter}” ({}) for “{twin}”", code_point(letter)),
    );
    let at = word.start as usize + first;
    finding.label(Span::at(at, at + letter.len_utf8()), format!("a {script} letter"));
    finding.note("a search for the word as it is seen does not find it");
    finding.fix(Safety::Safe, format!("write “{meant}” in Latin letters"), word, meant);
}
