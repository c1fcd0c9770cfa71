//! Semantic tokens: citations, terms, and modals by their force.

use gen_lsp_types::{SemanticToken, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams};

use super::dispatch::{Answer, Cx};
use super::snapshot::Doc;
use crate::norms::Modality;
use crate::span::Span;

/// Token types, in the order of their numbers. All are the protocol's own, so that every theme colours them.
pub const TYPES: [&str; 3] = ["property", "type", "keyword"];
const CITATION: u32 = 0;
const TERM: u32 = 1;
const MODAL: u32 = 2;

/// Token modifiers, in the order of their bits. All but the first are ours; the editors' pages say how to colour them.
pub const MODIFIERS: [&str; 7] =
    ["definition", "obligation", "prohibition", "permission", "exemption", "right", "recommendation"];

const fn force(modality: Modality) -> u32 {
    match modality {
        Modality::Obligation => 1 << 1,
        Modality::Prohibition => 1 << 2,
        Modality::Permission => 1 << 3,
        Modality::Exemption => 1 << 4,
        Modality::Right | Modality::NoRight => 1 << 5,
        Modality::Recommendation => 1 << 6,
        Modality::Constitutive => 0,
    }
}

/// `textDocument/semanticTokens/full`.
pub fn full(cx: &Cx<'_>, params: SemanticTokensParams) -> Answer<Option<SemanticTokens>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    let whole = Span::at(0, doc.text().len());
    tokens(cx, doc, whole).map(Some)
}

/// `textDocument/semanticTokens/range`.
pub fn range(cx: &Cx<'_>, params: SemanticTokensRangeParams) -> Answer<Option<SemanticTokens>> {
    let Some((_, doc)) = cx.snapshot.find(&params.text_document.uri.0) else { return Ok(None) };
    let within = cx.snapshot.span(doc, params.range);
    tokens(cx, doc, within).map(Some)
}

fn tokens(cx: &Cx<'_>, doc: &Doc, within: Span) -> Answer<SemanticTokens> {
    let analysis = &doc.entry().analysis;
    let mut spans: Vec<(Span, u32, u32)> = Vec::new();
    // What is long begins before the range; nothing is longer than a block, and blocks are short.
    let near = |s: Span| s.start <= within.end && within.start <= s.end;
    for reference in analysis.references.iter().filter(|r| near(r.span)) {
        spans.push((reference.span, CITATION, 0));
    }
    cx.check()?;
    for norm in analysis.norms.iter().filter(|n| near(n.modal)) {
        spans.push((norm.modal, MODAL, force(norm.modality)));
    }
    cx.check()?;
    for definition in analysis.terms.definitions.iter().filter(|d| near(d.term)) {
        spans.push((definition.term, TERM, 1));
    }
    for used in analysis.terms.uses(doc.text(), doc.tree()).all.iter().filter(|u| near(u.span)) {
        spans.push((used.span, TERM, 0));
    }
    cx.check()?;
    // Where two overlap, the one that begins first stays; of two that begin together, the longer.
    spans.sort_by_key(|(s, kind, _)| (s.start, std::cmp::Reverse(s.end), *kind));
    let mut data = Vec::with_capacity(spans.len());
    let (mut line, mut column, mut done) = (0, 0, 0);
    for (span, token_type, token_modifiers_bitset) in spans {
        if span.start < done || span.is_empty() {
            continue;
        }
        done = span.end;
        // A token must end on its line: a citation over a line end is given as two.
        for piece in lines_of(doc, span) {
            let range = cx.snapshot.range(doc, piece);
            let length = range.end.character.saturating_sub(range.start.character);
            if range.end.line != range.start.line || length == 0 {
                continue;
            }
            let delta_line = range.start.line - line;
            let delta_start = if delta_line == 0 { range.start.character - column } else { range.start.character };
            (line, column) = (range.start.line, range.start.character);
            data.push(SemanticToken { delta_line, delta_start, length, token_type, token_modifiers_bitset });
        }
    }
    Ok(SemanticTokens { result_id: None, data })
}

/// A span cut at line ends, white space at the pieces' ends left out.
fn lines_of(doc: &Doc, span: Span) -> Vec<Span> {
    let text = doc.text();
    let (first, last) = (doc.lines.line(span.start), doc.lines.line(span.end.saturating_sub(1)));
    let mut out = Vec::with_capacity(last + 1 - first.min(last));
    for line in first..=last {
        let whole = doc.lines.span(line, text);
        let (start, end) = (whole.start.max(span.start), whole.end.min(span.end));
        if start >= end {
            continue;
        }
        let piece = Span::new(start, end).of(text);
        let lead = piece.len() - piece.trim_start().len();
        let kept = piece.trim().len();
        out.push(Span::at(start as usize + lead, start as usize + lead + kept));
    }
    out
}
