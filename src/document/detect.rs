//! Which drafting tradition a text is of, judged by its labels and set phrases.

use super::rows::Row;
use crate::syntax::{Form, Profile, UnitWord, label_at, unit_name};

/// Rows looked at.
const SAMPLE: usize = 4000;

/// The profile that fits the text best.
pub fn profile(text: &str, rows: &[Row]) -> Profile {
    let mut sign = 0;
    let mut bare = 0;
    let mut articles = 0;
    let mut enacts = false;
    let mut bracketed = 0;
    for row in rows.iter().take(SAMPLE) {
        let line = row.of(text);
        if line.starts_with('§') || line.starts_with("[§") {
            sign += 1;
        }
        if line.starts_with('(') {
            bracketed += 1;
        }
        enacts |= line.contains("Senate and House of Commons of Canada, enact");
        if unit_name(line).is_some_and(|n| n.word == UnitWord::Article) {
            articles += 1;
        }
        if row.indent == 0
            && line.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && let Some(mark) = label_at(line)
            && matches!(mark.form, Form::Bare | Form::Decimal)
        {
            let rest = line.get(mark.len..).unwrap_or("").trim_start();
            bare += i32::from(rest.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '['));
        }
    }
    if enacts {
        return Profile::CaAct;
    }
    if sign > 0 && sign * 2 >= articles {
        return Profile::UsCode;
    }
    if bare > articles && (bracketed > 0 || bare >= 2) {
        return Profile::CaAct;
    }
    Profile::Generic
}
