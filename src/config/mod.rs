//! Configuration: `normlint.toml`, baselines, and ignores kept beside the drafts.
//!
//! The nearest `normlint.toml` up the tree wins, whole: nothing is taken from one further up unless `extends` names it.
//! Whatever is not understood is an error with its place in the file.

mod baseline;
mod error;
mod file;
mod lower;
mod project;
mod schema;
mod show;
mod sidecar;
mod template;

pub use baseline::{read_baseline, write_baseline};
pub use error::Error;
pub use file::{FailAt, File, LevelName};
pub use lower::{Choices, Plans};
pub use project::{Layer, Project, Projects};
pub use schema::schema;
pub use show::{Setting, settings};
pub use sidecar::{NAME as SIDECAR, NewIgnore, add_to_sidecar, read_sidecar};
pub use template::TEMPLATE;

/// The name of a configuration file.
pub const NAME: &str = "normlint.toml";

/// Extensions of the files that are read in a folder. A file that is named is read whatever it is called.
pub const EXTENSIONS: [&str; 10] = ["txt", "text", "md", "markdown", "mkd", "adoc", "asciidoc", "rst", "act", "law"];
