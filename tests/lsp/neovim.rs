//! Neovim, headless, as a client that we did not write. Skipped where it is not installed.

use std::process::Command;

use crate::client::installed;

#[test]
fn neovim_sees_jumps_fixes_and_renames() {
    if !installed("nvim") {
        eprintln!("skipped: Neovim is not installed (`apt-get install neovim`)");
        return;
    }
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let draft = dir.path().join("draft.txt");
    std::fs::write(&draft, include_str!("draft.txt")).expect("a draft");
    std::fs::write(dir.path().join("normlint.toml"), "").expect("a configuration");
    let out = Command::new("nvim")
        .args(["--headless", "--clean", "-i", "NONE", "-n", "-c"])
        .arg(format!("luafile {}", root.join("tests/lsp/neovim.lua").display()))
        .env("NORMLINT", env!("CARGO_BIN_EXE_normlint"))
        .env("DRAFT", &draft)
        .env("ROOT", root)
        .env("XDG_STATE_HOME", dir.path())
        .env("XDG_DATA_HOME", dir.path())
        .output()
        .expect("Neovim started");
    let said = String::from_utf8_lossy(&out.stderr).into_owned() + &String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}");
    let after = std::fs::read_to_string(&draft).expect("the draft");
    assert_eq!(after, include_str!("draft_after.txt"), "{said}");
}
