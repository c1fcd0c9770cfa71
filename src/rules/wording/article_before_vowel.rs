//! `article-before-vowel`: "a" before the sound of a vowel, "an" before that of a consonant.

use super::common::is_english_around;
use crate::document::BlockKind;
use crate::findings::Safety;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::hint;
use crate::text::{Token, TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL403",
    name: "article-before-vowel",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/article_before_vowel.md"),
    checks: &[Check::PrintedWith(Traits::ARTICLE, check)],
};

const A: WordHash = word("a");

/// Words that follow the letter "a" as a name ("paragraph a or b", "vitamin a is") more often than the article.
const AFTER_A_LETTER: [WordHash; 28] = [
    word("and"),
    word("or"),
    word("is"),
    word("are"),
    word("of"),
    word("in"),
    word("if"),
    word("as"),
    word("at"),
    word("on"),
    word("under"),
    word("it"),
    word("into"),
    word("unless"),
    word("until"),
    word("above"),
    word("an"),
    word("upon"),
    word("also"),
    word("only"),
    word("all"),
    word("any"),
    word("est"),
    word("un"),
    word("une"),
    word("equals"),
    word("exceeds"),
    word("a"),
];

/// Words that a letter follows as a name.
const NAMED_BY_LETTER: [WordHash; 16] = [
    word("class"),
    word("type"),
    word("part"),
    word("schedule"),
    word("category"),
    word("paragraph"),
    word("subparagraph"),
    word("item"),
    word("clause"),
    word("section"),
    word("grade"),
    word("group"),
    word("level"),
    word("form"),
    word("table"),
    word("annex"),
];

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english || cx.block.kind == BlockKind::Contents {
        return;
    }
    for (i, article) in cx.hinting(hint::ARTICLE) {
        if let Some(next) = cx.tokens.get(i + 1) {
            judge(cx, i, article, next, sink);
        }
    }
}

/// Compares an article with the word after it. Apart from the loop above, which goes over all words of most blocks: with all
/// this inside it takes twice as long.
#[inline(never)]
fn judge(cx: &BlockCx<'_>, i: usize, article: &Token, next: &Token, sink: &mut Sink<'_>) {
    if article.kind() != TokenKind::Word || !next.spaced() || plainly_right(cx.text, article, next) {
        return;
    }
    let wrong = match article.word {
        A => Sound::Vowel,
        _ => Sound::Consonant,
    };
    let word = next.of(cx.text);
    if !is_article(cx, i, article, next)
        || sound_at(cx, i + 1, next, word) != Some(wrong)
        || !is_english_around(cx.tokens, i)
    {
        return;
    }
    let right = match (wrong, article.capital()) {
        (Sound::Vowel, false) => "an",
        (Sound::Vowel, true) => "An",
        (Sound::Consonant, false) => "a",
        (Sound::Consonant, true) => "A",
    };
    let written = article.of(cx.text);
    let heard = if wrong == Sound::Vowel { "a vowel" } else { "a consonant" };
    sink.report(
        article.span().to(next.span()),
        format!("“{written} {word}”: “{word}” begins with the sound of {heard}, so “{right} {word}”"),
    )
    .fix(Safety::Safe, format!("write “{right}”"), article.span(), right);
}

/// Whether the first letters of a word, both small, alone say that the article is right, as they mostly do.
fn plainly_right(text: &str, article: &Token, next: &Token) -> bool {
    match text.as_bytes().get(next.span().start as usize..next.span().start as usize + 2) {
        Some([first, second]) if first.is_ascii_lowercase() && second.is_ascii_lowercase() => match article.word {
            A => !matches!(first, b'a' | b'e' | b'h' | b'i' | b'o' | b'u'),
            _ => matches!(first, b'a' | b'i'),
        },
        _ => false,
    }
}

/// Whether the token is an article at all, not a letter, a label, or a word of another language.
fn is_article(cx: &BlockCx<'_>, at: usize, article: &Token, next: &Token) -> bool {
    let before = at.checked_sub(1).and_then(|i| cx.tokens.get(i));
    if !article.spaced()
        && before.is_some_and(|b| b.kind() != TokenKind::Mark || matches!(b.mark(), '-' | '\'' | '’' | '/'))
    {
        return false;
    }
    if article.all_caps() || (next.kind() == TokenKind::Word && AFTER_A_LETTER.contains(&next.word)) {
        return false;
    }
    if article.capital() {
        // "Schedule A", "Part A": an article only where a sentence begins.
        let begins = before.is_none_or(|b| matches!(b.mark(), '.' | ':' | ';' | '—' | '“' | '"' | ')'));
        return begins && !next.capital() && next.kind() == TokenKind::Word;
    }
    if article.word == A && next.kind() != TokenKind::Word {
        // "a 11" may be a label or a formula; "an 11th" is English in either case.
        return next.kind() == TokenKind::Mixed || cx.tokens.get(at + 2).is_some_and(|t| t.is('-') || t.is('%'));
    }
    // "Section 4.4 a iii": a label.
    let roman = next.of(cx.text).bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if roman && before.is_some_and(|b| b.kind() == TokenKind::Number) {
        return false;
    }
    // "class a external supply": a letter by which something is called.
    !before.is_some_and(|b| NAMED_BY_LETTER.contains(&b.word))
}

/// How a word begins to the ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sound {
    Vowel,
    Consonant,
}

/// The sound of a token where it stands: a single letter may be the first of initials ("F.O.B.") or of "x-ray".
fn sound_at(cx: &BlockCx<'_>, at: usize, token: &Token, word: &str) -> Option<Sound> {
    if token.kind() != TokenKind::Word || word.len() > 1 {
        return sound(token, word);
    }
    match cx.tokens.get(at + 1).filter(|t| !t.spaced()) {
        Some(next) if next.is('.') && token.capital() => {
            initials_sound(word).or_else(|| (word == "U").then_some(Sound::Consonant))
        }
        Some(next) if next.is('-') => sound(token, word),
        _ if token.capital() => sound(token, word),
        _ => None,
    }
}

/// The sound a token begins with; none where good writers differ ("historic") or the spelling does not tell.
fn sound(token: &Token, word: &str) -> Option<Sound> {
    let first = word.chars().next()?;
    if first.is_ascii_digit() {
        return number_sound(word);
    }
    if !word.is_ascii() && !word.contains('’') && !word.contains('\u{ad}') {
        return None;
    }
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    if letters == 1 {
        return letter_sound(first);
    }
    if token.all_caps() {
        return initials_sound(word);
    }
    let bytes = word.as_bytes();
    if bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return None;
    }
    // The first letters decide; a short buffer spares an allocation.
    let mut buffer = [0_u8; 12];
    let mut len = 0;
    for byte in bytes.iter().filter(|b| b.is_ascii_alphabetic()).take(buffer.len()) {
        buffer[len] = byte.to_ascii_lowercase();
        len += 1;
    }
    word_sound(std::str::from_utf8(&buffer[..len]).ok()?)
}

/// Of a word in lower case, cut after twelve letters.
fn word_sound(word: &str) -> Option<Sound> {
    let has = |starts: &[&str]| starts.iter().any(|s| word.starts_with(s));
    match word.as_bytes().first()? {
        b'a' | b'i' => Some(Sound::Vowel),
        b'e' => {
            let you = has(&["eu", "ewe"]);
            Some(if you { Sound::Consonant } else { Sound::Vowel })
        }
        b'o' => {
            let won =
                matches!(word, "one" | "ones" | "once" | "oneself" | "oneness") || has(&["oua", "oui", "onetime"]);
            Some(if won { Sound::Consonant } else { Sound::Vowel })
        }
        b'u' => u_sound(word),
        b'h' => {
            if has(&["hour", "honest", "honor", "honour", "heir"]) && !has(&["houri"]) {
                return Some(Sound::Vowel);
            }
            // Both articles are in use where the first syllable is weak, and before "herb" and "humble".
            let either = has(&[
                "histor", "hotel", "habit", "heredit", "heroi", "hyster", "hypoth", "herb", "humbl", "hallucin",
                "harmoni", "horrif", "hundred", "homage", "humidif",
            ]);
            (!either).then_some(Sound::Consonant)
        }
        b'y' => {
            if has(&["yt", "yv", "yp", "yb"]) {
                None
            } else {
                Some(Sound::Consonant)
            }
        }
        b'x' => None,
        _ if !word.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')) => None,
        _ => Some(Sound::Consonant),
    }
}

/// "a union", "an uninsured"; "a user", "an usher"; "a utility", "an utterance".
fn u_sound(word: &str) -> Option<Sound> {
    let has = |starts: &[&str]| starts.iter().any(|s| word.starts_with(s));
    let you = if word.starts_with("uni") {
        has(&["unimod"]) || !has(&["unide", "unidio", "unim", "unin", "uniro", "unirr", "uniss", "unitem"])
    } else if word.starts_with("una") {
        has(&["unanim"])
    } else {
        has(&[
            "usa", "use", "usi", "usu", "ute", "uti", "uto", "ura", "ure", "uri", "uro", "ubi", "uka", "ukr", "uga",
            "uvu", "uke", "uku", "uva",
        ])
    };
    if has(&["uru", "ula", "ulu", "upo", "uma"]) && !has(&["upon"]) {
        return None;
    }
    Some(if you { Sound::Consonant } else { Sound::Vowel })
}

/// "an F", "a U".
fn letter_sound(letter: char) -> Option<Sound> {
    match letter.to_ascii_uppercase() {
        'A' | 'E' | 'F' | 'H' | 'I' | 'L' | 'M' | 'N' | 'O' | 'R' | 'S' | 'X' => Some(Sound::Vowel),
        letter if letter.is_ascii_uppercase() => Some(Sound::Consonant),
        _ => None,
    }
}

/// Capitals are spelt out ("an FBI agent") or read as a word ("a FEMA office"): sure only where both begin alike.
fn initials_sound(word: &str) -> Option<Sound> {
    // "IV" may be a number.
    if word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M')) {
        return None;
    }
    match word.as_bytes().first()? {
        b'A' | b'I' | b'O' => Some(Sound::Vowel),
        b'E' if !word.starts_with("EU") => Some(Sound::Vowel),
        b'B' | b'C' | b'D' | b'G' | b'J' | b'K' | b'P' | b'Q' | b'T' | b'V' | b'W' | b'Z' => Some(Sound::Consonant),
        _ => None,
    }
}

/// "an 8", "an 80-day", "an 11th", "an 18,000"; "a 1,100" and "an 1800" are both read in two ways.
fn number_sound(word: &str) -> Option<Sound> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let lead = &word[..digits];
    match lead {
        _ if lead.starts_with('8') => Some(Sound::Vowel),
        "11" | "18" => Some(Sound::Vowel),
        _ if lead.len() == 4 && (lead.starts_with("11") || lead.starts_with("18")) => None,
        _ if lead.starts_with('0') => None,
        _ => Some(Sound::Consonant),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sound, sound};
    use crate::span::Span;
    use crate::text::tokenize;

    fn of(word: &str) -> Option<Sound> {
        let mut tokens = Vec::new();
        tokenize(word, Span::at(0, word.len()), &mut tokens);
        tokens.first().and_then(|t| sound(t, t.of(word)))
    }

    #[test]
    fn goes_by_sound() {
        for word in [
            "apple",
            "hour",
            "honest",
            "heir",
            "honorarium",
            "umbrella",
            "uninsured",
            "unimproved",
            "unissued",
            "unidentified",
            "usher",
            "urban",
            "utmost",
            "8",
            "80",
            "8th",
            "11",
            "18",
            "11th",
            "onerous",
            "order",
            "individual",
            "entity",
            "IRS",
            "ITU",
            "EFTA",
            "unintended",
            "uninterrupted",
            "upper",
            "F",
            "x",
        ] {
            assert_eq!(of(word), Some(Sound::Vowel), "{word}");
        }
        for word in [
            "union",
            "unit",
            "university",
            "unanimous",
            "uniform",
            "unique",
            "unilateral",
            "European",
            "one",
            "once",
            "user",
            "use",
            "usual",
            "utility",
            "uranium",
            "ewe",
            "house",
            "request",
            "year",
            "7",
            "100",
            "110",
            "180",
            "1",
            "TV",
            "U",
            "unitary",
            "unidirectional",
            "Ukrainian",
            "B",
        ] {
            assert_eq!(of(word), Some(Sound::Consonant), "{word}");
        }
        for word in ["historic", "hotel", "herbal", "NATO", "FBI", "UN", "MRI", "1800", "1100", "mRNA", "élite"] {
            assert_eq!(of(word), None, "{word}");
        }
    }
}
