//! Two norms side by side: slot by slot, with what settles them.

use crate::document::Document;
use crate::findings::Finding;
use crate::norms::{self, Content, Modality, Norm, Overlap, overlap};
use crate::rules::DocumentCx;
use crate::rules::deontic::shared::{one_article, same_words, together};
use crate::span::Span;
use crate::text::{Token, TokenKind};

/// How a slot of the one compares with that of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The same words, or neither has any.
    Same,
    /// Only the first has it.
    OnlyFirst,
    /// Only the second has it.
    OnlySecond,
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

/// Buffers used from pair to pair.
#[derive(Default)]
pub struct Scratch {
    tokens: Vec<Token>,
    first: Vec<Content>,
    second: Vec<Content>,
}

impl Scratch {
    /// Whether two phrases have the same words that carry matter, or both are absent.
    pub fn same_matter(&mut self, text: &str, a: Option<Span>, b: Option<Span>) -> bool {
        match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                norms::content(text, a, &mut self.tokens, &mut self.first);
                norms::content(text, b, &mut self.tokens, &mut self.second);
                !self.first.is_empty() && self.first.iter().map(|c| c.stem).eq(self.second.iter().map(|c| c.stem))
            }
            _ => false,
        }
    }
}

/// Compares two norms; none where a phrase of precedence, a difference of bearer, place or time, or an opposite condition
/// settles that they do not meet.
pub fn compare(cx: &DocumentCx<'_>, a: &Norm, b: &Norm, scratch: &mut Scratch) -> Option<Pair> {
    if a.quoted || b.quoted || a.rank != b.rank || a.span.overlaps(b.span) {
        return None;
    }
    if settles(cx.text, a, b) {
        return None;
    }
    let bearer = match (&a.bearer_head, &b.bearer_head) {
        (Some(x), Some(y)) if x == y => Slot::Same,
        (None, None) => Slot::Same,
        (Some(_), None) => Slot::OnlyFirst,
        (None, Some(_)) => Slot::OnlySecond,
        _ => Slot::Differs,
    };
    let conditions = conditions(cx.text, a, b, scratch);
    if matches!(conditions, Slot::Opposite) {
        return None;
    }
    if turning(cx.text, a, scratch) != turning(cx.text, b, scratch) {
        return None;
    }
    let document = cx.document();
    let near = one_article(document, a.provision, b.provision);
    if !near && (hangs_on_place(document, cx.text, a) || hangs_on_place(document, cx.text, b)) {
        return None;
    }
    let words = overlap(&a.words, &b.words);
    let external = a.precedence.len() != b.precedence.len();
    Some(Pair { words, bearer, verb: a.verb == b.verb, conditions, external, near: near || together(document, a, b) })
}

/// Whether a phrase of precedence in one of the two, and not word for word in the other, names this text.
pub fn settles(text: &str, a: &Norm, b: &Norm) -> bool {
    let speaks = |n: &Norm, other: &Norm| {
        n.precedence
            .iter()
            .any(|p| p.internal && !other.precedence.iter().any(|q| same_words(p.span.of(text), q.span.of(text))))
    };
    speaks(a, b) || speaks(b, a)
}

/// Compares what the two say of when they hold and when not.
fn conditions(text: &str, a: &Norm, b: &Norm, scratch: &mut Scratch) -> Slot {
    let mut none = 0;
    let mut words = |n: &Norm, out: &mut Vec<u64>| {
        let mut negations = 0;
        for &span in n.conditions.iter().chain(&n.exceptions) {
            norms::content(text, span, &mut scratch.tokens, &mut scratch.first);
            out.extend(scratch.first.iter().map(|c| c.stem));
            negations += norms::negations(&scratch.tokens);
        }
        out.sort_unstable();
        out.dedup();
        none += 1;
        negations + n.exceptions.len() % 2
    };
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let x = words(a, &mut first);
    let y = words(b, &mut second);
    let has = |n: &Norm| !n.conditions.is_empty() || !n.exceptions.is_empty();
    match (has(a), has(b)) {
        (false, false) => Slot::Same,
        (true, false) => Slot::OnlyFirst,
        (false, true) => Slot::OnlySecond,
        (true, true) => {
            let shared = first.iter().filter(|w| second.binary_search(w).is_ok()).count();
            let all = first.len() + second.len() - shared;
            if shared * 3 >= all * 2 {
                if x % 2 == y % 2 { if shared == all { Slot::Same } else { Slot::Differs } } else { Slot::Opposite }
            } else {
                Slot::Opposite
            }
        }
    }
}

/// Words of the act that set it in another time, place or manner: prepositions of time and place, "without", "only".
fn turning(text: &str, n: &Norm, scratch: &mut Scratch) -> u64 {
    crate::text::tokenize(text, n.action, &mut scratch.tokens);
    scratch
        .tokens
        .iter()
        .filter(|t| norms::turns(t.word) && !n.windows.iter().any(|w| w.span.overlaps(t.span)))
        .fold(0u64, |sum, t| sum.wrapping_add(t.word))
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
    let (mut x, mut y) = (Vec::new(), Vec::new());
    bare(text, a, &mut scratch.tokens, &mut x);
    bare(text, b, &mut scratch.tokens, &mut y);
    !x.is_empty() && x == y
}

/// The words of a norm's sentence, without what [`verbatim`] does not look at.
fn bare(text: &str, n: &Norm, tokens: &mut Vec<Token>, out: &mut Vec<u64>) {
    crate::text::tokenize(text, n.sentence, tokens);
    let left_out = |t: &Token| {
        n.modal.overlaps(t.span)
            || n.windows.iter().any(|w| w.span.overlaps(t.span))
            || n.quantities.iter().any(|q| q.span.overlaps(t.span))
            || norms::is_frame_word(t.word)
            || t.kind == TokenKind::Mark
    };
    out.extend(tokens.iter().filter(|t| !left_out(t)).map(|t| t.word));
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
}

impl Clash {
    /// The clash of two norms.
    pub fn of(a: &Norm, b: &Norm) -> Option<Self> {
        use Modality::{Constitutive, Exemption, NoRight, Obligation, Permission, Prohibition, Recommendation, Right};
        let pair = |x: &[Modality], y: &[Modality]| {
            (x.contains(&a.modality) && y.contains(&b.modality)) || (x.contains(&b.modality) && y.contains(&a.modality))
        };
        if pair(&[Obligation], &[Prohibition]) || (pair(&[Recommendation], &[Prohibition])) {
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
        if pair(&[Obligation], &[Permission]) {
            return Some(Self::DutyOption);
        }
        if a.modality == Constitutive && b.modality == Constitutive && a.negated != b.negated {
            return Some(Self::FactDenial);
        }
        None
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
        }
    }
}

/// Notes each slot compared, and what was looked for and not found.
pub fn slots(a: &Norm, b: &Norm, pair: &Pair, finding: &mut Finding) {
    let bearer = match (pair.bearer, &a.bearer_head) {
        (Slot::Same, Some(head)) => format!("bearer: same (“{head}”)"),
        (Slot::Same, None) => "bearer: neither names one; same subject".to_owned(),
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
