//! The command line.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rayon::prelude::*;

use crate::engine::{self, Plan};
use crate::findings::Severity;
use crate::graph::{Analysis, Entry};
use crate::output;
use crate::source::Source;

#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report what does not hold together.
    Check {
        /// Output format.
        #[arg(long, default_value = "jsonl")]
        format: String,
        /// Only these rules.
        #[arg(long, value_delimiter = ',')]
        select: Vec<String>,
        /// Not these rules.
        #[arg(long, value_delimiter = ',')]
        ignore: Vec<String>,
        /// Files.
        paths: Vec<PathBuf>,
    },
    /// Print what was read: units, references, definitions, norms.
    Parse {
        /// Output format.
        #[arg(long, default_value = "jsonl")]
        format: String,
        /// Files.
        paths: Vec<PathBuf>,
    },
}

/// Runs the command line and says how it ended: 0 clean, 1 findings, 2 could not run.
#[must_use]
pub fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("normlint: {e}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<u8> {
    let args = Args::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut failed = false;
    let mut read = |paths: Vec<PathBuf>| -> Vec<Source> {
        paths
            .iter()
            .filter_map(|p| match Source::open(p) {
                Ok(source) => Some(source),
                Err(e) => {
                    eprintln!("normlint: {e}");
                    failed = true;
                    None
                }
            })
            .collect()
    };
    let mut code = 0;
    match args.command {
        Command::Check { format: _, select, ignore, paths } => {
            let plan = Plan { select, ignore, ..Plan::default() };
            let (corpus, findings) = engine::check(read(paths), &plan);
            output::write_findings(&corpus, &findings, &mut out)?;
            code = u8::from(findings.iter().any(|f| f.severity >= Severity::Warning));
        }
        Command::Parse { format: _, paths } => {
            let entries: Vec<Entry> = read(paths)
                .into_par_iter()
                .map(|source| {
                    let analysis = Analysis::of(&source, None);
                    Entry { source, analysis }
                })
                .collect();
            for entry in &entries {
                output::write_parse(entry, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(if failed { 2 } else { code })
}
