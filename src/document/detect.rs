//! Which drafting tradition a text is of, judged by its labels and set phrases.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::groups::opener;
use super::model::Rank;
use super::rows::{Row, Tag};
use crate::syntax::{Follow, Form, Ordinal, Profile, Series, UnitWord, label_at, readings, unit_name};

/// Rows looked at.
const SAMPLE: usize = 4000;

/// Phrases that are looked for in many texts: how each is looked for is worked out once.
struct Phrases(LazyLock<Vec<Finder<'static>>>);

impl Phrases {
    /// Whether so many of them stand in a text.
    fn stand_in(&self, text: &str, least: usize) -> bool {
        self.0.iter().filter(|phrase| phrase.find(text.as_bytes()).is_some()).take(least).count() == least
    }
}

/// Phrases as constants.
macro_rules! phrases {
    ($($phrase:literal),+ $(,)?) => {
        Phrases(LazyLock::new(|| [$($phrase),+].iter().map(|phrase: &&'static str| Finder::new(*phrase)).collect()))
    };
}

/// The enacting words of Acts of Canada, which are looked for in every text.
static CANADA: Phrases = phrases!["Senate and House of Commons of Canada, enact"];
/// The enacting clause of the Congress.
static CONGRESS: Phrases = phrases!["of the United States of America in Congress assembled"];
static UNION: Phrases = phrases![
    "THE EUROPEAN PARLIAMENT AND THE COUNCIL",
    "HAS ADOPTED THIS",
    "HAVE ADOPTED THIS",
    "Official Journal of the European Union",
    "Treaty on the Functioning of the European Union",
    "THE EUROPEAN COMMISSION",
    "THE COUNCIL OF THE EUROPEAN UNION",
];
static KEYWORDS: Phrases =
    phrases!["MUST NOT", "RFC 2119", "BCP 14", "SHALL NOT\", \"SHOULD", "Internet-Draft", "Request for Comments"];
static CONTRACT: Phrases = phrases![
    "his Agreement",
    "the Agreement",
    "WHEREAS",
    "Whereas",
    "hereto",
    "the parties",
    "the Parties",
    "by and between",
    "hereinafter",
    "IN WITNESS WHEREOF",
    "Effective Date",
];
/// How a document of the Internet's standards calls itself.
static REQUEST: Phrases = phrases!["Request for Comments:"];
static KINGDOM: Phrases = phrases![
    "Be it enacted by the King",
    "Be it enacted by being passed by",
    "The Bill for this Act of the Scottish Parliament",
    "Having been passed by Senedd Cymru",
    "BE IT ENACTED by the",
    "Be it enacted by the Queen",
    "The Secretary of State makes",
    "makes the following Regulations in exercise",
];
/// With these a text calls itself a Recommendation, a standard or a specification.
static STANDARD: Phrases = phrases!["his Recommendation", "his Standard", "his specification"];

/// The beginning of the text, in which set phrases are looked for.
fn head(text: &str) -> &str {
    let mut end = text.len().min(64 * 1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The profile that fits the text best.
pub fn profile(text: &str, rows: &[Row], wrapped: bool) -> Profile {
    let head = head(text);
    // Set phrases are looked for only where the labels have not settled it.
    let several = |all: &Phrases, least: usize| all.stand_in(head, least);
    if several(&CANADA, 1) {
        return Profile::CaAct;
    }
    let seen = Seen::of(text, rows);
    if seen.sign > 0 && seen.sign * 2 >= seen.articles {
        return Profile::UsCode;
    }
    if several(&CONGRESS, 1) {
        return Profile::UsCode;
    }
    if seen.run >= 8 && seen.articles >= 2 {
        return Profile::ItuTreaty;
    }
    if seen.preambular >= 1 && seen.operative >= 1 && seen.articles <= 2 {
        return Profile::ItuResolution;
    }
    if seen.subsections >= 2 && seen.bare > seen.articles && !wrapped {
        return Profile::CaAct;
    }
    if seen.articles >= 1 && several(&UNION, 2) {
        return Profile::EuAct;
    }
    if several(&KEYWORDS, 2) || several(&REQUEST, 1) {
        return Profile::Rfc;
    }
    if several(&CONTRACT, 3) {
        return Profile::Contract;
    }
    if several(&KINGDOM, 1) {
        return Profile::UkAct;
    }
    // A standard numbers its clauses as an Act does, and names itself.
    if !wrapped
        && seen.bare > seen.articles
        && seen.bare > seen.dotted
        && seen.decimal * 3 <= seen.bare
        && (seen.bracketed > 0 || seen.bare >= 2)
        && !several(&STANDARD, 1)
    {
        return Profile::CaAct;
    }
    Profile::Generic
}

/// What was counted.
#[derive(Default)]
struct Seen {
    sign: u32,
    bare: u32,
    dotted: u32,
    decimal: u32,
    articles: u32,
    bracketed: u32,
    /// Longest run of ascending bare numbers at line beginnings.
    run: u32,
    preambular: u32,
    operative: u32,
    /// Bare numbers with "(1)" behind them.
    subsections: u32,
}

impl Seen {
    fn of(text: &str, rows: &[Row]) -> Self {
        let mut seen = Self::default();
        let mut last: Option<Ordinal> = None;
        for (i, row) in rows.iter().enumerate().take(SAMPLE).filter(|(_, r)| r.tag == Tag::Law) {
            let line = row.of(text);
            let first = line.as_bytes().first().copied().unwrap_or(0);
            match first {
                b'(' => seen.bracketed += 1,
                b'[' | 0xc2 => seen.sign += u32::from(line.starts_with('§') || line.starts_with("[§")),
                b'0'..=b'9' => seen.number(line, row.indent, &mut last),
                // "C.01.024 (2)", "B.22.032": divisions counted by letter.
                b'A'..=b'Z' if line.as_bytes().get(1) == Some(&b'.') => seen.number(line, row.indent, &mut last),
                _ => {}
            }
            if first.is_ascii_alphabetic() && line.len() <= 160 {
                let article = || unit_name(line).is_some_and(|n| n.word == UnitWord::Article && n.key.is_some());
                seen.articles += u32::from(first == b'A' && article());
                if first.is_ascii_lowercase() && line.len() <= 60 && alone(rows, i, text) {
                    match opener(line) {
                        Some(Rank::Preamble) => seen.preambular += 1,
                        Some(_) => seen.operative += 1,
                        None => {}
                    }
                }
            }
        }
        seen
    }

    fn number(&mut self, line: &str, indent: u16, last: &mut Option<Ordinal>) {
        let Some(mark) = label_at(line) else { return };
        let rest = line.get(mark.len..).unwrap_or("").trim_start();
        let begins = rest.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '[');
        if mark.form == Form::Dot && begins && indent == 0 {
            self.dotted += 1;
        }
        if mark.form == Form::Decimal && begins {
            self.decimal += 1;
        }
        if indent == 0 && begins && matches!(mark.form, Form::Bare | Form::Decimal) {
            self.bare += 1;
        }
        self.subsections +=
            u32::from(indent == 0 && matches!(mark.form, Form::Bare | Form::Decimal) && rest.starts_with("(1) "));
        if mark.form != Form::Bare || rest.is_empty() {
            return;
        }
        let Some(ordinal) = readings(&mark.key).of(Series::Arabic) else { return };
        match last.map(|l| ordinal.after(l)) {
            Some(Follow::Next) => self.run += 1,
            Some(Follow::Gap(n)) if n < 5 => {}
            Some(_) => return,
            None => {}
        }
        *last = Some(ordinal);
    }
}

/// Whether a row with the opening words of a resolution's part stands by itself, above a label or a new paragraph.
fn alone(rows: &[Row], i: usize, text: &str) -> bool {
    let row = rows[i];
    let after = rows.get(i + 1).map_or("", |n| n.of(text));
    let before = i.checked_sub(1).map_or("", |b| rows[b].of(text));
    let fresh = row.blank_before || row.page_before || before.is_empty() || before.ends_with([',', ';', '.']);
    let line = row.of(text);
    let bare = line.len() <= 30 && line.split_whitespace().count() <= 2 && row.len() < 40;
    if fresh && bare && !line.ends_with(['.', ';', ',', ':']) {
        return true;
    }
    // Right below a title the one word "considering" above "a)" is as sure.
    (fresh || bare && line.len() > 6)
        && !row.of(text).ends_with(['.', ';'])
        && label_at(after).is_some_and(|m| readings(&m.key).iter().any(|o| o.is_first()))
}

#[cfg(test)]
mod tests {
    use crate::document::read;
    use crate::source::Source;
    use crate::syntax::Profile;

    fn of(text: &str) -> Profile {
        read(&Source::new("draft.txt", text.to_owned()), None).profile
    }

    #[test]
    fn enacting_words_tell_the_tradition() {
        let congress = "Be it enacted by the Senate and House of Representatives of the United States of America in \
                        Congress assembled,\n\nSEC. 1. SHORT TITLE.\n\nThis Act may be cited as the Pilots Act.\n";
        assert_eq!(of(congress), Profile::UsCode);
        let assembly =
            "Be it enacted by being passed by the Northern Ireland Assembly as follows:\n\n1. A pilot is licensed.\n";
        assert_eq!(of(assembly), Profile::UkAct);
    }

    #[test]
    fn numbers_with_a_point_are_no_sections_of_an_act_of_canada() {
        let (bare, dotted) = ["", "."].map(|point| {
            format!(
                "1{point} The Board meets.\n\n(1) It sits in May.\n\n2{point} The Board reports.\n\n3{point} The Board ends.\n"
            )
        })
        .into();
        assert_eq!((of(&bare), of(&dotted)), (Profile::CaAct, Profile::Generic));
    }
}
