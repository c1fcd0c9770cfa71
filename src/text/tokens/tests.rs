use super::{MANY, Token, drop_code, scan_other, tokenize};
use crate::span::Span;
use crate::text::{WordHash, word};

/// What the tokens are, character by character.
fn slowly(text: &str, within: Span) -> Vec<Token> {
    let text = &text[..within.end as usize];
    let (mut at, mut out) = (within.start as usize, Vec::new());
    let (mut spaced, mut fresh_line) = (true, true);
    while let Some(c) = text[at..].chars().next() {
        if c <= ' ' {
            (spaced, fresh_line, at) = (true, fresh_line | (c == '\n'), at + 1);
            continue;
        }
        let Some(t) = scan_other(text, at) else {
            (spaced, at) = (true, at + c.len_utf8());
            continue;
        };
        out.push(Token::of_scan(at, &t, super::Before { spaced, fresh: fresh_line }, super::lexicon()));
        (spaced, fresh_line, at) = (false, false, at + t.len);
    }
    out
}

#[test]
fn masks_give_what_characters_give() {
    const PIECES: [&str; 40] = [
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "  \n  ",
        "\t",
        "\0",
        "\u{a0}",
        "\u{2009}",
        "\u{feff}",
        "\u{200b}",
        "\u{ad}",
        "the",
        "The",
        "SHALL",
        "Member",
        "telecommunications",
        "a",
        "9",
        "12",
        "1,000",
        "3.4.1",
        "20th",
        "B2",
        ".",
        ",",
        ";",
        "(",
        "'",
        "’",
        "’s",
        "“",
        "—",
        "§",
        "é",
        "Élan",
        "naïve",
        "_",
    ];
    let mut state = 1u64;
    for _ in 0..3000 {
        let mut text = String::new();
        let mut next = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        let of_one = next(8) == 0;
        for _ in 0..next(90) {
            text.push_str(if of_one { "word" } else { PIECES[next(PIECES.len())] });
        }
        let mut cut = |from: usize| {
            let mut at = from + next(text.len() + 1 - from);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at.max(from)
        };
        let from = cut(0);
        for within in [Span::at(0, text.len()), Span::at(from, text.len()), Span::at(from, cut(from))] {
            let mut tokens = Vec::new();
            tokenize(&text, within, &mut tokens);
            assert_eq!(format!("{tokens:?}"), format!("{:?}", slowly(&text, within)), "{text:?} {within:?}");
        }
    }
    assert_eq!(MANY, u64::BITS);
}

#[test]
fn an_apostrophe_joins_whatever_letters_stand_beside_it() {
    for text in ["d'évaluation", "d’évaluation", "operator's", "l’Élan"] {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        assert_eq!(tokens.len(), 1, "{text}");
        assert_eq!(tokens[0].word, crate::text::word_of(text), "{text}");
    }
}

#[test]
fn code_is_no_wording() {
    let left = |text: &str| {
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        drop_code(&mut tokens);
        tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(left("the `a..b` range"), "the ` ` range");
    assert_eq!(left("the ``a ` b`` range"), "the ` ` ` ` range");
    assert_eq!(left("a ` b `` c"), "a ` b ` ` c");
}

#[test]
fn what_ends_in_an_apostrophe_and_s_is_known_by_the_word_itself() {
    let text = "The State's, STATE’S and States o'clock its 9A's";
    let mut tokens = Vec::new();
    tokenize(text, Span::at(0, text.len()), &mut tokens);
    let owners: Vec<WordHash> = tokens.iter().filter(|t| t.possessive()).map(|t| t.owner(text)).collect();
    assert_eq!(owners, [word("state"), word("state"), word("9a")]);
    assert!(tokens.iter().filter(|t| !t.possessive()).all(|t| t.owner(text) == t.word));
}
