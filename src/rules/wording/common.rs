//! What several rules about wording share.

use crate::text::{Token, WordHash, word};

/// Whether one of the commonest words of English is near: a text may hold a passage in another language.
pub(super) fn is_english_around(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 10;
    const COMMON: [WordHash; 14] = [
        word("the"),
        word("of"),
        word("and"),
        word("to"),
        word("shall"),
        word("by"),
        word("for"),
        word("with"),
        word("any"),
        word("that"),
        word("this"),
        word("under"),
        word("if"),
        word("are"),
    ];
    let near = tokens.get(at.saturating_sub(REACH)..(at + REACH).min(tokens.len())).unwrap_or_default();
    near.iter().any(|t| COMMON.contains(&t.word))
}
