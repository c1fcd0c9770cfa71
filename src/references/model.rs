//! What a citation says and where it points.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::targets::Targets;
use crate::document::{Kind, ProvisionId};
use crate::span::Span;

/// Whether a citation stays in the text at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// A unit of this document.
    Internal,
    /// Another instrument, or a unit of one.
    External {
        /// The instrument's name as printed ("Broadcasting Act", "title 5", "Resolution 146 (Rev. Dubai, 2018)").
        name: Span,
    },
}

/// What the citation does to the norm it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Names a unit, no more.
    #[default]
    Cites,
    /// "notwithstanding", "despite", "by way of derogation from": this norm goes before the target.
    Overrides,
    /// "subject to": the target goes before this norm.
    Yields,
    /// "except as provided in", "other than under": the target is an exception to this norm.
    Excepts,
    /// "without prejudice to", "nothing in … affects": the target stands untouched.
    Preserves,
    /// "as defined in", "has the same meaning as in".
    Defines,
}

/// A target's place in a list or range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetRole {
    /// By itself, or a member of a list.
    #[default]
    Member,
    /// First of a range ("Articles 4 to 7").
    RangeStart,
    /// Last of a range.
    RangeEnd,
    /// The unit that the others are part of ("section 5" in "paragraph (2) of section 5"): named on the way, not itself
    /// what the citation points to.
    Holder,
}

/// What was found of a target in the text at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolution {
    /// The unit.
    Found(ProvisionId),
    /// Two or more units fit.
    Ambiguous(ProvisionId, ProvisionId),
    /// No unit fits, and one should be there.
    Missing,
    /// Not looked for: another instrument, or a unit that this text does not hold as a whole.
    Unchecked,
}

/// One unit a citation points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The words that name this target inside the citation.
    pub span: Span,
    /// Bare labels, outermost first, completed from where the citation stands, joined by `/`: `151/a`. One string, as
    /// most fit without a heap allocation; [`Target::labels`] gives them one by one.
    pub path: SmolStr,
    /// Its place in a list or range.
    pub role: TargetRole,
    /// What was found.
    pub resolution: Resolution,
    /// The innermost unit that was found on the way to it; where it is missing, the unit that should hold it. The root
    /// where nothing was found.
    pub within: ProvisionId,
}

impl Target {
    /// The bare labels of its path, outermost first.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter(|l| !l.is_empty())
    }
}

/// What is wrong with a citation's unit word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordFault {
    /// The unit goes by another word here ("paragraph (c)" of a subsection).
    ShouldBe(Kind),
    /// A bare number where the units of that word have bracketed ones ("paragraph 3(A)").
    Unbracketed,
    /// The singular before several units.
    ShouldBePlural,
    /// The plural before one unit.
    ShouldBeSingular,
}

/// A citation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// All its words, from the unit word to the instrument's name.
    pub span: Span,
    /// The unit word ("section", "paragraphs"), where there is one.
    pub unit: Option<Span>,
    /// The provision it stands in.
    pub provision: ProvisionId,
    /// This document or another.
    pub scope: Scope,
    /// What it does to the norm it stands in.
    pub role: Role,
    /// It says its target by position ("the preceding paragraph", "this Article"), not by label.
    pub relative: bool,
    /// It stands in quoted or amending text.
    pub quoted: bool,
    /// What is wrong with its unit word, where that is sure.
    pub fault: Option<WordFault>,
    /// The units it points to; none for an instrument as a whole.
    pub targets: Targets,
}
