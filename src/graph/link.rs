//! Which documents have to do with one another, settled from a few names of each.

use std::borrow::Borrow;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::corpus::Entry;
use crate::references::Scope;
use crate::text::word_of;

/// What other documents need to know of one to tell whether they are linked: small, and kept when its text is let go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// Hashes of the names it goes by: its title, its file's name, names that the project gives it.
    pub names: Vec<u64>,
    /// Hashes of the names by which it cites other instruments.
    pub cites: Vec<u64>,
}

impl Exports {
    /// Reads them from a document. `instruments` are the project's names for files: (name, path's end).
    #[must_use]
    pub fn of(entry: &Entry, instruments: &[(String, String)]) -> Self {
        let text: &str = &entry.source.text;
        let mut names = Vec::new();
        names.extend(entry.analysis.document.title.map(|title| name_hash(title.of(text))));
        if let Some(stem) = entry.source.path.file_stem().and_then(|s| s.to_str()) {
            names.push(name_hash(stem));
        }
        for (name, file) in instruments {
            if entry.source.path.ends_with(Path::new(file)) {
                names.push(name_hash(name));
            }
        }
        let mut cites: Vec<u64> = entry
            .analysis
            .references
            .iter()
            .filter_map(|r| match &r.scope {
                Scope::External { name } => Some(name_hash(name.of(text))),
                Scope::Internal => None,
            })
            .collect();
        cites.sort_unstable();
        cites.dedup();
        Self { names, cites }
    }
}

/// Hash of a name, in any case and spacing, marks and "the" left out.
fn name_hash(name: &str) -> u64 {
    let mut hash = 0u64;
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !word.eq_ignore_ascii_case("the") {
            hash = hash.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word_of(word);
        }
    }
    hash
}

/// For each document, whether it names another one or is named by one.
#[must_use]
pub fn linked<E: Borrow<Exports>>(exports: &[E]) -> Vec<bool> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (i, export) in exports.iter().enumerate() {
        for &name in &export.borrow().names {
            holders.entry(name).or_default().push(i);
        }
    }
    let mut linked = vec![false; exports.len()];
    for (i, export) in exports.iter().enumerate() {
        for holder in export.borrow().cites.iter().filter_map(|c| holders.get(c)) {
            for &other in holder.iter().filter(|&&other| other != i) {
                if let Some(on) = linked.get_mut(other) {
                    *on = true;
                }
                if let Some(on) = linked.get_mut(i) {
                    *on = true;
                }
            }
        }
    }
    linked
}

/// Whether a document goes by that name.
#[must_use]
pub fn goes_by(exports: &Exports, name: &str) -> bool {
    exports.names.contains(&name_hash(name))
}

/// Whether the one document names the other.
#[must_use]
pub fn cites(from: &Exports, to: &Exports) -> bool {
    to.names.iter().any(|name| from.cites.binary_search(name).is_ok())
}

/// The first of the documents that goes by that name.
#[must_use]
pub fn holder<'e>(exports: impl Iterator<Item = &'e Exports>, name: &str) -> Option<usize> {
    let hash = name_hash(name);
    exports.enumerate().find(|(_, e)| e.names.contains(&hash)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_links_both_ends() {
        let doc = |names: &[&str], cites: &[&str]| Exports {
            names: names.iter().map(|n| name_hash(n)).collect(),
            cites: cites.iter().map(|n| name_hash(n)).collect(),
        };
        let all = [doc(&["Convention"], &[]), doc(&["A"], &["the CONVENTION"]), doc(&["B"], &["B", "C"])];
        assert_eq!(linked(&all), [true, true, false]);
    }
}
