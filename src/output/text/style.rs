//! Colours of findings on a terminal.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

const RESET: &[u8] = b"\x1b[0m";
const BOLD: &[u8] = b"\x1b[1m";
const RED: &[u8] = b"\x1b[31m";
const YELLOW: &[u8] = b"\x1b[33m";
const BLUE: &[u8] = b"\x1b[34m";
const CYAN: &[u8] = b"\x1b[36m";

/// A writer that takes codespan's styles as escape sequences.
pub(super) struct Styled<'a>(pub &'a mut dyn Write);

fn of(severity: Severity) -> &'static [u8] {
    match severity {
        Severity::Bug | Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Note | Severity::Help => CYAN,
    }
}

impl Write for Styled<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl WriteStyle for Styled<'_> {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        self.0.write_all(BOLD)?;
        self.0.write_all(of(severity))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.0.write_all(RESET)?;
        self.0.write_all(BOLD)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.0.write_all(BLUE)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.0.write_all(BLUE)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.0.write_all(BLUE)
    }

    fn set_label(&mut self, severity: Severity, label: LabelStyle) -> io::Result<()> {
        self.0.write_all(match label {
            LabelStyle::Primary => of(severity),
            LabelStyle::Secondary => BLUE,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.0.write_all(RESET)
    }
}
