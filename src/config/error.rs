//! What is wrong in a configuration file, and where.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One fault in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// Its text; empty where it could not be read.
    pub text: Arc<str>,
    /// The exact words, as byte offsets.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Error {
    /// A fault of a file as a whole.
    pub fn whole(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), text: Arc::from(""), span: None, message: message.into(), help: None }
    }

    /// A fault that TOML or serde reports, with “did you mean” where a name is unknown.
    pub(super) fn from_toml(path: &Path, text: &Arc<str>, e: &toml::de::Error) -> Self {
        let message = e.message().lines().next().unwrap_or("not valid TOML").to_owned();
        let (message, help) = match unknown(&message) {
            Some((what, name, known)) => {
                let near = nearest(name, known.iter().copied());
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", known.join(", ")),
                };
                (format!("unknown {what} `{name}`"), Some(help))
            }
            None => (message, None),
        };
        Self { path: path.to_owned(), text: Arc::clone(text), span: e.span(), message, help }
    }
}

/// Takes serde's "unknown field `x`, expected one of `a`, `b`" apart.
fn unknown(message: &str) -> Option<(&'static str, &str, Vec<&str>)> {
    let (what, rest) = if let Some(rest) = message.strip_prefix("unknown field ") {
        ("setting", rest)
    } else {
        ("value", message.strip_prefix("unknown variant ")?)
    };
    let mut ticked = rest.split('`').skip(1).step_by(2);
    let name = ticked.next()?;
    Some((what, name, ticked.collect()))
}

/// The known word most like one that is not known.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|k| (strsim::damerau_levenshtein(k, word), k))
        .min_by_key(|(d, _)| *d)
        .filter(|(d, k)| *d <= (word.len().max(k.len())) / 3 + 1)
        .map(|(_, k)| k)
}
