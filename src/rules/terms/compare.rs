//! What the rules of this family share: comparing definitions, reading bodies, naming places.

use rustc_hash::FxHashMap;

use crate::definitions::{Definition, Form, Reach, stem};
use crate::document::{Document, Kind, ProvisionId};
use crate::rules::DocumentCx;
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, tokenize};

/// Two definitions of one term that hold in the same unit: their numbers, and whether they say the same in the same words.
#[derive(Debug)]
pub(in crate::rules) struct Pair {
    first: u32,
    second: u32,
    same: bool,
}

/// Every second definition of a term in a unit where it has one, after the first: those that say the same, or those that do
/// not.
pub(super) fn pairs<'a>(cx: &DocumentCx<'a>, same: bool) -> impl Iterator<Item = (&'a Definition, &'a Definition)> {
    let definitions = &cx.analysis().terms.definitions;
    let all = cx.memo.pairs.get_or_init(|| read_pairs(cx)).iter().filter(move |p| p.same == same);
    all.filter_map(|p| Some((definitions.get(p.first as usize)?, definitions.get(p.second as usize)?)))
}

fn read_pairs(cx: &DocumentCx<'_>) -> Vec<Pair> {
    let doc = cx.document();
    let mut firsts: FxHashMap<(&str, ProvisionId, ProvisionId), (u32, &Definition)> = FxHashMap::default();
    let mut out = Vec::new();
    let mut tokens = Vec::new();
    for (i, d) in (0..).zip(&cx.analysis().terms.definitions) {
        if !exhaustive(cx.text, doc, d) {
            continue;
        }
        // Where the unit is only assumed, or only in part at hand, both must stand in one list.
        let list = match d.reach {
            Reach::Stated => Document::ROOT,
            Reach::Assumed | Reach::Beyond => list_of(doc, d.provision),
            Reach::Unknown => continue,
        };
        match firsts.entry((d.key.as_str(), d.scope, list)) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert((i, d));
            }
            std::collections::hash_map::Entry::Occupied(taken) => {
                let (number, first) = *taken.get();
                let a = words(cx.text, first.body, &mut tokens);
                let b = words(cx.text, d.body, &mut tokens);
                // "X or Y means" read twice is one definition.
                // "Minister" and "minister" are two terms where no quotation marks make them one.
                let other_case = !d.marked && d.term.of(cx.text) != first.term.of(cx.text);
                if other_case || first.body == d.body || a.is_empty() || b.is_empty() {
                    continue;
                }
                out.push(Pair { first: number, second: i, same: a == b });
            }
        }
    }
    out
}

/// The unit whose list a definition stands in: its own where it stands in a section as such, else the one above.
pub(super) fn list_of(doc: &Document, at: ProvisionId) -> ProvisionId {
    let p = doc.get(at);
    let whole = matches!(p.kind, Kind::Section | Kind::Article) || p.kind.is_container();
    if whole { at } else { p.parent.unwrap_or(at) }
}

/// Whether a definition says all that its term means, for every case in its unit.
fn exhaustive(text: &str, doc: &Document, d: &Definition) -> bool {
    if !matches!(d.form, Form::Means | Form::SameAs | Form::Entry)
        || d.qualifier.is_some()
        || doc.get(d.provision).quoted
        || blacked_out(d.term.of(text))
    {
        return false;
    }
    let body = d.body.of(text).trim_start();
    // "means, with respect to a State, …" is for that case only; "means in subsection (2)" likewise.
    !(body.starts_with(',') || body.starts_with('—') && body.len() < 4)
}

/// Whether words of the term were taken out before the text was published: "**** Routes", "[***] Fee".
fn blacked_out(term: &str) -> bool {
    let is_sign = |byte: u8| matches!(byte, b'*' | b'_' | 0xe2);
    term.bytes().any(is_sign) && ["**", "__", "██", "•••"].iter().any(|mark| term.contains(mark))
}

/// Stems of the words of a span, at most 400.
pub(super) fn words(text: &str, span: Span, tokens: &mut Vec<Token>) -> Vec<WordHash> {
    words_of(text, span, tokens).collect()
}

/// The same, each when it is asked for.
pub(super) fn words_of<'t>(
    text: &'t str,
    span: Span,
    tokens: &'t mut Vec<Token>,
) -> impl DoubleEndedIterator<Item = WordHash> + Clone + 't {
    let mut end = span.range().end.min(span.range().start + 4000);
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    tokenize(text, Span::at(span.range().start, end.max(span.range().start)), tokens);
    tokens.retain(|t| t.kind() != TokenKind::Mark);
    tokens.truncate(400);
    tokens.iter().map(|t| stem(t.of(text)))
}

/// The unit in words: "section 4(2)", "this document".
pub(super) fn unit_name(doc: &Document, id: ProvisionId) -> String {
    if id == Document::ROOT {
        return "the whole text".to_owned();
    }
    let p = doc.get(id);
    let path = doc.path(id);
    match path.split_first() {
        None => format!("this {}", p.kind.name()),
        Some((first, [])) => format!("{} {first}", p.kind.name()),
        Some((first, rest)) => {
            let rest: String = rest.iter().map(|k| format!("({k})")).collect();
            format!("{} {first}{rest}", p.kind.name())
        }
    }
}
