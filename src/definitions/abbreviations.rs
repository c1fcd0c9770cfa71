//! Abbreviations in brackets: "information and communication technologies (ICTs)", "ITRs (International … Regulations)".

use super::model::Abbreviation;
use super::words::REMARKS;
use crate::document::ProvisionId;
use crate::span::Span;
use crate::text::{Token, TokenKind, WordHash, word, word_of};

/// Words that an abbreviation may leave out.
const SMALL: &[WordHash] = &[
    word("of"),
    word("the"),
    word("and"),
    word("for"),
    word("on"),
    word("in"),
    word("to"),
    word("a"),
    word("an"),
    word("at"),
    word("by"),
    word("with"),
    word("or"),
    word("de"),
    word("des"),
];

/// Whether a block can hold an abbreviation in brackets: "(" with a capital, a quotation mark or "the " after it.
pub(super) fn may_hold(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    memchr::memchr_iter(b'(', bytes).any(|i| {
        let upper = |k: usize| bytes.get(i + k).is_some_and(u8::is_ascii_uppercase);
        upper(1) && bytes.get(i + 2).is_some_and(|b| b.is_ascii_alphabetic())
            || bytes.get(i + 1..i + 5) == Some(b"the ".as_slice()) && upper(5)
    })
}

/// Reads an abbreviation at the opening bracket `i`.
pub(super) fn at_bracket(text: &str, tokens: &[Token], i: usize, provision: ProvisionId, out: &mut Vec<Abbreviation>) {
    let mut a = i + 1;
    while tokens.get(a).is_some_and(|t| t.word == word("the") || matches!(t.mark(), '“' | '"' | '‘')) && a - i <= 2
    {
        a += 1;
    }
    let mut b = a;
    while tokens.get(b).is_some_and(|t| (t.kind() != TokenKind::Mark || t.is('-')) && (b == a || !t.spaced()))
        && b - a < 6
    {
        b += 1;
    }
    if a == b {
        return;
    }
    let mut close = b;
    while tokens.get(close).is_some_and(|t| matches!(t.mark(), '”' | '"' | '’')) {
        close += 1;
    }
    let short = tokens[a].span().to(tokens[b - 1].span());
    // "MassFlow(TM)": the sign of a trade mark.
    if !tokens[i].spaced() && matches!(short.of(text), "TM" | "SM") {
        return;
    }
    // "or (III) in the case of": the label of an item.
    if short.of(text).bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return;
    }
    if tokens.get(close).is_some_and(|t| t.is(')') || t.is(',') || t.is(';')) && is_abbreviation(short.of(text)) {
        if let Some(long) = long_form(text, tokens, i, short.of(text)) {
            out.push(Abbreviation { short, long, provision, listed: false });
        }
        return;
    }
    // "ICT (information and communication technology)"
    if i > 0
        && tokens[i - 1].kind() != TokenKind::Mark
        && is_abbreviation(tokens[i - 1].of(text))
        && let Some(n) = tokens.iter().skip(i).take(16).position(|t| t.is(')'))
    {
        let close = i + n;
        let short = tokens[i - 1].span();
        if let Some(long) = long_form(text, tokens, close, short.of(text))
            && long.start == tokens[i + 1].span().start
        {
            out.push(Abbreviation { short, long, provision, listed: false });
        }
    }
}

/// Whether a word is made like an abbreviation: two capitals or more, and hardly anything else.
#[must_use]
pub(crate) fn is_abbreviation(short: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let small = short.chars().filter(|c| c.is_lowercase()).count();
    capitals >= 2 && capitals > small && short.len() <= 14
}

/// The words before token `end` whose initials make up the abbreviation.
fn long_form(text: &str, tokens: &[Token], end: usize, short: &str) -> Option<Span> {
    let mut letters: Vec<char> = short
        .strip_suffix('s')
        .unwrap_or(short)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let last = end.checked_sub(1)?;
    let limit = letters.len() * 3 + 4;
    let (mut k, mut skipped, mut seen) = (last, 0, 0);
    let mut start = None;
    let mut finish = None;
    loop {
        let t = tokens.get(k)?;
        seen += 1;
        if seen > limit {
            return None;
        }
        if t.kind() == TokenKind::Mark {
            if !matches!(t.mark(), '-' | '‑' | '–' | '/' | '&' | ',' | '“' | '”' | '"' | '’' | '‘') {
                return None;
            }
        } else {
            if k == last && holds_in_order(t.of(text), &letters) {
                return Some(t.span());
            }
            let word = t.of(text).to_lowercase();
            let initial = word.chars().next()?;
            let wanted = *letters.last()?;
            if initial == wanted {
                letters.pop();
                start = Some(t.span().start);
                finish = finish.or(Some(t.span().end));
            } else if let [.., before, wanted] = letters.as_slice()
                && initial == *before
                && word.chars().skip(1).any(|c| c == *wanted)
            {
                letters.truncate(letters.len() - 2);
                start = Some(t.span().start);
                finish = finish.or(Some(t.span().end));
            } else if SMALL.contains(&t.word) {
                // left out
            } else if skipped < 1 && start.is_some() {
                skipped += 1;
            } else {
                return None;
            }
        }
        if letters.is_empty() {
            break;
        }
        k = k.checked_sub(1)?;
    }
    Some(Span::new(start?, finish?.max(tokens.get(last)?.span().end)))
}

/// Whether one word begins with the first of the letters and holds the others in their order: "chlorofluorocarbons (CFCs)".
fn holds_in_order(word: &str, letters: &[char]) -> bool {
    let mut rest = word.chars().map(|c| c.to_ascii_lowercase());
    let plain = word.chars().skip(1).all(char::is_lowercase);
    let begins = letters.first().is_some_and(|first| word.starts_with(|c: char| c.eq_ignore_ascii_case(first)));
    plain && begins && word.len() >= 3 * letters.len() && letters.iter().all(|wanted| rest.any(|c| c == *wanted))
}

/// Whether a heading is that of a list of abbreviations.
///
/// Asked of those that [`may_head_list`](super::words::may_head_list) lets pass.
pub(super) fn heads_list(heading: &str) -> bool {
    const WORDS: [WordHash; 4] = [word("abbreviation"), word("abbreviations"), word("acronym"), word("acronyms")];
    heading.len() <= 120
        && !heading.ends_with(['.', ':', ';'])
        && heading.split(|c: char| !c.is_alphanumeric()).any(|w| !w.is_empty() && WORDS.contains(&word_of(w)))
}

/// Reads the lines of a list of abbreviations: "PLR Packet Loss Ratio", "QoS — quality of service", "| PLR | … |".
pub(super) fn listed(text: &str, tokens: &[Token], provision: ProvisionId, out: &mut Vec<Abbreviation>) {
    /// Words that make a sentence of what follows the abbreviation.
    const VERBS: [WordHash; 9] = [
        word("shall"),
        word("is"),
        word("are"),
        word("may"),
        word("must"),
        word("has"),
        word("have"),
        word("will"),
        word("does"),
    ];
    let mut at = 0;
    while at < tokens.len() {
        let next = tokens.iter().skip(at + 1).position(|t| t.fresh_line()).map_or(tokens.len(), |n| at + 1 + n);
        let line = tokens.get(at..next).unwrap_or(&[]);
        at = next;
        let mark = |t: &&Token| t.kind() == TokenKind::Mark;
        let from = line.iter().take(3).take_while(mark).count();
        // "RN-T", "S/N": parts joined without a space.
        let joined =
            line.iter().skip(from + 1).take(6).take_while(|t| !t.spaced() && !matches!(t.mark(), ':' | '|' | '='));
        let until = from + 1 + joined.count();
        let Some((short, rest)) = line.get(from..until).zip(line.get(until..)) else { continue };
        let (Some(first), Some(last)) = (short.first(), short.last()) else { continue };
        let span = first.span().to(last.span());
        let gap = rest.iter().take(3).take_while(mark).count();
        let Some((begin, end)) = rest.get(gap).zip(rest.iter().rfind(|t| t.kind() != TokenKind::Mark)) else {
            continue;
        };
        if REMARKS.contains(&first.word)
            || !is_abbreviation(span.of(text))
            || !matches!(begin.kind(), TokenKind::Word | TokenKind::Mixed)
            || rest.iter().take(gap).any(|t| matches!(t.mark(), '[' | '('))
            || VERBS.contains(&begin.word)
        {
            continue;
        }
        let same = |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(&b));
        if begin.capital() || gap > 0 || same(begin.of(text).chars().next(), span.of(text).chars().next()) {
            out.push(Abbreviation { short: span, long: begin.span().to(end.span()), provision, listed: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    fn expand(text: &str) -> Vec<(String, String)> {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        let mut out = Vec::new();
        for i in 0..tokens.len() {
            if tokens[i].is('(') {
                at_bracket(text, &tokens, i, ProvisionId(0), &mut out);
            }
        }
        out.into_iter().map(|a| (a.short.of(text).to_owned(), a.long.of(text).to_owned())).collect()
    }

    #[test]
    fn initials_are_found_before_and_inside_the_brackets() {
        let two = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(
            expand("the use of information and communication technologies (ICTs) grows"),
            two("ICTs", "information and communication technologies")
        );
        assert_eq!(expand("each Member State (the “MS”) shall"), two("MS", "Member State"));
        assert_eq!(expand("QoS (quality of service) is measured"), two("QoS", "quality of service"));
        assert_eq!(expand("the licensed area (see Annex B)"), vec![]);
        assert_eq!(expand("the Office of Weights (WXY) shall"), vec![]);
    }

    #[test]
    fn lines_of_a_list_of_abbreviations_are_read() {
        let text = "PLR Packet Loss Ratio\nQoS — quality of service\nMTTR: Mean time to repair.\nPLR shall be listed";
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        let mut out = Vec::new();
        listed(text, &tokens, ProvisionId(0), &mut out);
        let read: Vec<_> = out.iter().map(|a| (a.short.of(text), a.long.of(text))).collect();
        assert_eq!(
            read,
            [("PLR", "Packet Loss Ratio"), ("QoS", "quality of service"), ("MTTR", "Mean time to repair")]
        );
        assert!(heads_list("4 Abbreviations and acronyms"));
        assert!(!heads_list("This text uses abbreviations."));
    }
}
