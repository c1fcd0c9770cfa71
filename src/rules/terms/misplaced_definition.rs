//! `misplaced-definition`: "as defined in section 3" where section 3 does not define it.

use rustc_hash::FxHashMap;

use super::compare::{words, words_of};
use crate::definitions::Form;
use crate::references::Resolution;
use crate::rules::citations::facets;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, WordHash};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL114",
    name: "misplaced-definition",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/terms/misplaced_definition.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc, terms) = (cx.text, cx.document(), &cx.analysis().terms);
    if terms.definitions.is_empty() {
        return;
    }
    let mut tokens = Vec::new();
    let mut index: Option<Index> = None;
    for r in facets::having(cx, facets::OWN | facets::DEFINES, 0) {
        let [target] = r.targets.as_slice() else { continue };
        let Resolution::Found(unit) = target.resolution else { continue };
        // "section 4 of the Trade Act": the unit is that of another instrument, whatever was read.
        let rest = text.get(r.span.range().end..).unwrap_or("").trim_start();
        if rest.strip_prefix("of the ").is_some_and(|n| n.starts_with(char::is_uppercase)) {
            continue;
        }
        let Some((from, to)) = before(text, r.span.range().start) else { continue };
        let said = words(text, Span::at(from, to), &mut tokens);
        let index = index.get_or_insert_with(|| Index::of(cx, &mut tokens));
        let fitting: Vec<(usize, usize)> = index.ending(&said).collect();
        let span = doc.get(unit).span;
        // A member of the definition's own list is a part of it.
        let right = fitting
            .iter()
            .filter_map(|&(i, _)| terms.definitions.get(i))
            .any(|d| span.contains(d.term) || doc.within(unit, d.provision) || d.body.holds(span.start));
        if right {
            continue;
        }
        let elsewhere = fitting
            .into_iter()
            .filter(|&(i, _)| {
                terms.definitions.get(i).is_some_and(|d| d.form != Form::Name && !d.term.overlaps(Span::at(from, to)))
            })
            .max_by_key(|&(_, len)| len);
        let Some(d) = elsewhere.and_then(|(i, _)| terms.definitions.get(i)) else { continue };
        // A unit that speaks of the thing may well define it in a way that was not read.
        if span.len() > 50_000 || names(span.of(text), &d.key) {
            continue;
        }
        let (term, cited) = (d.term.of(text), r.span.of(text));
        sink.report(r.span, format!("{cited} does not define “{term}”"))
            .label(d.term, format!("“{term}” is defined here"))
            .label(span, "the unit that is cited")
            .help("cite the unit that holds the definition");
    }
}

/// Whether a text has the words of a key, in any case of their letters.
fn names(text: &str, key: &str) -> bool {
    let Some(&first) = key.as_bytes().first().filter(|_| key.is_ascii()) else {
        return text.to_lowercase().contains(key);
    };
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes())
        .filter_map(|at| text.as_bytes().get(at..at + key.len()))
        .any(|here| here.eq_ignore_ascii_case(key.as_bytes()))
}

/// The number of a definition, and where the words of its term stand among those of all.
type Filed = (u32, (u32, u32));

/// Definitions by the last word of their term.
#[derive(Default)]
struct Index {
    by_last: FxHashMap<WordHash, Vec<Filed>>,
    words: Vec<WordHash>,
}

impl Index {
    fn of(cx: &DocumentCx<'_>, tokens: &mut Vec<Token>) -> Self {
        let mut all = Self::default();
        for (i, d) in (0..).zip(&cx.analysis().terms.definitions) {
            let from = all.words.len() as u32;
            all.words.extend(words_of(cx.text, d.term, tokens));
            if let Some(&last) = all.words.get(from as usize..).and_then(<[_]>::last) {
                let found = all.by_last.entry(last).or_default();
                if found.len() < 256 {
                    found.push((i, (from, all.words.len() as u32)));
                }
            }
        }
        all
    }

    /// Definitions whose term is what the words end with, and how many words it has.
    fn ending<'a>(&'a self, said: &'a [WordHash]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let found = said.last().and_then(|last| self.by_last.get(last)).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(move |&(i, (from, to))| {
            let term = self.words.get(from as usize..to as usize)?;
            said.ends_with(term).then_some((i as usize, term.len()))
        })
    }
}

/// The words before "(as defined in", at most 80 bytes of them.
fn before(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut low = at.saturating_sub(140);
    while !text.is_char_boundary(low) {
        low += 1;
    }
    let head = text.get(low..at)?;
    let cut = ["as defined", "as that term is defined", "as is defined", "defined"]
        .iter()
        .filter_map(|s| head.rfind(s))
        .min()?;
    let words = head.get(..cut)?.trim_end_matches([' ', '(', ',', '\n', '\u{a0}', '—']);
    let from = words.rfind(['.', ';', ':', '\n', '(', ')', ',']).map_or(0, |i| i + 1);
    (words.len() > from).then_some((low + from, low + words.len()))
}
