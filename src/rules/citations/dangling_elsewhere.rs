//! `dangling-elsewhere`: the cited unit is not in the other document, which is at hand.

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{label_span, unit};
use super::dead_target::is_historic;
use crate::document::{Document, ProvisionId, Status};
use crate::findings::DocId;
use crate::graph::{Entry, links};
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
    let mut known: FxHashMap<u32, Option<FxHashSet<&str>>> = FxHashMap::default();
    for link in links(corpus, &cx.settings.vocabulary.instruments).iter().filter(|l| l.sure) {
        let (Some(from), Some(to)) = (corpus.entries.get(link.from as usize), corpus.entries.get(link.to as usize))
        else {
            continue;
        };
        let Some(reference) = from.analysis.references.get(link.reference as usize) else { continue };
        let Scope::External { name } = &reference.scope else { continue };
        let (text, home) = (&*from.source.text, &from.analysis.document);
        let other = &to.analysis.document;
        let live = home.get(reference.provision).status == Status::InForce;
        if reference.quoted || reference.relative || !live || is_historic(text, reference.span) {
            continue;
        }
        if reference.unit.is_some_and(|u| !fits(u.of(text), other)) || goes_on(text, *name, to) {
            continue;
        }
        let Some(labels) = known.entry(link.to).or_insert_with(|| labels(other)) else { continue };
        for (target, (resolution, within)) in reference.targets.iter().zip(&link.targets) {
            if matches!(resolution, Resolution::Found(_) | Resolution::Ambiguous(..)) {
                continue;
            }
            // A label that stands somewhere else in that text may be meant: its levels may have been read wrongly.
            let Some(lacking) = target.labels().find(|l| !labels.contains(l)) else { continue };
            let top = *within == Document::ROOT;
            if top && !(runs_up_to(other, lacking) && target.labels().next() == Some(lacking)) {
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

/// Whether the text has units of that word: "article 32" is no section of regulations, but speaks of others of that name,
/// or of a schedule to them.
fn fits(word: &str, doc: &Document) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.').trim_end_matches('s');
    let own = tops(doc).next().map_or("", |id| doc.get(id).kind.name());
    !["article", "rule", "regulation", "schedule", "chapter", "part", "annex", "form"].contains(&word) || word == own
}

/// The labels of a text, of all its levels; none where it has hardly any, and so may be only a part or be read wrongly.
fn labels(doc: &Document) -> Option<FxHashSet<&str>> {
    let units = || doc.provisions.iter().filter_map(|p| p.label.as_ref().or(p.margin.as_deref()));
    if units().count() < 2 || doc.provisions.iter().any(|p| p.label.as_ref().is_some_and(|l| l.through.is_some())) {
        return None;
    }
    let margins = doc.provisions.iter().filter_map(|p| p.margin.as_deref());
    Some(units().chain(margins).map(|l| l.key.as_str()).collect())
}

/// Whether the text numbers its units through from 1, so that this number, a whole one, lies past its end or in a gap.
fn runs_up_to(doc: &Document, label: &str) -> bool {
    let Ok(wanted) = label.parse::<u32>() else { return false };
    let mut next = 1;
    for id in tops(doc) {
        let Some(number) = doc.get(id).label.as_ref().and_then(|l| l.key.parse::<u32>().ok()) else { continue };
        if number > next + 1 {
            // Sections left out: this may be an extract.
            return false;
        }
        next = next.max(number + 1);
    }
    next > 2 && wanted > 0 && wanted < next.saturating_mul(2).max(20)
}

/// Units at the top of the text, those of parts and chapters in their place.
fn tops(doc: &Document) -> impl Iterator<Item = ProvisionId> + '_ {
    let mut next = ProvisionId(1);
    std::iter::from_fn(move || {
        while next < doc.get(Document::ROOT).end {
            let id = next;
            if doc.get(id).kind.is_container() {
                next = ProvisionId(id.0 + 1);
                continue;
            }
            next = doc.get(id).end;
            if doc.get(id).label.is_some() {
                return Some(id);
            }
        }
        None
    })
}

fn first(doc: &Document) -> Span {
    doc.title.or_else(|| tops(doc).next().map(|id| label_span(doc, id))).unwrap_or_default()
}
