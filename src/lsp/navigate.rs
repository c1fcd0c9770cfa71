//! From a citation to what it cites, from a unit to who cites it; the same for terms.

use gen_lsp_types::{
    DefinitionParams, DefinitionResponse, DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams,
    DocumentLink, DocumentLinkParams, Location, ReferenceParams, Uri,
};

use super::dispatch::{Answer, Cx};
use super::snapshot::{Doc, Snapshot};
use crate::document::{Document, ProvisionId};
use crate::findings::DocId;
use crate::graph;
use crate::references::{Reference, Resolution, Scope, Target};
use crate::span::Span;

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    /// A citation, and the unit it names at that place, where it names one.
    Citation(&'a Reference, Option<&'a Target>),
    /// A unit's own label or heading.
    Unit(ProvisionId),
    /// A defined term: the index of its definition, and the words at that place.
    Term(usize, Span),
}

/// What stands at an offset; at the end of a word, that word.
#[must_use]
pub fn thing(doc: &Doc, offset: u32) -> Option<Thing<'_>> {
    let touches = |s: Span| s.start <= offset && offset <= s.end;
    let analysis = &doc.entry().analysis;
    let references = &analysis.references;
    let after = references.partition_point(|r| r.span.start <= offset);
    let near = references.get(after.saturating_sub(16)..after).unwrap_or(&[]);
    if let Some(reference) = near.iter().rev().find(|r| touches(r.span)) {
        let exact = reference.targets.iter().rev().find(|t| touches(t.span));
        let only = if reference.targets.len() == 1 { reference.targets.first() } else { None };
        return Some(Thing::Citation(reference, exact.or(only)));
    }
    let tree = doc.tree();
    let id = tree.at(offset);
    let unit = tree.get(id);
    let own = unit.label.as_ref().map(|l| l.span).into_iter().chain(unit.heading);
    if id != Document::ROOT && own.into_iter().any(touches) {
        // A term may stand in a heading; the heading goes first only where no term does.
        if let Some(term) = term(doc, offset) {
            return Some(term);
        }
        return Some(Thing::Unit(id));
    }
    term(doc, offset)
}

/// The defined term at an offset.
#[must_use]
pub fn term(doc: &Doc, offset: u32) -> Option<Thing<'_>> {
    let touches = |s: Span| s.start <= offset && offset <= s.end;
    let terms = doc.terms();
    if let Some(i) = terms.definitions.iter().position(|d| touches(d.term)) {
        return terms.definitions.get(i).map(|d| Thing::Term(i, d.term));
    }
    let uses = terms.uses(doc.text(), doc.tree());
    let after = uses.all.partition_point(|u| u.span.start <= offset);
    uses.all
        .get(after.saturating_sub(4)..after)?
        .iter()
        .rev()
        .find(|u| touches(u.span))
        .map(|u| Thing::Term(u.definition as usize, u.span))
}

/// Where a citation's target stands: the document and the unit.
#[must_use]
pub fn target<'s>(
    snapshot: &'s Snapshot,
    doc: &'s Doc,
    reference: &Reference,
    target: Option<&Target>,
) -> Vec<(&'s Doc, ProvisionId)> {
    match &reference.scope {
        Scope::Internal => match target.map(|t| &t.resolution) {
            Some(Resolution::Found(id)) => vec![(doc, *id)],
            Some(Resolution::Ambiguous(a, b)) => vec![(doc, *a), (doc, *b)],
            _ => Vec::new(),
        },
        Scope::External { name } => {
            // A name that several documents go by leads to each of them.
            let name = name.of(doc.text());
            let holders = snapshot.docs.iter().filter(|d| graph::goes_by(&d.exports, name));
            holders
                .map(|other| {
                    let unit = target.and_then(|t| by_path(other.tree(), &t.path)).unwrap_or(Document::ROOT);
                    (&**other, unit)
                })
                .collect()
        }
    }
}

/// The unit of that path.
#[must_use]
pub fn by_path(tree: &Document, path: &str) -> Option<ProvisionId> {
    let last = path.rsplit('/').next().filter(|l| !l.is_empty())?;
    tree.iter()
        .filter(|(_, p)| !p.quoted && p.label.as_ref().is_some_and(|l| l.key == last))
        .map(|(id, _)| id)
        .find(|&id| tree.path(id).join("/") == path)
}

/// The words that name a unit: its label with its heading, or its first words.
#[must_use]
pub fn name_span(doc: &Doc, id: ProvisionId) -> Span {
    let unit = doc.tree().get(id);
    match (&unit.label, unit.heading) {
        (Some(label), _) => label.span,
        (None, Some(heading)) => heading,
        (None, None) => {
            let line = doc.lines.line(unit.span.start);
            let end = doc.lines.span(line, doc.text()).end.min(unit.span.end);
            Span::new(unit.span.start, end.max(unit.span.start))
        }
    }
}

/// `textDocument/definition`.
pub fn definition(cx: &Cx<'_>, params: DefinitionParams) -> Answer<Option<DefinitionResponse>> {
    let at = params.text_document_position_params;
    let Some((_, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let mut places: Vec<(&Doc, Span)> = Vec::new();
    match thing(doc, offset) {
        Some(Thing::Citation(reference, named)) => {
            let found = target(cx.snapshot, doc, reference, named);
            places.extend(found.into_iter().map(|(d, id)| (d, name_span(d, id))));
        }
        Some(Thing::Term(i, _)) => {
            places.extend(doc.terms().definitions.get(i).map(|d| (doc, d.term)));
        }
        Some(Thing::Unit(id)) => places.push((doc, name_span(doc, id))),
        None => {}
    }
    let list: Vec<Location> = places.into_iter().map(|(d, s)| cx.snapshot.location(d, s)).collect();
    Ok((!list.is_empty()).then(|| DefinitionResponse::Definition(list.into())))
}

/// Who cites a unit, in any document: the citing document, the citing reference and the words.
#[must_use]
pub fn citations<'s>(
    snapshot: &'s Snapshot,
    id: DocId,
    doc: &'s Doc,
    unit: ProvisionId,
) -> Vec<(&'s Doc, &'s Reference, Span)> {
    let mut out: Vec<(&Doc, &Reference, Span)> = doc
        .cited()
        .unit(unit)
        .iter()
        .filter_map(|(i, span)| doc.entry().analysis.references.get(*i as usize).map(|r| (doc, r, *span)))
        .collect();
    let path = if unit == Document::ROOT { String::new() } else { doc.tree().path(unit).join("/") };
    for (slot, other) in snapshot.docs.iter().enumerate() {
        if slot == id.0 as usize || !graph::cites(&other.exports, &doc.exports) {
            continue;
        }
        for reference in other.outward() {
            let Scope::External { name } = &reference.scope else { continue };
            if !graph::goes_by(&doc.exports, name.of(other.text())) {
                continue;
            }
            if path.is_empty() && reference.targets.is_empty() {
                out.push((other, reference, reference.span));
            }
            out.extend(
                reference
                    .targets
                    .iter()
                    .filter(|t| !path.is_empty() && t.path == path.as_str())
                    .map(|t| (&**other, reference, t.span)),
            );
        }
    }
    out
}

/// `textDocument/references`.
pub fn references(cx: &Cx<'_>, params: ReferenceParams) -> Answer<Option<Vec<Location>>> {
    let at = params.text_document_position_params;
    let Some((id, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let declared = params.context.include_declaration;
    let mut list = Vec::new();
    let mut unit = |slot: DocId, home: &Doc, id: ProvisionId| {
        if declared {
            list.push(cx.snapshot.location(home, name_span(home, id)));
        }
        for (other, _, span) in citations(cx.snapshot, slot, home, id) {
            list.push(cx.snapshot.location(other, span));
        }
    };
    match thing(doc, offset) {
        Some(Thing::Citation(reference, named)) => {
            for (home, found) in target(cx.snapshot, doc, reference, named) {
                if let Some((slot, _)) = cx.snapshot.find(&home.uri) {
                    unit(slot, home, found);
                }
            }
        }
        Some(Thing::Unit(found)) => unit(id, doc, found),
        Some(Thing::Term(i, _)) => {
            let spans = term_spans(doc, i, declared);
            list.extend(spans.into_iter().map(|s| cx.snapshot.location(doc, s)));
        }
        None => {}
    }
    Ok(Some(list))
}

fn term_spans(doc: &Doc, definition: usize, declared: bool) -> Vec<Span> {
    let terms = doc.terms();
    let own = terms.definitions.get(definition).filter(|_| declared).map(|d| d.term);
    own.into_iter().chain(terms.uses(doc.text(), doc.tree()).of(definition)).collect()
}

/// `textDocument/documentHighlight`.
pub fn highlight(cx: &Cx<'_>, params: DocumentHighlightParams) -> Answer<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    let Some((_, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let mut spans: Vec<(Span, DocumentHighlightKind)> = Vec::new();
    let unit = |id: ProvisionId, spans: &mut Vec<(Span, DocumentHighlightKind)>| {
        spans.push((name_span(doc, id), DocumentHighlightKind::Write));
        spans.extend(doc.cited().unit(id).iter().map(|(_, s)| (*s, DocumentHighlightKind::Read)));
    };
    match thing(doc, offset) {
        Some(Thing::Citation(Reference { scope: Scope::Internal, .. }, Some(named))) => {
            if let Resolution::Found(id) = named.resolution {
                unit(id, &mut spans);
            }
        }
        Some(Thing::Unit(id)) => unit(id, &mut spans),
        Some(Thing::Term(i, _)) => {
            spans.extend(
                term_spans(doc, i, true)
                    .into_iter()
                    .enumerate()
                    .map(|(n, s)| (s, if n == 0 { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read })),
            );
        }
        _ => {}
    }
    Ok(Some(
        spans
            .into_iter()
            .map(|(s, kind)| DocumentHighlight { range: cx.snapshot.range(doc, s), kind: Some(kind) })
            .collect(),
    ))
}

/// `textDocument/documentLink`: citations of other documents of the workspace. Those inside one document are reached
/// by go to definition; a link on each would underline half of a statute.
pub fn links(cx: &Cx<'_>, params: DocumentLinkParams) -> Answer<Option<Vec<DocumentLink>>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    let mut out = Vec::new();
    for reference in doc.outward() {
        cx.check()?;
        for (other, unit) in target(cx.snapshot, doc, reference, reference.targets.first()) {
            // A text that names itself as a whole leads nowhere new.
            if unit == Document::ROOT && std::ptr::eq(other, doc) {
                continue;
            }
            let line = doc_line(other, unit) + 1;
            let title = if unit == Document::ROOT { None } else { Some(other.title(unit)) };
            out.push(DocumentLink {
                range: cx.snapshot.range(doc, reference.span),
                target: Some(Uri(format!("{}#L{line}", other.client_uri))),
                tooltip: title,
                data: None,
            });
        }
    }
    Ok(Some(out))
}

fn doc_line(doc: &Doc, unit: ProvisionId) -> usize {
    if unit == Document::ROOT { 0 } else { doc.lines.line(doc.tree().get(unit).span.start) }
}
