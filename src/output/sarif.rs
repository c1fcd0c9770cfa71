//! SARIF 2.1.0, for code scanning. Only what is needed of the format, as structures of its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::View;
use crate::engine::{Found, Place, Standing};
use crate::findings::{DocId, Severity};
use crate::rules::{self, Level, Rule};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const NAME: &str = env!("CARGO_PKG_NAME");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'a str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    semantic_version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: String,
    short_description: Text<'a>,
    help: Help<'a>,
    default_configuration: Configuration<'a>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration<'a> {
    enabled: bool,
    level: &'a str,
}

#[derive(Serialize)]
struct Properties<'a> {
    tags: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Text<'a>,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Bytes,
    inserted_content: Text<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bytes {
    byte_offset: u32,
    byte_length: u32,
}

/// Writes one run with all findings: those that are ignored or in the baseline are marked so, not left out.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_sarif(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<&'static Rule> = rules::all().collect();
    all.sort_by_key(|r| r.code);
    let results = view.found.iter().zip(view.all_fingerprints());
    let results = results.map(|(f, print)| outcome(view, f, print, &all)).collect();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: NAME,
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: all.iter().map(|r| descriptor(r)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor<'static> {
    let (enabled, severity) = match rule.level {
        Level::Off => (false, Severity::Note),
        Level::On(severity) => (true, severity),
    };
    Descriptor {
        id: rule.code,
        name: pascal(rule.name),
        short_description: Text { text: rule.summary() },
        help: Help { text: rule.page, markdown: rule.page },
        default_configuration: Configuration { enabled, level: level(severity) },
        properties: Properties { tags: [rule.name] },
    }
}

/// `dangling-reference` as `DanglingReference`, the form that SARIF asks of names.
fn pascal(name: &str) -> String {
    name.split('-')
        .flat_map(|part| {
            let mut chars = part.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

fn outcome<'a>(view: &View<'a>, f: &'a Found, fingerprint: String, all: &[&'static Rule]) -> Outcome<'a> {
    let x = &f.finding;
    let mut text = x.message.clone().into_owned();
    for note in x.notes.iter().chain(&x.help) {
        text.push('\n');
        text.push_str(note);
    }
    let related = x.labels.iter().zip(&f.labels).enumerate().map(|(i, (l, places))| Location {
        id: Some(i + 1),
        physical_location: physical(view, l.doc, l.span, *places),
        message: (!l.message.is_empty()).then_some(Text { text: &l.message }),
    });
    let (baseline_state, suppressions) = match &f.standing {
        Standing::Live if view.baseline => (Some("new"), Vec::new()),
        Standing::Live => (None, Vec::new()),
        Standing::Baselined => {
            (Some("unchanged"), vec![Suppression { kind: "external", justification: Some("in the baseline") }])
        }
        Standing::Ignored { reason, sidecar } => {
            let kind = if *sidecar { "external" } else { "inSource" };
            (None, vec![Suppression { kind, justification: reason.as_deref() }])
        }
    };
    Outcome {
        rule_id: x.code,
        rule_index: all.iter().position(|r| r.code == x.code).unwrap_or(0),
        level: level(x.severity),
        message: Message { text },
        locations: [Location {
            id: None,
            physical_location: physical(view, x.doc, x.span, (f.start, f.end)),
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([("normlint/v1", fingerprint)]),
        baseline_state,
        suppressions,
        fixes: x.fix.iter().map(|fix| self::fix(view, fix)).collect(),
    }
}

fn physical(view: &View<'_>, doc: DocId, span: crate::span::Span, (start, end): (Place, Place)) -> Physical {
    Physical {
        artifact_location: Artifact { uri: uri(&view.key(doc)) },
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: span.start,
            byte_length: span.len() as u32,
        },
    }
}

fn fix<'a>(view: &View<'a>, fix: &'a crate::findings::Fix) -> Fix<'a> {
    let mut changes: BTreeMap<DocId, Vec<Replacement<'a>>> = BTreeMap::new();
    for edit in &fix.edits {
        changes.entry(edit.doc).or_default().push(Replacement {
            deleted_region: Bytes { byte_offset: edit.span.start, byte_length: edit.span.len() as u32 },
            inserted_content: Text { text: &edit.text },
        });
    }
    Fix {
        description: Text { text: &fix.message },
        artifact_changes: changes
            .into_iter()
            .map(|(doc, replacements)| Change {
                artifact_location: Artifact { uri: uri(&view.key(doc)) },
                replacements,
            })
            .collect(),
    }
}

/// A path as a relative URI: bytes that may not stand in one are escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for &b in path.as_bytes() {
        if b.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&b) {
            out.push(b as char);
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}
