//! What `normlint init` writes.

/// A configuration that sets nothing: every setting stands in it as a comment.
pub const TEMPLATE: &str = r##"# Settings of normlint for the drafts in this folder and below.
# Every setting is optional; those below are commented out and show an example or the default.
# `normlint config` shows what holds for a draft and where it was set.

# Take what is not set here from another file.
# extends = "../normlint.toml"

# Read every draft by this tradition instead of the one detected: generic, itu-treaty, itu-resolution, us-code,
# ca-act, contract, eu-act, uk-act, rfc.
# profile = "generic"

# Only these rules: codes, names, beginnings of codes (NL4), or all. `normlint rules` lists them.
# select = ["NL0", "NL4", "words-against-figure"]

# Not these rules.
# ignore = ["lone-item"]

# Findings from this level up make `normlint check` end with exit code 1: error, warning or note.
# severity = "warning"

# Files and folders not to read, as in a .gitignore.
# exclude = ["archive/", "*.old.txt"]

# Extensions of the files that are read in a folder.
# extensions = ["txt", "md"]

# Findings that are known and do not count; `normlint check --write-baseline` writes the file.
# baseline = "normlint-baseline.json"

# Ignores for drafts that cannot carry comments; `normlint check --write-ignores` adds to it.
# ignore-file = "normlint-ignore.toml"

# Levels of rules (error, warning, note, off), and their options; `normlint explain RULE` shows them.
# [rules]
# doubled-word = "error"
# NL4 = "note"
# empty-provision = { level = "off" }

# The project's own words.
# [vocabulary]
# abbreviations = ["ITU", "WTO"]
# non-binding = ["ITU-T Recommendations"]
# [vocabulary.instruments]
# "the Convention" = "convention.txt"

# Settings for some of the files.
# [[overrides]]
# paths = ["annexes/"]
# profile = "contract"
# ignore = ["lone-item"]
# rules = { NL005 = "note" }
"##;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::TEMPLATE;
    use crate::config::{Layer, Project};
    use crate::engine::Sidecar;

    /// Taken out of its comments, every example in it holds.
    #[test]
    fn the_template_holds_with_and_without_its_comments() {
        let path = Path::new("normlint.toml");
        assert!(Layer::parse(path, TEMPLATE).is_ok());
        let bare: String = TEMPLATE
            .lines()
            .filter_map(|l| l.strip_prefix("# "))
            .filter(|l| {
                l.starts_with('[')
                    || l.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ') || key.starts_with('"'))
            })
            .map(|l| format!("{l}\n"))
            .collect();
        let layer = Layer::parse(path, &bare).unwrap_or_else(|e| panic!("{}: {bare}", e.message));
        let project = Project { root: "".into(), layers: vec![layer] };
        let plans = crate::config::Plans::of(&project, &Default::default(), Sidecar::default());
        let faults: Vec<String> = plans.err().unwrap_or_default().into_iter().map(|e| e.message).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}
