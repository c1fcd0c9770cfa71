//! `normlint rules`: every rule with its level.

use std::io::Write;

use super::{Ended, terminal};
use crate::rules::{self, Level, Rule};

/// Arguments of `rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::On(severity) => severity.name(),
    }
}

pub(super) fn run(args: &Args) -> Ended {
    let mut out = terminal::stdout();
    let mut all: Vec<&Rule> = rules::all().collect();
    all.sort_by_key(|r| r.code);
    if args.json {
        let list: Vec<_> = all
            .iter()
            .map(|r| {
                let profiles: serde_json::Map<String, serde_json::Value> =
                    r.profiles.iter().map(|(p, l)| (p.name().to_owned(), level(*l).into())).collect();
                serde_json::json!({
                    "code": r.code, "name": r.name, "level": level(r.level), "profiles": profiles,
                    "summary": r.summary(),
                })
            })
            .collect();
        serde_json::to_writer_pretty(&mut out, &list)?;
        out.write_all(b"\n")?;
    } else {
        let width = all.iter().map(|r| r.name.len()).max().unwrap_or(0);
        for r in all {
            writeln!(out, "{}  {:width$}  {:7}  {}", r.code, r.name, level(r.level), one_line(r.summary()))?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
