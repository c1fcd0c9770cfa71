//! `undefined-abbreviation`: an abbreviation that nothing expands, or only after its first use.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::capitals::{self, Capitals};
use crate::rules::residue::placeholder;
use crate::rules::words::WordList;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{PIECE, WordFilter, WordHash, pieces, plain_eight, short_words};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL109",
    name: "undefined-abbreviation",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/terms/undefined_abbreviation.md"),
    checks: &[Check::Document(check)],
};

/// Abbreviations that every reader knows, and words that are printed in capitals for stress.
static KNOWN: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    WordList::read(include_str!("../../../rules/words/known-abbreviations.toml")).words.into_iter().collect()
});

struct Seen {
    first: Span,
    count: u32,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let mut seen: FxHashMap<&str, Seen> = FxHashMap::default();
    let mut last: Option<(&str, u32)> = None;
    let mut stressed = u32::MAX;
    let mut shouted: Option<(Span, bool)> = None;
    for (block, word) in Capitals::of(cx).shouted(cx.document()) {
        let Some(short) = abbreviation(word.of(text)) else { continue };
        if placeholder::is_placeholder(short)
            || inside_symbol(text, word.start as usize)
            || signs_mark(text, short, word.start as usize)
            || heads_designation(text, word.end as usize)
            || is_numeral(short)
            || is_spoken(short)
        {
            continue;
        }
        // "WILL MEET YOUR": a word between two that are printed in capitals for stress.
        if KNOWN.contains(short) {
            stressed = word.end;
            continue;
        }
        if text.get(stressed as usize..word.start as usize) == Some(" ") && goes_on(text, word.end) {
            continue;
        }
        let (_, all) = *match &mut shouted {
            Some(known) if known.0 == block.span => known,
            other => other.insert((block.span, in_capitals(block.span.of(text)))),
        };
        if all {
            continue;
        }
        let span = Span::new(word.start, word.start + short.len() as u32);
        // "PURCHASE AGREEMENT": words in capitals beside each other are printed so for stress.
        let beside = last.take().filter(|&(_, end)| text.get(end as usize..word.start as usize) == Some(" "));
        let plain = word.end == span.end;
        last = plain.then_some((short, word.end));
        if let Some((before, _)) = beside.filter(|_| plain) {
            if let Some(s) = seen.get_mut(before) {
                s.count = s.count.saturating_sub(1);
            }
            continue;
        }
        seen.entry(short).or_insert(Seen { first: span, count: 0 }).count += 1;
    }
    // No rule after this one asks for them.
    capitals::forget(cx);
    seen.retain(|_, s| s.count > 0);
    if seen.is_empty() {
        return;
    }
    let terms = &cx.analysis().terms;
    let mut expanded: FxHashMap<&str, u32> = FxHashMap::default();
    for a in &terms.abbreviations {
        let short = bare(a.short.of(text));
        // "EG-ITRs" is looked up by what stands before the hyphen.
        for name in [short, short.split('-').next().unwrap_or(short)] {
            let at = expanded.entry(name).or_insert(u32::MAX);
            // A list of abbreviations serves the text before it too.
            *at = if a.listed { 0 } else { (*at).min(a.short.start) };
        }
    }
    let mut defined: FxHashSet<&str> = FxHashSet::default();
    for d in &terms.definitions {
        defined.insert(bare(d.term.of(text)));
        // "GHG emission" defined with "greenhouse gas": its parts are the drafter's own words.
        defined.extend(d.term.of(text).split([' ', '-', '/']).map(bare));
    }
    let own: FxHashSet<&str> = cx.settings.vocabulary.abbreviations.iter().map(|a| bare(a)).collect();
    let expanded_before = |short: &str, at: &Seen| expanded.get(short).is_some_and(|&place| place <= at.first.start);
    let mut found: Vec<(&str, Seen)> = seen
        .into_iter()
        .filter(|(short, at)| !expanded_before(short, at) && !defined.contains(short) && !own.contains(short))
        .collect();
    found.sort_by_key(|(_, s)| s.first);
    if found.is_empty() {
        return;
    }
    let words = everyday(text, &found);
    for (short, at) in found {
        if words.contains(short) {
            continue;
        }
        let finding = match expanded.get(short) {
            Some(&place) => {
                let f = sink.report(at.first, format!("“{short}” is used here and expanded only later"));
                f.label(Span::new(place, place + short.len() as u32), "expanded here");
                f
            }
            None => sink.report(at.first, format!("nothing says what “{short}” stands for")),
        };
        let times = if at.count == 1 { "once".to_owned() } else { format!("{} times", at.count) };
        finding
            .note(format!("it stands {times}; looked for “… ({short})”, “{short} (…)” and a definition"))
            .help(format!("write the words out at the first use, with “({short})” after them"));
    }
}

/// Whether another word in capitals stands behind a space.
fn goes_on(text: &str, end: u32) -> bool {
    matches!(text.as_bytes().get(end as usize..end as usize + 3), Some([b' ', b'A'..=b'Z', b'A'..=b'Z']))
}

/// Those that the text also has in small letters: everyday words in capitals ("GAS", "MARKET").
///
/// Few of them, as there mostly are, are each looked for in the text; many in one pass over its words.
fn everyday<'a>(text: &str, found: &[(&'a str, Seen)]) -> FxHashSet<&'a str> {
    if found.len() > FEW {
        return everyday_of_many(text, found);
    }
    let stands = |short: &str| {
        let word = short.to_ascii_lowercase();
        memchr::memmem::find_iter(text.as_bytes(), &word).any(|at| is_whole(text.as_bytes(), at, word.len()))
    };
    found.iter().map(|&(short, _)| short).filter(|short| stands(short)).collect()
}

/// Most words of the text are none of those that are looked for, which one test of a bit tells.
fn everyday_of_many<'a>(text: &str, found: &[(&'a str, Seen)]) -> FxHashSet<&'a str> {
    let mut wanted: FxHashMap<u64, &'a str> = FxHashMap::default();
    wanted.extend(found.iter().map(|&(short, _)| (plain_eight(short.to_ascii_lowercase().as_bytes(), 0).0, short)));
    let (bytes, mut words) = (text.as_bytes(), FxHashSet::default());
    let mut filter = filter_for(&wanted);
    for piece in pieces(text, Span::at(0, text.len()), PIECE) {
        let before = words.len();
        short_words(bytes, piece.start as usize, piece.end as usize, |at, word, len| {
            if filter.may_have(mixed(word)) {
                words.extend(wanted.get(&word).filter(|_| is_whole(bytes, at, len)));
            }
        });
        // What was found is looked for no further, so that words that stand everywhere cost nothing in a long text.
        if words.len() > before {
            wanted.retain(|_, short| !words.contains(short));
            filter = filter_for(&wanted);
        }
    }
    words
}

/// A filter that lets few other words pass.
fn filter_for(wanted: &FxHashMap<u64, &str>) -> WordFilter {
    let mut filter = WordFilter::for_words(wanted.len() * 4);
    wanted.keys().for_each(|&word| filter.add(mixed(word)));
    filter
}

/// The letters of a word, so that all of them tell in the lowest bits.
const fn mixed(word: u64) -> WordHash {
    word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

/// Whether nothing that may be a letter or a figure stands beside the word of `len` bytes at `at`.
fn is_whole(bytes: &[u8], at: usize, len: usize) -> bool {
    let apart = |at: Option<&u8>| at.is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
    apart(bytes.get(at + len)) && apart(at.checked_sub(1).and_then(|i| bytes.get(i)))
}

/// Abbreviations that are looked for one by one.
const FEW: usize = 8;

/// Letters of the longest abbreviation: as many as [`plain_eight`] takes in.
const LONGEST: usize = 8;

/// The letters of an abbreviation, without the s of its plural and the digits of a document's symbol.
fn abbreviation(word: &str) -> Option<&str> {
    if !word.as_bytes().get(1)?.is_ascii_uppercase() {
        return None;
    }
    let short = bare(word.split('-').next().unwrap_or(word));
    let short = short.trim_end_matches(|c: char| c.is_ascii_digit());
    let whole = word.len() <= 12 || word.contains('-');
    (whole && (2..=LONGEST).contains(&short.len()) && short.bytes().all(|b| b.is_ascii_uppercase())).then_some(short)
}

fn bare(word: &str) -> &str {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    match word.strip_suffix('s') {
        Some(rest) if rest.len() >= 2 && rest.bytes().all(|b| !b.is_ascii_lowercase()) => rest,
        _ => word,
    }
}

fn is_numeral(short: &str) -> bool {
    short.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M')) && short != "CD" && short != "DC"
}

/// Whether five letters or more can be spoken as a word: "GENERAL", "NEVADA". Few abbreviations are so long, and those
/// that are have become names.
fn is_spoken(short: &str) -> bool {
    let vowel = |b: u8| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y');
    let longest = |of: &dyn Fn(u8) -> bool| short.as_bytes().split(|&b| !of(b)).map(<[u8]>::len).max().unwrap_or(0);
    short.len() >= 5 && longest(&vowel) > 0 && longest(&vowel) <= 2 && longest(&|b| !vowel(b)) <= 3
}

/// Whether the word is a later part of a document's symbol: "GENEVA" in "WSIS03/GENEVA/DOC".
fn inside_symbol(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or("");
    let Some(rest) = before.strip_suffix(['/', '-', '.', '_']) else { return false };
    rest.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// Whether the letters are the sign of a trade mark: "MassFlow(TM)".
fn signs_mark(text: &str, short: &str, start: usize) -> bool {
    matches!(short, "TM" | "SM")
        && text.get(..start).and_then(|t| t.strip_suffix('(')).is_some_and(|t| t.ends_with(char::is_alphanumeric))
}

/// Whether the designation of a standard goes on after the word: "RN-T" in "RN-T Q.31".
fn heads_designation(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("").trim_start_matches(|c: char| c == '-' || c.is_ascii_uppercase());
    let Some(rest) = rest.strip_prefix([' ', '\u{a0}']) else { return false };
    let series = rest.bytes().take(3).take_while(u8::is_ascii_uppercase).count();
    series > 0 && matches!(rest.as_bytes().get(series..series + 2), Some([b'.', d]) if d.is_ascii_digit())
}

/// Whether more than half of the letters are capitals.
fn in_capitals(block: &str) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for b in block.bytes().take(400) {
        upper += usize::from(b.is_ascii_uppercase());
        lower += usize::from(b.is_ascii_lowercase());
    }
    upper > lower
}
