//! `reversed-range`: a range whose first end comes after its last.

use super::address::members;
use super::facets;
use crate::references::{Target, TargetRole};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::text::roman;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL207",
    name: "reversed-range",
    level: Level::ERROR,
    profiles: &[],
    page: include_str!("../../../rules/citations/reversed_range.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    for reference in facets::having(cx, facets::RANGE, facets::QUOTED) {
        let mut start: Option<&Target> = None;
        for target in members(reference) {
            match (target.role, start) {
                (TargetRole::RangeStart, _) => start = Some(target),
                (TargetRole::RangeEnd, Some(first)) => {
                    if is_reversed(first, target) {
                        let span = first.span.to(target.span);
                        let (low, high) = (target.span.of(cx.text), first.span.of(cx.text));
                        sink.report(span, format!("the range runs backward: {high} comes after {low}"))
                            .help(format!("write {low} first, or correct one of the two"));
                    }
                    start = None;
                }
                _ => start = None,
            }
        }
    }
}

fn is_reversed(first: &Target, last: &Target) -> bool {
    let mut a = first.labels();
    let mut b = last.labels();
    loop {
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => {
                let rest = (a.next(), b.next());
                return rest.0.is_none() && rest.1.is_none() && comes_after(x, y);
            }
            _ => return false,
        }
    }
}

/// Whether label `x` comes after `y` in any way that both can be read.
fn comes_after(x: &str, y: &str) -> bool {
    let number = |l: &str| {
        let digits = l.bytes().take_while(u8::is_ascii_digit).count();
        // "78ff–1", "3.4": compared only where they are plain, or a number with letters.
        l.get(..digits).filter(|_| !l.contains(['.', '–', '-'])).and_then(|d| d.parse::<u64>().ok())
    };
    match (number(x), number(y)) {
        (Some(a), Some(b)) => return a > b,
        (None, None) => {}
        _ => return false,
    }
    let letters = |l: &str| l.bytes().all(|b| b.is_ascii_lowercase()) || l.bytes().all(|b| b.is_ascii_uppercase());
    if !letters(x) || !letters(y) || x.is_empty() || y.is_empty() {
        return false;
    }
    // "d" and "m" are letters here.
    let value = |l: &str| roman(l).filter(|&v| v < 400);
    let (roman_x, roman_y) = (value(x), value(y));
    let single = x.len() == 1 && y.len() == 1;
    let same_case =
        x.as_bytes().first().map(u8::is_ascii_lowercase) == y.as_bytes().first().map(u8::is_ascii_lowercase);
    match (roman_x, roman_y) {
        // "(v) to (i)": backward both as letters and as numerals, else one of the readings runs forward.
        (Some(a), Some(b)) => a > b && (!single || x > y),
        _ => single && same_case && x > y,
    }
}

#[cfg(test)]
mod tests {
    use super::comes_after;

    #[test]
    fn order_of_labels() {
        assert!(comes_after("9", "5"));
        assert!(comes_after("d", "a"));
        assert!(comes_after("iv", "ii"));
        assert!(!comes_after("a", "d"));
        assert!(!comes_after("i", "v"));
        assert!(!comes_after("5a", "5b"));
        assert!(!comes_after("h", "ii"));
    }
}
