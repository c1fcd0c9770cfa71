//! `label-out-of-order`: a label lower than its elder sibling's.

use rustc_hash::FxHashSet;

use super::ordinal::Style;
use super::siblings::{self, called};
use crate::document::{Document, Kind};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL003",
    name: "label-out-of-order",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/structure/label_out_of_order.md"),
    checks: &[Check::Unit(check)],
};

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    siblings::rows(cx, part, |row| {
        if row.units.len() < 2 || row.units.first().is_some_and(|u| doc.get(u.id).kind == Kind::Footnote) {
            return;
        }
        let falls = row.units.windows(2).filter(|w| falls(doc, w[0], w[1])).count();
        if falls == 0 {
            return;
        }
        // Emptying a set that once held a long row costs as much as that row, at every row.
        if seen.capacity() > 64 {
            seen = FxHashSet::default();
        }
        seen.clear();
        seen.extend(row.units.first().map(|u| u.key(doc)));
        for pair in row.units.windows(2) {
            let [before, after] = pair else { continue };
            let fresh = seen.insert(after.key(doc));
            // A repeated label is duplicate-label's; a return to 1 is a second list.
            if !fresh || !falls_to(doc, *before, *after) || after.dead || before.dead {
                continue;
            }
            let finding = sink.report(
                after.label,
                format!("{} stands after {}", called(doc, after.id, cx.text), called(doc, before.id, cx.text)),
            );
            finding.label(before.label, "the unit before").help("move it to its place, or relabel it");
            let kind = doc.get(after.id).kind;
            let top = matches!(kind, Kind::Section | Kind::Article) || kind.is_container();
            // Treaties put amendments in under numbers of their own, beside margin numbers that keep the order.
            if falls > 1 || top || doc.profile == Profile::ItuTreaty {
                finding.at_most(Severity::Note);
            }
        }
    });
}

fn falls(doc: &Document, before: siblings::Unit, after: siblings::Unit) -> bool {
    let lower =
        before.ord.style == after.ord.style && before.ord.style != Style::Other && after.ord.value < before.ord.value;
    // "1.31" was put in between "1.3" and "1.4".
    let put_in =
        || before.ord.value >= 10 && before.ord.value / 10 + 1 == after.ord.value && after.key(doc).contains('.');
    // "(aa)" was put in between "(a)" and "(b)"; "(ba)" and "(bb)" between "(b)" and "(c)".
    let between = || match (before.key(doc).as_bytes(), after.key(doc).as_bytes()) {
        ([stem, second], [next]) => second.is_ascii_lowercase() && stem.checked_add(1) == Some(*next),
        ([stem, second], [same, next]) => stem == same && second.checked_add(1) == Some(*next),
        _ => false,
    };
    lower && !put_in() && !between()
}

fn falls_to(doc: &Document, before: siblings::Unit, after: siblings::Unit) -> bool {
    falls(doc, before, after) && after.ord.value > 1
}
