//! One object under three forces: firm duty here, effort there, advice in a third place.

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Rank;
use crate::findings::Severity;
use crate::norms::{self, Content, Norm};
use crate::rules::deontic::facets;
use crate::rules::deontic::shared::{at, quote};
use crate::rules::{DocumentCx, Sink};
use crate::span::Span;
use crate::text::lexicon::lexicon;
use crate::text::{Token, WordFilter, word_of};

/// An object that more norms than this speak of is a subject of the whole text.
const MANY: usize = 8;

/// "quality of service": two words of matter with "of" between, by their base forms, and where they stand.
type Object = (u64, u64);

/// Reports objects that norms of all three forces speak of.
pub fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let of = |facet| facets::unquoted(cx, facet).map(|(_, n)| n).filter(|n| n.rank == Rank::Operative);
    let mut reader = Reader::default();
    let mut told: FxHashMap<Object, (&Norm, Span)> = FxHashMap::default();
    for n in of(facets::ADVICE) {
        for (object, span) in reader.objects(cx.text, n) {
            told.entry(object).or_insert((n, span));
        }
    }
    if told.is_empty() {
        return;
    }
    let wanted = Wanted::of(told.keys());
    let by_effort = |n: &Norm| n.strength < 3 || norms::is_effort(&n.verb) || norms::by_effort(cx.text, n);
    let mut tried: FxHashMap<Object, &Norm> = FxHashMap::default();
    for n in of(facets::DUTY).filter(|n| by_effort(n) && wanted.may_stand_in(n)) {
        for (object, _) in reader.objects_of(cx.text, n, &wanted) {
            tried.entry(object).or_insert(n);
        }
    }
    tried.retain(|o, _| told.contains_key(o));
    if tried.is_empty() {
        return;
    }
    let wanted = Wanted::of(tried.keys());
    let mut firm: FxHashMap<Object, (usize, &Norm)> = FxHashMap::default();
    // What is firm is hedged by no effort.
    for n in of(facets::DUTY | facets::FIRM).filter(|n| wanted.may_stand_in(n) && !norms::is_effort(&n.verb)) {
        for (object, _) in reader.objects_of(cx.text, n, &wanted) {
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

/// Some objects that are looked for.
struct Wanted {
    /// Their heads: most words are none of them.
    filter: WordFilter,
    heads: FxHashSet<u32>,
    all: FxHashSet<Object>,
}

impl Wanted {
    fn of<'o>(objects: impl Iterator<Item = &'o Object>) -> Self {
        let all: FxHashSet<Object> = objects.copied().collect();
        let heads: FxHashSet<u32> = all.iter().map(|object| object.0 as u32).collect();
        let mut filter = WordFilter::for_words(heads.len() * 4);
        heads.iter().for_each(|&head| filter.add(head.into()));
        Self { filter, heads, all }
    }

    /// Whether the head of one of them is among the words of a norm.
    fn may_stand_in(&self, n: &Norm) -> bool {
        n.words.iter().any(|&word| self.filter.may_have(word.into()) && self.heads.contains(&word))
    }
}

struct Reader {
    tokens: Vec<Token>,
    words: Vec<Content>,
    of: memmem::Finder<'static>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { tokens: Vec::new(), words: Vec::new(), of: memmem::Finder::new("of") }
    }
}

/// An item completes its lead-in.
fn whole(n: &Norm) -> Span {
    if n.sentence.contains(n.span) { n.span } else { n.sentence }
}

impl Reader {
    fn objects(&mut self, text: &str, n: &Norm) -> Vec<(Object, Span)> {
        norms::content(text, whole(n), &mut self.tokens, &mut self.words);
        let pairs = self.words.windows(2).filter_map(|two| {
            let [a, b] = two else { return None };
            let between = text.get(a.span.end as usize..b.span.start as usize)?;
            let plain = |c: &Content| c.span.of(text).starts_with(char::is_lowercase) && c.span.len() > 2;
            (between.trim() == "of" && plain(a) && plain(b)).then_some(((a.stem, b.stem), a.span.to(b.span)))
        });
        pairs.collect()
    }

    /// The same, where one of those that are wanted may be among them: most sentences have none, and need not be taken apart.
    fn objects_of(&mut self, text: &str, n: &Norm, wanted: &Wanted) -> Vec<(Object, Span)> {
        let whole = whole(n).of(text);
        let stands = self.of.find_iter(whole.as_bytes()).any(|at| may_be_one(whole, at, wanted));
        if stands { self.objects(text, n) } else { Vec::new() }
    }
}

/// Whether the letters "of" at a place may stand between the two words of an object that is wanted. Of words that are not
/// plain letters it says so.
fn may_be_one(whole: &str, at: usize, wanted: &Wanted) -> bool {
    let (Some(before), Some(behind)) = (whole.as_bytes().get(..at), whole.as_bytes().get(at + 2..)) else {
        return true;
    };
    let apart = |b: &&u8| !b.is_ascii_graphic();
    if behind.first().filter(apart).is_none() || before.last().filter(apart).is_none() {
        return false;
    }
    let before = before.trim_ascii_end();
    let letters = before.iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
    let from = before.len() - letters;
    let stem = |word: &str| lexicon().stem(word_of(word), word);
    let head = match from.checked_sub(1).and_then(|i| before.get(i)) {
        // Behind a mark no object ends.
        Some(b) if letters == 0 => return !b.is_ascii_punctuation(),
        Some(b) if !b.is_ascii_whitespace() => return true,
        _ => match whole.get(from..before.len()) {
            Some(word) => stem(word),
            None => return true,
        },
    };
    if !wanted.filter.may_have((head as u32).into()) || !wanted.heads.contains(&(head as u32)) {
        return false;
    }
    let behind = behind.trim_ascii_start();
    let letters = behind.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let next = whole.len() - behind.len();
    match behind.get(letters) {
        // With a capital, a figure or a mark no object goes on.
        Some(b) if letters == 0 => !b.is_ascii_graphic(),
        Some(b) if !b.is_ascii_whitespace() && *b != b',' => true,
        _ => whole.get(next..next + letters).is_none_or(|word| wanted.all.contains(&(head, stem(word)))),
    }
}
