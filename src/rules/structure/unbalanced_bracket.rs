//! `unbalanced-bracket`: a bracket or quotation mark without its partner.

use super::siblings::is_dead;
use crate::document::{BlockKind, Document, ProvisionId};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink, Traits};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::places_of;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL010",
    name: "unbalanced-bracket",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/unbalanced_bracket.md"),
    checks: &[Check::Document(check)],
};

/// A mark whose partner its paragraph does not hold.
#[derive(Clone, Copy)]
struct Loose {
    mark: char,
    at: u32,
    /// The end of its paragraph.
    end: u32,
    /// It is the first of its paragraph, or the last.
    at_edge: bool,
    scope: ProvisionId,
}

/// Bytes that may stand between a bracket and the edge of its paragraph: marks of emphasis, a full stop.
const EDGE: usize = 8;
/// How many loose marks of one unit are matched with each other before the unit is taken to be no prose.
const MOST: usize = 24;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    // Treaties and regulations number their notes "8)", close by the word; Acts put their labels in two brackets.
    let notes = !matches!(doc.profile, Profile::UsCode | Profile::CaAct | Profile::UkAct);
    let mut open: Vec<(char, u32)> = Vec::new();
    let mut loose: Vec<Loose> = Vec::new();
    let mut found: Vec<(char, u32)> = Vec::new();
    let mut optional: Vec<Loose> = Vec::new();
    for (_, block) in cx.blocks_with(Traits::ENCLOSING) {
        if !(block.kind.is_prose() || block.kind == BlockKind::Heading) {
            continue;
        }
        scan(cx.text, block.span, notes, &mut open, &mut found);
        drop_code(cx.text, block.span, &mut found);
        // A line of a table that was not read as one has cells between bars.
        if found.is_empty() || block.span.of(cx.text).contains(" | ") || is_dead(doc.get(block.provision), cx.text) {
            continue;
        }
        let scope = scope_of(doc, block.provision);
        if loose.last().is_some_and(|l| l.scope != scope) {
            settle(cx, sink, &mut loose, &mut optional);
        }
        let at_edge = |mark: char, at: u32| {
            let rest = match mark {
                '[' => Span::new(block.span.start, at),
                ']' => Span::new(at + 1, block.span.end),
                _ => return false,
            };
            rest.len() <= EDGE && !rest.of(cx.text).contains(char::is_alphanumeric)
        };
        loose.extend(found.iter().map(|&(mark, at)| Loose {
            mark,
            at,
            end: block.span.end,
            at_edge: at_edge(mark, at),
            scope,
        }));
    }
    settle(cx, sink, &mut loose, &mut optional);
    for mark in optional {
        report(cx, sink, mark);
    }
}

/// Drops what lies between two of the signs that set code off in Markdown.
fn drop_code(text: &str, block: Span, found: &mut Vec<(char, u32)>) {
    if found.is_empty() {
        return;
    }
    let ticks: Vec<u32> =
        memchr::memchr_iter(b'`', block.of(text).as_bytes()).map(|at| block.start + at as u32).collect();
    if ticks.len() > 1 {
        found.retain(|&(_, at)| {
            let before = ticks.partition_point(|&tick| tick < at);
            before % 2 == 0 || before == ticks.len()
        });
    }
}

/// The section or article that a bracket may span: the outermost unit that is no part or chapter.
fn scope_of(doc: &Document, id: ProvisionId) -> ProvisionId {
    doc.ancestors(id).take_while(|&up| !doc.get(up).kind.is_container()).last().unwrap_or(id)
}

/// The first bytes of brackets and quotation marks.
const MARKS: [u8; 5] = [b'(', b')', b'[', b']', 0xe2];

/// Matches brackets inside one paragraph; `found` gets those left over, in order.
fn scan(text: &str, span: Span, notes: bool, open: &mut Vec<(char, u32)>, found: &mut Vec<(char, u32)>) {
    open.clear();
    found.clear();
    let body = span.of(text);
    let bytes = body.as_bytes();
    let start = span.start as usize;
    let mut places = places_of(text.as_bytes(), start, start + body.len(), MARKS).map(|at| at - start).peekable();
    while let Some(at) = places.next() {
        // "(a)": the next mark closes it.
        if bytes[at] == b'(' && places.next_if(|&next| bytes[next] == b')').is_some() {
            continue;
        }
        let mark = match bytes[at] {
            0xE2 => match bytes.get(at + 1..at + 3) {
                Some([0x80, 0x9C]) => '“',
                Some([0x80, 0x9D]) => '”',
                Some([0x80, 0x9E]) => LOW,
                _ => continue,
            },
            byte => byte as char,
        };
        let here = span.start + at as u32;
        // "[80) see Article 5]": a note's number.
        if mark == ')' && notes && opens_note(body, at) {
            continue;
        }
        // „Werk“, „dzieło”: other languages close so what they open below the line.
        // "â€“", "â€”": garbled, which is another rule's finding.
        if matches!(mark, '“' | '”') && body[..at].ends_with("â€") {
            continue;
        }
        if matches!(mark, '“' | '”') && open.last().is_some_and(|o| o.0 == LOW) {
            open.pop();
            continue;
        }
        match partner(mark) {
            None => open.push((mark, here)),
            Some(left) => {
                if open.last().is_some_and(|o| o.0 == left) {
                    open.pop();
                } else if let Some(i) = open.iter().rev().take(8).position(|o| o.0 == left) {
                    // What was opened inside and not closed stays open; quotation marks may run on.
                    let keep = open.len() - 1 - i;
                    found.extend(open.drain(keep + 1..).filter(|o| !matches!(o.0, '“' | LOW)));
                    open.pop();
                } else if mark == '”' && body[..at].ends_with(|c: char| c.is_ascii_digit() || is_fraction(c)) {
                    // "8.5” by 11”": inches.
                } else if !(mark == ')'
                    && (is_item_mark(body, at) || is_smile(body, at) || notes && is_note_mark(body, at)))
                {
                    found.push((mark, here));
                }
            }
        }
    }
    // "the [ and test commands": the sign itself.
    let sign = |o: &(char, u32)| {
        let at = (o.1 - span.start) as usize;
        o.0 == '[' && at > 0 && matches!(bytes.get(at - 1..=at + 1), Some([b' ', _, b' ']))
    };
    found.extend(open.drain(..).filter(|o| o.0 != LOW && !sign(o)));
    found.sort_by_key(|f| f.1);
}

/// The mark that opens a quotation below the line.
const LOW: char = '„';

/// Whether a bracket is the mouth of a drawn face: ":-)", " :)".
fn is_smile(body: &str, at: usize) -> bool {
    body.get(..at).is_some_and(|before| [":-", ";-", " :", " ;"].iter().any(|eyes| before.ends_with(eyes)))
}

const fn is_fraction(c: char) -> bool {
    matches!(c, '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛' | '⅜' | '⅝' | '⅞')
}

/// The opening mark of a closing one.
const fn partner(mark: char) -> Option<char> {
    match mark {
        ')' => Some('('),
        ']' => Some('['),
        '”' => Some('“'),
        _ => None,
    }
}

/// Words after which a number or letter with a closing bracket is the end of a citation, not a label.
const CITES: [&str; 12] = [
    "title",
    "section",
    "sections",
    "chapter",
    "part",
    "paragraph",
    "subsection",
    "article",
    "clause",
    "of",
    "no",
    "act",
];

/// Whether a closing bracket ends a label such as "a)", "12)" or "4 ter)": a short one between spaces, after no word that
/// cites.
fn is_item_mark(body: &str, at: usize) -> bool {
    // "¹) The fee …": a note.
    if body[..at].ends_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']) {
        return true;
    }
    // "any combination *) of points", "commingling<sup>*)": a note.
    let bare = body[..at].trim_end_matches('*');
    if bare.len() < at && (bare.is_empty() || bare.ends_with([' ', '\n', '>'])) {
        return true;
    }
    // "2.) Abstract" opens its paragraph.
    let point = at <= 5 && body.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let before = body[..at].trim_end_matches(['*', '_']);
    let before = if point { before.trim_end_matches('.') } else { before };
    let rest = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let key = &before[rest.len()..];
    // "2)e)" and "4.a)" name a unit by two labels.
    let letter = key.len() == 1 && key.bytes().all(|b| b.is_ascii_lowercase());
    let second = |rest: &str| {
        letter
            && rest.strip_suffix([')', '.']).is_some_and(|r| {
                let before = r.trim_end_matches(|c: char| c.is_ascii_digit());
                before.len() < r.len() && !before.ends_with('(')
            })
    };
    let spaced = rest.is_empty()
        || rest.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '[' | '(' | '_' | '*'))
        || second(rest);
    let after = body[at + 1..].chars().next();
    let first = body.as_bytes().get(at + 2) == Some(&b')');
    // "3b) or 4)"
    let joined = || {
        let before = rest.trim_end();
        let before = before.strip_suffix("or").or_else(|| before.strip_suffix("and"));
        before.is_some_and(|b| b.trim_end().ends_with(')'))
    };
    if key.is_empty() || key.len() > 6 || !spaced {
        return false;
    }
    // "1bis)", "jbis)" as well as "1 bis)".
    let latin = ["bis", "ter", "quater", "penter", "quinquies", "sexies"]
        .iter()
        .any(|l| key.strip_suffix(l).is_some_and(|k| k.len() <= 1 || k.bytes().all(|b| b.is_ascii_digit())));
    let short = (key.len() == 1 && key.bytes().all(|b| b.is_ascii_alphabetic()))
        || key.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'));
    // "12", and "1A" of an item put in later.
    let figure = key.strip_suffix(|c: char| c.is_ascii_uppercase()).filter(|k| !k.is_empty()).unwrap_or(key);
    let number = key.len() <= 3 && figure.bytes().all(|b| b.is_ascii_digit());
    let rest = rest.trim_end();
    let word = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let cites = CITES.iter().any(|c| c.eq_ignore_ascii_case(word));
    let bis = body.get(at + 1..).is_some_and(|t| t.starts_with("bis") || t.starts_with("ter"));
    // "3b)", where labels are printed "b)".
    let lettered = key
        .strip_suffix(|c: char| c.is_ascii_lowercase())
        .is_some_and(|k| !k.is_empty() && k.len() <= 2 && k.bytes().all(|b| b.is_ascii_digit()))
        && (!cites || word == "of");
    latin
        || short
        || lettered
        || (number && (bis || first || joined()))
        || (number
            && (rest.is_empty() || rest.ends_with([',', '[']) || (!cites && after.is_none_or(char::is_whitespace))))
}

/// Whether a closing bracket ends a note's number that begins a square bracket: "[80)".
fn opens_note(body: &str, at: usize) -> bool {
    let before = body.get(..at).unwrap_or("");
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() > rest.len() && rest.ends_with('[')
}

/// Whether a closing bracket ends a note's number set close by a word: "emission8)", "(WRC-12)30)".
fn is_note_mark(body: &str, at: usize) -> bool {
    let before = body.get(..at).unwrap_or("");
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - rest.len();
    (1..=3).contains(&digits) && rest.ends_with(|c: char| c.is_alphabetic() || matches!(c, ')' | '.' | ']'))
}

/// Pairs what paragraphs of one unit left over, and reports the rest. A "[" at the head of a paragraph may open several units
/// that a template leaves to choice: it waits among the `optional` for a "]" at the end of one.
fn settle(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, loose: &mut Vec<Loose>, optional: &mut Vec<Loose>) {
    if loose.len() <= MOST {
        let mut open: Vec<Loose> = Vec::new();
        let mut left: Vec<Loose> = Vec::new();
        for &mark in loose.iter() {
            match partner(mark.mark) {
                None => open.push(mark),
                Some(partner) => match open.iter().rposition(|o| o.mark == partner && o.end < mark.at) {
                    Some(i) => {
                        open.remove(i);
                    }
                    None => left.push(mark),
                },
            }
        }
        left.append(&mut open);
        left.sort_by_key(|l| l.at);
        // Several of one paragraph are told in one finding.
        let mut last: Option<Loose> = None;
        for mark in left {
            match last {
                _ if mark.mark == '[' && mark.at_edge && optional.len() < MOST => optional.push(mark),
                _ if mark.mark == ']' && mark.at_edge && optional.pop().is_some() => {}
                Some(before) if before.end == mark.end && before.mark == mark.mark => {
                    sink.label_last(Span::new(mark.at, mark.at + mark.mark.len_utf8() as u32), "and this one");
                }
                _ => report(cx, sink, mark),
            }
            last = Some(mark);
        }
    }
    loose.clear();
}

fn report(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, loose: Loose) {
    let mark = loose.mark;
    let end = loose.at + mark.len_utf8() as u32;
    match mark {
        '“' => {
            // A quotation of several paragraphs opens each and closes the last.
            // Amending text opens at the label of what it inserts, and its lines may be blocks of their own.
            let next = cx.text.get(loose.end as usize..).unwrap_or("").trim_start();
            let quoted = cx.text.get(end as usize..).unwrap_or("");
            if next.starts_with('“')
                || quoted.starts_with(['(', '§', '['])
                || quoted.starts_with(|c: char| c.is_ascii_digit())
            {
                return;
            }
            if let Some(close) = other_closing(cx.text, end, loose.end) {
                sink.report(Span::new(loose.at, close), "this quotation opens with “ and closes with \"")
                    .help("close it with ”")
                    .at_most(Severity::Note);
                return;
            }
            let reach = reach(cx.text, end, loose.end);
            sink.report(Span::new(loose.at, reach), "“ opens a quotation that nothing closes")
                .note("looked for ” in the paragraph, and in the unit after it")
                .help("close it with ”, or take it out");
        }
        // "(see Annex, No." at the end of a line, and the number taken for a label of the next.
        '(' | '[' if cuts_number(cx.text, loose.end) => {}
        '(' | '[' => {
            let close = if mark == '(' { ')' } else { ']' };
            let reach = reach(cx.text, end, loose.end);
            sink.report(Span::new(loose.at, reach), format!("“{mark}” opens a bracket that nothing closes"))
                .note(format!("looked for “{close}” in the paragraph, and in the unit after it"))
                .help(format!("put “{close}” where the insertion ends, or take “{mark}” out"));
        }
        // A quotation that opens with another sort of mark than it closes with.
        '”' if let Some(left) = other_opening(cx.text, loose.at) => {
            let finding = sink.report(
                Span::new(left.start, end),
                format!("this quotation opens with {} and closes with ”", left.of(cx.text)),
            );
            finding.help("open it with “");
            // Straight marks are a matter of the typewriter.
            if left.of(cx.text) == "\"" {
                finding.at_most(Severity::Note);
            }
        }
        _ => {
            let open = partner(mark).unwrap_or(mark);
            sink.report(Span::new(loose.at, end), format!("“{mark}” closes nothing"))
                .note(format!("looked for “{open}” in the paragraph, and in the unit before it"))
                .help(format!("take it out, or put “{open}” where the insertion begins"));
        }
    }
}

/// The mark that opens the quotation which the ” at `at` closes, where it is not “: a straight mark, or ‘ by mistake.
fn other_opening(text: &str, at: u32) -> Option<Span> {
    let end = at as usize;
    let line = text.get(..end)?.rfind('\n').map_or(0, |i| i + 1);
    let before = super::siblings::clip(text, line.max(end.saturating_sub(200)), end);
    let from = end - before.len();
    let (i, mark) = before.char_indices().rfind(|(_, c)| matches!(c, '"' | '“' | '”' | '‘'))?;
    let left = before.get(..i)?;
    let opens = left.is_empty() || left.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '—'));
    let inside = before.get(i + mark.len_utf8()..)?;
    (opens && matches!(mark, '"' | '‘') && inside.starts_with(char::is_alphanumeric))
        .then(|| Span::at(from + i, from + i + mark.len_utf8()))
}

/// Past the straight mark that closes the quotation whose words begin at `from`, on the same line.
fn other_closing(text: &str, from: u32, end: u32) -> Option<u32> {
    const FAR: usize = 200;
    let words = super::siblings::clip(text, from as usize, (end as usize).min(from as usize + FAR));
    let close = words.lines().next()?.find('"')?;
    words.get(..close)?.ends_with(|c: char| !c.is_whitespace()).then_some(from + close as u32 + 1)
}

/// Whether the paragraph that ends there breaks off before a number.
fn cuts_number(text: &str, end: u32) -> bool {
    let before = super::siblings::clip(text, (end as usize).saturating_sub(12), end as usize).trim_end();
    before.ends_with(" No.") || before.ends_with(" Nos.") || before.ends_with("\nNo.")
}

/// Where the insertion that opens at `from` probably ends: before the next semicolon, dash or period outside
/// brackets of its own.
fn reach(text: &str, from: u32, end: u32) -> u32 {
    let body = super::siblings::clip(text, from as usize, (end as usize).min(from as usize + 240));
    let mut depth = 0;
    let mut stop = body.trim_end().len();
    for (i, c) in body.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' | '—' if depth <= 0 => {
                stop = i;
                break;
            }
            '.' if depth <= 0 && i > 12 && body[i + 1..].starts_with([' ', '\n']) => {
                stop = i;
                break;
            }
            _ => {}
        }
    }
    from + stop as u32
}
