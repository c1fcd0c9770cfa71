//! Rules of family NL8.

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[];
