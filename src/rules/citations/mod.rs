//! Rules of family NL2: citations of provisions and instruments.

mod address;
mod ambiguous_reference;
mod anchors;
mod around;
mod citation_drift;
mod dangling_elsewhere;
mod dangling_reference;
mod dead_target;
mod double_override;
pub(in crate::rules) mod facets;
mod heading_echo;
mod misquotation;
mod mutual_subjection;
mod reference_cycle;
mod relative_reference;
mod reversed_range;
mod self_reference;
mod status_mismatch;
pub(in crate::rules) mod vague_reference;
mod wrong_unit_word;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &dangling_reference::RULE,
    &wrong_unit_word::RULE,
    &self_reference::RULE,
    &reference_cycle::RULE,
    &vague_reference::RULE,
    &relative_reference::RULE,
    &reversed_range::RULE,
    &mutual_subjection::RULE,
    &double_override::RULE,
    &status_mismatch::RULE,
    &citation_drift::RULE,
    &dead_target::RULE,
    &misquotation::RULE,
    &heading_echo::RULE,
    &ambiguous_reference::RULE,
    &dangling_elsewhere::RULE,
];
