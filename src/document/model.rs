//! The tree that every later layer reads.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::span::Span;
use crate::syntax::Profile;

/// Index of a provision in [`Document::provisions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProvisionId(pub u32);

impl ProvisionId {
    /// As an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a provision is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The whole text; always the first provision, without a label.
    Document,
    /// Everything before the first article that is no heading.
    Preamble,
    /// A numbered recital.
    Recital,
    /// Book.
    Book,
    /// Title.
    Title,
    /// Part.
    Part,
    /// Subpart.
    Subpart,
    /// Chapter.
    Chapter,
    /// Subchapter.
    Subchapter,
    /// A section that groups articles, as in acts of the European Union; it stands outside addresses.
    SectionGroup,
    /// Division.
    Division,
    /// Subdivision.
    Subdivision,
    /// Annex.
    Annex,
    /// Appendix.
    Appendix,
    /// Schedule.
    Schedule,
    /// Protocol, exhibit or another instrument attached.
    Protocol,
    /// A heading without a label that groups what follows.
    Heading,
    /// Article.
    Article,
    /// Section; of a Recommendation or contract, a numbered clause at the top.
    Section,
    /// Subsection.
    Subsection,
    /// Paragraph.
    Paragraph,
    /// Subparagraph.
    Subparagraph,
    /// Clause.
    Clause,
    /// Subclause.
    Subclause,
    /// Item, below all these, or in a list whose level has no name.
    Item,
    /// A definition that stands as a unit of its own, with or without a label.
    Definition,
    /// An operative or preambular group of a resolution ("considering", "resolves").
    Group,
    /// A footnote's text.
    Footnote,
}

impl Kind {
    /// Its name in output, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Preamble => "preamble",
            Self::Recital => "recital",
            Self::Book => "book",
            Self::Title => "title",
            Self::Part => "part",
            Self::Subpart => "subpart",
            Self::Chapter => "chapter",
            Self::Subchapter => "subchapter",
            Self::SectionGroup => "section",
            Self::Division => "division",
            Self::Subdivision => "subdivision",
            Self::Annex => "annex",
            Self::Appendix => "appendix",
            Self::Schedule => "schedule",
            Self::Protocol => "protocol",
            Self::Heading => "heading",
            Self::Article => "article",
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Paragraph => "paragraph",
            Self::Subparagraph => "subparagraph",
            Self::Clause => "clause",
            Self::Subclause => "subclause",
            Self::Item => "item",
            Self::Definition => "definition",
            Self::Group => "group",
            Self::Footnote => "footnote",
        }
    }

    /// Whether it only groups provisions (part, chapter, heading …), and so stands outside their addresses.
    #[must_use]
    pub const fn is_container(self) -> bool {
        matches!(
            self,
            Self::Document
                | Self::Preamble
                | Self::Book
                | Self::Title
                | Self::Part
                | Self::Subpart
                | Self::Chapter
                | Self::Subchapter
                | Self::SectionGroup
                | Self::Division
                | Self::Subdivision
                | Self::Heading
        )
    }
}

/// A label as printed, and in the bare form that references use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The printed label: `§ 151`, `3.4`, `(a)`, `Article 5`.
    pub span: Span,
    /// Bare, in the case it was printed in: `151`, `3.4`, `a`, `5`, `III`.
    pub key: SmolStr,
    /// The last label of a range that stands for several dead units at once ("37 to 57 \[Repealed\]"); in a box, as few have
    /// one.
    pub through: Option<Box<str>>,
}

/// Whether a provision is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In force, as far as the text says.
    #[default]
    InForce,
    /// Repealed, suppressed, omitted, spent.
    Repealed,
    /// Reserved for later use.
    Reserved,
    /// Moved elsewhere: transferred, renumbered.
    Moved,
}

/// What weight a provision's words have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Binding, where the instrument is.
    #[default]
    Operative,
    /// Preamble, recital, "considering".
    Preamble,
    /// Annex, appendix, schedule.
    Annex,
    /// Footnote or note.
    Note,
}

/// A unit of the text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Provision {
    /// What it is called.
    pub kind: Kind,
    /// Its label; none for headings, preambles and unlabelled definitions.
    pub label: Option<Label>,
    /// A treaty's margin number before the label ("31" in "31 3.4"); in a box, as few texts have one.
    pub margin: Option<Box<Label>>,
    /// Its heading or run-in heading.
    pub heading: Option<Span>,
    /// From the start of the label (or margin number) to the end of the last child's text, trailing space left out.
    pub span: Span,
    /// The unit that holds it; none only for the document.
    pub parent: Option<ProvisionId>,
    /// One past its last descendant, in pre-order.
    pub end: ProvisionId,
    /// Number of ancestors.
    pub depth: u16,
    /// Whether it is in force.
    pub status: Status,
    /// What weight its words have.
    pub rank: Rank,
    /// It stands inside quoted text (amending text): its label is not the document's own.
    pub quoted: bool,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Text of a provision before its first child, label and run-in heading left out.
    Text,
    /// Text of a provision after children: it belongs to the whole list.
    Flush,
    /// A heading or marginal note.
    Heading,
    /// A line of a table.
    Table,
    /// Quoted text: amending text, block quotation.
    Quotation,
    /// A footnote's text.
    Footnote,
    /// A line of a table of contents.
    Contents,
    /// Page heads, page numbers, amendment codes: printed, but no part of the text.
    Furniture,
    /// Code and other matter that is not prose.
    Code,
}

impl BlockKind {
    /// Whether it is running prose of the document's own.
    #[must_use]
    pub const fn is_prose(self) -> bool {
        matches!(self, Self::Text | Self::Flush | Self::Footnote)
    }
}

/// A run of text that belongs to one provision: a paragraph, hard-wrapped or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands. Labels and run-in headings are not part of it.
    pub span: Span,
    /// The provision whose text it is.
    pub provision: ProvisionId,
    /// What it is.
    pub kind: BlockKind,
    /// It goes on with the paragraph of an earlier block: a page head or a code in the margin stands between.
    #[serde(default)]
    pub continues: bool,
}

/// The tree of one text.
///
/// `provisions[0]` is the document itself. Provisions stand in pre-order, blocks in the order of the text, and no two
/// blocks overlap.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The drafting tradition it was read by.
    pub profile: Profile,
    /// Its title, where one was found.
    pub title: Option<Span>,
    /// All units, in pre-order.
    pub provisions: Vec<Provision>,
    /// All text, in order.
    pub blocks: Vec<Block>,
    /// Where provisions and blocks begin.
    #[serde(skip)]
    pub(super) begins: Begins,
}

/// How many provisions and blocks begin before each piece of the text: of a long one those of one piece are searched through,
/// not all.
#[derive(Clone, Debug, Default)]
pub(super) struct Begins {
    provisions: Pieces,
    blocks: Pieces,
}

impl Begins {
    pub(super) fn of(provisions: &[Provision], blocks: &[Block]) -> Self {
        let provisions = Pieces::of(provisions.iter().map(|p| p.span.start));
        Self { provisions, blocks: Pieces::of(blocks.iter().map(|b| b.span.start)) }
    }
}

/// How many of some things that stand in the order of the text begin before each piece of it.
#[derive(Clone, Debug, Default)]
struct Pieces(Vec<u32>);

impl Pieces {
    /// Bits of an offset that tell places in a piece.
    const BITS: u32 = 12;

    fn of(starts: impl Iterator<Item = u32>) -> Self {
        let mut before: Vec<u32> = Vec::new();
        for (start, i) in starts.zip(0..) {
            let piece = (start >> Self::BITS) as usize;
            if before.len() <= piece {
                before.resize(piece + 1, i);
            }
        }
        Self(before)
    }

    /// How many of all begin before an offset.
    fn before<T>(&self, all: &[T], offset: u32, start: impl Fn(&T) -> u32) -> usize {
        let piece = (offset >> Self::BITS) as usize;
        let upto = |piece: usize| self.0.get(piece).map_or(all.len(), |&count| count as usize);
        let from = if self.0.is_empty() { 0 } else { upto(piece) };
        let own = all.get(from..upto(piece + 1)).unwrap_or_default();
        from + own.partition_point(|one| start(one) < offset)
    }
}

impl Document {
    /// The document as a provision.
    pub const ROOT: ProvisionId = ProvisionId(0);

    /// The provision of that index.
    #[must_use]
    pub fn get(&self, id: ProvisionId) -> &Provision {
        &self.provisions[id.index()]
    }

    /// Every provision with its index.
    pub fn iter(&self) -> impl Iterator<Item = (ProvisionId, &Provision)> {
        self.provisions.iter().enumerate().map(|(i, p)| (ProvisionId(i as u32), p))
    }

    /// Children of a provision, in order.
    pub fn children(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        let end = self.get(id).end;
        let mut next = ProvisionId(id.0 + 1);
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.get(child).end;
                child
            })
        })
    }

    /// The provision and everything above it, innermost first.
    pub fn ancestors(&self, id: ProvisionId) -> impl Iterator<Item = ProvisionId> + '_ {
        std::iter::successors(Some(id), |&id| self.get(id).parent)
    }

    /// Whether `inner` is `outer` or stands inside it.
    #[must_use]
    pub fn within(&self, inner: ProvisionId, outer: ProvisionId) -> bool {
        outer <= inner && inner < self.get(outer).end
    }

    /// The innermost provision whose span holds the offset.
    #[must_use]
    pub fn at(&self, offset: u32) -> ProvisionId {
        let i = self.begins.provisions.before(&self.provisions, offset.saturating_add(1), |p| p.span.start);
        let mut id = ProvisionId(i.saturating_sub(1) as u32);
        while let Some(parent) = self.get(id).parent {
            if self.get(id).span.holds(offset) {
                break;
            }
            id = parent;
        }
        id
    }

    /// How many blocks begin before an offset: the index of the first that does not.
    #[must_use]
    pub fn blocks_before(&self, offset: u32) -> usize {
        self.begins.blocks.before(&self.blocks, offset, |b| b.span.start)
    }

    /// The blocks that belong to the provision itself, in order: lead-in, then flush text after its children.
    pub fn blocks_of(&self, id: ProvisionId) -> impl Iterator<Item = &Block> {
        let span = self.get(id).span;
        let from = self.blocks_before(span.start);
        self.blocks[from..].iter().take_while(move |b| b.span.start < span.end).filter(move |b| b.provision == id)
    }

    /// Index range in `blocks` of everything inside the provision, its descendants included.
    #[must_use]
    pub fn blocks_within(&self, id: ProvisionId) -> &[Block] {
        let span = self.get(id).span;
        let from = self.blocks_before(span.start);
        let rest = &self.blocks[from..];
        &rest[..count_before(rest, span.end)]
    }

    /// As [`Self::blocks_within`], where it is known which block is the first from some place in the provision on: no
    /// search through the whole text is needed then.
    #[must_use]
    pub fn blocks_within_near(&self, id: ProvisionId, near: usize) -> &[Block] {
        let span = self.get(id).span;
        let (before, rest) = self.blocks.split_at(near.min(self.blocks.len()));
        let early = before.iter().rev().take_while(|b| b.span.start >= span.start).count();
        let from = before.len() - early;
        &self.blocks[from..before.len() + count_before(rest, span.end)]
    }

    /// Bare labels from the outermost addressable unit down to this one: `["151", "a", "1"]`.
    ///
    /// Parts, chapters and headings do not count, as publishers number sections through. A decimal label that repeats
    /// its parent's ("3.4" in article 3) stands for both.
    #[must_use]
    pub fn path(&self, id: ProvisionId) -> Vec<SmolStr> {
        let mut path: Vec<SmolStr> = Vec::new();
        for up in self.ancestors(id) {
            let unit = self.get(up);
            if unit.kind.is_container() && up != id {
                continue;
            }
            let Some(label) = &unit.label else { continue };
            if path.last().is_some_and(|low| extends(low, &label.key)) {
                continue;
            }
            path.push(label.key.clone());
        }
        path.reverse();
        path
    }
}

/// How many of the first blocks begin before `end`. Most units have few: it is looked for in steps that grow.
pub(crate) fn count_before(blocks: &[Block], end: u32) -> usize {
    let (mut low, mut step) = (0, 1);
    while blocks.get(low + step - 1).is_some_and(|b| b.span.start < end) {
        low += step;
        step *= 2;
    }
    let high = (low + step).min(blocks.len());
    low + blocks[low..high].partition_point(|b| b.span.start < end)
}

/// Whether the decimal label `low` holds `high` as its beginning: "3.4.1" holds "3.4" and "3".
fn extends(low: &str, high: &str) -> bool {
    low.strip_prefix(high).is_some_and(|rest| rest.starts_with('.'))
}
