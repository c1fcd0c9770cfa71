//! How, where, by what law and by what date an act is to be done.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::model::{Adjunct, AdjunctKind, Bound, DateLimit, Norm};
use super::words::{Range, Words, any};
use crate::text::lexicon::{Bits, bit};
use crate::text::{MONTHS, TokenKind, WordHash, word, word_of};

/// The word lists of this room.
const FILE: &str = include_str!("../../rules/words/adjuncts.toml");

/// One way of doing an act.
struct Way {
    /// Its words; 0 is any word.
    words: Vec<WordHash>,
    /// Which of them it is looked for by.
    key: usize,
    /// The choice it belongs to.
    choice: u16,
    /// Which of the ways of that choice.
    side: u64,
}

static WAYS: LazyLock<FxHashMap<WordHash, Vec<Way>>> = LazyLock::new(|| {
    let mut out: FxHashMap<WordHash, Vec<Way>> = FxHashMap::default();
    for (choice, line) in list("manner").lines().filter(|l| !l.trim().is_empty()).enumerate() {
        for (side, ways) in line.split('=').enumerate() {
            for way in ways.split('|') {
                let key = way.split_whitespace().position(|w| w.starts_with('*')).unwrap_or(0);
                let hash = |w: &str| if w == "_" { 0 } else { word_of(w.trim_start_matches('*')) };
                let words: Vec<WordHash> = way.split_whitespace().map(hash).collect();
                if let Some(&at) = words.get(key) {
                    out.entry(at).or_default().push(Way { words, key, choice: choice as u16, side: side as u64 });
                }
            }
        }
    }
    for ways in out.values_mut() {
        ways.sort_by_key(|w| std::cmp::Reverse(w.words.len()));
    }
    out
});

fn list(key: &str) -> String {
    let table = FILE.parse::<toml::Table>().unwrap_or_default();
    table.get(key).and_then(toml::Value::as_str).unwrap_or("").to_owned()
}

const KNOWN: Bits = bit::MANNER | bit::MONTH | bit::PLACE;

/// Reads the adjuncts and dates of `[from, to)`, from the verb on, conditions and exceptions left out.
pub fn read(w: &Words<'_>, (from, to): Range, verb: usize, frame: &mut Norm, aside: &mut Vec<Range>) {
    let mut found = w.adjuncts((from, to));
    let mut i = from;
    loop {
        i = found.from(i);
        let Some(&bits) = w.bits.get(i).filter(|_| i < to) else { return };
        if bits & KNOWN == 0 && !(i >= verb && at_place(w, i, (from, to)) || law(w, i)) || w.hidden(i) {
            i += 1;
            continue;
        }
        if bits & bit::MONTH != 0
            && let Some((date, start, next)) = date(w, i, from, to)
        {
            aside.push((start, next));
            frame.dates.push(date);
            i = next;
            continue;
        }
        let found = if bits & bit::MANNER != 0 && i >= verb {
            manner(w, i, to)
        } else if law(w, i) {
            named_law(w, i, to)
        } else if i >= verb {
            place(w, i, to)
        } else {
            None
        };
        match found {
            Some((adjunct, start, next)) if !limited(frame, &adjunct) => {
                if adjunct.kind == AdjunctKind::Manner {
                    aside.push((start, next));
                }
                frame.adjuncts.push(adjunct);
                i = next.max(i + 1);
            }
            _ => i += 1,
        }
    }
}

/// Whether the adjunct stands in a condition or an exception.
fn limited(frame: &Norm, adjunct: &Adjunct) -> bool {
    frame.conditions.iter().chain(&frame.exceptions).any(|s| s.overlaps(adjunct.span))
}

/// "electronically", "on paper only".
fn manner(w: &Words<'_>, i: usize, to: usize) -> Option<(Adjunct, usize, usize)> {
    let (way, start) = WAYS.get(&w.word(i))?.iter().find_map(|way| {
        let start = i.checked_sub(way.key)?;
        let fits = way.words.iter().enumerate().all(|(k, &h)| {
            let at = start + k;
            at < to && (if h == 0 { w.is_word(at) } else { w.word(at) == h })
        });
        fits.then_some((way, start))
    })?;
    let mut end = start + way.words.len();
    let mut start = start;
    let limits = |word| any!(word, "only", "exclusively", "solely");
    let mut only = false;
    if limits(w.word(end)) && end < to {
        end += 1;
        only = true;
    }
    if limits(w.word(start.wrapping_sub(1))) {
        start -= 1;
        only = true;
    }
    let before = w.word(start.wrapping_sub(1));
    // "not separately", "separately or together": no choice made.
    if any!(before, "not", "or", "without", "otherwise", "either", "whether", "than", "and")
        || any!(w.word(end), "or", "and")
    {
        return None;
    }
    let span = w.span((start, end))?;
    Some((Adjunct { span, kind: AdjunctKind::Manner, choice: way.choice, value: way.side, only }, start, end))
}

/// "in" or "at" before a name, or where there is a noun of place in the clause, before an article.
fn at_place(w: &Words<'_>, i: usize, clause: Range) -> bool {
    let named = || {
        let article = w.has(i + 1, bit::DET);
        w.capital(i + 1 + usize::from(article)) || (article || w.capital(i + 1)) && w.holds(clause, bit::PLACE)
    };
    any!(w.word(i), "in", "at") && named()
}

/// A place at which the act is done: "in Geneva", "at the premises of the buyer".
fn place(w: &Words<'_>, i: usize, to: usize) -> Option<(Adjunct, usize, usize)> {
    if !any!(w.word(i), "in", "at") {
        return None;
    }
    let noun = i + 1 + usize::from(w.has(i + 1, bit::DET));
    if noun >= to {
        return None;
    }
    let named = w.capital(noun)
        && w.is_word(noun)
        && w.printed(noun).len() > 2
        && !w.get(noun).is_some_and(|t| t.all_caps())
        && !w.has(noun, bit::AGENT | bit::THING | bit::INSTRUMENT | bit::PROVISION | bit::MONTH | bit::VERB);
    let head = if named {
        let mut end = noun + 1;
        while end < to && w.capital(end) && w.is_word(end) {
            end += 1;
        }
        // "in Table 3", "in Attachment A": part of a text.
        if w.get(end).is_some_and(|t| t.kind() == TokenKind::Number) || w.printed(end - 1).len() == 1 {
            return None;
        }
        end
    } else {
        (noun..to.min(noun + 4)).find(|&k| w.has(k, bit::PLACE)).map(|k| k + 1)?
    };
    // "at the office of the buyer": whose it is belongs to the place.
    let mut end = head;
    if w.word(end) == word("of") {
        end += 1;
        while end < to && (w.has(end, bit::DET) || w.is_word(end) && !w.has(end, bit::CLOSED)) {
            end += 1;
            if end > head + 5 {
                break;
            }
        }
    }
    let span = w.span((i, end))?;
    let value = name(w, noun, end);
    Some((Adjunct { span, kind: AdjunctKind::Place, choice: u16::from(named), value, only: false }, i, end))
}

/// Hash of the words that carry matter.
fn name(w: &Words<'_>, from: usize, to: usize) -> u64 {
    (from..to)
        .filter(|&k| w.is_word(k) && !w.has(k, bit::DET | bit::PREP))
        .fold(0u64, |h, k| (h.rotate_left(7) ^ w.word(k)).wrapping_mul(0x517c_c1b7_2722_0a95))
}

fn law(w: &Words<'_>, i: usize) -> bool {
    any!(w.word(i), "laws", "law") && w.word(i + 1) == word("of")
}

/// "the laws of the State of Utopia": the law that governs.
fn named_law(w: &Words<'_>, i: usize, to: usize) -> Option<(Adjunct, usize, usize)> {
    let mut at = i + 2;
    let mut from = None;
    while at < to && at < i + 12 {
        let links = w.has(at, bit::DET) || w.word(at) == word("of");
        let kind = any!(w.word(at), "state", "province", "commonwealth", "republic", "kingdom", "country");
        if w.capital(at) && w.is_word(at) && !kind {
            from.get_or_insert(at);
        } else if from.is_some() || !links && !kind {
            break;
        }
        at += 1;
    }
    let from = from?;
    let span = w.span((i, at))?;
    Some((Adjunct { span, kind: AdjunctKind::Law, choice: 0, value: name(w, from, at), only: false }, i, at))
}

/// "by 1 May 2020", "on or before May 1, 2020", "after 1 May": a date as a limit, by the name of its month at `i`.
fn date(w: &Words<'_>, i: usize, from: usize, to: usize) -> Option<(DateLimit, usize, usize)> {
    if !w.capital(i) {
        return None;
    }
    let month = MONTHS.iter().position(|m| word_of(m) == w.word(i))? as u8 + 1;
    let number = |k: usize| -> Option<u32> {
        let t = w.get(k).filter(|t| t.kind() == TokenKind::Number)?;
        t.of(w.text).parse().ok()
    };
    let day = |n: u32| (1..=31).contains(&n).then_some(n as u8);
    let (start, day, mut end) = match (i.checked_sub(1).and_then(&number).and_then(day), number(i + 1).and_then(day)) {
        (Some(d), _) => (i - 1, d, i + 1),
        (None, Some(d)) => (i, d, i + 2),
        (None, None) => return None,
    };
    let year_at = end + usize::from(w.is(end, ','));
    let year = number(year_at).filter(|y| (1500..2500).contains(y)).map_or(0, |y| y as u16);
    if year != 0 {
        end = year_at + 1;
    }
    let before = |k: usize| start.checked_sub(k).filter(|&at| at >= from).map_or(0, |at| w.word(at));
    let (bound, len) = if any!(before(3), "on") && any!(before(2), "or") && any!(before(1), "before") {
        (Bound::AtMost, 3)
    } else if any!(before(3), "on") && any!(before(2), "or") && any!(before(1), "after") {
        (Bound::AtLeast, 3)
    } else if any!(before(1), "than") && any!(before(2), "later") && any!(before(3), "no", "not") {
        (Bound::AtMost, 3)
    } else if any!(before(1), "than") && any!(before(2), "earlier", "sooner") && any!(before(3), "no", "not") {
        (Bound::AtLeast, 3)
    } else if any!(before(1), "by", "before", "until") {
        (Bound::AtMost, 1)
    } else if any!(before(1), "from") && any!(w.word(end), "to", "through", "until", "till") {
        // A period.
        (Bound::For, 1)
    } else if any!(before(1), "after", "from") {
        (Bound::AtLeast, 1)
    } else if any!(before(1), "on") {
        (Bound::For, 1)
    } else {
        return None;
    };
    // "within one year from 1 May 2020": the event of a limit counted in years.
    if end > to || w.has((start - len).wrapping_sub(1), bit::UNIT) {
        return None;
    }
    let span = w.span((start - len, end))?;
    let deadline = bound == Bound::AtMost && !any!(w.word(start - len), "before", "until");
    Some((DateLimit { span, year, month, day, bound, deadline }, start - len, end))
}
