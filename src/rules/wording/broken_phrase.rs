//! `broken-phrase`: a set phrase that lacks a word or holds a wrong one.

use super::common::is_english_around;
use crate::document::BlockKind;
use crate::findings::Safety;
use crate::rules::{BlockCx, Check, Level, Rule, Sink, Traits};
use crate::span::Span;
use crate::text::lexicon::{bit, hint, lexicon};
use crate::text::{Token, TokenKind, WordHash, word};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL415",
    name: "broken-phrase",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/wording/broken_phrase.md"),
    checks: &[Check::PrintedWith(Traits::PHRASE, check)],
};

/// The words by which most phrases are known.
mod trigger {
    use crate::text::{WordHash, word};

    macro_rules! words {
        ($($name:ident $text:literal)*) => {
            $(pub const $name: WordHash = word($text);)*
            #[cfg(test)]
            pub const ALL: &[WordHash] = &[$($name),*];
        };
    }

    words! {
        SHALL "shall" MAY "may" MUST "must" A "a" AN "an" EACH "each" THEN "then" MORE "more" LESS "less" FEWER "fewer"
        LATER "later" THUS "thus" REFERRED "referred" THEREFORE "therefore" NEITHER "neither" PURPOSE "purpose"
        CONSTRUCTED "constructed" YEAR "year" YEARS "years" MONTH "month" MONTHS "months" WEEK "week" WEEKS "weeks"
        DAY "day" DAYS "days" HOUR "hour" HOURS "hours"
    }
}

const DETERMINERS: [WordHash; 10] = [
    word("the"),
    word("a"),
    word("an"),
    word("this"),
    word("these"),
    word("those"),
    word("such"),
    word("any"),
    word("its"),
    word("their"),
];
/// A word and the one that its phrase goes on with.
struct Pair {
    word: WordHash,
    /// The word before it in the phrase; 0 for any.
    before: WordHash,
    /// What is to follow.
    then: &'static str,
    /// It breaks only before a cited unit: "described subsection (a)".
    cited: bool,
}

const fn pair(first: &str, before: &str, then: &'static str, cited: bool) -> Pair {
    Pair { word: word(first), before: if before.is_empty() { 0 } else { word(before) }, then, cited }
}

const PAIRS: [Pair; 10] = [
    pair("pursuant", "", "to", false),
    pair("accordance", "in", "with", false),
    pair("respect", "with", "to", false),
    pair("compliance", "in", "with", true),
    pair("conformity", "in", "with", true),
    pair("conjunction", "in", "with", true),
    pair("connection", "in", "with", true),
    pair("consistent", "", "with", true),
    pair("described", "", "in", true),
    pair("defined", "", "in", true),
];

/// Words that stand for another one beside some words: what stands before, what after, and the word that was meant. No words
/// stand for any.
struct Confused {
    word: WordHash,
    before: &'static [WordHash],
    after: &'static [WordHash],
    right: &'static str,
}

const MODALS: &[WordHash] = &[word("shall"), word("may"), word("must"), word("will"), word("to")];
const CONFUSED: [Confused; 10] = [
    Confused {
        word: word("extend"),
        before: &[word("the")],
        after: &[
            word("that"),
            word("necessary"),
            word("practicable"),
            word("possible"),
            word("permitted"),
            word("required"),
        ],
        right: "extent",
    },
    Confused {
        word: word("affect"),
        before: &[word("take"), word("takes"), word("into")],
        after: &[],
        right: "effect",
    },
    Confused { word: word("affect"), before: &[word("the")], after: &[word("of")], right: "effect" },
    Confused { word: word("fourth"), before: &[word("set")], after: &[word("in"), word("below")], right: "forth" },
    Confused {
        word: word("rational"),
        before: &[word("the"), word("a")],
        after: &[word("for"), word("behind")],
        right: "rationale",
    },
    Confused {
        word: word("untied"),
        before: &[],
        after: &[word("states"), word("nations"), word("kingdom")],
        right: "United",
    },
    Confused {
        word: word("principle"),
        before: &[],
        after: &[word("place"), word("office"), word("amount"), word("balance"), word("sum"), word("residence")],
        right: "principal",
    },
    Confused {
        word: word("asses"),
        before: MODALS,
        after: &[word("the"), word("a"), word("an"), word("any"), word("whether"), word("its")],
        right: "assess",
    },
    Confused {
        word: word("loose"),
        before: MODALS,
        after: &[word("the"), word("his"), word("its"), word("their"), word("any"), word("all")],
        right: "lose",
    },
    Confused {
        word: word("lease"),
        before: &[word("at")],
        after: &[word("one"), word("two"), word("three"), word("five"), word("ten"), word("thirty"), word("once")],
        right: "least",
    },
];

/// Words that compare, before "than".
const COMPARING: [WordHash; 16] = [
    word("more"),
    word("less"),
    word("fewer"),
    word("greater"),
    word("later"),
    word("earlier"),
    word("sooner"),
    word("rather"),
    word("other"),
    word("higher"),
    word("lower"),
    word("longer"),
    word("shorter"),
    word("larger"),
    word("smaller"),
    word("better"),
];
/// Words before "other" that make a noun phrase of it: "all other then outstanding notes".
const QUANTIFIERS: [WordHash; 6] = [word("all"), word("any"), word("the"), word("such"), word("no"), word("every")];
/// Words after "then" that it may stand before: "greater then current rates".
const OF_THE_TIME: [WordHash; 8] = [
    word("outstanding"),
    word("existing"),
    word("current"),
    word("applicable"),
    word("serving"),
    word("prevailing"),
    word("living"),
    word("available"),
];
/// Words before a number of years or days.
const BEFORE_PERIOD: [WordHash; 12] = [
    word("than"),
    word("within"),
    word("for"),
    word("of"),
    word("least"),
    word("most"),
    word("every"),
    word("after"),
    word("about"),
    word("over"),
    word("under"),
    word("exceeding"),
];
/// Words after which a modal stands before its subject: "nor shall", "in no case may".
const INVERTING: [WordHash; 12] = [
    word("nor"),
    word("case"),
    word("event"),
    word("circumstances"),
    word("instance"),
    word("time"),
    word("way"),
    word("only"),
    word("when"),
    word("where"),
    word("how"),
    word("neither"),
];
/// Base forms that end as participles do.
const BASES: [WordHash; 7] =
    [word("embed"), word("imbed"), word("shed"), word("shred"), word("wed"), word("spread"), word("bed")];

fn check(cx: &BlockCx<'_>, sink: &mut Sink<'_>) {
    if !cx.doc.english || cx.block.kind == BlockKind::Contents {
        return;
    }
    let words = Words { text: cx.text, tokens: cx.tokens };
    for (i, token) in cx.hinting(hint::PHRASE) {
        let Some(slip) = words.slip(i, token) else { continue };
        if !is_english_around(cx.tokens, i) {
            continue;
        }
        report(cx.text, slip, sink);
    }
}

/// What is wrong with a phrase.
struct Slip {
    /// The words of it that stand there.
    words: Span,
    /// What is to be put in their place, or, where it is empty, where they stand.
    place: Span,
    right: String,
}

fn report(text: &str, slip: Slip, sink: &mut Sink<'_>) {
    let Slip { words, place, right } = slip;
    let written = words.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if place.is_empty() {
        let (before, after) = (Span::new(words.start, place.start), Span::new(place.start, words.end));
        let message = format!("“{written}” lacks a word: “{} {right}{}”", before.of(text), after.of(text));
        sink.report(words, message).fix(Safety::Unsafe, format!("put in “{right}”"), place, format!(" {right}"));
    } else {
        let wrong = place.of(text);
        let message = format!("“{wrong}” in “{written}” is probably “{right}”");
        sink.report(words, message).fix(Safety::Unsafe, format!("write “{right}”"), place, right);
    }
}

/// The words of a block.
#[derive(Clone, Copy)]
struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    /// The word at a place; 0 for a mark or number, and where none is.
    fn at(self, i: Option<usize>) -> WordHash {
        i.and_then(|i| self.tokens.get(i)).filter(|t| t.kind() == TokenKind::Word).map_or(0, |t| t.word)
    }

    /// The words before and after the word at a place.
    fn before(self, i: usize, n: usize) -> WordHash {
        self.at(i.checked_sub(n))
    }

    fn after(self, i: usize, n: usize) -> WordHash {
        self.at(Some(i + n))
    }

    fn bits(self, i: usize) -> u64 {
        self.tokens.get(i).map_or(0, |t| lexicon().bits_of(t))
    }

    /// Whether the word there is one that units or whole texts go by: "section", "agreement".
    fn is_unit(self, i: usize) -> bool {
        self.bits(i) & bit::PROVISION != 0
    }

    /// Whether the words there name a unit with a label: "section 5", "subsection (a)".
    fn cites(self, i: usize) -> bool {
        self.is_unit(i)
            && self
                .tokens
                .get(i + 1)
                .is_some_and(|t| t.is('(') || matches!(t.kind(), TokenKind::Number | TokenKind::Mixed))
    }

    /// A word is missing behind the one at `i`, of the phrase from `from` to `to`.
    fn missing(self, from: usize, i: usize, to: usize, right: &str) -> Option<Slip> {
        let (first, token, last) = (self.tokens.get(from)?, self.tokens.get(i)?, self.tokens.get(to)?);
        let end = token.span().end;
        Some(Slip { words: first.span().to(last.span()), place: Span::new(end, end), right: right.to_owned() })
    }

    /// The word at `i` is wrong, of the phrase from `from` to `to`; what is right has its capital.
    fn wrong(self, from: usize, i: usize, to: usize, right: &str) -> Option<Slip> {
        let (first, token, last) = (self.tokens.get(from)?, self.tokens.get(i)?, self.tokens.get(to)?);
        let right = match right.chars().next() {
            Some(initial) if token.capital() => initial.to_uppercase().chain(right.chars().skip(1)).collect(),
            _ => right.to_owned(),
        };
        Some(Slip { words: first.span().to(last.span()), place: token.span(), right })
    }

    fn slip(self, i: usize, token: &Token) -> Option<Slip> {
        use trigger::*;
        match token.word {
            SHALL | MAY | MUST => self.modal(i, token),
            A | AN => self.articles(i, token),
            YEAR | YEARS | MONTH | MONTHS | WEEK | WEEKS | DAY | DAYS | HOUR | HOURS => self.period(i),
            EACH => self.each(i),
            THEN => self.then(i),
            MORE if self.is_one_of(i) => self.wrong(i - 2, i - 1, i, "or"),
            MORE | LESS | FEWER | LATER => self.that(i),
            THUS => {
                let units = self.is_unit(i + 1) && self.bits(i.checked_sub(1)?) & bit::PREP != 0;
                units.then(|| self.wrong(i - 1, i, i + 1, "this")).flatten()
            }
            REFERRED => self.referred(i),
            THEREFORE => self.therefore(i),
            NEITHER => self.neither(i),
            PURPOSE => self.purpose(i),
            CONSTRUCTED => self.constructed(i),
            _ => self.incomplete(i).or_else(|| self.confused(i)),
        }
    }

    /// "the an audit", "of a the law".
    fn articles(self, i: usize, token: &Token) -> Option<Slip> {
        if token.word == trigger::AN {
            let doubled = self.before(i, 1) == word("the") && self.is_small_word(i + 1) && self.is_small_word(i - 1);
            return doubled.then(|| self.article(i - 1, i)).flatten();
        }
        let doubled = self.after(i, 1) == word("the") && self.bits(i.checked_sub(1)?) & bit::PREP != 0;
        (doubled && self.is_small_word(i + 2)).then(|| self.article(i, i + 1)).flatten()
    }

    /// Whether a word in small letters stands there, apart from the one before.
    fn is_small_word(self, i: usize) -> bool {
        let word = |t: &Token| t.kind() == TokenKind::Word && t.spaced() && !t.capital() && t.span().len() > 1;
        self.tokens.get(i).is_some_and(word)
    }

    /// Two articles side by side: "the an audit".
    fn article(self, first: usize, second: usize) -> Option<Slip> {
        let (a, b) = (self.tokens.get(first)?, self.tokens.get(second)?);
        let words = a.span().to(b.span());
        let right = if a.word == word("the") { a } else { b };
        Some(Slip { words, place: words, right: right.of(self.text).to_owned() })
    }

    /// "pursuant section 5", "with respect any claim", "described subsection (a)"; "in accordance to".
    fn incomplete(self, i: usize) -> Option<Slip> {
        let word = self.at(Some(i));
        let pair = PAIRS.iter().find(|p| p.word == word && (p.before == 0 || p.before == self.before(i, 1)))?;
        let from = if pair.before == 0 { i } else { i - 1 };
        if word == crate::text::word("accordance") && self.after(i, 1) == crate::text::word("to") {
            return self.wrong(from, i + 1, i + 1, pair.then);
        }
        let next = self.after(i, 1);
        let breaks = if pair.cited { self.cites(i + 1) } else { DETERMINERS.contains(&next) || self.is_unit(i + 1) };
        breaks.then(|| self.missing(from, i, i + 1, pair.then)).flatten()
    }

    /// "to the extend that", "set fourth in".
    fn confused(self, i: usize) -> Option<Slip> {
        let holds = |words: &[WordHash], word: WordHash| words.is_empty() || words.contains(&word);
        let word = self.at(Some(i));
        let found = CONFUSED
            .iter()
            .find(|c| c.word == word && holds(c.before, self.before(i, 1)) && holds(c.after, self.after(i, 1)))?;
        let from = if found.before.is_empty() { i } else { i - 1 };
        let to = if found.after.is_empty() { i } else { i + 1 };
        self.wrong(from, i, to, found.right)
    }

    /// "referred to section 5": no matter is referred there, as no form of "be" stands before.
    fn referred(self, i: usize) -> Option<Slip> {
        let cites = self.after(i, 1) == word("to") && self.cites(i + 2);
        const BE: [WordHash; 3] = [word("be"), word("been"), word("being")];
        let sent = BE.contains(&self.before(i, 1))
            || i.checked_sub(1).is_some_and(|before| self.bits(before) & (bit::BE | bit::HAVE) != 0);
        (cites && !sent).then(|| self.missing(i, i + 1, i + 2, "in")).flatten()
    }

    /// "for each the fiscal years".
    fn each(self, i: usize) -> Option<Slip> {
        let opens = i.checked_sub(1).is_some_and(|b| self.bits(b) & bit::PREP != 0) && self.before(i, 1) != word("to");
        let plural = |i: usize| {
            let word = self.tokens.get(i).filter(|t| t.kind() == TokenKind::Word).map_or("", |t| t.of(self.text));
            word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
        };
        let breaks = opens && self.after(i, 1) == word("the") && (plural(i + 2) || plural(i + 3));
        breaks.then(|| self.missing(i, i, i + 1, "of")).flatten()
    }

    /// "more then 20", "other then a trust".
    fn then(self, i: usize) -> Option<Slip> {
        let before = self.before(i, 1);
        let counts = before == word("other") && QUANTIFIERS.contains(&self.before(i, 2));
        let next = self.after(i, 1);
        let goes_on = next != 0 && !OF_THE_TIME.contains(&next)
            || self.tokens.get(i + 1).is_some_and(|t| matches!(t.kind(), TokenKind::Number) || t.is('$'));
        let breaks = COMPARING.contains(&before) && !counts && goes_on;
        breaks.then(|| self.wrong(i - 1, i, i, "than")).flatten()
    }

    /// "not less that 15", "not later that the 365th day".
    fn that(self, i: usize) -> Option<Slip> {
        if self.after(i, 1) != word("that") {
            return None;
        }
        let counted = self.tokens.get(i + 2).is_some_and(|t| t.kind() == TokenKind::Number || t.is('$'))
            || self.bits(i + 2) & bit::NUM != 0 && self.after(i, 2) != word("one");
        let by_then = [word("not"), word("no")].contains(&self.before(i, 1));
        let breaks = if self.at(Some(i)) == word("later") { by_then } else { counted };
        breaks.then(|| self.wrong(i, i + 1, i + 2, "than")).flatten()
    }

    /// "one of more": not "one of more than".
    fn is_one_of(self, i: usize) -> bool {
        const FEW: [WordHash; 3] = [word("one"), word("two"), word("three")];
        let figure = |t: &Token| t.kind() == TokenKind::Number && matches!(t.of(self.text), "1" | "2" | "3");
        let counted =
            FEW.contains(&self.before(i, 2)) || i.checked_sub(2).and_then(|k| self.tokens.get(k)).is_some_and(figure);
        self.before(i, 1) == word("of") && counted && self.is_small_word(i + 1) && self.after(i, 1) != word("than")
    }

    /// "the reasons therefore;": "therefor".
    fn therefore(self, i: usize) -> Option<Slip> {
        const NOUNS: [WordHash; 5] =
            [word("reasons"), word("justification"), word("explanation"), word("grounds"), word("justifications")];
        const POINTING: [WordHash; 4] = [word("these"), word("those"), word("such"), word("all")];
        let ends = self.tokens.get(i + 1).is_none_or(|t| matches!(t.mark(), ',' | '.' | ';'))
            || self.after(i, 1) == word("and");
        let breaks = NOUNS.contains(&self.before(i, 1)) && !POINTING.contains(&self.before(i, 2)) && ends;
        breaks.then(|| self.wrong(i - 1, i, i, "therefor")).flatten()
    }

    /// "For purpose of this section".
    fn purpose(self, i: usize) -> Option<Slip> {
        let breaks = self.before(i, 1) == word("for")
            && self.after(i, 1) == word("of")
            && [word("this"), word("that")].contains(&self.after(i, 2))
            && self.is_unit(i + 3);
        breaks.then(|| self.wrong(i - 1, i, i + 2, "purposes")).flatten()
    }

    /// "Nothing in this section shall be constructed to limit": "construed".
    fn constructed(self, i: usize) -> Option<Slip> {
        const FAR: usize = 40;
        let modal = [word("shall"), word("may"), word("should")].contains(&self.before(i, 2))
            && self.before(i, 1) == word("be");
        let read = [word("to"), word("as")].contains(&self.after(i, 1));
        if !(modal && read) {
            return None;
        }
        // What is denied is what is construed: no other verb stands between, nor a mark.
        let subject = (i.saturating_sub(FAR)..i - 2).rev();
        let mut subject = subject.take_while(|&k| {
            self.bits(k) & bit::MODAL == 0 && !self.tokens.get(k).is_none_or(|t| matches!(t.mark(), '.' | ';' | ','))
        });
        let denied = subject.any(|k| self.at(Some(k)) == word("nothing"));
        denied.then(|| self.wrong(i - 1, i, i + 1, "construed")).flatten()
    }

    /// "Neither a commission or an officer may": "nor".
    fn neither(self, i: usize) -> Option<Slip> {
        /// Words between "neither" and "or", and from there to the end of what is denied.
        const NEAR: usize = 6;
        const FAR: usize = 60;
        let rest = self.tokens.get(i + 1..)?;
        let verb = bit::MODAL | bit::BE | bit::HAVE | bit::DO;
        let ends = |k: usize| {
            let other =
                |t: &Token| t.kind() != TokenKind::Word || t.word == word("nor") || self.bits(i + 1 + k) & verb != 0;
            rest.get(k).is_none_or(other)
        };
        let or = (1..NEAR).take_while(|&k| !ends(k - 1) && !ends(k)).find(|&k| self.after(i, 1 + k) == word("or"))?;
        let sentence = rest.iter().take(FAR).skip(or).take_while(|t| !matches!(t.mark(), '.' | ';' | ':'));
        let denied = self.after(i, 1) != word("of") && self.after(i, or + 2) != 0;
        let mut nor = sentence.filter(|t| t.word == word("nor"));
        (denied && nor.next().is_none()).then(|| self.wrong(i, i + 1 + or, i + 2 + or, "nor")).flatten()
    }

    /// "shall caused to be published", "as may provided": a participle without "be"; "shall by punished".
    fn modal(self, i: usize, token: &Token) -> Option<Slip> {
        let by = self.after(i, 1) == word("by");
        if !by && !self.is_participle(i + 1) {
            return None;
        }
        let inverted = INVERTING.contains(&self.before(i, 1)) || self.before(i, 1) == 0;
        // "juice or must"
        let noun = token.word == word("must") && i.checked_sub(1).is_some_and(|b| self.bits(b) & bit::CONJ != 0);
        if token.capital() || inverted || noun {
            return None;
        }
        let goes_on = |k: usize| {
            let mark = self.tokens.get(k).is_none_or(|t| matches!(t.mark(), '.' | ',' | ';' | '—'));
            mark || self.bits(k) & bit::PREP != 0 || [word("as"), word("and"), word("or")].contains(&self.at(Some(k)))
        };
        if by {
            return (self.is_participle(i + 2) && goes_on(i + 3)).then(|| self.wrong(i, i + 1, i + 2, "be")).flatten();
        }
        goes_on(i + 2).then(|| self.missing(i, i, i + 1, "be")).flatten()
    }

    /// Whether the word is a participle in "-ed", and no base form.
    fn is_participle(self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i).filter(|t| t.kind() == TokenKind::Word && t.spaced() && !t.capital())
        else {
            return false;
        };
        let written = token.of(self.text);
        let bits = self.bits(i);
        written.len() > 4
            && written.ends_with("ed")
            && !written.ends_with("eed")
            && bits & (bit::VERB | bit::VERB_S) == 0
            && !BASES.contains(&token.word)
    }

    /// "not later than 1 years", "not later than 2 year after".
    fn period(self, i: usize) -> Option<Slip> {
        const PERIODS: [(&str, &str); 5] =
            [("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days"), ("hour", "hours")];
        let count = i.checked_sub(1).and_then(|k| self.tokens.get(k)).filter(|t| t.kind() == TokenKind::Number)?;
        let here = self.at(Some(i));
        let &(one, many) = PERIODS.iter().find(|(one, many)| here == word(one) || here == word(many))?;
        if !BEFORE_PERIOD.contains(&self.before(i, 2)) || !count.spaced() || !self.tokens.get(i)?.spaced() {
            return None;
        }
        let single = count.of(self.text) == "1";
        if here == word(many) {
            // "1 years’ notice" has another mark.
            return (single && self.is_small_word(i + 1)).then(|| self.wrong(i - 1, i, i, one)).flatten();
        }
        const AFTER: [WordHash; 5] = [word("after"), word("before"), word("from"), word("following"), word("prior")];
        let several = count.of(self.text).parse::<u32>().is_ok_and(|n| (2..1000).contains(&n));
        (several && AFTER.contains(&self.after(i, 1))).then(|| self.wrong(i - 1, i, i, many)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{CONFUSED, PAIRS, trigger};
    use crate::text::lexicon::{hint, lexicon};

    #[test]
    fn blocks_are_known_by_every_word_of_a_phrase() {
        let words =
            PAIRS.iter().map(|p| p.word).chain(CONFUSED.iter().map(|c| c.word)).chain(trigger::ALL.iter().copied());
        for word in words {
            assert!(lexicon().hints(word) & hint::PHRASE != 0, "a word of a phrase has no hint: {word:x}");
        }
    }
}
