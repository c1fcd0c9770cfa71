//! `normlint completions`: a script that lets a shell complete commands and options.

use std::io::Write;

use clap::CommandFactory;

use super::{Ended, terminal};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> Ended {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Args::command(), "normlint", &mut script);
    let mut out = terminal::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(0)
}
