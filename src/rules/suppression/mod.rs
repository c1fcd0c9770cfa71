//! Family NL9: ignores. The engine reports these itself, as only it knows what an ignore met.

mod ignore_without_reason;
mod unknown_rule_in_ignore;
mod unused_ignore;

use super::Rule;

pub use ignore_without_reason::RULE as NO_REASON;
pub use unknown_rule_in_ignore::RULE as UNKNOWN_RULE;
pub use unused_ignore::RULE as UNUSED_IGNORE;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&UNUSED_IGNORE, &UNKNOWN_RULE, &NO_REASON];
