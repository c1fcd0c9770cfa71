//! What one line or block looks like: labels, headings, profiles. Knows nothing of the tree.

pub mod directive;
mod heading;
mod label;
mod numeral;
mod profile;

pub use heading::{UnitName, UnitWord, unit_name};
pub use label::{Form, Mark, label_at};
pub use numeral::{Follow, Ordinal, Readings, Series, readings};
pub use profile::Profile;
