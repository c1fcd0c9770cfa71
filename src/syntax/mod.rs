//! What one line or block looks like: labels, headings, profiles. Knows nothing of the tree.

mod profile;

pub use profile::Profile;
