//! Family NL3: norms.

mod across;
mod candidates;
mod choices;
pub(super) mod commencement_conflict;
mod deadline_conflict;
mod duty_or_option;
mod exclusivity_conflict;
pub(super) mod facets;
mod false_imperative;
mod forces;
mod hedged_duty;
mod keywords_uninterpreted;
mod may_not;
mod mixed_modals;
mod negation_scope;
mod nobodys_duty;
mod norm_conflict;
mod order_cycle;
mod out_of_scope_bearer;
mod pair;
mod phrase_drift;
mod quantity_conflict;
mod quiet;
mod restated;
mod right_duty_tension;
mod shared;
mod soft_modal;
mod strength_drift;
mod unsanctioned_duty;

use super::Rule;

pub(super) use candidates::{Candidate, Told};
pub(super) use facets::Facets;
pub use quiet::Quiet;
pub(super) use shared::{denials, firm, quote, same_words, unit_name};

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &norm_conflict::RULE,
    &right_duty_tension::RULE,
    &strength_drift::RULE,
    &deadline_conflict::RULE,
    &quantity_conflict::RULE,
    &nobodys_duty::RULE,
    &hedged_duty::RULE,
    &soft_modal::RULE,
    &mixed_modals::RULE,
    &may_not::RULE,
    &negation_scope::RULE,
    &false_imperative::RULE,
    &exclusivity_conflict::RULE,
    &out_of_scope_bearer::RULE,
    &order_cycle::RULE,
    &duty_or_option::RULE,
    &phrase_drift::RULE,
    &keywords_uninterpreted::RULE,
    &unsanctioned_duty::RULE,
    &commencement_conflict::RULE,
];
