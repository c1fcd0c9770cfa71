//! How far a definition holds: "in this Part", "for the purposes of section 4 and paragraph (a)".

use std::cell::OnceCell;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::model::Reach;
use crate::document::{Document, Kind, ProvisionId};
use crate::syntax::Profile;
use crate::text::{Token, TokenKind, WordHash, word};

/// A unit inside which a definition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub unit: ProvisionId,
    pub reach: Reach,
}

/// What a unit word stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// The instrument as a whole.
    Whole,
    /// A unit of the tree.
    Of(Kind),
}

const THIS: WordHash = word("this");
const THESE: WordHash = word("these");
const THE: WordHash = word("the");
const PRESENT: WordHash = word("present");
const THAT: WordHash = word("that");
const AND: WordHash = word("and");
const OR: WordHash = word("or");
const TO: WordHash = word("to");
const OF: WordHash = word("of");
const IN: WordHash = word("in");
const FOR: WordHash = word("for");
const PURPOSE: WordHash = word("purpose");
const PURPOSES: WordHash = word("purposes");
const USED: WordHash = word("used");
const AS: WordHash = word("as");
const WHEN: WordHash = word("when");
const WHERE: WordHash = word("where");
const WHEREVER: WordHash = word("wherever");
const WITHIN: WordHash = word("within");
const THROUGHOUT: WordHash = word("throughout");
const FOLLOWING: WordHash = word("following");
const PRECEDING: WordHash = word("preceding");
const ANY: WordHash = word("any");
const ITS: WordHash = word("its");

fn unit(token: &Token) -> Option<Unit> {
    const UNITS: &[(WordHash, Unit)] = &[
        (word("act"), Unit::Whole),
        (word("law"), Unit::Whole),
        (word("agreement"), Unit::Whole),
        (word("amendment"), Unit::Whole),
        (word("contract"), Unit::Whole),
        (word("license"), Unit::Whole),
        (word("licence"), Unit::Whole),
        (word("lease"), Unit::Whole),
        (word("plan"), Unit::Whole),
        (word("policy"), Unit::Whole),
        (word("regulation"), Unit::Whole),
        (word("regulations"), Unit::Whole),
        (word("directive"), Unit::Whole),
        (word("decision"), Unit::Whole),
        (word("order"), Unit::Whole),
        (word("rules"), Unit::Whole),
        (word("by-law"), Unit::Whole),
        (word("by-laws"), Unit::Whole),
        (word("bylaws"), Unit::Whole),
        (word("constitution"), Unit::Whole),
        (word("convention"), Unit::Whole),
        (word("treaty"), Unit::Whole),
        (word("code"), Unit::Whole),
        (word("charter"), Unit::Whole),
        (word("document"), Unit::Whole),
        (word("specification"), Unit::Whole),
        (word("standard"), Unit::Whole),
        (word("recommendation"), Unit::Whole),
        (word("resolution"), Unit::Whole),
        (word("instrument"), Unit::Whole),
        (word("ordinance"), Unit::Whole),
        (word("book"), Unit::Of(Kind::Book)),
        (word("title"), Unit::Of(Kind::Title)),
        (word("subtitle"), Unit::Of(Kind::Title)),
        (word("part"), Unit::Of(Kind::Part)),
        (word("subpart"), Unit::Of(Kind::Subpart)),
        (word("chapter"), Unit::Of(Kind::Chapter)),
        (word("subchapter"), Unit::Of(Kind::Subchapter)),
        (word("division"), Unit::Of(Kind::Division)),
        (word("subdivision"), Unit::Of(Kind::Subdivision)),
        (word("annex"), Unit::Of(Kind::Annex)),
        (word("appendix"), Unit::Of(Kind::Appendix)),
        (word("schedule"), Unit::Of(Kind::Schedule)),
        (word("exhibit"), Unit::Of(Kind::Protocol)),
        (word("protocol"), Unit::Of(Kind::Protocol)),
        (word("article"), Unit::Of(Kind::Article)),
        (word("articles"), Unit::Of(Kind::Article)),
        (word("section"), Unit::Of(Kind::Section)),
        (word("sections"), Unit::Of(Kind::Section)),
        (word("subsection"), Unit::Of(Kind::Subsection)),
        (word("subsections"), Unit::Of(Kind::Subsection)),
        (word("paragraph"), Unit::Of(Kind::Paragraph)),
        (word("paragraphs"), Unit::Of(Kind::Paragraph)),
        (word("subparagraph"), Unit::Of(Kind::Subparagraph)),
        (word("subparagraphs"), Unit::Of(Kind::Subparagraph)),
        (word("clause"), Unit::Of(Kind::Clause)),
        (word("clauses"), Unit::Of(Kind::Clause)),
        (word("subclause"), Unit::Of(Kind::Subclause)),
        (word("item"), Unit::Of(Kind::Item)),
    ];
    UNITS.iter().find(|(w, _)| *w == token.word).map(|(_, u)| *u)
}

/// The units that scope phrases name by label from anywhere in the text: sections, articles, parts, schedules.
///
/// Built when first asked for: few texts need it.
#[derive(Default)]
pub(super) struct Index(OnceCell<FxHashMap<(Kind, SmolStr), ProvisionId>>);

impl Index {
    fn get(&self, doc: &Document, kind: Kind, key: &str) -> Option<ProvisionId> {
        let map = self.0.get_or_init(|| {
            let mut map = FxHashMap::default();
            for (id, p) in doc.iter() {
                if let Some(label) = &p.label
                    && !p.quoted
                    && (p.kind.is_container() || top(doc, id) == id)
                {
                    map.entry((p.kind, SmolStr::new(label.key.to_ascii_uppercase()))).or_insert(id);
                }
            }
            map
        });
        map.get(&(kind, SmolStr::new(key.to_ascii_uppercase()))).copied()
    }
}

/// Where a scope phrase is read.
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub doc: &'a Document,
    pub index: &'a Index,
    pub at: ProvisionId,
}

impl Place<'_> {
    /// Reads a scope phrase that begins at token `i`; gives the token after it. A following comma is not part of it.
    pub(super) fn scope_at(&self, tokens: &[Token], i: usize) -> Option<(usize, Scope)> {
        let is = |k: usize, w: WordHash| tokens.get(k).is_some_and(|t| t.word == w);
        let mut k = i;
        if is(k, FOR) && (is(k + 1, PURPOSE) || is(k + 1, PURPOSES)) && is(k + 2, OF) {
            k += 3;
        } else if is(k, FOR)
            && (is(k + 1, THE) || is(k + 1, ANY))
            && (is(k + 2, PURPOSE) || is(k + 2, PURPOSES))
            && is(k + 3, OF)
        {
            k += 4;
        } else {
            if (is(k, AS) || is(k, WHEN) || is(k, WHERE) || is(k, WHEREVER)) && is(k + 1, USED) {
                k += 2;
            } else if is(k, USED) {
                k += 1;
            }
            if !(is(k, IN) || is(k, WITHIN) || is(k, THROUGHOUT)) {
                return None;
            }
            k += 1;
        }
        let (mut k, mut scope) = self.target_at(tokens, k, true)?;
        // "this section and subsection 16(2) of the Act", "sections 43.2 and 43.3", "Part 2 and Schedule 3"
        while k + 1 < tokens.len() && k - i < 60 {
            let mut next = k;
            if tokens[next].is(',') {
                next += 1;
            }
            if is(next, AND) || is(next, OR) || is(next, TO) {
                next += 1;
            }
            if next == k {
                break;
            }
            if is(next, IN) || is(next, OF) {
                next += 1;
            }
            let Some((after, more)) = self.target_at(tokens, next, false) else { break };
            scope = self.join(scope, more);
            k = after;
        }
        Some((k, scope))
    }

    fn join(&self, a: Scope, b: Scope) -> Scope {
        let up = self.doc.ancestors(a.unit).find(|&u| self.doc.within(b.unit, u)).unwrap_or(Document::ROOT);
        let reach = [Reach::Unknown, Reach::Beyond]
            .into_iter()
            .find(|&r| a.reach == r || b.reach == r)
            .unwrap_or(Reach::Assumed);
        Scope { unit: up, reach }
    }

    /// Reads "this Part", "subsection (1)", "the Act"; also a bare label ("and 43.3", "(b)").
    fn target_at(&self, tokens: &[Token], i: usize, first: bool) -> Option<(usize, Scope)> {
        let mut k = i;
        let (mut own, mut pointing, mut part) = (false, false, false);
        while let Some(t) = tokens.get(k) {
            match t.word {
                THIS | THESE | PRESENT => own = true,
                // "this Agreement and its Annex"
                ITS => part = true,
                THE | THAT => pointing = true,
                FOLLOWING | PRECEDING if pointing => {}
                _ => break,
            }
            k += 1;
        }
        let word = tokens.get(k)?;
        let Some(unit) = unit(word) else {
            // A further label of a list.
            if own || pointing || part || first {
                return None;
            }
            let (after, _) = labels(self.text, tokens, i)?;
            return Some((after, Scope { unit: Document::ROOT, reach: Reach::Assumed }));
        };
        k += 1;
        if own {
            let mut scope = self.own(unit);
            // "This Act" in a chapter of the Code is the enactment, whose sections stand in other chapters too.
            if unit == Unit::Whole && self.doc.profile == Profile::UsCode {
                scope.reach = Reach::Beyond;
            }
            return Some((k, scope));
        }
        let (after, keys) = match labels(self.text, tokens, k) {
            Some((after, keys)) => (after, keys),
            None if part => return Some((k, Scope { unit: Document::ROOT, reach: Reach::Assumed })),
            None if pointing => {
                // "the Act" of a regulation, "that section": not a unit at hand.
                return Some((self.tail(tokens, k), Scope { unit: Document::ROOT, reach: Reach::Unknown }));
            }
            None => return None,
        };
        let end = self.tail(tokens, after);
        if end != after {
            return Some((end, Scope { unit: Document::ROOT, reach: Reach::Unknown }));
        }
        let found = self.find(unit, &keys);
        let scope = match found {
            Some(unit) => Scope { unit, reach: Reach::Stated },
            None => Scope { unit: Document::ROOT, reach: Reach::Unknown },
        };
        Some((end, scope))
    }

    /// Goes over "of the Act", "of this section" after a target.
    fn tail(&self, tokens: &[Token], i: usize) -> usize {
        let mut k = i;
        if tokens.get(k).is_none_or(|t| t.word != OF) {
            return i;
        }
        k += 1;
        while tokens.get(k).is_some_and(|t| matches!(t.word, THE | THIS | THAT | THESE)) {
            k += 1;
        }
        if tokens.get(k).and_then(unit).is_some() {
            return labels(self.text, tokens, k + 1).map_or(k + 1, |(after, _)| after);
        }
        // "of the Trade Names Act": capitals up to a word for an instrument.
        let from = k;
        while k < tokens.len() && k - from < 12 && (tokens[k].capital() || matches!(tokens[k].word, OF | AND)) {
            let last = unit(&tokens[k]) == Some(Unit::Whole);
            k += 1;
            if last {
                return k;
            }
        }
        i
    }

    /// The unit that "this X" names where a definition stands.
    fn own(&self, unit: Unit) -> Scope {
        let kind = match unit {
            Unit::Whole => return Scope { unit: Document::ROOT, reach: Reach::Stated },
            Unit::Of(kind) => kind,
        };
        let named = self.doc.ancestors(self.at).find(|&u| self.doc.get(u).kind == kind);
        if let Some(unit) = named {
            // A chapter of the Code at hand is not the whole of its title, nor of a part that holds chapters.
            let partial = self.doc.profile == Profile::UsCode
                && (matches!(kind, Kind::Title | Kind::Book)
                    || kind == Kind::Part && self.doc.children(unit).any(|c| self.doc.get(c).kind == Kind::Chapter));
            return Scope { unit, reach: if partial { Reach::Beyond } else { Reach::Stated } };
        }
        match kind {
            Kind::Section | Kind::Article => Scope { unit: top(self.doc, self.at), reach: Reach::Stated },
            Kind::Subsection | Kind::Paragraph | Kind::Subparagraph | Kind::Clause | Kind::Subclause | Kind::Item => {
                let below = match kind {
                    Kind::Subsection => 1,
                    Kind::Paragraph => 2,
                    _ => 3,
                };
                let top = top(self.doc, self.at);
                let depth = self.doc.get(top).depth + below;
                let unit = self.doc.ancestors(self.at).find(|&u| self.doc.get(u).depth <= depth).unwrap_or(top);
                Scope { unit, reach: Reach::Assumed }
            }
            // The text at hand may be that very chapter, or lie within it.
            _ => Scope { unit: Document::ROOT, reach: Reach::Beyond },
        }
    }

    /// The unit of those labels: from the top for a section or article, else from where the definition stands.
    fn find(&self, unit: Unit, keys: &[&str]) -> Option<ProvisionId> {
        let Unit::Of(kind) = unit else { return None };
        let (first, rest) = keys.split_first()?;
        let top = top(self.doc, self.at);
        let start = match kind {
            Kind::Section | Kind::Article => self.section(first),
            Kind::Subsection | Kind::Paragraph | Kind::Subparagraph | Kind::Clause | Kind::Subclause | Kind::Item => {
                if first.starts_with(|c: char| c.is_ascii_digit()) && plain(first) && !rest.is_empty() {
                    self.section(first)
                } else {
                    self.doc
                        .ancestors(self.at)
                        .take_while(|&u| u != Document::ROOT && self.doc.get(u).depth >= self.doc.get(top).depth)
                        .find_map(|u| self.child(u, first))
                }
            }
            kind => self.index.get(self.doc, kind, first),
        }?;
        rest.iter().try_fold(start, |up, key| self.child(up, key))
    }

    fn section(&self, key: &str) -> Option<ProvisionId> {
        let get = |kind| self.index.get(self.doc, kind, key);
        get(Kind::Section).or_else(|| get(Kind::Article)).or_else(|| get(Kind::Paragraph))
    }

    fn child(&self, of: ProvisionId, key: &str) -> Option<ProvisionId> {
        self.doc.children(of).take(400).find(|&c| self.doc.get(c).label.as_ref().is_some_and(|l| l.key == key))
    }
}

fn plain(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

/// The section or article that a provision belongs to; else the outermost unit below the containers.
pub(super) fn top(doc: &Document, at: ProvisionId) -> ProvisionId {
    let mut best = at;
    for up in doc.ancestors(at) {
        let p = doc.get(up);
        if matches!(p.kind, Kind::Section | Kind::Article) {
            return up;
        }
        if !p.kind.is_container() {
            best = up;
        }
    }
    best
}

/// Labels after a unit word: "4", "16(2)", "(1)", "2(1)(a)", "24 to 49" (the first).
fn labels<'a>(text: &'a str, tokens: &[Token], i: usize) -> Option<(usize, Vec<&'a str>)> {
    let mut keys = Vec::new();
    let mut k = i;
    while let Some(t) = tokens.get(k) {
        if t.is('(')
            && let (Some(inner), Some(close)) = (tokens.get(k + 1), tokens.get(k + 2))
            && close.is(')')
            && inner.kind() != TokenKind::Mark
            && inner.span().len() <= 8
        {
            keys.push(inner.of(text));
            k += 3;
        } else if k == i
            && (matches!(t.kind(), TokenKind::Number | TokenKind::Mixed)
                || (t.kind() == TokenKind::Word && t.all_caps() && t.span().len() <= 6)
                || (t.kind() == TokenKind::Word && t.capital() && t.span().len() == 1))
        {
            keys.push(t.of(text));
            k += 1;
        } else {
            break;
        }
    }
    (!keys.is_empty()).then_some((k, keys))
}
