//! `doubled-punctuation`: two marks where one belongs.

use std::sync::LazyLock;

use crate::document::BlockKind;
use crate::findings::{Safety, Severity};
use crate::rules::words::WordList;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::text::{Token, TokenKind, WordSet};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL402",
    name: "doubled-punctuation",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/doubled_punctuation.md"),
    checks: &[Check::PrintedWith(Traits::PUNCTUATION_RUN, check)],
};

static ABBREVIATIONS: LazyLock<WordSet> =
    LazyLock::new(|| WordList::read(include_str!("../../../rules/words/abbreviations.toml")).set());

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    // What stands in a table is cut off, or drawn.
    if matches!(cx.block.kind, BlockKind::Contents | BlockKind::Table) {
        return;
    }
    for (i, pair) in cx.tokens.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        // "::" stands between the parts of a name, and after a term in AsciiDoc.
        if second.spaced() || !is_stop(first.mark()) || !is_stop(second.mark()) || (first.is(':') && second.is(':')) {
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| cx.tokens.get(i));
        let after = cx.tokens.get(i + 2);
        let runs_on = before.is_some_and(|t| is_stop(t.mark()) && !first.spaced())
            || after.is_some_and(|t| is_stop(t.mark()) && !t.spaced());
        // "...", ". . .", dot leaders; marks after nothing are no punctuation ("..", "::before").
        let Some(before) = before.filter(|b| !runs_on && !first.spaced() && b.mark() != '…') else { continue };
        if after.is_some_and(|t| !t.spaced() && is_path(t)) || before.is('/') || is_range_or_entity(cx.tokens, i, after)
        {
            continue;
        }
        let ends_abbreviation = first.is('.') && may_end_in_point(cx.text, before);
        if ends_abbreviation && !second.is('.') {
            continue;
        }
        let span = first.span().to(second.span());
        let marks = span.of(cx.text);
        let finding = sink.report(span, format!("“{marks}”: two marks of punctuation in a row"));
        if first.mark() == second.mark() {
            finding.fix(Safety::Safe, format!("remove the second “{}”", second.mark()), second.span(), "");
        } else {
            finding.help("keep the one that the sentence needs");
            if first.is('.') && before.kind() == TokenKind::Word && before.span().len() < 6 {
                finding.note(format!("“{}.” is not known as an abbreviation", before.of(cx.text)));
                finding.at_most(Severity::Note);
            }
        }
    }
}

/// "(..)", "A..B", "“A”..“Z”" and "`a`..`b`" are ranges, "“..”" is a name; "&quot;." ends in a character reference of HTML.
fn is_range_or_entity(tokens: &[Token], at: usize, after: Option<&Token>) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let earlier = at.checked_sub(2).and_then(|i| tokens.get(i));
    let dots = tokens[at].is('.') && tokens[at + 1].is('.');
    let open = before.is_some_and(|t| matches!(t.mark(), '(' | '[' | '{'));
    let tight =
        after.is_some_and(|t| !t.spaced() && (t.kind() != TokenKind::Mark || matches!(t.mark(), '`' | '(' | '*')));
    // "Date:, From:, To:": names of fields that end so.
    let field = |i: Option<usize>| i.and_then(|i| tokens.get(i..i + 2)).is_some_and(|t| t[0].is(':') && t[1].is(','));
    let fields = tokens[at].is(':') && (field(at.checked_sub(3)) || field(Some(at + 3)));
    let entity = tokens[at].is(';') && earlier.is_some_and(|t| matches!(t.mark(), '&' | '#'));
    let quote = |t: Option<&Token>| t.is_some_and(|t| matches!(t.mark(), '"' | '\'' | '“' | '”' | '‘' | '’' | '`'));
    let quoted = quote(before) && quote(after);
    (dots && (open || tight || quoted)) || entity || fields
}

const fn is_stop(mark: char) -> bool {
    matches!(mark, '.' | ',' | ';' | ':')
}

/// What goes on right after two marks: a path, a scope operator, a number; not prose.
fn is_path(token: &Token) -> bool {
    matches!(token.mark(), '/' | '\\' | '=' | '-' | '_' | '<' | '|' | '~')
        || (token.kind() != TokenKind::Mark && !token.capital())
}

/// Whether a point after the token may belong to it: an abbreviation, an initial, a number or a list's label.
fn may_end_in_point(text: &str, token: &Token) -> bool {
    match token.kind() {
        TokenKind::Word => {
            token.span().len() <= 2
                || ABBREVIATIONS.has(token.word)
                || token.capital()
                || token.of(text).chars().count() <= 3
        }
        TokenKind::Number | TokenKind::Mixed => true,
        // "et seq[.,": an editor's bracket inside the abbreviation.
        TokenKind::Mark => matches!(token.mark(), '[' | '('),
    }
}

#[cfg(test)]
mod tests {
    use super::ABBREVIATIONS;
    use crate::text::word;

    #[test]
    fn abbreviations_are_loaded() {
        assert!(ABBREVIATIONS.has(word("etc")));
        assert!(!ABBREVIATIONS.has(word("development")));
    }
}
