//! Stretches of a clause that a norm keeps.

use std::ops::Deref;

use serde::{Deserialize, Serialize, Serializer};
use thin_vec::{ThinVec, thin_vec};

use crate::span::Span;

/// A few spans, read as a slice. Most norms that have any have one, which stands in place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<Span>")]
pub struct Spans(Held);

#[derive(Clone, Debug, Default)]
enum Held {
    #[default]
    None,
    One(Span),
    All(ThinVec<Span>),
}

impl Spans {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Held::None)
    }

    /// Adds one.
    pub fn push(&mut self, span: Span) {
        match &mut self.0 {
            Held::None => self.0 = Held::One(span),
            Held::One(first) => self.0 = Held::All(thin_vec![*first, span]),
            Held::All(all) => all.push(span),
        }
    }
}

impl Deref for Spans {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        match &self.0 {
            Held::None => &[],
            Held::One(one) => std::slice::from_ref(one),
            Held::All(all) => all,
        }
    }
}

impl Extend<Span> for Spans {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.push(span));
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all = Self::new();
        all.extend(spans);
        all
    }
}

impl From<Vec<Span>> for Spans {
    fn from(spans: Vec<Span>) -> Self {
        spans.into_iter().collect()
    }
}

impl<'s> IntoIterator for &'s Spans {
    type Item = &'s Span;
    type IntoIter = std::slice::Iter<'s, Span>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::Spans;
    use crate::span::Span;

    #[test]
    fn spans_are_kept_in_their_order() {
        for count in 0..4u32 {
            let wanted: Vec<Span> = (0..count).map(|i| Span::new(i, i + 2)).collect();
            let spans: Spans = wanted.iter().copied().collect();
            assert_eq!(*spans, wanted[..]);
        }
    }
}
