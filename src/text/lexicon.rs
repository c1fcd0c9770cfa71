//! The word lists under `rules/words/`, read once, as one table from a word's hash to what is known of it.

mod hints;
mod table;

use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::months::{MONTH_WORDS, MONTHS};
use super::tokens::{Token, TokenKind};
use super::words::{WordHash, word, word_of};
pub use hints::{Hints, hint};
pub(super) use table::{CLASS_BITS, Class};
use table::{Entry, Table};

/// What is known of a word, as bits.
pub type Bits = u64;

/// Those of the bits by which tokens are looked for, the first sixteen: 64 tokens are asked at once, with those of their neighbours.
pub type Signs = u16;

/// The bits.
pub mod bit {
    use super::Bits;

    // The first sixteen are looked for: see `Signs`.
    pub const DET: Bits = 1;
    /// A mark, a figure, a word that carries no matter.
    pub const EMPTY: Bits = 1 << 1;
    /// A common word with which a phrase of those that begin at [`SLOT`] begins only if the next word has [`LINKED`], or is an
    /// article and has one with it behind it.
    pub const LINK: Bits = 1 << 2;
    /// Sets an act in another time, place or manner.
    pub const TURN: Bits = 1 << 3;
    pub const LINKED: Bits = 1 << 4;
    /// A noun of place.
    pub const PLACE: Bits = 1 << 5;
    /// Begins with a capital: told by the token, and only among its signs.
    pub const CAPITAL: Bits = 1 << 6;
    /// Words of force may begin here: a modal, "be", "have", "do", or a verb such as "undertake".
    pub const START: Bits = 1 << 7;
    /// A condition, exception, hedge or phrase of precedence may begin here.
    pub const SLOT: Bits = 1 << 8;
    /// A mark after which a clause may begin.
    pub const CLAUSE: Bits = 1 << 9;
    /// A bracket or quotation mark.
    pub const NEST: Bits = 1 << 10;
    /// A sentence may end here.
    pub const SPLIT: Bits = 1 << 11;
    /// The word that a place, a date, a law or a way of doing an act is looked for by.
    pub const ADJUNCT: Bits = 1 << 12;
    /// A limit may begin here, before its figure.
    pub const BOUND: Bits = 1 << 13;
    /// A number, in figures or words.
    pub const FIGURE: Bits = 1 << 14;
    /// "in", "at": a place may stand behind it.
    pub const AT: Bits = 1 << 15;

    pub const COND: Bits = 1 << 16;
    pub const REL: Bits = 1 << 17;
    pub const CONJ: Bits = 1 << 18;
    pub const PRON: Bits = 1 << 19;
    pub const BE: Bits = 1 << 20;
    pub const HAVE: Bits = 1 << 21;
    pub const DO: Bits = 1 << 22;
    pub const NEG: Bits = 1 << 23;
    pub const ADV: Bits = 1 << 24;
    /// shall, must, may, should, will, can, could, ought, need.
    pub const MODAL: Bits = 1 << 25;
    /// Base form of a verb.
    pub const VERB: Bits = 1 << 26;
    /// "-s" form of a verb.
    pub const VERB_S: Bits = 1 << 27;
    /// Past form or participle.
    pub const VERB_ED: Bits = 1 << 28;
    pub const AGENT: Bits = 1 << 29;
    pub const THING: Bits = 1 << 30;
    /// A mark: told by the token, not by the list.
    pub const MARK: Bits = 1 << 31;
    pub const UNIT: Bits = 1 << 32;
    pub const ABBREV: Bits = 1 << 33;
    pub const PROVISION: Bits = 1 << 34;
    pub const AGENTIVE: Bits = 1 << 35;
    pub const VERB_ING: Bits = 1 << 36;
    pub const CONSTITUTIVE: Bits = 1 << 37;
    pub const STATUS: Bits = 1 << 38;
    pub const SOFT: Bits = 1 << 39;
    pub const FOLLOW: Bits = 1 << 40;
    pub const VAGUE: Bits = 1 << 41;
    pub const POINTER: Bits = 1 << 42;
    pub const INSTRUMENT: Bits = 1 << 43;
    /// First word of an effort phrase.
    pub const EFFORT: Bits = 1 << 44;
    /// Second word of an effort phrase.
    pub const EFFORT_ON: Bits = 1 << 45;
    /// An effort phrase by itself.
    pub const EFFORT_ALONE: Bits = 1 << 46;
    /// A noun of the lists, in the plural.
    pub const PLURAL: Bits = 1 << 47;
    /// A verb that gives another what a right is to.
    pub const SERVE: Bits = 1 << 48;
    /// A role that belongs to some body.
    pub const RELATIONAL: Bits = 1 << 49;
    /// A verb with one who receives and what is given: "pay the seller a price".
    pub const GIVE: Bits = 1 << 50;
    /// A verb done to someone: "notify the seller".
    pub const TOWARD: Bits = 1 << 51;
    /// A verb with one who receives and "with": "provide the member with a copy".
    pub const WITH: Bits = 1 << 52;
    /// A word that has a base form, or is compared as another.
    pub const DERIVED: Bits = 1 << 53;
    pub const PREP: Bits = 1 << 54;
    /// A number in words.
    pub const NUM: Bits = 1 << 55;
    /// The word that a way of doing an act is looked for by.
    pub const MANNER: Bits = 1 << 56;
    /// Name of a month.
    pub const MONTH: Bits = 1 << 57;
    /// "only", "before", "until", which turn an act: one thing may come after another.
    pub const ORDER: Bits = 1 << 58;

    /// Words that carry no matter of their own.
    pub const CLOSED: Bits = DET | PREP | COND | REL | CONJ | PRON | BE | HAVE | DO | NEG | ADV | MODAL;
}

/// All word lists.
pub struct Lexicon {
    /// The lists while they are read.
    words: FxHashMap<WordHash, Entry>,
    table: Table,
    lemmas: Vec<SmolStr>,
    /// Effort phrases by their first word, longest first.
    efforts: FxHashMap<WordHash, Vec<Vec<WordHash>>>,
    antonyms: FxHashMap<SmolStr, Vec<SmolStr>>,
    denials: Vec<String>,
    /// Verbs that are compared as another.
    synonyms: FxHashMap<WordHash, WordHash>,
    /// Keys of words of effort and of standards without a test.
    pub soft: FxHashSet<u32>,
}

/// The lists, read on first use.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
    &LEXICON
}

const FILES: [&str; 5] = [
    include_str!("../../rules/words/adjuncts.toml"),
    include_str!("../../rules/words/grammar.toml"),
    include_str!("../../rules/words/agents.toml"),
    include_str!("../../rules/words/verbs.toml"),
    include_str!("../../rules/words/hedges.toml"),
];

/// Lists of plain words and the bit each sets.
const LISTS: [(&str, Bits); 33] = [
    ("determiners", bit::DET),
    ("prepositions", bit::PREP),
    ("conditions", bit::COND),
    ("relatives", bit::REL),
    ("conjunctions", bit::CONJ),
    ("pronouns", bit::PRON),
    ("be", bit::BE),
    ("have", bit::HAVE),
    ("do", bit::DO),
    ("negations", bit::NEG),
    ("adverbs", bit::ADV),
    ("numbers", bit::NUM),
    ("time_units", bit::UNIT),
    ("abbreviations", bit::ABBREV),
    ("units", bit::PROVISION),
    ("agents", bit::AGENT),
    ("things", bit::THING),
    ("agentive", bit::AGENTIVE),
    ("verbs", bit::VERB),
    ("constitutive", bit::CONSTITUTIVE),
    ("constitutive_participles", bit::STATUS),
    ("soft", bit::SOFT),
    ("follow", bit::FOLLOW),
    ("serve", bit::SERVE),
    ("give", bit::GIVE),
    ("toward", bit::TOWARD),
    ("with", bit::WITH),
    ("turning", bit::TURN),
    ("relational", bit::RELATIONAL),
    ("vague", bit::VAGUE),
    ("pointers", bit::POINTER),
    ("instruments", bit::INSTRUMENT),
    ("places", bit::PLACE),
];

/// Words and marks that a reader of norms looks for; it passes over all others.
const LOOKED_FOR: [(&[WordHash], Bits); 10] = [
    (&[word(";"), word(":"), word("—")], bit::CLAUSE),
    (&[word("("), word("["), word(")"), word("]"), word("“"), word("”"), word("\""), word("‘"), word("’")], bit::NEST),
    (&[word("."), word("?"), word("!"), word("page")], bit::SPLIT),
    (&[word("law"), word("laws")], bit::ADJUNCT),
    (&[word("in"), word("at")], bit::AT),
    (&[word("not"), word("no"), word("within"), word("at"), word("up"), word("for"), word("period")], bit::BOUND),
    (&[word("only"), word("before"), word("until")], bit::ORDER),
    (&[word("be")], bit::EMPTY),
    (&[word("to"), word("in"), word("by"), word("as"), word("other"), word("otherwise"), word("without")], bit::LINK),
    (
        &[
            word("derogation"),
            word("way"),
            word("otherwise"),
            word("case"),
            word("cases"),
            word("event"),
            word("circumstances"),
            word("extent"),
            word("than"),
            word("prejudice"),
        ],
        bit::LINKED,
    ),
];

/// Verbs of force: with modals, "be", "have" and "do" they carry [`bit::START`].
const FORCE: [&str; 8] = ["agrees", "agree", "undertakes", "undertake", "enjoys", "enjoy", "cannot", "needn't"];

/// First words of phrases of precedence, exceptions and conditions: with the lists of hedges they carry [`bit::SLOT`], and
/// no other token is looked at.
const SLOTS: [&str; 32] = [
    "notwithstanding",
    "despite",
    "regardless",
    "irrespective",
    "in",
    "by",
    "subject",
    "without",
    "nothing",
    "except",
    "save",
    "other",
    "otherwise",
    "unless",
    "where",
    "as",
    "until",
    "excluding",
    "if",
    "when",
    "whenever",
    "wherever",
    "while",
    "whilst",
    "once",
    "provided",
    "providing",
    "upon",
    "following",
    "after",
    "before",
    "to",
];

const MODALS: [&str; 10] = ["shall", "must", "may", "should", "will", "can", "could", "ought", "need", "shan't"];

impl Lexicon {
    fn load() -> Self {
        /// Words and their forms, about.
        const WORDS: usize = 7000;
        let mut all = toml::Table::new();
        for file in FILES {
            all.extend(file.parse::<toml::Table>().unwrap_or_default());
        }
        let list = |key: &str| all.get(key).and_then(toml::Value::as_str).unwrap_or("");
        let mut lexicon = Self {
            words: FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher),
            table: Table::default(),
            lemmas: Vec::new(),
            efforts: FxHashMap::default(),
            antonyms: FxHashMap::default(),
            soft: FxHashSet::default(),
            synonyms: FxHashMap::default(),
            denials: list("denials").lines().filter(|l| !l.is_empty()).map(str::to_owned).collect(),
        };
        for (key, bits) in LISTS {
            for word in list(key).split_whitespace() {
                lexicon.add(word, bits);
                if bits & (bit::AGENT | bit::THING | bit::INSTRUMENT) != 0 {
                    let at = lexicon.lemma_index(word);
                    lexicon.add_form(&plural(word), bits | bit::PLURAL, at);
                }
                if bits == bit::VERB {
                    lexicon.add_verb(word);
                }
            }
        }
        for pair in list("synonyms").split_whitespace() {
            if let Some((a, b)) = pair.split_once('=') {
                lexicon.synonyms.insert(word_of(a), word_of(b));
            }
        }
        for pair in list("irregular").split_whitespace() {
            if let Some((form, base)) = pair.split_once('=') {
                let at = lexicon.lemma_index(base);
                lexicon.add_form(form, bit::VERB_ED, at);
            }
        }
        for word in MODALS {
            lexicon.add(word, bit::MODAL);
        }
        // A way of doing an act is looked for by the word with the star.
        for word in list("manner").split_whitespace().filter_map(|w| w.strip_prefix('*')) {
            lexicon.add(word, bit::MANNER);
        }
        for month in MONTHS {
            lexicon.add(month, bit::MONTH);
        }
        for phrase in list("effort").lines().filter(|l| !l.is_empty()) {
            let mut words = phrase.split_whitespace();
            if let Some(first) = words.next() {
                let alone = words.clone().next().is_none();
                lexicon.add(first, if alone { bit::EFFORT | bit::EFFORT_ALONE } else { bit::EFFORT });
                let second = words.clone().next().unwrap_or_default();
                let article = lexicon.words.get(&word_of(second)).is_some_and(|entry| entry.bits & bit::DET != 0);
                words.clone().take(1).for_each(|second| lexicon.add(second, bit::EFFORT_ON));
                words.clone().skip(usize::from(article)).take(1).for_each(|word| lexicon.add(word, bit::LINKED));
                lexicon.efforts.entry(word_of(first)).or_default().push(words.map(word_of).collect());
            }
        }
        for phrases in lexicon.efforts.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.len()));
        }
        for pair in list("antonyms").split_whitespace() {
            if let Some((a, b)) = pair.split_once('=') {
                lexicon.antonyms.entry(a.into()).or_default().push(b.into());
                lexicon.antonyms.entry(b.into()).or_default().push(a.into());
            }
        }
        for word in FORCE {
            lexicon.add(word, bit::START);
        }
        for word in SLOTS {
            lexicon.add(word, bit::SLOT);
        }
        for (words, bits) in LOOKED_FOR {
            for &word in words {
                lexicon.words.entry(word).or_default().bits |= bits;
            }
        }
        for (words, hints) in hints::HINTED {
            for &word in words {
                lexicon.words.entry(word).or_default().hints |= hints;
            }
        }
        for (word, _) in MONTH_WORDS {
            lexicon.words.entry(word).or_default().hints |= hint::MONTH;
        }
        lexicon.settle();
        for word in ["soft", "vague", "pointers"].into_iter().flat_map(|key| list(key).split_whitespace()) {
            let key = lexicon.stem(word_of(word), word) as u32;
            lexicon.soft.insert(key);
        }
        lexicon
    }

    /// Works out what each word is compared by, and puts all words into the table.
    fn settle(&mut self) {
        let mut words = std::mem::take(&mut self.words);
        for &word in self.synonyms.keys() {
            words.entry(word).or_default();
        }
        for (&hash, entry) in &mut words {
            if entry.bits & (bit::MODAL | bit::BE | bit::HAVE | bit::DO) != 0 {
                entry.bits |= bit::START;
            }
            if entry.bits & (bit::EFFORT | bit::POINTER | bit::VAGUE) != 0 {
                entry.bits |= bit::SLOT;
            }
            if entry.bits & (bit::MANNER | bit::MONTH | bit::PLACE) != 0 {
                entry.bits |= bit::ADJUNCT;
            }
            if entry.bits & bit::NUM != 0 {
                entry.bits |= bit::FIGURE;
            }
            if entry.bits & (bit::CLOSED | bit::NUM) != 0 {
                entry.bits |= bit::EMPTY;
            }
            let stem = self.lemmas.get((entry.lemma as usize).wrapping_sub(1)).map_or(hash, |lemma| word_of(lemma));
            entry.stem = self.synonyms.get(&stem).copied().unwrap_or(stem);
            if entry.lemma != 0 || entry.stem != hash {
                entry.bits |= bit::DERIVED;
            }
        }
        self.table = Table::of(words);
    }

    fn lemma_index(&mut self, lemma: &str) -> u32 {
        self.lemmas.push(lemma.into());
        self.lemmas.len() as u32
    }

    fn add(&mut self, word: &str, bits: Bits) {
        self.words.entry(word_of(word)).or_default().bits |= bits;
    }

    fn add_form(&mut self, form: &str, bits: Bits, lemma: u32) {
        let entry = self.words.entry(word_of(form)).or_default();
        entry.bits |= bits;
        if entry.lemma == 0 {
            entry.lemma = lemma;
        }
    }

    fn add_verb(&mut self, base: &str) {
        let at = self.lemma_index(base);
        self.add_form(base, bit::VERB, at);
        self.add_form(&plural(base), bit::VERB_S, at);
        let (ed, ing) = past(base);
        self.add_form(&ed, bit::VERB_ED, at);
        self.add_form(&ing, bit::VERB_ING, at);
    }

    /// The class of a token by its word; that of its kind, if it stands in no list.
    #[inline]
    pub(super) fn class(&self, word: WordHash, kind: TokenKind) -> Class {
        let class = self.table.class(word);
        if class == 0 { kind as Class } else { class }
    }

    /// What is known of a token: by its word, and by what it is made of.
    #[inline]
    pub fn bits_of(&self, token: &Token) -> Bits {
        self.table.bits(token.class())
    }

    /// What a token may be a sign of.
    #[inline]
    pub fn hints_of(&self, token: &Token) -> Hints {
        self.table.hints(token.class())
    }

    /// What a word may be a sign of.
    #[cfg(test)]
    pub fn hints(&self, word: WordHash) -> Hints {
        self.table.hints(self.table.class(word))
    }

    /// What is known of a word.
    #[inline]
    pub fn bits(&self, word: WordHash) -> Bits {
        self.table.bits(self.table.class(word))
    }

    /// The base form of a word as it stands in a text.
    pub fn lemma(&self, hash: WordHash, printed: &str) -> SmolStr {
        let lemma = self.table.base(hash).and_then(|base| self.lemma_at(base.lemma));
        lemma.cloned().unwrap_or_else(|| Self::lemma_by_rule(printed))
    }

    /// The lemma of that index, from 1.
    fn lemma_at(&self, at: u16) -> Option<&SmolStr> {
        self.lemmas.get(usize::from(at).wrapping_sub(1))
    }

    /// The base form of a token whose bits are at hand.
    pub fn lemma_of(&self, token: &Token, bits: Bits, text: &str) -> SmolStr {
        let derived = bits & bit::DERIVED != 0;
        let lemma = if derived { self.lemma_at(self.table.base_of_derived(token.word).lemma) } else { None };
        lemma.cloned().unwrap_or_else(|| Self::lemma_by_rule(token.of(text)))
    }

    /// The base form of a word that stands in no list with one.
    fn lemma_by_rule(printed: &str) -> SmolStr {
        if printed.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            return SmolStr::new(singular(printed));
        }
        // Most words fit on the stack.
        let mut buffer = [0; 32];
        let low = buffer.get_mut(..printed.len()).filter(|_| printed.is_ascii()).and_then(|low| {
            low.copy_from_slice(printed.as_bytes());
            low.make_ascii_lowercase();
            std::str::from_utf8(low).ok()
        });
        low.map_or_else(|| SmolStr::new(singular(&printed.to_lowercase())), |low| SmolStr::new(singular(low)))
    }

    /// Hash of the base form.
    pub fn stem(&self, hash: WordHash, printed: &str) -> WordHash {
        match self.table.base(hash) {
            Some(base) if base.lemma != 0 => self.table.stem(base),
            _ if printed.ends_with('s') => self.stem_of_base(word_of(singular(printed))),
            Some(base) => self.table.stem(base),
            None => hash,
        }
    }

    /// Key of the base form of a token whose bits are at hand: the lower half of the hash.
    #[inline]
    pub fn key_of(&self, token: &Token, bits: Bits, text: &str) -> u32 {
        // Looked up of every word: whether it has a base form is as good as random.
        let base = self.table.base_of_derived(token.word);
        let derived = bits & bit::DERIVED != 0;
        let own = if derived { base.key } else { token.word as u32 };
        let last = (token.span().end as usize).checked_sub(1).and_then(|at| text.as_bytes().get(at));
        let may_be_plural = last == Some(&b's') && !(derived && base.lemma != 0);
        if may_be_plural { self.key_of_plural(own, token.of(text)) } else { own }
    }

    /// The same of a word that ends as plurals do; its own, if it is none.
    fn key_of_plural(&self, own: u32, printed: &str) -> u32 {
        let base = singular(printed);
        if base.len() == printed.len() { own } else { self.stem_of_base(word_of(base)) as u32 }
    }

    /// What a base form is compared as.
    fn stem_of_base(&self, base: WordHash) -> WordHash {
        self.synonyms.get(&base).copied().unwrap_or(base)
    }

    /// Number of words of the longest effort phrase that stands at the beginning of `words`.
    pub fn effort(&self, words: &[Token]) -> Option<usize> {
        let (first, rest) = words.split_first()?;
        let stands = |phrase: &[WordHash]| {
            rest.get(..phrase.len()).is_some_and(|here| here.iter().zip(phrase).all(|(t, w)| t.word == *w))
        };
        self.efforts.get(&first.word)?.iter().find(|p| stands(p)).map(|p| p.len() + 1)
    }

    /// Whether the one act undoes the other.
    pub fn opposite(&self, a: &str, b: &str) -> bool {
        self.antonyms.get(a).is_some_and(|list| list.iter().any(|w| w == b))
    }

    /// Whether there is an act that undoes it, or that it undoes.
    pub fn has_opposite(&self, act: &str) -> bool {
        self.antonyms.contains_key(act)
    }

    /// Phrases that deny a text its force.
    pub fn denials(&self) -> &[String] {
        &self.denials
    }
}

/// "-s" form of a noun or verb.
fn plural(word: &str) -> String {
    match word {
        "person" => return "persons".to_owned(),
        "child" => return "children".to_owned(),
        "criterion" => return "criteria".to_owned(),
        "chairman" => return "chairmen".to_owned(),
        "fisherman" => return "fishermen".to_owned(),
        "be" => return "is".to_owned(),
        "have" => return "has".to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return [stem, "ies"].concat();
    }
    if word.ends_with(['s', 'x', 'z'])
        || word.ends_with("ch")
        || word.ends_with("sh")
        || matches!(word, "do" | "go" | "undergo")
    {
        return [word, "es"].concat();
    }
    [word, "s"].concat()
}

/// Past and "-ing" form of a regular verb.
fn past(base: &str) -> (String, String) {
    let both = |past: &[&str], ing: &[&str]| (past.concat(), ing.concat());
    if let Some(stem) = base.strip_suffix("ie") {
        return both(&[base, "d"], &[stem, "ying"]);
    }
    if base.ends_with("ee") || base.ends_with("ye") || base.ends_with("oe") {
        return both(&[base, "d"], &[base, "ing"]);
    }
    if let Some(stem) = base.strip_suffix('e') {
        return both(&[base, "d"], &[stem, "ing"]);
    }
    if let Some(stem) = base.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'o', 'u'])
    {
        return both(&[stem, "ied"], &[base, "ing"]);
    }
    if doubles(base) {
        let last = &base[base.len() - 1..];
        return both(&[base, last, "ed"], &[base, last, "ing"]);
    }
    both(&[base, "ed"], &[base, "ing"])
}

/// Whether the last consonant doubles before "-ed": "submit", "refer", "plan".
fn doubles(base: &str) -> bool {
    let b = base.as_bytes();
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let [.., before, middle, last] = b else { return false };
    if vowel(*last) || !vowel(*middle) || vowel(*before) || matches!(last, b'w' | b'x' | b'y') {
        return false;
    }
    let syllables = b.windows(2).filter(|w| vowel(w[0]) && !vowel(w[1])).count();
    syllables == 1
        || base.ends_with("mit")
        || base.ends_with("fer")
        || base.ends_with("cur")
        || base.ends_with("bel")
        || base.ends_with("cel")
        || base.ends_with("pel")
        || base.ends_with("bet")
        || base.ends_with("bar")
        || base.ends_with("rol")
}

/// Singular of a noun in lower case, by rule.
fn singular(word: &str) -> &str {
    if word.len() < 4 || !word.ends_with('s') || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    if word.ends_with("ies") {
        return word;
    }
    for (suffix, cut) in [("sses", 2), ("xes", 2), ("ches", 2), ("shes", 2), ("'s", 2), ("s", 1)] {
        if word.ends_with(suffix) {
            return word.get(..word.len() - cut).unwrap_or(word);
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::text::tokenize;

    #[test]
    fn every_list_is_read() {
        let mut all = toml::Table::new();
        for file in FILES {
            all.extend(file.parse::<toml::Table>().unwrap());
        }
        assert!(lexicon().table.holds_all() && lexicon().lemmas.len() < usize::from(u16::MAX));
        for (key, _) in LISTS {
            let list = all.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            // What has digits has the class of numbers: see `Lexicon::class`.
            assert!(!list.trim().is_empty() && !list.contains(|c: char| c.is_ascii_digit()), "{key}");
        }
    }

    #[test]
    fn a_token_holds_what_is_known_of_it() {
        let (text, lexicon) = ("SHALL not 12 9A ( § xyzzy may", lexicon());
        let mut tokens = Vec::new();
        tokenize(text, Span::at(0, text.len()), &mut tokens);
        let known: Vec<_> = tokens.iter().map(|t| (lexicon.bits_of(t), lexicon.hints_of(t))).collect();
        assert_eq!((known[2], known[3]), ((bit::FIGURE | bit::EMPTY, hint::DIGIT), (0, hint::DIGIT)));
        assert_eq!((known[4].1 & hint::ROUND, known[5], known[6]), (hint::ROUND, (bit::MARK | bit::EMPTY, 0), (0, 0)));
        assert!(known[0].0 & bit::MODAL != 0 && known[1].1 & hint::NOT != 0 && known[7].1 & hint::MONTH != 0);
        for (token, known) in tokens.iter().zip(known).filter(|(t, _)| t.kind() == TokenKind::Word) {
            assert_eq!(lexicon.bits(token.word), known.0);
        }
    }

    #[test]
    fn forms_lead_back_to_the_verb() {
        let lexicon = lexicon();
        for (form, base) in [
            ("submitted", "submit"),
            ("provided", "provide"),
            ("kept", "keep"),
            ("carried", "carry"),
            ("issues", "issue"),
            ("planning", "plan"),
        ] {
            assert_eq!(lexicon.lemma(word_of(form), form), base);
        }
    }
}
