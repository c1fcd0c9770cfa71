//! Files written whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::Failure;

/// Writes a file beside its place and moves it there, so that nobody ever sees half of it. A link is followed: its
/// target is replaced. Permissions stay.
pub(super) fn whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(&target).is_ok_and(|m| !m.is_file()) {
        // A device or pipe (`/dev/stdout`) cannot be replaced, only written to.
        return std::fs::write(&target, bytes).map_err(|e| failure(path, &e));
    }
    let beside = written_beside(path, &target, bytes)?;
    std::fs::rename(&beside, &target).map_err(|e| given_up(path, &beside, &e))
}

/// Writes several files, all or none: each is first written whole beside its place, and only when all of them are
/// there are they moved. Should a move fail, those made before it are taken back.
pub(super) fn all(files: &[(&Path, &[u8])]) -> Result<(), Failure> {
    let mut ready: Vec<(&Path, PathBuf, PathBuf)> = Vec::with_capacity(files.len());
    let drop_from = |ready: &[(&Path, PathBuf, PathBuf)]| {
        for (_, _, beside) in ready {
            // Nothing more can be done if this fails as well.
            let _ = std::fs::remove_file(beside);
        }
    };
    for &(path, bytes) in files {
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match written_beside(path, &target, bytes) {
            Ok(beside) => ready.push((path, target, beside)),
            Err(e) => {
                drop_from(&ready);
                return Err(e);
            }
        }
    }
    let mut before: Vec<(PathBuf, Vec<u8>)> = Vec::with_capacity(ready.len());
    for (n, (path, target, beside)) in ready.iter().enumerate() {
        let moved = std::fs::read(target).and_then(|old| std::fs::rename(beside, target).map(|()| old));
        match moved {
            Ok(old) => before.push((target.clone(), old)),
            Err(e) => {
                for (target, old) in &before {
                    let _ = whole(target, old);
                }
                drop_from(ready.get(n..).unwrap_or_default());
                return Err(failure(path, &e));
            }
        }
    }
    Ok(())
}

/// Writes the bytes to a new file in the folder of `target`, with its permissions.
fn written_beside(path: &Path, target: &Path, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let beside = beside(target);
    let written = (|| {
        // A file that may not be written is not to be replaced behind its owner's back.
        if let Err(e) = std::fs::OpenOptions::new().write(true).open(target)
            && e.kind() != std::io::ErrorKind::NotFound
        {
            return Err(e);
        }
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(bytes)?;
        if let Ok(data) = std::fs::metadata(target) {
            file.set_permissions(data.permissions())?;
        }
        file.sync_all()
    })();
    match written {
        Ok(()) => Ok(beside),
        Err(e) => Err(given_up(path, &beside, &e)),
    }
}

fn given_up(path: &Path, beside: &Path, e: &std::io::Error) -> Failure {
    // Nothing more can be done if this fails as well.
    let _ = std::fs::remove_file(beside);
    failure(path, e)
}

fn failure(path: &Path, e: &std::io::Error) -> Failure {
    if e.kind() == std::io::ErrorKind::BrokenPipe {
        return Failure::ClosedPipe;
    }
    Failure::new(format!("{}: cannot be written: {e}", path.display())).help("nothing was changed")
}

/// A new name in the same folder, short even where the file's own is as long as the system allows.
fn beside(target: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let n = COUNT.fetch_add(1, Ordering::Relaxed);
    target.with_file_name(format!(".normlint-{}-{n}", std::process::id()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn all_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        std::fs::write(&a, "old a").unwrap();
        std::fs::write(&b, "old b").unwrap();
        assert!(all(&[(&a, b"new a"), (&folder.path().join("no/such/folder.txt"), b"x")]).is_err());
        assert_eq!(std::fs::read_to_string(&a).unwrap(), "old a");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
        all(&[(&a, b"new a"), (&b, b"new b")]).unwrap();
        assert_eq!(std::fs::read_to_string(&a).unwrap() + &std::fs::read_to_string(&b).unwrap(), "new anew b");
    }

    #[test]
    fn what_was_moved_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.txt"), folder.path().join("b"));
        std::fs::write(&a, "old a").unwrap();
        // A folder in the way: it can be prepared for, but not moved onto.
        std::fs::create_dir(&b).unwrap();
        assert!(all(&[(&a, b"new a"), (&b, b"new b")]).is_err());
        assert_eq!(std::fs::read_to_string(&a).unwrap(), "old a");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left behind");
    }
}
