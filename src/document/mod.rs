//! A document: its provisions as a tree in pre-order, and the blocks of text that they own.

mod build;
mod contents;
mod detect;
mod furniture;
mod groups;
mod inline;
mod items;
mod markup;
mod model;
mod notes;
mod place;
mod prose;
mod quotes;
mod rows;
mod shape;
mod treaty;
mod units;

pub use build::read;
pub use model::{Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
