//! Labels as numbers: `3.4`, `12A`, `b`, `iv` read, and written again one higher or lower.

use crate::text::{roman, spell_roman};

/// What a label's number is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numerals {
    /// 1, 2, 3.
    Digits,
    /// a, b … z, aa, bb.
    Letters {
        /// In capitals.
        upper: bool,
    },
    /// i, ii, iii.
    Roman {
        /// In capitals.
        upper: bool,
    },
}

/// A label taken apart: what stands before the number, the number, what is added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// What stands before it: `3.` of `3.4`.
    pub prefix: String,
    /// The number, from 1.
    pub number: u32,
    /// What an inserted unit has after it: `A` of `3A`, ` bis` of `3 bis`.
    pub suffix: String,
    /// What the number is written in.
    pub numerals: Numerals,
}

impl Ordinal {
    /// Reads a label, as one of a run that is written in `numerals`.
    #[must_use]
    pub fn read(key: &str, numerals: Numerals) -> Option<Self> {
        let (number, prefix, suffix) = match numerals {
            Numerals::Digits => {
                let at = key.rfind('.').map_or(0, |i| i + 1);
                let (prefix, last) = (key.get(..at)?, key.get(at..)?);
                let digits = last.bytes().take_while(u8::is_ascii_digit).count();
                (last.get(..digits)?.parse().ok()?, prefix, last.get(digits..)?)
            }
            Numerals::Letters { upper } => {
                let first = key.chars().next()?;
                let fits = first.is_ascii_alphabetic() && first.is_ascii_uppercase() == upper;
                if !fits || key.chars().any(|c| c != first) {
                    return None;
                }
                let place = u32::from(first.to_ascii_lowercase() as u8 - b'a') + 1;
                (place + 26 * (key.len() as u32 - 1), "", "")
            }
            Numerals::Roman { upper } => {
                let number = roman(key)?;
                (key.chars().all(|c| c.is_ascii_uppercase() == upper)).then_some((number, "", ""))?
            }
        };
        (number > 0).then(|| Self { prefix: prefix.to_owned(), number, suffix: suffix.to_owned(), numerals })
    }

    /// The label of another number.
    #[must_use]
    pub fn with(&self, number: u32, suffix: &str) -> String {
        let written = match self.numerals {
            Numerals::Digits => number.to_string(),
            Numerals::Letters { upper } => {
                let letter = char::from(b'a' + ((number.max(1) - 1) % 26) as u8);
                let letter = if upper { letter.to_ascii_uppercase() } else { letter };
                std::iter::repeat_n(letter, (number.max(1) as usize - 1) / 26 + 1).collect()
            }
            Numerals::Roman { upper } => {
                let text = spell_roman(number);
                if upper { text.to_ascii_uppercase() } else { text }
            }
        };
        format!("{}{written}{suffix}", self.prefix)
    }
}

/// What the labels of a run are written in. One label alone may be a letter or a Roman number: `i` begins a Roman run
/// and stands ninth in one of letters.
#[must_use]
pub fn numerals<'k>(keys: impl Iterator<Item = &'k str> + Clone) -> Option<Numerals> {
    let first = keys.clone().next()?;
    let candidates = [
        Numerals::Digits,
        Numerals::Roman { upper: false },
        Numerals::Roman { upper: true },
        Numerals::Letters { upper: false },
        Numerals::Letters { upper: true },
    ];
    // The one that reads most of them; of two, the one in which the run begins lower.
    let read = |n: Numerals| keys.clone().filter(|k| Ordinal::read(k, n).is_some()).count();
    candidates.into_iter().filter(|n| read(*n) > 0).max_by_key(|n| {
        let start = Ordinal::read(first, *n).map_or(u32::MAX, |o| o.number);
        (read(*n), std::cmp::Reverse(start))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(run: &[&str], key: &str) -> Option<String> {
        let o = Ordinal::read(key, numerals(run.iter().copied())?)?;
        Some(o.with(o.number + 1, &o.suffix))
    }

    #[test]
    fn labels_count_on_in_their_own_numerals() {
        assert_eq!(next(&["3.1", "3.2"], "3.2").as_deref(), Some("3.3"));
        assert_eq!(next(&["9", "9A", "10"], "9A").as_deref(), Some("10A"));
        assert_eq!(next(&["a", "b", "i"], "i").as_deref(), Some("j"));
        assert_eq!(next(&["i", "ii"], "i").as_deref(), Some("ii"));
        assert_eq!(next(&["III", "IV"], "IV").as_deref(), Some("V"));
        assert_eq!(next(&["y", "z"], "z").as_deref(), Some("aa"));
        assert_eq!(next(&["h", "i", "j"], "j").as_deref(), Some("k"));
        assert_eq!(next(&["3 bis"], "3 bis").as_deref(), Some("4 bis"));
        assert_eq!(next(&["§"], "§"), None);
    }
}
