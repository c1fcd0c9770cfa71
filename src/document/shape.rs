//! Small judgements on one line: does it look like a heading, a definition, a dead unit.

use super::model::{Kind, Status};
use crate::syntax::{Form, Profile, Series, UnitWord};

/// Longest heading, in bytes.
const HEADING: usize = 240;

/// Whether a line could be a heading: short, begins like one, and does not end like a sentence or a lead-in.
pub fn heading_like(line: &str) -> bool {
    if line.len() > HEADING || line.is_empty() {
        return false;
    }
    // Most lines begin with a small letter, or end as sentences do.
    if let [b'a'..=b'z', ..] | [.., b'.' | b';' | b',' | b':' | b'-'] = line.as_bytes() {
        return false;
    }
    let first = line.chars().find(|c| !matches!(c, '“' | '"' | '‘' | '\'' | '(' | '[' | '*' | '_'));
    let starts = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let open = line.ends_with(['—', '–'])
        || line.ends_with(" and")
        || line.ends_with(" or")
        || line.ends_with(" the")
        || line.ends_with(" of");
    starts && !open
}

/// Whether a heading is that of a list of what is repealed: its units are those of other laws.
pub(crate) fn heads_repeals(heading: &str) -> bool {
    ["Repeal", "REPEAL", "Revocation", "REVOCATION"].iter().any(|word| heading.contains(word))
}

/// Whether every letter is a capital, and there are at least two.
pub fn all_capitals(line: &str) -> bool {
    let mut letters = 0;
    for c in line.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += u32::from(c.is_uppercase());
    }
    letters >= 2
}

/// Whether text begins with a small letter; "3rd Party" does not.
pub fn begins_lower(text: &str) -> bool {
    let rest = match text.as_bytes() {
        [b'A'..=b'Z', ..] => return false,
        [b'a'..=b'z', ..] => return true,
        [b'0'..=b'9', ..] => {
            let counted = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let ordinal = ["st ", "nd ", "rd ", "th "].iter().any(|end| counted.starts_with(end));
            if ordinal { counted.get(3..).unwrap_or("") } else { text }
        }
        _ => text,
    };
    rest.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// Whether a lead-in ends as if a list were to follow.
pub fn announces(text: &str) -> bool {
    matches!(text.chars().next_back(), Some(':' | '—' | '–' | '-'))
}

/// Whether the text ends as a sentence or a list item does.
pub fn ends_closed(text: &str) -> bool {
    let end = text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', '_']);
    matches!(end.chars().next_back(), Some('.' | ';' | ':' | '!' | '?' | '—')) || text.ends_with(')')
}

/// Whether the text breaks off after a word that no sentence, heading or lead-in to named units ends with: "referred to in".
pub fn breaks_off(text: &str) -> bool {
    const HANGING: [&str; 17] = [
        "in", "of", "to", "by", "with", "under", "from", "for", "on", "at", "than", "into", "the", "a", "an", "this",
        "per",
    ];
    let tail = text.trim_end();
    let word = &tail[tail
        .rfind(|c: char| !c.is_ascii_lowercase())
        .map_or(0, |i| i + tail[i..].chars().next().map_or(1, char::len_utf8))..];
    word.len() < tail.len() && HANGING.contains(&word)
}

/// What the words after a label say of the unit's life: "\[Repealed\]", "Omitted", "(SUP)".
pub fn status_of(rest: &str) -> Status {
    // A single word in running text ("Deleted, the file …") is no status: what is dead says little more.
    if rest.len() > 400 {
        return Status::InForce;
    }
    let text = match rest.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => rest,
        _ => rest.trim_start_matches([' ', '\u{a0}', '[', '(', '.', '*', '_', '—', '–', '-']),
    };
    // "[paragraph (b) deleted by section 9 of Act 36 of 2007]"
    let struck = || [" deleted by ", " repealed by ", " omitted by "].iter().any(|done| rest.contains(done));
    if rest.starts_with('[') && rest.ends_with(']') && struck() {
        return Status::Repealed;
    }
    // By the first letter of all the words below.
    if !text.starts_with(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 'd' | 'l' | 'o' | 'r' | 's' | 't' | 'v')) {
        return Status::InForce;
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word_end = match text.as_bytes().get(letters) {
        Some(beyond) if !beyond.is_ascii() => text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()),
        _ => letters,
    };
    let (word, after) = text.split_at(word_end);
    if !(3..=12).contains(&word.len()) {
        return Status::InForce;
    }
    let ends = match after.chars().next() {
        None => true,
        Some('.' | ']' | ')' | ',' | ';' | '*' | '_') => true,
        _ => after.starts_with(" by ") || after.starts_with(" and repeal]") || after.starts_with(" -"),
    };
    if !ends {
        return Status::InForce;
    }
    let is = |w: &str| word.eq_ignore_ascii_case(w);
    if [
        "repealed",
        "revoked",
        "omitted",
        "deleted",
        "sup",
        "suppressed",
        "spent",
        "abrogated",
        "amendments",
        "amendment",
        "lapsed",
    ]
    .into_iter()
    .any(is)
    {
        Status::Repealed
    } else if ["reserved", "vacant"].into_iter().any(is) {
        Status::Reserved
    } else if ["transferred", "renumbered"].into_iter().any(is) {
        Status::Moved
    } else {
        Status::InForce
    }
}

/// Words with which a definition says what its term means; a space stands before each.
const MEANS: [&str; 8] =
    ["means", "includes", "include ", "mean ", "has the ", "have the ", "does not include ", "refers to "];

/// Whether a line defines a term that it begins with, as lists of definitions without labels do.
pub fn definition_like(line: &str) -> bool {
    let mut end = line.len().min(400);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = line.get(..end).unwrap_or("");
    let means = |at: usize| {
        let rest = head.get(at + 1..).unwrap_or("");
        rest.starts_with(['m', 'i', 'h', 'd', 'r']) && MEANS.iter().any(|m| rest.starts_with(m))
    };
    let Some(at) = memchr::memchr_iter(b' ', head.as_bytes()).find(|&at| means(at)) else { return false };
    let before = head.get(..at).unwrap_or("");
    // A clause that goes on with another ("and includes …") defines nothing of its own.
    let first = before.split(' ').next().unwrap_or("");
    if ["and", "but", "or", "which", "that", "who", "if", "it", "unless", "where", "by"].contains(&first) {
        return false;
    }
    // A sentence ends, or a clause opens, before the verb: then it is no term.
    let over = |pair: &[u8]| matches!(pair, [b'.' | b';', b' ']);
    !before.is_empty() && !before.starts_with('(') && !before.as_bytes().windows(2).any(over)
}

/// Length of a run-in heading at the beginning of a unit's text, with the mark that ends it; 0 for none.
///
/// "In general.—The owner shall", "Fees. The owner shall" where every word of weight has a capital.
pub fn run_in(text: &str) -> usize {
    let mut end = text.len().min(HEADING);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or("");
    if !head.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '*' | '_' | '[')) {
        return 0;
    }
    // The heading's mark: ".—", or ".–" where no ".—" follows either.
    let (mut long, mut short) = (None, None);
    let (mut first, mut count) = ([0; 3], 0);
    for at in memchr::memchr2_iter(b'.', b':', head.as_bytes()) {
        if let Some(place) = first.get_mut(count) {
            *place = at;
            count += 1;
        }
        match head.as_bytes().get(at..at + 4) {
            Some([b'.', 0xe2, 0x80, 0x94]) if long.is_none() => long = Some(at),
            Some([b'.', 0xe2, 0x80, 0x93]) if short.is_none() => short = Some(at),
            _ => {}
        }
        if long.is_some() && count == first.len() {
            break;
        }
    }
    if let Some(at) = long.or(short) {
        let name = head.get(..at).unwrap_or("");
        if !name.contains(". ") {
            return at + 4;
        }
    }
    for at in first.into_iter().take(count) {
        let mark = head.get(at..=at).unwrap_or("");
        let after = head.get(at + 1..).unwrap_or("");
        let name = head.get(..at).unwrap_or("");
        let begins = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '"' | '(' | '[');
        if after.starts_with(' ') && after.trim_start().starts_with(begins) {
            return if mark == "." && titled(name) { at + 1 } else { 0 };
        }
    }
    0
}

/// Whether a run of words is a title: at most ten, each of weight with a capital, and at least one of four letters.
fn titled(name: &str) -> bool {
    const SMALL: [&str; 16] =
        ["a", "an", "and", "the", "of", "or", "for", "to", "in", "on", "by", "with", "from", "at", "as", "upon"];
    let mut words = 0;
    let mut weight = false;
    for word in name.split([' ', '\u{a0}']).filter(|w| !w.is_empty()) {
        words += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || SMALL.contains(&bare) {
            continue;
        }
        if !bare.starts_with(|c: char| c.is_uppercase()) {
            return false;
        }
        weight |= bare.len() >= 4;
    }
    weight && (1..=10).contains(&words)
}

/// The kind that a unit word stands for.
pub const fn kind_of(word: UnitWord) -> Kind {
    match word {
        UnitWord::Book => Kind::Book,
        UnitWord::Title | UnitWord::Subtitle => Kind::Title,
        UnitWord::Part => Kind::Part,
        UnitWord::Subpart => Kind::Subpart,
        UnitWord::Chapter => Kind::Chapter,
        UnitWord::Subchapter => Kind::Subchapter,
        UnitWord::Division => Kind::Division,
        UnitWord::Subdivision => Kind::Subdivision,
        UnitWord::Annex => Kind::Annex,
        UnitWord::Appendix => Kind::Appendix,
        UnitWord::Schedule => Kind::Schedule,
        UnitWord::Exhibit | UnitWord::Protocol => Kind::Protocol,
        UnitWord::Article => Kind::Article,
        UnitWord::Section | UnitWord::Rule => Kind::Section,
    }
}

/// What an item is called, by tradition, series and parent.
pub fn item_kind(profile: Profile, parent: Kind, form: Form, series: Series) -> Kind {
    use Series::{Arabic, Lower, LowerDouble, LowerRoman, Upper, UpperDouble, UpperRoman};
    let top = parent.is_container() || matches!(parent, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol);
    match profile {
        Profile::UsCode => match series {
            Lower => Kind::Subsection,
            Arabic => Kind::Paragraph,
            Upper => Kind::Subparagraph,
            LowerRoman => Kind::Clause,
            UpperRoman => Kind::Subclause,
            LowerDouble | UpperDouble => Kind::Item,
        },
        Profile::CaAct => match series {
            Arabic => Kind::Subsection,
            Lower | LowerDouble => Kind::Paragraph,
            LowerRoman => Kind::Subparagraph,
            Upper | UpperDouble => Kind::Clause,
            UpperRoman => Kind::Subclause,
        },
        Profile::UkAct => match (series, form) {
            (Arabic, Form::Paren) => Kind::Subsection,
            (Arabic, _) if top => Kind::Section,
            (Lower, _) => Kind::Paragraph,
            (LowerRoman, _) => Kind::Subparagraph,
            _ => Kind::Item,
        },
        Profile::EuAct => match (parent, series) {
            (Kind::Document | Kind::Preamble, Arabic) if matches!(form, Form::Paren) => Kind::Recital,
            (Kind::Article, Arabic) => Kind::Paragraph,
            (_, Arabic) if top => Kind::Paragraph,
            _ => Kind::Item,
        },
        Profile::ItuTreaty => match (parent, form, series) {
            (Kind::Article | Kind::Section, _, Arabic) => Kind::Paragraph,
            (Kind::Paragraph, _, _) => Kind::Subparagraph,
            (_, Form::Decimal | Form::Bare, _) if top => Kind::Paragraph,
            (Kind::Article | Kind::Section, _, _) => Kind::Subparagraph,
            _ => Kind::Item,
        },
        Profile::ItuResolution => Kind::Item,
        Profile::Generic | Profile::Contract | Profile::Rfc => match (parent, form, series) {
            (_, Form::Dot | Form::Decimal | Form::Bare, Arabic | UpperRoman) if top => Kind::Section,
            (Kind::Section, Form::Decimal, _) => Kind::Subsection,
            (Kind::Article, Form::Decimal, _) => Kind::Section,
            (Kind::Article, _, Arabic) => Kind::Paragraph,
            (Kind::Section, _, Arabic) => Kind::Subsection,
            (_, _, Lower) => Kind::Paragraph,
            (_, _, LowerRoman) => Kind::Subparagraph,
            (_, _, Upper) => Kind::Clause,
            _ => Kind::Item,
        },
    }
}
