//! A block's tokens with what is known of each: what the other files of this layer read.

use smol_str::SmolStr;
use wide::{i8x16, i16x16};

use crate::span::Span;
use crate::text::lexicon::{Bits, Signs, bit, lexicon};
use crate::text::{Token, TokenKind, WordHash};

/// Tokens of a block, with their bits.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub bits: &'a [Bits],
    /// Those of the bits that are signs; what stands behind those of the last token says nothing.
    pub signs: &'a [Signs],
    /// Tokens inside brackets or quoted clauses: no part of the sentence around them.
    pub hidden: &'a [bool],
}

/// Half-open range of token indices.
pub type Range = (usize, usize);

impl<'a> Words<'a> {
    pub fn get(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    pub fn word(&self, i: usize) -> WordHash {
        self.tokens.get(i).map_or(0, |t| t.word)
    }

    /// Whether the token has one of the bits.
    pub fn has(&self, i: usize, bits: Bits) -> bool {
        self.bits.get(i).is_some_and(|b| b & bits != 0)
    }

    /// The tokens of a range that have one of the bits, which are to be signs.
    pub fn found(&self, range: Range, bits: Bits) -> Found<'a, impl Fn(&[Signs], usize) -> u64> {
        found(self.signs, range, bits)
    }

    /// Whether a token of the range has one of the bits, which are to be signs.
    pub fn holds(&self, range: Range, bits: Bits) -> bool {
        self.found(range, bits).any()
    }

    /// The tokens of a range with which a condition, exception, hedge or phrase of precedence may begin.
    pub fn slots(&self, range: Range) -> Found<'a, impl Fn(&[Signs], usize) -> u64> {
        Found::new(self.signs, range, |signs, from| {
            let linked = mask(signs, from, bit::LINKED as Signs);
            // What stands behind the last two may be anything.
            let linked = linked >> 1 | 1 << 63 | mask(signs, from, bit::DET as Signs) >> 1 & (linked >> 2 | 1 << 62);
            mask(signs, from, bit::SLOT as Signs) & (linked | !mask(signs, from, bit::LINK as Signs))
        })
    }

    /// The tokens of a range by which adjuncts and dates are looked for.
    pub fn adjuncts(&self, range: Range) -> Found<'a, impl Fn(&[Signs], usize) -> u64> {
        let article = if self.holds(range, bit::PLACE) { bit::DET } else { 0 };
        Found::new(self.signs, range, move |signs, from| {
            // A place has a name; where there is a noun of place, an article will do.
            let capital = mask(signs, from, bit::CAPITAL as Signs);
            let near = mask(signs, from, (bit::CAPITAL | article) as Signs) >> 1;
            let named = near | 1 << 63 | mask(signs, from, bit::DET as Signs) >> 1 & (capital >> 2 | 1 << 62);
            mask(signs, from, bit::ADJUNCT as Signs) | mask(signs, from, bit::AT as Signs) & named
        })
    }

    /// The tokens of a range that carry matter.
    pub fn matter(&self, range: Range) -> Found<'a, impl Fn(&[Signs], usize) -> u64> {
        Found::new(self.signs, range, |signs, from| !mask(signs, from, bit::EMPTY as Signs))
    }

    pub fn is(&self, i: usize, mark: char) -> bool {
        self.tokens.get(i).is_some_and(|t| t.is(mark))
    }

    pub fn hidden(&self, i: usize) -> bool {
        self.hidden.get(i).copied().unwrap_or(false)
    }

    pub fn printed(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// Whether the token is printed with that ending.
    fn ends(&self, i: usize, ending: &[u8]) -> bool {
        let printed = self.get(i).and_then(|t| self.text.as_bytes().get(t.span().range()));
        printed.is_some_and(|printed| printed.ends_with(ending))
    }

    pub fn lemma(&self, i: usize) -> SmolStr {
        let (Some(token), Some(&bits)) = (self.tokens.get(i), self.bits.get(i)) else { return SmolStr::default() };
        lexicon().lemma_of(token, bits, self.text)
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| matches!(t.kind(), TokenKind::Word | TokenKind::Mixed))
    }

    pub fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital())
    }

    /// The text from the first to the last token of a range.
    pub fn span(&self, (from, to): Range) -> Option<Span> {
        if from >= to {
            return None;
        }
        Some(self.tokens.get(from)?.span().to(self.tokens.get(to - 1)?.span()))
    }

    /// Whether the words stand one after the other from `i`.
    pub fn phrase(&self, i: usize, words: &[WordHash]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.word(i + k) == *w)
    }

    /// A verb in a finite form, or an auxiliary.
    pub fn finite(&self, i: usize) -> bool {
        self.has(i, bit::BE | bit::HAVE | bit::DO | bit::MODAL)
            || (self.has(i, bit::VERB_S) && !self.has(i.wrapping_sub(1), bit::DET | bit::PREP))
    }

    /// An adverb: of the list, or ending in "-ly".
    pub fn adverb(&self, i: usize) -> bool {
        self.has(i, bit::ADV) || (self.is_word(i) && self.ends(i, b"ly") && !self.has(i, bit::VERB | bit::AGENT))
    }

    /// A past participle.
    pub fn participle(&self, i: usize) -> bool {
        if self.has(i, bit::VERB_ED) {
            return true;
        }
        let long = self.get(i).is_some_and(|t| t.span().len() > 4);
        self.is_word(i) && long && self.ends(i, b"ed") && !self.has(i, bit::AGENT | bit::THING)
    }

    /// A comma, semicolon, colon, dash or full stop.
    pub fn stop(&self, i: usize) -> bool {
        self.tokens.get(i).is_none_or(|t| matches!(t.mark(), ',' | ';' | ':' | '.' | '—' | '–' | '?'))
    }
}

/// Tokens that are looked at together.
pub const TOGETHER: usize = 64;

/// The tokens of a range that have some signs. They are looked for many at a time and without branches: where one stands is
/// as good as random.
#[derive(Clone, Copy)]
pub struct Found<'a, M> {
    signs: &'a [Signs],
    mask_from: M,
    to: usize,
    /// Which of the tokens from `at` on are such: one bit a token, the first in the lowest place. Those behind the range are
    /// among them.
    at: usize,
    mask: u64,
}

/// The tokens of a range that have one of the bits, which are to be signs.
#[inline]
pub fn found(signs: &[Signs], range: Range, bits: Bits) -> Found<'_, impl Fn(&[Signs], usize) -> u64 + Copy> {
    debug_assert_eq!(bits >> Signs::BITS, 0);
    Found::new(signs, range, move |signs, from| mask(signs, from, bits as Signs))
}

impl<'a, M: Fn(&[Signs], usize) -> u64> Found<'a, M> {
    #[inline]
    fn new(signs: &'a [Signs], (from, to): Range, mask_from: M) -> Self {
        let mask = mask_from(signs, from);
        Self { signs, mask_from, to, at: from, mask }
    }

    /// The first from `i` on, which is not to lie before the range; the end of the range where there is none.
    #[inline]
    pub fn from(&mut self, i: usize) -> usize {
        let mut i = i;
        loop {
            let left = self.mask.checked_shr((i - self.at) as u32).unwrap_or(0);
            if left != 0 {
                return self.to.min(i + left.trailing_zeros() as usize);
            }
            i = i.max(self.at + TOGETHER);
            if i >= self.to {
                return self.to;
            }
            (self.at, self.mask) = (i, (self.mask_from)(self.signs, i));
        }
    }

    /// Gives all of them but those aside.
    #[inline]
    pub fn each(mut self, aside: &[Range], mut see: impl FnMut(usize)) {
        loop {
            let here = |i: usize| i.clamp(self.at, self.at + TOGETHER) - self.at;
            let mut left = self.mask & first(here(self.to));
            for &(from, to) in aside {
                left &= first(here(from)) | !first(here(to));
            }
            while left != 0 {
                see(self.at + left.trailing_zeros() as usize);
                left &= left - 1;
            }
            self.at += TOGETHER;
            if self.at >= self.to {
                return;
            }
            self.mask = (self.mask_from)(self.signs, self.at);
        }
    }

    /// Whether there is any.
    #[inline]
    pub fn any(mut self) -> bool {
        self.from(self.at) < self.to
    }
}

/// The first bits, 64 at most.
const fn first(count: usize) -> u64 {
    !u64::MAX.unbounded_shl(count as u32)
}

/// Which of the tokens from `from` on have one of the signs.
#[inline]
fn mask(signs: &[Signs], from: usize, bits: Signs) -> u64 {
    let rest = signs.get(from..).unwrap_or_default();
    rest.first_chunk().map_or_else(|| mask_at_end(rest, bits), |these| mask_of(these, bits))
}

/// Where fewer are left.
#[cold]
fn mask_at_end(rest: &[Signs], bits: Signs) -> u64 {
    let mut these = [0; TOGETHER];
    these.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mask_of(&these, bits)
}

#[inline]
fn mask_of(signs: &[Signs; TOGETHER], bits: Signs) -> u64 {
    let (parts, _) = signs.as_chunks::<16>();
    let wanted = i16x16::splat(bits.cast_signed());
    parts.iter().rev().fold(0, |all, part| {
        // A loop, as the compiler calls `map` of an array where it ought to copy.
        let mut signed = [0; 16];
        signed.iter_mut().zip(part).for_each(|(to, from)| *to = from.cast_signed());
        let none = (i16x16::new(signed) & wanted).simd_eq(i16x16::default());
        all << 16 | u64::from(!i8x16::from_i16x16_saturate(none).to_bitmask() as u16)
    })
}

/// Whether a word is one of those given; their hashes are worked out at compile time.
macro_rules! any {
    ($word:expr, $($of:literal),+) => {{
        let word = $word;
        false $(|| word == const { $crate::text::word($of) })+
    }};
}
pub(super) use any;

#[cfg(test)]
mod tests {
    use super::{Signs, TOGETHER, found};

    #[test]
    fn tokens_are_found_by_their_signs() {
        let signs: Vec<Signs> = (0..300u32).map(|i| (i.wrapping_mul(0x9e37_79b1) >> 9) as Signs).collect();
        for (bits, every) in [(1, 1), (1 << 15 | 1 << 3, 1), (2, 40)] {
            let signs: Vec<Signs> =
                signs.iter().enumerate().map(|(i, s)| if i % every == 0 { *s } else { 0 }).collect();
            for (from, to) in [(0, 0), (3, 3), (0, 300), (7, 200), (299, 300), (100, 100 + TOGETHER), (20, 21)] {
                let mut those = found(&signs, (from, to), bits);
                let mut i = from;
                loop {
                    let wanted = (i..to).find(|&k| u64::from(signs[k]) & bits != 0).unwrap_or(to);
                    i = those.from(i);
                    assert_eq!(i, wanted, "{from} {to}");
                    if i >= to {
                        break;
                    }
                    i += 1 + i % 3 * (i % 70);
                }
                assert_eq!(
                    found(&signs, (from, to), bits).any(),
                    signs[from..to].iter().any(|s| u64::from(*s) & bits != 0)
                );
            }
        }
    }
}
