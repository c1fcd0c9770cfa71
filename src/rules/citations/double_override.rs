//! `double-override`: two norms on one matter, each before everything else.

use crate::norms::{Modality, Norm, PrecedenceKind, overlap};
use crate::rules::deontic::{facets, quote, same_words, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL209",
    name: "double-override",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/double_override.md"),
    checks: &[Check::Document(check)],
};

/// Norms of the kind that are compared, at most: each with those after it.
const MOST: usize = 200;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all: Vec<(&Norm, Span)> = facets::unquoted(cx, facets::OVERRIDES)
        .filter_map(|(_, n)| sweeping(cx.text, n).map(|s| (n, s)))
        .take(MOST)
        .collect();
    for (i, (a, first)) in all.iter().enumerate() {
        for (b, second) in all.iter().skip(i + 1) {
            if !incompatible(a, b)
                || !one_matter(cx.text, a, b)
                || a.provision == b.provision && a.sentence == b.sentence
            {
                continue;
            }
            let place =
                |n: &Norm| unit_name(cx.text, cx.document(), n.provision).map_or(String::new(), |u| format!(" ({u})"));
            sink.report(
                *second,
                format!("two norms on one matter each go before every other: “{}”{} and “{}”{}", quote(cx.text, a.span), place(a), quote(cx.text, b.span), place(b)),
            )
            .label(*first, "goes before every other provision")
            .label(*second, "so does this")
            .label(a.span, "the first norm")
            .label(b.span, "the second norm")
            .note("compared: the subject of both, and their force; looked for and not found: a phrase in either that names the other")
            .help("name in one of them the provision that it goes before");
        }
    }
}

/// "Notwithstanding any other provision", "… anything in this Act".
fn sweeping(text: &str, n: &Norm) -> Option<Span> {
    let p = n.precedence.iter().find(|p| p.kind == PrecedenceKind::Overrides)?;
    let words = p.span.of(text).to_lowercase();
    let sweep = words.contains("any other")
        || words.contains("anything")
        || words.contains("any provision")
        || words.contains("all other");
    let narrow = words.contains("of this section")
        || words.contains("of this subsection")
        || words.contains("of this paragraph");
    let outside = words.contains(" of law") || words.contains("other law");
    (sweep && !narrow && !outside).then_some(p.span)
}

/// The same subject or bearer, the same verb, and words of the act in common: "shall not control an entity" and
/// "may acquire shares of an entity" are two matters.
fn one_matter(text: &str, a: &Norm, b: &Norm) -> bool {
    if a.bearer_head != b.bearer_head {
        return false;
    }
    let named = matches!((a.subject, b.subject), (Some(x), Some(y)) if same_words(x.of(text), y.of(text)));
    let subject = named || a.bearer_head.is_some() && a.object(text) == b.object(text);
    let acted_on = named && a.bearer_head.is_none();
    let act = acted_on || a.verb == b.verb;
    if !(subject && act) {
        return false;
    }
    let o = overlap(&a.words, &b.words);
    o.shared >= 1 && o.inside() >= 0.5
}

fn incompatible(a: &Norm, b: &Norm) -> bool {
    use Modality::{Constitutive, Exemption, Obligation, Permission, Prohibition};
    let binds = |n: &Norm| matches!(n.modality, Obligation | Constitutive | Prohibition);
    let other = |x: &Norm, y: &Norm| {
        binds(x) && matches!(y.modality, Permission | Exemption)
            || matches!(x.modality, Obligation | Permission) && y.modality == Prohibition
    };
    a.negated != b.negated && a.verb == b.verb || other(a, b) || other(b, a)
}
