//! `order-cycle`: conditions of order that form a ring.

use rustc_hash::FxHashMap;

use crate::norms::{self, Norm};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::{quote, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::text::{Token, tokenize, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL315",
    name: "order-cycle",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/deontic/order_cycle.md"),
    checks: &[Check::Document(check)],
};

/// "X only after Y".
struct Order {
    /// Index of the norm.
    norm: usize,
    /// What comes later, by its words.
    later: Vec<u64>,
    /// What must come first, by its words.
    first: Vec<u64>,
    /// The words that say so.
    span: Span,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let mut orders: Vec<Order> = Vec::new();
    let mut tokens = Vec::new();
    for (i, n) in facets::unquoted(cx, facets::ORDERED) {
        orders.extend(order(cx.text, i, n, &mut tokens));
    }
    // Events by what comes later: one ring needs a way back to its beginning.
    let mut by_later: FxHashMap<&[u64], Vec<usize>> = FxHashMap::default();
    for (k, o) in orders.iter().enumerate() {
        by_later.entry(o.later.as_slice()).or_default().push(k);
    }
    for (k, start) in orders.iter().enumerate() {
        let Some(ring) = ring(&orders, &by_later, k) else { continue };
        // Once a ring: from its last norm.
        if ring.iter().any(|&r| r > k) {
            continue;
        }
        let Some(n) = all.get(start.norm) else { continue };
        let finding = sink.report(
            n.span,
            format!("nothing can come first: “{}” waits for what waits for it", quote(cx.text, start.span)),
        );
        for &r in &ring {
            let Some(o) = orders.get(r) else { continue };
            let place = all
                .get(o.norm)
                .and_then(|n| unit_name(cx.text, cx.document(), n.provision))
                .map_or(String::new(), |u| format!(" ({u})"));
            finding.label(o.span, format!("must come first{place}"));
        }
        finding.note("compared: the events by their words; looked for and not found: “second”, “further” and the like that would tell them apart");
        finding.help("take one of the conditions away, or say which event may go ahead without the other");
    }
}

/// "only after", "not … before", "not … until" with the event's words.
fn order(text: &str, norm: usize, n: &Norm, tokens: &mut Vec<Token>) -> Option<Order> {
    let subject = n.subject?;
    tokenize(text, n.span, tokens);
    let strict = tokens.windows(2).position(|t| {
        matches!(t, [a, b] if a.word == word("only") && [word("after"), word("once"), word("when"), word("upon")].contains(&b.word))
    });
    let not =
        n.negated.then(|| tokens.iter().position(|t| [word("before"), word("until")].contains(&t.word))).flatten();
    let (from, at) = match (strict, not) {
        (Some(k), _) => (k, k + 2),
        (None, Some(k)) => (k, k + 1),
        (None, None) => return None,
    };
    let first_token = tokens.get(from)?.span();
    let after = tokens.get(at..)?;
    let stop = after.iter().position(|t| t.is(',') || t.is(';') || t.is('.')).unwrap_or(after.len());
    let last = after.get(..stop)?.last()?.span();
    let begin = after.first()?.span();
    let span = first_token.to(last);
    let event = Span::new(begin.start, last.end);
    if subject.overlaps(event) {
        return None;
    }
    let later = norms::event(text, subject);
    let first = norms::event(text, event);
    (!later.is_empty() && !first.is_empty() && later != first).then_some(Order { norm, later, first, span })
}

/// Orders that lead from `start`'s first event back to its later one, within a few steps.
fn ring(orders: &[Order], by_later: &FxHashMap<&[u64], Vec<usize>>, start: usize) -> Option<Vec<usize>> {
    const STEPS: usize = 6;
    let mut path = vec![start];
    let mut at = start;
    for _ in 0..STEPS {
        let o = orders.get(at)?;
        if orders.get(start).is_some_and(|s| s.later == o.first) {
            return Some(path);
        }
        let next = by_later.get(o.first.as_slice())?.iter().copied().find(|k| !path.contains(k))?;
        path.push(next);
        at = next;
    }
    None
}
