//! The words and marks without which there is no definition.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, FindIter, Match, MatchKind};
use memchr::{Memchr, Memchr3};

use crate::span::Span;

/// Words without which there is no definition, unless a quotation mark stands there; after them, what announces a list in
/// a short block. Leftmost-first, since only that search goes by vectors. None of them ends as another begins, so that
/// those of a block are the same wherever the search began.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    const WORDS: [&str; 8] =
        ["mean", "includes", "include ", "Repealed]", "hereinafter", "hereafter", "definitions", "following terms"];
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).kind(kind).build(WORDS).ok()
});
/// The first of the words that only announce a list.
const ANNOUNCING: usize = 6;
/// A block that is shorter than this may announce a list.
const SHORT: usize = 2000;

/// Where trigger words and quotation marks stand in a text, found block by block: one search goes through the whole text,
/// as a search that is begun at every block costs more than the block.
pub(super) struct Triggers<'t> {
    text: &'t str,
    /// The bytes that quotation marks end with, by which they are told apart from dashes and other common characters.
    marks: Memchr3<'t>,
    /// The last mark found.
    mark: Option<usize>,
    guillemets: Memchr<'t>,
    guillemet: Option<usize>,
    words: Option<FindIter<'static, 't>>,
    /// The last word found.
    word: Option<Match>,
}

impl<'t> Triggers<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        let mut all = Self {
            text,
            // ", “ and ‘
            marks: memchr::memchr3_iter(b'"', 0x9c, 0x98, text.as_bytes()),
            mark: None,
            guillemets: memchr::memchr_iter(0xab, text.as_bytes()),
            guillemet: None,
            words: WORDS.as_ref().map(|w| w.find_iter(text)),
            word: None,
        };
        all.next_mark();
        all.next_guillemet();
        all.next_word();
        all
    }

    /// Whether the block holds what a definition or a name cannot do without, or announces a list of definitions. Blocks
    /// are asked of in their order.
    pub fn stand_in(&mut self, block: Span) -> bool {
        self.is_quoted(block) || self.is_worded(block)
    }

    fn is_quoted(&mut self, block: Span) -> bool {
        while self.mark.is_some_and(|at| at < block.start as usize) {
            self.next_mark();
        }
        while self.guillemet.is_some_and(|at| at < block.start as usize) {
            self.next_guillemet();
        }
        [self.mark, self.guillemet].into_iter().flatten().any(|at| at < block.end as usize)
    }

    fn is_worded(&mut self, block: Span) -> bool {
        while let Some(word) = self.word
            && word.start() < block.end as usize
        {
            let inside = word.start() >= block.start as usize && word.end() <= block.end as usize;
            if inside && (word.pattern().as_usize() < ANNOUNCING || block.len() < SHORT) {
                return true;
            }
            self.next_word();
        }
        false
    }

    fn next_mark(&mut self) {
        let bytes = self.text.as_bytes();
        self.mark = self.marks.by_ref().find_map(|last| match bytes.get(last)? {
            b'"' => Some(last),
            _ => last.checked_sub(2).filter(|&at| bytes.get(at..at + 2) == Some(&[0xe2, 0x80])),
        });
    }

    fn next_guillemet(&mut self) {
        let bytes = self.text.as_bytes();
        self.guillemet = self.guillemets.by_ref().find_map(|last| {
            let at = last.checked_sub(1)?;
            (bytes.get(at) == Some(&0xc2)).then_some(at)
        });
    }

    fn next_word(&mut self) {
        self.word = self.words.as_mut().and_then(Iterator::next);
    }
}

#[cfg(test)]
mod tests {
    use super::Triggers;
    use crate::span::Span;

    #[test]
    fn one_search_through_the_text_finds_what_a_search_of_each_block_does() {
        let words = [
            "the ",
            "port ",
            "means ",
            "mean",
            "includes ",
            "include ",
            "definitions ",
            "“x” ",
            "‘",
            "—",
            "«",
            "é ",
            "Ü ",
            "ë",
            "\n",
        ];
        let mut state = 7u64;
        let mut next = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        for _ in 0..300 {
            let mut text = String::new();
            let mut blocks = Vec::new();
            for _ in 0..12 {
                let from = text.len();
                (0..next(6)).for_each(|_| text.push_str(words[next(words.len())]));
                blocks.push(Span::at(from, text.len()));
            }
            let mut whole = Triggers::of(&text);
            for block in blocks {
                let piece = block.of(&text);
                let alone = Triggers::of(piece).stand_in(Span::at(0, piece.len()));
                assert_eq!(whole.stand_in(block), alone, "{piece:?} in {text:?}");
            }
        }
    }
}
