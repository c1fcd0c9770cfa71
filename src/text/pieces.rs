//! Long texts in pieces, so that what is read of them at one time stays small whatever the text.

use crate::span::Span;

/// A block longer than this is tokenized piece by piece, so that its tokens do not fill the memory.
pub const PIECE: usize = 256 * 1024;

/// `within`, in pieces of at most about `most` bytes: cut after a full stop or line end, where there is none at a
/// character. What is no longer than `most` is one piece.
pub fn pieces(text: &str, within: Span, most: usize) -> impl Iterator<Item = Span> + '_ {
    let end = (within.end as usize).min(text.len());
    let mut from = within.start as usize;
    let mut first = true;
    std::iter::from_fn(move || {
        if from >= end && !first {
            return None;
        }
        first = false;
        let mut to = end.min(from.saturating_add(most.max(1)));
        while to < end && !text.is_char_boundary(to) {
            to += 1;
        }
        if to < end {
            to = text.get(from..to).and_then(|t| t.rfind(['.', '\n'])).map_or(to, |i| from + i + 1);
        }
        let piece = if to == end { Span::new(from as u32, within.end) } else { Span::at(from, to) };
        from = to;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::pieces;
    use crate::span::Span;

    fn cut(text: &str, most: usize) -> Vec<&str> {
        pieces(text, Span::at(0, text.len()), most).map(|p| p.of(text)).collect()
    }

    #[test]
    fn pieces_end_at_stops_and_make_up_the_whole() {
        assert_eq!(cut("One. Two. Three", 7), ["One.", " Two.", " Three"]);
        assert_eq!(cut("ééé", 3), ["éé", "é"]);
        assert_eq!(cut("short", 100), ["short"]);
        assert_eq!(cut("", 4), [""]);
    }
}
