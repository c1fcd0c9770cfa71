//! Family NL6: conventions of an institution.

mod norm_in_preamble;
pub(in crate::rules) mod unknown_conference;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&unknown_conference::RULE, &norm_in_preamble::RULE];
