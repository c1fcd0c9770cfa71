//! Fixes: which can be made together, and the text after them.

use std::collections::BTreeMap;

use crate::findings::{DocId, Edit, Finding, Safety};
use crate::span::Span;

/// Edits to make, by document, each document's in the order of the text and none touching another.
pub type Edits = BTreeMap<DocId, Vec<Edit>>;

/// Chooses fixes that can be made together, first come first served; `also_unsafe` takes those that a person must look
/// at. A fix is made with all its edits or not at all. What is left out now comes up again when the changed text is
/// checked.
#[must_use]
pub fn choose_edits<'a>(findings: impl Iterator<Item = &'a Finding>, also_unsafe: bool) -> (Edits, usize) {
    let mut taken: BTreeMap<DocId, BTreeMap<u32, (u32, &Edit)>> = BTreeMap::new();
    let mut made = 0;
    for fix in findings.filter_map(|f| f.fix.as_ref()) {
        if (fix.safety == Safety::Unsafe && !also_unsafe) || fix.edits.is_empty() {
            continue;
        }
        let free = fix.edits.iter().enumerate().all(|(i, edit)| {
            let among = fix.edits.iter().take(i).all(|e| e.doc != edit.doc || apart(e.span, edit.span));
            among && taken.get(&edit.doc).is_none_or(|t| is_free(t, edit.span))
        });
        if free {
            made += 1;
            for edit in &fix.edits {
                taken.entry(edit.doc).or_default().insert(edit.span.start, (edit.span.end, edit));
            }
        }
    }
    let edits = taken.into_iter().map(|(doc, t)| (doc, t.into_values().map(|(_, e)| e.clone()).collect())).collect();
    (edits, made)
}

/// Whether the two do not even touch: two edits at one place could be made in either order.
const fn apart(a: Span, b: Span) -> bool {
    a.end < b.start || b.end < a.start
}

fn is_free(taken: &BTreeMap<u32, (u32, &Edit)>, span: Span) -> bool {
    taken.range(..=span.end).next_back().is_none_or(|(&start, &(end, _))| apart(Span::new(start, end), span))
}

/// The text with the edits made. Edits that do not fit it are left out.
#[must_use]
pub fn apply_edits(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let (Some(before), true) = (text.get(at..start), text.is_char_boundary(end) && end <= text.len()) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Fix, Severity};

    fn finding(edits: &[(u32, u32, &str)], safety: Safety) -> Finding {
        let edits = edits
            .iter()
            .map(|&(start, end, text)| Edit { doc: DocId(0), span: Span::new(start, end), text: text.to_owned() })
            .collect();
        Finding {
            code: "NL000",
            name: "test",
            severity: Severity::Note,
            doc: DocId(0),
            span: Span::new(0, 1),
            message: "".into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: Some(Fix { safety, message: "".into(), edits }),
        }
    }

    #[test]
    fn overlapping_fixes_wait_and_whole_fixes_are_made() {
        let all = [
            finding(&[(4, 8, "X")], Safety::Safe),
            finding(&[(0, 2, "Y"), (6, 7, "Z")], Safety::Safe),
            finding(&[(8, 9, "W")], Safety::Safe),
            finding(&[(0, 1, "")], Safety::Unsafe),
        ];
        let (edits, made) = choose_edits(all.iter(), false);
        assert_eq!(made, 1);
        assert_eq!(apply_edits("0123456789", &edits[&DocId(0)]), "0123X89");
        let (edits, made) = choose_edits(all.iter(), true);
        assert_eq!(made, 2);
        assert_eq!(apply_edits("0123456789", &edits[&DocId(0)]), "123X89");
    }
}
