//! Numerals of labels: what series a label can belong to, and its place in that series.

use crate::text;

/// A series of labels. One printed label can belong to two or three: `(i)` is a letter or a roman numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Series {
    /// 1, 2, 3, and inserted 3A, 3 bis, 3.1.
    Arabic,
    /// a, b, … z, aa (27), bb (28).
    Lower,
    /// A, B, … Z, AA, BB.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// aa, bb, cc, as a level of its own.
    LowerDouble,
    /// AA, BB, CC, as a level of its own.
    UpperDouble,
}

/// A place in a series. Inserted units (3A, 3 bis, a.1) share `major` and have a `minor` above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// The series read.
    pub series: Series,
    /// 1 for the first.
    pub major: u32,
    /// 0 for a unit that is not inserted; orders inserted ones.
    pub minor: u32,
}

/// How one label follows another of its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// The next label, or an inserted one.
    Next,
    /// So many labels are left out.
    Gap(u32),
    /// The same label again.
    Same,
    /// A lower label.
    Back,
}

impl Ordinal {
    /// Whether a series begins here.
    #[must_use]
    pub const fn is_first(self) -> bool {
        self.major <= 1
    }

    /// How `self` follows `before`, both of one series.
    #[must_use]
    pub const fn after(self, before: Self) -> Follow {
        if self.major == before.major {
            if self.minor > before.minor {
                Follow::Next
            } else if self.minor == before.minor {
                Follow::Same
            } else {
                Follow::Back
            }
        } else if self.major == before.major + 1 {
            Follow::Next
        } else if self.major > before.major {
            Follow::Gap(self.major - before.major - 1)
        } else {
            Follow::Back
        }
    }
}

/// The readings of a label, likeliest in general first; at most three.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readings {
    list: [Option<Ordinal>; 3],
}

impl Readings {
    fn push(&mut self, series: Series, major: u32, minor: u32) {
        if let Some(free) = self.list.iter_mut().find(|o| o.is_none()) {
            *free = Some(Ordinal { series, major, minor });
        }
    }

    /// Each reading.
    pub fn iter(&self) -> impl Iterator<Item = Ordinal> + '_ {
        self.list.iter().flatten().copied()
    }

    /// Whether nothing can be read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list[0].is_none()
    }

    /// Whether it can be read in one series only.
    #[must_use]
    pub const fn only_one(&self) -> bool {
        self.list[0].is_some() && self.list[1].is_none()
    }

    /// The reading in one series.
    #[must_use]
    pub fn of(&self, series: Series) -> Option<Ordinal> {
        self.iter().find(|o| o.series == series)
    }
}

/// Suffixes of inserted units with their places.
const LATIN: [(&str, u32); 11] = [
    ("bis", 0),
    ("ter", 1),
    ("quater", 2),
    ("quinquies", 3),
    ("penter", 3),
    ("sexies", 4),
    ("septies", 5),
    ("octies", 6),
    ("nonies", 7),
    ("novies", 8),
    ("decies", 9),
];

/// Numbers written as words ("PART ONE"), from 1.
const NUMBER_WORDS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Reads a bare label (`5a`, `iv`, `aa`, `3bis`, `vi.01`, `78o–4a`).
#[must_use]
pub fn readings(key: &str) -> Readings {
    let mut out = Readings::default();
    let bytes = key.as_bytes();
    if let [single] = bytes {
        return of_single(*single);
    }
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 {
        if let (true, Some(rest)) = (digits <= 9, key.get(digits..)) {
            let major = key.get(..digits).and_then(|d| d.parse().ok()).unwrap_or(0);
            out.push(Series::Arabic, major, minor(rest));
        }
        return out;
    }
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 20 {
        return out;
    }
    let (Some(mut head), Some(mut rest)) = (key.get(..letters), key.get(letters..)) else { return out };
    let lower = head.bytes().all(|b| b.is_ascii_lowercase());
    if letters > 3
        && let Some((suffix, _)) = LATIN.iter().find(|(s, _)| head.ends_with(s) && head.len() <= s.len() + 5)
    {
        let at = head.len() - suffix.len();
        (head, rest) = (head.get(..at).unwrap_or(head), key.get(at..).unwrap_or(rest));
    }
    let upper = head.bytes().all(|b| b.is_ascii_uppercase());
    let lower = lower || head.bytes().all(|b| b.is_ascii_lowercase());
    if letters > 2
        && let Some(i) = NUMBER_WORDS.iter().position(|w| head.eq_ignore_ascii_case(w))
    {
        out.push(Series::Arabic, i as u32 + 1, 0);
        return out;
    }
    if !(upper || lower) {
        return out;
    }
    let minor = minor(rest);
    let first = head.as_bytes().first().copied().unwrap_or(b'a').to_ascii_lowercase();
    let place = u32::from(first - b'a') + 1;
    let n = head.len();
    let alike = head.bytes().all(|b| b.to_ascii_lowercase() == first);
    let (alpha, roman_series, double) = if upper {
        (Series::Upper, Series::UpperRoman, Series::UpperDouble)
    } else {
        (Series::Lower, Series::LowerRoman, Series::LowerDouble)
    };
    if n == 1 {
        out.push(alpha, place, minor);
    }
    if let Some(value) = roman(head) {
        out.push(roman_series, value, minor);
    }
    if n > 1 && alike && n <= 4 {
        out.push(alpha, 26 * (n as u32 - 1) + place, minor);
        out.push(double, place, minor);
    } else if n == 2 {
        let second = head.as_bytes().get(1).map_or(0, |b| u32::from(b.to_ascii_lowercase() - b'a') + 1);
        out.push(alpha, 26 * place + second, minor);
    }
    out
}

/// The readings of a single letter or digit, as most labels are.
fn of_single(byte: u8) -> Readings {
    let mut out = Readings::default();
    let numeral = match byte.to_ascii_lowercase() {
        b'i' => 1,
        b'v' => 5,
        b'x' => 10,
        b'l' => 50,
        b'c' => 100,
        _ => 0,
    };
    let (alpha, roman, first) = match byte {
        b'0'..=b'9' => (Series::Arabic, Series::Arabic, b'0'),
        b'a'..=b'z' => (Series::Lower, Series::LowerRoman, b'a' - 1),
        b'A'..=b'Z' => (Series::Upper, Series::UpperRoman, b'A' - 1),
        _ => return out,
    };
    out.list[0] = Some(Ordinal { series: alpha, major: u32::from(byte - first), minor: 0 });
    out.list[1] = (numeral > 0).then_some(Ordinal { series: roman, major: numeral, minor: 0 });
    out
}

/// The order of an inserted unit's suffix; 0 for none.
fn minor(rest: &str) -> u32 {
    let rest = rest.trim_start_matches([' ', '\u{a0}', '-', '–', '_']);
    if rest.is_empty() {
        return 0;
    }
    if let Some((_, place)) = LATIN.iter().find(|(s, _)| rest.starts_with(s)) {
        return (1 << 25) + 1000 * place;
    }
    if let Some(decimal) = rest.strip_prefix('.') {
        // 3.1 < 3.11 < 3.2, as inserted units are numbered.
        let mut value = 0;
        let mut unit = 100_000;
        for b in decimal.bytes().take(5) {
            if !b.is_ascii_digit() {
                break;
            }
            value += u32::from(b - b'0') * unit;
            unit /= 10;
        }
        return value.max(1);
    }
    // As words in a dictionary: C < CA < D.
    let mut value: u32 = 0;
    for i in 0..4 {
        value = value * 64 + rest.as_bytes().get(i).map_or(0, |b| u32::from(b & 0x3f));
    }
    value.max(1)
}

/// Value of a roman numeral as labels use them: none above 399, so that "d" and "m" are letters.
fn roman(text: &str) -> Option<u32> {
    text::roman(text).filter(|&value| value < 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ambiguous_label_has_every_reading() {
        let i = readings("i");
        assert_eq!(i.of(Series::Lower).map(|o| o.major), Some(9));
        assert_eq!(i.of(Series::LowerRoman).map(|o| o.major), Some(1));
        let cc = readings("cc");
        assert_eq!(cc.of(Series::Lower).map(|o| o.major), Some(29));
        assert_eq!(cc.of(Series::LowerDouble).map(|o| o.major), Some(3));
        assert_eq!(cc.of(Series::LowerRoman).map(|o| o.major), Some(200));
    }

    #[test]
    fn single_letters_and_digits_are_read_as_others_are() {
        let read = |key: &str| readings(key).iter().map(|o| (o.series, o.major, o.minor)).collect::<Vec<_>>();
        assert_eq!(read("7"), [(Series::Arabic, 7, 0)]);
        assert_eq!(read("b"), [(Series::Lower, 2, 0)]);
        assert_eq!(read("C"), [(Series::Upper, 3, 0), (Series::UpperRoman, 100, 0)]);
        // None above 399: "d" and "m" are letters.
        assert_eq!(read("d"), [(Series::Lower, 4, 0)]);
        assert_eq!(read("-"), []);
        for byte in 0..128_u8 {
            let key = char::from(byte).to_string();
            // What comes behind the sign of an inserted unit that is none does not count.
            let long: Vec<_> = readings(&format!("{key}-")).iter().collect();
            assert_eq!(readings(&key).iter().collect::<Vec<_>>(), long, "{key}");
        }
    }

    #[test]
    fn inserted_units_stand_between_their_neighbours() {
        let series = ["3", "3A", "3B", "4"].map(|k| readings(k).of(Series::Arabic).unwrap());
        assert!(series.windows(2).all(|w| w[1].after(w[0]) == Follow::Next));
        let twice = ["3C", "3CA", "3D", "3E"].map(|k| readings(k).of(Series::Arabic).unwrap());
        assert!(twice.windows(2).all(|w| w[1].after(w[0]) == Follow::Next));
        let bis = ["a", "abis", "ater", "b"].map(|k| readings(k).of(Series::Lower).unwrap());
        assert!(bis.windows(2).all(|w| w[1].after(w[0]) == Follow::Next));
        let decimal = ["vi", "vi.01", "vi.1", "vii"].map(|k| readings(k).of(Series::LowerRoman).unwrap());
        assert!(decimal.windows(2).all(|w| w[1].after(w[0]) == Follow::Next));
    }
}
