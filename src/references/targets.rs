//! The targets of one citation.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize, Serializer};

use super::model::Target;

/// The units that a citation points to, read as a slice. Most citations have one, which stands in place: there are as many
/// as there are citations.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<Target>")]
pub struct Targets(Held);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Held {
    One([Target; 1]),
    All(Box<[Target]>),
}

impl Targets {
    /// Takes them out of a buffer, which is left empty.
    pub(super) fn drained(from: &mut Vec<Target>) -> Self {
        match from.pop() {
            Some(one) if from.is_empty() => Self(Held::One([one])),
            last => Self(Held::All(from.drain(..).chain(last).collect())),
        }
    }

    /// All of them.
    #[must_use]
    pub const fn as_slice(&self) -> &[Target] {
        match &self.0 {
            Held::One(one) => one,
            Held::All(all) => all,
        }
    }
}

impl From<Vec<Target>> for Targets {
    fn from(mut targets: Vec<Target>) -> Self {
        Self::drained(&mut targets)
    }
}

impl Deref for Targets {
    type Target = [Target];

    fn deref(&self) -> &[Target] {
        self.as_slice()
    }
}

impl DerefMut for Targets {
    fn deref_mut(&mut self) -> &mut [Target] {
        match &mut self.0 {
            Held::One(one) => one,
            Held::All(all) => all,
        }
    }
}

impl<'t> IntoIterator for &'t Targets {
    type Item = &'t Target;
    type IntoIter = std::slice::Iter<'t, Target>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'t> IntoIterator for &'t mut Targets {
    type Item = &'t mut Target;
    type IntoIter = std::slice::IterMut<'t, Target>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl Serialize for Targets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, Targets};
    use crate::document::Document;
    use crate::references::{Resolution, TargetRole};
    use crate::span::Span;

    #[test]
    fn targets_are_taken_out_in_their_order() {
        let target = |at: u32| Target {
            span: Span::new(at, at + 1),
            path: "1/a".into(),
            role: TargetRole::Member,
            resolution: Resolution::Missing,
            within: Document::ROOT,
        };
        for count in 0..4 {
            let wanted: Vec<Target> = (0..count).map(target).collect();
            let mut buffer = wanted.clone();
            assert_eq!(*Targets::drained(&mut buffer), wanted[..]);
            assert!(buffer.is_empty());
        }
    }
}
