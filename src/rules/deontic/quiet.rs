//! What an editor knows of pairs of norms from an earlier state of a document.

use crate::document::Document;
use crate::graph::Entry;
use crate::norms::Norm;
use crate::references::Scope;
use crate::rules::Memo;

/// Norms of which it is known, from an earlier state of the document, that no rule tells anything of their pairs with later
/// norms.
///
/// What a rule says of a pair hangs on the two norms with their sentences, on the units that they stand in, on what they
/// cite, and on what stands right beside their words. Where all that is as it was, nothing is to be told where nothing was.
#[derive(Debug, Default)]
pub struct Quiet(Vec<bool>);

impl Quiet {
    /// The norms of an earlier state that were quiet, where they stand now; `origins` says which norm of that state each
    /// norm was taken over from.
    #[must_use]
    pub fn follow(&self, past: &Entry, entry: &Entry, origins: &[u32]) -> Self {
        let (old, new) = (&past.analysis, &entry.analysis);
        if self.0.is_empty() || !same_units(&old.document, &new.document) {
            return Self::default();
        }
        let same = |(n, &origin): (&Norm, &u32)| {
            let was = old.norms.get(origin as usize)?;
            let as_it_was = was.provision == n.provision
                && cites(past, was).eq(cites(entry, n))
                && beside(past, was) == beside(entry, n);
            as_it_was.then_some(origin)
        };
        let same: Vec<Option<u32>> = new.norms.iter().zip(origins).map(same).collect();
        let quiet = |(n, same_as): (&Norm, &Option<u32>)| {
            let Some(was) = same_as.and_then(|at| self.holds(at).then(|| old.norms.get(at as usize)).flatten()) else {
                return false;
            };
            let twin = |at: &u32| same.get(*at as usize).copied().flatten();
            n.twins.len() == was.twins.len() && n.twins.iter().zip(&was.twins).all(|(a, b)| twin(a) == Some(*b))
        };
        Self(new.norms.iter().zip(&same).map(quiet).collect())
    }

    /// The norms that are quiet now, after all rules have looked at their pairs.
    #[must_use]
    pub fn after(memo: &Memo, norms: usize) -> Self {
        if memo.contract.get() == Some(&true) {
            return Self::default();
        }
        Self((0..norms as u32).map(|at| !memo.told.of(at)).collect())
    }

    pub(super) fn holds(&self, norm: u32) -> bool {
        self.0.get(norm as usize).copied().unwrap_or(false)
    }
}

/// Whether the units of two documents are the same but for their words.
fn same_units(old: &Document, new: &Document) -> bool {
    old.profile == new.profile
        && old.provisions.len() == new.provisions.len()
        && old.provisions.iter().zip(&new.provisions).all(|(a, b)| {
            let key = |p: &crate::document::Provision| p.label.as_ref().map(|l| l.key.clone());
            (a.kind, a.parent, a.heading.is_some()) == (b.kind, b.parent, b.heading.is_some()) && key(a) == key(b)
        })
}

/// What a norm cites: of each citation its first path, where it stays in the text.
fn cites<'a>(entry: &'a Entry, n: &Norm) -> impl Iterator<Item = impl PartialEq + use<'a>> + use<'a> {
    let all = &entry.analysis.references;
    let own = all.get(n.references.0 as usize..n.references.1 as usize).unwrap_or_default();
    own.iter().map(|r| (matches!(r.scope, Scope::Internal), r.targets.first().map(|t| &t.path)))
}

/// What stands beside a norm as far as rules look: the next letter or mark behind it, and whether its unit has words before
/// its sentence.
fn beside(entry: &Entry, n: &Norm) -> (Option<char>, bool) {
    let text: &str = &entry.source.text;
    let unit = entry.analysis.document.get(n.provision);
    let from = unit.label.as_ref().map_or(unit.span.start, |l| l.span.end);
    let opening = text.get(from as usize..n.sentence.start.max(from) as usize).unwrap_or("");
    let behind = text.get(n.span.end as usize..).unwrap_or("");
    (behind.trim_start().chars().next(), opening.trim_start().is_empty())
}
