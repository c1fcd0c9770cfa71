//! One object under three forces: firm duty here, effort there, advice in a third place.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Rank;
use crate::findings::Severity;
use crate::norms::{self, Content, Modality, Norm};
use crate::rules::deontic::shared::{at, firm, quote};
use crate::rules::{DocumentCx, Sink};
use crate::span::Span;
use crate::text::Token;

/// An object that more norms than this speak of is a subject of the whole text.
const MANY: usize = 8;

/// How a norm binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Force {
    Firm,
    Effort,
    Advice,
}

/// Whether a norm binds so.
fn force(text: &str, n: &Norm, wanted: Force) -> bool {
    let modality = if wanted == Force::Advice { Modality::Recommendation } else { Modality::Obligation };
    let may = n.modality == modality && !n.quoted && n.rank == Rank::Operative;
    may && match wanted {
        Force::Advice => true,
        Force::Effort => n.strength < 3 || norms::is_effort(&n.verb) || norms::by_effort(text, n),
        // What is firm is hedged by no effort.
        Force::Firm => firm(n) && !norms::is_effort(&n.verb),
    }
}

/// "quality of service": two words of matter with "of" between, by their base forms, and where they stand.
type Object = (u64, u64);

/// Reports objects that norms of all three forces speak of.
pub fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().norms;
    let of = |wanted: Force| all.iter().filter(move |n| force(cx.text, n, wanted));
    let mut reader = Reader::default();
    let mut told: FxHashMap<Object, (&Norm, Span)> = FxHashMap::default();
    for n in of(Force::Advice) {
        for (object, span) in reader.objects(cx.text, n) {
            told.entry(object).or_insert((n, span));
        }
    }
    if told.is_empty() {
        return;
    }
    let heads: FxHashSet<u32> = told.keys().map(|o| o.0 as u32).collect();
    let mut tried: FxHashMap<Object, &Norm> = FxHashMap::default();
    for n in of(Force::Effort).filter(|n| may_hold(n, &heads)) {
        for (object, _) in reader.objects(cx.text, n) {
            tried.entry(object).or_insert(n);
        }
    }
    tried.retain(|o, _| told.contains_key(o));
    if tried.is_empty() {
        return;
    }
    let heads: FxHashSet<u32> = tried.keys().map(|o| o.0 as u32).collect();
    let mut firm: FxHashMap<Object, (usize, &Norm)> = FxHashMap::default();
    for n in of(Force::Firm).filter(|n| may_hold(n, &heads)) {
        for (object, _) in reader.objects(cx.text, n) {
            firm.entry(object).or_insert((0, n)).0 += 1;
        }
    }
    let mut found: Vec<(&Norm, Span, &Norm, &Norm)> = told
        .iter()
        .filter_map(|(object, &(advice, span))| {
            let &(count, strong) = firm.get(object)?;
            let effort = *tried.get(object)?;
            let apart = strong.provision != effort.provision
                && strong.provision != advice.provision
                && effort.provision != advice.provision;
            (apart && count <= MANY).then_some((advice, span, effort, strong))
        })
        .collect();
    found.sort_by_key(|f| f.1.start);
    for (advice, span, effort, strong) in found {
        let finding = sink.report(
            advice.span,
            format!(
                "one object under three forces: “{}” is owed (“{}”){}, aimed at (“{}”){} and only advised (“{}”){}",
                quote(cx.text, span),
                quote(cx.text, strong.modal),
                at(cx, strong),
                aim(cx, effort),
                at(cx, effort),
                quote(cx.text, advice.modal),
                at(cx, advice)
            ),
        );
        finding
            .label(span, "the object")
            .label(strong.span, "a duty of full force")
            .label(effort.span, "a duty of effort")
            .label(advice.span, "advice")
            .note("compared: the object by its words; the words of force. The acts and bearers may differ: a tension, no contradiction")
            .help("say which of the three holds for it, or make the three one")
            .at_most(Severity::Note);
    }
}

/// The words that ask for effort: "shall endeavour", or the hedge.
fn aim(cx: &DocumentCx<'_>, n: &Norm) -> String {
    match n.hedges.first().filter(|_| !norms::is_effort(&n.verb)) {
        Some(hedge) => quote(cx.text, hedge.span),
        None => format!("{} {}", quote(cx.text, n.modal), n.verb),
    }
}

fn may_hold(n: &Norm, heads: &FxHashSet<u32>) -> bool {
    n.words.iter().any(|w| heads.contains(w))
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    words: Vec<Content>,
}

impl Reader {
    fn objects(&mut self, text: &str, n: &Norm) -> Vec<(Object, Span)> {
        // An item completes its lead-in.
        let whole = if n.sentence.contains(n.span) { n.span } else { n.sentence };
        norms::content(text, whole, &mut self.tokens, &mut self.words);
        let pairs = self.words.windows(2).filter_map(|two| {
            let [a, b] = two else { return None };
            let between = text.get(a.span.end as usize..b.span.start as usize)?;
            let plain = |c: &Content| c.span.of(text).starts_with(char::is_lowercase) && c.span.len() > 2;
            (between.trim() == "of" && plain(a) && plain(b)).then_some(((a.stem, b.stem), a.span.to(b.span)))
        });
        pairs.collect()
    }
}
