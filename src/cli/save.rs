//! Files written whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Failure;

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it. A link is followed: its
/// target is replaced. Permissions stay.
pub(super) fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(&target).is_ok_and(|m| !m.is_file()) {
        // A device or pipe (`/dev/stdout`) cannot be replaced, only written to.
        return std::fs::write(&target, bytes).map_err(|e| failure(path, &e));
    }
    let beside = beside(&target);
    let written = (|| {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(bytes)?;
        if let Ok(data) = std::fs::metadata(&target) {
            file.set_permissions(data.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, &target)
    })();
    written.map_err(|e| {
        // Nothing more can be done if this fails as well.
        let _ = std::fs::remove_file(&beside);
        failure(path, &e)
    })
}

fn failure(path: &Path, e: &std::io::Error) -> Failure {
    if e.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::ClosedPipe;
    }
    Failure::new(format!("{}: cannot be written: {e}", path.display())).help("nothing of it was changed")
}

/// A name in the same folder, that of another process left alone.
fn beside(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".normlint-{}", std::process::id()));
    target.with_file_name(name)
}
