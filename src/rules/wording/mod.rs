//! Family NL4: wording.

mod and_or;
mod archaic_word;
pub(in crate::rules) mod article_before_vowel;
mod broken_phrase;
mod common;
pub(in crate::rules) mod double_negative;
mod doubled_punctuation;
mod doubled_word;
mod lead_in_punctuation;
mod long_sentence;
pub(in crate::rules) mod misspelling;
mod party_name_drift;
mod redundant_pair;
pub(super) mod spelling_drift;
mod stray_full_stop;
mod unclear_pronoun;
mod vague_term;

use super::Rule;

pub use spelling_drift::Spelled;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &doubled_word::RULE,
    &doubled_punctuation::RULE,
    &article_before_vowel::RULE,
    &vague_term::RULE,
    &and_or::RULE,
    &archaic_word::RULE,
    &double_negative::RULE,
    &redundant_pair::RULE,
    &long_sentence::RULE,
    &party_name_drift::RULE,
    &spelling_drift::RULE,
    &unclear_pronoun::RULE,
    &stray_full_stop::RULE,
    &lead_in_punctuation::RULE,
    &broken_phrase::RULE,
    &misspelling::RULE,
];
