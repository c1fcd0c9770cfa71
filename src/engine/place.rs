//! Findings with their lines and columns, and whether they stand.

use super::ignores::Anchor;
use crate::findings::Finding;

/// A place as people write it: both numbers from 1, the column in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// Whether a finding counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    #[default]
    Live,
    /// A directive in the text set it aside.
    Ignored {
        /// The reason given.
        reason: Option<String>,
        /// Set aside by the file beside the drafts, not by a comment in the text.
        sidecar: bool,
    },
    /// The baseline knows it.
    Baselined,
}

/// A finding, placed: all that output needs beside the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// Where its span begins.
    pub start: Place,
    /// Where its span ends.
    pub end: Place,
    /// Beginning and end of each of its labels.
    pub labels: Vec<(Place, Place)>,
    /// Hash of the rule and the words around, the same wherever in the file they stand.
    pub fingerprint: u64,
    /// Its unit and the hash of its block, where something asks for them.
    pub anchor: Option<Anchor>,
    /// Whether it counts.
    pub standing: Standing,
}

impl Found {
    /// Whether it counts: neither ignored nor in the baseline.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.standing == Standing::Live
    }
}

/// Lines and columns of chosen offsets of one text, all found in one sweep.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In the order of the text.
    all: Vec<(u32, Place)>,
    /// How many of them stand before each piece of the text, so that none is searched for among all.
    before: Vec<u32>,
}

impl Places {
    /// A piece of text has two to the power of this many bytes.
    const BITS: u32 = 14;

    /// Places the given offsets, in whatever order they come. Time grows with the text once and with the number of
    /// offsets, however long the lines are.
    #[must_use]
    pub fn of(text: &str, mut offsets: Vec<u32>) -> Self {
        // Those of one rule come in order.
        offsets.sort();
        offsets.dedup();
        let bytes = text.as_bytes();
        let (mut line, mut column, mut at) = (1u32, 1u32, 0usize);
        let (mut all, mut before) = (Vec::with_capacity(offsets.len()), Vec::new());
        for (offset, count) in offsets.into_iter().zip(0..) {
            let to = (offset as usize).min(bytes.len());
            let piece = bytes.get(at..to).unwrap_or_default();
            let mut rest = piece;
            if let Some(last) = memchr::memrchr(b'\n', piece) {
                line += memchr::memchr_iter(b'\n', piece).count() as u32;
                column = 1;
                rest = piece.get(last + 1..).unwrap_or_default();
            }
            column += rest.iter().filter(|b| (**b & 0xc0) != 0x80).count() as u32;
            at = to;
            all.push((offset, Place { line, column }));
            let piece = (offset >> Self::BITS) as usize;
            before.resize(before.len().max(piece + 1), count);
        }
        Self { all, before }
    }

    /// The place of one of the offsets given.
    #[must_use]
    pub fn get(&self, offset: u32) -> Place {
        let piece = (offset >> Self::BITS) as usize;
        let upto = |piece: usize| self.before.get(piece).map_or(self.all.len(), |&count| count as usize);
        let own = self.all.get(upto(piece)..upto(piece + 1)).unwrap_or_default();
        own.binary_search_by_key(&offset, |(o, _)| *o)
            .ok()
            .and_then(|i| own.get(i))
            .map_or_else(|| Place { line: 1, column: 1 }, |(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_the_line_s_start() {
        let places = Places::of("ab\né§x\n\nz", vec![8, 0, 7, 9, 9, 3, 5]);
        let at = |o| (places.get(o).line, places.get(o).column);
        assert_eq!([at(0), at(3), at(5), at(7)], [(1, 1), (2, 1), (2, 2), (2, 3)]);
        assert_eq!([at(8), at(9)], [(2, 4), (3, 1)]);
    }
}
