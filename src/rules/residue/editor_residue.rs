//! `editor-residue`: what a word processor, a converter or a merge left behind.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::words::scanner;
use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::characters::in_code;
use super::signs::{self, Sign};
use crate::findings::Safety;
use crate::rules::sought::{self, Sought};
use crate::source::Format;
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL802",
    name: "editor-residue",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/residue/editor_residue.md"),
    checks: &[Check::Document(check)],
};

/// How far a piece of residue reaches.
#[derive(Clone, Copy)]
enum Extent {
    /// From the bracket to its partner.
    Bracket,
    /// Up to the next full stop or the line's end, at most this many bytes.
    Sentence(usize),
    /// The found bytes and the word characters after them.
    Word,
    /// The whole line, where it stands at the line's beginning.
    Line,
}

const PATTERNS: [(&str, Extent, &str); 25] = [
    ("[bookmark:", Extent::Bracket, "a word processor's bookmark"),
    ("[footnoteRef:", Extent::Bracket, "a converter's footnote mark"),
    ("[endnoteRef:", Extent::Bracket, "a converter's endnote mark"),
    ("[footnoteref:", Extent::Bracket, "a converter's footnote mark"),
    ("[image:", Extent::Bracket, "a converter's mark for a picture"),
    ("[cid:", Extent::Bracket, "a mail program's mark for a picture"),
    ("[cite_start]", Extent::Word, "a chat program's citation mark"),
    (":contentReference[", Extent::Bracket, "a chat program's citation mark"),
    ("Error! Reference", Extent::Sentence(40), "a word processor's broken cross-reference"),
    ("Error! Bookmark", Extent::Sentence(40), "a word processor's broken cross-reference"),
    ("Error! No ", Extent::Sentence(60), "a word processor's broken field"),
    ("Error! Not ", Extent::Sentence(40), "a word processor's broken field"),
    ("Error! Unknown", Extent::Sentence(50), "a word processor's broken field"),
    ("Error! Use ", Extent::Sentence(70), "a word processor's broken field"),
    ("HYPERLINK \"", Extent::Word, "a word processor's field code"),
    ("HYPERLINK \\l", Extent::Word, "a word processor's field code"),
    ("PAGEREF _", Extent::Word, "a word processor's field code"),
    ("NOTEREF _", Extent::Word, "a word processor's field code"),
    ("REF _Ref", Extent::Word, "a word processor's field code"),
    ("MERGEFIELD", Extent::Word, "a word processor's field code"),
    ("MERGEFORMAT", Extent::Word, "a word processor's field code"),
    ("_GoBack", Extent::Word, "a word processor's bookmark"),
    ("<<<<<<< ", Extent::Line, "a merge conflict's mark"),
    (">>>>>>> ", Extent::Line, "a merge conflict's mark"),
    ("<o:p>", Extent::Word, "a word processor's mark-up"),
];

/// Those of the patterns that hold no sign of residue, in small letters.
pub(in crate::rules) const FIELDS: [&str; 2] = ["mergefield", "mergeformat"];

static SCAN: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| scanner(PATTERNS.map(|p| p.0)));

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if cx.entry.source.format == Format::Text {
        entities(cx, sink);
    }
    let Some(scan) = SCAN.as_ref() else { return };
    let (signed, more) = signs::known(cx, Sign::Editor);
    let unsigned = sought::places(cx, Sought::FIELD).next().unwrap_or(cx.text.len());
    let mut done = 0;
    for (start, found) in around(scan, cx.text.as_bytes(), signed, more.min(unsigned)) {
        let Some((pattern, extent, what)) = PATTERNS.get(found) else { continue };
        if start < done {
            continue;
        }
        let Some(span) = extent_of(cx, *extent, start, start + pattern.len()) else { continue };
        if in_code(cx.document(), start) {
            continue;
        }
        done = span.end as usize;
        let written = span.of(cx.text);
        let finding = sink.report(span, format!("“{written}” is {what}, not text"));
        match extent {
            Extent::Bracket => {
                finding.fix(Safety::Unsafe, "remove it", span, "");
            }
            Extent::Sentence(_) => {
                finding.help("write the reference that stood here");
            }
            _ => {
                finding.help("remove it, and what belongs to it");
            }
        }
    }
}

/// Bytes of the longest pattern.
const LONGEST: usize = {
    let (mut longest, mut i) = (0, 0);
    while i < PATTERNS.len() {
        longest = if PATTERNS[i].0.len() > longest { PATTERNS[i].0.len() } else { longest };
        i += 1;
    }
    longest
};

/// Where patterns stand around some places, which are in order, and anywhere from `rest` on; and which ones.
fn around<'t>(
    scan: &'t AhoCorasick,
    bytes: &'t [u8],
    places: &'t [u32],
    rest: usize,
) -> impl Iterator<Item = (usize, usize)> + 't {
    let near = |at: usize| (at.saturating_sub(LONGEST), (at + LONGEST).min(bytes.len()));
    let pieces = places.iter().map(|&at| at as usize).take_while(move |&at| at < rest).map(near);
    let pieces = pieces.chain([(rest.saturating_sub(LONGEST), bytes.len())]);
    let mut done = 0;
    pieces.flat_map(move |(from, to)| {
        let from = from.max(done);
        let found = scan.find_iter(bytes.get(from..to).unwrap_or_default());
        let found: Vec<(usize, usize)> = found.map(|hit| (from + hit.start(), hit.pattern().as_usize())).collect();
        if let Some(&(start, pattern)) = found.last() {
            done = start + PATTERNS.get(pattern).map_or(0, |p| p.0.len());
        }
        found
    })
}

/// Character references of HTML. A text saved from a web page has hundreds: the first is reported, the rest are counted.
fn entities(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    let mut found = signs::places(cx, Sign::Ampersand, b'&').filter_map(|at| entity(bytes, at));
    let Some(first) = found.next() else { return };
    if in_code(cx.document(), first.start as usize) {
        return;
    }
    let count = 1 + found.count();
    let written = first.of(cx.text);
    let finding = sink.report(first, format!("“{written}” is a character reference of HTML, not text"));
    if count > 1 {
        finding.note(format!("there are {count} character references in the text"));
    }
    finding.help("write the characters themselves: the text was saved from a web page");
}

/// "&amp;", "&#8217;", "&#x2019;".
fn entity(bytes: &[u8], at: usize) -> Option<Span> {
    const LONGEST: usize = 10;
    let rest = bytes.get(at + 1..(at + 1 + LONGEST).min(bytes.len()))?;
    let name = &rest[..memchr::memchr(b';', rest)?];
    let known = match name.strip_prefix(b"#") {
        Some([b'x' | b'X', hex @ ..]) => !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit),
        Some(digits) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        None => [b"nbsp".as_slice(), b"amp", b"quot", b"lt", b"gt", b"rsquo", b"ldquo", b"rdquo"].contains(&name),
    };
    known.then(|| Span::at(at, at + name.len() + 2))
}

fn extent_of(cx: &DocumentCx<'_>, extent: Extent, start: usize, end: usize) -> Option<Span> {
    let bytes = cx.text.as_bytes();
    let within = |reach: usize| bytes.get(end..(end + reach).min(bytes.len())).unwrap_or_default();
    match extent {
        Extent::Bracket => {
            let rest = within(120);
            let close = memchr::memchr2(b']', b'\n', rest).filter(|i| rest[*i] == b']')?;
            Some(Span::at(start, end + close + 1))
        }
        Extent::Sentence(reach) => {
            let rest = within(reach);
            let stop = memchr::memchr2(b'.', b'\n', rest);
            let len = stop.map_or(0, |i| if rest[i] == b'.' { i + 1 } else { i });
            Some(Span::at(start, end + len))
        }
        Extent::Word => {
            let run = within(40).iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            Some(Span::at(start, end + run))
        }
        Extent::Line => {
            if start > 0 && bytes[start - 1] != b'\n' {
                return None;
            }
            let len = memchr::memchr(b'\n', within(200)).unwrap_or(0);
            Some(Span::at(start, end + len))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, PATTERNS};
    use crate::rules::residue::signs::{Sign, Signs};

    #[test]
    fn every_pattern_has_a_sign() {
        for (pattern, ..) in PATTERNS {
            let signed = Signs::of(pattern).first(Sign::Editor).is_some();
            assert!(signed || FIELDS.contains(&pattern.to_lowercase().as_str()), "{pattern}");
        }
    }
}
