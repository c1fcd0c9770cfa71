//! `--watch`: check again whenever something changes.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::check::{self, Args};
use super::{Ended, Failure};
use crate::config::Choices;

/// How often files are looked at: often enough to feel at once, seldom enough to cost nothing.
const EVERY: Duration = Duration::from_millis(400);

/// Runs until stopped. Changes are seen by size and time of the files, so that network drives and containers work,
/// which send no events.
pub(super) fn run(args: &Args) -> Ended {
    if args.reading.paths.iter().any(|p| p.as_os_str() == "-") {
        return Err(Failure::new("standard input cannot be watched").help("name a file or folder"));
    }
    let mut last = None;
    loop {
        let state = state(args);
        if last.as_ref() != Some(&state) {
            let mut err = anstream::stderr().lock();
            if last.is_some() {
                let _ = writeln!(err, "normlint: changed; checking again");
            }
            drop(err);
            match check::once(args) {
                Ok(_) => {}
                Err(Failure::ClosedPipe) => return Ok(0),
                Err(failure) => failure.print(),
            }
            last = Some(state);
        }
        std::thread::sleep(EVERY);
    }
}

/// Size and time of every draft and configuration file; none where the configuration does not hold.
fn state(args: &Args) -> Vec<(PathBuf, Option<(u64, SystemTime)>)> {
    let stamp = |path: PathBuf| {
        let data = std::fs::metadata(&path).ok();
        let stamp = data.and_then(|d| d.modified().ok().map(|t| (d.len(), t)));
        (path, stamp)
    };
    match args.reading.inputs(Choices::default()) {
        Ok(inputs) => {
            let files = inputs.project.layers.iter().map(|l| l.path.clone()).chain([inputs.sidecar()]);
            inputs.list.iter().map(|i| i.path.clone()).chain(files).map(stamp).collect()
        }
        // A fault in a configuration file: look at all that may be changed to end it.
        Err(_) => std::env::current_dir()
            .unwrap_or_default()
            .ancestors()
            .map(|folder| stamp(folder.join(crate::config::NAME)))
            .collect(),
    }
}
