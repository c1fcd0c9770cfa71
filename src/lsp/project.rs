//! The workspace as configured: which files belong to it, and what each is checked by. The same files hold as for the
//! command line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use super::options::Settings;
use crate::config::{self, Choices, Plans, Projects};
use crate::engine::{Baseline, Plan, Sidecar};

/// What a document is checked by.
#[derive(Clone, Debug, Default)]
pub struct Footing {
    /// Rules, levels, options.
    pub plan: Arc<Plan>,
    /// Findings that are known.
    pub baseline: Arc<Baseline>,
    /// The path by which baselines and sidecars know it.
    pub key: String,
    /// The file for ignores kept beside the drafts, there or not; none for a text outside any project.
    pub sidecar: Option<Arc<PathBuf>>,
}

/// The folders of a workspace with what holds in them.
#[derive(Debug)]
pub struct Project {
    folders: Vec<PathBuf>,
    state: Mutex<State>,
}

/// A project with its plans, where they could be made, and its baseline.
type Read = (Arc<config::Project>, Option<Plans>, Arc<Baseline>, Arc<PathBuf>);

#[derive(Debug)]
struct State {
    projects: Projects,
    choices: Choices,
    /// By the address of the project, which lives as long as this.
    read: HashMap<usize, Read>,
    /// Files that the configuration names: a change of one changes what holds.
    named: Vec<PathBuf>,
    faults: Vec<String>,
}

impl Project {
    /// Looks for the configuration that holds in the folders.
    #[must_use]
    pub fn read(folders: Vec<PathBuf>, settings: &Settings) -> Self {
        let here = folders.first().cloned().unwrap_or_default();
        let choices =
            Choices { profile: settings.profile, select: settings.select.clone(), ignore: settings.ignore.clone() };
        let mut faults = Vec::new();
        let mut projects = Projects::nearest(here.clone());
        let mut named = Vec::new();
        if let Some(path) = &settings.configuration {
            let path = here.join(path);
            named.push(path.clone());
            match config::Project::read(&path) {
                Ok(project) => projects = Projects::fixed(config::Project { root: here.clone(), ..project }, here),
                Err(e) => faults.push(said(&e)),
            }
        }
        let state = State { projects, choices, read: HashMap::new(), named, faults };
        Self { folders, state: Mutex::new(state) }
    }

    /// The folders.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // What a panic left half done is a cache: at worst something is read again.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with the configuration, each fault once.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        std::mem::take(&mut self.state().faults)
    }

    /// What a document is checked by. Where its configuration does not hold, the rules' own levels do.
    #[must_use]
    pub fn footing(&self, path: &Path) -> Footing {
        self.state().footing(path, false).unwrap_or_default()
    }

    /// Every file of the workspace with what it is checked by.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Footing)> {
        let mut out = Vec::new();
        for folder in &self.folders {
            for entry in WalkBuilder::new(folder).require_git(false).build().flatten() {
                if entry.file_type().is_some_and(|t| t.is_file())
                    && let Some(footing) = self.state().footing(entry.path(), true)
                {
                    out.push((entry.into_path(), footing));
                }
            }
        }
        out.sort_by(|a, b| a.0.cmp(&b.0));
        out.dedup_by(|a, b| a.0 == b.0);
        out
    }

    /// Whether a file belongs to the workspace.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        self.folders.iter().any(|f| path.starts_with(f)) && self.state().footing(path, true).is_some()
    }

    /// Whether a change of the file changes what holds for others.
    #[must_use]
    pub fn is_configuration(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|n| n.to_str());
        name.is_some_and(|n| n == config::NAME || n == config::SIDECAR) || self.state().named.iter().any(|n| n == path)
    }

    /// Patterns of the files to watch.
    #[must_use]
    pub fn globs(&self) -> Vec<String> {
        let mut globs = vec![format!("**/{}", config::NAME), format!("**/{}", config::SIDECAR)];
        globs.extend(self.state().named.iter().map(|p| p.display().to_string()));
        globs.push(format!("**/*.{{{}}}", config::EXTENSIONS.join(",")));
        globs
    }
}

impl State {
    /// None where the file was `found` in a folder and does not belong to the project.
    fn footing(&mut self, path: &Path, found: bool) -> Option<Footing> {
        let folder = path.parent().unwrap_or(Path::new("/"));
        let project = match self.projects.of(folder) {
            Ok(project) => project,
            Err(e) => {
                let fault = said(&e);
                if !self.faults.contains(&fault) {
                    self.faults.push(fault);
                }
                let known = path.extension().and_then(|e| e.to_str()).is_some_and(|e| config::EXTENSIONS.contains(&e));
                return (known || !found).then(|| Footing { key: path.display().to_string(), ..Footing::default() });
            }
        };
        if found && !has_extension(&project, path) {
            return None;
        }
        if !self.read.contains_key(&address(&project)) {
            self.take_in(&project);
        }
        let (_, plans, baseline, sidecar) = self.read.get_mut(&address(&project))?;
        let within = path.strip_prefix(&project.root).ok();
        if let (true, Some(plans), Some(within)) = (found, &plans, within)
            && plans.excludes(within)
        {
            return None;
        }
        let key = within.unwrap_or(path).to_string_lossy().replace('\\', "/");
        let plan = plans.as_mut().map(|p| p.plan(within)).unwrap_or_default();
        let sidecar = within.map(|_| Arc::clone(sidecar));
        Some(Footing { plan, baseline: Arc::clone(baseline), key, sidecar })
    }

    /// Reads what a project's configuration names.
    fn take_in(&mut self, project: &Arc<config::Project>) {
        let mut fault = |e: &config::Error| self.faults.push(said(e));
        for layer in &project.layers {
            self.named.push(layer.path.clone());
        }
        let beside = project.first(|f| f.ignore_file.as_ref()).map(|(l, p)| l.folder().join(p.get_ref()));
        let file = beside.clone().unwrap_or_else(|| project.root.join(config::SIDECAR));
        let sidecar_at = Arc::new(file.clone());
        let mut sidecar = Sidecar::default();
        if beside.is_some() || file.is_file() {
            match config::read_sidecar(&file) {
                Ok(read) => sidecar = read,
                Err(e) => fault(&e),
            }
            self.named.push(file);
        }
        let mut baseline = Baseline::default();
        if let Some((layer, file)) = project.first(|f| f.baseline.as_ref()) {
            let file = layer.folder().join(file.get_ref());
            match config::read_baseline(&file) {
                Ok(read) => baseline = read,
                Err(e) => fault(&e),
            }
            self.named.push(file);
        }
        let plans = match Plans::of(project, &self.choices, sidecar) {
            Ok(plans) => Some(plans),
            Err(errors) => {
                errors.iter().for_each(fault);
                None
            }
        };
        self.read.insert(address(project), (Arc::clone(project), plans, Arc::new(baseline), sidecar_at));
    }
}

fn address(project: &Arc<config::Project>) -> usize {
    Arc::as_ptr(project) as usize
}

fn has_extension(project: &config::Project, path: &Path) -> bool {
    let Some(own) = path.extension().and_then(|e| e.to_str()) else { return false };
    match project.first(|f| f.extensions.as_ref()) {
        Some((_, list)) => list.get_ref().iter().any(|e| e.eq_ignore_ascii_case(own)),
        None => config::EXTENSIONS.iter().any(|e| e.eq_ignore_ascii_case(own)),
    }
}

/// A fault in one line: file, line, what is wrong, what to do.
fn said(e: &config::Error) -> String {
    let line = e.span.as_ref().and_then(|s| e.text.get(..s.start)).map(|t| t.matches('\n').count() + 1);
    let line = line.map(|n| format!(":{n}")).unwrap_or_default();
    let help = e.help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
    format!("{}{line}: {}{help}", e.path.display(), e.message)
}
