//! `skipped-label`: a gap in a run of labels.

use std::cell::OnceCell;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashSet, FxHasher};

use super::ordinal::{Ordinal, Style, readings, spell};
use super::siblings::{self, Row, Unit, called, clip, has_inline, range_end, says_dead};
use crate::document::{Document, Kind, Provision, ProvisionId};
use crate::findings::Severity;
use crate::rules::{BlockCx, Check, DocumentCx, Level, Part, Rule, Sink, Traits};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::lexicon::hint;
use crate::text::{Token, TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL002",
    name: "skipped-label",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/skipped_label.md"),
    checks: &[Check::Unit(check), Check::BlockWith(Traits::LABEL, check_line)],
};

/// Gaps longer than this are read as another numbering, not as lost units.
const LONGEST_GAP: u32 = 12;

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut first_section = None;
    siblings::rows(cx, part, |row| {
        let Some(first) = row.units.first() else { return };
        let kind = doc.get(first.id).kind;
        if is_grouping(kind) || (first.ord.value < 2 && row.units.len() < 2) {
            return;
        }
        let top = matches!(kind, Kind::Section | Kind::Article);
        if !top && !row.later {
            at_start(cx, sink, row, *first);
        }
        first_section = first_section.or(top.then_some(first.ord.value));
        if top && !(first_section.is_some_and(|v| v <= 2) && numbered_through(doc.profile, row)) {
            return;
        }
        if leaves_numbers_free(row) {
            return;
        }
        // The labels of the row, made at its first gap.
        let labels = OnceCell::new();
        let is_there = |key: &str| {
            let all = || row.units.iter().map(|u| u.key(doc)).collect::<FxHashSet<_>>();
            labels.get_or_init(all).contains(key)
        };
        for pair in row.units.windows(2) {
            if let [before, after] = pair {
                between(cx, sink, *before, *after, &is_there);
            }
        }
    });
}

/// Parts and chapters may be numbered in a way of their own; annexes are often given one by one.
const fn is_grouping(kind: Kind) -> bool {
    kind.is_container() || matches!(kind, Kind::Footnote | Kind::Group | Kind::Recital)
}

/// Whether a run of sections or articles is dense enough for a gap to mean something: codes leave numbers free, and
/// a text that begins at 101 is a piece of one.
fn numbered_through(profile: Profile, row: Row<'_>) -> bool {
    if matches!(profile, Profile::UsCode | Profile::CaAct) || row.units.len() < 4 {
        return false;
    }
    let gaps = row.units.windows(2).filter(|w| w[1].ord.value > w[0].ord.value + 1).count();
    gaps == 1 || gaps * 12 <= row.units.len()
}

/// Whether a row has so many gaps that numbers are left free between its units on purpose, as codes do: "16.60.011",
/// "16.60.015", "16.60.020".
fn leaves_numbers_free(row: Row<'_>) -> bool {
    let gaps = row.units.windows(2).filter(|w| w[1].ord.value > w[0].ord.value + 1).count();
    gaps > 2 && gaps * 3 > row.units.len()
}

fn at_start(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, row: Row<'_>, first: Unit) {
    let doc = cx.document();
    let Ordinal { style, value, inserted } = first.ord;
    if !(2..=5).contains(&value) || inserted || style == Style::Other || first.dead || row.parent == Document::ROOT {
        return;
    }
    if goes_on(doc, row.parent, first) {
        return;
    }
    // "B. TERMS" below what "A. HISTORY" began with: the divisions of a text, which the reader took for items.
    let capital = matches!(style, Style::UpperLetter | Style::UpperRoman) && first.label.of(cx.text).ends_with('.');
    if capital && stands_above(cx.text, first.label.start, &format!("{}.", spell(style, value - 1))) {
        return;
    }
    let (stem, width) = stem_of(first.key(doc));
    let start = format!("{stem}{:0>width$}", spell(style, 1));
    let holder = doc.get(row.parent);
    let lead = clip(cx.text, holder.span.start as usize, first.label.start as usize);
    if has_inline(lead, &start)
        || says_dead(cx.text, holder.span.start, first.label.start)
        || puts_in(cx.text, first.label.start)
    {
        return;
    }
    let shown = shape(cx, first, &start);
    // "1. Definitions.  1.1 …": the first stands behind the heading.
    if in_line(lead, &shown).is_some() {
        return;
    }
    sink.report(
        first.label,
        format!("{} begins with {}; no {shown}", called(doc, row.parent, cx.text), first.label.of(cx.text)),
    )
    .help(format!("relabel it {shown}, or restore what stood before it"))
    // Two labels on one line ("41 3 1)") leave the first of a list with its parent.
    // Consolidated Acts leave out units that are not in force yet, the first of a list among them.
    .at_most(match doc.profile {
        Profile::ItuTreaty | Profile::CaAct => Severity::Note,
        _ => Severity::Warning,
    });
}

/// What the rule sees of the text above a unit, as one number: the labels of the unit right before it, and whether divisions
/// by letter stand above. An editor keeps findings in the unit while it is the same.
pub fn seen_above(text: &str, doc: &Document, unit: ProvisionId) -> u64 {
    let mut hasher = FxHasher::default();
    let before = unit.0.checked_sub(1).map(ProvisionId);
    for up in before.into_iter().flat_map(|before| doc.ancestors(before)).take(8) {
        let p = doc.get(up);
        (p.kind, p.label.as_ref().map(|l| l.key.as_str())).hash(&mut hasher);
    }
    let within = || (unit.0..doc.get(unit).end.0).map(|id| doc.get(ProvisionId(id)));
    let letter = |p: &Provision| match p.label.as_ref()?.span.of(text).as_bytes() {
        [letter @ b'B'..=b'Z', b'.'] => Some(*letter),
        _ => None,
    };
    if within().any(|p| letter(p).is_some()) {
        // The rule asks of the first labelled unit of each parent.
        let mut parents = FxHashSet::default();
        for p in within().filter(|p| p.label.is_some()) {
            let first = parents.insert(p.parent);
            if let (true, Some(letter), Some(label)) = (first, letter(p), &p.label) {
                let elder = char::from(letter - 1);
                stands_above(text, label.span.start, &format!("{elder}.")).hash(&mut hasher);
            }
        }
    }
    hasher.finish()
}

/// Whether a line above `upto`, not too far, begins with the label.
fn stands_above(text: &str, upto: u32, label: &str) -> bool {
    const FAR: usize = 16 * 1024;
    let above = clip(text, (upto as usize).saturating_sub(FAR), upto as usize);
    memchr::memmem::find_iter(above.as_bytes(), label).any(|at| {
        let line = above.get(..at).map_or("", |before| before.rsplit('\n').next().unwrap_or(before));
        line.bytes().all(|b| b == b' ') && above.get(at + label.len()..).is_some_and(|rest| rest.starts_with(' '))
    })
}

/// Whether the units below one heading go on with the numbers of those below the heading before it.
fn goes_on(doc: &Document, holder: ProvisionId, first: Unit) -> bool {
    let Some(before) = holder.0.checked_sub(1).map(ProvisionId) else { return false };
    if doc.get(holder).label.is_some() {
        return runs_on(doc, holder, first);
    }
    doc.ancestors(before).filter_map(|up| doc.get(up).label.as_ref()).any(|label| {
        let last = readings(&label.key).into_iter().flatten();
        last.into_iter().any(|o| o.style == first.ord.style && o.value + 1 == first.ord.value)
    })
}

/// Whether the units of one labelled part go on with the numbers of the part before, so that no number stands in two of
/// them: "Section I: 1 to 3", "Section II: 4 to 6".
fn runs_on(doc: &Document, holder: ProvisionId, first: Unit) -> bool {
    let here = doc.get(holder);
    let (Some(parent), Some(last)) = (here.parent.filter(|_| here.heading.is_some()), holder.0.checked_sub(1)) else {
        return false;
    };
    // The unit before is the last one of the part before; what is numbered so there stands right below that part.
    let mut above = doc.ancestors(ProvisionId(last));
    let below = |up: ProvisionId| doc.get(up).parent;
    let mut child = None;
    let before = above.find(|&up| {
        let found = below(up) == Some(parent);
        child = if found { child } else { Some(up) };
        found
    });
    let (Some(before), Some(child)) = (before, child) else { return false };
    let key = doc.get(child).label.as_ref().map_or("", |l| l.key.as_str());
    doc.get(before).kind == here.kind
        && readings(key).into_iter().flatten().any(|o| o.style == first.ord.style && o.value + 1 == first.ord.value)
}

fn between(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, before: Unit, after: Unit, is_there: &impl Fn(&str) -> bool) {
    let (a, b) = (before.ord, after.ord);
    if a.style != b.style || a.style == Style::Other || b.value <= a.value + 1 || a.value == 0 {
        return;
    }
    let lost = b.value - a.value - 1;
    if lost > LONGEST_GAP {
        return;
    }
    let doc = cx.document();
    let through = doc.get(before.id).label.as_ref().and_then(|l| l.through.as_deref());
    if through.or_else(|| range_end(&before, cx.text)).is_some_and(|end| reaches(end, a.style, b.value - 1)) {
        return;
    }
    // A dead unit is often printed for its neighbours as well.
    if (before.dead || after.dead) && lost > 1 {
        return;
    }
    if says_dead(cx.text, before.label.end, after.label.start) || puts_in(cx.text, after.label.start) {
        return;
    }
    let (stem, width) = stem_of(after.key(doc));
    // "6.1" or "4" after "3.8": another run.
    if stem != stem_of(before.key(doc)).0 {
        return;
    }
    let missing: Vec<String> =
        (a.value + 1..b.value).map(|v| format!("{stem}{:0>width$}", spell(a.style, v))).collect();
    if missing.iter().any(|m| is_there(m)) {
        return;
    }
    let between = clip(cx.text, before.label.end as usize, after.label.start as usize);
    // A label that a conversion garbled stands there, unread.
    if missing.last().is_some_and(|m| has_inline(between, m)) || between.contains('\u{fffd}') {
        return;
    }
    let words = list(&missing, |m| shape(cx, after, m));
    // A label that a conversion left in the middle of a line: the unit is there, the reader does not see it.
    if let Some(at) = missing.last().and_then(|m| in_line(between, &shape(cx, after, m))) {
        sink.report(
            after.label,
            format!(
                "{} is followed by {}; {words} only inside a line",
                called(doc, before.id, cx.text),
                after.label.of(cx.text)
            ),
        )
        .label(Span::new(at.start + before.label.end, at.end + before.label.end), "here, in the middle of a line")
        .help(format!("begin a line with {words}"))
        .at_most(Severity::Note);
        return;
    }
    let finding = sink.report(
        after.label,
        format!("{} is followed by {}; no {words}", called(doc, before.id, cx.text), after.label.of(cx.text)),
    );
    finding.label(before.label, "the unit before").note(
        "looked for a unit of that label, a note that it was repealed, omitted or reserved, and the label inside a line",
    );
    finding.help(format!("relabel what follows, restore {words}, or mark it as reserved"));
    // A margin number is what such a treaty is cited by; units put in later are counted apart ("6 bis").
    let later = |u: &Unit| u.ord.inserted || u.key(doc).contains(' ');
    if doc.profile == Profile::ItuTreaty && (later(&before) || later(&after)) {
        finding.at_most(Severity::Note);
    }
    if matches!(doc.get(after.id).kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol) {
        finding.note("an annex is often printed apart").at_most(Severity::Note);
    }
    if by_tradition(a.style, &missing) {
        finding.note("some traditions pass over letters that look like figures").at_most(Severity::Note);
    }
}

/// Whether the line above puts the unit into another text: "The following replaces Item 13.d:".
fn puts_in(text: &str, label: u32) -> bool {
    const FAR: usize = 200;
    let above = clip(text, (label as usize).saturating_sub(FAR), label as usize).trim_end();
    let Some(line) = above.strip_suffix(':').map(|a| a.rsplit('\n').next().unwrap_or(a)) else { return false };
    let line = line.to_ascii_lowercase();
    line.contains("follow") && ["replace", " added", "inserted", "amended"].iter().any(|w| line.contains(w))
}

/// Where a label such as "B." or "e)" stands inside a line, at the beginning of a sentence or an item.
fn in_line(between: &str, label: &str) -> Option<Span> {
    memchr::memmem::find_iter(between.as_bytes(), label.as_bytes()).find_map(|at| {
        let before = between.get(..at)?;
        let after = between.get(at + label.len()..)?.strip_prefix([' ', '\t'])?;
        let opens = before.ends_with(' ')
            && (before.trim_end().ends_with(['.', ';', ':', ',', '*', '|'])
                || before.trim_end().ends_with(" and")
                || before.trim_end().ends_with(" or"));
        let begins = after.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"'));
        (opens && begins).then(|| Span::at(at, at + label.len()))
    })
}

/// Whether the gap is one that drafters leave on purpose: no "i", "l", "o" or "q" beside 1, 0 and 9.
fn by_tradition(style: Style, missing: &[String]) -> bool {
    matches!(style, Style::LowerLetter | Style::UpperLetter)
        && missing.iter().all(|m| matches!(m.to_ascii_lowercase().as_str(), "i" | "l" | "o" | "q"))
}

fn reaches(key: &str, style: Style, value: u32) -> bool {
    readings(key).iter().flatten().any(|o| o.style == style && o.value >= value)
}

/// The missing label, printed as its neighbour is: "(3)", "3.", "3.4".
fn shape(cx: &DocumentCx<'_>, like: Unit, key: &str) -> String {
    let (printed, bare) = (like.label.of(cx.text), like.key(cx.document()));
    match printed.find(bare) {
        Some(at) => format!("{}{key}{}", &printed[..at], &printed[at + bare.len()..]),
        None => key.to_owned(),
    }
}

/// What stands before the last part of a key, and how many figures that part has where it is padded: "3." and 2 of
/// "3.07", "" and 0 of "b".
fn stem_of(key: &str) -> (&str, usize) {
    let dot = key.rfind('.').map_or(0, |dot| dot + 1);
    let (stem, last) = key.split_at(dot);
    (stem, if last.starts_with('0') { last.len() } else { 0 })
}

fn list(missing: &[String], shape: impl Fn(&str) -> String) -> String {
    match missing {
        [] => String::new(),
        [one] => shape(one),
        [first, second] => format!("{} and {}", shape(first), shape(second)),
        [first, .., last] => format!("{} to {}", shape(first), shape(last)),
    }
}

/// Words before a label in a line that make it a citation: "paragraph (2)".
const CITES: [WordHash; 24] = [
    word("section"),
    word("sections"),
    word("subsection"),
    word("subsections"),
    word("paragraph"),
    word("paragraphs"),
    word("subparagraph"),
    word("subparagraphs"),
    word("clause"),
    word("clauses"),
    word("subclause"),
    word("subclauses"),
    word("item"),
    word("items"),
    word("article"),
    word("articles"),
    word("through"),
    word("of"),
    word("rule"),
    word("rules"),
    word("note"),
    word("condition"),
    word("conditions"),
    word("under"),
];
/// Words after a label in a line that make it a citation: "(a) and (b)".
const GOES_ON: [WordHash; 13] = [
    word("and"),
    word("or"),
    word("of"),
    word("through"),
    word("above"),
    word("below"),
    word("shall"),
    word("may"),
    word("applies"),
    word("apply"),
    word("is"),
    word("are"),
    word("does"),
];

/// An enumeration that runs on inside a line.
#[derive(Clone, Copy)]
struct Inline {
    style: Style,
    value: u32,
    /// How many labels of it were seen one after the other.
    length: u32,
    at: Span,
}

/// Finds "(a) …, (b) …, (d) …" inside one paragraph.
fn check_line(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    // At most a handful of enumerations are open in a paragraph; the cap keeps hostile input linear.
    let mut open: Vec<Inline> = Vec::new();
    let mut gaps: Vec<(Inline, Inline)> = Vec::new();
    for (i, _) in cx.hinting(hint::ROUND) {
        let Some([left, key, right, next]) = cx.tokens.get(i..i + 4) else { continue };
        if !left.is('(') || !right.is(')') || !left.spaced() || key.spaced() || right.spaced() || !next.spaced() {
            continue;
        }
        // "(a) to (c)" cites; "(a) to its advisers" is an item.
        let spans = next.word == TO && cx.tokens.get(i + 4).is_some_and(|t| t.is('('));
        if next.kind() != TokenKind::Word || spans || GOES_ON.contains(&next.word) || !stands_as_label(cx.tokens, i) {
            continue;
        }
        let at = left.span().to(right.span());
        let readings = readings(key.of(cx.text));
        let follows = |o: &Inline, by: u32| {
            readings.iter().flatten().any(|r| !r.inserted && r.style == o.style && r.value == o.value + by)
        };
        if let Some(run) = open.iter_mut().rev().find(|o| follows(o, 1)) {
            run.value += 1;
            run.length += 1;
            run.at = at;
            gaps.retain(|(from, to)| from.style != run.style || to.value != run.value + 1 || from.at.start > at.start);
        } else if let Some(run) =
            open.iter_mut().rev().find(|o| o.length >= 2 && follows(o, 2)).filter(|_| gaps.len() < 8)
        {
            let from = *run;
            run.value += 2;
            run.length = 1;
            run.at = at;
            gaps.push((from, *run));
        } else if let Some(first) = readings.iter().flatten().find(|r| r.value == 1 && !r.inserted) {
            open.retain(|o| o.style != first.style);
            open.push(Inline { style: first.style, value: 1, length: 1, at });
        }
    }
    for (from, to) in gaps {
        let lost = spell(from.style, from.value + 1);
        let body = cx.block.span.of(cx.text);
        if memchr::memmem::find(body.as_bytes(), format!("({lost})").as_bytes()).is_some() {
            continue;
        }
        sink.report(to.at, format!("{} is followed by {}; no ({lost})", from.at.of(cx.text), to.at.of(cx.text)))
            .label(from.at, "the item before")
            .help(format!("relabel what follows, or restore ({lost})"));
    }
}

/// Whether the bracket at `i` stands where a label can: at the start, or after a mark or a link, not after "paragraph".
fn stands_as_label(tokens: &[Token], i: usize) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|j| tokens.get(j)) else { return true };
    match before.kind() {
        TokenKind::Mark => matches!(before.mark(), ',' | ';' | ':' | '—' | '–' | '.'),
        TokenKind::Word if matches!(before.word, AND | OR) => {
            // "and" after a comma goes on with the list; "subsections (a) and (b)" does not.
            i.checked_sub(2).and_then(|j| tokens.get(j)).is_some_and(|t| !t.is(')'))
        }
        TokenKind::Word => !CITES.contains(&before.word),
        TokenKind::Number | TokenKind::Mixed => false,
    }
}

const AND: WordHash = word("and");
const OR: WordHash = word("or");
const TO: WordHash = word("to");
