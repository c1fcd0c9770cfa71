//! The command line, from the outside: what is written, and how it ends.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

mod config;
mod fixes;
mod formats;
mod ignores;
mod reading;
mod sarif;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of drafts that lives as long as the test, and commands run in it.
pub struct Bench {
    folder: tempfile::TempDir,
}

/// Two drafts' worth of faults, of rules that will not change their words.
pub const DRAFT: &str = "\
CONVENTION ON TEST LINES

Article 1
1. The operator shall keep the the records of each call for thirty (20) days.
2. The operator shall show the records to the Authority on request.

Article 2
(a) the bills; and
(b) the the accounts of the year.
";

/// Rules that the tests of output use.
pub const RULES: &str = "--select=doubled-word,words-against-figure";

impl Bench {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        for (name, text) in files {
            bench.write(name, text.as_bytes());
        }
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_normlint"));
        command.current_dir(self.folder.path()).args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("normlint runs"))
    }
}

/// What a command wrote and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}
