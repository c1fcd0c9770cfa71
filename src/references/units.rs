//! Unit words: "section", "subsections", "Art.", "§", and what they stand for.

use crate::document::Kind;

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

impl Unit {
    /// Reads a unit word with or without plural s and full stop; none for other words.
    pub(super) fn read(word: &str) -> Option<Self> {
        let mut low = [0u8; 16];
        let mut len = 0;
        for &b in word.as_bytes() {
            if b == b'-' || b == b'.' {
                continue;
            }
            *low.get_mut(len)? = b.to_ascii_lowercase();
            len += 1;
        }
        let word = std::str::from_utf8(low.get(..len)?).ok()?;
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "section" | "sec" | "rule" | "§" | "§§" => Self::Section,
            "subsection" | "subsec" | "subrule" => Self::Subsection,
            "paragraph" | "para" | "par" => Self::Paragraph,
            "subparagraph" | "subpar" => Self::Subparagraph,
            "clause" | "cl" => Self::Clause,
            "subclause" => Self::Subclause,
            "item" | "subitem" => Self::Item,
            "article" | "art" | "subarticle" => Self::Article,
            "title" => Self::Title,
            "subtitle" => Self::Subtitle,
            "part" => Self::Part,
            "subpart" => Self::Subpart,
            "chapter" => Self::Chapter,
            "subchapter" => Self::Subchapter,
            "division" => Self::Division,
            "subdivision" => Self::Subdivision,
            "schedule" => Self::Schedule,
            "annex" | "annexe" => Self::Annex,
            "appendix" | "appendixe" | "appendice" | "app" => Self::Appendix,
            "protocol" | "exhibit" | "attachment" => Self::Protocol,
            "recital" => Self::Recital,
            "book" => Self::Book,
            "point" => Self::Point,
            "no" => Self::Number,
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
