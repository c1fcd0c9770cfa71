//! Family NL1: definitions, abbreviations and names.

mod abbreviation_clash;
mod capitals;
mod circular_definition;
mod compare;
mod conflicting_definition;
mod definition_order;
mod duplicate_definition;
mod misplaced_definition;
mod name_variant;
mod norm_in_definition;
mod redefinition_by_use;
mod term_case_drift;
mod term_used_once;
mod undefined_abbreviation;
mod undefined_term;
mod unused_definition;

pub(super) use capitals::Capitals;
pub(super) use compare::Pair;

use super::Rule;
use crate::definitions::Definition;

/// Whether a rule looks at every use of every term.
#[must_use]
pub fn asks_for_every_use(rule: &Rule) -> bool {
    rule.code == term_used_once::RULE.code
}

/// Whether some rule looks at every use of the term of a definition.
#[must_use]
pub fn asks_for_uses_of(text: &str, definition: &Definition) -> bool {
    term_case_drift::judged(text, definition)
}

/// The family's rules, in the order in which they run.
pub const RULES: &[&Rule] = &[
    // Those that ask for words with capitals stand together, so that these are let go of before the uses of terms are found.
    &undefined_term::RULE,
    &name_variant::RULE,
    &undefined_abbreviation::RULE,
    &unused_definition::RULE,
    &duplicate_definition::RULE,
    &conflicting_definition::RULE,
    &circular_definition::RULE,
    &term_case_drift::RULE,
    &norm_in_definition::RULE,
    &abbreviation_clash::RULE,
    &definition_order::RULE,
    &redefinition_by_use::RULE,
    &misplaced_definition::RULE,
    &term_used_once::RULE,
];
