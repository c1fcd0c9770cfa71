//! `misspelling`: a word one letter away from a common long one.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::findings::Safety;
use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::{hint, lexicon};
use crate::text::{Token, TokenKind, WordFilter, WordHash, word_of};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL416",
    name: "misspelling",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/misspelling.md"),
    checks: &[Check::PrintedWith(Traits::MISSPELT, check)],
};

/// Letters of a word that is looked at: shorter ones are a letter away from too many others.
const SHORTEST: usize = 8;

static WORDS: LazyLock<WordList> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/long-words.toml")));

/// Lets pass what a slip of the pen makes of the common words, and little else.
static SLIPS: LazyLock<WordFilter> = LazyLock::new(|| {
    let mut filter = WordFilter::for_words(WORDS.words.iter().map(|word| 3 * word.len()).sum());
    let mut slip = String::new();
    for word in &WORDS.words {
        each_slip(word, &mut slip, |slip| filter.add(word_of(slip)));
    }
    filter
});

/// Calls for every word that a slip of the pen makes of one: a letter inside it left out, two inside it swapped, one doubled.
fn each_slip(word: &str, slip: &mut String, mut see: impl FnMut(&str)) {
    let parts = |i: usize| word.split_at_checked(i).unwrap_or_default();
    for i in 1..word.len() {
        let (head, rest) = parts(i);
        let (letter, tail) = rest.split_at_checked(1).unwrap_or_default();
        let doubled = head.get(i - 1..).unwrap_or("");
        let mut make = |parts: [&str; 4]| {
            slip.clear();
            slip.extend(parts);
            see(slip);
        };
        make([head, doubled, rest, ""]);
        if let Some((next, tail)) = tail.split_at_checked(1) {
            make([head, tail_of(word, i), "", ""]);
            if !tail.is_empty() {
                make([head, next, letter, tail]);
            }
        }
    }
    slip.clear();
    slip.extend([word, word.get(word.len().saturating_sub(1)..).unwrap_or("")]);
    see(slip);
}

/// What stands behind the letter at a place.
fn tail_of(word: &str, i: usize) -> &str {
    word.get(i + 1..).unwrap_or("")
}

/// Whether a word of a text may be a common one misspelt.
#[inline]
pub(in crate::rules) fn may_be(token: &Token, word: WordHash) -> bool {
    token.span().len() >= SHORTEST && token.kind() == TokenKind::Word && SLIPS.may_have(word)
}

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english || cx.block.kind == BlockKind::Contents {
        return;
    }
    let mut slip = String::new();
    for (i, token) in cx.hinting(hint::MISSPELT) {
        let written = token.of(cx.text);
        let Some(right) = meant(written, &mut slip).filter(|_| stands_among_words(cx.tokens, i)) else { continue };
        let right = match (token.all_caps(), token.capital(), right.split_at_checked(1)) {
            (true, ..) => right.to_uppercase(),
            (_, true, Some((first, rest))) => format!("{}{rest}", first.to_uppercase()),
            _ => right.to_owned(),
        };
        sink.report(token.span(), format!("“{written}” is probably “{right}”")).fix(
            Safety::Unsafe,
            format!("write “{right}”"),
            token.span(),
            right,
        );
    }
}

/// The common word that one is a slip of.
fn meant(written: &str, slip: &mut String) -> Option<&'static str> {
    let written = written.to_ascii_lowercase();
    if WORDS.groups.iter().flatten().any(|word| *word == written) {
        return None;
    }
    let near = |word: &&String| {
        word.as_bytes().first() == written.as_bytes().first() && word.len().abs_diff(written.len()) < 2
    };
    let mut found = None;
    for word in WORDS.words.iter().filter(near) {
        if *word == written {
            return None;
        }
        each_slip(word, slip, |slip| {
            if slip == written {
                found = Some(word.as_str());
            }
        });
    }
    found
}

/// Whether the word stands by itself, beside a word of English: not in an address or a name of code, nor among the words of
/// another language.
fn stands_among_words(tokens: &[Token], i: usize) -> bool {
    let joins = |t: &Token| matches!(t.mark(), '-' | '/' | '_' | '@' | '\\' | '=' | '#' | '&');
    let before = i.checked_sub(1).and_then(|k| tokens.get(k));
    let after = tokens.get(i + 1);
    let own = tokens.get(i);
    let joined = before.is_some_and(|t| joins(t) || t.is('.')) && own.is_some_and(|t| !t.spaced())
        || after.is_some_and(|t| joins(t) && !t.spaced())
        || after.is_some_and(|t| t.is('.'))
            && tokens.get(i + 2).is_some_and(|t| !t.spaced() && t.kind() == TokenKind::Word);
    let english = |t: &Token| t.kind() == TokenKind::Word && lexicon().bits_of(t) != 0;
    !joined && (before.is_some_and(english) || after.is_some_and(english))
}

#[cfg(test)]
mod tests {
    use super::{WORDS, meant};

    #[test]
    fn slips_of_the_pen_are_known() {
        let meant = |word: &str| meant(word, &mut String::new());
        for (slip, word) in [
            ("Managment", Some("management")),
            ("govenment", Some("government")),
            ("goverment", Some("government")),
            ("refered", Some("referred")),
            ("referrred", Some("referred")),
            ("paragarph", Some("paragraph")),
            ("PROVISONS", Some("provisions")),
            ("counties", None),
            ("countries", None),
            ("government", None),
            ("governmen", None),
            ("overnment", None),
        ] {
            assert_eq!(meant(slip), word, "{slip}");
        }
        assert!(WORDS.words.iter().all(|word| word.len() >= 8 && word.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
