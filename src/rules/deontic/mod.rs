//! Family NL3: norms.

mod right_duty_tension;
mod shared;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&right_duty_tension::RULE];
