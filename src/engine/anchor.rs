//! What a finding is known by when lines and offsets have moved: its unit, and the words around it.

use crate::document::{Document, ProvisionId};
use crate::findings::Finding;
use crate::span::Span;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// Words on either side that count towards a fingerprint.
const AROUND: usize = 8;
/// Bytes at most that are looked at on either side, and of the span itself.
const REACH: usize = 256;

/// FNV-1a over words, white space of any kind and length counting as one space. Written to files: must never change.
struct Hasher(u64);

impl Hasher {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }

    fn words<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        for word in words {
            for &b in word.as_bytes() {
                self.byte(b);
            }
            self.byte(b' ');
        }
        self.byte(0);
    }
}

/// Hash of a text's words: re-wrapping does not change it.
#[must_use]
pub fn text_hash(text: &str) -> u64 {
    let mut hasher = Hasher(SEED);
    hasher.words(text.split_whitespace());
    hasher.0
}

/// Hash of a finding's rule, its words and a few words before and after it in the same block.
///
/// Moving the block, re-wrapping it or changing other blocks keeps it; two equal findings in equal surroundings share it.
#[must_use]
pub fn fingerprint(text: &str, document: &Document, finding: &Finding) -> u64 {
    let span = finding.span;
    let bounds = block_at(document, span.start).unwrap_or(span).to(span);
    let before = tail(text, bounds.start as usize, span.start as usize);
    let after = head(text, span.end as usize, bounds.end as usize);
    let mut hasher = Hasher(SEED);
    hasher.words(std::iter::once(finding.code));
    hasher.words(before.split_whitespace().rev().take(AROUND));
    let own = head(text, span.start as usize, span.end as usize);
    hasher.words(own.split_whitespace());
    hasher.words(after.split_whitespace().take(AROUND));
    hasher.0
}

/// The unit an offset stands in, as labels from the outermost down, joined by `/`: `151/a/1`; empty outside any unit.
#[must_use]
pub fn address(document: &Document, offset: u32) -> String {
    address_of(document, document.at(offset))
}

fn address_of(document: &Document, id: ProvisionId) -> String {
    let path = document.path(id);
    path.iter().map(smol_str::SmolStr::as_str).collect::<Vec<_>>().join("/")
}

/// The block an offset stands in.
pub(super) fn block_at(document: &Document, offset: u32) -> Option<Span> {
    let i = document.blocks_before(offset + 1);
    document.blocks.get(i.checked_sub(1)?).map(|b| b.span).filter(|s| s.holds(offset) || s.end == offset)
}

/// At most [`REACH`] bytes from `from` on.
fn head(text: &str, from: usize, to: usize) -> &str {
    let mut to = to.min(from.saturating_add(REACH)).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(from..to).unwrap_or("")
}

/// At most [`REACH`] bytes up to `to`.
fn tail(text: &str, from: usize, to: usize) -> &str {
    let mut from = from.max(to.saturating_sub(REACH));
    while from < text.len() && !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..to).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_change_the_hash() {
        assert_eq!(text_hash("The  operator\nshall pay."), text_hash("The operator shall\r\n  pay."));
        assert_ne!(text_hash("The operator shall pay."), text_hash("The operators hall pay."));
    }

    #[test]
    fn the_hash_is_the_same_in_every_version() {
        assert_eq!(format!("{:016x}", text_hash("The operator shall pay.")), "bf2aae8bc8ea5732".to_owned());
    }
}
