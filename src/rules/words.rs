//! Word lists, kept as data in `rules/words/*.toml`.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, WordSet, word_of};

/// A list as written: where it comes from, and its entries.
#[derive(Debug, Default, Deserialize)]
pub struct WordList {
    /// Where the list comes from.
    #[serde(default)]
    pub source: String,
    /// Words or phrases without advice.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words or phrases with what to write instead, or why they are listed.
    #[serde(default)]
    pub advice: FxHashMap<String, String>,
    /// Groups of words that name one thing.
    #[serde(default)]
    pub groups: Vec<Vec<String>>,
}

impl WordList {
    /// Reads a list. A list that is not well formed is empty; a test reads every list of the project.
    #[must_use]
    pub fn read(toml: &str) -> Self {
        toml::from_str(toml).unwrap_or_default()
    }

    /// The single words as a set.
    #[must_use]
    pub fn set(&self) -> WordSet {
        self.words.iter().map(String::as_str).collect()
    }
}

/// A scanner for many short strings at once.
///
/// Leftmost-first matching is asked for because only with it the search goes by vectors, several bytes a step; with the
/// crate's standard kind it goes state by state, ten times slower. Patterns want three bytes or more. The states, which are
/// hardly gone through then, are those that are soonest made.
#[must_use]
pub(super) fn scanner<P: AsRef<[u8]>>(patterns: impl IntoIterator<Item = P>) -> Option<AhoCorasick> {
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).kind(kind).build(patterns).ok()
}

/// Whether a text begins with the name of a unit in small letters, one of them or several: "paragraph (3)", "clauses".
pub(super) fn begins_with_unit(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let one = word.strip_suffix('s').unwrap_or(word);
    matches!(
        one,
        "section"
            | "subsection"
            | "subdivision"
            | "paragraph"
            | "subparagraph"
            | "clause"
            | "subclause"
            | "item"
            | "article"
    )
}

/// Phrases to look for in a run of tokens, by their first word.
#[derive(Debug, Default)]
pub struct Phrases {
    by_first: FxHashMap<WordHash, Vec<Phrase>>,
}

#[derive(Debug)]
struct Phrase {
    rest: Vec<WordHash>,
    advice: String,
}

impl Phrases {
    /// The phrases of a list, longest first where they begin alike.
    #[must_use]
    pub fn of(list: &WordList) -> Self {
        let mut by_first: FxHashMap<WordHash, Vec<Phrase>> = FxHashMap::default();
        let plain = list.words.iter().map(|w| (w.as_str(), ""));
        for (phrase, advice) in plain.chain(list.advice.iter().map(|(w, a)| (w.as_str(), a.as_str()))) {
            let mut words = phrase.split([' ', '-']).filter(|w| !w.is_empty()).map(word_of);
            let Some(first) = words.next() else { continue };
            let phrase = Phrase { rest: words.collect(), advice: advice.to_owned() };
            by_first.entry(first).or_default().push(phrase);
        }
        for same in by_first.values_mut() {
            same.sort_by(|a, b| (b.rest.len(), &a.rest).cmp(&(a.rest.len(), &b.rest)));
        }
        Self { by_first }
    }

    /// The longest phrase that begins at `tokens[at]`: one past its last token, and its advice.
    ///
    /// A hyphen between two of its words counts as a space.
    #[must_use]
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, &str)> {
        let first = tokens.get(at).filter(|t| t.kind() == TokenKind::Word)?;
        let same = self.by_first.get(&first.word)?;
        same.iter().find_map(|phrase| {
            let mut next = at + 1;
            for word in &phrase.rest {
                if tokens.get(next).is_some_and(|t| t.is('-')) {
                    next += 1;
                }
                if tokens.get(next)?.word != *word {
                    return None;
                }
                next += 1;
            }
            Some((next, phrase.advice.as_str()))
        })
    }

    /// Every phrase in a run of tokens, the longest at each place: where it stands, and its advice.
    pub fn find<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = (Span, &'a str)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(first) = tokens.get(at) {
                if let Some((next, advice)) = self.at(tokens, at) {
                    let span = tokens.get(next - 1).map_or(first.span(), |last| first.span().to(last.span()));
                    at = next;
                    return Some((span, advice));
                }
                at += 1;
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    #[test]
    fn every_list_is_well_formed_and_names_its_source() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/words");
        for file in std::fs::read_dir(dir).expect("the lists").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a list");
            let list: WordList = toml::from_str(&text).expect("a well-formed list");
            assert!(!list.source.is_empty(), "{}: no source", file.path().display());
        }
    }

    #[test]
    fn the_longest_phrase_wins() {
        let list = WordList::read("[advice]\n\"null\" = \"a\"\n\"null and void\" = \"b\"");
        let phrases = Phrases::of(&list);
        let text = "it is Null and void";
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        assert_eq!(phrases.at(&tokens, 2), Some((5, "b")));
        assert_eq!(phrases.at(&tokens, 3), None);
    }
}
