//! Citations as the protocol's call hierarchy: a unit is "called" by those who cite it.

use gen_lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range, Uri,
};
use rustc_hash::FxHashMap;
use serde_json::json;

use super::dispatch::{Answer, Cx};
use super::navigate::{Thing, citations, name_span, target, thing};
use super::snapshot::{Doc, Snapshot};
use super::symbols;
use crate::document::{Document, ProvisionId};
use crate::findings::DocId;

fn item(snapshot: &Snapshot, doc: &Doc, id: ProvisionId) -> CallHierarchyItem {
    let unit = doc.tree().get(id);
    let file = doc.source().path.file_name().map(|n| n.to_string_lossy().into_owned());
    let name = if id == Document::ROOT { file.clone().unwrap_or_default() } else { doc.title(id) };
    CallHierarchyItem {
        name,
        kind: symbols::kind(unit.kind),
        tags: None,
        detail: unit.heading.map(|h| h.of(doc.text()).trim().to_owned()).or(file),
        uri: Uri(doc.client_uri.to_string()),
        range: snapshot.range(doc, unit.span),
        selection_range: snapshot.range(doc, name_span(doc, id)),
        data: Some(json!(id.0)),
    }
}

/// The unit an item speaks of, if the text still has it there.
fn of_item<'s>(snapshot: &'s Snapshot, item: &CallHierarchyItem) -> Option<(DocId, &'s Doc, ProvisionId)> {
    let (slot, doc) = snapshot.find(&item.uri.0)?;
    let id = ProvisionId(u32::try_from(item.data.as_ref()?.as_u64()?).ok()?);
    (id.index() < doc.tree().provisions.len()).then_some((slot, doc, id))
}

/// `textDocument/prepareCallHierarchy`.
pub fn prepare(cx: &Cx<'_>, params: CallHierarchyPrepareParams) -> Answer<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let Some((_, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let units = match thing(doc, offset) {
        Some(Thing::Citation(reference, named)) => target(cx.snapshot, doc, reference, named),
        Some(Thing::Unit(id)) => vec![(doc, id)],
        _ => vec![(doc, doc.tree().at(offset))],
    };
    Ok(Some(units.into_iter().map(|(d, id)| item(cx.snapshot, d, id)).collect()))
}

/// Ranges by the unit they belong to, units in the order first met.
#[derive(Default)]
struct Gathered<'s> {
    units: Vec<(&'s Doc, ProvisionId, Vec<Range>)>,
    seen: FxHashMap<(*const Doc, ProvisionId), usize>,
}

impl<'s> Gathered<'s> {
    fn add(&mut self, doc: &'s Doc, id: ProvisionId, range: Range) {
        let next = self.units.len();
        let at = *self.seen.entry((std::ptr::from_ref(doc), id)).or_insert(next);
        if at == next {
            self.units.push((doc, id, Vec::new()));
        }
        if let Some((_, _, ranges)) = self.units.get_mut(at) {
            ranges.push(range);
        }
    }
}

/// `callHierarchy/incomingCalls`: who cites the unit.
pub fn incoming(
    cx: &Cx<'_>,
    params: CallHierarchyIncomingCallsParams,
) -> Answer<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some((slot, doc, id)) = of_item(cx.snapshot, &params.item) else { return Ok(None) };
    let mut units = Gathered::default();
    for (other, reference, span) in citations(cx.snapshot, slot, doc, id) {
        units.add(other, reference.provision, cx.snapshot.range(other, span));
    }
    let calls = units
        .units
        .into_iter()
        .map(|(d, id, from_ranges)| CallHierarchyIncomingCall { from: item(cx.snapshot, d, id), from_ranges });
    Ok(Some(calls.collect()))
}

/// `callHierarchy/outgoingCalls`: whom the unit cites, its own units included.
pub fn outgoing(
    cx: &Cx<'_>,
    params: CallHierarchyOutgoingCallsParams,
) -> Answer<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some((_, doc, id)) = of_item(cx.snapshot, &params.item) else { return Ok(None) };
    let span = doc.tree().get(id).span;
    let references = &doc.entry().analysis.references;
    let from = references.partition_point(|r| r.span.start < span.start);
    let mut units = Gathered::default();
    for reference in references.iter().skip(from).take_while(|r| r.span.start < span.end) {
        for named in &reference.targets {
            for (other, id) in target(cx.snapshot, doc, reference, Some(named)) {
                units.add(other, id, cx.snapshot.range(doc, named.span));
            }
        }
    }
    let calls = units
        .units
        .into_iter()
        .map(|(d, id, from_ranges)| CallHierarchyOutgoingCall { to: item(cx.snapshot, d, id), from_ranges });
    Ok(Some(calls.collect()))
}
