//! The workspace as configured: which files belong to it, and what each is checked by.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::options::Settings;
use crate::engine::{Baseline, Plan};

/// Extensions of the texts that are read.
const EXTENSIONS: [&str; 4] = ["txt", "md", "markdown", "text"];
/// Names of configuration files.
const CONFIGURATION: [&str; 2] = ["normlint.toml", ".normlint.toml"];

/// The folders of a workspace with what holds in them.
#[derive(Debug, Default)]
pub struct Project {
    folders: Vec<PathBuf>,
    plan: Arc<Plan>,
    baseline: Baseline,
}

impl Project {
    /// Reads the configuration that holds in the folders. Messages say what is wrong with it; what is wrong is as if
    /// not there.
    #[must_use]
    pub fn read(folders: Vec<PathBuf>, settings: &Settings) -> (Self, Vec<String>) {
        let plan = Plan {
            profile: settings.profile,
            select: settings.select.clone(),
            ignore: settings.ignore.clone(),
            ..Plan::default()
        };
        (Self { folders, plan: Arc::new(plan), baseline: Baseline::default() }, Vec::new())
    }

    /// The folders.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Findings that are known.
    #[must_use]
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// What a document is checked by, and what baselines and sidecars know it by.
    #[must_use]
    pub fn plan_for(&self, path: &Path) -> (Arc<Plan>, String) {
        let relative = self.folders.iter().find_map(|f| path.strip_prefix(f).ok()).unwrap_or(path);
        let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        (self.plan.clone(), parts.join("/"))
    }

    /// Every file of the workspace with what it is checked by.
    #[must_use]
    pub fn files(&self) -> Vec<(PathBuf, Arc<Plan>, String)> {
        let mut out = Vec::new();
        for folder in &self.folders {
            for entry in WalkBuilder::new(folder).build().flatten() {
                if entry.file_type().is_some_and(|t| t.is_file()) && is_text(entry.path()) {
                    let (plan, key) = self.plan_for(entry.path());
                    out.push((entry.into_path(), plan, key));
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
        is_text(path) && self.folders.iter().any(|f| path.starts_with(f))
    }

    /// Whether a change of the file changes what holds for others.
    #[must_use]
    pub fn is_configuration(&self, path: &Path) -> bool {
        path.file_name().and_then(|n| n.to_str()).is_some_and(|n| CONFIGURATION.contains(&n))
    }

    /// Patterns of the files to watch.
    #[must_use]
    pub fn globs() -> Vec<String> {
        let mut globs: Vec<String> = CONFIGURATION.iter().map(|n| format!("**/{n}")).collect();
        globs.push(format!("**/*.{{{}}}", EXTENSIONS.join(",")));
        globs
    }
}

fn is_text(path: &Path) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.iter().any(|x| x.eq_ignore_ascii_case(e)))
}
