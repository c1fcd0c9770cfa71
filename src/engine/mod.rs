//! Runs the rules over documents: select, check, link, ignore, place, sort, fix.
//!
//! The engine opens no file, reads no clock and keeps no state: whoever calls it hands it a [`Plan`], a way to open a
//! text, and, where times are wanted, a clock. The steps are open to callers that cache them, such as an editor:
//! [`analyse`] one text, [`check_document`], [`link`], [`check_corpus`], [`Ignores`].

mod anchor;
mod baseline;
mod fixes;
mod ignores;
mod kept;
mod live;
mod place;
mod plan;
pub mod renumber;
mod run;
mod steps;
mod watch;

pub use anchor::{address, fingerprint, text_hash};
pub use baseline::{Baseline, Key};
pub use fixes::{Edits, apply_edits, choose_edits};
pub use ignores::{Anchor, Ignores, Sidecar, SidecarEntry};
pub use live::{Memory, Stop, check_live};
pub use place::{Found, Place, Places, Standing};
pub use plan::Plan;
pub use run::{Input, Job, Report, Seen, Trouble, check, panic_message, run};
pub use steps::{analyse, check_corpus, check_document, link, renumber_documents, sort};
pub use watch::{Observer, Timing, Timings, Watch};
