//! What a block holds, worked out once for all rules that look at blocks.

use std::sync::LazyLock;

use super::citations::vague_reference;
use super::conventions::unknown_conference;
use super::quantities::{dates, percentage_over_whole, reversed_quantity};
use super::wording::{article_before_vowel, double_negative};
use crate::text::{Token, TokenKind, WordFilter, WordHash};

/// What a block holds, so that a rule that has nothing to look at in it is not called.
///
/// A trait may be there without a finding; where it is missing there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u32);

impl Traits {
    /// Nothing in particular.
    pub const NONE: Self = Self(0);
    /// A digit.
    pub const DIGIT: Self = Self(1);
    /// A round bracket.
    pub const ROUND: Self = Self(1 << 1);
    /// Two marks of punctuation in a row.
    pub const PUNCTUATION_RUN: Self = Self(1 << 2);
    /// An opening square bracket.
    pub const SQUARE: Self = Self(1 << 3);
    /// "(a)" after a space: a label inside a line.
    pub const LABEL: Self = Self(1 << 4);
    /// A slash.
    pub const SLASH: Self = Self(1 << 5);
    /// A word, or two words, twice in a row.
    pub const DOUBLED: Self = Self(1 << 6);
    /// A full stop before a word in small letters.
    pub const BROKEN_SENTENCE: Self = Self(1 << 7);
    /// Figures, and the name of a month, or figures joined as in "2026-11-24".
    pub const DATE: Self = Self(1 << 8);
    /// "per cent", "%".
    pub const PERCENT: Self = Self(1 << 9);
    /// A word that announces a least amount.
    pub const LEAST: Self = Self(1 << 10);
    /// "a" or "an".
    pub const ARTICLE: Self = Self(1 << 11);
    /// "not".
    pub const NOT: Self = Self(1 << 12);
    /// "relevant", "applicable": words that leave open which text is meant.
    pub const VAGUE: Self = Self(1 << 13);
    /// "Resolution", "Decision", "Recommendation".
    pub const CITED: Self = Self(1 << 14);

    /// A figure and two digits, joined by a hyphen.
    const JOINED: Self = Self(1 << 27);
    /// A full stop, comma, semicolon or colon; a closing round bracket.
    const STOP: Self = Self(1 << 28);
    const CLOSE: Self = Self(1 << 29);
    const HYPHEN: Self = Self(1 << 30);
    const MONTH: Self = Self(1 << 31);

    /// Reads them off a block's tokens in one pass.
    #[must_use]
    pub fn of(tokens: &[Token]) -> Self {
        let classes = &*CLASSES;
        let mut all = 0;
        // The words of the three tokens before, the nearest first.
        let (mut before, mut earlier, mut third): (WordHash, WordHash, WordHash) = (0, 0, 0);
        for (i, token) in tokens.iter().enumerate() {
            match token.kind() {
                TokenKind::Word => {
                    all |= classes.of(token);
                    if token.word == before || token.word == earlier && before == third {
                        all |= Self::DOUBLED.0;
                    }
                }
                TokenKind::Mark => {
                    let class = MARKS.get(token.mark() as usize).copied().unwrap_or(0);
                    all |= class;
                    if class & (Self::STOP.0 | Self::CLOSE.0 | Self::HYPHEN.0) != 0 && !token.spaced() {
                        all |= Self::close_by(tokens, i, class);
                    }
                }
                TokenKind::Number | TokenKind::Mixed => all |= Self::DIGIT.0,
            }
            (third, earlier, before) = (earlier, before, token.word);
        }
        if all & Self::DIGIT.0 != 0 && all & (Self::MONTH.0 | Self::JOINED.0) != 0 {
            all |= Self::DATE.0;
        }
        Self(all)
    }

    /// What the mark `i` comes to that stands close by the token before it.
    fn close_by(tokens: &[Token], i: usize, class: u32) -> u32 {
        let (before, from) = tokens.split_at_checked(i).unwrap_or_default();
        let stop = |t: &Token| MARKS.get(t.mark() as usize).is_some_and(|class| class & Self::STOP.0 != 0);
        let goes_on = |next: &Token| next.kind() == TokenKind::Word && next.spaced() && !next.capital();
        let has = |bit: Self| class & bit.0 != 0;
        let mut all = match before {
            [.., last] if has(Self::STOP) && stop(last) => Self::PUNCTUATION_RUN.0,
            [.., open, _] if has(Self::CLOSE) && open.is('(') && open.spaced() => Self::LABEL.0,
            _ => 0,
        };
        if let [mark, next, ..] = from {
            if mark.is('.') && goes_on(next) {
                all |= Self::BROKEN_SENTENCE.0;
            }
            let figure = |t: &Token| matches!(t.kind(), TokenKind::Number | TokenKind::Mixed);
            if has(Self::HYPHEN) && next.span().len() == 2 && !next.spaced() && before.last().is_some_and(figure) {
                all |= Self::JOINED.0;
            }
        }
        all
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are there.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Marks that give a block a trait.
const MARKS: [u32; 128] = {
    let mut all = [0; 128];
    all[b'(' as usize] = Traits::ROUND.0;
    all[b')' as usize] = Traits::ROUND.0 | Traits::CLOSE.0;
    all[b'[' as usize] = Traits::SQUARE.0;
    all[b'/' as usize] = Traits::SLASH.0;
    all[b'-' as usize] = Traits::HYPHEN.0;
    all[b'%' as usize] = Traits::PERCENT.0;
    all[b'.' as usize] = Traits::STOP.0;
    all[b',' as usize] = Traits::STOP.0;
    all[b';' as usize] = Traits::STOP.0;
    all[b':' as usize] = Traits::STOP.0;
    all
};

/// Words that give a block a trait, by their hash: open addressing in a table that is mostly empty.
struct Classes {
    /// Most words of a text are none of these.
    some: WordFilter,
    slots: Vec<(WordHash, u32)>,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let mut classes = Classes { some: WordFilter::for_words(256), slots: vec![(0, 0); 1024] };
    let lists: [(&[WordHash], Traits); 7] = [
        (&percentage_over_whole::SIGNS, Traits::PERCENT),
        (&reversed_quantity::SIGNS, Traits::LEAST),
        (&article_before_vowel::ARTICLES, Traits::ARTICLE),
        (&[double_negative::NOT], Traits::NOT),
        (&vague_reference::VAGUE, Traits::VAGUE),
        (&unknown_conference::CITED, Traits::CITED),
        (&dates::NAMES.map(|(name, _)| name), Traits::MONTH),
    ];
    for (words, class) in lists {
        for &word in words {
            classes.add(word, class.0);
        }
    }
    classes
});

impl Classes {
    const fn first(&self, hash: WordHash) -> usize {
        (hash ^ hash >> 32) as usize & (self.slots.len() - 1)
    }

    fn add(&mut self, word: WordHash, class: u32) {
        self.some.add(word);
        let mut at = self.first(word);
        while self.slots.get(at).is_some_and(|slot| slot.0 != 0 && slot.0 != word) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (word, slot.1 | class);
        }
    }

    #[inline]
    fn of(&self, token: &Token) -> u32 {
        if self.some.may_have(token.word) { self.look_up(token) } else { 0 }
    }

    fn look_up(&self, token: &Token) -> u32 {
        let mut at = self.first(token.word);
        loop {
            match self.slots.get(at) {
                Some(&(hash, class)) if hash == token.word => {
                    // "may" and "march" are months with a capital only.
                    return if token.capital() { class } else { class & !Traits::MONTH.0 };
                }
                Some(&(hash, _)) if hash != 0 => at = (at + 1) & (self.slots.len() - 1),
                _ => return 0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Traits;
    use crate::span::Span;
    use crate::text::tokenize;

    fn of(text: &str) -> Traits {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        Traits::of(&tokens)
    }

    #[test]
    fn a_block_has_the_traits_of_its_tokens() {
        assert_eq!(of("the carrier shall keep records"), Traits::NONE);
        assert!(of("by 31 June").has(Traits::DATE));
        assert!(of("by 2026-02-30").has(Traits::DATE.and(Traits::DIGIT)));
        assert!(!of("it may keep 3").has(Traits::DATE));
        assert!(!of("of Public Law 104-208").has(Traits::DATE));
        assert!(!of("a lead-based paint of 3 coats").has(Traits::DATE));
        assert!(of("of the the").has(Traits::DOUBLED));
        assert!(of("of the of the").has(Traits::DOUBLED));
        assert!(!of("of the and the").has(Traits::DOUBLED));
        assert!(of("and (a) one").has(Traits::LABEL.and(Traits::ROUND)));
        assert!(!of("and 3(a) one").has(Traits::LABEL));
        assert!(of("it ends.,").has(Traits::PUNCTUATION_RUN));
        assert!(!of("3.5, ;").has(Traits::PUNCTUATION_RUN));
        assert!(of("it ends. and goes on").has(Traits::BROKEN_SENTENCE));
        assert!(of("120 per cent").has(Traits::PERCENT.and(Traits::DIGIT)));
        assert!(
            of("A Resolution not less than [x/y]").has(
                Traits::ARTICLE
                    .and(Traits::CITED)
                    .and(Traits::NOT)
                    .and(Traits::LEAST)
                    .and(Traits::SQUARE)
                    .and(Traits::SLASH)
            )
        );
        assert!(of("the relevant texts").has(Traits::VAGUE));
    }
}
