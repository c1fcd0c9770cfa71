//! Unit words: "section", "subsections", "Art.", "§", and what they stand for.

use crate::document::Kind;
use crate::text::word_of;

/// What a citation's unit word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Book,
    Title,
    Subtitle,
    Part,
    Subpart,
    Chapter,
    Subchapter,
    Division,
    Subdivision,
    Annex,
    Appendix,
    Schedule,
    Protocol,
    Recital,
    Article,
    /// "section", "§", "rule", "regulation 5".
    Section,
    Subsection,
    Paragraph,
    Subparagraph,
    Clause,
    Subclause,
    Item,
    Point,
    /// "No. 54": a margin number, or a provision's number.
    Number,
}

/// Bytes of the longest word read.
const LONGEST: usize = 16;

/// Unit words as hashes, in the singular.
mod words {
    use crate::text::{WordHash, word};

    pub const SECTION: WordHash = word("section");
    pub const SEC: WordHash = word("sec");
    pub const RULE: WordHash = word("rule");
    pub const SIGN: WordHash = word("§");
    pub const SIGNS: WordHash = word("§§");
    pub const SUBSECTION: WordHash = word("subsection");
    pub const SUBSEC: WordHash = word("subsec");
    pub const SUBRULE: WordHash = word("subrule");
    pub const PARAGRAPH: WordHash = word("paragraph");
    pub const PARA: WordHash = word("para");
    pub const PAR: WordHash = word("par");
    pub const SUBPARAGRAPH: WordHash = word("subparagraph");
    pub const SUBPAR: WordHash = word("subpar");
    pub const CLAUSE: WordHash = word("clause");
    pub const CL: WordHash = word("cl");
    pub const SUBCLAUSE: WordHash = word("subclause");
    pub const ITEM: WordHash = word("item");
    pub const SUBITEM: WordHash = word("subitem");
    pub const ARTICLE: WordHash = word("article");
    pub const ART: WordHash = word("art");
    pub const SUBARTICLE: WordHash = word("subarticle");
    pub const TITLE: WordHash = word("title");
    pub const SUBTITLE: WordHash = word("subtitle");
    pub const PART: WordHash = word("part");
    pub const SUBPART: WordHash = word("subpart");
    pub const CHAPTER: WordHash = word("chapter");
    pub const SUBCHAPTER: WordHash = word("subchapter");
    pub const DIVISION: WordHash = word("division");
    pub const SUBDIVISION: WordHash = word("subdivision");
    pub const SCHEDULE: WordHash = word("schedule");
    pub const ANNEX: WordHash = word("annex");
    pub const ANNEXE: WordHash = word("annexe");
    pub const APPENDIX: WordHash = word("appendix");
    pub const APPENDIXE: WordHash = word("appendixe");
    pub const APPENDICE: WordHash = word("appendice");
    pub const APP: WordHash = word("app");
    pub const PROTOCOL: WordHash = word("protocol");
    pub const EXHIBIT: WordHash = word("exhibit");
    pub const ATTACHMENT: WordHash = word("attachment");
    pub const RECITAL: WordHash = word("recital");
    pub const BOOK: WordHash = word("book");
    pub const POINT: WordHash = word("point");
    pub const NO: WordHash = word("no");
}

impl Unit {
    /// Reads a unit word with or without plural s, hyphen and full stop; none for other words.
    pub(super) fn read(word: &str) -> Option<Self> {
        if let Some(unit) = Self::of(word) {
            return Some(unit);
        }
        if !word.bytes().any(|b| matches!(b, b'-' | b'.')) {
            return None;
        }
        // "Sub-paragraphs", "Art."
        let mut bare = [0u8; LONGEST];
        let mut len = 0;
        for b in word.bytes().filter(|b| !matches!(b, b'-' | b'.')) {
            *bare.get_mut(len)? = b;
            len += 1;
        }
        Self::of(std::str::from_utf8(bare.get(..len)?).ok()?)
    }

    /// The same for letters only.
    fn of(word: &str) -> Option<Self> {
        use words::*;
        Some(match word_of(singular(word)) {
            SECTION | SEC | RULE | SIGN | SIGNS => Self::Section,
            SUBSECTION | SUBSEC | SUBRULE => Self::Subsection,
            PARAGRAPH | PARA | PAR => Self::Paragraph,
            SUBPARAGRAPH | SUBPAR => Self::Subparagraph,
            CLAUSE | CL => Self::Clause,
            SUBCLAUSE => Self::Subclause,
            ITEM | SUBITEM => Self::Item,
            ARTICLE | ART | SUBARTICLE => Self::Article,
            TITLE => Self::Title,
            SUBTITLE => Self::Subtitle,
            PART => Self::Part,
            SUBPART => Self::Subpart,
            CHAPTER => Self::Chapter,
            SUBCHAPTER => Self::Subchapter,
            DIVISION => Self::Division,
            SUBDIVISION => Self::Subdivision,
            SCHEDULE => Self::Schedule,
            ANNEX | ANNEXE => Self::Annex,
            APPENDIX | APPENDIXE | APPENDICE | APP => Self::Appendix,
            PROTOCOL | EXHIBIT | ATTACHMENT => Self::Protocol,
            RECITAL => Self::Recital,
            BOOK => Self::Book,
            POINT => Self::Point,
            NO => Self::Number,
            _ => return None,
        })
    }

    /// Whether it only groups provisions whose numbers run through, so that its label is no part of their addresses.
    pub(super) const fn is_container(self) -> bool {
        matches!(
            self,
            Self::Book
                | Self::Title
                | Self::Subtitle
                | Self::Part
                | Self::Subpart
                | Self::Chapter
                | Self::Subchapter
                | Self::Division
                | Self::Subdivision
        )
    }

    /// Whether it is attached at the end of an instrument.
    pub(super) const fn is_annex(self) -> bool {
        matches!(self, Self::Annex | Self::Appendix | Self::Schedule | Self::Protocol)
    }

    /// Whether it is the unit that an instrument's addresses begin with.
    pub(super) const fn is_top(self) -> bool {
        matches!(self, Self::Article | Self::Section | Self::Number | Self::Recital) || self.is_annex()
    }

    /// Whether a provision of that kind goes by this word.
    pub(super) const fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Book => matches!(kind, Kind::Book),
            Self::Title | Self::Subtitle => matches!(kind, Kind::Title),
            Self::Part => matches!(kind, Kind::Part),
            Self::Subpart => matches!(kind, Kind::Subpart),
            Self::Chapter => matches!(kind, Kind::Chapter),
            Self::Subchapter => matches!(kind, Kind::Subchapter),
            Self::Division => matches!(kind, Kind::Division),
            Self::Subdivision => matches!(kind, Kind::Subdivision),
            Self::Annex => matches!(kind, Kind::Annex),
            Self::Appendix => matches!(kind, Kind::Appendix),
            Self::Schedule => matches!(kind, Kind::Schedule),
            Self::Protocol => matches!(kind, Kind::Protocol),
            Self::Recital => matches!(kind, Kind::Recital),
            Self::Article => matches!(kind, Kind::Article),
            Self::Section => matches!(kind, Kind::Section),
            Self::Subsection => matches!(kind, Kind::Subsection),
            Self::Paragraph => matches!(kind, Kind::Paragraph),
            Self::Subparagraph => matches!(kind, Kind::Subparagraph),
            Self::Clause => matches!(kind, Kind::Clause),
            Self::Subclause => matches!(kind, Kind::Subclause),
            Self::Item | Self::Point => matches!(kind, Kind::Item),
            Self::Number => true,
        }
    }

    /// The kinds of container of that name.
    pub(super) const fn container_kind(self) -> Option<Kind> {
        Some(match self {
            Self::Book => Kind::Book,
            Self::Title | Self::Subtitle => Kind::Title,
            Self::Part => Kind::Part,
            Self::Subpart => Kind::Subpart,
            Self::Chapter => Kind::Chapter,
            Self::Subchapter => Kind::Subchapter,
            Self::Division => Kind::Division,
            Self::Subdivision => Kind::Subdivision,
            _ => return None,
        })
    }

    /// Depth of the unit in the order that most traditions share; 0 for what groups, 1 for articles and sections.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Article | Self::Section | Self::Number | Self::Recital => 1,
            Self::Annex | Self::Appendix | Self::Schedule | Self::Protocol => 1,
            Self::Subsection => 2,
            Self::Paragraph => 3,
            Self::Subparagraph => 4,
            Self::Clause => 5,
            Self::Subclause => 6,
            Self::Item | Self::Point => 7,
            _ => 0,
        }
    }
}

/// The word without the s of a plural.
fn singular(word: &str) -> &str {
    let plural = matches!(word.as_bytes().last(), Some(b's' | b'S'));
    word.get(..word.len() - usize::from(plural)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_form() {
        assert_eq!(Unit::read("Sub-paragraphs"), Some(Unit::Subparagraph));
        assert_eq!(Unit::read("Nos."), Some(Unit::Number));
        assert_eq!(Unit::read("§§"), Some(Unit::Section));
        assert_eq!(Unit::read("ANNEXES"), Some(Unit::Annex));
        assert_eq!(Unit::read("sectional"), None);
    }
}
