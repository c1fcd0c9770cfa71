//! What a run is to do, settled before any document is read.

use std::sync::Arc;

use super::ignores::Sidecar;
use crate::findings::Severity;
use crate::rules::{Level, Rule, Settings};
use crate::syntax::Profile;

/// What is to be done with the documents of one project.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Read every document by this profile instead of the one detected.
    pub profile: Option<Profile>,
    /// Codes, names or prefixes of the only rules to run, `all` for every one; empty for those on by default.
    pub select: Vec<String>,
    /// Codes, names or prefixes of rules not to run.
    pub ignore: Vec<String>,
    /// Levels set for rules, by code, name or prefix; a later one wins over an earlier one.
    pub levels: Vec<(String, Level)>,
    /// Options and vocabulary of the rules.
    pub settings: Arc<Settings>,
    /// Ignores kept beside the drafts instead of in them.
    pub sidecar: Arc<Sidecar>,
}

impl Plan {
    /// The severity at which a rule runs on documents of a profile; none where it does not run.
    #[must_use]
    pub fn severity(&self, rule: &Rule, profile: Profile) -> Option<Severity> {
        let named = |list: &[String]| list.iter().any(|s| rule.is_named(s));
        if named(&self.ignore) {
            return None;
        }
        let set = self.levels.iter().rev().find(|(s, _)| rule.is_named(s)).map(|(_, level)| *level);
        let selected = !self.select.is_empty() && named(&self.select);
        match set.unwrap_or_else(|| rule.level_in(profile)) {
            Level::On(severity) if self.select.is_empty() || selected => Some(severity),
            // Asked for by name: a rule that nobody turned off says what it finds.
            Level::Off if selected && set.is_none() => match rule.level {
                Level::On(severity) => Some(severity),
                Level::Off => Some(Severity::Note),
            },
            _ => None,
        }
    }
}
