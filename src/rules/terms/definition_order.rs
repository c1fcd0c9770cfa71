//! `definition-order`: a list of definitions in the order of the alphabet, but for one.

use super::compare::list_of;
use crate::definitions::{Definition, Form};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL111",
    name: "definition-order",
    level: Level::Off,
    profiles: &[],
    page: include_str!("../../../rules/terms/definition_order.md"),
    checks: &[Check::Document(check)],
};

/// Fewest definitions of a list that shows an order.
const FEWEST: usize = 5;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let doc = cx.document();
    let mut list: Vec<&Definition> = Vec::new();
    let mut holder = None;
    let all = cx.analysis().terms.definitions.iter();
    for d in all.filter(|d| !matches!(d.form, Form::Name | Form::Repealed)) {
        let own = Some(list_of(doc, d.provision));
        if own != holder {
            judge(cx, sink, &list);
            list.clear();
            holder = own;
        }
        // "X or Y means" has one place in the list.
        if list.last().is_none_or(|l| l.body != d.body) {
            list.push(d);
        }
    }
    judge(cx, sink, &list);
}

/// Reports the members of a list that stand after a later letter, where four in five of its pairs are in order.
fn judge(cx: &DocumentCx<'_>, sink: &mut Sink<'_>, list: &[&Definition]) {
    if list.len() < FEWEST {
        return;
    }
    let key = |d: &Definition| d.key.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let keys: Vec<String> = list.iter().map(|d| key(d)).collect();
    let wrong: Vec<usize> = (1..list.len()).filter(|&i| keys[i] < keys[i - 1]).collect();
    if wrong.is_empty() || wrong.len() * 5 > list.len() {
        return;
    }
    for i in wrong {
        // The one out of place is that without which its neighbours agree.
        let early = i + 1 >= keys.len() || keys[i - 1] <= keys[i + 1];
        let (out, beside) = if early { (list[i], list[i - 1]) } else { (list[i - 1], list[i]) };
        let (term, other) = (out.term.of(cx.text), beside.term.of(cx.text));
        sink.report(out.term, format!("“{term}” is out of alphabetical order"))
            .label(beside.term, format!("beside “{other}”"))
            .help("move it to its place, and look for citations of it by number");
    }
}
