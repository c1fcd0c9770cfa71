//! `normlint init`: a commented normlint.toml to start from.

use std::io::Write;
use std::path::PathBuf;

use super::{Ended, Failure, save, terminal};
use crate::config;

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write it in.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Print it instead.
    #[arg(long)]
    print: bool,
}

pub(super) fn run(args: &Args) -> Ended {
    if args.print {
        let mut out = terminal::stdout();
        out.write_all(config::TEMPLATE.as_bytes())?;
        out.flush()?;
        return Ok(0);
    }
    let path = args.folder.join(config::NAME);
    if path.exists() {
        let what = format!("{}: is there already and was left as it is", path.display());
        return Err(Failure::new(what).help("`normlint init --print` shows the template"));
    }
    save::whole(&path, config::TEMPLATE.as_bytes())?;
    let _ = writeln!(anstream::stderr().lock(), "normlint: {} written", path.display());
    Ok(0)
}
