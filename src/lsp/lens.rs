//! What is shown between and beside the lines: how often a unit is cited, what a relative reference means.

use gen_lsp_types::{CodeLens, CodeLensParams, Command, InlayHint, InlayHintKind, InlayHintParams, Label};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::dispatch::{Answer, Cx};
use super::navigate::name_span;
use crate::document::{Document, ProvisionId};
use crate::findings::DocId;
use crate::graph;
use crate::references::{Resolution, Scope};

/// `textDocument/codeLens`: "cited by 7" above each unit that is cited.
pub fn lenses(cx: &Cx<'_>, params: CodeLensParams) -> Answer<Option<Vec<CodeLens>>> {
    let Some((id, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    if !cx.snapshot.client.settings.code_lens {
        return Ok(Some(Vec::new()));
    }
    let outside = cited_from_outside(cx, id)?;
    let tree = doc.tree();
    let mut out = Vec::new();
    for (unit, provision) in tree.iter().skip(1) {
        if provision.label.is_none() || provision.quoted {
            continue;
        }
        let inside = doc.cited().unit(unit);
        let from = if outside.is_empty() { None } else { outside.get(&tree.path(unit).join("/")) };
        let count = inside.len() + from.map_or(0, Vec::len);
        if count == 0 {
            continue;
        }
        let range = cx.snapshot.range(doc, name_span(doc, unit));
        let title = format!("cited by {count}");
        let command = if cx.snapshot.client.shows_references {
            let mut places: Vec<Value> = Vec::new();
            places.extend(inside.iter().map(|(_, s)| json!(cx.snapshot.location(doc, *s))));
            places.extend(from.into_iter().flatten().cloned());
            Command {
                title,
                tooltip: None,
                command: "normlint.showReferences".to_owned(),
                arguments: Some(vec![json!(&*doc.client_uri), json!(range.start), json!(places)]),
            }
        } else {
            Command { title, tooltip: None, command: String::new(), arguments: None }
        };
        out.push(CodeLens { range, command: Some(command), data: None });
    }
    Ok(Some(out))
}

/// Places in other documents that cite units of this one, by the unit's path.
fn cited_from_outside(cx: &Cx<'_>, id: DocId) -> Answer<FxHashMap<String, Vec<Value>>> {
    let mut out: FxHashMap<String, Vec<Value>> = FxHashMap::default();
    let Some(doc) = cx.snapshot.doc(id) else { return Ok(out) };
    for (slot, other) in cx.snapshot.docs.iter().enumerate() {
        if slot == id.0 as usize || !graph::cites(&other.exports, &doc.exports) {
            continue;
        }
        cx.check()?;
        for reference in other.outward() {
            let Scope::External { name } = &reference.scope else { continue };
            if !graph::goes_by(&doc.exports, name.of(other.text())) {
                continue;
            }
            for target in &reference.targets {
                let place = json!(cx.snapshot.location(other, target.span));
                out.entry(target.path.to_string()).or_default().push(place);
            }
        }
    }
    Ok(out)
}

/// `textDocument/inlayHint`: the unit that "the preceding paragraph" or "this Article" names.
pub fn hints(cx: &Cx<'_>, params: InlayHintParams) -> Answer<Option<Vec<InlayHint>>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    if !cx.snapshot.client.settings.inlay_hints {
        return Ok(Some(Vec::new()));
    }
    let within = cx.snapshot.span(doc, params.range);
    let references = &doc.entry().analysis.references;
    let from = references.partition_point(|r| r.span.end < within.start);
    let mut out = Vec::new();
    for reference in references.iter().skip(from).take_while(|r| r.span.start <= within.end) {
        if !reference.relative {
            continue;
        }
        let found = reference.targets.iter().find_map(|t| match t.resolution {
            Resolution::Found(id) if id != Document::ROOT => Some(id),
            _ => None,
        });
        let Some(unit) = found else { continue };
        out.push(InlayHint {
            position: cx.snapshot.position(doc, reference.span.end),
            label: Label::String(format!("= {}", full_title(doc, unit))),
            kind: Some(InlayHintKind::Type),
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    }
    Ok(Some(out))
}

/// A unit's title with those of the units above it that carry a label of their own: "Article 5, paragraph (a)".
fn full_title(doc: &super::snapshot::Doc, unit: ProvisionId) -> String {
    let tree = doc.tree();
    let mut parts: Vec<String> = Vec::new();
    let mut low = String::new();
    for up in tree.ancestors(unit) {
        let provision = tree.get(up);
        let Some(label) = &provision.label else { continue };
        if (provision.kind.is_container() && up != unit) || low.starts_with(&format!("{}.", label.key)) {
            continue;
        }
        low = label.key.to_string();
        parts.push(doc.title(up));
    }
    parts.reverse();
    parts.join(", ")
}
