//! `normlint config`: each setting and where it came from.

use std::path::PathBuf;

use super::Ended;

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file whose settings to show.
    path: Option<PathBuf>,
}

pub(super) fn run(_args: &Args) -> Ended {
    Ok(0)
}
