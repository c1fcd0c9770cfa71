//! Family NL8: residue and hygiene.

mod bidi_control;
mod characters;
mod disputed_text;
pub(super) mod editor_residue;
mod invisible_character;
mod look_alike_letter;
mod mojibake;
mod open_comment;
mod open_tracked_change;
pub(in crate::rules) mod placeholder;
mod repeated_footnote;
pub(in crate::rules) mod signs;

use super::Rule;

/// The family's rules, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &placeholder::RULE,
    &editor_residue::RULE,
    &invisible_character::RULE,
    &look_alike_letter::RULE,
    &bidi_control::RULE,
    &mojibake::RULE,
    &disputed_text::RULE,
    &open_tracked_change::RULE,
    &open_comment::RULE,
    &repeated_footnote::RULE,
];
