//! Which configuration file holds for a draft, and what it extends.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::NAME;
use super::error::Error;
use super::file::File;

/// One configuration file, read.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// What it says.
    pub file: File,
}

impl Layer {
    /// The folder it stands in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Line, from 1, of a byte of its text.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
    }

    /// Reads one file.
    ///
    /// # Errors
    /// Where it cannot be read or says something unknown.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::whole(path, format!("cannot be read: {e}")))?;
        Self::parse(path, &text)
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// Where it says something unknown.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let text: Arc<str> = text.into();
        match toml::from_str(&text) {
            Ok(file) => Ok(Self { path: path.to_owned(), text, file }),
            Err(e) => Err(Error::from_toml(path, &text, &e)),
        }
    }
}

/// The configuration of some drafts: the nearest file and those it extends, or none.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The folder of the nearest file, or the one the command runs in: paths in baselines and overrides start here.
    pub root: PathBuf,
    /// The files, the one that wins first.
    pub layers: Vec<Layer>,
}

impl Project {
    /// A project without a configuration file.
    #[must_use]
    pub fn bare(root: &Path) -> Self {
        Self { root: root.to_owned(), layers: Vec::new() }
    }

    /// Reads a configuration file and those it extends.
    ///
    /// # Errors
    /// Where one cannot be read, says something unknown, or they extend one another in a ring.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut layers: Vec<Layer> = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let layer = match Layer::read(&path) {
                Ok(layer) => layer,
                Err(e) => return Err(extended(&layers, e)),
            };
            next = layer.file.extends.as_ref().map(|e| layer.folder().join(e.get_ref()));
            if let (Some(next), Some(extends)) = (&next, &layer.file.extends) {
                let same = |a: &Path, b: &Path| match (a.canonicalize(), b.canonicalize()) {
                    (Ok(a), Ok(b)) => a == b,
                    _ => a == b,
                };
                if layers.iter().chain([&layer]).any(|l| same(&l.path, next)) {
                    return Err(Error {
                        path: layer.path.clone(),
                        text: Arc::clone(&layer.text),
                        span: Some(extends.span()),
                        message: "these files extend one another in a ring".to_owned(),
                        help: Some("remove one `extends`".to_owned()),
                    });
                }
            }
            layers.push(layer);
        }
        let root = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Self { root, layers })
    }

    /// The first layer that says a thing, with what it says.
    pub fn first<'a, T: 'a>(&'a self, get: impl Fn(&'a File) -> Option<T>) -> Option<(&'a Layer, T)> {
        self.layers.iter().find_map(|layer| get(&layer.file).map(|value| (layer, value)))
    }
}

/// An extended file that cannot be read is the fault of the one that names it.
fn extended(layers: &[Layer], e: Error) -> Error {
    match layers.last() {
        Some(layer) if e.text.is_empty() => Error {
            path: layer.path.clone(),
            text: Arc::clone(&layer.text),
            span: layer.file.extends.as_ref().map(toml::Spanned::span),
            message: format!("{}: {}", e.path.display(), e.message),
            help: Some("`extends` is a path from this file's folder".to_owned()),
        },
        _ => e,
    }
}

/// Finds the project of each draft, and reads each configuration file once.
#[derive(Debug, Default)]
pub struct Projects {
    by_folder: HashMap<PathBuf, Arc<Project>>,
    fixed: Option<Arc<Project>>,
    here: PathBuf,
}

impl Projects {
    /// Looks for the nearest file of each draft; `here` is the folder the command runs in.
    #[must_use]
    pub fn nearest(here: PathBuf) -> Self {
        Self { by_folder: HashMap::new(), fixed: None, here }
    }

    /// One project for all drafts.
    #[must_use]
    pub fn fixed(project: Project, here: PathBuf) -> Self {
        Self { by_folder: HashMap::new(), fixed: Some(Arc::new(project)), here }
    }

    /// The project of a draft in that folder (absolute).
    ///
    /// # Errors
    /// Where its configuration does not hold.
    pub fn of(&mut self, folder: &Path) -> Result<Arc<Project>, Error> {
        if let Some(project) = &self.fixed {
            return Ok(Arc::clone(project));
        }
        if let Some(project) = self.by_folder.get(folder) {
            return Ok(Arc::clone(project));
        }
        let file = folder.join(NAME);
        let project = if file.is_file() {
            Arc::new(Project::read(&file)?)
        } else if let Some(up) = folder.parent() {
            self.of(up)?
        } else {
            Arc::new(Project::bare(&self.here))
        };
        self.by_folder.insert(folder.to_owned(), Arc::clone(&project));
        Ok(project)
    }
}
