//! What `terms` and `norms` have in common: a list of every document, as text, as one sheet, or as one JSON document.

use std::io::{self, Write};

use super::{Ended, Inputs, terminal};
use crate::graph::Entry;

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A list for reading.
    Text,
    /// Comma-separated values, one item a line.
    Csv,
    /// One JSON document.
    Json,
}

/// Where lists go.
pub(super) type Out = Box<dyn Write>;

/// Prints the list of every document: `head` writes the names of a sheet's columns, `list` one document's items.
pub(super) fn print(
    inputs: &Inputs,
    format: Format,
    head: impl FnOnce(&mut Out) -> io::Result<()>,
    mut list: impl FnMut(&Entry, &mut Out) -> io::Result<()>,
) -> Ended {
    let (entries, failed) = inputs.entries();
    let mut out = terminal::stdout();
    match format {
        Format::Text => {}
        Format::Csv => head(&mut out)?,
        Format::Json => out.write_all(b"[")?,
    }
    for (i, entry) in entries.iter().enumerate() {
        if format == Format::Json {
            out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        }
        list(entry, &mut out)?;
    }
    if format == Format::Json {
        out.write_all(b"\n]\n")?;
    }
    out.flush()?;
    Ok(if failed { 2 } else { 0 })
}
