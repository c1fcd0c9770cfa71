//! Tokens: words, numbers and marks, with what a rule needs to know of each without looking at the text again.

use super::classes::Classes;
use super::eights;
use super::words::{Hasher, WordHash};
use crate::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes inside ("Secretary's").
    Word,
    /// Digits, with points or commas between digits ("3.4.1", "1,000").
    Number,
    /// Digits and letters in one ("9A", "161bis", "20th").
    Mixed,
    /// One mark: bracket, quotation mark, dash, punctuation.
    Mark,
}

/// A token: 32 bytes, owned by a buffer that is used again from block to block.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Hash of the word in lower case (see [`super::word`]); of a mark, the hash of its character.
    pub word: WordHash,
    /// What it is made of.
    pub kind: TokenKind,
    /// The mark itself; `'\0'` for other tokens.
    pub mark: char,
    /// White space stands before it (or it begins the block).
    pub spaced: bool,
    /// A line end stands before it (or it begins the block).
    pub fresh_line: bool,
    /// Its first letter is a capital.
    pub capital: bool,
    /// All its letters are capitals, and there are at least two.
    pub all_caps: bool,
}

impl Token {
    /// Whether this is the given mark.
    #[must_use]
    pub const fn is(&self, mark: char) -> bool {
        self.mark as u32 == mark as u32
    }

    /// The token's text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        self.span.of(text)
    }
}

/// Splits `text[within]` into tokens, into `out`, which is cleared first. Offsets are those of `text`.
///
/// Words of ASCII letters and digits, most of any text, are read off the masks of 64 bytes at a time; the rest goes
/// character by character.
pub fn tokenize(text: &str, within: Span, out: &mut Vec<Token>) {
    out.clear();
    tokenize_onto(text, within, out);
}

/// As [`tokenize`]; the tokens come behind those that `out` holds.
pub fn tokenize_onto(text: &str, within: Span, out: &mut Vec<Token>) {
    let whole = text.as_bytes();
    let mut at = within.start as usize;
    let Some(text) = text.get(..at + within.of(text).len()) else { return };
    let (mut spaced, mut fresh_line) = (true, true);
    while at < text.len() {
        let window = Window::at(whole, at, text.len(), (spaced, fresh_line));
        let (mut starts, mut next) = (window.starts, at + MANY as usize);
        (spaced, fresh_line) = window.after;
        while starts != 0 {
            let i = starts.trailing_zeros();
            let from = at + i as usize;
            let has = |mask: u64| mask >> i & 1 != 0;
            let len = (!window.words >> i).trailing_zeros();
            let token = if len != 0 && i + len < MANY && window.joints >> (i + len) & 1 == 0 {
                starts &= starts - 1;
                window.word(i, len, hash_at(whole, from, len))
            } else if len == 0 && !has(window.beyond) {
                starts &= starts - 1;
                scan_mark(whole.get(from).map_or('\0', |&b| b as char))
            } else if len != 0 && i != 0 && i + len >= MANY {
                // It may go on after the window: the next one is to begin with it.
                (next, spaced, fresh_line) = (from, has(window.spaced), has(window.fresh));
                break;
            } else if let Some(token) = scan_other(text, from) {
                match u64::MAX.checked_shl(i + token.len as u32) {
                    Some(rest) => starts &= rest,
                    None => (starts, next, spaced, fresh_line) = (0, from + token.len, false, false),
                }
                token
            } else {
                // White space beyond ASCII.
                (next, spaced, fresh_line) = (from + char_at(text, from).len_utf8(), true, has(window.fresh));
                break;
            };
            out.push(Token {
                span: Span::at(from, from + token.len),
                word: token.word,
                kind: token.kind,
                mark: token.mark,
                spaced: has(window.spaced),
                fresh_line: has(window.fresh),
                capital: token.capital,
                all_caps: token.all_caps,
            });
        }
        at = next;
    }
}

/// 64 bytes of a text, fewer at its end: what each of them is, one bit a byte.
struct Window {
    /// Letters and digits of ASCII.
    words: u64,
    letters: u64,
    capitals: u64,
    /// Bytes of characters beyond ASCII.
    beyond: u64,
    /// What may go on with a word that ends before it.
    joints: u64,
    /// Where tokens may begin: at words, at marks, at bytes beyond ASCII.
    starts: u64,
    /// What stands after white space, and which tokens are the first of a line.
    spaced: u64,
    fresh: u64,
    /// Both for what comes after the window.
    after: (bool, bool),
}

/// Bytes in a window.
const MANY: u32 = 64;

impl Window {
    /// The bytes from `at` on, before `end`. `before` says whether white space and a line end stand before them.
    #[inline]
    fn at(bytes: &[u8], at: usize, end: usize, before: (bool, bool)) -> Self {
        let classes = Classes::at(bytes, at);
        let own = u64::MAX >> MANY.saturating_sub((end - at) as u32);
        let (words, beyond, spaces) = (classes.alphanumerics(), classes.beyond_ascii(), classes.spaces());
        let starts = !spaces & !(words & words << 1) & own;
        let points = classes.any_of([b'\'', b'.', b',']);
        let mut fresh = if before.1 { starts & starts.wrapping_neg() } else { 0 };
        let lines = classes.equal(b'\n');
        let mut line = lines;
        while line != 0 {
            // The first token after it.
            let after = starts & !(line ^ (line - 1));
            fresh |= after & after.wrapping_neg();
            line &= line - 1;
        }
        Self {
            words: words & own,
            letters: classes.letters(),
            capitals: classes.capitals(),
            beyond,
            // Whether a word follows the window is not known.
            joints: beyond | points & words << 1 & ((words | beyond) >> 1 | 1 << (MANY - 1)),
            starts,
            spaced: spaces << 1 | u64::from(before.0),
            fresh,
            after: (spaces >> (MANY - 1) != 0, lines > starts || starts == 0 && before.1),
        }
    }

    /// The word or number at the window's byte `i`: `len` letters and digits of ASCII.
    #[inline]
    const fn word(&self, i: u32, len: u32, word: WordHash) -> Scan {
        let own = (u64::MAX >> (64 - len)) << i;
        let letters = self.letters & own;
        if letters & !self.capitals == own {
            let (kind, mark) = (TokenKind::Word, '\0');
            return Scan { len: len as usize, word, kind, mark, capital: false, all_caps: false };
        }
        let several = letters & letters.wrapping_sub(1) != 0;
        Scan {
            len: len as usize,
            word,
            kind: kind_of(letters != 0, letters != own),
            mark: '\0',
            capital: self.capitals >> i & 1 != 0,
            all_caps: several && letters & !self.capitals == 0,
        }
    }
}

/// The hash of a word of letters and digits of ASCII.
#[inline]
fn hash_at(bytes: &[u8], mut at: usize, mut len: u32) -> WordHash {
    let mut word = Hasher::default();
    while len > 8 {
        word.eight(eights::at(bytes, at) | eights::SMALL, 8);
        (at, len) = (at + 8, len - 8);
    }
    let last = u64::MAX >> (64 - 8 * len);
    word.last((eights::at(bytes, at) | eights::SMALL) & last)
}

struct Scan {
    len: usize,
    word: WordHash,
    kind: TokenKind,
    mark: char,
    capital: bool,
    all_caps: bool,
}

/// Reads the mark or word that begins at `from`, whatever it is made of; none where white space does.
fn scan_other(text: &str, from: usize) -> Option<Scan> {
    let c = char_at(text, from);
    // Dashes and quotation marks, the most frequent by far.
    if matches!(c, '\u{2010}'..='\u{2027}') {
        Some(scan_mark(c))
    } else if c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{200b}') {
        Some(scan_on(text, from))
    } else if c.is_whitespace() || c == '\u{feff}' {
        None
    } else {
        Some(scan_mark(c))
    }
}

#[inline]
fn scan_mark(c: char) -> Scan {
    let mut word = Hasher::default();
    if c.is_ascii() {
        word.byte(c as u8)
    } else {
        word.plain(c)
    }
    Scan { len: c.len_utf8(), word: word.finish(), kind: TokenKind::Mark, mark: c, capital: false, all_caps: false }
}

/// The character that begins at `at`; `'\0'` at the end.
#[inline]
fn char_at(text: &str, at: usize) -> char {
    match text.as_bytes().get(at) {
        Some(&byte) if byte < 0x80 => byte as char,
        _ => text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0'),
    }
}

/// Where the word of ASCII letters and digits ends that begins at `from`, and its hash; none where an apostrophe or a
/// character beyond ASCII follows, which may belong to it.
#[must_use]
#[inline]
pub(super) fn plain_word(text: &[u8], from: usize) -> Option<(usize, WordHash)> {
    let mut word = Hasher::default();
    let mut at = from;
    loop {
        let eight = eights::at(text, at);
        let others = eights::others(eight);
        // All bits below the first byte that is of another kind.
        let own = if others == 0 { u64::MAX } else { (others & others.wrapping_neg()).wrapping_sub(1) >> 7 };
        let count = others.trailing_zeros() / 8;
        word.eight((eight | eights::SMALL) & own, count);
        at += count as usize;
        if others != 0 {
            break;
        }
    }
    let plain = at > from && !matches!(text.get(at), Some(b'\'' | 0x80..));
    plain.then(|| (at, word.finish()))
}

/// What is known of the first characters of a word.
#[derive(Clone, Copy, Default)]
struct Read {
    word: Hasher,
    /// It has a letter, a second one, a small one, a digit.
    letters: bool,
    several: bool,
    small: bool,
    digits: bool,
    /// It begins with a capital.
    capital: bool,
}

impl Read {
    /// Counts a letter.
    fn letter(&mut self, upper: bool) {
        self.capital |= upper && !self.letters && !self.digits;
        self.small |= !upper;
        self.several |= self.letters;
        self.letters = true;
    }
}

const fn kind_of(letters: bool, digits: bool) -> TokenKind {
    match (letters, digits) {
        (false, true) => TokenKind::Number,
        (true, true) => TokenKind::Mixed,
        _ => TokenKind::Word,
    }
}

/// Reads a word that may hold more than ASCII letters and digits.
fn scan_on(text: &str, from: usize) -> Scan {
    let bytes = text.as_bytes();
    let mut read = Read::default();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            read.letter(byte.is_ascii_uppercase());
            read.word.byte(byte.to_ascii_lowercase());
            at += 1;
        } else if byte.is_ascii_digit() {
            read.digits = true;
            read.word.byte(byte);
            at += 1;
        } else if matches!(byte, b'.' | b',')
            && read.digits
            && !read.letters
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
            || byte == b'\'' && read.letters && char_at(text, at + 1).is_alphabetic()
        {
            read.word.byte(byte);
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let c = char_at(text, at);
            let next = at + c.len_utf8();
            let joins = c == '’' && read.letters && char_at(text, next).is_alphabetic();
            let invisible = matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}');
            if !(joins || invisible || c.is_alphanumeric()) {
                break;
            }
            if c.is_alphabetic() {
                read.letter(c.is_uppercase());
            }
            read.word.push(c);
            at = next;
        }
    }
    Scan {
        len: at - from,
        word: read.word.finish(),
        kind: kind_of(read.letters, read.digits),
        mark: '\0',
        capital: read.capital,
        all_caps: read.several && !read.small,
    }
}

/// Takes out what stands between backticks: code in Markdown, no wording. The backticks stay, so that the words before and
/// after it do not meet.
pub fn drop_code(tokens: &mut Vec<Token>) {
    /// Longest row of backticks that opens a span of its own.
    const MOST: usize = 4;
    if !tokens.iter().any(|t| t.is('`')) {
        return;
    }
    let run = |at: usize| {
        let tight = |(i, t): &(usize, &Token)| t.is('`') && (*i == 0 || !t.spaced);
        tokens.get(at..).unwrap_or(&[]).iter().enumerate().take_while(tight).count()
    };
    let mut code: Vec<std::ops::Range<usize>> = Vec::new();
    // Lengths of rows that nothing closes from here on.
    let mut open = [false; MOST + 1];
    let mut at = 0;
    while at < tokens.len() {
        let n = run(at);
        if n == 0 {
            at += 1;
            continue;
        }
        let from = at + n;
        at = from;
        let Some(open) = open.get_mut(n).filter(|open| !**open) else { continue };
        let mut to = from;
        while to < tokens.len() {
            match run(to) {
                0 => to += 1,
                m if m == n => break,
                m => to += m,
            }
        }
        if to < tokens.len() {
            code.push(from..to);
            at = to + n;
        } else {
            *open = true;
        }
    }
    let (mut at, mut code) = (0, code.into_iter().peekable());
    tokens.retain(|_| {
        while code.next_if(|c| c.end <= at).is_some() {}
        let inside = code.peek().is_some_and(|c| c.contains(&at));
        at += 1;
        !inside
    });
}

#[cfg(test)]
mod tests {
    use super::{MANY, Token, drop_code, scan_other, tokenize};
    use crate::span::Span;

    /// What the tokens are, character by character.
    fn slowly(text: &str, within: Span) -> Vec<Token> {
        let text = &text[..within.end as usize];
        let (mut at, mut out) = (within.start as usize, Vec::new());
        let (mut spaced, mut fresh_line) = (true, true);
        while let Some(c) = text[at..].chars().next() {
            if c <= ' ' {
                (spaced, fresh_line, at) = (true, fresh_line | (c == '\n'), at + 1);
                continue;
            }
            let Some(t) = scan_other(text, at) else {
                (spaced, at) = (true, at + c.len_utf8());
                continue;
            };
            let (span, capital, all_caps) = (Span::at(at, at + t.len), t.capital, t.all_caps);
            out.push(Token { span, word: t.word, kind: t.kind, mark: t.mark, spaced, fresh_line, capital, all_caps });
            (spaced, fresh_line, at) = (false, false, at + t.len);
        }
        out
    }

    #[test]
    fn masks_give_what_characters_give() {
        const PIECES: [&str; 40] = [
            " ",
            " ",
            " ",
            " ",
            "\n",
            "\n\n",
            "  \n  ",
            "\t",
            "\0",
            "\u{a0}",
            "\u{2009}",
            "\u{feff}",
            "\u{200b}",
            "\u{ad}",
            "the",
            "The",
            "SHALL",
            "Member",
            "telecommunications",
            "a",
            "9",
            "12",
            "1,000",
            "3.4.1",
            "20th",
            "B2",
            ".",
            ",",
            ";",
            "(",
            "'",
            "’",
            "’s",
            "“",
            "—",
            "§",
            "é",
            "Élan",
            "naïve",
            "_",
        ];
        let mut state = 1u64;
        for _ in 0..3000 {
            let mut text = String::new();
            let mut next = |n: usize| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize % n
            };
            let of_one = next(8) == 0;
            for _ in 0..next(90) {
                text.push_str(if of_one { "word" } else { PIECES[next(PIECES.len())] });
            }
            let mut cut = |from: usize| {
                let mut at = from + next(text.len() + 1 - from);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at.max(from)
            };
            let from = cut(0);
            for within in [Span::at(0, text.len()), Span::at(from, text.len()), Span::at(from, cut(from))] {
                let mut tokens = Vec::new();
                tokenize(&text, within, &mut tokens);
                assert_eq!(format!("{tokens:?}"), format!("{:?}", slowly(&text, within)), "{text:?} {within:?}");
            }
        }
        assert_eq!(MANY, u64::BITS);
    }

    #[test]
    fn an_apostrophe_joins_whatever_letters_stand_beside_it() {
        for text in ["d'évaluation", "d’évaluation", "operator's", "l’Élan"] {
            let mut tokens = Vec::new();
            tokenize(text, Span::at(0, text.len()), &mut tokens);
            assert_eq!(tokens.len(), 1, "{text}");
            assert_eq!(tokens[0].word, crate::text::word_of(text), "{text}");
        }
    }

    #[test]
    fn code_is_no_wording() {
        let left = |text: &str| {
            let mut tokens = Vec::new();
            tokenize(text, Span::at(0, text.len()), &mut tokens);
            drop_code(&mut tokens);
            tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(left("the `a..b` range"), "the ` ` range");
        assert_eq!(left("the ``a ` b`` range"), "the ` ` ` ` range");
        assert_eq!(left("a ` b `` c"), "a ` b ` ` c");
    }
}
