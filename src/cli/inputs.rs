//! Which documents a command reads, and by which configuration: files, folders, standard input.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use ignore::WalkBuilder;
use rayon::prelude::*;

use super::Failure;
use crate::config::{self, Choices, FailAt, Plans, Project, Projects};
use crate::engine::{self, Input, Sidecar, Watch};
use crate::graph::Entry;
use crate::source::{ReadError, Source};
use crate::syntax::Profile;

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
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Where settings come from.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// Where settings come from.
#[derive(Clone, Debug, clap::Args)]
pub struct Configuration {
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

impl Configuration {
    /// Where to look for the configuration of each draft.
    ///
    /// # Errors
    /// Where the file that was named does not hold.
    pub(super) fn projects(&self) -> Result<Projects, Failure> {
        let here = here();
        if self.no_config {
            return Ok(Projects::fixed(Project::bare(&here), here));
        }
        match &self.config {
            Some(path) => {
                let project = Project::read(path).map_err(|e| Failure::config(&[e]))?;
                let root = absolute(&project.root);
                Ok(Projects::fixed(Project { root, ..project }, here))
            }
            None => Ok(Projects::nearest(here)),
        }
    }
}

fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// An absolute path without `.` and `..`, links left as they are.
pub(super) fn absolute(path: &Path) -> PathBuf {
    absolute_from(&here(), path)
}

/// The same, where the current folder is at hand.
fn absolute_from(here: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// The documents of one run.
#[derive(Debug)]
pub struct Inputs {
    /// The documents, sorted by path inside each folder, in the order given otherwise.
    pub list: Vec<Input>,
    /// Paths that could not be looked at, with why.
    pub failures: Vec<ReadError>,
    /// The project of the first document, or of the current folder.
    pub project: Arc<Project>,
    stdin: Option<Source>,
    /// Texts that stand for files: what fixes made of them.
    overlay: HashMap<PathBuf, Source>,
}

impl Inputs {
    /// The level from which on findings fail: the first document's project says.
    #[must_use]
    pub fn fail_at(&self) -> Option<FailAt> {
        self.project.first(|f| f.severity.as_ref()).map(|(_, s)| *s.get_ref())
    }

    /// The baseline that the first document's project names.
    #[must_use]
    pub fn baseline(&self) -> Option<PathBuf> {
        self.project.first(|f| f.baseline.as_ref()).map(|(l, p)| l.folder().join(p.get_ref()))
    }

    /// The file of ignores kept beside the drafts, there or not.
    #[must_use]
    pub fn sidecar(&self) -> PathBuf {
        sidecar_path(&self.project)
    }
}

fn sidecar_path(project: &Project) -> PathBuf {
    let named = project.first(|f| f.ignore_file.as_ref()).map(|(l, p)| l.folder().join(p.get_ref()));
    named.unwrap_or_else(|| project.root.join(config::SIDECAR))
}

impl Reading {
    /// The paths and configuration, all else as where nothing is said.
    #[must_use]
    pub(super) fn of(paths: Vec<PathBuf>, configuration: Configuration) -> Self {
        Self { paths, stdin_filename: PathBuf::from("<stdin>"), profile: None, jobs: None, configuration }
    }

    /// Looks at the paths given, with what the command line says of rules, and sets the number of threads.
    ///
    /// # Errors
    /// Where the configuration does not hold. Paths that cannot be read are in [`Inputs::failures`].
    pub fn inputs(&self, choices: impl Into<Choices>) -> Result<Inputs, Failure> {
        if let Some(jobs) = self.jobs {
            // This thread is one of them, whose memory grows in larger steps than that of others. Fails only where a pool was
            // built before, as when watching; then it has this many already.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).use_current_thread().build_global();
        }
        let choices = choices.into();
        let choices = Choices { profile: self.profile.or(choices.profile), ..choices };
        let mut walker = Walker {
            projects: self.configuration.projects()?,
            plans: HashMap::new(),
            choices,
            list: Vec::new(),
            failures: Vec::new(),
            first: None,
            here: here(),
        };
        let folder = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() { &folder[..] } else { &self.paths };
        let mut stdin = None;
        for path in paths {
            if path.as_os_str() == "-" {
                match read_stdin(&self.stdin_filename) {
                    Ok(source) => {
                        walker.push(&self.stdin_filename, source.text.len() as u64, false)?;
                        stdin = Some(source);
                    }
                    Err(e) => walker.failures.push(e),
                }
            } else {
                walker.add(path)?;
            }
        }
        let project = match walker.first {
            Some(project) => project,
            None => walker.projects.of(&walker.here).map_err(|e| Failure::config(&[e]))?,
        };
        let mut seen = HashSet::new();
        let mut list = walker.list;
        list.retain(|i: &Input| seen.insert(absolute_from(&walker.here, &i.path)));
        Ok(Inputs { list, failures: walker.failures, project, stdin, overlay: HashMap::new() })
    }
}

fn read_stdin(name: &Path) -> Result<Source, ReadError> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|cause| ReadError::Io { path: name.to_owned(), cause })?;
    Source::from_bytes(name, bytes)
}

struct Walker {
    projects: Projects,
    /// By the address of the project: each is read once and lives as long as this.
    plans: HashMap<*const Project, (Arc<Project>, Plans)>,
    choices: Choices,
    list: Vec<Input>,
    failures: Vec<ReadError>,
    first: Option<Arc<Project>>,
    /// The current folder.
    here: PathBuf,
}

impl Walker {
    fn add(&mut self, path: &Path) -> Result<(), Failure> {
        match std::fs::metadata(path) {
            Ok(data) if data.is_dir() => self.add_folder(path),
            Ok(data) => self.push(path, data.len(), false),
            Err(cause) => {
                self.failures.push(ReadError::Io { path: path.to_owned(), cause });
                Ok(())
            }
        }
    }

    fn add_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let walk = WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).require_git(false).build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                    let bytes = entry.metadata().map_or(0, |m| m.len());
                    let path = entry.into_path();
                    let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                    self.push(&path, bytes, true)?;
                }
                Ok(_) => {}
                Err(e) => {
                    let cause = std::io::Error::other(e.to_string());
                    self.failures.push(ReadError::Io { path: folder.to_owned(), cause });
                }
            }
        }
        Ok(())
    }

    /// Takes a file in; one that was found in a folder only where its extension is known and nothing excludes it.
    fn push(&mut self, path: &Path, bytes: u64, found: bool) -> Result<(), Failure> {
        let full = absolute_from(&self.here, path);
        let folder = full.parent().unwrap_or(Path::new("/"));
        let project = self.projects.of(folder).map_err(|e| Failure::config(&[e]))?;
        if self.first.is_none() {
            self.first = Some(Arc::clone(&project));
        }
        if found && !has_extension(&project, path) {
            return Ok(());
        }
        let (_, plans) = match self.plans.entry(Arc::as_ptr(&project)) {
            std::collections::hash_map::Entry::Occupied(e) => e.into_mut(),
            std::collections::hash_map::Entry::Vacant(e) => {
                let file = sidecar_path(&project);
                let named = project.first(|f| f.ignore_file.as_ref()).is_some();
                let sidecar = if named || file.is_file() {
                    config::read_sidecar(&file).map_err(|e| Failure::config(&[e]))?
                } else {
                    Sidecar::default()
                };
                let plans = Plans::of(&project, &self.choices, sidecar).map_err(|e| Failure::config(&e))?;
                e.insert((Arc::clone(&project), plans))
            }
        };
        let within = full.strip_prefix(&project.root).ok();
        if found && within.is_some_and(|p| plans.excludes(p)) {
            return Ok(());
        }
        let key = within.unwrap_or(path).to_string_lossy();
        let key = if cfg!(windows) { key.replace('\\', "/") } else { key.into_owned() };
        let plan = plans.plan(within);
        self.list.push(Input { path: path.to_owned(), key, bytes, plan });
        Ok(())
    }
}

fn has_extension(project: &Project, path: &Path) -> bool {
    let Some(own) = path.extension().and_then(|e| e.to_str()) else { return false };
    match project.first(|f| f.extensions.as_ref()) {
        Some((_, list)) => list.get_ref().iter().any(|e| e.eq_ignore_ascii_case(own)),
        None => config::EXTENSIONS.iter().any(|e| e.eq_ignore_ascii_case(own)),
    }
}

impl Inputs {
    /// Opens one of the documents.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(&self, input: &Input) -> Result<Source, ReadError> {
        match &self.stdin {
            _ if self.overlay.contains_key(&input.path) => {
                Ok(self.overlay.get(&input.path).cloned().unwrap_or_else(|| Source::new(&input.path, "")))
            }
            Some(source) if source.path == input.path => Ok(source.clone()),
            _ => Source::open(&input.path),
        }
    }

    /// Whether a document came from standard input.
    #[must_use]
    pub fn is_stdin(&self, input: &Input) -> bool {
        self.stdin.as_ref().is_some_and(|s| s.path == input.path)
    }

    /// Lets a text stand for a file from now on.
    pub(super) fn replace(&mut self, input: usize, text: String) {
        if let Some(input) = self.list.get_mut(input) {
            input.bytes = text.len() as u64;
            self.overlay.insert(input.path.clone(), Source::new(&input.path, text));
        }
    }

    /// The texts that stand for files, in the order of the documents.
    pub(super) fn replaced(&self) -> impl Iterator<Item = (&Input, &Source)> {
        self.list.iter().filter_map(|i| self.overlay.get(&i.path).map(|s| (i, s)))
    }

    /// A document as it was before anything was replaced.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn original(&self, input: &Input) -> Result<Source, ReadError> {
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
