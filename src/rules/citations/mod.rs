//! Rules of family NL2.

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[];
