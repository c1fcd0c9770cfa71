//! The command line. One file a subcommand: its arguments, and a `run` that says how it ended.

mod check;
mod completions;
mod config;
mod explain;
mod failure;
mod fix;
mod graph;
mod init;
mod inputs;
mod lists;
mod man;
mod norms;
mod parse;
mod renumber;
mod rules;
mod save;
mod selectors;
mod terminal;
mod terms;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::Failure;
pub use inputs::{Inputs, Reading};

/// How a command ended: 0 clean, 1 findings at or above the failing level, 2 could not run.
pub type Ended = Result<u8, Failure>;

/// A linter for regulatory text: treaties, statutes, regulations, standards, contracts.
#[derive(Debug, Parser)]
#[command(
    name = "normlint",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "`normlint draft.txt` is short for `normlint check draft.txt`.\n\
                  Exit codes: 0 clean, 1 findings at or above the failing level, 2 something could not be read or done."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    color: terminal::Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report what does not hold together.
    Check(check::Args),
    /// Print what was read: units, references, definitions, norms.
    Parse(parse::Args),
    /// List what is defined, how far it holds, where it is used, and what is not defined.
    Terms(terms::Args),
    /// List the norms: who must, must not, may or should do what, when, unless what.
    Norms(norms::Args),
    /// Insert, remove or relabel a unit; every citation of what moves follows.
    Renumber(renumber::Args),
    /// Show what cites what, as figures or as a graph.
    Graph(graph::Args),
    /// Explain a rule: what it reports, why, and what to do.
    Explain(explain::Args),
    /// List the rules.
    Rules(rules::Args),
    /// Write a commented normlint.toml.
    Init(init::Args),
    /// Show each setting and where it came from.
    Config(config::Args),
    /// Serve an editor over standard input and output.
    Server,
    /// Print a completion script for a shell.
    Completions(completions::Args),
    /// Print the manual page.
    Man(man::Args),
}

/// Runs the command line and says how it ended: 0 clean, 1 findings, 2 could not run.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse_from(with_default_command(std::env::args_os().collect()));
    args.color.apply();
    let ended = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Terms(args) => terms::run(&args),
        Command::Norms(args) => norms::run(&args),
        Command::Renumber(args) => renumber::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Server => return crate::lsp::serve(),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

/// Puts `check` in where the first word is no command: `normlint draft.txt`, `normlint --format json drafts`.
fn with_default_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let command = Args::command();
    let is_command = |word: &str| word == "help" || command.get_subcommands().any(|c| c.get_name() == word);
    let mut words = args.iter().skip(1).map(|a| a.to_str().unwrap_or("")).peekable();
    let mut needs = false;
    while let Some(word) = words.next() {
        match word {
            "-h" | "--help" | "-V" | "--version" => return args,
            // The one option that may stand before a command.
            "--color" => {
                words.next();
            }
            word => {
                if is_command(word) {
                    return args;
                }
                needs = true;
                if !word.starts_with("--color=") {
                    break;
                }
            }
        }
    }
    if needs {
        args.insert(1, "check".into());
    }
    args
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(words: &[&str]) -> String {
        let args = std::iter::once("normlint").chain(words.iter().copied()).map(OsString::from).collect();
        with_default_command(args).iter().skip(1).filter_map(|a| a.to_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn check_is_the_default_command() {
        assert_eq!(put(&["a.txt"]), "check a.txt");
        assert_eq!(put(&["--format", "json", "a.txt"]), "check --format json a.txt");
        assert_eq!(put(&["-"]), "check -");
        assert_eq!(put(&["--color", "never", "a.txt"]), "check --color never a.txt");
        assert_eq!(put(&["--color=never", "rules"]), "--color=never rules");
        assert_eq!(put(&["--color", "never", "rules"]), "--color never rules");
        assert_eq!(put(&["rules", "--json"]), "rules --json");
        assert_eq!(put(&["--help"]), "--help");
        assert_eq!(put(&[]), "");
    }

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
