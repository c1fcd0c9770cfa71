//! Tokens: words, numbers and marks, with what a rule needs to know of each without looking at the text again.

use std::fmt;

use super::classes::{Classes, piece};
use super::eights;
use super::lexicon::{CLASS_BITS, Class, Lexicon, lexicon};
use super::words::{Hasher, WordHash, mark_of, word_of, word_of_mark};
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

/// A token: 16 bytes, owned by a buffer that is used again from block to block.
#[derive(Clone, Copy)]
pub struct Token {
    /// Hash of the word in lower case (see [`super::word`]); of a mark, the hash of its character, from which it can be told.
    pub word: WordHash,
    start: u32,
    /// Bytes of it; below them what else is known: see the constants.
    about: u32,
}

/// What a token holds beside its place and word: two bits for its kind, one for each of what follows, its class.
const KIND: u32 = 3;
const SPACED: u32 = 1 << 2;
const FRESH_LINE: u32 = 1 << 3;
const CAPITAL: u32 = 1 << 4;
const ALL_CAPS: u32 = 1 << 5;
const POSSESSIVE: u32 = 1 << 6;
/// The place of its class.
const CLASS: u32 = 7;
/// The place of its length, and the most it can say: of a longer run of letters the first bytes are the token.
const LENGTH: u32 = CLASS + CLASS_BITS;
const LONGEST: usize = (1 << (u32::BITS - LENGTH)) - 1;

/// The bit, if it is so.
#[inline]
const fn flag(is: bool, bit: u32) -> u32 {
    if is { bit } else { 0 }
}

impl Token {
    /// A token from its parts; of `about` what the constants say of a token.
    #[inline]
    const fn new(start: usize, len: usize, word: WordHash, about: u32) -> Self {
        let len = if len > LONGEST { LONGEST } else { len };
        Self { word, start: start as u32, about: (len as u32) << LENGTH | about }
    }

    #[inline]
    fn of_scan(start: usize, scan: &Scan, before: Before, lexicon: &Lexicon) -> Self {
        let about = scan.kind as u32 | flag(scan.capital, CAPITAL) | flag(scan.all_caps, ALL_CAPS);
        let about = about | flag(scan.possessive, POSSESSIVE);
        let class = lexicon.class(scan.word, scan.kind);
        Self::new(start, scan.len, scan.word, about | before.about() | class << CLASS)
    }

    /// Where it stands in the document's text.
    #[must_use]
    #[inline]
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.start + (self.about >> LENGTH) }
    }

    /// What it is made of.
    #[must_use]
    #[inline]
    pub const fn kind(&self) -> TokenKind {
        match self.about & KIND {
            0 => TokenKind::Word,
            1 => TokenKind::Number,
            2 => TokenKind::Mixed,
            _ => TokenKind::Mark,
        }
    }

    /// The mark itself; `'\0'` for other tokens.
    #[must_use]
    #[inline]
    pub fn mark(&self) -> char {
        if self.about & KIND == KIND { mark_of(self.word) } else { '\0' }
    }

    /// White space stands before it (or it begins the block).
    #[must_use]
    #[inline]
    pub const fn spaced(&self) -> bool {
        self.about & SPACED != 0
    }

    /// A line end stands before it (or it begins the block).
    #[must_use]
    #[inline]
    pub const fn fresh_line(&self) -> bool {
        self.about & FRESH_LINE != 0
    }

    /// Its first letter is a capital.
    #[must_use]
    #[inline]
    pub const fn capital(&self) -> bool {
        self.about & CAPITAL != 0
    }

    /// All its letters are capitals, and there are at least two.
    #[must_use]
    #[inline]
    pub const fn all_caps(&self) -> bool {
        self.about & ALL_CAPS != 0
    }

    /// It ends in an apostrophe and s.
    #[must_use]
    #[inline]
    pub const fn possessive(&self) -> bool {
        self.about & POSSESSIVE != 0
    }

    /// The hash of the word without the ending of its possessive.
    #[must_use]
    #[inline]
    pub fn owner(&self, text: &str) -> WordHash {
        if self.possessive() { word_of(without_possessive(self.of(text))) } else { self.word }
    }

    /// What the lexicon knows of it by.
    #[must_use]
    #[inline]
    pub(super) const fn class(&self) -> Class {
        // The length, above it, is left to the lexicon to cut off.
        self.about >> CLASS
    }

    /// Whether it is a word that stands in no list.
    #[must_use]
    #[inline]
    pub const fn is_unknown(&self) -> bool {
        self.about & (KIND | (((1 << CLASS_BITS) - 1) << CLASS)) == 0
    }

    /// Whether this is the given mark.
    #[must_use]
    #[inline]
    pub const fn is(&self, mark: char) -> bool {
        self.word == word_of_mark(mark)
    }

    /// The token's text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        self.span().of(text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("span", &self.span())
            .field("word", &self.word)
            .field("kind", &self.kind())
            .field("mark", &self.mark())
            .field("spaced", &self.spaced())
            .field("fresh_line", &self.fresh_line())
            .field("capital", &self.capital())
            .field("all_caps", &self.all_caps())
            .finish()
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
    // About as many as there will be, so that a new buffer does not grow step by step.
    out.reserve((text.len() - at) / 5);
    let (mut before, mut room, lexicon) = (Before { spaced: true, fresh: true }, [0; PIECE], lexicon());
    while at < text.len() {
        let window = Window::at(piece(whole, at, &mut room), at, text.len(), before);
        (at, before) = window.read(text, lexicon, out);
    }
}

/// What stands before a window: white space, a line end.
#[derive(Clone, Copy)]
struct Before {
    spaced: bool,
    fresh: bool,
}

impl Before {
    /// The same as bits of a token.
    #[inline]
    const fn about(self) -> u32 {
        flag(self.spaced, SPACED) | flag(self.fresh, FRESH_LINE)
    }
}

/// 64 bytes of a text, fewer at its end: what each of them is, one bit a byte.
struct Window<'t> {
    /// Its bytes, and a few more.
    piece: &'t [u8; PIECE],
    /// Where it begins in the text.
    at: usize,
    /// Letters and digits of ASCII; all but these.
    words: u64,
    others: u64,
    capitals: u64,
    small: u64,
    /// Ends of words of small letters, the first of which may be a capital, and other bits inside words.
    even: u64,
    /// Where tokens begin: at words, at marks, at bytes beyond ASCII.
    starts: u64,
    /// Those of them that may be more than ASCII letters and digits, or one mark.
    odd: u64,
    /// What stands after white space, and which tokens are the first of a line.
    spaced: u64,
    fresh: u64,
    /// Where the next window begins.
    next: usize,
    /// What stands before that.
    after: Before,
}

/// Bytes in a window.
const MANY: u32 = 64;
/// A window, and what is read beyond it with the last of its words.
const PIECE: usize = MANY as usize + 7;

impl<'t> Window<'t> {
    /// The bytes from `at` on, before `end`.
    #[inline]
    fn at(piece: &'t [u8; PIECE], at: usize, end: usize, before: Before) -> Self {
        let classes = Classes::of(piece);
        let own = u64::MAX >> MANY.saturating_sub((end - at) as u32);
        let (small, capitals, beyond, spaces) =
            (classes.small(), classes.capitals(), classes.beyond_ascii(), classes.spaces());
        let all = small | capitals | classes.digits();
        let (words, starts) = (all & own, !spaces & !(all & all << 1) & own);
        // Where something stands after a word that may belong to it; whether a word follows the window is not known.
        let mut joints = words << 1 & !(all | spaces) & ((all | beyond) >> 1 | 1 << (MANY - 1) | beyond);
        if joints != 0 {
            joints &= beyond | classes.any_of([b'\'', b'.', b',']);
        }
        let lines = classes.equal(b'\n');
        let mut window = Self {
            piece,
            at,
            words,
            others: !words,
            capitals,
            small,
            // A bit added at the beginning of a word is carried on to its end.
            even: (words & (small | capitals & !(words << 1))).wrapping_add(words & !(words << 1)),
            starts,
            odd: beyond & starts | beginnings_of(joints, starts),
            spaced: spaces << 1 | u64::from(before.spaced),
            fresh: first_of_lines(lines, starts) | if before.fresh { starts & starts.wrapping_neg() } else { 0 },
            next: at + MANY as usize,
            after: Before { spaced: spaces >> (MANY - 1) != 0, fresh: lines > starts || starts == 0 && before.fresh },
        };
        window.leave_last();
        window
    }

    /// Leaves a word at the end of the window, which may go on after it, to the next one, which is to begin with it.
    #[inline]
    fn leave_last(&mut self) {
        match MANY - self.words.leading_ones() {
            // It is longer than a window.
            0 => self.odd |= 1,
            MANY => {}
            last => {
                self.starts &= !(u64::MAX << last);
                self.next = self.at + last as usize;
                self.after = self.before(last);
            }
        }
    }

    /// What stands before the token at the window's byte `i`.
    const fn before(&self, i: u32) -> Before {
        Before { spaced: self.spaced >> i & 1 != 0, fresh: self.fresh >> i & 1 != 0 }
    }

    /// The same as bits of a token.
    #[inline]
    const fn about(&self, i: u32) -> u32 {
        let (spaced, fresh) = (self.spaced >> i & 1, self.fresh >> i & 1);
        (spaced << SPACED.trailing_zeros() | fresh << FRESH_LINE.trailing_zeros()) as u32
    }

    /// Reads its tokens; where the next window begins in the text, and what stands before that.
    #[inline]
    fn read(&self, text: &str, lexicon: &Lexicon, out: &mut Vec<Token>) -> (usize, Before) {
        let mut starts = self.starts;
        loop {
            let odd = starts & self.odd;
            let first_odd = odd & odd.wrapping_neg();
            // All of them if none is odd.
            let mut even = starts & first_odd.wrapping_sub(1);
            while even != 0 {
                let i = even.trailing_zeros();
                match (self.others >> i).trailing_zeros() {
                    0 => out.push(self.mark(i, lexicon)),
                    len => {
                        out.push(self.word(i, len, lexicon));
                        if self.even >> (i + len) & 1 == 0
                            && let Some(token) = out.last_mut()
                        {
                            token.about |= self.uneven(i, len);
                        }
                    }
                }
                even &= even - 1;
            }
            if first_odd == 0 {
                return (self.next, self.after);
            }
            let i = first_odd.trailing_zeros();
            let (from, before) = (self.at + i as usize, self.before(i));
            let Some(scan) = scan_other(text, from) else {
                // White space beyond ASCII.
                return (from + char_at(text, from).len_utf8(), Before { spaced: true, ..before });
            };
            out.push(Token::of_scan(from, &scan, before, lexicon));
            let len = scan.len;
            match u64::MAX.checked_shl(i + len as u32) {
                Some(rest) => starts &= rest,
                None => return (from + len, Before { spaced: false, fresh: false }),
            }
        }
    }

    /// The mark of ASCII at the window's byte `i`.
    #[inline]
    fn mark(&self, i: u32, lexicon: &Lexicon) -> Token {
        let byte = self.piece.get(i as usize).map_or(0, |byte| byte & 0x7f);
        let word = word_of_mark(byte as char);
        let about = TokenKind::Mark as u32 | self.about(i) | lexicon.class(word, TokenKind::Mark) << CLASS;
        Token::new(self.at + i as usize, 1, word, about)
    }

    /// The word at the window's byte `i`: `len` small letters of ASCII, the first of which may be a capital.
    #[inline]
    fn word(&self, i: u32, len: u32, lexicon: &Lexicon) -> Token {
        // Of letters and digits only capitals have not the bit of small letters, which stands one above that of the flag.
        let first = self.piece.get((i % MANY) as usize).copied().unwrap_or(0);
        let capital = u32::from(!first) >> 1 & CAPITAL;
        let (word, kind) = (self.hash(i, len), TokenKind::Word);
        let about = kind as u32 | capital | self.about(i) | lexicon.class(word, kind) << CLASS;
        Token::new(self.at + i as usize, len as usize, word, about)
    }

    /// What is to be added to a word that has digits, or capitals after the first letter: what it is made of, whether all its
    /// letters are capitals, the class of what has digits, which no list holds.
    #[cold]
    fn uneven(&self, i: u32, len: u32) -> u32 {
        let own = (u64::MAX >> (MANY - len)) << i;
        let (small, letters) = (self.small & own, (self.small | self.capitals) & own);
        let all_caps = small == 0 && letters & letters.wrapping_sub(1) != 0;
        let kind = kind_of(letters != 0, letters != own) as u32;
        kind | kind << CLASS | flag(all_caps, ALL_CAPS)
    }

    /// The hash of the `len` letters and digits at the window's byte `i`, of which there is one at least.
    #[inline]
    fn hash(&self, mut i: u32, mut len: u32) -> WordHash {
        let small = |i: u32| {
            let eight = self.piece.get((i % MANY) as usize..).and_then(<[u8]>::first_chunk);
            eight.map_or(0, |eight| u64::from_le_bytes(*eight)) | eights::SMALL
        };
        let mut word = Hasher::default();
        while len > 8 {
            word.eight(small(i), 8);
            (i, len) = (i + 8, len - 8);
        }
        word.last(small(i) & FIRST[len as usize % FIRST.len()])
    }
}

/// The first bytes of eight, by their number; a power of two of entries, so that no look-up fails.
const FIRST: [u64; 16] = {
    let (mut all, mut count) = ([u64::MAX; 16], 0);
    while count < 8 {
        all[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    all
};

/// The first of `starts` after each line end.
#[inline]
const fn first_of_lines(mut lines: u64, starts: u64) -> u64 {
    let mut fresh = 0;
    while lines != 0 {
        let after = starts & !(lines ^ (lines - 1));
        fresh |= after & after.wrapping_neg();
        lines &= lines - 1;
    }
    fresh
}

/// The last of `starts` before each of `ends`.
#[inline]
fn beginnings_of(mut ends: u64, starts: u64) -> u64 {
    let mut all = 0;
    while ends != 0 {
        let before = starts & (ends & ends.wrapping_neg()).wrapping_sub(1);
        all |= before.checked_ilog2().map_or(0, |last| 1 << last);
        ends &= ends - 1;
    }
    all
}

struct Scan {
    len: usize,
    word: WordHash,
    kind: TokenKind,
    capital: bool,
    all_caps: bool,
    possessive: bool,
}

/// The word without an apostrophe and s at its end.
fn without_possessive(word: &str) -> &str {
    let owner = word.strip_suffix(['s', 'S']).and_then(|word| word.strip_suffix(['\'', '’']));
    owner.unwrap_or(word)
}

/// Reads the mark or word that begins at `from`, whatever it is made of; none where white space does.
fn scan_other(text: &str, from: usize) -> Option<Scan> {
    let c = char_at(text, from);
    // Dashes, quotation marks and signs of sections, the most frequent by far, and the space that keeps words together.
    if matches!(c, '\u{2010}'..='\u{2027}' | '§') {
        Some(scan_mark(c))
    } else if c == '\u{a0}' {
        None
    } else if c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{200b}') {
        Some(scan_on(text, from))
    } else if c.is_whitespace() || c == '\u{feff}' {
        None
    } else {
        Some(scan_mark(c))
    }
}

#[inline]
const fn scan_mark(c: char) -> Scan {
    let (word, kind) = (word_of_mark(c), TokenKind::Mark);
    Scan { len: c.len_utf8(), word, kind, capital: false, all_caps: false, possessive: false }
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
            // Dashes and quotation marks, most of what follows a word, are no letters: asked before the tables are.
            let mark = matches!(c, '\u{2010}'..='\u{2027}');
            if !(joins || invisible || !mark && c.is_alphanumeric()) {
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
        capital: read.capital,
        all_caps: read.several && !read.small,
        possessive: text.get(from..at).is_some_and(|word| without_possessive(word).len() < word.len()),
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
        let tight = |(i, t): &(usize, &Token)| t.is('`') && (*i == 0 || !t.spaced());
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
mod tests;
