//! What the words before a citation make of it: "notwithstanding", "subject to", "as defined in".

use super::model::Role;

/// How far back the words are looked for.
const WINDOW: usize = 72;

/// The role of a citation that begins at `at`, from the words of its block before it.
pub(super) fn role(text: &str, low: usize, at: usize) -> Role {
    let mut from = at.saturating_sub(WINDOW).max(low);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let Some(before) = text.get(from..at) else { return Role::Cites };
    let before = strip_fillers(before.trim_end());
    // By the last word, as most citations follow "of", "under" or "in" and have no role.
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    match last.trim_end_matches(',') {
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

fn preposition(before: &str, last: &str) -> Role {
    /// The last words of all that is looked for below.
    const LAST: [&str; 22] = [
        "as",
        "unless",
        "than",
        "defined",
        "given",
        "assigned",
        "of",
        "term",
        "nothing",
        "meaning",
        "provided",
        "permitted",
        "authorized",
        "authorised",
        "specified",
        "required",
        "otherwise",
        "stated",
        "out",
        "forth",
        "described",
        "save",
    ];
    let words = before.strip_suffix(last).unwrap_or(before).trim_end();
    let tail = words.as_bytes().rsplit(|b| !b.is_ascii_alphanumeric()).next().unwrap_or(&[]);
    if !LAST.iter().any(|w| tail.eq_ignore_ascii_case(w.as_bytes())) {
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
    if !before.ends_with("of") && !before.ends_with("in") && !before.ends_with("er") {
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
