//! Two norms side by side: slot by slot, with what settles them.

use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::document::Document;
use crate::findings::Finding;
use crate::norms::{self, Adjunct, Content, DateLimit, Modality, Norm, Overlap, overlap};
use crate::rules::DocumentCx;
use crate::rules::deontic::facets::{self, Facets};
use crate::rules::deontic::shared::{is_contract, one_article, same_words, together};
use crate::span::Span;
use crate::text::{Token, TokenKind, number_words, tokenize, word};

/// How a slot of the one compares with that of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The same words, or neither has any.
    Same,
    /// Only the first has it.
    OnlyFirst,
    /// Only the second has it.
    OnlySecond,
    /// The first names the second among others, or as one of the parties.
    FirstCovers,
    /// The second names the first among others, or as one of the parties.
    SecondCovers,
    /// Both have it, in words that differ.
    Differs,
    /// The one is the other's opposite.
    Opposite,
}

/// A pair of norms, compared.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Words of subject and act.
    pub words: Overlap,
    /// The bearers.
    pub bearer: Slot,
    /// The verbs.
    pub verb: bool,
    /// Conditions and exceptions.
    pub conditions: Slot,
    /// Words that set the act in another time, place or manner: in one only, or in neither.
    pub turning: Slot,
    /// A phrase yields to something outside the text ("subject to national law").
    pub external: bool,
    /// Both stand in one article.
    pub near: bool,
}

impl Pair {
    /// Every word of subject and act is the same.
    pub fn literal(&self) -> bool {
        self.words.first == 0 && self.words.second == 0 && self.verb && self.conditions == Slot::Same && !self.external
    }
}

/// Phrases and norms that are remembered from pair to pair: pairs come in the order of the text, so that those of long ago are
/// hardly asked for.
const REMEMBERED: usize = 1 << 12;

/// Remembers what is known by a key; forgets all before that, where it is too much.
fn remember<K: Hash + Eq, V>(known: &mut FxHashMap<K, V>, key: K, value: V) {
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(key, value);
}

/// Buffers used from pair to pair, and what is known of a norm from the pairs it was in before.
#[derive(Default)]
pub struct Scratch {
    tokens: Vec<Token>,
    first: Vec<Content>,
    second: Vec<Content>,
    /// By phrase, its words that carry matter.
    matters: FxHashMap<Span, Rc<[u64]>>,
    /// By norm, what it says of when it holds; see [`conditions`].
    conditions: FxHashMap<(usize, bool), Rc<Said>>,
    /// By norm, see [`bare`].
    bares: FxHashMap<usize, Rc<[u64]>>,
}

/// Words that carry matter, sorted, each once; and how often they negate.
type Said = (Vec<u64>, usize);

/// What a norm of the document at hand is known by.
fn known_by(n: &Norm) -> usize {
    std::ptr::from_ref(n) as usize
}

impl Scratch {
    /// Whether two phrases have the same words that carry matter, or both are absent.
    pub fn same_matter(&mut self, text: &str, a: Option<Span>, b: Option<Span>) -> bool {
        match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                let first = self.matter(text, a);
                !first.is_empty() && first == self.matter(text, b)
            }
            _ => false,
        }
    }

    fn matter(&mut self, text: &str, span: Span) -> Rc<[u64]> {
        if let Some(known) = self.matters.get(&span) {
            return Rc::clone(known);
        }
        norms::content(text, span, &mut self.tokens, &mut self.first);
        let stems: Rc<[u64]> = self.first.iter().map(|c| c.stem).collect();
        remember(&mut self.matters, span, Rc::clone(&stems));
        stems
    }

    /// How many words that carry matter a phrase has.
    pub fn matter_count(&mut self, text: &str, span: Span) -> u32 {
        self.matter(text, span).len() as u32
    }

    /// Whether two lists of conditions speak of different cases ("if a general partnership", "if a limited partnership"):
    /// each has a word that carries matter and that the other has not.
    pub fn other_cases(&mut self, text: &str, a: &[Span], b: &[Span]) -> bool {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for (spans, out) in [(a, &mut x), (b, &mut y)] {
            for &span in spans {
                norms::content(text, span, &mut self.tokens, &mut self.first);
                out.extend(self.first.iter().map(|c| c.stem));
            }
        }
        let only = |p: &[u64], q: &[u64]| p.iter().any(|w| !q.contains(w));
        !x.is_empty() && !y.is_empty() && only(&x, &y) && only(&y, &x)
    }

    /// Whether most words that carry matter in some phrases stand in a sentence too.
    pub fn mostly_in(&mut self, text: &str, phrases: &[Span], sentence: Span) -> bool {
        norms::content(text, sentence, &mut self.tokens, &mut self.second);
        let (mut all, mut found) = (0, 0);
        for &phrase in phrases {
            norms::content(text, phrase, &mut self.tokens, &mut self.first);
            all += self.first.len();
            found += self.first.iter().filter(|c| self.second.iter().any(|o| o.stem == c.stem)).count();
        }
        all > 0 && found * 5 >= all * 3
    }
}

/// Compares two norms; none where a phrase of precedence, a difference of bearer, place or time, or an opposite condition
/// settles that they do not meet. In a contract one may be set in a time or place. With `whole`, phrases that yield to the
/// agreement as a whole ("subject to the terms of this Agreement") settle nothing.
pub fn compare_afresh(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, whole: bool, scratch: &mut Scratch) -> Option<Pair> {
    if a.quoted || b.quoted || a.rank != b.rank || a.span.overlaps(b.span) {
        return None;
    }
    let mut apart = |n: &Norm| alternative(cx.text, n) || some_of_many(cx.text, n, &mut scratch.tokens);
    if settles_beside(cx.text, a, b, whole) || apart(a) || apart(b) {
        return None;
    }
    let contract = is_contract(cx);
    let bearer = match (&a.bearer_head, &b.bearer_head) {
        (Some(x), Some(y)) if x == y => Slot::Same,
        (None, None) => Slot::Same,
        (Some(_), None) => Slot::OnlyFirst,
        (None, Some(_)) => Slot::OnlySecond,
        _ if contract && covers(cx.text, a, b) => Slot::FirstCovers,
        _ if contract && covers(cx.text, b, a) => Slot::SecondCovers,
        _ => Slot::Differs,
    };
    let turning = match (a.turning, b.turning) {
        (x, y) if x == y => Slot::Same,
        (0, _) if contract => Slot::OnlySecond,
        (_, 0) if contract => Slot::OnlyFirst,
        _ => return None,
    };
    let document = cx.document();
    let near = one_article(document, a.provision, b.provision);
    if !near && (hangs_on_place(document, cx.text, a) || hangs_on_place(document, cx.text, b)) {
        return None;
    }
    let conditions = conditions(cx.text, a, b, whole, scratch);
    if matches!(conditions, Slot::Opposite) {
        return None;
    }
    let words = overlap(&a.words, &b.words);
    let external = a.precedence.len() != b.precedence.len();
    Some(Pair {
        words,
        bearer,
        verb: a.verb == b.verb,
        conditions,
        turning,
        external,
        near: near || together(document, a, b),
    })
}

/// Whether two norms stand in one article or one provision, as [`Pair::near`] says of two that were compared.
pub fn near(document: &Document, a: &Norm, b: &Norm) -> bool {
    one_article(document, a.provision, b.provision) || together(document, a, b)
}

/// Whether a phrase of precedence in one of the two, and not word for word in the other, names this text.
pub fn settles(text: &str, a: &Norm, b: &Norm) -> bool {
    settles_beside(text, a, b, false)
}

fn settles_beside(text: &str, a: &Norm, b: &Norm, whole: bool) -> bool {
    let speaks = |n: &Norm, other: &Norm| {
        n.precedence.iter().any(|p| {
            p.internal
                && !(whole && yields_to_all(text, p.span))
                && !other.precedence.iter().any(|q| same_words(p.span.of(text), q.span.of(text)))
        })
    };
    speaks(a, b) || speaks(b, a)
}

/// "Alternatively, the receiver shall": what is done in place of what stands before.
fn alternative(text: &str, n: &Norm) -> bool {
    let words = n.sentence.of(text);
    ["Alternatively", "Otherwise", "Instead", "In other cases", "In all other cases"]
        .iter()
        .any(|w| words.starts_with(w))
}

/// "One shall serve for two years", "95 percent of all claims must", "two of the members shall": a share of things, of
/// which another norm may take another share.
fn some_of_many(text: &str, n: &Norm, tokens: &mut Vec<Token>) -> bool {
    let Some(subject) = n.subject else { return false };
    tokenize(text, subject, tokens);
    let figure = tokens.first().is_some_and(|t| t.kind() == TokenKind::Number);
    let next = number_words(tokens, 0).filter(|n| !n.ordinal).map_or(usize::from(figure), |n| n.next);
    let per = |t: &Token| ["percent", "per", "%"].map(word).contains(&t.word);
    next > 0 && tokens.get(next).is_none_or(|t| t.word == word("of") || per(t))
}

/// "subject to the terms of this Agreement": yields to all of it, to no clause of it before another.
fn yields_to_all(text: &str, span: Span) -> bool {
    let words = span.of(text);
    let opens = words.get(..10).is_some_and(|w| w.eq_ignore_ascii_case("subject to"));
    opens
        && ["Agreement", "Contract"].iter().any(|name| words.trim_end().ends_with(name))
        && !words.contains(|c: char| c.is_ascii_digit())
        && !words.contains("otherwise")
}

/// Whether the first bearer is one of several, or "the parties", and the second is one of them.
fn covers(text: &str, a: &Norm, b: &Norm) -> bool {
    let (Some(many), Some(one), Some(head)) = (a.bearer, b.bearer, &b.bearer_head) else { return false };
    let (many, one) = (many.of(text), one.of(text));
    let named = one.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase));
    if !named || head.as_str() == "party" {
        return false;
    }
    let parties =
        a.bearer_head.as_ref().is_some_and(|h| h.as_str() == "party") && !many.to_lowercase().contains("other");
    parties
        || (many.contains(" and ") || many.contains(" nor ") || many.contains(" or "))
            && many.split(|c: char| !c.is_alphanumeric()).any(|w| norms::lemma(w) == *head)
}

/// Two ways of doing the act that exclude each other, where each norm chooses one.
pub fn exclusive<'a>(a: &'a Norm, b: &'a Norm) -> Option<(&'a Adjunct, &'a Adjunct)> {
    let same = |x: &Adjunct, y: &Adjunct| x.kind == y.kind && x.choice == y.choice;
    a.adjuncts.iter().find_map(|x| {
        let y = b.adjuncts.iter().find(|y| same(x, y))?;
        let shared =
            a.adjuncts.iter().any(|p| b.adjuncts.iter().any(|q| same(p, x) && same(p, q) && p.value == q.value));
        (!shared).then_some((x, y))
    })
}

/// Whether both name dates, and none in common: two times.
pub fn other_dates(a: &Norm, b: &Norm) -> bool {
    let day = |d: &DateLimit| (d.year, d.month, d.day, d.bound);
    !a.dates.is_empty() && !b.dates.is_empty() && !a.dates.iter().any(|x| b.dates.iter().any(|y| day(x) == day(y)))
}

/// Compares what the two say of when they hold and when not.
fn conditions(text: &str, a: &Norm, b: &Norm, whole: bool, scratch: &mut Scratch) -> Slot {
    let has = |n: &Norm| n.conditions.iter().any(|&s| !(whole && yields_to_all(text, s))) || !n.exceptions.is_empty();
    match (has(a), has(b)) {
        (false, false) => return Slot::Same,
        (true, false) => return Slot::OnlyFirst,
        (false, true) => return Slot::OnlySecond,
        (true, true) => {}
    }
    let (first, second) = (said(text, a, whole, scratch), said(text, b, whole, scratch));
    let ((first, x), (second, y)) = (&*first, &*second);
    let shared = first.iter().filter(|w| second.binary_search(w).is_ok()).count();
    let all = first.len() + second.len() - shared;
    if shared * 3 < all * 2 || x % 2 != y % 2 {
        Slot::Opposite
    } else if shared == all {
        Slot::Same
    } else {
        Slot::Differs
    }
}

/// The words that carry matter in conditions and exceptions, sorted, each once; and how often they negate.
fn said(text: &str, n: &Norm, whole: bool, scratch: &mut Scratch) -> Rc<Said> {
    let key = (known_by(n), whole);
    if let Some(known) = scratch.conditions.get(&key) {
        return Rc::clone(known);
    }
    let (mut words, mut negations) = (Vec::new(), 0);
    for &span in n.conditions.iter().chain(&n.exceptions) {
        if whole && yields_to_all(text, span) {
            continue;
        }
        norms::content(text, span, &mut scratch.tokens, &mut scratch.first);
        words.extend(scratch.first.iter().map(|c| c.stem));
        negations += norms::negations(&scratch.tokens);
    }
    words.sort_unstable();
    words.dedup();
    let said = Rc::new((words, negations + n.exceptions.len() % 2));
    remember(&mut scratch.conditions, key, Rc::clone(&said));
    said
}

/// Whether the bearer is a bare role ("a retiring member") that only the article's heading or body ties to one body.
fn hangs_on_place(_document: &Document, text: &str, n: &Norm) -> bool {
    let Some(span) = n.bearer.or(n.subject) else { return true };
    let words = span.of(text);
    let bound = words.contains(" of ") || words.contains(" under ") || words.contains(" in ");
    let first = words.split_whitespace().next().unwrap_or("");
    let pronoun = matches!(
        first.to_ascii_lowercase().as_str(),
        "it" | "they" | "he" | "she" | "such" | "this" | "that" | "these" | "those"
    );
    pronoun || (!bound && norms::is_relational(words))
}

/// Whether the sentences of the two are the same word for word, beside their words of force, articles and figures in
/// limits; both whole sentences, none an item that hangs on its lead-in.
pub fn verbatim(text: &str, a: &Norm, b: &Norm, scratch: &mut Scratch) -> bool {
    let whole = |n: &Norm| n.sentence.contains(n.span) && n.sentence.of(text).starts_with(|c: char| !c.is_lowercase());
    if !whole(a) || !whole(b) {
        return false;
    }
    let x = bare(text, a, scratch);
    !x.is_empty() && x == bare(text, b, scratch)
}

/// The words of a norm's sentence, without what [`verbatim`] does not look at.
fn bare(text: &str, n: &Norm, scratch: &mut Scratch) -> Rc<[u64]> {
    if let Some(known) = scratch.bares.get(&known_by(n)) {
        return Rc::clone(known);
    }
    crate::text::tokenize(text, n.sentence, &mut scratch.tokens);
    let left_out = |t: &Token| {
        n.modal.overlaps(t.span())
            || n.windows.iter().any(|w| w.span.overlaps(t.span()))
            || n.quantities.iter().any(|q| q.span.overlaps(t.span()))
            || n.dates.iter().any(|d| d.span.overlaps(t.span()))
            || norms::is_frame_word(t.word)
            || t.kind() == TokenKind::Mark
    };
    let words: Rc<[u64]> = scratch.tokens.iter().filter(|t| !left_out(t)).map(|t| t.word).collect();
    remember(&mut scratch.bares, known_by(n), Rc::clone(&words));
    words
}

/// How the two forces clash; none where they can stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Must against must not.
    DutyBan,
    /// May, or has a right, against must not.
    PermissionBan,
    /// Must against need not.
    DutyExemption,
    /// Has a right against has none.
    RightNoRight,
    /// Must against may.
    DutyOption,
    /// Is so against is not so.
    FactDenial,
    /// Must against may, or must, do what undoes it.
    Undoing,
}

impl Clash {
    /// The clash of two norms.
    pub fn of(a: &Norm, b: &Norm) -> Option<Self> {
        use Modality::{Constitutive, Exemption, NoRight, Obligation, Permission, Prohibition, Recommendation, Right};
        let pair = |x: &[Modality], y: &[Modality]| {
            (x.contains(&a.modality) && y.contains(&b.modality)) || (x.contains(&b.modality) && y.contains(&a.modality))
        };
        // "should not" beside "must not" says the same, only more softly.
        let advised = |n: &Norm| n.modality == Recommendation && n.negated;
        if pair(&[Obligation, Recommendation], &[Prohibition]) && !advised(a) && !advised(b) {
            return Some(Self::DutyBan);
        }
        if a.modality == Recommendation && b.modality == Recommendation && a.negated != b.negated {
            return Some(Self::DutyBan);
        }
        if pair(&[Permission, Right], &[Prohibition]) {
            return Some(Self::PermissionBan);
        }
        if pair(&[Obligation], &[Exemption]) {
            return Some(Self::DutyExemption);
        }
        if pair(&[Right, Permission], &[NoRight]) {
            return Some(Self::RightNoRight);
        }
        if !a.negated
            && !b.negated
            && pair(&[Obligation], &[Obligation, Permission, Right])
            && norms::opposite(&a.verb, &b.verb)
        {
            return Some(Self::Undoing);
        }
        if pair(&[Obligation], &[Permission]) {
            return Some(Self::DutyOption);
        }
        if a.modality == Constitutive && b.modality == Constitutive && a.negated != b.negated {
            return Some(Self::FactDenial);
        }
        None
    }

    /// Whether two norms with these facets may clash.
    pub const fn may_be(a: Facets, b: Facets) -> bool {
        use facets::{ADVICE, BAN, CLAIM, DUTY, EXEMPTION, FACT, LEAVE, NEGATED, NO_CLAIM};
        const fn either(a: Facets, b: Facets, x: Facets, y: Facets) -> bool {
            (a & x != 0 && b & y != 0) || (b & x != 0 && a & y != 0)
        }
        let negated = (a ^ b) & NEGATED != 0;
        either(a, b, DUTY | ADVICE | LEAVE | CLAIM, BAN)
            || negated && (either(a, b, ADVICE, ADVICE) || either(a, b, FACT, FACT))
            || either(a, b, DUTY, EXEMPTION | LEAVE)
            || either(a, b, CLAIM | LEAVE, NO_CLAIM)
            || (a | b) & NEGATED == 0 && either(a, b, DUTY, DUTY | CLAIM)
    }

    /// In a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::DutyBan => "a duty and a ban",
            Self::PermissionBan => "a permission and a ban",
            Self::DutyExemption => "a duty and an exemption from it",
            Self::RightNoRight => "a right and its denial",
            Self::DutyOption => "a duty and an option",
            Self::FactDenial => "a statement and its denial",
            Self::Undoing => "two acts of which the one undoes the other",
        }
    }
}

/// Notes each slot compared, and what was looked for and not found.
pub fn slots(a: &Norm, b: &Norm, pair: &Pair, finding: &mut Finding) {
    let bearer = match (pair.bearer, &a.bearer_head) {
        (Slot::Same, Some(head)) => format!("bearer: same (“{head}”)"),
        (Slot::Same, None) => "bearer: neither names one; same subject".to_owned(),
        (Slot::FirstCovers | Slot::SecondCovers, _) => "bearer: one of those that the other binds".to_owned(),
        _ => "bearer: named in one only".to_owned(),
    };
    let verb = if pair.verb {
        format!("verb: same (“{}”)", a.verb)
    } else {
        format!("verb: “{}” and “{}”", a.verb, b.verb)
    };
    let words = match (pair.words.first, pair.words.second) {
        (0, 0) => "act: same words".to_owned(),
        (0, _) => "act: the first takes in the second".to_owned(),
        (_, 0) => "act: the second takes in the first".to_owned(),
        _ => format!("act: {} words in common, {} differ", pair.words.shared, pair.words.first + pair.words.second),
    };
    let conditions = match pair.conditions {
        Slot::Same if a.conditions.is_empty() && a.exceptions.is_empty() => "conditions: none in either",
        Slot::Same => "conditions: same words",
        Slot::OnlyFirst => "conditions: only the first has one",
        Slot::OnlySecond => "conditions: only the second has one",
        _ => "conditions: in part the same",
    };
    finding.note(format!("{bearer}; {verb}; {words}; {conditions}"));
    finding.note("looked for and not found: a phrase of precedence (“notwithstanding”, “subject to”, “without prejudice to”), an exception, opposite conditions, another time or place");
}
