//! Family NL4: wording.

mod article_before_vowel;
mod doubled_punctuation;
mod doubled_word;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[&doubled_word::RULE, &doubled_punctuation::RULE, &article_before_vowel::RULE];
