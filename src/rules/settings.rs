//! What a project can set for its rules.

use rustc_hash::FxHashMap;

/// Value of a rule's option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A word.
    Text(String),
    /// A list of words.
    List(Vec<String>),
}

/// A project's own words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// Names of instruments and the file that holds each: ("the Convention", "convention.txt").
    pub instruments: Vec<(String, String)>,
    /// Abbreviations that need no expansion.
    pub abbreviations: Vec<String>,
    /// Classes of instruments that bind nobody ("ITU-T Recommendations").
    pub non_binding: Vec<String>,
}

/// Options of all rules, and the vocabulary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The project's own words.
    pub vocabulary: Vocabulary,
    /// (rule name, option name) → value.
    pub options: FxHashMap<(String, String), OptionValue>,
}

impl Settings {
    fn option(&self, rule: &str, key: &str) -> Option<&OptionValue> {
        if self.options.is_empty() {
            return None;
        }
        self.options.get(&(rule.to_owned(), key.to_owned()))
    }

    /// A number option, or the default.
    #[must_use]
    pub fn number(&self, rule: &str, key: &str, default: i64) -> i64 {
        match self.option(rule, key) {
            Some(OptionValue::Number(n)) => *n,
            _ => default,
        }
    }

    /// A yes-or-no option, or the default.
    #[must_use]
    pub fn flag(&self, rule: &str, key: &str, default: bool) -> bool {
        match self.option(rule, key) {
            Some(OptionValue::Flag(f)) => *f,
            _ => default,
        }
    }

    /// A list option; empty where not set.
    #[must_use]
    pub fn list(&self, rule: &str, key: &str) -> &[String] {
        match self.option(rule, key) {
            Some(OptionValue::List(l)) => l,
            _ => &[],
        }
    }
}
