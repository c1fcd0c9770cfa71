//! The frame of a norm. See the project's ARCHITECTURE.md for what each slot means to the rules.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use thin_vec::ThinVec;

use super::content::lemma;
use super::held::WordList;
use super::spans::Spans;
use crate::document::{ProvisionId, Rank};
use crate::span::Span;

/// What a norm does to its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Must do.
    Obligation,
    /// Must not do.
    Prohibition,
    /// May do.
    Permission,
    /// Need not do.
    Exemption,
    /// Has a right or entitlement.
    Right,
    /// Has no right.
    NoRight,
    /// Should do: advice.
    Recommendation,
    /// Fixes a fact or a meaning, binds nobody ("shall mean", "shall enter into force").
    Constitutive,
}

impl Modality {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Prohibition => "prohibition",
            Self::Permission => "permission",
            Self::Exemption => "exemption",
            Self::Right => "right",
            Self::NoRight => "no-right",
            Self::Recommendation => "recommendation",
            Self::Constitutive => "constitutive",
        }
    }
}

/// What kind of words weaken a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HedgeKind {
    /// "to the greatest extent practicable", "as far as possible", "in principle".
    Effort,
    /// "satisfactory", "reasonable", "adequate": a standard without a test.
    VagueStandard,
    /// "the relevant ITU-T Recommendations": a class of texts without an address.
    UnidentifiedInstrument,
}

/// Words that weaken a norm.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Hedge {
    /// The words.
    pub span: Span,
    /// What kind.
    pub kind: HedgeKind,
}

/// What a phrase of precedence does to the norm it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrecedenceKind {
    /// "notwithstanding", "despite", "by way of derogation from": this norm goes first.
    Overrides,
    /// "subject to": the other goes first.
    Yields,
    /// "except as provided in", "other than under": the other is an exception to this one.
    Excepts,
    /// "without prejudice to", "nothing in this … affects": the other stands untouched.
    Preserves,
}

/// A phrase of precedence.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Precedence {
    /// All its words.
    pub span: Span,
    /// What it does.
    pub kind: PrecedenceKind,
    /// It names a unit or all units of this text ("paragraph 2", "this Article", "any other provision"), not only
    /// something outside it ("national law").
    pub internal: bool,
}

/// On which side of its trigger a time limit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// "within", "not later than": at most.
    AtMost,
    /// "not earlier than", "at least": at least.
    AtLeast,
    /// "for": exactly so long.
    For,
}

/// Side of the event that a time is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// After the event.
    After,
    /// Before the event.
    Before,
}

/// A time limit counted from an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Window {
    /// All its words.
    pub span: Span,
    /// How many units.
    pub number: u32,
    /// The unit in the singular, with "business" or "calendar" before it where the text says so.
    pub unit: SmolStr,
    /// At most or at least.
    pub bound: Bound,
    /// Before or after the event.
    pub side: Side,
    /// The event; none where the limit names none.
    pub trigger: Option<Span>,
}

impl Window {
    /// The limit on a scale on which it can be compared: days, months or another unit, and how many.
    #[must_use]
    pub fn scale(&self) -> Option<(SmolStr, u64)> {
        let n = u64::from(self.number);
        let (scale, n) = match self.unit.as_str() {
            "week" => ("day", n * 7),
            "year" => ("month", n * 12),
            "quarter" => ("month", n * 3),
            other => (other, n),
        };
        Some((SmolStr::new(scale), n))
    }
}

/// A bound on a measured thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quantity {
    /// All its words.
    pub span: Span,
    /// The figure.
    pub number: u64,
    /// What is counted, in the singular ("member", "unit", "%").
    pub unit: SmolStr,
    /// At most, at least; `For` is "exactly".
    pub bound: Bound,
}

/// What an adjunct says of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdjunctKind {
    /// How or by what medium: "electronically", "in cash", "separately".
    Manner,
    /// Where: "in Geneva", "at the premises of the buyer".
    Place,
    /// By what law: "the laws of the State of Utopia".
    Law,
}

/// How, where or by what law an act is to be done.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Adjunct {
    /// Its words.
    pub span: Span,
    /// What it says.
    pub kind: AdjunctKind,
    /// The choice it makes, among those of its kind; adjuncts of one choice can be compared.
    pub choice: u16,
    /// What it chooses: another value excludes it.
    pub value: u64,
    /// "only" stands with it.
    pub only: bool,
}

/// A date as a limit: "by 1 May 2020".
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DateLimit {
    /// All its words.
    pub span: Span,
    /// The year; 0 where the text names none.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
    /// By, from, or on that day.
    pub bound: Bound,
    /// "by", "no later than", "on or before": a time to act by, not one that may tell what is acted on.
    pub deadline: bool,
}

/// One norm. Slots that the text does not fill are none or empty; nothing is guessed.
///
/// Its lists are mostly empty, and take no more room than a pointer then.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Norm {
    /// The clause it was read from.
    pub span: Span,
    /// The sentence it stands in.
    pub sentence: Span,
    /// The grammatical subject of the modal; in the passive, what is acted upon.
    pub subject: Option<Span>,
    /// The modal's verb is in the passive.
    pub passive: bool,
    /// The text negates the modal or the verb ("shall not", "no person may"), whatever that comes to.
    pub negated: bool,
    /// Its clause may say that one thing comes after another: "only after", "not before", "not until".
    pub ordered: bool,
    /// Head noun of the bearer, in canonical form.
    pub bearer_head: Option<SmolStr>,
    /// Phrases that set it before or behind other norms.
    pub precedence: ThinVec<Precedence>,
    /// Words of subject and act that carry matter, by hash, sorted; what the index compares.
    pub words: WordList,
    /// Words of the act that set it in another time, place or manner ("before", "outside", "only"), as one number; 0 for none.
    pub turning: u64,
    /// Later norms of the document on what may be the same act, by index; from the index, not from all pairs.
    pub twins: ThinVec<u32>,
    /// Time limits.
    pub windows: ThinVec<Window>,
    /// Dates as limits.
    pub dates: ThinVec<DateLimit>,
    /// How, where, by what law.
    pub adjuncts: ThinVec<Adjunct>,
    /// The references in its clause: from which to before which of the document's list.
    pub references: (u32, u32),
    /// Bounds on what is measured.
    pub quantities: ThinVec<Quantity>,
    /// The words that carry the force ("shall not", "has the right to").
    pub modal: Span,
    /// The provision it stands in.
    pub provision: ProvisionId,
    /// What it does to its bearer.
    pub modality: Modality,
    /// 4 shall, must; 3 is to, will, agrees to; 2 should; 1 endeavour, encourage; 0 none.
    pub strength: u8,
    /// Who is bound or entitled.
    pub bearer: Option<Span>,
    /// Whose claim or duty answers it, where the text names it.
    pub counterparty: Option<Span>,
    /// From the verb to the end of its object.
    pub action: Span,
    /// "only", where it limits who may act.
    pub only: bool,
    /// The verb in canonical form.
    pub verb: SmolStr,
    /// The object's head noun, where there is one; [`Norm::object`] gives it in canonical form.
    pub object: Option<Span>,
    /// "if", "where", "subject to": when it holds.
    pub conditions: Spans,
    /// "except", "unless": when it does not.
    pub exceptions: Spans,
    /// What weakens it.
    pub hedges: ThinVec<Hedge>,
    /// What weight its place gives it.
    pub rank: Rank,
    /// It stands in quoted or reported text.
    pub quoted: bool,
}

impl Norm {
    /// The object's head noun in canonical form, where there is one. Few ask for it.
    #[must_use]
    pub fn object(&self, text: &str) -> Option<SmolStr> {
        self.object.map(|head| lemma(head.of(text)))
    }

    /// It sets one instrument or rule before another: "in case of conflict, the Convention shall prevail".
    #[must_use]
    pub fn ranks(&self) -> bool {
        self.verb == "prevail" && !self.negated
    }
}
