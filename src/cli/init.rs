//! `normlint init`: a commented normlint.toml to start from.

use std::path::PathBuf;

use super::{Ended, Failure};

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write it in.
    #[arg(default_value = ".")]
    folder: PathBuf,
}

pub(super) fn run(args: &Args) -> Ended {
    let path = args.folder.join("normlint.toml");
    Err(Failure::new(format!("{}: no template yet", path.display())))
}
