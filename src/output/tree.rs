//! A document's units as an indented tree.

use std::io::{self, Write};

use crate::document::BlockKind;
use crate::graph::Entry;

/// Longest heading or text shown, in characters.
const WIDTH: usize = 60;

/// Writes the units of one document, each with its label, what it is called, and how its text begins.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_tree(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let text: &str = &entry.source.text;
    let doc = &entry.analysis.document;
    let title = doc.title.map_or(String::new(), |t| format!(": {}", brief(t.of(text))));
    writeln!(out, "{} ({}){title}", entry.source.path.display(), doc.profile.name())?;
    let mut block = 0;
    for (id, unit) in doc.iter().skip(1) {
        let label = unit.label.as_ref().map_or("", |l| l.span.of(text));
        while doc.blocks.get(block).is_some_and(|b| b.span.start < unit.span.start) {
            block += 1;
        }
        let own = doc.blocks.get(block).filter(|b| b.provision == id && b.kind != BlockKind::Furniture).map(|b| b.span);
        let words = unit.heading.or(own).map_or(String::new(), |s| brief(s.of(text)));
        let indent = "  ".repeat(usize::from(unit.depth).min(40));
        let quoted = if unit.quoted { " (quoted)" } else { "" };
        let line = format!("{indent}{} {}{quoted}  {words}", unit.kind.name(), one_line(label));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first words, on one line.
fn brief(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if out.chars().count() + word.chars().count() > WIDTH {
            out.push('…');
            break;
        }
        out.push_str(word);
    }
    out
}
