//! `normlint terms`: what is defined, how far it holds, where it is used, and what is not defined.

use super::lists::{self, Format};
use super::{Ended, Reading};
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

pub(super) fn run(args: &Args) -> Ended {
    let inputs = args.reading.inputs(&Plan::default())?;
    // Undefined terms and abbreviations are what these two rules report.
    let plan = Plan { select: vec!["NL101".to_owned(), "NL109".to_owned()], ..Plan::default() };
    lists::print(
        &inputs,
        args.format,
        |out| output::write_terms_head(out),
        |entry, out| {
            let undefined = engine::check_document(entry, DocId(0), &plan, &mut Watch::new(None));
            let list = TermList { entry, undefined: &undefined, only_unused: args.unused, uses: args.uses };
            match args.format {
                Format::Text => output::write_terms(&list, out),
                Format::Csv => output::write_terms_csv(&list, out),
                Format::Json => output::write_terms_json(&list, out),
            }
        },
    )
}
