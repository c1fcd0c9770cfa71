//! Units in words, for messages: "section 5(b)(2)", "(c) is followed by (e)".

use crate::document::{Document, Kind, ProvisionId};
use crate::references::{Reference, Scope, Target, TargetRole};
use crate::span::Span;

/// The address of a unit as a citation would print it: `5(b)(2)`, `3.4`, `2, section 5(a)` in a schedule, `the text` for
/// the root.
pub(super) fn address(text: &str, doc: &Document, id: ProvisionId) -> String {
    let mut parts: Vec<String> = Vec::new();
    // What stands inside another number has its word before it: in schedule 2 "3" alone would read as 23.
    let mut inner: Option<&str> = None;
    for up in doc.ancestors(id) {
        let unit = doc.get(up);
        if unit.kind.is_container() && up != id {
            continue;
        }
        let Some(label) = unit.label.as_ref().filter(|l| !l.key.is_empty()) else { continue };
        let printed = label.span.of(text);
        let bracketed = printed.starts_with('(') || printed.ends_with(')');
        let decimal = parts
            .last()
            .is_some_and(|low: &String| low.strip_prefix(label.key.as_str()).is_some_and(|r| r.starts_with('.')));
        if decimal {
            continue;
        }
        if let Some(word) = inner.take()
            && let Some(low) = parts.last_mut()
        {
            *low = format!(", {word} {low}");
        }
        if !bracketed {
            inner = Some(unit.kind.name());
        }
        parts.push(if bracketed { format!("({})", label.key) } else { label.key.to_string() });
    }
    if parts.is_empty() {
        return "the text".to_owned();
    }
    parts.reverse();
    parts.concat()
}

/// A unit with its word: `section 5(b)(2)`, `subsection (b)`.
pub(super) fn unit(text: &str, doc: &Document, id: ProvisionId) -> String {
    if id == Document::ROOT {
        return "this text".to_owned();
    }
    let top = doc
        .ancestors(id)
        .filter(|&a| !doc.get(a).kind.is_container() && doc.get(a).label.is_some())
        .last()
        .unwrap_or(id);
    let kind = match doc.get(top).kind {
        Kind::Section => "section",
        // A part of a resolution goes by the words that open it.
        Kind::Group => return format!("“{}”", address(text, doc, id)),
        kind => kind.name(),
    };
    format!("{kind} {}", address(text, doc, id))
}

/// A label in the brackets that its siblings have.
pub(super) fn label(text: &str, doc: &Document, id: ProvisionId) -> String {
    doc.get(id).label.as_ref().map_or_else(String::new, |l| l.span.of(text).trim_end_matches('.').to_owned())
}

/// Span of a unit's label, to point at.
pub(super) fn label_span(doc: &Document, id: ProvisionId) -> Span {
    let unit = doc.get(id);
    unit.label.as_ref().map_or(Span::new(unit.span.start, unit.span.start), |l| l.span)
}

/// Children that count in addresses, in order; those of headings and parts in their place.
pub(super) fn labelled_children(doc: &Document, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
    doc.children(id).filter(move |&c| doc.get(c).label.is_some() && !doc.get(c).kind.is_container())
}

/// The label that the citation gives and its holder lacks: the first one past the holder's own address.
pub(super) fn lacking<'t>(doc: &Document, target: &'t Target) -> &'t str {
    let depth = if target.within == Document::ROOT { 0 } else { doc.path(target.within).len() };
    target.labels().nth(depth).or_else(|| target.labels().last()).unwrap_or("")
}

/// References that say something of this text: internal, not quoted.
pub(super) fn own(references: &[Reference]) -> impl Iterator<Item = &Reference> {
    references.iter().filter(|r| matches!(r.scope, Scope::Internal) && !r.quoted)
}

/// What a citation points to, holders left out.
pub(super) fn members(reference: &Reference) -> impl Iterator<Item = &Target> {
    reference.targets.iter().filter(|t| t.role != TargetRole::Holder)
}
