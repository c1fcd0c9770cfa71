//! From a file's bytes to text, with the way back to the file.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

/// What kind of file the text came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    #[default]
    Text,
    /// Markdown: headings by `#`, emphasis, tables, fenced blocks, block quotations.
    Markdown,
}

impl Format {
    /// The format a file name's extension stands for; plain text where it says nothing.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()) {
            Some(e) if e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown") => Self::Markdown,
            _ => Self::Text,
        }
    }
}

/// One document's text as read, and where it came from.
///
/// Spans count bytes of `text`. For plain text and Markdown these are the file's own offsets.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path the user gave, as given; for standard input, what `--stdin-filename` says.
    pub path: PathBuf,
    /// The text, byte-order mark included where the file has one. As it was read: an `Arc<str>` would be a copy.
    pub text: Arc<String>,
    /// The kind of file.
    pub format: Format,
}

/// Why a file could not be read. Names the file, and what can be done.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The system refused.
    #[error("{}: cannot be read: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Not UTF-8.
    #[error("{}: not UTF-8: byte {at} (0x{byte:02x}) cannot stand there; save the file as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Offset of the first byte that is not UTF-8.
        at: usize,
        /// That byte.
        byte: u8,
    },
    /// 4 GiB or more.
    #[error("{}: {size} bytes, over the limit of 4 GiB less one byte; split the file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
}

impl Source {
    /// A source from text already at hand; the format follows the path's extension.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let path = path.into();
        let format = Format::of(&path);
        Self { path, text: Arc::new(text.into()), format }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be opened, is not UTF-8, or has 4 GiB or more.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let io = |cause| ReadError::Io { path: path.to_owned(), cause };
        let mut file = std::fs::File::open(path).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        if size >= u64::from(u32::MAX) {
            return Err(ReadError::TooLarge { path: path.to_owned(), size });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        Self::from_bytes(path, bytes)
    }

    /// A source from a file's bytes.
    ///
    /// # Errors
    /// Where they are not UTF-8 or too many.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, ReadError> {
        if bytes.len() >= u32::MAX as usize {
            return Err(ReadError::TooLarge { path: path.to_owned(), size: bytes.len() as u64 });
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(e) => {
                let at = e.utf8_error().valid_up_to();
                Err(ReadError::NotUtf8 { path: path.to_owned(), at, byte: e.as_bytes()[at] })
            }
        }
    }
}
