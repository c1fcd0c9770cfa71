//! The words by which a definition is known: "means", "has the same meaning as", and what may stand around a term.

use super::model::Form;
use crate::text::lexicon::{hint, lexicon};
use crate::text::{Token, TokenKind, WordHash, word};

const MEANS: WordHash = word("means");
const MEAN: WordHash = word("mean");
const MEANING: WordHash = word("meaning");
const MEANINGS: WordHash = word("meanings");
const INCLUDES: WordHash = word("includes");
const INCLUDE: WordHash = word("include");
const COMPRISE: WordHash = word("comprise");
const HAS: WordHash = word("has");
const HAVE: WordHash = word("have");
const SHALL: WordHash = word("shall");
const DOES: WordHash = word("does");
const DO: WordHash = word("do");
const NOT: WordHash = word("not");
const THE: WordHash = word("the");
const SAME: WordHash = word("same");
const RESPECTIVE: WordHash = word("respective");
const FOLLOWING: WordHash = word("following");
const REFERS: WordHash = word("refers");
const REFER: WordHash = word("refer");
const TO: WordHash = word("to");
const ALSO: WordHash = word("also");
const DESCRIBES: WordHash = word("describes");
const DENOTES: WordHash = word("denotes");
const SIGNIFIES: WordHash = word("signifies");
const IS: WordHash = word("is");
const ARE: WordHash = word("are");
const DEFINED: WordHash = word("defined");
const REPEALED: WordHash = word("repealed");
const BE: WordHash = word("be");
const CONSTRUED: WordHash = word("construed");
const DEEMED: WordHash = word("deemed");
const WILL: WordHash = word("will");
const MUST: WordHash = word("must");

/// A defining verb found at a token.
#[derive(Clone, Copy)]
pub(super) struct Verb {
    /// Number of tokens.
    pub len: usize,
    pub form: Form,
    /// Its subject is plural: "A and B have the same meaning".
    pub plural: bool,
    /// Only a marked term, or a list of definitions, makes a definition of it: "refers to", "also describes".
    pub weak: bool,
}

/// The defining verb that begins at token `i`.
#[inline]
pub(super) fn verb_at(tokens: &[Token], i: usize) -> Option<Verb> {
    let may_begin = |t| lexicon().hints_of(t) & hint::DEFINES != 0;
    if tokens.get(i).is_some_and(may_begin) { verb_begun(tokens, i) } else { None }
}

/// As [`verb_at`], apart from it: it asks of all words, and few may begin a verb.
#[inline(never)]
fn verb_begun(tokens: &[Token], i: usize) -> Option<Verb> {
    let at = |k: usize| tokens.get(i + k).map_or(0, |t| t.word);
    let verb = |len, form, plural, weak| Some(Verb { len, form, plural, weak });
    match at(0) {
        // "through the means of", "by means", "such means": no verb.
        MEANS if i.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|t| NOUN.contains(&t.word)) => None,
        MEANS => verb(1, Form::Means, false, false),
        MEAN => verb(1, Form::Means, true, false),
        INCLUDES => verb(1, Form::Includes, false, false),
        INCLUDE => verb(1, Form::Includes, true, true),
        HAS | HAVE => meaning(tokens, i + 1).map(|len| Verb {
            len: len + 1,
            form: Form::SameAs,
            plural: at(0) == HAVE,
            weak: false,
        }),
        SHALL | WILL | MUST => match (at(1), at(2)) {
            (MEAN, _) => verb(2, Form::Means, false, false),
            (INCLUDE | COMPRISE, _) => verb(2, Form::Includes, false, true),
            (NOT, INCLUDE) => verb(3, Form::Includes, false, true),
            (HAVE, _) => {
                meaning(tokens, i + 2).map(|len| Verb { len: len + 2, form: Form::SameAs, plural: false, weak: false })
            }
            (BE, CONSTRUED | DEEMED) if at(3) == TO && matches!(at(4), MEAN | INCLUDE) => {
                verb(5, if at(4) == MEAN { Form::Means } else { Form::Includes }, false, true)
            }
            _ => None,
        },
        DOES | DO if at(1) == NOT && at(2) == INCLUDE => verb(3, Form::Includes, false, true),
        REFERS | REFER if at(1) == TO => verb(2, Form::Means, false, true),
        ALSO if matches!(at(1), DESCRIBES | INCLUDES | MEANS) => verb(2, Form::Includes, false, at(1) == DESCRIBES),
        DESCRIBES | DENOTES | SIGNIFIES => verb(1, Form::Means, false, true),
        IS | ARE if at(1) == DEFINED => verb(2, Form::SameAs, false, true),
        _ if tokens.get(i).is_some_and(|t| t.is('[')) && at(1) == REPEALED => verb(3, Form::Repealed, false, false),
        _ => None,
    }
}

/// Words after which "means" is a noun.
const NOUN: [WordHash; 8] =
    [word("the"), word("a"), word("by"), word("such"), word("these"), word("any"), word("other"), word("its")];

/// "the same meaning", "the meaning", "the following meanings" from token `i` on: number of tokens.
fn meaning(tokens: &[Token], i: usize) -> Option<usize> {
    let mut k = i;
    while tokens.get(k).is_some_and(|t| matches!(t.word, THE | SAME | RESPECTIVE | FOLLOWING)) && k - i < 4 {
        k += 1;
    }
    tokens.get(k).is_some_and(|t| matches!(t.word, MEANING | MEANINGS)).then_some(k + 1 - i)
}

/// Words that no unmarked term begins with or holds: a clause stands there, not a term.
const NO_TERM: &[WordHash] = &[
    word("that"),
    word("which"),
    word("who"),
    word("whom"),
    word("if"),
    word("where"),
    word("when"),
    word("shall"),
    word("may"),
    word("must"),
    word("will"),
    word("should"),
    word("is"),
    word("are"),
    word("was"),
    word("were"),
    word("be"),
    word("been"),
    word("being"),
    word("has"),
    word("have"),
    word("had"),
    word("it"),
    word("they"),
    word("not"),
    word("also"),
    word("means"),
    word("includes"),
    word("include"),
    word("such"),
    word("there"),
    word("following"),
    word("does"),
    word("do"),
    word("by"),
    word("because"),
    word("unless"),
    word("whether"),
    // "words importing the singular include the plural" fixes how to read, and defines nothing.
    word("importing"),
    word("denoting"),
];

/// Words that no unmarked term begins with.
const NO_START: &[WordHash] = &[
    word("the"),
    word("a"),
    word("an"),
    word("any"),
    word("each"),
    word("every"),
    word("all"),
    word("this"),
    word("these"),
    word("those"),
    word("no"),
    word("some"),
    word("other"),
    word("and"),
    word("or"),
    word("but"),
    word("its"),
    word("their"),
    word("his"),
    word("our"),
    word("in"),
    word("of"),
    word("for"),
    word("to"),
    word("with"),
    word("under"),
    word("on"),
    word("at"),
    word("as"),
    word("from"),
    word("into"),
    word("what"),
    word("one"),
    word("both"),
    word("another"),
    word("subject"),
    word("despite"),
    word("notwithstanding"),
    word("section"),
    word("subsection"),
    word("paragraph"),
    word("article"),
];

/// Whether a run of unmarked tokens can be a term: up to 14 words, no clause, no mark but those inside names.
pub(super) fn can_be_term(tokens: &[Token]) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    // "A.M. licensee", "His Majesty" begin like an article or a possessive and are none.
    let name = tokens.get(1).is_some_and(|t| t.is('.') && !t.spaced() || first.capital() && t.capital());
    if tokens.len() > 20 || first.kind() == TokenKind::Mark || (NO_START.contains(&first.word) && !name) {
        return false;
    }
    if !tokens.iter().any(|t| matches!(t.kind(), TokenKind::Word | TokenKind::Mixed)) {
        return false;
    }
    if last.kind() == TokenKind::Mark && !matches!(last.mark(), ')' | '.' | '™' | '®' | '’') {
        return false;
    }
    let relative = tokens.windows(2).any(|w| w[0].word == TO && w[1].word == word("which"));
    tokens.iter().all(|t| match t.kind() {
        TokenKind::Mark => {
            matches!(t.mark(), '-' | '‑' | '–' | '/' | '.' | '(' | ')' | '&' | '\'' | '’' | '+' | '™' | '®' | '₂' | '₃')
        }
        _ => !NO_TERM.contains(&t.word) || (relative && t.word == word("which")),
    })
}

/// Words that begin what limits a definition to a case, between the term and its verb.
const QUALIFIES: &[WordHash] = &[
    word("in"),
    word("when"),
    word("with"),
    word("except"),
    word("subject"),
    word("unless"),
    word("for"),
    word("as"),
    word("where"),
    word("if"),
    word("at"),
    word("other"),
    word("used"),
    word("of"),
    word("on"),
    word("applied"),
    word("under"),
    word("within"),
    word("insofar"),
];

/// Whether a qualifier may begin with the token.
pub(super) fn qualifies(token: &Token) -> bool {
    QUALIFIES.contains(&token.word)
}

/// An opening quotation mark that may hold a term, and the mark that closes it.
pub(super) const fn closing(open: char) -> Option<char> {
    match open {
        '“' => Some('”'),
        '‘' => Some('’'),
        '"' => Some('"'),
        '„' => Some('“'),
        '«' => Some('»'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::verb_at;
    use crate::span::Span;
    use crate::text::tokenize;

    #[test]
    fn every_defining_verb_is_told_by_its_first_word() {
        for phrase in [
            "means a ship",
            "mean ships",
            "includes a ship",
            "include ships",
            "has the same meaning",
            "have the meanings",
            "shall mean a ship",
            "will have the meaning",
            "must include a ship",
            "shall be deemed to mean",
            "does not include a ship",
            "do not include ships",
            "refers to a ship",
            "refer to ships",
            "also includes a ship",
            "describes a ship",
            "denotes a ship",
            "signifies a ship",
            "is defined in section 2",
            "are defined in section 2",
            "[Repealed, 2004]",
        ] {
            let mut tokens = Vec::new();
            tokenize(phrase, Span::at(0, phrase.len()), &mut tokens);
            assert!(verb_at(&tokens, 0).is_some(), "{phrase}");
        }
    }
}
