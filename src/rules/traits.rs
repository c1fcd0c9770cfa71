//! What a block holds, worked out once for all rules that look at blocks.

use super::wording::misspelling;
use crate::text::lexicon::{Hints, hint, lexicon};
use crate::text::{Token, TokenKind};

/// The index of a token, and what it may be a sign of.
pub type Hinted = (u32, Hints);

/// The tokens of a block that rules look at; the buffer serves again for the next block.
#[derive(Debug, Default)]
pub struct Hinting {
    /// As many places as a block had tokens at most.
    all: Vec<Hinted>,
    count: usize,
}

impl Hinting {
    /// Those of the block looked at last, in order.
    #[must_use]
    pub fn tokens(&self) -> &[Hinted] {
        self.all.get(..self.count).unwrap_or_default()
    }
}

/// What a block holds, so that a rule that has nothing to look at in it is not called.
///
/// A trait may be there without a finding; where it is missing there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u32);

impl Traits {
    /// Nothing in particular.
    pub const NONE: Self = Self(0);
    /// A digit.
    pub const DIGIT: Self = Self(hint::DIGIT);
    /// A round bracket.
    pub const ROUND: Self = Self(hint::ROUND);
    /// An opening square bracket.
    pub const SQUARE: Self = Self(hint::SQUARE);
    /// A slash.
    pub const SLASH: Self = Self(hint::SLASH);
    /// "per cent", "%".
    pub const PERCENT: Self = Self(hint::PERCENT);
    /// A word that announces a least amount.
    pub const LEAST: Self = Self(hint::LEAST);
    /// "a" or "an".
    pub const ARTICLE: Self = Self(hint::ARTICLE);
    /// "not".
    pub const NOT: Self = Self(hint::NOT);
    /// "relevant", "applicable": words that leave open which text is meant.
    pub const VAGUE: Self = Self(hint::VAGUE);
    /// "Resolution", "Decision", "Recommendation".
    pub const CITED: Self = Self(hint::CITED);
    /// A word of a set phrase.
    pub const PHRASE: Self = Self(hint::PHRASE);
    /// A round or square bracket, open or closing.
    pub const BRACKET: Self = Self(hint::BRACKET);
    /// A double quotation mark.
    pub const QUOTE: Self = Self(hint::QUOTE);
    /// Both of these, either of which is noted of every block.
    pub const ENCLOSING: Self = Self::BRACKET.and(Self::QUOTE);
    /// Two marks of punctuation in a row.
    pub const PUNCTUATION_RUN: Self = Self::own(0);
    /// "(a)" after a space: a label inside a line.
    pub const LABEL: Self = Self::own(1);
    /// A word, or two words, twice in a row.
    pub const DOUBLED: Self = Self::own(2);
    /// A full stop before a word in small letters.
    pub const BROKEN_SENTENCE: Self = Self::own(3);
    /// Figures, and the name of a month, or figures joined as in "2026-11-24".
    pub const DATE: Self = Self::own(4);
    /// A word that may be misspelt.
    pub const MISSPELT: Self = Self::own(5);
    /// It may end as a lead-in does; not read off the tokens.
    pub const LEAD_IN: Self = Self::own(6);
    /// What is noted of every block.
    pub const NOTED: Self = Self::ENCLOSING.and(Self::LEAD_IN);

    /// A figure and two digits, joined by a hyphen.
    const JOINED: Self = Self::own(7);

    /// A trait that no token has by itself.
    const fn own(n: u32) -> Self {
        Self(1 << (hint::COUNT + n))
    }

    /// Reads them off a block's tokens in one pass, which finds the tokens with hints for rules too.
    #[must_use]
    pub fn of(tokens: &[Token], hinted: &mut Hinting) -> Self {
        let lexicon = lexicon();
        let (mut all, mut count) = (0, 0);
        if hinted.all.len() < tokens.len() {
            hinted.all.resize(tokens.len(), (0, 0));
        }
        let mut note = |i: usize, token: &Token| {
            let hints = lexicon.hints_of(token);
            all |= hints;
            // Put down whether rules look at it or not, and written over if not: which it is is as good as random.
            if let Some(place) = hinted.all.get_mut(count) {
                *place = (i as u32, hints);
            }
            count += usize::from(hints & hint::FOR_RULES != 0);
        };
        tokens.iter().enumerate().take(2).for_each(|(i, token)| note(i, token));
        let mut twice = doubled(tokens.get(..2).unwrap_or_default(), 1);
        for (i, three) in (2..).zip(tokens.windows(3)) {
            let [earlier, before, token] = three else { continue };
            note(i, token);
            if token.word == before.word || token.word == earlier.word {
                twice |= doubled(tokens, i);
            }
        }
        if twice {
            all |= Self::DOUBLED.0;
        }
        if misspelling::may_stand_among(tokens) {
            all |= Self::MISSPELT.0;
        }
        hinted.count = count;
        // "may" and "march" are months with a capital only.
        let mut month = false;
        for &(i, hints) in hinted.tokens() {
            if hints & (hint::STOP | hint::ROUND | hint::HYPHEN) != 0 {
                all |= Self::close_by(tokens, i as usize, hints);
            }
            month |= hints & hint::MONTH != 0 && tokens.get(i as usize).is_some_and(Token::capital);
        }
        if all & hint::DIGIT != 0 && (month || all & Self::JOINED.0 != 0) {
            all |= Self::DATE.0;
        }
        Self(all)
    }

    /// What the mark `i` comes to, if it stands close by the token before it.
    fn close_by(tokens: &[Token], i: usize, hints: Hints) -> u32 {
        let (before, from) = tokens.split_at_checked(i).unwrap_or_default();
        let stop = |t: &Token| lexicon().hints_of(t) & hint::STOP != 0;
        let goes_on = |next: &Token| next.kind() == TokenKind::Word && next.spaced() && !next.capital();
        let [mark, after @ ..] = from else { return 0 };
        if mark.spaced() {
            return 0;
        }
        let mut all = match before {
            [.., last] if hints & hint::STOP != 0 && stop(last) => Self::PUNCTUATION_RUN.0,
            [.., open, _] if mark.is(')') && open.is('(') && open.spaced() => Self::LABEL.0,
            _ => 0,
        };
        if let [next, ..] = after {
            if mark.is('.') && goes_on(next) {
                all |= Self::BROKEN_SENTENCE.0;
            }
            let figure = |t: &Token| matches!(t.kind(), TokenKind::Number | TokenKind::Mixed);
            let hyphen = hints & hint::HYPHEN != 0;
            if hyphen && next.span().len() == 2 && !next.spaced() && before.last().is_some_and(figure) {
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

    /// Whether one of `other` is there.
    #[must_use]
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of `other` are there.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Whether the token's word, or its word and the one before, stand twice in a row.
fn doubled(tokens: &[Token], i: usize) -> bool {
    match tokens.get(..=i).unwrap_or_default() {
        [.., before, token] if token.word == before.word => token.kind() == TokenKind::Word,
        [.., third, earlier, before, token] => {
            token.word == earlier.word && before.word == third.word && token.kind() == TokenKind::Word
        }
        _ => false,
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
        Traits::of(&tokens, &mut super::Hinting::default())
    }

    #[test]
    fn traits_that_no_token_has_by_itself_are_apart() {
        use Traits as T;
        let own =
            [T::PUNCTUATION_RUN, T::LABEL, T::DOUBLED, T::BROKEN_SENTENCE, T::DATE, T::MISSPELT, T::LEAD_IN, T::JOINED];
        let apart = own.iter().enumerate().all(|(i, a)| own.iter().skip(i + 1).all(|b| !a.has_any(*b)));
        assert!(apart && !T::NOTED.has_any(T::JOINED));
    }

    #[test]
    fn a_block_has_the_traits_of_its_tokens() {
        assert_eq!(of("the carrier keeps records"), Traits::NONE);
        for (text, mark) in
            [("a)", Traits::BRACKET), ("x]", Traits::BRACKET), ("“fee", Traits::QUOTE), ("fee”", Traits::QUOTE)]
        {
            assert!(of(text).has_any(mark), "{text}");
        }
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
