//! Labels by bytes: "5", "12a", "(b)(2)", "300gg–53", "4.2 bis".

use super::{End, FRESH, Labels, MEASURES, Plain, Stop, first, is_latin};

impl Plain<'_> {
    pub(super) fn label(&self, at: usize, labels: &mut Labels) -> End {
        match self.at(at) {
            b'(' => self.keys(at, labels),
            b'0'..=b'9' | b'A'..=b'Z' => {
                let end = self.number(at)?;
                labels.push(at, end)?;
                labels.numbered = true;
                match self.keys(end, labels) {
                    Err(Stop::No) => {}
                    other => return other,
                }
                let spaced = self.spaced(end, labels)?;
                if spaced == end && self.space(end).is_some_and(|p| self.item_like(p)) {
                    return Err(Stop::Unsure);
                }
                Ok(spaced)
            }
            _ if self.item_like(at) => Err(Stop::Unsure),
            _ => Err(Stop::No),
        }
    }

    /// A label that goes on a list, and begins neither a measure nor a clause.
    pub(super) fn next(&self, at: usize, labels: &mut Labels) -> End {
        let end = self.label(at, labels)?;
        let other = if labels.numbered {
            first(&MEASURES, self.rest(self.spaces(end))).is_some()
        } else {
            self.space(end).is_some_and(|p| first(&FRESH, self.rest(p)).is_some_and(|len| self.edge(p + len)))
        };
        if other { Err(Stop::No) } else { Ok(end) }
    }

    /// "(a)(2)", and " (i)" after them.
    pub(super) fn keys(&self, at: usize, labels: &mut Labels) -> End {
        let mut p = self.key(at, labels)?;
        loop {
            match self.key(p, labels) {
                Ok(end) => p = end,
                Err(Stop::No) => return self.spaced(p, labels),
                unsure => return unsure,
            }
        }
    }

    /// " (2)", as often as what follows shows it to be a sub-label.
    pub(super) fn spaced(&self, at: usize, labels: &mut Labels) -> End {
        const LINKS: [&[u8]; 14] = [
            b"of", b"and", b"or", b"to", b"shall", b"above", b"below", b"hereof", b"thereof", b"is", b"are", b"may",
            b"through", b"applies",
        ];
        let mut p = at;
        loop {
            let Some(open) = self.space(p).filter(|&o| self.at(o) == b'(') else { return Ok(p) };
            let len = labels.len;
            let end = match self.key(open, labels) {
                Ok(end) => end,
                Err(Stop::No) => return Ok(p),
                unsure => return unsure,
            };
            let ends = match self.rest(end) {
                [] | [b',' | b';' | b'.' | b':' | b')' | b']' | b'"', ..] => true,
                [0xe2, 0x80, 0x94 | 0x9d, ..] => true,
                _ => self.space(end).is_some_and(|n| {
                    let word = first(&LINKS, self.rest(n)).or_else(|| first(&[b"apply"], self.rest(n)));
                    word.map_or(self.at(n) == b'(', |len| self.edge(n + len))
                }),
            };
            if !ends {
                labels.len = len;
                return Ok(p);
            }
            p = end;
        }
    }

    /// "(a)".
    pub(super) fn key(&self, at: usize, labels: &mut Labels) -> End {
        if self.at(at) != b'(' {
            return Err(Stop::No);
        }
        let from = at + 1;
        let digits = self.run(from, 5, u8::is_ascii_digit);
        let letters = self.run(from + digits, 12, u8::is_ascii_alphabetic);
        let end = from + digits + letters;
        if digits + letters == 0 {
            return Err(Stop::No);
        }
        let word = self.bytes.get(from + digits..end).unwrap_or(&[]);
        // "(abcbis)", "(5quater)"
        let latin = || word.windows(3).any(is_latin);
        let unsure = |is: bool| Err(if is { Stop::Unsure } else { Stop::No });
        match self.at(end) {
            b')' => {}
            b'.' | b'-' | 0xe2 => {
                let end = self.inserted(from)?;
                labels.push(from, end)?;
                return Ok(end + 1);
            }
            // "(a bis)"
            b' ' | b'\n' | b'\r' | b'\t' | 0xc2 => return unsure(is_latin(self.rest(self.spaces(end)))),
            _ => return Err(Stop::No),
        }
        let fits = match (digits, letters) {
            (0, 1..=3) | (1..=4, 0) => true,
            (0, _) => word.len() <= 9 && word.iter().all(|b| b"ivxlc".contains(&b.to_ascii_lowercase())),
            (1..=4, 1..=3) => true,
            _ => false,
        };
        if !fits {
            return unsure(latin());
        }
        labels.push(from, end)?;
        Ok(end + 1)
    }

    /// "3.1", "b-1", "a.01" before a bracket.
    pub(super) fn inserted(&self, from: usize) -> End {
        let mut p = from + self.run(from, 4, u8::is_ascii_digit);
        if p > from {
            while self.at(p) == b'.' {
                let digits = self.run(p + 1, 3, u8::is_ascii_digit);
                if digits == 0 {
                    break;
                }
                p += 1 + digits;
            }
            if is_latin(self.rest(self.spaces(p))) {
                return Err(Stop::Unsure);
            }
            p += self.run(p, 3, u8::is_ascii_alphabetic);
            if let Some(dash) = self.dash(p) {
                let more = self.run(dash, 2, u8::is_ascii_alphanumeric);
                p = if more > 0 { dash + more } else { p };
            }
        } else {
            p += self.run(p, 3, u8::is_ascii_alphabetic);
            if is_latin(self.rest(p)) {
                return Err(Stop::Unsure);
            }
            let point = if self.at(p) == b'.' { Some(p + 1) } else { self.dash(p) };
            if let Some(point) = point {
                // "(b-bis)"
                if is_latin(self.rest(point)) {
                    return Err(Stop::Unsure);
                }
                let digits = self.run(point, 2, u8::is_ascii_digit);
                p = if digits > 0 { point + digits } else { p };
            }
        }
        if self.at(p) == b')' { Ok(p) } else { Err(Stop::No) }
    }

    /// "163", "1396r-8", "3.4.1", "IV", "A.2", "C.01A.005".
    pub(super) fn number(&self, at: usize) -> End {
        let first = self.at(at);
        if first.is_ascii_digit() {
            let mut p = self.points(at + self.run(at, 6, u8::is_ascii_digit));
            if is_latin(self.rest(self.spaces(p))) {
                return Err(Stop::Unsure);
            }
            p += self.run(p, 5, u8::is_ascii_alphabetic);
            while let Some(dash) = self.dash(p) {
                let more = self.run(dash, 5, u8::is_ascii_alphanumeric);
                if more == 0 {
                    break;
                }
                p = dash + more;
            }
            return if self.edge(p) && self.at(p) != b'/' { Ok(p) } else { Err(Stop::No) };
        }
        if !first.is_ascii_uppercase() {
            return Err(Stop::No);
        }
        if let Some(end) = self.lettered(at) {
            return Ok(end);
        }
        let roman = at + self.run(at, 8, |b| b"IVXLCDM".contains(b));
        if roman > at {
            if is_latin(self.rest(self.spaces(roman))) {
                return Err(Stop::Unsure);
            }
            let dash = self.dash(roman);
            let next = dash.unwrap_or(roman);
            let point = dash.is_none() && self.at(roman) == b'.';
            let next = next + usize::from(point);
            let digits = if dash.is_some() || point { self.run(next, 3, u8::is_ascii_digit) } else { 0 };
            let end = match self.at(next) {
                b if b.is_ascii_alphabetic() && !point => next + 1,
                _ if digits > 0 => next + digits,
                _ => roman,
            };
            if self.edge(end) {
                return Ok(end);
            }
        }
        let mut p = at + 1;
        let from = if self.at(p) == b'.' { p + 1 } else { self.dash(p).unwrap_or(p) };
        let digits = self.run(from, 4, u8::is_ascii_digit);
        if digits > 0 {
            p = self.points(from + digits);
        }
        let initial = self.at(p) == b'.' && self.at(p + 1).is_ascii_uppercase();
        if self.edge(p) && !initial { Ok(p) } else { Err(Stop::No) }
    }

    /// "C.01.014.5", "C.01A.005": divisions counted by letter.
    fn lettered(&self, at: usize) -> Option<usize> {
        let from = Some(at + 2).filter(|_| self.at(at + 1) == b'.')?;
        let digits = self.run(from, 4, u8::is_ascii_digit);
        let mut p = from + digits;
        p += usize::from(digits > 0 && self.at(p).is_ascii_uppercase());
        let end = self.points(p);
        (digits > 0 && end > p && self.edge(end)).then_some(end)
    }

    /// End of ".4.1" from `at` on.
    pub(super) fn points(&self, at: usize) -> usize {
        let mut p = at;
        while self.at(p) == b'.' {
            let digits = self.run(p + 1, 4, u8::is_ascii_digit);
            if digits == 0 {
                break;
            }
            p += 1 + digits;
        }
        p
    }

    pub(super) fn dash(&self, at: usize) -> Option<usize> {
        match self.rest(at) {
            [b'-', ..] => Some(at + 1),
            [0xe2, 0x80, 0x93 | 0x91, ..] => Some(at + 3),
            _ => None,
        }
    }

    pub(super) fn edge(&self, at: usize) -> bool {
        !self.at(at).is_ascii_alphanumeric()
    }

    /// Whether "b)", "abis)", or "a." could stand here.
    pub(super) fn item_like(&self, at: usize) -> bool {
        let letters = self.run(at, 13, u8::is_ascii_lowercase);
        let end = at + letters;
        match (letters, self.at(end)) {
            (0, _) => false,
            (1, b'.') | (_, b')') => true,
            (1 | 2, _) => self.space(end).is_some_and(|p| is_latin(self.rest(p))),
            _ => false,
        }
    }
}
