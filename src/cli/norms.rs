//! `normlint norms`: who must, must not, may or should do what, when, unless what.

use super::lists::{self, Format};
use super::{Ended, Reading};
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

pub(super) fn run(args: &Args) -> Ended {
    let inputs = args.reading.inputs(&Plan::default())?;
    lists::print(&inputs, args.format, output::write_norms_head, |entry, out| {
        let list = NormList {
            entry,
            bearer: args.bearer.as_deref(),
            force: &args.force,
            unit: args.unit.as_deref(),
            all: args.all,
        };
        match args.format {
            Format::Text => output::write_norms(&list, out),
            Format::Csv => output::write_norms_csv(&list, out),
            Format::Json => output::write_norms_json(&list, out),
        }
    })
}
