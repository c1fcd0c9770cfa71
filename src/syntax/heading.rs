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

/// The unit that a line names, where it begins with a unit word and perhaps a number.
#[must_use]
pub fn unit_name(line: &str) -> Option<UnitName> {
    let bytes = line.as_bytes();
    if !matches!(bytes.first()?, b'A' | b'B' | b'C' | b'D' | b'E' | b'P' | b'R' | b'S' | b'T' | b's') {
        return None;
    }
    let word = unit_word(bytes)?;
    let mut end = line.len().min(80);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = line.get(..end)?;
    let name = match plain(head, word) {
        Plain::Is(name) => name,
        Plain::No => return None,
        Plain::Unsure => grammar::read(head)?,
    };
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

/// The unit word that a line begins with, and its length.
fn unit_word(line: &[u8]) -> Option<(UnitWord, usize)> {
    let mut low = [0u8; 12];
    let mut len = 0;
    for b in line.iter().take_while(|b| b.is_ascii_alphabetic()) {
        *low.get_mut(len)? = b.to_ascii_lowercase();
        len += 1;
    }
    let point = line.get(len) == Some(&b'.');
    Some(match low.get(..len)? {
        b"book" => (UnitWord::Book, len),
        b"title" => (UnitWord::Title, len),
        b"subtitle" => (UnitWord::Subtitle, len),
        b"part" => (UnitWord::Part, len),
        b"subpart" => (UnitWord::Subpart, len),
        b"chapter" => (UnitWord::Chapter, len),
        b"subchapter" => (UnitWord::Subchapter, len),
        b"division" => (UnitWord::Division, len),
        b"subdivision" => (UnitWord::Subdivision, len),
        b"annex" => (UnitWord::Annex, len),
        b"appendix" => (UnitWord::Appendix, len),
        b"schedule" => (UnitWord::Schedule, len),
        b"exhibit" | b"attachment" => (UnitWord::Exhibit, len),
        b"protocol" => (UnitWord::Protocol, len),
        b"article" => (UnitWord::Article, len),
        b"art" if point => (UnitWord::Article, len + 1),
        b"section" => (UnitWord::Section, len),
        b"sec" if point => (UnitWord::Section, len + 1),
        b"regulation" | b"rule" | b"clause" => (UnitWord::Rule, len),
        b"reg" if point => (UnitWord::Rule, len + 1),
        _ => return None,
    })
}

enum Plain {
    Is(UnitName),
    No,
    /// Only the grammar can tell: an inserted unit, a range, "No.".
    Unsure,
}

/// Reads the number behind a unit word by bytes, as the grammar does.
fn plain(text: &str, (word, len): (UnitWord, usize)) -> Plain {
    let bytes = text.as_bytes();
    let run = |at: usize, most: usize, is: fn(&u8) -> bool| {
        bytes.get(at..).unwrap_or(&[]).iter().take(most).take_while(|b| is(b)).count()
    };
    // End of the white space from a place on.
    let white = |mut at: usize| loop {
        match bytes.get(at..).unwrap_or(&[]) {
            [b' ' | b'\t', ..] => at += 1,
            [0xc2, 0xa0, ..] => at += 2,
            [0xe2, 0x80, 0xaf | 0x89, ..] => at += 3,
            _ => return at,
        }
    };
    let edge = |at: usize| match bytes.get(at..).unwrap_or(&[]) {
        [b'\'' | b'/', ..] | [0xe2, 0x80, 0x99, ..] => false,
        [b, ..] => !b.is_ascii_alphanumeric(),
        [] => true,
    };
    let capitals = bytes.iter().take(len).all(|b| !b.is_ascii_lowercase());
    let name = |len: usize, key: Option<&str>| {
        Plain::Is(UnitName { word, len, key: key.map(SmolStr::new), through: None, capitals })
    };
    let from = white(len);
    let alone = |len: usize| if edge(len) { name(len, None) } else { Plain::No };
    if from == len {
        return alone(len);
    }
    if bytes.get(from..).is_some_and(|b| b.starts_with(b"No.")) {
        return Plain::Unsure;
    }
    let digits = run(from, 6, u8::is_ascii_digit);
    let mut end = from + digits;
    if digits > 0 {
        if latin(bytes, end) {
            return Plain::Unsure;
        }
        end += run(end, 2, u8::is_ascii_alphabetic);
        while bytes.get(end) == Some(&b'.') {
            let more = run(end + 1, 4, u8::is_ascii_digit);
            if more == 0 {
                break;
            }
            end += 1 + more;
        }
        if matches!(bytes.get(end), Some(b'-' | 0xe2)) {
            let dash = match bytes.get(end..).unwrap_or(&[]) {
                [b'-', ..] => 1,
                [0xe2, 0x80, 0x93 | 0x91, ..] => 3,
                _ => 0,
            };
            let more = run(end + dash, 4, u8::is_ascii_alphanumeric);
            let ends = !bytes.get(end + dash + more).is_some_and(u8::is_ascii_alphanumeric);
            if dash > 0 && more > 0 && ends {
                end += dash + more;
            }
        }
    } else {
        let letters = run(from, 7, u8::is_ascii_alphabetic);
        if letters == 0 {
            return alone(len);
        }
        let two = run(from, 2, u8::is_ascii_alphabetic);
        let sub = run(from + two + 1, 3, u8::is_ascii_digit);
        end = from + letters;
        if sub > 0 && matches!(bytes.get(from + two), Some(b'-' | b'.')) {
            end = from + two + 1 + sub;
            while bytes.get(end) == Some(&b'.') {
                let more = run(end + 1, 3, u8::is_ascii_digit);
                if more == 0 {
                    break;
                }
                end += 1 + more;
            }
        } else if bytes.get(end) == Some(&b'.') {
            let more = run(end + 1, 2, u8::is_ascii_digit);
            end += if more > 0 { 1 + more } else { 0 };
        }
    }
    let next = white(end);
    if latin(bytes, next) {
        return Plain::Unsure;
    }
    if !edge(end) {
        return alone(len);
    }
    // "Articles 3 to 5", "PARTS I–III"
    let rest = bytes.get(next..).unwrap_or(&[]);
    if rest.starts_with("–".as_bytes()) || next > end && (rest.starts_with(b"to") || rest.starts_with(b"and")) {
        return Plain::Unsure;
    }
    name(end, text.get(from..end))
}

/// Whether a suffix of inserted units may begin at a place.
fn latin(bytes: &[u8], at: usize) -> bool {
    let at = match bytes.get(at..).unwrap_or(&[]) {
        [b' ' | b'\t', ..] => at + 1,
        [0xc2, 0xa0, ..] => at + 2,
        [0xe2, 0x80, 0xaf | 0x89, ..] => at + 3,
        _ => at,
    };
    matches!(
        bytes.get(at..at + 3),
        Some(b"bis" | b"ter" | b"qua" | b"qui" | b"pen" | b"sex" | b"sep" | b"oct" | b"non" | b"nov" | b"dec")
    )
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
            ("Appendix A.6.3.  Old White Space", UnitWord::Appendix, "Appendix A.6.3", Some("A.6.3")),
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

    #[test]
    fn names_read_by_bytes_are_read_as_the_grammar_does() {
        let words =
            ["PART", "Part", "Art.", "ART", "Sec.", "Section", "section", "Schedule", "Attachment", "Reg.", "Annexes"];
        let spaces = ["", " ", "  ", "\u{a0}", "—", ".", "’s "];
        let numbers = [
            "",
            "5",
            "5a",
            "17AB",
            "5abc",
            "1234567",
            "3.4",
            "3.4.1",
            "2.",
            "5-1",
            "5–A1",
            "5-abcde",
            "I",
            "IV",
            "IV.1",
            "A-1",
            "A.1234",
            "of",
            "sixteen",
            "eighteens",
            "ONE",
            "No. 4",
            "5bis",
            "V bis",
            "(1)",
            "’",
        ];
        let tails = [
            "",
            " ",
            ".",
            " Fees",
            "—Fees",
            " to 7",
            " and VI",
            " and others",
            " – 9",
            "–9",
            " bis",
            "/3",
            "'s",
            "’s",
            "x",
            ", 4",
        ];
        for word in words {
            for space in spaces {
                for number in numbers {
                    for tail in tails {
                        let text = format!("{word}{space}{number}{tail}");
                        let reference = grammar::read(&text);
                        let read = match unit_word(text.as_bytes()).map(|w| plain(&text, w)) {
                            Some(Plain::Is(name)) => Some(name),
                            Some(Plain::Unsure) => continue,
                            Some(Plain::No) | None => None,
                        };
                        assert_eq!(read, reference, "{text:?}");
                    }
                }
            }
        }
    }
}
