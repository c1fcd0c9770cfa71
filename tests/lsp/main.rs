//! The language server over its wire: the real binary, started and spoken to as an editor does.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod across;
mod client;
mod diagnostics;
mod edits;
mod emacs;
mod navigation;
mod neovim;
mod robust;
