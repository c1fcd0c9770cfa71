//! Which citations of another instrument's units are looked up in that document, and what is asked of either before the two
//! are looked at together.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::corpus::Entry;
use crate::document::{Document, ProvisionId, Status};
use crate::references::Reference;
use crate::span::Span;
use crate::text::word_of;

/// Words for units that not every text has: "article 32" is no section of regulations, but speaks of others of that name,
/// or of a schedule to them.
const OWN_WORDS: [&str; 8] = ["article", "rule", "regulation", "schedule", "chapter", "part", "annex", "form"];

/// One of [`OWN_WORDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OwnWord(u8);

impl OwnWord {
    fn of(word: &str) -> Option<Self> {
        let word = word.trim_end_matches('.').trim_end_matches(['s', 'S']);
        OWN_WORDS.iter().position(|own| own.eq_ignore_ascii_case(word)).map(|at| Self(at as u8))
    }
}

/// A label that a citation gives for a unit of another instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Hash of the instrument's name.
    pub(super) name: u64,
    /// Hash of the label.
    label: u64,
    place: Where,
    word: Option<OwnWord>,
}

/// Where in its address a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    /// First; the number that it is.
    First(u32),
    /// Behind another.
    Inside,
}

/// The labels of a document, as citations from elsewhere ask for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Hashes of its units' labels, whatever their level; none where they do not tell what it lacks.
    hashes: Vec<u64>,
    /// What its units at the top go by.
    word: Option<OwnWord>,
    /// Numbers below this are those of units at the top, without gaps of more than one, from 1; 0 where it is not so.
    run: u32,
}

/// Whether a citation of another document is looked up there: not one in words that are quoted, nor of what was or will be.
#[must_use]
pub fn is_looked_up(entry: &Entry, reference: &Reference) -> bool {
    let in_force = || entry.analysis.document.get(reference.provision).status == Status::InForce;
    !reference.quoted && !reference.relative && in_force() && !is_historic(&entry.source.text, reference.span)
}

/// "former section 5", "section 5 as in effect before …", "the day on which section 5 comes into force": the unit is
/// meant as it was or will be.
#[must_use]
pub fn is_historic(text: &str, span: Span) -> bool {
    let mut from = (span.start as usize).saturating_sub(60);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end as usize + 80).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..span.start as usize).unwrap_or("");
    let after = text.get(span.end as usize..to).unwrap_or("");
    let says = |words: &Option<AhoCorasick>, part: &str| words.as_ref().is_some_and(|words| words.is_match(part));
    says(&BEFORE, before) || says(&BEHIND, after)
}

/// Words before a citation of what was or will be.
static BEFORE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    any_of(&["former", "repeal", "old ", "previous", "then ", "coming into force", "other than", "except"])
});

/// Words behind one.
static BEHIND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    any_of(&["in effect", "in force", "into force", "before ", "prior to", "as it read", "[Repealed"])
});

/// A search by vectors: with leftmost-first matching it goes several bytes a step, and its states are hardly gone through.
fn any_of(words: &[&str]) -> Option<AhoCorasick> {
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).kind(kind).build(words).ok()
}

/// Adds the labels that a citation of the instrument of that name gives, those that it may turn out to lack. `unit` is the
/// citation's word for a unit.
pub(super) fn add_addresses(name: u64, unit: Option<&str>, reference: &Reference, out: &mut Vec<Address>) {
    let word = unit.and_then(OwnWord::of);
    for target in &reference.targets {
        for (n, label) in target.labels().enumerate() {
            let place = match (n, label.parse()) {
                (0, Ok(number)) => Where::First(number),
                (0, Err(_)) => continue,
                _ => Where::Inside,
            };
            out.push(Address { name, label: word_of(label), place, word });
        }
    }
}

impl Labels {
    /// The labels of a document.
    #[must_use]
    pub fn of(doc: &Document) -> Self {
        let all = || doc.provisions.iter().flat_map(|p| p.label.iter().chain(p.margin.as_deref()));
        let labelled = doc.provisions.iter().filter(|p| p.label.is_some() || p.margin.is_some());
        // One that has hardly any may be only a part, or be read wrongly.
        if labelled.take(2).count() < 2 || all().any(|l| l.through.is_some()) {
            return Self::default();
        }
        // Labels of one letter or figure are most of them, and few.
        let (mut hashes, mut single) = (Vec::new(), 0_u128);
        for label in all() {
            if let [byte @ ..0x80] = *label.key.as_bytes() {
                let before = single;
                single |= 1 << byte;
                if single == before {
                    continue;
                }
            }
            hashes.push(word_of(&label.key));
        }
        hashes.sort_unstable();
        hashes.dedup();
        let word = tops(doc).next().and_then(|id| OwnWord::of(doc.get(id).kind.name()));
        Self { hashes, word, run: run(doc) }
    }

    /// Whether they tell what the document lacks.
    #[must_use]
    pub const fn tell(&self) -> bool {
        !self.hashes.is_empty()
    }

    /// Whether the document has a unit of that label at any level: then it may be meant, as levels may be read wrongly.
    #[must_use]
    pub fn have(&self, label: &str) -> bool {
        self.hashes.binary_search(&word_of(label)).is_ok()
    }

    /// Whether the document has units of that word.
    #[must_use]
    pub fn fit(&self, word: &str) -> bool {
        self.fits(OwnWord::of(word))
    }

    fn fits(&self, word: Option<OwnWord>) -> bool {
        word.is_none() || word == self.word
    }

    /// Whether the text numbers its units through from 1, so that this number, a whole one, lies past its end or in a gap.
    #[must_use]
    pub fn run_up_to(&self, label: &str) -> bool {
        label.parse().is_ok_and(|number| self.runs_up_to(number))
    }

    const fn runs_up_to(&self, number: u32) -> bool {
        let reach = self.run.saturating_mul(2);
        self.run > 2 && number > 0 && (number < reach || number < 20)
    }

    /// Whether a citation of the document may find nothing there.
    pub(super) fn may_lack(&self, address: &Address) -> bool {
        let placed = match address.place {
            Where::First(number) => self.runs_up_to(number),
            Where::Inside => true,
        };
        placed && self.tell() && self.fits(address.word) && self.hashes.binary_search(&address.label).is_err()
    }
}

/// The number after those that the units at the top have; 0 where sections are left out, as in an extract.
fn run(doc: &Document) -> u32 {
    let mut next = 1;
    for id in tops(doc) {
        let Some(number) = doc.get(id).label.as_ref().and_then(|l| l.key.parse::<u32>().ok()) else { continue };
        if number > next + 1 {
            return 0;
        }
        next = next.max(number + 1);
    }
    next
}

/// Units at the top of the text, those of parts and chapters in their place.
pub fn tops(doc: &Document) -> impl Iterator<Item = ProvisionId> + '_ {
    let mut next = ProvisionId(1);
    std::iter::from_fn(move || {
        while next < doc.get(Document::ROOT).end {
            let id = next;
            if doc.get(id).kind.is_container() {
                next = ProvisionId(id.0 + 1);
                continue;
            }
            next = doc.get(id).end;
            if doc.get(id).label.is_some() {
                return Some(id);
            }
        }
        None
    })
}
