//! `unsanctioned-duty`: the text says what follows a breach of its duties, one by one, and leaves a duty out.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::document::{Block, Document, ProvisionId, Rank};
use crate::norms::Norm;
use crate::references::{Reference, Resolution, Scope, TargetRole};
use crate::rules::deontic::shared::{article, firm, is_contract, unit_name};
use crate::rules::{Check, DocumentCx, Level, Rule, Sink};
use crate::span::Span;
use crate::syntax::Profile;

/// See the rule's page.
pub static RULE: Rule = Rule {
    code: "NL319",
    name: "unsanctioned-duty",
    level: Level::NOTE,
    profiles: &[],
    page: include_str!("../../../rules/deontic/unsanctioned_duty.md"),
    checks: &[Check::Document(check)],
};

/// Headings of a part on sanctions hold one of these.
const HEADINGS: [&str; 9] =
    ["offence", "offense", "penalt", "sanction", "punishment", "fines", "contravention", "violation", "enforcement"];

/// Words that say what follows a breach.
const SANCTIONS: [&str; 26] = [
    "offence",
    "offense",
    "guilty",
    "penalt",
    "punish",
    "imprison",
    "fine of",
    "fine not",
    "a fine",
    "fined",
    "to fines",
    "sanction",
    "contraven",
    "violat",
    "breach",
    "infring",
    "fails to comply",
    "failure to comply",
    "not complied with",
    "in default",
    "liable",
    "unlawful",
    "revoke",
    "suspend the",
    "void",
    "injunction",
];

/// Words for the breach itself.
const BREACH: [&str; 8] =
    ["contraven", "violat", "breach", "infring", "comply with", "complied with", "complies with", "compliance with"];

static HEADING_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(HEADINGS).ok());

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostFirst).build(SANCTIONS).ok()
});

static BREACH_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(BREACH).ok());

/// Duties of this many units at least are named with their sanction, before one that is not stands out; and more of them
/// than are left out.
const NAMED: usize = 3;
/// How far before the name of the text the word of a breach stands, in bytes.
const NEAR: usize = 90;

fn check(cx: &DocumentCx<'_>, sink: &mut Sink<'_>) {
    let document = cx.document();
    // A chapter of a code is no whole: what follows a breach may stand in another.
    if document.profile == Profile::UsCode {
        return;
    }
    let Some(heading) = part(cx) else { return };
    let norms = || cx.analysis().norms.iter().filter(|n| duty(cx.text, n));
    // Fewer name no units with a sanction and one without.
    if norms().nth(NAMED).is_none() || is_contract(cx) {
        return;
    }
    // Mostly a clause reaches all of the text: its words are fewer than those on sanctions, and sooner found.
    let (Some(breach), Some(finder)) = (&*BREACH_FINDER, &*FINDER) else { return };
    let mut broken = holding(cx, breach).filter(|block| finder.is_match(block.span.of(cx.text)));
    if broken.any(|block| general(cx, block, &mut Vec::new())) {
        return;
    }
    let Some(reach) = Reach::of(cx) else { return };
    let mut named: Vec<ProvisionId> = Vec::new();
    let mut bare: Vec<(ProvisionId, &Norm)> = Vec::new();
    for n in norms() {
        let unit = article(document, n.provision);
        if reach.covers(document, n.provision) {
            if named.last() != Some(&unit) {
                named.push(unit);
            }
        } else if bare.last().is_none_or(|b| b.0 != unit) && !document.get(unit).kind.is_container() {
            bare.push((unit, n));
        }
    }
    if named.len() < NAMED || bare.len() >= named.len() {
        return;
    }
    for (_, n) in bare {
        let unit = unit_name(cx.text, document, n.provision).map_or(String::new(), |u| format!(" ({u})"));
        sink.report(
            n.span,
            format!("no sanction reaches this duty{unit}: the text says what follows a breach of others, one by one"),
        )
        .label(n.modal, "a duty of full force")
        .label(n.bearer.unwrap_or(n.span), "who is bound")
        .label(heading, "the part on sanctions")
        .note(format!(
            "{} units with such duties are named where the text speaks of a breach, or speak of it themselves; this one is not",
            named.len()
        ))
        .note("looked for and not found: a citation of this unit, or of one that holds it, beside the word of a breach or penalty; a clause for all of the text (“a person who contravenes this Act”)")
        .help("name the unit among those that carry a sanction, or say elsewhere what follows a breach");
    }
}

/// The heading of a part on sanctions.
fn part(cx: &DocumentCx<'_>) -> Option<Span> {
    let finder = HEADING_FINDER.as_ref()?;
    let mut headings = cx.document().iter().filter_map(|(_, p)| p.heading).filter(|h| h.len() < 80);
    headings.find(|h| finder.is_match(h.of(cx.text)))
}

/// The blocks that hold one of the finder's words; quoted ones left out.
fn holding<'a>(cx: &DocumentCx<'a>, finder: &'a AhoCorasick) -> impl Iterator<Item = &'a Block> + use<'a> {
    let document = cx.document();
    let mut last = None;
    finder.find_iter(cx.text).filter_map(move |found| {
        let at = found.start() as u32;
        let k = document.blocks.partition_point(|b| b.span.start <= at).checked_sub(1)?;
        let block = document.blocks.get(k)?;
        if !block.span.holds(at) || last.replace(k) == Some(k) {
            return None;
        }
        (!document.get(block.provision).quoted).then_some(block)
    })
}

/// A duty or ban of full force on a class of persons ("an operator", "every carrier"): officials and bodies answer
/// otherwise.
fn duty(text: &str, n: &Norm) -> bool {
    const OFFICIAL: [&str; 53] = [
        "applicant",
        "candidate",
        "petitioner",
        "claimant",
        "appellant",
        "complainant",
        "respondent",
        "elector",
        "representative",
        "minister",
        "authority",
        "commission",
        "commissioner",
        "court",
        "judge",
        "board",
        "committee",
        "council",
        "state",
        "government",
        "agency",
        "department",
        "secretary",
        "director",
        "inspector",
        "officer",
        "official",
        "registrar",
        "tribunal",
        "member",
        "chairperson",
        "chair",
        "chairman",
        "president",
        "province",
        "country",
        "municipality",
        "prosecutor",
        "justice",
        "magistrate",
        "arbitrator",
        "panel",
        "registry",
        "witness",
        "ministry",
        "office",
        "administration",
        "governor",
        "clerk",
        "sheriff",
        "assembly",
        "conference",
        "nation",
    ];
    let (Some(bearer), Some(head)) = (n.bearer, &n.bearer_head) else { return false };
    // Conditions of an application or an office, and how to reckon, have their own consequence; an item completes a duty.
    let procedural = n.passive
        || n.verb.starts_with("be")
        || matches!(n.verb.as_str(), "hold" | "have" | "calculate" | "compute" | "include" | "file" | "apply")
        || !n.sentence.contains(n.span);
    if n.quoted || n.rank != Rank::Operative || n.strength != 4 || !firm(n) || procedural {
        return false;
    }
    if OFFICIAL.contains(&head.as_str()) || !crate::norms::is_agent(crate::text::word_of(head), head) {
        return false;
    }
    let mut words = bearer.of(text).split_whitespace();
    let class = ["a", "an", "any", "every", "each", "no", "all"]
        .iter()
        .any(|d| words.clone().next().is_some_and(|w| w.eq_ignore_ascii_case(d)));
    class && words.all(|w| !OFFICIAL.contains(&crate::norms::lemma(w).as_str()))
}

/// What the words on breaches and penalties reach.
struct Reach {
    /// Units, and the first unit past each: sorted.
    units: Vec<(ProvisionId, ProvisionId)>,
}

impl Reach {
    /// None where a clause reaches all of the text.
    fn of(cx: &DocumentCx<'_>) -> Option<Self> {
        let document = cx.document();
        let all = &cx.analysis().references;
        if !all.is_sorted_by_key(|r| r.span.start) {
            return None;
        }
        let mut units: Vec<(ProvisionId, ProvisionId)> = Vec::new();
        // References before this one are read.
        let mut next = 0;
        for block in holding(cx, FINDER.as_ref()?) {
            if general(cx, block, &mut units) {
                return None;
            }
            // The unit that speaks of a breach itself carries its sanction.
            let own = article(document, block.provision);
            if !document.get(own).kind.is_container() {
                units.push((own, document.get(own).end));
            }
            // A lead-in speaks of what its items cite.
            let holder = document.get(block.provision);
            let end = if holder.kind.is_container() { block.span.end } else { holder.span.end.max(block.span.end) };
            next = all.partition_point(|r| r.span.start < block.span.start).max(next);
            while let Some(reference) = all.get(next).filter(|r| r.span.start < end) {
                cited(document, reference, &mut units);
                next += 1;
            }
        }
        units.sort_unstable();
        units.dedup();
        Some(Self { units })
    }

    fn covers(&self, document: &Document, id: ProvisionId) -> bool {
        // A unit named, or one that holds it: every ancestor is looked up. A unit inside it that is named: the first after it.
        let end = document.get(id).end;
        let named = |up: ProvisionId| self.units.binary_search_by_key(&up, |u| u.0).is_ok();
        let inside = self.units.partition_point(|u| u.0 < id);
        document.ancestors(id).any(named) || self.units.get(inside).is_some_and(|u| u.0 < end)
    }
}

/// Whether the words reach the whole text ("this Act"); what they say of the unit around them ("this Part") is added.
fn general(cx: &DocumentCx<'_>, block: &Block, units: &mut Vec<(ProvisionId, ProvisionId)>) -> bool {
    const WHOLE: [&str; 18] = [
        "Act",
        "Law",
        "Regulation",
        "Regulations",
        "Rules",
        "Order",
        "Code",
        "Ordinance",
        "title",
        "Title",
        "Bylaw",
        "By-law",
        "Bylaws",
        "Decree",
        "Statute",
        "Directive",
        "Convention",
        "law",
    ];
    let document = cx.document();
    let words = block.span.of(cx.text);
    let mut at = 0;
    while let Some(k) = words.get(at..).and_then(|rest| {
        ["this ", "these ", "This ", "These "].iter().filter_map(|w| Some(rest.find(w)? + w.len())).min()
    }) {
        at += k;
        let noun = words.get(at..).unwrap_or("").split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
        let before = words.get(floor(words, at.saturating_sub(NEAR))..at).unwrap_or("");
        let broken = before.rsplit([';', '.']).next().unwrap_or("").to_ascii_lowercase();
        if !BREACH.iter().any(|w| broken.contains(w)) {
            continue;
        }
        if WHOLE.contains(&noun) {
            return true;
        }
        let kind = noun.to_ascii_lowercase();
        if let Some(up) = document.ancestors(block.provision).find(|&up| document.get(up).kind.name() == kind) {
            units.push((up, document.get(up).end));
        } else if matches!(kind.as_str(), "chapter" | "part" | "subchapter" | "division" | "subtitle") {
            // The text at hand is that chapter.
            return true;
        }
    }
    false
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Adds the units that a citation points to.
fn cited(document: &Document, reference: &Reference, units: &mut Vec<(ProvisionId, ProvisionId)>) {
    if reference.quoted || !matches!(reference.scope, Scope::Internal) {
        return;
    }
    let mut start = None;
    for target in &reference.targets {
        let Resolution::Found(id) = target.resolution else { continue };
        match target.role {
            TargetRole::Member => units.push((id, document.get(id).end)),
            TargetRole::RangeStart => {
                units.push((id, document.get(id).end));
                start = Some(id);
            }
            TargetRole::RangeEnd => {
                units.push((id, document.get(id).end));
                if let Some(first) = start.take().filter(|f| document.get(*f).parent == document.get(id).parent) {
                    let parent = document.get(id).parent.unwrap_or(first);
                    let between = document.children(parent).filter(|c| (first..=id).contains(c));
                    units.extend(between.take(200).map(|c| (c, document.get(c).end)));
                }
            }
            TargetRole::Holder => {}
        }
    }
}
