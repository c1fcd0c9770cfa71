//! JUnit XML: a suite a document, a failed case a finding.

use std::io::{self, Write};

use super::View;
use crate::findings::DocId;
use crate::text::xml_text;

/// Writes the report. A document without findings is a suite with one case that passed.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_junit(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let failures = view.live().count();
    let mut findings = view.live().peekable();
    let clean = view.inputs.len() - {
        let mut docs: Vec<DocId> = view.live().map(|f| f.finding.doc).collect();
        docs.dedup();
        docs.len()
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let tests = failures + clean;
    let errors = match view.failed.len() {
        0 => String::new(),
        n => format!(" errors=\"{n}\""),
    };
    writeln!(out, "<testsuites name=\"normlint\" tests=\"{tests}\" failures=\"{failures}\"{errors}>")?;
    for (i, _) in view.inputs.iter().enumerate() {
        let doc = DocId(i as u32);
        let name = xml_text(&view.key(doc));
        let mut own = Vec::new();
        while let Some(f) = findings.next_if(|f| f.finding.doc == doc) {
            own.push(f);
        }
        if own.is_empty() && view.failed.binary_search(&doc).is_ok() {
            writeln!(out, "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\">")?;
            writeln!(out, "    <testcase name=\"checked\" classname=\"{name}\">")?;
            writeln!(out, "      <error message=\"this file could not be checked\"/>")?;
            writeln!(out, "    </testcase>\n  </testsuite>")?;
            continue;
        }
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\">", own.len().max(1), own.len())?;
        if own.is_empty() {
            writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\"/>")?;
        }
        for f in own {
            let x = &f.finding;
            let at = format!("{}:{}", f.start.line, f.start.column);
            writeln!(out, "    <testcase name=\"{} {} at {at}\" classname=\"{name}\">", x.code, x.name)?;
            let mut body = format!("{}:{at}: {}", view.key(doc), x.message);
            for note in x.notes.iter().chain(&x.help) {
                body.push('\n');
                body.push_str(note);
            }
            let (kind, message) = (x.severity.name(), xml_text(&x.message));
            writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{}</failure>", xml_text(&body))?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}
