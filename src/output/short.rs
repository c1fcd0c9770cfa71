//! One line a finding: `file:line:column: severity[CODE name] message`.

use std::io::{self, Write};

use super::View;

/// Writes one line for each finding that counts.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_short(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for f in view.live() {
        let x = &f.finding;
        let (path, severity) = (view.path(x.doc).display(), x.severity.name());
        writeln!(out, "{path}:{}:{}: {severity}[{} {}] {}", f.start.line, f.start.column, x.code, x.name, x.message)?;
    }
    Ok(())
}
