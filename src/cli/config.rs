//! `normlint config`: each setting and where it came from.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::inputs::{Configuration, absolute};
use super::{Ended, Failure, terminal};
use crate::config::{self, Choices, Plans};
use crate::engine::Sidecar;

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The draft or folder whose settings to show.
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    configuration: Configuration,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Print the JSON schema of normlint.toml instead.
    #[arg(long)]
    schema: bool,
}

pub(super) fn run(args: &Args) -> Ended {
    let mut out = terminal::stdout();
    if args.schema {
        out.write_all(config::schema().as_bytes())?;
        out.flush()?;
        return Ok(0);
    }
    let full = absolute(&args.path);
    let folder = if full.is_dir() { full.as_path() } else { full.parent().unwrap_or(Path::new("/")) };
    let project = args.configuration.projects()?.of(folder).map_err(|e| Failure::config(&[e]))?;
    // Faults beyond unknown keys show only when the settings are put to use.
    Plans::of(&project, &Choices::default(), Sidecar::default()).map_err(|e| Failure::config(&e))?;
    let here = absolute(Path::new("."));
    let shown = |path: &Path| {
        let full = absolute(path);
        full.strip_prefix(&here).map_or_else(|_| path.display().to_string(), |p| p.display().to_string())
    };
    let settings = config::settings(&project, &Choices::default(), shown);
    if args.json {
        let list: Vec<_> =
            settings.iter().map(|s| serde_json::json!({"key": s.key, "value": s.value, "origin": s.origin})).collect();
        serde_json::to_writer_pretty(&mut out, &list)?;
        writeln!(out)?;
    } else {
        let width = |f: fn(&config::Setting) -> usize| settings.iter().map(f).max().unwrap_or(0).min(60);
        let (keys, values) = (width(|s| s.key.chars().count()), width(|s| s.value.chars().count()));
        for s in &settings {
            writeln!(out, "{:keys$}  {:values$}  {}", s.key, s.value, s.origin)?;
        }
    }
    out.flush()?;
    Ok(0)
}
