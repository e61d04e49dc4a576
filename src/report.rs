//! What people and programs are shown.
//!
//! Nothing here reads the environment: whoever calls says whether there is colour.

pub mod graph;
pub mod rules;

mod excerpt;
mod github;
mod human;
mod json;
mod missing;
mod paragraph;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;

use crate::finding::{Finding, Severity, Subject, Undecided};
use crate::lint::Outcome;
use crate::mend::Accept;
use crate::text::{Position, Sources, Span};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the source they are about
    Human,
    /// Annotations on GitHub, as workflow commands
    Github,
    /// For programs; versioned
    Json,
}

/// What is shown besides the findings, and how. JSON always has everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub color: bool,
    /// No summary.
    pub quiet: bool,
    /// What could not be decided, one by one.
    pub show_undecided: bool,
    /// Which fixes would be made.
    pub accept: Accept,
    /// How many findings were fixed, if that was asked for.
    pub fixed: Option<usize>,
}

/// Writes what a run came to.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(out, outcome, options),
        Format::Github => github::write(out, outcome, options),
        Format::Json => json::write(out, outcome),
    }
}

/// Writes findings for people, and nothing else.
pub fn write_findings<'f>(
    out: &mut dyn Write,
    sources: &Sources,
    findings: impl IntoIterator<Item = &'f Finding>,
    options: Options,
) -> io::Result<()> {
    human::write_findings(out, sources, findings, options)
}

/// By file, position and rule.
fn sorted(outcome: &Outcome) -> Vec<&Finding> {
    let place = |it: Span| (&*outcome.sources.get(it.file).path, it.file, it.start, it.end);
    let key = |it: &Finding| (place(it.span), it.rule);
    let mut findings: Vec<&Finding> = outcome.findings.iter().collect();
    findings.sort_by(|a, b| {
        key(a)
            .cmp(&key(b))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.when.cmp(&b.when))
    });
    findings
}

/// By file, position and rule.
fn sorted_undecided(outcome: &Outcome) -> Vec<&Undecided> {
    let place = |it: Span| (&*outcome.sources.get(it.file).path, it.file, it.start, it.end);
    let key = |it: &Undecided| (place(it.subject.header), it.rule);
    let mut undecided: Vec<&Undecided> = outcome.undecided.iter().collect();
    undecided.sort_by(|a, b| {
        key(a)
            .cmp(&key(b))
            .then_with(|| a.subject.address.cmp(&b.subject.address))
            .then_with(|| a.when.cmp(&b.when))
            .then_with(|| a.needs.cmp(&b.needs))
    });
    undecided
}

fn count(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|it| it.severity == severity).count()
}

/// `, when IsProd and not Multi`; empty if it always is so.
fn when(conditions: &[String]) -> String {
    match conditions {
        [] => String::new(),
        [condition] => format!(", when {condition}"),
        conditions => {
            let part =
                |it: &String| if it.contains(" or ") { format!("({it})") } else { it.clone() };
            format!(", when {}", conditions.iter().map(part).collect::<Vec<_>>().join(" and "))
        }
    }
}

/// Where CDK code wrote the subject; for people.
fn construct(subject: Option<&Subject>) -> Option<String> {
    Some(format!("construct `{}`", subject?.construct.as_ref()?))
}

/// `t.yaml:12:5`
fn place(sources: &Sources, span: Span) -> String {
    let Position { line, column } = sources.position(span.file, span.start);
    format!("{}:{line}:{column}", sources.get(span.file).path)
}

/// The last line of a run for people.
fn summary(outcome: &Outcome, options: Options) -> String {
    let summary = outcome.summary;
    let undecided = outcome.undecided.len();
    if summary.units == 0 && outcome.findings.is_empty() {
        return "nothing to lint: no CloudFormation template or Terraform module found".into();
    }
    let by_severity: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|it| (count(outcome, it), it.name()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| plural(number, name))
        .collect();
    let found = match by_severity.as_slice() {
        [] => "no findings".into(),
        found => found.join(", "),
    };
    let mut line = format!(
        "{found} in {} ({}, {} judged)",
        plural(summary.files, "file"),
        plural(summary.resources, "resource"),
        plural(summary.subjects, "workload"),
    );
    if summary.cleared > 0 {
        line.push_str(&format!("; {} cleared by attestations", plural(summary.cleared, "finding")));
    }
    if let Some(fixes) = fixes(outcome, options) {
        line.push_str(&format!("; {fixes}"));
    }
    let missing = missing::all(outcome);
    // Each is shown by itself where undecided workloads are.
    let missing = match options.show_undecided {
        true => missing::counted(&missing),
        false => missing::told(&missing),
    };
    if let Some(missing) = missing {
        line.push_str(&format!("; {missing}"));
    }
    if undecided > 0 {
        line.push_str(&format!("; {undecided} undecided"));
        if !options.show_undecided {
            line.push_str(" (show with --show-undecided)");
        }
    }
    line
}

/// What was fixed, or could be.
fn fixes(outcome: &Outcome, options: Options) -> Option<String> {
    let fixes = outcome.findings.iter().filter_map(|it| it.fix.as_ref());
    let (taken, left): (Vec<_>, Vec<_>) = fixes.partition(|it| options.accept.takes(it));
    let mut told = Vec::new();
    told.extend(options.fixed.map(|it| format!("{it} fixed")));
    if options.fixed.is_none() && !taken.is_empty() {
        let flags = if options.accept == Accept::All { "--fix --unsafe-fixes" } else { "--fix" };
        told.push(format!("{} fixable with {flags}", taken.len()));
    }
    if !left.is_empty() {
        let more = if told.is_empty() || options.fixed.is_some() { "" } else { " more" };
        told.push(format!("{}{more} fixable with --fix --unsafe-fixes", left.len()));
    }
    (!told.is_empty()).then(|| told.join(", "))
}

/// `1 file`, `2 files`
fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
