//! Findings for people: source lines, every label, notes, help.

mod snippet;
mod style;

use std::io::{self, Write};

use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Mark};
use codespan_reporting::files::Error as FilesError;
use codespan_reporting::term::{Config, emit_to_io_write, emit_to_write_style};

use super::View;
use crate::config;
use crate::engine::{Found, Places};
use crate::findings::{DocId, Safety, Severity};
use crate::source::Source;
use crate::span::Span;
use snippet::Snippets;
use style::Styled;

/// Sources kept open for labels in other documents.
const SHELF: usize = 8;

/// Writes each finding that counts with its source lines, and a line that sums up.
///
/// `open` gives a document's text again. Where it cannot, because the file has gone since, one line is written.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_text(
    view: &View<'_>,
    open: &dyn Fn(DocId) -> Option<Source>,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut shelf: Vec<(DocId, Option<Source>)> = Vec::new();
    for found in view.live() {
        write_one(view, found, open, &mut shelf, colour, out)?;
    }
    sum_up(view, out)
}

fn write_one(
    view: &View<'_>,
    found: &Found,
    open: &dyn Fn(DocId) -> Option<Source>,
    shelf: &mut Vec<(DocId, Option<Source>)>,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let f = &found.finding;
    let mut snippets = Snippets::default();
    let own = (f.doc, f.span, found.start, found.end, "");
    let others = f.labels.iter().zip(&found.labels).map(|(l, (a, b))| (l.doc, l.span, *a, *b, &*l.message));
    let mut labels = Vec::new();
    for (i, (doc, span, start, end, message)) in std::iter::once(own).chain(others).enumerate() {
        if !shelf.iter().any(|(d, _)| *d == doc) {
            if shelf.len() >= SHELF {
                shelf.remove(0);
            }
            shelf.push((doc, open(doc)));
        }
        let text = shelf.iter().find(|(d, _)| *d == doc).and_then(|(_, s)| s.as_ref()).map(|s| &*s.text);
        let Some(text) = text else {
            // The file is gone: what is known without it is still said.
            let path = view.path(f.doc).display();
            return writeln!(
                out,
                "{}: {path}:{}:{}: {}",
                f.severity.name(),
                found.start.line,
                found.start.column,
                f.message
            );
        };
        let id = snippets.file(doc.0, &view.path(doc).display().to_string());
        labels.push((i == 0, snippets.add(id, text, span, start, end), message));
    }
    snippets
        .lay_out(|doc| shelf.iter().find(|(d, _)| d.0 == doc).and_then(|(_, s)| s.as_ref()).map_or("", |s| &*s.text));
    let mark = match f.severity {
        Severity::Error => Mark::Error,
        Severity::Warning => Mark::Warning,
        Severity::Note => Mark::Note,
    };
    let mut diagnostic =
        Diagnostic::new(mark).with_code(format!("{} {}", f.code, f.name)).with_message(visible(&f.message));
    for (primary, point, message) in labels {
        let (id, range) = snippets.range(&point);
        let label = if primary { Label::primary(id, range) } else { Label::secondary(id, range) };
        diagnostic = diagnostic.with_label(label.with_message(visible(message)));
    }
    let fix = f.fix.as_ref().map(|fix| match fix.safety {
        Safety::Safe => format!("fix: {}", fix.message),
        Safety::Unsafe => format!("fix, to be looked at: {}", fix.message),
    });
    let notes = f.notes.iter().map(|n| format!("note: {n}"));
    let help = f.help.iter().map(|h| format!("help: {h}"));
    diagnostic = diagnostic.with_notes(notes.chain(help).chain(fix).map(|n| visible(&n)).collect());
    emit(&snippets, &diagnostic, colour, out)
}

fn emit(snippets: &Snippets, diagnostic: &Diagnostic<usize>, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let config = Config::default();
    let emitted = if colour {
        emit_to_write_style(&mut Styled(out), &config, snippets, diagnostic)
    } else {
        emit_to_io_write(out, &config, snippets, diagnostic)
    };
    emitted.map_err(|e| match e {
        FilesError::Io(e) => e,
        other => io::Error::other(other.to_string()),
    })
}

/// Text that holds words of a draft, without what a terminal would act on.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { snippet::shown(c) }).collect()
}

/// Writes a fault of a configuration file with its lines.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_config_error(error: &config::Error, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut snippets = Snippets::default();
    let name = error.path.display().to_string();
    let mut diagnostic = Diagnostic::error();
    match &error.span {
        Some(range) => {
            diagnostic = diagnostic.with_message(visible(&error.message));
            let span = Span::at(range.start, range.end.max(range.start));
            let places = Places::of(&error.text, vec![span.start, span.end]);
            let id = snippets.file(0, &name);
            let point = snippets.add(id, &error.text, span, places.get(span.start), places.get(span.end));
            snippets.lay_out(|_| &error.text);
            let (id, range) = snippets.range(&point);
            diagnostic = diagnostic.with_label(Label::primary(id, range));
        }
        None => diagnostic = diagnostic.with_message(format!("{name}: {}", visible(&error.message))),
    }
    if let Some(help) = &error.help {
        diagnostic = diagnostic.with_note(format!("help: {help}"));
    }
    emit(&snippets, &diagnostic, colour, out)
}

fn sum_up(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut counts, mut documents, mut fixes) = ([0usize; 3], std::collections::HashSet::new(), 0usize);
    for f in view.live() {
        counts[f.finding.severity as usize] += 1;
        documents.insert(f.finding.doc);
        fixes += usize::from(f.finding.fix.as_ref().is_some_and(|x| x.safety == Safety::Safe));
    }
    let [notes, warnings, errors] = counts;
    let drafts = |n: usize| plural(n, "draft");
    let checked = view.inputs.len().saturating_sub(view.failed.len());
    if errors + warnings + notes == 0 {
        return match (checked, view.failed.len()) {
            (n, 0) => writeln!(out, "No findings in {}.", drafts(n)),
            (0, _) => writeln!(out, "No draft was checked."),
            (n, m) => writeln!(out, "No findings in {}; {m} could not be checked.", drafts(n)),
        };
    }
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| plural(n, what))
        .collect();
    let of = if checked > 1 { format!(" of {checked}") } else { String::new() };
    let lost = match view.failed.len() {
        0 => String::new(),
        n => format!("; {n} could not be checked"),
    };
    writeln!(out, "{} in {}{of}{lost}.", parts.join(", "), drafts(documents.len()))?;
    if fixes > 0 {
        writeln!(out, "{fixes} can be fixed with --fix.")?;
    }
    Ok(())
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
