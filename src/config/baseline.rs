//! Baseline files: findings that are known, as JSON that reads well in a diff.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::engine::{Baseline, Key};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    code: String,
    fingerprint: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: u32,
}

const fn one() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_one(n: &u32) -> bool {
    *n == 1
}

/// Reads a baseline.
///
/// # Errors
/// Where it cannot be read or is none.
pub fn read_baseline(path: &Path) -> Result<Baseline, Error> {
    let fault = |message: String| Error {
        help: Some("write it anew with `normlint check --write-baseline`".to_owned()),
        ..Error::whole(path, message)
    };
    let text = std::fs::read_to_string(path).map_err(|e| fault(format!("the baseline cannot be read: {e}")))?;
    let file: File = serde_json::from_str(&text).map_err(|e| fault(format!("no baseline: {e}")))?;
    if file.version != 1 {
        return Err(fault(format!("a baseline of version {}, which this normlint does not know", file.version)));
    }
    let mut baseline = Baseline::default();
    for known in file.findings {
        let fingerprint = u64::from_str_radix(&known.fingerprint, 16)
            .map_err(|_| fault(format!("“{}” is no fingerprint", known.fingerprint)))?;
        let key = Key { file: known.file, code: known.code, fingerprint };
        *baseline.known.entry(key).or_insert(0) += known.count;
    }
    Ok(baseline)
}

/// Writes a baseline: one finding a line, sorted, so that two versions compare well.
///
/// # Errors
/// Where it cannot be written.
pub fn write_baseline(baseline: &Baseline, out: &mut dyn io::Write) -> io::Result<()> {
    let mut keys: Vec<_> = baseline.known.iter().collect();
    keys.sort();
    out.write_all(b"{\n  \"version\": 1,\n  \"findings\": [")?;
    for (i, (key, count)) in keys.into_iter().enumerate() {
        let known = Known {
            file: key.file.clone(),
            code: key.code.clone(),
            fingerprint: format!("{:016x}", key.fingerprint),
            count: *count,
        };
        out.write_all(if i == 0 { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *out, &known)?;
    }
    out.write_all(b"\n  ]\n}\n")
}
