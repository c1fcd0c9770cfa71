//! Dates as they are written: "24 November 2026", "November 24, 2026", "the 24th of November 2026", "2026-11-24".

use jiff::civil::Date;

use crate::span::Span;
use crate::text::{MONTH_WORDS, Token, TokenKind, WordHash, word};

/// A date as written, possible or not.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Written {
    /// The words.
    pub span: Span,
    /// Index of its first token.
    pub first: usize,
    /// One past its last token.
    pub next: usize,
    /// The day, as written.
    pub day: u32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The year, where it is written.
    pub year: Option<i16>,
    /// The day is written as a bare number right after the month's name, so that it may be something else.
    pub bare: bool,
}

impl Written {
    /// The date, where there is one.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month as i8, i8::try_from(self.day).ok()?).ok()
    }

    /// Number of days in its month, in its year if it is written, else the most the month can have.
    pub fn month_length(&self) -> u32 {
        const LEAP: i16 = 2000;
        Date::new(self.year.unwrap_or(LEAP), self.month as i8, 1).map_or(31, |d| d.days_in_month() as u32)
    }
}

fn month(token: &Token) -> Option<u8> {
    if token.kind() != TokenKind::Word || !token.capital() || !(3..=9).contains(&token.span().len()) {
        return None;
    }
    MONTH_WORDS.iter().find(|(name, _)| *name == token.word).map(|(_, month)| *month)
}

/// The date whose day is the token `at` (or, of "2026-11-24", whose year is). Looks at no more than six tokens around.
pub(in crate::rules) fn at(text: &str, tokens: &[Token], at: usize) -> Option<Written> {
    let token = tokens.get(at)?;
    if !matches!(token.kind(), TokenKind::Number | TokenKind::Mixed) {
        return None;
    }
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let point = before.is_some_and(|t| t.is('.') && !t.spaced());
    let name = if point { at.checked_sub(2) } else { at.checked_sub(1) };
    if let Some(name) = name
        && let Some(month) = tokens.get(name).and_then(month)
    {
        return month_first(text, tokens, name, at, month);
    }
    day_first(text, tokens, at).or_else(|| iso(text, tokens, at))
}

/// "November 24, 2026".
fn month_first(text: &str, tokens: &[Token], name: usize, at: usize, month: u8) -> Option<Written> {
    let written = tokens[at].of(text);
    // "31,1990": the tokenizer takes the comma for one of thousands.
    let (day, mut year) = match written.split_once(',') {
        Some((day, year)) => (day.parse().ok()?, Some(year_of(year)?)),
        None => (day_of(written)?, None),
    };
    let mut next = at + 1;
    if year.is_none() {
        let after = next + usize::from(tokens.get(next).is_some_and(|t| t.is(',')));
        year = tokens.get(after).filter(|t| t.kind() == TokenKind::Number).and_then(|t| year_of(t.of(text)));
        if year.is_some() {
            next = after + 1;
        }
    }
    if year.is_none() && day > 31 {
        return None;
    }
    Some(Written {
        span: tokens[name].span().to(tokens[next - 1].span()),
        first: name,
        next,
        day,
        month,
        year,
        bare: year.is_none() && tokens[at].kind() == TokenKind::Number,
    })
}

/// "24 November 2026", "24th day of November, 2026".
fn day_first(text: &str, tokens: &[Token], at: usize) -> Option<Written> {
    const DAY: WordHash = word("day");
    const OF: WordHash = word("of");
    let mut name = at + 1;
    name += usize::from(tokens.get(name).is_some_and(|t| t.word == DAY));
    name += usize::from(tokens.get(name).is_some_and(|t| t.word == OF));
    // Few numbers stand before a month, so that is asked first.
    let month = month(tokens.get(name)?)?;
    // Columns of a table, or of a title page, stand apart.
    let gap = text.get(tokens[at].span().end as usize..tokens[at + 1].span().start as usize)?;
    if gap.len() > 2 && gap.bytes().all(|b| b == b' ') {
        return None;
    }
    let day = day_of(tokens[at].of(text))?;
    let mut next = name + 1;
    next += usize::from(tokens.get(next).is_some_and(|t| t.is('.') && !t.spaced()) && tokens[name].span().len() <= 4);
    let after = next + usize::from(tokens.get(next).is_some_and(|t| t.is(',')));
    let year = tokens.get(after).filter(|t| t.kind() == TokenKind::Number).and_then(|t| year_of(t.of(text)));
    if year.is_some() {
        next = after + 1;
    } else {
        next = name + 1;
        if day > 31 {
            return None;
        }
    }
    Some(Written {
        span: tokens[at].span().to(tokens[next - 1].span()),
        first: at,
        next,
        day,
        month,
        year,
        bare: year.is_none() && tokens[at].kind() == TokenKind::Number && name == at + 1,
    })
}

/// "2026-11-24".
fn iso(text: &str, tokens: &[Token], at: usize) -> Option<Written> {
    let [year, dash1, month, dash2, day] = tokens.get(at..at + 5)? else { return None };
    if !dash1.is('-') || !dash2.is('-') {
        return None;
    }
    let tight = [dash1, month, dash2, day].iter().all(|t| !t.spaced());
    let joined = at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.is('-') && !year.spaced());
    let goes_on = tokens.get(at + 5).is_some_and(|t| t.is('-') && !t.spaced());
    if !tight || joined || goes_on || month.span().len() != 2 || day.span().len() != 2 {
        return None;
    }
    let number = month.of(text).parse::<u8>().ok().filter(|m| (1..=12).contains(m))?;
    Some(Written {
        span: year.span().to(day.span()),
        first: at,
        next: at + 5,
        day: day.of(text).parse().ok()?,
        month: number,
        year: Some(year_of(year.of(text))?),
        bare: false,
    })
}

/// "24", "24th", "1st".
fn day_of(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let tail = &text[digits.len()..];
    if !(tail.is_empty() || ["st", "nd", "rd", "th"].iter().any(|t| tail.eq_ignore_ascii_case(t))) || digits.len() > 2 {
        return None;
    }
    digits.parse().ok()
}

fn year_of(text: &str) -> Option<i16> {
    let year = (text.len() == 4).then(|| text.parse::<i16>().ok())??;
    (1000..=2999).contains(&year).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::at;
    use crate::span::Span;
    use crate::text::tokenize;

    fn dates(text: &str) -> Vec<(&str, u32, u8, Option<i16>)> {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        let mut out = Vec::new();
        let mut i = 0;
        while i < tokens.len() {
            if let Some(d) = at(text, &tokens, i) {
                out.push((d.span.of(text), d.day, d.month, d.year));
                i = d.next.max(i + 1);
            } else {
                i += 1;
            }
        }
        out
    }

    #[test]
    fn reads_the_forms_of_dates() {
        assert_eq!(dates("on November 24, 2026, the"), [("November 24, 2026", 24, 11, Some(2026))]);
        assert_eq!(dates("on 24 November 2026."), [("24 November 2026", 24, 11, Some(2026))]);
        assert_eq!(dates("the 24th day of November, 2026"), [("24th day of November, 2026", 24, 11, Some(2026))]);
        assert_eq!(dates("by Nov. 3, 1999"), [("Nov. 3, 1999", 3, 11, Some(1999))]);
        assert_eq!(dates("from 2026-11-24 on"), [("2026-11-24", 24, 11, Some(2026))]);
        assert_eq!(dates("by June 31 of each year"), [("June 31", 31, 6, None)]);
        assert_eq!(dates("June 31,1990"), [("June 31,1990", 31, 6, Some(1990))]);
        assert_eq!(dates("in March 1864"), []);
        assert_eq!(dates("by 31 may be"), []);
        assert_eq!(dates("555-11-24-7"), []);
    }
}
