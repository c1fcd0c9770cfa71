//! How a text calls its units: which labels are subsections, which are paragraphs.

use super::index::Index;
use super::units::Unit;
use crate::document::{Document, Kind, ProvisionId};
use crate::syntax::Profile;

/// The naming tradition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// (a) subsection, (1) paragraph, (A) subparagraph, (i) clause, (I) subclause, (aa) item.
    American,
    /// (1) subsection, (a) paragraph, (i) subparagraph, (A) clause, (I) subclause.
    Commonwealth,
    /// Whatever the tree says.
    Plain,
}

/// Forms that a label can have; a set, as "(i)" is a letter and a numeral.
pub(super) mod form {
    pub(in super::super) const DIGIT: u8 = 1;
    pub(in super::super) const LOWER: u8 = 2;
    pub(in super::super) const LOWER_ROMAN: u8 = 4;
    pub(in super::super) const UPPER: u8 = 8;
    pub(in super::super) const UPPER_ROMAN: u8 = 16;
    pub(in super::super) const DOUBLE: u8 = 32;

    /// The forms of a bare label.
    pub(in super::super) fn of(label: &str) -> u8 {
        let bytes = label.as_bytes();
        let Some(&first) = bytes.first() else { return 0 };
        if first.is_ascii_digit() {
            return DIGIT;
        }
        let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = bytes.get(..letters).unwrap_or(&[]);
        if word.iter().all(u8::is_ascii_lowercase) {
            let roman = word.iter().all(|b| b"ivxlc".contains(b)) && (letters > 1 || b"ivx".contains(&first));
            let double = letters > 1 && word.iter().all(|b| *b == first);
            u8::from(letters == 1) * LOWER
                + u8::from(roman) * LOWER_ROMAN
                + u8::from(double && letters <= 3) * DOUBLE
                + u8::from(letters > 1 && !roman && !double) * LOWER
        } else if word.iter().all(u8::is_ascii_uppercase) {
            let roman = word.iter().all(|b| b"IVXLC".contains(b)) && (letters > 1 || b"IVX".contains(&first));
            u8::from(letters == 1) * UPPER
                + u8::from(roman) * UPPER_ROMAN
                + u8::from(letters > 1 && !roman) * (UPPER | DOUBLE)
        } else {
            LOWER | UPPER
        }
    }
}

impl Style {
    /// The style of a document: by its profile, or by what stands right inside its sections.
    pub(super) fn of(text: &str, index: &Index<'_>) -> Self {
        let doc = index.document();
        match doc.profile {
            Profile::UsCode => return Self::American,
            Profile::CaAct | Profile::UkAct => return Self::Commonwealth,
            Profile::Generic => {}
            _ => return Self::Plain,
        }
        // What stands in what: (1) in (a) and (A) in (1) here, (a) in (1) and (i) in (a) there.
        let (mut american, mut commonwealth) = (0u32, 0u32);
        for (id, unit) in doc.iter().skip(1) {
            let Some(label) = &unit.label else { continue };
            let up = index.up(id);
            if up == Document::ROOT || index.up(up) == Document::ROOT || !is_bracketed(text, doc, id) {
                continue;
            }
            let Some(above) = &doc.get(up).label else { continue };
            match (form::of(&above.key), form::of(&label.key)) {
                (a, form::DIGIT) if a & form::LOWER != 0 => american += 1,
                (form::DIGIT, f) if f & form::UPPER != 0 => american += 1,
                (form::DIGIT, f) if f & form::LOWER != 0 => commonwealth += 1,
                (a, f) if a & form::LOWER != 0 && f & form::LOWER_ROMAN != 0 => commonwealth += 1,
                _ => {}
            }
        }
        if american.max(commonwealth) < 3 || american.abs_diff(commonwealth) * 2 < american.max(commonwealth) {
            Self::Plain
        } else if american > commonwealth {
            Self::American
        } else {
            Self::Commonwealth
        }
    }

    /// Whether labels below the section stand in brackets, so that "5" is a section's number and "(5)" is not.
    pub(super) const fn is_bracketed(self) -> bool {
        matches!(self, Self::American | Self::Commonwealth)
    }

    /// What the tradition calls a provision; none where it has no word of its own.
    pub(super) fn unit_of(self, index: &Index<'_>, id: ProvisionId) -> Option<Unit> {
        if self == Self::Plain {
            return None;
        }
        let doc = index.document();
        let unit = doc.get(id);
        let label = unit.label.as_ref()?;
        let up = index.up(id);
        if up == Document::ROOT || doc.get(up).label.is_none() {
            return None;
        }
        let top = index.up(up) == Document::ROOT;
        let above = doc.get(up).label.as_ref().map_or(0, |l| form::of(&l.key));
        let own = form::of(&label.key);
        if self == Self::American {
            Some(match own {
                form::DIGIT => Unit::Paragraph,
                f if f & form::LOWER_ROMAN != 0 && above & form::UPPER != 0 && !top => Unit::Clause,
                f if f & form::DOUBLE != 0 && f & (form::UPPER | form::LOWER_ROMAN) == 0 && !top => Unit::Item,
                f if f & (form::LOWER | form::DOUBLE) != 0 && top && letters_run(doc, up) => Unit::Subsection,
                f if f & form::UPPER_ROMAN != 0 && above & form::LOWER_ROMAN != 0 && !top => Unit::Subclause,
                f if f & form::UPPER != 0 && (above & form::DIGIT != 0) => Unit::Subparagraph,
                _ => return None,
            })
        } else {
            Some(match own {
                // "1." of an article is a paragraph, or what that text calls it.
                form::DIGIT if doc.get(up).kind == Kind::Article => return None,
                form::DIGIT if top => Unit::Subsection,
                f if f & form::LOWER_ROMAN != 0 && above & form::LOWER != 0 && !top => Unit::Subparagraph,
                f if f & form::LOWER != 0 && (top || above & form::DIGIT != 0) => Unit::Paragraph,
                f if f & form::UPPER != 0 && above & form::LOWER_ROMAN != 0 => Unit::Clause,
                _ => return None,
            })
        }
    }

    /// Whether the provision goes by that unit word.
    pub(super) fn named(self, _text: &str, index: &Index<'_>, id: ProvisionId, unit: Unit) -> bool {
        match self.unit_of(index, id) {
            Some(own) => own == unit,
            None => unit.fits(index.document().get(id).kind),
        }
    }
}

/// Whether a unit's list runs in letters: its first item is no roman numeral.
fn letters_run(doc: &Document, up: ProvisionId) -> bool {
    doc.children(up)
        .take(64)
        .find_map(|c| doc.get(c).label.as_ref())
        .is_none_or(|l| form::of(&l.key) & (form::LOWER_ROMAN | form::DIGIT) == 0)
}

/// Whether the label is printed in brackets.
pub(super) fn is_bracketed(text: &str, doc: &Document, id: ProvisionId) -> bool {
    doc.get(id).label.as_ref().is_some_and(|l| {
        text.as_bytes().get(l.span.start as usize) == Some(&b'(')
            || text.as_bytes().get(l.span.end as usize) == Some(&b')')
    })
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn forms() {
        assert_eq!(form::of("12"), form::DIGIT);
        assert_eq!(form::of("a"), form::LOWER);
        assert_eq!(form::of("i"), form::LOWER | form::LOWER_ROMAN);
        assert_eq!(form::of("ii"), form::LOWER_ROMAN | form::DOUBLE);
        assert_eq!(form::of("aa"), form::DOUBLE);
        assert_eq!(form::of("C"), form::UPPER);
        assert_eq!(form::of("IV"), form::UPPER_ROMAN);
        assert_eq!(form::of("a.1"), form::LOWER);
    }
}
