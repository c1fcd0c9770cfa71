//! The frame of a norm. See the project's ARCHITECTURE.md for what each slot means to the rules.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

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

/// One norm. Slots that the text does not fill are none or empty; nothing is guessed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Norm {
    /// The clause it was read from.
    pub span: Span,
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
    /// The verb in canonical form.
    pub verb: SmolStr,
    /// The object's head noun in canonical form, where there is one.
    pub object: Option<SmolStr>,
    /// "if", "where", "subject to": when it holds.
    pub conditions: Vec<Span>,
    /// "except", "unless": when it does not.
    pub exceptions: Vec<Span>,
    /// What weakens it.
    pub hedges: Vec<Hedge>,
    /// What weight its place gives it.
    pub rank: Rank,
    /// It stands in quoted or reported text.
    pub quoted: bool,
}
