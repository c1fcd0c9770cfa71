//! Why a command could not run, said so that the reader knows what to do.

use std::io::{self, Write};

use super::terminal;
use crate::{config, output};

/// What stops a command.
#[derive(Debug)]
pub enum Failure {
    /// Whoever read the output has gone; no error.
    ClosedPipe,
    /// Something else.
    Stopped {
        /// What happened, and where.
        what: String,
        /// What to do.
        help: Option<String>,
    },
    /// Already laid out for the terminal: an error in a configuration file with its lines.
    Rendered(String),
}

impl Failure {
    /// A failure with what happened and where.
    pub fn new(what: impl Into<String>) -> Self {
        Self::Stopped { what: what.into(), help: None }
    }

    /// Faults of configuration files, with their lines.
    #[must_use]
    pub fn config(errors: &[config::Error]) -> Self {
        let colour = terminal::is_coloured(&std::io::stderr());
        let mut text = Vec::new();
        for error in errors {
            // Writing to memory does not fail.
            let _ = output::write_config_error(error, colour, &mut text);
        }
        Self::Rendered(String::from_utf8_lossy(&text).into_owned())
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Stopped { what, .. } => Self::Stopped { what, help: Some(text.into()) },
            other => other,
        }
    }

    /// Writes it to standard error.
    pub fn print(&self) {
        let mut err = anstream::stderr().lock();
        // Nobody can be told that standard error is closed.
        let _ = match self {
            Self::ClosedPipe => Ok(()),
            Self::Stopped { what, help: None } => writeln!(err, "normlint: {what}"),
            Self::Stopped { what, help: Some(help) } => writeln!(err, "normlint: {what}\n  help: {help}"),
            Self::Rendered(text) => writeln!(err, "{}", text.trim_end()),
        };
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::new(e.to_string()) }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(e: serde_json::Error) -> Self {
        io::Error::from(e).into()
    }
}
