//! A document: its provisions as a tree in pre-order, and the blocks of text that they own.

mod ahead;
mod build;
mod contents;
mod detect;
mod furniture;
mod groups;
mod inline;
mod items;
mod kept;
mod markup;
mod mistaken;
mod model;
mod notes;
mod place;
mod prose;
mod quotes;
mod rows;
mod shape;
mod treaty;
mod units;

pub use build::{read, reread};
pub use kept::{Kept, Past};
pub(crate) use model::count_before;
pub use model::{Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
pub(crate) use shape::heads_repeals;

/// A line of more bytes is no paragraph: several were run together.
const RUN_TOGETHER: usize = 3_000;

/// Whether a text was flattened on its way here: a third of it or more stands in lines into which paragraphs were run
/// together, so that labels, ends of items and headings are guessed and not seen.
#[must_use]
pub fn is_flattened(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let mut long = 0;
    while !rest.is_empty() {
        // What ends so near is no long line: such lines are passed over all at once.
        let near = rest.get(..=RUN_TOGETHER).unwrap_or(rest);
        let end = memchr::memrchr(b'\n', near).unwrap_or_else(|| {
            let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            long += if line > RUN_TOGETHER { line } else { 0 };
            line
        });
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    long.saturating_mul(3) >= text.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::is_flattened;

    #[test]
    fn a_text_is_flattened_where_a_third_of_it_runs_on() {
        let line = "A port shall admit every ship. ";
        assert!(!is_flattened(""));
        assert!(!is_flattened(&format!("{}\n", line.repeat(90)).repeat(9)));
        assert!(is_flattened(&line.repeat(200)));
        assert!(is_flattened(&format!("{}\n{}", line.repeat(200), format!("{line}\n").repeat(300))));
    }
}
