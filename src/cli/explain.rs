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
    if terminal::is_coloured(&std::io::stdout()) {
        out.write_all(styled(rule.page).as_bytes())?;
    } else {
        out.write_all(rule.page.as_bytes())?;
    }
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

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const UNDERLINED: &str = "\x1b[1;4m";
const CODE: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// A page for a terminal: headings, code and drafts set off, the marks of Markdown gone.
fn styled(page: &str) -> String {
    let mut out = String::with_capacity(page.len() * 2);
    let mut fenced = false;
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            match line.strip_suffix('←') {
                Some(marked) => out.push_str(&format!("    {marked}{BOLD}←{RESET}")),
                None => out.push_str(&format!("    {DIM}{line}{RESET}")),
            }
        } else if let Some(title) = line.strip_prefix("# ") {
            out.push_str(&format!("{UNDERLINED}{title}{RESET}"));
        } else if let Some(heading) = line.strip_prefix("## ") {
            out.push_str(&format!("{BOLD}{heading}{RESET}"));
        } else {
            for (i, piece) in line.split('`').enumerate() {
                match i % 2 {
                    0 => out.push_str(piece),
                    _ => out.push_str(&format!("{CODE}{piece}{RESET}")),
                }
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loses_its_marks() {
        let page = "# name (NL000)\n\nSet `x`.\n\n```draft\nA line ←\n```\n";
        let plain = styled(page).replace(['\x1b'], "");
        assert!(!plain.contains('#') && !plain.contains('`'));
        assert!(styled(page).contains("\x1b[36mx\x1b[0m"));
    }
}
