//! Sentences of a contract that say nearly the same, with another force, condition or figure.

use rustc_hash::FxHashMap;

use crate::norms::{self, Overlap, overlap};
use crate::rules::DocumentCx;
use crate::span::Span;
use crate::text::Token;

/// Rare words a sentence is filed under, and how many of one file it is compared with.
const KEYS: usize = 5;
const NEAR: usize = 12;
/// A word that more sentences share is no key.
const COMMON: u32 = 60;

/// A sentence with its norms taken together.
#[derive(Debug)]
pub struct Sentence {
    /// The sentence.
    pub span: Span,
    /// Index of its first norm.
    pub norm: usize,
    words: Vec<u32>,
    /// How often it says must, may and should, and how often it negates.
    forces: [u8; 3],
    negations: usize,
    conditions: bool,
    /// A condition of its norms denies something: "if the user does not accept".
    pub denied: bool,
    /// Its words with a capital inside the sentence: names.
    names: Vec<u32>,
    /// The verb of its first norm.
    verb: u32,
    /// Its first two words that carry matter.
    opening: [u32; 2],
    /// The first of its names, and the first other word: which of two parties it begins with.
    first: (Option<u32>, Option<u32>),
    /// The label it begins with, in brackets.
    label: Option<u64>,
}

/// Two versions of one sentence.
#[derive(Debug)]
pub struct Restated {
    /// The earlier version.
    pub first: usize,
    /// The later version.
    pub second: usize,
    /// How their words overlap.
    pub words: Overlap,
    /// What differs, for a message.
    pub differs: &'static str,
}

/// The sentences of a document that hold norms.
pub fn sentences(cx: &DocumentCx<'_>) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    let (mut tokens, mut words) = (Vec::new(), Vec::new());
    for (i, n) in cx.analysis().norms.iter().enumerate().filter(|(_, n)| !n.quoted) {
        let same = out.last().is_some_and(|s| s.span == n.sentence);
        if !same {
            norms::content(cx.text, n.sentence, &mut tokens, &mut words);
            let mut keys: Vec<u32> = words.iter().map(|w| w.stem as u32).collect();
            let names = names(&tokens, &words);
            let opening = [0, 1].map(|k| keys.get(k).copied().unwrap_or(0));
            let first_of = |named: bool| keys.iter().copied().find(|k| names.binary_search(k).is_ok() == named);
            let first = (first_of(true), first_of(false));
            keys.sort_unstable();
            keys.dedup();
            out.push(Sentence {
                span: n.sentence,
                norm: i,
                verb: norms::word_key(&n.verb),
                words: keys,
                forces: norms::forces(&tokens),
                negations: norms::negations(&tokens),
                conditions: norms::limits(&tokens),
                denied: false,
                names,
                opening,
                first,
                label: label(n.sentence.of(cx.text)),
            });
        }
        if let Some(sentence) = out.last_mut() {
            sentence.denied |= denies(&tokens, &n.conditions);
        }
    }
    out
}

/// Whether one of the conditions denies what it speaks of; the tokens are those of the sentence.
fn denies(tokens: &[Token], conditions: &[Span]) -> bool {
    let before = |at: u32| tokens.partition_point(|t| t.span().start < at);
    conditions.iter().any(|c| tokens.get(before(c.start)..before(c.end)).is_some_and(|own| norms::negations(own) > 0))
}

/// Keys of the words that are written with a capital.
fn names(tokens: &[Token], words: &[norms::Content]) -> Vec<u32> {
    let capital = |c: &&norms::Content| tokens.iter().any(|t| t.span() == c.span && t.capital());
    let mut out: Vec<u32> = words.iter().filter(capital).map(|c| c.stem as u32).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The label in brackets that a sentence begins with: "(a)".
fn label(sentence: &str) -> Option<u64> {
    let (label, _) = sentence.strip_prefix('(')?.split_once(')')?;
    (label.len() <= 5).then(|| crate::text::word_of(label))
}

/// Whether the two are parallel provisions on two parties or two schedules: each has a name that the other has not, the
/// same words with the names changed about, or another label.
fn parallel(a: &Sentence, b: &Sentence) -> bool {
    let other_label = a.label.is_some() && b.label.is_some() && a.label != b.label;
    let changed_about = a.names == b.names
        && a.first.0.is_some()
        && b.first.0.is_some()
        && a.first.0 != b.first.0
        && a.first.1 == b.first.1;
    if other_label || changed_about {
        return true;
    }
    let only = |x: &Sentence, y: &Sentence| x.names.iter().any(|n| y.words.binary_search(n).is_err());
    only(a, b) && only(b, a)
}

/// Pairs of sentences that are two versions of one.
pub fn pairs(all: &[Sentence]) -> Vec<Restated> {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for s in all {
        for &w in &s.words {
            *counts.entry(w).or_default() += 1;
        }
    }
    let mut files: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut out: Vec<Restated> = Vec::new();
    let mut keys: Vec<(u32, u32)> = Vec::new();
    let mut met: Vec<usize> = Vec::new();
    for (j, s) in all.iter().enumerate() {
        keys.clear();
        keys.extend(
            s.words.iter().filter_map(|w| counts.get(w).filter(|c| (2..=COMMON).contains(*c)).map(|c| (*c, *w))),
        );
        keys.sort_unstable();
        met.clear();
        for &(_, key) in keys.iter().take(KEYS) {
            let file = files.entry(key).or_default();
            met.extend(file.iter().rev().take(NEAR));
            file.push(j);
        }
        met.sort_unstable();
        met.dedup();
        for &i in &met {
            let Some(old) = all.get(i) else { continue };
            let words = overlap(&old.words, &s.words);
            let opens_alike = old.opening == s.opening && words.shared >= 10;
            let close = opens_alike && (words.ratio() >= 0.64 || words.ratio() >= 0.5 && old.verb == s.verb)
                || words.shared >= 6 && words.ratio() >= 0.7
                || words.shared >= 4 && words.ratio() >= 0.75;
            if close
                && !parallel(old, s)
                && let Some(differs) = difference(old, s, words)
            {
                out.push(Restated { first: i, second: j, words, differs });
            }
        }
    }
    out
}

/// What tells two versions apart, beside their words; none where they agree.
fn difference(a: &Sentence, b: &Sentence, words: Overlap) -> Option<&'static str> {
    if a.forces != b.forces {
        return Some("another force");
    }
    // Beside many other words a negation or a condition makes another case.
    if a.negations % 2 != b.negations % 2 && words.ratio() >= 0.7 {
        return Some("a negation in one only");
    }
    (a.conditions != b.conditions && words.ratio() >= 0.8).then_some("a condition in one only")
}
