//! `normlint terms`: what is defined, how far it holds, where it is used, and what is not defined.

use std::io::Write;

use super::{Ended, Reading, terminal};
use crate::engine::{self, Plan, Watch};
use crate::findings::DocId;
use crate::output::{self, TermList};

/// Arguments of `terms`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    reading: Reading,
    /// How to print it.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only definitions that nothing uses.
    #[arg(long)]
    unused: bool,
    /// List the line of every use.
    #[arg(long)]
    uses: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A list for reading.
    Text,
    /// Comma-separated values, one term a line.
    Csv,
    /// One JSON document.
    Json,
}

pub(super) fn run(args: &Args) -> Ended {
    let inputs = args.reading.inputs(&Plan::default())?;
    let (entries, failed) = inputs.entries();
    let mut out = terminal::stdout();
    // Undefined terms and abbreviations are what these two rules report.
    let plan = Plan { select: vec!["NL101".to_owned(), "NL109".to_owned()], ..Plan::default() };
    if args.format == Format::Csv {
        output::write_terms_head(&mut out)?;
    }
    if args.format == Format::Json {
        out.write_all(b"[")?;
    }
    for (i, entry) in entries.iter().enumerate() {
        let undefined = engine::check_document(entry, DocId(0), &plan, &mut Watch::new(None));
        let list = TermList { entry, undefined: &undefined, only_unused: args.unused, uses: args.uses };
        match args.format {
            Format::Text => output::write_terms(&list, &mut out)?,
            Format::Csv => output::write_terms_csv(&list, &mut out)?,
            Format::Json => {
                out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
                output::write_terms_json(&list, &mut out)?;
            }
        }
    }
    if args.format == Format::Json {
        out.write_all(b"\n]\n")?;
    }
    out.flush()?;
    Ok(if failed { 2 } else { 0 })
}
