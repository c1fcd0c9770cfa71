//! What is read again and again, with what is kept between, against what is read from scratch: the same, byte for byte.
//!
//! Random edits, one after the other, over the drafts in `corpus/`. `NORMLINT_EDITS` sets how many there are to a draft,
//! `NORMLINT_SEED` which, and `NORMLINT_DRAFTS` another folder of drafts.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use normlint::engine::{self, Memory, Plan, Stop, Watch, analyse, check_document, check_live};
use normlint::findings::{DocId, Finding};
use normlint::source::Source;

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// What people type, and what turns readers over: letters, words of force, labels, definitions, lead-ins, marks that open
/// and do not close.
const PIECES: [&str; 44] = [
    "a",
    "x",
    " ",
    "\n",
    "\n\n",
    ".",
    ",",
    ";",
    ":",
    "(",
    ")",
    "“",
    "”",
    "\"",
    "é𝔘",
    "the the ",
    " shall ",
    " shall not ",
    " may ",
    "\n(a) ",
    "\n(b) keep records of it;\n",
    "\n(i) ",
    "\n1. ",
    "\nArticle 7\n",
    "\n§ 12. Duties\n",
    "\n# Part II\n",
    "\nANNEX A\n",
    "\nPreamble\n",
    "The operator shall:\n",
    "An operator must not:\n(a) ship;\n(b) sail.\n",
    "“port” means a place where ships lie;",
    " “licence” includes a permit. ",
    "the Harbour Board (HB) ",
    "(hereinafter “the Board”) ",
    " within thirty (20) days after the grant ",
    " under section 3 ",
    " subject to paragraph (b), ",
    " It shall do so by 31 June 2024. ",
    "[Repealed] ",
    " unless the Board agrees otherwise ",
    "Definitions\n",
    "In this Part, ",
    "\n> quoted: the master shall report.\n",
    " ITU ",
];

fn edit(text: &mut String, dice: &mut Dice) {
    let at = dice.boundary(text);
    match dice.below(10) {
        // Take something out, mostly little.
        0..=2 => {
            let longest = [1, 3, 20, 400][dice.below(4)];
            let mut to = (at + 1 + dice.below(longest)).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            text.replace_range(at..to.max(at), "");
        }
        // Copy a stretch elsewhere.
        3 => {
            let from = dice.boundary(text);
            let mut to = (from + dice.below(600)).min(text.len());
            while !text.is_char_boundary(to) {
                to += 1;
            }
            let copy = text[from..to].to_owned();
            text.insert_str(at, &copy);
        }
        _ => text.insert_str(at, PIECES[dice.below(PIECES.len())]),
    }
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    engine::sort(&mut findings);
    findings
}

/// Reads `text` both ways; says where they part.
fn compare(path: &Path, text: &str, plan: &Arc<Plan>, memory: &mut Memory) -> Result<(), String> {
    let doc = DocId(3);
    let stop: Stop = Arc::new(|| false);
    let watch = &mut Watch::default();
    let scratch = analyse(Source::new(path, text), plan, watch);
    let findings = sorted(check_document(&scratch, doc, plan, watch));
    let (live, again) = check_live(Source::new(path, text), doc, plan, memory, &stop).expect("nobody stops it");
    memory.tidy();
    let (a, b) = (&scratch.analysis, &live.analysis);
    for (what, x, y) in [
        ("document", format!("{:#?}", a.document), format!("{:#?}", b.document)),
        ("terms", format!("{:#?}", a.terms.definitions), format!("{:#?}", b.terms.definitions)),
        ("uses", format!("{:#?}", a.terms.uses(text, &a.document)), format!("{:#?}", b.terms.uses(text, &b.document))),
        ("references", format!("{:#?}", a.references), format!("{:#?}", b.references)),
        ("norms", format!("{:#?}", a.norms), format!("{:#?}", b.norms)),
        ("findings", format!("{findings:#?}"), format!("{:#?}", sorted(again))),
    ] {
        if x != y {
            let line = x.lines().zip(y.lines()).position(|(x, y)| x != y).unwrap_or(0);
            let near = |t: &str| t.lines().skip(line.saturating_sub(12)).take(24).collect::<Vec<_>>().join("\n");
            return Err(format!("{what}: from scratch\n{}\nas kept\n{}", near(&x), near(&y)));
        }
    }
    Ok(())
}

#[test]
fn edits_give_what_reading_from_scratch_gives() {
    let edits: usize = std::env::var("NORMLINT_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let seed: u64 = std::env::var("NORMLINT_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let folder = std::env::var_os("NORMLINT_DRAFTS").map(std::path::PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let mut drafts: Vec<_> = fs::read_dir(folder)
        .expect("drafts")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md"))
        .collect();
    drafts.sort();
    assert!(!drafts.is_empty());
    let plan = Arc::new(Plan { select: vec!["all".to_owned()], ..Plan::default() });
    let (mut norms_seen, mut stopped) = (0, 0);
    for (n, path) in drafts.iter().enumerate() {
        let mut text = fs::read_to_string(path).expect("a draft");
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ ((seed << 32) | (n as u64 + 1)));
        // Every other draft grows past what is done on one thread.
        while n % 2 == 0 && text.len() < 20_000 {
            text = format!("{text}\n{text}");
        }
        let mut memory = Memory::default();
        for step in 0..edits {
            let before = text.clone();
            if let Err(difference) = compare(path, &text, &plan, &mut memory) {
                panic!("{} after {step} edits: {difference}", path.display());
            }
            norms_seen += before.matches("shall").count();
            edit(&mut text, &mut dice);
            // Now and then somebody types on while it is read, at whatever moment.
            if dice.below(3) == 0 {
                let left = AtomicUsize::new(dice.below(8));
                let overtaken = move || left.fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1)).is_err();
                let stop: Stop = Arc::new(overtaken);
                stopped += usize::from(
                    check_live(Source::new(path, text.as_str()), DocId(3), &plan, &mut memory, &stop).is_none(),
                );
                edit(&mut text, &mut dice);
            }
        }
    }
    assert!(norms_seen > 1000 && stopped > 20, "{norms_seen} {stopped}");
}
