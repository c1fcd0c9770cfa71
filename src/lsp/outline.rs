//! Folding and selection, by unit and block.

use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams, Range, SelectionRange, SelectionRangeParams};

use super::dispatch::{Answer, Cx};
use super::snapshot::Doc;
use crate::document::Document;
use crate::span::Span;

/// `textDocument/foldingRange`: every unit of more than one line.
pub fn folding(cx: &Cx<'_>, params: FoldingRangeParams) -> Answer<Option<Vec<FoldingRange>>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    let mut out: Vec<FoldingRange> = Vec::new();
    for (_, unit) in doc.tree().iter().skip(1) {
        let Range { start, end } = cx.snapshot.range(doc, unit.span);
        // Two folds on one line: editors keep the outer one.
        if end.line <= start.line || out.last().is_some_and(|o| o.start_line == start.line) {
            continue;
        }
        let columns = !cx.snapshot.client.folds_lines;
        out.push(FoldingRange {
            start_line: start.line,
            // From the end of the first line, as where none is given: the label stays in view.
            start_character: None,
            end_line: end.line,
            end_character: columns.then_some(end.character),
            kind: Some(FoldingRangeKind::Region),
            collapsed_text: None,
        });
    }
    Ok(Some(out))
}

/// `textDocument/selectionRange`: word, clause, block, unit, the units around it, the whole text.
pub fn selection(cx: &Cx<'_>, params: SelectionRangeParams) -> Answer<Option<Vec<SelectionRange>>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    let ranges = params.positions.into_iter().map(|p| around(cx, doc, cx.snapshot.offset(doc, p))).collect();
    Ok(Some(ranges))
}

fn around(cx: &Cx<'_>, doc: &Doc, offset: u32) -> SelectionRange {
    let tree = doc.tree();
    let holds = |s: Span| s.start <= offset && offset <= s.end;
    let mut spans = vec![word_at(doc.text(), offset)];
    let analysis = &doc.entry().analysis;
    let near = |starts: usize| starts.saturating_sub(16)..starts;
    let at = analysis.references.partition_point(|r| r.span.start <= offset);
    spans.extend(analysis.references.get(near(at)).unwrap_or(&[]).iter().map(|r| r.span).filter(|s| holds(*s)));
    let at = analysis.norms.partition_point(|n| n.span.start <= offset);
    spans.extend(analysis.norms.get(near(at)).unwrap_or(&[]).iter().map(|n| n.span).filter(|s| holds(*s)));
    let at = tree.blocks.partition_point(|b| b.span.start <= offset);
    spans.extend(at.checked_sub(1).and_then(|i| tree.blocks.get(i)).map(|b| b.span).filter(|s| holds(*s)));
    spans.extend(tree.ancestors(tree.at(offset)).map(|id| tree.get(id).span).filter(|s| holds(*s)));
    spans.push(tree.get(Document::ROOT).span);
    spans.sort_by_key(|s| s.len());
    spans.dedup();
    // Each must hold the one before it.
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|inner| span.contains(*inner) && span != *inner) {
            chain.push(span);
        }
    }
    let mut out: Option<SelectionRange> = None;
    for span in chain.into_iter().rev() {
        out = Some(SelectionRange { range: cx.snapshot.range(doc, span), parent: out.map(Box::new) });
    }
    out.unwrap_or_default()
}

/// The word around an offset; nothing where none stands there.
#[must_use]
pub fn word_at(text: &str, offset: u32) -> Span {
    let offset = offset as usize;
    let (Some(before), Some(after)) = (text.get(..offset), text.get(offset..)) else {
        return Span::at(offset, offset);
    };
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_');
    let start = before.char_indices().rev().take_while(|(_, c)| inside(*c)).last().map_or(offset, |(i, _)| i);
    let end = offset + after.char_indices().take_while(|(_, c)| inside(*c)).last().map_or(0, |(i, c)| i + c.len_utf8());
    Span::at(start, end)
}
