//! Terms and words in the form in which they are compared.

use smol_str::SmolStr;

use crate::text::{WordHash, word_of};

/// A term in lower case, with single spaces and plain apostrophes; "Product(s)" is "product".
pub(crate) fn key(term: &str) -> SmolStr {
    let mut out = String::with_capacity(term.len());
    for word in term.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let number = ["(s)", "(es)"].into_iter().find_map(|end| word.strip_suffix(end)).filter(|w| !w.is_empty());
        for c in number.unwrap_or(word).chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                '’' | '‘' => out.push('\''),
                '‑' | '\u{2010}' => out.push('-'),
                c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                c => out.extend(c.to_lowercase()),
            }
        }
    }
    SmolStr::new(out)
}

/// Set apart the stems of words in -y from those of words that are spelt like the rest of them (party, part).
const IN_Y: WordHash = 0x9e37_79b9_7f4a_7c15;

/// Nouns in -us, whose plural in -es is not that of a noun in -use.
const IN_US: [&str; 16] = [
    "virus",
    "status",
    "bonus",
    "campus",
    "census",
    "apparatus",
    "surplus",
    "corpus",
    "chorus",
    "focus",
    "prospectus",
    "terminus",
    "consensus",
    "bus",
    "omnibus",
    "minibus",
];

/// A word without the ending of its plural or possessive, and whether a -y (or -ies) was taken off.
fn cut_ending(word: &str) -> (&str, bool) {
    // Most words have neither ending.
    if word.as_bytes().last().is_some_and(|b| b.is_ascii() && !matches!(b, b's' | b'S' | b'y' | b'Y' | b'\'')) {
        return (word, false);
    }
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let word = word.trim_end_matches(['\'', '’']);
    let low = word.as_bytes();
    let ends =
        |end: &str| low.len() > end.len() + 1 && low[low.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes());
    let cut = |n: usize| word.get(..word.len() - n).unwrap_or(word);
    let vowel_before = |n: usize| {
        low.len() > n && matches!(low[low.len() - n - 1].to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u')
    };
    let in_us = || ends("uses") && IN_US.iter().any(|noun| cut(2).eq_ignore_ascii_case(noun));
    if ends("ies") {
        (cut(3), true)
    } else if in_us() || ends("sses") || ends("shes") || ends("ches") || ends("xes") {
        (cut(2), false)
    } else if ends("ss") || ends("us") || ends("is") {
        (word, false)
    } else if ends("y") && !vowel_before(1) {
        (cut(1), true)
    } else if ends("s") {
        (cut(1), false)
    } else {
        (word, false)
    }
}

/// Calls `see` with every word, by its hash, whose stem is that of `word`: in both numbers and as it stands. Those in the
/// possessive are left out: [`Token::owner`](crate::text::Token::owner) gives the word itself. They are spelt in `form`, one
/// after the other.
pub(super) fn forms(word: &str, form: &mut String, mut see: impl FnMut(WordHash)) {
    let (rest, y) = cut_ending(word);
    form.clear();
    form.push_str(rest);
    // All forms begin alike: the stem is the same if as much is cut off.
    let is_form = |form: &str| {
        let (stem, in_y) = cut_ending(form);
        (stem.len(), in_y) == (rest.len(), y)
    };
    for number in ["", "s", "es", "y", "ies"] {
        form.truncate(rest.len());
        form.push_str(number);
        if is_form(form) {
            see(word_of(form));
        }
    }
}

/// Hash of a word without the ending of its plural or possessive, in any case: "Parties" and "party" agree.
pub(crate) fn stem(word: &str) -> WordHash {
    let (rest, y) = cut_ending(word);
    if y { word_of(rest) ^ IN_Y } else { word_of(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_bring_number_and_possessive_together() {
        for (a, b) in [
            ("Parties", "party"),
            ("companies", "company's"),
            ("days", "day"),
            ("processes", "process"),
            ("State’s", "States"),
            ("boxes", "box"),
            ("Viruses", "virus"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("clauses"), stem("clause"));
        assert_ne!(stem("party"), stem("parts"));
    }

    #[test]
    fn every_form_of_a_word_is_known_by_its_stem() {
        for (word, all) in [
            ("party", ["party", "parties"].as_slice()),
            ("boxes", &["box", "boxes"]),
            ("day", &["day", "days"]),
            ("process", &["process", "processes"]),
            ("data", &["data"]),
        ] {
            let mut found = Vec::new();
            forms(word, &mut String::new(), |form| found.push(form));
            assert!(all.iter().all(|form| found.contains(&word_of(form))), "{word}");
            assert!(!found.contains(&word_of("parts")), "{word}");
        }
    }

    #[test]
    fn keys_have_single_spaces_and_plain_apostrophes() {
        assert_eq!(key("Member\u{a0} State’s"), "member state's");
    }

    #[test]
    fn keys_leave_out_a_number_in_brackets() {
        assert_eq!(key("Business Day(s)"), "business day");
        assert_eq!(key("(s)"), "(s)");
    }
}
