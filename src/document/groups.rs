//! The parts of a resolution: "considering", "recalling", "resolves", "instructs the Secretary-General".

use smol_str::SmolStr;

use super::build::Builder;
use super::model::{BlockKind, Document, Kind, Label, Rank};
use super::place::Tier;
use super::rows::Tag;
use super::shape::ends_closed;
use crate::span::Span;
use crate::syntax::{Profile, label_at, readings};

/// First words of preambular parts.
const PREAMBLE: [&str; 30] = [
    "considering",
    "recalling",
    "noting",
    "recognizing",
    "recognising",
    "bearing",
    "realizing",
    "emphasizing",
    "emphasising",
    "aware",
    "convinced",
    "acknowledging",
    "taking",
    "having",
    "conscious",
    "concerned",
    "mindful",
    "reaffirming",
    "affirming",
    "welcoming",
    "observing",
    "underlining",
    "stressing",
    "desiring",
    "guided",
    "deeply",
    "appreciating",
    "believing",
    "cognizant",
    "highlighting",
];

/// First words of operative parts.
const OPERATIVE: [&str; 22] = [
    "resolves",
    "decides",
    "instructs",
    "invites",
    "urges",
    "requests",
    "encourages",
    "recommends",
    "calls",
    "declares",
    "appeals",
    "authorizes",
    "authorises",
    "directs",
    "charges",
    "endorses",
    "approves",
    "agrees",
    "undertakes",
    "reaffirms",
    "expresses",
    "confirms",
];

/// Words that may stand before them.
const BEFORE: [&str; 5] = ["further", "also", "fully", "strongly", "again"];

/// The weight of the part that a line opens, judged by its first words.
pub fn opener(line: &str) -> Option<Rank> {
    let mut words = line.split(|c: char| c.is_whitespace()).map(|w| w.trim_matches(|c: char| !c.is_alphabetic()));
    let mut first = words.next()?;
    if BEFORE.iter().any(|w| first.eq_ignore_ascii_case(w)) {
        first = words.next()?;
    }
    let is = |w: &&str| first.eq_ignore_ascii_case(w);
    if PREAMBLE.iter().any(is) {
        Some(Rank::Preamble)
    } else if OPERATIVE.iter().any(is) {
        Some(Rank::Operative)
    } else {
        None
    }
}

/// The words that open a part, in small letters with single spaces: what citations of it begin with.
fn group_key(words: &str) -> Option<SmolStr> {
    let mut key = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
    (!bare.is_empty() && bare.len() <= 200).then(|| SmolStr::new(bare))
}

impl Builder<'_> {
    /// Opens a part of a resolution, where the row begins one.
    pub(super) fn group(&mut self, i: usize) -> Option<usize> {
        let (rank, last) = self.group_at(i)?;
        let row = self.rows[i];
        self.close_to(|o| o.tier <= Tier::Container);
        let span = Span::new(row.start, self.rows[last].end);
        // Citations name a part by the words that open it: "considering c)", "instructs the Director 2".
        let label = group_key(self.at(span.start, span.end)).map(|key| Label { span, key, through: None });
        let id = self.push(Kind::Group, label, row.start, Tier::Unit, None, -1, false);
        self.doc.provisions[id.index()].rank = rank;
        self.heading(id, span);
        self.open.last_mut()?.has_text = true;
        Some(last + 1)
    }

    /// The weight of the part that begins at the row, and the last row of the words that open it.
    pub(super) fn group_at(&self, i: usize) -> Option<(Rank, usize)> {
        if self.profile != Profile::ItuResolution {
            return None;
        }
        let row = self.rows[i];
        let line = row.of(self.text);
        let rank = opener(line)?;
        let first = row.blank_before
            || row.page_before
            || self.before(i).is_none_or(|b| ends_closed(b) || b.ends_with(','))
            || self.stands_alone(i);
        if !first || line.ends_with(['.', ';']) {
            return None;
        }
        Some((rank, self.group_head(i)?))
    }

    /// Whether the row is a word or two above the first label of a list: right below a title, too, it opens a part.
    fn stands_alone(&self, i: usize) -> bool {
        let after = self.rows.get(i + 1).map_or("", |n| n.of(self.text));
        self.rows[i].of(self.text).split_whitespace().count() <= 2
            && label_at(after).is_some_and(|m| readings(&m.key).iter().any(|o| o.is_first()))
    }

    /// The last row of the words that open a part: they run up to the first label, or are a line of their own.
    fn group_head(&self, i: usize) -> Option<usize> {
        for at in i..(i + 4).min(self.rows.len()) {
            let line = self.rows[at].of(self.text);
            let next = self.rows.get(at + 1);
            let Some(next) = next else { return (at == i).then_some(at) };
            let after = next.of(self.text);
            if next.tag == Tag::Law && label_at(after).is_some_and(|m| readings(&m.key).iter().any(|o| o.is_first())) {
                return Some(at);
            }
            if at == i && line.len() <= 60 && !line.ends_with([',', '.', ';']) && self.short(i) {
                return Some(at);
            }
            if next.blank_before || ends_closed(line) || line.ends_with(',') {
                return (at == i && line.len() <= 100 && !ends_closed(line) && !line.ends_with(',')).then_some(at);
            }
        }
        None
    }

    /// Whether the row ends well before the right margin of a wrapped text.
    fn short(&self, i: usize) -> bool {
        let row = self.rows[i];
        self.layout.wrapped.is_none_or(|w| row.len() as u32 * 10 < w * 6)
    }

    /// Whether the row is the list of a resolution's revisions at its foot.
    pub(super) fn history(&mut self, i: usize) -> Option<usize> {
        if self.profile != Profile::ItuResolution {
            return None;
        }
        let line = self.rows[i].of(self.text);
        if !line.starts_with('(') || !(line.contains(") – (") || line.contains(") - (")) {
            return None;
        }
        self.close_to(|o| o.tier == Tier::Root);
        let mut last = i;
        while self.rows.get(last + 1).is_some_and(|r| !r.blank_before && r.tag == Tag::Law && last - i < 6) {
            last += 1;
        }
        self.block(Span::new(self.rows[i].start, self.rows[last].end), Document::ROOT, BlockKind::Text);
        Some(last + 1)
    }
}
