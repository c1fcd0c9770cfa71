//! A document: its provisions as a tree in pre-order, and the blocks of text that they own.

mod build;
mod model;

pub use build::read;
pub use model::{Block, BlockKind, Document, Kind, Label, Provision, ProvisionId, Rank, Status};
