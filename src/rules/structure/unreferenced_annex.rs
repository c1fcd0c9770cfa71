//! `unreferenced-annex`: an annex or footnote that nothing points to.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::siblings::{called, clip, is_dead};
use crate::document::{Document, Kind, ProvisionId};
use crate::rules::words::scanner;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL014",
    name: "unreferenced-annex",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/structure/unreferenced_annex.md"),
    checks: &[Check::Document(check)],
};

/// Most annexes that are looked for; more are no annexes.
const MOST: usize = 200;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let annexes: Vec<ProvisionId> = doc
        .iter()
        .filter(|(_, p)| {
            matches!(p.kind, Kind::Annex | Kind::Appendix | Kind::Schedule)
                && p.label.is_some()
                && !p.quoted
                && !is_dead(p, cx.text)
        })
        .map(|(id, _)| id)
        .collect();
    if annexes.is_empty() || annexes.len() > MOST {
        return;
    }
    // Where a text has one annex of a kind, its word is enough; where it has several, the number must stand near.
    let mut by_key: FxHashMap<(usize, String), usize> = FxHashMap::default();
    let mut of_kind = [0usize; WORDS.len()];
    for (i, &id) in annexes.iter().enumerate() {
        let kind = kind_of(doc.get(id).kind);
        of_kind[kind] += 1;
        if let Some(label) = &doc.get(id).label {
            by_key.insert((kind, label.key.to_ascii_lowercase()), i);
        }
    }
    let Some(finder) = FINDER.as_ref() else { return };
    let mut named = vec![false; annexes.len()];
    let mut left = annexes.len();
    for found in finder.find_iter(cx.text) {
        if left == 0 {
            break;
        }
        let kind = found.pattern().as_usize() / PRINTED;
        if of_kind[kind] == 0 || !can_point(doc, found.start() as u32) {
            continue;
        }
        let after = clip(cx.text, found.end(), found.end() + 60);
        let pieces = after.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter(|p| !p.is_empty());
        // "Annexes 1, 3 and 5 to 7": figures, letters, numerals and the words between them.
        let counts = |p: &&str| {
            p.contains(|c: char| c.is_ascii_digit())
                || matches!(*p, "and" | "or" | "to" | "through" | "es" | "x" | "ces" | "s")
                || (p.len() <= 4 && p.bytes().all(|b| b.is_ascii_uppercase()))
        };
        if of_kind[kind] == 1 {
            mark_all(doc, &annexes, kind, found.start() as u32, &mut named, &mut left);
        }
        for piece in pieces.take_while(counts).take(8) {
            let key = (kind, piece.trim_matches('.').to_ascii_lowercase());
            if let Some(&i) = by_key.get(&key) {
                mark(doc, annexes[i], found.start() as u32, &mut named[i], &mut left);
            }
            if matches!(piece, "to" | "through") {
                mark_all(doc, &annexes, kind, found.start() as u32, &mut named, &mut left);
                break;
            }
        }
    }
    for (i, &id) in annexes.iter().enumerate() {
        let (false, Some(label)) = (named[i], &doc.get(id).label) else { continue };
        sink.report(label.span, format!("nothing in the text points to {}", called(doc, id, cx.text)))
            .note("looked for its word and its number outside the annex itself and outside the contents")
            .help("cite it where it applies, or say in it what it is for");
    }
}

/// The words that name an annex, without their endings.
const WORDS: [&str; 3] = ["annex", "appendi", "schedule"];

/// How each of [`WORDS`] is printed: in small letters, with a capital, in capitals.
const PRINTED: usize = 3;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    scanner(WORDS.iter().flat_map(|word| {
        let (first, rest) = word.split_at(1);
        [(*word).to_owned(), first.to_ascii_uppercase() + rest, word.to_ascii_uppercase()]
    }))
});

const fn kind_of(kind: Kind) -> usize {
    match kind {
        Kind::Annex => 0,
        Kind::Appendix => 1,
        _ => 2,
    }
}

/// A range, or the only one of its kind: all of the kind are named.
fn mark_all(doc: &Document, annexes: &[ProvisionId], kind: usize, at: u32, named: &mut [bool], left: &mut usize) {
    for (&id, named) in annexes.iter().zip(named).filter(|(id, _)| kind_of(doc.get(**id).kind) == kind) {
        mark(doc, id, at, named, left);
    }
}

fn mark(doc: &Document, id: ProvisionId, at: u32, named: &mut bool, left: &mut usize) {
    if !*named && !doc.get(id).span.holds(at) {
        *named = true;
        *left -= 1;
    }
}

/// Whether a place is in text that can point: no heading, no table of contents.
fn can_point(doc: &Document, at: u32) -> bool {
    let i = doc.blocks.partition_point(|b| b.span.start <= at);
    i.checked_sub(1).and_then(|i| doc.blocks.get(i)).is_some_and(|b| b.span.holds(at) && b.kind.is_prose())
}
