//! `unused-definition`: a defined term that nothing uses.

use super::compare::unit_name;
use aho_corasick::AhoCorasick;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use crate::definitions::{Definition, Form, Reach};
use crate::document::{Document, ProvisionId};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::{Beginnings, lowest, pieces, small_eight};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL102",
    name: "unused-definition",
    level: Level::WARNING,
    profiles: &[
        (Profile::UsCode, Level::NOTE),
        (Profile::CaAct, Level::NOTE),
        (Profile::UkAct, Level::NOTE),
        (Profile::EuAct, Level::NOTE),
        (Profile::ItuTreaty, Level::NOTE),
    ],
    page: include_str!("../../../rules/terms/unused_definition.md"),
    checks: &[Check::Document(check)],
};

/// Unused definitions of one text that are looked at.
const MOST: usize = 1000;
/// Places at which the last word of a term is looked at for the others.
const MOST_LOOKS: u32 = 400;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let terms = &cx.analysis().terms;
    if terms.definitions.is_empty() {
        return;
    }
    let uses = cx.uses();
    let mut candidates: Vec<(usize, &Definition)> = Vec::new();
    for (i, d) in terms.definitions.iter().enumerate() {
        if uses.counts.get(i).is_none_or(|&n| n > 0)
            || matches!(d.reach, Reach::Beyond | Reach::Unknown)
            || !matches!(d.form, Form::Means | Form::Includes | Form::Entry)
            || doc.get(d.provision).quoted
            || alternative(terms.definitions.get(i.wrapping_sub(1)), d, i, &uses.counts, usize::wrapping_sub)
            || alternative(terms.definitions.get(i + 1), d, i, &uses.counts, usize::wrapping_add)
        {
            continue;
        }
        // "a reference in any law to X includes": X is used there.
        let before = cx.text.get(floor(cx.text, (d.term.start as usize).saturating_sub(48))..d.term.range().start);
        if before.is_some_and(|b| b.contains("reference")) {
            continue;
        }
        if before.is_some_and(for_another_text) {
            continue;
        }
        candidates.push((i, d));
    }
    candidates.truncate(MOST);
    let inflected = inflected(cx.text, doc, &candidates);
    for ((i, d), used) in candidates.into_iter().zip(inflected) {
        if used {
            continue;
        }
        let term = d.term.of(cx.text);
        let elsewhere = uses.elsewhere(i);
        let unit = unit_name(doc, d.scope);
        let finding = if elsewhere == 0 {
            sink.report(d.term, format!("“{term}” is defined and nowhere used"))
        } else {
            let f = sink.report(d.term, format!("“{term}” is defined for {unit}, which never uses it"));
            f.note(format!("the words stand {elsewhere} times outside {unit}"));
            f.at_most(Severity::Note)
        };
        // Where nothing says how far it holds, a chapter of a code may not be all of it.
        // "when used in a section that applies here": the uses stand in another text.
        let beyond = d.qualifier.is_some_and(|q| {
            let q = q.of(cx.text).trim_start_matches([',', ' ']);
            q.starts_with("when used in") || q.starts_with("as used in")
        });
        if beyond || d.reach == Reach::Assumed && matches!(doc.profile, Profile::UsCode | Profile::CaAct) {
            finding.at_most(Severity::Note);
        }
        finding
            .note(format!("looked for “{term}”, its plural and other forms in {unit}, outside its own definition"))
            .help("remove the definition, or use the term where it is meant");
    }
}

/// Whether the words before a term say that it is defined for another text, where it is used: "for purposes of the EPL,".
fn for_another_text(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '"', '“', '\n']);
    let Some((_, text)) = before.strip_suffix(',').and_then(|b| b.rsplit_once("urposes of the ")) else { return false };
    text.starts_with(char::is_uppercase)
        && !text.contains(['.', ';'])
        && !["Agreement", "Act", "Contract", "Policy", "Convention", "Treaty"].iter().any(|own| text.ends_with(own))
}

/// Whether the neighbour defines another name of the same thing ("X or Y means"), and that one is used.
fn alternative(
    other: Option<&Definition>,
    d: &Definition,
    i: usize,
    counts: &[u32],
    step: fn(usize, usize) -> usize,
) -> bool {
    other.is_some_and(|o| o.body == d.body) && counts.get(step(i, 1)).is_some_and(|&n| n > 0)
}

/// Which of the terms stand in their unit in another form ("transform" as "transformed", "pole-mounted" as "pole
/// mounted"), headings and tables included.
///
/// A term is looked for in its unit only. Units that overlap are gone through as one, once for all of their terms.
fn inflected(text: &str, doc: &Document, candidates: &[(usize, &Definition)]) -> Vec<bool> {
    let mut used = vec![false; candidates.len()];
    let mut units: Vec<(Span, usize)> =
        candidates.iter().enumerate().map(|(i, (_, d))| (doc.get(d.scope).span, i)).collect();
    units.sort_unstable();
    let stemmer = Stemmer::create(Algorithm::English);
    let mut rest = units.as_slice();
    while let Some(&(Span { start, mut end }, _)) = rest.first() {
        let overlap = |(unit, _): &&(Span, usize)| {
            let inside = unit.start <= end;
            end = end.max(if inside { unit.end } else { end });
            inside
        };
        let (own, after) = rest.split_at(rest.iter().take_while(overlap).count().max(1));
        rest = after;
        let own = own.iter().filter_map(|&(_, i)| Some((i, candidates.get(i)?.1)));
        Inflected::of(doc, own, &stemmer).find(text, doc, Span::new(start, end), &mut used);
    }
    used
}

/// Terms that are looked for in other forms.
#[derive(Default)]
struct Inflected<'d> {
    /// Each stem once.
    stems: Vec<String>,
    waiting: Waiting<'d>,
}

/// Terms that were not seen yet.
#[derive(Default)]
struct Waiting<'d> {
    /// How many there are of each stem.
    by_stem: Vec<u32>,
    /// By stem and unit, each with the number of times it was looked at.
    wanted: FxHashMap<(u32, ProvisionId), Vec<Wanted<'d>>>,
    /// Units in which a stem is looked for, in the order of the text; those that were come to, and how many these are.
    places: Vec<Place>,
    come_to: Vec<Place>,
    passed: usize,
    /// The stems looked for in the piece at hand, and their units.
    here: Vec<(u32, Span)>,
}

/// A unit in which a stem is looked for.
type Place = (Span, ProvisionId, u32);

/// One term: its number among the candidates, its definition, and how often it was looked at.
struct Wanted<'d> {
    number: usize,
    definition: &'d Definition,
    looks: u32,
}

impl<'d> Inflected<'d> {
    /// Of candidates that come in the order of their units.
    fn of(doc: &Document, candidates: impl Iterator<Item = (usize, &'d Definition)>, stemmer: &Stemmer) -> Self {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut all = Self::default();
        for (number, definition) in candidates {
            let head = definition.key.rsplit([' ', '-']).next().unwrap_or(&definition.key);
            let stem = stemmer.stem(head);
            // "disability" has the stem "disabl", "disabilities" does not: what both begin with.
            let common =
                head.char_indices().zip(stem.chars()).find(|((_, a), b)| a != b).map_or(stem.len(), |((i, _), _)| i);
            let stem = head.get(..common).unwrap_or(head).trim_end_matches('i');
            let stem = if stem.len() < 3 { head } else { stem };
            let at = *numbers.entry(stem.to_owned()).or_insert_with(|| {
                all.stems.push(stem.to_owned());
                all.stems.len() as u32 - 1
            });
            all.waiting.add(at, doc, Wanted { number, definition, looks: 0 });
        }
        all
    }

    /// Marks those that stand in the place.
    ///
    /// Stems that begin with a letter or figure are looked for where a word begins, by their first bytes; the rest, which
    /// are few, wherever they stand.
    fn find(self, text: &str, doc: &Document, place: Span, used: &mut [bool]) {
        let Self { stems, mut waiting } = self;
        let bytes = text.as_bytes();
        let fresh = |at: usize| !text.get(..at).is_some_and(|b| b.ends_with(char::is_alphanumeric));
        let by_word = |stem: &str| stem.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        for piece in pieces(text, place, STRETCH) {
            let mut alike = Alike::default();
            for number in waiting.near(piece) {
                if let Some(stem) = stems.get(number as usize).filter(|stem| by_word(stem)) {
                    alike.add(number, stem);
                }
            }
            if alike.stems.is_empty() {
                continue;
            }
            alike.beginnings(&stems).each(bytes, piece.start as usize, piece.end as usize, |at, _| {
                if fresh(at) {
                    alike.visit(bytes, at, &stems, &mut |at, stem| {
                        // Mostly it stands in none of its units: what stands there is not fetched.
                        !waiting.is_near(stem, at as u32) || waiting.see(text, doc, at, stem, used)
                    });
                }
            });
        }
        let others: Vec<(u32, &String)> = (0..).zip(&stems).filter(|(_, stem)| !by_word(stem)).collect();
        if others.is_empty() {
            return;
        }
        let Ok(search) = AhoCorasick::builder().ascii_case_insensitive(true).build(others.iter().map(|o| o.1)) else {
            return;
        };
        for hit in search.find_overlapping_iter(place.of(text)) {
            let at = place.start as usize + hit.start();
            if let Some(&(number, _)) = others.get(hit.pattern().as_usize())
                && fresh(at)
            {
                waiting.see(text, doc, at, number, used);
            }
        }
    }
}

/// Bytes of text for which the stems are gathered that are looked for there: those of a long text are too many to be
/// looked for all over it.
const STRETCH: usize = 64 * 1024;

impl<'d> Waiting<'d> {
    fn add(&mut self, stem: u32, doc: &Document, term: Wanted<'d>) {
        self.by_stem.resize(self.by_stem.len().max(stem as usize + 1), 0);
        if let Some(count) = self.by_stem.get_mut(stem as usize) {
            *count += 1;
        }
        let unit = term.definition.scope;
        let wanted = self.wanted.entry((stem, unit)).or_default();
        if wanted.is_empty() {
            self.places.push((doc.get(unit).span, unit, stem));
        }
        wanted.push(term);
    }

    /// The stems looked for in a piece of text, each once; pieces are asked for in the order of the text.
    fn near(&mut self, piece: Span) -> Vec<u32> {
        let Self { places, come_to, passed, wanted, here, .. } = self;
        let fresh = places.iter().skip(*passed).take_while(|(span, ..)| span.start < piece.end);
        let before = come_to.len();
        come_to.extend(fresh);
        *passed += come_to.len() - before;
        come_to.retain(|&(span, unit, stem)| {
            piece.start < span.end && wanted.get(&(stem, unit)).is_some_and(|terms| !terms.is_empty())
        });
        here.clear();
        here.extend(come_to.iter().map(|&(unit, _, stem)| (stem, unit)));
        here.sort_unstable();
        let mut stems: Vec<u32> = here.iter().map(|&(stem, _)| stem).collect();
        stems.dedup();
        stems
    }

    /// Whether a place in the piece at hand lies in a unit in which the stem is looked for.
    fn is_near(&self, stem: u32, at: u32) -> bool {
        let own = self.here.get(self.here.partition_point(|near| near.0 < stem)..).unwrap_or_default();
        own.iter().take_while(|near| near.0 == stem).any(|(_, unit)| unit.holds(at))
    }

    /// Looks at the terms of a stem that stands at a place; says whether the stem is to be looked for farther on.
    fn see(&mut self, text: &str, doc: &Document, start: usize, stem: u32, used: &mut [bool]) -> bool {
        let Some(waiting) = self.by_stem.get_mut(stem as usize) else { return false };
        let at = start as u32;
        let mut near: Option<String> = None;
        for unit in doc.ancestors(doc.at(at)) {
            let Some(left) = self.wanted.get_mut(&(stem, unit)) else { continue };
            left.retain_mut(|w| {
                let d = w.definition;
                if Span::new(d.term.start, d.body.end.max(d.term.end)).holds(at) {
                    return true;
                }
                // Of several words, another order or a hyphen: all of them near. A head so common is looked at no
                // further.
                w.looks += 1;
                let seen = !d.key.contains([' ', '-']) || w.looks > MOST_LOOKS || {
                    let near = near.get_or_insert_with(|| {
                        let around = floor(text, start.saturating_sub(120))..floor(text, start + 120);
                        text.get(around).unwrap_or("").to_lowercase()
                    });
                    d.key.split([' ', '-']).all(|w| near.contains(w.get(..w.len().min(5)).unwrap_or(w)))
                };
                if let Some(flag) = used.get_mut(w.number).filter(|_| seen) {
                    *flag = true;
                    *waiting -= 1;
                }
                !seen
            });
        }
        *waiting > 0
    }
}

/// A stem by its number, and by its first bytes: see [`small_eight`].
struct Stem {
    number: u32,
    eight: u64,
    /// The bytes of `eight` that are the stem's.
    own: u64,
}

/// Stems by how many of their first bytes they are told, four at most, and these bytes.
#[derive(Default)]
struct Alike {
    stems: FxHashMap<(usize, u32), Vec<Stem>>,
    /// One bit for each number of bytes that there is.
    lengths: u8,
}

impl Alike {
    fn add(&mut self, number: u32, stem: &str) {
        let own = lowest(u64::MAX, stem.len());
        let (eight, len) = (small_eight(stem.as_bytes(), 0) & own, stem.len().min(4));
        self.lengths |= 1 << len;
        self.stems.entry((len, lowest(eight, len) as u32)).or_default().push(Stem { number, eight, own });
    }

    /// A filter for words that may begin with one of those that are still looked for.
    fn beginnings(&self, stems: &[String]) -> Beginnings {
        let mut all = Beginnings::default();
        let first = |alike: &Vec<Stem>| stems.get(alike.first()?.number as usize);
        self.stems.values().filter_map(first).for_each(|stem| all.add(stem));
        all
    }

    /// Shows the stems that the word at `at` begins with, and looks no further for those of which `visit` says so.
    fn visit(&mut self, bytes: &[u8], at: usize, stems: &[String], visit: &mut impl FnMut(usize, u32) -> bool) {
        let here = small_eight(bytes, at);
        for len in (1..=4).filter(|len| self.lengths & 1 << len != 0) {
            let Some(alike) = self.stems.get_mut(&(len, lowest(here, len) as u32)) else { continue };
            alike.retain(|stem| {
                let stands = || {
                    let stem = stems.get(stem.number as usize).map_or(&[][..], |s| s.as_bytes());
                    bytes.get(at..at + stem.len()).is_some_and(|b| b.eq_ignore_ascii_case(stem))
                };
                here & stem.own != stem.eight || !stands() || visit(at, stem.number)
            });
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
