//! What other documents need to know of one's norms to tell whether two of them speak of one act.

use rustc_hash::FxHashMap;

use super::corpus::Entry;
use crate::norms::{self, Content, Modality, Norm, overlap};
use crate::syntax::Profile;
use crate::text::{Token, WordHash, word};

/// A norm in short: no text, no spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its index among the document's norms.
    pub norm: u32,
    /// It binds with full force; otherwise it only advises, or asks for effort.
    pub strong: bool,
    /// Its words that carry matter, sorted.
    words: Box<[u32]>,
    /// Pairs of such words that follow each other, sorted; what frames are found by.
    pairs: Box<[u64]>,
    /// Those of them with small words between, sorted: "priority over traffic", "harm to the operation". What is done to
    /// what shows there; words side by side may be a name alone.
    ties: Box<[u64]>,
}

/// Two norms of two documents on what may be one act, the one strong and the other weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The strong norm: index of its document, and of the norm there.
    pub strong: (usize, u32),
    /// The weak norm.
    pub weak: (usize, u32),
    /// Pairs of words that both have.
    pub pairs: u32,
    /// Words that both have.
    pub words: u32,
}

/// A document, and a frame of it.
type Place = (u32, u32);

/// A pair that more norms share than this is a set phrase.
const COMMON: usize = 6;
/// Pairs and words that two norms must share.
const PAIRS: u32 = 2;
const WORDS: u32 = 3;

/// Words of set phrases: "with due regard", "in accordance with the provisions of".
const SET: [WordHash; 16] = [
    word("account"),
    word("accordance"),
    word("basis"),
    word("concern"),
    word("consideration"),
    word("due"),
    word("give"),
    word("possible"),
    word("practicable"),
    word("provision"),
    word("regard"),
    word("relate"),
    word("relevant"),
    word("respect"),
    word("take"),
    word("view"),
];

/// The norms of a document that can meet those of another.
///
/// Codes and consolidated Acts, whose titles all name one another, have none: their norms are not instruments of one
/// family.
#[must_use]
pub fn frames(entry: &Entry) -> Vec<Frame> {
    if !matches!(entry.analysis.document.profile, Profile::ItuTreaty | Profile::EuAct | Profile::Generic) {
        return Vec::new();
    }
    let text: &str = &entry.source.text;
    let (mut tokens, mut words) = (Vec::new(), Vec::new());
    let norms = entry.analysis.norms.iter().enumerate().filter(|(_, n)| !n.quoted);
    norms.filter_map(|(i, n)| frame(text, i, n, &mut tokens, &mut words)).collect()
}

fn frame(text: &str, at: usize, n: &Norm, tokens: &mut Vec<Token>, words: &mut Vec<Content>) -> Option<Frame> {
    let effort = norms::by_effort(text, n);
    let strong = match n.modality {
        Modality::Obligation | Modality::Prohibition if n.strength >= 3 => !effort,
        Modality::Obligation | Modality::Recommendation => false,
        // "Rescue traffic shall, where practicable, have priority".
        Modality::Constitutive if effort => false,
        // "Such arrangements shall not be in conflict with".
        Modality::Constitutive if n.negated => true,
        _ => return None,
    };
    norms::content(text, n.span, tokens, words);
    // "priority over other traffic" is priority over traffic.
    words.retain(|c| !norms::turns(c.stem));
    let plain = |c: &Content| c.span.of(text).starts_with(char::is_lowercase) && !SET.contains(&c.stem);
    let pair = |a: &Content, b: &Content| a.stem.rotate_left(17) ^ b.stem;
    let (mut pairs, mut ties): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    for two in words.windows(2) {
        if let [a, b] = two
            && plain(a)
            && plain(b)
        {
            pairs.push(pair(a, b));
            if b.span.start > a.span.end + 1 {
                ties.push(pair(a, b));
            }
        }
    }
    for list in [&mut pairs, &mut ties] {
        list.sort_unstable();
        list.dedup();
    }
    let matter = |words: &[Content], out: &mut Vec<u32>| {
        out.extend(words.iter().filter(|c| !SET.contains(&c.stem)).map(|c| c.stem as u32));
    };
    let mut stems: Vec<u32> = Vec::with_capacity(words.len());
    matter(words, &mut stems);
    if let Some(subject) = n.subject.filter(|s| !n.span.contains(*s)) {
        // The second of two predicates: "shall be free and shall have priority".
        norms::content(text, subject, tokens, words);
        matter(words, &mut stems);
    }
    stems.sort_unstable();
    stems.dedup();
    (!pairs.is_empty()).then(|| Frame {
        norm: at as u32,
        strong,
        words: stems.into_boxed_slice(),
        pairs: pairs.into_boxed_slice(),
        ties: ties.into_boxed_slice(),
    })
}

/// Where norms of two documents meet, for each weak norm the strong one that fits it best. `related` tells which
/// documents have to do with each other.
#[must_use]
pub fn meetings(docs: &[&[Frame]], related: impl Fn(usize, usize) -> bool) -> Vec<Meeting> {
    let mut holders: FxHashMap<u64, Vec<Place>> = FxHashMap::default();
    for (d, frames) in docs.iter().enumerate() {
        for (f, frame) in frames.iter().enumerate() {
            for &pair in &frame.pairs {
                holders.entry(pair).or_default().push((d as u32, f as u32));
            }
        }
    }
    let mut shared: FxHashMap<(Place, Place), u32> = FxHashMap::default();
    let get = |(d, f): Place| docs.get(d as usize).and_then(|frames| frames.get(f as usize));
    for list in holders.values().filter(|list| list.len() >= 2 && list.len() <= COMMON) {
        for (k, &a) in list.iter().enumerate() {
            for &b in list.get(k + 1..).unwrap_or(&[]) {
                if a.0 != b.0
                    && let (Some(x), Some(y)) = (get(a), get(b))
                    && x.strong != y.strong
                {
                    let key = if x.strong { (a, b) } else { (b, a) };
                    *shared.entry(key).or_default() += 1;
                }
            }
        }
    }
    let mut found: Vec<Meeting> = Vec::new();
    for ((strong, weak), pairs) in shared {
        let (Some(x), Some(y)) = (get(strong), get(weak)) else { continue };
        let o = overlap(&x.words, &y.words);
        let tied = || {
            let in_one = |a: &Frame, b: &Frame| a.ties.iter().any(|t| b.pairs.binary_search(t).is_ok());
            in_one(x, y) || in_one(y, x)
        };
        let near = o.inside() >= 0.25 && o.shared >= WORDS && pairs >= PAIRS && tied();
        if near && related(strong.0 as usize, weak.0 as usize) {
            let at = |(d, _): Place, f: &Frame| (d as usize, f.norm);
            found.push(Meeting { strong: at(strong, x), weak: at(weak, y), pairs, words: o.shared });
        }
    }
    found.sort_by_key(|m| (m.weak, std::cmp::Reverse((m.pairs, m.words)), m.strong));
    found.dedup_by_key(|m| m.weak);
    found
}
