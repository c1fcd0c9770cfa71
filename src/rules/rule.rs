//! What a rule is.

use super::context::{BlockCx, CorpusCx, DocumentCx, Sink};
use super::traits::Traits;
use crate::document::ProvisionId;
use crate::findings::Severity;
use crate::syntax::Profile;

/// The level of a rule where nothing is configured: its promise about false alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not run unless a profile or the configuration turns it on.
    Off,
    /// Run, and reported so.
    On(Severity),
}

impl Level {
    /// An error: wrong in every drafting tradition.
    pub const ERROR: Self = Self::On(Severity::Error);
    /// A warning: right four times in five on real law.
    pub const WARNING: Self = Self::On(Severity::Warning);
    /// A note: worth a look.
    pub const NOTE: Self = Self::On(Severity::Note);
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One block of running prose with its tokens.
    Block(fn(&BlockCx<'_>, &mut Sink<'_>)),
    /// The same, where the block has all the traits.
    BlockWith(Traits, fn(&BlockCx<'_>, &mut Sink<'_>)),
    /// One block of anything printed (prose, headings, tables, quotations, contents) with its tokens: what is wrong
    /// wherever it stands.
    Printed(fn(&BlockCx<'_>, &mut Sink<'_>)),
    /// The same, where the block has all the traits.
    PrintedWith(Traits, fn(&BlockCx<'_>, &mut Sink<'_>)),
    /// One document with all that was read from it.
    Document(fn(&DocumentCx<'_>, &mut Sink<'_>)),
    /// The text and the tree of one document, part by part: what is found of a unit with all below it hangs on that unit
    /// alone, and of what stands above the units on the tree and the text as a whole. Terms, citations and norms are not
    /// there to be looked at.
    Unit(fn(&DocumentCx<'_>, Part, &mut Sink<'_>)),
    /// All documents of the run, where at least two are linked.
    Corpus(fn(&CorpusCx<'_>, &mut Sink<'_>)),
    /// Reported by the engine itself: what concerns ignores.
    Engine,
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// What stands in no unit that is looked at by itself: parts, chapters, the row of sections.
    Above,
    /// One unit below parts and chapters, with all below it.
    Unit(ProvisionId),
    /// Such units that stand one behind the other: from the first to before another.
    Units(ProvisionId, ProvisionId),
}

impl Part {
    /// Whether it takes in what stands above the units.
    #[must_use]
    pub const fn is_outer(self) -> bool {
        matches!(self, Self::Whole | Self::Above)
    }
}

/// Family of a rule, by the first digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Directory of its pages and sources.
    pub name: &'static str,
    /// First characters of its codes.
    pub prefix: &'static str,
    /// What it is about.
    pub summary: &'static str,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A text.
    Text,
    /// A list of texts.
    List,
    /// The page does not say.
    Any,
}

impl OptionKind {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "a whole number",
            Self::Flag => "`true` or `false`",
            Self::Text => "a text",
            Self::List => "a list of texts",
            Self::Any => "a number, `true` or `false`, a text, or a list of texts",
        }
    }
}

/// An option of a rule, as its page states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleOption {
    /// Its name in configuration.
    pub name: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// What it does.
    pub summary: &'static str,
}

/// A rule: metadata and functions.
#[derive(Debug)]
pub struct Rule {
    /// Its code, such as `NL201`; never used again for another rule.
    pub code: &'static str,
    /// Its name, such as `dangling-reference`; states the fault.
    pub name: &'static str,
    /// Its level where nothing is configured.
    pub level: Level,
    /// Its level in documents of certain profiles, where that differs.
    pub profiles: &'static [(Profile, Level)],
    /// Its page: documentation, examples and tests in one.
    pub page: &'static str,
    /// Its functions; a rule may look at blocks and at the document.
    pub checks: &'static [Check],
}

impl Rule {
    /// The level in documents of a profile.
    #[must_use]
    pub fn level_in(&self, profile: Profile) -> Level {
        self.profiles.iter().find(|(p, _)| *p == profile).map_or(self.level, |(_, level)| *level)
    }

    /// Whether it reads how the text is laid out: units, ends of items, full stops. In a text that was flattened on its
    /// way here its findings are notes.
    #[must_use]
    pub fn rests_on_layout(&self) -> bool {
        self.code.starts_with("NL0") || self.name == "stray-full-stop"
    }

    /// Whether a selector means this rule: its name, its code or the code's beginning (`NL2`) in any case, or `all`.
    #[must_use]
    pub fn is_named(&self, selector: &str) -> bool {
        let prefix = |s: &str| s.len() > 2 && self.code.get(..s.len()).is_some_and(|c| c.eq_ignore_ascii_case(s));
        prefix(selector) || self.name == selector || selector.eq_ignore_ascii_case("all")
    }

    /// Its options: the list items under "Options" on its page, each as "- `max-words` (number, default 40): …".
    pub fn options(&self) -> impl Iterator<Item = RuleOption> {
        let section = self.page.split_once("\n## Options\n").map_or("", |(_, rest)| rest);
        let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
        section.lines().filter_map(|line| {
            let (name, summary) = line.trim_start().strip_prefix("- `")?.split_once('`')?;
            let said = summary.split_once(')').map_or("", |(said, _)| said);
            let says = |word: &str| said.contains(word);
            let kind = match () {
                () if says("list") => OptionKind::List,
                () if says("number") => OptionKind::Number,
                () if says("true") || says("false") || says("flag") || says("yes") => OptionKind::Flag,
                () if says("text") || says("word") => OptionKind::Text,
                () => OptionKind::Any,
            };
            Some(RuleOption { name, kind, summary: summary.trim_start() })
        })
    }

    /// First sentence of its page's "What it does".
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let body = self.page.split_once("## What it does").map_or(self.page, |(_, rest)| rest).trim_start();
        let end = body.find(".\n").or_else(|| body.find(". ")).map_or(body.len(), |i| i + 1);
        &body[..end]
    }
}
