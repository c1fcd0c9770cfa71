//! The months by name.

use super::words::{WordHash, word};

/// Names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names of the months and what they are cut to, each with its number; in a text they begin with a capital.
pub const MONTH_WORDS: [(WordHash, u8); 24] = [
    (word("january"), 1),
    (word("february"), 2),
    (word("march"), 3),
    (word("april"), 4),
    (word("may"), 5),
    (word("june"), 6),
    (word("july"), 7),
    (word("august"), 8),
    (word("september"), 9),
    (word("october"), 10),
    (word("november"), 11),
    (word("december"), 12),
    (word("jan"), 1),
    (word("feb"), 2),
    (word("mar"), 3),
    (word("apr"), 4),
    (word("jun"), 6),
    (word("jul"), 7),
    (word("aug"), 8),
    (word("sep"), 9),
    (word("sept"), 9),
    (word("oct"), 10),
    (word("nov"), 11),
    (word("dec"), 12),
];

/// Whether a word names a month, whole or cut short: "August", "Aug.", "Sept".
#[must_use]
pub fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.len() >= 3 && MONTHS.iter().any(|m| m.starts_with(word)) || word == "Sept"
}
