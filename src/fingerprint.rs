//! Which findings are the same from one run to the next.
//!
//! A finding stays the same while its file, its rule, its workload and the text that is wrong stay
//! the same. Where in the file it stands is not asked, nor how it is worded, so that neither other
//! edits nor another release of this tool make it a new one.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::finding::Finding;
use crate::text::Sources;

/// What is the same of the same finding: 32 hexadecimal digits as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// As it is displayed.
    pub fn parse(text: &str) -> Option<Self> {
        let is_whole = text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit());
        is_whole.then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// One for each finding, all different. Of findings that nothing else tells apart, it is the
/// order that does.
pub fn of<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    sources: &Sources,
) -> Vec<Fingerprint> {
    named(findings, sources, str::to_owned)
}

/// As [`of`], with files called what `name` calls them.
pub fn named<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    sources: &Sources,
    name: impl Fn(&str) -> String,
) -> Vec<Fingerprint> {
    let mut seen: BTreeMap<Fingerprint, u32> = BTreeMap::new();
    let one = |finding: &Finding| {
        let file = name(&sources.get(finding.span.file).path);
        let alike = digest(&parts(finding, sources, &file), 0);
        let number = seen.entry(alike).or_default();
        *number += 1;
        if *number == 1 { alike } else { digest(&parts(finding, sources, &file), *number) }
    };
    findings.into_iter().map(one).collect()
}

fn parts(finding: &Finding, sources: &Sources, file: &str) -> Vec<String> {
    let mut parts = vec![finding.rule.to_owned(), file.to_owned()];
    if let Some(it) = &finding.subject {
        parts.push(it.address.clone());
    }
    // How a text is broken and indented says nothing.
    parts.push(sources.slice(finding.span).split_whitespace().collect());
    parts.extend(finding.when.iter().cloned());
    parts
}

fn digest(parts: &[String], number: u32) -> Fingerprint {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(number.to_be_bytes());
    let first = hash.finalize().iter().take(16).fold(0, |all, byte| all << 8 | u128::from(*byte));
    Fingerprint(first)
}
