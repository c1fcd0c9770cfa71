//! One document on two threads, for those who wait for it: an editor, at a key press.
//!
//! A run over many documents keeps every core busy with a document each; here only one has changed. What comes out is
//! what [`analyse`] and [`check_document`] give, in another order.

use std::panic::resume_unwind;
use std::thread;

use super::plan::Plan;
use super::steps::{analyse, check_document};
use super::watch::Watch;
use crate::findings::{DocId, Finding};
use crate::graph::{Analysis, Entry};
use crate::rules::{self, Check};
use crate::source::Source;
use crate::{definitions, document, norms, references};

/// Texts shorter than this, in bytes, are done before a second thread would have begun.
const SHORT: usize = 16 << 10;

/// Does both, the first on a thread of its own. A panic in either is passed on.
fn both<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let other = scope.spawn(first);
        let b = second();
        match other.join() {
            Ok(a) => (a, b),
            Err(panic) => resume_unwind(panic),
        }
    })
}

/// As [`analyse`].
#[must_use]
pub fn analyse_live(source: Source, plan: &Plan) -> Entry {
    if source.text.len() < SHORT {
        return analyse(source, plan, &mut Watch::default());
    }
    let document = document::read(&source, plan.profile);
    let (references, terms) = both(|| references::read(&source, &document), || definitions::read(&source, &document));
    let norms = norms::read(&source, &document, &references, &terms);
    Entry { source, analysis: Analysis { document, terms, references, norms } }
}

/// As [`check_document`], in no order.
#[must_use]
pub fn check_live(entry: &Entry, doc: DocId, plan: &Plan) -> Vec<Finding> {
    if entry.source.text.len() < SHORT {
        return check_document(entry, doc, plan, &mut Watch::default());
    }
    let looks_at_blocks = |rule: &rules::Rule| !rule.checks.iter().any(|c| matches!(c, Check::Document(_)));
    let without = |blocks: bool| {
        let mut half = plan.clone();
        let left_out = rules::all().filter(|r| looks_at_blocks(r) == blocks);
        half.ignore.extend(left_out.map(|r| r.code.to_owned()));
        half
    };
    let (documents, blocks) = (without(true), without(false));
    let (mut findings, rest) = both(
        || check_document(entry, doc, &documents, &mut Watch::default()),
        || check_document(entry, doc, &blocks, &mut Watch::default()),
    );
    findings.extend(rest);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::sort;
    use std::fmt::Write as _;

    #[test]
    fn two_threads_find_what_one_does() {
        let mut text = String::from("Signal Station Act\n\n");
        let mut section = 1;
        while text.len() < 2 * SHORT {
            let _ = writeln!(
                text,
                "§ {section}. Duties\n(a) A station shall keep the the records under section {}.\n(b) The Bureau may \
                 ask for them within thirty (20) days.\n(d) Subsection (c) applies.\n",
                section + 3
            );
            section += 1;
        }
        let plan = Plan::default();
        let mut watch = Watch::default();
        let one = analyse(Source::new("a.txt", text.as_str()), &plan, &mut watch);
        let two = analyse_live(Source::new("a.txt", text.as_str()), &plan);
        assert_eq!(format!("{:?}", one.analysis), format!("{:?}", two.analysis));
        let (mut a, mut b) = (check_document(&one, DocId(0), &plan, &mut watch), check_live(&two, DocId(0), &plan));
        sort(&mut a);
        sort(&mut b);
        assert!(a.len() > 100, "{}", a.len());
        assert_eq!(a, b);
    }
}
