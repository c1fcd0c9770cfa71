//! Whether a noun phrase names someone who can bear a duty.

use super::clause::{Phrase, phrase};
use super::words::{Range, Words, any};
use crate::definitions::{Form, Terms};
use crate::text::lexicon::bit;
use crate::text::{ContentHasher, ContentKey, WordHash, word, word_of};

use rustc_hash::FxHashSet;

/// Names that the text itself gives to parties and persons.
#[derive(Debug, Default)]
pub struct Parties(FxHashSet<WordHash>);

impl Parties {
    /// Last words of terms that a text defines as a person or party ("the “Buyer”").
    pub fn of(text: &str, terms: &Terms) -> Self {
        let mut names = FxHashSet::default();
        for d in &terms.definitions {
            let Some(last) = d.key.split_whitespace().next_back() else { continue };
            let body = d.body.of(text);
            let person = match d.form {
                Form::Name => {
                    let tail = body.trim_end_matches(|c: char| !c.is_alphanumeric());
                    tail.ends_with("Inc")
                        || tail.ends_with("Ltd")
                        || tail.ends_with("LLC")
                        || tail.ends_with("orporation")
                }
                _ => {
                    let first =
                        body.split_whitespace().find(|t| !matches!(*t, "a" | "an" | "any" | "the" | "means" | "each"));
                    first.is_some_and(|t| {
                        let bits = crate::text::lexicon::lexicon()
                            .bits(word_of(t.trim_matches(|c: char| !c.is_alphanumeric())));
                        bits & bit::AGENT != 0 && bits & bit::THING == 0
                    })
                }
            };
            if person {
                names.insert(word_of(last));
            }
        }
        Self(names)
    }

    /// What the names are known by, in whatever order they were met.
    pub fn key(&self) -> ContentKey {
        let mut names: Vec<WordHash> = self.0.iter().copied().collect();
        names.sort_unstable();
        let mut hasher = ContentHasher::new();
        hasher.add(names);
        hasher.key()
    }
}

/// How sure it is that a phrase names one who can act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agency {
    /// A thing, an act, a text.
    Thing,
    /// Nothing known.
    Unknown,
    /// A person, a body, a state.
    Agent,
}

/// Whether the word ends as names of those who act do ("lessor", "carrier").
const fn is_actor(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [.., b'o' | b'e', b'r']
            | [.., b'e', b'e']
            | [.., b'a', b'n', b't']
            | [.., b'i', b's', b't']
            | [.., b'i', b'a', b'n']
            | [.., b'o' | b'e', b'r', b's']
            | [.., b'e', b'e', b's']
    )
}

/// Whether the word ends as names of acts and qualities do ("payment", "validity").
const fn is_abstract(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [.., b't', b'i', b'o', b'n']
            | [.., b'm', b'e', b'n', b't']
            | [.., b'n', b'e', b's', b's']
            | [.., b'i', b't', b'y']
            | [.., b'a' | b'e', b'n', b'c', b'e']
            | [.., b'i', b'n', b'g']
            | [.., b'i', b's', b'm']
            | [.., b'u', b'r', b'e']
            | [.., b'a', b'g', b'e']
            | [.., b's', b'i', b's']
    )
}

/// Judges a subject.
pub fn agency(w: &Words<'_>, parties: &Parties, p: &Phrase) -> Agency {
    let head = p.head;
    if parties.0.contains(&w.word(head)) {
        return Agency::Agent;
    }
    if w.has(head, bit::PRON) {
        return if any!(w.word(head), "it", "them", "him", "us") { Agency::Unknown } else { Agency::Agent };
    }
    if any!(w.word(head), "who", "which", "that", "this", "these", "such", "it", "there") {
        return Agency::Thing;
    }
    if w.has(head, bit::AGENT) && !w.has(head, bit::THING) {
        return Agency::Agent;
    }
    if w.has(head, bit::THING) {
        return Agency::Thing;
    }
    let printed = w.printed(head);
    if w.capital(head) && company(w, p.range) {
        return Agency::Agent;
    }
    let first_of_sentence = head == p.range.0;
    let caps = w.get(head).is_some_and(|t| t.all_caps());
    if caps && printed.len() >= 2 && w.word(head) != word("ii") && w.word(head) != word("iii") {
        return Agency::Agent;
    }
    // "Neither Acme nor Bolt": names, for all that stands before them.
    let determined = (p.range.0..head).any(|k| w.has(k, bit::DET) && !any!(w.word(k), "neither", "either", "both"));
    if w.capital(head) && !determined && !first_of_sentence && !w.has(head, bit::VERB_ING) {
        return Agency::Agent;
    }
    let lemma = w.lemma(head);
    let noun = is_abstract(&lemma) || is_abstract(printed);
    // A bare noun in the singular at the beginning of a sentence is a name: other nouns need an article there.
    let bare = first_of_sentence && p.range.1 == head + 1 && !printed.ends_with('s');
    if w.capital(head) && bare && !noun && !w.has(head, bit::VERB | bit::NUM | bit::VAGUE) {
        return Agency::Agent;
    }
    if lemma.len() > 4 && (is_actor(&lemma) || printed.ends_with("ists")) && !w.has(head, bit::VERB | bit::VAGUE) {
        return Agency::Agent;
    }
    if noun {
        return Agency::Thing;
    }
    Agency::Unknown
}

fn company(w: &Words<'_>, (from, to): Range) -> bool {
    (from..to).any(|k| {
        any!(w.word(k), "inc", "ltd", "llc", "corp", "corporation", "plc", "gmbh", "company", "limited", "llp")
    })
}

/// The agent of a by-phrase after a passive, in `[from, to)`; none where "by" names a date, a means or an instrument.
pub fn by_agent(w: &Words<'_>, parties: &Parties, from: usize, to: usize) -> Option<Phrase> {
    for k in from..to {
        if !w.hidden(k) && w.has(k, bit::REL | bit::COND) {
            return None;
        }
        if w.hidden(k) || w.word(k) != word("by") {
            continue;
        }
        let end = (k + 1..to).find(|&j| w.stop(j) || w.word(j) == word("by")).unwrap_or(to);
        let Some(p) = phrase(w, (k + 1, end)) else { continue };
        if w.has(k + 1, bit::VERB_ING)
            || (p.range.0..=p.head).any(|j| any!(w.word(j), "means", "virtue", "reason", "way", "mutual", "mail"))
        {
            continue;
        }
        let clear = agency(w, parties, &p) == Agency::Agent
            && w.get(k + 1).is_some_and(|t| t.kind() != crate::text::TokenKind::Number);
        // "a report required by the Authority" after the verb's own object names another's act.
        if clear {
            let own = k == from || !w.participle(k - 1);
            // "by the controller for a review": what follows another preposition than "of" belongs to the act.
            let end = (p.head + 1..p.range.1).find(|&j| w.has(j, bit::PREP) && w.word(j) != word("of"));
            return own.then_some(Phrase { range: (p.range.0, end.unwrap_or(p.range.1)), ..p });
        }
    }
    None
}
