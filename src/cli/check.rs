//! `normlint check`: what does not hold together.

use std::io::Write;

use super::{Ended, Failure, Inputs, Reading, terminal};
use crate::engine::{self, Job, Observer, Plan};
use crate::findings::Severity;
use crate::output::{self, View};

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    reading: Reading,
    /// How to print findings.
    #[arg(long, short, value_name = "FORMAT", default_value = "short")]
    format: Format,
    /// Only these rules: codes, names, beginnings of codes (NL2), or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One line a finding.
    Short,
    /// One JSON object a finding and line.
    Jsonl,
}

pub(super) fn run(args: &Args) -> Ended {
    let plan = Plan { select: args.select.clone(), ignore: args.ignore.clone(), ..Plan::default() };
    let inputs = args.reading.inputs(&plan)?;
    check(args, &inputs)
}

fn check(args: &Args, inputs: &Inputs) -> Ended {
    let bar = terminal::progress(inputs.bytes());
    let report = engine::run(&Job {
        inputs: &inputs.list,
        open: &|_, input| inputs.open(input),
        observer: Observer { clock: None, done: Some(&|bytes| bar.inc(bytes)) },
        keep: false,
        anchors: false,
    });
    bar.finish_and_clear();
    let failures = inputs.failures.iter().chain(report.failures.iter().map(|(_, e)| e));
    let mut failed = false;
    for e in failures {
        failed = true;
        Failure::new(e.to_string()).print();
    }
    let view = View { inputs: &inputs.list, found: &report.found };
    let mut out = terminal::stdout();
    match args.format {
        Format::Short => output::write_short(&view, &mut out)?,
        Format::Jsonl => output::write_findings(&view, &mut out)?,
    }
    out.flush()?;
    let fails = report.found.iter().any(|f| f.is_live() && f.finding.severity >= Severity::Warning);
    Ok(if failed { 2 } else { u8::from(fails) })
}
