//! `normlint norms`: who must, must not, may or should do what, when, unless what.

use std::io::Write;

use super::{Ended, Reading, terminal};
use crate::engine::Plan;
use crate::output::{self, NormList};

/// Arguments of `norms`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    reading: Reading,
    /// How to print it.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only norms whose bearer's name holds these words.
    #[arg(long, value_name = "WORDS")]
    bearer: Option<String>,
    /// Only norms of these forces.
    #[arg(long, value_name = "FORCE", value_delimiter = ',', value_parser = ["obligation", "prohibition", "permission", "exemption", "right", "no-right", "recommendation", "constitutive"])]
    force: Vec<String>,
    /// Only norms of the unit of this label, and inside it.
    #[arg(long, value_name = "LABEL")]
    unit: Option<String>,
    /// Statements that bind nobody, too.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A list for reading.
    Text,
    /// Comma-separated values, one norm a line.
    Csv,
    /// One JSON document.
    Json,
}

pub(super) fn run(args: &Args) -> Ended {
    let inputs = args.reading.inputs(&Plan::default())?;
    let (entries, failed) = inputs.entries();
    let mut out = terminal::stdout();
    match args.format {
        Format::Text => {}
        Format::Csv => output::write_norms_head(&mut out)?,
        Format::Json => out.write_all(b"[")?,
    }
    for (i, entry) in entries.iter().enumerate() {
        let list = NormList {
            entry,
            bearer: args.bearer.as_deref(),
            force: &args.force,
            unit: args.unit.as_deref(),
            all: args.all,
        };
        match args.format {
            Format::Text => output::write_norms(&list, &mut out)?,
            Format::Csv => output::write_norms_csv(&list, &mut out)?,
            Format::Json => {
                out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
                output::write_norms_json(&list, &mut out)?;
            }
        }
    }
    if args.format == Format::Json {
        out.write_all(b"\n]\n")?;
    }
    out.flush()?;
    Ok(if failed { 2 } else { 0 })
}
