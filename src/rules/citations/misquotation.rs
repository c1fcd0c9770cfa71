//! `misquotation`: a quotation that differs in a word or two from the same quotation elsewhere, or from its source.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::definitions::stem;
use crate::document::{Block, BlockKind};
use crate::findings::Severity;
use crate::references::{Resolution, Scope};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink, Traits};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, places_of, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL213",
    name: "misquotation",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/misquotation.md"),
    checks: &[Check::Document(check)],
};

/// Fewest words of a quotation that is compared.
const SHORTEST: usize = 4;
/// Words of a quotation that are read.
const LONGEST: usize = 120;
/// Quotations that share one window are compared with at most so many.
const BUCKET: usize = 12;

/// A quotation: its words, compared by their stems.
struct Quotation {
    span: Span,
    words: Vec<Word>,
}

#[derive(Clone, Copy)]
struct Word {
    stem: WordHash,
    span: Span,
    number: bool,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let quotations = quotations(cx);
    // No rule after this one asks for blocks with quotation marks.
    cx.memo.forget_noted();
    let mut index: FxHashMap<u64, Vec<(u32, u32)>> = FxHashMap::default();
    let mut reported: FxHashSet<u32> = FxHashSet::default();
    for (i, q) in quotations.iter().enumerate() {
        let mut compared: FxHashSet<(u32, i64)> = FxHashSet::default();
        let mut best: Option<(u32, Difference)> = None;
        let mut exact = false;
        for (at, hash) in windows(&q.words) {
            for &(other, there) in index.get(&hash).map_or(&[] as &[(u32, u32)], Vec::as_slice) {
                let shift = i64::from(there) - at as i64;
                if !compared.insert((other, shift)) || compared.len() > 200 {
                    continue;
                }
                let Some(o) = quotations.get(other as usize) else { continue };
                match difference(&q.words, &o.words, shift) {
                    Found::Same => exact = true,
                    Found::Near(d) if best.is_none() => best = Some((other, d)),
                    _ => {}
                }
            }
        }
        for (at, hash) in windows(&q.words) {
            let bucket = index.entry(hash).or_default();
            if bucket.len() < BUCKET {
                bucket.push((i as u32, at as u32));
            }
        }
        if exact {
            continue;
        }
        if let Some((other, d)) = best
            && let Some(o) = quotations.get(other as usize)
            && !beside(text, o.span, q.span)
            && reported.insert(other.max(i as u32))
        {
            report(text, sink, q, o.span, d, "the other wording");
        }
    }
    sources(cx, &quotations, &reported, sink);
}

/// Whether two quotations stand side by side, as two things: "the “date of the bid” or the “date of the end of the bid”".
fn beside(text: &str, first: Span, second: Span) -> bool {
    let between = text.get(first.end as usize..second.start as usize).unwrap_or("");
    between.len() <= 40 && between.split(|c: char| !c.is_alphabetic()).any(|w| matches!(w, "or" | "and"))
}

fn report(text: &str, sink: &mut Sink<'_>, q: &Quotation, other: Span, d: Difference, what: &'static str) {
    let words = |s: Option<Span>| s.map_or("nothing", |s| s.of(text)).split_whitespace().collect::<Vec<_>>().join(" ");
    let (here, there) = (words(d.here), words(d.there));
    let quote = |w: &str| if w == "nothing" { w.to_owned() } else { format!("“{w}”") };
    let finding = sink.report(
        q.span,
        format!("this quotation has {} where the same words elsewhere have {}", quote(&here), quote(&there)),
    );
    finding
        .label(d.there.unwrap_or(other), what)
        .note("the two agree but for this place")
        .help("quote the source word for word; mark an omission with “…” and a change with square brackets");
    // Two formulas may differ in the one word that tells them apart: "on a primary basis", "on a secondary basis".
    if !slip(text, q, &d, &here, &there) {
        finding.at_most(Severity::Note);
    }
}

/// Whether the difference looks like a slip: words left out or put in, one much like the other, or a word twice.
fn slip(text: &str, q: &Quotation, d: &Difference, here: &str, there: &str) -> bool {
    let (Some(place), Some(_)) = (d.here, d.there) else { return true };
    if here.contains(' ') || there.contains(' ') {
        return false;
    }
    let longer = here.chars().count().max(there.chars().count());
    let doubled = q
        .words
        .iter()
        .position(|w| w.span == place)
        .and_then(|i| i.checked_sub(1))
        .and_then(|i| q.words.get(i))
        .is_some_and(|w| w.span.of(text).eq_ignore_ascii_case(here));
    doubled || strsim::osa_distance(&here.to_lowercase(), &there.to_lowercase()) * 2 <= longer
}

/// Where two quotations differ; none where one has nothing there.
#[derive(Clone, Copy)]
struct Difference {
    here: Option<Span>,
    there: Option<Span>,
}

enum Found {
    /// The one holds the other.
    Same,
    /// They differ in one place.
    Near(Difference),
    /// They have a few words in common.
    Apart,
}

/// Compares two quotations laid on each other so that word `i` of the first meets word `i + shift` of the second.
fn difference(a: &[Word], b: &[Word], shift: i64) -> Found {
    let same = |i: usize, j: usize| a.get(i).zip(b.get(j)).is_some_and(|(x, y)| x.stem == y.stem);
    // A short quotation inside a longer one.
    let inside = shift >= 0 && a.len() + shift as usize <= b.len();
    let around = shift <= 0 && b.len() + (-shift) as usize <= a.len();
    if inside || around {
        let (from_a, from_b) = if inside { (0, shift as usize) } else { ((-shift) as usize, 0) };
        let n = if inside { a.len() } else { b.len() };
        let wrong: Vec<usize> = (0..n).filter(|&k| !same(from_a + k, from_b + k)).take(3).collect();
        match wrong.as_slice() {
            [] => return Found::Same,
            &[k] if k > 0 && k + 1 < n && n >= SHORTEST => {
                let (x, y) = (a.get(from_a + k), b.get(from_b + k));
                if let (Some(x), Some(y)) = (x, y)
                    && !(x.number || y.number)
                {
                    return Found::Near(Difference { here: Some(x.span), there: Some(y.span) });
                }
                return Found::Apart;
            }
            _ => {}
        }
    }
    // Two quotations of one passage: a common beginning and a common end.
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short < 5 {
        return Found::Apart;
    }
    let head = (0..short).take_while(|&k| same(k, k)).count();
    let tail = (0..short - head).take_while(|&k| same(a.len() - 1 - k, b.len() - 1 - k)).count();
    let (left_a, left_b) = (a.len() - head - tail, b.len() - head - tail);
    if head == 0 || tail == 0 || left_a > 4 || left_b > 4 || (head + tail) * 10 < long * 7 || head + tail < 5 {
        return Found::Apart;
    }
    let middle = |w: &[Word], n: usize| match (w.get(head), w.get((head + n).saturating_sub(1))) {
        (Some(x), Some(y)) if n > 0 => Some(x.span.to(y.span)),
        _ => None,
    };
    let number = |w: &[Word], n: usize| w.get(head..head + n).is_some_and(|m| m.iter().any(|x| x.number));
    if number(a, left_a) || number(b, left_b) {
        return Found::Apart;
    }
    Found::Near(Difference { here: middle(a, left_a), there: middle(b, left_b) })
}

/// Windows of four words: whole, and with the second or third word left out.
fn windows(words: &[Word]) -> impl Iterator<Item = (usize, u64)> + '_ {
    words.windows(4).enumerate().flat_map(|(at, w)| {
        let mix = |hash: u64, x: u64| (hash.rotate_left(9) ^ x).wrapping_mul(0x517c_c1b7_2722_0a95);
        let [a, b, c, d] = [w[0].stem, w[1].stem, w[2].stem, w[3].stem];
        [(at, mix(mix(mix(mix(1, a), b), c), d)), (at, mix(mix(mix(2, a), c), d)), (at, mix(mix(mix(3, a), b), d))]
    })
}

/// Quotations of running words: no terms being defined, no titles, no text of amendments.
fn quotations(cx: &DocumentCx<'_>) -> Vec<Quotation> {
    let text = cx.text;
    let mut out = Vec::new();
    let mut tokens = Vec::new();
    let terms: FxHashSet<u32> = cx.analysis().terms.definitions.iter().map(|d| d.term.start).collect();
    for (_, block) in cx.blocks_with(Traits::QUOTE).filter(|(_, b)| b.kind.is_prose() || b.kind == BlockKind::Quotation)
    {
        in_block(text, block, &mut |span| {
            // What has no space is an address or the name of a file.
            let words = span.of(text).contains(char::is_whitespace);
            if terms.contains(&span.start) || span.len() < 16 || !words || out.len() >= 200_000 {
                return;
            }
            let end = floor(text, span.range().end.min(span.range().start + 2000));
            tokenize(text, Span::at(span.range().start, end), &mut tokens);
            let words: Vec<Word> = words_of(text, &tokens).take(LONGEST).collect();
            // "referred to as a “…”" gives a name.
            if words.len() >= SHORTEST && !named(&tokens) && !amends(text, span) && !is_value(text, span) {
                out.push(Quotation { span, words });
            }
        });
    }
    out
}

/// Whether the words are the value of a field whose name, in capitals, ends the line above: "DESCRIPTION" in the modules of
/// a specification. They describe each thing in nearly the same words.
fn is_value(text: &str, span: Span) -> bool {
    let from = floor(text, span.range().start.saturating_sub(200));
    let before = text.get(from..span.range().start).and_then(|t| t.strip_suffix('"')).unwrap_or("");
    let above = before.trim_end_matches([' ', '\t']);
    let name = above.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    above.ends_with('\n') && name.len() >= 4 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
}

fn words_of<'a>(text: &'a str, tokens: &'a [Token]) -> impl Iterator<Item = Word> + 'a {
    tokens.iter().filter(|t| t.kind() != TokenKind::Mark).map(move |t| Word {
        stem: stem(t.of(text)),
        span: t.span(),
        number: t.kind() != TokenKind::Word,
    })
}

/// Calls `found` with what stands between each pair of double quotation marks of the block.
fn in_block(text: &str, block: &Block, found: &mut impl FnMut(Span)) {
    let mut open: Option<(usize, char)> = None;
    let (bytes, range) = (text.as_bytes(), block.span.range());
    for at in places_of(bytes, range.start, range.end, [b'"', 0xe2]) {
        let c = match bytes.get(at..).unwrap_or_default() {
            [b'"', ..] => '"',
            [_, 0x80, 0x9c, ..] => '“',
            [_, 0x80, 0x9d, ..] => '”',
            _ => continue,
        };
        match (c, open) {
            ('“', _) | ('"', None) => open = Some((at + c.len_utf8(), c)),
            ('”', Some((from, '“'))) | ('"', Some((from, '"'))) => {
                found(Span::at(from, at));
                open = None;
            }
            _ => {}
        }
    }
}

/// Whether most words have capitals: a title or a name.
fn named(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| t.kind() == TokenKind::Word && t.span().len() > 3).count();
    let capitals = tokens.iter().filter(|t| t.kind() == TokenKind::Word && t.span().len() > 3 && t.capital()).count();
    capitals * 2 > words
}

/// Words that say, some way before a quotation, that it is the text of an amendment.
const AMENDS: &[WordHash] = &[
    word("striking"),
    word("strike"),
    word("inserting"),
    word("insert"),
    word("inserted"),
    word("substituted"),
    word("substituting"),
    word("substitute"),
    word("adding"),
    word("add"),
    word("added"),
    word("replaced"),
    word("replacing"),
    word("deleting"),
    word("deleted"),
    word("omitting"),
];
/// Words that say, close before a quotation, that it is a term, a title or a formula.
const NAMES: &[WordHash] = &[
    word("words"),
    word("word"),
    word("phrase"),
    word("term"),
    word("terms"),
    word("entitled"),
    word("titled"),
    word("cited"),
    word("known"),
    word("called"),
    word("for"),
    word("read"),
    word("heading"),
    word("labeled"),
    word("labelled"),
    word("statement"),
    word("designated"),
    word("marked"),
    word("reference"),
    word("references"),
];

/// Whether the words before say that the quotation is a term, a title, or the text of an amendment.
fn amends(text: &str, span: Span) -> bool {
    let from = floor(text, span.range().start.saturating_sub(120));
    let before = text.get(from..span.range().start).unwrap_or("").trim_end_matches(['“', '"', '(', ' ']);
    if [" as", " as a", " as an", " as the"].iter().any(|end| before.ends_with(end)) {
        return true;
    }
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).rev().map(crate::text::word_of);
    words.take(14).enumerate().any(|(i, w)| AMENDS.contains(&w) || i < 6 && NAMES.contains(&w))
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Compares a quotation with the unit that is cited just before it.
fn sources(cx: &DocumentCx<'_>, quotations: &[Quotation], reported: &FxHashSet<u32>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    let references = &cx.analysis().references;
    let mut tokens = Vec::new();
    for (i, q) in quotations.iter().enumerate() {
        if reported.contains(&(i as u32)) || q.words.len() < 6 {
            continue;
        }
        // The nearest citation before the quotation, in the same sentence.
        let before = references.partition_point(|r| r.span.end <= q.span.start);
        let Some(r) = before.checked_sub(1).and_then(|k| references.get(k)) else { continue };
        let gap = text.get(r.span.range().end..q.span.range().start).unwrap_or("");
        if gap.len() > 60 || gap.contains(['.', ';', '\n']) || !matches!(r.scope, Scope::Internal) || r.relative {
            continue;
        }
        let says = ["stipulat", "stat", "provid", "read", "say", "namely", "require", "declar", "lays down"];
        if !says.iter().any(|s| gap.contains(s)) {
            continue;
        }
        let [target] = r.targets.as_slice() else { continue };
        let Resolution::Found(unit) = target.resolution else { continue };
        let span = doc.get(unit).span;
        if span.len() > 20_000 || span.contains(q.span) {
            continue;
        }
        tokenize(text, span, &mut tokens);
        let source: Vec<Word> = words_of(text, &tokens).collect();
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        for (at, hash) in windows(&source) {
            places.entry(hash).or_insert(at);
        }
        let mut found = None;
        for (at, hash) in windows(&q.words) {
            let Some(&there) = places.get(&hash) else { continue };
            match difference(&q.words, &source, there as i64 - at as i64) {
                Found::Same => {
                    found = None;
                    break;
                }
                Found::Near(d) => found = Some(d),
                Found::Apart => {}
            }
        }
        if let Some(d) = found {
            report(text, sink, q, span, d, "the words of the unit that is quoted");
        }
    }
}
