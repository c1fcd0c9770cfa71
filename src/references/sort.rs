//! What sort of instrument a name is of: an enactment, an agreement between parties, a standard.

/// What sort of instrument is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What a legislature, a government or an assembly enacts: Act, regulation, code, order, resolution.
    Enactment,
    /// What parties agree: treaty, convention, protocol, agreement.
    Treaty,
    /// What a body recommends or describes: standard, guidelines.
    Standard,
}

impl Sort {
    /// The sort, told by the noun at the head of the name: the last one before its "of", "on" or "for".
    #[must_use]
    pub fn of(name: &str) -> Self {
        let mut sort = None;
        for word in name.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()) {
            match word {
                "Agreement" | "Agreements" | "Compact" | "Contract" | "Convention" | "Conventions" | "Covenant"
                | "Protocol" | "Protocols" | "Treaty" | "Treaties" => sort = Some(Self::Treaty),
                "Standard" | "Standards" | "Guidelines" => sort = Some(Self::Standard),
                "of" | "on" | "for" | "between" | "to" | "respecting" | "concerning" | "relating" if sort.is_some() => {
                    break;
                }
                _ if super::is_instrument_noun(word) => sort = Some(Self::Enactment),
                _ => {}
            }
        }
        sort.unwrap_or(Self::Enactment)
    }

    /// Its word in what is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enactment => "external",
            Self::Treaty => "treaty",
            Self::Standard => "standard",
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
            ("Ministry of Roads Crossing Standards", Sort::Standard),
            ("Standards for Cargo Gear", Sort::Standard),
            ("Standards Council Act", Sort::Enactment),
        ] {
            assert_eq!(Sort::of(name), sort, "{name}");
        }
    }
}
