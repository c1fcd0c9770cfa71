//! The rules: one file, one page, one line in a family's list each.

mod along;
mod context;
mod rule;
mod settings;
mod sought;
mod traits;

pub mod citations;
pub mod conventions;
pub mod deontic;
pub mod quantities;
pub mod residue;
pub mod structure;
pub mod suppression;
pub mod terms;
pub mod wording;
pub mod words;

pub use context::{BlockCx, CorpusCx, DocumentCx, Memo, Sink};
pub use rule::{Check, Family, Level, OptionKind, Part, Rule, RuleOption};
pub use settings::{OptionValue, Settings, Vocabulary};
pub use sought::words_seen;
pub use traits::{Hinting, Traits};

/// Every rule, family by family, in the order of their codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        structure::RULES,
        terms::RULES,
        citations::RULES,
        deontic::RULES,
        wording::RULES,
        quantities::RULES,
        conventions::RULES,
        residue::RULES,
        suppression::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of that code or name.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name == code_or_name)
}

/// The rule whose name or code is most like a word that names none; none where nothing is near.
#[must_use]
pub fn nearest(word: &str) -> Option<&'static Rule> {
    let distance = |r: &Rule| {
        let code = strsim::damerau_levenshtein(&r.code.to_lowercase(), &word.to_lowercase());
        strsim::damerau_levenshtein(r.name, word).min(code + usize::from(code > 1) * 9)
    };
    all().map(|r| (distance(r), r)).min_by_key(|(d, _)| *d).filter(|(d, _)| *d <= word.len() / 3 + 1).map(|(_, r)| r)
}
