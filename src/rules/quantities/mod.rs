//! Family NL5: quantities and dates.

mod date_order;
pub(in crate::rules) mod dates;
mod impossible_date;
pub(in crate::rules) mod percentage_over_whole;
pub(in crate::rules) mod reversed_quantity;
pub(super) mod sum_mismatch;
pub(super) mod unit_drift;
mod weekday_mismatch;
mod words_against_figure;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &words_against_figure::RULE,
    &impossible_date::RULE,
    &date_order::RULE,
    &reversed_quantity::RULE,
    &sum_mismatch::RULE,
    &unit_drift::RULE,
    &percentage_over_whole::RULE,
    &weekday_mismatch::RULE,
];
