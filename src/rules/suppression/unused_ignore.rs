//! `unused-ignore`: an ignore that met nothing.

use crate::rules::{Check, Level, Rule};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL901",
    name: "unused-ignore",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/suppression/unused_ignore.md"),
    checks: &[Check::Engine],
};
