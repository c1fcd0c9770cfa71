//! From lines to the tree.

use smol_str::SmolStr;

use super::model::{Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::Profile;
use crate::syntax::directive::is_directive;
use crate::text::lines;

/// Reads a text into a document. Never fails: what it cannot place becomes text of the unit before it.
#[must_use]
pub fn read(source: &Source, profile: Option<Profile>) -> Document {
    let text: &str = &source.text;
    let whole = Span::at(0, text.len());
    let root = Provision {
        kind: Kind::Document,
        label: None,
        margin: None,
        heading: None,
        span: whole,
        parent: None,
        end: ProvisionId(1),
        depth: 0,
        status: Status::InForce,
        rank: Rank::Operative,
        quoted: false,
    };
    let mut doc =
        Document { profile: profile.unwrap_or_default(), title: None, provisions: vec![root], blocks: Vec::new() };
    // (indent, id) of the units that are open.
    let mut open: Vec<(i32, ProvisionId)> = vec![(-2, Document::ROOT)];
    for line in lines(text) {
        if line.is_blank() {
            continue;
        }
        let content = &text[line.content as usize..line.span.end as usize];
        if is_directive(content) {
            let provision = open[open.len() - 1].1;
            let span = Span::new(line.content, line.span.end);
            doc.blocks.push(Block { span, provision, kind: BlockKind::Furniture });
            continue;
        }
        let section = section_label(content);
        let item = item_label(content);
        let (len, key, kind, indent) = match (section, item) {
            (Some((len, key)), _) => (len, key, Kind::Section, -1),
            (None, Some((len, key))) => (len, key, Kind::Paragraph, i32::from(line.indent)),
            (None, None) => {
                while open.len() > 2 && open[open.len() - 1].0 > i32::from(line.indent) {
                    open.pop();
                }
                let owner = open[open.len() - 1].1;
                doc.blocks.push(Block {
                    span: Span::new(line.content, line.span.end),
                    provision: owner,
                    kind: BlockKind::Text,
                });
                continue;
            }
        };
        while open.len() > 1 && open[open.len() - 1].0 >= indent {
            open.pop();
        }
        let parent = open[open.len() - 1].1;
        let id = ProvisionId(doc.provisions.len() as u32);
        let label = Span::at(line.content as usize, line.content as usize + len);
        doc.provisions.push(Provision {
            kind,
            label: Some(Label { span: label, key: SmolStr::new(key) }),
            margin: None,
            heading: None,
            span: Span::new(line.content, line.span.end),
            parent: Some(parent),
            end: ProvisionId(id.0 + 1),
            depth: open.len() as u16,
            status: Status::InForce,
            rank: Rank::Operative,
            quoted: false,
        });
        open.push((indent, id));
        let rest = &content[len..];
        let from = line.content as usize + len + (rest.len() - rest.trim_start().len());
        if from < line.span.end as usize {
            doc.blocks.push(Block {
                span: Span::at(from, line.span.end as usize),
                provision: id,
                kind: BlockKind::Text,
            });
        }
    }
    close(&mut doc);
    doc
}

/// Sets every unit's end and span from its descendants and blocks.
fn close(doc: &mut Document) {
    for block in &doc.blocks {
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

fn section_label(line: &str) -> Option<(usize, &str)> {
    let rest = line.strip_prefix("§")?;
    let key = rest.trim_start();
    let len = key.find(|c: char| !(c.is_alphanumeric() || c == '–' || c == '-')).unwrap_or(key.len());
    (len > 0).then(|| (line.len() - key.len() + len, &key[..len]))
}

fn item_label(line: &str) -> Option<(usize, &str)> {
    let rest = line.strip_prefix('(')?;
    let close = rest.find(')')?;
    let key = &rest[..close];
    (!key.is_empty() && key.len() <= 6 && key.chars().all(char::is_alphanumeric)).then_some((close + 2, key))
}
