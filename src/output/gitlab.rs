//! GitLab's code quality report: a JSON array of issues.

use std::io::{self, Write};

use serde::Serialize;

use super::View;
use crate::findings::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the findings that count as one array.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_gitlab(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, (f, fingerprint)) in view.live().zip(view.fingerprints()).enumerate() {
        let x = &f.finding;
        let issue = Issue {
            description: &x.message,
            check_name: x.name,
            fingerprint,
            severity: match x.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: Location { path: view.key(x.doc), lines: Lines { begin: f.start.line, end: f.end.line } },
        };
        out.write_all(if i == 0 { b"\n  " } else { b",\n  " })?;
        serde_json::to_writer(&mut *out, &issue)?;
    }
    out.write_all(b"\n]\n")
}
