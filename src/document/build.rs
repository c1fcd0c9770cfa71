//! From rows to the tree.

use smol_str::SmolStr;

use super::kept::{Again, Kept, Past, Stops};
use super::model::{Begins, Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
use super::place::{Open, Tier};
use super::rows::{Layout, Row, Tag, rows};
use super::{contents, furniture, inline, markup, quotes};
use crate::source::{Format, Source};
use crate::span::Span;
use crate::syntax::{Form, Mark, Ordinal, Profile, unit_name};

/// Reads a text into a document. Never fails: what it cannot place becomes text of the unit before it.
#[must_use]
pub fn read(source: &Source, profile: Option<Profile>) -> Document {
    let rows = prepare(source);
    let mut builder = begin(source, profile, &rows);
    let mut i = 0;
    while i < rows.len() {
        let next = builder.row(i);
        i = next.max(i + 1);
    }
    builder.finish()
}

/// As [`read`], with what is kept of an earlier state of the document; also gives what is to be kept of this one.
#[must_use]
pub fn reread(source: &Source, profile: Option<Profile>, past: Option<Past<'_>>) -> (Document, Kept) {
    let rows = prepare(source);
    let mut builder = begin(source, profile, &rows);
    let (layout, paged, profile) = (builder.layout, builder.paged, builder.profile);
    let (mut again, mut i) = Again::begin(past, &mut builder);
    while i < rows.len() && !again.at(i, &mut builder) {
        let next = builder.row(i);
        i = next.max(i + 1);
    }
    let count = builder.doc.blocks.len();
    let document = builder.finish();
    let stops = if document.blocks.len() == count { again.stops() } else { Stops::default() };
    (document, Kept::new(stops, rows, layout, paged, profile))
}

/// A reader that has read nothing.
pub(super) fn begin<'a>(source: &'a Source, profile: Option<Profile>, rows: &'a [Row]) -> Builder<'a> {
    let text: &str = &source.text;
    let layout = Layout { markdown: source.format == Format::Markdown, ..Layout::of(text, rows) };
    let profile = profile.unwrap_or_else(|| super::detect::profile(text, rows, layout.wrapped.is_some()));
    Builder::new(text, profile, layout, rows)
}

/// The rows of a text, each marked as what it is.
pub(super) fn prepare(source: &Source) -> Vec<Row> {
    let text: &str = &source.text;
    let mut rows = rows(text);
    markup::mark(text, source.format, &mut rows);
    furniture::mark(text, &mut rows);
    contents::tag(text, &mut rows);
    quotes::mark(text, &mut rows);
    inline::part_titles(text, inline::split(text, furniture::codes(text, rows)))
}

/// Longest block, in bytes: longer ones are parted where a sentence or a word ends.
const LONGEST: usize = 64 * 1024;

pub(super) struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) profile: Profile,
    pub(super) layout: Layout,
    pub(super) rows: &'a [Row],
    pub(super) doc: Document,
    pub(super) open: Vec<Open>,
    /// Blocks that are marginal notes and wait for their unit.
    pub(super) notes: Vec<usize>,
    /// A block of law was read.
    pub(super) begun: bool,
    /// An article was read.
    pub(super) articles: bool,
    /// The text is printed with page heads.
    pub(super) paged: bool,
    /// The last margin number.
    pub(super) margin_last: Option<Ordinal>,
    /// The last number with a point that stood in no unit: sections are numbered through, whatever parts they stand in.
    pub(super) section_last: Option<Ordinal>,
    /// The article, and the number of its last paragraph.
    pub(super) paragraph_last: Option<(ProvisionId, Ordinal)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, profile: Profile, layout: Layout, rows: &'a [Row]) -> Self {
        let root = Provision {
            kind: Kind::Document,
            label: None,
            margin: None,
            heading: None,
            span: Span::at(0, text.len()),
            parent: None,
            end: ProvisionId(1),
            depth: 0,
            status: Status::InForce,
            rank: Rank::Operative,
            quoted: false,
        };
        // Few rows begin two units or hold two blocks, where paragraphs stand each on one.
        let room = if layout.wrapped.is_none() { rows.len() } else { 0 };
        let mut provisions = Vec::with_capacity(room + 1);
        provisions.push(root);
        let blocks = Vec::with_capacity(room);
        let doc = Document { profile, title: None, provisions, blocks, begins: Begins::default() };
        let root = Open {
            id: Document::ROOT,
            tier: Tier::Root,
            place: None,
            indent: -2,
            inline: false,
            has_text: false,
            lower: false,
            announces: false,
            titled: false,
            ones: false,
        };
        let paged = rows.iter().any(|r| r.tag == Tag::Furniture);
        Self {
            paged,
            text,
            profile,
            layout,
            rows,
            doc,
            open: vec![root],
            notes: Vec::new(),
            begun: false,
            articles: false,
            margin_last: None,
            section_last: None,
            paragraph_last: None,
        }
    }

    pub(super) fn at(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Index of the innermost open unit.
    pub(super) fn top(&self) -> usize {
        self.open.len() - 1
    }

    /// Reads the row and returns the index of the next one to read.
    pub(super) fn row(&mut self, i: usize) -> usize {
        let row = self.rows[i];
        let line = row.of(self.text);
        if row.tag != Tag::Law || row.glued {
            return self.plain(i);
        }
        if let Some(next) = self.footnote(i).or_else(|| self.group(i)).or_else(|| self.history(i)) {
            return next;
        }
        if let Some(name) = unit_name(line)
            && let Some(next) = self.unit(i, &name)
        {
            return next;
        }
        if let Some(next) = self.margin(i).or_else(|| self.labels(i)) {
            return next;
        }
        self.plain(i)
    }

    #[allow(clippy::too_many_arguments, reason = "one place where a unit is made")]
    pub(super) fn push(
        &mut self,
        kind: Kind,
        label: Option<Label>,
        start: u32,
        tier: Tier,
        place: Option<(Form, Ordinal)>,
        indent: i32,
        inline: bool,
    ) -> ProvisionId {
        let parent = self.open[self.top()].id;
        let id = ProvisionId(self.doc.provisions.len() as u32);
        let rank = match kind {
            Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol => Rank::Annex,
            Kind::Preamble | Kind::Recital => Rank::Preamble,
            Kind::Footnote => Rank::Note,
            _ => self.doc.get(parent).rank,
        };
        let end = label.as_ref().map_or(start, |l| l.span.end);
        let span = Span::new(start, end);
        let mut heading = None;
        for note in self.notes.drain(..) {
            if let Some(block) = self.doc.blocks.get_mut(note) {
                block.provision = id;
                heading = Some(heading.map_or(block.span, |h: Span| h.to(block.span)));
            }
        }
        self.doc.provisions.push(Provision {
            kind,
            label,
            margin: None,
            heading,
            span,
            parent: Some(parent),
            end: ProvisionId(id.0 + 1),
            depth: self.open.len() as u16,
            status: Status::InForce,
            rank,
            quoted: false,
        });
        self.open.push(Open {
            id,
            tier,
            place,
            indent,
            inline,
            has_text: false,
            lower: false,
            announces: false,
            titled: false,
            ones: false,
        });
        id
    }

    pub(super) fn block(&mut self, span: Span, provision: ProvisionId, kind: BlockKind) {
        if !matches!(kind, BlockKind::Heading | BlockKind::Furniture) {
            self.notes.clear();
        }
        if !span.is_empty() {
            self.begun |= !matches!(kind, BlockKind::Furniture | BlockKind::Code);
            self.doc.blocks.push(Block { span, provision, kind, continues: false });
        }
    }

    pub(super) fn finish(mut self) -> Document {
        if self.doc.blocks.iter().any(|b| b.span.len() > LONGEST) {
            self.doc.blocks = parted(self.text, &self.doc.blocks);
        }
        close(&mut self.doc);
        self.doc.begins = Begins::of(&self.doc.provisions, &self.doc.blocks);
        self.doc
    }
}

pub(super) fn label_of(start: u32, mark: &Mark) -> Label {
    Label {
        span: Span::new(start, start + mark.len as u32),
        key: SmolStr::clone(&mark.key),
        through: mark.through.as_deref().map(Box::from),
    }
}

/// The blocks, long ones parted.
fn parted(text: &str, blocks: &[Block]) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len() + 16);
    for block in blocks {
        let (mut start, end) = (block.span.start as usize, block.span.end as usize);
        let mut continues = block.continues;
        while end - start > LONGEST {
            let cut = cut_at(text, start, start + LONGEST);
            out.push(Block { span: Span::at(start, cut), continues, ..*block });
            start = cut;
            continues = true;
        }
        out.push(Block { span: Span::at(start, end), continues, ..*block });
    }
    out
}

/// Where to part a long block: behind a sentence, else behind a space, else at a character, before `limit`.
fn cut_at(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let window = &bytes[start..limit];
    let sentence = window.windows(2).rposition(|w| w == b". ").map(|at| at + 2);
    let space = || window.iter().rposition(|&b| b == b' ').map(|at| at + 1);
    let cut = sentence.filter(|&at| at > LONGEST / 2).or_else(space).map_or(limit, |at| start + at);
    let mut cut = if cut > start { cut } else { limit };
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    cut
}

/// Sets every unit's end and span from its descendants and blocks.
fn close(doc: &mut Document) {
    for i in 0..doc.blocks.len() {
        let block = doc.blocks[i];
        let span = &mut doc.provisions[block.provision.index()].span;
        span.end = span.end.max(block.span.end);
    }
    for i in (1..doc.provisions.len()).rev() {
        let (end, span) = (doc.provisions[i].end, doc.provisions[i].span);
        if let Some(parent) = doc.provisions[i].parent {
            let up = &mut doc.provisions[parent.index()];
            up.end = up.end.max(end);
            up.span.end = up.span.end.max(span.end);
        }
    }
}
