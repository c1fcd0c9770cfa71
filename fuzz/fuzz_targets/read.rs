//! Any bytes: reading gives a well-formed tree or a named error, and never panics.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use normlint::document;
use normlint::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::from_bytes(Path::new("draft.txt"), bytes.to_vec()) else { return };
    let doc = document::read(&source, None);
    for (id, provision) in doc.iter() {
        assert!(source.text.get(provision.span.range()).is_some());
        assert!(provision.end > id);
    }
    for pair in doc.blocks.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
});
