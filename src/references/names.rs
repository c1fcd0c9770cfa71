//! Names of instruments: "the Clean Air Act", "Federal Rules of Civil Procedure", "Charter of the United Nations".

use rustc_hash::FxHashSet;

use crate::span::Span;
use crate::text::{is_month, word_of};

/// Nouns that instruments are called by.
const NOUNS: [&str; 37] = [
    "Act",
    "Acts",
    "Agreement",
    "Agreements",
    "Articles",
    "By-law",
    "By-laws",
    "Charter",
    "Code",
    "Compact",
    "Constitution",
    "Contract",
    "Convention",
    "Conventions",
    "Covenant",
    "Directive",
    "Gazette",
    "Guidelines",
    "Journal",
    "Law",
    "Order",
    "Orders",
    "Ordinance",
    "Plan",
    "Policy",
    "Proclamation",
    "Protocol",
    "Register",
    "Regulation",
    "Regulations",
    "Rules",
    "Standards",
    "Statute",
    "Statutes",
    "Tariff",
    "Treaties",
    "Treaty",
];

/// Small words that names hold.
const SMALL: [&str; 20] = [
    "of",
    "the",
    "and",
    "for",
    "to",
    "in",
    "on",
    "or",
    "with",
    "from",
    "respecting",
    "de",
    "la",
    "des",
    "du",
    "by",
    "against",
    "concerning",
    "as",
    "at",
];

/// Words that begin a sentence or name something else, and no instrument.
const NOT_FIRST: [&str; 62] = [
    "The",
    "This",
    "That",
    "These",
    "Those",
    "Such",
    "Any",
    "Each",
    "An",
    "A",
    "In",
    "For",
    "Under",
    "To",
    "If",
    "Where",
    "Notwithstanding",
    "Despite",
    "Subject",
    "No",
    "By",
    "When",
    "On",
    "Nothing",
    "Whereas",
    "See",
    "Except",
    "Every",
    "Unless",
    "With",
    "All",
    "And",
    "Or",
    "As",
    "At",
    "From",
    "Of",
    "Section",
    "Sections",
    "Part",
    "Article",
    "Title",
    "Chapter",
    "Schedule",
    "Pursuant",
    "Upon",
    "Other",
    "Amending",
    "Said",
    "Subsection",
    "Paragraph",
    "Administration",
    "Application",
    "Definition",
    "Meaning",
    "Relationship",
    "Purpose",
    "Effect",
    "Contravention",
    "Violation",
    "Violations",
    "Provisions",
];

/// Words after which "of the" stands inside a name.
const OFFICES: [&str; 6] = ["Department", "Office", "Ministry", "Bureau", "Library", "Justices"];

/// Whether the word is a noun that instruments are called by.
pub(super) fn is_noun(word: &str) -> bool {
    NOUNS.binary_search(&word).is_ok() || matches!(word, "Resolution" | "Declaration")
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether the character is part of a word in a name.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '’' | '\'' | '-' | '‑' | '–' | '&' | '.')
}

/// End of the white space from `at` on; no more than one line end.
pub(super) fn skip_space(text: &str, at: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut i = at;
    while i < limit {
        match bytes.get(i) {
            Some(b' ' | b'\n' | b'\r' | b'\t') => i += 1,
            Some(0xc2) if bytes.get(i + 1) == Some(&0xa0) => i += 2,
            Some(0xe2) if bytes.get(i + 1) == Some(&0x80) && matches!(bytes.get(i + 2), Some(0xaf | 0x89)) => i += 3,
            _ => break,
        }
    }
    i.min(limit)
}

/// Start of the white space that ends at `at`.
pub(super) fn space_before(text: &str, at: usize, low: usize) -> usize {
    let Some(before) = text.get(low..at) else { return at };
    match before.as_bytes() {
        [] => at,
        // Mostly one space after a word.
        [.., last] if last.is_ascii_graphic() => at,
        [.., last, b' '] if last.is_ascii_graphic() => at - 1,
        _ => low + before.trim_end().len(),
    }
}

/// What a byte is to a word in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    In,
    Out,
    /// One of a character beyond ASCII.
    Beyond,
}

const BYTES: [Byte; 256] = {
    let mut all = [Byte::Out; 256];
    let mut i = 0;
    while i < 256 {
        let byte = i as u8;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'-' | b'&' | b'.') {
            all[i] = Byte::In;
        } else if !byte.is_ascii() {
            all[i] = Byte::Beyond;
        }
        i += 1;
    }
    all
};

/// How many bytes are of one word, and whether what ends them is ASCII.
fn run(bytes: impl Iterator<Item = u8>) -> (usize, bool) {
    let mut len = 0;
    for byte in bytes {
        match BYTES[usize::from(byte)] {
            Byte::In => len += 1,
            end => return (len, end == Byte::Out),
        }
    }
    (len, true)
}

/// The word that begins at `at`: letters, digits, apostrophes, inner hyphens and points.
pub(super) fn word_at(text: &str, at: usize, limit: usize) -> &str {
    let Some(rest) = text.get(at..limit) else { return "" };
    let (mut len, ascii) = run(rest.bytes());
    if !ascii {
        len = rest.char_indices().find(|(_, c)| !in_word(*c)).map_or(rest.len(), |(i, _)| i);
    }
    let word = rest.get(..len).unwrap_or_default();
    if word.bytes().next_back().is_some_and(|b| b.is_ascii_alphanumeric()) {
        return word;
    }
    word.trim_end_matches(['.', '\'', '’', '-'])
}

/// The word that ends at `at`.
pub(super) fn word_before(text: &str, at: usize, low: usize) -> &str {
    /// Longest word, in characters.
    const LONGEST: usize = 40;
    let Some(before) = text.get(low..at) else { return "" };
    let (len, ascii) = run(before.bytes().rev().take(LONGEST));
    let mut start = before.len() - len;
    if !ascii {
        let chars = before.char_indices().rev().take(LONGEST).take_while(|(_, c)| in_word(*c));
        start = chars.last().map_or(before.len(), |(i, _)| i);
    }
    before.get(start..).unwrap_or_default()
}

/// A name read forward, as after "of the": where its noun ends and where the whole name ends.
///
/// `bare` tells that the noun stands alone ("the Act").
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) span: Span,
    pub(super) bare: bool,
}

/// The name that begins at `at`, in capitals and small words up to a noun of instruments.
pub(super) fn forward(text: &str, at: usize, limit: usize) -> Option<Name> {
    let mut i = at;
    let mut words = 0;
    let mut bare = true;
    while words < 24 {
        let word = word_at(text, i, limit);
        if word.is_empty() {
            return None;
        }
        let end = i + word.len();
        if is_noun(word) {
            let (end, last) = last_noun(text, end, limit, word);
            let end = after_noun(text, end, limit, last);
            return Some(Name { span: Span::at(at, end), bare });
        }
        if is_capital(word) || word.starts_with(|c: char| c.is_ascii_digit()) {
            bare = false;
        } else if bare || !is_small(word) {
            return None;
        }
        let next = skip_space(text, end, limit);
        i = if next == end {
            // A comma inside a name, with a capital after it ("Immigration, Refugees and …").
            let comma = text.as_bytes().get(end) == Some(&b',');
            let dotted = text.as_bytes().get(end) == Some(&b'.') && word.len() <= 2;
            let mut after = skip_space(text, end + 1, limit);
            let link = word_at(text, after, limit);
            if comma && matches!(link, "and" | "or") {
                after = skip_space(text, after + link.len(), limit);
            }
            if (comma || dotted) && is_capital(word_at(text, after, limit)) {
                after
            } else {
                return None;
            }
        } else {
            past_bracket(text, next, limit)
        };
        words += 1;
    }
    None
}

/// Behind a bracket inside a name, with a capital after it: "Harbour Dues (Tugs) Regulations".
fn past_bracket(text: &str, at: usize, limit: usize) -> usize {
    let Some(rest) = text.get(at..limit).filter(|t| t.starts_with('(')) else { return at };
    let close = rest.bytes().take(40).position(|b| b == b')');
    let after = close.map_or(at, |i| skip_space(text, at + i + 1, limit));
    if is_capital(word_at(text, after, limit)) { after } else { at }
}

/// Goes on over nouns that follow at once: "Income Tax Act Regulations".
fn last_noun<'a>(text: &'a str, end: usize, limit: usize, word: &'a str) -> (usize, &'a str) {
    let (mut end, mut last) = (end, word);
    for _ in 0..3 {
        let next = skip_space(text, end, limit);
        let word = word_at(text, next, limit);
        if next == end || !is_noun(word) {
            break;
        }
        end = next + word.len();
        last = word;
    }
    (end, last)
}

/// A name of two capitals or more without a noun of instruments: "Restricted Vessels List". Where it ends.
pub(super) fn capitals(text: &str, at: usize, limit: usize) -> Option<usize> {
    let (mut i, mut done, mut count) = (at, at, 0);
    for _ in 0..16 {
        let word = word_at(text, i, limit);
        if word.ends_with("’s") || word.ends_with("'s") || word.is_empty() {
            break;
        }
        if is_capital(word) {
            count += 1;
            done = i + word.len();
        } else if count == 0 || !is_small(word) {
            break;
        }
        let next = skip_space(text, i + word.len(), limit);
        if next == i + word.len() {
            break;
        }
        i = past_bracket(text, next, limit);
    }
    (count > 1).then_some(done)
}

/// Where a name ends after its noun: " of 1986", ", 1999", " No. 3 of 1978", " of the United Nations".
pub(super) fn after_noun(text: &str, end: usize, limit: usize, noun: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = end;
    // "(Canada)", "(No. 2)", "(EU)" right after, then a number.
    let next = skip_space(text, end, limit);
    if text.get(next..limit).is_some_and(|t| t.starts_with("No. ")) {
        let word = word_at(text, next + 4, limit);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            end = next + 4 + word.len();
        }
    } else if noun == "Order" {
        let word = word_at(text, next, limit);
        if next > end && word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            end = next + word.len();
        }
    }
    if bytes.get(end) == Some(&b',') {
        let next = skip_space(text, end + 1, limit);
        if is_year(word_at(text, next, limit)) {
            return next + 4;
        }
    }
    let next = skip_space(text, end, limit);
    let link = word_at(text, next, limit);
    if next == end
        || !matches!(
            link,
            "of" | "on"
                | "for"
                | "concerning"
                | "respecting"
                | "Respecting"
                | "relating"
                | "between"
                | "against"
                | "regarding"
        )
    {
        return end;
    }
    let mut i = skip_space(text, next + link.len(), limit);
    let word = word_at(text, i, limit);
    if is_year(word) {
        return i + 4;
    }
    if link == "of" && is_month(word) {
        return date_end(text, i + word.len(), limit).unwrap_or(end);
    }
    if matches!(noun, "Act" | "Acts" | "Law") && !matches!(link, "respecting") {
        return end;
    }
    // A name's own words: capitals, with small words between them.
    let mut done = end;
    for _ in 0..16 {
        let word = word_at(text, i, limit);
        if is_capital(word) {
            done = i + word.len();
        } else if !is_small(word) {
            break;
        }
        let next = skip_space(text, i + word.len(), limit);
        if next == i + word.len() {
            break;
        }
        i = next;
    }
    done
}

/// Whether a year stands behind a name: "Education Lands Act 1949".
pub(super) fn year_follows(text: &str, end: usize, limit: usize) -> bool {
    is_year(word_at(text, skip_space(text, end, limit), limit))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("18") || word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// End of " 7, 1924" after a month.
fn date_end(text: &str, at: usize, limit: usize) -> Option<usize> {
    let at = if text.as_bytes().get(at) == Some(&b'.') { at + 1 } else { at };
    let day = skip_space(text, at, limit);
    let digits = word_at(text, day, limit);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let comma = day + digits.len();
    if text.as_bytes().get(comma) != Some(&b',') {
        return None;
    }
    let year = skip_space(text, comma + 1, limit);
    is_year(word_at(text, year, limit)).then_some(year + 4)
}

/// The name whose noun stands at `noun`, read backward no further than `low`; none where the noun stands alone.
pub(super) fn around(text: &str, noun: Span, low: usize, limit: usize) -> Option<Span> {
    let word = noun.of(text);
    let (noun_end, last) = last_noun(text, noun.end as usize, limit, word);
    let end = after_noun(text, noun_end, limit, last);
    let dated = end > noun_end
        && word == "Act"
        && text.get(noun_end..end).is_some_and(|t| t.trim_start().starts_with("of ") && t.len() > 8);
    let mut start = noun.start as usize;
    let mut capitals = 0;
    // Where the name may begin, latest first; "the" that no "of" precedes shows a beginning.
    let mut i = noun.start as usize;
    let mut commas = false;
    for _ in 0..18 {
        let stop = space_before(text, i, low);
        let mut at = stop;
        if stop == i {
            break;
        }
        if text.as_bytes().get(stop.wrapping_sub(1)) == Some(&b',') {
            // Inside a name a comma stands between capitals, and "and" comes after it.
            if !commas {
                break;
            }
            at = stop - 1;
        }
        let word = word_before(text, at, low);
        if word.is_empty() || word.ends_with('.') && !word.trim_end_matches('.').contains('.') && word.len() > 3 {
            break;
        }
        let from = at - word.len();
        if is_capital(word) {
            if NOT_FIRST.contains(&word)
                && capitals > 0
                && !text.get(low..from).is_some_and(|t| t.trim_end().ends_with("of") || t.trim_end().ends_with("and"))
            {
                break;
            }
            start = from;
            capitals += 1;
        } else if word == "the" {
            // "the" begins a name, save in "Department of the Interior … Act".
            let of = space_before(text, from, low);
            let office = space_before(text, of.saturating_sub(2), low);
            if word_before(text, of, low) != "of" || !OFFICES.contains(&word_before(text, office.min(of), low)) {
                break;
            }
        } else if !is_small(word) && !word.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        } else if matches!(word, "and" | "or") {
            commas = true;
        }
        i = from;
    }
    // Words that a sentence began with are not the name's.
    loop {
        let word = word_at(text, start, noun.start as usize);
        if word.is_empty() || !(NOT_FIRST.contains(&word) || is_small(word)) {
            break;
        }
        start = skip_space(text, start + word.len(), noun.start as usize);
    }
    // "the Hague Agreement" is a short name; it takes more words to show an instrument where the noun serves for much else.
    let weak = matches!(
        word,
        "Agreement"
            | "Agreements"
            | "Articles"
            | "Compact"
            | "Contract"
            | "Convention"
            | "Conventions"
            | "Covenant"
            | "Policy"
            | "Protocol"
            | "Standards"
            | "Treaty"
            | "Treaties"
            | "Journal"
            | "Resolution"
            | "Declaration"
    );
    if weak && end == noun_end && capitals < 3 {
        return None;
    }
    // A register is a list that someone keeps, save the one that laws are published in.
    if word == "Register" && text.get(start..end) != Some("Federal Register") {
        return None;
    }
    let named = start < noun.start as usize || dated || (end > noun_end && !matches!(word, "Act" | "By-law" | "Order"));
    named.then(|| Span::at(start.min(noun.start as usize), end))
}

/// Hashes of the short names that the text itself fixes: "Timber Code means the Code of Safe Practice …".
///
/// A mention of such a name uses a term; it is no citation of its own.
pub(super) fn defined(text: &str) -> FxHashSet<u64> {
    let mut out = FxHashSet::default();
    for at in memchr::memmem::find_iter(text.as_bytes(), b" means ") {
        let mut low = at.saturating_sub(90);
        while !text.is_char_boundary(low) {
            low += 1;
        }
        let Some(before) = text.get(low..at) else { continue };
        let line = before.rsplit(['\n', '“', '"', '‘']).next().unwrap_or(before);
        let name = line.trim().trim_end_matches(['”', '"', '’', ',']);
        if is_capital(name) && name.rsplit(' ').any(is_noun) {
            out.insert(word_of(name));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_on_either_side() {
        for (text, first, last) in [
            ("the fee", "the", "fee"),
            ("owner's, a.b.", "owner's", "a.b."),
            ("U.S.C. l’acte", "U.S.C", "l’acte"),
            ("été—x", "été", "x"),
            ("(a) ", "", ""),
            ("", "", ""),
        ] {
            assert_eq!((word_at(text, 0, text.len()), word_before(text, text.len(), 0)), (first, last), "{text}");
        }
        let space = |text: &str| space_before(text, text.len(), 0);
        assert_eq!(["a", "a ", "a  ", "a\u{a0} ", " ", "é ", ""].map(space), [1, 1, 1, 1, 0, 2, 0]);
    }

    fn around_in(text: &str, noun: &str) -> Option<String> {
        let at = text.rfind(noun)?;
        around(text, Span::at(at, at + noun.len()), 0, text.len()).map(|s| s.of(text).to_owned())
    }

    #[test]
    fn nouns_are_sorted() {
        assert!(NOUNS.is_sorted());
    }

    #[test]
    fn names_backward() {
        let name = |t, n| around_in(t, n).unwrap_or_default();
        assert_eq!(name("under the Clean Air Act shall", "Act"), "Clean Air Act");
        assert_eq!(name("The Radio Act, 1999 applies", "Act"), "Radio Act, 1999");
        assert_eq!(
            name("by the Foreign Missions and Organizations Act.", "Act"),
            "Foreign Missions and Organizations Act"
        );
        assert_eq!(name("of the Excise Act and the Customs Act.", "Act"), "Customs Act");
        assert_eq!(name("and the Act of June 7, 1924, and", "Act"), "Act of June 7, 1924");
        assert_eq!(name("the Charter of the United Nations and", "Charter"), "Charter of the United Nations");
        assert_eq!(around_in("under the Act shall", "Act"), None);
    }

    #[test]
    fn names_forward() {
        let name = |t: &str| forward(t, 0, t.len()).map(|n| n.span.of(t).to_owned()).unwrap_or_default();
        assert_eq!(name("Internal Revenue Code of 1986 shall"), "Internal Revenue Code of 1986");
        assert_eq!(name("Federal Rules of Civil Procedure and the"), "Federal Rules of Civil Procedure");
        assert_eq!(name("Immigration and Nationality Act (8"), "Immigration and Nationality Act");
        assert_eq!(name("Secretary may"), "");
        assert_eq!(name("Act."), "Act");
    }
}
