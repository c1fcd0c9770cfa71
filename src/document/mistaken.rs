//! What looks like a label and is none, by the words around it: a telephone number, a day, the sign of copyright, a citation
//! that a line end broke.

use super::items::{begins_list, inked};
use crate::syntax::{Form, Mark, label_at, readings};
use crate::text::is_month;

/// Whether a line ends with a number and a label in brackets: "Section 2(a)".
pub(super) fn ends_in_citation(line: &str) -> bool {
    let label = line.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    label.is_some_and(|(before, key)| {
        (1..=4).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric())
            && before.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a line ends with the word of a unit, whose number is to come: "contemplated in subsection".
pub(super) fn ends_in_unit_word(line: &str) -> bool {
    const WORDS: [&str; 8] = [
        "section",
        "sections",
        "subsection",
        "subsections",
        "paragraph",
        "paragraphs",
        "subparagraph",
        "subparagraphs",
    ];
    const BEFORE: [&str; 10] = ["in", "of", "under", "with", "by", "to", "and", "or", "from", "see"];
    let mut words = line.rsplit(' ');
    words.next().is_some_and(|word| WORDS.contains(&word)) && words.next().is_some_and(|word| BEFORE.contains(&word))
}

/// "M. Heard", "Crocker (editor)": what follows an initial, a name or another initial alone on its line.
pub(super) fn is_name(words: &str) -> bool {
    let mut words = words.split([' ', ',']).filter(|w| !w.is_empty());
    let short = words.clone().count() <= 4;
    let initial = |w: &str| matches!(w.as_bytes(), [b'A'..=b'Z', b'.']);
    short && words.all(|w| initial(w) || w.starts_with(|c: char| c.is_uppercase() || c == '('))
}

/// "(S) ----> (R)", "(L)    (W)": what stands behind a place in a drawing.
pub(super) fn is_drawing(rest: &str) -> bool {
    let words = inked(rest);
    let gap = rest.len() - words.len();
    // Most begin with a letter, which no sign does.
    if words.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    ["--", "<-", "->", "==", "|", "/", "\\"].iter().any(|sign| words.starts_with(sign))
        || gap >= 3 && words.starts_with('(') && !begins_with_first(words)
}

/// Whether a text begins with the first label of a list: "(i)" behind "(b)".
fn begins_with_first(text: &str) -> bool {
    label_at(text).is_some_and(|mark| readings(&mark.key).iter().any(begins_list))
}

/// "(303) 555-0123": an area code.
pub(super) fn is_telephone(mark: &Mark, rest: &str) -> bool {
    let digits = |part: Option<&[u8]>| part.is_some_and(|p| p.iter().all(u8::is_ascii_digit));
    let number = || {
        let number = inked(rest).as_bytes();
        digits(number.get(..3)) && matches!(number.get(3), Some(b'-' | b'.' | b' ')) && digits(number.get(4..8))
    };
    mark.key.len() == 3 && digits(Some(mark.key.as_bytes())) && number()
}

/// "25.01 – 35.00": a row of a table.
pub(super) fn is_range(rest: &str) -> bool {
    let to = rest.trim_start().strip_prefix(['–', '-']);
    to.is_some_and(|to| to.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// "or 10.2.3", "and 4": what follows the first of several numbers that are cited.
pub(super) fn goes_on_as_list(rest: &str) -> bool {
    let next = ["or ", "and ", "to ", "through "].iter().find_map(|link| rest.strip_prefix(link));
    next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
}

/// "26 Apr 1984", "5 July 1946" on a row of its own: a day, no section.
pub(super) fn is_day(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let month = words.next().is_some_and(is_month);
    let year = words.next().is_some_and(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    month && year && words.next().is_none_or(|word| word.starts_with('('))
}

/// "S. 13", "am. No. 94": a word cut short before a number, no label.
pub(super) fn is_short_word(mark: &Mark, rest: &str) -> bool {
    let rest = rest.trim_start();
    let unlike = matches!(mark.key.as_bytes(), [a @ b'a'..=b'z', b @ b'a'..=b'z'] if a != b);
    mark.key == "S" && rest.starts_with(|c: char| c.is_ascii_digit()) || unlike && rest.starts_with("No. ")
}

/// "(c) 2004 by the authors", "(C) Copyright", "(c) The Authors, 1999": the sign of copyright, where no (c) is due.
pub(super) fn is_copyright(mark: &Mark, rest: &str) -> bool {
    let rest = rest.trim();
    let last = rest.trim_end_matches('.').rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    let ends_in_year = || rest.len() <= 80 && rest.starts_with(char::is_uppercase) && last.len() == 4;
    // "(C) Internet Society 1996.  Reproduction …"
    let names_year = || {
        let owner = rest.split(". ").next().unwrap_or("");
        mark.key == "C" && owner.len() <= 60 && owner.rsplit(' ').next().is_some_and(begins_year)
    };
    let reserved = || {
        mark.key == "C"
            && rest.trim_start_matches(['.', ' ']).get(..11).is_some_and(|w| w.eq_ignore_ascii_case("all rights "))
    };
    mark.form == Form::Paren
        && mark.key.eq_ignore_ascii_case("c")
        && (begins_year(rest)
            || reserved()
            || ends_in_year() && begins_year(last)
            || names_year()
            || rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("copyright")))
}

fn begins_year(text: &str) -> bool {
    let head = text.as_bytes().get(..4);
    head.is_some_and(|h| matches!(h[0], b'1' | b'2') && h.iter().all(u8::is_ascii_digit))
}
