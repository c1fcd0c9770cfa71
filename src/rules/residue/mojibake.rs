//! `mojibake`: characters garbled by a wrong decoding.

use super::super::{Check, DocumentCx, Level, Rule, Sink};
use super::signs::{self, Sign};
use crate::findings::Safety;
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL806",
    name: "mojibake",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/residue/mojibake.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let bytes = cx.text.as_bytes();
    let Some(mut at) = signs::first(cx, Sign::Garbled) else { return };
    // "Ã©", "â€™", "Â§" begin with C3; U+FFFD is EF BF BD.
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr2(0xC3, 0xEF, rest)) {
        let start = at + next;
        at = start + 2;
        let Some(rest) = cx.text.get(start..) else { continue };
        if let Some(stripped) = rest.strip_prefix('\u{fffd}') {
            let run = rest.len() - stripped.trim_start_matches('\u{fffd}').len();
            let span = Span::at(start, start + run);
            sink.report(span, "a character that was lost in a conversion (U+FFFD stands for it)")
                .help("look the word up in the source of the text");
            at = start + run;
            continue;
        }
        if let Some((len, meant)) = garbled(rest) {
            let span = Span::at(start, start + len);
            let seen = span.of(cx.text);
            sink.report(span, format!("“{seen}” is a garbled “{meant}”: UTF-8 was read as Windows-1252")).fix(
                Safety::Unsafe,
                format!("write “{meant}”"),
                span,
                meant.to_string(),
            );
            at = start + len;
        }
    }
}

/// Length of the garbled sequence that `text` begins with, and the character that its bytes stand for.
fn garbled(text: &str) -> Option<(usize, char)> {
    let mut bytes = [0_u8; 4];
    let mut len = 0;
    let mut end = 0;
    let mut want = 1;
    for (i, c) in text.char_indices().take(4) {
        bytes[len] = windows_1252(c)?;
        if len == 0 {
            want = match bytes[0] {
                0xC2..=0xDF => 2,
                0xE2 | 0xE3 | 0xEF => 3,
                _ => return None,
            };
        }
        len += 1;
        end = i + c.len_utf8();
        if len == want {
            break;
        }
    }
    if len != want {
        return None;
    }
    let meant = std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    // Two letters of Latin-1 side by side are a word of another language, unless what they stand for is likelier.
    let likely = match bytes[0] {
        0xC2 => matches!(
            meant,
            '\u{a0}'
                | '§'
                | '°'
                | '£'
                | '©'
                | '®'
                | '«'
                | '»'
                | '·'
                | '¶'
                | '½'
                | '¼'
                | '¾'
                | '²'
                | '³'
                | 'µ'
                | '±'
        ),
        0xC3 => meant.is_alphabetic(),
        0xE2 => matches!(meant, '\u{2010}'..='\u{2027}' | '€' | '™' | '≤' | '≥' | '−' | '\u{2030}'..='\u{203a}'),
        0xEF => meant == '\u{feff}',
        _ => false,
    };
    likely.then_some((end, meant))
}

/// The byte that Windows-1252 has for a character above ASCII.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if ('\u{80}'..='\u{ff}').contains(&c) {
        return u8::try_from(u32::from(c)).ok();
    }
    HIGH.iter().position(|h| *h == c).and_then(|i| u8::try_from(0x80 + i).ok())
}

#[cfg(test)]
mod tests {
    use super::garbled;

    #[test]
    fn decodes_what_was_read_wrongly() {
        assert_eq!(garbled("Ã©tÃ©"), Some((4, 'é')));
        assert_eq!(garbled("â€™s"), Some(("â€™".len(), '’')));
        assert_eq!(garbled("Â§ 5"), Some((4, '§')));
        assert_eq!(garbled("Âge"), None);
        assert_eq!(garbled("SÃO"), None);
        assert_eq!(garbled("âge"), None);
    }
}
