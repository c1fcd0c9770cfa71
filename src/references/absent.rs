//! Whether a unit that is not found should be there: what makes a citation dangle, and what excuses it.

use super::index::Hit;
use super::reader::Reader;
use super::style::{Style, form};
use super::units::Unit;
use crate::document::{Block, Document, Kind, Label, ProvisionId, Status};
use crate::span::Span;
use crate::syntax::readings;

impl Reader<'_> {
    /// "clause (1)", "items (1) and (2)": old words for what is counted inside a sentence.
    pub(super) fn is_old(&self, unit: Unit, label: &str) -> bool {
        let roman = form::of(label) & (form::LOWER_ROMAN | form::UPPER_ROMAN) != 0;
        self.style == Style::American
            && (matches!(unit, Unit::Point)
                || matches!(unit, Unit::Clause | Unit::Item) && !roman && form::of(label) & form::DOUBLE == 0)
    }

    /// "paragraph (77)" in a list that ends at (21): of another list. Only where numbered paragraphs run so high.
    pub(super) fn is_far(&self, from: Option<ProvisionId>, label: &str) -> bool {
        /// Children looked at, so that long lists stay cheap.
        const MOST: usize = 256;
        if self.style == Style::Commonwealth {
            return false;
        }
        let Ok(n) = label.parse::<u32>() else { return false };
        let Some(from) = from.filter(|_| n > 20) else { return false };
        let last = self
            .doc
            .children(from)
            .take(MOST)
            .filter_map(|c| self.doc.get(c).label.as_ref()?.key.parse::<u32>().ok())
            .max();
        last.is_none_or(|last| n > last + 10)
    }

    /// Whether a unit's own label is the only one given.
    pub(super) fn is_labelled(&self, id: ProvisionId, labels: &[&str]) -> bool {
        let own = self.doc.get(id).label.as_ref();
        labels.len() == 1 && own.is_some_and(|l| labels.first() == Some(&l.key.as_str()))
    }

    /// Whether a label that is not among a unit's children should be there.
    pub(super) fn is_missing(&mut self, from: ProvisionId, label: &str, firm: bool, span: Span) -> bool {
        // Units on one endless line were guessed from a run of numbers: some were not seen.
        if from == Document::ROOT || !self.laid_out || self.is_historic(span) || self.is_foreign(span) {
            return false;
        }
        let unit = self.doc.get(from);
        if unit.status != Status::InForce || self.doc.ancestors(from).any(|id| self.doc.get(id).quoted) {
            return false;
        }
        if !firm && (self.is_abroad() || self.is_aside(span)) {
            return false;
        }
        // Definitions that once had letters, and are cited by them.
        if self.doc.children(from).take(3).any(|c| self.doc.get(c).kind == Kind::Definition) {
            return false;
        }
        // "paragraph 3.4 of this article", said in a unit 2: of another text's article.
        let own = self.doc.get(from).label.as_ref().map_or("", |l| l.key.as_str());
        if label.contains('.') && !label.strip_prefix(own).is_some_and(|rest| rest.starts_with('.')) {
            return false;
        }
        // "(b) to (d) Omitted": the label lies in a range that was left out.
        if self.doc.children(from).take(64).any(|c| self.doc.get(c).label.as_ref().is_some_and(|l| covers(l, label))) {
            return false;
        }
        // "(c)(3)(D)", where the items (A) to (E) stand flush after (3), and (c) holds them.
        let up = self.index.up(from);
        if from != up
            && up != Document::ROOT
            && form::of(own) & form::of(label) == 0
            && self.index.child(up, label).is_some()
        {
            return false;
        }
        // Text after a list speaks of what stands in the list's items.
        let flush = |c: &ProvisionId| (self.doc.get(*c).span.start as usize) < self.low;
        if !firm
            && self.doc.children(self.provision).take(32).any(|c| flush(&c) && self.index.child(c, label).is_some())
        {
            return false;
        }
        // "(i)" between (h) and (j), set as an item of (h).
        if self.is_sunk(from, label) || self.is_tabular(from) {
            return false;
        }
        // A list that begins after that label is not here in full.
        let first = self.doc.children(from).take(64).find_map(|c| self.doc.get(c).label.as_ref());
        if first.is_some_and(|f| {
            f.key.len() == 1 && label.len() == 1 && label < f.key.as_str() && form::of(label) & form::of(&f.key) != 0
        }) {
            return false;
        }
        !self.is_inline(from, label, span)
    }

    /// Whether the section's own letters are broken by lists that begin anew at (1): notes below tables, which part its
    /// units from what holds them.
    fn is_tabular(&self, from: ProvisionId) -> bool {
        let top = self.index.top_of(from);
        let labels = self.doc.children(top).take(256).filter_map(|c| self.doc.get(c).label.as_ref());
        let (mut first, mut anew) = (true, 0);
        for label in labels {
            if first && form::of(&label.key) & form::LOWER == 0 {
                return false;
            }
            first = false;
            anew += u32::from(label.key == "1");
        }
        anew > 1
    }

    /// Whether a letter that is a roman numeral as well stands inside the letter before it, and begins no list there.
    fn is_sunk(&self, from: ProvisionId, label: &str) -> bool {
        let (before, second) = match label {
            "i" => ("h", "ii"),
            "v" => ("u", "vi"),
            "x" => ("w", "xi"),
            _ => return false,
        };
        self.index.child(from, before).is_some_and(|hit| {
            let above = hit.first();
            self.index.child(above, label).is_some() && self.index.child(above, second).is_none()
        })
    }

    /// Whether a top unit's number lies in the run of this text's numbers and is not there.
    pub(super) fn is_absent(&self, unit: Unit, label: &str, firm: bool, span: Span) -> bool {
        let top = self.index.top();
        // Chapters of a code hold a part of its sections, and consolidated Acts leave out what is not in force.
        if !self.laid_out
            || self.style.is_bracketed()
            || unit.is_annex()
            || unit == Unit::Number
            || top.count < 3
            || top.low > 2
            || self.is_foreign(span)
        {
            return false;
        }
        if top.count < 5 && !top.is_whole() {
            return false;
        }
        let (whole, decimal) = match label.split_once('.') {
            Some((whole, rest)) => (whole, Some(rest)),
            None => (label, None),
        };
        let Ok(n) = whole.parse::<u32>() else { return false };
        let plain = decimal.is_none_or(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if let Some(rest) = decimal
            && n <= top.high
        {
            // "4.5" is missing where article 4 has a 4.1 and the like, one step below it.
            let mut first = String::with_capacity(whole.len() + 2);
            first.push_str(whole);
            first.push_str(".1");
            let holder = self.index.child(Document::ROOT, whole).map_or(Document::ROOT, Hit::first);
            let numbered = self.index.child(holder, &first).is_some();
            return plain && numbered && !rest.contains('.') && !self.is_historic(span) && (firm || !self.is_abroad());
        }
        let inside = n > 0 && n < top.high && plain && decimal.is_none();
        let whole = top.is_whole() && n <= top.high.saturating_mul(3) + 5;
        let firm = firm || whole && !self.is_aside(span) && !self.is_abroad();
        (inside || (firm && plain && n > top.high)) && !self.is_historic(span) && (firm || !self.is_abroad())
    }

    /// Whether the citation stands in brackets after another, which it takes a part from ("(h) (other than paragraph
    /// (4))"), or in words that apply another unit with changes ("by substituting “3” for “5” in clause (i)").
    fn is_aside(&self, span: Span) -> bool {
        let at = span.start as usize;
        let before = self.window_before(at, 110);
        let aside = before.rfind(" (").is_some_and(|i| {
            let open = at - before.len() + i;
            before.get(i + 1..).is_some_and(|t| !t.contains(')')) && open == self.done
        });
        aside
            || before.contains("substituting")
            || before.contains("by striking")
            || before.contains("amendments made by")
            || before.contains("amendment made by")
    }

    /// Whether a unit of another instrument was cited before in this block or in what leads in to it: then a unit cited
    /// without an instrument may be that one's.
    fn is_abroad(&self) -> bool {
        self.doc.ancestors(self.provision).any(|id| self.abroad.get(id.index()).copied().unwrap_or(false))
    }

    /// "(as in effect before …)", "former section", "as added by": a unit of another time.
    fn is_historic(&self, span: Span) -> bool {
        let after = self.window(span.end as usize, 110);
        const AFTER: [&str; 16] = [
            "as those",
            "read immediately",
            "in effect",
            "in force",
            "as added",
            "as amended",
            "as redesignated",
            "before the date",
            "prior to",
            "as it read",
            "as so ",
            "before its",
            "as enacted",
            " note",
            "as that ",
            "as such ",
        ];
        // "Section 6(5): repealed, on 1 February 1992": a note of what became of it.
        const NOTED: [&str; 6] = [": repealed", ": amended", ": substituted", ": inserted", ": added", ": replaced"];
        if NOTED.iter().any(|w| after.starts_with(w)) {
            return true;
        }
        // "38.2(2), as those provisions read": a point inside a number ends nothing.
        let near = after.split(". ").next().and_then(|t| t.split(';').next()).unwrap_or("");
        let before = self.window_before(span.start as usize, 24).trim_end();
        AFTER.iter().any(|w| near.contains(w))
            || before.ends_with("SUP)")
            || before.ends_with("former")
            || before.ends_with("old")
            || before.ends_with("then")
    }

    /// Whether "(d)" stands inside the running text as an enumerator: "… if (a) …, or (b) …". Where the search has grown
    /// too long, it is taken to.
    fn is_inline(&mut self, unit: ProvisionId, label: &str, span: Span) -> bool {
        // "(1) If it is foul; or (2) if it is damp": the rest of a list on the line of its first item.
        let last = self.doc.children(unit).take(64).last().unwrap_or(unit);
        let places = [unit, self.provision, self.index.up(self.provision), self.index.up(unit), last];
        let doc = self.doc;
        for (i, place) in places.into_iter().enumerate() {
            if places.iter().take(i).any(|&p| p == place) {
                continue;
            }
            let found = if place == Document::ROOT {
                let unheld = self.unheld.take().unwrap_or_else(|| {
                    (0u32..).zip(&doc.blocks).filter(|(_, b)| b.provision == Document::ROOT).map(|(i, _)| i).collect()
                });
                let mut blocks = unheld.iter().filter_map(|&i| doc.blocks.get(i as usize));
                let found = blocks.any(|b| self.enumerated(b, label, span));
                self.unheld = Some(unheld);
                found
            } else {
                doc.blocks_of(place).any(|b| self.enumerated(b, label, span))
            };
            if found {
                return true;
            }
        }
        false
    }

    /// Whether the label stands in a block as an enumerator, outside the citation; true where the search has grown too long.
    fn enumerated(&mut self, block: &Block, label: &str, span: Span) -> bool {
        let text = block.span.of(self.text);
        let Some(rest) = self.budget.checked_sub(text.len()) else {
            self.exhausted = true;
            return true;
        };
        self.budget = rest;
        self.log.looked.push(block.span);
        memchr::memmem::find_iter(text.as_bytes(), label).any(|i| {
            let at = block.span.start as usize + i;
            !span.holds(at as u32) && enumerates(text, i, label)
        })
    }
}

/// Whether a label that stands for a range, "(b) to (d)", holds another.
fn covers(range: &Label, label: &str) -> bool {
    let Some(last) = &range.through else { return false };
    let wanted = readings(label);
    readings(&range.key).iter().any(|first| {
        let (Some(last), Some(at)) = (readings(last).of(first.series), wanted.of(first.series)) else { return false };
        first.major <= at.major && at.major <= last.major
    })
}

/// Whether the label at `at` is an enumerator in running text, and not the tail of a citation.
fn enumerates(text: &str, at: usize, label: &str) -> bool {
    let bytes = text.as_bytes();
    let end = at + label.len();
    let open = at.checked_sub(1).is_some_and(|i| bytes.get(i) == Some(&b'('));
    if bytes.get(end) != Some(&b')')
        || (!open && at.checked_sub(1).is_some_and(|i| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric)))
    {
        return false;
    }
    let before = text.get(..at - usize::from(open)).unwrap_or("");
    let after = text.get(end + 1..).unwrap_or("");
    // "; or (2)(A) if the hold is damp"
    let below = after.strip_prefix('(').and_then(|t| t.split_once(')')).filter(|(label, _)| label.len() <= 3);
    let after = below.map_or(after, |(_, rest)| rest);
    let goes_on = after.starts_with([' ', '\n'])
        && after.trim_start().starts_with(|c: char| c.is_alphabetic() || c == '“' || c == '$');
    let next = after.trim_start().split([' ', '\n', ',']).next().unwrap_or("");
    if !goes_on || before.is_empty() || !(before.ends_with([' ', '\n', '—'])) {
        return !before.is_empty() && goes_on && before.ends_with('—');
    }
    if matches!(
        next,
        "of" | "and" | "or" | "shall" | "through" | "is" | "are" | "above" | "below" | "may" | "does" | "do"
    ) {
        return false;
    }
    let before = before.trim_end();
    // A list of labels before it: ") and", "), (", "paragraphs".
    let mut stem = before.trim_end_matches([',']).trim_end();
    for word in ["and", "or", "to", "through"] {
        if let Some(rest) = stem.strip_suffix(word) {
            stem = rest.trim_end().trim_end_matches(',').trim_end();
            break;
        }
    }
    let word = before.rsplit([' ', '\n', '(', '—']).next().unwrap_or("");
    let inner = stem.strip_suffix(')').and_then(|s| s.rsplit_once('(')).map_or("", |(_, label)| label);
    let listed = (1..=5).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_alphanumeric());
    !listed && Unit::read(word.trim_end_matches(',')).is_none()
}

#[cfg(test)]
mod tests {
    use super::enumerates;

    fn at(text: &str, label: &str) -> bool {
        text.match_indices(label).any(|(i, _)| enumerates(text, i, label))
    }

    #[test]
    fn enumerators_inside_sentences() {
        assert!(at("may be used for (a) roads, or (b) bridges", "b"));
        assert!(at("who (1) holds a licence; and (2) has paid", "2"));
        assert!(at("makes no sales (other than of wrecks), or (2) the sum is low", "2"));
        assert!(at("If the hold is foul; or (2)(A) if it is damp", "2"));
        assert!(!at("under subsection (b) the agency", "b"));
        assert!(!at("subsections (a) and (b) of this section", "b"));
        assert!(!at("under paragraphs (1), (2), or (3), the", "3"));
    }
}
