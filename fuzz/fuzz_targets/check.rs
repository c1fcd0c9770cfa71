//! Any text, as plain text and as Markdown: a full check never panics, and every span fits the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use normlint::engine::{self, Plan};
use normlint::source::Source;

fuzz_target!(|text: &str| {
    for name in ["draft.txt", "draft.md"] {
        let (_, findings) = engine::check(vec![Source::new(name, text)], &Plan::default());
        for finding in findings {
            assert!(text.get(finding.span.range()).is_some());
        }
    }
});
