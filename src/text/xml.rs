//! Text for XML.

/// Text as XML 1.0 takes it, in an element or in a quoted attribute: five characters as references, line ends kept, and a
/// replacement character for what XML has no place for.
#[must_use]
pub fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::xml_text;

    #[test]
    fn what_xml_cannot_hold_is_written_otherwise() {
        assert_eq!(xml_text("a < b & \"c\"\n\u{1}\td"), "a &lt; b &amp; &quot;c&quot;&#10;\u{fffd} d");
    }
}
