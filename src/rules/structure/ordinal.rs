//! Labels as numbers: what "(iv)", "(bb)" or "3.4" counts, and which of its readings its neighbours bear out.

use crate::text::{roman, spell_roman};

/// What a label counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// 1, 2, 3; of decimal labels the last part.
    Arabic,
    /// a, b, c; after z: aa, bb or aa, ab.
    LowerLetter,
    /// A, B, C.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// aa, bb, cc as a level of its own.
    LowerDouble,
    /// AA, BB, CC as a level of its own.
    UpperDouble,
    /// Words and mixtures: no order is known.
    Other,
}

impl Style {
    /// What it is called in a message.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Arabic => "figures",
            Self::LowerLetter => "small letters",
            Self::UpperLetter => "capital letters",
            Self::LowerRoman => "small roman numerals",
            Self::UpperRoman => "capital roman numerals",
            Self::LowerDouble => "double small letters",
            Self::UpperDouble => "double capital letters",
            Self::Other => "words",
        }
    }
}

/// One reading of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// What it counts with.
    pub(super) style: Style,
    /// What it counts to; 0 where no order is known.
    pub(super) value: u32,
    /// It was put in between others: 3A, 3 bis, a.1.
    pub(super) inserted: bool,
}

const UNKNOWN: Ordinal = Ordinal { style: Style::Other, value: 0, inserted: false };
/// Latin words that mark an inserted unit.
const LATIN: [&str; 10] =
    ["bis", "ter", "quater", "quinquies", "penter", "sexies", "septies", "octies", "novies", "decies"];

/// The readings of one label: a letter may also be a roman numeral, a double letter also a second round of the alphabet.
pub(super) type Readings = [Option<Ordinal>; 4];

/// Every way to read a bare label.
pub(super) fn readings(key: &str) -> Readings {
    let mut out = [None; 4];
    match key.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => return of_letter(*letter),
        [digit @ b'0'..=b'9'] => {
            out[0] = Some(Ordinal { style: Style::Arabic, value: u32::from(digit - b'0'), inserted: false });
            return out;
        }
        _ => {}
    }
    let digits = key.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        if digits <= 8 {
            let value = key[..digits].parse().unwrap_or(0);
            out[0] = Some(Ordinal { style: Style::Arabic, value, inserted: digits < key.len() });
        }
        return out;
    }
    let letters = key.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut word = &key[..letters];
    let mut inserted = letters < key.len();
    if word.len() > 3
        && let Some(stem) = LATIN.iter().find_map(|l| word.strip_suffix(l)).filter(|s| !s.is_empty() && s.len() <= 2)
    {
        word = stem;
        inserted = true;
    }
    let bytes = word.as_bytes();
    let (Some(&first), true) = (bytes.first(), word.len() <= 9) else { return out };
    let lower = bytes.iter().all(u8::is_ascii_lowercase);
    if !lower && !bytes.iter().all(u8::is_ascii_uppercase) {
        return out;
    }
    let rank = |b: u8| u32::from(b.to_ascii_lowercase() - b'a') + 1;
    let (letter, double, numeral) = if lower {
        (Style::LowerLetter, Style::LowerDouble, Style::LowerRoman)
    } else {
        (Style::UpperLetter, Style::UpperDouble, Style::UpperRoman)
    };
    let mut slot = 0;
    let mut push = |style, value| {
        if let Some(place) = out.get_mut(slot) {
            *place = Some(Ordinal { style, value, inserted });
            slot += 1;
        }
    };
    match bytes {
        [b] => push(letter, rank(*b)),
        [a, b, ..] if bytes.iter().all(|&b| b == first) => {
            push(letter, rank(*a) + 26 * (bytes.len() as u32 - 1));
            push(double, rank(*b));
        }
        [a, b] => push(letter, 26 * rank(*a) + rank(*b)),
        _ => {}
    }
    if let Some(value) = roman(word) {
        push(numeral, value);
    }
    out
}

/// The readings of a single letter, as most labels are.
fn of_letter(letter: u8) -> Readings {
    let low = letter.to_ascii_lowercase();
    let (own, numeral) =
        if letter == low { (Style::LowerLetter, Style::LowerRoman) } else { (Style::UpperLetter, Style::UpperRoman) };
    let as_numeral = match low {
        b'i' => 1,
        b'v' => 5,
        b'x' => 10,
        b'l' => 50,
        b'c' => 100,
        b'd' => 500,
        b'm' => 1000,
        _ => 0,
    };
    let read = |style, value| Some(Ordinal { style, value, inserted: false });
    let second = if as_numeral > 0 { read(numeral, as_numeral) } else { None };
    [read(own, u32::from(low - b'a') + 1), second, None, None]
}

/// The label that counts to `value` in a style; empty where there is none.
pub(super) fn spell(style: Style, value: u32) -> String {
    let letter = |base: u8| {
        let Some(v) = value.checked_sub(1) else { return String::new() };
        let c = char::from(base + (v % 26) as u8);
        (0..=(v / 26).min(8)).map(|_| c).collect()
    };
    match style {
        Style::Arabic => value.to_string(),
        Style::LowerLetter => letter(b'a'),
        Style::UpperLetter => letter(b'A'),
        Style::LowerDouble => letter(b'a').repeat(2),
        Style::UpperDouble => letter(b'A').repeat(2),
        Style::LowerRoman | Style::UpperRoman => {
            let out = spell_roman(value.min(3999));
            if style == Style::UpperRoman { out.to_ascii_uppercase() } else { out }
        }
        Style::Other => String::new(),
    }
}

/// Whether a label can open a list: 1, a, i, aa.
pub(super) fn opens(key: &str) -> bool {
    // What reads as one has one of these for its first letter or digit.
    let may = matches!(key.as_bytes(), [b'0' | b'1' | b'a' | b'A' | b'i' | b'I', ..]);
    may && readings(key).iter().flatten().any(|o| o.value == 1 && !o.inserted)
}

/// Settles one reading for each of a row of labels, so that the row runs on with the fewest breaks.
///
/// Costs: going on by one is free; a gap, a repetition, a step back and a change of style cost more in this order.
pub(super) fn align<'a>(keys: impl Iterator<Item = &'a str> + Clone, out: &mut Vec<Ordinal>) {
    if runs_on(keys.clone(), out) || are_plain(keys.clone(), out) {
        return;
    }
    let mut rows: Vec<[Option<(u32, u8, Ordinal)>; 4]> = Vec::with_capacity(keys.size_hint().0);
    for key in keys {
        let mut row = [None; 4];
        let mut readings = readings(key);
        if readings[0].is_none() {
            readings[0] = Some(UNKNOWN);
        }
        for (place, reading) in row.iter_mut().zip(readings) {
            let Some(reading) = reading else { continue };
            *place = Some(match rows.last() {
                None => (if reading.value == 1 { 0 } else { 15 }, 0, reading),
                Some(before) => {
                    let mut best = (u32::MAX, 0);
                    for (i, from) in before.iter().enumerate() {
                        if let Some((cost, _, from)) = from {
                            best = best.min((cost.saturating_add(step(*from, reading)), i as u8));
                        }
                    }
                    (best.0, best.1, reading)
                }
            });
        }
        rows.push(row);
    }
    out.clear();
    let Some(last) = rows.last() else { return };
    let mut at = (0..4).filter(|&i| last[i].is_some()).min_by_key(|&i| last[i].map(|c| c.0)).unwrap_or(0);
    for row in rows.iter().rev() {
        let Some((_, from, reading)) = row[at] else { break };
        out.push(reading);
        at = usize::from(from).min(3);
    }
    out.reverse();
}

/// Whether the first readings of the labels run from 1 on without a break, as they mostly do: then no others cost less.
fn runs_on<'a>(keys: impl Iterator<Item = &'a str>, out: &mut Vec<Ordinal>) -> bool {
    out.clear();
    for key in keys {
        if let Some(next) = plainly_next(out.last(), key) {
            out.push(next);
            continue;
        }
        let readings = readings(key);
        let next = |reading: &&Ordinal| match out.last() {
            None => reading.value == 1,
            Some(before) => step(*before, **reading) == 0,
        };
        // No label has two readings that count to one number in one style, so this is the one way without a cost.
        let Some(&reading) = readings.iter().flatten().find(next) else { return false };
        out.push(reading);
    }
    true
}

/// Whether no label has two readings, as figures have not: then there is nothing to settle.
fn are_plain<'a>(keys: impl Iterator<Item = &'a str>, out: &mut Vec<Ordinal>) -> bool {
    out.clear();
    for key in keys {
        let [first, None, ..] = readings(key) else { return false };
        out.push(first.unwrap_or(UNKNOWN));
    }
    true
}

/// The reading of a single letter or figure that goes on from the label before it, or is the first of a list, where nothing
/// else need be known.
fn plainly_next(before: Option<&Ordinal>, key: &str) -> Option<Ordinal> {
    let &[byte] = key.as_bytes() else { return None };
    let (style, first) = match byte {
        b'a'..=b'z' => (Style::LowerLetter, b'a'),
        b'A'..=b'Z' => (Style::UpperLetter, b'A'),
        b'0'..=b'9' => (Style::Arabic, b'1'),
        _ => return None,
    };
    let value = u32::from(byte.checked_sub(first)?) + 1;
    let goes_on = match before {
        None => value == 1,
        Some(before) => before.style == style && before.value + 1 == value,
    };
    goes_on.then_some(Ordinal { style, value, inserted: false })
}

fn step(a: Ordinal, b: Ordinal) -> u32 {
    if a.style != b.style {
        return if b.value == 1 { 32 } else { 40 };
    }
    match b.value.cmp(&a.value) {
        std::cmp::Ordering::Greater if b.value == a.value + 1 => 0,
        std::cmp::Ordering::Greater => 10 + (b.value - a.value).min(20) / 2,
        std::cmp::Ordering::Equal if a.inserted || b.inserted => 2,
        std::cmp::Ordering::Equal => 20,
        std::cmp::Ordering::Less => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(keys: &[&str]) -> Vec<(Style, u32)> {
        let mut out = Vec::new();
        align(keys.iter().copied(), &mut out);
        out.iter().map(|o| (o.style, o.value)).collect()
    }

    #[test]
    fn neighbours_settle_letter_or_numeral() {
        assert_eq!(row(&["h", "i", "j"])[1], (Style::LowerLetter, 9));
        assert_eq!(row(&["a", "b", "c"]), [1, 2, 3].map(|n| (Style::LowerLetter, n)));
        assert_eq!(row(&["1", "2a", "3"]), [1, 2, 3].map(|n| (Style::Arabic, n)));
        assert_eq!(row(&["i", "ii"])[0], (Style::LowerRoman, 1));
        assert_eq!(row(&["i"])[0], (Style::LowerRoman, 1));
        assert_eq!(row(&["u", "v", "w"])[1], (Style::LowerLetter, 22));
        assert_eq!(row(&["iv", "v", "vi"])[1], (Style::LowerRoman, 5));
        assert_eq!(row(&["z", "aa", "bb"])[2], (Style::LowerLetter, 28));
        assert_eq!(row(&["z", "aa", "ab"])[2], (Style::LowerLetter, 28));
        assert_eq!(row(&["aa", "bb"])[0], (Style::LowerDouble, 1));
        assert_eq!(row(&["c", "c", "e"]), [(Style::LowerLetter, 3), (Style::LowerLetter, 3), (Style::LowerLetter, 5)]);
    }

    #[test]
    fn inserted_units_count_with_their_stem() {
        let of = |key| readings(key)[0];
        assert_eq!(of("3A"), Some(Ordinal { style: Style::Arabic, value: 3, inserted: true }));
        assert_eq!(of("3bis"), Some(Ordinal { style: Style::Arabic, value: 3, inserted: true }));
        assert_eq!(of("a.1"), Some(Ordinal { style: Style::LowerLetter, value: 1, inserted: true }));
        assert_eq!(of("Aa"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn spelling_is_the_way_back() {
        for (style, value, key) in [
            (Style::Arabic, 14, "14"),
            (Style::LowerLetter, 3, "c"),
            (Style::UpperLetter, 28, "BB"),
            (Style::LowerRoman, 14, "xiv"),
            (Style::UpperRoman, 4, "IV"),
            (Style::LowerDouble, 2, "bb"),
        ] {
            assert_eq!(spell(style, value), key);
            assert!(readings(key).iter().flatten().any(|o| o.style == style && o.value == value), "{key}");
        }
        assert_eq!(spell(Style::LowerLetter, 0), "");
    }
}
