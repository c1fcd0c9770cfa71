//! `commencement-conflict`: two days on which one thing begins to hold, or a provision that holds before what it rests on.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::{BlockKind, Kind, ProvisionId, Rank};
use crate::findings::Severity;
use crate::references::{Reference, Resolution, Role, Scope, TargetRole, is_instrument_noun};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::{quote, unit_name};
use crate::rules::quantities::dates;
use crate::rules::sought::{self, Sought};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL320",
    name: "commencement-conflict",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/commencement_conflict.md"),
    checks: &[Check::Document(check)],
};

/// Words that say when something begins to hold; the flag is set for those that say from when it applies.
const PHRASES: [(&str, bool); 16] = [
    ("into force on", false),
    ("into force as from", false),
    ("in force on", false),
    ("takes effect on", false),
    ("take effect on", false),
    ("is effective on", false),
    ("are effective on", false),
    ("commences on", false),
    ("commence on", false),
    ("applies from", true),
    ("apply from", true),
    ("applies as from", true),
    ("apply as from", true),
    ("applies as of", true),
    ("apply as of", true),
    ("into force from", false),
];

/// The word of each phrase by which it is looked for.
pub(in crate::rules) const ANCHORS: [&str; 5] = ["force ", "effect", "commence", "applies ", "apply "];

/// By an anchor's first letters, the phrases that hold it, with how far from their beginning.
type Anchored = FxHashMap<[u8; 4], Vec<(usize, usize)>>;

static ANCHORED: LazyLock<Anchored> = LazyLock::new(|| {
    let mut all = Anchored::default();
    for anchor in ANCHORS {
        let holds = PHRASES.iter().enumerate().filter_map(|(k, (phrase, _))| Some((k, phrase.find(anchor)?)));
        if let Some(first) = anchor.as_bytes().first_chunk() {
            all.entry(*first).or_default().extend(holds);
        }
    }
    all
});

/// The places where a phrase stands, in order, and its number; its anchor stands at one of `places`.
fn phrases(text: &str, places: impl Iterator<Item = usize>) -> Vec<(Span, usize)> {
    let bytes = text.as_bytes();
    let mut found: Vec<(Span, usize)> = Vec::new();
    for at in places {
        let first = bytes.get(at..).and_then(<[u8]>::first_chunk);
        for &(k, before) in first.and_then(|first| ANCHORED.get(first)).into_iter().flatten() {
            let (Some(start), Some((phrase, _))) = (at.checked_sub(before), PHRASES.get(k)) else { continue };
            if bytes.get(start..).is_some_and(|here| here.starts_with(phrase.as_bytes())) {
                found.push((Span::at(start, start + phrase.len()), k));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Words between the phrase and its date.
const GAP: usize = 4;

/// A day in order.
type Day = i32;

/// What begins to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    /// The text as a whole.
    All,
    /// One of its units.
    Unit(ProvisionId),
}

/// "Section 5 comes into force on 1 May 2020".
struct Start {
    what: What,
    day: Day,
    date: Span,
    sentence: Span,
    /// It says from when the thing applies, which may lie apart from its entry into force.
    applies: bool,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let starts = starts(cx);
    if starts.is_empty() {
        return;
    }
    let mut first: FxHashMap<(What, bool), usize> = FxHashMap::default();
    for (k, s) in starts.iter().enumerate() {
        let Some(old) = first.get(&(s.what, s.applies)).and_then(|&k| starts.get(k)) else {
            first.insert((s.what, s.applies), k);
            continue;
        };
        // "Section 1 applies from … , except that its definition of … applies from …": one sentence says both.
        if old.day != s.day && !old.sentence.overlaps(s.sentence) {
            twice(cx, old, s, sink);
        }
    }
    let force = first.get(&(What::All, false)).and_then(|&k| starts.get(k));
    let of = |id: ProvisionId| first.get(&(What::Unit(id), false)).and_then(|&k| starts.get(k));
    for s in &starts {
        let own = match s.what {
            What::All => None,
            What::Unit(id) => of(id),
        };
        if let Some(entry) = own.or(force).filter(|e| s.applies && s.day < e.day) {
            early(cx, s, entry, sink);
        }
    }
    if let Some(entry) = force {
        past_deadlines(cx, entry, &of, sink);
    }
    rests_on_later(cx, &starts, &of, sink);
}

/// Two days for one thing.
fn twice(cx: &DocumentCx<'_>, a: &Start, b: &Start, sink: &mut Sink<'_>) {
    let (x, y) = (quote(cx.text, a.date), quote(cx.text, b.date));
    let verb = if a.applies { "applies from" } else { "comes into force on" };
    sink.report(b.date, format!("{} {verb} two days: “{x}” and “{y}”", name(cx, a.what)))
        .label(a.sentence, "one day")
        .label(b.sentence, "the other day")
        .label(a.date, "the one date")
        .note("compared: what begins, by name or by the unit cited; the dates. Looked for and not found: a condition, “except”, “the later of”")
        .help("keep one of the two days, or say which part each is for");
}

/// A provision that applies before it, or the text, is in force.
fn early(cx: &DocumentCx<'_>, s: &Start, entry: &Start, sink: &mut Sink<'_>) {
    let (x, y) = (quote(cx.text, s.date), quote(cx.text, entry.date));
    sink.report(s.date, format!("{} applies from “{x}”, before {} is in force (“{y}”)", name(cx, s.what), name(cx, entry.what)))
        .label(s.sentence, "applies from this day")
        .label(entry.sentence, "in force from this day only")
        .note("looked for and not found: words that say that it reaches back (“retroactively”, “is deemed to have come into force”)")
        .help("move one of the two days, or say that the provision reaches back")
        .at_most(Severity::Note);
}

/// Duties to be fulfilled by a day before the text is in force.
fn past_deadlines<'a>(
    cx: &DocumentCx<'_>,
    entry: &Start,
    of: &impl Fn(ProvisionId) -> Option<&'a Start>,
    sink: &mut Sink<'_>,
) {
    let day = |y: u16, m: u8, d: u8| (i32::from(y) * 12 + i32::from(m)) * 31 + i32::from(d);
    for (_, n) in facets::unquoted(cx, facets::DUTY | facets::LIMITED) {
        let duty = n.strength >= 3 && n.rank == Rank::Operative;
        let Some(limit) = n.dates.iter().find(|d| duty && d.deadline && d.year != 0) else { continue };
        let own = cx.document().ancestors(n.provision).find_map(of).unwrap_or(entry);
        if day(limit.year, limit.month, limit.day) >= own.day || n.sentence.overlaps(own.sentence) {
            continue;
        }
        sink.report(
            limit.span,
            format!(
                "to be done {}, before {} is in force (“{}”)",
                quote(cx.text, limit.span),
                name(cx, own.what),
                quote(cx.text, own.date)
            ),
        )
        .label(n.span, "the duty")
        .label(own.sentence, "in force from this day only")
        .help("move one of the two days: a duty cannot be fulfilled before it holds")
        .at_most(Severity::Note);
    }
}

/// A unit in force that yields to, or excepts, one that comes into force later.
fn rests_on_later<'a>(
    cx: &DocumentCx<'_>,
    starts: &[Start],
    of: &impl Fn(ProvisionId) -> Option<&'a Start>,
    sink: &mut Sink<'_>,
) {
    let document = cx.document();
    let all = &cx.analysis().references;
    if !all.is_sorted_by_key(|r| r.span.start) {
        return;
    }
    for s in starts.iter().filter(|s| !s.applies) {
        let What::Unit(id) = s.what else { continue };
        let span = document.get(id).span;
        let from = all.partition_point(|r| r.span.start < span.start);
        let inside = all.get(from..).unwrap_or(&[]).iter().take_while(|r| r.span.start < span.end);
        let later = inside.filter(|r| !r.quoted && matches!(r.role, Role::Yields | Role::Excepts)).find_map(|r| {
            members(r).find_map(|t| document.ancestors(t).find_map(of)).filter(|o| o.day > s.day).map(|o| (r, o))
        });
        let Some((reference, other)) = later else { continue };
        sink.report(
            reference.span,
            format!(
                "{} is in force from “{}”, but rests on {}, which is so only from “{}”",
                name(cx, s.what),
                quote(cx.text, s.date),
                name(cx, other.what),
                quote(cx.text, other.date)
            ),
        )
        .label(s.sentence, "in force from this day")
        .label(other.sentence, "what is cited: in force from this day")
        .help("bring both into force on one day, or say what holds in between")
        .at_most(Severity::Note);
    }
}

fn members(r: &Reference) -> impl Iterator<Item = ProvisionId> + '_ {
    r.targets.iter().filter(|t| t.role != TargetRole::Holder).filter_map(|t| match t.resolution {
        Resolution::Found(id) => Some(id),
        _ => None,
    })
}

fn name(cx: &DocumentCx<'_>, what: What) -> String {
    match what {
        What::All => "this text".to_owned(),
        What::Unit(id) => {
            let kind = cx.document().get(id).kind.name();
            unit_name(cx.text, cx.document(), id)
                .map_or(kind.to_owned(), |u| if u.to_lowercase().starts_with(kind) { u } else { format!("{kind} {u}") })
        }
    }
}

/// All statements of when something begins to hold, in the order of the text.
fn starts(cx: &DocumentCx<'_>) -> Vec<Start> {
    let mut out = Vec::new();
    let document = cx.document();
    let mut tokens = Vec::new();
    for (phrase, number) in phrases(cx.text, sought::places(cx, Sought::COMMENCEMENT)) {
        let at = phrase.start;
        let k = document.blocks.partition_point(|b| b.span.start <= at).checked_sub(1);
        let Some(block) = k.and_then(|k| document.blocks.get(k)) else { continue };
        let unit = document.get(block.provision);
        let prose = block.kind.is_prose() && block.kind != BlockKind::Footnote;
        if !block.span.holds(at) || !prose || unit.quoted || unit.rank == Rank::Note {
            continue;
        }
        let sentence = sentence(cx.text, block.span, at);
        tokenize(cx.text, sentence, &mut tokens);
        let applies = PHRASES.get(number).is_some_and(|p| p.1);
        read(cx, &tokens, (at, phrase.end), sentence, (block.provision, applies), &mut out);
    }
    out
}

/// The sentence of a block that holds the offset, looked for not too far.
fn sentence(text: &str, block: Span, at: u32) -> Span {
    const FAR: u32 = 400;
    let floor = |mut at: u32| {
        while !text.is_char_boundary(at as usize) {
            at -= 1;
        }
        at
    };
    let (low, high) = (floor(at.saturating_sub(FAR)).max(block.start), floor((at + FAR).min(block.end)));
    let before = text.get(low as usize..at as usize).unwrap_or("");
    let start = ["; ", ": "].iter().filter_map(|stop| before.rfind(stop)).max();
    // A full stop ends a sentence only where a capital follows and no figure stands before ("No. 5").
    let full = before.rmatch_indices(". ").find(|(i, _)| {
        before.get(i + 2..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
            && !before.get(..*i).is_some_and(|b| b.ends_with("No") || b.ends_with("Art") || b.ends_with("s"))
    });
    let start = start.max(full.map(|f| f.0)).map_or(low, |i| low + i as u32 + 2);
    let after = text.get(at as usize..high as usize).unwrap_or("");
    let end = ["; ", ". "].iter().filter_map(|stop| after.find(stop)).min().map_or(high, |i| at + i as u32 + 1);
    Span::new(start.min(at), end.max(at))
}

/// Words that make the day depend on something, or the statement one about another text or about an end.
const CONDITIONS: [WordHash; 28] = [
    word("revised"),
    word("exceptions"),
    word("provisionally"),
    word("cease"),
    word("ceases"),
    word("repealed"),
    word("remain"),
    word("expire"),
    word("if"),
    word("unless"),
    word("until"),
    word("later"),
    word("earlier"),
    word("respectively"),
    word("deemed"),
    word("retroactively"),
    word("retroactive"),
    word("retrospectively"),
    word("amended"),
    word("amending"),
    word("amendment"),
    word("amendments"),
    word("immediately"),
    word("either"),
    word("not"),
    word("before"),
    word("when"),
    word("where"),
];

fn read(
    cx: &DocumentCx<'_>,
    tokens: &[Token],
    (at, end): (u32, u32),
    sentence: Span,
    (provision, applies): (ProvisionId, bool),
    out: &mut Vec<Start>,
) {
    if tokens.iter().any(|t| CONDITIONS.contains(&t.word)) {
        return;
    }
    let Some(verb) = tokens.iter().position(|t| t.span().start >= at) else { return };
    let Some(after) = tokens.iter().position(|t| t.span().start >= end) else { return };
    let date = (after..tokens.len().min(after + GAP)).find_map(|i| dates::at(cx.text, tokens, i));
    let Some((date, written)) = date.and_then(|d| Some((d.date()?, d))) else { return };
    let day = (i32::from(date.year()) * 12 + i32::from(date.month())) * 31 + i32::from(date.day());
    let mut push = |what| out.push(Start { what, day, date: written.span, sentence, applies });
    // The subject: "This Act, except section 5, comes", "It shall apply from", "Sections 3 and 4 come".
    let mut from = 0;
    while tokens
        .get(from)
        .is_some_and(|t| from < verb && (t.kind() == TokenKind::Number || t.kind() == TokenKind::Mark))
    {
        from += 1;
    }
    let subject = tokens.get(from..verb).unwrap_or(&[]);
    let Some(first) = subject.first() else { return };
    let second = subject.get(1).map_or("", |t| t.of(cx.text));
    if [word("this"), word("these")].contains(&first.word) || first.word == word("the") && second == "present" {
        let noun = if second == "present" { subject.get(2).map_or("", |t| t.of(cx.text)) } else { second };
        let kind = noun.to_lowercase();
        let document = cx.document();
        let up = document.ancestors(provision).find(|&up| document.get(up).kind.name() == kind);
        match up.filter(|&up| document.get(up).kind != Kind::Document) {
            Some(unit) => push(What::Unit(unit)),
            None if is_instrument_noun(noun)
                || ["Law", "Ordinance", "Bylaw", "By-law", "Statute", "Treaty"].contains(&noun) =>
            {
                push(What::All);
            }
            None => {}
        }
        return;
    }
    // Units cited, and nothing else said of them.
    let all = &cx.analysis().references;
    let span = first.span().to(subject.last().map_or(first.span(), |t| t.span()));
    let from = all.partition_point(|r| r.span.start < span.start);
    for r in all.get(from..).unwrap_or(&[]).iter().take_while(|r| r.span.start < span.end) {
        let leads = r.span.start <= first.span().start + 4;
        if leads && matches!(r.scope, Scope::Internal) && !r.quoted {
            members(r).for_each(|id| push(What::Unit(id)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_found_by_an_anchor() {
        for (k, (phrase, _)) in PHRASES.iter().enumerate() {
            let text = format!("It {phrase} May.");
            let places = sought::find(&text).into_iter().filter(|p| p.1.has(Sought::COMMENCEMENT));
            let found = phrases(&text, places.map(|p| p.0 as usize));
            assert!(found.contains(&(Span::at(3, 3 + phrase.len()), k)), "{phrase}");
        }
    }
}
