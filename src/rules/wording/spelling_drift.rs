//! `spelling-drift`: one word in two spellings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::rules::words::WordList;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::Beginnings;

/// The spellings, both sides, and how they begin.
struct Spellings {
    pairs: Vec<[String; 2]>,
    beginnings: Beginnings,
    /// Pair and side of each spelling, by its first three bytes.
    by_first: FxHashMap<[u8; 3], Vec<(usize, usize)>>,
}

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL411",
    name: "spelling-drift",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/wording/spelling_drift.md"),
    checks: &[Check::Document(check)],
};

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let list = WordList::read(include_str!("../../../rules/words/spellings.toml"));
    let pairs: Vec<[String; 2]> = list.groups.into_iter().filter_map(|g| g.try_into().ok()).collect();
    let mut beginnings = Beginnings::default();
    let mut by_first: FxHashMap<[u8; 3], Vec<(usize, usize)>> = FxHashMap::default();
    for (pair, spellings) in pairs.iter().enumerate() {
        for (side, spelling) in spellings.iter().enumerate() {
            beginnings.add(spelling);
            if let Some(first) = spelling.as_bytes().first_chunk() {
                by_first.entry(*first).or_default().push((pair, side));
            }
        }
    }
    Spellings { pairs, beginnings, by_first }
});

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    let [left, right] = count(cx.text, &SPELLINGS);
    for (a, b) in left.into_iter().zip(right) {
        let (Some(first_a), Some(first_b)) = (a.first, b.first) else { continue };
        let (odd, odd_count, usual, usual_count) = if a.count <= b.count {
            (first_a, a.count, first_b, b.count)
        } else {
            (first_b, b.count, first_a, a.count)
        };
        let (seen, other) = (odd.of(cx.text), usual.of(cx.text));
        sink.report(odd, format!("“{seen}” here, “{other}” elsewhere: one word in two spellings"))
            .label(usual, format!("the other spelling, which stands {usual_count} times"))
            .note(format!("the spelling of “{seen}” stands {odd_count} times"))
            .help("choose one spelling for the whole text");
    }
}

#[derive(Clone, Default)]
struct Seen {
    first: Option<Span>,
    count: u32,
}

/// Whether the ending makes a form of the word itself: "organis" + "ation", not "organis" + "m".
fn inflects(stem: &[u8], ending: &[u8]) -> bool {
    const VERB: [&[u8]; 13] = [
        b"e",
        b"ed",
        b"es",
        b"er",
        b"ers",
        b"ing",
        b"able",
        b"ation",
        b"ations",
        b"ational",
        b"ationally",
        b"ative",
        b"ingly",
    ];
    const WHOLE: [&[u8]; 9] = [b"", b"s", b"ed", b"ing", b"able", b"ably", b"ful", b"er", b"ers"];
    if stem.contains(&b'-') || stem.ends_with(b"t") || stem.ends_with(b"rab") {
        return true;
    }
    if stem.ends_with(b"is") || stem.ends_with(b"iz") { VERB.contains(&ending) } else { WHOLE.contains(&ending) }
}

/// Counts words in small letters that begin as a spelling does; names keep the spelling they have.
fn count(text: &str, spellings: &Spellings) -> [Vec<Seen>; 2] {
    let mut seen = [vec![Seen::default(); spellings.pairs.len()], vec![Seen::default(); spellings.pairs.len()]];
    let bytes = text.as_bytes();
    for start in spellings.beginnings.find(bytes, 0, bytes.len()) {
        let before = start.checked_sub(1).and_then(|i| bytes.get(i));
        // "(organisation)": the other language's word in a bilingual text.
        if before.is_some_and(|b| *b >= 0x80 || matches!(b, b'-' | b'(')) {
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let near = rest.first_chunk().and_then(|first| spellings.by_first.get(first));
        let found = near.into_iter().flatten().find_map(|&(pair, side)| {
            let spelling = spellings.pairs.get(pair)?.get(side)?.as_bytes();
            rest.starts_with(spelling).then_some((pair, side, spelling))
        });
        let Some((pair, side, stem)) = found else { continue };
        let after = rest.get(stem.len()..).unwrap_or_default();
        let len = after.iter().take(24).take_while(|b| b.is_ascii_lowercase()).count();
        let ending = after.get(..len).unwrap_or_default();
        if after.get(len).is_some_and(|b| *b >= 0x80) || !inflects(stem, ending) {
            continue;
        }
        if let Some(one) = seen.get_mut(side).and_then(|s| s.get_mut(pair)) {
            one.first.get_or_insert(Span::at(start, start + stem.len() + len));
            one.count += 1;
        }
    }
    seen
}
