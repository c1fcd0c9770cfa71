//! `normlint-ignore.toml`: ignores for drafts that cannot carry comments.
//!
//! ```toml
//! [[ignore]]
//! file = "treaty.txt"
//! unit = "3/3.4"
//! rule = "NL302"
//! hash = "bf2aae8bc8ea5732"
//! reason = "settled at the 1988 conference"
//! ```

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::error::Error;
use crate::engine::{Sidecar, SidecarEntry};
use crate::rules;

/// The file's usual name, beside `normlint.toml`.
pub const NAME: &str = "normlint-ignore.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    ignore: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    #[serde(default)]
    unit: String,
    rule: Spanned<String>,
    hash: Spanned<String>,
    reason: Option<String>,
}

/// An entry to add to the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewIgnore {
    /// The draft, from the file's folder.
    pub file: String,
    /// The unit's address.
    pub unit: String,
    /// The rule's code.
    pub rule: String,
    /// Hash of the block's words.
    pub hash: u64,
    /// Why.
    pub reason: Option<String>,
}

/// Reads the file. Rules it names are checked when the draft is: see `unknown-rule-in-ignore`.
///
/// # Errors
/// Where it cannot be read or says something unknown.
pub fn read_sidecar(path: &Path) -> Result<Sidecar, Error> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::whole(path, format!("cannot be read: {e}")))?;
    let text: Arc<str> = text.into();
    let file: File = toml::from_str(&text).map_err(|e| Error::from_toml(path, &text, &e))?;
    let mut sidecar = Sidecar::default();
    for entry in file.ignore {
        let hash = u64::from_str_radix(entry.hash.get_ref(), 16).map_err(|_| Error {
            path: path.to_owned(),
            text: Arc::clone(&text),
            span: Some(entry.hash.span()),
            message: format!("“{}” is no hash: it has 16 digits from 0 to f", entry.hash.get_ref()),
            help: Some("`normlint check --write-ignores` writes entries with their hashes".to_owned()),
        })?;
        let rule = entry.rule.into_inner();
        let kept = SidecarEntry { unit: entry.unit, rule, hash, reason: entry.reason };
        sidecar.files.entry(entry.file).or_default().push(kept);
    }
    Ok(sidecar)
}

/// The file's text with entries added; those it holds already are left out.
///
/// # Errors
/// Where `text` is no such file.
pub fn add_to_sidecar(path: &Path, text: &str, new: &[NewIgnore]) -> Result<String, Error> {
    let shared: Arc<str> = text.into();
    let old: File = toml::from_str(text).map_err(|e| Error::from_toml(path, &shared, &e))?;
    let mut out = text.to_owned();
    let quote = |s: &str| toml::Value::String(s.to_owned()).to_string();
    for n in new {
        let hash = format!("{:016x}", n.hash);
        let rule = |r: &str| rules::find(&n.rule).is_some_and(|rule| rule.is_named(r));
        let held =
            |e: &Entry| e.file == n.file && e.unit == n.unit && *e.hash.get_ref() == hash && rule(e.rule.get_ref());
        if old.ignore.iter().any(held) {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str("[[ignore]]\n");
        for (key, value) in [("file", &n.file), ("unit", &n.unit), ("rule", &n.rule), ("hash", &hash)] {
            out.push_str(&format!("{key} = {}\n", quote(value)));
        }
        if let Some(reason) = &n.reason {
            out.push_str(&format!("reason = {}\n", quote(reason)));
        }
    }
    Ok(out)
}
