//! The pest grammar of citations, and what its words are lowered to. No pest type leaves this file.

use pest::Parser;

use super::parsed::{Lower, Parsed};
use crate::span::Span;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/reference.pest"]
struct Grammar;

/// Reads a citation that begins at `at`, within `text[..limit]`. Whether there was one.
pub(super) fn citation(text: &str, at: usize, limit: usize, out: &mut Parsed) -> bool {
    out.clear();
    let Some(slice) = text.get(at..limit) else { return false };
    let Ok(pairs) = Grammar::parse(Rule::citation, slice) else { return false };
    let Some(citation) = pairs.into_iter().next() else { return false };
    let mut lower = Lower::new(text, out);
    for pair in citation.into_inner() {
        let span = pair.as_span();
        let span = Span::at(at + span.start(), at + span.end());
        if !take(&mut lower, pair.as_rule(), span) {
            break;
        }
    }
    lower.close();
    !out.groups.is_empty()
}

/// Hands one word over; false where the citation must end before it.
fn take(lower: &mut Lower<'_>, rule: Rule, span: Span) -> bool {
    match rule {
        Rule::unit => return lower.unit(span),
        Rule::near => lower.near(span),
        Rule::of => lower.around(),
        Rule::also => lower.also(span),
        Rule::more => lower.more(),
        Rule::thru => lower.through(),
        Rule::number => lower.number(span),
        Rule::key | Rule::key_item | Rule::key_dot => lower.key(span),
        _ => {}
    }
    true
}

/// What kind of instrument was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instrument {
    /// "42 U.S.C. 1396d(a)"; its members are in the buffers.
    Code,
    /// Public Law, session law, Statutes at Large.
    Law,
    /// Regulation (EU), Resolution, Recommendation, Decision.
    Numbered,
}

/// Reads an instrument that begins at `at`; gives its kind and where it ends.
pub(super) fn instrument(text: &str, at: usize, limit: usize, out: &mut Parsed) -> Option<(Instrument, usize)> {
    out.clear();
    let pairs = Grammar::parse(Rule::instrument, text.get(at..limit)?).ok()?;
    let pair = pairs.into_iter().next()?.into_inner().next()?;
    let end = at + pair.as_span().end();
    let kind = match pair.as_rule() {
        Rule::usc => Instrument::Code,
        Rule::law | Rule::session | Rule::stat => Instrument::Law,
        _ => Instrument::Numbered,
    };
    if kind == Instrument::Code {
        let mut lower = Lower::new(text, out);
        lower.code(at);
        for inner in pair.into_inner() {
            let span = inner.as_span();
            if !take(&mut lower, inner.as_rule(), Span::at(at + span.start(), at + span.end())) {
                break;
            }
        }
        lower.close();
    }
    Some((kind, end))
}
