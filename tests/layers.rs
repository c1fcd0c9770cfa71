//! The layers: a module uses those to its left, never those to its right.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the lowest layer to the highest; those in one group do not use each other unless listed in order.
const LAYERS: [&[&str]; 12] = [
    &["span", "text"],
    &["source"],
    &["syntax"],
    &["document"],
    &["definitions", "references"],
    &["norms"],
    &["graph"],
    &["findings"],
    &["rules"],
    &["engine"],
    &["config", "output"],
    &["cli", "lsp"],
];

/// Crates that only one module may name.
const KEPT: [(&str, &[&str]); 5] = [
    ("pest", &["syntax", "references"]),
    ("petgraph", &["graph"]),
    ("codespan_reporting", &["output"]),
    ("lsp_server", &["lsp"]),
    ("clap", &["cli"]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a source directory").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|l| l.contains(&module))
}

#[test]
fn no_module_uses_a_higher_layer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).expect("inside src");
        let module = relative.iter().next().and_then(|s| s.to_str()).unwrap_or("").trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let own = layer(module).unwrap_or_else(|| panic!("module {module} stands in no layer: add it to LAYERS"));
        let text = fs::read_to_string(&file).expect("a source file");
        for (n, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (i, _) in line.match_indices("crate::") {
                let used: String =
                    line[i + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                if layer(&used).is_some_and(|l| l > own) {
                    wrong.push(format!("{}:{}: {module} uses {used}", relative.display(), n + 1));
                }
            }
            for (krate, homes) in KEPT {
                let named = line.match_indices(krate).any(|(i, _)| {
                    let before = line[..i].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
                    before && line[i + krate.len()..].starts_with("::")
                });
                if named && !homes.contains(&module) {
                    wrong.push(format!("{}:{}: {module} names {krate}", relative.display(), n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
