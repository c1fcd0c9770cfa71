//! Where the rules' pages are read: at the address the user gives, or in files that this binary writes out.

use std::path::{Path, PathBuf};

use super::uri::of_path;
use crate::rules;

/// The address of every page: what the user set, or a folder of the user's cache where the pages built into this
/// binary are. None where there is neither.
#[derive(Clone, Debug, Default)]
pub struct Pages(Option<String>);

impl Pages {
    /// Pages at the address that the settings give. `{rule}`, `{file}` (the name with underscores) and `{code}`
    /// in it stand for the rule's own; without any of them, the rule's name is added at the end.
    #[must_use]
    pub fn at(address: &str) -> Self {
        let named = ["{rule}", "{file}", "{code}"].iter().any(|p| address.contains(p));
        Self(Some(if named { address.to_owned() } else { format!("{}/{{rule}}", address.trim_end_matches('/')) }))
    }

    /// Pages in the user's cache folder, written there unless they are there already.
    #[must_use]
    pub fn written_out() -> Self {
        let Some(folder) = cache().map(|c| c.join("normlint").join(env!("CARGO_PKG_VERSION")).join("rules")) else {
            return Self(None);
        };
        match write_out(&folder) {
            Ok(()) => Self(Some(format!("{}/{{rule}}.md", of_path(&folder).trim_end_matches('/')))),
            // A folder that may not be written to: then there is no page to link to.
            Err(_) => Self(None),
        }
    }

    /// The address of a rule's page.
    #[must_use]
    pub fn of(&self, rule: &str) -> Option<String> {
        let address = self.0.as_ref()?;
        let rule = rules::find(rule)?;
        let file = rule.name.replace('-', "_");
        Some(address.replace("{rule}", rule.name).replace("{file}", &file).replace("{code}", rule.code))
    }
}

fn write_out(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for rule in rules::all() {
        let path = folder.join(format!("{}.md", rule.name));
        if std::fs::read(&path).is_ok_and(|old| old == rule.page.as_bytes()) {
            continue;
        }
        // Two servers may start at once: each writes its own file and moves it into place.
        let beside = folder.join(format!(".{}-{}", rule.code, std::process::id()));
        std::fs::write(&beside, rule.page)?;
        std::fs::rename(&beside, &path)?;
    }
    Ok(())
}

/// The user's cache folder, as each system has it.
fn cache() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        let home = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|h| h.join(home)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_of_what_the_rule_is_called() {
        let of = |address: &str| Pages::at(address).of("doubled-word");
        assert_eq!(of("https://law.test/rules/").as_deref(), Some("https://law.test/rules/doubled-word"));
        let blob = "https://law.test/blob/main/rules/wording/{file}.md#{code}";
        assert_eq!(of(blob).as_deref(), Some("https://law.test/blob/main/rules/wording/doubled_word.md#NL401"));
        assert_eq!(Pages::at("https://law.test").of("no-such-rule"), None);
        assert_eq!(Pages::default().of("doubled-word"), None);
    }

    #[test]
    fn pages_are_written_out_whole() {
        let folder = tempfile::tempdir().unwrap();
        write_out(folder.path()).unwrap();
        write_out(folder.path()).unwrap();
        let page = std::fs::read_to_string(folder.path().join("doubled-word.md")).unwrap();
        assert_eq!(page, rules::find("doubled-word").unwrap().page);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), rules::all().count());
    }
}
