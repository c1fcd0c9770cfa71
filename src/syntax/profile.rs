//! Drafting traditions: what labels look like, which words carry force, which style rules are on.

use serde::{Deserialize, Serialize};

/// A drafting tradition, detected per document and settable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// No tradition known.
    #[default]
    Generic,
    /// Treaties and regulations of the ITU, with margin numbers.
    ItuTreaty,
    /// Resolutions, decisions and recommendations: considering …, resolves ….
    ItuResolution,
    /// United States Code.
    UsCode,
    /// Acts and regulations of Canada.
    CaAct,
    /// Contracts and licences.
    Contract,
    /// Acts of the European Union.
    EuAct,
    /// Acts and instruments of the United Kingdom.
    UkAct,
    /// Technical specifications with RFC 2119 key words.
    Rfc,
}

impl Profile {
    /// Every profile, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::Generic,
        Self::ItuTreaty,
        Self::ItuResolution,
        Self::UsCode,
        Self::CaAct,
        Self::Contract,
        Self::EuAct,
        Self::UkAct,
        Self::Rfc,
    ];

    /// Its name in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::ItuTreaty => "itu-treaty",
            Self::ItuResolution => "itu-resolution",
            Self::UsCode => "us-code",
            Self::CaAct => "ca-act",
            Self::Contract => "contract",
            Self::EuAct => "eu-act",
            Self::UkAct => "uk-act",
            Self::Rfc => "rfc",
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }
}
