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

/// What a digit at each place is worth, from the thousands down, and the letters for one, five and ten of it.
const DIGITS: [(u32, [u8; 3]); 4] = [(1000, *b"m\0\0"), (100, *b"cdm"), (10, *b"xlc"), (1, *b"ivx")];

/// Value of a roman numeral in canonical form, in any case, up to 3999; none for other words ("iiii", "vx").
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    let mut rest = text.as_bytes();
    let mut total = 0;
    for (worth, [one, five, ten]) in DIGITS {
        let is = |at: usize, sign: u8| rest.get(at).is_some_and(|b| b | 0x20 == sign);
        let (digit, len) = if is(0, one) && is(1, ten) {
            (9, 2)
        } else if is(0, one) && is(1, five) {
            (4, 2)
        } else {
            let fives = usize::from(is(0, five));
            let ones = (fives..fives + 3).take_while(|&at| is(at, one)).count();
            (5 * fives + ones, fives + ones)
        };
        total += worth * digit as u32;
        rest = rest.get(len..).unwrap_or_default();
    }
    // What is not spelled as a number is has a rest.
    (rest.is_empty() && total > 0).then_some(total)
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
