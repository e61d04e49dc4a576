//! What changed since a revision.

mod git;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;
use std::fmt;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use crate::files::{Files, Overlay};
use crate::finding::{Finding, Undecided};
use crate::text::{Sources, Span};
pub use git::Git;

/// Neighbouring lines: the first, and the one after the last; counted from zero.
type Lines = (usize, usize);

/// The only way to learn what was there before.
pub trait History {
    /// Every file that is not as it was where this branch left a revision.
    fn since(&self, revision: &str) -> Result<Vec<Changed>, Error>;
}

/// Why nothing is known of what was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    NoRepository,
    NoRevision(String),
    /// What git says.
    Git(String),
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::NoRevision(_) => Some(
                "a clone that CI makes may be shallow: fetch the revision first, for instance \
                 with `fetch-depth: 0` of actions/checkout",
            ),
            Error::NoRepository | Error::Git(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoRepository => f.write_str("the working directory is in no git repository"),
            Error::NoRevision(it) => write!(f, "git knows no revision `{it}` here"),
            Error::Git(it) => f.write_str(it),
        }
    }
}

impl std::error::Error for Error {}

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As [`Files::named`] gives it.
    pub path: String,
    /// None if it was not there.
    pub before: Option<Vec<u8>>,
}

/// What changed, and how everything was before.
pub struct Changes<'f> {
    before: Overlay<'f>,
    /// Lines that are new or not as they were, by file.
    lines: BTreeMap<String, Vec<Lines>>,
}

impl<'f> Changes<'f> {
    pub fn new(changed: Vec<Changed>, files: &'f dyn Files) -> Self {
        let mut before = Overlay::new(files);
        let mut lines = BTreeMap::new();
        for Changed { path, before: bytes } in changed {
            let now = files.read(&path).unwrap_or_default();
            lines.insert(path.clone(), changed_lines(bytes.as_deref().unwrap_or_default(), &now));
            match bytes {
                Some(bytes) => before.put(&path, bytes),
                None => before.hide(&path),
            }
        }
        Self { before, lines }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The files as they were.
    pub fn before(&self) -> &dyn Files {
        &self.before
    }

    /// Whether a change touches the place of a finding, or one that tells why.
    pub fn touches(&self, finding: &Finding, sources: &Sources) -> bool {
        let header = finding.subject.as_ref().map(|it| it.header);
        finding.spans().chain(header).any(|it| self.touches_place(it, sources))
    }

    /// Whether a change touches what introduces a workload.
    pub fn touches_subject(&self, undecided: &Undecided, sources: &Sources) -> bool {
        self.touches_place(undecided.subject.header, sources)
    }

    fn touches_place(&self, span: Span, sources: &Sources) -> bool {
        let source = sources.get(span.file);
        let Some(changed) = self.lines.get(&source.path) else { return false };
        let first = source.line(span.start);
        let last = source.line(span.end.saturating_sub(1).max(span.start));
        changed.iter().any(|(start, end)| *start <= last && first < *end)
    }
}

/// How many steps the comparison of two texts may take. Beyond that, all between the first line
/// and the last that differ counts as changed.
const MAX_STEPS: usize = 50_000_000;

/// The lines of `now` that are not among those before, in their order.
fn changed_lines(before: &[u8], now: &[u8]) -> Vec<Lines> {
    let lines = |text| <[u8]>::split(text, |it| *it == b'\n').collect();
    let (before, now): (Vec<&[u8]>, Vec<&[u8]>) = (lines(before), lines(now));
    let start = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(now.len()) - start;
    let same = |(a, b): &(&&[u8], &&[u8])| a == b;
    let end = before.iter().rev().zip(now.iter().rev()).take(rest).take_while(same).count();
    let (old, new) = (&before[start..before.len() - end], &now[start..now.len() - end]);
    if old.len().saturating_mul(new.len()) > MAX_STEPS {
        return vec![(start, start + new.len())];
    }
    let parts = capture_diff_slices(Algorithm::Myers, old, new);
    let changed = parts.iter().filter(|it| it.tag() != DiffTag::Equal).map(DiffOp::new_range);
    changed.filter(|it| !it.is_empty()).map(|it| (start + it.start, start + it.end)).collect()
}
