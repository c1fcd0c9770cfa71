//! Signs of residue: single bytes that running text seldom has, looked for in one pass over the text, so that a rule
//! goes over it only where, and from where on, there is anything for it.

use crate::rules::DocumentCx;
use crate::text::rare_bytes;

/// What a byte may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Sign {
    /// A control character.
    Control,
    /// The first byte of a character that is not seen.
    Invisible,
    /// The first byte of a character that turns the direction of writing.
    Direction,
    /// The first byte of a character that a wrong decoding may have left.
    Garbled,
    /// The first byte of a letter of Greek or Cyrillic.
    Twin,
    /// `[`
    Square,
    /// `{`
    Curly,
    /// `&`
    Ampersand,
    /// `<<`
    Angles,
    /// What the marks of word processors and converters hold.
    Editor,
}

/// How many signs there are.
const COUNT: usize = Sign::Editor as usize + 1;

/// Several signs, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Set(u16);

impl Set {
    const fn of(sign: Sign) -> Self {
        Self(1 << sign as u16)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The first places of each sign in a text.
#[derive(Debug, Default)]
pub(in crate::rules) struct Signs {
    places: [Vec<u32>; COUNT],
}

/// Places of one sign that are kept; a text with more of them is gone over again.
const MOST: usize = 1 << 14;

/// The first place of a sign in the document, where it has one. The text is gone over once for all that ask.
pub(in crate::rules) fn first(cx: &DocumentCx<'_>, sign: Sign) -> Option<usize> {
    cx.memo.signs.get_or_init(|| Signs::of(cx.text)).first(sign)
}

/// Where a byte stands in the document that is a sign by itself.
pub(super) fn places<'c>(cx: &DocumentCx<'c>, sign: Sign, byte: u8) -> impl Iterator<Item = usize> + 'c {
    let (known, from) = known(cx, sign);
    let rest = cx.text.as_bytes().get(from..).unwrap_or_default();
    known.iter().map(|&at| at as usize).chain(memchr::memchr_iter(byte, rest).map(move |i| from + i))
}

/// The first places of a sign, and from where on there may be more.
pub(super) fn known<'c>(cx: &DocumentCx<'c>, sign: Sign) -> (&'c [u32], usize) {
    let signs = cx.memo.signs.get_or_init(|| Signs::of(cx.text));
    let known = signs.places.get(sign as usize).map_or(&[][..], Vec::as_slice);
    let last = known.get(MOST - 1).map(|&at| at as usize + 1);
    (known, last.unwrap_or(cx.text.len()))
}

impl Signs {
    pub fn of(text: &str) -> Self {
        let mut all = Self::default();
        all.look(text, 0, text.len());
        all
    }

    /// Looks at a part of a text, behind those that were looked at.
    pub fn look(&mut self, text: &str, from: usize, to: usize) {
        let bytes = text.as_bytes();
        rare_bytes(bytes, from, to, |at| {
            if bytes.get(at).is_some_and(|byte| MAY_BE_SIGN[usize::from(*byte)]) {
                self.note(signs_at(bytes, at), at);
            }
        });
    }

    fn note(&mut self, signs: Set, at: usize) {
        let mut left = signs.0;
        while left != 0 {
            if let Some(places) = self.places.get_mut(left.trailing_zeros() as usize).filter(|all| all.len() < MOST) {
                places.push(at as u32);
            }
            left &= left - 1;
        }
    }

    pub fn first(&self, sign: Sign) -> Option<usize> {
        self.places.get(sign as usize)?.first().map(|&at| at as usize)
    }
}

/// Which bytes [`signs_at`] looks at: no ends of lines, and of characters beyond ASCII only the first byte.
const MAY_BE_SIGN: [bool; 256] = {
    let mut all = [false; 256];
    let mut i = 0;
    while i < 256 {
        let byte = i as u8;
        all[i] = is_control(byte)
            || matches!(
                byte,
                b'[' | b'{' | b'&' | b'<' | b'!' | b'>' | b'_' | b'\\' | b'"' | 0xc3 | 0xce..=0xd4 | 0xe2 | 0xef
            );
        i += 1;
    }
    all
};

/// What the byte at `at` is a sign of, with those beside it.
fn signs_at(bytes: &[u8], at: usize) -> Set {
    let next = || bytes.get(at + 1);
    let before = |end: &[u8]| bytes.get(..at).is_some_and(|text| text.ends_with(end));
    match bytes.get(at) {
        Some(0xe2) => match bytes.get(at + 1..at + 3) {
            Some([0x80, 0x8b..=0x8d] | [0x81, 0xa0]) => Set::of(Sign::Invisible),
            Some([0x80, 0x8e | 0x8f | 0xaa..=0xae] | [0x81, 0xa6..=0xa9]) => Set::of(Sign::Direction),
            _ => Set::default(),
        },
        Some(0xef) if bytes.get(at + 1..at + 3) == Some(&[0xbb, 0xbf]) => {
            Set::of(Sign::Invisible).and(Set::of(Sign::Garbled))
        }
        Some(0xc3 | 0xef) => Set::of(Sign::Garbled),
        Some(0xce..=0xd4) => Set::of(Sign::Twin),
        // "[bookmark:", "[footnoteRef:", "[endnoteRef:", "[image:", "[cid:", ":contentReference[".
        Some(b'[') if matches!(next(), Some(b'b' | b'f' | b'e' | b'i' | b'c')) || before(b"e") => {
            Set::of(Sign::Square).and(Set::of(Sign::Editor))
        }
        Some(b'[') => Set::of(Sign::Square),
        Some(b'{') => Set::of(Sign::Curly),
        Some(b'&') => Set::of(Sign::Ampersand),
        Some(b'<') if next() == Some(&b'<') => Set::of(Sign::Angles).and(Set::of(Sign::Editor)),
        Some(b'<') => Set::of(Sign::Editor),
        // "Error! Reference", ">>>>>>> ", "PAGEREF _", "HYPERLINK \l".
        Some(b'!' | b'>' | b'_' | b'\\') => Set::of(Sign::Editor),
        Some(b'"') if before(b"K ") => Set::of(Sign::Editor),
        Some(&byte) if is_control(byte) => Set::of(Sign::Control),
        _ => Set::default(),
    }
}

/// Whether a byte is a control character that no text needs.
pub(super) const fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0C) || byte == 0x7F
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_of_each_sign_is_known() {
        let text = "A “fee” — § 5, [a] [b] é \u{200b} \u{202e} {x} & <y> <<z>> Ω \u{7f}";
        let signs = Signs::of(text);
        let first = |sign| signs.first(sign).and_then(|at| text[at..].chars().next());
        assert_eq!(first(Sign::Control), Some('\u{7f}'));
        assert_eq!(first(Sign::Invisible), Some('\u{200b}'));
        assert_eq!(first(Sign::Direction), Some('\u{202e}'));
        assert_eq!(first(Sign::Garbled), Some('é'));
        assert_eq!(first(Sign::Twin), Some('Ω'));
        assert_eq!(signs.first(Sign::Square), text.find("[a]"));
        assert_eq!(signs.first(Sign::Editor), text.find("[b]"));
        assert_eq!(first(Sign::Curly), Some('{'));
        assert_eq!(first(Sign::Ampersand), Some('&'));
        assert_eq!(signs.first(Sign::Angles), text.find("<<z"));
        let plain = Signs::of("A “fee” — § 5 (a); 10% of $5.\r\n\t");
        assert!(plain.places.iter().all(Vec::is_empty));
    }
}
