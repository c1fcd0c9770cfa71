//! Roman numerals, read and spelled.

const STEPS: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// Value of a roman numeral in canonical form, in any case, up to 3999; none for other words ("iiii", "vx").
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    let mut rest = text.as_bytes();
    if let [letter] = rest {
        let sign = letter.to_ascii_lowercase();
        return STEPS.iter().find(|(_, s)| s.as_bytes() == [sign]).map(|(value, _)| *value);
    }
    let numeral = |b: &u8| matches!(b | 0x20, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
    if rest.is_empty() || rest.len() > 15 || !rest.iter().all(numeral) {
        return None;
    }
    let mut total = 0;
    for (value, sign) in STEPS {
        while let Some((head, after)) = rest.split_at_checked(sign.len())
            && head.eq_ignore_ascii_case(sign.as_bytes())
        {
            total += value;
            rest = after;
        }
    }
    // "ixv" and the like are read too: only the canonical spelling has the canonical length.
    (rest.is_empty() && total < 4000 && spelled_len(total) == text.len()).then_some(total)
}

/// A number as a roman numeral in small letters; above 5000 in digits, which are clearer than a row of a thousand letters.
#[must_use]
pub fn spell_roman(number: u32) -> String {
    if number > 5000 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// Length of the canonical spelling.
const fn spelled_len(value: u32) -> usize {
    const DIGIT: [usize; 10] = [0, 1, 2, 3, 2, 1, 2, 3, 4, 2];
    DIGIT[(value % 10) as usize]
        + DIGIT[(value / 10 % 10) as usize]
        + DIGIT[(value / 100 % 10) as usize]
        + (value / 1000) as usize
}

#[cfg(test)]
mod tests {
    use super::{roman, spell_roman};

    #[test]
    fn what_is_spelled_is_read() {
        for number in 1..4000 {
            assert_eq!(roman(&spell_roman(number)), Some(number));
        }
        for (text, value) in [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("XVIII", 18), ("xl", 40), ("cix", 109)] {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        for text in ["iiii", "vx", "ixi", "ic", "", "b", "vv", "mmmm", "ivi"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
