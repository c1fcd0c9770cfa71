//! Tokens: words, numbers and marks, with what a rule needs to know of each without looking at the text again.

use super::words::{START, WordHash, push, step};
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

/// What an ASCII byte is in a word: how it counts, by [`LETTER`], [`DIGIT`] and [`CAPITAL`]; 0 for bytes of no word.
const COUNTS: [u64; 256] = {
    let mut counts = [0; 256];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        counts[i] = match byte {
            b'a'..=b'z' => LETTER,
            b'A'..=b'Z' => LETTER + CAPITAL,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        i += 1;
    }
    counts
};
const LETTER: u64 = 1;
const DIGIT: u64 = 1 << 20;
const CAPITAL: u64 = 1 << 40;
/// Longest run that is counted in one number, so that its three parts never run into one another.
const RUN: usize = 1 << 16;

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
        let token = if COUNTS[byte as usize] != 0 {
            scan_word(piece, at)
        } else if byte < 0x80 {
            let c = byte as char;
            Scan { len: 1, word: step(START, byte), kind: TokenKind::Mark, mark: c, capital: false, all_caps: false }
        } else {
            let Some(c) = char_at(piece, at) else { break };
            if c.is_whitespace() || c == '\u{feff}' {
                spaced = true;
                at += c.len_utf8();
                continue;
            }
            if c.is_alphanumeric() || c == '\u{ad}' || c == '\u{200b}' { scan_word(piece, at) } else { scan_mark(c) }
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

/// A mark beyond ASCII.
fn scan_mark(c: char) -> Scan {
    let mut word = START;
    let mut buffer = [0; 4];
    for &b in c.encode_utf8(&mut buffer).as_bytes() {
        word = step(word, b);
    }
    Scan { len: c.len_utf8(), word, kind: TokenKind::Mark, mark: c, capital: false, all_caps: false }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = text.as_bytes()[at];
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

/// Reads the word or number that begins at `from`.
#[inline]
fn scan_word(text: &str, from: usize) -> Scan {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..).unwrap_or_default();
    let (mut word, mut counts, mut len) = (START, 0u64, 0);
    let mut after = 0;
    for &byte in rest.iter().take(RUN) {
        let count = COUNTS[byte as usize];
        if count == 0 {
            after = byte;
            break;
        }
        counts += count;
        // Sets the bit of small letters; digits have it.
        word = step(word, byte | 0x20);
        len += 1;
    }
    let more = match after {
        b'.' | b',' => counts & (DIGIT - 1) == 0,
        b'\'' | 0x80.. => true,
        _ => len == RUN,
    };
    if more {
        return scan_on(text, from, Counted { word, counts, len });
    }
    finish(rest, Counted { word, counts, len })
}

/// What is known of the first `len` bytes of a word.
#[derive(Clone, Copy)]
struct Counted {
    word: WordHash,
    counts: u64,
    len: usize,
}

fn finish(rest: &[u8], Counted { word, counts, len }: Counted) -> Scan {
    let (letters, digits, capitals) = (counts & (DIGIT - 1), counts >> 20 & (DIGIT - 1), counts >> 40);
    Scan {
        len,
        word,
        kind: kind_of(letters > 0, digits > 0),
        mark: '\0',
        capital: rest.first().is_some_and(u8::is_ascii_uppercase),
        all_caps: letters >= 2 && capitals == letters,
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
fn scan_on(text: &str, from: usize, begun: Counted) -> Scan {
    let bytes = text.as_bytes();
    let mut word = begun.word;
    let mut letters = begun.counts & (DIGIT - 1);
    let mut digits = begun.counts >> 20 & (DIGIT - 1);
    let mut capitals = begun.counts >> 40;
    let mut capital = bytes.get(from).is_some_and(u8::is_ascii_uppercase);
    let mut at = from + begun.len;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            if byte.is_ascii_uppercase() {
                capitals += 1;
                capital |= letters == 0 && digits == 0;
            }
            letters += 1;
            word = step(word, byte.to_ascii_lowercase());
            at += 1;
        } else if byte.is_ascii_digit() {
            digits += 1;
            word = step(word, byte);
            at += 1;
        } else if joins_digits(byte, digits, letters, bytes.get(at + 1))
            || (byte == b'\'' && letters > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic))
        {
            word = step(word, byte);
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let Some(c) = char_at(text, at) else { break };
            let next = at + c.len_utf8();
            let joins = c == '’' && letters > 0 && char_at_or(text, next).is_alphabetic();
            let invisible = matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}');
            if !(joins || invisible || c.is_alphanumeric()) {
                break;
            }
            if c.is_alphabetic() {
                letters += 1;
                if c.is_uppercase() {
                    capitals += 1;
                    capital |= letters == 1 && digits == 0;
                }
            }
            word = push(word, c);
            at = next;
        }
    }
    let all_caps = letters >= 2 && capitals == letters;
    Scan { len: at - from, word, kind: kind_of(letters > 0, digits > 0), mark: '\0', capital, all_caps }
}

/// Whether a point or comma stands between two digits of one number.
fn joins_digits(byte: u8, digits: u64, letters: u64, next: Option<&u8>) -> bool {
    matches!(byte, b'.' | b',') && digits > 0 && letters == 0 && next.is_some_and(u8::is_ascii_digit)
}

fn char_at_or(text: &str, at: usize) -> char {
    if at < text.len() { char_at(text, at).unwrap_or('\0') } else { '\0' }
}
