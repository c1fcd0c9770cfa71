//! `undefined-term`: a term written as if it were defined, a letter or two beside one that is.

use std::cell::LazyCell;
use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use strsim::osa_distance;

use super::capitals::Capitals;
use crate::definitions::{Definition, stem};
use crate::findings::Safety;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::lexicon::{bit, lexicon};
use crate::text::{WordHash, word_of};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL101",
    name: "undefined-term",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/terms/undefined_term.md"),
    checks: &[Check::Document(check)],
};

/// A text that marks its terms has at least so many with capitals.
const FEWEST: usize = 3;
/// Words of a run that are taken together.
const LONGEST: usize = 8;

/// Terms by the letters they begin with and the number of their words: few are compared with each run. Each with the
/// [`Letters`] of its key.
type Buckets<'a> = FxHashMap<(u8, u8, usize), Vec<(Letters, &'a Definition)>>;

/// A run of capitals: where first, and how often.
struct Seen {
    first: Span,
    count: u32,
}

/// Runs by a hash of their letters: to compare these, where a run stood first would have to be fetched.
type Runs = FxHashMap<u64, Seen>;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let text = cx.text;
    let definitions = &cx.analysis().terms.definitions;
    let marked: Vec<&Definition> = definitions
        .iter()
        .filter(|d| d.marked && d.term.len() >= 6 && d.term.of(text).starts_with(char::is_uppercase))
        .collect();
    if marked.len() < FEWEST {
        return;
    }
    let mut buckets = Buckets::default();
    for d in marked {
        if let [a, b, ..] = d.key.as_bytes() {
            buckets.entry((*a, *b, d.key.split(' ').count())).or_default().push((Letters::of(&d.key), d));
        }
    }
    let mut seen = Runs::default();
    for (_, words) in Capitals::of(cx).by_block(cx.document()) {
        let mut rest = words;
        while !rest.is_empty() {
            let space = |at: u32| text.as_bytes().get(at as usize) == Some(&b' ');
            let joined = |two: &&[Span]| matches!(two, [a, b] if a.end + 1 == b.start && space(a.end));
            let more = rest.windows(2).take(LONGEST - 1).take_while(joined).count();
            let (run, after) = rest.split_at(1 + more);
            note(text, run, &buckets, &mut seen);
            rest = after;
        }
    }
    let known: LazyCell<FxHashSet<Vec<WordHash>>, _> =
        LazyCell::new(|| definitions.iter().map(|d| stems(d.term.of(text))).collect());
    let mut found: Vec<Seen> = seen.into_values().collect();
    found.sort_unstable_by_key(|s| s.first);
    for at in found {
        let run = at.first.of(text);
        let low = run.to_lowercase();
        let [a, b, ..] = low.as_bytes() else { continue };
        let own = Letters::of(&low);
        let near = buckets.get(&(*a, *b, low.split(' ').count())).and_then(|terms| {
            terms.iter().take(200).find(|(letters, d)| {
                let most = if low.len() >= 12 { 2 } else { 1 };
                own.may_be(*letters, most)
                    && low.len().abs_diff(d.key.len()) <= 2
                    && !related(&low, &d.key)
                    && distance(&low, &d.key) <= most as usize
                    && slips(&low, &d.key)
            })
        });
        let Some((_, d)) = near.filter(|_| !known.contains(&stems(run))) else { continue };
        let term = d.term.of(text);
        sink.report(at.first, format!("“{run}” is not defined; did you mean “{term}”?"))
            .label(d.term, "defined here")
            .note(if at.count == 1 { "it stands once".to_owned() } else { format!("it stands {} times", at.count) })
            .help(format!("write “{term}”, or define “{run}”"))
            .fix(Safety::Unsafe, format!("write “{term}”"), at.first, term);
    }
}

/// Which characters stand in a word or words, and which two side by side, one bit for several of them each.
#[derive(Clone, Copy)]
struct Letters {
    single: u32,
    beside: u64,
}

impl Letters {
    fn of(words: &str) -> Self {
        let (mut all, mut before) = (Self { single: 0, beside: 0 }, None);
        for letter in words.chars().map(u32::from) {
            all.single |= 1 << (letter & 31);
            if let Some(before) = before {
                all.beside |= 1_u64 << ((letter.wrapping_mul(37) ^ before) & 63);
            }
            before = Some(letter);
        }
        all
    }

    /// Whether so many slips may make the one of the other.
    const fn may_be(self, other: Self, slips: u32) -> bool {
        // A slip brings one letter in and takes one out; where two change places, three pairs.
        (self.single ^ other.single).count_ones() <= 2 * slips && (self.beside ^ other.beside).count_ones() <= 6 * slips
    }
}

/// Whether one is made from the other or both from one word: "Commission" and "Commissioner", "Contribution" and
/// "Contributor", "Received" and "Receives"; or they differ in the article: "this Licence" and "the Licence".
fn related(a: &str, b: &str) -> bool {
    const ENDS: [&str; 10] = ["", "s", "d", "e", "es", "ed", "er", "or", "ee", "ion"];
    let common: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let ends = |word: &str| word.get(common..).is_some_and(|end| ENDS.contains(&end));
    a.starts_with(b)
        || b.starts_with(a)
        || common >= 5 && ends(a) && ends(b)
        || undetermined(a).is_some_and(|a| undetermined(b) == Some(a))
}

/// What stands behind "the", "this" or the like, where the words begin so.
fn undetermined(words: &str) -> Option<&str> {
    let (first, rest) = words.split_once(' ')?;
    (lexicon().bits(word_of(first)) & bit::DET != 0).then_some(rest)
}

/// How many slips make the one of the other: what they begin and end with alike does not count, and is not gone through again
/// and again.
fn distance(mut a: &str, mut b: &str) -> usize {
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
    };
    let begin = common(&mut a.chars(), &mut b.chars());
    (a, b) = (a.get(begin..).unwrap_or(a), b.get(begin..).unwrap_or(b));
    let end = common(&mut a.chars().rev(), &mut b.chars().rev());
    osa_distance(a.get(..a.len() - end).unwrap_or(a), b.get(..b.len() - end).unwrap_or(b))
}

/// Whether the two differ in letters within words, not in figures.
fn slips(a: &str, b: &str) -> bool {
    let digits = |s: &str| s.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    digits(a) == digits(b)
}

/// Notes a run that may be meant for one of the terms.
fn note(text: &str, run: &[Span], terms: &Buckets<'_>, seen: &mut Runs) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    let span = first.to(*last);
    if !(6..=60).contains(&span.len()) {
        return;
    }
    let words = span.of(text);
    // Of other letters the small one may be longer: such a run is looked at later.
    if let [a, b, ..] = words.as_bytes()
        && a.is_ascii()
        && b.is_ascii()
        && !terms.contains_key(&(a.to_ascii_lowercase(), b.to_ascii_lowercase(), run.len()))
    {
        return;
    }
    // The first word of a sentence has its capital for another reason.
    let opens = || {
        text.get(..first.start as usize).is_none_or(|b| {
            let b = b.trim_end_matches([' ', '“', '"', '(']);
            b.is_empty() || b.ends_with(['.', '\n', ':', ';', ')', '—', '?', '!'])
        })
    };
    if run.len() == 1 && opens() || !words.bytes().any(|b| b.is_ascii_lowercase()) {
        return;
    }
    let key = FxBuildHasher.hash_one(words);
    seen.entry(key).or_insert(Seen { first: span, count: 0 }).count += 1;
}

fn stems(words: &str) -> Vec<WordHash> {
    words.split_whitespace().map(|w| stem(w.trim_matches(|c: char| !c.is_alphanumeric()))).collect()
}
