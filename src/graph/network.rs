//! Provisions, instruments and terms as nodes; containment, citation and precedence as edges.

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::corpus::Corpus;
use super::link::{Link, SharedNames, links};
use super::names::name_hash;
use crate::document::{Document, ProvisionId};
use crate::references::{Reference, Resolution, Role, Scope, TargetRole};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// A document of the run.
    Document,
    /// A unit of a document.
    Provision,
    /// An instrument that is not among the documents.
    Instrument,
    /// A defined term.
    Term,
}

impl NodeKind {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Provision => "provision",
            Self::Instrument => "instrument",
            Self::Term => "term",
        }
    }
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// Index of its document; none for instruments that are not at hand.
    pub doc: Option<u32>,
    /// The unit; none for instruments and terms.
    pub provision: Option<ProvisionId>,
    /// Its address or name: `5/b`, `Radio Act`.
    pub label: SmolStr,
    /// Its unit word: `section`, `paragraph`; empty for other nodes.
    pub unit: &'static str,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The first holds the second.
    Contains,
    /// The first cites the second.
    Cites,
    /// The first goes before the second ("notwithstanding").
    Overrides,
    /// The second goes before the first ("subject to").
    Yields,
    /// The second is an exception to the first.
    Excepts,
    /// The first leaves the second untouched ("without prejudice to").
    Preserves,
    /// The first fixes the term.
    Defines,
    /// The first uses the term.
    Uses,
}

impl EdgeKind {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Cites => "cites",
            Self::Overrides => "overrides",
            Self::Yields => "yields",
            Self::Excepts => "excepts",
            Self::Preserves => "preserves",
            Self::Defines => "defines",
            Self::Uses => "uses",
        }
    }

    /// Whether it stands for a citation, with or without precedence.
    #[must_use]
    pub const fn is_citation(self) -> bool {
        matches!(self, Self::Cites | Self::Overrides | Self::Yields | Self::Excepts | Self::Preserves)
    }

    const fn of(role: Role) -> Self {
        match role {
            Role::Overrides => Self::Overrides,
            Role::Yields => Self::Yields,
            Role::Excepts => Self::Excepts,
            Role::Preserves => Self::Preserves,
            Role::Cites | Role::Defines => Self::Cites,
        }
    }
}

/// The graph of all documents of a run.
#[derive(Debug)]
pub struct Network {
    graph: DiGraph<Node, EdgeKind>,
    /// By document: the node of its root; its provisions follow in order.
    roots: Vec<u32>,
    files: Vec<String>,
    /// Citations of units that are not there.
    pub dangling: usize,
    /// Citations read, relative ones included.
    pub citations: usize,
}

impl Network {
    /// Builds the graph. Terms and their uses are left out unless asked for, as they make most of the edges.
    #[must_use]
    pub fn of(corpus: &Corpus, instruments: &[(String, String)], terms: bool) -> Self {
        let mut net = Self { graph: DiGraph::new(), roots: Vec::new(), files: Vec::new(), dangling: 0, citations: 0 };
        for (d, entry) in corpus.entries.iter().enumerate() {
            net.units(d as u32, &entry.source.text, &entry.analysis.document);
            net.files.push(entry.source.path.display().to_string());
        }
        let links = links(corpus, &SharedNames::default(), instruments);
        let mut by_reference: FxHashMap<(u32, u32), &Link> = FxHashMap::default();
        for link in &links {
            by_reference.insert((link.from, link.reference), link);
        }
        let mut outside: FxHashMap<u64, NodeIndex> = FxHashMap::default();
        for (d, entry) in corpus.entries.iter().enumerate() {
            let text: &str = &entry.source.text;
            for (r, reference) in entry.analysis.references.iter().enumerate() {
                net.citations += 1;
                let link = by_reference.get(&(d as u32, r as u32));
                net.citation(d as u32, text, reference, link.copied(), &mut outside);
            }
            if terms {
                net.terms(d as u32, entry);
            }
        }
        net
    }

    fn units(&mut self, d: u32, text: &str, doc: &Document) {
        let base = self.graph.node_count() as u32;
        self.roots.push(base);
        let title = doc.title.map_or("", |t| t.of(text));
        for (id, unit) in doc.iter() {
            let root = id == Document::ROOT;
            let label = if root {
                SmolStr::new(title.split_whitespace().collect::<Vec<_>>().join(" "))
            } else {
                SmolStr::new(doc.path(id).join("/"))
            };
            let kind = if root { NodeKind::Document } else { NodeKind::Provision };
            self.graph.add_node(Node { kind, doc: Some(d), provision: Some(id), label, unit: unit.kind.name() });
            if let Some(parent) = unit.parent {
                self.graph.add_edge(self.node(d, parent), self.node(d, id), EdgeKind::Contains);
            }
        }
    }

    fn node(&self, doc: u32, id: ProvisionId) -> NodeIndex {
        let base = self.roots.get(doc as usize).copied().unwrap_or(0);
        NodeIndex::new((base + id.0) as usize)
    }

    fn citation(
        &mut self,
        d: u32,
        text: &str,
        reference: &Reference,
        link: Option<&Link>,
        outside: &mut FxHashMap<u64, NodeIndex>,
    ) {
        if reference.quoted {
            return;
        }
        let from = self.node(d, reference.provision);
        let kind = EdgeKind::of(reference.role);
        match (&reference.scope, link) {
            (Scope::Internal, _) => {
                for target in reference.targets.iter().filter(|t| t.role != TargetRole::Holder) {
                    match target.resolution {
                        Resolution::Found(id) | Resolution::Ambiguous(id, _) => {
                            let to = self.node(d, id);
                            self.graph.add_edge(from, to, kind);
                        }
                        Resolution::Missing => self.dangling += 1,
                        Resolution::Unchecked => {}
                    }
                }
            }
            (Scope::External { .. }, Some(link)) => {
                let mut found = false;
                for (target, (resolution, _)) in reference.targets.iter().zip(&link.targets) {
                    if target.role == TargetRole::Holder {
                        continue;
                    }
                    match resolution {
                        Resolution::Found(id) | Resolution::Ambiguous(id, _) => {
                            found = true;
                            let to = self.node(link.to, *id);
                            self.graph.add_edge(from, to, kind);
                        }
                        Resolution::Missing if link.sure => self.dangling += 1,
                        _ => {}
                    }
                }
                if !found {
                    let to = self.node(link.to, Document::ROOT);
                    self.graph.add_edge(from, to, kind);
                }
            }
            (Scope::External { name }, None) => {
                let name = name.of(text);
                let graph = &mut self.graph;
                let to = *outside.entry(name_hash(name)).or_insert_with(|| {
                    let label = SmolStr::new(name.split_whitespace().collect::<Vec<_>>().join(" "));
                    graph.add_node(Node { kind: NodeKind::Instrument, doc: None, provision: None, label, unit: "" })
                });
                self.graph.add_edge(from, to, kind);
            }
        }
    }

    fn terms(&mut self, d: u32, entry: &super::corpus::Entry) {
        let text: &str = &entry.source.text;
        let document = &entry.analysis.document;
        let uses = entry.analysis.terms.uses(text, document);
        for (i, definition) in entry.analysis.terms.definitions.iter().enumerate() {
            let label = definition.key.clone();
            let term =
                self.graph.add_node(Node { kind: NodeKind::Term, doc: Some(d), provision: None, label, unit: "" });
            self.graph.add_edge(self.node(d, definition.provision), term, EdgeKind::Defines);
            let mut last = None;
            for span in uses.of(i) {
                let user = document.at(span.start);
                if last != Some(user) {
                    self.graph.add_edge(self.node(d, user), term, EdgeKind::Uses);
                    last = Some(user);
                }
            }
        }
    }

    // ---- what is in it

    /// All nodes with their numbers.
    pub fn nodes(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.graph.node_indices().filter_map(|i| Some((i.index(), self.graph.node_weight(i)?)))
    }

    /// All edges: from, to, what it says.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize, EdgeKind)> + '_ {
        self.graph.edge_references().map(|e| (e.source().index(), e.target().index(), *e.weight()))
    }

    /// The node of that number.
    #[must_use]
    pub fn get(&self, node: usize) -> Option<&Node> {
        self.graph.node_weight(NodeIndex::new(node))
    }

    /// The file of a node, where it has one.
    #[must_use]
    pub fn file(&self, node: &Node) -> Option<&str> {
        self.files.get(node.doc? as usize).map(String::as_str)
    }

    /// How many citations of a node there are.
    #[must_use]
    pub fn cited(&self, node: usize) -> usize {
        self.graph
            .edges_directed(NodeIndex::new(node), Direction::Incoming)
            .filter(|e| e.weight().is_citation() && e.source() != e.target())
            .count()
    }

    /// Rings of units that cite one another, each in order of its nodes; a unit that cites only itself is none.
    #[must_use]
    pub fn rings(&self) -> Vec<Vec<usize>> {
        let cites = self.graph.filter_map(
            |i, n| (n.kind == NodeKind::Provision).then_some(i.index()),
            |_, kind| kind.is_citation().then_some(()),
        );
        let mut rings: Vec<Vec<usize>> = tarjan_scc(&cites)
            .into_iter()
            .filter(|ring| ring.len() > 1)
            .map(|ring| {
                let mut nodes: Vec<usize> = ring.into_iter().filter_map(|i| cites.node_weight(i).copied()).collect();
                nodes.sort_unstable();
                nodes
            })
            .collect();
        rings.sort();
        rings
    }

    /// The node that a user means: `5(b)`, `5/b`, `radio-act.txt:5/b`, a file, a term or an instrument's name.
    #[must_use]
    pub fn find(&self, unit: &str) -> Option<usize> {
        let (file, rest) = unit.rsplit_once(':').map_or((None, unit), |(f, r)| (Some(f), r));
        let wanted = parts(rest);
        let fits = |node: &Node| match (file, self.file(node)) {
            (Some(file), Some(own)) => own.ends_with(file),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let by_address = |exact: bool| {
            self.nodes().find(|(_, n)| {
                n.kind == NodeKind::Provision && fits(n) && {
                    let own = parts(&n.label);
                    if exact { own == wanted } else { own.eq_ignore_ascii_case(&wanted) }
                }
            })
        };
        by_address(true)
            .or_else(|| by_address(false))
            .or_else(|| self.nodes().find(|(_, n)| n.kind != NodeKind::Provision && n.label.eq_ignore_ascii_case(unit)))
            .or_else(|| {
                self.nodes()
                    .find(|(_, n)| n.kind == NodeKind::Document && self.file(n).is_some_and(|f| f.ends_with(unit)))
            })
            .map(|(i, _)| i)
    }

    /// The part of the graph within so many steps of a node, in either direction.
    #[must_use]
    pub fn around(&self, node: usize, depth: usize) -> Self {
        let mut keep: FxHashMap<NodeIndex, usize> = FxHashMap::default();
        let mut at = vec![NodeIndex::new(node)];
        keep.insert(NodeIndex::new(node), 0);
        for step in 1..=depth {
            let mut next = Vec::new();
            for from in at {
                for to in self.graph.neighbors_undirected(from) {
                    if let std::collections::hash_map::Entry::Vacant(slot) = keep.entry(to) {
                        slot.insert(step);
                        next.push(to);
                    }
                }
            }
            at = next;
        }
        let graph = self.graph.filter_map(|i, n| keep.contains_key(&i).then(|| n.clone()), |_, kind| Some(*kind));
        let citations = graph.edge_weights().filter(|k| k.is_citation()).count();
        Self { graph, roots: Vec::new(), files: self.files.clone(), dangling: 0, citations }
    }
}

/// An address in plain parts: `5(b)(2)` and `5/b/2` are one.
fn parts(address: &str) -> String {
    address
        .split(['/', '(', ')', ' '])
        .filter(|p| !p.is_empty() && !p.eq_ignore_ascii_case("section") && !p.eq_ignore_ascii_case("article"))
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::graph::{Analysis, Entry};
    use crate::source::Source;

    fn corpus(texts: &[(&str, &str)]) -> Corpus {
        let entries = texts
            .iter()
            .map(|(name, text)| {
                let source = Source::new(*name, *text);
                let analysis = Analysis::of(&source, None);
                Arc::new(Entry { source, analysis })
            })
            .collect();
        Corpus { entries }
    }

    #[test]
    fn rings_and_focus() {
        let text = "§ 1. Fees\n(a) Subject to subsection (b), a fee is due.\n(b) Notwithstanding subsection (a), no fee is due.\n";
        let net = Network::of(&corpus(&[("a.txt", text)]), &[], false);
        assert_eq!(net.rings().len(), 1);
        let node = net.find("1(a)").unwrap_or_default();
        assert_eq!(net.get(node).map(|n| n.label.as_str()), Some("1/a"));
        assert!(net.edges().any(|e| e.2 == EdgeKind::Yields));
        assert!(net.edges().any(|e| e.2 == EdgeKind::Overrides));
        assert!(net.around(node, 1).nodes().count() >= 3);
    }

    #[test]
    fn a_citation_of_another_document_leads_into_it() {
        let act = "§ 1. Scope\n(a) This Act applies to all.\n(b) It binds the State.\n";
        let other = "§ 1. Link\nThe fee under section 1(b) of the Convention is due.\n";
        let net = Network::of(&corpus(&[("convention.txt", act), ("rules.txt", other)]), &[], false);
        let to = net.find("convention.txt:1(b)").unwrap_or_default();
        assert_eq!(net.cited(to), 1);
    }
}
