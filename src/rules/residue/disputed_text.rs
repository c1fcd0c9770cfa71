//! `disputed-text`: text in square brackets that is not settled.

use super::super::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::source::Format;
use crate::text::{TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL807",
    name: "disputed-text",
    level: Level::NOTE,
    profiles: &[
        (crate::syntax::Profile::UsCode, Level::Off),
        (crate::syntax::Profile::CaAct, Level::Off),
        (crate::syntax::Profile::Rfc, Level::Off),
    ],
    page: include_str!("../../../rules/residue/disputed_text.md"),
    checks: &[Check::BlockWith(Traits::SQUARE, check)],
};

/// Words that make a bracket an editor's, not a dispute's.
const EDITORS: [WordHash; 26] = [
    word("repealed"),
    word("repeal"),
    word("reserved"),
    word("omitted"),
    word("sic"),
    word("amendment"),
    word("amendments"),
    word("revoked"),
    word("suppressed"),
    word("deleted"),
    word("spent"),
    word("note"),
    word("see"),
    word("footnoteref"),
    word("bookmark"),
    word("text"),
    word("image"),
    word("signature"),
    word("insert"),
    word("comment"),
    word("seq"),
    word("transitional"),
    word("related"),
    word("force"),
    word("indicate"),
    word("consequential"),
];
/// What was done to a law, before "by": its bracket tells where the text comes from.
const DONE: [WordHash; 8] = [
    word("substituted"),
    word("subs"),
    word("inserted"),
    word("ins"),
    word("added"),
    word("amended"),
    word("renumbered"),
    word("replaced"),
];
/// Tokens a disputed passage may have.
const LONGEST: usize = 80;

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english {
        return;
    }
    let mut at = 0;
    while let Some(open) = cx.tokens.get(at..).and_then(|rest| rest.iter().position(|t| t.is('['))) {
        let open = at + open;
        at = open + 1;
        let inside = cx.tokens.get(open + 1..(open + 2 + LONGEST).min(cx.tokens.len())).unwrap_or_default();
        let Some(len) = inside.iter().position(|t| t.is(']')) else { continue };
        let inside = &inside[..len];
        at = open + 1 + len;
        // "[date](…)" is a link, "[^1]" a note, "[3]" and "[b-ITU-T A.4]" entries of a bibliography.
        let after = cx.tokens.get(at + 1);
        let tight = after.is_some_and(|t| !t.spaced() && (t.is('(') || t.is('[') || t.is(':')));
        // "[licences][def-licence]": the second names where the link leads.
        let address = open.checked_sub(1).and_then(|i| cx.tokens.get(i)).is_some_and(|t| t.is(']'))
            && cx.tokens.get(open).is_some_and(|t| !t.spaced());
        let markdown = cx.doc.entry.source.format == Format::Markdown;
        if (markdown && (tight || address)) || cx.tokens.get(open + 1).is_some_and(|t| t.is('^') || t.is('[')) {
            continue;
        }
        // "footnote:[…]" and "[appendix]" on a line of its own are AsciiDoc's.
        let marked_up = open.checked_sub(1).map_or(at + 1 == cx.tokens.len() && inside.len() == 1, |i| {
            cx.tokens.get(i).is_some_and(|t| t.is(':')) && !cx.tokens[open].spaced()
        });
        if marked_up {
            continue;
        }
        let words = inside.iter().filter(|t| t.kind() == TokenKind::Word && t.span().len() > 1);
        let small = inside.iter().filter(|t| t.kind() == TokenKind::Word && !t.capital() && t.span().len() > 2).count();
        let editors = inside.iter().any(|t| EDITORS.contains(&t.word) || matches!(t.mark(), '=' | '{' | '<' | '%'));
        // "§", "[20 U.S.C. 1001 et seq.]", "[IETF RFC 1]"
        let cites = inside.iter().any(|t| matches!(t.mark(), '§' | '/'))
            || inside.first().is_some_and(|t| t.kind() == TokenKind::Number)
            // "rule 16.7 [How to start an appeal]": the heading of what is cited.
            || (inside.first().is_some_and(|t| t.capital())
                && open.checked_sub(1).and_then(|i| cx.tokens.get(i)).is_some_and(|t| t.kind() == TokenKind::Number));
        // "[paragraph (e) inserted by section 9 of Act 36 of 2007]"
        let sourced = open == 0
            && inside.windows(3).any(|w| {
                let [done, point, by] = w else { return false };
                let by = if point.is('.') { by } else { point };
                DONE.contains(&done.word) && by.word == word("by")
            });
        if editors || sourced || cites || small == 0 || words.count() == 0 || super::placeholder::asks(cx.text, inside)
        {
            continue;
        }
        let span = cx.tokens[open].span().to(cx.tokens[at].span());
        let written = span.of(cx.text);
        let shown = if written.len() > 80 { "the text" } else { written };
        sink.report(span, format!("{shown} stands in square brackets, as text that is not agreed does"))
            .help("settle it, and take the brackets out");
    }
}
