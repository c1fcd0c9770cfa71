//! `misspelling`: a word one letter away from a common long one.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::findings::Safety;
use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::lexicon;
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

/// Lets pass what a slip of the pen makes of the common words, and little else: a word passes by two parts of its hash.
static SLIPS: LazyLock<[WordFilter; 2]> = LazyLock::new(|| {
    let slips = WORDS.words.iter().map(|word| 3 * word.len()).sum();
    let mut filters = [WordFilter::for_words(slips), WordFilter::for_words(slips)];
    let mut slip = String::new();
    for word in &WORDS.words {
        each_slip(word, &mut slip, |slip| {
            let [first, second] = &mut filters;
            first.add(slip);
            second.add(other(slip));
        });
    }
    filters
});

/// A second part of a hash.
const fn other(word: WordHash) -> WordHash {
    word.rotate_left(32)
}

/// Gives the hash of every word that a slip of the pen makes of one: a letter inside it left out, two inside it swapped, one
/// doubled.
fn each_slip(word: &str, slip: &mut String, mut see: impl FnMut(WordHash)) {
    let part = |from: usize, to: usize| word.get(from..to).unwrap_or("");
    let end = word.len();
    let mut make = |parts: &[&str]| {
        slip.clear();
        parts.iter().for_each(|part| slip.push_str(part));
        see(word_of(slip));
    };
    for i in 0..end {
        let (head, letter, next) = (part(0, i), part(i, i + 1), part(i + 1, i + 2));
        make(&[head, letter, part(i, end)]);
        if i > 0 && i + 1 < end {
            make(&[head, part(i + 1, end)]);
        }
        // Two alike change nothing.
        if i > 0 && i + 2 < end && letter != next {
            make(&[head, next, letter, part(i + 2, end)]);
        }
    }
}

/// Whether a word is what a slip of the pen makes of another.
fn is_slip(word: &[u8], slip: &[u8]) -> bool {
    let same = word.iter().zip(slip).take_while(|(a, b)| a == b).count();
    let (right, wrong) = (word.get(same..).unwrap_or_default(), slip.get(same..).unwrap_or_default());
    same > 0
        && match (right, wrong) {
            // The last letter left out may be no slip: "certificat" is French.
            ([_, rest @ ..], wrong) if !rest.is_empty() && rest == wrong => true,
            ([a, b, right @ ..], [c, d, wrong @ ..]) if (a, b) == (d, c) => right == wrong && !right.is_empty(),
            (right, [doubled, wrong @ ..]) => right == wrong && slip.get(same - 1) == Some(doubled),
            _ => false,
        }
}

/// Whether a word may be a common one misspelt.
fn may_be(token: &Token) -> bool {
    let [first, second] = &*SLIPS;
    first.may_have(token.word) && second.may_have(other(token.word))
}

/// Whether a word among the tokens may be a common one misspelt.
pub(in crate::rules) fn may_stand_among(tokens: &[Token]) -> bool {
    tokens.chunks(64).any(|tokens| {
        // One bit for each token: few are long words that stand in no list.
        let bit = |token: &Token| u64::from(token.is_unknown() & (token.span().len() >= SHORTEST));
        let mut mask = tokens.iter().rev().fold(0, |mask, token| mask << 1 | bit(token));
        while mask != 0 {
            if tokens.get(mask.trailing_zeros() as usize).is_some_and(may_be) {
                return true;
            }
            mask &= mask - 1;
        }
        false
    })
}

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english || cx.block.kind == BlockKind::Contents {
        return;
    }
    let long = |t: &Token| t.is_unknown() && t.span().len() >= SHORTEST && may_be(t);
    for (i, token) in cx.tokens.iter().enumerate().filter(|(_, t)| long(t)) {
        let written = token.of(cx.text);
        let Some(right) = meant(written).filter(|_| stands_among_words(cx.tokens, i)) else { continue };
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
fn meant(written: &str) -> Option<&'static str> {
    let written = written.to_ascii_lowercase();
    if WORDS.words.iter().chain(WORDS.groups.iter().flatten()).any(|word| *word == written) {
        return None;
    }
    WORDS.words.iter().find(|word| is_slip(word.as_bytes(), written.as_bytes())).map(String::as_str)
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
    use super::{SLIPS, WORDS, each_slip, meant, other};
    use crate::text::word_of;

    #[test]
    fn slips_of_the_pen_are_known() {
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

    #[test]
    fn what_is_a_slip_passes_the_filter() {
        let [first, second] = &*SLIPS;
        for (slip, word) in [("refered", "referred"), ("provisoins", "provisions"), ("commencee", "commence")] {
            let hash = word_of(slip);
            assert_eq!(meant(slip), Some(word));
            assert!(first.may_have(hash) && second.may_have(other(hash)), "{slip}");
        }
        let (mut count, mut buffer) = (0, String::new());
        each_slip("paragraph", &mut buffer, |_| count += 1);
        assert_eq!(count, 7 + 9 + 6);
    }
}
