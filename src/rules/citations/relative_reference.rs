//! `relative-reference`: a citation by position.

use crate::rules::{BlockCx, Check, Level, Rule, Sink};
use crate::text::{WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL206",
    name: "relative-reference",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/citations/relative_reference.md"),
    checks: &[Check::Block(check)],
};

const ALONE: [WordHash; 8] = [
    word("hereinafter"),
    word("hereinbefore"),
    word("hereinabove"),
    word("hereunder"),
    word("aforesaid"),
    word("aforementioned"),
    word("abovementioned"),
    word("undermentioned"),
];
const BEFORE: [WordHash; 5] =
    [word("preceding"), word("foregoing"), word("previous"), word("following"), word("above")];
const AFTER: [WordHash; 2] = [word("above"), word("below")];
const UNITS: [WordHash; 20] = [
    word("article"),
    word("articles"),
    word("section"),
    word("sections"),
    word("subsection"),
    word("subsections"),
    word("paragraph"),
    word("paragraphs"),
    word("subparagraph"),
    word("subparagraphs"),
    word("clause"),
    word("clauses"),
    word("item"),
    word("items"),
    word("provision"),
    word("provisions"),
    word("chapter"),
    word("part"),
    word("sentence"),
    word("annex"),
];
/// How many tokens a label may take: "paragraph 4.3 (b) below".
const LABEL: usize = 6;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    let tokens = cx.tokens;
    for (i, token) in tokens.iter().enumerate() {
        let span = if ALONE.contains(&token.word) {
            token.span()
        } else if UNITS.contains(&token.word) {
            let before = i.checked_sub(1).and_then(|j| tokens.get(j)).filter(|t| BEFORE.contains(&t.word));
            let after = tokens.get(i + 1..).unwrap_or(&[]);
            let label = after.iter().take(LABEL).take_while(|t| is_label(cx.text, t)).count();
            match (before, after.get(label).filter(|t| AFTER.contains(&t.word) && label > 0)) {
                (Some(first), _) => first.span().to(token.span()),
                (None, Some(last)) => token.span().to(last.span()),
                (None, None) => continue,
            }
        } else {
            continue;
        };
        let words = span.of(cx.text);
        sink.report(span, format!("“{words}” says where by position, which an amendment can change"))
            .help("cite the unit by its label");
    }
}

fn is_label(text: &str, token: &crate::text::Token) -> bool {
    token.is('(')
        || token.is(')')
        || token.is('.')
        || token.of(text).len() <= 2
        || token.of(text).starts_with(|c: char| c.is_ascii_digit())
}
