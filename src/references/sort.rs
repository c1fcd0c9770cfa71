//! What sort of instrument a name is of: an enactment, an agreement between parties, a standard.

/// What sort of instrument is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What a legislature, a government or an assembly enacts: Act, regulation, code, order, resolution.
    Enactment,
    /// What parties agree: treaty, convention, protocol, agreement.
    Treaty,
    /// What a body publishes that is no law: standard, guidelines, Recommendation, report, map.
    Document,
}

impl Sort {
    /// The sort, told by the noun at the head of the name: the last one before its "of", "on" or "for".
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut sort = None;
        for word in name.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()) {
            match word {
                "Agreement" | "Agreements" | "Compact" | "Contract" | "Convention" | "Conventions" | "Covenant"
                | "Protocol" | "Treaty" | "Treaties" | "treaty" | "convention" => sort = Some(Self::Treaty),
                "Standard" | "Standards" | "standard" | "standards" | "document" | "manual" | "Guidelines"
                | "guidelines" | "Recommendation" | "Recommendations" | "Report" | "Manual" => {
                    sort = Some(Self::Document)
                }
                "of" | "on" | "for" | "between" | "to" | "respecting" | "concerning" | "relating" if sort.is_some() => {
                    break;
                }
                _ if super::is_instrument_noun(word) => sort = Some(Self::Enactment),
                _ => {}
            }
        }
        // A title without any such noun, and no number: "Clean Water Survey Methods".
        let title = || {
            name.starts_with(|c: char| c.is_uppercase())
                && !name.contains(|c: char| c.is_ascii_digit())
                && name.split_whitespace().count() > 2
        };
        sort.unwrap_or_else(|| if title() { Self::Document } else { Self::Enactment })
    }

    /// Its word in what is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enactment => "external",
            Self::Treaty => "treaty",
            Self::Document => "document",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sort;

    #[test]
    fn the_noun_at_the_head_tells() {
        for (name, sort) in [
            ("Clean Air Act", Sort::Enactment),
            ("Harbour Agreement Implementation Act", Sort::Enactment),
            ("title 5", Sort::Enactment),
            ("Agreement on Trade in Salt", Sort::Treaty),
            ("that Convention", Sort::Treaty),
            ("Protocol of 1988", Sort::Treaty),
            ("Ministry of Roads Crossing Standards", Sort::Document),
            ("Standards for Cargo Gear", Sort::Document),
            ("Standards Council Act", Sort::Enactment),
            ("Pub. L. 1–2, div. A", Sort::Enactment),
            ("Carbon Content, Sampling and Calculation", Sort::Document),
        ] {
            assert_eq!(Sort::of(name), sort, "{name}");
        }
    }
}
