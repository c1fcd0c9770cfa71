//! Numbers written in words ("twenty-five", "one hundred and twenty", "thirtieth") and in figures ("1,000").

use super::tokens::{Token, TokenKind};
use super::words::{WordHash, word};

/// A number written in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberWords {
    /// Index of its first token.
    pub first: usize,
    /// One past its last token.
    pub next: usize,
    /// The number.
    pub value: u64,
    /// It is an ordinal ("third").
    pub ordinal: bool,
}

#[derive(Clone, Copy)]
enum Part {
    Unit(u64),
    Ten(u64),
    Hundred,
    Scale(u64),
}

const HYPHEN: char = '-';
const NO_BREAK_HYPHEN: char = '\u{2011}';
const AND: WordHash = word("and");

macro_rules! words {
    ($($text:literal => $part:expr, $ordinal:literal;)*) => {
        const TABLE: &[(WordHash, Part, bool)] = &[$((word($text), $part, $ordinal)),*];
    };
}

words! {
    "zero" => Part::Unit(0), false;
    "one" => Part::Unit(1), false; "two" => Part::Unit(2), false; "three" => Part::Unit(3), false;
    "four" => Part::Unit(4), false; "five" => Part::Unit(5), false; "six" => Part::Unit(6), false;
    "seven" => Part::Unit(7), false; "eight" => Part::Unit(8), false; "nine" => Part::Unit(9), false;
    "ten" => Part::Unit(10), false; "eleven" => Part::Unit(11), false; "twelve" => Part::Unit(12), false;
    "thirteen" => Part::Unit(13), false; "fourteen" => Part::Unit(14), false; "fifteen" => Part::Unit(15), false;
    "sixteen" => Part::Unit(16), false; "seventeen" => Part::Unit(17), false; "eighteen" => Part::Unit(18), false;
    "nineteen" => Part::Unit(19), false;
    "twenty" => Part::Ten(20), false; "thirty" => Part::Ten(30), false; "forty" => Part::Ten(40), false;
    "fourty" => Part::Ten(40), false; "fifty" => Part::Ten(50), false; "sixty" => Part::Ten(60), false;
    "seventy" => Part::Ten(70), false; "eighty" => Part::Ten(80), false; "ninety" => Part::Ten(90), false;
    "hundred" => Part::Hundred, false; "thousand" => Part::Scale(1_000), false;
    "million" => Part::Scale(1_000_000), false; "billion" => Part::Scale(1_000_000_000), false;
    "first" => Part::Unit(1), true; "second" => Part::Unit(2), true; "third" => Part::Unit(3), true;
    "fourth" => Part::Unit(4), true; "fifth" => Part::Unit(5), true; "sixth" => Part::Unit(6), true;
    "seventh" => Part::Unit(7), true; "eighth" => Part::Unit(8), true; "ninth" => Part::Unit(9), true;
    "tenth" => Part::Unit(10), true; "eleventh" => Part::Unit(11), true; "twelfth" => Part::Unit(12), true;
    "thirteenth" => Part::Unit(13), true; "fourteenth" => Part::Unit(14), true; "fifteenth" => Part::Unit(15), true;
    "sixteenth" => Part::Unit(16), true; "seventeenth" => Part::Unit(17), true; "eighteenth" => Part::Unit(18), true;
    "nineteenth" => Part::Unit(19), true; "twentieth" => Part::Ten(20), true; "thirtieth" => Part::Ten(30), true;
    "fortieth" => Part::Ten(40), true; "fiftieth" => Part::Ten(50), true; "sixtieth" => Part::Ten(60), true;
    "seventieth" => Part::Ten(70), true; "eightieth" => Part::Ten(80), true; "ninetieth" => Part::Ten(90), true;
    "hundredth" => Part::Hundred, true; "thousandth" => Part::Scale(1_000), true;
}

fn part(token: &Token) -> Option<(Part, bool)> {
    if token.kind() != TokenKind::Word || !(3..=11).contains(&token.span().len()) {
        return None;
    }
    TABLE.iter().find(|(word, ..)| *word == token.word).map(|&(_, part, ordinal)| (part, ordinal))
}

fn joins(token: &Token) -> bool {
    token.is(HYPHEN) || token.is(NO_BREAK_HYPHEN)
}

/// The number in words that begins at `tokens[at]`, as long as it goes on.
#[must_use]
pub fn number_words(tokens: &[Token], at: usize) -> Option<NumberWords> {
    let mut next = at;
    let (mut total, mut group, mut ordinal) = (0_u64, None::<u64>, false);
    // Largest part that may still follow in this group, and largest scale that may still follow.
    let (mut room, mut scale) = (1_000_u64, u64::MAX);
    while let Some(token) = tokens.get(next) {
        let (step, known) = match part(token) {
            Some(known) => (next, known),
            None if group.is_some() && (joins(token) || token.word == AND) => {
                let Some(known) = tokens.get(next + 1).and_then(part) else { break };
                let joined = match known.0 {
                    // "twenty-five", "one hundred and five"; "twenty and five" are two numbers.
                    Part::Unit(_) => {
                        if joins(token) {
                            room == 10
                        } else {
                            room == 100
                        }
                    }
                    Part::Ten(_) => room == 100 && !joins(token),
                    Part::Hundred | Part::Scale(_) => joins(token),
                };
                if !joined {
                    break;
                }
                (next + 1, known)
            }
            None => break,
        };
        match known.0 {
            Part::Unit(n) if n < room && (n > 0 || group.is_none()) => {
                group = Some(group.unwrap_or(0) + n);
                room = if n >= 10 || room == 10 { 1 } else { 2 };
            }
            Part::Ten(n) if room >= 100 => {
                group = Some(group.unwrap_or(0) + n);
                room = 10;
            }
            Part::Hundred if room < 1_000 && room != 100 && group.is_some_and(|g| g > 0 && g < 100) => {
                group = group.map(|g| g * 100);
                room = 100;
            }
            Part::Hundred if group.is_none() && room == 1_000 => {
                group = Some(100);
                room = 100;
            }
            Part::Scale(n) if n < scale => {
                total = total.saturating_add(group.unwrap_or(1).saturating_mul(n));
                group = Some(0);
                scale = n;
                room = 1_000;
            }
            _ => break,
        }
        next = step + 1;
        if known.1 {
            ordinal = true;
            break;
        }
    }
    let value = total + group?;
    Some(NumberWords { first: at, next, value, ordinal })
}

/// The number in words that ends just before `tokens[end]`.
#[must_use]
pub fn number_words_before(tokens: &[Token], end: usize) -> Option<NumberWords> {
    const LONGEST: usize = 16;
    let mut first = end;
    for at in (end.saturating_sub(LONGEST)..end).rev() {
        let token = &tokens[at];
        if part(token).is_some() {
            first = at;
        } else if !(joins(token) || token.word == AND) {
            break;
        }
    }
    while first < end {
        if let Some(number) = number_words(tokens, first)
            && number.next == end
        {
            return Some(number);
        }
        first += 1;
    }
    None
}

/// The value of a number in figures, thousands set off by commas or not; none for decimals and what is no number.
#[must_use]
pub fn numeral(text: &str) -> Option<u64> {
    let mut value: u64 = 0;
    let mut digits = 0;
    let groups = text.contains(',');
    for (i, piece) in text.split(',').enumerate() {
        let fits = if i > 0 { piece.len() == 3 } else { !groups || piece.len() <= 3 };
        if !fits || piece.is_empty() || !piece.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        for byte in piece.bytes() {
            value = value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
            digits += 1;
        }
    }
    (digits > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{number_words, number_words_before, numeral};
    use crate::span::Span;
    use crate::text::{Token, tokenize};

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        tokens
    }

    #[test]
    fn reads_numbers_in_words() {
        for (text, value) in [
            ("seven", 7),
            ("thirty", 30),
            ("twenty-five", 25),
            ("Twenty five", 25),
            ("one hundred", 100),
            ("hundred", 100),
            ("one hundred twenty", 120),
            ("one hundred and twenty", 120),
            ("three hundred and sixty-five", 365),
            ("two thousand", 2_000),
            ("two thousand five hundred", 2_500),
            ("one hundred and fifty thousand", 150_000),
            ("one million two hundred thousand", 1_200_000),
            ("twelve hundred", 1_200),
            ("twenty-first", 21),
            ("thirtieth", 30),
        ] {
            let tokens = tokens(text);
            let number = number_words(&tokens, 0).expect(text);
            assert_eq!((number.value, number.next), (value, tokens.len()), "{text}");
            assert_eq!(number_words_before(&tokens, tokens.len()).map(|n| n.value), Some(value), "{text}");
        }
    }

    #[test]
    fn stops_where_the_number_ends() {
        for (text, value, next) in
            [("two three", 2, 1), ("five and six", 5, 1), ("twenty thirty", 20, 1), ("ten one", 10, 1)]
        {
            let number = number_words(&tokens(text), 0).expect(text);
            assert_eq!((number.value, number.next), (value, next), "{text}");
        }
        assert_eq!(number_words(&tokens("days"), 0), None);
        let words = tokens("between two and three");
        assert_eq!(number_words_before(&words, 4).map(|n| n.value), Some(3));
    }

    #[test]
    fn reads_figures() {
        assert_eq!(numeral("30"), Some(30));
        assert_eq!(numeral("1,000,000"), Some(1_000_000));
        assert_eq!(numeral("10,00"), None);
        assert_eq!(numeral("2.5"), None);
        assert_eq!(numeral("99999999999999999999999"), None);
    }
}
