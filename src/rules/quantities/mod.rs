//! Family NL5: quantities and dates.

mod dates;
mod impossible_date;
mod weekday_mismatch;
mod words_against_figure;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&words_against_figure::RULE, &impossible_date::RULE, &weekday_mismatch::RULE];
