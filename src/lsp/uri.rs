//! File addresses: `file:` URIs and paths.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The path of a `file:` URI; none for other schemes (`untitled:`, `vscode-notebook-cell:`).
#[must_use]
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let slash = rest.find('/')?;
    let (host, path) = (rest.get(..slash)?, rest.get(slash..)?);
    let path = decode(path)?;
    // `/C:/law.txt` is a drive's path.
    let bytes = path.as_bytes();
    let drive = bytes.get(1).is_some_and(u8::is_ascii_alphabetic) && bytes.get(2) == Some(&b':');
    if drive && cfg!(windows) {
        return Some(PathBuf::from(path.get(1..)?));
    }
    if host.is_empty() || host == "localhost" { Some(PathBuf::from(path)) } else { None }
}

/// The path by which a document is known: a file's own, or a made-up one for text that was never saved.
#[must_use]
pub fn name(uri: &str) -> PathBuf {
    to_path(uri).unwrap_or_else(|| PathBuf::from(uri))
}

/// The `file:` URI of a path.
#[must_use]
pub fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=".contains(&byte) && (byte != b':' || cfg!(windows)) {
            uri.push(byte as char);
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// The same file under one spelling: editors escape differently.
#[must_use]
pub fn canonical(uri: &str) -> String {
    to_path(uri).map_or_else(|| uri.to_owned(), |p| of_path(&p))
}

fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push((high * 16 + low) as u8);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn escapes_go_both_ways() {
        let path = Path::new("/a b/Règlement (v2)#1.txt");
        let uri = of_path(path);
        assert_eq!(uri, "file:///a%20b/R%C3%A8glement%20(v2)%231.txt");
        assert_eq!(to_path(&uri).as_deref(), Some(path));
        assert_eq!(canonical("file:///a%20b/R%C3%A8glement%20%28v2%29%231.txt"), uri);
        assert_eq!(to_path("untitled:Untitled-1"), None);
        assert_eq!(to_path("file:///a%zz"), None);
    }
}
