//! All documents of a run, linked: who cites whom, and the graph of provisions, instruments and terms.

mod corpus;
mod export;
mod frames;
mod gaps;
mod link;
mod names;
mod network;
mod summary;

pub use corpus::{Analysis, Corpus, Entry};
pub use frames::{Frame, Meeting};
pub use gaps::{Address, Labels, is_historic, is_looked_up, tops};
pub use link::{Exports, Link, SharedNames, cites, goes_by, linked, links, meetings_of, with_norms};
pub use network::{EdgeKind, Network, Node, NodeKind};
pub use summary::Summary;
