//! Rule names on the command line.

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::rules;

/// Takes a rule's code, name, beginning of its code, or `all`; says what is near where it is none of these.
#[derive(Clone, Debug)]
pub(super) struct Selectors;

impl TypedValueParser for Selectors {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let word = value.to_string_lossy();
        if rules::all().any(|r| r.is_named(&word)) {
            return Ok(word.into_owned());
        }
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
        if let Some(argument) = argument {
            error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
        }
        error.insert(ContextKind::InvalidValue, ContextValue::String(word.clone().into_owned()));
        match rules::nearest(&word) {
            Some(rule) => {
                error.insert(ContextKind::SuggestedValue, ContextValue::String(rule.name.to_owned()));
            }
            None => {
                let hint = "`normlint rules` lists the rules".to_owned();
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![hint.into()]));
            }
        }
        Err(error)
    }
}
