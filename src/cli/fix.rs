//! `--fix` and `--diff`: the changes that findings offer, made until no more are left.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;

use similar::TextDiff;

use super::{Failure, Inputs, save};
use crate::engine::{Report, apply_edits, choose_edits};

/// Rounds at most: fixes that undo each other must end somewhere.
const ROUNDS: usize = 16;

/// Makes fixes in memory and checks again, until nothing is left to fix; gives the last report.
pub(super) fn to_the_end(
    inputs: &mut Inputs,
    mut report: Report,
    also_unsafe: bool,
    check: impl Fn(&Inputs) -> Report,
) -> Result<Report, Failure> {
    // Every state of a text seen so far: one that comes back would come back for ever.
    let mut seen: BTreeSet<(u32, u64)> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let live = report.found.iter().filter(|f| f.is_live()).map(|f| &f.finding);
        let (edits, _) = choose_edits(live, also_unsafe);
        let mut changed = false;
        for (doc, edits) in edits {
            let at = doc.0 as usize;
            let Some(input) = inputs.list.get(at) else { continue };
            let source = inputs.open(input).map_err(|e| Failure::new(e.to_string()))?;
            seen.insert((doc.0, exact_hash(&source.text)));
            let text = apply_edits(&source.text, &edits);
            if text != *source.text && !seen.contains(&(doc.0, exact_hash(&text))) {
                inputs.replace(at, text);
                changed = true;
            }
        }
        if !changed {
            break;
        }
        report = check(inputs);
    }
    Ok(report)
}

/// Hash of a text, white space included.
fn exact_hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Writes the changed texts to their files, all or none, or to standard output where they came from standard input.
pub(super) fn write(inputs: &Inputs) -> Result<(), Failure> {
    let files: Vec<_> = inputs
        .replaced()
        .filter(|(input, _)| !inputs.is_stdin(input))
        .map(|(input, source)| (&*input.path, source.text.as_bytes()))
        .collect();
    save::all(&files)?;
    for (_, source) in inputs.replaced().filter(|(input, _)| inputs.is_stdin(input)) {
        std::io::stdout().lock().write_all(source.text.as_bytes())?;
    }
    let n = files.len();
    if n > 0 {
        let _ = writeln!(anstream::stderr().lock(), "normlint: {n} file{} changed", if n == 1 { "" } else { "s" });
    }
    Ok(())
}

/// Writes the changes as a unified diff.
pub(super) fn show_diff(inputs: &Inputs, out: &mut dyn Write) -> Result<(), Failure> {
    for (input, source) in inputs.replaced() {
        let before = inputs.original(input).map_err(|e| Failure::new(e.to_string()))?;
        let name = input.path.display().to_string();
        let diff = TextDiff::from_lines(&*before.text, &*source.text);
        write!(out, "{}", diff.unified_diff().header(&name, &name))?;
    }
    out.flush()?;
    Ok(())
}
