//! `unknown-rule-in-ignore`: an ignore that names no rule there is.

use crate::rules::{Check, Level, Rule};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL902",
    name: "unknown-rule-in-ignore",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/suppression/unknown_rule_in_ignore.md"),
    checks: &[Check::Engine],
};
