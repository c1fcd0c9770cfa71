//! From what the files and the command line say to a [`Plan`].

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::{Spanned, Value};

use super::error::{Error, nearest};
use super::file::{File, LevelName, Override};
use super::project::{Layer, Project};
use crate::engine::{Plan, Sidecar};
use crate::rules::{self, OptionKind, OptionValue, Rule, Settings, Vocabulary};
use crate::syntax::Profile;

/// What the command line says; it wins over every file.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// `--profile`.
    pub profile: Option<Profile>,
    /// `--select`.
    pub select: Vec<String>,
    /// `--ignore`, added to what the files ignore.
    pub ignore: Vec<String>,
}

impl From<&Plan> for Choices {
    fn from(plan: &Plan) -> Self {
        Self { profile: plan.profile, select: plan.select.clone(), ignore: plan.ignore.clone() }
    }
}

/// A project's plans: one for each set of overrides that its files meet.
#[derive(Debug)]
pub struct Plans {
    base: Plan,
    overrides: Vec<Lowered>,
    exclude: Option<Gitignore>,
    made: Vec<(Vec<bool>, Arc<Plan>)>,
}

#[derive(Debug)]
struct Lowered {
    paths: Gitignore,
    profile: Option<Profile>,
    ignore: Vec<String>,
    levels: Vec<(String, rules::Level)>,
    options: Vec<(String, String, OptionValue)>,
}

impl Plans {
    /// Lowers a project's settings.
    ///
    /// # Errors
    /// Every fault that is found: unknown rules and options, values of the wrong kind, patterns that are none.
    pub fn of(project: &Project, choices: &Choices, sidecar: Sidecar) -> Result<Self, Vec<Error>> {
        let mut faults = Vec::new();
        let mut base = Plan { sidecar: Arc::new(sidecar), ..Plan::default() };
        let mut settings = Settings { vocabulary: vocabulary(project), ..Settings::default() };
        let mut overrides = Vec::new();
        // The one that wins comes last.
        for layer in project.layers.iter().rev() {
            let mut reader = Reader { layer, faults: &mut faults };
            let (levels, options) = reader.rules(&layer.file.rules);
            base.levels.extend(levels);
            for (rule, key, value) in options {
                settings.options.insert((rule, key), value);
            }
            overrides.extend(layer.file.overrides.iter().filter_map(|o| reader.lower(o)));
        }
        let mut list = |get: fn(&File) -> Option<&Names>| -> Vec<String> {
            let Some((layer, list)) = project.first(get) else { return Vec::new() };
            Reader { layer, faults: &mut faults }.selectors(list.get_ref())
        };
        let (select, ignore) = (list(|f| f.select.as_ref()), list(|f| f.ignore.as_ref()));
        base.profile = choices.profile.or(project.first(|f| f.profile.as_ref()).map(|(_, p)| *p.get_ref()));
        base.select = if choices.select.is_empty() { select } else { choices.select.clone() };
        if !choices.select.is_empty() {
            // What the command line asks for by name runs, even where the file turns it off.
            let asked = |name: &str| {
                rules::all().filter(|r| r.is_named(name)).all(|r| choices.select.iter().any(|s| r.is_named(s)))
            };
            base.levels.retain(|(name, level)| *level != rules::Level::Off || !asked(name));
        }
        base.ignore = [ignore, choices.ignore.clone()].concat();
        base.settings = Arc::new(settings);
        let exclude = project
            .first(|f| f.exclude.as_ref())
            .and_then(|(layer, list)| Reader { layer, faults: &mut faults }.patterns(&project.root, list.get_ref()));
        for lowered in &mut overrides {
            // The command line wins over overrides, too.
            lowered.profile = choices.profile.or(lowered.profile);
        }
        if faults.is_empty() { Ok(Self { base, overrides, exclude, made: Vec::new() }) } else { Err(faults) }
    }

    /// The plan for a file, by its path from the project's root; `None` where the path lies outside it.
    pub fn plan(&mut self, path: Option<&Path>) -> Arc<Plan> {
        let fits: Vec<bool> = self.overrides.iter().map(|o| path.is_some_and(|p| fits(&o.paths, p))).collect();
        if let Some((_, plan)) = self.made.iter().find(|(f, _)| *f == fits) {
            return Arc::clone(plan);
        }
        let mut plan = self.base.clone();
        let mut settings = None;
        for (over, _) in self.overrides.iter().zip(&fits).filter(|(_, fits)| **fits) {
            plan.profile = over.profile.or(plan.profile);
            plan.ignore.extend(over.ignore.iter().cloned());
            plan.levels.extend(over.levels.iter().cloned());
            for (rule, key, value) in &over.options {
                let settings = settings.get_or_insert_with(|| (*self.base.settings).clone());
                settings.options.insert((rule.clone(), key.clone()), value.clone());
            }
        }
        if let Some(settings) = settings {
            plan.settings = Arc::new(settings);
        }
        let plan = Arc::new(plan);
        self.made.push((fits, Arc::clone(&plan)));
        plan
    }

    /// Whether a path from the project's root is not to be read.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|e| fits(e, path))
    }
}

/// Whether a path, or a folder above it, fits the patterns.
fn fits(patterns: &Gitignore, path: &Path) -> bool {
    path.ancestors()
        .enumerate()
        .take_while(|(_, p)| !p.as_os_str().is_empty())
        .any(|(i, p)| patterns.matched(p, i > 0).is_ignore())
}

fn vocabulary(project: &Project) -> Vocabulary {
    let mut instruments: Vec<(String, String)> = Vec::new();
    for layer in &project.layers {
        for (name, file) in &layer.file.vocabulary.instruments {
            if !instruments.iter().any(|(n, _)| n == name) {
                instruments.push((name.clone(), file.get_ref().clone()));
            }
        }
    }
    let list = |get: fn(&File) -> Option<&Spanned<Vec<String>>>| {
        project.first(get).map(|(_, l)| l.get_ref().clone()).unwrap_or_default()
    };
    Vocabulary {
        instruments,
        abbreviations: list(|f| f.vocabulary.abbreviations.as_ref()),
        non_binding: list(|f| f.vocabulary.non_binding.as_ref()),
    }
}

/// Names in a list, each with its place.
type Names = Spanned<Vec<Spanned<String>>>;
type Levels = Vec<(String, rules::Level)>;
type Options = Vec<(String, String, OptionValue)>;

struct Reader<'a> {
    layer: &'a Layer,
    faults: &'a mut Vec<Error>,
}

impl Reader<'_> {
    fn fault(&mut self, span: std::ops::Range<usize>, message: String, help: Option<String>) {
        let (path, text) = (self.layer.path.clone(), Arc::clone(&self.layer.text));
        self.faults.push(Error { path, text, span: Some(span), message, help });
    }

    fn selectors(&mut self, list: &[Spanned<String>]) -> Vec<String> {
        list.iter().filter(|s| self.known(s)).map(|s| s.get_ref().clone()).collect()
    }

    /// Whether a selector names a rule; a fault where it does not.
    fn known(&mut self, selector: &Spanned<String>) -> bool {
        let name = selector.get_ref();
        let known = rules::all().any(|r| r.is_named(name));
        if !known {
            let help = match rules::nearest(name) {
                Some(rule) => format!("did you mean `{}` ({})?", rule.name, rule.code),
                None => "`normlint rules` lists them all".to_owned(),
            };
            self.fault(selector.span(), format!("there is no rule `{name}`"), Some(help));
        }
        known
    }

    fn patterns(&mut self, root: &Path, list: &[Spanned<String>]) -> Option<Gitignore> {
        let mut builder = GitignoreBuilder::new(root);
        for pattern in list {
            if let Err(e) = builder.add_line(None, pattern.get_ref()) {
                self.fault(pattern.span(), format!("not a pattern: {e}"), None);
            }
        }
        builder.build().ok()
    }

    fn lower(&mut self, over: &Override) -> Option<Lowered> {
        let folder = self.layer.folder().to_owned();
        let paths = self.patterns(&folder, &over.paths);
        let (levels, options) = self.rules(&over.rules);
        let ignore = over.ignore.as_ref().map(|l| self.selectors(l.get_ref())).unwrap_or_default();
        Some(Lowered { paths: paths?, profile: over.profile.as_ref().map(|p| *p.get_ref()), ignore, levels, options })
    }

    fn rules(&mut self, table: &std::collections::BTreeMap<Spanned<String>, Spanned<Value>>) -> (Levels, Options) {
        let (mut levels, mut options) = (Vec::new(), Vec::new());
        // Wider selectors first, so that `NL2 = "off"` leaves `NL201 = "error"` standing.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| std::cmp::Reverse(rules::all().filter(|r| r.is_named(key.get_ref())).count()));
        for (key, value) in entries {
            if !self.known(key) {
                continue;
            }
            let name = key.get_ref();
            match value.get_ref() {
                Value::String(level) => self.level(name, level, value.span(), &mut levels),
                Value::Table(table) => {
                    for (option, set) in table {
                        if option == "level" {
                            match set {
                                Value::String(level) => self.level(name, level, value.span(), &mut levels),
                                _ => self.level(name, &set.to_string(), value.span(), &mut levels),
                            }
                        } else {
                            self.option(key, option, set, value.span(), &mut options);
                        }
                    }
                }
                other => {
                    let what = other.type_str();
                    let help =
                        format!("write a level ({}) or a table with `level` and options", LevelName::ALL.join(", "));
                    self.fault(value.span(), format!("a rule's setting cannot be of type {what}"), Some(help));
                }
            }
        }
        (levels, options)
    }

    fn level(&mut self, name: &str, level: &str, span: std::ops::Range<usize>, levels: &mut Levels) {
        match LevelName::named(level) {
            Some(level) => levels.push((name.to_owned(), level)),
            None => {
                let help = match nearest(level, LevelName::ALL.into_iter()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write one of {}", LevelName::ALL.join(", ")),
                };
                self.fault(span, format!("`{level}` is no level"), Some(help));
            }
        }
    }

    fn option(
        &mut self,
        key: &Spanned<String>,
        option: &str,
        set: &Value,
        span: std::ops::Range<usize>,
        options: &mut Options,
    ) {
        let Some(rule) = rules::find(key.get_ref()) else {
            let help = Some("options belong to one rule: write its name or code".to_owned());
            self.fault(key.span(), format!("`{}` stands for several rules", key.get_ref()), help);
            return;
        };
        let known: Vec<_> = rule.options().collect();
        let Some(found) = known.iter().find(|o| o.name == option) else {
            let names = known.iter().map(|o| o.name);
            let help = match nearest(option, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => format!("{} has no options", rule.name),
                None => format!("it has {}", names.collect::<Vec<_>>().join(", ")),
            };
            self.fault(self.key_span(option, &span), unknown_option(rule, option), Some(help));
            return;
        };
        match value_of(set, found.kind) {
            Some(value) => options.push((rule.name.to_owned(), option.to_owned(), value)),
            None => {
                let message = format!("`{option}` takes {}, not {}", found.kind.name(), set.type_str());
                self.fault(self.key_span(option, &span), message, None);
            }
        }
    }

    /// Where a key stands inside a table's span: values inside tables carry no spans of their own.
    fn key_span(&self, key: &str, within: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        // A table under a header spans its header only; its keys follow.
        let from = within.start.min(self.layer.text.len());
        let rest = self.layer.text.get(from..).unwrap_or("");
        let found = rest.match_indices(key).map(|(i, _)| from + i).find(|&i| {
            let before = self.layer.text.get(..i).and_then(|t| t.chars().next_back());
            let after = self.layer.text.get(i + key.len()..).map(str::trim_start);
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''))
                && after.is_some_and(|a| a.trim_start_matches(['"', '\'']).trim_start().starts_with('='))
        });
        found.map_or_else(|| within.clone(), |i| i..i + key.len())
    }
}

fn unknown_option(rule: &Rule, option: &str) -> String {
    format!("{} ({}) has no option `{option}`", rule.name, rule.code)
}

fn value_of(value: &Value, kind: OptionKind) -> Option<OptionValue> {
    match (value, kind) {
        (Value::Integer(n), OptionKind::Number | OptionKind::Any) => Some(OptionValue::Number(*n)),
        (Value::Boolean(b), OptionKind::Flag | OptionKind::Any) => Some(OptionValue::Flag(*b)),
        (Value::String(s), OptionKind::Text | OptionKind::Any) => Some(OptionValue::Text(s.clone())),
        (Value::Array(list), OptionKind::List | OptionKind::Any) => {
            list.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>().map(OptionValue::List)
        }
        _ => None,
    }
}
