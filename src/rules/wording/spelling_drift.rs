//! `spelling-drift`: one word in two spellings.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::rules::words::{WordList, scanner};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// The pairs of spellings, and a scanner for each side.
struct Spellings {
    pairs: Vec<(String, String)>,
    left: Option<AhoCorasick>,
    right: Option<AhoCorasick>,
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
    let pairs: Vec<(String, String)> =
        list.groups.into_iter().filter_map(|g| <[String; 2]>::try_from(g).ok()).map(|[a, b]| (a, b)).collect();
    let left = scanner(pairs.iter().map(|p| &p.0));
    let right = scanner(pairs.iter().map(|p| &p.1));
    Spellings { pairs, left, right }
});

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    // The left spellings are the rarer ones; most texts have none and are done.
    let left = count(cx.text, SPELLINGS.left.as_ref(), SPELLINGS.pairs.len());
    if left.iter().all(|s| s.count == 0) {
        return;
    }
    let right = count(cx.text, SPELLINGS.right.as_ref(), SPELLINGS.pairs.len());
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
fn count(text: &str, scan: Option<&AhoCorasick>, pairs: usize) -> Vec<Seen> {
    let mut seen = vec![Seen::default(); pairs];
    let Some(scan) = scan else { return seen };
    let bytes = text.as_bytes();
    let joins = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == b'-';
    for found in scan.find_iter(bytes) {
        if found.start() > 0 && joins(&bytes[found.start() - 1]) {
            continue;
        }
        // "(organisation)": the other language's word in a bilingual text.
        if found.start() > 0 && bytes[found.start() - 1] == b'(' {
            continue;
        }
        let end = found.end() + bytes[found.end()..].iter().take(24).take_while(|b| b.is_ascii_lowercase()).count();
        let ending = bytes.get(found.end()..end).unwrap_or_default();
        let stem = &bytes[found.start()..found.end()];
        if bytes.get(end).is_some_and(|b| *b >= 0x80) || !inflects(stem, ending) {
            continue;
        }
        if let Some(one) = seen.get_mut(found.pattern().as_usize()) {
            one.first.get_or_insert(Span::at(found.start(), end));
            one.count += 1;
        }
    }
    seen
}
