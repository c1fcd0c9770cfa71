//! `unclear-pronoun`: a pronoun at the head of a provision, with nothing before it that it could stand for.

use crate::document::BlockKind;
use crate::rules::{BlockCx, Check, Level, Rule, Sink};
use crate::text::{WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL412",
    name: "unclear-pronoun",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/wording/unclear_pronoun.md"),
    checks: &[Check::Block(check)],
};

const PRONOUNS: [WordHash; 8] =
    [word("it"), word("they"), word("he"), word("she"), word("this"), word("these"), word("such"), word("those")];
/// A pronoun before one of these stands by itself: "this shall", not "this Article".
const VERBS: [WordHash; 20] = [
    word("shall"),
    word("may"),
    word("must"),
    word("will"),
    word("should"),
    word("is"),
    word("are"),
    word("was"),
    word("were"),
    word("has"),
    word("have"),
    word("does"),
    word("do"),
    word("applies"),
    word("apply"),
    word("includes"),
    word("include"),
    word("means"),
    word("ends"),
    word("cannot"),
];
/// "It is an offence to …": the pronoun announces what follows.
const IT: WordHash = word("it");
const IS: WordHash = word("is");

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    let [first, second, ..] = cx.tokens else { return };
    if cx.block.kind != BlockKind::Text || !first.capital() || !PRONOUNS.contains(&first.word) {
        return;
    }
    let announces = first.word == IT && (second.word == IS || cx.tokens.iter().take(6).any(|t| t.word == word("be")));
    if announces || !VERBS.contains(&second.word) {
        return;
    }
    let begins = cx.doc.document().blocks_of(cx.block.provision).next().is_some_and(|b| b.span == cx.block.span);
    if begins && cx.provision().label.is_some() {
        let word = first.of(cx.text);
        sink.report(first.span(), format!("“{word}” begins a provision, and what it stands for is in another"))
            .help("name the person or the thing: a provision is cited and amended by itself");
    }
}
