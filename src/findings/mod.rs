//! What normlint says: a finding, its labels, notes and fixes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// Words of a finding: mostly the same for all findings of a rule, and then not copied.
pub type Words = Cow<'static, str>;

/// How sure a finding is: a promise about false alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Note,
    /// Right at least four times in five on real law.
    Warning,
    /// Wrong in every drafting tradition.
    Error,
}

impl Severity {
    /// Its name in output and configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Index of a document among those of one run, in the order given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocId(pub u32);

/// A further span that a finding compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The document it stands in.
    pub doc: DocId,
    /// Where.
    pub span: Span,
    /// What it is, in a few words.
    pub message: Words,
}

/// Whether a fix may be made without a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// No legal effect can change.
    Safe,
    /// A person must look.
    Unsafe,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The document to change.
    pub doc: DocId,
    /// What to replace; an empty span inserts.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A change that would end the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be made without a look.
    pub safety: Safety,
    /// What it does, as an order: "remove the second “the”".
    pub message: Words,
    /// The replacements, none overlapping.
    pub edits: Vec<Edit>,
}

/// One thing that does not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, such as `NL201`.
    pub code: &'static str,
    /// The rule's name, such as `dangling-reference`.
    pub name: &'static str,
    /// How sure it is, as configured.
    pub severity: Severity,
    /// The document it is in.
    pub doc: DocId,
    /// The exact words.
    pub span: Span,
    /// What is wrong, with the words.
    pub message: Words,
    /// Further spans it compares.
    pub labels: Vec<Label>,
    /// What was compared, what was looked for and not found.
    pub notes: Vec<Words>,
    /// What the drafter can do.
    pub help: Option<Words>,
    /// A change that would end it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether the two tell the same of the same place, whatever they show beside it: one modal of a lead-in gives as many
    /// norms as its list has items.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        (self.doc, self.span, self.code) == (other.doc, other.span, other.code) && self.message == other.message
    }

    /// Gives back room left over in its lists and words: of findings that are kept there may be many.
    pub fn shrink_to_fit(&mut self) {
        if let Words::Owned(words) = &mut self.message {
            words.shrink_to_fit();
        }
        self.labels.shrink_to_fit();
        self.notes.shrink_to_fit();
    }
}
