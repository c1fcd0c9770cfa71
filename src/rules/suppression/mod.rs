//! Family NL9: ignores. The engine reports these itself.

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[];
