//! What one line or block looks like: labels, headings, profiles. Knows nothing of the tree.

pub mod directive;
mod profile;

pub use profile::Profile;
