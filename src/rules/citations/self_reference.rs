//! `self-reference`: a unit that points at itself, or one unit under two names in one breath.

use super::address::{label_span, members, unit};
use super::facets::{self, Facets};
use crate::references::{Reference, Resolution, Role, Target, TargetRole};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL203",
    name: "self-reference",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/self_reference.md"),
    checks: &[Check::Document(check)],
};

/// How many citations back one unit under another name is looked for.
const BACK: usize = 12;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let (text, doc) = (cx.text, cx.document());
    let mut recent: Vec<(&Reference, &Target)> = Vec::new();
    let asked = |own: Facets| {
        own & (facets::OWN | facets::RELATIVE) == facets::OWN && own & (facets::RANKED | facets::DECIMAL) != 0
    };
    for reference in facets::such(cx, asked) {
        // "Subject to subsection (b)", said in (b): the norm gives way to itself.
        if matches!(reference.role, Role::Overrides | Role::Yields | Role::Excepts) {
            for target in members(reference) {
                if target.role == TargetRole::Member
                    && target.resolution == Resolution::Found(reference.provision)
                    && doc.get(reference.provision).label.is_some()
                {
                    let name = unit(text, doc, reference.provision);
                    let does = match reference.role {
                        Role::Overrides => "goes before itself",
                        Role::Yields => "gives way to itself",
                        _ => "is an exception to itself",
                    };
                    sink.report(target.span, format!("{name} cites itself: as written it {does}"))
                        .label(label_span(doc, reference.provision), "the citation stands in this unit".to_owned())
                        .help("cite the unit that is meant, or say “this …” where this one is");
                }
            }
        }
        // "paragraph 3.4 of this Article" and "Article 3.4": one unit, two names.
        for target in members(reference).filter(|t| is_decimal(t)) {
            let Some(word) = reference.unit else { continue };
            let other = recent.iter().rev().find(|(r, t)| {
                r.provision == reference.provision && last(t) == last(target) && differs(text, r, reference)
            });
            if let Some((first, earlier)) = other {
                let (a, b) = (first.unit.unwrap_or(first.span).of(text), word.of(text));
                let span = word.to(target.span);
                sink.report(span, format!("{} is called “{a}” and “{b}” in one place", last(target)))
                    .label(first.unit.unwrap_or(first.span).to(earlier.span), format!("here it is a “{a}”"))
                    .help("call it by one word; where one of the two is another unit, correct its number");
            } else {
                recent.push((reference, target));
                if recent.len() > BACK {
                    recent.remove(0);
                }
            }
        }
    }
}

fn last(target: &Target) -> &str {
    target.labels().last().unwrap_or("")
}

fn is_decimal(target: &Target) -> bool {
    // Most labels have no point at all.
    if !target.path.as_bytes().contains(&b'.') {
        return false;
    }
    let label = last(target);
    label.contains('.') && label.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the unit words of two citations mean different levels: "para" and "Article", not "para" and "paragraphs".
fn differs(text: &str, a: &Reference, b: &Reference) -> bool {
    let stem = |r: &Reference| {
        let word = r.unit.map_or("", |u| u.of(text)).trim_end_matches('.').to_ascii_lowercase();
        let word = word.trim_end_matches('s');
        match word {
            "para" | "par" => "paragraph",
            "art" => "article",
            "sec" | "§" | "§§" => "section",
            "cl" => "clause",
            "no" => "",
            "article" => "article",
            "section" => "section",
            "paragraph" => "paragraph",
            "clause" => "clause",
            _ => "",
        }
    };
    let (a, b) = (stem(a), stem(b));
    !a.is_empty() && !b.is_empty() && a != b
}
