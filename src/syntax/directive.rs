//! Directives: lines by which a draft tells normlint what to pass over.
//!
//! ```text
//! % normlint: ignore NL201 -- the annex is printed apart
//! <!-- normlint: ignore-start NL401, long-sentence: quoted from the Act -->
//! ```
//!
//! A directive is a line of its own. Readers treat it as [`crate::document::BlockKind::Furniture`]: it ends no unit and
//! begins none.

use crate::span::Span;

/// How far a directive reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The unit or paragraph that comes next, with all that it holds: `ignore`, `ignore-next`.
    Next,
    /// The next line: `ignore-line`.
    Line,
    /// From here to the matching `ignore-end`, or to the end of the file: `ignore-start`.
    Start,
    /// Ends the latest `ignore-start`, or the latest that names the same rules: `ignore-end`.
    End,
    /// The whole file: `ignore-file`.
    File,
}

/// The verbs, with what each means.
pub const VERBS: [(&str, Reach); 6] = [
    ("ignore", Reach::Next),
    ("ignore-next", Reach::Next),
    ("ignore-line", Reach::Line),
    ("ignore-start", Reach::Start),
    ("ignore-end", Reach::End),
    ("ignore-file", Reach::File),
];

/// A directive as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// From the comment sign to the end of the comment.
    pub span: Span,
    /// The verb as written.
    pub verb: Span,
    /// What the verb means; none where it is not one of [`VERBS`].
    pub reach: Option<Reach>,
    /// The rules named, in order.
    pub rules: Vec<Span>,
    /// The reason given.
    pub reason: Option<Span>,
}

const MARK: &str = "normlint:";

/// Whether a line, white space before it left out or not, is a directive. Costs a byte or two on other lines.
#[must_use]
pub fn is_directive(line: &str) -> bool {
    let other = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'%' | b'/' | b'<');
    !line.as_bytes().first().is_some_and(other) && body(line).is_some()
}

/// The text after the mark, without the comment's closing sign.
fn body(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let rest = match line.as_bytes().first()? {
        b'%' => line.trim_start_matches('%'),
        b'/' => line.strip_prefix("//")?.trim_start_matches('/'),
        b'<' => line.strip_prefix("<!--")?.strip_suffix("-->")?,
        _ => return None,
    };
    rest.trim_start().strip_prefix(MARK).map(str::trim)
}

/// Reads a directive from one line, which begins at offset `at` of the text.
#[must_use]
pub fn directive(line: &str, at: u32) -> Option<Directive> {
    let body = body(line)?;
    let trimmed = line.trim_start_matches('\u{feff}').trim();
    let place = |part: &str| -> Span {
        // Both point into `line`.
        let from = at as usize + (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        Span::at(from, from + part.len())
    };
    let (verb, rest) =
        body.split_at(body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(body.len()));
    let (verb, rest) = match verb.find("--") {
        Some(i) => body.split_at(i),
        None => (verb, rest),
    };
    let cut = [rest.find("--"), rest.find(':'), rest.find('—')].into_iter().flatten().min();
    let (names, reason) = match cut {
        Some(i) => {
            let (names, reason) = rest.split_at(i);
            (names, reason.trim_start_matches(['-', ':', '—']).trim())
        }
        None => (rest, ""),
    };
    let rules = names.split([',', ' ', '\t', ';']).filter(|n| !n.is_empty()).map(place).collect();
    Some(Directive {
        span: place(trimmed),
        verb: place(verb),
        reach: VERBS.iter().find(|(name, _)| *name == verb).map(|(_, reach)| *reach),
        rules,
        reason: (!reason.is_empty()).then(|| place(reason)),
    })
}

/// Every directive of a text, in order: one search for the mark, and a look at the lines that hold it.
#[must_use]
pub fn directives(text: &str) -> Vec<Directive> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut next = 0;
    for at in memchr::memmem::find_iter(bytes, MARK) {
        if at < next {
            continue;
        }
        let start = bytes.get(..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(0, |i| i + 1);
        let end = bytes.get(at..).and_then(|b| memchr::memchr(b'\n', b)).map_or(bytes.len(), |i| at + i);
        next = end;
        if let Some(line) = text.get(start..end) {
            out.extend(directive(line, start as u32));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<Reach>, Vec<&str>, Option<&str>)> {
        directives(text)
            .iter()
            .map(|d| (d.reach, d.rules.iter().map(|r| r.of(text)).collect(), d.reason.map(|r| r.of(text))))
            .collect()
    }

    #[test]
    fn comments_of_three_kinds_are_read() {
        let text = "% normlint: ignore NL201 -- printed apart\n  // normlint: ignore-line NL2,vague-term\n\
                    <!-- normlint: ignore-file all: a model text: kept as it is -->\r\n% normlint: ignore-end\n";
        assert_eq!(
            read(text),
            [
                (Some(Reach::Next), vec!["NL201"], Some("printed apart")),
                (Some(Reach::Line), vec!["NL2", "vague-term"], None),
                (Some(Reach::File), vec!["all"], Some("a model text: kept as it is")),
                (Some(Reach::End), vec![], None),
            ]
        );
    }

    #[test]
    fn unknown_verbs_and_prose_are_told_apart() {
        assert_eq!(read("% normlint: ignroe NL201: x\n"), [(None, vec!["NL201"], Some("x"))]);
        assert_eq!(read("Run normlint: ignore NL201.\n<!-- normlint: ignore NL201\n"), []);
    }

    #[test]
    fn spans_fit_the_text() {
        let text = "\u{feff}% normlint: ignore NL201 — é\n";
        let all = directives(text);
        assert_eq!(all[0].span.of(text), "% normlint: ignore NL201 — é");
        assert_eq!(all[0].verb.of(text), "ignore");
        assert_eq!(all[0].reason.map(|r| r.of(text)), Some("é"));
    }
}
