//! Where defined terms are used: one pass over the text, longest match, plural and possessive let pass.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::key::{forms, stem};
use super::model::{Definition, Form};
use crate::document::{Block, Document, ProvisionId};
use crate::span::Span;
use crate::text::{ContentHasher, ContentKey, PIECE, Token, TokenKind, WordFilter, WordHash, pieces, tokenize, word};

/// One use of a defined term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Index of the definition that holds there, in `Terms::definitions`.
    pub definition: u32,
    /// The words.
    pub span: Span,
}

/// All uses of a document's terms.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// In the order of the text; of a search for rules, those that rules look at one by one: see [`UseSearch::for_rules`].
    pub all: Vec<Use>,
    /// Number of uses by definition.
    pub counts: Vec<u32>,
    /// Number of places outside every scope where the words stand, by term.
    outside: Vec<u32>,
    /// The term of each definition.
    term_of: Vec<u32>,
}

impl Uses {
    /// Number of places outside the scope where the words of a definition stand.
    #[must_use]
    pub fn elsewhere(&self, definition: usize) -> u32 {
        self.term_of.get(definition).and_then(|&term| self.outside.get(term as usize)).copied().unwrap_or(0)
    }

    /// Adds the uses of a term while one definition held, or none.
    fn add(&mut self, term: u32, holding: &Holding) {
        let count = match known(holding.definition) {
            Some(definition) => self.counts.get_mut(definition as usize),
            None => self.outside.get_mut(term as usize),
        };
        if let Some(count) = count {
            *count += holding.count;
        }
    }

    /// Spans in which a definition's term is used.
    pub fn of(&self, definition: usize) -> impl Iterator<Item = Span> + '_ {
        self.all.iter().filter(move |u| u.definition as usize == definition).map(|u| u.span)
    }
}

/// A term of three words or more: the stem of the third, and where those of the others stand among the rests.
struct Entry {
    third: WordHash,
    rest: (u32, u32),
    term: u32,
}

/// Terms of three words or more that begin with the same two: where they begin among the entries, and one bit for each
/// third word in every form.
struct Group {
    from: u32,
    thirds: u64,
}

/// The bit of a third word.
const fn bit_of(word: WordHash) -> u64 {
    1 << (word & 63)
}

/// What begins with a word, or with two.
#[derive(Clone, Copy)]
struct Begun {
    /// The term that is this and no more; [`NONE`] where there is none.
    alone: u32,
    /// The number under which terms of more words are found: of a word, that of its stem; of two, that of a group of
    /// entries. [`NONE`] where there are none.
    longer: u32,
}

/// What begins with a word with which nothing does.
const NOTHING: Begun = Begun { alone: NONE, longer: NONE };

/// No number of anything: a table of thousands of terms, looked into at every other word, is to be small.
const NONE: u32 = u32::MAX;

/// The number, where there is one.
fn known(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

/// What the first two words of a term are known by: the number of the first one's stem, and the second.
const fn pair(first: u32, second: WordHash) -> WordHash {
    (first as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second
}

/// What two words are known by in a filter.
const fn beside(first: WordHash, second: WordHash) -> WordHash {
    first.rotate_left(21) ^ second
}

/// Buffers: the tokens that may be the first of a term, by number; those at which one may begin, each with the next word of
/// its phrase where one may begin with both, [`NONE`] elsewhere; and what begins there.
#[derive(Default)]
struct Starts {
    firsts: Vec<u32>,
    passed: Vec<(u32, u32)>,
    begun: Vec<Start>,
}

/// Puts down what there is of the items, for which there is room, where they pass; how many pass.
#[inline]
fn pass<T: Copy, P>(passed: &mut [P], items: impl Iterator<Item = T>, look: impl Fn(T) -> (P, bool)) -> usize {
    let mut count = 0;
    for item in items {
        let (what, passes) = look(item);
        // Put down whether it passes or not, and written over if not: which it does is as good as random.
        if let Some(place) = passed.get_mut(count) {
            *place = what;
        }
        count += usize::from(passes);
    }
    count
}

/// Where a term may begin: the token; the next word of its phrase, where it may begin with both, [`NONE`] elsewhere; and
/// what begins with the one and with both.
#[derive(Clone, Copy)]
struct Start {
    at: u32,
    second: u32,
    one: Begun,
    two: Begun,
}

/// A unit for which a definition of some term holds.
#[derive(Clone, Copy)]
struct Scope {
    /// The unit, and the one after all it holds.
    unit: ProvisionId,
    end: ProvisionId,
    definition: u32,
    /// The next larger unit for which a definition of the same term holds: its index among the scopes.
    around: u32,
}

/// The defined terms, each once, however many definitions share it.
struct Terms {
    /// By every form of their first words; of those in the possessive by the word itself.
    by_first: FxHashMap<WordHash, Begun>,
    /// By the stem of the first word and every form of the second: see [`pair`].
    by_two: FxHashMap<WordHash, Begun>,
    /// Terms of three words and more: those that begin with the same two side by side, the longest first. Where each such
    /// group begins, and the stems of words after the third.
    entries: Vec<Entry>,
    groups: Vec<Group>,
    rests: Vec<WordHash>,
    /// Their first words in every form; those that are all of a term; and their first two: most words of a text are none of
    /// these. Of many terms the first words are most words of a text, and hardly any two that stand side by side.
    firsts: WordFilter,
    alone: WordFilter,
    pairs: WordFilter,
    /// Where definitions hold, by term and in the order of the text; by term, where its scopes begin.
    scopes: Vec<Scope>,
    of_term: Vec<u32>,
    /// The term of each definition.
    term_of: Vec<u32>,
}

impl Terms {
    /// The definition of a term that holds in a unit, which is that of the smallest unit around it; and the unit before
    /// which nothing changes.
    fn holding(&self, term: u32, at: ProvisionId) -> (Option<u32>, ProvisionId) {
        let from = |term: usize| self.of_term.get(term).map_or(0, |&from| from as usize);
        let own = self.scopes.get(from(term as usize)..from(term as usize + 1)).unwrap_or_default();
        // Units lie apart or inside one another.
        let begun = own.partition_point(|s| s.unit <= at);
        let next = own.get(begun).map_or(ProvisionId(u32::MAX), |s| s.unit);
        let mut scope = begun.checked_sub(1).and_then(|last| own.get(last));
        while let Some(ended) = scope.filter(|s| s.end <= at) {
            scope = self.scopes.get(ended.around as usize);
        }
        (scope.map(|s| s.definition), scope.map_or(next, |s| next.min(s.end)))
    }
}

/// Where words of defined terms stand, kept from an earlier state of a document: in an editor only blocks that changed are
/// searched anew.
#[derive(Debug, Default)]
pub struct KeptUses {
    /// What the terms were known by.
    terms: ContentKey,
    /// By the text of a block: beginning and end of the words, from the beginning of the block, and the term's number.
    blocks: FxHashMap<ContentKey, Box<[Hit]>>,
}

/// Words of a term: where they begin and end, from the beginning of the block, and the term's number.
type Hit = (u32, u32, u32);

/// Finds the uses of every definition; blocks that are as they were are not searched again.
pub(super) fn find_uses(
    text: &str,
    document: &Document,
    definitions: &[Definition],
    kept: Option<&mut KeptUses>,
) -> Uses {
    let mut search = UseSearch::new(document, definitions);
    if search.is_idle() {
        return search.done();
    }
    let mut buffer = Vec::new();
    let mut find = |block: Span, see: &mut dyn FnMut(Span, &[Token])| {
        for piece in pieces(text, block, PIECE) {
            tokenize(text, piece, &mut buffer);
            see(piece, &buffer);
        }
    };
    let prose = document.blocks.iter().filter(|b| b.kind.is_prose());
    if let Some(kept) = kept {
        let key = known_by(definitions);
        let before = if kept.terms == key { std::mem::take(&mut kept.blocks) } else { FxHashMap::default() };
        kept.terms = key;
        kept.blocks = FxHashMap::with_capacity_and_hasher(document.blocks.len(), Default::default());
        for block in prose {
            let piece = block.span.of(text);
            let mut hasher = ContentHasher::new();
            hasher.add(piece);
            let hits = kept.blocks.entry(hasher.key()).or_insert_with_key(|key| match before.get(key) {
                Some(hits) => hits.clone(),
                None => {
                    let mut hits = Vec::new();
                    let see = &mut |_, tokens: &[Token]| {
                        let UseSearch { terms, starts, .. } = &mut search;
                        terms.find(text, block.span.start, tokens, starts, |hit, _| hits.push(hit));
                    };
                    find(block.span, see);
                    hits.into()
                }
            });
            hits.iter().for_each(|&hit| search.count.hit(&search.terms, block, hit, &[]));
        }
    } else {
        for block in prose {
            find(block.span, &mut |span, tokens| search.see(text, &Block { span, ..*block }, tokens));
        }
    }
    search.done()
}

/// A search for the uses of a document's terms, block by block.
pub struct UseSearch<'a> {
    terms: Terms,
    count: Count<'a>,
    starts: Starts,
}

impl<'a> UseSearch<'a> {
    pub(super) fn new(document: &Document, definitions: &'a [Definition]) -> Self {
        let terms = collect(document, definitions);
        let count = Count::new(definitions, &terms);
        Self { terms, count, starts: Starts::default() }
    }

    /// Uses are counted, and kept where a rule looks at them one by one: those of the definitions that are `asked` for, and
    /// those of others before "including". Of a long text the rest would take much room.
    #[must_use]
    pub fn for_rules(mut self, asked: impl Fn(&Definition) -> bool) -> Self {
        self.count.asked = Some(self.count.definitions.iter().map(asked).collect());
        self
    }

    /// Whether there is nothing to be found.
    pub(super) fn is_idle(&self) -> bool {
        self.terms.by_first.is_empty()
    }

    /// Finds the uses in a block, or in a piece of one, that has the tokens. All blocks of the document are to be shown, in
    /// the order of the text; those that are no prose are passed by.
    pub fn see(&mut self, text: &str, block: &Block, tokens: &[Token]) {
        if block.kind.is_prose() {
            let Self { terms, count, starts } = self;
            terms.find(text, block.span.start, tokens, starts, |hit, rest| count.hit(terms, block, hit, rest));
        }
    }

    /// What was found.
    #[must_use]
    pub fn done(self) -> Uses {
        Uses { term_of: self.terms.term_of, ..self.count.done() }
    }
}

/// What the terms and their numbers are known by.
fn known_by(definitions: &[Definition]) -> ContentKey {
    let mut hasher = ContentHasher::new();
    for d in definitions.iter().filter(|d| d.form != Form::Repealed) {
        hasher.add(d.key.as_str());
    }
    hasher.key()
}

/// Counts uses, in the order of the text.
struct Count<'a> {
    definitions: &'a [Definition],
    /// The words of the definitions themselves, which do not count as uses: sorted, and how far they were passed.
    own: Vec<Span>,
    own_at: usize,
    /// By term, what holds where it was used last: mostly in the units after that, too.
    holding: Vec<Holding>,
    /// By definition, whether each of its uses is kept; of all of them, where nothing is said.
    asked: Option<Box<[bool]>>,
    uses: Uses,
}

/// The definition of a term that holds from one unit on and before another, and what it says; how often the term was used
/// there, which is counted here so that a use of one of many terms touches one place in memory.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Holding {
    from: ProvisionId,
    end: ProvisionId,
    definition: u32,
    count: u32,
    body: Span,
    /// Its uses are kept.
    kept: bool,
}

/// Whether the words after a use may begin with "including"; it may be so too where they are not at hand.
fn includes(rest: &[Token]) -> bool {
    match rest {
        [mark, next, ..] => next.word == INCLUDING && (mark.is(',') || mark.is('(')),
        _ => true,
    }
}

const INCLUDING: WordHash = word("including");

impl<'a> Count<'a> {
    fn new(definitions: &'a [Definition], terms: &Terms) -> Self {
        let mut own: Vec<Span> = definitions.iter().map(|d| d.term).collect();
        own.sort_unstable();
        let none = ProvisionId(0);
        let nowhere = Holding { from: none, end: none, definition: NONE, count: 0, body: Span::at(0, 0), kept: false };
        let holding = vec![nowhere; terms.of_term.len()];
        let (counts, outside) = (vec![0; definitions.len()], vec![0; definitions.len()]);
        Self { definitions, own, own_at: 0, holding, asked: None, uses: Uses { counts, outside, ..Uses::default() } }
    }

    /// Counts words of a term, given the tokens behind them.
    fn hit(&mut self, terms: &Terms, block: &Block, (from, to, term): Hit, rest: &[Token]) {
        let span = Span::new(block.span.start + from, block.span.start + to);
        while self.own_at < self.own.len() && self.own[self.own_at].end <= span.start {
            self.own_at += 1;
        }
        if self.own.get(self.own_at).is_some_and(|o| o.overlaps(span)) {
            return;
        }
        self.assign(terms, term, block.provision, (span, rest));
    }

    /// Gives the use to the definition of the smallest unit that holds it.
    fn assign(&mut self, terms: &Terms, term: u32, at: ProvisionId, (span, rest): (Span, &[Token])) {
        let Some(holding) = self.holding.get_mut(term as usize) else { return };
        if at < holding.from || holding.end <= at {
            let (definition, end) = terms.holding(term, at);
            let of = definition.and_then(|d| self.definitions.get(d as usize));
            let body = of.map_or(Span::at(0, 0), |d| d.body);
            let asked = |d: u32| self.asked.as_ref().is_none_or(|asked| asked.get(d as usize) == Some(&true));
            let (definition, kept) = (definition.unwrap_or(NONE), definition.is_some_and(asked));
            let now = Holding { from: at, end, definition, count: 0, body, kept };
            self.uses.add(term, &std::mem::replace(holding, now));
        }
        // What a definition says of its own term is no use of it.
        if !holding.body.contains(span) {
            holding.count += 1;
            if let Some(definition) = known(holding.definition).filter(|_| holding.kept || includes(rest)) {
                self.uses.all.push(Use { definition, span });
            }
        }
    }

    /// What was found.
    fn done(mut self) -> Uses {
        self.holding.iter().zip(0..).for_each(|(holding, term)| self.uses.add(term, holding));
        self.uses
    }
}

fn collect(document: &Document, definitions: &[Definition]) -> Terms {
    let mut numbers: FxHashMap<&SmolStr, u32> = FxHashMap::default();
    let mut by_scope: FxHashMap<(u32, ProvisionId), u32> = FxHashMap::default();
    let mut term_of = vec![NONE; definitions.len()];
    // Terms of one word stand everywhere: what is counted of them is side by side.
    for d in definitions.iter().filter(|d| d.form != Form::Repealed && !d.key.contains(' ')) {
        let fresh = numbers.len() as u32;
        numbers.entry(&d.key).or_insert(fresh);
    }
    for (i, d) in definitions.iter().enumerate().filter(|(_, d)| d.form != Form::Repealed) {
        let fresh = numbers.len() as u32;
        let term = *numbers.entry(&d.key).or_insert(fresh);
        term_of[i] = term;
        // Of two in one unit the first holds; a definition before a mere name.
        let held = by_scope.entry((term, d.scope)).or_insert(i as u32);
        if definitions[*held as usize].form == Form::Name && d.form != Form::Name {
            *held = i as u32;
        }
    }
    let (scopes, of_term) = scopes(document, by_scope, numbers.len());
    let filter = WordFilter::for_words;
    let mut terms = Terms {
        by_first: FxHashMap::default(),
        by_two: FxHashMap::default(),
        entries: Vec::new(),
        groups: Vec::new(),
        rests: Vec::new(),
        // Of few terms so many bits that they still take little room.
        firsts: filter((numbers.len() / 2).max((numbers.len() * 4).min(MANY))),
        alone: filter((numbers.len() / 2).max((numbers.len() * 4).min(MANY))),
        pairs: filter(0),
        scopes,
        of_term,
        term_of,
    };
    // The words of all terms, the longest terms first.
    let mut tokens = Vec::new();
    let mut all: Vec<(Vec<&str>, u32)> = Vec::with_capacity(numbers.len());
    for (key, term) in numbers {
        tokenize(key, Span::at(0, key.len()), &mut tokens);
        let words = tokens.iter().filter(|t| t.kind() != TokenKind::Mark).map(|t| t.of(key));
        all.push((words.collect(), term));
    }
    all.sort_unstable_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
    // Stems of first and second words, and what begins with the same two stems.
    let (mut stems, mut of_two) = (Stems::default(), FxHashMap::<(u32, u32), u32>::default());
    let mut twos: Vec<Two<'_>> = Vec::new();
    for &(ref words, term) in &all {
        let Some((&first, rest)) = words.split_first() else { continue };
        let first = stems.number(first);
        for &form in stems.forms(first) {
            terms.firsts.add(form);
            let begun = terms.by_first.entry(form).or_insert(NOTHING);
            if rest.is_empty() {
                begun.alone = begun.alone.min(term);
                terms.alone.add(form);
            } else {
                begun.longer = first;
            }
        }
        if let Some(&second) = rest.first() {
            let (second, fresh) = (stems.number(second), twos.len() as u32);
            let at = *of_two.entry((first, second)).or_insert(fresh);
            if at == fresh {
                twos.push(Two { first, second, alone: NONE, longer: Vec::new() });
            }
            if let Some(two) = twos.get_mut(at as usize) {
                two.add(rest, term);
            }
        }
    }
    terms.pairs = filter(twos.len() * 2);
    terms.by_two.reserve(twos.len() * 2);
    twos.into_iter().for_each(|two| terms.add(&mut stems, two));
    terms.groups.push(Group { from: terms.entries.len() as u32, thirds: 0 });
    terms
}

/// So many terms have a filter for first words that lets few other words pass.
const MANY: usize = 4096;
/// Terms with the same two first words that are looked for.
const MOST: usize = 64;

/// Puts the scopes of each term in order.
fn scopes(document: &Document, by_scope: FxHashMap<(u32, ProvisionId), u32>, terms: usize) -> (Vec<Scope>, Vec<u32>) {
    let mut all: Vec<((u32, ProvisionId), u32)> = by_scope.into_iter().collect();
    all.sort_unstable();
    let mut scopes: Vec<Scope> = Vec::with_capacity(all.len());
    let mut of_term: Vec<u32> = Vec::with_capacity(terms + 1);
    for ((term, unit), definition) in all {
        while of_term.len() <= term as usize {
            of_term.push(scopes.len() as u32);
        }
        let from = of_term.get(term as usize).map_or(0, |&from| from as usize);
        // The scope before, or the nearest one around it, that holds this unit.
        let mut around = scopes.len().checked_sub(1).filter(|&last| last >= from);
        while let Some(outer) = around.and_then(|i| scopes.get(i))
            && outer.end <= unit
        {
            around = known(outer.around).map(|i| i as usize);
        }
        let around = around.map_or(NONE, |i| i as u32);
        scopes.push(Scope { unit, end: document.get(unit).end, definition, around });
    }
    of_term.resize(terms + 1, scopes.len() as u32);
    (scopes, of_term)
}

/// Stems by number, each with every form that a word of it has.
#[derive(Default)]
struct Stems {
    numbers: FxHashMap<WordHash, u32>,
    /// Where the forms of each end.
    ends: Vec<u32>,
    forms: Vec<WordHash>,
    /// A buffer: a form as it is spelt.
    spelt: String,
}

impl Stems {
    /// The number of a word's stem.
    fn number(&mut self, word: &str) -> u32 {
        let fresh = self.ends.len() as u32;
        let number = *self.numbers.entry(stem(word)).or_insert(fresh);
        if number == fresh {
            forms(word, &mut self.spelt, |form| self.forms.push(form));
            self.ends.push(self.forms.len() as u32);
        }
        number
    }

    /// The forms of a word's stem.
    fn all_forms(&mut self, word: &str) -> &[WordHash] {
        let number = self.number(word);
        self.forms(number)
    }

    /// The forms of a stem.
    fn forms(&self, number: u32) -> &[WordHash] {
        let end = |number: u32| self.ends.get(number as usize).map_or(0, |&end| end as usize);
        self.forms.get(number.checked_sub(1).map_or(0, end)..end(number)).unwrap_or_default()
    }
}

/// Terms of two words and more that begin with the same two stems.
struct Two<'k> {
    /// The numbers of the stems.
    first: u32,
    second: u32,
    /// The term of two words, and the words from the third on of those of more, the longest first.
    alone: u32,
    longer: Vec<(&'k [&'k str], u32)>,
}

impl<'k> Two<'k> {
    /// Adds a term by its words after the first; those of the most words come first.
    fn add(&mut self, rest: &'k [&'k str], term: u32) {
        if self.longer.len() >= MOST {
            return;
        }
        match rest {
            [] | [_] => self.alone = self.alone.min(term),
            [_, rest @ ..] => self.longer.push((rest, term)),
        }
    }
}

impl Terms {
    /// Finds the words of terms in a block, or a piece of one: as hits from the beginning of the block, each with the tokens
    /// behind it.
    ///
    /// Look-ups go before: of many terms the tables are large, and what does not hang on what was found before is fetched from
    /// them at once.
    fn find(&self, text: &str, block: u32, tokens: &[Token], starts: &mut Starts, mut see: impl FnMut(Hit, &[Token])) {
        let Starts { firsts, passed, begun } = starts;
        if firsts.len() < tokens.len() {
            firsts.resize(tokens.len(), 0);
            passed.resize(tokens.len(), (0, NONE));
        }
        let count = self.may_begin(tokens, firsts);
        let word = |at: u32| tokens.get(at as usize).map_or(0, |t| t.owner(text));
        let count = pass(passed, firsts.iter().take(count), |&at| {
            let (first, next, second) = match tokens.get(at as usize..at as usize + 2) {
                // Mostly a word stands next, and neither is in the possessive.
                Some([first, next]) if next.kind() != TokenKind::Mark && !(first.possessive() | next.possessive()) => {
                    (first.word, next.word, at + 1)
                }
                _ => {
                    let second = on(tokens, at as usize + 1).map_or(NONE, |second| second as u32);
                    (word(at), word(second), second)
                }
            };
            let both = (second != NONE) & self.pairs.may_have(beside(first, next));
            ((at, if both { second } else { NONE }), both | self.alone.may_have(first))
        });
        begun.clear();
        begun.extend(passed.iter().take(count).map(|&(at, second)| {
            let one = self.by_first.get(&word(at)).copied().unwrap_or(NOTHING);
            Start { at, second, one, two: NOTHING }
        }));
        for start in begun.iter_mut().filter(|start| (start.second != NONE) & (start.one.longer != NONE)) {
            start.two = self.by_two.get(&pair(start.one.longer, word(start.second))).copied().unwrap_or(NOTHING);
        }
        let mut past = 0;
        for start in begun.iter() {
            let from = start.at as usize;
            if from < past {
                continue;
            }
            let Some((term, end)) = self.longest(text, tokens, start) else { continue };
            past = end;
            if let (Some(first), Some(last)) = (tokens.get(from), tokens.get(end - 1)) {
                let rest = tokens.get(end..).unwrap_or_default();
                see((first.span().start - block, last.span().end - block, term), rest);
            }
        }
    }

    /// Puts down the tokens that a term may begin with, for all of which there is room; how many they are.
    fn may_begin(&self, tokens: &[Token], firsts: &mut [u32]) -> usize {
        let mut count = 0;
        for (tokens, from) in tokens.chunks(64).zip((0..).step_by(64)) {
            // One bit for each token: few may begin one.
            let bit = |token: &Token| u64::from(self.firsts.may_have(token.word) | token.possessive());
            let mut mask = tokens.iter().rev().fold(0, |mask, token| mask << 1 | bit(token));
            while let Some(place) = firsts.get_mut(count).filter(|_| mask != 0) {
                *place = from + mask.trailing_zeros();
                count += 1;
                mask &= mask - 1;
            }
        }
        count
    }

    /// Adds the terms that begin with the same two stems.
    fn add(&mut self, stems: &mut Stems, two: Two<'_>) {
        let mut begun = Begun { alone: two.alone, longer: NONE };
        if !two.longer.is_empty() {
            begun.longer = self.groups.len() as u32;
            let thirds = two.longer.iter().filter_map(|(words, _)| words.first());
            let thirds = thirds.fold(0, |all, word| stems.all_forms(word).iter().fold(all, |all, &f| all | bit_of(f)));
            self.groups.push(Group { from: self.entries.len() as u32, thirds });
        }
        for (words, term) in two.longer {
            let mut words = words.iter().map(|word| stem(word));
            let (third, from) = (words.next().unwrap_or_default(), self.rests.len() as u32);
            self.rests.extend(words);
            self.entries.push(Entry { third, rest: (from, self.rests.len() as u32), term });
        }
        for &form in stems.forms(two.second) {
            self.by_two.insert(pair(two.first, form), begun);
            stems.forms(two.first).iter().for_each(|&first| self.pairs.add(beside(first, form)));
        }
    }

    /// The longest term that begins at a place, and one past its last token.
    #[inline]
    fn longest(&self, text: &str, tokens: &[Token], start: &Start) -> Option<(u32, usize)> {
        let behind = start.second as usize + 1;
        known(start.two.longer)
            .and_then(|group| self.of_more(text, tokens, group, on(tokens, behind)?))
            .or_else(|| known(start.two.alone).map(|term| (term, behind)))
            .or_else(|| known(start.one.alone).map(|term| (term, start.at as usize + 1)))
    }

    /// The longest term of three words or more of a group, by the place of the third.
    fn of_more(&self, text: &str, tokens: &[Token], group: u32, third: usize) -> Option<(u32, usize)> {
        let stem_at = |at: usize| tokens.get(at).map(|t| stem(t.of(text)));
        let [group, next] = self.groups.get(group as usize..group as usize + 2)? else { return None };
        if group.thirds & bit_of(tokens.get(third)?.owner(text)) == 0 {
            return None;
        }
        let entries = self.entries.get(group.from as usize..next.from as usize)?;
        let word = stem_at(third)?;
        entries.iter().filter(|entry| entry.third == word).find_map(|entry| {
            let mut last = third;
            for &wanted in self.rests.get(entry.rest.0 as usize..entry.rest.1 as usize)? {
                last = on(tokens, last + 1)?;
                if stem_at(last)? != wanted {
                    return None;
                }
            }
            Some((entry.term, last + 1))
        })
    }
}

/// The next word of the same phrase from token `at` on; none where a mark stands before it that parts phrases.
fn on(tokens: &[Token], mut at: usize) -> Option<usize> {
    loop {
        let token = tokens.get(at)?;
        if token.kind() != TokenKind::Mark {
            return Some(at);
        }
        if matches!(token.mark(), '.' | ',' | ';' | ':' | '(' | ')') {
            return None;
        }
        at += 1;
    }
}
