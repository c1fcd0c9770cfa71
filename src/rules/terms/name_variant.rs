//! `name-variant`: one instrument or body under two nearly equal names.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::capitals::Capitals;
use crate::definitions::stem;
use crate::findings::Safety;
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::{WordHash, word, word_of};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL107",
    name: "name-variant",
    level: Level::WARNING,
    profiles: &[(Profile::UsCode, Level::NOTE), (Profile::CaAct, Level::NOTE)],
    page: include_str!("../../../rules/terms/name_variant.md"),
    checks: &[Check::Document(check)],
};

/// What instruments and bodies are called: the word that makes a run of capitals a name.
const KIND_WORDS: &[WordHash] = &[
    word("act"),
    word("regulations"),
    word("regulation"),
    word("convention"),
    word("conventions"),
    word("constitution"),
    word("treaty"),
    word("charter"),
    word("agreement"),
    word("protocol"),
    word("code"),
    word("directive"),
    word("declaration"),
    word("covenant"),
    word("rules"),
    word("order"),
    word("ordinance"),
    word("statute"),
    word("union"),
    word("commission"),
    word("committee"),
    word("council"),
    word("board"),
    word("agency"),
    word("authority"),
    word("organization"),
    word("organisation"),
    word("conference"),
    word("assembly"),
    word("group"),
    word("ministry"),
    word("department"),
    word("office"),
    word("bureau"),
    word("institute"),
    word("institution"),
    word("fund"),
    word("program"),
    word("programme"),
    word("service"),
    word("administration"),
    word("association"),
    word("corporation"),
    word("tribunal"),
    word("court"),
    word("secretariat"),
    word("summit"),
    word("forum"),
    word("foundation"),
    word("society"),
    word("federation"),
    word("academy"),
    word("centre"),
    word("center"),
    word("register"),
    word("registry"),
    word("system"),
    word("plan"),
    word("strategy"),
];

static KINDS: LazyLock<FxHashSet<WordHash>> = LazyLock::new(|| KIND_WORDS.iter().copied().collect());

/// Bytes that may stand between the capitals of one name.
const WIDEST: u32 = 12;
/// Words with a capital that a run has at most, and a name at least.
const LONGEST: usize = 16;
const SHORTEST: usize = 3;

/// Whether two words with a capital stand in one run, and if so, whether others stand between them.
fn joined(text: &str, one: Span, next: Span) -> Option<bool> {
    if next.start - one.end > WIDEST {
        return None;
    }
    let gap = text.get(one.end as usize..next.start as usize)?;
    if gap == " " {
        return Some(false);
    }
    if gap.chars().all(char::is_whitespace) {
        // A line may end in a name; columns and paragraphs part what stands in them.
        return (gap.len() <= 2 || gap.bytes().filter(|&b| b == b'\n').count() == 1).then_some(false);
    }
    connects(gap).then_some(true)
}

/// Words between the capitals of one name.
fn connects(gap: &str) -> bool {
    gap.starts_with(char::is_whitespace)
        && gap.split_ascii_whitespace().all(|w| matches!(w, "of" | "the" | "and" | "for" | "on" | "in" | "to"))
}

/// The names of a text.
#[derive(Default)]
struct Names<'t> {
    /// Spellings by their words, as far as these tell names apart.
    by_words: FxHashMap<WordHash, Vec<Spelling>>,
    /// Where the spelling of a stretch of text is: one name mostly stands many times.
    by_text: FxHashMap<(&'t str, usize), (WordHash, usize)>,
}

/// How often one spelling stands, and where first.
struct Spelling {
    words: WordHash,
    first: Span,
    count: u32,
}

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let mut names = Names::default();
    let mut breaks: Vec<bool> = Vec::new();
    let text = cx.text;
    for (_, words) in Capitals::of(cx).by_block(cx.document()) {
        let mut rest = words;
        while rest.len() >= SHORTEST {
            breaks.clear();
            breaks.extend(rest.windows(2).take(LONGEST - 1).map_while(|two| match two {
                [one, next] => joined(text, *one, *next),
                _ => None,
            }));
            let (run, after) = rest.split_at(1 + breaks.len());
            names_in(text, run, &breaks, &mut names);
            rest = after;
        }
    }
    let mut variants: Vec<(&Spelling, &Spelling)> = Vec::new();
    for spellings in names.by_words.values().filter(|s| s.len() > 1) {
        // The commonest, of equals the first, is taken for the name.
        let Some(name) = spellings.iter().max_by_key(|s| (s.count, std::cmp::Reverse(s.first))) else { continue };
        variants.extend(spellings.iter().filter(|s| s.words != name.words).map(|s| (s, name)));
    }
    variants.sort_by_key(|(s, _)| s.first);
    let mut last = Span::default();
    for (variant, name) in variants {
        // A longer name that holds this one has been reported.
        if last.overlaps(variant.first) {
            continue;
        }
        last = variant.first;
        let (a, b) = (variant.first.of(text), name.first.of(text));
        sink.report(variant.first, format!("“{}” is elsewhere called “{}”", squeeze(a), squeeze(b)))
            .label(name.first, "the other name")
            .note(format!("this name stands {}, the other {}", times(variant.count), times(name.count)))
            .help("use one name throughout")
            .fix(Safety::Unsafe, format!("write “{}”", squeeze(b)), variant.first, squeeze(b));
    }
}

fn times(n: u32) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

fn squeeze(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Registers the names in a run of capitals: the whole of it, and each stretch without "of" and "and".
fn names_in<'t>(text: &'t str, run: &[Span], breaks: &[bool], names: &mut Names<'t>) {
    let shouted = |w: &Span| w.len() > 1 && !w.of(text).bytes().any(|b| b.is_ascii_lowercase());
    if run.len() < SHORTEST || run.iter().all(shouted) {
        return;
    }
    let mut from = 0;
    for i in 0..run.len() {
        let ends = breaks.get(i).copied().unwrap_or(true);
        if ends {
            if i + 1 - from >= SHORTEST {
                register(text, &run[from..=i], names);
            }
            from = i + 1;
        }
    }
    // "Council of Ministers", "Group on the … Regulations": the first stretch says what it is.
    if let Some(first) = breaks.iter().position(|&b| b)
        && run.len() <= 10
        && run.get(first).is_some_and(|w| KINDS.contains(&word_of(w.of(text))))
    {
        let begin = usize::from(first > 0 && BEGINNINGS.contains(&word_of(run[0].of(text))));
        register_words(text, &run[begin..], names);
    }
}

/// Words that begin a sentence, not a name.
const BEGINNINGS: &[WordHash] = &[
    word("the"),
    word("this"),
    word("each"),
    word("any"),
    word("every"),
    word("in"),
    word("no"),
    word("a"),
    word("an"),
    word("under"),
    word("for"),
    word("if"),
    word("when"),
    word("where"),
    word("such"),
    word("all"),
    word("except"),
    word("notwithstanding"),
];

fn register<'t>(text: &'t str, words: &[Span], names: &mut Names<'t>) {
    let begin = usize::from(words.first().is_some_and(|w| BEGINNINGS.contains(&word_of(w.of(text)))));
    // A name ends with what it is: "International Telecommunication Regulations".
    let Some(end) = words.iter().rposition(|w| KINDS.contains(&word_of(w.of(text)))) else { return };
    if end + 1 >= begin + SHORTEST {
        register_words(text, &words[begin..=end], names);
    }
}

fn register_words<'t>(text: &'t str, words: &[Span], names: &mut Names<'t>) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    // The possessive of the name is the name.
    let ending = if last.of(text).ends_with("'s") {
        2
    } else if last.of(text).ends_with("’s") {
        4
    } else {
        0
    };
    let span = Span::new(first.start, last.end - ending);
    let (mut loose, mut exact) = (0u64, 0u64);
    let n = words.len();
    let printed = (span.of(text), n);
    let known = names.by_text.get(&printed).and_then(|&(loose, at)| names.by_words.get_mut(&loose)?.get_mut(at));
    if let Some(spelling) = known {
        spelling.count += 1;
        return;
    }
    for (i, w) in span.of(text).split_ascii_whitespace().enumerate() {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        // "Bolt's Service Department", "Bolt Service Department": one name.
        let w = w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(w);
        let hash = word_of(w);
        exact = mix(exact, hash);
        // What the thing is must agree in number too: two regulations are not the Regulations.
        let kind = KINDS.contains(&hash) || i == 0 && n < 3;
        loose = mix(loose, if kind { hash } else { stem(w) });
    }
    let spellings = names.by_words.entry(loose).or_default();
    let at = spellings.iter().position(|s| s.words == exact).unwrap_or(spellings.len());
    match spellings.get_mut(at) {
        Some(spelling) => spelling.count += 1,
        None if at < 16 => spellings.push(Spelling { words: exact, first: span, count: 1 }),
        None => return,
    }
    names.by_text.insert(printed, (loose, at));
}

const fn mix(a: u64, b: u64) -> u64 {
    (a.rotate_left(5) ^ b).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::span::Span;

    #[test]
    fn a_line_may_end_in_a_name_and_a_column_parts_two() {
        let gap = |gap: &str| joined(&format!("Net{gap}Board"), Span::at(0, 3), Span::at(3 + gap.len(), 8 + gap.len()));
        assert_eq!(gap(" "), Some(false));
        assert_eq!(gap("\n   "), Some(false));
        assert_eq!(gap(" of the "), Some(true));
        assert_eq!(gap("    "), None);
        assert_eq!(gap("\n\n   "), None);
        assert_eq!(gap(" by "), None);
    }
}
