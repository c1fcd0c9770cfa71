//! Citations of a resolution's parts: "resolves 2", "considering e)", "instructs the Director 3 above".

use super::model::{Resolution, Scope, Target, TargetRole};
use super::names::{skip_space, space_before, word_at};
use super::reader::Reader;
use crate::document::{Document, ProvisionId};
use crate::span::Span;
use crate::syntax::Profile;

/// Words that may open a part: "resolves to instruct the Secretary-General and the Director of the Bureau".
const OPENING: usize = 24;
/// Labels of one citation.
const LABELS: usize = 8;

impl Reader<'_> {
    /// Reads a citation that a part's first word begins.
    pub(super) fn part(&mut self, start: usize, end: usize) {
        if !self.begins_word(start) {
            return;
        }
        let limit = self.limit(end);
        let parted = self.doc.profile == Profile::ItuResolution;
        let mut at = skip_space(self.text, end, limit);
        let mut label = self.part_label(at, limit);
        if parted {
            for _ in 0..OPENING {
                if label.is_some() {
                    break;
                }
                let word = word_at(self.text, at, limit);
                let next = skip_space(self.text, at + word.len(), limit);
                if word.is_empty() || next == at + word.len() {
                    break;
                }
                at = next;
                label = self.part_label(at, limit);
            }
        }
        let Some(label) = label else { return };
        let word = Span::at(start, space_before(self.text, at, start));
        let group = self.opened(word);
        let mut targets = vec![self.part_target(group, label, TargetRole::Member)];
        // "resolves 1, 2 and 4 to 6"
        let mut done = label.1;
        for _ in 1..LABELS {
            let Some((next, role)) = self.next_label(done, limit) else { break };
            done = next.1;
            if let (TargetRole::RangeEnd, Some(last)) = (role, targets.last_mut()) {
                last.role = TargetRole::RangeStart;
            }
            targets.push(self.part_target(group, next, role));
        }
        // "resolves 5 of Resolution 7" is another text's.
        let after = self.window(done, 40).trim_start();
        let elsewhere =
            after.strip_prefix("of ").is_some_and(|t| !t.starts_with("this ") && !t.starts_with("the present "));
        if elsewhere || !parted {
            for target in &mut targets {
                target.resolution = Resolution::Unchecked;
            }
        }
        self.push(Span::at(start, done), Some(word), Scope::Internal, false, targets);
    }

    /// A number or a letter with a bracket at `at`, with what may follow one in a citation: where its key ends, and where
    /// it ends itself.
    fn part_label(&self, at: usize, limit: usize) -> Option<(usize, usize, usize)> {
        let label = word_at(self.text, at, limit);
        let key = at + label.len();
        let bytes = self.text.as_bytes();
        let number = label.len() <= 4
            && label.starts_with(|c: char| c.is_ascii_digit())
            && label.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if number {
            let after = self.window(key, 12);
            let word = word_at(self.text, skip_space(self.text, key, limit), limit);
            let ends = after.is_empty()
                || after.starts_with([',', '.', ';', ')', ':'])
                || after.starts_with([' ', '\n', '\u{a0}'])
                    && (matches!(word, "" | "above" | "below" | "and" | "or" | "to" | "of" | "in" | "as" | "shall")
                        || after.trim_start().starts_with(['(', '–', '—']));
            return ends.then_some((at, key, key)).map(|(a, k, e)| (a, e, k));
        }
        let letter = !label.is_empty()
            && label.len() <= 3
            && label.bytes().all(|b| b.is_ascii_lowercase())
            && bytes.get(key) == Some(&b')');
        letter.then_some((at, key + 1, key))
    }

    /// The label after a comma, "and" or "to".
    fn next_label(&self, at: usize, limit: usize) -> Option<((usize, usize, usize), TargetRole)> {
        let mut next = at;
        if self.text.as_bytes().get(next) == Some(&b',') {
            next += 1;
        }
        next = skip_space(self.text, next, limit);
        let word = word_at(self.text, next, limit);
        let role = if word == "to" { TargetRole::RangeEnd } else { TargetRole::Member };
        if matches!(word, "and" | "or" | "to") {
            next = skip_space(self.text, next + word.len(), limit);
        } else if next == at || self.text.as_bytes().get(at) != Some(&b',') {
            return None;
        }
        Some((self.part_label(next, limit)?, role))
    }

    /// The part that these words open.
    fn opened(&self, words: Span) -> Option<ProvisionId> {
        let key: String =
            words.of(self.text).split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect();
        self.index.child(Document::ROOT, &key).map(super::index::Hit::first)
    }

    fn part_target(&self, group: Option<ProvisionId>, label: (usize, usize, usize), role: TargetRole) -> Target {
        let (start, end, key) = label;
        let key = self.text.get(start..key).unwrap_or("");
        let span = Span::at(start, end);
        let path = self.index.path_below(group.unwrap_or(Document::ROOT), &[key]);
        // "3.3" stands in 3.
        let hit = group.and_then(|g| {
            self.index.child(g, key).or_else(|| {
                let (whole, _) = key.split_once('.')?;
                self.index.child(self.index.child(g, whole)?.first(), key)
            })
        });
        let (resolution, within) = match (group, hit) {
            (Some(_), Some(hit)) => (Resolution::Found(hit.first()), hit.first()),
            (Some(group), None) => (Resolution::Missing, group),
            (None, _) => (Resolution::Unchecked, Document::ROOT),
        };
        Target { span, path, role, resolution, within }
    }
}
