//! From blocks to norms.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use thin_vec::ThinVec;

use super::bearer::{Agency, Parties, agency, by_agent};
use super::clause::{self, Phrase, Place, head, phrase};
use super::kept::{self, Kept, Unit};
use super::lexicon::{Bits, bit, lexicon};
use super::lists::{Lead, Leads};
use super::modal::{self, Hit};
use super::model::{AdjunctKind, Modality, Norm};
use super::sentence::{hide, sentences};
use super::slots;
use super::words::{Range, Words, any, held};
use super::{Past, adjuncts, index, measures, parties};
use crate::definitions::{Form, Terms};
use crate::document::{Block, BlockKind, BlockTokens, Document, Kind, ProvisionId, Rank, Status};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey, PIECE, Token, pieces, word};

/// Longest sentence looked at, in tokens: longer runs are tables and lists, no sentences.
const LONGEST: usize = 1500;

/// Bytes of text to a norm, about: room is made for so many.
const EACH: usize = 300;
/// The agent that a pronoun may stand for.
#[derive(Clone, Debug, Default)]
struct Antecedent {
    provision: Option<ProvisionId>,
    head: Option<SmolStr>,
}

struct Reader<'a> {
    text: &'a str,
    document: &'a Document,
    tokens: &'a BlockTokens,
    parties: Parties,
    leads: Leads,
    antecedent: Antecedent,
    /// The antecedent was set since this was last taken back.
    named: bool,
    /// Definition bodies, in the order of the text.
    bodies: Vec<Span>,
    out: Vec<Norm>,
    /// Buffers: the words of force of a sentence, each with its subject and how far it may look back; words of a norm;
    /// what stands beside its act.
    found: Vec<(Hit, Range, usize)>,
    words: Vec<u32>,
    aside: Vec<Span>,
}

/// Where a sentence stands.
#[derive(Clone, Copy)]
struct Home<'a> {
    block: &'a Block,
    quoted: bool,
    /// The sentence is the last of a block that is not ended, with items below.
    open: bool,
}

/// Reads all norms of a document; those of units that are as they were come from `past`, where there is any. Says of each
/// from which norm of the past it was taken over, `u32::MAX` for none; nothing where there is no past.
pub fn read(
    text: &str,
    document: &Document,
    tokens: &BlockTokens,
    terms: &Terms,
    past: Option<Past<'_>>,
) -> (Vec<Norm>, Vec<u32>) {
    let mut bodies: Vec<Span> =
        terms.definitions.iter().filter(|d| d.form != Form::Name).map(|d| d.term.to(d.body)).collect();
    bodies.sort_unstable();
    let mut reader = Reader {
        text,
        document,
        tokens,
        parties: Parties::of(text, terms),
        leads: Leads::default(),
        antecedent: Antecedent::default(),
        named: false,
        bodies,
        out: Vec::with_capacity(text.len() / EACH),
        found: Vec::new(),
        words: Vec::new(),
        aside: Vec::new(),
    };
    let mut buffers = Buffers::default();
    let mut origins = Vec::new();
    match past {
        None => document.blocks.iter().for_each(|block| reader.prose(block, &mut buffers)),
        Some(past) => {
            let units = reader.runs(past.norms, past.kept, &mut buffers);
            reader.out.sort_by_key(in_text);
            origins = vec![u32::MAX; reader.out.len()];
            past.kept.units = units.into_iter().filter_map(|u| u.place(&reader.out, &mut origins)).collect();
        }
    }
    reader.out.sort_by_key(in_text);
    index::link(&mut reader.out);
    (reader.out, origins)
}

/// The order of the text.
fn in_text(n: &Norm) -> (u32, u32, u32) {
    (n.span.start, n.modal.start, n.span.end)
}

/// A run of blocks that was read, and how many norms it gave.
struct Done {
    key: (ContentKey, u32),
    unit: Unit,
    /// Where the next run begins.
    next: u32,
    count: usize,
    /// Where its norms stand in the past, if they were taken over from there.
    taken: Option<(u32, u32)>,
}

impl Done {
    /// Where the run's norms stand in the list, in the order of the text; none where they are not together. Notes where
    /// each was taken from.
    fn place(mut self, all: &[Norm], origins: &mut [u32]) -> Option<((ContentKey, u32), Unit)> {
        let from = all.partition_point(|n| n.span.start < self.unit.base);
        let to = all.partition_point(|n| n.span.start < self.next);
        self.unit.norms = (from as u32, to as u32);
        if to.checked_sub(from) != Some(self.count) {
            return None;
        }
        let own = origins.get_mut(from..to).unwrap_or_default();
        if let Some((first, last)) = self.taken.filter(|(first, last)| (last - first) as usize == own.len()) {
            own.iter_mut().zip(first..last).for_each(|(to, origin)| *to = origin);
        }
        Some((self.key, self.unit))
    }
}

#[derive(Default)]
struct Buffers {
    spare: Vec<Token>,
    bits: Vec<Bits>,
    hidden: Vec<bool>,
    sentences: Vec<Range>,
    quotes: Vec<Range>,
}

impl Reader<'_> {
    /// Reads a block, where its kind and unit can hold norms.
    fn prose(&mut self, block: &Block, buffers: &mut Buffers) {
        let read = block.kind.is_prose() || block.kind == BlockKind::Quotation;
        let unit = self.document.get(block.provision);
        if read && unit.status == Status::InForce && unit.kind != Kind::Definition {
            for span in pieces(self.text, block.span, PIECE) {
                self.block(&Block { span, ..*block }, buffers);
            }
        }
    }

    /// Reads run by run, and takes over the norms of those that are as they were.
    fn runs(&mut self, before: &[Norm], kept: &Kept, buffers: &mut Buffers) -> Vec<Done> {
        let (text, document) = (self.text, self.document);
        let parties = self.parties.key();
        let runs = kept::runs(document);
        let mut done = Vec::with_capacity(runs.len());
        let mut alike: FxHashMap<ContentKey, u32> = FxHashMap::default();
        for (i, run) in runs.iter().enumerate() {
            let blocks = run.of(document);
            let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { continue };
            let (base, within) = (first.span.start, first.span.to(last.span));
            // A lead-in above that waits for its items: what the run gives hangs on that too.
            let led = document.ancestors(run.root).any(|up| self.leads.waits(up));
            let mut hasher = ContentHasher::new();
            hasher.add(parties);
            kept::add_bodies(&self.bodies, within, &mut hasher);
            if run.single {
                let speaks = self.antecedent.provision == Some(run.root);
                hasher.add(self.antecedent.head.as_ref().filter(|_| speaks).map(SmolStr::as_str));
            }
            run.add(text, document, base, &mut hasher);
            let content = hasher.key();
            let before_it = alike.entry(content).or_default();
            let key = (content, *before_it);
            *before_it += 1;
            let from = self.out.len();
            self.named = false;
            let known = kept.units.get(&key).or_else(|| kept.units.get(&(content, 0))).filter(|_| !led);
            let mut taken = None;
            if let Some((unit, norms)) =
                known.and_then(|u| Some((u, before.get(u.norms.0 as usize..u.norms.1 as usize)?)))
            {
                taken = Some(unit.norms);
                self.out.extend(norms.iter().map(|n| n.moved((unit.base, base), (unit.root, run.root))));
                if let Some((at, head)) = &unit.antecedent {
                    let provision = Some(ProvisionId(run.root.0 + at));
                    self.antecedent = Antecedent { provision, head: Some(head.clone()) };
                    self.named = true;
                }
            } else {
                blocks.iter().for_each(|block| self.prose(block, buffers));
            }
            if led || run.single && self.leads.waits(run.root) {
                continue;
            }
            let named = self.antecedent.provision.zip(self.antecedent.head.clone()).filter(|_| self.named);
            let antecedent = named.map(|(at, head)| (at.0.saturating_sub(run.root.0), head));
            let next = runs.get(i + 1).and_then(|r| r.of(document).first()).map_or(u32::MAX, |b| b.span.start);
            let unit = Unit { norms: (0, 0), base, root: run.root, antecedent };
            done.push(Done { key, unit, next, count: self.out.len() - from, taken });
        }
        done
    }

    fn block(&mut self, block: &Block, b: &mut Buffers) {
        let mut spare = std::mem::take(&mut b.spare);
        let tokens = self.tokens.of(self.text, block.span, &mut spare);
        if !tokens.is_empty() {
            self.tokens_of(block, tokens, b);
        }
        b.spare = spare;
    }

    fn tokens_of(&mut self, block: &Block, tokens: &[Token], b: &mut Buffers) {
        let lexicon = lexicon();
        b.bits.clear();
        let mut held_by_block = 0;
        b.bits.extend(tokens.iter().map(|t| {
            let bits = lexicon.bits_of(t);
            held_by_block |= bits;
            bits
        }));
        // A block without a word that may begin words of force can only complete a lead-in.
        let forced = held_by_block & bit::START != 0;
        let completes = block.kind == BlockKind::Text && self.leads.of(self.document, block.provision).is_some();
        if !forced && !completes {
            return;
        }
        b.hidden.clear();
        b.hidden.resize(tokens.len(), false);
        sentences(tokens, &b.bits, &mut b.sentences);
        let unit = self.document.get(block.provision);
        let quoted = unit.quoted || block.kind == BlockKind::Quotation;
        let has_children = unit.end.0 > block.provision.0 + 1;
        let before = self.out.len();
        let count = b.sentences.len();
        for n in 0..count {
            let Some(&range) = b.sentences.get(n) else { break };
            let held = held(&b.bits, range);
            if range.1 - range.0 > LONGEST || held & bit::START == 0 {
                continue;
            }
            b.quotes.clear();
            if held & bit::NEST != 0 {
                hide(tokens, &b.bits, range, &mut b.hidden, &mut b.quotes);
            }
            let last = n + 1 == count;
            let open = last && has_children && block.kind == BlockKind::Text && !closed(tokens, range);
            let home = Home { block, quoted, open };
            for q in 0..b.quotes.len() {
                let Some(&quote) = b.quotes.get(q) else { break };
                let w = Words { text: self.text, tokens, bits: &b.bits, hidden: &b.hidden };
                let found = self.sentence(&w, quote, Home { quoted: true, open: false, ..home });
                if found {
                    for flag in b.hidden.get_mut(quote.0..quote.1).into_iter().flatten() {
                        *flag = true;
                    }
                }
            }
            let w = Words { text: self.text, tokens, bits: &b.bits, hidden: &b.hidden };
            self.sentence(&w, range, home);
        }
        if self.out.len() == before && block.kind == BlockKind::Text {
            for range in b.sentences.iter().filter(|r| r.1 - r.0 <= LONGEST) {
                if held(&b.bits, *range) & bit::NEST != 0 {
                    hide(tokens, &b.bits, *range, &mut b.hidden, &mut b.quotes);
                }
            }
            let w = Words { text: self.text, tokens, bits: &b.bits, hidden: &b.hidden };
            self.item(&w, block, has_children && b.sentences.last().is_some_and(|r| !closed(tokens, *r)));
        }
    }

    /// Reads the norms of one sentence; says whether there were any.
    fn sentence(&mut self, w: &Words<'_>, range: Range, home: Home<'_>) -> bool {
        let before = self.out.len();
        let mut floor = range.0;
        let mut fresh = true;
        let mut i = range.0;
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        loop {
            i = w.find(i, range.1, bit::START | bit::CLAUSE);
            if i >= range.1 {
                break;
            }
            if w.hidden(i) {
                i += 1;
                continue;
            }
            if clause::breaks(w, i) {
                floor = i + 1;
                fresh = true;
            }
            if !modal::may_start(w, i) {
                i += 1;
                continue;
            }
            let Some(hit) = modal::at(w, i, range.1) else {
                i += 1;
                continue;
            };
            if self.defines(w, i) {
                i = hit.end;
                continue;
            }
            if clause::in_opening(w, floor, i, hit.verb) {
                i = hit.end;
                continue;
            }
            match clause::place(w, floor, i, fresh) {
                Place::Main(subject) => {
                    // A subject left out is that of the norm before.
                    let left_out = subject.0 == subject.1 && !fresh;
                    let subject = if left_out { found.last().map_or(subject, |f| f.1) } else { subject };
                    let subject = clause::past_heading(w, subject);
                    fresh = false;
                    found.push((hit, subject, floor));
                    floor = hit.end;
                    i = hit.verb.max(hit.end);
                }
                Place::Subordinate => i = hit.end,
            }
        }
        for k in 0..found.len() {
            let Some(&(hit, subject, floor)) = found.get(k) else { break };
            let from = if k == 0 { range.0 } else { own_start(floor, subject, hit.start) };
            let to = found.get(k + 1).map_or(range.1, |n| clause_end(w, hit.verb, own_start(n.2, n.1, n.0.start)));
            let to = (hit.verb + 1..to).find(|&j| w.has(j, bit::CLAUSE) && w.is(j, ';') && !w.hidden(j)).unwrap_or(to);
            let open = home.open && k + 1 == found.len();
            self.norm(w, (from, trim(w, from, to)), range, hit, subject, Home { open, ..home });
        }
        let any = !found.is_empty();
        self.found = found;
        self.out.len() > before || (home.open && any)
    }

    /// Whether the token stands in a definition.
    fn defines(&self, w: &Words<'_>, i: usize) -> bool {
        let Some(t) = w.get(i) else { return false };
        let at = self.bodies.partition_point(|s| s.start <= t.span.start);
        at.checked_sub(1).and_then(|k| self.bodies.get(k)).is_some_and(|s| s.holds(t.span.start))
    }

    fn norm(&mut self, w: &Words<'_>, clause: Range, sentence: Range, hit: Hit, subject: Range, home: Home<'_>) {
        let (Some(span), Some(whole)) = (w.span(clause), w.span((sentence.0, trim(w, sentence.0, sentence.1)))) else {
            return;
        };
        let provision = home.block.provision;
        let Some(modal) = w.span((hit.start, hit.end.max(hit.start + 1))) else { return };
        let p = phrase(w, subject);
        let mut modality = hit.modality;
        let mut negated = hit.negated;
        if let Some(p) = &p
            && p.negative
        {
            // "No operator is required to": each need not.
            let freed = (hit.start..hit.end).any(|k| any!(w.word(k), "required", "obliged", "obligated", "bound"));
            modality = if freed && modality == Modality::Obligation { Modality::Exemption } else { turn(modality) };
            negated = !negated;
        }
        let open_end = hit.verb >= clause.1;
        let verb = if open_end { SmolStr::default() } else { verb_name(w, &hit) };
        let who = p.as_ref().map_or(Agency::Unknown, |p| agency(w, &self.parties, p));
        let mut frame = Norm {
            span,
            sentence: whole,
            subject: p.as_ref().and_then(|p| w.span(p.range)),
            passive: hit.passive,
            negated,
            ordered: false,
            bearer_head: None,
            precedence: ThinVec::new(),
            words: Box::default(),
            turning: 0,
            twins: ThinVec::new(),
            windows: ThinVec::new(),
            dates: ThinVec::new(),
            adjuncts: ThinVec::new(),
            references: (0, 0),
            quantities: ThinVec::new(),
            modal,
            provision,
            modality,
            strength: if modality == Modality::Exemption { 0 } else { hit.strength },
            bearer: None,
            counterparty: None,
            action: span,
            only: hit.only || p.as_ref().is_some_and(|p| p.only),
            verb,
            object: None,
            conditions: ThinVec::new(),
            exceptions: ThinVec::new(),
            hedges: ThinVec::new(),
            rank: rank(self.document, home.block),
            quoted: home.quoted,
        };
        self.bear(w, &mut frame, &hit, p.as_ref(), who, clause);
        self.constitute(w, &mut frame, &hit, p.as_ref(), who);
        let found = slots::read(w, clause, if subject.0 < subject.1 { subject.0 } else { hit.start }, hit.start);
        frame.conditions = found.conditions;
        frame.exceptions = found.exceptions;
        frame.precedence = found.precedence;
        frame.hedges = found.hedges;
        frame.action = action(w, hit.verb, clause.1, &frame).unwrap_or(modal);
        frame.object = object(w, &hit, p.as_ref(), clause.1);
        let after = (hit.verb.min(clause.1), clause.1);
        measures::read(w, (clause.0, clause.1), hit.verb, &mut frame.windows, &mut frame.quantities);
        adjuncts::read(w, clause, hit.verb, &mut frame);
        let subject_tokens = p.as_ref().map_or((0, 0), |p| p.range);
        self.words.clear();
        self.core(w, &[subject_tokens, after], &frame);
        frame.words = self.sorted_words();
        frame.turning = turning(w, clause.1.max(hit.end), &frame);
        frame.ordered = ordered(w, clause, frame.negated);
        if let (Some(_), Some(head)) = (frame.bearer, &frame.bearer_head) {
            self.antecedent = Antecedent { provision: Some(provision), head: Some(head.clone()) };
            self.named = true;
        }
        if home.open {
            self.leads.open(self.document, provision, Lead { norm: frame, verb: !open_end });
        } else if !open_end {
            self.out.push(frame);
        }
    }

    /// Fills bearer and counterparty.
    fn bear(&self, w: &Words<'_>, frame: &mut Norm, hit: &Hit, p: Option<&Phrase>, who: Agency, clause: Range) {
        let subject = p.and_then(|p| w.span(p.range));
        let head = || p.map(|p| w.lemma(p.head));
        let special = any!(w.word(hit.end.wrapping_sub(1)), "to", "from", "for", "of");
        if hit.passive && !special {
            let barred = any!(w.word(hit.verb), "prohibited", "forbidden") && w.word(hit.verb + 1) == word("for");
            let end = (hit.verb + 2..clause.1).find(|&j| w.stop(j) || w.has(j, bit::REL) || w.word(j) == word("to"));
            if barred
                && frame.modality == Modality::Obligation
                && p.is_some_and(|p| w.word(p.head) == word("it"))
                && let Some(agent) = phrase(w, (hit.verb + 2, end.unwrap_or(clause.1)))
                    .filter(|a| agency(w, &self.parties, a) == Agency::Agent)
            {
                // "It shall be prohibited for any person to".
                frame.modality = Modality::Prohibition;
                frame.negated = true;
                frame.bearer = w.span(agent.range);
                frame.bearer_head = Some(w.lemma(agent.head));
                return;
            }
            if let Some(agent) = by_agent(w, &self.parties, hit.verb + 1, clause.1) {
                frame.bearer = w.span(agent.range);
                frame.bearer_head = Some(w.lemma(agent.head));
            } else if let Some((span, head)) = self.leads.bearer(self.document, frame.provision) {
                frame.bearer = Some(span);
                frame.bearer_head = head;
            }
            if who == Agency::Agent {
                frame.counterparty = subject;
            }
            return;
        }
        let able = match who {
            Agency::Agent => true,
            Agency::Unknown => p.is_some() && w.has(hit.verb, bit::AGENTIVE),
            Agency::Thing => false,
        };
        let pronoun = p.is_some_and(|p| p.range.1 - p.range.0 == 1 && w.has(p.head, bit::PRON));
        if pronoun {
            let resolved =
                (self.antecedent.provision == Some(frame.provision)).then(|| self.antecedent.head.clone()).flatten();
            let resolved = resolved.or_else(|| p.and_then(|p| self.in_condition(w, clause.0, p.head)));
            let fact = w.has(hit.verb, bit::CONSTITUTIVE) && !w.has(hit.verb, bit::AGENTIVE)
                || any!(w.word(hit.verb), "take", "have");
            let formal = fact && resolved.is_none()
                || w.word(hit.verb) == word("be") && p.is_some_and(|p| w.word(p.head) == word("it"));
            if !formal && (resolved.is_some() || w.has(hit.verb, bit::AGENTIVE) || able) {
                frame.bearer = subject;
                frame.bearer_head = resolved.or_else(head);
            }
            return;
        }
        if able {
            frame.bearer = subject;
            frame.bearer_head = head();
        } else if p.is_none()
            && let Some((span, head)) = self.leads.bearer(self.document, frame.provision)
        {
            frame.bearer = Some(span);
            frame.bearer_head = head;
        }
        if frame.bearer.is_some() {
            frame.counterparty = parties::counterparty(w, &self.parties, frame.modality, (hit.verb, clause.1));
        }
    }

    /// "Where the operator finds a fault, it shall": the agent that the condition before a pronoun speaks of.
    fn in_condition(&self, w: &Words<'_>, from: usize, pronoun: usize) -> Option<SmolStr> {
        let opens = (from..pronoun).find(|&k| !w.hidden(k) && w.has(k, bit::COND))?;
        let verb = (opens + 1..pronoun).find(|&k| !w.hidden(k) && w.finite(k))?;
        let p = phrase(w, (opens + 1, verb))?;
        (agency(w, &self.parties, &p) == Agency::Agent && !w.has(p.head, bit::PRON)).then(|| w.lemma(p.head))
    }

    /// Tells statements apart that bind nobody.
    fn constitute(&self, w: &Words<'_>, frame: &mut Norm, hit: &Hit, p: Option<&Phrase>, who: Agency) {
        if !matches!(frame.modality, Modality::Obligation | Modality::Prohibition) {
            return;
        }
        let existential = p.is_some_and(|p| w.word(p.head) == word("there"));
        let seen_as = any!(w.word(hit.verb), "taken", "seen", "held") && any!(w.word(hit.verb + 1), "as", "to");
        let status = hit.passive && (w.has(hit.verb, bit::STATUS) || seen_as);
        let composed = any!(w.word(hit.verb), "comprise", "consist", "constitute", "mean");
        let fact = (frame.bearer.is_none() || composed) && !hit.passive && w.has(hit.verb, bit::CONSTITUTIVE);
        let state = frame.bearer.is_none() && hit.copular && who != Agency::Agent;
        if existential || status || fact || state {
            frame.modality = Modality::Constitutive;
            frame.strength = 0;
        }
    }

    /// An item that completes its lead-in.
    fn item(&mut self, w: &Words<'_>, block: &Block, open: bool) {
        let Some(lead) = self.leads.of(self.document, block.provision) else { return };
        let (mut frame, has_verb) = (lead.norm.clone(), lead.verb);
        let last = w.tokens.len();
        let from = clause::skip_openers(w, 0, last);
        let to = trim(w, 0, last);
        let Some(span) = w.span((0, to)) else { return };
        frame.provision = block.provision;
        frame.rank = rank(self.document, block);
        frame.span = span;
        if !has_verb {
            let mut at = from;
            while w.adverb(at) || w.word(at) == word("not") {
                frame.negated ^= w.word(at) == word("not");
                at += 1;
            }
            let be = w.word(at) == word("be") && w.participle(at + 1);
            let verb = at + usize::from(be);
            frame.verb = w.lemma(verb);
            frame.passive = be;
            frame.object = if be { frame.object } else { object_after(w, verb + 1, to) };
        } else if let Some(head) = object_after(w, from, to) {
            frame.object = Some(head);
        }
        measures::read(w, (0, to), from, &mut frame.windows, &mut frame.quantities);
        let found = slots::read(w, (0, to), 0, 0);
        frame.conditions.extend(found.conditions);
        frame.exceptions.extend(found.exceptions);
        frame.precedence.extend(found.precedence);
        frame.hedges.extend(found.hedges);
        frame.action = w.span((from.min(to.saturating_sub(1)), to)).unwrap_or(span);
        adjuncts::read(w, (0, to), from, &mut frame);
        self.words.clear();
        self.words.extend_from_slice(&frame.words);
        self.core(w, &[(0, to)], &frame);
        frame.words = self.sorted_words();
        frame.turning = turning(w, to, &frame);
        frame.ordered = ordered(w, (0, to), frame.negated);
        if open {
            let verb = true;
            self.leads.open(self.document, block.provision, Lead { norm: frame, verb });
        } else {
            self.out.push(frame);
        }
    }

    /// Adds to `self.words` those of the ranges that carry matter of subject and act: conditions, limits and figures
    /// are left out.
    fn core(&mut self, w: &Words<'_>, ranges: &[Range], frame: &Norm) {
        const LEFT_OUT: Bits = super::content::CLOSED | bit::NUM | bit::FIGURE | bit::MARK;
        let manner = frame.adjuncts.iter().filter(|a| a.kind == AdjunctKind::Manner);
        self.aside.clear();
        self.aside.extend(frame.conditions.iter().chain(&frame.exceptions));
        self.aside.extend(frame.precedence.iter().map(|p| p.span));
        self.aside.extend(frame.windows.iter().map(|m| m.span));
        self.aside.extend(frame.quantities.iter().map(|m| m.span));
        self.aside.extend(frame.dates.iter().map(|m| m.span));
        self.aside.extend(manner.map(|m| m.span));
        let (lexicon, aside) = (lexicon(), self.aside.as_slice());
        for &(from, to) in ranges {
            let (Some(tokens), Some(bits)) = (w.tokens.get(from..to), w.bits.get(from..to)) else { continue };
            for (t, &bits) in tokens.iter().zip(bits) {
                if bits & LEFT_OUT == 0 && t.word != word("be") && !aside.iter().any(|s| s.overlaps(t.span)) {
                    self.words.push(lexicon.stem_of(t, bits, w.text) as u32);
                }
            }
        }
    }

    /// What [`Self::core`] gathered, sorted, each word once.
    fn sorted_words(&mut self) -> Box<[u32]> {
        self.words.sort_unstable();
        self.words.dedup();
        self.words.as_slice().into()
    }
}

/// The words of the act that set it in another time, place or manner, beside limits, dates and ways of acting that are read
/// by themselves: the sum of their hashes.
fn turning(w: &Words<'_>, to: usize, frame: &Norm) -> u64 {
    let mut at = w.tokens.partition_point(|t| t.span.start < frame.action.start);
    let mut sum = 0u64;
    loop {
        at = w.find(at, to, bit::TURN);
        let Some(t) = w.get(at).filter(|t| at < to && t.span.end <= frame.action.end) else { return sum };
        at += 1;
        let aside = in_term(w, at)
            || frame.windows.iter().any(|m| m.span.overlaps(t.span))
            || frame.dates.iter().any(|d| d.span.overlaps(t.span))
            || frame.adjuncts.iter().any(|a| a.kind == AdjunctKind::Manner && a.span.overlaps(t.span));
        if !aside {
            sum = sum.wrapping_add(t.word);
        }
    }
}

/// Whether the clause says that one thing comes after another: "only after", and where it denies, "before" and "until".
fn ordered(w: &Words<'_>, (from, to): Range, negated: bool) -> bool {
    let mut at = from;
    loop {
        at = w.find(at, to, bit::ORDER);
        if at >= to {
            return false;
        }
        let only = w.word(at) == word("only");
        if only && any!(w.word(at + 1), "after", "once", "when", "upon") || !only && negated {
            return true;
        }
        at += 1;
    }
}

/// "the term", "this Agreement" from token `i` on, after "during" or "under": as long as the text itself holds.
fn in_term(w: &Words<'_>, i: usize) -> bool {
    if !any!(w.word(i), "the", "this") || w.capital(i) {
        return false;
    }
    if w.get(i + 1).is_none_or(|t| t.all_caps) {
        return false;
    }
    if w.capital(i + 1) && any!(w.word(i + 1), "agreement", "contract") {
        return true;
    }
    let term = w.word(i) == word("the") && w.word(i + 1) == word("term");
    term && (w.word(i + 2) != word("of")
        || any!(w.word(i + 3), "this", "the") && any!(w.word(i + 4), "agreement", "contract"))
}

fn rank(document: &Document, block: &Block) -> Rank {
    if block.kind == BlockKind::Footnote { Rank::Note } else { document.get(block.provision).rank }
}

/// Whether the sentence ends with a stop.
fn closed(tokens: &[Token], range: Range) -> bool {
    let mut at = range.1;
    while at > range.0 {
        at -= 1;
        let Some(t) = tokens.get(at) else { return false };
        match t.mark {
            '.' | '?' | '!' | ';' => return true,
            '"' | '”' | '’' | ')' | ']' | '*' => {}
            _ => return false,
        }
    }
    false
}

/// Where a clause after another begins: at its subject, or at the words of force where the subject is left out.
fn own_start(floor: usize, subject: Range, modal: usize) -> usize {
    if subject.0 >= floor && subject.0 < subject.1 { subject.0 } else { modal }
}

/// End of a clause before the next one's subject: commas and conjunctions left out.
fn clause_end(w: &Words<'_>, verb: usize, next: usize) -> usize {
    let mut to = next;
    while to > verb + 1 && (w.stop(to - 1) || w.has(to - 1, bit::CONJ)) {
        to -= 1;
    }
    to.max(verb + 1).max(next.min(verb + 1))
}

/// Leaves final stops, commas and conjunctions out.
fn trim(w: &Words<'_>, from: usize, to: usize) -> usize {
    let mut to = to;
    while to > from + 1 && (w.stop(to - 1) || w.is(to - 1, '”') || w.has(to - 1, bit::CONJ)) {
        to -= 1;
    }
    to
}

/// What a modality comes to with a subject that is nobody ("No operator shall …").
fn turn(modality: Modality) -> Modality {
    match modality {
        Modality::Obligation | Modality::Permission => Modality::Prohibition,
        Modality::Right => Modality::NoRight,
        Modality::Prohibition | Modality::Exemption => Modality::Obligation,
        other => other,
    }
}

/// The verb; with "be", the word that follows too.
fn verb_name(w: &Words<'_>, hit: &Hit) -> SmolStr {
    let base = w.lemma(hit.verb);
    if hit.copular && w.word(hit.verb) == word("be") {
        let mut at = hit.verb + 1;
        while w.adverb(at) || w.has(at, bit::DET) {
            at += 1;
        }
        if w.is_word(at) && !w.has(at, bit::PREP) {
            return SmolStr::new(format!("be {}", w.lemma(at)));
        }
    }
    base
}

/// From the verb to the first condition, exception or precedence phrase after it.
fn action(w: &Words<'_>, verb: usize, to: usize, frame: &Norm) -> Option<Span> {
    let whole = w.span((verb, to.max(verb + 1)))?;
    let slots = frame.conditions.iter().chain(&frame.exceptions).chain(frame.precedence.iter().map(|p| &p.span));
    let cut = slots.map(|s| s.start).filter(|&s| s > whole.start).min();
    let Some(cut) = cut else { return Some(whole) };
    let last = (verb..to).take_while(|&i| w.get(i).is_some_and(|t| t.span.end <= cut)).last()?;
    w.span((verb, trim(w, verb, last + 1)))
}

/// Head of what is acted on.
fn object(w: &Words<'_>, hit: &Hit, subject: Option<&Phrase>, to: usize) -> Option<SmolStr> {
    if hit.passive {
        return subject.map(|p| w.lemma(p.head));
    }
    object_after(w, hit.verb + 1, to)
}

/// Head of the first noun phrase in `[from, to)`, a preposition before it skipped.
fn object_after(w: &Words<'_>, from: usize, to: usize) -> Option<SmolStr> {
    let mut at = from;
    while at < to && (w.adverb(at) || w.hidden(at) || w.has(at, bit::PREP) || w.is(at, ',')) && at < from + 8 {
        at += 1;
    }
    if at < to && w.word(at) == word("that") {
        at += 1;
    }
    if at >= to || w.stop(at) {
        return None;
    }
    let head = head(w, (at, to))?;
    w.is_word(head).then(|| w.lemma(head))
}
