//! Citations that follow.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Attention, Renumbering};
use crate::document::{Document, ProvisionId};
use crate::findings::{DocId, Edit};
use crate::graph::{Corpus, Exports, goes_by};
use crate::references::{Reference, Resolution, Scope, Target, TargetRole};
use crate::span::Span;

/// What moves.
pub struct Moves<'a> {
    /// New labels by unit.
    pub keys: &'a FxHashMap<ProvisionId, String>,
    /// The unit that goes, and the one before it.
    pub removed: Option<(ProvisionId, Option<ProvisionId>)>,
    /// The units that the new one comes between.
    pub between: Option<(ProvisionId, ProvisionId)>,
}

/// By which names other documents call the one at home, and which of these another document goes by too.
pub struct Names {
    home: Exports,
    others: Vec<Exports>,
}

impl Names {
    /// Names of the documents of a corpus.
    pub fn of(corpus: &Corpus, instruments: &[(String, String)], home: DocId) -> Self {
        let at = home.0 as usize;
        let others = corpus.entries.iter().enumerate().filter(|(i, _)| *i != at);
        Self {
            home: corpus.entries.get(at).map(|e| Exports::of(e, instruments)).unwrap_or_default(),
            others: others.map(|(_, e)| Exports::of(e, instruments)).collect(),
        }
    }

    fn is_shared(&self, name: &str) -> bool {
        self.others.iter().any(|other| goes_by(other, name))
    }
}

/// Edits of every citation, in any document, of a unit whose label or whose holder's label changes.
pub fn edits(corpus: &Corpus, home: DocId, names: &Names, moves: &Moves<'_>, out: &mut Renumbering) {
    let Some(entry) = corpus.entries.get(home.0 as usize) else { return };
    let tree = &entry.analysis.document;
    let keys = moves.keys;
    let mut by_path: Option<FxHashMap<String, ProvisionId>> = None;
    for (i, other) in corpus.entries.iter().enumerate() {
        let doc = DocId(i as u32);
        for reference in &other.analysis.references {
            let internal = doc == home && reference.scope == Scope::Internal;
            let mut shared = false;
            if let Scope::External { name } = &reference.scope {
                let name = name.of(&other.source.text);
                if doc == home || !goes_by(&names.home, name) {
                    continue;
                }
                shared = names.is_shared(name);
            }
            if !internal && reference.scope == Scope::Internal {
                continue;
            }
            for (n, target) in reference.targets.iter().enumerate() {
                let unit = if internal {
                    match target.resolution {
                        Resolution::Found(id) => Some(id),
                        Resolution::Ambiguous(a, b) => {
                            if affected(tree, keys, a) || affected(tree, keys, b) {
                                say(out, doc, target.span, "may mean two units, of which one moves".to_owned());
                            }
                            None
                        }
                        Resolution::Missing | Resolution::Unchecked => None,
                    }
                } else {
                    let paths = by_path.get_or_insert_with(|| paths(tree));
                    paths.get(target.path.as_str()).copied()
                };
                let Some(unit) = unit else { continue };
                if shared {
                    let gone = moves.removed.is_some_and(|(gone, _)| tree.within(unit, gone));
                    if gone || affected(tree, keys, unit) {
                        let message = "names two documents alike, so it may or may not mean a unit that moves";
                        say(out, doc, target.span, message.to_owned());
                    }
                    continue;
                }
                let cite = Cite { doc, text: &other.source.text, tree, reference, target, order: n, unit };
                follow(&cite, keys, moves.removed, moves.between.filter(|_| internal), out);
            }
        }
    }
}

/// One citation of one unit.
struct Cite<'a> {
    doc: DocId,
    text: &'a str,
    tree: &'a Document,
    reference: &'a Reference,
    target: &'a Target,
    order: usize,
    unit: ProvisionId,
}

fn say(out: &mut Renumbering, doc: DocId, span: Span, message: String) {
    out.attention.push(Attention { doc, span, message });
}

fn follow(
    cite: &Cite<'_>,
    keys: &FxHashMap<ProvisionId, String>,
    removed: Option<(ProvisionId, Option<ProvisionId>)>,
    between: Option<(ProvisionId, ProvisionId)>,
    out: &mut Renumbering,
) {
    let Cite { doc, text, tree, reference, target, unit, .. } = *cite;
    if let Some((gone, before)) = removed
        && tree.within(unit, gone)
    {
        return lost(cite, gone, before, keys, out);
    }
    if let Some((low, high)) = between
        && reference.relative
    {
        let place = reference.provision;
        let over = (tree.within(place, high) && unit == low) || (tree.within(place, low) && unit == high);
        if over {
            say(out, doc, reference.span, format!("“{}” will mean the new unit", reference.span.of(text)));
        }
    }
    if reference.relative && !affected(tree, keys, unit) {
        return;
    }
    let units = path_units(tree, unit);
    let new = |(i, (id, _)): (usize, &(ProvisionId, SmolStr))| keys.get(id).map(|key| (i, key.clone()));
    let changed: Vec<(usize, String)> = units.iter().enumerate().filter_map(new).collect();
    if changed.is_empty() {
        return;
    }
    let path: Vec<SmolStr> = units.into_iter().map(|(_, key)| key).collect();
    match rewrite(target.span.of(text), &path, &changed) {
        Some(pieces) => out.edits.extend(pieces.into_iter().map(|(from, len, new)| {
            let from = target.span.start as usize + from;
            Edit { doc, span: Span::at(from, from + len), text: new }
        })),
        None if reference.relative => {}
        None => {
            let to = changed.iter().map(|(_, new)| new.as_str()).collect::<Vec<_>>().join(", ");
            say(out, doc, target.span, format!("cites a unit that moves to {to}, in words that could not be changed"));
        }
    }
}

/// A citation of what goes.
fn lost(
    cite: &Cite<'_>,
    gone: ProvisionId,
    before: Option<ProvisionId>,
    keys: &FxHashMap<ProvisionId, String>,
    out: &mut Renumbering,
) {
    let Cite { doc, text, tree, reference, target, unit, order } = *cite;
    let inside = tree.within(reference.provision, gone);
    if inside {
        return;
    }
    let words = target.span.of(text);
    // "Articles 4 to 7" without 7 ends at 6; without 4 it still begins at 4, which is then the one that was 5.
    let own = tree.get(unit).label.as_ref().map(|l| l.key.clone()).unwrap_or_default();
    match target.role {
        TargetRole::RangeEnd if unit == gone => {
            let start = order.checked_sub(1).and_then(|i| reference.targets.get(i)).map(|t| &t.resolution);
            if let (Some(before), Some(Resolution::Found(start))) = (before, start)
                && *start <= before
                && let Some(label) = &tree.get(before).label
            {
                let new = keys.get(&before).cloned().unwrap_or_else(|| label.key.to_string());
                if let Some(i) = words.rfind(own.as_str()) {
                    let from = target.span.start as usize + i;
                    out.edits.push(Edit { doc, span: Span::at(from, from + own.len()), text: new });
                }
                return say(out, doc, target.span, format!("the range ended with “{words}”, which goes"));
            }
        }
        TargetRole::RangeStart if unit == gone => {
            return say(out, doc, target.span, format!("the range began with “{words}”, which goes"));
        }
        _ => {}
    }
    say(out, doc, target.span, format!("cites “{words}”, which goes"));
}

/// Whether a unit's path changes.
fn affected(tree: &Document, keys: &FxHashMap<ProvisionId, String>, unit: ProvisionId) -> bool {
    tree.ancestors(unit).any(|up| keys.contains_key(&up))
}

/// The units whose labels make up a unit's path, outermost first: as [`Document::path`] has it.
fn path_units(tree: &Document, id: ProvisionId) -> Vec<(ProvisionId, SmolStr)> {
    let mut path: Vec<(ProvisionId, SmolStr)> = Vec::new();
    for up in tree.ancestors(id) {
        let unit = tree.get(up);
        if unit.kind.is_container() && up != id {
            continue;
        }
        let Some(label) = &unit.label else { continue };
        let held = |low: &SmolStr| low.strip_prefix(label.key.as_str()).is_some_and(|rest| rest.starts_with('.'));
        if !path.last().is_some_and(|(_, low)| held(low)) {
            path.push((up, label.key.clone()));
        }
    }
    path.reverse();
    path
}

/// Labels as they are printed in a citation: runs of letters and digits, points between digits.
fn printed(words: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in words.char_indices().chain([(words.len(), ' ')]) {
        let next = words.get(i + c.len_utf8()..).and_then(|r| r.chars().next());
        let inside = c.is_alphanumeric() || (c == '.' && start.is_some() && next.is_some_and(char::is_alphanumeric));
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                out.extend(words.get(from..i).map(|w| (from, w)));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// The replacements inside a citation's words: place, length, new text. Empty where only a holder moves that the words
/// do not name; none where the words cannot be matched to the path.
fn rewrite(words: &str, path: &[SmolStr], changed: &[(usize, String)]) -> Option<Vec<(usize, usize, String)>> {
    let labels = printed(words);
    // From the end: the innermost label is printed last ("151(a)(1)"); outermost last ("point (a) of Article 5") is
    // tried next.
    let mut named: Vec<Option<usize>> = vec![None; path.len()];
    let mut from = labels.len();
    for (p, part) in path.iter().enumerate().rev() {
        if let Some(at) = labels.get(..from)?.iter().rposition(|(_, w)| w.eq_ignore_ascii_case(part)) {
            if let Some(slot) = named.get_mut(p) {
                *slot = Some(at);
            }
            from = at;
        }
    }
    if named.iter().all(Option::is_none) {
        return None;
    }
    for (p, part) in path.iter().enumerate() {
        if named.get(p) == Some(&None) {
            let free =
                labels.iter().position(|(_, w)| w.eq_ignore_ascii_case(part)).filter(|at| !named.contains(&Some(*at)));
            if let (Some(slot), Some(at)) = (named.get_mut(p), free) {
                *slot = Some(at);
            }
        }
    }
    let mut out = Vec::new();
    for (place, new) in changed {
        if let Some((from, word)) = named.get(*place).copied().flatten().and_then(|at| labels.get(at)) {
            out.push((*from, word.len(), new.clone()));
        }
    }
    out.sort_unstable();
    out.dedup();
    Some(out)
}

fn paths(tree: &Document) -> FxHashMap<String, ProvisionId> {
    let mut out = FxHashMap::default();
    for (id, unit) in tree.iter() {
        if unit.label.is_some() && !unit.quoted {
            out.entry(tree.path(id).join("/")).or_insert(id);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(words: &str, path: &[&str], changed: &[(usize, &str)]) -> Option<String> {
        let path: Vec<SmolStr> = path.iter().map(SmolStr::new).collect();
        let changed: Vec<(usize, String)> = changed.iter().map(|(i, new)| (*i, (*new).to_owned())).collect();
        let mut out = words.to_owned();
        for (from, len, new) in rewrite(words, &path, &changed)?.into_iter().rev() {
            out.replace_range(from..from + len, &new);
        }
        Some(out)
    }

    #[test]
    fn only_the_label_that_moves_changes() {
        assert_eq!(done("section 151(a)(1)", &["151", "a", "1"], &[(1, "b")]).as_deref(), Some("section 151(b)(1)"));
        assert_eq!(done("3.4", &["3.4"], &[(0, "3.5")]).as_deref(), Some("3.5"));
        assert_eq!(done("(a)", &["5", "a"], &[(0, "6")]).as_deref(), Some("(a)"));
        assert_eq!(done("point (a) of Article 5", &["5", "a"], &[(0, "6")]).as_deref(), Some("point (a) of Article 6"));
        assert_eq!(done("5(5)", &["5", "5"], &[(0, "6")]).as_deref(), Some("6(5)"));
        assert_eq!(done("that paragraph", &["5", "1"], &[(0, "6")]), None);
    }
}
