//! Symbols: the outline of a document, and units and terms of the workspace by name.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolInformation, SymbolKind,
    SymbolTag, WorkspaceSymbol, WorkspaceSymbolLocation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::dispatch::{Answer, Cx};
use super::navigate::name_span;
use super::snapshot::Doc;
use crate::document::{Document, Kind, ProvisionId, Status};

/// Deeper units are listed at this depth: clients and serialisers recurse.
const DEEPEST: u16 = 40;
/// Symbols given at most.
const MOST: usize = 500;

/// What editors show a unit as. The protocol's kinds are those of programs; these give each level a sign of its own.
#[must_use]
pub const fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Document => SymbolKind::File,
        Kind::Preamble | Kind::Recital | Kind::Footnote => SymbolKind::String,
        Kind::Book | Kind::Title | Kind::Part | Kind::Subpart => SymbolKind::Package,
        Kind::Chapter | Kind::Subchapter | Kind::SectionGroup | Kind::Division | Kind::Subdivision => {
            SymbolKind::Module
        }
        Kind::Heading | Kind::Group => SymbolKind::Namespace,
        Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol => SymbolKind::Interface,
        Kind::Article | Kind::Section => SymbolKind::Class,
        Kind::Subsection | Kind::Paragraph => SymbolKind::Method,
        Kind::Subparagraph | Kind::Clause | Kind::Subclause => SymbolKind::Field,
        Kind::Item => SymbolKind::EnumMember,
        Kind::Definition => SymbolKind::Constant,
    }
}

/// A unit's name in lists: its label and heading, or its first words.
fn title(doc: &Doc, id: ProvisionId) -> (String, Option<String>) {
    let unit = doc.tree().get(id);
    let text = doc.text();
    let heading = unit.heading.map(|h| one_line(h.of(text))).filter(|h| !h.is_empty());
    match (&unit.label, heading) {
        (Some(label), heading) => {
            let name = one_line(label.span.of(text));
            let detail = heading.or_else(|| {
                let block = doc.tree().blocks_of(id).find(|b| b.kind.is_prose())?;
                Some(one_line(block.span.of(text)))
            });
            (if name.is_empty() { unit.kind.name().to_owned() } else { name }, detail)
        }
        (None, Some(heading)) => (heading, None),
        (None, None) => (doc.title(id), None),
    }
}

/// The first characters of a text, white space made single spaces.
fn one_line(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if out.len() + word.len() > 80 {
            out.push('…');
            break;
        }
        out.push_str(word);
    }
    out
}

/// `textDocument/documentSymbol`.
#[allow(deprecated)] // The field must be given even where it is not used.
pub fn document(cx: &Cx<'_>, params: DocumentSymbolParams) -> Answer<Option<DocumentSymbolResponse>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    if !cx.snapshot.client.symbol_tree {
        return Ok(Some(DocumentSymbolResponse::SymbolInformationList(flat(cx, doc))));
    }
    let tree = doc.tree();
    // Children before their parents: each unit takes what was gathered for it.
    let mut gathered: Vec<Vec<DocumentSymbol>> = Vec::new();
    gathered.resize_with(tree.provisions.len(), Vec::new);
    for (id, unit) in tree.iter().collect::<Vec<_>>().into_iter().rev() {
        if id == Document::ROOT {
            continue;
        }
        let mut children = gathered.get_mut(id.index()).map(std::mem::take).unwrap_or_default();
        children.reverse();
        let mut up = unit.parent.unwrap_or(Document::ROOT);
        while tree.get(up).depth > DEEPEST {
            up = tree.get(up).parent.unwrap_or(Document::ROOT);
        }
        let Some(siblings) = gathered.get_mut(up.index()) else { continue };
        if unit.quoted {
            siblings.extend(children.into_iter().rev());
            continue;
        }
        let (name, detail) = title(doc, id);
        let range = cx.snapshot.range(doc, unit.span);
        let mut own = cx.snapshot.range(doc, name_span(doc, id));
        // The protocol wants the one inside the other.
        own.start = own.start.clamp(range.start, range.end);
        own.end = own.end.clamp(own.start, range.end);
        siblings.push(DocumentSymbol {
            name,
            detail,
            kind: kind(unit.kind),
            tags: (unit.status == Status::Repealed).then(|| vec![SymbolTag::Deprecated]),
            range,
            selection_range: own,
            children: (!children.is_empty()).then_some(children),
            deprecated: None,
        });
    }
    let mut top = gathered.into_iter().next().unwrap_or_default();
    top.reverse();
    Ok(Some(DocumentSymbolResponse::DocumentSymbolList(top)))
}

#[allow(deprecated)]
fn flat(cx: &Cx<'_>, doc: &Doc) -> Vec<SymbolInformation> {
    doc.tree()
        .iter()
        .skip(1)
        .filter(|(_, unit)| !unit.quoted)
        .map(|(id, unit)| {
            let (name, detail) = title(doc, id);
            SymbolInformation {
                location: cx.snapshot.location(doc, unit.span),
                base_symbol_information: BaseSymbolInformation {
                    name: detail.map_or_else(|| name.clone(), |d| format!("{name} {d}")),
                    kind: kind(unit.kind),
                    tags: None,
                    container_name: unit.parent.filter(|&p| p != Document::ROOT).map(|p| doc.title(p)),
                },
                deprecated: None,
            }
        })
        .collect()
}

/// `workspace/symbol`.
pub fn workspace(cx: &Cx<'_>, params: WorkspaceSymbolParams) -> Answer<Option<WorkspaceSymbolResponse>> {
    let words: Vec<String> = params.query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        words.iter().all(|w| name.contains(w.as_str()))
    };
    let mut out = Vec::new();
    'docs: for doc in &cx.snapshot.docs {
        cx.check()?;
        let text = doc.text();
        let file = doc.source().path.file_name().map(|n| n.to_string_lossy().into_owned());
        for definition in &doc.terms().definitions {
            let name = definition.term.of(text);
            if fits(name) {
                out.push(symbol(cx, doc, one_line(name), SymbolKind::Constant, definition.term, file.clone()));
            }
            if out.len() >= MOST {
                break 'docs;
            }
        }
        for (id, unit) in doc.tree().iter().skip(1) {
            if unit.quoted || (unit.label.is_none() && unit.heading.is_none()) {
                continue;
            }
            let (label, words) = title(doc, id);
            // A unit without a heading is found by its first words.
            let words = words.unwrap_or_default();
            if fits(&format!("{} {label} {words}", unit.kind.name())) {
                let name = one_line(format!("{} {words}", doc.title(id)).trim());
                out.push(symbol(cx, doc, name, kind(unit.kind), name_span(doc, id), file.clone()));
            }
            if out.len() >= MOST {
                break 'docs;
            }
        }
    }
    Ok(Some(WorkspaceSymbolResponse::WorkspaceSymbolList(out)))
}

fn symbol(
    cx: &Cx<'_>,
    doc: &Doc,
    name: String,
    kind: SymbolKind,
    span: crate::span::Span,
    container_name: Option<String>,
) -> WorkspaceSymbol {
    WorkspaceSymbol {
        location: WorkspaceSymbolLocation::Location(cx.snapshot.location(doc, span)),
        data: None,
        base_symbol_information: BaseSymbolInformation { name, kind, tags: None, container_name },
    }
}
