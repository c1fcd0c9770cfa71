//! Family NL0: structure.

mod contents_mismatch;
mod duplicate_label;
mod empty_provision;
mod ends;
mod item_end_punctuation;
mod kept;
mod label_out_of_order;
mod list_conjunction;
mod lone_item;
mod mixed_label_style;
mod mixed_list_grammar;
mod ordinal;
mod orphan_lead_in;
mod siblings;
mod skipped_label;
mod skipped_level;
mod unbalanced_bracket;
mod unreferenced_annex;

use super::Rule;
pub(super) use ends::Ends;
pub use kept::{UnitFacts, facts, know, outer_units, stretches};
pub use siblings::leads_in;
pub(super) use siblings::{Rows, has_inline};
pub use skipped_label::seen_above;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &duplicate_label::RULE,
    &skipped_label::RULE,
    &label_out_of_order::RULE,
    &lone_item::RULE,
    &empty_provision::RULE,
    &mixed_label_style::RULE,
    &skipped_level::RULE,
    &item_end_punctuation::RULE,
    &list_conjunction::RULE,
    &unbalanced_bracket::RULE,
    &contents_mismatch::RULE,
    &orphan_lead_in::RULE,
    &mixed_list_grammar::RULE,
    &unreferenced_annex::RULE,
];
