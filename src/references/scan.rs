//! One scan over a block for everything a citation can begin with.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// What a scan has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A unit word, or its beginning.
    Unit,
    /// "U.S.C.", "C.F.R.": the title's number stands before it.
    Code,
    /// "Public Law", "Pub. L.".
    Law,
    /// "Stat.": the volume stands before it.
    Stat,
    /// "ch. 645": a date stands before it.
    Session,
    /// "Resolution", "Regulation", "ITU-T": a number may follow.
    Numbered,
    /// A noun that instruments are called by.
    Noun,
    /// "resolves", "considering": a group of a resolution.
    Group,
    /// “ or «.
    Open,
    /// ” or ».
    Close,
    /// The straight quotation mark.
    Straight,
}

const UNITS: [&str; 21] = [
    "section",
    "subsection",
    "paragraph",
    "subparagraph",
    "clause",
    "subclause",
    "sub-",
    "article",
    "chapter",
    "subchapter",
    "part ",
    "parts ",
    "subpart",
    "title",
    "subtitle",
    "division",
    "schedule",
    "annex",
    "appendi",
    "item",
    "rule",
];
const UNITS_ONLY_LOWER: [&str; 9] = ["point", "art.", "arts.", "sec.", "para", "par.", "pars.", "subdivision", "nos."];
const UNITS_AS_GIVEN: [&str; 16] = [
    "§",
    "No. ",
    "Nos. ",
    "No.\u{a0}",
    "Nos.\u{a0}",
    "no. ",
    "Art.",
    "Arts.",
    "Sec.",
    "Para",
    "SECTION",
    "ARTICLE",
    "ANNEX",
    "APPENDIX",
    "Exhibit",
    "Recital",
];
const NOUNS: [&str; 25] = [
    "Act",
    "Agreement",
    "By-laws",
    "Charter",
    "Code",
    "Compact",
    "Constitution",
    "Convention",
    "Covenant",
    "Gazette",
    "Guidelines",
    "Journal",
    "Order",
    "Ordinance",
    "Plan",
    "Proclamation",
    "Protocol",
    "Register",
    "Regulation",
    "Rules",
    "Statute",
    "Tariff",
    "Treaty",
    "Directive",
    "Policy",
];
const NUMBERED: [&str; 9] =
    ["Resolution", "Recommendation", "Decision", "Opinion", "ITU-T", "ITU-R", "ITU-D", "CCITT", "CCIR"];
const GROUPS: [&str; 10] = [
    "resolves ",
    "considering ",
    "recognizing ",
    "noting ",
    "recalling ",
    "instructs ",
    "invites ",
    "emphasizing ",
    "bearing in mind ",
    "requests ",
];

struct Patterns {
    automaton: Option<AhoCorasick>,
    marks: Vec<Mark>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut words: Vec<String> = Vec::new();
    let mut marks = Vec::new();
    let mut add = |word: &str, mark: Mark| {
        words.push(word.to_owned());
        marks.push(mark);
    };
    for word in UNITS {
        add(word, Mark::Unit);
        let mut capital = word.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        add(&capital, Mark::Unit);
    }
    for word in UNITS_ONLY_LOWER.iter().chain(&UNITS_AS_GIVEN) {
        add(word, Mark::Unit);
    }
    for word in ["U.S.C", " USC ", "C.F.R", " CFR "] {
        add(word, Mark::Code);
    }
    for word in ["Public Law", "Pub. L.", "P.L. "] {
        add(word, Mark::Law);
    }
    add(" Stat. ", Mark::Stat);
    add(", ch. ", Mark::Session);
    for word in NUMBERED {
        add(word, Mark::Numbered);
    }
    for word in NOUNS {
        add(word, Mark::Noun);
    }
    for word in GROUPS {
        add(word, Mark::Group);
    }
    for (word, mark) in
        [("“", Mark::Open), ("«", Mark::Open), ("”", Mark::Close), ("»", Mark::Close), ("\"", Mark::Straight)]
    {
        add(word, mark);
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&words)
        .ok();
    Patterns { automaton, marks }
});

/// Every place in `text` where a citation can begin: offsets of the words found, and what they are.
pub(super) fn marks(text: &str) -> impl Iterator<Item = (usize, usize, Mark)> + '_ {
    let patterns: &'static Patterns = &PATTERNS;
    patterns
        .automaton
        .iter()
        .flat_map(move |a| a.find_iter(text))
        .map(|m| (m.start(), m.end(), patterns.marks.get(m.pattern().as_usize()).copied().unwrap_or(Mark::Straight)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let found: Vec<_> = marks("see subsection (a) of the Clean Air Act, 42 U.S.C. 7401").map(|m| m.2).collect();
        assert_eq!(found, [Mark::Unit, Mark::Noun, Mark::Code]);
    }
}
