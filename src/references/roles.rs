//! What the words before a citation make of it: "notwithstanding", "subject to", "as defined in".

use super::model::Role;
use super::names::space_before;
use crate::text::{WordHash, word, word_of};

/// How far back the words are looked for.
const WINDOW: usize = 72;

/// The role of a citation that begins at `at`, from the words of its block before it.
pub(super) fn role(text: &str, low: usize, at: usize) -> Role {
    let mut from = at.saturating_sub(WINDOW).max(low);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let Some(before) = text.get(from..at) else { return Role::Cites };
    let before = strip_fillers(trimmed(before));
    // By the last word, as most citations follow "of", "under" or "in" and have no role.
    let last = last_word(before, |c| c.is_whitespace() || c == '(');
    match last.strip_suffix(',').map_or(last, |l| l.trim_end_matches(',')) {
        "notwithstanding" | "Notwithstanding" | "despite" | "Despite" => Role::Overrides,
        "from" if ends(before, "derogation from") => Role::Overrides,
        "to" if ends(before, "subject to") => Role::Yields,
        "to" if ends(before, "without prejudice to") || ends(before, "prejudice to") => Role::Preserves,
        "than" if ends(before, "other than") => Role::Excepts,
        "except" | "Except" | "save" | "Save" | "excepting" | "unless" => Role::Excepts,
        "in" | "by" | "under" | "to" | "for" | "with" | "of" => preposition(before, last),
        "limiting" | "affect" | "affecting" if ends(before, "without limiting") || ends(before, "not affect") => {
            Role::Preserves
        }
        _ => Role::Cites,
    }
}

/// The text without white space at its end.
fn trimmed(text: &str) -> &str {
    text.get(..space_before(text, text.len(), 0)).unwrap_or_default()
}

/// The words behind the last character that parts words.
fn last_word(text: &str, parts: impl Fn(char) -> bool) -> &str {
    let mut start = text.len();
    for byte in text.bytes().rev() {
        if !byte.is_ascii() {
            return text.rsplit(parts).next().unwrap_or_default();
        }
        if parts(char::from(byte)) {
            break;
        }
        start -= 1;
    }
    text.get(start..).unwrap_or_default()
}

/// The last words of all phrases that [`preposition`] looks for.
const LAST: [WordHash; 22] = [
    word("as"),
    word("unless"),
    word("than"),
    word("defined"),
    word("given"),
    word("assigned"),
    word("of"),
    word("term"),
    word("nothing"),
    word("meaning"),
    word("provided"),
    word("permitted"),
    word("authorized"),
    word("authorised"),
    word("specified"),
    word("required"),
    word("otherwise"),
    word("stated"),
    word("out"),
    word("forth"),
    word("described"),
    word("save"),
];

fn preposition(before: &str, last: &str) -> Role {
    let words = trimmed(before.strip_suffix(last).unwrap_or(before));
    let len = words.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let tail = words.get(words.len() - len..).unwrap_or_default();
    if !LAST.contains(&word_of(tail)) {
        return Role::Cites;
    }
    let words = [
        "provided",
        "permitted",
        "authorized",
        "authorised",
        "specified",
        "required",
        "otherwise",
        "stated",
        "set out",
        "set forth",
        "described",
    ]
    .iter()
    .fold(words, |w, x| w.strip_suffix(x).map_or(w, str::trim_end));
    let words = words.strip_suffix("otherwise").unwrap_or(words).trim_end();
    if ends(words, "except as") || ends(words, "save as") || ends(words, "unless") || ends(words, "other than") {
        return Role::Excepts;
    }
    if matches!(last, "in" | "by" | "under" | "to")
        && (ends(words, "defined")
            || ends(words, "meaning given")
            || ends(words, "meaning assigned")
            || ends(words, "same meaning as")
            || ends(words, "meaning of")
            || ends(words, "meaning given such term")
            || ends(words, "meaning given that term")
            || ends(words, "meaning given the term")
            || ends(words, "meaning given to that term"))
    {
        return Role::Defines;
    }
    if last == "of" && ends(words, "within the meaning") {
        return Role::Defines;
    }
    if matches!(last, "in" | "under") && ends(words, "nothing") {
        return Role::Preserves;
    }
    Role::Cites
}

/// Drops what stands between the operative word and the citation: "the provisions of", "any other provision of".
fn strip_fillers(mut before: &str) -> &str {
    // By the last letters of all of them.
    if !matches!(
        before.as_bytes(),
        [.., b's' | b'n' | b'y', b' ', b'o', b'f'] | [.., b'g', b' ', b'i', b'n'] | [.., b'e', b'r']
    ) {
        return before;
    }
    for filler in [
        "the provisions of",
        "any provision of",
        "any other provision of",
        "anything in",
        "any of",
        "either",
        "any other provisions of",
        "the requirements of",
        "the other provisions of",
    ] {
        if let Some(rest) = before.strip_suffix(filler) {
            before = rest.trim_end();
            break;
        }
    }
    before
}

/// Whether `text` ends in the words, the first letter in either case.
fn ends(text: &str, words: &str) -> bool {
    let Some(from) = text.len().checked_sub(words.len()) else { return false };
    let whole = text.as_bytes().get(from..).is_some_and(|t| t.eq_ignore_ascii_case(words.as_bytes()));
    whole && (from == 0 || text.as_bytes().get(from - 1).is_some_and(|b| !b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_from_the_words_before() {
        let of = |t: &str| role(t, 0, t.len());
        assert_eq!(of("Notwithstanding "), Role::Overrides);
        assert_eq!(of("Notwithstanding any other provision of "), Role::Overrides);
        assert_eq!(of("shall, subject to the provisions of "), Role::Yields);
        assert_eq!(of("Except as otherwise provided in "), Role::Excepts);
        assert_eq!(of("Except as provided by "), Role::Excepts);
        assert_eq!(of("a person, other than a person referred to in "), Role::Cites);
        assert_eq!(of("Without prejudice to "), Role::Preserves);
        assert_eq!(of("Nothing in "), Role::Preserves);
        assert_eq!(of("the term operator, as defined in "), Role::Defines);
        assert_eq!(of("has the same meaning as in "), Role::Defines);
        assert_eq!(of("a fee paid under "), Role::Cites);
    }
}
