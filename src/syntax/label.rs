//! The label at the beginning of a line.

use smol_str::SmolStr;

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `§ 552a`
    Sign,
    /// `(a)`
    Paren,
    /// `a)`
    Half,
    /// `3.4`, `3.4.1`, `A.2`
    Decimal,
    /// `1.`, `IV.`
    Dot,
    /// `3`, `161A`
    Bare,
    /// `—`, `•`: no label, yet a list.
    Bullet,
}

/// A label as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How it is written.
    pub form: Form,
    /// Its length in bytes, from the beginning of the text read.
    pub len: usize,
    /// The bare label.
    pub key: SmolStr,
    /// The last label of a range of dead units ("37 to 57").
    pub through: Option<SmolStr>,
}

/// Longest stretch of a line in which a label is looked for, in bytes.
const REACH: usize = 96;

/// The label that `text` begins with. Labels in plain brackets are read by bytes, the others by the grammar.
#[must_use]
pub fn label_at(text: &str) -> Option<Mark> {
    mark_at(text).filter(|m| m.form != Form::Bare || !is_ordinal(&m.key))
}

/// "13th", "2nd", "2d": a word of the text, no label.
fn is_ordinal(key: &str) -> bool {
    let word = key.trim_start_matches(|c: char| c.is_ascii_digit());
    word.len() < key.len() && ["st", "nd", "rd", "th"].iter().any(|w| word.eq_ignore_ascii_case(w))
        || key.ends_with("2d")
        || key.ends_with("3d")
}

fn mark_at(text: &str) -> Option<Mark> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        b'(' => match plain_paren(text) {
            Plain::Is(mark) => Some(mark),
            Plain::No => None,
            Plain::Unsure => grammar::read(head(text)),
        },
        b'0'..=b'9' => number_at(text),
        0xc2 => match bytes.get(1) {
            Some(0xa7) => plain_sign(text).or_else(|| grammar::read(head(text))),
            _ => None,
        },
        b'a'..=b'z' | b'A'..=b'Z' => {
            // A word is no label: only one to seven letters before a bracket, a point or a suffix.
            let letters = bytes.iter().take(8).take_while(|b| b.is_ascii_alphabetic()).count();
            match bytes.get(letters)? {
                b'.' if letters == 1 && bytes.get(letters + 1).is_some_and(u8::is_ascii_digit) => number_at(text),
                b')' | b'.' => match plain_letters(text, letters) {
                    Plain::Is(mark) => Some(mark),
                    Plain::No => None,
                    Plain::Unsure => grammar::read(head(text)),
                },
                b' ' | b'*' | b'_' | 0xc2 if letters <= 2 && latin_follows(&bytes[letters..]) => {
                    grammar::read(head(text))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn number_at(text: &str) -> Option<Mark> {
    match plain_number(text) {
        Plain::Is(mark) => Some(mark),
        Plain::No => None,
        Plain::Unsure => grammar::read(head(text)),
    }
}

/// Whether a suffix of inserted units stands within the next bytes: " bis", "*ter*".
fn latin_follows(bytes: &[u8]) -> bool {
    let at = bytes.iter().take(4).position(u8::is_ascii_alphabetic);
    let rest = at.and_then(|a| bytes.get(a..)).unwrap_or(&[]);
    if !matches!(rest, [b'b' | b'd' | b'n' | b'o' | b'q' | b's' | b't', b'e' | b'i' | b'c' | b'o' | b'u', ..]) {
        return false;
    }
    ["bis", "ter", "quater", "quinq", "sexies", "septies", "octies", "nonies", "novies", "decies"]
        .iter()
        .any(|s| rest.starts_with(s.as_bytes()))
}

/// `§ 552a.`, `§ 300gg–1.`: one section and no range.
fn plain_sign(text: &str) -> Option<Mark> {
    let rest = text.strip_prefix("§ ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut key = digits + rest.get(digits..)?.bytes().take_while(u8::is_ascii_alphabetic).count();
    let letters = key - digits;
    while let Some(dash) =
        [b"-".as_slice(), "–".as_bytes()].iter().find(|d| rest.as_bytes().get(key..).is_some_and(|r| r.starts_with(d)))
    {
        let run = rest
            .as_bytes()
            .get(key + dash.len()..)
            .unwrap_or(&[])
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        if !(1..=4).contains(&run) {
            return None;
        }
        key += dash.len() + run;
    }
    let ends = matches!(rest.as_bytes().get(key), Some(b'.')) && matches!(rest.as_bytes().get(key + 1), Some(b' '));
    let len = "§ ".len() + key;
    ((1..=7).contains(&digits) && letters <= 4 && ends).then(|| Mark {
        form: Form::Sign,
        len,
        key: SmolStr::new(rest.get(..key).unwrap_or("")),
        through: None,
    })
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

enum Plain {
    Is(Mark),
    No,
    Unsure,
}

/// `3`, `161A`, `3.`, `3)`, `3.4`, `3.4.`, `C.01.024` before a word that is neither a suffix nor part of a range.
fn plain_number(text: &str) -> Plain {
    let bytes = text.as_bytes();
    let digits_at = |at: usize| bytes.iter().skip(at).take(8).take_while(|b| b.is_ascii_digit()).count();
    // Whether what stands at `at` ends a label for sure: the text's end, or spaces, then no word that a suffix or range
    // begins with.
    let ends = |at: usize| {
        let spaces = bytes.iter().skip(at).take(REACH / 2).take_while(|b| **b == b' ').count();
        match bytes.get(at + spaces) {
            None => spaces == 0,
            Some(b'a' | b'b' | b'd' | b'n' | b'o' | b'q' | b's' | b't') if spaces > 0 => {
                let word = bytes.get(at + spaces..).unwrap_or(&[]);
                !["bis", "ter", "qua", "qui", "sex", "sep", "oct", "non", "nov", "dec", "to", "and", "through", "or"]
                    .iter()
                    .any(|w| word.starts_with(w.as_bytes()))
            }
            Some(next) => spaces > 0 && (next.is_ascii_alphanumeric() || matches!(next, b'(' | b'[')),
        }
    };
    let mark = |form, len: usize, key: usize| {
        Plain::Is(Mark { form, len, key: SmolStr::new(text.get(..key).unwrap_or("")), through: None })
    };
    let mut at = if bytes.first().is_some_and(u8::is_ascii_alphabetic) { 1 } else { digits_at(0) };
    if at > 7 {
        return Plain::Unsure;
    }
    let mut points = 0;
    while bytes.get(at) == Some(&b'.') {
        let more = digits_at(at + 1);
        if more == 0 {
            break;
        }
        if more > 7 || points > 6 {
            return Plain::Unsure;
        }
        at += 1 + more;
        points += 1;
    }
    if points > 0 {
        return match bytes.get(at) {
            None | Some(b' ') if ends(at) => mark(Form::Decimal, at, at),
            Some(b'.') if ends(at + 1) => mark(Form::Decimal, at + 1, at),
            _ => Plain::Unsure,
        };
    }
    let letters = bytes.iter().skip(at).take(5).take_while(|b| b.is_ascii_alphabetic()).count();
    at += letters;
    if letters > 4 || bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return Plain::Unsure;
    }
    match bytes.get(at) {
        None | Some(b' ') if ends(at) => mark(Form::Bare, at, at),
        Some(b'.') if matches!(bytes.get(at + 1), None | Some(b' ')) => mark(Form::Dot, at + 1, at),
        Some(b')') if matches!(bytes.get(at + 1), None | Some(b' ')) => mark(Form::Half, at + 1, at),
        Some(b'%' | b'/' | b':' | b';') => Plain::No,
        Some(b',') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => Plain::No,
        _ => Plain::Unsure,
    }
}

/// `a)`, `iv.`: up to seven letters and a mark, with no suffix among the letters.
fn plain_letters(text: &str, letters: usize) -> Plain {
    const SUFFIXES: [&[u8]; 11] = [
        b"bis",
        b"ter",
        b"quater",
        b"quinquies",
        b"penter",
        b"sexies",
        b"septies",
        b"octies",
        b"nonies",
        b"novies",
        b"decies",
    ];
    let bytes = text.as_bytes();
    let (half, next) = (bytes.get(letters) == Some(&b')'), bytes.get(letters + 1));
    // "aaquater)" has eight.
    if letters > 7 && !half {
        return Plain::No;
    }
    let behind = bytes.get(2..).unwrap_or(&[]);
    if letters > 4 && SUFFIXES.iter().any(|suffix| behind.starts_with(suffix)) {
        return Plain::Unsure;
    }
    if letters > 7 {
        return Plain::No;
    }
    let mark = |form| {
        let key = SmolStr::new(text.get(..letters).unwrap_or(""));
        Plain::Is(Mark { form, len: letters + 1, key, through: None })
    };
    match (half, next) {
        (true, None | Some(b' ' | b'\t' | b'(' | b'[' | b'"')) => mark(Form::Half),
        (true, Some(_)) if begins_clause(bytes.get(letters + 1..).unwrap_or(&[])) => mark(Form::Half),
        (true, Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b';' | b':' | b')' | b'.')) => Plain::No,
        (false, None | Some(b' ' | b'\t')) => mark(Form::Dot),
        (true, Some(_)) | (false, Some(b'0'..=b'9' | 0xc2)) => Plain::Unsure,
        (false, Some(_)) => Plain::No,
    }
}

/// Whether text begins a clause right behind a label, the space between them left out: "a)the term", "(i)In the case". A
/// short word may be the rest of one that the bracket stands in: "(s)he", "(a)ny".
fn begins_clause(rest: &[u8]) -> bool {
    const SHORT: [&[u8]; 10] = [b"in", b"to", b"an", b"by", b"on", b"at", b"of", b"as", b"if", b"no"];
    match rest {
        [b'A'..=b'Z', b'a'..=b'z' | b'-', ..] => true,
        [b'a'..=b'z', ..] => {
            let letters = rest.iter().take(REACH).take_while(|b| b.is_ascii_lowercase()).count();
            matches!(rest.get(letters), Some(b' ' | b',' | b'<'))
                && (letters > 2 || rest.get(..letters).is_some_and(|word| SHORT.contains(&word)))
        }
        _ => false,
    }
}

/// Length of the point and figures that follow a key in brackets, up to the closing one: ".1" of "(a.1)".
fn inserted(key: &[u8], rest: &[u8]) -> Option<usize> {
    let digits = key.iter().take_while(|b| b.is_ascii_digit()).count();
    // In longer keys a suffix may stand.
    let plain = key.len() <= 4 && key.iter().skip(digits).all(u8::is_ascii_alphabetic);
    let figures = rest.iter().skip(1).take(4).take_while(|b| b.is_ascii_digit()).count();
    (plain && (1..=3).contains(&figures) && rest.get(1 + figures) == Some(&b')')).then_some(1 + figures)
}

/// `(a)`, `(3.1)` and the like, with a space after it and no range.
fn plain_paren(text: &str) -> Plain {
    let bytes = text.as_bytes();
    let mut inner = bytes.iter().skip(1).take(8).take_while(|b| b.is_ascii_alphanumeric()).count();
    if inner == 0 {
        return if matches!(bytes.get(1), Some(b' ' | 0xc2)) { Plain::Unsure } else { Plain::No };
    }
    if let (Some(key), Some(rest @ [b'.', ..])) = (bytes.get(1..=inner), bytes.get(inner + 1..)) {
        let Some(more) = inserted(key, rest) else { return Plain::Unsure };
        inner += more;
    }
    let close = inner + 1;
    match bytes.get(close) {
        Some(b')') => {}
        Some(b' ' | b'-' | b'*' | b'_' | 0xc2 | 0xe2) => return Plain::Unsure,
        _ => return Plain::No,
    }
    let after = bytes.get(close + 1..).unwrap_or(&[]);
    match after {
        [] => {}
        [b' ', b't', b'o', b' ', rest @ ..] | [b' ', b'a', b'n', b'd', rest @ ..] => {
            // "(e) and (f) Omitted" is a range; "(1) to engage in" is none.
            let word = |is: fn(&u8) -> bool| inner < 8 && bytes.iter().skip(1).take(inner).all(is);
            let key = word(u8::is_ascii_alphabetic) || word(u8::is_ascii_digit);
            let next = rest.iter().find(|b| !matches!(b, b' ' | b'\t'));
            if !key || next.is_none_or(|b| *b == b'(' || !b.is_ascii()) {
                return Plain::Unsure;
            }
        }
        [b',' | b'-' | 0xe2, ..] => return Plain::Unsure,
        // The sign that closes emphasis: "_(a)_ the keys".
        [b' ' | b'\t' | b'(' | b'[' | b'"' | b'*' | b'_', ..] => {}
        [0xc2, 0xa0, ..] => {}
        clause if begins_clause(clause) => {}
        _ => return Plain::No,
    }
    let key = SmolStr::new(text.get(1..close).unwrap_or(""));
    Plain::Is(Mark { form: Form::Paren, len: close + 1, key, through: None })
}

mod grammar {
    use pest::Parser as _;
    use smol_str::SmolStr;

    use super::{Form, Mark};

    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/labels.pest"]
    struct Labels;

    /// Reads one label with the grammar.
    pub fn read(text: &str) -> Option<Mark> {
        let pair = Labels::parse(Rule::item, text).ok()?.next()?;
        let form = match pair.as_rule() {
            Rule::sign => Form::Sign,
            Rule::paren => Form::Paren,
            Rule::half => Form::Half,
            Rule::decimal => Form::Decimal,
            Rule::dotted => Form::Dot,
            Rule::bare => Form::Bare,
            _ => return None,
        };
        let len = pair.as_span().end();
        let mut key = SmolStr::default();
        let mut through = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::number | Rule::letter | Rule::path | Rule::section => key = bare(inner.as_str()),
                Rule::through | Rule::last => through = Some(bare(inner.as_str())),
                _ => {}
            }
        }
        // Trailing white space belongs to no label.
        let len = text.get(..len).map_or(len, |t| t.trim_end().len());
        (!key.is_empty()).then_some(Mark { form, len, key, through })
    }

    /// A key without the white space and emphasis that part its suffix.
    fn bare(text: &str) -> SmolStr {
        if text.bytes().any(|b| b <= b' ' || matches!(b, b'*' | b'_' | 0xc2)) {
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '_')).collect()
        } else {
            SmolStr::new(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Form, String, String)> {
        let m = label_at(text)?;
        Some((m.form, text[..m.len].to_owned(), m.key.to_string()))
    }

    #[test]
    fn every_form_is_read_with_its_key() {
        for (text, form, label, key) in [
            ("(a) The owner", Form::Paren, "(a)", "a"),
            ("(a.1) The owner", Form::Paren, "(a.1)", "a.1"),
            ("(b–1) The owner", Form::Paren, "(b–1)", "b–1"),
            ("(3.1)\u{a0}The owner", Form::Paren, "(3.1)", "3.1"),
            ("(iv)", Form::Paren, "(iv)", "iv"),
            ("a) the owner", Form::Half, "a)", "a"),
            ("2 bis) the owner", Form::Half, "2 bis)", "2bis"),
            ("a*bis*) the owner", Form::Half, "a*bis*)", "abis"),
            ("3.4 The owner", Form::Decimal, "3.4", "3.4"),
            ("3.4.1. The owner", Form::Decimal, "3.4.1.", "3.4.1"),
            ("A.2 Scope", Form::Decimal, "A.2", "A.2"),
            ("C.01A.005 (1) The owner", Form::Decimal, "C.01A.005", "C.01A.005"),
            ("1. The owner", Form::Dot, "1.", "1"),
            ("IV. The owner", Form::Dot, "IV.", "IV"),
            ("161A The owner", Form::Bare, "161A", "161A"),
            ("§ 552a. Records", Form::Sign, "§ 552a", "552a"),
            ("§ 278g–2a. Records", Form::Sign, "§ 278g–2a", "278g–2a"),
        ] {
            assert_eq!(read(text), Some((form, label.to_owned(), key.to_owned())), "{text}");
        }
        for text in [
            "§ 5–",
            "§ 300gg–1. A",
            "§ 12b-25a-3. A",
            "§ 5ABCDE. A",
            "§ 5a–bcdef. A",
            "§ 7–2, 7–3. A",
            "§ 5–. A",
            "§ 78o‑4. A",
        ] {
            assert_eq!(label_at(text), grammar::read(text), "{text}");
        }
        for text in ["The owner", "(the owner)", "a The owner", "1,000 owners", "(", ")", "12.5% of", "(a)bc", "§"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_read_by_bytes_are_read_as_the_grammar_does() {
        let heads = [
            "3", "12", "1234567", "12345678", "5a", "17AB", "5abcd", "5abcde", "2bis", "3.4", "3.4.1", "10.2A", "A.2",
            "C.01.024", "c.1A.005",
        ];
        let tails = [
            "",
            ".",
            ". ",
            ". The",
            ". a",
            ".x",
            ".)",
            ")",
            ") The",
            ")x",
            " ",
            " The",
            " (1) The",
            " to 5 [Repealed]",
            " and 6 Repealed",
            " bis The",
            " to the",
            " or",
            " octaves",
            " a day",
            " bodies",
            " ter. x",
            " owners",
            " days",
            " cats",
            " 12",
            "%",
            "/3",
            ": x",
            "; x",
            ",000",
            ", 4. Omitted",
            ",",
            "-3 x",
            "–4 The",
            "'s",
            "\u{a0}The",
            ".1.",
            ".1) The",
            "\n",
            "*bis*) x",
            ". bis",
            " [x]",
            "  The",
            "   (1) The",
            ".  The",
            ".   The",
            "  to 5 [Repealed]",
            "  bis The",
            "   and 6 Repealed",
            "    – 7",
            ".  bis",
            "  ",
        ];
        for head in heads {
            for tail in tails {
                let text = format!("{head}{tail}");
                assert_eq!(label_at(&text), grammar::read(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn letters_read_by_bytes_are_read_as_the_grammar_does() {
        let heads = ["a", "iv", "abis", "aabis", "aabisx", "abcdefg", "abcdefgh", "aaquater", "aasexies", "The"];
        let tails = [
            ")",
            ") The",
            ")\tThe",
            ")x",
            ").",
            "),",
            ")(a)",
            ")[x]",
            ")\"x\"",
            ")*x",
            ")\u{a0}The",
            ")–x",
            ")5",
            ".",
            ". The",
            ".\tThe",
            ".  (a)",
            ".1",
            ".1 The",
            ".1) The",
            ".\u{a0}The",
        ];
        for text in heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}"))) {
            // Of a longer word with a point the grammar is not asked.
            let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
            let asked = letters < 8 || text.as_bytes().get(letters) == Some(&b')');
            assert_eq!(label_at(&text), grammar::read(&text).filter(|_| asked), "{text:?}");
        }
    }

    #[test]
    fn brackets_read_by_bytes_are_read_as_the_grammar_does() {
        let heads = [
            "(a)",
            "(12)",
            "(iv)",
            "(abis)",
            "(3.1)",
            "(a.1)",
            "(iv.12)",
            "(3a.1)",
            "(abcd.123)",
            "(abbis.1)",
            "(a1.1)",
            "(3.1234)",
            "(3.)",
            "(3.a)",
            "(3.1.1)",
            "(3.1 bis)",
            "(3.1",
        ];
        let tails = [
            "",
            " to engage in",
            " to (d) Omitted",
            " to  (d) Repealed",
            " to (d) and",
            " and to",
            " and (f) [Repealed]",
            " and",
            " android",
            " to ",
            " to 5",
        ];
        for head in heads {
            for tail in tails {
                let text = format!("{head}{tail}");
                assert_eq!(label_at(&text), grammar::read(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn an_ordinal_is_a_word_and_no_label() {
        for text in ["13th Games Remission Order, 2010", "2nd Revised Page 1", "1ST MEETING", "2d Session"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_range_of_dead_units_is_one_label() {
        for (text, key, through) in [
            ("37 to 57 [Repealed]", "37", "57"),
            ("(2) to (5) [Repealed]", "2", "5"),
            ("(e) and (f) [Repealed]", "e", "f"),
            ("§§ 1148a–1 to 1148a–3. Repealed", "1148a–1", "1148a–3"),
            ("§§ 3, 4. Omitted", "3", "4"),
        ] {
            let mark = label_at(text).unwrap();
            assert_eq!((mark.key.as_str(), mark.through.as_deref()), (key, Some(through)), "{text}");
        }
        assert_eq!(label_at("(a) and (b) apply").unwrap().through, None);
    }
}
