//! Which documents have to do with one another, settled from a few names of each.

use std::borrow::Borrow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::corpus::{Corpus, Entry};
use super::frames::{Frame, Meeting, frames, meetings};
use super::gaps::{Address, Labels, add_addresses, is_looked_up};
use super::names::{is_bare, name_hash, names_of};
use crate::document::ProvisionId;
use crate::norms::Norm;
use crate::references::{Addresses, Resolution, Scope, TargetRole};

/// What other documents need to know of one to tell whether they are linked: small, and kept when its text is let go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// Hashes of the names it goes by: its title, its file's name, names that the project gives it.
    pub names: Vec<u64>,
    /// Hashes of the names by which it cites other instruments.
    pub cites: Vec<u64>,
    /// The units that it cites there and that may turn out not to be there.
    addresses: Vec<Address>,
    /// Its units' labels.
    pub labels: Labels,
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
        // One text is mostly cited many times.
        let mut known: FxHashMap<&str, (u64, bool)> = FxHashMap::default();
        for reference in &entry.analysis.references {
            let Scope::External { name } = &reference.scope else { continue };
            let name = name.of(text);
            let (hash, sure) = *known.entry(name).or_insert_with(|| (name_hash(name), is_sure(name, instruments)));
            cites.push(hash);
            if sure && !reference.targets.is_empty() && is_looked_up(entry, reference) {
                add_addresses(hash, reference.unit.map(|u| u.of(text)), reference, &mut addresses);
            }
        }
        cites.sort_unstable();
        cites.dedup();
        addresses.sort_unstable();
        addresses.dedup();
        let labels = Labels::of(&entry.analysis.document);
        let frames = if cites.is_empty() { Vec::new() } else { frames(entry) };
        let ranks = entry.analysis.norms.iter().any(Norm::ranks);
        Self { names, cites, addresses, labels, frames, ranks }
    }
}

/// Names that more than one document of a run goes by, and so lead nowhere.
#[derive(Clone, Debug, Default)]
pub struct SharedNames(FxHashSet<u64>);

/// For each document, whether rules must look at it together with others: it cites by name a unit of another document
/// that may have none of that label, or is so cited, or its norms meet those of another. What is whole is not read a second
/// time. Also the names that lead nowhere, which the documents that are left may not show.
#[must_use]
pub fn linked<E: Borrow<Exports>>(exports: &[E]) -> (Vec<bool>, SharedNames) {
    let mut holders: FxHashMap<u64, usize> = FxHashMap::default();
    let mut shared = SharedNames::default();
    for (i, export) in exports.iter().enumerate() {
        for &name in &export.borrow().names {
            if *holders.entry(name).or_insert(i) != i {
                shared.0.insert(name);
            }
        }
    }
    let mut linked = vec![false; exports.len()];
    for (i, export) in exports.iter().enumerate() {
        for address in &export.borrow().addresses {
            let Some(&other) = holders.get(&address.name).filter(|_| !shared.0.contains(&address.name)) else {
                continue;
            };
            if other != i && exports.get(other).is_some_and(|e| e.borrow().labels.may_lack(address)) {
                for at in [other, i] {
                    if let Some(on) = linked.get_mut(at) {
                        *on = true;
                    }
                }
            }
        }
    }
    for document in meetings_of(exports).iter().flat_map(|m| [m.strong.0, m.weak.0]) {
        if let Some(on) = linked.get_mut(document) {
            *on = true;
        }
    }
    (linked, shared)
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

/// Resolves the citations that documents make of one another. A name that two documents go by leads nowhere, nor does one
/// that documents left out go by beside one of these.
#[must_use]
pub fn links(corpus: &Corpus, shared: &SharedNames, instruments: &[(String, String)]) -> Vec<Link> {
    let mut holders: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    for (i, entry) in corpus.entries.iter().enumerate() {
        for name in names_of(entry, instruments).into_iter().filter(|name| !shared.0.contains(name)) {
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
            let sure = is_sure(name, instruments);
            out.push(Link { from: i as u32, reference: r as u32, to: to as u32, targets, sure });
        }
    }
    out
}

/// Whether a name says more than "the Convention", or the project says whose it is.
fn is_sure(name: &str, instruments: &[(String, String)]) -> bool {
    !is_bare(name) || instruments.iter().any(|(n, _)| name_hash(n) == name_hash(name))
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
    use crate::graph::Analysis;
    use crate::source::Source;

    fn shown(name: &str, text: &str) -> Exports {
        let source = Source::new(name, text);
        let analysis = Analysis::of(&source, None);
        Exports::of(&Entry { source, analysis }, &[])
    }

    const ACT: &str = "Signal Station Act\n\n\u{a7} 1. Scope\nThis Act applies to stations.\n\u{a7} 2. Duties\nA station \
                       shall:\n(a) keep records;\n(b) show them.\n\u{a7} 3. Records\nRecords are open.\n";

    /// The documents that are linked: the act, one beside it, and regulations that cite the act so.
    fn of(citing: &str, beside: &str) -> Vec<bool> {
        let rules =
            format!("Regulations on Records\n\n\u{a7} 1. Records\nRecords under {citing} are kept for a year.\n");
        let all = [("act.txt", ACT), ("beside.txt", beside), ("regulations.txt", &rules)].map(|(n, t)| shown(n, t));
        linked(&all).0
    }

    #[test]
    fn a_citation_of_what_may_not_be_there_links_both_ends() {
        let beside = "Small Boats Act\n\n\u{a7} 1. Scope\nThis Act applies to boats.\n";
        for citing in ["section 4", "section 2(c)", "sections 2 and 6"] {
            assert_eq!(of(&format!("{citing} of the Signal Station Act"), beside), [true, false, true], "{citing}");
        }
        for citing in
            ["section 2", "section 2(b)", "section 3(a)", "section 4A", "section 400", "article 4", "former section 4"]
        {
            assert_eq!(of(&format!("{citing} of the Signal Station Act"), beside), [false; 3], "{citing}");
        }
    }

    #[test]
    fn a_name_of_two_documents_leads_nowhere() {
        assert_eq!(of("section 4 of the Signal Station Act", ACT), [false; 3]);
    }
}
