//! Family NL4: wording.

mod doubled_word;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&doubled_word::RULE];
