//! `normlint explain`: a rule's page.

use std::io::Write;

use super::{Ended, Failure, terminal};
use crate::rules;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code or name of the rule.
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(args: &Args) -> Ended {
    let rule = rules::find(&args.rule).ok_or_else(|| unknown(&args.rule))?;
    let mut out = terminal::stdout();
    out.write_all(rule.page.as_bytes())?;
    out.flush()?;
    Ok(0)
}

/// The failure of a name that is no rule's.
pub(super) fn unknown(name: &str) -> Failure {
    let failure = Failure::new(format!("there is no rule “{name}”"));
    match rules::nearest(name) {
        Some(rule) => failure.help(format!("did you mean {} ({})?", rule.name, rule.code)),
        None => failure.help("`normlint rules` lists them all"),
    }
}
