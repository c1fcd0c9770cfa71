//! `spelling-drift`: one word in two spellings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use crate::rules::sought::{self, Sought};
use crate::rules::words::WordList;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Change, HEAD};

/// The spellings, both sides.
struct Spellings {
    pairs: Vec<[String; 2]>,
    /// The pairs by the letters that their first side begins with.
    by_beginning: FxHashMap<[u8; HEAD], Vec<usize>>,
}

/// Whether both sides of a pair begin with the same letters, so that where the one may stand the other may, too.
fn begin_alike([one, other]: &[String; 2]) -> bool {
    one.as_bytes().first_chunk::<HEAD>() == other.as_bytes().first_chunk()
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
    let mut by_beginning: FxHashMap<[u8; HEAD], Vec<usize>> = FxHashMap::default();
    for (pair, [one, _]) in pairs.iter().enumerate() {
        if let Some(beginning) = one.as_bytes().first_chunk() {
            by_beginning.entry(*beginning).or_default().push(pair);
        }
    }
    Spellings { pairs, by_beginning }
});

/// What the spellings that are looked for first begin with.
pub(in crate::rules) fn beginnings() -> impl Iterator<Item = &'static str> {
    SPELLINGS.pairs.iter().filter_map(|[one, _]| one.get(..HEAD))
}

/// The second spellings of pairs that do not begin alike.
pub(in crate::rules) fn second_spellings() -> impl Iterator<Item = &'static str> {
    SPELLINGS.pairs.iter().filter(|pair| !begin_alike(pair)).map(|[_, other]| other.as_str())
}

/// Whether a word in the first spelling of a pair begins at a place, or in the second where both begin alike.
pub(in crate::rules) fn stands_at(bytes: &[u8], start: usize) -> bool {
    pairs_at(bytes, start).any(|pair| {
        let sides = if begin_alike(pair) { &pair[..] } else { &pair[..1] };
        sides.iter().any(|spelling| form(bytes, start, spelling.as_bytes()).is_some())
    })
}

/// The pairs whose first side begins as the word at a place does.
fn pairs_at(bytes: &[u8], start: usize) -> impl Iterator<Item = &'static [String; 2]> {
    let beginning = bytes.get(start..).and_then(<[u8]>::first_chunk);
    let alike = beginning.and_then(|b| SPELLINGS.by_beginning.get(b)).into_iter().flatten();
    alike.filter_map(|&number| SPELLINGS.pairs.get(number))
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    if !cx.english {
        return;
    }
    let spelled = || Arc::new(Spelled::at(cx.text, |who| sought::places(cx, who)));
    let found = cx.memo.spellings.get_or_init(spelled);
    for [a, b] in found.count() {
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

/// Words of a text in small letters that begin as a spelling does; names keep the spelling they have. The second side of a
/// pair is found with the first where both begin alike; else it is looked for only where the first was seen.
///
/// No word goes over the end of a line, so that of a text that has changed only the lines that changed are read again.
#[derive(Debug, Default)]
pub struct Spelled {
    /// Words in the first spelling of a pair, with the pair's number; those of one pair in the order of the text.
    ones: Vec<(usize, Span)>,
    /// The same of the second spelling, of pairs that begin alike.
    beside: Vec<(usize, Span)>,
    /// Words in the second spelling of other pairs, by pair.
    others: BTreeMap<usize, Vec<Span>>,
}

impl Spelled {
    /// Reads a text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let all = sought::find(text);
        let of = |who| all.iter().filter(move |place| place.1.has(who)).map(|place| place.0 as usize);
        Self::at(text, of)
    }

    /// Reads a text of which it is known where such words may begin.
    fn at<I: Iterator<Item = usize>>(text: &str, places: impl Fn(Sought) -> I) -> Self {
        let (mut found, bytes) = (Self::default(), text.as_bytes());
        places(Sought::SPELLING).for_each(|start| found.look_at(bytes, start, 0));
        found.others = found.wanted().into_iter().map(|pair| (pair, Vec::new())).collect();
        if !found.others.is_empty() {
            places(Sought::OTHER_SPELLING).for_each(|start| found.look_at_other(bytes, start));
        }
        found
    }

    /// Reads a text that was another one before: what this one was read from.
    #[must_use]
    pub fn follow(&self, text: &str, change: Change) -> Self {
        let (old, new) = change.lines(text);
        let moved = |span: Span| span.shifted(old.end, new.end);
        let before = |span: &Span| span.end <= old.start;
        let behind = |span: &Span| span.start >= old.end;
        let mut found = Self::default();
        found.ones.extend(self.ones.iter().filter(|(_, s)| before(s)));
        found.beside.extend(self.beside.iter().filter(|(_, s)| before(s)));
        found.look_for_ones(text, new);
        let after = |all: &[(usize, Span)]| {
            all.iter().filter(|(_, s)| behind(s)).map(|&(pair, s)| (pair, moved(s))).collect::<Vec<_>>()
        };
        found.ones.extend(after(&self.ones));
        found.beside.extend(after(&self.beside));
        let whole = Span::at(0, text.len());
        let find = |pair| match self.others.get(&pair) {
            None => others(text, whole, pair, Vec::new()),
            Some(known) => {
                let from = known.iter().filter(|s| before(s)).copied().collect();
                let mut all = others(text, new, pair, from);
                all.extend(known.iter().filter(|s| behind(s)).map(|&s| moved(s)));
                all
            }
        };
        found.others = found.wanted().into_iter().map(|pair| (pair, find(pair))).collect();
        found
    }

    /// Finds the words in first spellings that stand in some lines of a text, and those in second ones that begin alike.
    fn look_for_ones(&mut self, text: &str, lines: Span) {
        let piece = lines.of(text);
        for (start, _) in sought::find(piece).into_iter().filter(|place| place.1.has(Sought::SPELLING)) {
            self.look_at(piece.as_bytes(), start as usize, lines.start);
        }
    }

    /// Looks at the word at `start`; `base` is where the bytes begin in the text.
    fn look_at(&mut self, bytes: &[u8], start: usize, base: u32) {
        let beginning = bytes.get(start..).and_then(<[u8]>::first_chunk);
        for &number in beginning.and_then(|b| SPELLINGS.by_beginning.get(b)).into_iter().flatten() {
            let Some(pair @ [one, other]) = SPELLINGS.pairs.get(number) else { continue };
            let stands = |spelling: &str| form(bytes, start, spelling.as_bytes()).map(|s| s.shifted(0, base));
            if let Some(span) = stands(one) {
                self.ones.push((number, span));
            } else if begin_alike(pair)
                && let Some(span) = stands(other)
            {
                self.beside.push((number, span));
            }
        }
    }

    /// Looks whether the word at `start` is in one of the second spellings that are looked for.
    fn look_at_other(&mut self, bytes: &[u8], start: usize) {
        for (&pair, found) in &mut self.others {
            let other = SPELLINGS.pairs.get(pair).map(|[_, other]| other.as_bytes());
            found.extend(other.and_then(|other| form(bytes, start, other)));
        }
    }

    /// The pairs of which the second spelling is to be looked for.
    fn wanted(&self) -> BTreeSet<usize> {
        let apart = |number: &usize| SPELLINGS.pairs.get(*number).is_some_and(|pair| !begin_alike(pair));
        self.ones.iter().map(|one| one.0).filter(apart).collect()
    }

    /// How often each of two spellings stands there, in the order of the list.
    fn count(&self) -> Vec<[Seen; 2]> {
        let mut all: Vec<[Seen; 2]> = vec![Default::default(); SPELLINGS.pairs.len()];
        for &(pair, span) in &self.ones {
            if let Some([one, _]) = all.get_mut(pair) {
                one.see(span);
            }
        }
        let others = self.others.iter().flat_map(|(&pair, spans)| spans.iter().map(move |&span| (pair, span)));
        for (pair, span) in self.beside.iter().copied().chain(others) {
            if let Some([_, other]) = all.get_mut(pair) {
                other.see(span);
            }
        }
        all
    }
}

/// Adds the words in the second spelling of a pair that stand in some lines of a text.
fn others(text: &str, lines: Span, pair: usize, mut out: Vec<Span>) -> Vec<Span> {
    let (bytes, base) = (lines.of(text).as_bytes(), lines.start);
    if let Some([_, spelling]) = SPELLINGS.pairs.get(pair) {
        let starts = memchr::memmem::find_iter(bytes, spelling);
        out.extend(starts.filter_map(|start| form(bytes, start, spelling.as_bytes())).map(|s| s.shifted(0, base)));
    }
    out
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
    use super::{SPELLINGS, Spelled};
    use crate::text::Change;

    #[test]
    fn both_spellings_of_every_pair_are_found() {
        for (pair, [one, other]) in SPELLINGS.pairs.iter().enumerate() {
            let ending = if one.ends_with("is") { "ation" } else { "" };
            let text = format!("The {one}{ending}, {other}{ending} and {one}{ending}. X{one} ({other}{ending})");
            let seen = Spelled::read(&text).count();
            let counts: Vec<[u32; 2]> = seen.iter().map(|[a, b]| [a.count, b.count]).collect();
            assert_eq!(counts[pair], [2, 1], "{text}");
            assert_eq!(counts.iter().flatten().sum::<u32>(), 3, "{text}");
        }
    }

    #[test]
    fn a_text_that_changed_is_read_in_the_lines_that_changed() {
        let lines = [
            "To organise the centre.\n",
            "Organisation, (organised) programme-\n",
            "It is organized: colour, color.\n",
        ];
        for (old, new) in [([0, 1, 2], [0, 2, 1]), ([0, 0, 2], [2, 0, 1]), ([1, 1, 1], [0, 1, 2])] {
            let [old, new] = [old, new].map(|n| n.map(|i| lines[i]).concat());
            let kept = Spelled::read(&old).follow(&new, Change::between(&old, &new));
            assert_eq!(format!("{kept:?}"), format!("{:?}", Spelled::read(&new)));
        }
    }
}
