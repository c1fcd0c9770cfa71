//! Findings in blocks, kept from an earlier state of a document: in an editor only blocks that changed are looked at anew.
//!
//! A rule that looks at blocks sees the block's tokens and kind, whether its unit has a label and stands in a preamble, and
//! of the document the profile, the format, and whether it is English. Where all that is as it was, and the same rules run,
//! it finds what it found, where the block stands now. A rule that comes to see more of the document says so here.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Block, Document, ProvisionId, Rank};
use crate::findings::{DocId, Finding, Severity};
use crate::rules::{DocumentCx, Settings};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey};

/// What rules found in each block.
#[derive(Debug, Default)]
pub struct KeptFindings {
    /// What the rules and the document were known by.
    all: ContentKey,
    /// The options they ran with.
    settings: Option<Arc<Settings>>,
    /// Findings by block, counted from its beginning.
    blocks: FxHashMap<ContentKey, Box<[Finding]>>,
}

/// Rules with their levels.
type Rules = Vec<(&'static str, Severity)>;

impl KeptFindings {
    /// Begins a pass over the blocks of a document.
    pub(super) fn begin<'k, 'a>(
        &'k mut self,
        cx: &DocumentCx<'a>,
        settings: &Arc<Settings>,
        (printed, prose): (Rules, Rules),
    ) -> Pass<'k, 'a> {
        let document = cx.document();
        let mut hasher = ContentHasher::new();
        hasher.add((printed, prose));
        hasher.add((document.profile as u8, cx.entry.source.format, cx.english));
        // A rule about the documents of one organisation asks whether the text names it.
        hasher.add(memchr::memmem::find(cx.text.as_bytes(), b"ITU").is_some());
        let all = hasher.key();
        let same = all == self.all && self.settings.as_ref().is_some_and(|s| Arc::ptr_eq(s, settings) || s == settings);
        let before = std::mem::take(&mut self.blocks);
        self.all = all;
        self.settings = Some(Arc::clone(settings));
        self.blocks = FxHashMap::with_capacity_and_hasher(document.blocks.len(), Default::default());
        Pass {
            kept: self,
            before: if same { before } else { FxHashMap::default() },
            text: cx.text,
            document,
            last: None,
        }
    }
}

/// A pass over the blocks of a document.
pub(super) struct Pass<'k, 'a> {
    kept: &'k mut KeptFindings,
    before: FxHashMap<ContentKey, Box<[Finding]>>,
    text: &'a str,
    document: &'a Document,
    /// The provision of the block before.
    last: Option<ProvisionId>,
}

impl Pass<'_, '_> {
    /// Gives the findings of a block; `look` finds them where they are not known.
    pub fn block(
        &mut self,
        block: &Block,
        doc: DocId,
        findings: &mut Vec<Finding>,
        look: impl FnOnce(&Block, &mut Vec<Finding>),
    ) {
        let unit = self.document.get(block.provision);
        let mut hasher = ContentHasher::new();
        // Whether the block is the first of a unit is asked only of units with a label.
        let first = unit.label.is_some() && self.last != Some(block.provision) && {
            let first = self.document.blocks_of(block.provision).next();
            first.is_some_and(|b| b.span == block.span)
        };
        self.last = Some(block.provision);
        let about =
            [block.kind as u8, u8::from(unit.label.is_some()), u8::from(unit.rank == Rank::Preamble), u8::from(first)];
        hasher.add((u32::from_le_bytes(about), block.span.of(self.text)));
        let (key, base, from) = (hasher.key(), block.span.start, findings.len());
        match self.kept.blocks.get(&key).or_else(|| self.before.get(&key)) {
            Some(known) => findings.extend(known.iter().map(|f| moved(f, doc, 0, base))),
            None => look(block, findings),
        }
        if !self.kept.blocks.contains_key(&key) {
            let found = match self.before.remove(&key) {
                Some(known) => known,
                None => findings.iter().skip(from).map(|f| moved(f, doc, base, 0)).collect(),
            };
            self.kept.blocks.insert(key, found);
        }
    }
}

/// The finding as it stands where its block has moved.
fn moved(finding: &Finding, doc: DocId, from: u32, to: u32) -> Finding {
    let at = |span: Span| span.shifted(from, to);
    let mut f = finding.clone();
    f.doc = doc;
    f.span = at(f.span);
    for label in &mut f.labels {
        label.doc = doc;
        label.span = at(label.span);
    }
    for edit in f.fix.iter_mut().flat_map(|x| &mut x.edits) {
        edit.doc = doc;
        edit.span = at(edit.span);
    }
    f
}
