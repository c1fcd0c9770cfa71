//! The names that a document goes by, and hashes of names.

use std::path::Path;

use super::corpus::Entry;
use crate::references::is_instrument_noun;
use crate::text::word_of;

/// Hash of a name, in any case and spacing, marks and "the" left out.
pub(super) fn name_hash(name: &str) -> u64 {
    let mut hash = 0u64;
    let mut add = |word: &str| {
        if !word.is_empty() && !word.eq_ignore_ascii_case("the") {
            // "International Telecommunication Regulations", "… Telecommunications …".
            let stem = word.strip_suffix(['s', 'S']).filter(|w| w.len() > 4).unwrap_or(word);
            hash = hash.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word_of(stem);
        }
    };
    if name.is_ascii() {
        name.split(|c: char| !c.is_ascii_alphanumeric()).for_each(&mut add);
    } else {
        name.split(|c: char| !c.is_alphanumeric()).for_each(&mut add);
    }
    hash
}

/// Names of a document: its title, its file's name, the noun that it begins with ("Convention" of "Convention of the
/// Union"), and what the project calls it.
pub(super) fn names_of(entry: &Entry, instruments: &[(String, String)]) -> Vec<u64> {
    let text: &str = &entry.source.text;
    let mut names = Vec::new();
    if let Some(title) = entry.analysis.document.title {
        let title = title.of(text).trim();
        names.push(name_hash(title));
        // "Radio Act, 1999", "Radio Act (Chapter 12)": the name without what follows it.
        names.extend(short_name(title).map(name_hash));
        names.extend(title.split_whitespace().next().filter(|w| begins_name(w)).map(name_hash));
    }
    if let Some(stem) = entry.source.path.file_stem().and_then(|s| s.to_str()) {
        names.push(name_hash(stem));
        let word = stem.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        if begins_name(word) {
            names.push(name_hash(word));
        }
    }
    for (name, file) in instruments {
        if entry.source.path.ends_with(Path::new(file)) {
            names.push(name_hash(name));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// A title without what follows the name: "Radio Act" of "Radio Act, 1999" and of "Radio Act (Chapter 12)". None where the
/// name goes on behind a bracket: "Radio Act (Subsection 4(1)) Exemption Order" is no Radio Act.
fn short_name(title: &str) -> Option<&str> {
    let Some(cut) = title.find([',', '(', '\n']) else { return Some(title) };
    let (name, rest) = title.split_at(cut);
    let mut depth = 0_usize;
    let behind = rest.starts_with('(').then(|| {
        rest.trim_start_matches(|c| {
            depth += usize::from(c == '(');
            let inside = depth > 0;
            depth = depth.saturating_sub(usize::from(c == ')'));
            inside
        })
    });
    let goes_on = behind.is_some_and(|behind| behind.trim_start_matches(' ').starts_with(char::is_alphabetic));
    (!goes_on).then_some(name)
}

/// Whether a word is a noun of instruments, in any case.
fn begins_name(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    let mut capital: String = first.to_uppercase().collect();
    capital.extend(chars.flat_map(char::to_lowercase));
    is_instrument_noun(&capital)
}

/// Whether a name is a bare noun with its article, "the Convention", and so may be said of many instruments.
pub(super) fn is_bare(name: &str) -> bool {
    let mut words = name.split_whitespace().filter(|w| !w.eq_ignore_ascii_case("the"));
    let first = words.next();
    words.next().is_none() && first.is_some_and(begins_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_in_any_dress() {
        assert_eq!(name_hash("the Clean Air Act"), name_hash("CLEAN AIR\n  ACT"));
        assert_ne!(name_hash("Clean Air Act"), name_hash("Air Clean Act"));
        assert!(is_bare("the Convention"));
        assert!(!is_bare("Vienna Convention"));
    }

    #[test]
    fn an_order_under_an_act_does_not_go_by_its_name() {
        assert_eq!(short_name("Radio Act, 1999"), Some("Radio Act"));
        assert_eq!(short_name("Radio Act (Chapter 12)"), Some("Radio Act "));
        assert_eq!(short_name("Radio Act (Chapter 12), as amended"), Some("Radio Act "));
        assert_eq!(short_name("Radio Act (Subsection 4(1)) Exemption Order (Safety), No. 2007–1"), None);
    }
}
