//! `mixed-list-grammar`: items of one list that do not all complete the lead-in in the same way.

use super::ends::lead;
use super::siblings::{self, Unit, called, leads_in};
use crate::findings::Severity;
use crate::rules::{Check, DocumentCx, Level, Part, Rule, Sink};
use crate::span::Span;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL013",
    name: "mixed-list-grammar",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/structure/mixed_list_grammar.md"),
    checks: &[Check::Unit(check)],
};

/// How an item completes its lead-in, by its first words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// "to keep"
    Infinitive,
    /// "keeping"
    Gerund,
    /// "the record", "any person"
    Noun,
    /// "who keeps", "which is"
    Relative,
    /// "if", "where"
    Condition,
    /// "is kept", "has", "shall keep"
    Verb,
}

impl Form {
    const ALL: [Self; 6] = [Self::Infinitive, Self::Gerund, Self::Noun, Self::Relative, Self::Condition, Self::Verb];

    const fn name(self) -> &'static str {
        match self {
            Self::Infinitive => "“to” and a verb",
            Self::Gerund => "a verb in “-ing”",
            Self::Noun => "a noun",
            Self::Relative => "a relative clause",
            Self::Condition => "a condition",
            Self::Verb => "a verb",
        }
    }
}

fn form(text: &str) -> Option<Form> {
    let mut words = text.split_whitespace();
    let first = words.next()?.trim_matches(|c: char| !c.is_alphanumeric());
    let second = words.next().unwrap_or("");
    Some(match first {
        "to" if !matches!(second, "the" | "a" | "an" | "any" | "each" | "that" | "which") => Form::Infinitive,
        "the" | "a" | "an" | "any" | "each" | "every" | "all" | "some" | "no" => Form::Noun,
        "who" | "which" | "that" | "whose" | "whom" => Form::Relative,
        "if" | "where" | "when" | "unless" | "until" | "whether" | "while" => Form::Condition,
        "is" | "are" | "was" | "were" | "has" | "have" | "had" | "shall" | "may" | "must" | "will" | "does" => {
            Form::Verb
        }
        _ => {
            let gerund = first.len() > 5
                && first.ends_with("ing")
                && first.chars().all(|c| c.is_ascii_lowercase())
                // "training the staff" completes a lead-in; "training programs" is a noun.
                && matches!(second, "the" | "a" | "an" | "any" | "each" | "all" | "that" | "with" | "for" | "to" | "such");
            return gerund.then_some(Form::Gerund);
        }
    })
}

fn check(cx: &DocumentCx<'_>, part: Part, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut forms: Vec<(Unit, Option<Form>, u32)> = Vec::new();
    siblings::rows(cx, part, |row| {
        if row.later || row.units.len() < 4 || !leads_in(lead(doc, cx.text, row.parent)) {
            return;
        }
        forms.clear();
        let mut unknown = 0;
        for unit in row.units.iter().filter(|u| !u.dead) {
            let text = doc.blocks_of(unit.id).next();
            let Some(block) = text.filter(|_| doc.get(unit.id).heading.is_none()) else { continue };
            let form = form(block.span.of(cx.text));
            // Every item but one must be known to agree.
            unknown += u32::from(form.is_none());
            if unknown > 1 {
                return;
            }
            forms.push((*unit, form, block.span.start));
        }
        let count = |f: Form| forms.iter().filter(|x| x.1 == Some(f)).count();
        let Some(most) = Form::ALL.into_iter().max_by_key(|&f| count(f)) else { return };
        if count(most) < 3 || count(most) + 1 != forms.len() {
            return;
        }
        let odd = forms.iter().find(|x| x.1 != Some(most));
        let Some(&(unit, Some(other), at)) = odd else { return };
        if matches!((most, other), (Form::Noun, Form::Gerund) | (Form::Condition, Form::Noun)) {
            return;
        }
        let end = at + cx.text.get(at as usize..).map_or(0, |t| t.split_whitespace().next().map_or(0, str::len)) as u32;
        let finding = sink.report(
            Span::new(at, end),
            format!(
                "{} begins with {}, its {} siblings with {}",
                called(doc, unit.id, cx.text),
                other.name(),
                count(most),
                most.name()
            ),
        );
        if let Some(sibling) = forms.iter().find(|x| x.1 == Some(most)) {
            finding.label(sibling.0.label, "a sibling");
        }
        finding.help("word the items so that each completes the lead-in in the same way").at_most(Severity::Note);
    });
}
