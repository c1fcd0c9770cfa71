//! What one clause with a word of force says: the slots of a norm.

use smol_str::{SmolStr, format_smolstr};
use thin_vec::ThinVec;
use wide::i32x8;

use super::{Antecedent, Home, Reader, rank, trim};
use crate::document::Block;
use crate::norms::bearer::{Agency, agency, by_agent};
use crate::norms::clause::{self, Phrase, head, phrase};
use crate::norms::held::WordList;
use crate::norms::lists::Lead;
use crate::norms::modal::Hit;
use crate::norms::model::{AdjunctKind, Modality, Norm};
use crate::norms::spans::Spans;
use crate::norms::words::{Range, Words, any};
use crate::norms::{adjuncts, measures, parties, slots};
use crate::span::Span;
use crate::text::lexicon::{bit, lexicon};
use crate::text::{Token, word};

impl Reader<'_> {
    pub(super) fn norm(
        &mut self,
        w: &Words<'_>,
        clause: Range,
        sentence: Range,
        hit: Hit,
        subject: Range,
        home: Home<'_>,
    ) {
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
            words: WordList::default(),
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
            conditions: Spans::new(),
            exceptions: Spans::new(),
            hedges: ThinVec::new(),
            rank: rank(self.document, home.block),
            quoted: home.quoted,
        };
        self.bear(w, &mut frame, &hit, p.as_ref(), who, clause);
        self.constitute(w, &mut frame, &hit, p.as_ref(), who);
        self.aside.clear();
        let opens = if subject.0 < subject.1 { subject.0 } else { hit.start };
        let found = slots::read(w, clause, (opens, hit.start), &mut self.aside);
        frame.conditions = found.conditions;
        frame.exceptions = found.exceptions;
        frame.precedence = found.precedence;
        frame.hedges = found.hedges;
        frame.action = action(w, hit.verb, clause.1, &self.aside).unwrap_or(modal);
        frame.object = object(w, &hit, p.as_ref(), clause.1);
        let after = (hit.verb.min(clause.1), clause.1);
        measures::read(w, clause, hit.verb, &mut frame, &mut self.aside);
        adjuncts::read(w, clause, hit.verb, &mut frame, &mut self.aside);
        let subject_tokens = p.as_ref().map_or((0, 0), |p| p.range);
        self.core(w, &[subject_tokens, after]);
        frame.words = self.keep_words(&WordList::default());
        let end = clause.1.max(hit.end);
        if w.holds((clause.0, end), bit::TURN) {
            frame.turning = turning(w, (hit.verb, end), &frame);
            frame.ordered = ordered(w, clause, frame.negated);
        }
        if let (Some(_), Some(head)) = (frame.bearer, &frame.bearer_head) {
            self.antecedent = Antecedent { provision: Some(provision), head: Some(head.clone()) };
            self.named = true;
        }
        if home.open {
            self.leads.open(self.document, provision, Lead::of(frame, !open_end));
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
        if self.answered && frame.bearer.is_some() {
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
    pub(super) fn item(&mut self, w: &Words<'_>, block: &Block, open: bool) {
        let Some(lead) = self.leads.of(self.document, block.provision) else { return };
        let (mut frame, has_verb, lead) = (lead.norm.clone(), lead.verb, lead.words.clone());
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
        self.aside.clear();
        measures::read(w, (0, to), from, &mut frame, &mut self.aside);
        let found = slots::read(w, (0, to), (0, 0), &mut self.aside);
        frame.conditions.extend(found.conditions.iter().copied());
        frame.exceptions.extend(found.exceptions.iter().copied());
        frame.precedence.extend(found.precedence);
        frame.hedges.extend(found.hedges);
        frame.action = w.span((from.min(to.saturating_sub(1)), to)).unwrap_or(span);
        adjuncts::read(w, (0, to), from, &mut frame, &mut self.aside);
        self.core(w, &[(0, to)]);
        frame.words = self.keep_words(&lead);
        let turned = w.holds((0, to), bit::TURN);
        frame.turning = if turned { turning(w, (from, to), &frame) } else { 0 };
        frame.ordered = turned && ordered(w, (0, to), frame.negated);
        if open {
            self.leads.open(self.document, block.provision, Lead::of(frame, true));
        } else {
            self.out.push(frame);
        }
    }

    /// Puts into `self.words` those of the ranges that carry matter of subject and act: what stands aside, and figures, are
    /// left out.
    fn core(&mut self, w: &Words<'_>, ranges: &[Range]) {
        self.words.clear();
        let lexicon = lexicon();
        for &range in ranges {
            w.matter(range).each(&self.aside, |i| {
                if let (Some(t), Some(&bits)) = (w.tokens.get(i), w.bits.get(i)) {
                    self.words.push(lexicon.key_of(t, bits, w.text));
                }
            });
        }
    }

    /// Puts what [`Self::core`] gathered and the words of a lead-in with those of all norms: sorted, each word once.
    fn keep_words(&mut self, lead: &WordList) -> WordList {
        let from = self.all_words.len();
        if lead.of(&self.all_words).is_empty() {
            sort_once(&mut self.words, &mut self.all_words);
            return WordList::last(&self.all_words, from);
        }
        self.sorted.clear();
        sort_once(&mut self.words, &mut self.sorted);
        let (mut own, mut place) = (self.sorted.as_slice(), 0);
        // Those of the lead-in stand in the same list.
        while let (Some((x, rest)), Some(&y)) = (own.split_first(), lead.of(&self.all_words).get(place)) {
            self.all_words.push(y.min(*x));
            own = if *x <= y { rest } else { own };
            place += usize::from(y <= *x);
        }
        self.all_words.extend_from_slice(own);
        while let Some(&y) = lead.of(&self.all_words).get(place) {
            self.all_words.push(y);
            place += 1;
        }
        WordList::last(&self.all_words, from)
    }
}

/// Adds words to `out`, sorted, each once.
fn sort_once(words: &mut Vec<u32>, out: &mut Vec<u32>) {
    match words.len() {
        0..=8 => sort_few::<1>(words, out),
        9..=16 => sort_few::<2>(words, out),
        17..=32 => sort_few::<4>(words, out),
        _ => {
            words.sort_unstable();
            words.dedup();
            out.extend_from_slice(words);
        }
    }
}

/// The same of at most eight times so many words, 32 at most: each has its place by how many are smaller. That takes more
/// steps than to sort them otherwise, as many for few words as for more, but no branches: how many there are, and which of
/// two is smaller, is as good as random.
fn sort_few<const EIGHTS: usize>(words: &[u32], out: &mut Vec<u32>) {
    /// In the order of signed numbers, which can be compared many at a time.
    const fn signed(word: u32) -> i32 {
        (word ^ 1 << 31).cast_signed()
    }
    let mut all = [[u32::MAX; 8]; EIGHTS];
    all.as_flattened_mut().iter_mut().zip(words).for_each(|(to, &word)| *to = word);
    let (parts, mut smaller) = (all.map(|part| i32x8::new(part.map(signed))), [i32x8::default(); EIGHTS]);
    for &other in all.as_flattened() {
        let other = i32x8::splat(signed(other));
        smaller.iter_mut().zip(&parts).for_each(|(count, words)| *count -= words.simd_gt(other));
    }
    let (smaller, mut placed, mut taken) = (smaller.map(i32x8::to_array), [[0; 8]; EIGHTS], 0u64);
    for (&word, &smaller) in all.as_flattened().iter().zip(smaller.as_flattened()) {
        if let Some(place) = placed.as_flattened_mut().get_mut(smaller as usize) {
            *place = word;
        }
        taken |= 1 << smaller;
    }
    // Of words that are there twice one place is left free. Behind the words stand the largest numbers.
    taken &= (1 << words.len()) - 1;
    let (mut each, mut count) = ([[0; 8]; EIGHTS], 0);
    for (at, &word) in placed.as_flattened().iter().enumerate() {
        if let Some(place) = each.as_flattened_mut().get_mut(count) {
            *place = word;
        }
        count += (taken >> at & 1) as usize;
    }
    let end = out.len() + count;
    out.extend_from_slice(each.as_flattened());
    out.truncate(end);
}

/// The words of the act that set it in another time, place or manner, beside limits, dates and ways of acting that are read
/// by themselves: the sum of their hashes.
///
/// The act mostly begins at token `verb`.
fn turning(w: &Words<'_>, (verb, to): Range, frame: &Norm) -> u64 {
    let mut at = if w.get(verb).is_some_and(|t| t.span().start == frame.action.start) {
        verb
    } else {
        w.tokens.partition_point(|t| t.span().start < frame.action.start)
    };
    let mut found = w.found((at, to), bit::TURN);
    let mut sum = 0u64;
    loop {
        at = found.from(at);
        let Some(t) = w.get(at).filter(|t| at < to && t.span().end <= frame.action.end) else { return sum };
        at += 1;
        let aside = in_term(w, at)
            || frame.windows.iter().any(|m| m.span.overlaps(t.span()))
            || frame.dates.iter().any(|d| d.span.overlaps(t.span()))
            || frame.adjuncts.iter().any(|a| a.kind == AdjunctKind::Manner && a.span.overlaps(t.span()));
        if !aside {
            sum = sum.wrapping_add(t.word);
        }
    }
}

/// Whether the clause says that one thing comes after another: "only after", and where it denies, "before" and "until".
fn ordered(w: &Words<'_>, (from, to): Range, negated: bool) -> bool {
    let mut found = w.found((from, to), bit::TURN);
    let mut at = from;
    loop {
        at = found.from(at);
        if at >= to {
            return false;
        }
        let only = w.word(at) == word("only");
        if only && any!(w.word(at + 1), "after", "once", "when", "upon") || !only && negated && w.has(at, bit::ORDER) {
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
    if w.get(i + 1).is_none_or(|t| t.all_caps()) {
        return false;
    }
    if w.capital(i + 1) && any!(w.word(i + 1), "agreement", "contract") {
        return true;
    }
    let term = w.word(i) == word("the") && w.word(i + 1) == word("term");
    term && (w.word(i + 2) != word("of")
        || any!(w.word(i + 3), "this", "the") && any!(w.word(i + 4), "agreement", "contract"))
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
            return format_smolstr!("be {}", w.lemma(at));
        }
    }
    base
}

/// From the verb to the first of what stands aside, which is conditions, exceptions and phrases of precedence, after it.
fn action(w: &Words<'_>, verb: usize, to: usize, aside: &[Range]) -> Option<Span> {
    let cut = aside.iter().map(|a| a.0).filter(|&from| from > verb).min().unwrap_or(usize::MAX);
    if cut >= to.max(verb + 1) {
        return w.span((verb, to.max(verb + 1)));
    }
    w.span((verb, trim(w, verb, cut)))
}

/// Head of what is acted on.
fn object(w: &Words<'_>, hit: &Hit, subject: Option<&Phrase>, to: usize) -> Option<Span> {
    if hit.passive {
        return w.get(subject?.head).map(Token::span);
    }
    object_after(w, hit.verb + 1, to)
}

/// Head of the first noun phrase in `[from, to)`, a preposition before it skipped.
fn object_after(w: &Words<'_>, from: usize, to: usize) -> Option<Span> {
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
    w.get(head).filter(|_| w.is_word(head)).map(Token::span)
}

#[cfg(test)]
mod tests {
    use super::sort_once;

    #[test]
    fn words_are_sorted_each_once_however_many_there_are() {
        for count in 0..70u32 {
            for many in [3, 40, u32::MAX] {
                let mut words: Vec<u32> = (0..count).map(|i| i.wrapping_mul(0x9e37_79b1) % many).collect();
                words.extend((count % 3 == 1).then_some(u32::MAX));
                let mut sorted = words.clone();
                sorted.sort_unstable();
                sorted.dedup();
                let mut out = Vec::new();
                sort_once(&mut words, &mut out);
                assert_eq!(out, sorted);
            }
        }
    }
}
