//! Headings that name a unit: "PART I", "Article 5a — Fees".

use smol_str::SmolStr;

use super::numeral::{Ordinal, Series, readings};

/// The word a unit is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is the word it says")]
pub enum UnitWord {
    Book,
    Title,
    Subtitle,
    Part,
    Subpart,
    Chapter,
    Subchapter,
    Division,
    Subdivision,
    Annex,
    Appendix,
    Schedule,
    Exhibit,
    Protocol,
    Article,
    Section,
    Rule,
}

/// A unit's name at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitName {
    /// Its word.
    pub word: UnitWord,
    /// Length of word and number in bytes.
    pub len: usize,
    /// The number, bare; none for "PROTOCOL", "SCHEDULE".
    pub key: Option<SmolStr>,
    /// The last number of a range.
    pub through: Option<SmolStr>,
    /// The word is printed in capitals.
    pub capitals: bool,
}

/// Words that headings begin with, by first letter: cheap test before the grammar is asked.
const WORDS: [&str; 20] = [
    "book",
    "title",
    "subtitle",
    "part",
    "subpart",
    "chapter",
    "subchapter",
    "division",
    "subdivision",
    "annex",
    "appendix",
    "schedule",
    "exhibit",
    "attachment",
    "protocol",
    "article",
    "art.",
    "sec",
    "regulation",
    "rule",
];

/// The unit that a line names, where it begins with a unit word and perhaps a number.
#[must_use]
pub fn unit_name(line: &str) -> Option<UnitName> {
    let bytes = line.as_bytes();
    if !matches!(bytes.first()?, b'A' | b'B' | b'C' | b'D' | b'E' | b'P' | b'R' | b'S' | b'T' | b's') {
        return None;
    }
    let begins = |w: &&str| bytes.len() >= w.len() && bytes[..w.len()].eq_ignore_ascii_case(w.as_bytes());
    if !WORDS.iter().any(begins) && !begins(&"clause") {
        return None;
    }
    let mut end = line.len().min(80);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let name = grammar::read(line.get(..end)?)?;
    // "Part of", "Section in": words, not numbers.
    let numbered = name.key.as_deref().is_none_or(|k| k.len() == 1 || readings(k).iter().any(|o| is_number(k, o)));
    numbered.then_some(name)
}

/// Whether a reading makes a heading's number: any but a pair of unlike letters.
fn is_number(key: &str, o: Ordinal) -> bool {
    let pair = matches!(o.series, Series::Lower | Series::Upper) && key.len() > 1 && o.minor == 0;
    let alike = key.as_bytes().windows(2).all(|w| w[0] == w[1]);
    (!pair || alike) && !matches!(o.series, Series::LowerRoman)
}

mod grammar {
    use pest::Parser as _;
    use smol_str::SmolStr;

    use super::{UnitName, UnitWord};

    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/headings.pest"]
    struct Headings;

    /// Reads a unit's name with the grammar.
    pub fn read(text: &str) -> Option<UnitName> {
        let pair = Headings::parse(Rule::unit, text).ok()?.next()?;
        let mut word = None;
        let (mut key, mut through) = (None, None);
        let mut len = 0;
        let mut capitals = false;
        for inner in pair.into_inner() {
            let at = inner.as_str();
            let what = inner.as_rule();
            len = inner.as_span().end();
            match what {
                Rule::number => key = Some(bare(at)),
                Rule::through => through = Some(bare(at)),
                other => {
                    word = Some(word_of(other)?);
                    capitals = at.bytes().all(|b| !b.is_ascii_lowercase());
                }
            }
        }
        Some(UnitName { word: word?, len, key, through, capitals })
    }

    fn bare(text: &str) -> SmolStr {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    fn word_of(what: Rule) -> Option<UnitWord> {
        Some(match what {
            Rule::book => UnitWord::Book,
            Rule::title => UnitWord::Title,
            Rule::subtitle => UnitWord::Subtitle,
            Rule::part => UnitWord::Part,
            Rule::subpart => UnitWord::Subpart,
            Rule::chapter => UnitWord::Chapter,
            Rule::subchapter => UnitWord::Subchapter,
            Rule::division => UnitWord::Division,
            Rule::subdivision => UnitWord::Subdivision,
            Rule::annex => UnitWord::Annex,
            Rule::appendix => UnitWord::Appendix,
            Rule::schedule => UnitWord::Schedule,
            Rule::exhibit => UnitWord::Exhibit,
            Rule::protocol => UnitWord::Protocol,
            Rule::article => UnitWord::Article,
            Rule::section => UnitWord::Section,
            Rule::regulation => UnitWord::Rule,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_units_are_read() {
        for (line, word, label, key) in [
            ("PART I", UnitWord::Part, "PART I", Some("I")),
            ("CHAPTER 67—CHILD CARE", UnitWord::Chapter, "CHAPTER 67", Some("67")),
            ("Article 5a Fees", UnitWord::Article, "Article 5a", Some("5a")),
            ("Article  1", UnitWord::Article, "Article  1", Some("1")),
            ("ARTICLE IV. Fees", UnitWord::Article, "ARTICLE IV", Some("IV")),
            ("Art. 3", UnitWord::Article, "Art. 3", Some("3")),
            ("SEC. 4. Fees", UnitWord::Section, "SEC. 4", Some("4")),
            ("Section 12.3 Fees", UnitWord::Section, "Section 12.3", Some("12.3")),
            ("PART IV.1", UnitWord::Part, "PART IV.1", Some("IV.1")),
            ("Subpart 2—Fees", UnitWord::Subpart, "Subpart 2", Some("2")),
            ("SCHEDULE", UnitWord::Schedule, "SCHEDULE", None),
            ("Appendix 30A (Rev.)", UnitWord::Appendix, "Appendix 30A", Some("30A")),
        ] {
            let name = unit_name(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((name.word, &line[..name.len], name.key.as_deref()), (word, label, key), "{line}");
        }
        for line in ["Parties", "Articles of association", "Titled", "The Part", "Bookkeeping"] {
            assert_eq!(unit_name(line), None, "{line}");
        }
    }
}
