//! Family NL0: structure.

mod duplicate_label;
mod empty_provision;
mod label_out_of_order;
mod lone_item;
mod mixed_label_style;
mod ordinal;
mod siblings;
mod skipped_label;
mod skipped_level;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &duplicate_label::RULE,
    &skipped_label::RULE,
    &label_out_of_order::RULE,
    &lone_item::RULE,
    &empty_provision::RULE,
    &mixed_label_style::RULE,
    &skipped_level::RULE,
];
