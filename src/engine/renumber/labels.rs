//! Labels that move: which units count on from one another, and what each is called afterwards.

use rustc_hash::FxHashMap;

use super::ordinal::{Ordinal, numerals};
use super::{Attention, Refusal, Renumbering};
use crate::document::{BlockKind, Document, Provision, ProvisionId};
use crate::findings::{DocId, Edit};
use crate::graph::Entry;
use crate::span::Span;

/// Units that count on from one another: siblings, or the articles of a text through all its chapters.
#[derive(Debug)]
pub struct Run<'d> {
    tree: &'d Document,
    units: Vec<(ProvisionId, Ordinal)>,
    /// Place of the unit in question.
    at: usize,
}

impl<'d> Run<'d> {
    /// The run that a unit stands in; none where its label is no number.
    pub fn of(tree: &'d Document, unit: ProvisionId) -> Option<Self> {
        let kind = tree.get(unit).kind;
        // Articles are numbered through; what groups them does not start them anew, unless the numbers themselves do.
        let top = if kind.is_container() {
            tree.get(unit).parent?
        } else {
            tree.ancestors(unit)
                .skip(1)
                .find(|&up| up == Document::ROOT || !tree.get(up).kind.is_container())
                .unwrap_or(Document::ROOT)
        };
        let members = members(tree, top, unit);
        let units = ordinals(tree, &members);
        let at = units.iter().position(|(id, _)| *id == unit)?;
        // Where numbers fall back, another run begins.
        let falls = |pair: &[(ProvisionId, Ordinal)]| match pair {
            [(_, a), (_, b)] => b.number < a.number || b.prefix != a.prefix,
            _ => false,
        };
        let from = (1..=at).rev().find(|&i| units.get(i - 1..=i).is_some_and(falls)).unwrap_or(0);
        let to = (at + 1..units.len()).find(|&i| units.get(i - 1..=i).is_some_and(falls)).unwrap_or(units.len());
        let units = units.get(from..to)?.to_vec();
        Some(Self { tree, units, at: at - from })
    }

    /// The unit in question, with its number.
    pub fn unit(&self) -> Option<&(ProvisionId, Ordinal)> {
        self.units.get(self.at)
    }

    /// The unit before it.
    pub fn before(&self) -> Option<ProvisionId> {
        self.at.checked_sub(1).and_then(|i| self.units.get(i)).map(|(id, _)| *id)
    }

    /// The units between which a new one comes.
    pub fn neighbours(&self, after: bool) -> Option<(ProvisionId, ProvisionId)> {
        let low = if after { self.at } else { self.at.checked_sub(1)? };
        Some((self.units.get(low)?.0, self.units.get(low + 1)?.0))
    }

    /// Moves those that a new unit pushes on, as far as the first gap; gives the new unit's label.
    pub fn insert(&self, after: bool, keys: &mut FxHashMap<ProvisionId, String>) -> Result<String, Refusal> {
        let (_, own) = self.unit().ok_or(Refusal::NoLabel)?;
        let number = if after { own.number + 1 } else { own.number };
        let mut taken = number;
        for (id, ordinal) in self.units.iter().skip(if after { self.at + 1 } else { self.at }) {
            if ordinal.number > taken {
                break;
            }
            // 3A moves with 3.
            taken = ordinal.number + 1;
            keys.insert(*id, ordinal.with(ordinal.number + 1, &ordinal.suffix));
        }
        Ok(own.with(number, ""))
    }

    /// Moves those that close up when the unit goes, as far as the first gap.
    pub fn remove(&self, keys: &mut FxHashMap<ProvisionId, String>) -> Result<(), Refusal> {
        let (_, own) = self.unit().ok_or(Refusal::NoLabel)?;
        // Where 3A follows 3, or 3 itself is an insert, the number stays in use.
        let shared = self.units.iter().enumerate().any(|(i, (_, o))| i != self.at && o.number == own.number);
        if shared {
            return Ok(());
        }
        let mut last = own.number;
        for (id, ordinal) in self.units.iter().skip(self.at + 1) {
            if ordinal.number > last + 1 {
                break;
            }
            last = ordinal.number;
            keys.insert(*id, ordinal.with(ordinal.number - 1, &ordinal.suffix));
        }
        Ok(())
    }

    /// Numbers all from the first on.
    pub fn close(&self, keys: &mut FxHashMap<ProvisionId, String>) {
        let Some((_, first)) = self.units.first() else { return };
        for (number, (id, ordinal)) in (first.number..).zip(&self.units) {
            keys.insert(*id, ordinal.with(number, ""));
        }
    }
}

/// Units of one kind below `top`, through what only groups them.
fn members(tree: &Document, top: ProvisionId, like: ProvisionId) -> Vec<ProvisionId> {
    let kind = tree.get(like).kind;
    let mut out = Vec::new();
    let mut at = ProvisionId(top.0 + 1);
    let end = tree.get(top).end;
    while at < end {
        let unit = tree.get(at);
        if unit.kind == kind && !unit.quoted && unit.label.is_some() {
            out.push(at);
            at = unit.end;
        } else if unit.kind.is_container() && !kind.is_container() && !unit.quoted {
            at = ProvisionId(at.0 + 1);
        } else {
            at = unit.end;
        }
    }
    out
}

/// Their numbers; units whose labels are none are left out.
fn ordinals(tree: &Document, members: &[ProvisionId]) -> Vec<(ProvisionId, Ordinal)> {
    let key = |id: &ProvisionId| tree.get(*id).label.as_ref().map(|l| l.key.as_str());
    let Some(numerals) = numerals(members.iter().filter_map(key)) else { return Vec::new() };
    members.iter().filter_map(|id| Some((*id, Ordinal::read(key(id)?, numerals)?))).collect()
}

/// Numbers every run of a document anew, from its first label on.
pub fn close_all(tree: &Document, keys: &mut FxHashMap<ProvisionId, String>) {
    let mut done = vec![false; tree.provisions.len()];
    for (id, unit) in tree.iter() {
        if unit.label.is_none() || unit.quoted || done.get(id.index()) != Some(&false) {
            continue;
        }
        let Some(run) = Run::of(tree, id) else { continue };
        for (member, _) in &run.units {
            if let Some(done) = done.get_mut(member.index()) {
                *done = true;
            }
        }
        run.close(keys);
    }
}

/// Gives units whose labels hold that of a unit above them ("3.4.1" under "3.4") the new one.
pub fn below(tree: &Document, keys: &mut FxHashMap<ProvisionId, String>) {
    let mut moved: Vec<(ProvisionId, String)> = keys.iter().map(|(id, key)| (*id, key.clone())).collect();
    moved.sort_by_key(|(id, _)| *id);
    for (id, _) in moved {
        let Some(new) = keys.get(&id).cloned() else { continue };
        let Some(old) = tree.get(id).label.as_ref().map(|l| format!("{}.", l.key)) else { continue };
        for inner in (id.0 + 1..tree.get(id).end.0).map(ProvisionId) {
            let unit = tree.get(inner);
            let Some(label) = unit.label.as_ref().filter(|_| !unit.quoted) else { continue };
            // What already changed its last number changes its first ones too.
            let own = keys.get(&inner).map_or(label.key.as_str(), String::as_str);
            if let Some(rest) = own.strip_prefix(old.as_str()) {
                keys.insert(inner, format!("{new}.{rest}"));
            }
        }
    }
}

/// Edits of the labels themselves and of a table of contents that prints them.
pub fn edits(entry: &Entry, doc: DocId, keys: &FxHashMap<ProvisionId, String>, out: &mut Renumbering) {
    let text: &str = &entry.source.text;
    let tree = &entry.analysis.document;
    let mut printed: FxHashMap<String, (String, String)> = FxHashMap::default();
    for (id, new) in keys {
        let Some(label) = &tree.get(*id).label else { continue };
        let whole = label.span.of(text);
        match whole.rfind(label.key.as_str()) {
            Some(i) => {
                let from = label.span.start + i as u32;
                let span = Span::new(from, from + label.key.len() as u32);
                out.edits.push(Edit { doc, span, text: new.clone() });
                printed.insert(plain(whole), (label.key.to_string(), new.clone()));
            }
            None => out.attention.push(Attention {
                doc,
                span: label.span,
                message: format!("this label becomes {new}; it is printed in a way that could not be changed"),
            }),
        }
    }
    for block in tree.blocks.iter().filter(|b| b.kind == BlockKind::Contents) {
        let line = block.span.of(text);
        // The label of an entry is its first word or two.
        let ends = line.match_indices(|c: char| c.is_whitespace()).map(|(i, _)| i).chain([line.len()]).take(4);
        let mut best = None;
        for end in ends {
            let head = line.get(..end).unwrap_or("").trim_end_matches(['.', ':', '—', '–', '-']);
            if let Some((old, new)) = printed.get(&plain(head)) {
                best = head.rfind(old.as_str()).map(|i| (i, old.len(), new));
            }
        }
        if let Some((i, len, new)) = best {
            let from = block.span.start as usize + i;
            out.edits.push(Edit { doc, span: Span::at(from, from + len), text: new.clone() });
        }
    }
}

/// Words in lower case with single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Start of the line of an offset.
fn line_start(text: &str, at: u32) -> usize {
    text.get(..at as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1)
}

/// Offset past the line end after an offset.
fn line_end(text: &str, at: u32) -> usize {
    text.get(at as usize..).and_then(|t| t.find('\n')).map_or(text.len(), |i| at as usize + i + 1)
}

/// Where a unit begins with the marginal note or heading that is printed above its label.
fn beginning(text: &str, unit: &Provision) -> u32 {
    let above = unit.heading.map(|h| h.start).filter(|&start| start < unit.span.start);
    let close = |start: &u32| {
        let heading = unit.heading.map_or(*start, |h| h.end);
        text.get(heading as usize..unit.span.start as usize).is_some_and(|t| t.trim().is_empty())
    };
    above.filter(close).unwrap_or(unit.span.start)
}

/// The new unit: the neighbour's label one on, and a placeholder where its text is to come.
pub fn insertion(entry: &Entry, doc: DocId, run: &Run<'_>, after: bool, key: &str) -> Edit {
    let text: &str = &entry.source.text;
    let Some((id, _)) = run.unit() else { return Edit { doc, span: Span::default(), text: String::new() } };
    let unit = run.tree.get(*id);
    let label = unit.label.as_ref().map_or(unit.span, |l| l.span);
    let old = unit.label.as_ref().map_or("", |l| l.key.as_str());
    let printed = label.of(text);
    let new_label = printed.rfind(old).map_or_else(
        || key.to_owned(),
        |i| format!("{}{key}{}", printed.get(..i).unwrap_or(""), printed.get(i + old.len()..).unwrap_or("")),
    );
    let start = line_start(text, unit.span.start);
    let lead = text.get(start..label.start as usize).unwrap_or("");
    let inline = lead.chars().any(char::is_alphanumeric) && unit.margin.is_none();
    if inline {
        // The unit stands inside a line: so does the new one.
        let at = if after { unit.span.end } else { unit.span.start };
        let new = if after { format!(" {new_label} [text];") } else { format!("{new_label} [text]; ") };
        return Edit { doc, span: Span::new(at, at), text: new };
    }
    // The margin number of a treaty is not counted on: it is the editor's to give.
    let indent: String = lead.chars().filter(|c| !c.is_alphanumeric()).collect();
    let line = text.get(label.end as usize..line_end(text, label.end)).unwrap_or("");
    let alone = line.trim().is_empty();
    let gap: String = line.chars().take_while(|c| c.is_whitespace() && *c != '\n' && *c != '\r').collect();
    let gap = if gap.is_empty() && !line.starts_with(['.', ')', ':']) { " ".to_owned() } else { gap };
    let mark: String = line.chars().take_while(|c| matches!(c, '.' | ')' | ':' | '*')).collect();
    let gap = if mark.is_empty() { gap } else { " ".to_owned() };
    let body = if alone { "\n\n[text]".to_owned() } else { format!("{mark}{gap}[text]") };
    // A marginal note goes with its unit.
    let start = line_start(text, beginning(text, unit)).min(start);
    // Units that stand apart by a blank line stay so.
    let apart = text.get(..start).is_some_and(|t| t.ends_with("\n\n") || t.ends_with("\n\r\n"));
    let space = if apart { "\n" } else { "" };
    if after {
        let at = line_end(text, unit.span.end);
        let open = if text.get(..at).is_some_and(|t| t.ends_with('\n')) { "" } else { "\n" };
        let new = format!("{open}{space}{indent}{new_label}{body}\n");
        Edit { doc, span: Span::at(at, at), text: new }
    } else {
        Edit { doc, span: Span::at(start, start), text: format!("{indent}{new_label}{body}\n{space}") }
    }
}

/// The unit taken out: its lines, or, inside a line, its words.
pub fn removal(entry: &Entry, doc: DocId, unit: ProvisionId) -> Edit {
    let text: &str = &entry.source.text;
    let unit = entry.analysis.document.get(unit);
    let span = Span::new(beginning(text, unit), unit.span.end);
    let start = line_start(text, span.start);
    let end = line_end(text, span.end.max(span.start));
    let lead = text.get(start..span.start as usize).unwrap_or("");
    let rest = text.get(span.end as usize..end).unwrap_or("");
    let whole = !lead.chars().any(char::is_alphanumeric) && rest.trim().is_empty();
    if !whole {
        return Edit { doc, span, text: String::new() };
    }
    // One of the blank lines around it goes too.
    let blank_before = text.get(..start).is_some_and(|t| t.ends_with("\n\n") || t.ends_with("\n\r\n") || t.is_empty());
    let next = text.get(end..).map_or(0, |t| if t.starts_with("\r\n") { 2 } else { usize::from(t.starts_with('\n')) });
    let end = if blank_before { end + next } else { end };
    Edit { doc, span: Span::at(start, end), text: String::new() }
}
