//! Defined terms, abbreviations and names: where each is fixed, how far it holds, and where it is used.

mod abbreviations;
mod kept;
mod key;
mod made;
mod model;
mod phrase;
mod read;
mod scope;
mod triggers;
mod uses;
mod words;

pub use kept::Kept;
pub(crate) use key::stem;
pub use made::MadeTokens;
pub use model::{Abbreviation, Definition, Form, Reach, Terms};
pub use read::{read, read_with_tokens, reread};
pub use uses::{KeptUses, Use, UseSearch, Uses};
