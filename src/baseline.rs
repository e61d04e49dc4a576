//! `wirelint-baseline.json`: findings that are known, and reported no more.
//!
//! An entry is a finding by its [`Fingerprint`], so that it may move in its file. What else an
//! entry says is for people: it is written, and never read again but for the file and the rule.

mod read;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::files::{self, Files};
use crate::finding::Finding;
use crate::finding::checks::STALE_BASELINE;
use crate::fingerprint::{self, Fingerprint};
use crate::project::nearest;
use crate::project::parameters::Unusable;
use crate::reader::Reader;
use crate::text::{Sources, Span};

/// What the file is called.
pub const FILE: &str = "wirelint-baseline.json";

/// Which baselines count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// For each file the nearest, from its folder up to the top of the repository.
    #[default]
    Nearest,
    /// This one, for all files.
    At(String),
    Nothing,
}

/// A file of known findings.
#[derive(Debug)]
pub struct Baseline {
    pub path: String,
    pub entries: Vec<Entry>,
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// As seen from the folder of the baseline.
    pub file: String,
    pub rule: String,
    /// The address of the workload; empty for what is wrong with a file.
    pub subject: String,
    pub message: String,
    pub fingerprint: Fingerprint,
    /// Where its workload is named, or its file; none if it is not written yet.
    pub span: Option<Span>,
}

/// The baselines of a run, and what each counts for.
#[derive(Debug, Default)]
pub struct Baselines {
    all: Vec<Baseline>,
    by_folder: BTreeMap<String, usize>,
}

/// What is left to report.
#[derive(Debug, Default)]
pub struct Compared {
    pub findings: Vec<Finding>,
    /// How many are known.
    pub known: usize,
}

/// Reads what counts for these folders.
pub fn find(
    reader: &Reader<'_>,
    folders: BTreeSet<String>,
    which: &Which,
) -> Result<Baselines, Unusable> {
    let path_for = |folder: &str| match which {
        Which::Nearest => nearest(reader, folder, FILE),
        Which::At(path) => Some(path.clone()),
        Which::Nothing => None,
    };
    let mut baselines = Baselines::default();
    for folder in folders {
        let Some(path) = path_for(&folder) else { continue };
        let at = match baselines.all.iter().position(|it| it.path == path) {
            Some(at) => at,
            None => {
                baselines.all.push(load(reader, &path)?);
                baselines.all.len() - 1
            }
        };
        baselines.by_folder.insert(folder, at);
    }
    Ok(baselines)
}

/// Reads one.
pub fn load(reader: &Reader<'_>, path: &str) -> Result<Baseline, Unusable> {
    if reader.files.kind(path).is_none() {
        return Err(Unusable::Absent(path.to_owned()));
    }
    let file = reader.open(path).map_err(|it| Unusable::Unreadable(path.to_owned(), it))?;
    let entries = read::entries(file, &reader.text(file)).map_err(Unusable::Malformed)?;
    Ok(Baseline { path: path.to_owned(), entries })
}

impl Baselines {
    /// Takes out what is known, and adds what is stale: entries that stand for nothing any more,
    /// of what `is_seen` says was looked at, by file and rule.
    pub fn compare(
        &self,
        findings: Vec<Finding>,
        sources: &Sources,
        files: &dyn Files,
        is_seen: impl Fn(&str, &str) -> bool,
    ) -> Compared {
        let baseline = |it: &Finding| {
            let folder = files::parent(&sources.get(it.span.file).path);
            self.by_folder.get(folder).copied()
        };
        let mut compared = Compared::default();
        let mut by_baseline: BTreeMap<Option<usize>, Vec<Finding>> = BTreeMap::new();
        for it in findings {
            by_baseline.entry(baseline(&it)).or_default().push(it);
        }
        compared.findings.extend(by_baseline.remove(&None).unwrap_or_default());
        for (at, baseline) in self.all.iter().enumerate() {
            let here = by_baseline.remove(&Some(at)).unwrap_or_default();
            let mut known: BTreeMap<Fingerprint, Option<Span>> =
                baseline.entries.iter().map(|it| (it.fingerprint, it.span)).collect();
            let fingerprints = baseline.fingerprints(&here, sources, files);
            for (finding, fingerprint) in here.into_iter().zip(fingerprints) {
                match known.remove(&fingerprint) {
                    Some(_) => compared.known += 1,
                    None => compared.findings.push(finding),
                }
            }
            let is_stale = |it: &&Entry| {
                known.contains_key(&it.fingerprint)
                    && is_seen(&baseline.file_of(it, files), &it.rule)
            };
            compared.findings.extend(stale(baseline.entries.iter().filter(is_stale)));
        }
        compared
    }
}

/// All that is stale in one file is one finding.
fn stale<'e>(entries: impl Iterator<Item = &'e Entry>) -> Option<Finding> {
    let spans: Vec<Span> = entries.filter_map(|it| it.span).collect();
    let (first, others) = spans.split_first()?;
    let message = match others.len() {
        0 => "this finding is gone".to_owned(),
        more => format!("this finding is gone, and {more} more"),
    };
    let mut finding = Finding::of_file(&STALE_BASELINE, *first, message);
    for it in others {
        finding.label(*it, "gone too");
    }
    finding.note("`wirelint baseline --prune` takes out what is gone");
    Some(finding)
}

impl Baseline {
    /// One that knows nothing yet.
    pub fn at(path: &str) -> Self {
        Self { path: path.to_owned(), entries: Vec::new() }
    }

    fn fingerprints(
        &self,
        findings: &[Finding],
        sources: &Sources,
        files: &dyn Files,
    ) -> Vec<Fingerprint> {
        let folder = files::parent(&self.path);
        fingerprint::named(findings, sources, |path| files.seen_from(folder, path))
    }

    /// The file of an entry, as seen from the working directory.
    pub fn file_of(&self, entry: &Entry, files: &dyn Files) -> String {
        files.seen_from(".", &files::join(files::parent(&self.path), &entry.file))
    }

    /// The entries that these findings make.
    pub fn entries_of(
        &self,
        findings: &[Finding],
        sources: &Sources,
        files: &dyn Files,
    ) -> Vec<Entry> {
        let folder = files::parent(&self.path);
        let entry = |(it, fingerprint): (&Finding, Fingerprint)| Entry {
            file: files.seen_from(folder, &sources.get(it.span.file).path),
            rule: it.rule.to_owned(),
            subject: it.subject.as_ref().map(|it| it.address.clone()).unwrap_or_default(),
            message: it.message.clone(),
            fingerprint,
            span: None,
        };
        findings.iter().zip(self.fingerprints(findings, sources, files)).map(entry).collect()
    }

    /// What the file says: one entry a line, sorted, so that it can be read and merged.
    pub fn text(&self) -> String {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort();
        let mut text = "{\n  \"version\": 1,\n  \"findings\": [".to_owned();
        for (at, it) in entries.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let quoted = |text: &str| serde_json::Value::from(text).to_string();
            let written = write!(
                text,
                "{comma}\n    {{ \"file\": {}, \"rule\": {}, \"subject\": {}, \"message\": {}, \
                 \"fingerprint\": \"{}\" }}",
                quoted(&it.file),
                quoted(&it.rule),
                quoted(&it.subject),
                quoted(&it.message),
                it.fingerprint,
            );
            written.expect("text takes everything");
        }
        text.push_str(if entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }
}
