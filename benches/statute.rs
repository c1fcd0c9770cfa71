//! The statute that the benchmarks type in.

use std::fmt::Write as _;
use std::time::Duration;

/// Verbs and things that sections speak of, so that no two read alike.
const ACTS: [&str; 8] = ["keep", "publish", "report", "notify", "examine", "revise", "approve", "record"];
const THINGS: [&str; 8] = [
    "the assignment",
    "a register",
    "every licence",
    "the plan",
    "its accounts",
    "the notice",
    "each transfer",
    "a fee",
];
const WHO: [&str; 6] = ["An operator", "The Bureau", "A licensee", "Each Member", "The Director", "A station"];

/// A statute of about `bytes` bytes: numbered sections with subsections, references and definitions.
pub fn statute(bytes: usize, seed: usize) -> String {
    let mut text = String::from(
        "§ 1. Definitions\nIn this Act—\n(a) “operator” means a person who runs a station; and\n(b) “licence” means a \
         permission granted under section 2.\n\n",
    );
    let mut section = 2;
    while text.len() < bytes {
        let pick = |n: usize| (section * 7 + seed * 13 + n * 5) % 8;
        let (who, act, thing) = (WHO[pick(0) % 6], ACTS[pick(1)], THINGS[pick(2)]);
        let back = 1 + (section * 31 + seed) % (section - 1).max(1);
        let _ = write!(
            text,
            "§ {section}. Duty to {act} {thing}\n(a) {who} shall {act} {thing} within {within} days after the grant of the \
             licence, unless section {back} provides otherwise.\n(b) Where subsection (a) applies, {who_low} may {act2} \
             {thing2} for a period of not more than {months} months.\n(c) Nothing in this section affects the powers that \
             section {back} gives to {the} operator.\n\n",
            within = 10 + section % 50,
            months = 1 + section % 11,
            who_low = who.to_lowercase(),
            act2 = ACTS[pick(3)],
            thing2 = THINGS[pick(4)],
            // A finding every few sections, as a draft has them.
            the = if section % 5 == 0 { "the the" } else { "the" },
        );
        section += 1;
    }
    text
}

pub fn percentile(times: &mut [Duration], p: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * p) as usize]
}
