//! Annotations of GitHub Actions: workflow commands, one a finding.

use std::io::{self, Write};

use super::View;
use crate::findings::Severity;

/// Writes one workflow command for each finding that counts.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_github(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for f in view.live() {
        let x = &f.finding;
        let command = match x.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut message = x.message.clone().into_owned();
        for note in x.notes.iter().chain(&x.help) {
            message.push('\n');
            message.push_str(note);
        }
        writeln!(
            out,
            "::{command} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            property(&view.path(x.doc).to_string_lossy().replace('\\', "/")),
            f.start.line,
            f.start.column,
            f.end.line,
            f.end.column,
            property(&format!("{} {}", x.code, x.name)),
            data(&message),
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
