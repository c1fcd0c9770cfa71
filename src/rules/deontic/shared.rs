//! What the rules of this family have in common: names of units, quotations of words, bearers.

use crate::document::{Document, Kind, ProvisionId};
use crate::norms::{self, Denial, HedgeKind, Modality, Norm};
use crate::references::Scope;
use crate::rules::DocumentCx;
use crate::rules::sought::{self, Sought};
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::{TokenKind, tokenize, word};

/// Every statement in the document that some class of instruments does not bind.
pub fn denials(cx: &DocumentCx<'_>) -> Vec<Denial> {
    norms::denials(cx.text, cx.document(), sought::places(cx, Sought::DENIAL))
}

/// The unit whose text a reader takes in at one go: the outermost article, section or the like that holds the
/// provision.
pub fn article(document: &Document, id: ProvisionId) -> ProvisionId {
    let attached = |kind| matches!(kind, Kind::Annex | Kind::Appendix | Kind::Schedule | Kind::Protocol);
    document
        .ancestors(id)
        .filter(|&up| {
            let kind = document.get(up).kind;
            !kind.is_container() && !attached(kind)
        })
        .last()
        .unwrap_or(id)
}

/// Whether two provisions stand in one article, or in two that its number holds together ("8.1" and "8.2").
pub fn one_article(document: &Document, a: ProvisionId, b: ProvisionId) -> bool {
    let (x, y) = (article(document, a), article(document, b));
    if x == y {
        return !document.get(x).kind.is_container();
    }
    // In an Act "16.1" and "16.2" are sections put in after 16, each of a matter of its own.
    if matches!(document.profile, Profile::CaAct | Profile::UkAct | Profile::UsCode) {
        return false;
    }
    let group = |id: ProvisionId| {
        let label = document.get(id).label.as_ref()?;
        label.key.split_once('.').map(|(head, _)| head)
    };
    document.get(x).parent == document.get(y).parent && group(x).is_some() && group(x) == group(y)
}

/// "3.4", "section 5", "item (a)": how a message names a provision; none for text outside numbered units.
pub fn unit_name(text: &str, document: &Document, id: ProvisionId) -> Option<String> {
    let holder = document.ancestors(id).find(|&up| document.get(up).label.is_some())?;
    let unit = document.get(holder);
    let label = unit.label.as_ref()?.span.of(text).trim_end_matches('.');
    if label.starts_with('(') || label.ends_with(')') {
        let path = document.path(holder);
        let (first, rest) = path.split_first()?;
        let tail: String = rest.iter().map(|p| format!("({p})")).collect();
        return Some(if rest.is_empty() { label.to_owned() } else { format!("{first}{tail}") });
    }
    Some(label.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// " (3.4)": where a norm stands, behind a quotation of it in a message; nothing for text outside numbered units.
pub fn at(cx: &DocumentCx<'_>, n: &Norm) -> String {
    unit_name(cx.text, cx.document(), n.provision).map_or(String::new(), |u| format!(" ({u})"))
}

/// Whether the words begin by saying for which case they hold: "If the user has no licence, …".
pub fn opens_with_case(words: &str) -> bool {
    const OPENERS: [&str; 8] =
        ["If ", "Where ", "When ", "Unless ", "In the event ", "In case ", "Should ", "Provided "];
    OPENERS.iter().any(|o| words.starts_with(o))
}

/// Whether a norm adds to what another says: "shall also".
pub fn adds(text: &str, n: &Norm) -> bool {
    text.get(n.modal.end as usize..).is_some_and(|rest| rest.trim_start().starts_with("also "))
}

/// The words of a span on one line, shortened.
pub fn quote(text: &str, span: Span) -> String {
    const LONGEST: usize = 90;
    let mut out = String::with_capacity(span.len().min(LONGEST + 30));
    for word in span.of(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > LONGEST {
            out.push_str(" …");
            break;
        }
    }
    out
}

/// Whether the norm asks for something with full force and no way out by effort.
pub fn firm(norm: &Norm) -> bool {
    norm.strength >= 3
        && matches!(norm.modality, Modality::Obligation | Modality::Prohibition)
        && !norm.hedges.iter().any(|h| h.kind == HedgeKind::Effort)
}

/// Whether two bearers are the same word, or one of them is unknown.
pub fn same_bearer(a: &Norm, b: &Norm) -> bool {
    matches!((&a.bearer_head, &b.bearer_head), (Some(a), Some(b)) if a == b)
}

/// Whether two norms stand in one provision; in text outside numbered units, in one block.
pub fn together(document: &Document, a: &Norm, b: &Norm) -> bool {
    a.provision == b.provision
        && (!document.get(a.provision).kind.is_container() || block_of(document, a.span) == block_of(document, b.span))
}

fn block_of(document: &Document, span: Span) -> usize {
    document.blocks_before(span.start + 1)
}

/// Whether two texts have the same words, white space and case aside.
pub fn same_words(a: &str, b: &str) -> bool {
    let plain = |a: &str, b: &str| a.is_ascii() && b.is_ascii();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b) || !plain(a, b) && a.to_lowercase() == b.to_lowercase();
    let (mut first, mut second) = (a.split_whitespace(), b.split_whitespace());
    loop {
        match (first.next(), second.next()) {
            (Some(a), Some(b)) if same(a, b) => {}
            (None, None) => return true,
            _ => return false,
        }
    }
}

/// Whether the text is a contract: by its profile, or because it speaks of itself as an agreement between parties.
pub fn is_contract(cx: &DocumentCx<'_>) -> bool {
    *cx.memo.contract.get_or_init(|| reads_as_contract(cx))
}

fn reads_as_contract(cx: &DocumentCx<'_>) -> bool {
    if !norms::may_be_contract(cx.document().profile) {
        return false;
    }
    match cx.document().profile {
        Profile::Contract => true,
        Profile::Generic => {
            let text = cx.text.get(..floor(cx.text, 200_000)).unwrap_or("");
            let count = |words: &str| memchr::memmem::find_iter(text.as_bytes(), words).count();
            let speaks = count("this Agreement") + count("this Contract");
            speaks >= 3 && speaks * 4000 >= text.len()
        }
        _ => false,
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether like words of two provisions speak of different things: other figures than those of their limits ("part 1501",
/// "part 1505"; "the 120-day period"), other words before the subject, or what the sentence before spoke of ("such study").
pub(super) fn of_other_things(text: &str, a: &Norm, b: &Norm) -> bool {
    let mut tokens = Vec::new();
    let mut read = |n: &Norm| {
        let opening = n.subject.map_or(0, |s| s.start);
        tokenize(text, if n.sentence.contains(n.span) { n.sentence } else { n.span }, &mut tokens);
        let mut figures = Vec::new();
        let mut points = false;
        for t in &tokens {
            let limit = n.windows.iter().any(|w| w.span.overlaps(t.span()))
                || n.quantities.iter().any(|q| q.span.overlaps(t.span()))
                || n.dates.iter().any(|d| d.span.overlaps(t.span()));
            // "For exempt goods, the limits shall": what stands before the subject tells the two apart, too.
            let event = n.windows.iter().any(|w| w.trigger.is_some_and(|e| e.overlaps(t.span())));
            let before = t.span().start < opening && t.kind() == TokenKind::Word && !event && !norms::is_closed(t.word);
            if (matches!(t.kind(), TokenKind::Number | TokenKind::Mixed) || before) && !limit {
                figures.push(t.word);
            }
            points |= t.word == word("such");
        }
        (figures, points)
    };
    let ((x, first), (y, second)) = (read(a), read(b));
    x != y || a.provision != b.provision && first && second
}

/// Whether two norms speak of different units in like words: "a grant under this paragraph" in two paragraphs, "the rate in
/// paragraph (1)" of two subsections.
pub(super) fn of_other_units(cx: &DocumentCx<'_>, a: &Norm, b: &Norm) -> bool {
    let all = &cx.analysis().references;
    let cited = |n: &Norm| {
        all.get(n.references.0 as usize..n.references.1 as usize)
            .unwrap_or_default()
            .iter()
            .filter(|r| matches!(r.scope, Scope::Internal))
            .filter_map(|r| r.targets.first())
    };
    // "Such allocation shall be made": what the sentence before speaks of.
    let points = |n: &Norm| {
        let words = n.span.of(cx.text);
        ["Such ", "These ", "This ", "Those "].iter().any(|w| words.starts_with(w))
    };
    a.provision != b.provision && points(a) && points(b) || cited(a).zip(cited(b)).any(|(x, y)| x.path != y.path)
}
