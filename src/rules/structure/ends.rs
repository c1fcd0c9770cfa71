//! How an item ends: its last mark, the "and" or "or" after it, and whether it is a sentence or a piece of one.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::ordinal::opens;
use super::siblings::{Life, Row, Unit, begins_dead, dead_head, life_of};
use crate::document::{Block, BlockKind, Document, ProvisionId, count_before};
use crate::rules::DocumentCx;
use crate::span::Span;
use crate::syntax::Profile;

/// The mark an item ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Mark {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// `.`, `?` or `!`, also inside a closing quotation mark or bracket.
    Period,
    /// `:`
    Colon,
    /// A dash: it leads into what follows.
    Dash,
    /// A letter, figure or closing bracket: no mark at all.
    Bare,
}

impl Mark {
    /// The mark itself, in quotation marks, or "no mark".
    pub(super) const fn shown(self) -> &'static str {
        match self {
            Self::Semicolon => "“;”",
            Self::Comma => "“,”",
            Self::Period => "“.”",
            Self::Colon => "“:”",
            Self::Dash => "a dash",
            Self::Bare => "no mark",
        }
    }

    /// The mark's character; nothing for a bare end.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Semicolon => ";",
            Self::Comma => ",",
            Self::Period => ".",
            Self::Colon => ":",
            Self::Dash => "—",
            Self::Bare => "",
        }
    }
}

/// A word that ties an item to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Link {
    /// "and"
    And,
    /// "or"
    Or,
    /// "and/or"
    AndOr,
    /// "but", "plus", "minus" and others that no list repeats.
    Other,
}

impl Link {
    /// The word.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::AndOr => "and/or",
            Self::Other => "a link",
        }
    }
}

/// Two spaces. Made once: a search in a short text costs less than making it.
static GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// How an item ends.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct End {
    /// Its last mark.
    pub(super) mark: Mark,
    /// The link after the mark.
    pub(super) link: Option<Link>,
    /// The mark; of a bare end, the last word.
    pub(super) span: Span,
    /// The link's word.
    pub(super) word: Span,
}

impl End {
    /// The same, as many bytes further on as `to` lies after `from`.
    pub(super) const fn shifted(self, from: u32, to: u32) -> Self {
        Self { span: self.span.shifted(from, to), word: self.word.shifted(from, to), ..self }
    }

    /// Whether it hangs on its block alone: of a bare end, and of a link on a line of its own, it also matters what stands
    /// before.
    const fn is_of(self, block: &Block) -> bool {
        !matches!(self.mark, Mark::Bare) && self.span.start >= block.span.start
    }
}

const LINKS: [(&str, Link); 14] = [
    ("and/or", Link::AndOr),
    ("and", Link::And),
    ("or", Link::Or),
    ("but", Link::Other),
    ("nor", Link::Other),
    ("plus", Link::Other),
    ("minus", Link::Other),
    ("over", Link::Other),
    ("less", Link::Other),
    ("by", Link::Other),
    ("yet", Link::Other),
    ("than", Link::Other),
    ("then", Link::Other),
    ("with", Link::Other),
];

/// Bytes of the longest of [`LINKS`].
const LONGEST_LINK: usize = 6;

/// The text without white space at its ends, which most blocks have none of.
fn trimmed(text: &str) -> &str {
    let inked = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    trimmed_end(if inked { text } else { text.trim_start() })
}

fn trimmed_end(text: &str) -> &str {
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

/// Whether two spaces stand inside the text: cells of a table, which was flattened into a line.
fn has_gap(text: &str) -> bool {
    GAP.find(text.as_bytes()).is_some()
}

/// Whether the last line is a formula's symbol, or a mark that a unit is struck out: it ends no sentence.
fn is_no_prose(text: &str, start: usize, body: &str, one_line: bool) -> bool {
    let before = if one_line { None } else { memchr::memrchr(b'\n', body.as_bytes()) };
    let from = before.map_or(0, |i| i + 1);
    let (above, line) = body.split_at(from);
    let several = from > 0;
    let bare = trimmed(line);
    let symbol = several && bare.len() <= 4 && bare.chars().all(char::is_alphanumeric);
    let struck = line.ends_with(']') && line.rsplit('[').next().is_some_and(dead_head);
    // A heading of what follows, apart from the text above it.
    let apart = if several {
        above.ends_with("\n\n")
    } else {
        let before = text.as_bytes().get(start.saturating_sub(8)..start).unwrap_or_default();
        let spaces = before.iter().rev().take_while(|b| **b == b' ').count();
        before.get(..before.len() - spaces).is_some_and(|b| b.ends_with(b"\n\n"))
    };
    let long = || line.split_whitespace().filter(|w| w.len() >= 4);
    let title = || apart && long().filter(|w| !w.starts_with(char::is_uppercase)).count() * 4 <= long().count();
    symbol || struck || title()
}

/// Whether the last word is an address of the web: no mark may stand behind it, lest it be taken for a part of it.
fn ends_in_address(body: &str) -> bool {
    let bytes = body.as_bytes();
    if matches!(bytes, [.., b'.' | b';' | b',']) {
        return false;
    }
    let word = bytes.iter().rposition(u8::is_ascii_whitespace).map_or(bytes, |at| &bytes[at + 1..]);
    word.len() > 8 && memchr::memmem::find(word, b"://").is_some()
}

/// Reads how `text[within]` ends. None where it holds no letter or figure, or its last line is a row of cells.
pub(super) fn end_of(text: &str, within: Span) -> Option<End> {
    let whole = within.of(text);
    let line = whole.trim_end().rsplit('\n').next().unwrap_or(whole);
    if has_gap(line.trim()) { None } else { end_of_prose(text, within, false) }
}

/// The same for a text that has no cells, and may be known to be one line.
fn end_of_prose(text: &str, within: Span, one_line: bool) -> Option<End> {
    let whole = within.of(text);
    let mut body = strip_aside(strip_footnote(trimmed_end(whole)));
    if !body.contains(char::is_alphanumeric)
        || ends_in_address(body)
        || is_no_prose(text, within.start as usize, trimmed(whole), one_line)
    {
        return None;
    }
    let base = within.start as usize;
    let mut link = None;
    let mut word = Span::at(base + body.len(), base + body.len());
    // A link ends with a small letter, and most ends do not.
    let lettered = body.ends_with(char::is_lowercase);
    let may_end_so = |name: &str| lettered && name.as_bytes().last() == body.as_bytes().last();
    for (name, kind) in LINKS.iter().filter(|link| may_end_so(link.0)) {
        if let Some(rest) = body.strip_suffix(name)
            && rest.ends_with(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '.' | ':' | '—'))
        {
            word = Span::at(base + rest.len(), base + body.len());
            link = Some(*kind);
            body = strip_footnote(rest.trim_end());
            break;
        }
    }
    if link.is_none()
        && lettered
        && let Some((rest, tail)) = body.rsplit_once(char::is_whitespace)
        && (1..=5).contains(&tail.len())
        && tail.chars().all(char::is_lowercase)
        && rest.trim_end().ends_with([';', ','])
    {
        // "; en", "; und": a link of another language.
        word = Span::at(base + body.len() - tail.len(), base + body.len());
        link = Some(Link::Other);
        body = rest.trim_end();
    }
    let last = body.chars().next_back()?;
    let (mark, at) = match mark_of(last) {
        Some(mark) => (mark, body.len() - last.len_utf8()),
        None => {
            // Emphasis of Markdown closes behind the mark: "**… US$1,000.**"
            let inner = body.trim_end_matches(['”', '’', '"', '\'', ')', ']', '}', '»', ' ', '*', '_']);
            let before = inner.chars().next_back()?;
            let quoted = matches!(last, '”' | '’' | '"' | '\'' | '»' | '*' | '_');
            match mark_of(before) {
                Some(mark) if quoted || mark == Mark::Period => (mark, inner.len() - before.len_utf8()),
                _ => (Mark::Bare, body.len() - body.rsplit(char::is_whitespace).next().unwrap_or(body).len()),
            }
        }
    };
    let span = match mark {
        Mark::Bare => Span::at(base + at, base + body.len()),
        _ => Span::at(base + at, base + at + mark_len(body, at)),
    };
    Some(End { mark, link, span, word })
}

fn mark_len(body: &str, at: usize) -> usize {
    body[at..].chars().next().map_or(0, char::len_utf8)
}

const fn mark_of(c: char) -> Option<Mark> {
    Some(match c {
        ';' => Mark::Semicolon,
        ',' => Mark::Comma,
        '.' | '?' | '!' | '…' => Mark::Period,
        ':' => Mark::Colon,
        '—' | '–' | '-' | '―' => Mark::Dash,
        _ => return None,
    })
}

/// Takes a bracket off that stands after the sentence's mark: "… this Act. (registraire)", "… Tax Act, [2022, c. 10]".
fn strip_aside(text: &str) -> &str {
    let open = match text.chars().next_back() {
        Some(')') => '(',
        Some(']') => '[',
        _ => return text,
    };
    let close = if open == '(' { ')' } else { ']' };
    let mut depth = 0_usize;
    let partner = text.char_indices().rev().find(|&(_, c)| {
        depth += usize::from(c == close);
        depth -= usize::from(c == open);
        depth == 0
    });
    let Some((at, _)) = partner else { return text };
    let before = text[..at].trim_end();
    let marked = before.ends_with(['.', ';', ',', ':', '?', '!']);
    // A source note may stand after the link: "… Tax Act, or [2022, c. 10]".
    let linked = open == '[' && (before.ends_with(", or") || before.ends_with(", and") || before.ends_with("; and"));
    if before.len() < at && (marked || linked) { before } else { text }
}

/// Takes a footnote's figure off an end: "… systems.1", "… this title; 3".
fn strip_footnote(text: &str) -> &str {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return text;
    }
    let rest = text.get(..text.len() - digits).unwrap_or(text);
    let cut = rest.trim_end();
    if cut.ends_with(['.', ';', ',', ':', '”']) { cut } else { text }
}

/// How a living unit ends, its sub-units and flush text included. None where it ends in a table, quotation or dead unit.
pub(super) fn unit_end(cx: &DocumentCx<'_>, unit: Unit) -> Option<End> {
    end_once(cx, unit, || cx.document().blocks_within(unit.id))
}

/// The end of a unit whose blocks `blocks` gives: read where no rule has asked for it before.
fn end_once<'a>(cx: &DocumentCx<'a>, unit: Unit, blocks: impl FnOnce() -> &'a [Block]) -> Option<End> {
    let id = unit.id;
    if let Some(end) = known(cx, id) {
        return end;
    }
    let (doc, blocks) = (cx.document(), blocks());
    let end = read_end(doc, cx.text, unit, blocks);
    know(cx, std::iter::once((id, end)));
    if let (Some(found), Some(last)) = (end, blocks.last())
        && found.is_of(last)
    {
        // The units that end with the same block, from the innermost up.
        let inner = doc.ancestors(last.provision).take_while(|&up| up != id);
        know(cx, inner.map(|up| (up, end)));
    }
    end
}

/// The ends of units by their number, as far as rules asked for them; each is read once.
pub(in crate::rules) type Ends = Vec<Option<Option<End>>>;

/// Makes known how units end.
pub(super) fn know(cx: &DocumentCx<'_>, known: impl Iterator<Item = (ProvisionId, Option<End>)>) {
    let mut ends = cx.memo.ends.borrow_mut();
    ends.resize(cx.document().provisions.len(), None);
    for (id, end) in known {
        if let Some(place) = ends.get_mut(id.index()) {
            *place = Some(end);
        }
    }
}

/// How a unit ends, where that was asked.
pub(super) fn known(cx: &DocumentCx<'_>, id: ProvisionId) -> Option<Option<End>> {
    cx.memo.ends.borrow().get(id.index()).copied().flatten()
}

/// Whether it is known how each living unit of a row ends, and every end is such.
pub(super) fn are_known_as(cx: &DocumentCx<'_>, row: Row<'_>, such: impl Fn(&End) -> bool) -> bool {
    let ends = cx.memo.ends.borrow();
    row.units.iter().filter(|unit| !unit.dead).all(|unit| match ends.get(unit.id.index()) {
        Some(Some(end)) => end.as_ref().is_none_or(&such),
        _ => false,
    })
}

fn read_end(doc: &Document, text: &str, unit: Unit, blocks: &[Block]) -> Option<End> {
    let (mut last, mut rest) = blocks.split_last()?;
    while is_source_note(last, text)
        && let Some((before, more)) = rest.split_last()
        && before.kind.is_prose()
    {
        (last, rest) = (before, more);
    }
    if !matches!(last.kind, BlockKind::Text | BlockKind::Flush) {
        return None;
    }
    let holder = doc.get(last.provision);
    let shown = last.span.of(text);
    let life = if last.provision == unit.id { unit.life() } else { life_of(holder, text) };
    // What stands right behind the label was looked at already.
    let first = || {
        let from = holder.label.as_ref().map(|label| label.span.end as usize);
        let gap = from.and_then(|from| text.get(from..last.span.start as usize));
        gap.is_some_and(|gap| gap == " " || gap.trim().is_empty())
    };
    let (dead, known) = (life == Life::Dead, life == Life::Alive && first());
    if holder.quoted || dead || !known && begins_dead(text, last.span) {
        return None;
    }
    let bare = trimmed(shown);
    // Cells of a row stand two spaces or a tab apart; a line of underscores is a form to fill in.
    let plain = memchr::memchr3(b'\t', b'_', b'\n', shown.as_bytes()).is_none();
    if has_gap(bare) || !plain && (shown.contains('\t') || shown.contains("___")) {
        return None;
    }
    // A link on a line of its own ties what stands before it to the next item.
    if bare.len() <= LONGEST_LINK
        && let Some((_, link)) = LINKS.iter().find(|(name, _)| *name == bare)
    {
        let before = rest.last().filter(|b| matches!(b.kind, BlockKind::Text | BlockKind::Flush))?;
        return end_of(text, before.span).map(|end| End { link: Some(*link), word: last.span, ..end });
    }
    let end = end_of_prose(text, last.span, plain)?;
    if end.mark == Mark::Bare && is_addendum(doc, text, rest, shown) {
        return None;
    }
    Some(end)
}

/// Whether a block, on a line of its own, tells in square brackets where the text before it comes from: "[paragraph (e)
/// inserted by section 9 of Act 36 of 2007]".
fn is_source_note(block: &Block, text: &str) -> bool {
    let bytes = text.as_bytes();
    let (before, rest) = bytes.split_at_checked(block.span.start as usize).unwrap_or_default();
    let own_line = || before.iter().rposition(|b| !matches!(b, b' ' | b'\t')).is_none_or(|at| before[at] == b'\n');
    matches!(rest.get(..block.span.len()), Some([b'[', .., b']'])) && own_line()
}

/// Whether a block without a mark at its end, last in its unit, is no part of the unit's sentence: the sentence before it has
/// ended, and this is a heading of what follows, an address, a place to sign.
fn is_addendum(doc: &Document, text: &str, rest: &[Block], shown: &str) -> bool {
    const SHORT: usize = 12;
    let ended = rest
        .last()
        .filter(|b| b.kind.is_prose())
        .and_then(|b| end_of(text, b.span))
        .is_some_and(|end| matches!(end.mark, Mark::Period | Mark::Bare));
    let contract = doc.profile == Profile::Contract;
    ended && (contract || shown.split_whitespace().nth(SHORT).is_none())
}

/// The first text of a unit's own: after its label and heading.
pub(super) fn lead<'a>(doc: &Document, text: &'a str, id: ProvisionId) -> &'a str {
    let first = doc.blocks_of(id).find(|b| b.kind == BlockKind::Text);
    match first {
        Some(block) => block.span.of(text),
        // No text of its own: the first of its units speaks for it.
        None if doc.get(id).end.0 > id.0 + 1 => {
            doc.blocks_within(id).iter().find(|b| b.kind == BlockKind::Text).map_or("", |b| b.span.of(text))
        }
        None => "",
    }
}

/// Whether a unit is a piece of its parent's sentence: it has no heading and begins with a small letter.
pub(super) fn is_fragment(doc: &Document, text: &str, id: ProvisionId) -> bool {
    doc.get(id).heading.is_none()
        && lead(doc, text, id).chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// Whether labels begin again inside a row: two lists read as one, whose ends say nothing of each other.
pub(super) fn begins_again(doc: &Document, row: Row<'_>) -> bool {
    row.units.windows(2).any(|w| w[1].ord.value <= 1 && w[0].ord.value > 1 && opens(w[1].key(doc)))
}

/// The units of a list that have a text to judge, each with the first block from its label on, and then with its end.
#[derive(Default)]
pub(super) struct Lists {
    units: Vec<(Unit, usize)>,
    ends: Vec<(Unit, Option<End>)>,
}

impl Lists {
    /// Calls `visit` with the units of a row that have a text to judge, each with its end: one list at a time, as text of the
    /// parent's own between two units ("or both fined and imprisoned.") ends a list. Lists that end as lists do are left out.
    pub(super) fn live<'a>(
        &mut self,
        cx: &DocumentCx<'_>,
        row: Row<'a>,
        mut visit: impl FnMut(&[(Unit, Option<End>)]),
    ) {
        if row.ends_well.get() {
            return;
        }
        let doc = cx.document();
        self.units.clear();
        let mut well = true;
        let first = row.units.first().map_or(0, |u| u.label.start);
        let mut at = doc.blocks_before(first);
        for unit in row.units {
            // The units stand in their order: from one to the next it is not far.
            at += count_before(doc.blocks.get(at..).unwrap_or_default(), unit.label.start);
            let parted = self.units.last().is_some_and(|(last, _)| {
                at.checked_sub(1)
                    .and_then(|i| doc.blocks.get(i))
                    .is_some_and(|b| b.provision == row.parent && b.span.start > last.label.end)
            });
            // "2." after "(e)": of another list.
            let another = self
                .units
                .last()
                .is_some_and(|(last, _)| last.ord.style != unit.ord.style && last.ord.value + 1 != unit.ord.value);
            if parted || another {
                well &= self.show(cx, &mut visit);
            }
            if !unit.dead {
                self.units.push((*unit, at));
            }
        }
        well &= self.show(cx, &mut visit);
        row.ends_well.set(well);
    }

    /// Shows the list at hand, where there may be anything to tell of it, and goes on to the next. Says whether there is not.
    fn show(&mut self, cx: &DocumentCx<'_>, visit: &mut impl FnMut(&[(Unit, Option<End>)])) -> bool {
        let well = ends_well(cx, &self.units);
        if !well {
            self.ends.clear();
            let end = |&(unit, at): &(Unit, usize)| {
                (unit, end_once(cx, unit, || cx.document().blocks_within_near(unit.id, at)))
            };
            self.ends.extend(self.units.iter().map(end));
            visit(&self.ends);
        }
        self.units.clear();
        well
    }
}

/// Whether there is nothing to tell of how the units of a list end: a look at the last byte of most of them.
///
/// All but the last two end with the same mark, and with no link. The last but one has that mark, too, and a link where it is
/// no end of a sentence. How the last one ends is then no matter.
fn ends_well(cx: &DocumentCx<'_>, units: &[(Unit, usize)]) -> bool {
    let [early @ .., (before_last, at), (_, behind)] = units else { return true };
    let mut usual = None;
    for two in units.windows(2).take(early.len()) {
        let [(unit, at), (_, behind)] = two else { continue };
        let mark = last_mark(cx, *unit, (*at, *behind));
        if mark.is_none() || usual.is_some_and(|usual| mark != usual) {
            return false;
        }
        usual = Some(mark);
    }
    let alike = |mark: Mark| usual.is_none_or(|usual| usual == Some(mark));
    if last_mark(cx, *before_last, (*at, *behind)) == Some(Mark::Period) {
        return alike(Mark::Period);
    }
    let end = end_once(cx, *before_last, || cx.document().blocks_within_near(before_last.id, *at));
    let open = |end: End| end.link.is_none() && matches!(end.mark, Mark::Semicolon | Mark::Comma);
    end.is_none_or(|end| alike(end.mark) && !open(end))
}

/// The mark that a unit ends with, if it ends there at all: where its last byte is one that says so. Given the first block
/// from its label on, and from that of the next unit on.
fn last_mark(cx: &DocumentCx<'_>, unit: Unit, (at, behind): (usize, usize)) -> Option<Mark> {
    let doc = cx.document();
    let before = behind.checked_sub(1).and_then(|last| doc.blocks.get(last));
    // Mostly its last block stands right before the next unit.
    let own = before.filter(|b| doc.within(b.provision, unit.id) && doc.get(unit.id).span.end == b.span.end);
    let last = own.or_else(|| doc.blocks_within_near(unit.id, at).last())?.span.of(cx.text).as_bytes().last()?;
    match last {
        b';' => Some(Mark::Semicolon),
        b',' => Some(Mark::Comma),
        b'.' => Some(Mark::Period),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Mark, Option<Link>, &str) {
        let end = end_of(text, Span::at(0, text.len())).expect("text");
        (end.mark, end.link, end.span.of(text))
    }

    #[test]
    fn an_end_is_a_mark_and_a_link() {
        assert_eq!(of("the date; and"), (Mark::Semicolon, Some(Link::And), ";"));
        assert_eq!(of("the date, or"), (Mark::Comma, Some(Link::Or), ","));
        assert_eq!(of("the date."), (Mark::Period, None, "."));
        assert_eq!(of("“the date.”"), (Mark::Period, None, "."));
        assert_eq!(of("(see the annex.)"), (Mark::Period, None, "."));
        assert_eq!(of("the date (if any)"), (Mark::Bare, None, "any)"));
        assert_eq!(of("the command"), (Mark::Bare, None, "command"));
        assert_eq!(of("the date and"), (Mark::Bare, Some(Link::And), "date"));
        assert_eq!(of("the date. (greffe)"), (Mark::Period, None, "."));
        assert_eq!(of("the Income Tax Act. (Loi de l’impôt (1948))"), (Mark::Period, None, "."));
        assert_eq!(of("the date, or [2022, c. 10]"), (Mark::Comma, Some(Link::Or), ","));
        assert_eq!(of("de datum; en"), (Mark::Semicolon, Some(Link::Other), ";"));
        assert_eq!(of("the date.1"), (Mark::Period, None, "."));
        assert_eq!(of("the year 1988"), (Mark::Bare, None, "1988"));
        assert_eq!(of("no more than 1500\u{a0}m2"), (Mark::Bare, None, "m2"));
        assert!(end_of("…", Span::at(0, 3)).is_none());
    }
}
