//! Where a report goes: to standard output, into files, and where GitHub shows what a job found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

use clap::ValueEnum as _;

use super::Edge;
use super::arguments::Check;
use crate::files::{Files, Store};
use crate::lint::Outcome;
use crate::report::{self, Format, Options};

/// A report into a file.
#[derive(Clone, Debug)]
pub(super) struct Output {
    format: Format,
    path: String,
}

/// What stands for standard output in place of a path.
const STDOUT: &str = "-";

/// How much GitHub takes of a step as a summary, in bytes.
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits>
const MOST_SUMMARY: usize = 1 << 20;

/// All that a run writes.
#[derive(Debug)]
pub(super) struct Outputs {
    shown: Shown,
    /// With normal paths.
    files: Vec<Output>,
    /// Numbers in place of findings, where people are told.
    statistics: bool,
}

/// What standard output gets.
#[derive(Debug)]
enum Shown {
    As(Format),
    /// What a job of GitHub Actions shows when nobody says how.
    InJob {
        /// The file to which the summary of the step is added.
        summary: Option<String>,
    },
}

/// Why a report is not where it was wanted.
#[derive(Debug)]
pub(super) enum Error {
    /// What was asked for cannot be.
    TwiceToStdout,
    TwiceTo(String),
    NoStatistics(Format),
    /// The rest was written.
    Unwritten(Vec<(String, io::Error)>),
}

impl Outputs {
    pub(super) fn of(
        arguments: &Check,
        files: &dyn Files,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let is_stdout = |it: &&Output| it.path == STDOUT;
        let to_stdout = arguments.outputs.iter().filter(is_stdout).map(|it| it.format);
        let formats: Vec<Format> = arguments.format.into_iter().chain(to_stdout).collect();
        let shown = match formats.as_slice() {
            [] if is_job(environment) => Shown::InJob {
                summary: set(environment, "GITHUB_STEP_SUMMARY").map(|it| files.named(it)),
            },
            [] => Shown::As(Format::Human),
            [format] => Shown::As(*format),
            _ => return Err(Error::TwiceToStdout),
        };
        let statistics = arguments.statistics;
        match shown {
            Shown::As(it) if statistics && !matches!(it, Format::Human | Format::Concise) => {
                return Err(Error::NoStatistics(it));
            }
            Shown::As(_) | Shown::InJob { .. } => (),
        }
        let mut known = BTreeSet::new();
        let mut outputs = Vec::new();
        for it in arguments.outputs.iter().filter(|it| !is_stdout(it)) {
            let path = files.named(&it.path);
            if !known.insert(path.clone()) {
                return Err(Error::TwiceTo(path));
            }
            outputs.push(Output { format: it.format, path });
        }
        Ok(Self { shown, files: outputs, statistics })
    }

    /// Writes as much as can be written.
    pub(super) fn write(
        &self,
        outcome: &Outcome,
        options: Options<'_>,
        edge: &mut Edge<'_>,
    ) -> Result<(), super::Error> {
        let plain = Options { color: false, ..options };
        let mut unwritten = Vec::new();
        for it in &self.files {
            let mut bytes = Vec::new();
            report::write(it.format, &mut bytes, outcome, plain)?;
            if let Err(error) = edge.store.write(&it.path, &bytes) {
                unwritten.push((it.path.clone(), error));
            }
        }
        let shown = self.show(outcome, options, edge).and_then(|()| edge.stdout.flush());
        if let Shown::InJob { summary: Some(path) } = &self.shown
            && let Err(error) = summarize(outcome, plain, path, edge.store)
        {
            // There is nowhere left to say that this failed too.
            let _unheard = writeln!(edge.stderr, "warning: no summary of this step: {error}");
        }
        if !unwritten.is_empty() {
            return Err(Error::Unwritten(unwritten).into());
        }
        Ok(shown?)
    }

    fn show(&self, outcome: &Outcome, options: Options<'_>, edge: &mut Edge<'_>) -> io::Result<()> {
        let write = |format, out: &mut dyn Write| match self.statistics {
            true => report::write_statistics(out, outcome, options),
            false => report::write(format, out, outcome, options),
        };
        match &self.shown {
            Shown::As(format) => write(*format, edge.stdout),
            Shown::InJob { .. } => {
                let mut told = Vec::new();
                write(Format::Human, &mut told)?;
                let told = String::from_utf8_lossy(&told);
                report::write_in_job(edge.stdout, outcome, options, &told)
            }
        }
    }
}

/// Whether this is a job of GitHub Actions.
fn is_job(environment: &BTreeMap<String, String>) -> bool {
    set(environment, "GITHUB_ACTIONS") == Some("true")
}

fn set<'e>(environment: &'e BTreeMap<String, String>, name: &str) -> Option<&'e str> {
    environment.get(name).map(String::as_str).filter(|it| !it.is_empty())
}

/// Adds the findings to what the step has said of itself so far.
fn summarize(
    outcome: &Outcome,
    options: Options<'_>,
    path: &str,
    store: &mut dyn Store,
) -> io::Result<()> {
    let before = store.size(path)?;
    // A heading begins a line.
    let gap = if before > 0 { "\n\n" } else { "" };
    let room = usize::try_from(before).unwrap_or(usize::MAX).saturating_add(gap.len());
    let page = report::markdown_within(outcome, options, MOST_SUMMARY.saturating_sub(room));
    if page.is_empty() {
        let message = "there is no room left in it";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    store.append(path, format!("{gap}{page}").as_bytes())
}

/// An argument that is not of the form `FORMAT=PATH`.
#[derive(Debug)]
pub(super) enum NotAnOutput {
    Shape,
    Format(String),
}

pub(super) fn output(text: &str) -> Result<Output, NotAnOutput> {
    let (format, path) = text.split_once('=').ok_or(NotAnOutput::Shape)?;
    if path.is_empty() {
        return Err(NotAnOutput::Shape);
    }
    let known = Format::from_str(format, false);
    let format = known.map_err(|_| NotAnOutput::Format(format.to_owned()))?;
    Ok(Output { format, path: path.to_owned() })
}

impl fmt::Display for NotAnOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotAnOutput::Shape => f.write_str("expected a format, `=`, and a path"),
            NotAnOutput::Format(it) => {
                let values = Format::value_variants().iter();
                let names: Vec<String> =
                    values.filter_map(|it| Some(name(*it)?.to_owned())).collect();
                write!(f, "no format `{it}`; there are {}", names.join(", "))
            }
        }
    }
}

impl std::error::Error for NotAnOutput {}

fn name(format: Format) -> Option<String> {
    Some(format.to_possible_value()?.get_name().to_owned())
}

impl Error {
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Error::TwiceToStdout => Some("write all but one into files: `--output json=FILE`"),
            Error::NoStatistics(_) => Some("leave out --format, or say `--format concise`"),
            Error::TwiceTo(_) | Error::Unwritten(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::TwiceToStdout => f.write_str("standard output is asked for in several formats"),
            Error::TwiceTo(path) => write!(f, "several reports are to go into {path}"),
            Error::NoStatistics(it) => {
                let name = name(*it).unwrap_or_default();
                write!(f, "statistics are for people, and --format {name} is not")
            }
            Error::Unwritten(all) => {
                let one =
                    |(path, error): &(String, io::Error)| format!("cannot write {path}: {error}");
                f.write_str(&all.iter().map(one).collect::<Vec<_>>().join("\nerror: "))
            }
        }
    }
}
