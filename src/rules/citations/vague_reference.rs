//! `vague-reference`: a reference to texts without an address.

use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::lexicon::hint;
use crate::text::{Token, TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL205",
    name: "vague-reference",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/citations/vague_reference.md"),
    checks: &[Check::BlockWith(Traits::VAGUE, check)],
};

const TEXTS: [WordHash; 18] = [
    word("recommendation"),
    word("recommendations"),
    word("law"),
    word("laws"),
    word("regulations"),
    word("provisions"),
    word("standards"),
    word("rules"),
    word("instruments"),
    word("resolutions"),
    word("legislation"),
    word("agreements"),
    word("guidelines"),
    word("treaties"),
    word("conventions"),
    word("statutes"),
    word("codes"),
    word("policies"),
];
/// Words after the noun that give the address after all.
const ADDRESS: [WordHash; 9] = [
    word("of"),
    word("in"),
    word("under"),
    word("set"),
    word("contained"),
    word("issued"),
    word("made"),
    word("referred"),
    word("listed"),
];
/// How many words may stand between: "the relevant ITU-T Recommendations".
const BETWEEN: usize = 4;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    let tokens = cx.tokens;
    for (i, token) in cx.hinting(hint::VAGUE) {
        let rest = tokens.get(i + 1..).unwrap_or(&[]);
        let between = rest.iter().take(BETWEEN).take_while(|t| t.kind() != TokenKind::Mark || t.is('-'));
        let Some(n) = between.clone().position(|t| TEXTS.contains(&t.word)) else { continue };
        // What stands between is a name or an adjective, never a verb or a link.
        if between.take(n).any(is_link) {
            continue;
        }
        let Some(noun) = rest.get(n) else { continue };
        if rest.get(n + 1).is_some_and(|t| ADDRESS.contains(&t.word)) {
            continue;
        }
        let span = token.span().to(noun.span());
        let words = span.of(cx.text);
        sink.report(span, format!("“{words}” names no text that can be looked up"))
            .help("name the instruments or units that are meant, or say who settles which they are");
    }
}

fn is_link(token: &Token) -> bool {
    const LINKS: [WordHash; 9] = [
        word("of"),
        word("to"),
        word("and"),
        word("or"),
        word("by"),
        word("in"),
        word("the"),
        word("with"),
        word("under"),
    ];
    LINKS.contains(&token.word)
}
