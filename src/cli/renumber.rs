//! `normlint renumber`: a unit comes, goes or gets another label, and every citation follows.

use std::io::Write;
use std::path::PathBuf;

use clap::ArgGroup;

use super::inputs::Configuration;
use super::{Ended, Failure, Reading, fix};
use crate::config::Choices;
use crate::document::{Document, ProvisionId};
use crate::engine::renumber::{Change, Renumbering, find_unit, renumber};
use crate::engine::{Edits, apply_edits};
use crate::findings::DocId;
use crate::graph::Corpus;
use crate::text::LineIndex;

/// Renumbers units with every citation of what moves, in all files given. Units are named by their labels from the
/// outermost down: `3.4`, `151(a)(1)`, `151/a/1`, "Article 5".
#[derive(Clone, Debug, clap::Args)]
#[command(group = ArgGroup::new("change").required(true))]
pub struct Args {
    /// Put an empty unit before this one.
    #[arg(long, value_name = "UNIT", group = "change")]
    insert_before: Option<String>,
    /// Put an empty unit after this one.
    #[arg(long, value_name = "UNIT", group = "change")]
    insert_after: Option<String>,
    /// Take this unit out, with all that it holds.
    #[arg(long, value_name = "UNIT", group = "change")]
    remove: Option<String>,
    /// Give this unit the label that `--to` says.
    #[arg(long, value_name = "UNIT", group = "change", requires = "to")]
    relabel: Option<String>,
    /// The label that `--relabel` gives.
    #[arg(long, value_name = "LABEL")]
    to: Option<String>,
    /// Number without gaps: the units that count on from this one, or, without a unit, all of the file.
    #[arg(long, value_name = "UNIT", group = "change", num_args = 0..=1, default_missing_value = "")]
    close_up: Option<String>,
    /// Print the changes and write nothing.
    #[arg(long)]
    diff: bool,
    /// The file with the unit.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Other files and folders whose citations follow.
    #[arg(value_name = "OTHERS")]
    others: Vec<PathBuf>,
    #[command(flatten)]
    configuration: Configuration,
}

impl Args {
    fn change(&self, tree: &Document) -> Result<Change, Failure> {
        let unit = |name: &str| -> Result<ProvisionId, Failure> {
            find_unit(tree, name).ok_or_else(|| {
                Failure::new(format!("{}: there is no unit “{name}”, or more than one", self.file.display()))
                    .help("name it from the outermost label down, such as `151(a)(1)`; `normlint parse` lists all")
            })
        };
        Ok(match (&self.insert_before, &self.insert_after, &self.remove, &self.relabel, &self.close_up) {
            (Some(name), ..) => Change::InsertBefore(unit(name)?),
            (_, Some(name), ..) => Change::InsertAfter(unit(name)?),
            (_, _, Some(name), ..) => Change::Remove(unit(name)?),
            (_, _, _, Some(name), _) => Change::Relabel(unit(name)?, self.to.clone().unwrap_or_default()),
            (_, _, _, _, Some(name)) if !name.is_empty() => Change::CloseUp(unit(name)?),
            _ => Change::CloseUp(Document::ROOT),
        })
    }
}

/// Renumbers; exit code 1 where something needs a look.
pub fn run(args: &Args) -> Ended {
    let paths = std::iter::once(args.file.clone()).chain(args.others.iter().cloned()).collect();
    let reading = Reading::of(paths, args.configuration.clone());
    let mut inputs = reading.inputs(Choices::default())?;
    let (entries, failed) = inputs.entries();
    if failed {
        // Citations in a file that cannot be read would be left behind.
        return Err(Failure::new("nothing was changed: all files must be read first"));
    }
    let corpus = Corpus { entries };
    let home = corpus.entries.first().ok_or_else(|| Failure::new("no file was given"))?;
    let change = args.change(&home.analysis.document)?;
    let instruments = inputs.list.first().map_or(&[][..], |i| &i.plan.settings.vocabulary.instruments);
    let Renumbering { edits, attention } = renumber(&corpus, instruments, DocId(0), &change)
        .map_err(|e| Failure::new(format!("{}: {e}", args.file.display())))?;
    let mut err = anstream::stderr().lock();
    for a in &attention {
        let Some(entry) = corpus.entries.get(a.doc.0 as usize) else { continue };
        let (line, column) = LineIndex::new(&entry.source.text).position(&entry.source.text, a.span.start);
        writeln!(err, "{}:{line}:{column}: needs a look: {}", entry.source.path.display(), a.message)?;
    }
    drop(err);
    let mut by_doc = Edits::new();
    for edit in edits {
        by_doc.entry(edit.doc).or_default().push(edit);
    }
    for (doc, edits) in by_doc {
        let Some(entry) = corpus.entries.get(doc.0 as usize) else { continue };
        inputs.replace(doc.0 as usize, apply_edits(&entry.source.text, &edits));
    }
    if args.diff {
        fix::show_diff(&inputs, &mut std::io::stdout().lock())?;
    } else {
        fix::write(&inputs)?;
    }
    Ok(u8::from(!attention.is_empty()))
}
