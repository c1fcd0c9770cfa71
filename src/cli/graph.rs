//! `normlint graph`: what cites what.

use std::io::Write;

use super::{Ended, Failure, Reading, terminal};
use crate::engine::Plan;
use crate::graph::{Corpus, Network, Summary};

/// Arguments of `graph`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    reading: Reading,
    /// How to print it.
    #[arg(long, short, value_name = "FORMAT", default_value = "summary")]
    format: Format,
    /// Only what lies around this unit: `5(b)`, `act.txt:5(b)`, a file's name, a term.
    #[arg(long, value_name = "UNIT")]
    focus: Option<String>,
    /// How many steps around the focus.
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    depth: usize,
    /// With defined terms, who fixes and who uses them.
    #[arg(long)]
    terms: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Counts, what is cited most, rings.
    Summary,
    /// Graphviz DOT.
    Dot,
    /// GraphML, for yEd, Gephi and others.
    Graphml,
    /// Nodes and edges as JSON.
    Json,
}

pub(super) fn run(args: &Args) -> Ended {
    let plan = Plan::default();
    let inputs = args.reading.inputs(&plan)?;
    let (entries, failed) = inputs.entries();
    let corpus = Corpus { entries };
    let instruments = inputs.list.first().map_or(&[][..], |i| &i.plan.settings.vocabulary.instruments);
    let mut net = Network::of(&corpus, instruments, args.terms);
    if let Some(unit) = &args.focus {
        let node = net.find(unit).ok_or_else(|| {
            Failure::new(format!(
                "no unit, file or term “{unit}” in these texts; addresses look like 5(b) or act.txt:5/b"
            ))
        })?;
        net = net.around(node, args.depth);
    }
    let mut out = terminal::stdout();
    match args.format {
        Format::Summary => Summary::of(&net).write(&net, &mut out)?,
        Format::Dot => net.write_dot(&mut out)?,
        Format::Graphml => net.write_graphml(&mut out)?,
        Format::Json => net.write_json(&mut out)?,
    }
    out.flush()?;
    Ok(if failed { 2 } else { 0 })
}
