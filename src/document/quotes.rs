//! Text quoted to be put into another instrument: its labels are not the document's own.

use super::rows::{Row, Tag};
use super::shape::{announces, heading_like};
use crate::syntax::{label_at, unit_name};

/// Rows that a quotation can have.
const ROWS: usize = 3000;

/// Marks amending text: quoted lines that begin with a label or a unit's name, up to the closing mark.
pub fn mark(text: &str, rows: &mut [Row]) {
    let mut next_close = 0;
    let mut i = 0;
    while i < rows.len() {
        let row = rows[i];
        // The first bytes of the marks below.
        if !matches!(row.head[0], b'"' | 0xc2 | 0xe2) {
            i += 1;
            continue;
        }
        let line = row.of(text);
        let Some(open) = line.chars().next().filter(|c| matches!(c, '“' | '"' | '‘' | '«')) else {
            i += 1;
            continue;
        };
        let inner = line.get(open.len_utf8()..).unwrap_or("").trim_start();
        let begins = |line: &str| label_at(line).is_some() || unit_name(line).is_some() || line.starts_with('§');
        // The heading of what is put in may stand above it.
        let heads = || open != '"' && heading_like(inner) && rows.get(i + 1).is_some_and(|next| begins(next.of(text)));
        let labelled = begins(inner) || heads();
        let led = i > 0 && (rows[i - 1].tag == Tag::Quotation || announces(rows[i - 1].of(text)));
        if row.tag != Tag::Law || !labelled || !led {
            i += 1;
            continue;
        }
        let close = match open {
            '“' => '”',
            '‘' => '’',
            '«' => '»',
            other => other,
        };
        if closes(inner, close) {
            rows[i].tag = Tag::Quotation;
            i += 1;
            continue;
        }
        // The closing mark is looked for once: what was searched before is not searched again.
        next_close = next_close.max(i + 1);
        while next_close < rows.len() && !closes(rows[next_close].of(text), close) {
            next_close += 1;
        }
        if next_close < rows.len() && next_close - i <= ROWS {
            for row in rows.iter_mut().take(next_close + 1).skip(i).filter(|r| r.tag == Tag::Law) {
                row.tag = Tag::Quotation;
            }
            i = next_close + 1;
        } else {
            i += 1;
        }
    }
}

/// Whether a line ends with the closing mark, perhaps with a stop or a conjunction behind it.
fn closes(line: &str, close: char) -> bool {
    let end = line.trim_end_matches(['.', ',', ';', ':', ' ']);
    let end = end
        .strip_suffix("and")
        .or_else(|| end.strip_suffix("or"))
        .map_or(end, |e| e.trim_end_matches([';', ',', '.', ' ']));
    end.ends_with(close)
}
