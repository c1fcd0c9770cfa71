//! Where a label leads: an index over (unit above, label), built once per document.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, SmolStrBuilder};

use super::units::Unit;
use crate::document::{Document, Kind, ProvisionId};

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    One(ProvisionId),
    Two(ProvisionId, ProvisionId),
}

impl Hit {
    pub(super) const fn first(self) -> ProvisionId {
        match self {
            Self::One(id) | Self::Two(id, _) => id,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    first: u32,
    /// Another unit of the same address; `u32::MAX` where there is none.
    second: u32,
}

/// Addresses of one document.
///
/// The unit above is the nearest one that counts in addresses: parts, chapters and headings are passed over, as
/// publishers number sections through.
#[derive(Debug)]
pub(super) struct Index<'a> {
    doc: &'a Document,
    table: Arc<Table>,
}

/// What an index holds of a tree; good for every tree of the same units.
#[derive(Debug)]
pub(super) struct Table {
    /// Labels of what stands at the top, and of what has numbers of its own, by [`address`].
    slots: FxHashMap<u64, Slot>,
    /// Labels below all other units; whether some of them stand among `slots`.
    below: Below,
    aside: bool,
    /// The unit above in addresses, by provision.
    up: Vec<u32>,
    /// Largest plain number of a top unit, and how many top units have numbers.
    top: Numbering,
    margins: bool,
}

/// Labels below units: those of one unit side by side, as a text cites mostly what is near, and those of units that are near
/// stand near.
#[derive(Debug, Default)]
struct Below {
    /// Hashes of labels with what they are of, by unit above and hash, then in the order of the text.
    labels: Vec<(u64, ProvisionId)>,
    /// Where those of each unit begin; one more at the end.
    from: Vec<u32>,
}

impl Below {
    /// Of labels in the order of the text, each with the unit above.
    fn new(units: usize, all: &[(u32, ProvisionId, u64)]) -> Self {
        let mut from = vec![0; units + 2];
        // Counted two places on, so that each is, once they are put down, where its own begin.
        for &(up, ..) in all {
            from[up as usize + 2] += 1;
        }
        (2..from.len()).for_each(|i| from[i] += from[i - 1]);
        let mut labels = vec![(0, Document::ROOT); all.len()];
        for &(up, id, key) in all {
            let at = &mut from[up as usize + 1];
            labels[*at as usize] = (key, id);
            *at += 1;
        }
        for ends in from.windows(2) {
            labels[ends[0] as usize..ends[1] as usize].sort_by_key(|l| l.0);
        }
        Self { labels, from }
    }

    fn get(&self, up: u32, key: u64) -> Option<Hit> {
        let (from, to) = (self.from.get(up as usize)?, self.from.get(up as usize + 1)?);
        let own = self.labels.get(*from as usize..*to as usize)?;
        match own.get(own.partition_point(|l| l.0 < key)..)? {
            [(a, first), (b, second), ..] if *a == key && *b == key => Some(Hit::Two(*first, *second)),
            [(a, first), ..] if *a == key => Some(Hit::One(*first)),
            _ => None,
        }
    }
}

/// How the top units of a document are numbered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbering {
    /// Smallest number.
    pub(super) low: u32,
    /// Largest number.
    pub(super) high: u32,
    /// How many have a number.
    pub(super) count: u32,
}

impl Numbering {
    /// Whether the numbers run from 1 without a gap: then the text is here as a whole.
    pub(super) const fn is_whole(self) -> bool {
        self.low == 1 && self.count == self.high && self.count >= 3
    }
}

impl Table {
    fn add(&mut self, up: u32, key: u64, id: ProvisionId) {
        self.slots
            .entry(address(up, key))
            .and_modify(|slot| {
                if slot.second == u32::MAX {
                    slot.second = id.0;
                }
            })
            .or_insert(Slot { first: id.0, second: u32::MAX });
    }

    fn count(&mut self, key: &str) {
        let Ok(n) = key.split_once('.').map_or(key, |(whole, _)| whole).parse::<u32>() else { return };
        let top = &mut self.top;
        top.low = if top.count == 0 { n } else { top.low.min(n) };
        top.high = top.high.max(n);
        top.count += 1;
    }
}

const MARGINS: u32 = u32::MAX - 1;
const CONTAINERS: u32 = u32::MAX - 64;
/// Annexes and schedules have numbers of their own beside the sections'.
const ANNEXES: u32 = u32::MAX - 96;
/// "recital (55)" and "Article 55" are two numberings.
const RECITALS: u32 = u32::MAX - 97;

/// What a label below a unit is known by, given its hash: one number, as a table of a long text is to be small.
const fn address(up: u32, key: u64) -> u64 {
    key ^ (up as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Hash of a label; every kind of dash is one.
fn hash(key: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    let bytes = key.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let mut b = bytes[i];
        if b == 0xe2 && bytes.get(i + 1) == Some(&0x80) && matches!(bytes.get(i + 2), Some(0x90..=0x94)) {
            b = b'-';
            i += 2;
        }
        i += 1;
        if matches!(b, b' ' | b'\n' | 0xc2 | 0xa0) {
            continue;
        }
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h
}

impl<'a> Index<'a> {
    pub(super) fn new(doc: &'a Document) -> Self {
        let n = doc.provisions.len();
        let mut index = Table {
            slots: FxHashMap::default(),
            below: Below::default(),
            aside: false,
            up: vec![0; n],
            top: Numbering::default(),
            margins: doc.provisions.iter().any(|p| p.margin.is_some()),
        };
        // "section 4" where the label is "4.0", "section 5(a)" where a bullet stands between the two: by what they are cited,
        // where nothing else is.
        let mut others: Vec<(u32, u64, ProvisionId)> = Vec::new();
        let mut below: Vec<(u32, ProvisionId, u64)> = Vec::with_capacity(n);
        for (id, unit) in doc.iter().skip(1) {
            let i = id.index();
            let mut up = unit.parent.unwrap_or(Document::ROOT);
            if doc.get(up).kind.is_container() {
                up = ProvisionId(index.up[up.index()]);
            }
            index.up[i] = up.0;
            if unit.kind.is_container() {
                if let (Some(label), false) = (&unit.label, unit.quoted) {
                    index.add(CONTAINERS + container_slot(unit.kind), hash(&label.key), id);
                }
                continue;
            }
            if let (Some(margin), false) = (&unit.margin, unit.quoted) {
                index.add(MARGINS, hash(&margin.key), id);
            }
            let Some(label) = unit.label.as_ref().filter(|_| !unit.quoted) else { continue };
            let key = hash(&label.key);
            if unit.kind == Kind::Recital {
                index.add(RECITALS, key, id);
                continue;
            }
            if up == Document::ROOT && annex_slot(unit.kind).is_some() {
                index.add(ANNEXES + annex_slot(unit.kind).unwrap_or(0), key, id);
                continue;
            }
            // The children of an unlabelled definition are found from inside it, and from the unit it stands in.
            if up == Document::ROOT {
                index.add(0, key, id);
            } else {
                below.push((up.0, id, key));
                // A section of an article is cited with the article or without.
                let of_article = unit.kind == Kind::Section && doc.get(up).kind == Kind::Article;
                if of_article || label.key.contains('.') {
                    index.add(0, key, id);
                }
            }
            if let Some(whole) = label.key.strip_suffix(".0") {
                others.push((up.0, hash(whole), id));
            }
            let bulleted = doc.get(up);
            if bulleted.kind == Kind::Item && bulleted.label.is_none() {
                others.push((index.up[up.index()], key, id));
            }
            if up == Document::ROOT {
                index.count(&label.key);
            }
        }
        index.below = Below::new(n, &below);
        for (up, key, id) in others.into_iter().filter(|t| index.below.get(t.0, t.1).is_none()) {
            index.aside |= up != Document::ROOT.0;
            index.slots.entry(address(up, key)).or_insert(Slot { first: id.0, second: u32::MAX });
        }
        Self::again(doc, Arc::new(index))
    }

    /// The index of a document whose units are those that the table was made of.
    pub(super) const fn again(doc: &'a Document, table: Arc<Table>) -> Self {
        Self { doc, table }
    }

    /// What it holds, for the next state of the document.
    pub(super) fn table(&self) -> Arc<Table> {
        Arc::clone(&self.table)
    }

    /// How the top units are numbered.
    pub(super) fn top(&self) -> Numbering {
        self.table.top
    }

    fn get(&self, up: u32, label: &str) -> Option<Hit> {
        let (table, key) = (&*self.table, hash(label));
        if up != Document::ROOT.0 && (up as usize) < table.up.len() {
            let below = table.below.get(up, key);
            if below.is_some() || !table.aside {
                return below;
            }
        }
        let slot = table.slots.get(&address(up, key))?;
        let first = ProvisionId(slot.first);
        Some(if slot.second == u32::MAX { Hit::One(first) } else { Hit::Two(first, ProvisionId(slot.second)) })
    }

    /// The unit of that label right inside another; inside the document for the root.
    pub(super) fn child(&self, up: ProvisionId, label: &str) -> Option<Hit> {
        self.get(up.0, label)
    }

    /// The unit of that treaty margin number.
    pub(super) fn margin(&self, label: &str) -> Option<Hit> {
        self.get(MARGINS, label)
    }

    /// Whether units have margin numbers.
    pub(super) fn has_margins(&self) -> bool {
        self.table.margins
    }

    /// The recital of that number.
    pub(super) fn recital(&self, label: &str) -> Option<Hit> {
        self.get(RECITALS, label)
    }

    /// The annex, schedule or appendix of that label.
    pub(super) fn annex(&self, unit: Unit, label: &str) -> Option<Hit> {
        let slot = match unit {
            Unit::Annex => 0,
            Unit::Appendix => 1,
            Unit::Schedule => 2,
            Unit::Protocol => 3,
            _ => return None,
        };
        self.get(ANNEXES + slot, label)
    }

    /// The part, chapter or other group of that label.
    pub(super) fn container(&self, unit: Unit, label: &str) -> Option<Hit> {
        self.get(CONTAINERS + container_slot(unit.container_kind()?), label)
    }

    /// The unit above, in addresses.
    pub(super) fn up(&self, id: ProvisionId) -> ProvisionId {
        ProvisionId(self.table.up.get(id.index()).copied().unwrap_or(0))
    }

    /// The address, joined by `/`. Put together when asked for: few units are cited.
    pub(super) fn path(&self, id: ProvisionId) -> SmolStr {
        self.path_below(id, &[])
    }

    /// The address of a unit that is not here: labels below one that is.
    pub(super) fn path_below(&self, id: ProvisionId, labels: &[&str]) -> SmolStr {
        /// Units above one another: the reader of the tree makes fewer.
        const MOST: usize = 64;
        let mut above = [Document::ROOT; MOST];
        let (mut count, mut at) = (0, id);
        while at != Document::ROOT
            && let Some(slot) = above.get_mut(count)
        {
            (*slot, count, at) = (at, count + 1, self.up(at));
        }
        let units = above.iter().take(count).rev().map(|&id| self.doc.get(id));
        // What stands in a part has the address of what the part stands in.
        let own = units.filter(|u| !u.kind.is_container()).filter_map(|u| Some(u.label.as_ref()?.key.as_str()));
        join("", own.chain(labels.iter().copied()))
    }

    /// The unit whose address has one label that holds the provision; the root where there is none.
    pub(super) fn top_of(&self, id: ProvisionId) -> ProvisionId {
        let mut at = id;
        while at != Document::ROOT {
            let up = self.up(at);
            if up == Document::ROOT {
                break;
            }
            at = up;
        }
        at
    }

    /// The document.
    pub(super) fn document(&self) -> &'a Document {
        self.doc
    }
}

/// The address of labels below a path.
pub(super) fn join<'t>(path: &'t str, labels: impl IntoIterator<Item = &'t str>) -> SmolStr {
    let mut joined = Path::default();
    joined.push(path);
    labels.into_iter().for_each(|label| joined.push(label));
    joined.finish()
}

/// An address put together label by label, with a decimal label standing for what it repeats ("3" and "3.4" give "3.4").
#[derive(Default)]
struct Path<'t> {
    out: SmolStrBuilder,
    begun: bool,
    /// The last label, which the next may stand for.
    last: &'t str,
}

impl<'t> Path<'t> {
    fn push(&mut self, label: &'t str) {
        let repeats = label.as_bytes().get(self.last.len()) == Some(&b'.') && label.starts_with(self.last);
        if !repeats {
            self.write();
        }
        self.last = label;
        // An address itself, or words that open a part of a resolution.
        if let Some(at) = label.bytes().rposition(|b| b == b'/') {
            self.last = label.get(..at).unwrap_or_default();
            self.write();
            self.last = label.get(at + 1..).unwrap_or_default();
        }
    }

    /// Writes the last label.
    fn write(&mut self) {
        if self.begun {
            self.out.push_str("/");
        }
        self.begun |= !self.last.is_empty();
        self.out.push_str(self.last);
    }

    fn finish(mut self) -> SmolStr {
        self.write();
        self.out.finish()
    }
}

const fn annex_slot(kind: Kind) -> Option<u32> {
    match kind {
        Kind::Annex => Some(0),
        Kind::Appendix => Some(1),
        Kind::Schedule => Some(2),
        Kind::Protocol => Some(3),
        _ => None,
    }
}

const fn container_slot(kind: Kind) -> u32 {
    match kind {
        Kind::Book => 0,
        Kind::Title => 1,
        Kind::Part => 2,
        Kind::Subpart => 3,
        Kind::Chapter => 4,
        Kind::Subchapter => 5,
        Kind::Division => 6,
        Kind::Subdivision => 7,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join() {
        assert_eq!(join("", ["5"]), "5");
        assert_eq!(join("", []), "");
        assert_eq!(join("5/2", ["a"]), "5/2/a");
        assert_eq!(join("5", ["2", "a"]), "5/2/a");
        assert_eq!(join("3", ["3.4"]), "3.4");
        assert_eq!(join("3", ["3.4", "3.4.1", "a"]), "3.4.1/a");
        assert_eq!(join("A/3", ["3.4"]), "A/3.4");
        assert_eq!(join("considering and/or", ["a"]), "considering and/or/a");
    }

    #[test]
    fn dashes_are_one() {
        assert_eq!(hash("300gg–53"), hash("300gg-53"));
        assert_ne!(hash("a"), hash("A"));
    }
}
