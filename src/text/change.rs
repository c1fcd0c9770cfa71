//! What changed between two states of a text: one stretch, with all that differs inside.

use crate::span::Span;

/// The stretch in which two texts differ; before it and after it they are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    start: u32,
    /// Its end in the first text, and in the second.
    ends: (u32, u32),
}

/// Bytes compared in one step.
const STEP: usize = 1024;

/// How many bytes two texts have in common from their beginning.
fn common(a: &[u8], b: &[u8]) -> usize {
    let whole = a.chunks_exact(STEP).zip(b.chunks_exact(STEP)).take_while(|(x, y)| x == y).count() * STEP;
    let rest = a.get(whole..).unwrap_or_default().iter().zip(b.get(whole..).unwrap_or_default());
    whole + rest.take_while(|(x, y)| x == y).count()
}

/// How many bytes two texts of which neither is shorter than `most` have in common from their end, up to so many.
fn common_end(a: &[u8], b: &[u8], most: usize) -> usize {
    let (a, b) = (&a[a.len() - most..], &b[b.len() - most..]);
    let whole = a.rchunks_exact(STEP).zip(b.rchunks_exact(STEP)).take_while(|(x, y)| x == y).count() * STEP;
    let rest = a[..most - whole].iter().rev().zip(b[..most - whole].iter().rev());
    whole + rest.take_while(|(x, y)| x == y).count()
}

impl Change {
    /// Compares two texts.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        let start = common(a, b);
        let after = common_end(a, b, a.len().min(b.len()) - start);
        Self { start: start as u32, ends: ((a.len() - after) as u32, (b.len() - after) as u32) }
    }

    /// Where the change ends in the second text.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.ends.1
    }

    /// The change widened to whole lines: the lines in the first text, and those in the second text, which is given.
    #[must_use]
    pub fn lines(self, second: &str) -> (Span, Span) {
        let bytes = second.as_bytes();
        let before = bytes.get(..self.start as usize).unwrap_or_default();
        let behind = bytes.get(self.ends.1 as usize..).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at as u32 + 1);
        let more = memchr::memchr(b'\n', behind).map_or(behind.len(), |at| at + 1) as u32;
        (Span::new(start, self.ends.0 + more), Span::new(start, self.ends.1 + more))
    }

    /// Where a place of the first text stands in the second; none inside the change. Its beginning stays where it is.
    #[must_use]
    pub const fn at(self, offset: u32) -> Option<u32> {
        if offset <= self.start {
            Some(offset)
        } else if offset >= self.ends.0 {
            Some(offset - self.ends.0 + self.ends.1)
        } else {
            None
        }
    }

    /// Where words of the first text stand in the second; none where they are not the same words, or stand next to what
    /// changed.
    #[must_use]
    pub const fn follow(self, span: Span) -> Option<Span> {
        if span.end < self.start {
            Some(span)
        } else if span.start > self.ends.0 {
            Some(span.shifted(self.ends.0, self.ends.1))
        } else {
            None
        }
    }

    /// Whether the change lies `margin` bytes and more away from a stretch of the second text.
    #[must_use]
    pub const fn spares(self, span: Span, margin: u32) -> bool {
        span.end.saturating_add(margin) < self.start || span.start > self.ends.1.saturating_add(margin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_is_found_from_both_ends() {
        let long = "keep the register. ".repeat(400);
        for (at, old, new) in [(0, "", "x"), (3000, "", "é"), (7000, "e", ""), (7600, "", "end"), (2047, "g", "gg")] {
            let a = format!("{}{old}{}", &long[..at.min(long.len())], &long[at.min(long.len())..]);
            let b = format!("{}{new}{}", &long[..at.min(long.len())], &long[at.min(long.len())..]);
            let change = Change::between(&a, &b);
            assert_eq!(a[..change.start as usize], b[..change.start as usize]);
            assert_eq!(a[change.ends.0 as usize..], b[change.ends.1 as usize..]);
            assert!(
                change.ends.0 - change.start <= old.len() as u32 && change.ends.1 - change.start <= new.len() as u32
            );
        }
        assert_eq!(Change::between("", ""), Change::default());
    }

    #[test]
    fn spans_follow_a_change() {
        let change = Change::between("one two three four", "one two xx three four");
        let follow = |start, end| change.follow(Span::new(start, end));
        assert_eq!(follow(0, 3), Some(Span::new(0, 3)));
        assert_eq!(follow(4, 9), None);
        assert_eq!(follow(14, 18), Some(Span::new(17, 21)));
        assert_eq!((change.at(14), change.at(0)), (Some(17), Some(0)));
        let (old, new) = ("one\ntwo\nthree", "one\ntwo and two\nthree");
        assert_eq!(Change::between(old, new).lines(new), (Span::new(4, 8), Span::new(4, 16)));
        assert_eq!(Change::between(new, old).lines(old), (Span::new(4, 16), Span::new(4, 8)));
        assert!(change.spares(Span::new(0, 3), 2) && !change.spares(Span::new(0, 7), 2));
    }
}
