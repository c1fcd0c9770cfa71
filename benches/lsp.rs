//! Times the language server over its wire: from a key press to fresh diagnostics of the document typed in.
//!
//! `cargo bench --bench lsp` makes a workspace of 50 MB, opens a statute of 200 KB in it and types. It prints figures
//! and asserts nothing: what they are hangs on the machine. `NORMLINT_BENCH_MB` sets the workspace's size, and
//! `NORMLINT_BENCH_DRAFT` names a file to type in instead.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, dead_code)]

#[path = "../tests/lsp/client.rs"]
mod client;
#[path = "statute.rs"]
mod statute;

use std::time::{Duration, Instant};

use client::Client;
use serde_json::json;
use statute::{percentile, statute};

/// Processor time that a process took so far, all threads together, in hundredths of a second as Linux counts it.
fn processor(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or("");
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn memory(process: u32, what: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with(what)).unwrap_or("");
    let kb: u64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    format!("{} MB", kb / 1024)
}

/// Types words one key after the other at a place, and measures each.
fn type_at(client: &mut Client, name: &str, line: u64, keys: usize, version: &mut i64) -> Vec<Duration> {
    let mut times = Vec::with_capacity(keys);
    let words = "the operator shall keep a copy of the the notice ";
    for (n, key) in words.chars().cycle().take(keys).enumerate() {
        *version += 1;
        let at = json!({"line": line, "character": n});
        let uri = client.uri(name);
        let start = Instant::now();
        client.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": *version}, "contentChanges": [
                {"range": {"start": at, "end": at}, "text": key.to_string()},
            ]}),
        );
        client.fresh(name, *version);
        times.push(start.elapsed());
        // As fast as a fast typist.
        std::thread::sleep(Duration::from_millis(30));
    }
    times
}

fn main() {
    // `cargo test --benches` runs this too; it is a measurement, not a test.
    if !std::env::args().any(|a| a == "--bench") {
        return;
    }
    let megabytes: usize = std::env::var("NORMLINT_BENCH_MB").ok().and_then(|n| n.parse().ok()).unwrap_or(50);
    let files: Vec<(String, String)> =
        (0..megabytes * 5).map(|i| (format!("laws/act{i:04}.txt"), statute(200 * 1024, i + 1))).collect();
    let mut list: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let named = std::env::var_os("NORMLINT_BENCH_DRAFT");
    let draft = named.map_or_else(|| statute(200 * 1024, 0), |file| std::fs::read_to_string(file).expect("the draft"));
    list.push(("draft.txt", &draft));
    let total: usize = list.iter().map(|(_, t)| t.len()).sum();

    let start = Instant::now();
    let mut client = Client::with(&list);
    client.request("workspace/symbol", json!({"query": "nothing is called so"}));
    println!("workspace: {} files, {:.1} MB, read in {:.2?}", list.len(), total as f64 / 1e6, start.elapsed());

    client.open("draft.txt", &draft);
    let found = client.diagnostics("draft.txt", 1).len();
    let mut version = 1;
    let middle = draft[..draft.len() / 2].matches('\n').count() as u64;
    type_at(&mut client, "draft.txt", middle, 20, &mut version);
    let process = client.process();
    let before = processor(process);
    let mut times = type_at(&mut client, "draft.txt", middle, 300, &mut version);
    let spent = processor(process).saturating_sub(before) / 300;
    println!("key press to fresh diagnostics, {} KB statute, {found} findings, 300 keys:", draft.len() / 1024);
    println!("  median {:.2?}", percentile(&mut times, 0.5));
    println!("  p90    {:.2?}", percentile(&mut times, 0.9));
    println!("  p99    {:.2?}", percentile(&mut times, 0.99));
    println!("  worst  {:.2?}", percentile(&mut times, 1.0));
    println!("  processor time a key, all threads: {spent:.2?}");
    println!("memory: {} now, {} at most", memory(process, "VmRSS"), memory(process, "VmHWM"));

    let huge = statute(20 << 20, 7);
    let start = Instant::now();
    client.open("huge.txt", &huge);
    client.diagnostics("huge.txt", 1);
    println!("20 MB document: opened in {:.2?}", start.elapsed());
    let mut version = 1;
    let mut times = type_at(&mut client, "huge.txt", 1000, 10, &mut version);
    println!("  key press to fresh diagnostics, median {:.2?}", percentile(&mut times, 0.5));
    // A fast typist does not wait: every key but the last is overtaken.
    let start = Instant::now();
    for n in 0..30 {
        version += 1;
        let at = json!({"line": 2000, "character": n});
        let changes = json!([{"range": {"start": at, "end": at}, "text": "a"}]);
        let document = json!({"uri": client.uri("huge.txt"), "version": version});
        client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
        std::thread::sleep(Duration::from_millis(30));
    }
    let typed = Instant::now();
    let hover = |client: &mut Client, name: &str| {
        let start = Instant::now();
        let place = json!({"textDocument": {"uri": client.uri(name)}, "position": {"line": 6, "character": 3}});
        client.request("textDocument/hover", place);
        start.elapsed()
    };
    let elsewhere = hover(&mut client, "draft.txt");
    let inside = hover(&mut client, "huge.txt");
    client.diagnostics("huge.txt", version);
    println!(
        "  30 keys in {:.2?}, then fresh diagnostics after {:.2?}; meanwhile a hover in another document after \
         {elsewhere:.2?}, in this one, where its text is read, after {inside:.2?}",
        typed - start,
        typed.elapsed(),
    );
    println!("  memory: {} now, {} at most", memory(process, "VmRSS"), memory(process, "VmHWM"));
}
