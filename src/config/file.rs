//! What a `normlint.toml` may hold. The JSON schema is made from these types and their comments.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::findings::Severity;
use crate::rules::Level;
use crate::syntax::Profile;

/// Settings of normlint for the drafts in this folder and below.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "normlint.toml")]
pub struct File {
    /// Another configuration file, from this one's folder, whose settings hold where this one says nothing.
    #[schemars(with = "Option<PathBuf>")]
    pub extends: Option<Spanned<PathBuf>>,
    /// Drafting tradition by which every draft is read, instead of the one detected.
    #[schemars(with = "Option<ProfileName>")]
    pub profile: Option<Spanned<Profile>>,
    /// Only these rules: codes, names, beginnings of codes (`NL2`), or `all`. Without it, those on by default.
    #[schemars(with = "Option<Vec<String>>")]
    pub select: Option<Spanned<Vec<Spanned<String>>>>,
    /// Not these rules.
    #[schemars(with = "Option<Vec<String>>")]
    pub ignore: Option<Spanned<Vec<Spanned<String>>>>,
    /// Findings from this level up make the command fail.
    #[schemars(with = "Option<FailAt>")]
    pub severity: Option<Spanned<FailAt>>,
    /// Files and folders not to read, as in a `.gitignore`.
    #[schemars(with = "Option<Vec<String>>")]
    pub exclude: Option<Spanned<Vec<Spanned<String>>>>,
    /// Extensions, without the point, of the files that are read in a folder.
    #[schemars(with = "Option<Vec<String>>")]
    pub extensions: Option<Spanned<Vec<String>>>,
    /// File of findings that are known and do not count; `check --write-baseline` writes it.
    #[schemars(with = "Option<PathBuf>")]
    pub baseline: Option<Spanned<PathBuf>>,
    /// File of ignores for drafts that cannot carry comments; `normlint-ignore.toml` where it is there.
    #[schemars(with = "Option<PathBuf>")]
    pub ignore_file: Option<Spanned<PathBuf>>,
    /// Levels and options of rules, by name, code or beginning of a code.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleSetting>")]
    pub rules: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    /// The project's own words.
    #[serde(default)]
    pub vocabulary: Vocabulary,
    /// Settings for some of the files; where several fit, a later one wins.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// Settings for some of the files.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Which files, as in a `.gitignore`, from the configuration file's folder.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Drafting tradition of these files.
    #[schemars(with = "Option<ProfileName>")]
    pub profile: Option<Spanned<Profile>>,
    /// Rules not to run on them.
    #[schemars(with = "Option<Vec<String>>")]
    pub ignore: Option<Spanned<Vec<Spanned<String>>>>,
    /// Levels and options of rules for them.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RuleSetting>")]
    pub rules: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
}

/// The project's own words.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Vocabulary {
    /// Names of instruments, each with the file that holds it: `"the Convention" = "convention.txt"`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub instruments: BTreeMap<String, Spanned<String>>,
    /// Abbreviations that need no expansion.
    #[schemars(with = "Option<Vec<String>>")]
    pub abbreviations: Option<Spanned<Vec<String>>>,
    /// Classes of instruments that bind nobody: `"ITU-T Recommendations"`.
    #[schemars(with = "Option<Vec<String>>")]
    pub non_binding: Option<Spanned<Vec<String>>>,
}

/// From which level on findings make the command fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FailAt {
    /// Errors only.
    Error,
    /// Errors and warnings.
    #[default]
    Warning,
    /// Any finding.
    Note,
}

impl FailAt {
    /// The lowest severity that fails.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

/// Level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelName {
    /// Reported as an error.
    Error,
    /// Reported as a warning.
    Warning,
    /// Reported as a note.
    Note,
    /// Not run.
    Off,
}

impl LevelName {
    /// Every name.
    pub const ALL: [&'static str; 4] = ["error", "warning", "note", "off"];

    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Level> {
        Some(match name {
            "error" => Level::ERROR,
            "warning" => Level::WARNING,
            "note" => Level::NOTE,
            "off" => Level::Off,
            _ => return None,
        })
    }
}

/// A rule's level, or its level and options; each rule's page says what options it has. For the schema only: the
/// reading gives better errors than an untagged enumeration could.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "stands for the schema")]
enum RuleSetting {
    /// The level.
    Level(LevelName),
    /// Level and options.
    Table(RuleTable),
}

/// Level and options of a rule.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "stands for the schema")]
struct RuleTable {
    /// The level.
    level: Option<LevelName>,
    /// The rule's own options.
    #[schemars(flatten)]
    options: BTreeMap<String, OptionSetting>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "stands for the schema")]
enum OptionSetting {
    Number(i64),
    Flag(bool),
    Text(String),
    List(Vec<String>),
}

/// Names of the drafting traditions, for the schema.
struct ProfileName;

impl JsonSchema for ProfileName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Profile".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A drafting tradition.",
            "type": "string",
            "enum": Profile::ALL.map(Profile::name),
        })
    }
}
