//! The reader: block by block, and only in blocks that hold a word or mark by which a definition is known.

use std::cell::Cell;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

mod entries;
mod terms;

use super::abbreviations;
use super::kept::{Kept, Looks, Seen, Stand};
use super::key::key;
use super::made::MadeTokens;
use super::model::{Abbreviation, Definition, Form, Reach, Terms};
use super::phrase::{Verb, can_be_term, closing, verb_at};
use super::scope::{Index, Place, Scope, top};
use super::triggers::Triggers;
use super::words::{
    AND, ARTICLES, CASES, GRAMMAR, HEREINAFTER, OR, PROSE, REMARKS, TERM, TERMS, THE, announces_definitions, close_of,
    closing_mark, cut_qualifier, ends_sentence, introduces_name, is_article_after_is, is_term_word, may_head_list,
    names_before, names_case, opens_like_lead_in, reference_to, span_of, speaks_of_definitions, split_terms,
    verb_after_qualifier,
};
use crate::document::{Block, BlockKind, Document, Kind, ProvisionId};
use crate::source::Source;
use crate::span::Span;
use crate::syntax::Profile;
use crate::text::lexicon::{hint, lexicon};
use crate::text::{Change, Token, TokenKind, WordHash, pieces, tokenize, tokenize_onto, word};

/// A block longer than this is read piece by piece, so that memory stays bounded whatever the text.
const PIECE: usize = 64 * 1024;
/// How many tokens a term or a qualifier may lie apart from its verb.
const REACH: usize = 60;

/// Reads every definition and abbreviation of a document.
#[must_use]
pub fn read(source: &Source, document: &Document) -> Terms {
    read_with_tokens(source, document).0
}

/// As [`read`]; also gives the tokens of blocks that were looked at closely, for whoever goes through the blocks next.
#[must_use]
pub fn read_with_tokens(source: &Source, document: &Document) -> (Terms, MadeTokens) {
    read_blocks(source, document, None)
}

/// As [`read`], of a document that differs by a change from the one that was read last; what is kept of that is put in step.
#[must_use]
pub fn reread(source: &Source, document: &Document, kept: &mut Kept, change: Option<Change>) -> Terms {
    read_blocks(source, document, Some(kept.look(&source.text, document, change))).0
}

fn read_blocks<'a>(source: &'a Source, document: &'a Document, seen: Option<&'a [Seen]>) -> (Terms, MadeTokens) {
    let mut reader = Reader {
        text: &source.text,
        doc: document,
        triggers: None,
        seen: None,
        index: Index::default(),
        tokens: Vec::new(),
        made: MadeTokens::default(),
        lists: Vec::new(),
        heading: None,
        headed: vec![Cell::new(None); document.provisions.len()],
        listing: None,
        definitions: Vec::new(),
        abbreviations: Vec::new(),
    };
    for (i, block) in document.blocks.iter().enumerate() {
        reader.seen = seen.and_then(|seen| seen.get(i));
        reader.block(block);
    }
    let made = std::mem::take(&mut reader.made);
    (reader.finish(), made)
}

/// A list of definitions that is open: the unit that holds it, and what its lead-in says.
struct List {
    holder: ProvisionId,
    scope: Option<Scope>,
}

struct Reader<'a> {
    text: &'a str,
    doc: &'a Document,
    /// What is found in the text where nothing is seen of its blocks.
    triggers: Option<Triggers<'a>>,
    /// What is seen of the block at hand, where that is known.
    seen: Option<&'a Seen>,
    index: Index,
    tokens: Vec<Token>,
    /// Those of the blocks that were read.
    made: MadeTokens,
    lists: Vec<List>,
    /// The unit under a heading "Definitions", and the unit that the heading stands in.
    heading: Option<ProvisionId>,
    /// By unit, whether its heading is that of definitions, once that was asked.
    headed: Vec<Cell<Option<bool>>>,
    /// The unit under a heading "Abbreviations".
    listing: Option<ProvisionId>,
    definitions: Vec<Definition>,
    abbreviations: Vec<Abbreviation>,
}

impl<'a> Reader<'a> {
    /// Ends each definition's body where the next line of the list begins.
    fn finish(mut self) -> Terms {
        let mut next: Option<u32> = None;
        for d in self.definitions.iter_mut().rev() {
            let from = d.body.start;
            if let Some(stop) = next
                && stop > from
                && stop < d.body.end
            {
                let piece = self.text.get(from as usize..stop as usize).unwrap_or("").trim_end();
                d.body = Span::at(from as usize, from as usize + piece.len());
            }
            let at = self.doc.blocks_before(d.term.start + 1);
            let opens = at.checked_sub(1).and_then(|i| self.doc.blocks.get(i)).is_some_and(|b| {
                let before = self.text.get(b.span.start as usize..d.term.start as usize);
                before.is_some_and(|marks| marks.bytes().all(|b| matches!(b, b'*' | b'_')))
            });
            if opens && !d.marked {
                next = Some(d.term.start);
            }
        }
        drop_fields(&mut self.definitions);
        Terms::new(self.definitions, self.abbreviations)
    }

    fn block(&mut self, block: &Block) {
        let piece = block.span.of(self.text);
        if block.kind == BlockKind::Heading || self.looks(Looks::HEADING, piece) || self.titles_unit(block) {
            let may_head = may_head_list(self.text, block.span);
            self.open_abbreviations(block, may_head && abbreviations::heads_list(piece));
            let defines = may_head && self.looks(Looks::DEFINES, piece);
            if defines || block.kind == BlockKind::Heading {
                self.heading = defines.then_some(block.provision);
                self.lists.retain(|l| l.holder != block.provision);
                return;
            }
        }
        if self.listing.is_some_and(|h| self.doc.within(block.provision, h)) {
            self.list_of_abbreviations(block);
        }
        if !block.kind.is_prose() {
            return;
        }
        while self.lists.last().is_some_and(|l| !self.doc.within(block.provision, l.holder)) {
            self.lists.pop();
        }
        if !(self.is_read(block, piece) || self.looks(Looks::ENTRY, piece) && self.in_list(block)) {
            return;
        }
        // Outside lists a block is read by its own words.
        let alone = self.seen.filter(|_| self.lists.is_empty() && !self.under_heading(block.provision));
        let stand = Stand::of(block, self.doc);
        if alone.is_some_and(|seen| seen.is_vain(stand)) {
            return;
        }
        let before = (self.definitions.len(), self.abbreviations.len());
        for span in pieces(self.text, block.span, PIECE) {
            let mut made = std::mem::take(&mut self.made);
            made.make_room(self.text.len());
            let from = made.tokens.len();
            tokenize_onto(self.text, span, &mut made.tokens);
            let tokens = made.tokens.get(from..).unwrap_or_default();
            self.piece(block, tokens, span.start == block.span.start, span.end == block.span.end);
            made.keep(span, from);
            self.made = made;
        }
        if let Some(seen) = alone
            && before == (self.definitions.len(), self.abbreviations.len())
            && self.lists.is_empty()
        {
            seen.in_vain(stand);
        }
    }

    /// Whether the block at hand is to be read, wherever it stands: [`Looks::READ`].
    fn is_read(&mut self, block: &Block, piece: &str) -> bool {
        if let Some(seen) = self.seen {
            return seen.looks.has(Looks::READ);
        }
        let triggers = self.triggers.get_or_insert_with(|| Triggers::of(self.text));
        triggers.stand_in(block.span) || opens_like_lead_in(piece) || abbreviations::may_hold(piece)
    }

    /// Whether something is seen of the block at hand.
    fn looks(&self, bit: Looks, piece: &str) -> bool {
        self.seen.map_or_else(|| bit.asked_of(piece), |seen| seen.looks.has(bit))
    }

    /// Whether the block is the first of an annex or part whose label stands alone, and gives its title.
    fn titles_unit(&self, block: &Block) -> bool {
        let unit = self.doc.get(block.provision);
        let label_end = unit.label.as_ref().map_or(unit.span.start, |l| l.span.end);
        unit.kind.is_container()
            && unit.heading.is_none()
            && block.span.start.saturating_sub(label_end) <= 4
            && block.span.len() <= 300
            && self.looks(Looks::DEFINES, block.span.of(self.text))
            && !block.span.of(self.text).ends_with(['.', ':', ';'])
    }

    /// Notes where a list of abbreviations begins and ends, by its heading.
    fn open_abbreviations(&mut self, block: &Block, heads_list: bool) {
        if heads_list {
            self.listing = Some(block.provision);
        } else if block.kind == BlockKind::Heading
            && self.listing.is_some_and(|h| h == block.provision || !self.doc.within(block.provision, h))
        {
            // A line of the list, short and without a full stop, that the tree took for a heading.
            let line = self.doc.get(block.provision).kind == Kind::Heading && self.list_of_abbreviations(block);
            self.listing = line.then_some(block.provision);
        }
    }

    /// Reads the lines of a list of abbreviations; whether there were any.
    fn list_of_abbreviations(&mut self, block: &Block) -> bool {
        let before = self.abbreviations.len();
        let mut tokens = std::mem::take(&mut self.tokens);
        let mut end = (block.span.start as usize + PIECE).min(block.span.end as usize);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        tokenize(self.text, Span::at(block.span.start as usize, end), &mut tokens);
        abbreviations::listed(self.text, &tokens, block.provision, &mut self.abbreviations);
        self.tokens = tokens;
        self.abbreviations.len() > before
    }

    /// Whether the block stands in a list of definitions, by lead-in, heading or kind of unit.
    fn in_list(&self, block: &Block) -> bool {
        !self.lists.is_empty() || self.under_heading(block.provision)
    }

    fn under_heading(&self, at: ProvisionId) -> bool {
        self.doc.get(at).kind == Kind::Definition
            || self.heading.is_some_and(|h| self.doc.within(at, h))
            || self.doc.ancestors(at).take(6).any(|up| self.headed(up))
    }

    /// Whether the unit's heading is that of definitions; read once.
    fn headed(&self, unit: ProvisionId) -> bool {
        let Some(known) = self.headed.get(unit.0 as usize) else { return false };
        if let Some(known) = known.get() {
            return known;
        }
        let heading = self.doc.get(unit).heading;
        let headed = heading.is_some_and(|h| h.len() < 200 && speaks_of_definitions(self.text, h));
        known.set(Some(headed));
        headed
    }

    fn place(&self, at: ProvisionId) -> Place<'_> {
        Place { text: self.text, doc: self.doc, index: &self.index, at }
    }

    fn piece(&mut self, block: &Block, tokens: &[Token], first: bool, last: bool) {
        let mut scan = Scan { block, tokens, start: 0, opening: first, last, chained: None };
        let before = self.definitions.len();
        let mut i = 0;
        let lexicon = lexicon();
        let looked_at = |t: &Token| lexicon.hints_of(t) & (hint::DEFINES | hint::SETS_OFF) != 0;
        while let Some(found) = tokens.get(i..).and_then(|rest| rest.iter().position(looked_at)) {
            i += found;
            let t = &tokens[i];
            let mut next = i + 1;
            if t.kind() == TokenKind::Mark {
                if t.is('(') {
                    abbreviations::at_bracket(self.text, tokens, i, block.provision, &mut self.abbreviations);
                    next = self.bracket(&scan, i).unwrap_or(next);
                } else if closing(t.mark()).is_some()
                    && let Some(after) = self.marked(&mut scan, i)
                {
                    next = after;
                } else if t.is('\'')
                    && let Some(after) = self.single(&mut scan, i)
                {
                    next = after;
                } else if t.is('[')
                    && let Some(verb) = verb_at(tokens, i)
                {
                    next = self.unmarked(&mut scan, i, verb).unwrap_or(next);
                } else if ends_sentence(tokens, i) {
                    scan.start = i + 1;
                    scan.chained = None;
                    scan.opening = false;
                }
            } else if HEREINAFTER.contains(&t.word) {
                next = self.named_after(&scan, i).unwrap_or(next);
            } else if let Some(verb) = verb_at(tokens, i) {
                next = self.unmarked(&mut scan, i, verb).unwrap_or(i + verb.len);
            }
            i = next;
        }
        let start = scan.start;
        self.lead_in(block, tokens, start, self.definitions.len() > before);
        if self.definitions.len() == before && first {
            self.entry(&scan);
        }
    }

    /// Opens a list where the block's last sentence announces one.
    fn lead_in(&mut self, block: &Block, tokens: &[Token], start: usize, defined: bool) {
        if defined {
            return;
        }
        let sentence = tokens.get(start..).unwrap_or(&[]);
        // "The following definitions apply. They hold for these Regulations only."
        let whole = tokens.len() <= 80 && announces_definitions(tokens);
        let alone = !whole && !sentence.is_empty();
        let (sentence, base) = if alone { (sentence, start) } else { (tokens, 0) };
        if sentence.len() > 80 {
            return;
        }
        let announces = whole || tokens.len() > 80 && announces_definitions(sentence);
        let open =
            tokens.last().is_some_and(|t| matches!(t.mark(), ',' | ':' | '—' | '–') || t.kind() != TokenKind::Mark);
        if !announces && !open {
            return;
        }
        let (after, scope, _) = self.preamble(block.provision, tokens, base);
        let only_scope = scope.is_some() && tokens.len().saturating_sub(after) <= 4;
        if !announces && !only_scope {
            return;
        }
        // "The following definitions apply in this Part": the scope comes after.
        // "13 For the purpose of these Regulations, the following definitions shall apply." stands beside its list.
        let holder = match self.doc.get(block.provision) {
            p if announces
                && (p.label.is_some() || p.margin.is_some())
                && p.end.0 == block.provision.0 + 1
                && !self.goes_on(block) =>
            {
                p.parent.unwrap_or(Document::ROOT)
            }
            _ => block.provision,
        };
        let scope = scope.or_else(|| {
            let place = self.place(block.provision);
            (base..tokens.len()).find_map(|k| place.scope_at(tokens, k).map(|(_, s)| s))
        });
        self.lists.retain(|l| l.holder != holder);
        self.lists.push(List { holder, scope });
    }

    /// Whether the unit has more text below the block.
    fn goes_on(&self, block: &Block) -> bool {
        let next = self.doc.blocks_before(block.span.start + 1);
        let mut below = self.doc.blocks.iter().skip(next).take(8);
        below.find(|b| b.kind != BlockKind::Furniture).is_some_and(|b| b.provision == block.provision)
    }

    /// Reads what may stand before the term from token `i`: "In this Part,", "For greater certainty,", a label.
    /// Gives the token after it, the scope, and the words that limit the definition to a case ("except as provided in
    /// paragraph (2),", "in the case of tobacco,").
    fn preamble(&self, at: ProvisionId, tokens: &[Token], i: usize) -> (usize, Option<Scope>, Option<Span>) {
        const SKIP: [WordHash; 9] = [
            word("unless"),
            word("except"),
            word("subject"),
            word("notwithstanding"),
            word("for"),
            word("however"),
            word("provided"),
            word("as"),
            word("accordingly"),
        ];
        let place = self.place(at);
        let mut k = i;
        let mut scope = None;
        let mut limit: Option<Span> = None;
        // "and in this subsection", and a number that the tree did not take for a label.
        let number = i == 0
            && tokens.get(k).is_some_and(|t| matches!(t.kind(), TokenKind::Number | TokenKind::Mixed))
            && tokens.get(k + 1).is_some_and(|t| t.spaced() && t.kind() != TokenKind::Mark || t.is('('));
        k += usize::from(number || tokens.get(k).is_some_and(|t| t.word == AND));
        for _ in 0..4 {
            if tokens.get(k).is_some_and(|t| t.is('(')) && tokens.get(k + 2).is_some_and(|t| t.is(')')) {
                k += 3;
                continue;
            }
            if let Some((after, s)) = place.scope_at(tokens, k) {
                scope = Some(s);
                k = after;
                // "In this part (except chapter 329)—"
                if tokens.get(k).is_some_and(|t| t.is('('))
                    && let Some(n) = tokens.iter().skip(k).take(40).position(|t| t.is(')'))
                {
                    k += n + 1;
                }
                if tokens.get(k).is_some_and(|t| matches!(t.mark(), ',' | '—' | ':')) {
                    k += 1;
                }
                continue;
            }
            if let Some(t) = tokens.get(k)
                && (SKIP.contains(&t.word)
                    || CASES.contains(&t.word) && k > i.saturating_sub(1) && names_case(tokens, k))
                && let Some(n) = tokens.iter().skip(k).take(40).position(|t| matches!(t.mark(), ',' | '—' | ':'))
            {
                let certain = t.word == word("for") && tokens.get(k + 1).is_some_and(|n| n.word == word("greater"));
                if !certain && t.word != word("unless") {
                    limit = limit.or_else(|| tokens.get(k..k + n).and_then(span_of));
                }
                k += n + 1;
                continue;
            }
            break;
        }
        (k, scope, limit)
    }

    /// The first scope phrase among the tokens.
    fn scope_in(&self, at: ProvisionId, tokens: &[Token], from: usize, to: usize) -> Option<Scope> {
        let place = self.place(at);
        let part = tokens.get(..to)?;
        (from..to).find_map(|k| place.scope_at(part, k).map(|(_, s)| s))
    }

    /// A name fixed for what stands before token `before`.
    fn name(&mut self, scan: &Scan<'_>, a: usize, b: usize, before: usize, scope: Option<Scope>) {
        let from = scan.start.max(before.saturating_sub(24)).min(before);
        let tokens = scan.tokens;
        let body = if before > from { tokens[from].span().to(tokens[before - 1].span()) } else { Span::default() };
        let scope = scope.unwrap_or_else(|| {
            let unit = match self.doc.profile {
                Profile::UsCode | Profile::CaAct => top(self.doc, scan.block.provision),
                _ => Document::ROOT,
            };
            Scope { unit, reach: Reach::Assumed }
        });
        // (hereinafter “the Union”): the name is Union.
        let a = if b > a + 1 && tokens.get(a).is_some_and(|t| t.word == THE && !t.capital()) { a + 1 } else { a };
        self.push(scan, a, b, body, Form::Name, scope, None, true);
    }

    #[expect(clippy::too_many_arguments)]
    fn define(
        &mut self,
        scan: &Scan<'_>,
        a: usize,
        b: usize,
        body_from: usize,
        form: Form,
        scope: Option<Scope>,
        qualifier: Option<Span>,
        marked: bool,
    ) {
        let scope = scope
            .or_else(|| self.lists.iter().rev().find_map(|l| l.scope))
            .unwrap_or_else(|| self.assumed(scan.block.provision));
        let body = self.body(scan, body_from, form);
        self.push(scan, a, b, body, form, scope, qualifier, marked);
    }

    #[expect(clippy::too_many_arguments)]
    fn push(
        &mut self,
        scan: &Scan<'_>,
        a: usize,
        b: usize,
        body: Span,
        form: Form,
        scope: Scope,
        qualifier: Option<Span>,
        marked: bool,
    ) {
        let Some(run) = scan.tokens.get(a..b).map(link_text) else { return };
        // "Drug Facility (GDF)": the letters in brackets are another name.
        let run = match run {
            [rest @ .., open, short, close]
                if open.is('(') && close.is(')') && short.all_caps() && !rest.is_empty() =>
            {
                rest
            }
            run => run,
        };
        let cut =
            run.iter().rev().take_while(|t| matches!(t.mark(), ',' | '.' | ';') && marked && run.len() > 1).count();
        let Some(term) = run.get(..run.len() - cut).and_then(span_of) else { return };
        if term.len() > 200 || !run.iter().any(|t| t.kind() != TokenKind::Mark) {
            return;
        }
        self.definitions.push(Definition {
            term,
            key: key(term.of(self.text)),
            body,
            provision: scan.block.provision,
            scope: scope.unit,
            reach: scope.reach,
            form,
            qualifier,
            marked,
        });
    }

    /// Where nothing says how far a definition holds: throughout a contract, a treaty or another single instrument (of
    /// those attached to it, throughout the one it stands in). In a code or an Act of many subjects a definitions
    /// section speaks for the unit it stands in, and a definition elsewhere for its own section.
    fn assumed(&self, at: ProvisionId) -> Scope {
        let own = top(self.doc, at);
        if !matches!(self.doc.profile, Profile::UsCode | Profile::CaAct) && !self.doc.get(at).quoted {
            let unit = self.doc.ancestors(at).find(|&u| self.doc.get(u).kind == Kind::Protocol);
            return Scope { unit: unit.unwrap_or(Document::ROOT), reach: Reach::Assumed };
        }
        let whole = self.doc.get(own).heading.is_some_and(|h| speaks_of_definitions(self.text, h))
            || self.heading.is_some_and(|h| self.doc.within(at, h));
        let unit = if whole {
            self.doc.ancestors(own).skip(1).find(|&u| self.doc.get(u).kind.is_container()).unwrap_or(Document::ROOT)
        } else {
            own
        };
        Scope { unit, reach: Reach::Assumed }
    }

    /// The words that say what the term means: to the end of the sentence, or of the unit where a list follows.
    fn body(&self, scan: &Scan<'_>, from: usize, form: Form) -> Span {
        let tokens = scan.tokens;
        let end_of_block = scan.block.span.end;
        if form == Form::Repealed {
            return Span::new(end_of_block, end_of_block);
        }
        let p = self.doc.get(scan.block.provision);
        let Some(first) = tokens.get(from) else {
            let end = if p.span.end > end_of_block { p.span.end } else { end_of_block };
            return Span::new(end_of_block, end);
        };
        let stop = (from..tokens.len()).find(|&k| {
            ends_sentence(tokens, k) && !matches!(tokens[k].mark(), ':' | '—' | '–') && k + 1 < tokens.len()
        });
        if let Some(stop) = stop {
            return first.span().to(tokens[stop].span());
        }
        let Some(last) = tokens.last() else { return first.span() };
        let own_unit = p.kind == Kind::Definition;
        let goes_on = !matches!(last.mark(), '.' | ';' | ')');
        let end = if scan.last && (own_unit || goes_on) { p.span.end.max(last.span().end) } else { last.span().end };
        Span::new(first.span().start, end)
    }
}

/// Takes out entries that are named alike time and again: "Tutorial:" and "Usage:" are what each entry of a list has, no
/// terms.
fn drop_fields(definitions: &mut Vec<Definition>) {
    const TIMES: u32 = 3;
    let is_entry = |d: &Definition| d.form == Form::Entry && !d.marked;
    // In one scope: parts of a text may each define a term.
    let named = |d: &Definition| (d.scope, d.key.clone());
    let mut counts: FxHashMap<(ProvisionId, SmolStr), u32> = FxHashMap::default();
    for d in definitions.iter().filter(|d| is_entry(d)) {
        *counts.entry(named(d)).or_default() += 1;
    }
    if counts.values().any(|&count| count >= TIMES) {
        definitions.retain(|d| !is_entry(d) || counts.get(&named(d)).is_none_or(|&count| count < TIMES));
    }
}

/// What is known while one piece of a block is read.
struct Scan<'b> {
    block: &'b Block,
    tokens: &'b [Token],
    /// Token at which the sentence begins.
    start: usize,
    /// The sentence is the block's first.
    opening: bool,
    /// The piece is the block's last.
    last: bool,
    /// After "X has the same meaning as …" in this sentence: the token after the verb, and the scope.
    chained: Option<(usize, Option<Scope>)>,
}

/// The words of a link of Markdown: "[Review Draft][draft]".
fn link_text(run: &[Token]) -> &[Token] {
    let [open, rest @ ..] = run else { return run };
    let close = rest.iter().position(|t| t.is(']')).filter(|&close| open.is('[') && close > 0);
    let inside = close.and_then(|close| rest.get(close + 1).filter(|t| t.is('[') || t.is('(')).and(rest.get(..close)));
    inside.unwrap_or(run)
}

#[cfg(test)]
mod tests;
