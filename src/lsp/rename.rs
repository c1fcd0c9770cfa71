//! Renaming: a defined term wherever its definition holds; a unit's label with every citation of it.

use gen_lsp_types::{PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, WorkspaceEdit};

use super::actions::renumbered;
use super::dispatch::{Answer, Cx, Failure};
use super::edits::{Review, workspace_edit};
use super::navigate::{Thing, thing};
use super::snapshot::Doc;
use crate::document::ProvisionId;
use crate::engine::renumber::Change;
use crate::findings::{DocId, Edit};
use crate::references::{Resolution, Scope};
use crate::span::Span;

/// What can be renamed at an offset, and the words to change.
fn subject(doc: &Doc, offset: u32) -> Option<(Subject, Span)> {
    match thing(doc, offset)? {
        Thing::Term(i, words) => Some((Subject::Term(i), words)),
        Thing::Unit(id) => {
            let label = doc.tree().get(id).label.as_ref()?;
            let printed = label.span.of(doc.text());
            let from = label.span.start + printed.rfind(label.key.as_str())? as u32;
            Some((Subject::Unit(id), Span::new(from, from + label.key.len() as u32)))
        }
        Thing::Citation(reference, Some(named)) if reference.scope == Scope::Internal => {
            let Resolution::Found(id) = named.resolution else { return None };
            let label = doc.tree().get(id).label.as_ref()?;
            let from = named.span.start + named.span.of(doc.text()).rfind(label.key.as_str())? as u32;
            Some((Subject::Unit(id), Span::new(from, from + label.key.len() as u32)))
        }
        Thing::Citation(..) => None,
    }
}

enum Subject {
    Term(usize),
    Unit(ProvisionId),
}

/// `textDocument/prepareRename`.
pub fn prepare(cx: &Cx<'_>, params: PrepareRenameParams) -> Answer<Option<PrepareRenameResult>> {
    let at = params.text_document_position_params;
    let Some((_, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let Some((subject, words)) = subject(doc, offset) else { return Ok(None) };
    let placeholder = match subject {
        // The term as defined, even where the cursor is on its plural.
        Subject::Term(i) => {
            let definition = doc.terms().definitions.get(i);
            one_line(definition.map_or(words, |d| d.term).of(doc.text()))
        }
        Subject::Unit(_) => words.of(doc.text()).to_owned(),
    };
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range: cx.snapshot.range(doc, words),
        placeholder,
    })))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `textDocument/rename`.
pub fn rename(cx: &Cx<'_>, params: RenameParams) -> Answer<Option<WorkspaceEdit>> {
    let at = params.text_document_position_params;
    let Some((id, doc)) = cx.snapshot.find(&at.text_document.uri.0) else { return Ok(None) };
    let offset = cx.snapshot.offset(doc, at.position);
    let new = one_line(&params.new_name);
    if new.is_empty() {
        return Err(Failure::failed("a name needs at least one word"));
    }
    let Some((subject, _)) = subject(doc, offset) else {
        return Err(Failure::failed("neither a defined term nor a unit's label stands here"));
    };
    match subject {
        Subject::Term(i) => {
            let edits = term(doc, id, i, &new)?;
            let label = format!("rename to “{new}”");
            Ok(Some(workspace_edit(cx.snapshot, &edits, Some(Review { label: &label, confirm: false }))))
        }
        Subject::Unit(unit) => {
            let plan = renumbered(cx.snapshot, id, doc, &Change::Relabel(unit, new.clone()))
                .map_err(|e| Failure::failed(e.to_string()))?;
            let label = format!("relabel to {new}");
            Ok(Some(workspace_edit(cx.snapshot, &plan.edits, Some(Review { label: &label, confirm: false }))))
        }
    }
}

/// Edits that rename a term in its definition and wherever that definition holds.
fn term(doc: &Doc, id: DocId, index: usize, new: &str) -> Answer<Vec<Edit>> {
    let terms = doc.terms();
    let text = doc.text();
    let tree = doc.tree();
    let definition = terms.definitions.get(index).ok_or_else(|| Failure::failed("the definition is gone"))?;
    let key = new.to_lowercase();
    let clash = terms.definitions.iter().enumerate().find(|(i, d)| {
        let meet = tree.within(d.scope, definition.scope) || tree.within(definition.scope, d.scope);
        *i != index && d.key == key.as_str() && d.key != definition.key && meet
    });
    if let Some((_, other)) = clash {
        let place = doc.title(other.provision);
        return Err(Failure::failed(format!("“{new}” is already defined in {place}; two meanings would become one")));
    }
    let old = one_line(definition.term.of(text));
    let mut edits = vec![Edit { doc: id, span: definition.term, text: new.to_owned() }];
    for span in terms.uses(text, tree).of(index) {
        if let Some(word) = renamed(&one_line(span.of(text)), &old, new) {
            edits.push(Edit { doc: id, span, text: as_set(span.of(text), &word) });
        }
    }
    Ok(edits)
}

/// The new words, parted as the old ones are where they are as many: a term that runs over a line end still does.
fn as_set(old: &str, new: &str) -> String {
    if old.split_whitespace().count() != new.split_whitespace().count() {
        return new.to_owned();
    }
    let mut out = String::with_capacity(old.len().max(new.len()));
    let mut rest = old;
    for word in new.split_whitespace() {
        rest = rest.trim_start_matches(|c: char| !c.is_whitespace());
        let gap = rest.len() - rest.trim_start().len();
        out.push_str(word);
        out.push_str(rest.get(..gap).unwrap_or(" "));
        rest = rest.get(gap..).unwrap_or("");
    }
    out
}

/// The new word for a use of the old one: in the same number and case. None for a lower-case word where the term is
/// defined with a capital: that may be the ordinary word, and `term-case-drift` speaks of it.
fn renamed(used: &str, old: &str, new: &str) -> Option<String> {
    let capital = |s: &str| s.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let all_caps = |s: &str| s.chars().any(char::is_alphabetic) && !s.chars().any(char::is_lowercase);
    if capital(old) && !capital(used) {
        return None;
    }
    let (low, base) = (used.to_lowercase(), old.to_lowercase());
    let mut word = match low.strip_prefix(&base) {
        Some(ending) => match ending {
            "" => new.to_owned(),
            "s" | "es" => plural(new),
            "'s" | "’s" => format!("{new}{ending}"),
            "s'" | "s’" | "es'" | "es’" => format!("{}{}", plural(new), ending.trim_start_matches(['e', 's'])),
            _ => new.to_owned(),
        },
        // "parties" of "party", and a term defined in the plural and used in the singular.
        None if low.ends_with("ies") && base.ends_with('y') => plural(new),
        None if base.starts_with(&low) || (base.ends_with("ies") && low.ends_with('y')) => singular(new),
        None => new.to_owned(),
    };
    let stem = used.split(['\'', '’']).next().unwrap_or(used);
    if all_caps(stem) && !all_caps(old) {
        // "OPERATOR’s": the ending stays as it is.
        let ending = word.find(['\'', '’']).unwrap_or(word.len());
        word = word.get(..ending).unwrap_or_default().to_uppercase() + word.get(ending..).unwrap_or_default();
    } else if capital(used) && !capital(old) {
        let mut chars = word.chars();
        word = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
    }
    Some(word)
}

fn plural(word: &str) -> String {
    let low = word.to_lowercase();
    let before = low.chars().rev().nth(1);
    if low.ends_with('y') && before.is_some_and(|c| !"aeiou".contains(c)) {
        let stem: String = word.chars().take(word.chars().count() - 1).collect();
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|e| low.ends_with(e));
    if hisses { format!("{word}es") } else { format!("{word}s") }
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    word.strip_suffix('s').filter(|w| !w.ends_with('s')).unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_runs_over_a_line_end_still_does() {
        assert_eq!(as_set("Member\n  States", "State Members"), "State\n  Members");
        assert_eq!(as_set("Member\nStates", "Parties"), "Parties");
        assert_eq!(as_set("operator", "licensee"), "licensee");
    }

    #[test]
    fn a_use_keeps_its_number_and_case() {
        let to = |used, old, new| renamed(used, old, new);
        assert_eq!(to("Operators", "Operator", "Carrier").as_deref(), Some("Carriers"));
        assert_eq!(to("Operator’s", "Operator", "Carrier").as_deref(), Some("Carrier’s"));
        assert_eq!(to("operator", "Operator", "Carrier"), None);
        assert_eq!(to("Operator", "operator", "carrier").as_deref(), Some("Carrier"));
        assert_eq!(to("OPERATOR", "operator", "carrier").as_deref(), Some("CARRIER"));
        assert_eq!(to("OPERATOR’s", "operator", "carrier").as_deref(), Some("CARRIER’s"));
        assert_eq!(to("parties", "party", "company").as_deref(), Some("companies"));
        assert_eq!(to("Operators’", "Operator", "Carrier").as_deref(), Some("Carriers’"));
        assert_eq!(to("branch", "branches", "offices").as_deref(), Some("office"));
    }
}
