//! `ignore-without-reason`: an ignore that does not say why.

use crate::rules::{Check, Level, Rule};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL903",
    name: "ignore-without-reason",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/suppression/ignore_without_reason.md"),
    checks: &[Check::Engine],
};
