//! Completion: labels of units after a unit word, defined terms elsewhere.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, CompletionParams, CompletionResponse,
    Documentation, Range, TextEdit,
};

use rustc_hash::FxHashSet;

use super::dispatch::{Answer, Cx};
use super::navigate::by_path;
use super::snapshot::Doc;
use crate::document::{Document, Kind, ProvisionId};
use crate::span::Span;

/// Items given at most.
const MOST: usize = 1000;

/// Unit words and the kinds they name.
const UNITS: [(&str, &[Kind]); 26] = [
    ("article", &[Kind::Article]),
    ("art", &[Kind::Article]),
    ("section", &[Kind::Section]),
    ("sec", &[Kind::Section]),
    ("subsection", &[Kind::Subsection]),
    ("paragraph", &[Kind::Paragraph, Kind::Subsection]),
    ("para", &[Kind::Paragraph, Kind::Subsection]),
    ("subparagraph", &[Kind::Subparagraph]),
    ("clause", &[Kind::Clause, Kind::Section]),
    ("subclause", &[Kind::Subclause]),
    ("point", &[Kind::Item, Kind::Paragraph, Kind::Subparagraph]),
    ("item", &[Kind::Item]),
    ("book", &[Kind::Book]),
    ("title", &[Kind::Title]),
    ("part", &[Kind::Part]),
    ("subpart", &[Kind::Subpart]),
    ("chapter", &[Kind::Chapter]),
    ("subchapter", &[Kind::Subchapter]),
    ("division", &[Kind::Division]),
    ("subdivision", &[Kind::Subdivision]),
    ("annex", &[Kind::Annex]),
    ("appendix", &[Kind::Appendix]),
    ("schedule", &[Kind::Schedule]),
    ("protocol", &[Kind::Protocol]),
    ("recital", &[Kind::Recital]),
    ("regulation", &[Kind::Section, Kind::Article]),
];

/// `textDocument/completion`.
pub fn complete(cx: &Cx<'_>, params: CompletionParams) -> Answer<Option<CompletionResponse>> {
    let at = params.text_document_position_params;
    let Some((_, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let line = doc.lines.span(doc.lines.line(offset), doc.text());
    let before = Span::new(line.start, offset.max(line.start)).of(doc.text());
    let trigger = params.context.and_then(|c| c.trigger_character);
    let items = match unit_before(before) {
        Some((kinds, typed)) => labels(cx, doc, offset, kinds, typed),
        // A space alone asks for nothing but a label.
        None if trigger.is_some() => Vec::new(),
        None => terms(cx, doc, offset, before),
    };
    Ok(Some(CompletionResponse::CompletionList(CompletionList { is_incomplete: false, items, ..Default::default() })))
}

/// The kinds that the unit word before the cursor names, and what is typed of the label: "Article 1" gives "1".
fn unit_before(before: &str) -> Option<(&'static [Kind], &str)> {
    let label = |c: char| c.is_alphanumeric() || matches!(c, '.' | '(' | ')' | '-');
    let typed_at = before.char_indices().rev().take_while(|(_, c)| label(*c)).last().map_or(before.len(), |(i, _)| i);
    let typed = before.get(typed_at..)?;
    let rest = before.get(..typed_at)?;
    if rest.ends_with('§') || rest.trim_end().ends_with('§') {
        return Some((&[Kind::Section, Kind::Paragraph], typed));
    }
    // Words are not labels: what is typed must look like one.
    if typed.chars().filter(|c| c.is_alphabetic()).count() > 4 || !rest.ends_with([' ', '\u{a0}']) {
        return None;
    }
    // In a list, the unit word stands before the first label: "Articles 3, 4 and ".
    let mut words = rest.split_whitespace().rev();
    for _ in 0..8 {
        let word = words.next()?.trim_end_matches([',', '.']).to_lowercase();
        let single = word.strip_suffix('s').unwrap_or(&word);
        if let Some((_, kinds)) = UNITS.iter().find(|(name, _)| *name == word || *name == single) {
            return Some((kinds, typed));
        }
        let joins = matches!(word.as_str(), "and" | "or" | "to");
        let listed = word.chars().any(|c| c.is_ascii_digit()) || (word.starts_with('(') && word.ends_with(')'));
        if !joins && !listed {
            return None;
        }
    }
    None
}

/// The unit that the labels typed so far lead to, and what is typed of the next: of "5(2)(a" paragraph (2) of section 5,
/// and "(a".
fn holder<'t>(tree: &Document, typed: &'t str) -> Option<(ProvisionId, &'t str)> {
    let open = typed.rfind('(').filter(|&i| i > 0 && !typed.get(i..).is_some_and(|t| t.contains(')')))?;
    let labels = typed.get(..open)?.split(['(', ')']).filter(|l| !l.is_empty());
    let path = labels.collect::<Vec<_>>().join("/");
    Some((by_path(tree, &path)?, typed.get(open..)?))
}

fn labels(cx: &Cx<'_>, doc: &Doc, offset: u32, kinds: &[Kind], typed: &str) -> Vec<CompletionItem> {
    let tree = doc.tree();
    if let Some((unit, typed)) = holder(tree, typed) {
        let range = cx.snapshot.range(doc, Span::new(offset.saturating_sub(typed.len() as u32), offset));
        let inside = tree.children(unit).filter(|&id| !tree.get(id).quoted).take(MOST).enumerate();
        return inside.filter_map(|(i, id)| label_item(doc, id, i, range)).collect();
    }
    let here = tree.at(offset);
    // Paragraphs and items are meant of the unit that the citation stands in, unless it has none.
    let top = tree.ancestors(here).find(|&id| matches!(tree.get(id).kind, Kind::Article | Kind::Section));
    let range = cx.snapshot.range(doc, Span::new(offset.saturating_sub(typed.len() as u32), offset));
    for kind in kinds {
        let own_run = matches!(kind, Kind::Article | Kind::Section) || kind.is_container();
        let mut within: Vec<ProvisionId> = vec![Document::ROOT];
        if !own_run {
            within.splice(0..0, top);
        }
        for whole in within {
            let last = tree.get(whole).end;
            let like = |id: &ProvisionId| tree.get(*id).kind == *kind && !tree.get(*id).quoted;
            let mut units: Vec<ProvisionId> = (whole.0..last.0).map(ProvisionId).filter(like).collect();
            if !own_run {
                // One of each label: of units around the citation before others.
                units.sort_by_key(|&id| !tree.get(id).parent.is_some_and(|up| tree.within(here, up)));
                let mut seen: FxHashSet<&str> = FxHashSet::default();
                units.retain(|&id| tree.get(id).label.as_ref().is_some_and(|l| seen.insert(l.key.as_str())));
            }
            let units = units.into_iter().take(MOST).enumerate();
            let items: Vec<CompletionItem> = units.filter_map(|(i, id)| label_item(doc, id, i, range)).collect();
            if !items.is_empty() {
                return items;
            }
        }
    }
    Vec::new()
}

fn label_item(doc: &Doc, id: ProvisionId, order: usize, range: Range) -> Option<CompletionItem> {
    let unit = doc.tree().get(id);
    let label = unit.label.as_ref()?;
    let printed = label.span.of(doc.text());
    let bracketed = printed.contains(&format!("({})", label.key));
    let new_text = if bracketed { format!("({})", label.key) } else { label.key.to_string() };
    let heading = unit.heading.map(|h| h.of(doc.text()).split_whitespace().collect::<Vec<_>>().join(" "));
    let body = doc.tree().blocks_of(id).find(|b| b.kind.is_prose()).map(|b| b.span.of(doc.text()));
    let short = body.map(|b| b.chars().take(400).collect::<String>());
    Some(CompletionItem {
        label: new_text.clone(),
        kind: Some(CompletionItemKind::Reference),
        detail: heading.or_else(|| Some(doc.title(id))),
        documentation: short.map(Documentation::String),
        sort_text: Some(format!("{order:06}")),
        filter_text: Some(new_text.clone()),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
        ..Default::default()
    })
}

fn terms(cx: &Cx<'_>, doc: &Doc, offset: u32, before: &str) -> Vec<CompletionItem> {
    let tree = doc.tree();
    let here = tree.at(offset);
    let text = doc.text();
    let word = before.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '-').last();
    let typed_at = word.map_or(before.len(), |(i, _)| i);
    let typed = before.get(typed_at..).unwrap_or("");
    let range = cx.snapshot.range(doc, Span::new(offset.saturating_sub(typed.len() as u32), offset));
    let mut seen: Vec<&str> = Vec::new();
    let mut out = Vec::new();
    let low = typed.to_lowercase();
    for definition in &doc.terms().definitions {
        if !tree.within(here, definition.scope) || !definition.key.starts_with(&low) {
            continue;
        }
        let name = definition.term.of(text);
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let new_text: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let body: String = definition.body.of(text).chars().take(400).collect();
        out.push(CompletionItem {
            label: new_text.clone(),
            kind: Some(CompletionItemKind::Constant),
            detail: Some(format!("defined in {}", doc.place(definition.provision))),
            documentation: Some(Documentation::String(body)),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
            ..Default::default()
        });
        if out.len() >= 200 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_word_asks_for_labels() {
        let seen = |before| unit_before(before).map(|(kinds, typed)| (kinds[0], typed));
        assert_eq!(seen("as set out in Article "), Some((Kind::Article, "")));
        assert_eq!(seen("as set out in Articles 3, 4 and 1"), Some((Kind::Article, "1")));
        assert_eq!(seen("under paragraph (a"), Some((Kind::Paragraph, "(a")));
        assert_eq!(seen("§ 15"), Some((Kind::Section, "15")));
        assert_eq!(seen("§15"), Some((Kind::Section, "15")));
        assert_eq!(seen("The article on "), None);
        assert_eq!(seen("An operator"), None);
        assert_eq!(seen(""), None);
    }
}
