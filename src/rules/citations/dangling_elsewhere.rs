//! `dangling-elsewhere`: the cited unit is not in the other document, which is at hand.

use super::address::{label_span, unit};
use crate::document::Document;
use crate::findings::DocId;
use crate::graph::{Entry, is_looked_up, links, tops};
use crate::references::{Resolution, Scope};
use crate::rules::{Check, CorpusCx, Level, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL216",
    name: "dangling-elsewhere",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/citations/dangling_elsewhere.md"),
    checks: &[Check::Corpus(check)],
};

fn check(cx: &CorpusCx<'_>, sink: &mut Sink<'_>) {
    let corpus = cx.corpus;
    for link in links(corpus, cx.shared, &cx.settings.vocabulary.instruments).iter().filter(|l| l.sure) {
        let (Some(from), Some(to)) = (corpus.entries.get(link.from as usize), corpus.entries.get(link.to as usize))
        else {
            continue;
        };
        let Some(reference) = from.analysis.references.get(link.reference as usize) else { continue };
        let Scope::External { name } = &reference.scope else { continue };
        let Some(labels) = cx.exports.get(link.to as usize).map(|e| &e.labels).filter(|l| l.tell()) else { continue };
        let text = &*from.source.text;
        if reference.unit.is_some_and(|u| !labels.fit(u.of(text))) || goes_on(text, *name, to) {
            continue;
        }
        if !is_looked_up(from, reference) {
            continue;
        }
        let other = &to.analysis.document;
        for (target, (resolution, within)) in reference.targets.iter().zip(&link.targets) {
            if matches!(resolution, Resolution::Found(_) | Resolution::Ambiguous(..)) {
                continue;
            }
            let Some(lacking) = target.labels().find(|l| !labels.have(l)) else { continue };
            let top = *within == Document::ROOT;
            if top && !(labels.run_up_to(lacking) && target.labels().next() == Some(lacking)) {
                continue;
            }
            let called = name.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let place =
                if top { called.clone() } else { format!("{} of {called}", unit(&to.source.text, other, *within)) };
            let file = to.source.path.display();
            let what = if top { "first".to_owned() } else { unit(&to.source.text, other, *within) };
            let at = if top { first(other) } else { label_span(other, *within) };
            sink.report_in(DocId(link.from), target.span, format!("{place} has no unit “{lacking}”"))
                .label_in(DocId(link.to), at, format!("{what} of {called} stands here"))
                .note(format!("looked for in {file}, which goes by that name"))
                .help("find out which unit is meant, or whether that text is to have it");
            // Once for a citation, however many units it names.
            break;
        }
    }
}

/// Whether the name goes on in brackets, and the other text's title goes on otherwise: "Direction to the Commission
/// (Eligible Companies)" is not the "Direction to the Commission (Channels)".
fn goes_on(text: &str, name: Span, to: &Entry) -> bool {
    let bracket = |t: &str| -> Option<String> {
        let inside = t.trim_start().strip_prefix('(')?.split(')').next()?;
        inside.starts_with(char::is_uppercase).then(|| inside.to_lowercase())
    };
    let Some(own) = text.get(name.end as usize..).and_then(bracket) else { return false };
    let title = to.analysis.document.title.map_or("", |t| t.of(&to.source.text));
    let theirs = title.find('(').and_then(|at| bracket(title.get(at..).unwrap_or("")));
    theirs.is_some_and(|theirs| theirs != own)
}

fn first(doc: &Document) -> Span {
    doc.title.or_else(|| tops(doc).next().map(|id| label_span(doc, id))).unwrap_or_default()
}
