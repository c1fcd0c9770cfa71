//! Each setting with its value and where it came from, for `normlint config`.

use std::path::Path;

use toml::Spanned;

use super::file::{FailAt, File};
use super::lower::Choices;
use super::project::{Layer, Project};
use crate::syntax::Profile;

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its key, as in the file.
    pub key: String,
    /// Its value, as in the file.
    pub value: String,
    /// Where it was set: "file:line", "command line" or "default".
    pub origin: String,
}

/// Every setting that holds in a project, in the order of the documentation. `path` is the draft's path from the
/// project's root, for overrides; `shown` turns a file's path into what people call it.
#[must_use]
pub fn settings(project: &Project, choices: &Choices, shown: impl Fn(&Path) -> String) -> Vec<Setting> {
    let at = |layer: &Layer, span: std::ops::Range<usize>| format!("{}:{}", shown(&layer.path), layer.line(span.start));
    let mut out = Vec::new();
    let mut add = |key: &str, value: String, origin: String| out.push(Setting { key: key.to_owned(), value, origin });
    let default = || "default".to_owned();
    let said = || "command line".to_owned();

    match (choices.profile, project.first(|f| f.profile.as_ref())) {
        (Some(p), _) => add("profile", quote(p.name()), said()),
        (None, Some((l, p))) => add("profile", quote(p.get_ref().name()), at(l, p.span())),
        (None, None) => add("profile", "detected for each draft".to_owned(), default()),
    }
    let names = |l: &Spanned<Vec<Spanned<String>>>| list(l.get_ref().iter().map(|s| s.get_ref().as_str()));
    match project.first(|f| f.select.as_ref()) {
        _ if !choices.select.is_empty() => add("select", list(choices.select.iter().map(String::as_str)), said()),
        Some((l, s)) => add("select", names(s), at(l, s.span())),
        None => add("select", "those on by default".to_owned(), default()),
    }
    match project.first(|f| f.ignore.as_ref()) {
        Some((l, s)) => add("ignore", names(s), at(l, s.span())),
        None if choices.ignore.is_empty() => add("ignore", "[]".to_owned(), default()),
        None => {}
    }
    if !choices.ignore.is_empty() {
        add("ignore", list(choices.ignore.iter().map(String::as_str)), said());
    }
    match project.first(|f| f.severity.as_ref()) {
        Some((l, s)) => add("severity", quote(s.get_ref().severity().name()), at(l, s.span())),
        None => add("severity", quote(FailAt::default().severity().name()), default()),
    }
    match project.first(|f| f.exclude.as_ref()) {
        Some((l, s)) => add("exclude", names(s), at(l, s.span())),
        None => add("exclude", "[]".to_owned(), default()),
    }
    let texts = |l: &Spanned<Vec<String>>| list(l.get_ref().iter().map(String::as_str));
    match project.first(|f| f.extensions.as_ref()) {
        Some((l, s)) => add("extensions", texts(s), at(l, s.span())),
        None => add("extensions", list(super::EXTENSIONS.into_iter()), default()),
    }
    match project.first(|f| f.baseline.as_ref()) {
        Some((l, s)) => add("baseline", quote(&s.get_ref().to_string_lossy()), at(l, s.span())),
        None => add("baseline", "none".to_owned(), default()),
    }
    match project.first(|f| f.ignore_file.as_ref()) {
        Some((l, s)) => add("ignore-file", quote(&s.get_ref().to_string_lossy()), at(l, s.span())),
        None => add("ignore-file", quote(super::SIDECAR), default()),
    }
    for layer in project.layers.iter().rev() {
        for (name, value) in &layer.file.rules {
            add(&format!("rules.{}", name.get_ref()), value.get_ref().to_string(), at(layer, name.span()));
        }
    }
    for (key, get) in [
        ("vocabulary.abbreviations", (|f| f.vocabulary.abbreviations.as_ref()) as fn(&File) -> Option<&_>),
        ("vocabulary.non-binding", |f| f.vocabulary.non_binding.as_ref()),
    ] {
        match project.first(get) {
            Some((l, s)) => add(key, texts(s), at(l, s.span())),
            None => add(key, "[]".to_owned(), default()),
        }
    }
    for layer in &project.layers {
        for (name, file) in &layer.file.vocabulary.instruments {
            add(&format!("vocabulary.instruments.{}", quote(name)), quote(file.get_ref()), at(layer, file.span()));
        }
    }
    for layer in project.layers.iter().rev() {
        for over in &layer.file.overrides {
            let Some(first) = over.paths.first() else { continue };
            let mut value = format!("paths {}", list(over.paths.iter().map(|p| p.get_ref().as_str())));
            if let Some(profile) = &over.profile {
                value.push_str(&format!(", profile {}", quote(Profile::name(*profile.get_ref()))));
            }
            if let Some(ignore) = &over.ignore {
                value.push_str(&format!(", ignore {}", names(ignore)));
            }
            for (name, set) in &over.rules {
                value.push_str(&format!(", {} {}", name.get_ref(), set.get_ref()));
            }
            add("overrides", value, at(layer, first.span()));
        }
    }
    out
}

fn quote(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", items.map(quote).collect::<Vec<_>>().join(", "))
}
