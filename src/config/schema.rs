//! The JSON schema of `normlint.toml`, for editors.

use super::file::File;

/// The schema, as JSON with a line end.
#[must_use]
pub fn schema() -> String {
    let schema = schemars::schema_for!(File);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
