//! What people and programs are shown.
//!
//! Nothing here reads the environment: whoever calls says whether there is colour.

pub mod graph;
pub mod rules;

mod checkstyle;
mod concise;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod missing;
mod paragraph;
mod remarks;
mod sarif;
mod statistics;
mod xml;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::ValueEnum;

use crate::files;
use crate::finding::{Finding, Fix, Severity, Subject, Undecided};
use crate::fingerprint::{self, Fingerprint};
use crate::lint::Outcome;
use crate::mend::Accept;
use crate::rule::controls::{Control, Relation};
use crate::rules::RULES;
use crate::suppress::Ignored;
use crate::text::{Position, Sources, Span};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the source they are about
    Human,
    /// For people, a line for each finding
    Concise,
    /// For people, as tables: summaries of jobs, comments on pull requests
    Markdown,
    /// Annotations on GitHub, as workflow commands
    Github,
    /// The Code Quality report of GitLab
    Gitlab,
    /// Test results, as most CI servers read them
    Junit,
    /// XML as Checkstyle writes it
    Checkstyle,
    /// For programs; versioned
    Json,
    /// The same, an object on each line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// What is shown besides the findings, and how. JSON always has everything.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    pub color: bool,
    /// No summary.
    pub quiet: bool,
    /// What could not be decided, one by one.
    pub show_undecided: bool,
    /// What comments hide, where a format tells it from what they do not.
    pub show_ignored: bool,
    /// The least severity that makes a run fail, in place of what configurations say.
    pub fail_on: Option<Severity>,
    /// Where the working directory lies in its repository; `.` if it is its top.
    pub folder: &'o str,
    /// Which fixes would be made.
    pub accept: Accept,
    /// How many findings were fixed, if that was asked for.
    pub fixed: Option<usize>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            color: false,
            quiet: false,
            show_undecided: false,
            show_ignored: false,
            fail_on: None,
            folder: ".",
            accept: Accept::Safe,
            fixed: None,
        }
    }
}

/// Writes what a run came to.
pub fn write(
    format: Format,
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(out, outcome, options),
        Format::Concise => concise::write(out, outcome, options),
        Format::Markdown => markdown::write(out, outcome, options),
        Format::Github => github::write(out, outcome, options),
        Format::Gitlab => gitlab::write(out, outcome, options),
        Format::Junit => junit::write(out, outcome, options),
        Format::Checkstyle => checkstyle::write(out, outcome, options),
        Format::Json => json::write(out, outcome),
        Format::Jsonl => jsonl::write(out, outcome),
        Format::Sarif => sarif::write(out, outcome, options),
    }
}

/// Writes how many findings there are of each rule.
pub fn write_statistics(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    statistics::write(out, outcome, options)
}

/// Writes what people are told into the log of a job of GitHub Actions, and the findings a second
/// time for GitHub alone: as annotations, folded away.
pub fn write_in_job(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
    told: &str,
) -> io::Result<()> {
    github::write_in_job(out, outcome, options, told)
}

/// The Markdown of a run, in so many bytes: what has no place in it is counted. Empty if there is
/// room for nothing.
pub fn markdown_within(outcome: &Outcome, options: Options<'_>, most: usize) -> String {
    markdown::within(outcome, options, most)
}

/// Writes findings for people, and nothing else.
pub fn write_findings<'f>(
    out: &mut dyn Write,
    sources: &Sources,
    findings: impl IntoIterator<Item = &'f Finding>,
    options: Options<'_>,
) -> io::Result<()> {
    human::write_findings(out, sources, findings, options)
}

/// By file, position and rule.
fn sorted(outcome: &Outcome) -> Vec<&Finding> {
    let mut findings: Vec<&Finding> = outcome.findings.iter().collect();
    sort(&mut findings, outcome, |it| it);
    findings
}

fn sort<T>(findings: &mut [T], outcome: &Outcome, of: impl Fn(&T) -> &Finding) {
    let place = |it: Span| (&*outcome.sources.get(it.file).path, it.file, it.start, it.end);
    let order = |a: &Finding, b: &Finding| {
        let key = |it: &Finding| (place(it.span), it.rule);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.when.cmp(&b.when))
    };
    findings.sort_by(|a, b| order(of(a), of(b)));
}

/// The findings as they are sorted, each with what tells it in another run.
fn fingerprinted(outcome: &Outcome) -> Vec<(&Finding, Fingerprint)> {
    // Those of findings that are alike depend on their order, which is to be that of any run.
    let all = fingerprint::of(&outcome.findings, &outcome.sources);
    let mut by_place: Vec<(&Finding, Fingerprint)> = outcome.findings.iter().zip(all).collect();
    sort(&mut by_place, outcome, |it| it.0);
    by_place
}

/// What comments and exceptions hide, sorted as findings are. They are numbered after those, so
/// that none has the fingerprint of one of these, and hiding a finding changes that of no other.
fn fingerprinted_ignored(outcome: &Outcome) -> Vec<(&Ignored, Fingerprint)> {
    let hidden = outcome.ignored.iter().map(|it| &it.finding);
    let all = fingerprint::of(outcome.findings.iter().chain(hidden), &outcome.sources);
    let own = all.into_iter().skip(outcome.findings.len());
    let mut by_place: Vec<(&Ignored, Fingerprint)> = outcome.ignored.iter().zip(own).collect();
    sort(&mut by_place, outcome, |it| &it.0.finding);
    by_place
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
    Some(excerpt::one_line(&format!("construct `{}`", subject?.construct.as_ref()?)))
}

/// What is worth knowing of a finding and has no place; for people.
fn notes(finding: &Finding) -> impl Iterator<Item = String> {
    let construct = construct(finding.subject.as_ref()).into_iter();
    construct.chain(finding.notes.iter().cloned()).chain(finding.fix.as_ref().map(mends))
}

/// What a finding stands beside: of its rule, the controls that look at such a resource or at none
/// in particular.
fn controls(finding: &Finding) -> impl Iterator<Item = (Relation, &'static Control)> {
    let kind = finding.subject.as_ref().map(|it| it.kind.as_str());
    let looks = move |relation: Relation, control: &Control| match relation {
        Relation::Same => kind.is_some_and(|it| control.kinds.contains(&it)),
        Relation::Related => true,
    };
    let rule = RULES.iter().find(|it| it.id == finding.rule);
    let references = rule.into_iter().flat_map(|it| it.references());
    references.filter(move |(relation, control)| looks(*relation, control))
}

/// What would mend a finding.
fn mends(fix: &Fix) -> String {
    let what = if fix.is_safe { "fix" } else { "unsafe fix" };
    format!("{what}: {}", fix.title)
}

/// `t.yaml:12:5`
fn place(sources: &Sources, span: Span) -> String {
    let Position { line, column } = sources.position(span.file, span.start);
    format!("{}:{line}:{column}", sources.get(span.file).path)
}

/// The path of a file from the top of the repository, for those who know nothing of the working
/// directory.
fn in_repository(path: &str, folder: &str) -> String {
    // Standard input and the command line are in no folder.
    if path.starts_with('<') { path.to_owned() } else { files::join(folder, path) }
}

/// The first and the last line that a span touches.
fn lines(sources: &Sources, span: Span) -> (u32, u32) {
    let (start, end) = sources.positions(span);
    // Of the line after a line break it has nothing.
    let last = if end.column == 1 { end.line - 1 } else { end.line };
    (start.line, last.max(start.line))
}

/// What could not be decided, in a line.
fn doubt(undecided: &Undecided) -> String {
    let Undecided { subject, needs, when: conditions, .. } = undecided;
    let when = when(conditions);
    format!("{} ({}){when}: needs {}", subject.address, subject.kind, needs.join(", "))
}

/// The last line of a run for people.
fn summary(outcome: &Outcome, options: Options<'_>) -> String {
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
    if summary.known > 0 {
        line.push_str(&format!("; {} known from the baseline", plural(summary.known, "finding")));
    }
    if summary.older > 0 {
        line.push_str(&format!("; {} that no change touches", plural(summary.older, "finding")));
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
fn fixes(outcome: &Outcome, options: Options<'_>) -> Option<String> {
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
