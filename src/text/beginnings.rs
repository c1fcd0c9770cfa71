//! A filter for words by how they begin, so that most words of a text cost one test of a bit.

use super::classes::Classes;
use super::heads::{HEAD, heads};
use super::starts::{Inside, within};

/// Beginnings of words, ASCII case aside. It may let a word pass that begins otherwise, and never holds one back that
/// begins so.
#[derive(Clone, Debug)]
pub struct Beginnings {
    /// By a hash of the first four bytes.
    four: Box<Bits>,
    /// By the first two bytes, for beginnings that are no longer; whether there are any.
    two: Box<Bits>,
    short: bool,
    /// All of them begin with a letter and have [`HEAD`] at least, so that shorter words and figures need not be looked at.
    long: bool,
}

/// A bit for every number of two bytes.
type Bits = [u64; 1024];

impl Default for Beginnings {
    fn default() -> Self {
        Self { four: Box::new([0; 1024]), two: Box::new([0; 1024]), short: false, long: true }
    }
}

impl Beginnings {
    /// Adds a beginning, in lower case; an empty one lets everything pass.
    pub fn add(&mut self, beginning: &str) {
        self.short |= beginning.len() < 3;
        let in_word = |b: &u8| b.is_ascii_alphabetic() || *b == b'-' || !b.is_ascii();
        self.long &= beginning.starts_with(|c: char| c.is_ascii_alphabetic())
            && beginning.as_bytes().iter().take_while(|b| in_word(b)).count() >= HEAD;
        match *beginning.as_bytes() {
            [a, b, c, d, ..] => set(&mut self.four, hash([a, b, c, d])),
            [a, b, c] => (0..=u8::MAX).for_each(|d| set(&mut self.four, hash([a, b, c, d]))),
            [a, b] => set(&mut self.two, pair([a, b, 0, 0])),
            [a] => (0..=u8::MAX).for_each(|b| set(&mut self.two, pair([a, b, 0, 0]))),
            [] => self.two.fill(u64::MAX),
        }
    }

    #[inline]
    fn may_begin_with(&self, first: [u8; 4]) -> bool {
        u32::from_le_bytes(first) & 0x8080_8080 != 0
            || has(&self.four, hash(first))
            || self.short && has(&self.two, pair(first))
    }

    /// Calls `visit` where, from `from` on and before `to`, words of ASCII letters and figures stand that may begin so, with
    /// the offset and the first bytes of each, zeros after the end of the text. It does so too where the first bytes are not
    /// all ASCII. What stands before `from` does not count.
    #[inline]
    pub fn each(&self, text: &[u8], from: usize, to: usize, mut visit: impl FnMut(usize, [u8; HEAD])) {
        // Two loops, so that in neither the kind of words is asked about again.
        if self.long {
            let in_word = |at: usize| at > from && text.get(at - 1).is_some_and(u8::is_ascii_digit);
            heads(text, from, to, Inside::Long, |at, head| {
                if self.may_begin_with(head) && !in_word(at) {
                    visit(at, head);
                }
            });
        } else {
            heads(text, from, to, Inside::Ascii, |at, head| {
                if self.may_begin_with(head) {
                    visit(at, head);
                }
            });
        }
    }
}

/// Says for whom a word is looked for that begins at a place in a text, as bits.
pub type Who = fn(&[u8], usize) -> u8;

/// Where words of a text begin so, found beside a reader that goes through most of its words: each is shown here, and what that
/// reader leaves out is gone through here.
#[derive(Debug)]
pub struct WordsSeen<'b> {
    wanted: &'b Beginnings,
    either: &'b Beginnings,
    who: Who,
    /// Words that somebody looks for, and who does.
    found: Vec<(u32, u8)>,
    /// Places of late at which such words may begin.
    places: Vec<u32>,
    /// Up to here all words were looked at.
    done: usize,
}

impl<'b> WordsSeen<'b> {
    /// Looks for words that are `wanted`; `either` are those and what the reader itself looks for. All of the beginnings are
    /// to have [`HEAD`] bytes at least. `who` looks at the places; room is made for so many that it does not pass by.
    #[must_use]
    pub fn new(wanted: &'b Beginnings, either: &'b Beginnings, who: Who, room: usize) -> Self {
        Self { wanted, either, who, found: Vec::with_capacity(room), places: Vec::new(), done: 0 }
    }

    /// Goes through what was left out before `from`: what comes next is shown.
    pub fn up_to(&mut self, text: &[u8], from: usize) {
        // What was shown before is looked at while the text is still at hand.
        self.look(text);
        if self.done < from && has_head(text, self.done, from) {
            let (wanted, places) = (self.wanted, &mut self.places);
            wanted.each(text, self.done, from, |at, _| places.push(at as u32));
        }
        self.done = self.done.max(from);
    }

    /// For the words of a stretch up to `to`, which are shown to what this gives: each with its place and its first bytes. It
    /// says whether the reader itself may look for a word: mostly neither does, which one test tells.
    #[inline]
    pub fn shown(&mut self, to: usize) -> impl FnMut(usize, [u8; HEAD]) -> bool + use<'_, 'b> {
        let (wanted, either, places) = (&*self.wanted.four, &*self.either.four, &mut self.places);
        let done = self.done;
        self.done = done.max(to);
        move |at, head| {
            let hash = hash(head);
            let may_be = has(either, hash);
            if may_be && has(wanted, hash) && at >= done {
                places.push(at as u32);
            }
            may_be
        }
    }

    fn look(&mut self, text: &[u8]) {
        let who = self.who;
        let places = self.places.drain(..).map(|at| (at, who(text, at as usize)));
        self.found.extend(places.filter(|place| place.1 != 0));
    }

    /// The places of the words, in order, and who looks for each.
    #[must_use]
    pub fn found(mut self, text: &[u8]) -> Vec<(u32, u8)> {
        self.up_to(text, text.len());
        self.look(text);
        self.found
    }
}

/// Whether some word has [`HEAD`] letters that begins in a stretch, hyphens counted with them. Most stretches between two
/// blocks are white space and a label.
fn has_head(text: &[u8], from: usize, to: usize) -> bool {
    /// Longer ones are gone through anyway.
    const FEW: usize = 64 - (HEAD - 1);
    let count = to - from;
    let on = Classes::at(text, from).letters_and_beyond_or(b'-');
    count > FEW || (1..HEAD).fold(on, |all, n| all & on >> n) & within(count) != 0
}

/// Letters of either case have the same hash; so have a few marks, which does no harm.
#[inline]
const fn hash(first: [u8; 4]) -> u16 {
    ((u32::from_le_bytes(first) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> 16) as u16
}

#[inline]
const fn pair(first: [u8; 4]) -> u16 {
    u32::from_le_bytes(first) as u16 | 0x2020
}

fn set(bits: &mut Bits, at: u16) {
    bits[usize::from(at >> 6)] |= 1 << (at & 63);
}

#[inline]
fn has(bits: &Bits, at: u16) -> bool {
    bits[usize::from(at >> 6)] >> (at & 63) & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::{Beginnings, WordsSeen, heads};
    use crate::text::Inside;

    /// The first letters of the words that are let pass.
    fn found<'t>(some: &Beginnings, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        some.each(text.as_bytes(), 0, text.len(), |at, _| found.push(text.get(at..at + 3).unwrap_or(&text[at..])));
        found
    }

    #[test]
    fn what_was_added_passes_in_any_case() {
        let mut some = Beginnings::default();
        for word in ["carrier", "fee", "at", "x"] {
            some.add(word);
        }
        for text in ["Carriers", "CARR", "fee", "Fees", "at", "AT sea", "x", "X2", "naïve"] {
            assert!(!found(&some, text).is_empty(), "{text}");
        }
        for text in ["car", "ship", "fed", "an", "y", ""] {
            assert!(found(&some, text).is_empty(), "{text}");
        }
        assert!(!some.long);
        assert_eq!(found(&some, "a fee, or (fees) for the ship's carriers"), ["fee", "fee", "car"]);
    }

    #[test]
    fn shorter_words_than_were_added_are_passed_by_whatever_joins_them_to_others() {
        let mut some = Beginnings::default();
        for word in ["co-operat", "carrier", "sub-section"] {
            some.add(word);
        }
        assert!(some.long);
        let text = "of a co-operation and the carriers' fee co-op sub‑section ".repeat(5);
        assert_eq!(found(&some, &text), ["co-", "car", "co-", "sub"].repeat(5));
    }

    #[test]
    fn what_is_shown_and_what_is_left_out_are_all_words() {
        let mut wanted = Beginnings::default();
        for word in ["co-operat", "carrier", "sub-section"] {
            wanted.add(word);
        }
        let text =
            "of a co-operation, (a) 8carriers and the carriers' fee CARRIER sub-section\n(xiv) carrier-".repeat(3);
        let bytes = text.as_bytes();
        let mut all = Vec::new();
        wanted.each(bytes, 0, bytes.len(), |at, _| all.push(at as u32));
        for (first, len, gap) in [(0, 20, 0), (3, 7, 5), (5, 70, 3), (11, 64, 70), (300, 9, 1)] {
            let mut seen = WordsSeen::new(&wanted, &wanted, |_, _| 1, 0);
            for from in (first..bytes.len()).step_by(len + gap) {
                let to = bytes.len().min(from + len);
                seen.up_to(bytes, from);
                let mut shown = seen.shown(to);
                heads(bytes, from, to, Inside::Letters, |at, head| _ = shown(at, head));
            }
            let found: Vec<u32> = seen.found(bytes).into_iter().map(|place| place.0).collect();
            assert!(found.is_sorted_by(|a, b| a < b), "{first} {len} {gap}");
            assert!(all.iter().all(|at| found.contains(at)), "{first} {len} {gap}");
        }
    }
}
