//! Bytes per second of each stage, at four sizes: `cargo bench --bench throughput`.
//!
//! The text is a statute made here, section after section, so that no file is needed. To measure on real texts, time
//! the command itself: `normlint check --timings FOLDER`.

#![allow(missing_docs, clippy::expect_used)]

use std::fmt::Write as _;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use normlint::document;
use normlint::engine::{self, Plan};
use normlint::graph::Analysis;
use normlint::source::Source;
use normlint::text::{lines, tokenize};

const SIZES: [usize; 4] = [100_000, 1_000_000, 10_000_000, 100_000_000];

fn main() {
    divan::main();
}

/// A statute of about `size` bytes, in the shape of a code: sections, subsections, lists, references, definitions.
fn statute(size: usize) -> Source {
    let mut text = String::with_capacity(size + 4_096);
    text.push_str("CHAPTER 1—HARBOURS\n\n");
    let mut n: u32 = 1;
    while text.len() < size {
        let (a, b, c) = (n + 1, n.saturating_sub(1).max(1), n % 97 + 3);
        write!(
            text,
            "§ {n}. Harbour dues of class {n}\n\
             (a) Definitions.—In this section, the term “due” means a charge of class {n} levied under section {b}(b).\n\
             (b) Levy.—Subject to subsection (d), the Authority shall levy a due on each vessel that enters a harbour of \
             class {n}, unless the master shows that—\n  \
             (1) the vessel carries no goods that are subject to paragraph (2) of section {b}(c);\n  \
             (2) the vessel entered the harbour to escape danger, to land a sick person, or to obtain repairs; or\n  \
             (3) the due was paid within {c} days before the vessel entered.\n\
             (c) Rate.—The due may not exceed the amount which the Minister prescribes, having regard to—\n  \
             (1) the length of the vessel; and\n  \
             (2) the goods that it carries, as determined in accordance with section {n}(b)(1).\n\
             (d) Exemption.—A vessel of the State is not required to pay a due of class {n}, except as provided in this \
             section. The Authority should, as far as practicable, publish the reasons for an exemption.\n\n"
        )
        .expect("a string takes what it is given");
        n = a;
    }
    Source::new("statute.txt", text)
}

#[divan::bench(args = SIZES, max_time = 5)]
fn read_lines(bencher: Bencher<'_, '_>, size: usize) {
    let source = statute(size);
    bencher.counter(BytesCount::of_str(source.text.as_str())).bench_local(|| lines(black_box(&source.text)).count());
}

#[divan::bench(args = SIZES, max_time = 5)]
fn tokens(bencher: Bencher<'_, '_>, size: usize) {
    let source = statute(size);
    let doc = document::read(&source, None);
    let mut tokens = Vec::new();
    bencher.counter(BytesCount::of_str(source.text.as_str())).bench_local(|| {
        for block in &doc.blocks {
            tokenize(&source.text, block.span, &mut tokens);
        }
    });
}

#[divan::bench(args = SIZES, max_time = 10)]
fn parse(bencher: Bencher<'_, '_>, size: usize) {
    let source = statute(size);
    bencher.counter(BytesCount::of_str(source.text.as_str())).bench_local(|| document::read(black_box(&source), None));
}

#[divan::bench(args = SIZES, max_time = 10)]
fn analyse(bencher: Bencher<'_, '_>, size: usize) {
    let source = statute(size);
    bencher.counter(BytesCount::of_str(source.text.as_str())).bench_local(|| Analysis::of(black_box(&source), None));
}

#[divan::bench(args = SIZES, max_time = 10)]
fn check(bencher: Bencher<'_, '_>, size: usize) {
    let source = statute(size);
    let plan = Plan::default();
    bencher
        .counter(BytesCount::of_str(source.text.as_str()))
        .with_inputs(|| vec![source.clone()])
        .bench_local_values(|sources| engine::check(sources, &plan));
}
