//! Rules of family NL2: citations of provisions and instruments.

mod address;
mod dangling_reference;
mod double_override;
mod misquotation;
mod reversed_range;
mod status_mismatch;
mod wrong_unit_word;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &dangling_reference::RULE,
    &wrong_unit_word::RULE,
    &reversed_range::RULE,
    &double_override::RULE,
    &status_mismatch::RULE,
    &misquotation::RULE,
];
