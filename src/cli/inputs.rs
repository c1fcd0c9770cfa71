//! Which documents a command reads: files, folders, standard input.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use ignore::WalkBuilder;
use rayon::prelude::*;

use super::Failure;
use crate::engine::{self, Input, Plan, Watch};
use crate::graph::Entry;
use crate::source::{ReadError, Source};
use crate::syntax::Profile;

/// Extensions of the files that are read in a folder. A file that is named is read whatever it is called.
pub const EXTENSIONS: [&str; 10] = ["txt", "text", "md", "markdown", "mkd", "adoc", "asciidoc", "rst", "act", "law"];

/// What every command that reads documents takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Reading {
    /// Files, folders, or `-` for standard input; the current folder where none is given.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Name to report standard input under; its extension says what format it is.
    #[arg(long, value_name = "NAME", default_value = "<stdin>", hide_default_value = true)]
    pub stdin_filename: PathBuf,
    /// Read every document by this tradition instead of the one detected.
    #[arg(long, value_name = "NAME", value_parser = profiles())]
    pub profile: Option<Profile>,
    /// Threads to use; as many as there are cores where not given.
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Use this configuration file instead of the nearest normlint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    pub no_config: bool,
}

fn profiles() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::name)).map(|name| Profile::named(&name).unwrap_or_default())
}

/// The documents of one run.
#[derive(Debug)]
pub struct Inputs {
    /// The documents, sorted by path inside each folder, in the order given otherwise.
    pub list: Vec<Input>,
    /// Paths that could not be looked at, with why.
    pub failures: Vec<ReadError>,
    stdin: Option<Source>,
}

impl Reading {
    /// Looks at the paths given, and sets the number of threads.
    ///
    /// # Errors
    /// Where the configuration does not hold. Paths that cannot be read are in [`Inputs::failures`].
    pub fn inputs(&self, plan: &Plan) -> Result<Inputs, Failure> {
        if let Some(jobs) = self.jobs {
            // Fails only where a pool was built before, which nothing here does.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
        }
        let plan = Arc::new(Plan { profile: self.profile.or(plan.profile), ..plan.clone() });
        let mut inputs = Inputs { list: Vec::new(), failures: Vec::new(), stdin: None };
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() { &here[..] } else { &self.paths };
        for path in paths {
            if path.as_os_str() == "-" {
                inputs.read_stdin(&self.stdin_filename, &plan);
            } else {
                inputs.add(path, &plan);
            }
        }
        let mut seen = std::collections::HashSet::new();
        inputs.list.retain(|i| seen.insert(i.path.clone()));
        Ok(inputs)
    }
}

impl Inputs {
    fn add(&mut self, path: &Path, plan: &Arc<Plan>) {
        match std::fs::metadata(path) {
            Ok(data) if data.is_dir() => self.add_folder(path, plan),
            Ok(data) => self.push(path.to_owned(), data.len(), plan),
            Err(cause) => self.failures.push(ReadError::Io { path: path.to_owned(), cause }),
        }
    }

    fn add_folder(&mut self, folder: &Path, plan: &Arc<Plan>) {
        let walk = WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).require_git(false).build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    let known = entry
                        .path()
                        .extension()
                        .and_then(|e| e.to_str())
                        .is_some_and(|e| EXTENSIONS.iter().any(|x| x.eq_ignore_ascii_case(e)));
                    if known && entry.file_type().is_some_and(|t| t.is_file()) {
                        let bytes = entry.metadata().map_or(0, |m| m.len());
                        let path = entry.into_path();
                        let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                        self.push(path, bytes, plan);
                    }
                }
                Err(e) => {
                    let cause = std::io::Error::other(e.to_string());
                    self.failures.push(ReadError::Io { path: folder.to_owned(), cause });
                }
            }
        }
    }

    fn push(&mut self, path: PathBuf, bytes: u64, plan: &Arc<Plan>) {
        let key = path.to_string_lossy().replace('\\', "/");
        self.list.push(Input { path, key, bytes, plan: Arc::clone(plan) });
    }

    fn read_stdin(&mut self, name: &Path, plan: &Arc<Plan>) {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        let source = match read {
            Ok(_) => Source::from_bytes(name, bytes),
            Err(cause) => Err(ReadError::Io { path: name.to_owned(), cause }),
        };
        match source {
            Ok(source) => {
                self.stdin = Some(source);
                self.push(name.to_owned(), size, plan);
            }
            Err(e) => self.failures.push(e),
        }
    }

    /// Opens one of the documents.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(&self, input: &Input) -> Result<Source, ReadError> {
        match &self.stdin {
            Some(source) if source.path == input.path => Ok(source.clone()),
            _ => Source::open(&input.path),
        }
    }

    /// Bytes of all documents together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.list.iter().map(|i| i.bytes).sum()
    }

    /// Reads and analyses all documents and keeps them, for commands that show what was read. Those that cannot be
    /// read are named on standard error and left out; the flag says whether there were any.
    #[must_use]
    pub fn entries(&self) -> (Vec<Arc<Entry>>, bool) {
        let read: Vec<Result<Arc<Entry>, ReadError>> = self
            .list
            .par_iter()
            .map(|input| {
                let source = self.open(input)?;
                Ok(Arc::new(engine::analyse(source, &input.plan, &mut Watch::default())))
            })
            .collect();
        let mut failed = !self.failures.is_empty();
        for e in &self.failures {
            Failure::new(e.to_string()).print();
        }
        let entries = read
            .into_iter()
            .filter_map(|entry| match entry {
                Ok(entry) => Some(entry),
                Err(e) => {
                    failed = true;
                    Failure::new(e.to_string()).print();
                    None
                }
            })
            .collect();
        (entries, failed)
    }
}
