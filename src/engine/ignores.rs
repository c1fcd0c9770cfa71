//! Ignores: what a draft, or the file beside it, asks to pass over, and whether each was needed.

use rustc_hash::FxHashMap;

use super::anchor::{address, text_hash};
use super::place::{Found, Standing};
use super::plan::Plan;
use crate::document::{BlockKind, Document};
use crate::findings::{DocId, Finding, Safety};
use crate::graph::Entry;
use crate::rules::{self, Rule, Sink, suppression};
use crate::span::Span;
use crate::syntax::directive::{Directive, Reach, VERBS, directives};

/// One ignore kept beside the drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarEntry {
    /// The unit, as [`address`] writes it.
    pub unit: String,
    /// Code, name or prefix of the rule.
    pub rule: String,
    /// [`text_hash`] of the block the finding is in.
    pub hash: u64,
    /// Why.
    pub reason: Option<String>,
}

/// The ignores kept beside the drafts, by file (from the project's root, `/` between parts).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// Entries of each file, in the order written.
    pub files: FxHashMap<String, Vec<SidecarEntry>>,
}

/// What a finding is known by in the sidecar: its unit and the hash of its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Address of the unit.
    pub unit: String,
    /// Hash of the block's words.
    pub hash: u64,
}

impl Anchor {
    /// The anchor of the words at `span`.
    #[must_use]
    pub fn of(text: &str, document: &Document, span: Span) -> Self {
        let around = super::anchor::block_at(document, span.start).unwrap_or_else(|| line_at(text, span));
        Self { unit: address(document, span.start), hash: text_hash(around.of(text)) }
    }
}

fn line_at(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes();
    let at = (span.start as usize).min(bytes.len());
    let start = bytes.get(..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(0, |i| i + 1);
    let end = bytes.get(at..).and_then(|b| memchr::memchr(b'\n', b)).map_or(bytes.len(), |i| at + i);
    Span::at(start, end)
}

/// Where an ignore holds.
#[derive(Clone, Debug)]
enum Hold {
    /// Findings that begin in the span.
    Within(Span),
    /// Findings in that unit while its text has that hash.
    At(Anchor),
}

/// One rule that one ignore names.
#[derive(Clone, Debug)]
struct Ignore {
    hold: Hold,
    selector: String,
    reason: Option<String>,
    used: bool,
    /// What to say where it met nothing; none where the rule does not run, so that nobody can know.
    unused: Option<Finding>,
    /// The same, placed in the text.
    placed: Option<Found>,
}

/// All ignores of one document.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    list: Vec<Ignore>,
}

impl Ignores {
    /// Reads a document's directives and its entries in the sidecar. The findings are those about the ignores
    /// themselves: rules that do not exist, reasons that are not given. `file` is the key into the sidecar.
    #[must_use]
    pub fn read(entry: &Entry, doc: DocId, plan: &Plan, file: &str) -> (Self, Vec<Finding>) {
        let text: &str = &entry.source.text;
        let document = &entry.analysis.document;
        let mut reader = Reader { text, document, doc, plan, list: Vec::new(), findings: Vec::new() };
        reader.directives(directives(text));
        for entry in plan.sidecar.files.get(file).into_iter().flatten() {
            reader.sidecar(entry);
        }
        (Self { list: reader.list }, reader.findings)
    }

    /// Whether the document has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether any is kept in the sidecar, so that findings must carry their anchors.
    #[must_use]
    pub fn needs_anchors(&self) -> bool {
        self.list.iter().any(|i| matches!(i.hold, Hold::At(_)))
    }

    /// Sets aside what is ignored; `found` is one document's findings in the order of the text, `anchors` theirs.
    pub fn apply(&mut self, found: &mut [Found]) {
        let mut starts: Vec<usize> = (0..self.list.len()).collect();
        let begin = |i: &Ignore| match &i.hold {
            Hold::Within(span) => span.start,
            Hold::At(_) => 0,
        };
        starts.sort_by_key(|&i| self.list.get(i).map_or(0, begin));
        let mut next = starts.into_iter().peekable();
        // Ignores that may reach the finding at hand; a few at any time.
        let mut active: Vec<usize> = Vec::new();
        for f in found.iter_mut().filter(|f| !suppression::RULES.iter().any(|r| r.code == f.finding.code)) {
            let at = f.finding.span.start;
            while let Some(i) = next.next_if(|&i| self.list.get(i).is_some_and(|x| begin(x) <= at)) {
                active.push(i);
            }
            active.retain(|&i| {
                self.list.get(i).is_some_and(|x| match &x.hold {
                    Hold::Within(span) => span.end > at,
                    Hold::At(_) => true,
                })
            });
            let Some(rule) = rules::find(f.finding.code) else { continue };
            for &i in &active {
                let Some(ignore) = self.list.get_mut(i) else { continue };
                let (hit, sidecar) = match &ignore.hold {
                    Hold::Within(_) => (true, false),
                    Hold::At(anchor) => (f.anchor.as_ref() == Some(anchor), true),
                };
                if hit && rule.is_named(&ignore.selector) {
                    ignore.used = true;
                    if f.standing == Standing::Live {
                        f.standing = Standing::Ignored { reason: ignore.reason.clone(), sidecar };
                    }
                }
            }
        }
    }

    /// What there is to say of the ignores, should they meet nothing.
    pub fn pending(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter().filter_map(|i| i.unused.as_ref())
    }

    /// Places what [`Ignores::pending`] gave, while the text is at hand.
    pub fn place(&mut self, mut place: impl FnMut(Finding) -> Found) {
        for ignore in &mut self.list {
            ignore.placed = ignore.unused.take().map(&mut place);
        }
    }

    /// The findings about ignores that met nothing, once all findings have been [applied](Ignores::apply) to.
    pub fn unused(self) -> impl Iterator<Item = Found> {
        self.list.into_iter().filter(|i| !i.used).filter_map(|i| i.placed)
    }
}

struct Reader<'a> {
    text: &'a str,
    document: &'a Document,
    doc: DocId,
    plan: &'a Plan,
    list: Vec<Ignore>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, rule: &'static Rule, span: Span, message: String) -> Option<&mut Finding> {
        let severity = self.plan.severity(rule, self.document.profile)?;
        Sink::new(rule, severity, self.doc, &mut self.findings).report(span, message);
        self.findings.last_mut()
    }

    fn directives(&mut self, all: Vec<Directive>) {
        // Open `ignore-start`s: the directive, and where its ignores stand in the list.
        let mut open: Vec<(Directive, std::ops::Range<usize>)> = Vec::new();
        for directive in all {
            let end = self.text.len() as u32;
            let scope = match directive.reach {
                Some(Reach::Next) => self.next_unit(directive.span.end),
                Some(Reach::Line) => self.next_line(directive.span.end),
                Some(Reach::Start) => Span::new(directive.span.end, end.max(directive.span.end)),
                Some(Reach::File) => Span::new(0, end),
                Some(Reach::End) => {
                    let names = |d: &Directive| d.rules.iter().map(|r| r.of(self.text)).collect::<Vec<_>>();
                    let wanted = names(&directive);
                    let same = |(d, _): &(Directive, _)| wanted.is_empty() || names(d) == wanted;
                    if let Some((_, range)) = open.iter().rposition(same).map(|i| open.remove(i)) {
                        for ignore in self.list.get_mut(range).into_iter().flatten() {
                            if let Hold::Within(span) = &mut ignore.hold {
                                span.end = directive.span.start.max(span.start);
                            }
                        }
                    } else {
                        self.stray_end(&directive);
                    }
                    continue;
                }
                None => {
                    self.unknown_verb(&directive);
                    continue;
                }
            };
            let from = self.list.len();
            self.named(&directive, scope);
            if directive.reach == Some(Reach::Start) {
                open.push((directive, from..self.list.len()));
            }
        }
    }

    /// Enters the rules that a directive names.
    fn named(&mut self, directive: &Directive, scope: Span) {
        if directive.rules.is_empty() {
            let help = "write the rule's code or name after it, or `all`";
            if let Some(f) =
                self.report(&suppression::UNKNOWN_RULE, directive.span, "this directive names no rule".to_owned())
            {
                f.help(help);
            }
            return;
        }
        let reason = directive.reason.map(|r| r.of(self.text).to_owned());
        if reason.is_none()
            && let Some(f) = self.report(
                &suppression::NO_REASON,
                directive.span,
                "this directive gives no reason for what it ignores".to_owned(),
            )
        {
            f.help("add ` -- ` and the reason, so that the next reader need not guess");
        }
        for &span in &directive.rules {
            let selector = span.of(self.text).to_owned();
            if !self.known(&selector, span) {
                continue;
            }
            let whole = if directive.rules.len() == 1 { self.whole_line(directive.span) } else { Span::default() };
            let unused = self.unused(&selector, span, whole);
            self.list.push(Ignore {
                hold: Hold::Within(scope),
                selector,
                reason: reason.clone(),
                used: false,
                unused,
                placed: None,
            });
        }
    }

    /// Whether the selector names a rule; says so where it does not.
    fn known(&mut self, selector: &str, span: Span) -> bool {
        if rules::all().any(|r| r.is_named(selector)) {
            return true;
        }
        let near = rules::nearest(selector);
        if let Some(f) = self.report(&suppression::UNKNOWN_RULE, span, format!("there is no rule “{selector}”")) {
            match near {
                Some(rule) => f.help(format!("did you mean {} ({})?", rule.name, rule.code)),
                None => f.help("`normlint rules` lists them all"),
            };
        }
        false
    }

    /// What to say if an ignore meets nothing; none where no rule that it names runs on this document.
    fn unused(&mut self, selector: &str, span: Span, line: Span) -> Option<Finding> {
        let profile = self.document.profile;
        let runs = |r: &&'static Rule| r.is_named(selector) && self.plan.severity(r, profile).is_some();
        rules::all().find(runs)?;
        let severity = self.plan.severity(&suppression::UNUSED_IGNORE, profile)?;
        let mut one = Vec::with_capacity(1);
        let mut sink = Sink::new(&suppression::UNUSED_IGNORE, severity, self.doc, &mut one);
        let f = sink.report(span, format!("nothing here draws {selector}: this ignore is not needed"));
        f.help("remove it, lest it hide a later fault");
        if !line.is_empty() {
            f.fix(Safety::Safe, "remove the directive", line, "");
        }
        one.pop()
    }

    fn unknown_verb(&mut self, directive: &Directive) {
        let verb = directive.verb.of(self.text);
        let near = VERBS.iter().map(|(name, _)| *name).min_by_key(|name| strsim::damerau_levenshtein(name, verb));
        let message = format!("“{verb}” is no directive, so nothing is ignored here");
        if let Some(f) = self.report(&suppression::UNKNOWN_RULE, directive.verb, message)
            && let Some(near) = near
        {
            f.help(format!("did you mean `{near}`?"));
        }
    }

    fn stray_end(&mut self, directive: &Directive) {
        let message = "this `ignore-end` ends no `ignore-start`".to_owned();
        let line = self.whole_line(directive.span);
        if let Some(f) = self.report(&suppression::UNUSED_IGNORE, directive.span, message) {
            f.fix(Safety::Safe, "remove the directive", line, "");
        }
    }

    fn sidecar(&mut self, entry: &SidecarEntry) {
        let at = self
            .document
            .iter()
            .skip(1)
            .find(|(id, _)| self.document.path(*id).iter().map(|s| s.as_str()).eq(entry.unit.split('/')))
            .map(|(_, p)| p.label.as_ref().map_or(Span::new(p.span.start, p.span.start), |l| l.span));
        let place = at.unwrap_or_default();
        if !self.known(&entry.rule, place) {
            return;
        }
        let mut unused = self.unused(&entry.rule, place, Span::default());
        if let Some(f) = &mut unused {
            f.message =
                format!("the ignore of {} kept beside the draft for {} met nothing", entry.rule, unit_name(entry))
                    .into();
            f.note(match at {
                Some(_) => "the unit draws no such finding, or its text has changed since the ignore was written",
                None => "the draft has no such unit now",
            });
            f.help("look at the finding anew, or remove the entry");
        }
        if entry.reason.as_ref().is_none_or(|r| r.trim().is_empty()) {
            let message = format!("the ignore of {} kept beside the draft gives no reason", entry.rule);
            self.report(&suppression::NO_REASON, place, message);
        }
        self.list.push(Ignore {
            hold: Hold::At(Anchor { unit: entry.unit.clone(), hash: entry.hash }),
            selector: entry.rule.clone(),
            reason: entry.reason.clone(),
            used: false,
            unused,
            placed: None,
        });
    }

    /// What comes next after `from`: a unit with all that it holds, or, where text of an open unit comes first, that
    /// paragraph.
    fn next_unit(&self, from: u32) -> Span {
        let unit = self.document.provisions.partition_point(|p| p.span.start < from).max(1);
        let unit = self.document.provisions.get(unit).map(|p| p.span);
        let first = self.document.blocks.partition_point(|b| b.span.start < from);
        let block = self.document.blocks.get(first..).unwrap_or_default();
        let block = block.iter().find(|b| b.kind != BlockKind::Furniture).map(|b| b.span);
        match (unit, block) {
            (Some(unit), Some(block)) if block.start < unit.start => block,
            (Some(unit), _) => unit,
            (None, Some(block)) => block,
            (None, None) => Span::new(from, from),
        }
    }

    /// The next line that is no directive and not blank.
    fn next_line(&self, from: u32) -> Span {
        let mut at = from as usize;
        while let Some(rest) = self.text.get(at..).filter(|r| !r.is_empty()) {
            let Some(skip) = memchr::memchr(b'\n', rest.as_bytes()) else { break };
            at += skip + 1;
            let line = line_at(self.text, Span::at(at, at));
            let words = line.of(self.text);
            if !words.trim().is_empty() && !crate::syntax::directive::is_directive(words) {
                return line;
            }
        }
        Span::new(from, from)
    }

    /// The line with its line end.
    fn whole_line(&self, span: Span) -> Span {
        let line = line_at(self.text, span);
        Span::at(line.start as usize, (line.end as usize + 1).min(self.text.len()))
    }
}

fn unit_name(entry: &SidecarEntry) -> String {
    if entry.unit.is_empty() { "text outside any unit".to_owned() } else { format!("unit {}", entry.unit) }
}
