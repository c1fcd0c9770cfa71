//! `abbreviation-clash`: one abbreviation for two things, or two for one.

use rustc_hash::FxHashMap;

use super::compare::words;
use crate::definitions::Abbreviation;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::text::WordHash;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL110",
    name: "abbreviation-clash",
    level: Level::WARNING,
    profiles: &[],
    page: include_str!("../../../rules/terms/abbreviation_clash.md"),
    checks: &[Check::Document(check)],
};

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let all = &cx.analysis().terms.abbreviations;
    if all.len() < 2 {
        return;
    }
    let text = cx.text;
    let mut tokens = Vec::new();
    let mut by_short: FxHashMap<&str, (&Abbreviation, Vec<WordHash>)> = FxHashMap::default();
    let mut by_long: FxHashMap<Vec<WordHash>, &Abbreviation> = FxHashMap::default();
    for a in all.iter().filter(|a| !cx.document().get(a.provision).quoted && !among_aliases(cx, a)) {
        let short = singular(a.short.of(text));
        let long = words(text, a.long, &mut tokens);
        match by_short.get(short) {
            None => {
                by_short.insert(short, (a, long.clone()));
            }
            Some((first, other))
                if differ(other, &long)
                    && !is_shorter(a.long.of(text), first.long.of(text))
                    && !of_one_stem(a.long.of(text), first.long.of(text)) =>
            {
                let (here, there) = (a.long.of(text), first.long.of(text));
                sink.report(a.short, format!("“{short}” stands for “{here}” here and for “{there}” elsewhere"))
                    .label(first.long, "the first meaning")
                    .label(a.long, "the second meaning")
                    .help("give one of the two another abbreviation");
            }
            Some(_) => {}
        }
        match by_long.get(&long) {
            None => {
                by_long.insert(long, a);
            }
            Some(first) if singular(first.short.of(text)) != short => {
                let name = a.long.of(text);
                let other = singular(first.short.of(text));
                // "one in English (ES) and one in English and French (EF)": one word is the head of many names.
                if other.eq_ignore_ascii_case(short) || long.len() < 2 {
                    continue;
                }
                sink.report(a.short, format!("“{name}” is abbreviated “{short}” here and “{other}” elsewhere"))
                    .label(first.short, "the other abbreviation")
                    .help("use one abbreviation throughout");
            }
            Some(_) => {}
        }
    }
}

/// Whether the abbreviation is one of many names that a list gives to one thing: "X (also known as Y (YZ), Z)".
fn among_aliases(cx: &DocumentCx<'_>, a: &Abbreviation) -> bool {
    const SIGNS: [&str; 4] = ["known as", "also known", "also called", "a.k.a."];
    let blocks = &cx.document().blocks;
    let at = blocks.partition_point(|b| b.span.end <= a.short.start);
    let Some(block) = blocks.get(at) else { return false };
    let line = block.span.of(cx.text);
    SIGNS.iter().any(|sign| line.contains(sign))
}

/// An abbreviation without what makes it a plural or a genitive.
fn singular(short: &str) -> &str {
    let short = short.strip_suffix("’s").or_else(|| short.strip_suffix("'s")).unwrap_or(short);
    short.strip_suffix('s').filter(|s| s.len() >= 2 && !s.ends_with(char::is_lowercase)).unwrap_or(short)
}

/// Whether one of the two has an abbreviation for words of the other: "Hierarchical FA", "Hierarchical Foreign Agent".
fn is_shorter(a: &str, b: &str) -> bool {
    let short = |w: &&str| w.len() >= 2 && w.bytes().all(|b| b.is_ascii_uppercase() || b == b's') && !w.ends_with("ss");
    let holds = |long: &str, word: &str| long.split_whitespace().any(|w| w.eq_ignore_ascii_case(word));
    let cut = |one: &str, other: &str| {
        let (abbreviated, rest): (Vec<&str>, Vec<&str>) = one.split_whitespace().partition(short);
        !abbreviated.is_empty() && !rest.is_empty() && rest.iter().all(|w| holds(other, w))
    };
    cut(a, b) || cut(b, a)
}

/// Whether both are one word, and begin alike: "acknowledgement (ACK)" and "acknowledgments (ACKs)".
fn of_one_stem(a: &str, b: &str) -> bool {
    const STEM: usize = 5;
    let one_word = |text: &str| !text.contains(char::is_whitespace);
    let alike = a.get(..STEM).zip(b.get(..STEM)).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    one_word(a) && one_word(b) && alike
}

/// Whether the two are other words, and not one with a word more, another number or a slip of one word.
fn differ(a: &[WordHash], b: &[WordHash]) -> bool {
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let shorter = a.len().min(b.len());
    shorter > 0 && shared * 2 < shorter + 1
}
