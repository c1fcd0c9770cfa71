//! `normlint man`: the manual page, in roff.

use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;

use super::{Ended, Failure, terminal};

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write one page for each command into this folder instead.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Ended {
    let command = super::Args::command();
    if let Some(folder) = &args.out {
        return std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .map(|()| 0)
            .map_err(|e| Failure::new(format!("{}: manual pages cannot be written: {e}", folder.display())));
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut out = terminal::stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(0)
}
