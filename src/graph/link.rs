//! Which documents have to do with one another, settled from a few names of each.

use std::borrow::Borrow;

use rustc_hash::FxHashMap;

use super::corpus::{Corpus, Entry};
use super::frames::{Frame, Meeting, frames, meetings};
use super::names::{is_bare, name_hash, names_of};
use crate::document::ProvisionId;
use crate::norms::Norm;
use crate::references::{Addresses, Resolution, Scope, Target, TargetRole};
use crate::text::word_of;

/// What other documents need to know of one to tell whether they are linked: small, and kept when its text is let go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// Hashes of the names it goes by: its title, its file's name, names that the project gives it.
    pub names: Vec<u64>,
    /// Hashes of the names by which it cites other instruments.
    pub cites: Vec<u64>,
    /// The same with the hash of each label cited there.
    pub addresses: Vec<(u64, u64)>,
    /// Hashes of its units' labels, whatever their level.
    pub labels: Vec<u64>,
    /// Its norms in short; none where it names no other instrument.
    pub frames: Vec<Frame>,
    /// It says which of two instruments prevails.
    pub ranks: bool,
}

impl Exports {
    /// Reads them from a document. `instruments` are the project's names for files: (name, path's end).
    #[must_use]
    pub fn of(entry: &Entry, instruments: &[(String, String)]) -> Self {
        let text: &str = &entry.source.text;
        let names = names_of(entry, instruments);
        let (mut cites, mut addresses) = (Vec::new(), Vec::new());
        // One text is mostly cited several times in a row.
        let mut last: Option<(&str, u64)> = None;
        for reference in &entry.analysis.references {
            let Scope::External { name } = &reference.scope else { continue };
            let name = name.of(text);
            let hash = last.filter(|l| l.0 == name).map_or_else(|| name_hash(name), |l| l.1);
            last = Some((name, hash));
            cites.push(hash);
            let labels = reference.targets.iter().flat_map(Target::labels);
            addresses.extend(labels.map(|l| (hash, word_of(l))));
        }
        cites.sort_unstable();
        cites.dedup();
        addresses.sort_unstable();
        addresses.dedup();
        // Labels of one letter or figure are most of them, and few.
        let (mut labels, mut single) = (Vec::new(), 0_u128);
        let mut add = |key: &str| {
            let before = single;
            if let [byte @ ..0x80] = *key.as_bytes() {
                single |= 1 << byte;
                if single == before {
                    return;
                }
            }
            labels.push(word_of(key));
        };
        for unit in &entry.analysis.document.provisions {
            unit.label.iter().for_each(|label| add(&label.key));
            unit.margin.iter().for_each(|label| add(&label.key));
        }
        labels.sort_unstable();
        labels.dedup();
        let frames = if cites.is_empty() { Vec::new() } else { frames(entry) };
        let ranks = entry.analysis.norms.iter().any(Norm::ranks);
        Self { names, cites, addresses, labels, frames, ranks }
    }
}

/// For each document, whether rules must look at it together with others: it cites by name a unit of another document
/// that has no such label, or is so cited, or its norms meet those of another. What is whole is not read a second time.
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
        for (name, label) in &export.borrow().addresses {
            let lacks =
                |other: &usize| exports.get(*other).is_some_and(|e| e.borrow().labels.binary_search(label).is_err());
            for &other in holders.get(name).into_iter().flatten().filter(|&&other| other != i).filter(|o| lacks(o)) {
                if let Some(on) = linked.get_mut(other) {
                    *on = true;
                }
                if let Some(on) = linked.get_mut(i) {
                    *on = true;
                }
            }
        }
    }
    for document in meetings_of(exports).iter().flat_map(|m| [m.strong.0, m.weak.0]) {
        if let Some(on) = linked.get_mut(document) {
            *on = true;
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

/// Where norms of two documents of which one names the other meet.
#[must_use]
pub fn meetings_of<E: Borrow<Exports>>(exports: &[E]) -> Vec<Meeting> {
    let docs: Vec<&[Frame]> = exports.iter().map(|e| &*e.borrow().frames).collect();
    if docs.iter().filter(|f| !f.is_empty()).count() < 2 {
        return Vec::new();
    }
    let names = |a: usize, b: usize| match (exports.get(a), exports.get(b)) {
        (Some(a), Some(b)) => cites(a.borrow(), b.borrow()),
        _ => false,
    };
    meetings(&docs, |a, b| names(a, b) || names(b, a))
}

/// Of which documents the rules look at the norms: of those whose norms meet, and, where any do, of those that say which
/// instrument prevails.
#[must_use]
pub fn with_norms<E: Borrow<Exports>>(exports: &[E]) -> Vec<bool> {
    let meetings = meetings_of(exports);
    let mut with: Vec<bool> = exports.iter().map(|e| !meetings.is_empty() && e.borrow().ranks).collect();
    for document in meetings.iter().flat_map(|m| [m.strong.0, m.weak.0]) {
        if let Some(on) = with.get_mut(document) {
            *on = true;
        }
    }
    with
}

/// What a citation of another document among those at hand leads to.
#[derive(Clone, Debug)]
pub struct Link {
    /// Index of the citing document.
    pub from: u32,
    /// Index of the citation among that document's references.
    pub reference: u32,
    /// Index of the cited document.
    pub to: u32,
    /// For each target of the citation: what it leads to there, and the innermost unit found on the way.
    pub targets: Vec<(Resolution, ProvisionId)>,
    /// The name fits that document alone and says more than "the Convention".
    pub sure: bool,
}

/// Resolves the citations that documents make of one another. A name that two documents go by leads nowhere.
#[must_use]
pub fn links(corpus: &Corpus, instruments: &[(String, String)]) -> Vec<Link> {
    let mut holders: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    for (i, entry) in corpus.entries.iter().enumerate() {
        for name in names_of(entry, instruments) {
            holders.entry(name).and_modify(|h| *h = None).or_insert(Some(i));
        }
    }
    let mut addresses: FxHashMap<usize, Addresses<'_>> = FxHashMap::default();
    let mut out = Vec::new();
    for (i, entry) in corpus.entries.iter().enumerate() {
        let text: &str = &entry.source.text;
        for (r, reference) in entry.analysis.references.iter().enumerate() {
            let Scope::External { name } = &reference.scope else { continue };
            let name = name.of(text);
            let Some(&Some(to)) = holders.get(&name_hash(name)) else { continue };
            let Some(other) = corpus.entries.get(to) else { continue };
            let index = addresses.entry(to).or_insert_with(|| Addresses::new(&other.analysis.document));
            let margin = reference.unit.is_some_and(|u| u.of(text).starts_with(['N', 'n']));
            let targets = reference.targets.iter().map(|t| index.find(t.labels(), margin)).collect();
            let sure = !is_bare(name) || instruments.iter().any(|(n, _)| name_hash(n) == name_hash(name));
            out.push(Link { from: i as u32, reference: r as u32, to: to as u32, targets, sure });
        }
    }
    out
}

impl Link {
    /// What the citation points to, holders left out: role, resolution and the innermost unit found.
    pub fn members<'a>(
        &'a self,
        corpus: &'a Corpus,
    ) -> impl Iterator<Item = (usize, &'a Resolution, ProvisionId)> + 'a {
        let entry = corpus.entries.get(self.from as usize);
        let reference = entry.and_then(|e| e.analysis.references.get(self.reference as usize));
        let targets = reference.map_or(&[][..], |r| &r.targets);
        self.targets
            .iter()
            .zip(targets)
            .enumerate()
            .filter(|(_, (_, t))| t.role != TargetRole::Holder)
            .map(|(i, ((resolution, within), _))| (i, resolution, *within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_of_what_is_not_there_links_both_ends() {
        let doc = |names: &[&str], cites: &[(&str, &str)], labels: &[&str]| Exports {
            names: names.iter().map(|n| name_hash(n)).collect(),
            cites: cites.iter().map(|(n, _)| name_hash(n)).collect(),
            addresses: cites.iter().map(|(n, l)| (name_hash(n), word_of(l))).collect(),
            labels: labels.iter().map(|l| word_of(l)).collect(),
            frames: Vec::new(),
            ranks: false,
        };
        let citing = |label| doc(&["A"], &[("the CONVENTION", label)], &[]);
        let others = [doc(&["Convention"], &[], &["5"]), doc(&["B"], &[("B", "1"), ("C", "1")], &[])];
        let all = |label| [others[0].clone(), citing(label), others[1].clone()];
        assert_eq!(linked(&all("6")), [true, true, false]);
        assert_eq!(linked(&all("5")), [false, false, false]);
    }
}
