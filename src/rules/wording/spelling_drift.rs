//! `spelling-drift`: one word in two spellings.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::rules::words::WordList;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// The spellings, both sides, and a piece of each first side by which it is found.
struct Spellings {
    pairs: Vec<[String; 2]>,
    /// Finds the pieces of first sides where the two begin to differ.
    finder: Option<AhoCorasick>,
    /// The pairs of each piece, and how far into the spelling it begins.
    of_piece: Vec<Vec<(usize, usize)>>,
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
    /// Letters of a piece before the first that differs, and of a whole piece at least.
    const BEFORE: usize = 4;
    const LEAST: usize = 4;
    let list = WordList::read(include_str!("../../../rules/words/spellings.toml"));
    let pairs: Vec<[String; 2]> = list.groups.into_iter().filter_map(|g| g.try_into().ok()).collect();
    let mut pieces: Vec<&[u8]> = Vec::new();
    let mut of_piece: Vec<Vec<(usize, usize)>> = Vec::new();
    for (pair, [one, other]) in pairs.iter().enumerate() {
        let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let offset = same.saturating_sub(BEFORE);
        let piece = one.as_bytes().get(offset..(same + 1).max(offset + LEAST).min(one.len())).unwrap_or_default();
        let known = pieces.iter().position(|p| *p == piece).unwrap_or(pieces.len());
        if known == pieces.len() {
            pieces.push(piece);
        }
        of_piece.resize_with(pieces.len(), Vec::new);
        of_piece[known].push((pair, offset));
    }
    let finder = AhoCorasick::new(pieces).ok();
    Spellings { pairs, finder, of_piece }
});

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    for [a, b] in count(cx.text, &SPELLINGS) {
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

impl Seen {
    fn see(&mut self, span: Span) {
        self.first.get_or_insert(span);
        self.count += 1;
    }
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

/// Counts words in small letters that begin as a spelling does; names keep the spelling they have. The second side of a
/// pair is looked for only where the first was seen.
fn count(text: &str, spellings: &Spellings) -> Vec<[Seen; 2]> {
    let mut seen: Vec<[Seen; 2]> = vec![Default::default(); spellings.pairs.len()];
    let bytes = text.as_bytes();
    for found in spellings.finder.iter().flat_map(|finder| finder.find_iter(bytes)) {
        for &(pair, offset) in spellings.of_piece.get(found.pattern().as_usize()).into_iter().flatten() {
            let (Some([spelling, _]), Some([one, _])) = (spellings.pairs.get(pair), seen.get_mut(pair)) else {
                continue;
            };
            let start = found.start().checked_sub(offset);
            if let Some(span) = start.and_then(|start| form(bytes, start, spelling.as_bytes())) {
                one.see(span);
            }
        }
    }
    for ([_, spelling], [one, other]) in spellings.pairs.iter().zip(&mut seen) {
        if one.count == 0 {
            continue;
        }
        for start in memchr::memmem::find_iter(bytes, spelling) {
            if let Some(span) = form(bytes, start, spelling.as_bytes()) {
                other.see(span);
            }
        }
    }
    seen
}

/// The word at `start`, if it is a form of the spelling.
fn form(bytes: &[u8], start: usize, stem: &[u8]) -> Option<Span> {
    // "(organisation)": the other language's word in a bilingual text.
    let before = start.checked_sub(1).and_then(|i| bytes.get(i));
    if before.is_some_and(|b| *b >= 0x80 || b.is_ascii_alphanumeric() || matches!(b, b'-' | b'(')) {
        return None;
    }
    let after = bytes.get(start..)?.strip_prefix(stem)?;
    let len = after.iter().take(24).take_while(|b| b.is_ascii_lowercase()).count();
    let cut = after.get(len).is_some_and(|b| *b >= 0x80);
    (!cut && inflects(stem, after.get(..len)?)).then(|| Span::at(start, start + stem.len() + len))
}

#[cfg(test)]
mod tests {
    use super::{SPELLINGS, count};

    #[test]
    fn both_spellings_of_every_pair_are_found() {
        for (pair, [one, other]) in SPELLINGS.pairs.iter().enumerate() {
            let ending = if one.ends_with("is") { "ation" } else { "" };
            let text = format!("The {one}{ending}, {other}{ending} and {one}{ending}. X{one} ({other}{ending})");
            let seen = count(&text, &SPELLINGS);
            let counts: Vec<[u32; 2]> = seen.iter().map(|[a, b]| [a.count, b.count]).collect();
            assert_eq!(counts[pair], [2, 1], "{text}");
            assert_eq!(counts.iter().flatten().sum::<u32>(), 3, "{text}");
        }
    }
}
