//! Emacs in batch mode, as another client that we did not write. Skipped where it or Eglot is not installed.

use std::process::Command;

use crate::client::installed;

#[test]
fn emacs_sees_jumps_and_renames() {
    let has_eglot = || {
        let look = ["--batch", "--eval", "(progn (package-initialize) (kill-emacs (if (require 'eglot nil t) 0 1)))"];
        Command::new("emacs").args(look).output().is_ok_and(|out| out.status.success())
    };
    if !installed("emacs") || !has_eglot() {
        eprintln!("skipped: Emacs with Eglot is not installed (`apt-get install emacs-nox elpa-eglot`)");
        return;
    }
    let dir = tempfile::tempdir().expect("a temporary folder");
    let draft = dir.path().join("draft.txt");
    std::fs::write(&draft, include_str!("draft.txt")).expect("a draft");
    std::fs::write(dir.path().join("normlint.toml"), "").expect("a configuration");
    let out = Command::new("emacs")
        .args(["--batch", "-l"])
        .arg(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/emacs/test.el"))
        .env("NORMLINT", env!("CARGO_BIN_EXE_normlint"))
        .env("DRAFT", &draft)
        .env("HOME", dir.path())
        .output()
        .expect("Emacs started");
    let said = String::from_utf8_lossy(&out.stderr).into_owned() + &String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && said.contains("emacs: ok"), "{said}");
}
