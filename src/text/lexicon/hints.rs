//! Words and marks by which a reader of blocks knows what to look for in one.

use crate::text::words::{WordHash, word};

/// What tokens may be signs of, as bits: all those of a block are those of its tokens together.
pub type Hints = u32;

/// The bits.
pub mod hint {
    use super::Hints;

    /// A number, or a word with digits: told by the token, not by the list.
    pub const DIGIT: Hints = 1;
    /// A round bracket.
    pub const ROUND: Hints = 1 << 1;
    /// An opening square bracket.
    pub const SQUARE: Hints = 1 << 2;
    pub const SLASH: Hints = 1 << 3;
    pub const HYPHEN: Hints = 1 << 4;
    /// A full stop, comma, semicolon or colon.
    pub const STOP: Hints = 1 << 5;
    /// "per cent", "%".
    pub const PERCENT: Hints = 1 << 6;
    /// A word that announces a least amount.
    pub const LEAST: Hints = 1 << 7;
    /// "a" or "an".
    pub const ARTICLE: Hints = 1 << 8;
    /// "not".
    pub const NOT: Hints = 1 << 9;
    /// A word that leaves open which text is meant.
    pub const VAGUE: Hints = 1 << 10;
    /// A text of a body that is cited by its number.
    pub const CITED: Hints = 1 << 11;
    /// Name of a month, or what it is cut to.
    pub const MONTH: Hints = 1 << 12;
    /// A word of a set phrase, which may be broken.
    pub const PHRASE: Hints = 1 << 13;
    /// Those of tokens that rules on blocks look at: all that stand before this.
    pub const FOR_RULES: Hints = PHRASE | (PHRASE - 1);
    /// A verb that defines may begin here.
    pub const DEFINES: Hints = 1 << 14;
    /// A mark that sets off a term, or what stands before one; a word that a name comes after.
    pub const SETS_OFF: Hints = 1 << 15;
    /// A round or square bracket, open or closing.
    pub const BRACKET: Hints = 1 << 16;
    /// A double quotation mark.
    pub const QUOTE: Hints = 1 << 17;
    /// How many there are.
    pub const COUNT: u32 = 18;
}

/// The words and marks, with the bit that each sets.
pub(super) const HINTED: [(&[WordHash], Hints); 16] = [
    (&[word("("), word(")")], hint::ROUND),
    (&[word("[")], hint::SQUARE),
    (&[word("/")], hint::SLASH),
    (&[word("-")], hint::HYPHEN),
    (&[word("."), word(","), word(";"), word(":")], hint::STOP),
    (&[word("%"), word("per"), word("percent"), word("percentum"), word("pct")], hint::PERCENT),
    (&[word("less"), word("fewer"), word("least"), word("minimum"), word("between")], hint::LEAST),
    (&[word("a"), word("an")], hint::ARTICLE),
    (&[word("not")], hint::NOT),
    (
        &[word("relevant"), word("applicable"), word("appropriate"), word("pertinent"), word("corresponding")],
        hint::VAGUE,
    ),
    (&[word("resolution"), word("decision"), word("recommendation")], hint::CITED),
    (&PHRASES, hint::PHRASE),
    (&DEFINING, hint::DEFINES),
    (&SETTING_OFF, hint::SETS_OFF),
    (&[word("("), word(")"), word("["), word("]")], hint::BRACKET),
    (&[word("“"), word("”"), word("„"), word("\"")], hint::QUOTE),
];

/// Words of phrases that are set: see `broken-phrase`.
const PHRASES: [WordHash; 46] = [
    word("rational"),
    word("constructed"),
    word("purpose"),
    word("pursuant"),
    word("accordance"),
    word("respect"),
    word("compliance"),
    word("conformity"),
    word("conjunction"),
    word("connection"),
    word("consistent"),
    word("described"),
    word("defined"),
    word("extend"),
    word("affect"),
    word("fourth"),
    word("untied"),
    word("principle"),
    word("asses"),
    word("loose"),
    word("lease"),
    word("shall"),
    word("may"),
    word("must"),
    word("referred"),
    word("each"),
    word("then"),
    word("more"),
    word("less"),
    word("fewer"),
    word("later"),
    word("thus"),
    word("therefore"),
    word("neither"),
    word("a"),
    word("an"),
    word("year"),
    word("years"),
    word("month"),
    word("months"),
    word("week"),
    word("weeks"),
    word("day"),
    word("days"),
    word("hour"),
    word("hours"),
];

/// With which verbs that define may begin; a bracket stands before "Repealed".
const DEFINING: [WordHash; 20] = [
    word("means"),
    word("mean"),
    word("includes"),
    word("include"),
    word("has"),
    word("have"),
    word("shall"),
    word("will"),
    word("must"),
    word("does"),
    word("do"),
    word("refers"),
    word("refer"),
    word("also"),
    word("describes"),
    word("denotes"),
    word("signifies"),
    word("is"),
    word("are"),
    word("["),
];

const SETTING_OFF: [WordHash; 16] = [
    word("hereinafter"),
    word("hereafter"),
    word("("),
    word("["),
    word("“"),
    word("‘"),
    word("\""),
    word("„"),
    word("«"),
    word("'"),
    word(";"),
    word(":"),
    word("—"),
    word("."),
    word("?"),
    word("!"),
];
