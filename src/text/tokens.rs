//! Tokens: words, numbers and marks, with what a rule needs to know of each without looking at the text again.

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
pub fn tokenize(text: &str, within: Span, out: &mut Vec<Token>) {
    out.clear();
    let piece = within.of(text);
    let base = within.start as usize;
    let bytes = piece.as_bytes();
    let (mut spaced, mut fresh_line) = (true, true);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte <= b' ' {
            fresh_line |= byte == b'\n';
            spaced = true;
            at += 1;
            continue;
        }
        let token = if byte.is_ascii_alphanumeric() {
            scan_word(piece, at)
        } else if byte < 0x80 {
            scan_mark(byte as char)
        } else {
            let Some(c) = char_at(piece, at) else { break };
            // Dashes and quotation marks, the most frequent by far.
            if matches!(c, '\u{2010}'..='\u{2027}') {
                scan_mark(c)
            } else if c.is_whitespace() || c == '\u{feff}' {
                spaced = true;
                at += c.len_utf8();
                continue;
            } else if c.is_alphanumeric() || c == '\u{ad}' || c == '\u{200b}' {
                scan_word(piece, at)
            } else {
                scan_mark(c)
            }
        };
        out.push(Token {
            span: Span::at(base + at, base + at + token.len),
            word: token.word,
            kind: token.kind,
            mark: token.mark,
            spaced,
            fresh_line,
            capital: token.capital,
            all_caps: token.all_caps,
        });
        at += token.len;
        spaced = false;
        fresh_line = false;
    }
}

struct Scan {
    len: usize,
    word: WordHash,
    kind: TokenKind,
    mark: char,
    capital: bool,
    all_caps: bool,
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

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = text.as_bytes()[at];
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

/// Reads the word or number that begins at `from`.
#[inline(always)]
fn scan_word(text: &str, from: usize) -> Scan {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let mut read = Read { capital: rest.first().is_some_and(u8::is_ascii_uppercase), ..Read::default() };
    while read.eight(eights::at(rest, read.len)) {}
    let more = match rest.get(read.len) {
        Some(b'.' | b',') => read.letters == 0,
        Some(b'\'' | 0x80..) => true,
        _ => false,
    };
    if more { scan_on(text, from, read) } else { read.finish() }
}

/// Where the word of ASCII letters and digits ends that begins at `from`, and its hash; none where an apostrophe or a
/// character beyond ASCII follows, which may belong to it.
#[must_use]
#[inline]
pub fn plain_word(text: &[u8], from: usize) -> Option<(usize, WordHash)> {
    let rest = text.get(from..)?;
    let mut read = Read::default();
    while read.eight(eights::at(rest, read.len)) {}
    let plain = read.len > 0 && !matches!(rest.get(read.len), Some(b'\'' | 0x80..));
    plain.then(|| (from + read.len, read.word.finish()))
}

/// What is known of the first bytes of a word.
#[derive(Clone, Copy, Default)]
struct Read {
    word: Hasher,
    len: usize,
    /// Not 0 where it has a letter, a second one, a small one, a digit.
    letters: u64,
    several: u64,
    small: u64,
    digits: u64,
    /// It begins with a capital.
    capital: bool,
}

impl Read {
    /// Adds those of eight bytes that belong to the word; says whether all do.
    #[inline(always)]
    const fn eight(&mut self, eight: u64) -> bool {
        let (letters, digits) = (eights::letters(eight), eights::digits(eight));
        let others = !(letters | digits) & eights::HIGH;
        // All bits below the first byte that is of another kind.
        let own = if others == 0 { u64::MAX } else { (others & others.wrapping_neg()).wrapping_sub(1) >> 7 };
        let (letters, digits) = (letters & own, digits & own);
        self.several |= letters & letters.wrapping_sub(1) | if self.letters == 0 { 0 } else { letters };
        self.letters |= letters;
        self.digits |= digits;
        // The third bit of a letter is set where it is small; digits have it.
        self.small |= letters & eight << 2;
        let count = others.trailing_zeros() / 8;
        self.word.eight((eight | (0x20 * (eights::HIGH >> 7))) & own, count);
        self.len += count as usize;
        others == 0
    }

    #[inline(always)]
    const fn finish(self) -> Scan {
        Scan {
            len: self.len,
            word: self.word.finish(),
            kind: kind_of(self.letters != 0, self.digits != 0),
            mark: '\0',
            capital: self.capital,
            all_caps: self.several != 0 && self.small == 0,
        }
    }

    /// Counts a letter.
    fn letter(&mut self, upper: bool) {
        self.capital |= upper && self.letters == 0 && self.digits == 0;
        self.small |= u64::from(!upper);
        self.several |= self.letters;
        self.letters = 1;
    }
}

const fn kind_of(letters: bool, digits: bool) -> TokenKind {
    match (letters, digits) {
        (false, true) => TokenKind::Number,
        (true, true) => TokenKind::Mixed,
        _ => TokenKind::Word,
    }
}

/// Goes on where a word may hold more than ASCII letters and digits.
#[cold]
fn scan_on(text: &str, from: usize, mut read: Read) -> Scan {
    let bytes = text.as_bytes();
    let mut at = from + read.len;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            read.letter(byte.is_ascii_uppercase());
            read.word.byte(byte.to_ascii_lowercase());
            at += 1;
        } else if byte.is_ascii_digit() {
            read.digits = 1;
            read.word.byte(byte);
            at += 1;
        } else if matches!(byte, b'.' | b',')
            && read.digits != 0
            && read.letters == 0
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
            || byte == b'\'' && read.letters != 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
        {
            read.word.byte(byte);
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let Some(c) = char_at(text, at) else { break };
            let next = at + c.len_utf8();
            let joins = c == '’' && read.letters != 0 && char_at_or(text, next).is_alphabetic();
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
    read.len = at - from;
    read.finish()
}

fn char_at_or(text: &str, at: usize) -> char {
    if at < text.len() { char_at(text, at).unwrap_or('\0') } else { '\0' }
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
    use super::{drop_code, tokenize};
    use crate::span::Span;

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
