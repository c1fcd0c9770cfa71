//! What the rules of this family have in common: names of units, quotations of words, bearers.

use crate::document::{Document, Kind, ProvisionId};
use crate::norms::{HedgeKind, Modality, Norm};
use crate::span::Span;

/// The unit whose text a reader takes in at one go: the article, section or the like that holds the provision.
pub fn article(document: &Document, id: ProvisionId) -> ProvisionId {
    let mut best = id;
    for up in document.ancestors(id) {
        let unit = document.get(up);
        match unit.kind {
            Kind::Article | Kind::Section => return up,
            kind if kind.is_container() => return best,
            _ => best = up,
        }
    }
    best
}

/// "3.4", "section 5", "item (a)": how a message names a provision; none for text outside numbered units.
pub fn unit_name(text: &str, document: &Document, id: ProvisionId) -> Option<String> {
    let holder = document.ancestors(id).find(|&up| document.get(up).label.is_some())?;
    let unit = document.get(holder);
    let label = unit.label.as_ref()?.span.of(text).trim_end_matches('.');
    if label.starts_with('(') || label.ends_with(')') {
        let path = document.path(holder);
        let (first, rest) = path.split_first()?;
        let tail: String = rest.iter().map(|p| format!("({p})")).collect();
        return Some(if rest.is_empty() { label.to_owned() } else { format!("{first}{tail}") });
    }
    Some(label.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The words of a span on one line, shortened.
pub fn quote(text: &str, span: Span) -> String {
    const LONGEST: usize = 90;
    let mut out = String::new();
    for word in span.of(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > LONGEST {
            out.push_str(" …");
            break;
        }
    }
    out
}

/// Whether the norm asks for something with full force and no way out by effort.
pub fn firm(norm: &Norm) -> bool {
    norm.strength >= 3
        && matches!(norm.modality, Modality::Obligation | Modality::Prohibition)
        && !norm.hedges.iter().any(|h| h.kind == HedgeKind::Effort)
}

/// Whether two bearers are the same word, or one of them is unknown.
pub fn same_bearer(a: &Norm, b: &Norm) -> bool {
    matches!((&a.bearer_head, &b.bearer_head), (Some(a), Some(b)) if a == b)
}

/// Whether two norms stand in one provision; in text outside numbered units, in one block.
pub fn together(document: &Document, a: &Norm, b: &Norm) -> bool {
    a.provision == b.provision
        && (!document.get(a.provision).kind.is_container() || block_of(document, a.span) == block_of(document, b.span))
}

fn block_of(document: &Document, span: Span) -> usize {
    document.blocks.partition_point(|b| b.span.start <= span.start)
}
