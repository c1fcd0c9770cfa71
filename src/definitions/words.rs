//! The words and marks by which the reader knows the parts of a definition.

use std::sync::LazyLock;

use super::key::stem;
use super::model::Form;
use super::phrase::{Verb, closing, qualifies, verb_at};
use crate::span::Span;
use crate::text::{Beginnings, Token, TokenKind, WordHash, word};

pub(super) const AND: WordHash = word("and");
pub(super) const OR: WordHash = word("or");
pub(super) const THE: WordHash = word("the");
const OF: WordHash = word("of");
const TO: WordHash = word("to");
const FOR: WordHash = word("for");
pub(super) const TERM: WordHash = word("term");
pub(super) const TERMS: WordHash = word("terms");
const REFERENCE: WordHash = word("reference");
const REFERENCES: WordHash = word("references");
pub(super) const ARTICLES: [WordHash; 6] = [word("a"), word("an"), THE, word("any"), word("all"), word("each")];
/// Small words, one of which any description holds.
pub(super) const PROSE: [WordHash; 14] = [
    OF,
    OR,
    AND,
    TO,
    THE,
    word("a"),
    word("an"),
    word("any"),
    word("for"),
    word("which"),
    word("that"),
    word("by"),
    word("in"),
    word("with"),
];
pub(super) const REMARKS: [WordHash; 10] = [
    word("figure"),
    word("table"),
    word("note"),
    word("notes"),
    word("example"),
    word("examples"),
    word("remark"),
    word("source"),
    word("exception"),
    word("warning"),
];
/// Words of what is said of words themselves: "the masculine gender includes the feminine".
pub(super) const GRAMMAR: [WordHash; 7] = [
    word("gender"),
    word("genders"),
    word("singular"),
    word("plural"),
    word("masculine"),
    word("feminine"),
    word("neuter"),
];
pub(super) const HEREINAFTER: [WordHash; 2] = [word("hereinafter"), word("hereafter")];

/// Words that begin a case to which a definition is limited: "in the case of", "with respect to", "in case of".
pub(super) const CASES: [WordHash; 3] = [word("in"), word("with"), word("when")];

pub(super) fn names_case(tokens: &[Token], k: usize) -> bool {
    tokens
        .iter()
        .skip(k + 1)
        .take(2)
        .any(|t| t.word == word("case") || t.word == word("respect") || t.word == word("used"))
}

pub(super) fn is_term_word(token: &Token) -> bool {
    const WORDS: [WordHash; 9] = [
        TERM,
        TERMS,
        word("word"),
        word("words"),
        word("expression"),
        word("expressions"),
        word("phrase"),
        word("phrases"),
        word("abbreviation"),
    ];
    WORDS.contains(&token.word)
}

pub(super) fn introduces_name(token: &Token) -> bool {
    const WORDS: &[WordHash] = &[
        THE,
        word("a"),
        word("an"),
        word("each"),
        word("any"),
        word("all"),
        word("such"),
        word("this"),
        word("these"),
        word("collectively"),
        word("together"),
        word("individually"),
        word("jointly"),
        word("singly"),
        word("severally"),
        word("hereinafter"),
        word("hereafter"),
        word("herein"),
        word("referred"),
        TO,
        word("as"),
        word("called"),
        word("known"),
        word("in"),
        word("or"),
        word("and"),
        word("also"),
        word("sometimes"),
        word("being"),
        word("defined"),
        word("section"),
        word("subsection"),
        word("chapter"),
        word("subchapter"),
        word("part"),
        word("subpart"),
        word("paragraph"),
        word("subparagraph"),
        word("act"),
        word("title"),
        word("agreement"),
        word("article"),
        word("with"),
        word("subtitle"),
        word("clause"),
        word("collective"),
        word("individual"),
        word("for"),
        word("purposes"),
        word("of"),
    ];
    WORDS.contains(&token.word) && token.kind() == TokenKind::Word && !(token.capital() && token.span().len() > 4)
        || token.is(',')
}

/// Whether the words before the quotation mark at token `i` give a name: "hereinafter called the", "to be known as".
pub(super) fn names_before(tokens: &[Token], i: usize) -> bool {
    let mut k = i - 1;
    while k > 0 && (ARTICLES.contains(&tokens[k].word)) {
        k -= 1;
    }
    let (here, before) = (tokens[k].word, k.checked_sub(1).map_or(0, |k| tokens[k].word));
    (here == word("as") && before == word("known"))
        || (matches!(here, w if w == word("as") || w == word("called"))
            && (k.saturating_sub(8)..k).any(|j| HEREINAFTER.contains(&tokens[j].word)))
}

/// The token that closes the quotation begun at token `i`, in at most 40 tokens; “ is closed by " too.
pub(super) fn close_of(tokens: &[Token], i: usize) -> Option<usize> {
    let open = tokens.get(i)?.mark();
    let mark = closing(open)?;
    let closes = |t: &Token| t.is(mark) || open == '“' && t.is('"') && !t.spaced();
    let found = tokens.iter().skip(i + 1).take(40).position(closes)?;
    (found > 0).then_some(i + 1 + found)
}

/// Whether "is the", "are the", "is a" stands at token `i`.
pub(super) fn is_article_after_is(tokens: &[Token], i: usize) -> bool {
    const COPULA: [WordHash; 2] = [word("is"), word("are")];
    tokens.get(i).is_some_and(|t| COPULA.contains(&t.word))
        && tokens.get(i + 1).is_some_and(|t| t.word == THE || ARTICLES.contains(&t.word))
}

pub(super) fn closing_mark(token: &Token) -> bool {
    matches!(token.mark(), '”' | '"' | '»')
}

pub(super) fn span_of(run: &[Token]) -> Option<Span> {
    Some(run.first()?.span().to(run.last()?.span()))
}

/// Whether a sentence or a clause of a list ends with token `i`.
pub(super) fn ends_sentence(tokens: &[Token], i: usize) -> bool {
    let t = &tokens[i];
    let next = tokens.get(i + 1);
    match t.mark() {
        ';' => true,
        ':' => next.is_none_or(|n| n.spaced()),
        '—' => next.is_none_or(|n| n.fresh_line() || n.is('(')),
        '.' | '?' | '!' => {
            let initial =
                i > 0 && tokens[i - 1].capital() && tokens[i - 1].span().len() <= 2 && !tokens[i - 1].fresh_line();
            next.is_none_or(|n| {
                n.spaced() && (n.capital() || n.kind() == TokenKind::Mark || n.kind() == TokenKind::Number)
            }) && !(initial && next.is_some())
        }
        _ => false,
    }
}

/// The verb after a qualifier that begins at token `i`: ", when used with respect to a State, means".
pub(super) fn verb_after_qualifier(tokens: &[Token], i: usize, named: bool) -> Option<(usize, Verb)> {
    let first = tokens.get(i)?;
    let begins = matches!(first.mark(), ',' | '(' | '—' | '[') || qualifies(first);
    if !begins {
        return None;
    }
    if matches!(first.mark(), ',' | '—')
        && !tokens.get(i + 1).is_some_and(|t| qualifies(t) || (named && t.kind() == TokenKind::Word))
    {
        return None;
    }
    let end = tokens.len().min(i + 45);
    for k in i + 1..end {
        if ends_sentence(tokens, k) {
            return None;
        }
        if let Some(verb) = verb_at(tokens, k)
            && (!verb.weak || named)
            && !(k > 0
                && tokens[k - 1].kind() == TokenKind::Word
                && matches!(tokens[k - 1].word, w if w == word("which") || w == word("that") || w == word("by")))
        {
            return Some((k, verb));
        }
    }
    None
}

/// "a reference in this Act to X includes": the token at which X begins.
pub(super) fn reference_to(tokens: &[Token], from: usize, v: usize) -> Option<usize> {
    let r = (from..v.min(from + 3)).find(|&k| matches!(tokens[k].word, REFERENCE | REFERENCES))?;
    let to = (r..v.min(r + 8)).find(|&k| tokens[k].word == TO)?;
    let mut k = to + 1;
    if tokens.get(k).is_some_and(|t| ARTICLES.contains(&t.word)) {
        k += 1;
    }
    (k < v).then_some(k)
}

/// Parts the term from what limits it: "deposit, in relation to effluent, includes"; "fiscal year of a carrier means".
pub(super) fn cut_qualifier(tokens: &[Token], from: usize, v: usize) -> Option<(usize, Option<Span>)> {
    let mut end = v;
    let mut qualifier = None;
    let mark = (from..v).find(|&k| matches!(tokens[k].mark(), ',' | '—') || tokens[k].is('–') && tokens[k].spaced());
    if let Some(mark) = mark
        && tokens.get(mark + 1).is_some_and(qualifies)
    {
        end = mark;
        qualifier = tokens.get(mark + 1..v).and_then(span_of);
    }
    // A qualifier without commas.
    let inner = (from + 1..end).find(|&k| {
        let at = |j: usize| tokens.get(k + j).map_or(0, |t| t.word);
        let a_an = |w: WordHash| w == ARTICLES[0] || w == ARTICLES[1];
        (matches!(at(0), OF | FOR) && a_an(at(1)))
            || (at(0) == const { word("in") }
                && matches!(at(1), w if w == const { word("relation") } || w == const { word("respect") }))
            || (at(0) == const { word("with") } && at(1) == const { word("respect") })
            || (at(0) == const { word("when") } && at(1) == const { word("used") })
            || (at(0) == const { word("as") }
                && matches!(at(1), w if w == const { word("defined") } || w == const { word("used") }))
    });
    if let Some(inner) = inner {
        qualifier = qualifier.or_else(|| tokens.get(inner..v).and_then(span_of));
        end = inner;
    }
    (end > from).then_some((end, qualifier))
}

/// The terms that share one verb: "A, B and C have the same meanings", "suspended solids or SS means".
pub(super) fn split_terms(text: &str, tokens: &[Token], from: usize, end: usize, verb: Verb) -> Vec<(usize, usize)> {
    if verb.form == Form::SameAs && verb.plural {
        let mut out = Vec::new();
        let mut a = from;
        let inside = tokens.get(from..end).unwrap_or(&[]);
        let cuts = inside.iter().map(|t| t.is(',') || matches!(t.word, AND | OR)).chain([true]);
        for (k, cut) in (from..).zip(cuts) {
            if cut {
                if k > a {
                    out.push((a, k));
                }
                a = k + 1;
            }
        }
        return out;
    }
    let Some(or) = (from + 1..end.saturating_sub(1)).find(|&k| tokens[k].word == OR) else {
        return vec![(from, end)];
    };
    let (left, right) = (&tokens[from..or], &tokens[or + 1..end]);
    let same_last = left.last().zip(right.last()).is_some_and(|(a, b)| a.word == b.word);
    let kin = left.len() == 1
        && right.len() == 1
        && (stem(left[0].of(text)) == stem(right[0].of(text))
            || left[0].of(text).starts_with(right[0].of(text)) && right[0].span().len() >= 4);
    let short = [left, right].iter().any(|side| matches!(side, [one] if one.all_caps()));
    if same_last || kin || short { vec![(from, or), (or + 1, end)] } else { vec![(from, end)] }
}

/// How the words begin of which a heading of definitions or abbreviations has one.
static HEADING: LazyLock<Beginnings> = LazyLock::new(|| {
    let mut all = Beginnings::default();
    ["defi", "inte", "glos", "term", "mean", "abbr", "acro"].into_iter().for_each(|beginning| all.add(beginning));
    all
});

/// Whether the heading at `within` may be that of definitions or abbreviations: a cheap sign.
pub(super) fn may_head_list(text: &str, within: Span) -> bool {
    let mut may = false;
    HEADING.each(text.as_bytes(), within.start as usize, within.end as usize, |_, _| may = true);
    may
}

/// Whether the heading at `within` is that of definitions.
pub(super) fn speaks_of_definitions(text: &str, within: Span) -> bool {
    const WORDS: [WordHash; 8] = [
        word("definition"),
        word("definitions"),
        word("interpretation"),
        word("glossary"),
        word("terminology"),
        word("defined"),
        word("meaning"),
        word("meanings"),
    ];
    // "Terms", "Key terms", "Terms used in this Part"; not "Terms of agreement", "Payment terms".
    const BEFORE_TERMS: [WordHash; 5] = [word("key"), word("certain"), word("technical"), word("special"), word("of")];
    const AFTER_TERMS: [WordHash; 2] = [word("used"), word("and")];
    if !may_head_list(text, within) {
        return false;
    }
    let heading = within.of(text);
    let mut words = heading.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(12).peekable();
    let mut before = None;
    while let Some(w) = words.next() {
        let w = crate::text::word_of(w);
        let speaks = if w == TERMS {
            match (before, words.peek()) {
                (_, Some(next)) if AFTER_TERMS.contains(&crate::text::word_of(next)) => true,
                (Some(b), _) => BEFORE_TERMS.contains(&b),
                (None, next) => next.is_none(),
            }
        } else {
            WORDS.contains(&w)
        };
        if speaks {
            return !heading.contains("conditions");
        }
        before = Some(w);
    }
    false
}

/// Whether a block of text is a short line in capitals, as headings are where the reader could not tell.
pub(super) fn looks_like_heading(piece: &str) -> bool {
    piece.len() <= 60
        && piece.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
        && !piece.ends_with(['.', ',', ';', ':', '—'])
        && !piece.contains("means")
}

/// Whether the block may open a list of definitions with a scope phrase.
pub(super) fn opens_like_lead_in(piece: &str) -> bool {
    const STARTS: [&str; 8] = ["In ", "For ", "As ", "When", "Where", "Unless", "The follow", "Under "];
    piece.len() < 400 && STARTS.iter().any(|s| piece.starts_with(s))
}

pub(super) fn may_be_entry(piece: &str) -> bool {
    let mut cut = piece.len().min(160);
    while !piece.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = &piece[..cut];
    head.len() < 80
        || head.starts_with(|c: char| c.is_lowercase())
        || memchr::memchr2_iter(b':', 0xe2, head.as_bytes()).any(|i| {
            // The byte of a dash begins other characters too.
            head.get(i..).is_some_and(|rest| rest.starts_with([':', '—']))
        })
}

/// "The following definitions apply", "the following terms have the following meanings".
pub(super) fn announces_definitions(tokens: &[Token]) -> bool {
    const SUBJECTS: [WordHash; 6] =
        [word("definitions"), word("meanings"), word("meaning"), TERMS, word("words"), word("expressions")];
    /// One bit for each by its hash: most words have none of these.
    const BITS: u64 = {
        let (mut bits, mut i) = (0, 0);
        while i < SUBJECTS.len() {
            bits |= 1 << (SUBJECTS[i] & 63);
            i += 1;
        }
        bits
    };
    if !tokens.iter().any(|t| BITS >> (t.word & 63) & 1 != 0 && SUBJECTS.contains(&t.word)) {
        return false;
    }
    let has = |w: WordHash| tokens.iter().any(|t| t.word == w);
    let words = has(word("definitions")) || has(word("meanings")) || has(word("meaning"));
    let terms = has(TERMS) || has(word("words")) || has(word("expressions"));
    (words && (has(word("apply")) || has(word("following")) || has(word("below")) || has(word("hereunder"))))
        || (terms && has(word("following")) && (has(word("mean")) || has(word("used")) || has(word("defined"))))
}
