//! Releases of modules, and constraints on them.
//! <https://developer.hashicorp.com/terraform/language/expressions/version-constraints>

use std::fmt;

/// A release; what leads or ends its number otherwise is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Release([u64; 3]);

impl Release {
    const LAST: Self = Self([u64::MAX; 3]);

    /// `1.2.3`, and how many of its parts were written.
    fn parse(text: &str) -> Option<(Self, usize)> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let mut parts = [0; 3];
        let mut written = 0;
        for part in text.split('.') {
            *parts.get_mut(written)? = part.parse().ok()?;
            written += 1;
        }
        Some((Self(parts), written))
    }

    /// The one release that a tag names.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        let name = tag.strip_prefix("refs/").unwrap_or(tag);
        let name = name.strip_prefix("tags/").unwrap_or(name);
        Self::parse(name).filter(|(_, written)| *written == 3).map(|it| it.0)
    }

    fn before(self) -> Option<Self> {
        let Self([major, minor, patch]) = self;
        Some(Self(match (major, minor, patch) {
            (0, 0, 0) => return None,
            (major, 0, 0) => [major - 1, u64::MAX, u64::MAX],
            (major, minor, 0) => [major, minor - 1, u64::MAX],
            (major, minor, patch) => [major, minor, patch - 1],
        }))
    }

    fn after(self) -> Self {
        let Self([major, minor, patch]) = self;
        Self([major, minor, patch.saturating_add(1)])
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operator {
    Is,
    IsNot,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

/// What a release must meet: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Constraint(Vec<(Operator, Release)>);

impl Constraint {
    pub(super) fn exactly(release: Release) -> Self {
        Self(vec![(Operator::Is, release)])
    }

    /// None for what Terraform would refuse, and for releases that are none, such as `1.0-rc1`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut all = Vec::new();
        for part in text.split(',') {
            let part = part.trim();
            let end = part.find(|it: char| !"<>=!~".contains(it))?;
            let (operator, number) = part.split_at(end);
            let (release, written) = Release::parse(number.trim())?;
            let operator = match operator {
                "" | "=" => Operator::Is,
                "!=" => Operator::IsNot,
                ">=" => Operator::AtLeast,
                ">" => Operator::MoreThan,
                "<=" => Operator::AtMost,
                "<" => Operator::LessThan,
                "~>" => {
                    all.push((Operator::AtLeast, release));
                    let Release([major, minor, _]) = release;
                    match written {
                        // Terraform bounds nothing then.
                        1 => (),
                        2 => all.push((Operator::LessThan, Release([major + 1, 0, 0]))),
                        _ => all.push((Operator::LessThan, Release([major, minor + 1, 0]))),
                    }
                    continue;
                }
                _ => return None,
            };
            all.push((operator, release));
        }
        Some(Self(all))
    }

    pub(super) fn admits(&self, it: Release) -> bool {
        self.0.iter().all(|(operator, bound)| match operator {
            Operator::Is => it == *bound,
            Operator::IsNot => it != *bound,
            Operator::AtLeast => it >= *bound,
            Operator::MoreThan => it > *bound,
            Operator::AtMost => it <= *bound,
            Operator::LessThan => it < *bound,
        })
    }

    /// Whether it admits any release of a span.
    pub(super) fn meets(&self, span: Span) -> bool {
        let bounds = self.0.iter().flat_map(|(_, it)| [it.before(), Some(*it), Some(it.after())]);
        let ends = [Some(span.from), span.to.before()];
        bounds.chain(ends).flatten().any(|it| span.holds(it) && self.admits(it))
    }

    /// The releases from which it is met and no longer met, where it is bounded so.
    pub(super) fn bounds(&self) -> impl Iterator<Item = Release> {
        self.0.iter().map(|(_, it)| *it)
    }

    /// The release from which it is met; none if there is no such bound.
    pub(super) fn lowest(&self) -> Option<Release> {
        self.0.iter().find(|(it, _)| *it == Operator::AtLeast).map(|(_, it)| *it)
    }
}

/// Releases in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub(super) from: Release,
    /// The first that is not in it.
    pub(super) to: Release,
}

impl Span {
    pub(super) fn holds(self, it: Release) -> bool {
        self.from <= it && it < self.to
    }

    /// The releases that both hold; none if there are none.
    pub(super) fn within(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from < both.to).then_some(both)
    }

    /// All that come after this one.
    pub(super) fn later(self) -> Self {
        Self { from: self.to, to: Release::LAST }
    }
}

#[cfg(test)]
mod tests {
    use super::{Constraint, Release, Span};

    fn release(text: &str) -> Release {
        Release::parse(text).expect(text).0
    }

    #[test]
    fn constraints_admit_what_terraform_admits() {
        for (constraint, yes, no) in [
            ("1.2.3", &["1.2.3"][..], &["1.2.2", "1.2.4"][..]),
            ("= 20", &["20.0.0"], &["20.0.1"]),
            ("~> 20.0", &["20.0.0", "20.37.2"], &["19.21.0", "21.0.0"]),
            ("~> 20.8.1", &["20.8.1", "20.8.9"], &["20.8.0", "20.9.0"]),
            ("~> 20", &["20.0.0", "21.3.0"], &["19.9.9"]),
            (">= 18, < 19", &["18.0.0", "18.31.2"], &["17.24.0", "19.0.0"]),
            ("> 1.0,!= 1.5.0,<=2.0", &["1.0.1", "2.0.0"], &["1.0.0", "1.5.0", "2.0.1"]),
        ] {
            let it = Constraint::parse(constraint).expect(constraint);
            for text in yes {
                assert!(it.admits(release(text)), "{constraint} admits {text}");
            }
            for text in no {
                assert!(!it.admits(release(text)), "{constraint} does not admit {text}");
            }
        }
        for refused in ["", ">=", "latest", "1.0-rc1", "=> 1.0", "1.2.3.4", "~> x"] {
            assert_eq!(Constraint::parse(refused), None, "{refused:?}");
        }
    }

    #[test]
    fn a_constraint_meets_the_spans_that_hold_a_release_of_it() {
        let span = |from, to| Span { from: release(from), to: release(to) };
        for (constraint, from, to, meets) in [
            ("~> 20.8", "20.0.0", "20.31.0", true),
            ("~> 20.8", "20.31.0", "21.0.0", true),
            ("~> 20.8", "21.0.0", "22.0.0", false),
            ("20.8.4", "20.0.0", "20.31.0", true),
            ("20.8.4", "20.8.5", "20.31.0", false),
            ("> 20.30.9", "20.0.0", "20.31.0", true),
            ("> 20.31, != 21.0", "21.0.0", "21.0.1", false),
            (">= 18", "17.0.0", "18.0.0", false),
            ("< 18", "17.0.0", "18.0.0", true),
        ] {
            let it = Constraint::parse(constraint).expect(constraint);
            assert_eq!(it.meets(span(from, to)), meets, "{constraint}: {from} to {to}");
        }
    }

    #[test]
    fn tags_name_releases() {
        for (tag, named) in [
            ("v20.8.5", Some("20.8.5")),
            ("20.8.5", Some("20.8.5")),
            ("tags/0.10.0", Some("0.10.0")),
            ("refs/tags/v1.2.3", Some("1.2.3")),
            ("v20", None),
            ("main", None),
            ("1f2e3d4", None),
        ] {
            assert_eq!(Release::of_tag(tag), named.map(release), "{tag}");
        }
    }
}
