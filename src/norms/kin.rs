//! Of which pairs of norms a rule may have something to tell, by a few bits of each.
//!
//! Of most pairs of norms on one act there is nothing to tell: two duties with no figure, two permissions. The index passes
//! over these before it looks at a word. What is asked here is never more than the rules on pairs ask
//! (`rules::deontic::candidates`): a rule that is to see other pairs needs a bit of its own.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::model::{AdjunctKind, HedgeKind, Modality, Norm};
use crate::syntax::Profile;
use crate::text::lexicon::lexicon;

/// Whether the text may be a contract, in which rules tell more of a pair than in a law: by its profile.
#[must_use]
pub const fn may_be_contract(profile: Profile) -> bool {
    matches!(profile, Profile::Contract | Profile::Generic)
}

/// What a norm is to others of one act.
type Kind = u32;

const OBLIGATION: Kind = 1;
const PROHIBITION: Kind = 1 << 1;
const PERMISSION: Kind = 1 << 2;
const EXEMPTION: Kind = 1 << 3;
const RIGHT: Kind = 1 << 4;
const NO_RIGHT: Kind = 1 << 5;
const ADVICE: Kind = 1 << 6;
const ADVICE_AGAINST: Kind = 1 << 7;
const FACT: Kind = 1 << 8;
const DENIAL: Kind = 1 << 9;
/// Norms with figures, with limits in time, duties with a way or a place.
const FIGURES: Kind = 1 << 10;
const LIMITS: Kind = 1 << 11;
const WAY: Kind = 1 << 12;
const PLACE: Kind = 1 << 13;
/// What has full force, and what has less; the next bit of each is for those that are negated.
const FIRM: Kind = 1 << 14;
const SOFT: Kind = 1 << 16;
/// Acts that are kept to one, and acts that another may do.
const RESERVED: Kind = 1 << 18;
const OPEN: Kind = 1 << 19;
/// Duties of someone that hang on nothing: powers and burdens, which two cannot have.
const ALONE: Kind = 1 << 20;
/// An act that another may undo: a duty, and what is at least allowed.
const DONE: Kind = 1 << 21;
const UNDOES: Kind = 1 << 22;
/// In a contract: what holds on a condition, and what on none.
const BOUND: Kind = 1 << 23;
const FREE: Kind = 1 << 24;

/// Fewer words than this are no phrase that may drift.
const PHRASE: usize = 7;
/// No number of a phrase.
const NO_PHRASE: u32 = 1 << 16;

/// What is asked of a norm before its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kin {
    is: Kind,
    /// Its verb, and what its act is turned by: different numbers tell different ones, 0 is none of the latter.
    verb: u16,
    turning: u16,
    /// Norms that may be nearly the same phrase have the same number; 0 for none.
    phrase: u16,
}

/// What a norm asks of others.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    own: Kin,
    /// The number of another that may be nearly the same phrase; of none, where it has none itself.
    phrase: u32,
    /// What another is to be of, and which of that without the same verb.
    meets: Kind,
    with_any_verb: Kind,
    contract: bool,
}

/// A hash of sixteen bits that is not 0.
fn short(what: impl Hash) -> u16 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish() as u16 | 1
}

impl Kin {
    /// Of a norm; with nothing of one in quoted text, which no rule compares.
    pub fn of(n: &Norm, contract: bool) -> Self {
        if n.quoted {
            return Self::default();
        }
        let verb = short(n.verb.as_str());
        let phrase = if n.words.len() < PHRASE { 0 } else { short((n.modality as u8, n.negated, verb, n.words.len())) };
        let turning = if n.turning == 0 { 0 } else { short(n.turning) };
        Self { is: kind(n, contract), verb, turning, phrase }
    }

    /// What it asks of others.
    pub fn asks(self, contract: bool) -> Asks {
        let with_any_verb = FIGURES | LIMITS | FIRM | FIRM << 1 | SOFT | SOFT << 1;
        let in_contract = !(ALONE | RESERVED | OPEN | BOUND | FREE);
        Asks {
            own: self,
            phrase: if self.phrase == 0 { NO_PHRASE } else { u32::from(self.phrase) },
            meets: meets(self.is),
            with_any_verb: if contract { in_contract } else { with_any_verb },
            contract,
        }
    }
}

/// What there is among some norms, so that one that asks for what is not there need not look at each of them.
pub struct Among {
    /// What any of them is; what those are whose verbs share a place.
    all: Kind,
    by_verb: Box<[Kind; VERBS]>,
    /// One bit for each phrase; several may share it.
    phrases: Box<[u64; PHRASES / 64]>,
}

/// The same among few norms, in less room.
#[derive(Clone, Copy, Default)]
pub struct AmongFew {
    all: Kind,
    /// One bit for each verb, and for each phrase; several may share it.
    verbs: u32,
    phrases: u32,
}

impl AmongFew {
    const fn bits(kin: Kin) -> (u32, u32) {
        (1 << (kin.verb >> 1 & 31), 1 << (kin.phrase >> 1 & 31))
    }

    /// Adds a norm.
    pub fn add(&mut self, kin: Kin) {
        let (verb, phrase) = Self::bits(kin);
        (self.all, self.verbs, self.phrases) = (self.all | kin.is, self.verbs | verb, self.phrases | phrase);
    }

    /// Whether a rule may have something to tell of one of them and a norm that asks.
    pub fn may_answer(self, asks: &Asks) -> bool {
        let (verb, phrase) = Self::bits(asks.own);
        let common = asks.meets & self.all;
        // No branches: what there is to tell of is as good as random.
        (common & asks.with_any_verb != 0)
            | (common != 0) & (self.verbs & verb != 0)
            | (asks.phrase != NO_PHRASE) & (self.phrases & phrase != 0)
    }
}

/// Places for verbs, and for phrases.
const VERBS: usize = 1 << 10;
const PHRASES: usize = 1 << 14;

impl Default for Among {
    fn default() -> Self {
        Self { all: 0, by_verb: Box::new([0; VERBS]), phrases: Box::new([0; PHRASES / 64]) }
    }
}

impl Among {
    const fn verb(kin: Kin) -> usize {
        (kin.verb >> 1) as usize % VERBS
    }

    const fn phrase(kin: Kin) -> (usize, u64) {
        let at = (kin.phrase >> 1) as usize % PHRASES;
        (at / 64, 1 << (at % 64))
    }

    /// Adds a norm.
    pub fn add(&mut self, kin: Kin) {
        let (word, bit) = Self::phrase(kin);
        self.all |= kin.is;
        self.by_verb[Self::verb(kin)] |= kin.is;
        self.phrases[word] |= bit;
    }

    /// Whether a rule may have something to tell of one of them and a norm that asks.
    pub fn may_answer(&self, asks: Asks) -> bool {
        let (word, bit) = Self::phrase(asks.own);
        (asks.meets & (self.by_verb[Self::verb(asks.own)] | self.all & asks.with_any_verb) != 0)
            | (asks.phrase != NO_PHRASE) & (self.phrases[word] & bit != 0)
    }
}

impl Asks {
    /// Whether a rule may have something to tell of the pair.
    #[inline]
    pub fn pass(&self, other: Kin) -> bool {
        let common = self.meets & other.is;
        let phrase = self.phrase == u32::from(other.phrase);
        let verb = self.own.verb == other.verb;
        let turned =
            (self.own.turning == other.turning) | self.contract & ((self.own.turning == 0) | (other.turning == 0));
        // No branches: what there is to tell of is as good as random.
        verb & (common & ALONE != 0) | turned & (phrase | (common != 0) & (verb | (common & self.with_any_verb != 0)))
    }
}

fn kind(n: &Norm, contract: bool) -> Kind {
    use Modality::{Constitutive, Exemption, NoRight, Obligation, Permission, Prohibition, Recommendation, Right};
    let mut is = match (n.modality, n.negated) {
        (Obligation, _) => OBLIGATION,
        (Prohibition, _) => PROHIBITION,
        (Permission, _) => PERMISSION,
        (Exemption, _) => EXEMPTION,
        (Right, _) => RIGHT,
        (NoRight, _) => NO_RIGHT,
        (Recommendation, false) => ADVICE,
        (Recommendation, true) => ADVICE_AGAINST,
        (Constitutive, false) => FACT,
        (Constitutive, true) => DENIAL,
    };
    let mut add = |holds: bool, kind: Kind| is |= if holds { kind } else { 0 };
    add(!n.quantities.is_empty(), FIGURES);
    add(!n.windows.is_empty() || !n.dates.is_empty(), LIMITS);
    let duty = matches!(n.modality, Obligation | Constitutive) && !n.negated;
    for adjunct in n.adjuncts.iter().filter(|_| duty) {
        add(adjunct.kind == AdjunctKind::Manner, WAY);
        add(adjunct.kind == AdjunctKind::Place, PLACE);
    }
    let by_effort = n.hedges.iter().any(|h| h.kind == HedgeKind::Effort);
    let firm = n.strength >= 3 && matches!(n.modality, Obligation | Prohibition) && !by_effort;
    let soft = n.modality == Recommendation || n.modality == Obligation && (n.strength < 3 || by_effort);
    add(firm, FIRM << u32::from(n.negated));
    add(soft, SOFT << u32::from(n.negated));
    let acts = matches!(n.modality, Permission | Obligation) && !n.passive;
    add(acts && n.only, RESERVED);
    add(acts, OPEN);
    let unconditional = n.conditions.is_empty() && n.exceptions.is_empty() && n.precedence.is_empty();
    add(duty && unconditional && n.bearer.is_some() && n.windows.is_empty() && n.sentence == n.span, ALONE);
    if contract {
        let undoing = !n.negated && lexicon().has_opposite(&n.verb);
        add(undoing && n.modality == Obligation, DONE);
        add(undoing && matches!(n.modality, Obligation | Permission | Right), UNDOES);
        add(!n.negated && !n.conditions.is_empty(), BOUND);
        add(!n.negated && unconditional, FREE);
    }
    is
}

/// The kinds of norms with which one of these kinds makes a pair.
fn meets(is: Kind) -> Kind {
    const PAIRS: [(Kind, Kind); 15] = [
        (OBLIGATION, PROHIBITION | EXEMPTION | PERMISSION),
        (ADVICE | ADVICE_AGAINST, PROHIBITION),
        (ADVICE, ADVICE_AGAINST),
        (PERMISSION | RIGHT, PROHIBITION | NO_RIGHT),
        (FACT, DENIAL),
        (FIGURES, FIGURES),
        (LIMITS, LIMITS),
        (WAY, WAY),
        (PLACE, PLACE),
        (FIRM, SOFT),
        (FIRM << 1, SOFT << 1),
        (RESERVED, OPEN),
        (ALONE, ALONE),
        (DONE, UNDOES),
        (BOUND, FREE),
    ];
    PAIRS.iter().fold(0, |all, &(a, b)| all | if is & a != 0 { b } else { 0 } | if is & b != 0 { a } else { 0 })
}
