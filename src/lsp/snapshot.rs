//! What is known of the workspace at one moment: read by every handler, changed by none.

use std::sync::{Arc, OnceLock};

use gen_lsp_types::{Location, Position, Range, Uri};
use rustc_hash::FxHashMap;

use super::options::Client;
use super::position::Lines;
use super::project::Footing;
use crate::definitions::Terms;
use crate::document::{Document, ProvisionId};
use crate::engine::Ignores;
use crate::findings::{DocId, Finding};
use crate::graph::{Analysis, Entry, Exports};
use crate::references::{Reference, Resolution, Scope, TargetRole};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::Profile;

/// One document, analysed.
#[derive(Debug)]
pub struct Doc {
    /// Its address, in one spelling.
    pub uri: Arc<str>,
    /// The address as the client spells it.
    pub client_uri: Arc<str>,
    /// Version of the buffer it was read from; none where it was read from disk.
    pub version: Option<i32>,
    /// Count of the buffer's edits up to here; tells two states apart where a client repeats a version.
    pub edit: u64,
    /// Text and analysis.
    pub held: Held,
    /// Its lines.
    pub lines: Lines,
    /// What it is checked by.
    pub footing: Footing,
    /// Findings of the rules that look at one document, numbered by its slot.
    pub own: Vec<Finding>,
    /// What it passes over.
    pub ignores: Ignores,
    /// What other documents need to know of it.
    pub exports: Exports,
    /// Who cites its units, found when first asked for.
    pub cited: OnceLock<Cited>,
}

/// A document's text with what was read from it.
#[derive(Debug)]
pub enum Held {
    /// All of it: somebody types in it, or rules look at it together with others.
    Whole(Arc<Entry>),
    /// The text, the tree, the terms, and the citations of other documents: what a workspace of many megabytes is asked
    /// for. The rest is read again from the text when it is first asked for.
    Part(Arc<Entry>, Option<Profile>, OnceLock<Arc<Entry>>),
}

impl Held {
    /// Lets go what can be read again. `profile` is the one that was asked for.
    #[must_use]
    pub fn part(entry: Entry, profile: Option<Profile>) -> Self {
        let Entry { source, analysis } = entry;
        let Analysis { mut document, terms, mut references, norms: _ } = analysis;
        references.retain(|r| r.scope != Scope::Internal);
        references.shrink_to_fit();
        document.provisions.shrink_to_fit();
        document.blocks.shrink_to_fit();
        let terms = Terms::new(terms.definitions, terms.abbreviations);
        let analysis = Analysis { document, terms, references, norms: Vec::new() };
        Self::Part(Arc::new(Entry { source, analysis }), profile, OnceLock::new())
    }

    fn at_hand(&self) -> &Arc<Entry> {
        match self {
            Self::Whole(entry) | Self::Part(entry, ..) => entry,
        }
    }
}

impl Doc {
    /// Its text, with the name of its file.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.held.at_hand().source
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.source().text
    }

    /// Its tree.
    #[must_use]
    pub fn tree(&self) -> &Document {
        &self.held.at_hand().analysis.document
    }

    /// Its terms.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.held.at_hand().analysis.terms
    }

    /// Its citations of other documents.
    pub fn outward(&self) -> impl Iterator<Item = &Reference> {
        self.held.at_hand().analysis.references.iter().filter(|r| r.scope != Scope::Internal)
    }

    /// Its text, its tree, its terms and its citations of other documents, for what asks no more of it; perhaps more.
    #[must_use]
    pub fn outside(&self) -> &Arc<Entry> {
        self.held.at_hand()
    }

    /// All that is read from it.
    #[must_use]
    pub fn entry(&self) -> &Arc<Entry> {
        match &self.held {
            Held::Whole(entry) => entry,
            Held::Part(part, profile, whole) => whole.get_or_init(|| {
                let source = part.source.clone();
                let analysis = Analysis::of(&source, *profile);
                Arc::new(Entry { source, analysis })
            }),
        }
    }

    /// The project's names for files: (name, path's end).
    #[must_use]
    pub fn instruments(&self) -> &[(String, String)] {
        &self.footing.plan.settings.vocabulary.instruments
    }

    /// Citations of its units inside itself.
    #[must_use]
    pub fn cited(&self) -> &Cited {
        self.cited.get_or_init(|| Cited::of(self.entry()))
    }

    /// Printed label of a unit with its kind where the label does not say it: "Article 5", "paragraph (a)".
    #[must_use]
    pub fn title(&self, id: ProvisionId) -> String {
        let unit = self.tree().get(id);
        let Some(label) = &unit.label else {
            let words =
                unit.heading.map_or_else(|| first_words(unit.span.of(self.text())), |h| h.of(self.text()).to_owned());
            return if words.is_empty() { unit.kind.name().to_owned() } else { words };
        };
        let printed = label.span.of(self.text()).trim();
        let worded = printed.chars().filter(|c| c.is_alphabetic()).count() > 3 || printed.contains('§');
        if worded { printed.to_owned() } else { format!("{} {printed}", unit.kind.name()) }
    }

    /// Where a unit stands, for one that may have no label of its own: its title, its margin number, or the title of the
    /// nearest unit around it that has one.
    #[must_use]
    pub fn place(&self, id: ProvisionId) -> String {
        let tree = self.tree();
        for up in tree.ancestors(id).filter(|&up| up != Document::ROOT) {
            let unit = tree.get(up);
            if unit.label.is_some() {
                return self.title(up);
            }
            if let Some(margin) = &unit.margin {
                return format!("No. {}", margin.key);
            }
        }
        self.title(id)
    }
}

/// A few words, to name what has no name.
fn first_words(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace().take(8) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().take(40));
    }
    out
}

/// Citations by the unit cited.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    by_unit: FxHashMap<ProvisionId, Vec<(u32, Span)>>,
}

impl Cited {
    fn of(entry: &Entry) -> Self {
        let mut by_unit: FxHashMap<ProvisionId, Vec<(u32, Span)>> = FxHashMap::default();
        let doc = &entry.analysis.document;
        for (i, reference) in entry.analysis.references.iter().enumerate() {
            if reference.scope != Scope::Internal {
                continue;
            }
            let mut range: Option<ProvisionId> = None;
            for target in &reference.targets {
                let Resolution::Found(id) = target.resolution else { continue };
                by_unit.entry(id).or_default().push((i as u32, target.span));
                match (target.role, range.take()) {
                    (TargetRole::RangeStart, _) => range = Some(id),
                    (TargetRole::RangeEnd, Some(from)) => {
                        for between in siblings_between(doc, from, id) {
                            by_unit.entry(between).or_default().push((i as u32, target.span));
                        }
                    }
                    _ => {}
                }
            }
        }
        Self { by_unit }
    }

    /// Index of each citing reference and the words that cite.
    #[must_use]
    pub fn unit(&self, id: ProvisionId) -> &[(u32, Span)] {
        self.by_unit.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// Units of one kind strictly between two, at their level.
fn siblings_between(doc: &Document, from: ProvisionId, to: ProvisionId) -> Vec<ProvisionId> {
    let (first, last) = (doc.get(from), doc.get(to));
    if first.kind != last.kind || to <= from {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut at = first.end;
    while at < to && out.len() < 10_000 {
        let unit = doc.get(at);
        if unit.kind == first.kind {
            out.push(at);
            at = unit.end;
        } else {
            at = if unit.kind.is_container() { ProvisionId(at.0 + 1) } else { unit.end };
        }
    }
    out
}

/// All documents at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The documents, by path; a [`DocId`] is an index here.
    pub docs: Vec<Arc<Doc>>,
    /// Findings of corpus rules, by document.
    pub between: Vec<Arc<Vec<Finding>>>,
    /// Findings that stand, by document, in the order of the text.
    pub live: Vec<Arc<Vec<Finding>>>,
    /// Whether `live` says all of a document, or it was only just read.
    pub settled: Vec<bool>,
    /// Slot of each address.
    pub slots: Arc<FxHashMap<Arc<str>, usize>>,
    /// What the client can do and wants.
    pub client: Arc<Client>,
}

impl Snapshot {
    /// Slot and document of an address.
    #[must_use]
    pub fn find(&self, uri: &str) -> Option<(DocId, &Doc)> {
        let slot = self.slots.get(uri).or_else(|| self.slots.get(super::uri::canonical(uri).as_str()))?;
        self.docs.get(*slot).map(|doc| (DocId(*slot as u32), &**doc))
    }

    /// The document of a slot.
    #[must_use]
    pub fn doc(&self, id: DocId) -> Option<&Doc> {
        self.docs.get(id.0 as usize).map(|d| &**d)
    }

    /// Findings that stand in a document.
    #[must_use]
    pub fn findings(&self, id: DocId) -> &[Finding] {
        self.live.get(id.0 as usize).map_or(&[], |l| l.as_slice())
    }

    /// The range of a span.
    #[must_use]
    pub fn range(&self, doc: &Doc, span: Span) -> Range {
        doc.lines.range(doc.text(), self.client.encoding, span)
    }

    /// The position of an offset.
    #[must_use]
    pub fn position(&self, doc: &Doc, offset: u32) -> Position {
        doc.lines.position(doc.text(), self.client.encoding, offset)
    }

    /// The offset of a position.
    #[must_use]
    pub fn offset(&self, doc: &Doc, position: Position) -> u32 {
        doc.lines.offset(doc.text(), self.client.encoding, position)
    }

    /// The span of a range.
    #[must_use]
    pub fn span(&self, doc: &Doc, range: Range) -> Span {
        doc.lines.span_of(doc.text(), self.client.encoding, range)
    }

    /// Where a span stands.
    #[must_use]
    pub fn location(&self, doc: &Doc, span: Span) -> Location {
        Location { uri: Uri(doc.client_uri.to_string()), range: self.range(doc, span) }
    }

    /// Sets what stands of a document.
    pub fn set_live(&mut self, slot: usize, live: Vec<Finding>) {
        if let (Some(at), Some(settled)) = (self.live.get_mut(slot), self.settled.get_mut(slot)) {
            *at = Arc::new(live);
            *settled = true;
        }
    }

    /// Says that a document was read anew, so that what stands of it is to be found again.
    pub fn unsettle(&mut self, slot: usize) {
        if let Some(settled) = self.settled.get_mut(slot) {
            *settled = false;
        }
    }

    /// Numbers the documents anew, in the order of their paths, after some came or went. Findings of corpus rules are
    /// let go where their documents are.
    pub fn rebuild(&mut self, docs: Vec<Arc<Doc>>) {
        let old: FxHashMap<Arc<str>, usize> = self.docs.iter().enumerate().map(|(i, d)| (d.uri.clone(), i)).collect();
        let mut docs = docs;
        docs.sort_by(|a, b| a.source().path.cmp(&b.source().path).then_with(|| a.uri.cmp(&b.uri)));
        let slots: FxHashMap<Arc<str>, usize> = docs.iter().enumerate().map(|(i, d)| (d.uri.clone(), i)).collect();
        let moved: Vec<Option<DocId>> = self.docs.iter().map(|d| slots.get(&d.uri).map(|&i| DocId(i as u32))).collect();
        let mut between = Vec::with_capacity(docs.len());
        let mut live = Vec::with_capacity(docs.len());
        let mut settled = Vec::with_capacity(docs.len());
        for doc in &docs {
            let was = old.get(&doc.uri);
            let of = |list: &[Arc<Vec<Finding>>]| -> Arc<Vec<Finding>> {
                let Some(findings) = was.and_then(|&i| list.get(i)) else { return Arc::default() };
                Arc::new(findings.iter().filter_map(|f| renumbered(f, &moved)).collect())
            };
            let kept = of(&self.between);
            // A finding went with the document that it spoke of: what was shown of this one is no longer true.
            let whole = was.and_then(|&i| self.between.get(i)).is_none_or(|b| b.len() == kept.len());
            between.push(kept);
            live.push(of(&self.live));
            settled.push(whole && was.and_then(|&i| self.settled.get(i)).copied().unwrap_or(false));
        }
        self.docs = docs;
        self.between = between;
        self.live = live;
        self.settled = settled;
        self.slots = Arc::new(slots);
    }
}

/// The finding with its documents' new numbers; none where one of them is gone.
fn renumbered(finding: &Finding, moved: &[Option<DocId>]) -> Option<Finding> {
    let to = |doc: DocId| moved.get(doc.0 as usize).copied().flatten();
    let mut f = finding.clone();
    f.doc = to(f.doc)?;
    for label in &mut f.labels {
        label.doc = to(label.doc)?;
    }
    for edit in f.fix.iter_mut().flat_map(|x| &mut x.edits) {
        edit.doc = to(edit.doc)?;
    }
    Some(f)
}

/// Gives every place of the findings of one document that document's number.
pub fn number(findings: &mut [Finding], doc: DocId) {
    for f in findings {
        f.doc = doc;
        for label in &mut f.labels {
            label.doc = doc;
        }
        for edit in f.fix.iter_mut().flat_map(|x| &mut x.edits) {
            edit.doc = doc;
        }
    }
}
