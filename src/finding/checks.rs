//! What may be wrong with a file itself, and with no workload in it: not rules, since nobody
//! selects them and they say nothing of what would be deployed.

use super::Severity;

/// A check of files.
#[derive(Debug)]
pub struct Check {
    /// The defect it reports, as [`Finding::rule`](super::Finding::rule) has it.
    pub id: &'static str,
    pub severity: Severity,
}

pub static INVALID_SYNTAX: Check = Check { id: "invalid-syntax", severity: Severity::Error };
pub static DUPLICATE_KEY: Check = Check { id: "duplicate-key", severity: Severity::Warning };
/// What was not evaluated: a limit was hit, or it cannot be told what it would expand to.
pub static NOT_EVALUATED: Check = Check { id: "not-evaluated", severity: Severity::Note };
/// A comment that hides nothing.
pub static UNUSED_IGNORE: Check = Check { id: "unused-ignore", severity: Severity::Warning };
/// A comment that says something this tool does not understand.
pub static UNKNOWN_IGNORE: Check = Check { id: "unknown-ignore", severity: Severity::Warning };
/// A comment whose last day is over.
pub static EXPIRED_IGNORE: Check = Check { id: "expired-ignore", severity: Severity::Warning };
/// A comment without a reason, where one is required.
pub static UNEXPLAINED_IGNORE: Check =
    Check { id: "unexplained-ignore", severity: Severity::Warning };
pub static UNUSED_ATTESTATION: Check =
    Check { id: "unused-attestation", severity: Severity::Warning };
pub static EXPIRED_ATTESTATION: Check =
    Check { id: "expired-attestation", severity: Severity::Warning };
/// An exception that hides nothing.
pub static UNUSED_EXCEPTION: Check = Check { id: "unused-exception", severity: Severity::Warning };
/// An exception whose last day is over.
pub static EXPIRED_EXCEPTION: Check =
    Check { id: "expired-exception", severity: Severity::Warning };
/// Entries of a baseline for what is found no more.
pub static STALE_BASELINE: Check = Check { id: "stale-baseline", severity: Severity::Note };

/// All of them, as the page tells of them.
pub static CHECKS: &[&Check] = &[
    &INVALID_SYNTAX,
    &DUPLICATE_KEY,
    &NOT_EVALUATED,
    &UNUSED_IGNORE,
    &UNKNOWN_IGNORE,
    &EXPIRED_IGNORE,
    &UNEXPLAINED_IGNORE,
    &UNUSED_ATTESTATION,
    &EXPIRED_ATTESTATION,
    &UNUSED_EXCEPTION,
    &EXPIRED_EXCEPTION,
    &STALE_BASELINE,
];

/// Of the page of all of them, from the root of the repository.
pub const PATH: &str = "docs/checks.md";
const PAGE: &str = include_str!("../../docs/checks.md");

/// The check of that id.
pub fn check(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|it| it.id == id).copied()
}

impl Check {
    /// The defect in one sentence.
    pub fn summary(&self) -> &'static str {
        self.section().lines().find(|it| !it.is_empty()).unwrap_or_default()
    }

    /// Why it matters and what to do about it, as a page of its own.
    pub fn page(&self) -> String {
        format!("# {}\n\n{}\n", self.id, self.section())
    }

    /// Where that can be read.
    pub fn link(&self) -> String {
        format!("{}/blob/main/{PATH}#{}", env!("CARGO_PKG_REPOSITORY"), self.id)
    }

    /// What stands below its heading.
    fn section(&self) -> &'static str {
        let mut sections = PAGE.split("\n## ").filter_map(|it| it.split_once('\n'));
        sections.find(|(heading, _)| *heading == self.id).map_or("", |(_, text)| text.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::{CHECKS, PAGE};

    #[test]
    fn every_check_has_a_section_and_every_section_a_check() {
        let headings: Vec<&str> = PAGE.lines().filter_map(|it| it.strip_prefix("## ")).collect();
        assert_eq!(headings, CHECKS.iter().map(|it| it.id).collect::<Vec<_>>());
        for it in CHECKS {
            assert!(it.summary().ends_with('.'), "{}: {}", it.id, it.summary());
            assert!(it.section().len() > it.summary().len(), "{} says why", it.id);
        }
    }
}
