//! Logic for things that are not always known.

use std::collections::BTreeSet;
use std::ops::{BitAnd, BitOr, Not};

/// The answer to a question about a template: yes, no, or not until it is deployed.
///
/// `&`, `|` and `!` follow Kleene, so a doubt spreads only as far as it matters.
/// There is no conversion to `bool`: whoever asks has to say how sure they need to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    No,
    /// What would have to be known, in the author's words: `var.instance_types`.
    Unknown(Needs),
    Yes,
}

/// The names of what would have to be known. Sorted, so that output is stable.
pub type Needs = BTreeSet<String>;

use Truth::{No, Unknown, Yes};

impl Truth {
    /// Unknown for one reason.
    pub fn needs(what: impl Into<String>) -> Self {
        Unknown(Needs::from([what.into()]))
    }

    /// Whether the answer is yes, whatever is still unknown.
    pub fn certainly(&self) -> bool {
        *self == Yes
    }

    /// Whether the answer could yet be yes.
    pub fn possibly(&self) -> bool {
        *self != No
    }

    /// Whether all of them hold; yes for none.
    pub fn all(truths: impl IntoIterator<Item = Truth>) -> Self {
        truths.into_iter().fold(Yes, |all, it| all & it)
    }

    /// Whether any of them holds; no for none.
    pub fn any(truths: impl IntoIterator<Item = Truth>) -> Self {
        truths.into_iter().fold(No, |any, it| any | it)
    }
}

impl From<bool> for Truth {
    fn from(it: bool) -> Self {
        if it { Yes } else { No }
    }
}

impl Not for Truth {
    type Output = Truth;
    fn not(self) -> Truth {
        match self {
            Yes => No,
            Unknown(needs) => Unknown(needs),
            No => Yes,
        }
    }
}

impl BitAnd for Truth {
    type Output = Truth;
    fn bitand(self, other: Truth) -> Truth {
        match (self, other) {
            (No, _) | (_, No) => No,
            (Yes, it) | (it, Yes) => it,
            (Unknown(mut needs), Unknown(others)) => {
                needs.extend(others);
                Unknown(needs)
            }
        }
    }
}

impl BitOr for Truth {
    type Output = Truth;
    fn bitor(self, other: Truth) -> Truth {
        !(!self & !other)
    }
}
