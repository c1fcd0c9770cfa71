//! Times what a key press costs inside the engine, without the wire: `cargo bench --bench live`.
//!
//! A statute is read, typed in, and read again with what is kept of its last state, at two sizes. It prints figures and
//! asserts nothing. `NORMLINT_BENCH_DRAFT` names a file to type in instead.

#![allow(missing_docs, clippy::expect_used, dead_code)]

#[path = "statute.rs"]
mod statute;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use normlint::engine::{Memory, Plan, Stop, check_live};
use normlint::findings::DocId;
use normlint::source::Source;
use statute::{percentile, statute};

fn main() {
    // `cargo test --benches` runs this too; it is a measurement, not a test.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    if let Some(file) = std::env::var_os("NORMLINT_BENCH_DRAFT") {
        let text = std::fs::read_to_string(&file).expect("the draft");
        return type_in(Path::new(&file), text, 200);
    }
    type_in(Path::new("draft.txt"), statute(200 << 10, 0), 300);
    type_in(Path::new("huge.txt"), statute(20 << 20, 7), 10);
}

/// Types words at the beginning of a line in the middle, key by key.
fn type_in(path: &Path, mut text: String, keys: usize) {
    let kb = text.len() / 1024;
    let plan = Arc::new(Plan::default());
    let stop: Stop = Arc::new(|| false);
    let mut memory = Memory::default();
    let mut at = text[..text.len() / 2].rfind('\n').map_or(0, |i| i + 1);
    let mut times: Vec<Duration> = Vec::new();
    let words = "the operator shall keep a copy of the the notice ";
    let mut spent = processor();
    let mut start = Instant::now();
    let done = check_live(Source::new(path, text.as_str()), DocId(0), &plan, &mut memory, &stop);
    println!("{kb} KB: first reading {:.2?}, {} findings", start.elapsed(), done.map_or(0, |d| d.1.len()));
    for (n, key) in words.chars().cycle().take(keys + 4).enumerate() {
        text.insert(at, key);
        at += key.len_utf8();
        let source = Source::new(path, text.as_str());
        // What is first kept is no more than a beginning.
        if n == 4 {
            spent = processor();
        }
        start = Instant::now();
        let done = check_live(source, DocId(0), &plan, &mut memory, &stop);
        if n >= 4 {
            times.push(start.elapsed());
        }
        drop(done);
        memory.tidy();
    }
    let spent = processor().saturating_sub(spent) / keys as u32;
    let (median, most) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("  a key: median {median:.2?}, p99 {most:.2?}, processor time of all threads {spent:.2?}");
}

/// Processor time of all threads so far, as Linux counts it.
fn processor() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanos = tasks.filter_map(|task| {
        let line = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}
