//! `normlint parse`: what was read.

use std::io::Write;

use super::{Ended, Reading, terminal};
use crate::config::Choices;
use crate::output;

/// Arguments of `parse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    reading: Reading,
    /// How to print it.
    #[arg(long, short, value_name = "FORMAT", default_value = "tree")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The units as an indented tree.
    Tree,
    /// One JSON document.
    Json,
    /// One JSON object a document and line.
    Jsonl,
}

pub(super) fn run(args: &Args) -> Ended {
    let inputs = args.reading.inputs(Choices::default())?;
    let (entries, failed) = inputs.entries();
    let mut out = terminal::stdout();
    match args.format {
        Format::Tree => {
            for entry in &entries {
                output::write_tree(entry, &mut out)?;
            }
        }
        Format::Jsonl => {
            for entry in &entries {
                output::write_parse(entry, &mut out)?;
            }
        }
        Format::Json => {
            out.write_all(b"[")?;
            for (i, entry) in entries.iter().enumerate() {
                out.write_all(if i == 0 { b"\n" } else { b"," })?;
                output::write_parse(entry, &mut out)?;
            }
            out.write_all(b"]\n")?;
        }
    }
    out.flush()?;
    Ok(if failed { 2 } else { 0 })
}
